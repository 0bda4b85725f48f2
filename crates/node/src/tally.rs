//! Once an hour both ends of a lane compare what was numbered in it: how many records, and a digest
//! over all numbers. Where they differ, it is looked for part by part down to the numbers. What the
//! recipient acknowledged and does not have goes again; what is another at either end is kept, and
//! told to people. Each function is a job of the writer.

use record::draft::Lane;
use record::{Digest, NodeCode};
use seal::Rule;
use seal::tally::{self, Part, Route, UNKNOWN, VOID};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::store::tally::{Line, Way};
use crate::{Error, Node};

pub mod ask;

/// Where a sender compares its lanes with their recipient.
pub const TALLY: &str = "/x/v1/tally";

/// Runs of missing numbers in one answer.
const MISSING_MAX: usize = 64;
/// Numbers that are named one by one in one comparison; the next one goes on.
pub const NUMBERS_MAX: usize = 256;

/// Numbers of a lane of whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    pub lane: Lane,
    pub first: u64,
    pub last: u64,
}

/// What a sender asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    Sums(Vec<Range>),
    /// The digests that make up a sum.
    Parts(Range),
    /// Those that make up a part.
    Part(Lane, Part),
    /// What the sender has under each of these numbers.
    Entries(Lane, Vec<(u64, Digest)>),
}

/// What the recipient answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Sums(Vec<Sum>),
    Digests(Vec<Digest>),
    Entries(Vec<(u64, Digest)>),
}

/// What a recipient has of a range: a sum, or numbers that it lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    pub lane: Lane,
    pub first: u64,
    pub last: u64,
    pub count: u64,
    pub digest: Option<Digest>,
    pub missing: Vec<(u64, u64)>,
}

/// One direction of a lane, with whoever is at its other end.
fn line(peer: &NodeCode, lane: Lane, way: Way) -> Line<'_> {
    Line { peer: peer.as_str(), lane: lane as u8, way }
}

fn route(node: &Node, peer: &NodeCode, lane: Lane, way: Way) -> Route {
    let (me, peer) = (node.code.clone(), peer.clone());
    let (sender, recipient) = match way {
        Way::Out => (me, peer),
        Way::In => (peer, me),
    };
    Route { network: node.network, sender, recipient, lane }
}

/// A part's digest, how many records are in it, and whether all of it is known.
struct Summed {
    digest: Digest,
    count: u64,
    known: bool,
}

fn one(digest: Digest) -> Summed {
    let count = u64::from(digest != VOID && digest != UNKNOWN);
    Summed { digest, count, known: digest != UNKNOWN }
}

fn part(node: &Node, line: Line<'_>, which: Part) -> Result<Summed, Error> {
    let (store, level) = (&node.store, which.level);
    if level == 0 {
        let numbered = store.numbered(line, (which.first(), which.first()))?;
        return Ok(one(numbered.first().copied().unwrap_or(UNKNOWN)));
    }
    if let Some((digest, count)) = store.tally_part(line, which)? {
        return Ok(Summed { digest, count, known: true });
    }
    let below: Vec<Summed> = match level {
        1 => {
            let numbered = store.numbered(line, (which.first(), which.last()))?;
            numbered.into_iter().map(one).collect()
        }
        _ => {
            let parts = which.parts().into_iter().map(|below| part(node, line, below));
            parts.collect::<Result<_, _>>()?
        }
    };
    let digests: Vec<Digest> = below.iter().map(|one| one.digest).collect();
    let (digest, count) = (tally::join(level, &digests), below.iter().map(|one| one.count).sum());
    let known = below.iter().all(|one| one.known);
    if known {
        store.set_tally_part(line, which, (digest, count))?;
    }
    Ok(Summed { digest, count, known })
}

/// Count and digest of the numbers from the first to the last.
fn sum(
    node: &Node,
    peer: &NodeCode,
    (lane, way): (Lane, Way),
    (first, last): (u64, u64),
) -> Result<(u64, Digest), Error> {
    let parts = tally::parts(first, last).into_iter();
    let parts = parts.map(|which| part(node, line(peer, lane, way), which));
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    let count = parts.iter().map(|one| one.count).sum();
    let digests: Vec<Digest> = parts.iter().map(|one| one.digest).collect();
    Ok((count, tally::sum(&route(node, peer, lane, way), (first, last), count, &digests)))
}

/// A recipient says what it has of a sender's lanes; nothing where the question cannot be.
pub fn answer(node: &mut Node, asker: &NodeCode, asks: &Ask) -> Result<Option<Answer>, Error> {
    match asks {
        Ask::Sums(ranges) if ranges.len() <= Lane::ALL.len() => {
            let sums = ranges.iter().map(|range| answer_sum(node, asker, *range));
            Ok(Some(Answer::Sums(sums.collect::<Result<_, _>>()?)))
        }
        Ask::Parts(Range { lane, first, last }) => {
            let which = tally::parts(*first, *last);
            digests(node, asker, (*lane, (*first, *last)), which)
        }
        Ask::Part(lane, part) => {
            digests(node, asker, (*lane, (part.first(), part.last())), part.parts())
        }
        Ask::Entries(lane, theirs) if theirs.len() <= NUMBERS_MAX => {
            answer_entries(node, asker, *lane, theirs).map(Some)
        }
        _ => Ok(None),
    }
}

fn answer_sum(node: &Node, asker: &NodeCode, asked: Range) -> Result<Sum, Error> {
    let (lane, at) = (asked.lane, line(asker, asked.lane, Way::In));
    let mut tally = node.store.tally(at)?;
    let first = asked.first.max(tally.begins);
    let last = asked.last.min(tally.mark + ask::AT_ONCE_MAX);
    let missing = missing(&node.store.received(at.peer, at.lane)?, (first, last));
    if !missing.is_empty() || last < first {
        return Ok(Sum { lane, first, last, count: 0, digest: None, missing });
    }
    let (count, digest) = sum(node, asker, (lane, Way::In), (first, last))?;
    tally.mark = tally.mark.max(last);
    node.store.set_tally(at, tally)?;
    Ok(Sum { lane, first, last, count, digest: Some(digest), missing })
}

/// Runs of numbers that lie in none of the ranges, which are in order.
fn missing(ranges: &[(u64, u64)], (first, last): (u64, u64)) -> Vec<(u64, u64)> {
    let (mut runs, mut from) = (Vec::new(), first);
    let end = last.saturating_add(1);
    for (start, stop) in ranges.iter().copied().chain([(end, end)]) {
        let until = start.min(end);
        if until > from {
            runs.push((from, until - 1));
        }
        from = from.max(stop.saturating_add(1));
    }
    runs.truncate(MISSING_MAX);
    runs
}

/// Nothing where not all of it was summed up before: so much would have to be read.
fn digests(
    node: &Node,
    asker: &NodeCode,
    (lane, (first, last)): (Lane, (u64, u64)),
    which: Vec<Part>,
) -> Result<Option<Answer>, Error> {
    let at = line(asker, lane, Way::In);
    let tally = node.store.tally(at)?;
    if first < tally.begins || last > tally.mark {
        return Ok(None);
    }
    let digests = which.into_iter().map(|which| Ok(part(node, at, which)?.digest));
    Ok(Some(Answer::Digests(digests.collect::<Result<_, Error>>()?)))
}

/// DLV-25: what differs is kept and told to people at both ends.
fn answer_entries(
    node: &mut Node,
    asker: &NodeCode,
    lane: Lane,
    theirs: &[(u64, Digest)],
) -> Result<Answer, Error> {
    let at = line(asker, lane, Way::In);
    let begins = node.store.tally(at)?.begins;
    let (mut entries, mut news) = (Vec::with_capacity(theirs.len()), 0);
    for (seq, their) in theirs.iter().filter(|(seq, _)| *seq >= begins) {
        let own = *node.store.numbered(at, (*seq, *seq))?.first().unwrap_or(&UNKNOWN);
        if own == UNKNOWN {
            node.store.untake(at.peer, at.lane, *seq)?;
        }
        if is_record(own) && *their != own {
            let now = node.now().0;
            news += u64::from(node.store.note_differing(at, *seq, (own, *their), now)?);
        }
        entries.push((*seq, own));
    }
    note(node, asker, (Rule::Numbered, "lane-differs"), news)?;
    Ok(Answer::Entries(entries))
}

fn is_record(entry: Digest) -> bool {
    entry != VOID && entry != UNKNOWN
}

fn note(
    node: &mut Node,
    peer: &NodeCode,
    (rule, why): (Rule, &str),
    count: u64,
) -> Result<(), Error> {
    if count == 0 {
        return Ok(());
    }
    tracing::error!(%peer, rule = rule.code(), count, "a lane was compared and differs");
    let event = Event::of_peer(Deed::Refused, peer.as_str(), node.now(), rule.code());
    audit::note(node, &Event { count, ..event.reason(why) }).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_no_range_is_missing() {
        let check = |ranges: &[(u64, u64)], within, expect: &[(u64, u64)]| {
            assert_eq!(missing(ranges, within), expect);
        };
        check(&[(1, 9)], (1, 9), &[]);
        check(&[(1, 90)], (5, 9), &[]);
        check(&[], (3, 5), &[(3, 5)]);
        check(&[(1, 3), (6, 7), (9, 20)], (2, 12), &[(4, 5), (8, 8)]);
        check(&[(1, 3), (6, 7)], (5, 9), &[(5, 5), (8, 9)]);
        check(&[(8, 9)], (1, 4), &[(1, 4)]);
    }
}
