//! What falls due: expiry, the end of holds, the eraser, the minute's audit leaf, old sign-ins and
//! drafts.

use std::collections::BTreeMap;

use record::moment::DAY_MS;
use record::{Header, NodeCode, Timestamp};
use seal::cosignature;
use seal::evidence::Standing;
use seal::leaf::Subject;

use crate::act::{self, What, node_day};
use crate::store::hide::{Cause, Hiding};
use crate::{
    Error, Node, attachment, audit, forward, index, inspection, journal, proposal, sign_in,
    witness, writing,
};

/// Records handled in one transaction.
const BATCH: u32 = 256;

/// Days for which it is remembered how large the store was.
const DISK_DAYS: i64 = 60;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub minutes: u64,
    pub expired: u64,
    pub erased: u64,
    pub holds_ended: u64,
    /// Sign-in links and sessions that were deleted.
    pub sign_ins: u64,
    /// Proposals that ended by themselves.
    pub proposals: u64,
    /// Files and uploads that were deleted.
    pub files: u64,
}

/// How far peers' clocks are from ours, as seen in heads we verified since the last jump.
#[derive(Clone, Debug, Default)]
pub struct PeerClocks {
    offsets_ms: BTreeMap<NodeCode, i64>,
    last_round: Option<Timestamp>,
}

impl PeerClocks {
    /// A verified head said `signed` when our clock said `now`.
    pub fn observe(&mut self, peer: &NodeCode, signed: Timestamp, now: Timestamp) {
        self.offsets_ms.insert(peer.clone(), signed.0 - now.0);
    }

    /// A clock that jumped must be confirmed again before anything is destroyed. Whether it jumped
    /// before the first round nobody knows, so that counts as a jump.
    fn tick(&mut self, now: Timestamp, jump_ms_max: i64) {
        if self.last_round.is_none_or(|last| (now.0 - last.0).abs() > jump_ms_max) {
            self.offsets_ms.clear();
        }
        self.last_round = Some(now);
    }

    /// How far each peer's clock is from ours.
    pub fn offsets_ms(&self) -> &BTreeMap<NodeCode, i64> {
        &self.offsets_ms
    }

    /// Whether enough peers agree with our clock.
    fn agree(&self, peers_min: usize, skew_ms_max: i64) -> bool {
        let mut offsets: Vec<i64> = self.offsets_ms.values().copied().collect();
        offsets.sort_unstable();
        if offsets.len() < peers_min.max(1) {
            return false;
        }
        // Of an even number, the worse of the two in the middle.
        let (low, high) = (offsets[(offsets.len() - 1) / 2], offsets[offsets.len() / 2]);
        low.abs().max(high.abs()) <= skew_ms_max
    }
}

/// One round, in a transaction. After an erasure the caller empties the write-ahead log.
pub fn round(node: &mut Node) -> Result<Round, Error> {
    let now = node.now();
    node.peer_clocks.tick(now, node.config.clock_jump_ms_max);
    let minutes = audit::close_minutes(node)?;
    if minutes > 0 {
        journal::keep_head(node)?;
    }
    inspection::catch_up(node)?;
    let expired = expire(node)?;
    let sign_ins = sign_in::delete_old(node)?;
    let proposals = proposal::end_late(node)?;
    node.store.note_disk_day(
        now.0 / DAY_MS,
        node.store.image_bytes()?,
        now.0 / DAY_MS - DISK_DAYS,
    )?;
    writing::delete_old(node)?;
    let days_ago = |days: i64| now.0.saturating_sub(days * DAY_MS);
    let (questions, hits) = (node.config.question_days_max, node.config.hit_days_max);
    node.store.delete_old_questions(days_ago(questions), days_ago(hits), BATCH)?;
    let ended = days_ago(questions);
    node.store.delete_old_standing(ended, &node_day(Timestamp(ended)).to_string())?;
    let files = attachment::sweep(node)? + attachment::upload::end_abandoned(node)?;
    let (erased, holds_ended) = match may_erase(node) {
        true => (erase(node)?, end_holds(node)?),
        false => (0, 0),
    };
    Ok(Round { minutes, expired, erased, holds_ended, sign_ins, proposals, files })
}

fn expire(node: &mut Node) -> Result<u64, Error> {
    let yesterday = node_day(node.now()).yesterday().unwrap_or(jiff::civil::Date::MIN);
    node.wal_dirty |= node.store.forget_quarantined_expired(&yesterday.to_string())? > 0;
    let mut expired = 0;
    for (_, owner, id, revision) in node.store.expiring(&yesterday.to_string(), BATCH)? {
        hide_expired(node, &What { owner, id, revision })?;
        expired += 1;
    }
    Ok(expired)
}

/// A record that expired under way is hidden in the transaction that admits it, so that it is never
/// shown, not even until the next round. It is admitted all the same: to reject it would lose it
/// where our clock is the wrong one.
pub fn expire_on_arrival(node: &mut Node, header: &Header) -> Result<(), Error> {
    if header.expiry.0 >= node_day(node.now()) {
        return Ok(());
    }
    let (owner, id, revision) = (header.owner.clone(), header.id, header.revision);
    hide_expired(node, &What { owner, id, revision })
}

fn hide_expired(node: &mut Node, what: &What) -> Result<(), Error> {
    let grace = node.config.erase_grace_h * record::moment::HOUR_MS;
    let after = node.now().plus(grace).0;
    act::hide(node, what, Cause::Expired, None, Some(after))
}

/// The eraser destroys only when enough peers agree about the time: a clock six years ahead
/// erases nothing.
fn may_erase(node: &Node) -> bool {
    #[cfg(feature = "simulation")]
    if node.sabotage.is("eraser-trusts-clock") {
        return true;
    }
    node.peer_clocks.agree(node.config.eraser_peers_min, node.config.clock_skew_ms_max)
}

fn erase(node: &mut Node) -> Result<u64, Error> {
    let (mut erased, mut done, mut waits) = (0, 0, 0);
    // What waits for its witnesses holds up nothing that does not.
    while done < BATCH {
        let due = node.store.erasures_due_behind(node.now().0, waits, BATCH)?;
        if due.is_empty() {
            break;
        }
        for hiding in due {
            if !is_attested(node, &hiding)? {
                waits += 1;
                continue;
            }
            erased += erase_hidden(node, &hiding)?;
            node.store.mark_erased(hiding.row, node.now().0)?;
            done += 1;
        }
    }
    Ok(erased)
}

/// Whether what hid a record is attested well enough to destroy it. A disputed log justifies
/// nothing. What an owner said, a recall, a withdrawal or a block, must stand under a head that a
/// quorum cosigned, where the directory has witnesses for that owner; before there are any, two
/// peers' heads that agree about the time must do. An expiry stands in the record itself, and our
/// own word needs nobody else's.
pub(crate) fn is_attested(node: &Node, hiding: &Hiding) -> Result<bool, Error> {
    if hiding.owner == node.code.as_str() {
        return Ok(true);
    }
    if node.store.head_conflict(&hiding.owner)? {
        return Ok(false);
    }
    let owner = NodeCode::new(&hiding.owner)?;
    let Some(by) = hiding.by else { return Ok(true) };
    if !cosignature::can_be_witnessed(&node.directory, &owner) {
        return Ok(true);
    }
    let said = node.store.revisions(&owner, &by)?;
    for stored in &said {
        if witness::standing(&node.store, &owner, (stored.epoch, stored.leaf))?
            == Standing::Witnessed
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn erase_hidden(node: &mut Node, hiding: &Hiding) -> Result<u64, Error> {
    let owner = NodeCode::new(&hiding.owner)?;
    let mut erased = 0;
    for stored in node.store.revisions(&owner, &hiding.id)? {
        let header = Header::from_bytes(&stored.header)?;
        if header.revision > hiding.revision || stored.content.is_none() {
            continue;
        }
        node.store.erase_content(stored.row)?;
        attachment::erase(node, stored.row, &header)?;
        node.wal_dirty = true;
        let name = header.name();
        let subject = Subject::erased(&name, &stored.content_id, hiding.cause.code(), node.now());
        journal::tell(node, &subject, &name)?;
        erased += 1;
    }
    erased += forward::copy::erase(node, hiding)?;
    index::refresh(node, &owner, &hiding.id)?;
    Ok(erased)
}

fn end_holds(node: &mut Node) -> Result<u64, Error> {
    let today = node_day(node.now()).to_string();
    let mut ended = 0;
    for held in node.store.all_holds()? {
        if held.ended.is_none() && held.until < today {
            node.store.end_hold(held.row, node.now().0)?;
            attachment::end_hold(node, &NodeCode::new(&held.owner)?, &held.id)?;
            ended += 1;
        }
    }
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks(offsets: &[i64]) -> PeerClocks {
        let mut clocks = PeerClocks::default();
        for (i, offset) in offsets.iter().enumerate() {
            let peer = NodeCode::new(&format!("X{i}")).unwrap();
            clocks.observe(&peer, Timestamp(1_000_000 + offset), Timestamp(1_000_000));
        }
        clocks
    }

    #[test]
    fn the_eraser_needs_two_peers_that_agree() {
        let check = |offsets: &[i64], expect| assert_eq!(clocks(offsets).agree(2, 300_000), expect);
        check(&[], false);
        check(&[0], false);
        check(&[0, 10], true);
        check(&[-190_000_000_000, -190_000_000_000], false);
        check(&[0, 400_000], false);
        check(&[0, 0, 900_000_000], true);
    }

    #[test]
    fn a_jump_forgets_who_agreed() {
        let mut clocks = clocks(&[0, 0]);
        clocks.tick(Timestamp(1_000_000), 600_000);
        assert!(!clocks.agree(2, 300_000), "the first round has nothing to compare with");
        for peer in ["X0", "X1"] {
            let peer = NodeCode::new(peer).unwrap();
            clocks.observe(&peer, Timestamp(1_000_000), Timestamp(1_000_000));
        }
        clocks.tick(Timestamp(1_600_000), 600_000);
        assert!(clocks.agree(2, 300_000));
        clocks.tick(Timestamp(1_600_000 + 600_001), 600_000);
        assert!(!clocks.agree(2, 300_000));
    }
}
