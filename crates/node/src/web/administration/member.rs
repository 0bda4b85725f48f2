//! Members as we see them: who they are, when we heard of them, how their lanes stand.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::draft::Lane;
use record::{NodeCode, Timestamp};
use serde::Serialize;

use super::super::Desk;
use super::super::audit::administered;
use super::super::auth::Officer;
use super::super::problem::Problem;
use super::may_look;
use crate::session::Scope;
use crate::store::administration::LaneQueue;
use crate::store::tally::Compared;
use crate::{Error, Node, audit, outward};

/// A key of a member, by what the directory says of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct KeyRow {
    /// log, witness, root, sealing, tls.
    pub kind: String,
    /// SHA-256 of the public key.
    pub fingerprint: String,
    /// Since when it counts, where the directory says so: a moment or a month.
    pub since: Option<String>,
    pub revoked: bool,
}

/// How a lane to a member stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LaneRow {
    pub lane: String,
    /// Entries not acknowledged yet.
    pub waiting: u64,
    /// When the oldest of them was stored.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub oldest: Option<Timestamp>,
    /// Tries that failed in a row.
    pub failures: u32,
    /// When it is tried again by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub again: Option<Timestamp>,
    /// Entries that the member lets be under way; none before its first answer.
    pub credit: Option<u64>,
    /// When both ends compared what was numbered in it last.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub compared: Option<Timestamp>,
    /// Records that were compared then.
    pub compared_records: u64,
    /// Numbers under which the two ends have something else, in either direction.
    pub differing: u64,
}

/// A member of the network.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MemberRow {
    pub code: String,
    pub ar: String,
    pub en: String,
    pub fr: String,
    pub es: String,
    /// admitted, suspended, left.
    pub status: String,
    pub active: bool,
    pub own: bool,
    pub address: Option<String>,
    /// When it last asked us what there is for it: one that has no address does, since our start.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub asked: Option<Timestamp>,
    /// Members that carry for it what no line brings.
    pub relays: Vec<String>,
    /// What went to it in bundles and over relays and is not answered.
    pub carried: u64,
    /// Pouches and answers that we hold for it as its relay, and their bytes.
    pub held: u64,
    pub held_bytes: u64,
    /// Records of it of kinds that this version does not know: they wait for an upgrade.
    pub unread: u64,
    pub units: Vec<String>,
    /// When we last verified a head of its log.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen: Option<Timestamp>,
    /// Size of its log then.
    pub log_size: Option<u64>,
    /// The software it says it runs; none where it has not said.
    pub version: Option<String>,
    /// How far its clock is ahead of ours, in milliseconds, since the last start.
    pub clock_ms: Option<i64>,
    pub keys: Vec<KeyRow>,
    pub lanes: Vec<LaneRow>,
}

/// Members of the network: keys, when they were heard of, lanes and queues.
#[utoipa::path(get, path = "/api/v1/administration/members", tag = "administration",
    responses((status = 200, body = Vec<MemberRow>), (status = "4XX", body = Problem)))]
pub async fn members(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<MemberRow>>, Error> {
    may_look(&by)?;
    let peers = desk.peers.clone();
    let job = move |node: &mut Node| {
        let stands = (node.store.lane_queues()?, node.store.compared()?);
        let mut rows = Vec::new();
        for member in node.directory.members() {
            let mut row = row(node, member)?;
            if !row.own {
                for lane in Lane::ALL {
                    row.lanes.push(lane_row(&peers, &member.code, lane, &stands));
                }
                row.version = peers.version(&member.code);
                row.asked = peers.asked(&member.code);
            }
            rows.push(row);
        }
        Ok(rows)
    };
    Ok(Json(desk.writer.write(job).await?))
}

fn row(node: &Node, member: &seal::directory::Member) -> Result<MemberRow, Error> {
    let code = member.code.as_str();
    let head = node.store.last_head(code)?;
    let (held, held_bytes) = node.store.relayed_for(code)?;
    let status = serde_json::to_value(member.status).unwrap_or_default();
    Ok(MemberRow {
        code: code.into(),
        ar: member.names.ar.clone(),
        en: member.names.en.clone(),
        fr: member.names.fr.clone(),
        es: member.names.es.clone(),
        status: status.as_str().unwrap_or_default().to_owned(),
        active: member.is_active(),
        own: member.code == node.code,
        address: member.address.clone(),
        asked: None,
        relays: member.relays.iter().map(ToString::to_string).collect(),
        carried: node.store.parcel_count(code)?,
        held,
        held_bytes,
        unread: node.store.quarantined_of(code)?,
        units: member.units.iter().map(ToString::to_string).collect(),
        seen: head.as_ref().map(|head| Timestamp(head.at)),
        log_size: head.as_ref().map(|head| head.size),
        version: None,
        clock_ms: node.peer_clocks.offsets_ms().get(&member.code).copied(),
        keys: super::key::of(member),
        lanes: Vec::new(),
    })
}

fn lane_row(
    peers: &crate::peer::Peers,
    member: &NodeCode,
    lane: Lane,
    (queues, compared): &(Vec<LaneQueue>, Vec<Compared>),
) -> LaneRow {
    let which = (member.as_str(), lane as u8);
    let found = queues.iter().find(|one| (one.peer.as_str(), one.lane) == which);
    let compared = compared.iter().find(|one| (one.peer.as_str(), one.lane) == which);
    let state = peers.lane(member, lane).unwrap_or_default();
    LaneRow {
        lane: lane.code().into(),
        waiting: found.map_or(0, |queue| queue.waiting),
        oldest: found.and_then(|queue| queue.oldest.map(Timestamp)),
        failures: state.failures,
        again: state.again,
        credit: state.credit,
        compared: compared.and_then(|one| one.at.map(Timestamp)),
        compared_records: compared.map_or(0, |one| one.count),
        differing: compared.map_or(0, |one| one.differing),
    }
}

/// Tries every lane to a member now, whatever it waits for.
#[utoipa::path(post, path = "/api/v1/administration/members/{code}/tries",
    tag = "administration", params(("code" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn try_now(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let code = NodeCode::new(&code)?;
    if !desk.peers.try_now(&code) {
        return Err(Error::NotFound(format!("the member {code}")));
    }
    let job = move |node: &mut Node| {
        let event = administered(&by.author, node.now(), &format!("tried {code} at once"));
        audit::note(node, &event)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a member has acknowledged of our log: up to there it could contradict us.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Cosigned {
    pub node: String,
    pub size: u64,
}

pub(super) fn acknowledged(node: &Node) -> Result<Vec<Cosigned>, Error> {
    let others = node.directory.members().iter().filter(|member| member.code != node.code);
    let row = |member: &seal::directory::Member| {
        let size = outward::acked_head_size(node, &member.code)?;
        Ok(Cosigned { node: member.code.to_string(), size })
    };
    others.map(row).collect()
}
