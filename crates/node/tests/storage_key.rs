//! The storage key: in a token, back in the folder, another one in its place, lost and recovered.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use node::home::Home;
use node::{audit, session};
use record::Unit;
use record::policy::Role;
use seal::leaf::Subject;
use support::canary::holding;
use support::folder::Folder;
use support::message;
use support::token::{MODULE, PIN, Token, write_private};

/// A node's folder, and the program that works in it.
struct Site {
    folder: Folder,
    envs: Vec<(String, String)>,
}

impl Site {
    fn new(token: Option<&Token>) -> Self {
        let envs = token.map(|token| token.envs().to_vec()).unwrap_or_default();
        Self { folder: Folder::new("storage-key"), envs }
    }

    fn home(&self) -> PathBuf {
        self.folder.join("co")
    }

    /// What the program printed, or why it did not work.
    fn run(&self, args: &[&str]) -> Result<String, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
        command.arg("--home").arg(self.home()).args(args).env_remove("AMANA_TOKEN_PIN");
        let out = command.envs(self.envs.iter().cloned()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (said, why) = (text(out.stdout), text(out.stderr));
        assert!(!said.contains(PIN) && !why.contains(PIN), "a PIN is told to nobody");
        if out.status.success() { Ok(said) } else { Err(why) }
    }

    fn done(&self, args: &[&str]) -> String {
        self.run(args).unwrap_or_else(|why| panic!("{args:?}: {why}"))
    }

    fn refused(&self, args: &[&str], says: &str) {
        let why = self.run(args).expect_err(says);
        assert!(why.contains(says), "{args:?}: {why}");
    }

    /// A record whose content lies under the key.
    fn publish(&self, text: &str) {
        let draft = self.folder.join("draft.json");
        std::fs::write(&draft, serde_json::to_string(&message(text, &[])).unwrap()).unwrap();
        self.done(&["publish", draft.to_str().unwrap()]);
    }

    /// Every record opens, and none of the log contradicts it.
    fn is_sound(&self) {
        let report = self.done(&["--json", "fsck"]);
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        assert_eq!(report["faults"], serde_json::json!([]));
    }

    fn key(&self) -> Vec<u8> {
        let text = std::fs::read_to_string(self.home().join("keys/storage")).unwrap();
        record::digest::hex_decode(text.trim()).unwrap()
    }

    /// Files of the folder that hold these bytes, as they are or in hexadecimal.
    fn holding(&self, bytes: &[u8]) -> Vec<PathBuf> {
        let hex = record::digest::hex_encode(bytes).into_bytes();
        [bytes, &hex].iter().flat_map(|bytes| holding(&self.home(), bytes)).collect()
    }

    /// Events of the leaves `key` in the node's log; the audit tells the same.
    fn events(&self) -> Vec<String> {
        let node = Home::new(self.home()).open().unwrap();
        let mut events = Vec::new();
        for index in 0..node.log.size() {
            let leaf = node.store.leaf(index).unwrap().unwrap();
            if let Subject::Key { event, .. } = Subject::from_bytes(&leaf.subject).unwrap() {
                events.push(event);
            }
        }
        let audit = node.store.audit_after(0, 1_000).unwrap();
        let reasons = audit.iter().filter_map(|(_, bytes)| audit::read(bytes).unwrap().1.reason);
        let told: Vec<String> = reasons.filter(|reason| reason.starts_with("storage-")).collect();
        assert_eq!(told, events);
        events
    }
}

fn file(path: &Path) -> &str {
    path.to_str().unwrap()
}

const TO_TOKEN: [&str; 7] = ["key", "storage", "to-token", "--module", MODULE, "--token", "amana"];

#[test]
fn a_node_is_founded_with_a_token_and_starts_only_with_it_and_its_pin() {
    let Some(token) = Token::new() else { return };
    let mut site = Site::new(Some(&token));
    let init = ["init", "--node", "CO", "--token-module", MODULE, "--token", "amana"];
    site.done(&init);
    assert!(!site.home().join("keys/storage").exists());
    site.publish("under a token");
    site.is_sound();
    let wrapped = site.home().join("keys/storage-token");
    let held = std::fs::read_to_string(&wrapped).unwrap();
    write_private(&token.pin_file(), "111111");
    site.refused(&["fsck"], "does not accept this PIN");
    site.refused(&["serve"], "does not accept this PIN");
    write_private(&token.pin_file(), PIN);
    token.take_out();
    site.refused(&["serve"], "no token named amana is in reach");
    token.put_back();
    site.is_sound();
    let bare = site.envs.pop().unwrap();
    site.refused(&["fsck"], "AMANA_TOKEN_PIN_FILE");
    site.envs.push(bare);
    std::fs::write(&wrapped, held.replace(MODULE, "/nowhere.so")).unwrap();
    site.refused(&["fsck"], "/nowhere.so is no PKCS#11 module");
    let at = held.find("wrapped = \"").unwrap() + 40;
    let other = if held.as_bytes()[at] == b'0' { "1" } else { "0" };
    let changed = [&held[..at], other, &held[at + 1..]].concat();
    std::fs::write(&wrapped, changed).unwrap();
    site.refused(&["fsck"], "it was changed");
    std::fs::write(&wrapped, held).unwrap();
    site.is_sound();
}

#[test]
fn the_key_moves_into_a_token_and_back_and_leaves_nothing_behind() {
    let Some(token) = Token::new() else { return };
    let site = Site::new(Some(&token));
    site.done(&["init", "--node", "CO"]);
    site.publish("before");
    let key = site.key();
    assert_eq!(site.holding(&key).len(), 1);
    let said = site.done(&[&TO_TOKEN[..], &["--dry-run"]].concat());
    assert!(said.contains("keys/storage is destroyed") && said.contains("Nothing was changed"));
    assert_eq!(site.key(), key);
    assert_eq!(site.events(), Vec::<String>::new());
    site.done(&TO_TOKEN);
    assert_eq!(site.holding(&key), Vec::<PathBuf>::new(), "in the clear or in hexadecimal");
    site.publish("while it is there");
    site.is_sound();
    site.refused(&TO_TOKEN, "is in the token amana");
    let wrapped = site.home().join("keys/storage-token");
    let held = std::fs::read_to_string(&wrapped).unwrap();
    // A machine that stopped before the file was destroyed: asked again, it goes on from there.
    write_private(&site.home().join("keys/storage"), &record::digest::hex_encode(&key));
    site.is_sound();
    site.done(&TO_TOKEN);
    assert_eq!(site.holding(&key), Vec::<PathBuf>::new());
    site.done(&["key", "storage", "to-file", "--dry-run"]);
    assert!(wrapped.exists());
    site.done(&["key", "storage", "to-file"]);
    assert!(!wrapped.exists());
    assert_eq!(site.key(), key);
    site.is_sound();
    site.refused(&["key", "storage", "to-file"], "not in a token");
    assert_eq!(site.events(), ["storage-in-token", "storage-in-file"]);
    // Whoever kept the wrapped key and has the token opens it no more: its key is destroyed.
    write_private(&wrapped, &held);
    site.refused(&["fsck"], "has no key");
}

/// A node whose keys the storage key wrapped before, renewed where it lies.
#[test]
fn a_renewed_key_leaves_nothing_of_the_one_before() {
    let site = Site::new(None);
    site.done(&["init", "--node", "CO"]);
    site.publish("under the first");
    let backup = site.folder.join("before.amana");
    site.done(&["backup", file(&backup)]);
    let first = site.key();
    let first_text = std::fs::read_to_string(site.home().join("keys/storage")).unwrap();
    site.done(&["key", "storage", "renew", "--dry-run"]);
    assert_eq!(site.key(), first);
    let said = site.done(&["key", "storage", "renew"]);
    assert!(said.contains("secrets are under the new key"), "{said}");
    assert_ne!(site.key(), first);
    assert_eq!(site.holding(&first), Vec::<PathBuf>::new());
    site.is_sound();
    site.publish("under the second");
    assert_eq!(site.events(), ["storage-renewed"]);
    // The machine stopped when the store was renewed and the key had not yet its place.
    let second = std::fs::read_to_string(site.home().join("keys/storage")).unwrap();
    write_private(&site.home().join("keys/storage-next"), &second);
    write_private(&site.home().join("keys/storage"), &first_text);
    site.is_sound();
    assert_eq!(std::fs::read_to_string(site.home().join("keys/storage")).unwrap(), second);
    assert_eq!(site.holding(&first), Vec::<PathBuf>::new());
    // A backup is of its day's key, and says so.
    let keys: Vec<_> = std::fs::read_dir(site.home().join("backup-keys")).unwrap().collect();
    let key = site.folder.join("backup-key");
    std::fs::copy(keys[0].as_ref().unwrap().path(), &key).unwrap();
    for name in ["node.db", "node.db-wal", "node.db-shm"] {
        let _ = std::fs::remove_file(site.home().join(name));
    }
    let home = site.home();
    let put = ["restore", file(&backup), "--key", file(&key), "--into", file(&home)];
    site.refused(&put, "is not the one this store was written under");
    assert!(!home.join("node.db").exists(), "it took no place");
    write_private(&site.home().join("keys/storage"), &first_text);
    site.done(&put);
    site.is_sound();
}

#[test]
fn a_key_is_renewed_within_its_token() {
    let Some(token) = Token::new() else { return };
    let site = Site::new(Some(&token));
    site.done(&["init", "--node", "CO", "--token-module", MODULE, "--token", "amana"]);
    site.publish("under the first");
    let wrapped = site.home().join("keys/storage-token");
    let before = std::fs::read_to_string(&wrapped).unwrap();
    site.done(&["key", "storage", "renew"]);
    assert_ne!(std::fs::read_to_string(&wrapped).unwrap(), before);
    site.is_sound();
    write_private(&wrapped, &before);
    site.refused(&["fsck"], "is not the one this store was written under");
}

/// A site with two administrators, a copy of its key, and what each of them was given.
struct Copied {
    site: Site,
    copy: PathBuf,
    codes: [PathBuf; 2],
}

impl Copied {
    fn new() -> Self {
        let site = Site::new(None);
        site.done(&["init", "--node", "CO"]);
        let mut node = Home::new(site.home()).open().unwrap();
        let unit = Unit::new("POLICE").unwrap();
        let enrol = |node: &mut node::Node| {
            session::enrol(node, "admin-2", "admin-2", Role::Administrator, &unit)
        };
        node.commit(enrol).unwrap();
        drop(node);
        site.publish("kept by two");
        let [copy, first, second] =
            ["co.copy", "first", "second"].map(|name| site.folder.join(name));
        let copied = Self { site, copy, codes: [first, second] };
        copied.make(&copied.copy, ["admin-1", "admin-2"], &[]).unwrap();
        copied
    }

    fn make(&self, out: &Path, who: [&str; 2], more: &[&str]) -> Result<String, String> {
        let [first, second] = [0, 1].map(|at| format!("{}={}", who[at], self.codes[at].display()));
        let args = ["key", "storage", "copy", file(out), "--first", &first, "--second", &second];
        self.site.run(&[&args[..], more].concat())
    }

    fn recover(&self, codes: [&Path; 2], more: &[&str]) -> Result<String, String> {
        let args = ["key", "storage", "recover", file(&self.copy)];
        let codes = ["--first", file(codes[0]), "--second", file(codes[1])];
        self.site.run(&[&args[..], &codes, more].concat())
    }

    fn both(&self) -> [&Path; 2] {
        [&self.codes[0], &self.codes[1]]
    }
}

#[test]
fn a_lost_key_comes_back_from_its_copy_by_two_and_not_by_one() {
    let copied = Copied::new();
    let site = &copied.site;
    let key = site.key();
    let told = site.done(&["key", "storage", "show"]);
    assert!(told.contains("admin-1 and admin-2 have the codes"), "{told}");
    for path in [&copied.copy, &copied.codes[0], &copied.codes[1]] {
        let bytes = std::fs::read(path).unwrap();
        let hex = record::digest::hex_encode(&key).into_bytes();
        assert!(!bytes.windows(64).any(|part| part == hex), "{}", path.display());
    }
    // Tried once a year while nothing is lost.
    assert!(copied.recover(copied.both(), &["--dry-run"]).unwrap().contains("is the store's"));
    std::fs::remove_file(site.home().join("keys/storage")).unwrap();
    std::fs::remove_file(site.home().join("keys/hold")).unwrap();
    site.refused(&["fsck"], "keys/storage");
    let [first, second] = copied.both();
    for alone in [[first, first], [second, second]] {
        let why = copied.recover(alone, &[]).unwrap_err();
        assert!(why.contains("another's"), "{why}");
    }
    let text = std::fs::read_to_string(second).unwrap();
    let slip = text.replacen(&text[..1], if text.starts_with('A') { "B" } else { "A" }, 1);
    let mistyped = site.folder.join("mistyped");
    std::fs::write(&mistyped, slip).unwrap();
    let why = copied.recover([first, &mistyped], &[]).unwrap_err();
    assert!(why.contains("the code of admin-2 is mistyped"), "{why}");
    assert!(!site.home().join("keys/storage").exists(), "nobody alone brought anything back");
    // As a person types it.
    std::fs::write(&mistyped, text.trim().to_lowercase().replace('-', " ")).unwrap();
    copied.recover([first, &mistyped], &[]).unwrap();
    assert_eq!(site.key(), key);
    site.is_sound();
    assert_eq!(site.events(), ["storage-copied", "storage-recovered"]);
}

#[test]
fn a_changed_an_old_and_a_foreign_copy_bring_nothing_back() {
    let copied = Copied::new();
    let site = &copied.site;
    let key = site.key();
    let whole = std::fs::read_to_string(&copied.copy).unwrap();
    let at = whole.find("sealed = \"").unwrap() + 30;
    let other = if whole.as_bytes()[at] == b'0' { "1" } else { "0" };
    for changed in [
        [&whole[..at], other, &whole[at + 1..]].concat(),
        whole.replace("admin-2", "admin-9"),
        whole.replace("node = \"CO\"", "node = \"SN\""),
    ] {
        assert_ne!(changed, whole);
        std::fs::write(&copied.copy, changed).unwrap();
        let why = copied.recover(copied.both(), &["--dry-run"]).unwrap_err();
        assert!(why.contains("it was changed") || why.contains("mistyped"), "{why}");
    }
    std::fs::write(&copied.copy, &whole).unwrap();
    site.done(&["key", "storage", "renew"]);
    assert!(site.done(&["key", "storage", "show"]).contains("no copy of it"));
    std::fs::remove_file(site.home().join("keys/storage")).unwrap();
    let why = copied.recover(copied.both(), &[]).unwrap_err();
    assert!(why.contains("since it was renewed"), "{why}");
    assert!(!site.home().join("keys/storage").exists());
    // Before an older backup is put back there is no store: then it is the key that is wanted.
    for name in ["node.db", "node.db-wal", "node.db-shm"] {
        let _ = std::fs::remove_file(site.home().join(name));
    }
    let other = "00".repeat(32);
    write_private(&site.home().join("keys/storage"), &other);
    let why = copied.recover(copied.both(), &[]).unwrap_err();
    assert!(why.contains("move what is in keys/storage away"), "{why}");
    assert_eq!(std::fs::read_to_string(site.home().join("keys/storage")).unwrap(), other);
    std::fs::remove_file(site.home().join("keys/storage")).unwrap();
    copied.recover(copied.both(), &[]).unwrap();
    assert_eq!(site.key(), key);
    assert!(!site.home().join("node.db").exists(), "nothing is made for it");
}

#[test]
fn a_copy_is_for_two_administrators_and_outside_the_folder() {
    let copied = Copied::new();
    let site = &copied.site;
    let check = |out: &Path, who, says: &str| {
        let why = copied.make(out, who, &[]).unwrap_err();
        assert!(why.contains(says), "{why}");
    };
    let out = site.folder.join("second.copy");
    check(&out, ["admin-1", "admin-2"], "is there already");
    copied.codes.iter().for_each(|code| std::fs::remove_file(code).unwrap());
    check(&out, ["admin-1", "admin-1"], "two administrators");
    check(&out, ["admin-1", "desk-1"], "is no administrator");
    check(&out, ["admin-1", "nobody"], "nobody");
    check(&site.home().join("keys/co.copy"), ["admin-1", "admin-2"], "in the node's folder");
    copied.make(&out, ["admin-1", "admin-2"], &["--dry-run"]).unwrap();
    assert!(!out.exists());
}
