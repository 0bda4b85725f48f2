//! The canary: a text that was shared, recalled and erased is nowhere at any node: not in the
//! database, its write-ahead log, or a backup whose key has expired. Before, it was found there.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};

use node::home::Home;
use node::store::Store;
use node::vault::Vault;
use node::{Config, Node, backup, due};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::{DAY_MS, HOUR_MS};
use record::{Body, RecordId};
use support::folder::Folder;
use support::{Network, START, Seeded, code, control, message};

const CANARY: &str = "canary-7f3a91-serinus";
const NODES: [&str; 3] = ["XA", "XB", "XC"];

fn home(folder: &Folder, code: &str) -> Home {
    Home::new(folder.join(code))
}

/// Three nodes, each in a folder of its own, as `amana init` lays it out.
fn network(folder: &Folder) -> Network {
    let store = |code: &str| {
        let home = home(folder, code);
        std::fs::create_dir_all(home.path()).unwrap();
        home.write("amana.toml", node::config::TEMPLATE.as_bytes(), 0o644).unwrap();
        Store::open(&home.database()).unwrap()
    };
    Network::with(&NODES, store, Config::default())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// The files under a folder that hold these bytes.
fn holding(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    };
    files(folder).into_iter().filter(holds).collect()
}

/// Whether whoever has a store's bytes and the storage key can read the text.
fn is_readable(store: &Store, vault: &Vault) -> bool {
    let records = store.records_after(0, 10_000).unwrap();
    let opened = records.iter().filter_map(|stored| vault.open(store, stored).ok());
    opened.map(|record| record.body_json().unwrap()).any(|body| body.to_string().contains(CANARY))
}

/// The wrapped key and the ciphertext of a record as they lie in the store.
fn secrets(node: &Node, id: &RecordId) -> [Vec<u8>; 2] {
    let stored = node.store.latest_record(&code("XA"), id).unwrap().unwrap();
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
fn pass_the_grace(network: &mut Network) {
    network.clock.advance(73 * HOUR_MS);
    round(network);
    for from in NODES {
        let others: Vec<&str> = NODES.into_iter().filter(|other| *other != from).collect();
        network.publish(from, message("a greeting", &others)).unwrap();
    }
    network.settle();
    round(network);
    network.settle();
}

fn vault(place: usize) -> Vault {
    Vault::new([place as u8 + 1; 32], [99; 32])
}

#[test]
fn what_was_recalled_and_erased_is_nowhere() {
    let (folder, backups) = (Folder::new("canary"), Folder::new("canary-backup"));
    let mut network = network(&folder);
    let published = network.publish("XA", message(CANARY, &["XB", "XC"])).unwrap();
    network.settle();
    let mut kept = Vec::new();
    for (place, code) in NODES.into_iter().enumerate() {
        let home = home(&folder, code);
        let node = &network.nodes[place];
        let secrets = secrets(node, &published.name.id);
        assert!(is_readable(&node.store, &node.vault), "{code}: the text is there to be found");
        assert!(!holding(home.path(), CANARY.as_bytes()).is_empty(), "{code}: its title too");
        for secret in &secrets {
            assert!(!holding(home.path(), secret).is_empty(), "{code}: and its key and ciphertext");
        }
        let file = backups.join(&format!("{code}.backup"));
        let mut entropy = Seeded(1_000 + place as u64);
        backup::write_at(&home, &file, network.nodes[place].now(), &mut entropy).unwrap();
        assert!(is_readable(&restored(&home, &file).unwrap(), &vault(place)), "{code}: backup");
        std::fs::remove_file(file.with_extension("db")).unwrap();
        kept.push(secrets);
    }
    let statement = RecallStatement { id: published.name.id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    pass_the_grace(&mut network);
    for (place, code) in NODES.into_iter().enumerate() {
        let home = home(&folder, code);
        let node = &network.nodes[place];
        assert!(!is_readable(&node.store, &node.vault), "{code} still reads it");
        for needle in [CANARY.as_bytes(), &kept[place][0], &kept[place][1]] {
            assert_eq!(holding(home.path(), needle), Vec::<PathBuf>::new(), "{code}");
        }
        check_backup(&home, &backups.join(&format!("{code}.backup")), place);
    }
}

/// Up to its last day a backup opens; the day after nobody opens it.
fn check_backup(home: &Home, file: &Path, place: usize) {
    let days = Config::default().backup_days_max;
    let day = |days: i64| record::Timestamp(START + days * DAY_MS);
    assert_eq!(backup::destroy_expired(home, day(days)).unwrap(), 0);
    assert!(is_readable(&restored(home, file).unwrap(), &vault(place)));
    std::fs::remove_file(file.with_extension("db")).unwrap();
    assert_eq!(backup::destroy_expired(home, day(days + 1)).unwrap(), 1);
    assert!(matches!(restored(home, file), Err(node::Error::NotFound(_))));
    let folder = file.parent().unwrap();
    assert_eq!(holding(folder, CANARY.as_bytes()), Vec::<PathBuf>::new());
}

/// A backup never carries the node's keys.
#[test]
fn a_backup_holds_no_key_of_the_node() {
    let (folder, backups) = (Folder::new("keys"), Folder::new("keys-backup"));
    let mut network = network(&folder);
    network.publish("XA", message("a parcel", &["XB"])).unwrap();
    let (home, file) = (home(&folder, "XA"), backups.join("XA.backup"));
    backup::write_at(&home, &file, network.nodes[0].now(), &mut Seeded(7)).unwrap();
    let sealed = std::fs::read(&file).unwrap();
    let image = backup::open_image(&sealed, &backup::key_of(&home, &sealed).unwrap()).unwrap();
    let identity = &network.nodes[0].identity;
    let seeds = identity.log.seeds().unwrap();
    let storage = [1_u8; 32];
    for secret in [&seeds[..32], &seeds[32..], identity.kem[0].seed().as_slice(), &storage] {
        let hex = record::digest::hex_encode(secret);
        let found = |needle: &[u8]| image.windows(needle.len()).any(|window| window == needle);
        assert!(!found(secret) && !found(hex.as_bytes()));
    }
}

/// A reader at work holds the emptying of the write-ahead log up, not off.
#[test]
fn a_busy_reader_does_not_save_what_was_erased() {
    let folder = Folder::new("busy");
    let mut network = network(&folder);
    let published = network.publish("XA", message(CANARY, &["XB", "XC"])).unwrap();
    network.settle();
    let statement = RecallStatement { id: published.name.id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    let home = home(&folder, "XA");
    let reader = rusqlite::Connection::open(home.database()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM record").unwrap();
    network.nodes[0].store.set_busy_timeout_ms(10).unwrap();
    pass_the_grace(&mut network);
    assert!(!holding(home.path(), CANARY.as_bytes()).is_empty(), "the reader's snapshot has it");
    reader.execute_batch("COMMIT").unwrap();
    network.nodes[0].empty_wal_after_erasure().unwrap();
    assert_eq!(holding(home.path(), CANARY.as_bytes()), Vec::<PathBuf>::new());
}
