//! Cosignatures (C2SP tlog-cosignature): what a witness says of another's checkpoint, and when a
//! head counts as witnessed.
//!
//! A witness signs twice, under its own name and its own key, as a log does. Its first line is
//! Ed25519 (type 0x04) over `"cosignature/v1\ntime " ‖ seconds ‖ "\n" ‖ text`, its second ML-DSA-44
//! (type 0x06) over the message of the log's own second line with the witness's name. Both lines
//! hold `seconds (8) ‖ signature`, and the same seconds. They stand behind the log's own two lines.

use std::collections::{BTreeMap, BTreeSet};

use record::moment::{DAY_MS, MINUTE_MS};
use record::{Digest, NodeCode, Timestamp};

use crate::checkpoint::{Checkpoint, ML_DSA_44_LINE, timed};
use crate::directory::{Directory, Member, WitnessKey};
use crate::evidence::Standing;
use crate::log_key::LogSecret;
use crate::note::{self, Line};
use crate::{Error, Rule};

const ED25519_COSIGNATURE: u8 = 0x04;
/// Larger cosigned notes are not read: a log has seven witnesses at the most.
pub const COSIGNED_BYTES_MAX: usize = 64 * 1024;
/// Witnesses of one log.
pub const WITNESSES_MAX: usize = 7;
/// A witness key counts for a year.
pub const KEY_DAYS: i64 = 366;
/// How far a witness's clock may be behind the one by which its key was listed.
const CLOCK_BEHIND_MS: i64 = 10 * MINUTE_MS;
const RANK_LABEL: &[u8] = b"amana/1/witness";

/// A head, and what witnesses say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    pub checkpoint: Checkpoint,
    /// When its log signed it.
    pub signed_at: Timestamp,
    /// The witnesses of this log that cosigned it with both lines, and when.
    pub by: BTreeMap<NodeCode, Timestamp>,
    /// `signed` or `witnessed`: what one note alone can show.
    pub standing: Standing,
}

impl Checkpoint {
    /// A witness's two lines over this head; `at` is cut to seconds. Whoever calls this has made
    /// sure that the head continues the last one it cosigned of this log.
    pub fn cosign(&self, witness: &LogSecret, at: Timestamp) -> Result<String, Error> {
        self.cosign_from(witness, at, 0)
    }

    /// As [`Self::cosign`] with any start of the cosigned range: only 0 is ever accepted.
    pub fn cosign_from(
        &self,
        witness: &LogSecret,
        at: Timestamp,
        start: u64,
    ) -> Result<String, Error> {
        let (name, public) = (witness.origin(), witness.public());
        let seconds = u64::try_from(at.0 / 1_000).unwrap_or(0);
        let first = witness.sign_ed25519(&timed_text(seconds, &self.text()));
        let second = witness.sign_ml_dsa_44(&self.cosigned(name, seconds, start))?;
        let mut lines = String::new();
        for (kind, signature) in [(ED25519_COSIGNATURE, first), (ML_DSA_44_LINE, second)] {
            let line = [&seconds.to_be_bytes()[..], &signature].concat();
            note::push_line(&mut lines, name, public.key_id(kind), &line);
        }
        Ok(lines)
    }
}

fn timed_text(seconds: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {seconds}\n{text}").into_bytes()
}

/// The witnesses of a member's log: of all other active members with a witness key, seven at the
/// most, spread over the regions.
///
/// Within its region each is ranked by SHA-256("amana/1/witness" ‖ network ‖ owner ‖ "\n" ‖ code),
/// which nobody chooses; then the first of every region, the second of every region, and so on.
/// Fixed ones, so that an owner cannot pick other witnesses for another story.
pub fn witnesses<'a>(directory: &'a Directory, owner: &NodeCode) -> Vec<&'a Member> {
    let network = directory.network();
    let rank = |member: &Member| {
        let (owner, code) = (owner.as_str().as_bytes(), member.code.as_str().as_bytes());
        Digest::of(&[RANK_LABEL, &network.0, owner, b"\n", code])
    };
    let able = directory.members().iter().filter(|member| {
        member.code != *owner && member.is_active() && member.witness_key().is_some()
    });
    let mut regions = BTreeMap::<&str, Vec<(Digest, &Member)>>::new();
    for member in able {
        regions.entry(&member.region).or_default().push((rank(member), member));
    }
    let mut ranked = Vec::new();
    for mut of_region in regions.into_values() {
        of_region.sort_by_key(|(rank, _)| *rank);
        let placed = of_region.into_iter().enumerate();
        ranked.extend(placed.map(|(place, (rank, member))| ((place, rank), member)));
    }
    ranked.sort_by_key(|(place, _)| *place);
    ranked.into_iter().take(WITNESSES_MAX).map(|(_, member)| member).collect()
}

/// How many of a log's witnesses must cosign: more than half, so that two heads cannot both be
/// witnessed unless one witness cosigned both; and two at the least, who are from two regions.
pub fn quorum(witnesses: usize) -> usize {
    (witnesses / 2 + 1).max(2)
}

/// Whether heads of a member's log can be witnessed at all: the directory has two witnesses for it
/// from two regions.
pub fn can_be_witnessed(directory: &Directory, owner: &NodeCode) -> bool {
    let witnesses = witnesses(directory, owner);
    let regions: BTreeSet<&str> = witnesses.iter().map(|member| member.region.as_str()).collect();
    regions.len() > 1
}

/// Reads a member's note with whatever cosignatures stand on it, against the directory.
///
/// The log's own two lines come first and must verify. Lines of names and keys that the directory
/// does not know are passed over, as signed notes ask. A line of a witness that it knows must
/// verify, or the note is refused; one line of a witness without its other counts for nothing.
pub fn read(note: &str, owner: &Member, directory: &Directory) -> Result<Attested, Rule> {
    let (text, lines) = note::split_within(note, COSIGNED_BYTES_MAX)?;
    let epoch = owner.epoch_of(text.lines().next().unwrap_or_default());
    let epoch = epoch.or(owner.logs.last()).ok_or(Rule::NotMember)?;
    let log = &epoch.key;
    let (own, others) = lines.split_at_checked(2).ok_or(Rule::NoteLines)?;
    let (checkpoint, signed_at) = Checkpoint::verify_lines(text, own, log)?;
    if others.iter().any(|line| line.name == log.origin()) {
        return Err(Rule::NoteLines);
    }
    let known = witnesses(directory, &owner.code);
    let mut by = BTreeMap::new();
    for member in directory.members() {
        let counts = known.iter().any(|witness| witness.code == member.code);
        for key in &member.witness {
            let at = cosigned_at(&checkpoint, others, key)?;
            // What was cosigned once the log's key was known to be another's counts for nothing.
            let stands = |at: &Timestamp| epoch.revoked_at.is_none_or(|revoked| *at < revoked);
            let at = at.filter(|at| counts && key.counts_at(*at) && stands(at));
            by.extend(at.map(|at| (member.code.clone(), at)));
        }
    }
    let codes = by.keys().map(NodeCode::as_str).collect();
    let standing = standing(directory, &owner.code, &codes);
    Ok(Attested { checkpoint, signed_at, by, standing })
}

/// What a head of a member's log is when these have cosigned it.
pub fn standing(directory: &Directory, owner: &NodeCode, by: &BTreeSet<&str>) -> Standing {
    let witnesses = witnesses(directory, owner);
    let cosigned = witnesses.iter().filter(|member| by.contains(member.code.as_str()));
    let regions: Vec<&str> = cosigned.map(|member| member.region.as_str()).collect();
    let enough = regions.len() >= quorum(witnesses.len());
    match enough && regions.iter().any(|region| *region != regions[0]) {
        true => Standing::Witnessed,
        false => Standing::Signed,
    }
}

/// When a witness cosigned a head; none where both its lines are not there.
fn cosigned_at(
    checkpoint: &Checkpoint,
    lines: &[Line],
    key: &WitnessKey,
) -> Result<Option<Timestamp>, Rule> {
    let public = &key.key;
    let of = |kind: u8| {
        let id = public.key_id(kind);
        let mut found = lines.iter().filter(|l| l.name == public.origin() && l.key_id == id);
        match (found.next(), found.next()) {
            (line, None) => line.map(|line| timed(line).ok_or(Rule::Cosignature)).transpose(),
            _ => Err(Rule::Cosignature),
        }
    };
    let (first, second) = (of(ED25519_COSIGNATURE)?, of(ML_DSA_44_LINE)?);
    if let Some((seconds, _, signature)) = first
        && !public.verify_ed25519(&timed_text(seconds, &checkpoint.text()), signature)
    {
        return Err(Rule::Cosignature);
    }
    // A cosignature over any range but the whole tree is over another message.
    if let Some((seconds, _, signature)) = second {
        let message = checkpoint.cosigned(public.origin(), seconds, 0);
        if !public.verify_ml_dsa_44(&message, signature) {
            return Err(Rule::Cosignature);
        }
    }
    match (first, second) {
        (Some((one, ..)), Some((other, ..))) if one != other => Err(Rule::Cosignature),
        (Some((_, at, _)), Some(_)) => Ok(Some(at)),
        _ => Ok(None),
    }
}

impl WitnessKey {
    /// Whether the key was one of its year and not revoked when it signed.
    pub fn counts_at(&self, at: Timestamp) -> bool {
        let from = self.from.0.saturating_sub(CLOCK_BEHIND_MS);
        let until = self.from.0.saturating_add(KEY_DAYS * DAY_MS);
        let revoked = self.revoked_at.is_some_and(|revoked| at >= revoked);
        (from..until).contains(&at.0) && !revoked
    }
}

/// A witness's lines for one head, alone: what it answers to whoever asked it to cosign.
///
/// Put behind the log's own note and read as any other note, so that there is one reader.
pub fn check_lines(
    note: &str,
    lines: &str,
    witness: &NodeCode,
    (owner, directory): (&Member, &Directory),
) -> Result<Timestamp, Rule> {
    let attested = read(&format!("{note}{lines}"), owner, directory)?;
    attested.by.get(witness).copied().ok_or(Rule::Cosignature)
}
