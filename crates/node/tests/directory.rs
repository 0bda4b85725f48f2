//! Heads of a directory, from the stewards' table to the nodes, with the commands of the real
//! binary.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use node::client::Client;
use node::home::Home;
use node::serve;
use node::steward::{self, Listed, Wish};
use record::digest::hex_decode;
use record::moment::DAY_MS;
use seal::directory::{MemberStatus, ROOT_PUBLIC_DAYS};
use seal::log_key::LogSecret;
use serde_json::Value;
use support::folder::Folder;
use support::line::{self, Pair};
use support::message;
use support::process::{Process, sooner_or_later};

/// Runs the binary; its JSON, or what it complained of.
fn amana(home: &Path, words: &[&str]) -> Result<Value, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
    let ran = command.arg("--json").arg("--home").arg(home).args(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match ran.status.success() {
        true => Ok(serde_json::from_slice(&ran.stdout).unwrap()),
        false => Err(text(&ran.stderr)),
    }
}

/// A network of two, its first head, and its stewards' keys.
struct Table {
    pair: Pair,
    first: PathBuf,
}

impl Table {
    async fn laid() -> Self {
        let pair = line::pair().await;
        let first = pair.folder.join("net.cbor");
        Self { pair, first }
    }

    fn path(&self, name: &str) -> String {
        self.pair.folder.join(name).display().to_string()
    }

    fn key(&self, number: usize) -> String {
        self.path(&format!("stewards/steward-{number}"))
    }

    fn here(&self, words: &[&str]) -> Result<Value, String> {
        amana(self.pair.homes[0].path(), words)
    }

    /// Prepares a head after another one.
    fn next(&self, head: &str, out: &str, wishes: &[&str]) -> Result<Value, String> {
        let (head, out) = (self.path(head), self.path(out));
        let words = ["directory", "next", "--head", &head, "--out", &out];
        self.here(&[&words, wishes].concat())
    }

    fn sign(&self, file: &str, head: &str, number: usize) -> Result<Value, String> {
        let (file, head, key) = (self.path(file), self.path(head), self.key(number));
        self.here(&["directory", "sign", &file, "--head", &head, "--key", &key])
    }

    fn sign_all(&self, file: &str, head: &str) {
        for number in [1, 3, 5] {
            self.sign(file, head, number).unwrap();
        }
    }

    fn take(&self, home: &Home, file: &str, more: &[&str]) -> Result<Value, String> {
        let file = self.path(file);
        amana(home.path(), &[&["directory", "take", &file], more].concat())
    }
}

fn status(home: &Home, code: &str) -> MemberStatus {
    let directory = home.directory().unwrap();
    directory.member(&support::code(code)).unwrap().status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_stands_when_three_of_five_stewards_have_signed_it() {
    let table = Table::laid().await;
    let own = &table.pair.homes[0];
    let dry = table.next("net.cbor", "next.cbor", &["--suspend", "XB", "--dry-run"]).unwrap();
    assert_eq!(dry["written"], false);
    assert!(!Path::new(&table.path("next.cbor")).exists(), "a dry run wrote");
    let said = table.next("net.cbor", "next.cbor", &["--suspend", "XB"]).unwrap();
    assert!(said["told"][0].as_str().unwrap().contains("suspended"), "{said}");
    assert_eq!(said["missing"], 3);
    for (number, missing) in [(1, 2), (1, 2), (3, 1)] {
        let said = table.sign("next.cbor", "net.cbor", number).unwrap();
        assert_eq!(said["missing"], missing, "steward {number}");
    }
    let refused = table.take(own, "next.cbor", &[]).unwrap_err();
    assert!(refused.contains("DIR-03"), "{refused}");
    table.sign("next.cbor", "net.cbor", 5).unwrap();
    let dry = table.take(own, "next.cbor", &["--dry-run", "--language", "ar"]).unwrap();
    assert!(dry["told"][0].as_str().unwrap().contains("تُعلَّق"), "{dry}");
    assert_eq!(status(own, "XB"), MemberStatus::Admitted);
    table.take(own, "next.cbor", &[]).unwrap();
    assert_eq!(status(own, "XB"), MemberStatus::Suspended);
    // Again is the same; what was before is kept, and does not come back.
    table.take(own, "next.cbor", &[]).unwrap();
    let before = std::fs::read(own.path().join("directories/1.cbor")).unwrap();
    assert_eq!(before, std::fs::read(&table.first).unwrap());
    let refused = table.take(own, "net.cbor", &[]).unwrap_err();
    assert!(refused.contains("DIR-04"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_sign_nothing_and_a_changed_head_is_none() {
    let table = Table::laid().await;
    table.next("net.cbor", "next.cbor", &[]).unwrap();
    let (file, head) = (table.path("next.cbor"), table.path("net.cbor"));
    let strange = table.path("strange");
    std::fs::write(&strange, "ab".repeat(64)).unwrap();
    let sign = |key: &str| table.here(&["directory", "sign", &file, "--head", &head, "--key", key]);
    assert!(sign(&strange).unwrap_err().contains("no steward"));
    assert!(sign(&file).unwrap_err().contains("no steward's key"));
    table.sign_all("next.cbor", "net.cbor");
    let mut bytes = std::fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let refused = table.take(&table.pair.homes[0], "next.cbor", &[]).unwrap_err();
    assert!(refused.contains("DIR-03"), "{refused}");
    // A head that is not signed enough is none to build on.
    table.next("net.cbor", "half.cbor", &[]).unwrap();
    assert!(table.next("half.cbor", "more.cbor", &[]).unwrap_err().contains("not signed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_left_stays_out_and_a_successor_is_named() {
    let table = Table::laid().await;
    table.next("net.cbor", "two.cbor", &["--left", "XB"]).unwrap();
    table.sign_all("two.cbor", "net.cbor");
    let refused = table.next("two.cbor", "three.cbor", &["--readmit", "XB"]).unwrap_err();
    assert!(refused.contains("DIR-08"), "{refused}");
    let refused = table.next("net.cbor", "other.cbor", &["--succeed", "XB=XZ"]).unwrap_err();
    assert!(refused.contains("DIR-08"), "{refused}");
    let said = table.next("net.cbor", "other.cbor", &["--succeed", "XB=XA"]).unwrap();
    assert!(said["told"][0].as_str().unwrap().contains("XA carries on for XB"), "{said}");
    let refused = table.next("net.cbor", "none.cbor", &["--suspend", "XZ"]).unwrap_err();
    assert!(refused.contains("XZ"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_member_and_a_new_address_are_told_and_listed() {
    let table = Table::laid().await;
    let folder = Folder::new("admitted");
    let home = folder.join("xc");
    amana(&home, &["init", "--node", "XC"]).unwrap();
    let member = home.join("member.cbor").display().to_string();
    let said = table.next("net.cbor", "two.cbor", &["--admit", &member]).unwrap();
    assert!(said["told"][0].as_str().unwrap().contains("XC becomes a member"), "{said}");
    table.sign_all("two.cbor", "net.cbor");
    let twice = table.next("two.cbor", "three.cbor", &["--admit", &member]).unwrap_err();
    assert!(twice.contains("listed already"), "{twice}");
    let own = &table.pair.homes[0];
    table.take(own, "two.cbor", &[]).unwrap();
    assert_eq!(status(own, "XC"), MemberStatus::Admitted);
    let nothing = table.next("two.cbor", "three.cbor", &["--update", &member]).unwrap();
    assert!(nothing["told"][0].as_str().unwrap().contains("Nothing changes"), "{nothing}");
}

/// A suspended member is neither sent to nor heard; readmitted, it gets what waited.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_a_suspended_member_goes_when_it_works_again() {
    let table = Table::laid().await;
    let [own, other] = &table.pair.homes;
    let serving = serve::start(own).await.unwrap();
    let desk = line::client(own, &serving);
    let draft = |text: &str| serde_json::to_value(message(text, &["XB"])).unwrap();
    // Queued while the other is away, and then it is suspended.
    let early = line::published(&desk, &draft("before it was suspended")).await;
    serving.stop(own).await;
    table.next("net.cbor", "two.cbor", &["--suspend", "XB"]).unwrap();
    table.sign_all("two.cbor", "net.cbor");
    table.take(own, "two.cbor", &[]).unwrap();
    let (serving, there) = (serve::start(own).await.unwrap(), serve::start(other).await.unwrap());
    let desk = line::client(own, &serving);
    let refused = desk.post("/api/v1/records", &draft("to one who is suspended")).await.unwrap();
    assert_eq!(refused.status, 403, "{}", refused.body);
    // It is not heard either: what it sends waits at its own node.
    let theirs = line::client(other, &there);
    let back = serde_json::to_value(message("from one who is suspended", &["XA"])).unwrap();
    let sent = line::published(&theirs, &back).await;
    let waits = |body: &Value| body[0]["state"] == "sent" || body[0]["state"] == "queued";
    for _ in 0..20 {
        let state = theirs.get(&format!("{sent}/delivery"), line::WORK).await.unwrap().body;
        assert!(waits(&state), "{state}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    serving.stop(own).await;
    table.next("two.cbor", "three.cbor", &["--readmit", "XB"]).unwrap();
    table.sign_all("three.cbor", "two.cbor");
    table.take(own, "three.cbor", &[]).unwrap();
    let serving = serve::start(own).await.unwrap();
    let desk = line::client(own, &serving);
    let told = |body: &Value| body.to_string().contains("receipted");
    line::until(&desk, &format!("{early}/delivery"), told).await;
    line::until(&theirs, &format!("{sent}/delivery"), told).await;
    serving.stop(own).await;
    there.stop(other).await;
}

/// DIR-05: two of five go at once, and those who stay sign for it; who went signs nothing more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stewards_change_under_those_who_stay() {
    let table = Table::laid().await;
    let own = &table.pair.homes[0];
    let out = table.path("stewards/steward-6");
    table.here(&["directory", "steward", "amana.invalid/steward/6", "--out", &out]).unwrap();
    let again = table.here(&["directory", "steward", "amana.invalid/steward/6", "--out", &out]);
    assert!(again.unwrap_err().contains("is there already"), "a key is never written over");
    let (fresh, gone) = (format!("{out}.pub"), "amana.invalid/steward/5");
    let wishes = ["--steward-in", &fresh, "--steward-out", gone];
    let said = table.next("net.cbor", "next.cbor", &wishes).unwrap();
    assert!(said["told"][0].as_str().unwrap().contains("steward/6; out: "), "{said}");
    // The new one's signature counts among all, and not among those before.
    for (number, missing) in [(6, 3), (1, 2), (2, 1)] {
        assert_eq!(table.sign("next.cbor", "net.cbor", number).unwrap()["missing"], missing);
    }
    assert!(table.take(own, "next.cbor", &[]).unwrap_err().contains("DIR-03"));
    table.sign("next.cbor", "net.cbor", 3).unwrap();
    table.take(own, "next.cbor", &[]).unwrap();
    table.next("next.cbor", "third.cbor", &[]).unwrap();
    assert!(table.sign("third.cbor", "next.cbor", 5).unwrap_err().contains("no steward"));
    for number in [6, 4, 1] {
        table.sign("third.cbor", "next.cbor", number).unwrap();
    }
    table.take(own, "third.cbor", &[]).unwrap();
    let three = ["1", "2", "3"].map(|n| format!("amana.invalid/steward/{n}"));
    let all = three.iter().flat_map(|name| ["--steward-out", name]);
    let wishes: Vec<&str> = all.chain(["--threshold", "2"]).collect();
    let refused = table.next("third.cbor", "fourth.cbor", &wishes).unwrap_err();
    assert!(refused.contains("DIR-05"), "{refused}");
}

/// DIR-10: by the old root's word, or late.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_root_hands_over_and_a_lost_one_is_followed_late() {
    let table = Table::laid().await;
    let own = &table.pair.homes[0];
    let (old, new) = (table.path("old-root"), table.path("new-root"));
    std::fs::rename(own.path().join("keys/root"), &old).unwrap();
    let dry = ["key", "root", "--root", &old, "--out", &new, "--dry-run"];
    table.here(&dry).unwrap();
    assert!(!Path::new(&new).exists(), "a dry run wrote");
    table.here(&dry[..6]).unwrap();
    let member = own.path().join("member.cbor").display().to_string();
    let said = table.next("net.cbor", "next.cbor", &["--update", &member]).unwrap();
    assert!(said["told"][0].as_str().unwrap().contains("root key"), "{said}");
    table.sign_all("next.cbor", "net.cbor");
    table.take(own, "next.cbor", &[]).unwrap();
    // From now on the new one certifies, and the old one no more.
    let month = |root: &str| table.here(&["key", "month", "--root", root]);
    assert!(month(&old).unwrap_err().contains("another root's key"));
    month(&new).unwrap();
    let said = table.next("next.cbor", "third.cbor", &["--update", &member]).unwrap();
    assert!(said["told"][0].as_str().unwrap().contains("new keys"), "{said}");
    lost(&table);
}

/// Nobody has the root any more: fourteen days, and one steward more.
fn lost(table: &Table) {
    let own = &table.pair.homes[0];
    let out = table.path("third-root");
    table.here(&["key", "root", "--out", &out]).unwrap();
    let listed = format!("{out}.pub");
    let said = table.next("next.cbor", "third.cbor", &["--root-lost", &listed]).unwrap();
    assert!(said["told"][0].as_str().unwrap().contains("without the word"), "{said}");
    table.sign_all("third.cbor", "next.cbor");
    table.take(own, "third.cbor", &[]).unwrap();
    let early = table.next("third.cbor", "fourth.cbor", &["--root-counts", "XA"]).unwrap_err();
    assert!(early.contains("DIR-10"), "{early}");

    let head = own.directory().unwrap();
    let late = head.created.plus(ROOT_PUBLIC_DAYS * DAY_MS);
    let counts = vec![Wish::Root(support::code("XA"), Listed::Counts)];
    let mut draft = steward::next(&head, counts, late).unwrap();
    for (number, missing) in [(1, 3), (2, 2), (3, 1)] {
        draft.sign(&steward_key(table, number)).unwrap();
        assert_eq!(draft.missing_after(&head), missing);
    }
    assert!(head.accept(&draft.to_bytes()).is_err_and(|rule| rule.code() == "DIR-03"));
    draft.sign(&steward_key(table, 4)).unwrap();
    let next = head.accept(&draft.to_bytes()).unwrap();
    let root = next.member(&support::code("XA")).unwrap().root.origin();
    assert_eq!(root, "amana.invalid/root/XA/3");
}

fn steward_key(table: &Table, number: usize) -> LogSecret {
    let text = std::fs::read_to_string(table.key(number)).unwrap();
    let seeds: [u8; 64] = hex_decode(text.trim()).unwrap().try_into().unwrap();
    LogSecret::from_seeds("amana.invalid/steward", &seeds).unwrap()
}

/// Several members bring heads at once: none takes the place of a later one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heads_that_come_at_once_are_taken_in_order() {
    let table = Table::laid().await;
    let own = &table.pair.homes[0];
    let names = ["net.cbor", "two.cbor", "three.cbor", "four.cbor"];
    for pair in names.windows(2) {
        table.next(pair[0], pair[1], &[]).unwrap();
        table.sign_all(pair[1], pair[0]);
    }
    let heads = names.map(|name| std::fs::read(table.path(name)).unwrap());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| heads.iter().for_each(|head| drop(own.take_head(head))));
        }
    });
    assert_eq!(own.directory().unwrap().sequence, 4);
    for (at, head) in heads[1..].iter().enumerate() {
        assert_eq!(own.head_after(at as u64 + 1).unwrap().as_ref(), Some(head));
    }
}

/// A member that has an older head hears of the newer ones, in order, and goes on by the newest:
/// who is suspended by it is heard no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heads_go_from_member_to_member_and_a_node_goes_on_by_the_newest() {
    let table = Table::laid().await;
    let [own, other] = &table.pair.homes;
    let (_process, address) = Process::serving(other, Stdio::inherit()).await;
    for (before, head, wishes) in
        [("net.cbor", "two.cbor", [].as_slice()), ("two.cbor", "three.cbor", &["--suspend", "XA"])]
    {
        table.next(before, head, wishes).unwrap();
        table.sign_all(head, before);
        table.take(own, head, &[]).unwrap();
    }
    let serving = serve::start(own).await.unwrap();
    let admin = Client::at(&address, &other.token("admin-1").unwrap());
    let tries = "/api/v1/administration/members/XA/tries";
    admin.post(tries, &Value::Null).await.unwrap();
    // While it starts again it may not answer.
    sooner_or_later(async || {
        let rows = admin.get("/api/v1/administration/members", line::WORK).await.ok()?.body;
        (rows[0]["status"] == "suspended").then_some(())
    })
    .await;
    assert_eq!(other.directory().unwrap().sequence, 3);
    assert!(other.path().join("directories/2.cbor").exists());
    serving.stop(own).await;
}
