//! What needs two people: one proposes and says why, another confirms or declines and says why.
//!
//! A confirmed measure is carried out in the transaction that confirms it: once, or not at all. It
//! is carried out exactly as it was shown: the digest says which, and what it rested on must still
//! be so.

mod measure;

use record::policy::{self, Act, Class, Reader, Role};
use record::{Digest, cbor};

pub use measure::{Done, Measure, Wanted, needs_two, past};

use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::session::{Scope, SignedIn};
use crate::store::proposal::{Ending, Proposal};
use crate::view::Sight;
use crate::{Error, Node};

const LABEL: &[u8] = b"amana/1/proposal";
const REASON_CHARS_MAX: usize = 2_000;
/// Stands for the second person while a measure is tried out and undone again.
const REHEARSAL: &str = "rehearsal";

/// What somebody who may see a proposal sees of it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub stored: Proposal,
    /// None once it is over.
    pub measure: Option<Measure>,
}

fn digest(measure: &Measure, by: &str, at: i64) -> (Digest, Vec<u8>) {
    let bytes = serde_json::to_vec(measure).expect("a measure is JSON");
    (Digest::of(&[LABEL, by.as_bytes(), &at.to_be_bytes(), &bytes]), bytes)
}

/// Proposes a measure. It is tried out first: what a rule or the state of things forbids even to
/// two people is refused at once, and what one may do alone is not proposed.
pub fn propose(
    node: &mut Node,
    by: &SignedIn,
    wanted: Wanted,
    reason: &str,
) -> Result<Proposal, Error> {
    let reason = said(reason)?;
    allowed(node, &by.author, &by.scopes, &wanted)?;
    if node.store.open_proposal_count()? >= node.config.proposals_max {
        let max = node.config.proposals_max;
        return Err(Error::Limit { what: "proposals that wait", limit: "proposals_max", max });
    }
    rehearse(node, &wanted, &by.author)?;
    if !needs_two(node, &wanted, &by.author)? {
        return Err(Error::Usage("one person may do this: nothing is to be confirmed".into()));
    }
    let class = measure::class(node, &wanted, &by.author.officer)?;
    let measure = Measure { before: measure::before(node, &wanted)?, wanted };
    let now = node.now();
    let (digest, bytes) = digest(&measure, &by.author.officer, now.0);
    let sealed = node.vault.clone().close_proposal(&digest, &bytes, &mut *node.entropy)?;
    let mut proposal = Proposal {
        number: 0,
        measure: measure.wanted.code().into(),
        about: measure.about().to_string(),
        sealed: Some(sealed),
        digest,
        class: class.map(|class| cbor::to_bytes(&class)),
        officer: by.author.officer.clone(),
        unit: by.author.unit.to_string(),
        role: by.author.role.code().into(),
        reason,
        at: now.0,
        until: now.plus(node.config.proposal_h_max * record::moment::HOUR_MS).0,
        state: "open".into(),
        second: None,
        answer: None,
        decided: None,
        outcome: None,
    };
    proposal.number = node.store.insert_proposal(&proposal)?;
    note(node, Deed::Proposed, &by.author, &proposal)?;
    Ok(proposal)
}

/// Whether the measure could be carried out now; nothing of it stays.
fn rehearse(node: &mut Node, wanted: &Wanted, by: &Author) -> Result<(), Error> {
    let mut outcome = Ok(());
    let tried = node.job(|node| {
        outcome = measure::carry_out(node, wanted, by, REHEARSAL).map(drop);
        Err::<(), Error>(Error::Busy("a rehearsal"))
    });
    match (outcome, tried) {
        (Ok(()), Err(Error::Busy("a rehearsal")) | Ok(())) => Ok(()),
        (Ok(()), Err(lost)) => Err(lost),
        (Err(error), _) => Err(error),
    }
}

/// Whether somebody may propose or do a measure at all.
pub fn allowed(node: &Node, by: &Author, scopes: &[Scope], wanted: &Wanted) -> Result<(), Error> {
    let (scope, act) = match wanted {
        Wanted::Publish { .. } => (Scope::Write, Act::Publish),
        _ => (Scope::Admin, Act::Administer),
    };
    if scopes.contains(&scope) && node.tables.acts_of(by.role).contains(&act) {
        return Ok(());
    }
    Err(Error::NotAllowed("your role neither does nor proposes this".into()))
}

/// Whether a reader may see a proposal and be its second person; the proposer sees it too.
pub fn may_confirm(sight: &Sight<'_>, by: &SignedIn, proposal: &Proposal) -> Result<bool, Error> {
    let Author { officer, role, unit } = &by.author;
    if proposal.officer == *officer {
        return Ok(false);
    }
    let Some(class) = &proposal.class else {
        // Oversight may be the second person of administration, and never its first.
        let admin = *role == Role::Administrator && by.scopes.contains(&Scope::Admin);
        return Ok(admin || *role == Role::DataProtectionOfficer);
    };
    let class: Class = cbor::from_bytes(class)?;
    let beside = *role == Role::DataProtectionOfficer || unit.as_str() == proposal.unit;
    let reader = Reader { node: sight.code.clone(), unit: unit.clone(), role: *role };
    let may = |act: Act| {
        let decide = |purpose| policy::decide(sight.tables, &reader, act, purpose, &class);
        class.purposes.iter().all(|purpose| decide(*purpose).is_granted())
    };
    Ok(beside && by.scopes.contains(&Scope::Write) && may(Act::Publish) && may(Act::Read))
}

/// Proposals that a reader may see: those that wait, and the newest that are over.
pub fn visible(sight: &Sight<'_>, by: &SignedIn, past: u32) -> Result<Vec<Proposal>, Error> {
    let mut all = sight.store.open_proposals()?;
    all.extend(sight.store.past_proposals(past)?);
    let mut seen = Vec::with_capacity(all.len());
    for proposal in all {
        if proposal.officer == by.author.officer || may_confirm(sight, by, &proposal)? {
            seen.push(proposal);
        }
    }
    Ok(seen)
}

/// How many proposals wait for this reader as the second person.
pub fn waiting(sight: &Sight<'_>, by: &SignedIn) -> Result<u64, Error> {
    let mut count = 0;
    for proposal in sight.store.open_proposals()? {
        let open = proposal.until > sight.now.0;
        count += u64::from(open && may_confirm(sight, by, &proposal)?);
    }
    Ok(count)
}

/// A proposal with exactly what would be done. Who may not see it learns nothing of it.
pub fn show(sight: &Sight<'_>, by: &SignedIn, number: i64) -> Result<Shown, Error> {
    let unknown = || Error::NotFound(format!("the proposal {number}"));
    let stored = sight.store.proposal(number)?.ok_or_else(unknown)?;
    if stored.officer != by.author.officer && !may_confirm(sight, by, &stored)? {
        return Err(unknown());
    }
    let measure = open(sight, &stored)?;
    Ok(Shown { stored, measure })
}

fn open(sight: &Sight<'_>, stored: &Proposal) -> Result<Option<Measure>, Error> {
    let Some(sealed) = &stored.sealed else { return Ok(None) };
    let bytes = sight.vault.open_proposal(&stored.digest, sealed)?;
    let damaged = |error| Error::Damaged(format!("the proposal {}: {error}", stored.number));
    serde_json::from_slice(&bytes).map(Some).map_err(damaged)
}

/// Who confirms: somebody at a browser, and who made the link that this session came from.
#[derive(Clone, Debug)]
pub struct Second<'a> {
    pub signed_in: &'a SignedIn,
    pub way_in: Option<String>,
}

/// Confirms a proposal and carries it out, in one transaction: both, or neither. Where it cannot be
/// carried out any more it has failed, and is over.
pub fn confirm(
    node: &mut Node,
    second: &Second<'_>,
    number: i64,
    (shown, reason): (&Digest, &str),
) -> Result<Done, Error> {
    let (by, reason) = (&second.signed_in.author, said(reason)?);
    let (stored, measure) = decidable(node, second.signed_in, number)?;
    if second.way_in.as_deref() == Some(stored.officer.as_str()) {
        let how = "you came in by a link that the proposer made: that is one person, not two";
        return Err(Error::NotAllowed(how.into()));
    }
    if stored.digest != *shown {
        return Err(Error::Usage("this is not what was shown: look at the proposal again".into()));
    }
    let proposer = author(node, &stored)?;
    let carried_out = node.job(|node| {
        if measure::before(node, &measure.wanted)? != measure.before {
            return Err(Error::Usage("what it rests on has changed: propose it anew".into()));
        }
        measure::carry_out(node, &measure.wanted, &proposer, &by.officer)
    });
    let at = node.now().0;
    let (state, done) = match carried_out {
        Ok(done) => ("confirmed", done),
        Err(error) if passing(&error) => return Err(error),
        Err(error) => ("failed", Done { failed: Some(error.to_string()), ..Done::default() }),
    };
    let outcome = done.failed.as_deref().or(done.outcome.as_deref());
    let second = Some(by.officer.as_str());
    end(node, &stored, &Ending { state, second, answer: &reason, at, outcome })?;
    note(node, Deed::Confirmed, by, &Proposal { outcome: outcome.map(str::to_owned), ..stored })?;
    Ok(done)
}

/// Declines a proposal, or takes one's own back.
pub fn decline(node: &mut Node, by: &SignedIn, number: i64, reason: &str) -> Result<(), Error> {
    let reason = said(reason)?;
    let own = node.store.proposal(number)?.is_some_and(|it| it.officer == by.author.officer);
    let stored = match own {
        true => waits(node, show(&node.sight(), by, number)?)?.0,
        false => decidable(node, by, number)?.0,
    };
    let state = if own { "withdrawn" } else { "declined" };
    let second = (!own).then_some(by.author.officer.as_str());
    let at = node.now().0;
    end(node, &stored, &Ending { state, second, answer: &reason, at, outcome: None })?;
    note(node, Deed::Declined, &by.author, &stored)
}

/// Proposals whose time is over end by themselves; those long over are forgotten.
pub fn end_late(node: &mut Node) -> Result<u64, Error> {
    let now = node.now();
    let late = node.store.late_proposals(now.0)?;
    for number in &late {
        let Some(stored) = node.store.proposal(*number)? else { continue };
        let ending = Ending { state: "lapsed", second: None, answer: "", at: now.0, outcome: None };
        end(node, &stored, &ending)?;
        let event = Event::of_nobody(Deed::Lapsed, now).reason(told(&stored));
        audit::note(node, &event)?;
    }
    let kept = node.config.proposals_kept_days_max * record::moment::DAY_MS;
    node.store.delete_proposals(now.plus(-kept).0)?;
    Ok(late.len() as u64)
}

fn decidable(node: &Node, by: &SignedIn, number: i64) -> Result<(Proposal, Measure), Error> {
    let sight = node.sight();
    let shown = show(&sight, by, number)?;
    if !may_confirm(&sight, by, &shown.stored)? {
        return Err(Error::NotAllowed("who proposes does not confirm: another person does".into()));
    }
    waits(node, shown)
}

fn waits(node: &Node, shown: Shown) -> Result<(Proposal, Measure), Error> {
    let Shown { stored, measure } = shown;
    match measure {
        Some(measure) if stored.state == "open" && stored.until > node.now().0 => {
            Ok((stored, measure))
        }
        _ => Err(Error::Usage(format!("the proposal {} is over", stored.number))),
    }
}

fn end(node: &mut Node, stored: &Proposal, ending: &Ending<'_>) -> Result<(), Error> {
    match node.store.end_proposal(stored.number, ending)? {
        true => Ok(()),
        false => Err(Error::Usage(format!("the proposal {} is over", stored.number))),
    }
}

/// The proposer as he is now: whose service ended or who may not do it any more proposes nothing.
fn author(node: &Node, stored: &Proposal) -> Result<Author, Error> {
    let known = node.store.officer(&stored.officer)?.filter(|officer| officer.ended.is_none());
    let gone = || Error::NotAllowed("the proposer's service has ended".into());
    let author = crate::session::author_of(known.ok_or_else(gone)?)?;
    let same = author.role.code() == stored.role && author.unit.as_str() == stored.unit;
    same.then_some(author)
        .ok_or_else(|| Error::NotAllowed("the proposer has another role or unit by now".into()))
}

fn passing(error: &Error) -> bool {
    error.is_passing() || matches!(error, Error::Store(_) | Error::NotCommitted(_))
}

fn said(reason: &str) -> Result<String, Error> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        return Err(Error::Usage(format!("say why, in 1 to {REASON_CHARS_MAX} letters")));
    }
    Ok(reason.to_owned())
}

fn told(proposal: &Proposal) -> String {
    let Proposal { number, measure, about, .. } = proposal;
    let outcome = proposal.outcome.as_deref().map_or(String::new(), |text| format!(": {text}"));
    format!("proposal {number} {measure} {about}{outcome}")
}

fn note(node: &mut Node, deed: Deed, by: &Author, proposal: &Proposal) -> Result<(), Error> {
    let event = Event::new(deed, by, node.now()).reason(told(proposal));
    audit::note(node, &event).map(drop)
}
