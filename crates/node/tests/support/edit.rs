//! What no node does to its own store.

#![allow(dead_code, reason = "each test file uses its own part of the support")]
#![allow(clippy::unwrap_used, reason = "a test may panic, its steps too")]

use node::store::Store;
use node::vault::Vault;
use node::{Node, Parts};
use rusqlite::Connection;
use seal::log_key::LogSecret;

use super::{Network, Seeded};

/// The last transactions of a node were never written: a disk that lied, an image put back.
pub fn lose(network: &mut Network, at: &str, image: &[u8]) {
    let place = network.nodes.iter().position(|node| node.code.as_str() == at).unwrap();
    let before = &network.nodes[place];
    let mut db = Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", image, image.len(), false).unwrap();
    let copy = |key: &LogSecret| LogSecret::from_seeds(key.origin(), key.seeds().unwrap()).unwrap();
    let kem = before.identity.kem.all();
    let kem = kem.iter().map(|key| seal::kem::KemSecret::from_seed(*key.seed()).unwrap());
    let identity = node::Identity {
        code: before.code.clone(),
        log: copy(&before.identity.log),
        witness: copy(&before.identity.witness),
        kem: kem.collect::<Vec<_>>().into(),
    };
    let opened = Node::open(Parts {
        identity,
        directory: (*before.directory).clone(),
        config: before.config.clone(),
        store: Store::prepare(db).unwrap(),
        vault: Vault::new([place as u8 + 1; 32], [99; 32]),
        clock: before.clock.clone(),
        entropy: Box::new(Seeded(1 << 60)),
    });
    network.nodes[place] = opened.unwrap();
}

/// What no node does to its own store.
pub fn edit(network: &mut Network, at: &str, edit: impl FnOnce(&Connection)) {
    let image = network.at(at).store.image().unwrap();
    let mut db = Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", &image[..], image.len(), false).unwrap();
    edit(&db);
    let image = db.serialize("main").unwrap().to_vec();
    lose(network, at, &image);
}
