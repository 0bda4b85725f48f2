//! Keys of members and of this node, the log and who has seen it.

use axum::Json;
use axum::extract::State;
use record::{Digest, Timestamp};
use seal::checkpoint::Checkpoint;
use seal::directory::Member;
use serde::Serialize;

use super::super::Desk;
use super::super::audit::administered;
use super::super::auth::Officer;
use super::super::problem::Problem;
use super::may_look;
use super::member::{Cosigned, KeyRow, acknowledged};
use super::witness::{self, CosignsRow, MemberLog, Witnesses};
use crate::session::Scope;
use crate::{Error, Node, audit, fsck, journal, tls};

fn fingerprint(key: &impl Serialize) -> String {
    let bytes = record::cbor::to_bytes(key);
    Digest::of(&[&bytes]).hex()
}

/// Every public key that the directory lists for a member.
pub fn of(member: &Member) -> Vec<KeyRow> {
    let row = |kind: &str, fingerprint: String, since: Option<String>, revoked: bool| KeyRow {
        kind: kind.into(),
        fingerprint,
        since,
        revoked,
    };
    let logs = member.logs.iter().map(|epoch| {
        let since = Some(epoch.from.to_string());
        row("log", fingerprint(&epoch.key), since, epoch.revoked_at.is_some())
    });
    let sealing = member
        .kem
        .iter()
        .map(|month| row("sealing", fingerprint(&month.key), Some(month.month.clone()), false));
    let pins = member.pins.iter().map(|pin| row("tls", pin.hex(), None, false));
    let root = row("root", fingerprint(&member.root), None, false);
    let witness = member.witness.iter().map(|one| {
        let since = Some(one.from.to_string());
        row("witness", fingerprint(&one.key), since, one.revoked_at.is_some())
    });
    logs.chain(witness).chain([root]).chain(sealing).chain(pins).collect()
}

/// This node's own keys and certificate.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OwnKeys {
    pub keys: Vec<KeyRow>,
    /// The certificate's pin, as the directory must list it.
    pub certificate_pin: String,
    pub certificate_listed: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub certificate_from: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub certificate_until: Option<Timestamp>,
    /// Decapsulation keys in the node's folder.
    pub sealing_keys_held: u64,
    /// The month whose sealing key others use now.
    pub sealing_month: Option<String>,
    /// The directory that says all this.
    pub directory_sequence: u64,
    #[schema(value_type = String, format = DateTime)]
    pub directory_created: Timestamp,
}

/// This node's keys and certificate, with what the directory says of them.
#[utoipa::path(get, path = "/api/v1/administration/keys", tag = "administration",
    responses((status = 200, body = OwnKeys), (status = "4XX", body = Problem)))]
pub async fn keys(State(desk): State<Desk>, Officer(by): Officer) -> Result<Json<OwnKeys>, Error> {
    may_look(&by)?;
    let home = crate::home::Home::new(desk.readers.folder());
    let certificate = home.certificate()?;
    let pin = certificate.pin()?;
    let validity = tls::validity(&certificate.certificate);
    let job = move |node: &mut Node| {
        let own = node.directory.member(&node.code);
        let own = own.ok_or_else(|| Error::NotFound("this node in the directory".into()))?;
        let month = own.kem_at(node.now()).and_then(|key| {
            own.kem.iter().find(|month| month.key == *key).map(|month| month.month.clone())
        });
        Ok(OwnKeys {
            keys: of(own),
            certificate_pin: pin.hex(),
            certificate_listed: own.pins.contains(&pin),
            certificate_from: validity.map(|(from, _)| from),
            certificate_until: validity.map(|(_, until)| until),
            sealing_keys_held: node.identity.kem.all().len() as u64,
            sealing_month: month,
            directory_sequence: node.directory.sequence,
            directory_created: node.directory.created,
        })
    };
    Ok(Json(desk.writer.write(job).await?))
}

/// A contradiction that another node has shown.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ConflictRow {
    pub owner: String,
    pub what: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Our log, who has seen how much of it, and contradictions of others.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LogState {
    pub origin: String,
    pub size: u64,
    pub root: String,
    /// The head that we signed last.
    pub signed_size: Option<u64>,
    pub signed_root: Option<String>,
    /// The whole checkpoint, as anybody can verify it.
    pub checkpoint: Option<String>,
    /// What each member has acknowledged of it.
    pub seen_by: Vec<Cosigned>,
    pub witnesses: Witnesses,
    /// Logs that this node witnesses.
    pub cosigns: Vec<CosignsRow>,
    /// Logs of other members, and how well what we hold of them is attested.
    pub members: Vec<MemberLog>,
    pub conflicts: Vec<ConflictRow>,
}

/// Our log and its witnesses.
#[utoipa::path(get, path = "/api/v1/administration/log", tag = "administration",
    responses((status = 200, body = LogState), (status = "4XX", body = Problem)))]
pub async fn log(State(desk): State<Desk>, Officer(by): Officer) -> Result<Json<LogState>, Error> {
    may_look(&by)?;
    let peers = desk.peers.clone();
    let job = move |node: &mut Node| {
        let note = node.store.setting(journal::HEAD)?;
        let note = note.map(|note| String::from_utf8_lossy(&note).into_owned());
        let head = note
            .as_deref()
            .map(|note| Checkpoint::verify(note, node.identity.log.public()).map(|(head, _)| head));
        let head = head.transpose()?;
        let conflicts = node.store.conflicts()?.into_iter().map(|(owner, what, at)| ConflictRow {
            owner,
            what,
            at: Timestamp(at),
        });
        Ok(LogState {
            origin: node.log.origin().into(),
            size: node.log.size(),
            root: node.log.root(&node.store)?.hex(),
            signed_size: head.as_ref().map(|head| head.size),
            signed_root: head.as_ref().map(|head| head.root.hex()),
            checkpoint: note,
            seen_by: acknowledged(node)?,
            witnesses: witness::own(node, &peers)?,
            cosigns: witness::cosigns(node)?,
            members: witness::members(node)?,
            conflicts: conflicts.collect(),
        })
    };
    Ok(Json(desk.writer.write(job).await?))
}

/// What a verification of the log found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LogVerified {
    /// Leaves whose hashes were made anew.
    pub leaves: u64,
    /// Whether they give the root under the head that was signed last.
    pub stands: bool,
    pub root: String,
    pub signed_root: String,
}

/// Verifies our log beside the writer: every leaf up to the head that was signed last is hashed
/// anew.
#[utoipa::path(post, path = "/api/v1/administration/log/verification", tag = "administration",
    responses((status = 200, body = LogVerified), (status = "4XX", body = Problem)))]
pub async fn verify_log(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<LogVerified>, Error> {
    by.require(Scope::Admin)?;
    let job = |node: &mut Node| {
        journal::keep_head(node)?;
        Ok((node.network, node.log.origin().to_owned(), node.identity.log.public().clone()))
    };
    let (network, origin, key) = desk.writer.write(job).await?;
    let look = move |sight: crate::view::Sight<'_>| {
        let found = fsck::under_head(sight.store, (&network, &origin), &key)?;
        Ok(LogVerified {
            leaves: found.leaves,
            stands: found.root == found.signed,
            root: found.root.hex(),
            signed_root: found.signed.hex(),
        })
    };
    let found = desk.readers.read_apart(look).await?;
    let stands = found.stands;
    let job = move |node: &mut Node| {
        let what = format!("log verified: {}", if stands { "stands" } else { "DOES NOT STAND" });
        audit::note(node, &administered(&by.author, node.now(), &what))
    };
    desk.writer.write(job).await?;
    Ok(Json(found))
}
