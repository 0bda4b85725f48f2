//! Control records act on records: recall, withdraw, block, hold. What is hidden is hidden at once.

use record::kind::block::BlockAction;
use record::kind::{Block, Hold, Recall, Withdraw};
use record::{Body, NodeCode, RecordId};
use seal::leaf::Subject;
use seal::verify::Verified;

use crate::store::hide::{Cause, HeldCopy, Hiding};
use crate::{Error, Node, forward, index, journal, outward, quarantine};

/// All revisions, whatever comes later.
const EVERY_REVISION: u32 = u32::MAX;

/// Applies what a control record says. Only its owner's own records can be meant.
pub fn apply(node: &mut Node, verified: &Verified) -> Result<(), Error> {
    let header = &verified.record().header;
    if !header.kind.is_control() {
        return Ok(());
    }
    let (owner, by) = (header.owner.clone(), header.id);
    match verified.body() {
        Body::Recall(recall) => apply_recall(node, owner, by, recall),
        Body::Withdraw(withdraw) => apply_withdraw(node, owner, by, withdraw),
        Body::Block(block) => apply_block(node, owner, by, block),
        Body::Forward(_) => forward::apply(node, verified),
        Body::Hold(hold) if owner == node.code => apply_hold(node, by, hold),
        _ => Ok(()),
    }
}

fn apply_recall(
    node: &mut Node,
    owner: NodeCode,
    by: RecordId,
    recall: &Recall,
) -> Result<(), Error> {
    let after = node.now().plus(node.config.erase_grace_h * record::moment::HOUR_MS).0;
    let what = What { owner, id: recall.statement.id, revision: EVERY_REVISION };
    hide(node, &what, Cause::Recalled, Some(by), Some(after))
}

fn apply_withdraw(
    node: &mut Node,
    owner: NodeCode,
    by: RecordId,
    withdraw: &Withdraw,
) -> Result<(), Error> {
    let said = &withdraw.statement;
    if owner == node.code {
        node.store.note_withdrawn(&said.id, said.recipient.as_str(), said.revision)?;
    }
    if said.recipient != node.code || owner == node.code {
        return Ok(());
    }
    let after = node.now().plus(node.config.erase_grace_h * record::moment::HOUR_MS).0;
    let what = What { owner, id: said.id, revision: said.revision };
    hide(node, &what, Cause::Withdrawn, Some(by), Some(after))
}

fn apply_block(node: &mut Node, owner: NodeCode, by: RecordId, block: &Block) -> Result<(), Error> {
    let id = block.statement.id;
    let at = node.now();
    let set: Vec<Hiding> = node.store.hidings(&owner, &id)?;
    let blocks = set.into_iter().filter(|hiding| hiding.cause == Cause::Blocked);
    match block.statement.action {
        BlockAction::Set => {
            let what = What { owner, id, revision: EVERY_REVISION };
            hide(node, &what, Cause::Blocked, Some(by), None)
        }
        BlockAction::Lift => {
            for block in blocks.filter(|block| block.erase_after.is_none()) {
                node.store.lift_hiding(block.row, at.0)?;
                forward::copy::lift(node, &block)?;
            }
            if owner == node.code {
                outward::requeue_blocked(node, &id)?;
            }
            index::refresh(node, &owner, &id)
        }
        BlockAction::Decide => {
            let after = at.plus(node.config.erase_grace_h * record::moment::HOUR_MS).0;
            let rows: Vec<i64> = blocks.map(|hiding| hiding.row).collect();
            if rows.is_empty() {
                let what = What { owner, id, revision: EVERY_REVISION };
                return hide(node, &what, Cause::Blocked, Some(by), Some(after));
            }
            quarantine::forget(node, &owner, &id, EVERY_REVISION)?;
            rows.into_iter().try_for_each(|row| node.store.schedule_erasure(row, after))
        }
    }
}

/// Revisions of a record up to one.
pub struct What {
    pub owner: NodeCode,
    pub id: RecordId,
    pub revision: u32,
}

/// Hides in this transaction: lists, look-ups, views and what is still to be sent.
pub fn hide(
    node: &mut Node,
    what: &What,
    cause: Cause,
    by: Option<RecordId>,
    erase_after: Option<i64>,
) -> Result<(), Error> {
    #[cfg(feature = "simulation")]
    if node.sabotage.is("recall-ignored") && cause == Cause::Recalled {
        return Ok(());
    }
    let at = node.now();
    let hiding = Hiding {
        row: 0,
        owner: what.owner.as_str().into(),
        id: what.id,
        revision: what.revision,
        cause,
        by,
        at: at.0,
        erase_after,
        lifted: None,
        erased: None,
    };
    node.store.insert_hiding(&hiding)?;
    if erase_after.is_some() {
        quarantine::forget(node, &what.owner, &what.id, what.revision)?;
    }
    for stored in node.store.revisions(&what.owner, &what.id)? {
        let header = record::Header::from_bytes(&stored.header)?;
        if header.revision <= what.revision && stored.content.is_some() {
            let name = header.name();
            let subject = Subject::hidden(&name, &stored.content_id, cause.code(), at);
            journal::tell(node, &subject, &name)?;
        }
    }
    forward::copy::hide(node, what, cause)?;
    index::refresh(node, &what.owner, &what.id)
}

/// Keeps a copy of a record for a court, out of search and view.
fn apply_hold(node: &mut Node, by: RecordId, hold: &Hold) -> Result<(), Error> {
    let said = &hold.statement;
    let days = i64::from(days_until(node.now(), said.until.0));
    if !(0..=node.config.hold_days_max).contains(&days) {
        return Err(Error::Limit {
            what: "a hold's end",
            limit: "hold_days_max",
            max: node.config.hold_days_max.unsigned_abs(),
        });
    }
    let stored = node.store.records_named(&said.name)?;
    let Some(stored) = stored.into_iter().find(|stored| stored.content.is_some()) else {
        return Err(Error::NotFound(format!("{} is not held here", said.name)));
    };
    if record::Header::from_bytes(&stored.header)?.kind == record::Kind::Forward {
        // Its owner would not learn of a copy that outlives the record.
        return Err(Error::Usage(
            "the record that a forward carries is held by its own name".into(),
        ));
    }
    let copy = node.vault.copy_for_hold(&node.store, &stored, &mut *node.entropy)?;
    node.store.insert_held(&HeldCopy {
        row: 0,
        owner: said.name.owner.as_str().into(),
        id: said.name.id,
        revision: said.name.revision,
        authority: said.authority.clone(),
        reference: said.reference.clone(),
        until: said.until.to_string(),
        by,
        copy: Some(copy),
        ended: None,
    })?;
    let (authority, at) = (&said.authority, node.now());
    let subject = Subject::held(&said.name, &stored.content_id, authority, said.until, at);
    journal::tell(node, &subject, &said.name)
}

fn days_until(now: record::Timestamp, until: jiff::civil::Date) -> i32 {
    let today = node_day(now);
    until.since(today).map_or(i32::MAX, |span| span.get_days())
}

/// The civil day of a moment in UTC.
pub fn node_day(now: record::Timestamp) -> jiff::civil::Date {
    let stamp = jiff::Timestamp::from_millisecond(now.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.to_zoned(jiff::tz::TimeZone::UTC).date()
}
