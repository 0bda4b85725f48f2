//! Records of kinds that this version does not know: kept sealed, shown to nobody, counted, and
//! admitted by the version that knows them.
//!
//! Their owner is told `deferred` and sends them again besides, so that nothing hangs on what is
//! kept here, and what comes twice is admitted once. Whoever takes one back, takes it from here.

use record::{Kind, NodeCode, Outline, RecordId, cbor};
use seal::verify::{Unread, Verdict, Verified};

use crate::delivery::Opener;
use crate::store::quarantine::Quarantined;
use crate::{Error, Node, flow, inward};

/// Keeps what was deferred, once, as far as there is room for it.
pub fn keep(node: &mut Node, owner: &NodeCode, unread: &Unread, proof: i64) -> Result<(), Error> {
    let content_id = *unread.content_id();
    if node.store.is_quarantined(&content_id)? {
        return Ok(());
    }
    // Of a name that is not the sender's nothing is believed, nor can it be taken back by it.
    let outline = Outline::read(&unread.packed().header);
    let outline = outline.filter(|outline| outline.name.owner == *owner);
    if let Some(Outline { name, .. }) = &outline {
        let hidings = node.store.hidings(owner, &name.id)?;
        if hidings.iter().any(|one| one.revision >= name.revision && one.erase_after.is_some()) {
            return Ok(());
        }
    }
    let plain = zeroize::Zeroizing::new(cbor::to_bytes(unread.packed()));
    let bytes = node.store.quarantine_bytes()?.saturating_add(plain.len() as u64);
    if bytes > node.config.quarantine_bytes_max {
        tracing::warn!(%owner, "no room for a record of an unknown kind: it is sent again");
        return Ok(());
    }
    let kept = Quarantined {
        content_id,
        owner: owner.to_string(),
        named: outline.as_ref().map(|outline| (outline.name.id, outline.name.revision)),
        expiry: outline.as_ref().map(|outline| outline.expiry.0.to_string()),
        kind: outline.map(|outline| outline.kind),
        sealed: node.vault.wrap(&content_id, &plain, &mut *node.entropy)?,
        leaf: unread.leaf(),
        leaf_salt: *unread.leaf_salt(),
        epoch: node.store.epoch(owner)?,
        proof,
        arrived: node.now().0,
    };
    tracing::info!(%owner, kind = ?kept.kind, "a record of an unknown kind waits for an upgrade");
    node.store.insert_quarantined(&kept)
}

/// When a node opens: what this version knows by now is admitted, each in a transaction of its own.
pub fn complete(node: &mut Node) -> Result<(), Error> {
    for kept in node.store.quarantined()? {
        let unknown = |kind: &String| Kind::parse(kind).is_err();
        if kept.kind.as_ref().is_some_and(unknown) {
            continue;
        }
        node.commit(|node| admit(node, &kept))?;
    }
    Ok(())
}

fn admit(node: &mut Node, kept: &Quarantined) -> Result<(), Error> {
    let owner = NodeCode::new(&kept.owner)?;
    // As of a pouch: from an owner whose log contradicts itself nothing is taken.
    if node.store.head_conflict(owner.as_str())? {
        return Ok(());
    }
    let plain = node.vault.unwrap(&kept.content_id, &kept.sealed)?;
    let unread = Unread::kept(cbor::from_bytes(&plain)?, kept.leaf, kept.leaf_salt)?;
    if *unread.content_id() != kept.content_id {
        return Err(Error::Damaged(format!("{} in quarantine", kept.content_id)));
    }
    match Opener::of(node).read_late(&owner, unread) {
        Some(Verdict::Verified(verified)) => admit_verified(node, &verified, kept)?,
        Some(Verdict::Rejected { name, content_id, rule }) => {
            inward::reject(node, name.as_ref(), &content_id, rule.code())?;
        }
        Some(Verdict::Deferred { .. } | Verdict::Void) | None => return Ok(()),
    }
    node.store.forget_quarantined(&kept.content_id)?;
    node.wal_dirty = true;
    Ok(())
}

/// By the steps of every record; its leaf stands in the epoch in which it came.
fn admit_verified(node: &mut Node, verified: &Verified, kept: &Quarantined) -> Result<(), Error> {
    flow::admit_one(node, verified, kept.proof)?;
    let name = verified.record().name();
    for stored in node.store.revisions(&name.owner, &name.id)? {
        if stored.content_id == kept.content_id && stored.proof == Some(kept.proof) {
            let leaf = (kept.leaf, &kept.leaf_salt);
            node.store.set_record_leaf(stored.row, kept.epoch, leaf)?;
        }
    }
    Ok(())
}

/// Revisions of a record up to one leave; in the files too.
pub fn forget(
    node: &mut Node,
    owner: &NodeCode,
    id: &RecordId,
    revision: u32,
) -> Result<(), Error> {
    let gone = node.store.forget_quarantined_named(owner, id, revision)?;
    node.wal_dirty |= gone > 0;
    Ok(())
}

/// What stands in an epoch whose key was another's: its owner says it again in the next one.
pub fn forget_epoch(node: &mut Node, owner: &NodeCode, epoch: u32) -> Result<(), Error> {
    let gone = node.store.forget_quarantined_epoch(owner, epoch)?;
    node.wal_dirty |= gone > 0;
    Ok(())
}
