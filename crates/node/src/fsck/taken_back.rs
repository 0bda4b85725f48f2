//! What was hidden, erased and held: each is in the log, and nothing is gone without it.

use record::{Header, Name, NodeCode};
use seal::leaf::LeafType;

use super::Report;
use super::logged::Told;
use crate::store::hide::{HeldCopy, Hiding};
use crate::store::record::Stored;
use crate::{Error, Node};

pub(super) fn check(node: &Node, told: &Told, report: &mut Report) -> Result<(), Error> {
    for hiding in node.store.all_hidings()? {
        report.hidings += 1;
        check_hiding(node, told, &hiding, report)?;
    }
    for held in node.store.all_holds()? {
        report.holds += 1;
        let stands = check_hold(node, told, &held)?;
        report.expect(stands, || {
            format!("{}/{}: the copy held for {} is not sound", held.owner, held.id, held.authority)
        });
    }
    Ok(())
}

/// Content that is gone was erased for a reason, with its key, and the log says so.
pub(super) fn check_erased(
    node: &Node,
    told: &Told,
    name: &Name,
    stored: &Stored,
    report: &mut Report,
) -> Result<(), Error> {
    report.erased += 1;
    let key_left = node.store.wrapped_key(stored.row)?.is_some();
    let why = node.store.hidings(&name.owner, &name.id)?;
    let erased = why.iter().any(|hiding| hiding.erased.is_some());
    let logged = told.says(LeafType::Erased, &stored.content_id);
    report.expect(!key_left && erased && logged, || {
        format!("{name}: content is gone without an erasure")
    });
    Ok(())
}

/// What was held when it was hidden has its leaf; what was erased with it has no content.
fn check_hiding(
    node: &Node,
    told: &Told,
    hiding: &Hiding,
    report: &mut Report,
) -> Result<(), Error> {
    let Ok(owner) = NodeCode::new(&hiding.owner) else {
        report.fault(format!("hiding {}: `{}` is no node", hiding.row, hiding.owner));
        return Ok(());
    };
    for stored in node.store.revisions(&owner, &hiding.id)? {
        let Ok(header) = Header::from_bytes(&stored.header) else { continue };
        if header.revision > hiding.revision {
            continue;
        }
        let name = header.name();
        let before = stored.arrived < hiding.at;
        report.expect(!before || told.says(LeafType::Hidden, &stored.content_id), || {
            format!("{name}: hidden, and the log does not say so")
        });
        // What arrived after the eraser's run was not there to be erased.
        let due = hiding.erased.is_some_and(|at| stored.arrived < at);
        report.expect(!due || stored.content.is_none(), || {
            format!("{name}: erased, and its content is still there")
        });
    }
    Ok(())
}

/// A hold is in the log; a copy that has not ended opens and is the record it is of.
fn check_hold(node: &Node, told: &Told, held: &HeldCopy) -> Result<bool, Error> {
    let Ok(owner) = NodeCode::new(&held.owner) else { return Ok(false) };
    let name = Name { owner, id: held.id, revision: held.revision };
    let ids = node.store.content_ids_named(&name)?;
    let logged = ids.iter().any(|id| told.says_held(id, &held.authority, &held.until));
    let opens = |copy: &[u8]| {
        let opened = |id| node.vault.open_hold(id, copy).is_ok_and(|r| r.content_id() == *id);
        ids.iter().any(opened)
    };
    Ok(logged && held.copy.as_deref().map_or(held.ended.is_some(), opens))
}
