//! The sender's side: what it asks of a recipient, and what follows from the answers.

use record::draft::Lane;
use record::{Digest, Header, NodeCode};
use seal::Rule;
use seal::tally::{self, Part, UNKNOWN};

use super::{Answer, Ask, NUMBERS_MAX, Range, Sum, is_record, line, note, part, sum};
use crate::store::behind::Named;
use crate::store::tally::{Tally, Way};
use crate::{Error, Node, outward, restore};

/// Numbers that are summed up in one job of the writer.
pub(super) const AT_ONCE_MAX: u64 = 16_384;
/// However much there is to sum up, or a peer says that there is: the next time goes on.
const ROUNDS_MAX: u32 = 256;

/// A number, and what stands under it.
type Numbered = (u64, Digest);

/// What is asked next.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Sums,
    Parts(Range),
    Part(Lane, Part),
    Entries(Lane, Vec<(u64, Digest)>),
    Done,
}

/// One comparison of all lanes to a recipient: questions and answers by turns, until nothing is
/// asked.
#[derive(Debug)]
pub struct Comparing {
    peer: NodeCode,
    step: Step,
    asked: Vec<Range>,
    /// Not everything was summed up by both ends.
    more: bool,
    rounds: u32,
    /// Ranges that differ and were not looked into yet.
    differ: Vec<Range>,
    /// Parts of the one that is looked into that differ, the first one last.
    open: Vec<Part>,
    numbers: Vec<u64>,
    /// Numbers that go again.
    pub again: u64,
}

impl Comparing {
    pub fn new(peer: NodeCode) -> Self {
        Self {
            peer,
            step: Step::Sums,
            asked: Vec::new(),
            more: false,
            rounds: 0,
            differ: Vec::new(),
            open: Vec::new(),
            numbers: Vec::new(),
            again: 0,
        }
    }

    /// The next question.
    pub fn next(&mut self, node: &mut Node) -> Result<Option<Ask>, Error> {
        Ok(match &self.step {
            Step::Sums => {
                (self.asked, self.more) = ranges(node, &self.peer)?;
                (!self.asked.is_empty()).then(|| Ask::Sums(self.asked.clone()))
            }
            Step::Parts(range) => Some(Ask::Parts(*range)),
            Step::Part(lane, part) => Some(Ask::Part(*lane, *part)),
            Step::Entries(lane, ours) => Some(Ask::Entries(*lane, ours.clone())),
            Step::Done => None,
        })
    }

    /// Takes the answer to it; one that does not fit ends the comparison.
    pub fn take(&mut self, node: &mut Node, answer: Answer) -> Result<(), Error> {
        match (std::mem::replace(&mut self.step, Step::Done), answer) {
            (Step::Sums, Answer::Sums(sums)) => {
                let settled = settle_sums(node, &self.peer, &self.asked, &sums)?;
                self.again += settled.again;
                // Numbers that go again are compared when they were taken.
                self.more = (self.more || settled.more) && settled.again == 0;
                self.differ = settled.differ;
                self.go_on();
                Ok(())
            }
            (Step::Parts(range), Answer::Digests(theirs)) => {
                let which = tally::parts(range.first, range.last);
                self.down(node, range.lane, (&which, &theirs))
            }
            (Step::Part(lane, part), Answer::Digests(theirs)) => {
                self.down(node, lane, (&part.parts(), &theirs))
            }
            (Step::Entries(lane, ours), Answer::Entries(theirs)) => {
                self.again += settle_entries(node, &self.peer, lane, (&ours, &theirs))?;
                self.go_on();
                Ok(())
            }
            _ => Err(Error::Unreachable(format!("{} (no fitting answer)", self.peer))),
        }
    }

    fn go_on(&mut self) {
        self.rounds += 1;
        self.step = match self.differ.pop() {
            Some(range) => Step::Parts(range),
            None if self.more && self.rounds < ROUNDS_MAX => Step::Sums,
            None => Step::Done,
        };
    }

    /// Goes into the first part that differs, down to the numbers.
    fn down(
        &mut self,
        node: &mut Node,
        lane: Lane,
        told: (&[Part], &[Digest]),
    ) -> Result<(), Error> {
        let mut differ = differing(node, &self.peer, lane, told)?;
        differ.reverse();
        self.open.extend(differ);
        while let Some(part) = self.open.pop().filter(|_| self.numbers.len() < NUMBERS_MAX) {
            if part.level > 0 {
                self.step = Step::Part(lane, part);
                return Ok(());
            }
            self.numbers.push(part.first());
        }
        self.open.clear();
        let numbers = std::mem::take(&mut self.numbers);
        if numbers.is_empty() {
            self.go_on();
        } else {
            self.step = Step::Entries(lane, entries(node, &self.peer, lane, &numbers)?);
        }
        Ok(())
    }
}

/// What is compared with a recipient, and whether there is more than is summed up at once. Nothing
/// where this node, or what it knows of the recipient, is still to be caught up with.
fn ranges(node: &mut Node, peer: &NodeCode) -> Result<(Vec<Range>, bool), Error> {
    let (mut ranges, mut more) = (Vec::new(), false);
    if node.log.is_held() || node.store.is_behind(peer.as_str())? {
        return Ok((ranges, more));
    }
    for lane in Lane::ALL {
        let at = line(peer, lane, Way::Out);
        let mut tally = node.store.tally(at)?;
        let most = tally.mark + AT_ONCE_MAX;
        tally.mark = node.store.acknowledged_upto(at.peer, at.lane, (tally.mark, most))?;
        if tally.mark < tally.begins {
            continue;
        }
        more |= tally.mark == most;
        let (first, last) = (tally.begins, tally.mark);
        // Summed up here, so that no job has more to read than this one.
        sum(node, peer, (lane, Way::Out), (first, last))?;
        node.store.set_tally(at, tally)?;
        ranges.push(Range { lane, first, last });
    }
    Ok((ranges, more))
}

/// What follows from the sums of a recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Settled {
    /// Ranges that differ somewhere.
    differ: Vec<Range>,
    /// The recipient has not summed up so much yet.
    more: bool,
    /// Numbers that go again.
    again: u64,
}

/// A sender holds a recipient's sums against its own.
fn settle_sums(
    node: &mut Node,
    peer: &NodeCode,
    asked: &[Range],
    sums: &[Sum],
) -> Result<Settled, Error> {
    let mut settled = Settled::default();
    for told in sums {
        let at = line(peer, told.lane, Way::Out);
        let fits = |range: &&Range| {
            range.lane == told.lane && range.first <= told.first && told.last <= range.last
        };
        let Some(range) = asked.iter().find(fits) else { continue };
        settled.more |= told.last < range.last;
        let (first, last) = (told.first, told.last);
        let within = |run: &(u64, u64)| first <= run.0 && run.0 <= run.1 && run.1 <= last;
        let missing = told.missing.iter().copied().filter(within).flat_map(|(from, to)| from..=to);
        let missing: Vec<u64> = missing.take(NUMBERS_MAX).collect();
        if !missing.is_empty() {
            settled.again += send_again(node, peer, told.lane, &missing)?;
            continue;
        }
        let Some(theirs) = told.digest else { continue };
        let (count, own) = sum(node, peer, (told.lane, Way::Out), (first, last))?;
        let now = node.now().0;
        let tally = node.store.tally(at)?;
        node.store.set_tally(at, Tally { at: Some(now), count, ..tally })?;
        if own != theirs {
            settled.differ.push(Range { lane: told.lane, first, last });
        }
    }
    Ok(settled)
}

/// Of a range or a part whose digests a recipient told: which parts of it differ.
fn differing(
    node: &Node,
    peer: &NodeCode,
    lane: Lane,
    (which, theirs): (&[Part], &[Digest]),
) -> Result<Vec<Part>, Error> {
    let at = line(peer, lane, Way::Out);
    let mut differ = Vec::new();
    for (which, their) in which.iter().zip(theirs) {
        if part(node, at, *which)?.digest != *their {
            differ.push(*which);
        }
    }
    Ok(differ)
}

/// What a sender has under numbers that differ.
fn entries(
    node: &Node,
    peer: &NodeCode,
    lane: Lane,
    numbers: &[u64],
) -> Result<Vec<(u64, Digest)>, Error> {
    let at = line(peer, lane, Way::Out);
    let one = |seq: &u64| {
        let numbered = node.store.numbered(at, (*seq, *seq))?;
        Ok((*seq, numbered.first().copied().unwrap_or(UNKNOWN)))
    };
    numbers.iter().map(one).collect()
}

/// DLV-24, DLV-25: acts on what a recipient has under numbers that differ. Answers how many go
/// again.
fn settle_entries(
    node: &mut Node,
    peer: &NodeCode,
    lane: Lane,
    (ours, theirs): (&[Numbered], &[Numbered]),
) -> Result<u64, Error> {
    let (mut lost, mut news) = (Vec::new(), 0);
    for ((seq, own), (same, their)) in ours.iter().zip(theirs) {
        if seq != same || own == their {
            continue;
        }
        if is_record(*their) {
            let (at, now) = (line(peer, lane, Way::Out), node.now().0);
            news += u64::from(node.store.note_differing(at, *seq, (*own, *their), now)?);
        } else {
            lost.push(*seq);
        }
    }
    note(node, peer, (Rule::Numbered, "lane-differs"), news)?;
    send_again(node, peer, lane, &lost)
}

/// DLV-24: the numbers go as void, so that no hole is left, and their records under new ones: those
/// that still stand and were let out to this recipient.
fn send_again(node: &mut Node, peer: &NodeCode, lane: Lane, lost: &[u64]) -> Result<u64, Error> {
    let Some(least) = lost.iter().min() else { return Ok(0) };
    let at = line(peer, lane, Way::Out);
    for seq in lost {
        node.store.forget_tally(at, *seq)?;
        let queued = node.store.outgoing(at.peer, at.lane, seq - 1, 1)?;
        let own = queued.first().filter(|one| one.seq == *seq && one.void.is_none());
        let stored = own.map(|one| node.store.record_row(one.record)).transpose()?.flatten();
        if let Some(stored) = stored {
            let name = Header::from_bytes(&stored.header)?.name();
            let (revision, content_id) = (name.revision, stored.content_id);
            let named = Named { id: name.id, revision, content_id };
            outward::queue_again(node, peer, &named)?;
        }
        if own.is_some() {
            node.store.void_outgoing(at.peer, at.lane, *seq, "lost")?;
        }
        node.store.unacknowledge(at.peer, at.lane, *seq)?;
    }
    for run in lost.chunk_by(|one, next| one + 1 == *next) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            restore::lane::fill(node, peer, lane, (*first, *last))?;
        }
    }
    let tally = node.store.tally(at)?;
    let mark = tally.mark.min(least - 1).max(tally.begins - 1);
    node.store.set_tally(at, Tally { mark, ..tally })?;
    note(node, peer, (Rule::Lost, "lane-lost"), lost.len() as u64)?;
    Ok(lost.len() as u64)
}
