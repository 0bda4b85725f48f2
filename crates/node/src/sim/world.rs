//! Whole nodes on simulated disks, joined by a simulated network, driven one step at a time.
//! It is long because one world is one state: its steps, its wire and its accidents.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use record::moment::{DAY_MS, MINUTE_MS, SECOND_MS};
use record::{Digest, NodeCode, Timestamp, Unit};
use seal::directory::{Directory, Founding, Labels, MemberRole};
use seal::kem::KemSecret;
use seal::log_key::LogSecret;

use super::Options;
use super::disk::{self, Disk};
use super::file::Folder;
use super::ledger::Ledger;
use super::prng::{Prng, Seeded};
use super::relay::{self, Relays};
use super::steward::{self, Stewards};
use super::wire::{Flight, Pouch};
use super::witness::{Cosigned, Old};
use crate::founding::{self, Keys, Plan};
use crate::sabotage::Sabotage;
use crate::store::Store;
use crate::vault::Vault;
use crate::{Clock, Config, Error, Identity, Node, Parts, attachment, due};

/// 2026-03-02T08:00Z, a Monday.
pub const START_MS: i64 = 1_772_438_400_000;
/// How far the clock of a node that is wrong about the time is ahead.
pub const AHEAD_MS: i64 = 6 * 366 * DAY_MS;
/// What one member of the network does that it should not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Honest,
    /// Shows one peer another log.
    Forker,
    /// Speaks in another owner's name.
    Impostor,
    /// Publishes two records of one name.
    TwoNames,
    /// Offers a leaf of another type as published.
    WrongLeaf,
    /// Believes that it is six years later.
    Clock,
    /// Cosigns what it should not, or nothing.
    LyingWitness,
    /// Changes, repeats, withholds or makes up what it carries for others.
    LyingRelay,
    /// Leaves the network for good.
    Leaver,
}

/// How a transaction ended.
pub enum Outcome<T> {
    Answered(Result<T, Error>),
    /// The node crashed; what it would have answered is durable or, where it is not, gone.
    Crashed(Option<Result<T, Error>>),
}

impl<T> Outcome<T> {
    /// What was answered to whoever asked.
    pub fn answered(self) -> Option<Result<T, Error>> {
        match self {
            Self::Answered(answer) => Some(answer),
            Self::Crashed(_) => None,
        }
    }

    /// What is on the disk, answered or not.
    pub fn durable(self) -> Option<T> {
        match self {
            Self::Answered(answer) | Self::Crashed(Some(answer)) => answer.ok(),
            Self::Crashed(None) => None,
        }
    }
}

struct SimClock {
    base: Arc<AtomicI64>,
    offset: Arc<AtomicI64>,
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.base.load(Ordering::SeqCst) + self.offset.load(Ordering::SeqCst))
    }
}

/// A place where a node runs. A forker's second log has a place of its own.
pub struct Place {
    pub member: usize,
    pub node: Option<Node>,
    pub disk: Disk,
    pub(super) incarnation: u64,
    up_at: u64,
    /// Pouches under way: by peer and lane, the step at which they count as lost.
    pub(super) waiting: BTreeMap<(usize, u8), u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pouches that were sealed.
    pub pouches: u64,
    /// What came from one node to another: pouches, offers, heads, questions, and their answers.
    pub messages: u64,
    pub crashes: u64,
    pub partitions: u64,
    pub torn_writes: u64,
    pub tampered: u64,
    pub erased: u64,
    pub reads: u64,
    pub lost: u64,
    pub duplicated: u64,
    /// Heads that honest witnesses cosigned, what a witness or a relay lied, and members that found
    /// an owner with two logs.
    pub cosigned: u64,
    pub lies: u64,
    pub forks_found: u64,
    /// Pouches that went over a relay and were answered.
    pub relayed: u64,
    /// Pouches that were sealed while a directory was frozen.
    pub frozen: u64,
}

pub struct World {
    pub seed: u64,
    pub rng: Prng,
    pub step: u64,
    pub members: usize,
    pub codes: Vec<NodeCode>,
    pub places: Vec<Place>,
    pub directory: Directory,
    pub ledger: Ledger,
    pub counts: Counts,
    pub faults: Vec<String>,
    pub culprit: usize,
    pub role: Role,
    /// Healing: nothing goes wrong any more.
    pub calm: bool,
    base: Arc<AtomicI64>,
    offsets: Vec<Arc<AtomicI64>>,
    pub(super) groups: Vec<usize>,
    pub(super) wire: Vec<Flight>,
    pub(super) old: Vec<Pouch>,
    pub(super) old_heads: Vec<Old>,
    pub(super) cosigned: Cosigned,
    pub(super) relays: Relays,
    pub(super) stewards: Stewards,
    sabotage: Sabotage,
    pub(super) real: bool,
    show: bool,
    trace: Digest,
    folder: Folder,
}

impl World {
    pub fn new(seed: u64, options: &Options) -> Result<Self, Error> {
        let mut rng = Prng::new(seed);
        let members = options.nodes;
        let codes: Vec<NodeCode> = (0..members).map(code).collect();
        let culprit = rng.below(members);
        let roles = [
            Role::Honest,
            Role::Forker,
            Role::Impostor,
            Role::TwoNames,
            Role::WrongLeaf,
            Role::Clock,
            Role::LyingWitness,
            Role::LyingRelay,
            Role::Leaver,
        ];
        // In turn, so that a few seeds meet every role.
        let role = roles[(seed % roles.len() as u64) as usize];
        let offset = |_| Arc::new(AtomicI64::new(0));
        let stewards = Stewards::new(seed, options.real)?;
        let mut world = Self {
            seed,
            members,
            directory: found(seed, &codes, (&stewards, options.real))?,
            codes,
            culprit,
            role,
            offsets: (0..members).map(offset).collect(),
            groups: vec![0; members],
            sabotage: options.sabotage,
            real: options.real,
            show: options.trace,
            rng,
            step: 0,
            places: Vec::new(),
            ledger: Ledger::default(),
            counts: Counts::default(),
            faults: Vec::new(),
            calm: false,
            base: Arc::new(AtomicI64::new(START_MS)),
            wire: Vec::new(),
            old: Vec::new(),
            old_heads: Vec::new(),
            cosigned: Cosigned::new(),
            relays: Relays::default(),
            stewards,
            trace: Digest::default(),
            folder: Folder::new(),
        };
        for member in 0..members {
            let skew = world.rng.below(120_000) as i64 - 60_000;
            world.offsets[member].store(skew, Ordering::SeqCst);
            world.add_place(member, None)?;
        }
        world.note(|| format!("culprit {culprit} {role:?}"));
        Ok(world)
    }

    /// A place with an empty store, or with another place's disk.
    pub fn add_place(&mut self, member: usize, disk: Option<Disk>) -> Result<usize, Error> {
        let place = self.places.len();
        let fresh = disk.is_none();
        let disk = disk.unwrap_or_default();
        // The second log of a forker draws the same bytes as the first: the same names, other text.
        let incarnation = if fresh { 0 } else { self.places[member].incarnation };
        let waiting = BTreeMap::new();
        self.places.push(Place { member, node: None, disk, incarnation, up_at: 0, waiting });
        let store = if fresh { Store::in_memory()? } else { self.places[place].disk.open()? };
        let node = self.open_node(place, store)?;
        self.places[place].disk.fsync(&node.store)?;
        self.places[place].node = Some(node);
        Ok(place)
    }

    fn open_node(&self, place: usize, store: Store) -> Result<Node, Error> {
        let Place { member, incarnation, .. } = self.places[place];
        let identity = identity(self.seed, member, self.real)?;
        let config = Config { pouch_entries_max: 8, ..Config::default() };
        let mut node = Node::open(Parts {
            identity,
            directory: self.directory.clone(),
            config,
            store,
            vault: Vault::new([member as u8 + 1; 32], [99; 32]),
            clock: Arc::new(SimClock {
                base: self.base.clone(),
                offset: self.offsets[member].clone(),
            }),
            entropy: Box::new(Seeded::new(self.seed, member, incarnation)),
        })?;
        node.sabotage = self.sabotage;
        node.files = self.folder.of(place);
        attachment::tidy(&mut node)?;
        Ok(node)
    }

    /// Tells the trace, which is what replays are compared by.
    pub fn note(&mut self, text: impl FnOnce() -> String) {
        let text = text();
        self.trace = Digest::of(&[&self.trace.0, text.as_bytes()]);
        if self.show {
            println!("{:>5} {text}", self.step);
        }
    }

    pub fn trace(&self) -> Digest {
        self.trace
    }

    /// Something that must not happen, happened.
    pub fn fault(&mut self, text: String) {
        self.note(|| format!("VIOLATION {text}"));
        self.faults.push(text);
    }

    pub fn now(&self) -> i64 {
        self.base.load(Ordering::SeqCst)
    }

    pub fn advance(&mut self, ms: i64) {
        self.base.fetch_add(ms, Ordering::SeqCst);
    }

    /// The culprit's clock jumps.
    pub fn jump_clock(&mut self) {
        self.offsets[self.culprit].store(AHEAD_MS, Ordering::SeqCst);
    }

    pub fn has_jumped(&self, member: usize) -> bool {
        self.offsets[member].load(Ordering::SeqCst) == AHEAD_MS
    }

    /// Whether a member's own statements are honest.
    pub fn is_honest(&self, member: usize) -> bool {
        member != self.culprit
            || matches!(
                self.role,
                Role::Honest | Role::Clock | Role::LyingWitness | Role::LyingRelay | Role::Leaver
            )
    }

    /// Whether the network should agree with it in the end.
    pub fn is_regular(&self, member: usize) -> bool {
        let true_to_all = matches!(self.role, Role::Honest | Role::LyingWitness | Role::LyingRelay);
        member != self.culprit || true_to_all
    }

    pub fn is_up(&self, place: usize) -> bool {
        self.places[place].node.is_some()
    }

    /// A place that runs, if chance finds one.
    pub fn pick_up(&mut self) -> Option<usize> {
        let place = self.rng.below(self.places.len());
        self.is_up(place).then_some(place)
    }

    /// Runs a job of a node in a transaction, at any point of which the node may crash.
    pub fn transact<T>(
        &mut self,
        place: usize,
        job: impl FnOnce(&mut Node) -> Result<T, Error>,
    ) -> Outcome<T> {
        let point = if self.calm { 1_000 } else { self.rng.below(1_000) };
        if (6..11).contains(&point) {
            self.write_down(place);
        }
        let Some(node) = self.places[place].node.as_mut() else { return Outcome::Crashed(None) };
        let changes = node.store.db.total_changes();
        let begun = node.begin();
        let answer = begun.and_then(|()| node.job(job));
        if point < 6 {
            let _ = node.abandon();
            self.crash(place, "before commit");
            return Outcome::Crashed(None);
        }
        if let Err(error) = node.finish() {
            self.fault(format!("{place} cannot commit: {error}"));
        }
        let synced = self.sync(place, changes);
        match point {
            6..11 if synced => {
                self.counts.torn_writes += 1;
                self.tear(place);
                self.crash(place, "in a torn write");
                Outcome::Crashed(None)
            }
            11..17 => {
                self.crash(place, "between commit and answer");
                Outcome::Crashed(Some(answer))
            }
            _ => Outcome::Answered(answer),
        }
    }

    /// Whether the commit reached the disk: one that changed nothing since `changes` does not.
    fn sync(&mut self, place: usize, changes: u64) -> bool {
        let place = &mut self.places[place];
        let Some(node) = place.node.as_mut() else { return false };
        node.take_announced();
        let wrote = node.store.db.total_changes() != changes;
        let synced = !node.sabotage.take_unsynced() && wrote;
        if synced && node.sabotage.skips_fsync() {
            place.disk.fsync(&node.store).expect("memory is enough");
        }
        synced
    }

    /// A store in memory is what its disk would be, as long as every commit reaches the disk: it is
    /// written down when that matters, for it costs more than all else that a node does.
    pub(super) fn write_down(&mut self, place: usize) {
        let place = &mut self.places[place];
        if let Some(node) = place.node.as_ref().filter(|node| !node.sabotage.skips_fsync()) {
            place.disk.fsync(&node.store).expect("memory is enough");
        }
    }

    /// The last commit is not on the disk, and the node is gone.
    fn tear(&mut self, place: usize) {
        let place = &mut self.places[place];
        if place.node.take().is_some_and(|node| node.sabotage.skips_fsync()) {
            place.disk.tear();
        }
    }

    /// Everything in the memory of a node is gone.
    pub fn crash(&mut self, place: usize, when: &str) {
        self.note(|| format!("{place} crashes {when}"));
        self.counts.crashes += 1;
        self.write_down(place);
        let downtime = if self.rng.chance(500) { 0 } else { self.rng.below(60) as u64 };
        let step = self.step;
        let crashed = &mut self.places[place];
        crashed.node = None;
        crashed.incarnation += 1;
        crashed.up_at = step + downtime;
        crashed.waiting.clear();
        if self.rng.chance(150) {
            self.try_cut(place);
        }
        self.restart_due();
    }

    /// A database that lost pages must be noticed when it is opened. What SQLite cannot notice, a
    /// page that is there and wrong, is `fsck`'s to find.
    fn try_cut(&mut self, place: usize) {
        let bytes = self.places[place].disk.bytes();
        let cut = self.rng.below(bytes) / 4_096 * 4_096;
        let Ok(store) = self.places[place].disk.open_cut(cut) else { return };
        if disk::is_sound(&store) && store.leaf_count().is_ok_and(|leaves| leaves > 0) {
            self.fault(format!("{place} did not notice that {cut} of {bytes} bytes are left"));
        }
    }

    pub fn restart_due(&mut self) {
        for place in 0..self.places.len() {
            let due = self.calm || self.places[place].up_at <= self.step;
            if self.places[place].node.is_some() || !due {
                continue;
            }
            let opened =
                self.places[place].disk.open().and_then(|store| self.open_node(place, store));
            match opened {
                Ok(node) => self.places[place].node = Some(node),
                Err(error) => return self.fault(format!("{place} does not start: {error}")),
            }
            self.note(|| format!("{place} starts"));
        }
    }

    /// Cuts the network in two, or heals it.
    pub fn partition(&mut self) {
        if self.groups.iter().any(|group| *group != 0) {
            self.groups.fill(0);
            self.note(|| "heals".into());
            return;
        }
        for member in 0..self.members {
            self.groups[member] = self.rng.below(2);
        }
        self.counts.partitions += 1;
        let groups = self.groups.clone();
        self.note(|| format!("partition {groups:?}"));
    }

    pub fn heal(&mut self) {
        self.groups.fill(0);
        self.wire.clear();
        self.places.iter_mut().for_each(|place| place.waiting.clear());
    }

    pub fn member(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|known| known.as_str() == code)
    }

    /// An error of a sound node on a sound disk is a fault.
    pub fn sound<T>(&mut self, place: usize, what: &str, answer: Result<T, Error>) -> Option<T> {
        answer.map_err(|error| self.fault(format!("{place} fails to {what}: {error}"))).ok()
    }

    /// What falls due at a place. The eraser must not work under a wrong clock.
    pub fn round(&mut self, place: usize) {
        if !self.is_up(place) {
            return;
        }
        let outcome = self.transact(place, due::round);
        let Some(answer) = outcome.answered() else { return };
        let Some(round) = self.sound(place, "do its round", answer) else { return };
        self.counts.erased += round.erased;
        self.note(|| format!("{place} {round:?}"));
        if let Some(node) = self.places[place].node.as_mut() {
            let _ = node.empty_wal_after_erasure();
        }
        if round.erased > 0 && self.has_jumped(self.places[place].member) {
            self.fault(format!("{place} erased {} by a clock six years ahead", round.erased));
        }
    }

    /// Time passes for everyone.
    pub fn tick(&mut self) {
        let ms = match self.rng.below(200) {
            0 => DAY_MS * (1 + self.rng.below(4) as i64),
            1..8 => MINUTE_MS * (1 + self.rng.below(30) as i64),
            _ => SECOND_MS * self.rng.below(4) as i64,
        };
        self.advance(ms);
    }
}

pub fn code(member: usize) -> NodeCode {
    let letter = char::from(b'A' + (member % 26) as u8);
    NodeCode::new(&format!("X{letter}")).expect("an X and a letter")
}

/// A member's secrets: the same at every start.
pub fn identity(seed: u64, member: usize, real: bool) -> Result<Identity, Error> {
    Ok(keys(seed, member, real)?.identity)
}

fn keys(seed: u64, member: usize, real: bool) -> Result<Keys, Error> {
    let code = code(member);
    if real {
        return founding::keys(&code, &mut Seeded::new(seed, member, u64::MAX));
    }
    let log = LogSecret::standin(&founding::origin(&code));
    let root = LogSecret::standin(&format!("amana.invalid/root/{code}"));
    let kem = vec![KemSecret::standin(member as u64)];
    let witness = LogSecret::standin(&founding::witness_name(&code));
    Ok(Keys { identity: Identity { code, log, witness, kem: kem.into() }, root })
}

fn found(
    seed: u64,
    codes: &[NodeCode],
    (stewards, real): (&Stewards, bool),
) -> Result<Directory, Error> {
    let mut members = Vec::with_capacity(codes.len());
    for (number, code) in codes.iter().enumerate() {
        let name = code.as_str().to_owned();
        let plan = Plan {
            relays: relay::relays(number, codes),
            code: code.clone(),
            names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
            region: if number.is_multiple_of(2) { "north" } else { "south" }.into(),
            role: MemberRole::Country,
            address: None,
            pins: Vec::new(),
            units: vec![Unit::new("POLICE").expect("a unit's code")],
        };
        members.push(founding::member(&plan, &keys(seed, number, real)?, Timestamp(START_MS)));
    }
    let tables = record::policy::Tables::embedded();
    Ok(Directory::found(Founding {
        name: "simulation".into(),
        exercise: true,
        created: Timestamp(START_MS),
        stewards: stewards.listed(),
        threshold: steward::THRESHOLD,
        members,
        policy: (tables.version(), tables.digest()),
    }))
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.pouches += other.pouches;
        self.messages += other.messages;
        self.crashes += other.crashes;
        self.partitions += other.partitions;
        self.torn_writes += other.torn_writes;
        self.tampered += other.tampered;
        self.erased += other.erased;
        self.reads += other.reads;
        self.lost += other.lost;
        self.duplicated += other.duplicated;
        self.cosigned += other.cosigned;
        self.lies += other.lies;
        self.forks_found += other.forks_found;
        self.relayed += other.relayed;
        self.frozen += other.frozen;
    }
}
