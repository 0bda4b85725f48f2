//! Storing: only what is verified, under a key of its own.

use seal::verify::Verified;

use crate::store::record::NewRecord;
use crate::{Error, Node, attachment};

/// Stores a verified record under a fresh content key.
pub fn store(node: &mut Node, verified: &Verified, proof: Option<i64>) -> Result<i64, Error> {
    let record = verified.record();
    let name = record.name();
    let closed = node.vault.close(record, verified.content_id(), &mut *node.entropy)?;
    let row = node.store.insert_record(&NewRecord {
        name: &name,
        content_id: verified.content_id(),
        header: record.header_bytes(),
        content: &closed.content,
        wrapped_key: &closed.wrapped_key,
        leaf: verified.leaf(),
        leaf_salt: verified.leaf_salt(),
        epoch: node.store.epoch(&name.owner)?,
        proof,
        arrived: node.now().0,
    })?;
    attachment::keep(node, row, record)?;
    Ok(row)
}
