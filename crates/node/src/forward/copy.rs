//! The copy inside a forward goes with what it is a copy of: hidden, shown again and erased by the
//! same word, in the same transaction.

use record::{Header, NodeCode, RecordId};
use seal::leaf::Subject;

use crate::act::{self, What};
use crate::store::hide::{Cause, Hiding};
use crate::{Error, Node, attachment, index, journal, outward};

/// Hides the forwards that carry what was hidden. They are erased with it and not by themselves.
pub fn hide(node: &mut Node, what: &What, cause: Cause) -> Result<(), Error> {
    for (owner, id) in node.store.carrying(what.owner.as_str(), &what.id, what.revision)? {
        let what = What { owner: NodeCode::new(&owner)?, id, revision: 1 };
        act::hide(node, &what, cause, None, None)?;
    }
    Ok(())
}

/// What was hidden is shown again: so are the forwards that carry it, where they hid with it.
pub fn lift(node: &mut Node, hiding: &Hiding) -> Result<(), Error> {
    for (owner, id) in node.store.carrying(&hiding.owner, &hiding.id, hiding.revision)? {
        let owner = NodeCode::new(&owner)?;
        let now = node.now().0;
        for one in with_it(node, (&owner, &id), hiding)? {
            node.store.lift_hiding(one.row, now)?;
        }
        if owner == node.code {
            outward::requeue_blocked(node, &id)?;
        }
        index::refresh(node, &owner, &id)?;
    }
    Ok(())
}

/// Erases the copies of what was erased; answers how many.
pub fn erase(node: &mut Node, hiding: &Hiding) -> Result<u64, Error> {
    let mut erased = 0;
    for (owner, id) in node.store.carrying(&hiding.owner, &hiding.id, hiding.revision)? {
        let owner = NodeCode::new(&owner)?;
        let now = node.now();
        for stored in node.store.revisions(&owner, &id)? {
            if stored.content.is_none() {
                continue;
            }
            let header = Header::from_bytes(&stored.header)?;
            node.store.erase_content(stored.row)?;
            attachment::erase(node, stored.row, &header)?;
            node.wal_dirty = true;
            let (name, cause) = (header.name(), hiding.cause.code());
            let subject = Subject::erased(&name, &stored.content_id, cause, now);
            journal::tell(node, &subject, &name)?;
            erased += 1;
        }
        for one in with_it(node, (&owner, &id), hiding)? {
            node.store.mark_erased(one.row, now.0)?;
        }
        index::refresh(node, &owner, &id)?;
    }
    Ok(erased)
}

/// The hidings of a forward that came with one of what it carries.
fn with_it(
    node: &Node,
    (owner, id): (&NodeCode, &RecordId),
    hiding: &Hiding,
) -> Result<Vec<Hiding>, Error> {
    let all = node.store.hidings(owner, id)?.into_iter();
    Ok(all.filter(|one| one.cause == hiding.cause && one.by.is_none()).collect())
}
