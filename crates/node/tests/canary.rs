//! The canary: a text that was shared, recalled and erased is nowhere at any node: not in the
//! database, its write-ahead log, or a backup whose key has expired. Before, it was found there.

mod support;

use std::path::PathBuf;

use node::{backup, find};
use record::Body;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use support::canary::{Watch, holding, home, network, pass_the_grace};
use support::folder::Folder;
use support::{START, Seeded, control, message};

const CANARY: &str = "canary-7f3a91-serinus";
const NODES: [&str; 3] = ["XA", "XB", "XC"];

#[test]
fn what_was_recalled_and_erased_is_nowhere() {
    let (folder, backups) = (Folder::new("canary"), Folder::new("canary-backup"));
    let mut network = network(&folder, &NODES);
    let published = network.publish("XA", message(CANARY, &["XB", "XC"])).unwrap();
    network.settle();
    let watch = Watch {
        folder: &folder,
        backups: &backups,
        codes: &NODES,
        owner: "XA",
        id: published.name.id,
        canary: CANARY,
    };
    let kept = watch.check_there(&network);
    let statement = RecallStatement { id: published.name.id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    pass_the_grace(&mut network, &NODES);
    watch.check_gone(&network, &kept, START);
}

/// The words under which it was found leave the files with it, whenever the index was made.
#[test]
fn the_words_of_what_was_erased_are_nowhere() {
    let folder = Folder::new("words");
    let mut network = network(&folder, &NODES);
    let published = network.publish("XA", message("serinus canaria", &["XB", "XC"])).unwrap();
    network.settle();
    for node in &mut network.nodes[..2] {
        node.commit(|node| find::catch_up(node, i64::MAX)).unwrap();
        assert!(node.store.dump_derived().unwrap().contains("w\tserinu"));
    }
    let statement = RecallStatement { id: published.name.id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    for node in &mut network.nodes {
        node.commit(|node| find::catch_up(node, i64::MAX)).unwrap();
        assert!(!node.store.dump_derived().unwrap().contains("serinu"), "hidden at once");
    }
    assert!(!holding(home(&folder, "XA").path(), b"serinu").is_empty());
    pass_the_grace(&mut network, &NODES);
    for code in NODES {
        let left = holding(home(&folder, code).path(), b"serinu");
        assert_eq!(left, Vec::<PathBuf>::new(), "{code}");
    }
}

/// A backup never carries the node's keys.
#[test]
fn a_backup_holds_no_key_of_the_node() {
    let (folder, backups) = (Folder::new("keys"), Folder::new("keys-backup"));
    let mut network = network(&folder, &NODES);
    network.publish("XA", message("a parcel", &["XB"])).unwrap();
    let (home, file) = (home(&folder, "XA"), backups.join("XA.backup"));
    backup::write_at(&home, &file, network.nodes[0].now(), &mut Seeded(7)).unwrap();
    let sealed = std::fs::read(&file).unwrap();
    let image = backup::open_image(&sealed, &backup::key_of(&home, &sealed).unwrap()).unwrap();
    let identity = &network.nodes[0].identity;
    let seeds = identity.log.seeds().unwrap();
    let storage = [1_u8; 32];
    for secret in [&seeds[..32], &seeds[32..], identity.kem.all()[0].seed().as_slice(), &storage] {
        let hex = record::digest::hex_encode(secret);
        let found = |needle: &[u8]| image.windows(needle.len()).any(|window| window == needle);
        assert!(!found(secret) && !found(hex.as_bytes()));
    }
}

/// A reader at work holds the emptying of the write-ahead log up, not off.
#[test]
fn a_busy_reader_does_not_save_what_was_erased() {
    let folder = Folder::new("busy");
    let mut network = network(&folder, &NODES);
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
    pass_the_grace(&mut network, &NODES);
    assert!(!holding(home.path(), CANARY.as_bytes()).is_empty(), "the reader's snapshot has it");
    reader.execute_batch("COMMIT").unwrap();
    network.nodes[0].empty_wal_after_erasure().unwrap();
    assert_eq!(holding(home.path(), CANARY.as_bytes()), Vec::<PathBuf>::new());
}
