//! Looking for a text that must be gone: in every file, and with every key there is.

use std::path::{Path, PathBuf};

use node::home::Home;
use node::store::Store;
use node::vault::Vault;
use node::{Config, Node, backup, due};
use record::moment::{DAY_MS, HOUR_MS};
use record::{NodeCode, RecordId, Timestamp};

use super::folder::Folder;
use super::{Network, Seeded, message};

pub fn home(folder: &Folder, code: &str) -> Home {
    Home::new(folder.join(code))
}

/// Nodes, each in a folder of its own, as `amana init` lays it out.
pub fn network(folder: &Folder, codes: &[&str]) -> Network {
    let store = |code: &str| {
        let home = home(folder, code);
        std::fs::create_dir_all(home.path()).unwrap();
        home.write("amana.toml", node::config::TEMPLATE.as_bytes(), 0o644).unwrap();
        Store::open(&home.database()).unwrap()
    };
    Network::with(codes, store, Config::default())
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn contains(mut bytes: &[u8], needle: &[u8]) -> bool {
    while let Some(at) = bytes.iter().position(|byte| *byte == needle[0]) {
        bytes = &bytes[at..];
        if bytes.starts_with(needle) {
            return true;
        }
        bytes = &bytes[1..];
    }
    false
}

/// The files under a folder that hold these bytes.
pub fn holding(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| contains(&std::fs::read(path).unwrap(), needle);
    files(folder).into_iter().filter(holds).collect()
}

/// Whether whoever has a store's bytes and the storage key can read the text.
fn is_readable(store: &Store, vault: &Vault, canary: &str) -> bool {
    let records = store.records_after(0, 100_000).unwrap();
    let opened = records.iter().filter_map(|stored| vault.open(store, stored).ok());
    opened.map(|record| record.body_json().unwrap()).any(|body| body.to_string().contains(canary))
}

/// The wrapped key and the ciphertext of a record as they lie in the store.
fn secrets(node: &Node, owner: &NodeCode, id: &RecordId) -> [Vec<u8>; 2] {
    let stored = node.store.latest_record(owner, id).unwrap().unwrap();
    [node.store.wrapped_key(stored.row).unwrap().unwrap(), stored.content.unwrap()]
}

/// The store in a backup, read with the key that is kept; an error where none is.
fn restored(home: &Home, file: &Path) -> Result<Store, node::Error> {
    let sealed = std::fs::read(file).unwrap();
    let image = backup::open_image(&sealed, &*backup::key_of(home, &sealed)?)?;
    let path = file.with_extension("db");
    std::fs::write(&path, &image).unwrap();
    Store::open(&path)
}

fn round(network: &mut Network) {
    for node in &mut network.nodes {
        node.commit(due::round).unwrap();
        node.empty_wal_after_erasure().unwrap();
    }
}

/// The grace passes, and peers are heard again: without them no clock is trusted to erase.
pub fn pass_the_grace(network: &mut Network, codes: &[&str]) {
    network.clock.advance(73 * HOUR_MS);
    network.confirm(codes);
    round(network);
    for from in codes {
        let others: Vec<&str> = codes.iter().copied().filter(|other| other != from).collect();
        network.publish(from, message("a greeting", &others)).unwrap();
    }
    network.settle();
    round(network);
    network.settle();
}

/// The keys a node of [`Network`] has at its place, once more.
fn vault(place: usize) -> Vault {
    Vault::new([place as u8 + 1; 32], [99; 32])
}

/// A record that says the canary, at nodes that all hold it, and a backup of each.
pub struct Watch<'a> {
    pub folder: &'a Folder,
    pub backups: &'a Folder,
    pub codes: &'a [&'a str],
    pub owner: &'a str,
    pub id: RecordId,
    pub canary: &'a str,
}

/// The wrapped key and the ciphertext of a record as they lay in a node's store.
pub struct Kept([Vec<u8>; 2]);

impl Watch<'_> {
    fn backup(&self, code: &str) -> PathBuf {
        self.backups.join(&format!("{code}.backup"))
    }

    /// Finds the canary everywhere, so that not finding it later means something.
    pub fn check_there(&self, network: &Network) -> Vec<Kept> {
        let each = self.codes.iter().enumerate();
        each.map(|(place, code)| self.check_there_at(&network.nodes[place], code, place)).collect()
    }

    fn check_there_at(&self, node: &Node, code: &str, place: usize) -> Kept {
        let (home, canary) = (home(self.folder, code), self.canary);
        let secrets = secrets(node, &super::code(self.owner), &self.id);
        assert!(is_readable(&node.store, &node.vault, canary), "{code}: it is there to be found");
        assert!(!holding(home.path(), canary.as_bytes()).is_empty(), "{code}: its title too");
        for secret in &secrets {
            assert!(!holding(home.path(), secret).is_empty(), "{code}: and its key and ciphertext");
        }
        let file = self.backup(code);
        backup::write_at(&home, &file, node.now(), &mut Seeded(1_000 + place as u64)).unwrap();
        let restored = restored(&home, &file).unwrap();
        assert!(is_readable(&restored, &vault(place), canary), "{code}: backup");
        std::fs::remove_file(file.with_extension("db")).unwrap();
        Kept(secrets)
    }

    /// Finds it nowhere; the backups were written at `start`.
    pub fn check_gone(&self, network: &Network, kept: &[Kept], start: i64) {
        for (place, code) in self.codes.iter().enumerate() {
            let (home, node) = (home(self.folder, code), &network.nodes[place]);
            assert!(!is_readable(&node.store, &node.vault, self.canary), "{code} still reads it");
            let [key, ciphertext] = &kept[place].0;
            for needle in [self.canary.as_bytes(), key, ciphertext] {
                assert_eq!(holding(home.path(), needle), Vec::<PathBuf>::new(), "{code}");
            }
            self.check_backup(&home, &self.backup(code), (start, place));
        }
    }

    /// Up to its last day a backup opens; the day after nobody opens it.
    fn check_backup(&self, home: &Home, file: &Path, (start, place): (i64, usize)) {
        let days = Config::default().backup_days_max;
        let day = |days: i64| Timestamp(start + days * DAY_MS);
        assert_eq!(backup::destroy_expired(home, day(days)).unwrap(), 0);
        assert!(is_readable(&restored(home, file).unwrap(), &vault(place), self.canary));
        std::fs::remove_file(file.with_extension("db")).unwrap();
        assert_eq!(backup::destroy_expired(home, day(days + 1)).unwrap(), 1);
        assert!(matches!(restored(home, file), Err(node::Error::NotFound(_))));
        let found = holding(file.parent().unwrap(), self.canary.as_bytes());
        assert_eq!(found, Vec::<PathBuf>::new());
    }
}
