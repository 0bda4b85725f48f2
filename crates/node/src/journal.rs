//! Entering things in our own log: what we published, admitted, hid, erased, sent, decided.

use record::{Name, Record};
use seal::checkpoint::Checkpoint;
use seal::leaf::{Leaf, Subject};
use seal::receipt::Receipt;

use crate::clock::draw;
use crate::{Error, Node};

/// Where the head we signed last is kept, so that `fsck` can hold the leaves against it.
pub const HEAD: &str = "log/head";

/// A leaf and where it stands.
#[derive(Clone, Debug)]
pub struct Logged {
    pub leaf: Leaf,
    pub index: u64,
}

/// Enters a record of ours: from here on it is said.
pub fn enter(node: &mut Node, record: &Record) -> Result<Logged, Error> {
    append(node, &Subject::published(&record.content_id()))
}

/// Appends one leaf in this transaction.
pub fn append(node: &mut Node, subject: &Subject) -> Result<Logged, Error> {
    let salt = draw(&mut *node.entropy);
    let leaf = Leaf::new(subject, salt);
    let index = node.log.append(&node.store, &leaf, subject)?;
    Ok(Logged { leaf, index })
}

/// Enters what we did with a record, and owes its owner a receipt where that is another node.
pub fn tell(node: &mut Node, subject: &Subject, name: &Name) -> Result<(), Error> {
    let logged = append(node, subject)?;
    if name.owner == node.code {
        return Ok(());
    }
    let receipt = Receipt::new(subject.clone(), &logged.leaf, logged.index);
    node.store.queue_receipt(name.owner.as_str(), logged.index, &receipt.to_bytes())
}

/// The head that we signed and kept last.
pub fn kept_head(node: &Node) -> Result<Option<Checkpoint>, Error> {
    let Some(note) = node.store.setting(HEAD)? else { return Ok(None) };
    let (head, _) =
        Checkpoint::verify(&String::from_utf8_lossy(&note), node.identity.log.public())?;
    Ok(Some(head))
}

/// Signs and keeps the head over what has been committed.
pub fn keep_head(node: &mut Node) -> Result<(), Error> {
    if node.log.is_held() {
        return Ok(());
    }
    let now = node.now();
    let note = node.log.checkpoint(&node.store, &node.identity.log, now)?;
    node.store.set_setting(HEAD, note.as_bytes())
}
