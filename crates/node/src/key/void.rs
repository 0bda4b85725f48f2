//! A log key that is another's: of its epoch only what was cosigned before the revocation stands.
//!
//! What does not stand is hidden; what a void recall, withdrawal or block had hidden is shown
//! again. Nothing is erased for it: its owner says it once more in its next epoch; then it stands.

use record::{Header, NodeCode};
use seal::cosignature;
use seal::directory::{LogEpoch, Member};
use seal::evidence::Standing;
use seal::verify::Verified;

use crate::act::{self, What};
use crate::store::hide::Cause;
use crate::store::record::Stored;
use crate::{Error, Node, forward, index, inward, quarantine};

/// Takes up the revocations that the directory lists, each once, in a transaction of its own.
pub fn follow(node: &mut Node) -> Result<(), Error> {
    let (directory, own) = (node.directory.clone(), node.code.clone());
    for member in directory.members().iter().filter(|member| member.code != own) {
        for epoch in member.logs.iter().filter(|epoch| epoch.revoked_at.is_some()) {
            let key = format!("log-revoked/{}/{}", member.code, epoch.epoch);
            if node.store.setting(&key)?.is_none() {
                node.commit(|node| {
                    revoke(node, member, epoch)?;
                    node.store.set_setting(&key, b"1")
                })?;
            }
        }
    }
    Ok(())
}

fn revoke(node: &mut Node, member: &Member, epoch: &LogEpoch) -> Result<(), Error> {
    let stands = standing_leaves(node, member, epoch)?;
    quarantine::forget_epoch(node, &member.code, epoch.epoch)?;
    let void = node.store.records_from(&member.code, epoch.epoch, stands)?;
    let (owner, number, count) = (&member.code, epoch.epoch, void.len());
    tracing::error!(%owner, epoch = number, void = count, "a log key was revoked");
    for row in void {
        let Some(stored) = node.store.record_row(row)? else { continue };
        void_one(node, &Header::from_bytes(&stored.header)?)?;
    }
    Ok(())
}

/// How many leaves stand under a head of the epoch that a quorum cosigned before; heads that do not
/// count any more are forgotten.
fn standing_leaves(node: &mut Node, member: &Member, epoch: &LogEpoch) -> Result<u64, Error> {
    let log = node.store.log_name(&member.code, epoch.epoch)?;
    let directory = node.directory.clone();
    let mut stands = 0;
    for (owner, witnessed) in node.store.all_witnessed()? {
        if owner != log {
            continue;
        }
        let read = cosignature::read(&witnessed.head.note, member, &directory);
        match read.is_ok_and(|attested| attested.standing == Standing::Witnessed) {
            true => stands = stands.max(witnessed.covers()),
            false => node.store.remove_witnessed(&log, witnessed.head.size)?,
        }
    }
    Ok(stands)
}

fn void_one(node: &mut Node, header: &Header) -> Result<(), Error> {
    let (owner, at) = (header.owner.clone(), node.now().0);
    if header.kind.is_control() {
        let hidings = node.store.all_hidings()?.into_iter();
        let own = hidings.filter(|one| {
            one.by == Some(header.id) && one.owner == owner.as_str() && one.lifted.is_none()
        });
        for hiding in own {
            node.store.lift_hiding(hiding.row, at)?;
            forward::copy::lift(node, &hiding)?;
            index::refresh(node, &owner, &hiding.id)?;
        }
    }
    let what = What { owner, id: header.id, revision: header.revision };
    act::hide(node, &what, Cause::Revoked, None, None)
}

/// A record that is held came once more. Where it stood under nothing but a revoked key, it stands
/// again by what it came with now.
pub fn stand_again(node: &mut Node, verified: &Verified, proof: i64) -> Result<(), Error> {
    let header = verified.record().header.clone();
    let (owner, id, revision) = (header.owner.clone(), header.id, header.revision);
    let hidings = node.store.hidings(&owner, &id)?;
    let void = hidings.iter().filter(|one| one.cause == Cause::Revoked && one.revision == revision);
    let void: Vec<i64> = void.map(|one| one.row).collect();
    let held = held_row(node, &owner, verified)?;
    let (Some(held), false) = (held, void.is_empty()) else { return Ok(()) };
    let now = node.now().0;
    void.into_iter().try_for_each(|row| node.store.lift_hiding(row, now))?;
    let (epoch, leaf) = (node.store.epoch(&owner)?, (verified.leaf(), verified.leaf_salt()));
    node.store.set_record_leaf(held.row, epoch, leaf)?;
    node.store.set_record_proof(held.row, proof)?;
    act::apply(node, verified)?;
    index::refresh(node, &owner, &id)?;
    inward::tell_admitted(node, &verified.record().name(), verified.content_id())
}

fn held_row(node: &Node, owner: &NodeCode, verified: &Verified) -> Result<Option<Stored>, Error> {
    let named = node.store.revisions(owner, &verified.record().header.id)?;
    Ok(named.into_iter().find(|stored| stored.content_id == *verified.content_id()))
}
