//! Files carried between nodes in memory by hand: what fetchers do over a line.

use std::sync::Arc;

use node::Node;
use node::attachment::passing::{self, Arriving, Question};
use node::attachment::upload::{self, Growing};
use node::clock::SystemEntropy;
use node::store::file::Files;
use record::NodeCode;
use record::attachment::Attach;

use super::folder::Folder;
use super::{Network, code, officer};

/// Gives every node a folder for files.
pub fn with_files(network: &mut Network, folder: &Folder) {
    for node in &mut network.nodes {
        let home = folder.join(node.code.as_str());
        node.files = Arc::new(Files::at(home.join("attachments")));
    }
}

/// Uploads at a node; answers what a draft says of it.
pub fn upload(node: &mut Node, name: &str, bytes: &[u8]) -> Attach {
    let size = bytes.len() as u64;
    let row = node.commit(|node| upload::begin(node, &officer(), name, "", size)).unwrap();
    let asked = upload::asked(&node.vault, &row).unwrap();
    let mut growing = Growing::open(&node.files, &row, &asked).unwrap();
    growing.push(bytes, &mut SystemEntropy).unwrap();
    growing.rest().unwrap();
    let ready =
        upload::finish(&node.files, &node.config, &row, &asked, &mut SystemEntropy).unwrap();
    node.commit(|node| upload::set_ready(node, &row.id, &ready)).unwrap();
    node.files.remove_upload(&upload::hex(&row.id)).unwrap();
    Attach { upload: Some(upload::hex(&row.id)), ..Attach::default() }
}

/// Carries what waits from an owner to a recipient, as far as the owner gives it. `spoil` may
/// change bytes on the way. Answers how many files came whole.
pub fn carry(network: &mut Network, owner: &str, to: &str, spoil: impl Fn(&mut Vec<u8>)) -> usize {
    let (mut whole, mut passed) = (0, Vec::new());
    loop {
        let from: NodeCode = code(owner);
        let Some(kept) = passing::next(network.at(to), &from, &passed).unwrap() else {
            return whole;
        };
        passed.push(kept.address);
        let mut arriving = Arriving::open(&network.at(to).files.clone(), &kept).unwrap();
        while !arriving.is_whole() {
            let asks = Question {
                address: kept.address,
                from: arriving.at,
                bytes_max: 50_000,
                whole: false,
            };
            let node = network.at(owner);
            if !node.commit(|node| passing::decide(node, &code(to), &asks)).unwrap() {
                break;
            }
            let mut piece = passing::piece(&node.files, &asks, 1 << 20).unwrap();
            spoil(&mut piece.bytes);
            arriving.push(&piece).unwrap();
        }
        let files = network.at(to).files.clone();
        if arriving.is_whole() && arriving.finish(&files).unwrap() {
            let node = network.at(to);
            node.commit(|node| passing::arrived(node, &kept.address)).unwrap();
            whole += 1;
        }
    }
}
