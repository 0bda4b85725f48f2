//! Witnesses: who cosigned our log up to where, which logs we cosign, and how other logs stand.

use record::{NodeCode, Timestamp};
use seal::cosignature;
use seal::evidence::Standing;
use serde::Serialize;

use crate::peer::Peers;
use crate::{Error, Node};

/// A witness of our log.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WitnessRow {
    pub node: String,
    pub region: String,
    /// Size of the last head that it cosigned; none where it has cosigned none.
    pub size: Option<u64>,
    /// When it cosigned it, by its own clock.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// Offers in a row that it did not cosign.
    pub failures: u32,
    /// When it is asked again by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub again: Option<Timestamp>,
    /// Why it did not cosign, as it or the line to it says.
    pub why: Option<String>,
}

/// The witnesses of our log, and how far they have come together.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Witnesses {
    /// Whether the directory has witnesses for our log from two regions.
    pub possible: bool,
    /// How many of them must cosign a head, from two regions.
    pub quorum: u64,
    /// Size of the largest head that a quorum cosigned.
    pub witnessed_size: Option<u64>,
    /// When we signed that head.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub witnessed_at: Option<Timestamp>,
    /// Whether the directory lists the key that this node cosigns with.
    pub key_listed: bool,
    pub rows: Vec<WitnessRow>,
}

/// A log that this node witnesses.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CosignsRow {
    pub node: String,
    /// Size of the last head that we cosigned; none before the first.
    pub size: Option<u64>,
    /// When its owner signed that head.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
}

/// Another member's log.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MemberLog {
    pub node: String,
    /// Size of its largest head that came with a pouch.
    pub taken: Option<u64>,
    /// Leaves of it that stand under a head that a quorum cosigned.
    pub witnessed: u64,
    /// none, signed, witnessed, conflicting.
    pub standing: String,
}

pub(super) fn own(node: &Node, peers: &Peers) -> Result<Witnesses, Error> {
    let cosigned = node.store.cosignatures()?;
    let witnesses = cosignature::witnesses(&node.directory, &node.code);
    let quorum = cosignature::quorum(witnesses.len()) as u64;
    let row = |member: &&seal::directory::Member| {
        let one = cosigned.iter().find(|one| one.witness == member.code.as_str());
        let state = peers.attest_state(&member.code);
        WitnessRow {
            node: member.code.to_string(),
            region: member.region.clone(),
            size: one.map(|one| one.size),
            at: one.map(|one| Timestamp(one.at)),
            failures: state.failures,
            again: state.again,
            why: state.why,
        }
    };
    let rows = witnesses.iter().map(row).collect();
    let witnessed = node.store.last_witnessed(node.code.as_str())?;
    let listed = node.directory.member(&node.code).and_then(|own| own.witness_key());
    Ok(Witnesses {
        possible: cosignature::can_be_witnessed(&node.directory, &node.code),
        quorum,
        witnessed_size: witnessed.as_ref().map(|one| one.head.size),
        witnessed_at: witnessed.as_ref().map(|one| Timestamp(one.head.at)),
        key_listed: listed == Some(node.identity.witness.public()),
        rows,
    })
}

fn others(node: &Node) -> Vec<NodeCode> {
    let members = node.directory.members().iter().filter(|member| member.code != node.code);
    members.map(|member| member.code.clone()).collect()
}

pub(super) fn cosigns(node: &Node) -> Result<Vec<CosignsRow>, Error> {
    let mine = |owner: &NodeCode| {
        let witnesses = cosignature::witnesses(&node.directory, owner);
        witnesses.iter().any(|member| member.code == node.code)
    };
    let row = |owner: NodeCode| {
        let head = node.store.cosigned(&owner)?;
        Ok(CosignsRow {
            node: owner.to_string(),
            size: head.as_ref().map(|head| head.size),
            at: head.as_ref().map(|head| Timestamp(head.at)),
        })
    };
    others(node).into_iter().filter(mine).map(row).collect()
}

pub(super) fn members(node: &Node) -> Result<Vec<MemberLog>, Error> {
    others(node).into_iter().map(|owner| member(node, &owner)).collect()
}

fn member(node: &Node, owner: &NodeCode) -> Result<MemberLog, Error> {
    let taken = node.store.last_head(owner.as_str())?.map(|head| head.size);
    let witnessed = node.store.last_witnessed(owner.as_str())?.map_or(0, |one| one.covers());
    // The whole log is as well attested as its last leaf that we know.
    let standing = match taken.and_then(|size| size.checked_sub(1)) {
        Some(last) => {
            let at = (node.store.epoch(owner)?, last);
            Some(crate::witness::standing(&node.store, owner, at)?)
        }
        None if node.store.head_conflict(owner.as_str())? => Some(Standing::Conflicting),
        None => None,
    };
    let standing = match standing {
        None => "none",
        Some(Standing::Signed) => "signed",
        Some(Standing::Witnessed) => "witnessed",
        Some(Standing::Conflicting) => "conflicting",
    };
    Ok(MemberLog { node: owner.to_string(), taken, witnessed, standing: standing.into() })
}
