//! Stewards of the simulated network: two of five never sign, and the three others are away now and
//! then. A directory that waits for them longer than seven days is frozen at whoever has no newer
//! one. One member may leave. With real keys the two sign heads of their own, which nobody takes.

use std::sync::Arc;

use record::moment::DAY_MS;
use record::{NodeCode, Timestamp};
use seal::Rule;
use seal::directory::{Directory, Member, MemberStatus, Steward};
use seal::log_key::LogSecret;

use super::prng::Seeded;
use super::world::{Role, World};
use crate::{Error, Node};

/// Of five; the two others refuse.
const WILLING: usize = 3;
const ALL: usize = 5;
/// What their keys are drawn by, instead of a member's number.
const STEWARDS: usize = usize::MAX;

pub(super) const THRESHOLD: u8 = 3;

/// When the directory was to be confirmed last, and until when each willing steward is away.
#[derive(Default)]
pub struct Stewards {
    keys: Vec<LogSecret>,
    /// Heads after the first, with their signatures where keys are real.
    heads: Vec<(Directory, Vec<u8>)>,
    tried: i64,
    away: [i64; WILLING],
}

impl Stewards {
    pub(super) fn new(seed: u64, real: bool) -> Result<Self, Error> {
        let mut entropy = Seeded::new(seed, STEWARDS, 0);
        let mut key = |number: usize| {
            let name = format!("amana.invalid/steward/{number}");
            if real {
                return LogSecret::generate(&name, &mut entropy);
            }
            Ok(LogSecret::standin(&name))
        };
        let keys = (1..=ALL).map(&mut key).collect::<Result<_, _>>()?;
        Ok(Self { keys, ..Self::default() })
    }

    pub(super) fn listed(&self) -> Vec<Steward> {
        let listed =
            |key: &LogSecret| Steward { name: key.origin().into(), key: key.public().clone() };
        self.keys.iter().map(listed).collect()
    }

    fn sign(&self, head: &Directory, by: std::ops::Range<usize>) -> Result<Vec<u8>, Error> {
        let keys: Vec<(u8, &LogSecret)> = by.map(|at| (at as u8, &self.keys[at])).collect();
        Ok(head.sign(&keys)?)
    }
}

impl World {
    /// Once a day the directory is confirmed, where all who would sign are there.
    pub(super) fn confirm(&mut self) {
        let now = self.now();
        if now - self.stewards.tried < DAY_MS {
            return;
        }
        self.stewards.tried = now;
        for steward in 0..WILLING {
            if self.rng.chance(120) {
                self.stewards.away[steward] = now + DAY_MS * (1 + self.rng.below(14) as i64);
            }
        }
        if self.stewards.away.iter().all(|until| *until <= now) {
            self.next_head();
        }
    }

    fn next_head(&mut self) {
        let mut members = self.directory.members().to_vec();
        if self.role == Role::Leaver && !self.has_left(self.culprit) && self.rng.chance(300) {
            let code = self.codes[self.culprit].clone();
            self.note(|| format!("{code} leaves"));
            stand(&mut members, &code, MemberStatus::Left);
        }
        let next = self.directory.next(members, Timestamp(self.now()));
        self.note(|| format!("stewards sign head {}", next.sequence));
        let signed = match self.real {
            true => self.stewards.sign(&next, 0..WILLING),
            false => Ok(Vec::new()),
        };
        match signed {
            Ok(signed) => self.stewards.heads.push((next.clone(), signed)),
            Err(error) => return self.fault(format!("stewards cannot sign: {error}")),
        }
        self.directory = next;
    }

    /// Whether the newest head lists a member as one that left.
    pub(super) fn has_left(&self, member: usize) -> bool {
        is_left(&self.directory, &self.codes[member])
    }

    /// A node hears of the newest head, one after the other.
    pub(super) fn take_head(&mut self, place: usize) {
        let Some(node) = self.places[place].node.as_mut() else { return };
        let (before, now) = (node.directory.sequence, node.now());
        for (head, signed) in &self.stewards.heads {
            if head.sequence <= node.directory.sequence {
                continue;
            }
            let taken = match self.real {
                true => node.directory.accept_at(signed, now),
                false => Ok(head.clone()),
            };
            match taken {
                Ok(head) => node.directory = Arc::new(head),
                Err(rule) => {
                    let (sequence, rule) = (head.sequence, rule.code());
                    return self.fault(format!("{place} refuses head {sequence} by {rule}"));
                }
            }
        }
        self.counts.messages += node.directory.sequence - before;
        if node.directory.sequence > before {
            self.note(|| format!("{place} takes the newest head"));
        }
        self.offer_minoritys(place);
    }

    /// Two stewards sign that a member is out; and one of them signs for three.
    fn offer_minoritys(&mut self, place: usize) {
        let Some(held) = self.places[place].node.as_ref().map(|node| node.directory.clone()) else {
            return;
        };
        if !self.real || !self.rng.chance(250) {
            return;
        }
        self.counts.lies += 1;
        let mut members = held.members().to_vec();
        let victim = self.codes[self.rng.below(self.members)].clone();
        stand(&mut members, &victim, MemberStatus::Suspended);
        let next = held.next(members, Timestamp(self.now()));
        let of_two = self.stewards.sign(&next, WILLING..ALL);
        let one = (WILLING as u8, &self.stewards.keys[WILLING]);
        let of_one = next.sign(&[one, one, one]).map_err(Error::from);
        for signed in [of_two, of_one] {
            let taken = signed.map(|signed| held.accept_at(&signed, Timestamp(self.now())));
            if !matches!(taken, Ok(Err(Rule::DirectoryThreshold))) {
                self.fault(format!("{place} takes the head of a minority of stewards"));
            }
        }
    }

    /// Everyone is there, and everybody hears of it.
    pub(super) fn confirm_for_all(&mut self) {
        self.next_head();
        for place in 0..self.places.len() {
            self.take_head(place);
        }
    }

    /// Counts who waits; whoever seals what does not take back under an old head is found out.
    pub(super) fn check_sealed(&mut self, place: usize, frozen: bool, ordinary: usize) {
        self.counts.frozen += u64::from(frozen);
        if frozen && ordinary > 0 && self.is_honest(self.places[place].member) {
            self.fault(format!("{place} sealed {ordinary} records under a frozen directory"));
        }
    }

    /// As far as a place knows.
    pub(super) fn knows_left(&self, place: usize, member: usize) -> bool {
        let node = self.places[place].node.as_ref();
        node.is_some_and(|node| is_left(&node.directory, &self.codes[member]))
    }
}

fn stand(members: &mut [Member], code: &NodeCode, status: MemberStatus) {
    let of_code = members.iter_mut().filter(|member| member.code == *code);
    of_code.for_each(|member| member.status = status);
}

fn is_left(directory: &Directory, code: &NodeCode) -> bool {
    directory.member(code).is_some_and(|member| member.status == MemberStatus::Left)
}

/// Whether a node's directory is frozen, as the clock of the node has it: counted here.
pub(super) fn is_frozen(node: &Node) -> bool {
    node.now().0 - node.directory.created.0 > 7 * DAY_MS
}
