//! The simulator: whole nodes on real SQLite in memory, with a clock, a network and disks that do
//! what a seed says. The same seed does the same again.

mod attack;
mod check;
mod disk;
mod file;
mod ledger;
mod prng;
mod relay;
mod steward;
mod tally;
mod wire;
mod witness;
mod work;
mod world;

use record::Digest;
use record::draft::Lane;
use record::moment::{DAY_MS, HOUR_MS};

use crate::Error;
use crate::delivery::Settled;
use crate::sabotage::Sabotage;
pub use world::Counts;
use world::World;

/// Rounds over all lanes after which an honest network must have come to rest.
const SWEEPS_MAX: usize = 60;

/// What to simulate.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub nodes: usize,
    pub steps: u64,
    pub sabotage: Sabotage,
    /// Real signatures and key encapsulation instead of stand-ins.
    pub real: bool,
    /// Prints each step.
    pub trace: bool,
}

/// How one seed went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub seed: u64,
    pub counts: Counts,
    pub faults: Vec<String>,
    /// Digest of everything that happened.
    pub trace: Digest,
}

/// Runs one seed to its end, or to its first fault.
pub fn run(seed: u64, options: &Options) -> Result<Report, Error> {
    let mut world = World::new(seed, options)?;
    while world.step < options.steps && world.faults.is_empty() {
        step(&mut world);
    }
    if world.faults.is_empty() {
        rest(&mut world);
    }
    if world.faults.is_empty() {
        world.check();
    }
    let (counts, trace) = (world.counts, world.trace());
    Ok(Report { seed, counts, faults: world.faults, trace })
}

fn step(world: &mut World) {
    world.step += 1;
    world.tick();
    world.confirm();
    world.restart_due();
    match world.rng.below(1_000) {
        0..200 => world.work(),
        200..520 => {
            if let Some(place) = world.pick_up() {
                world.send_some(place);
            }
        }
        520..790 => world.deliver_some(),
        790..820 => world.hand_over_some(),
        820..855 => {
            if let Some(place) = world.pick_up() {
                world.attest(place);
            }
        }
        855..860 => world.replay_head(),
        860..885 => world.fetch_some(),
        885..900 => {
            if let Some(place) = world.pick_up() {
                world.relay_some(place);
            }
        }
        900..930 => world.attack(),
        930..950 => world.replay(),
        950..960 => {
            if let Some(place) = world.pick_up() {
                world.crash(place, "after an answer");
            }
        }
        960..970 => world.partition(),
        _ => {
            if let Some(place) = world.pick_up() {
                world.take_head(place);
                world.round(place);
            }
        }
    }
}

/// Heals everything, lets the network come to rest, and lets what is due be erased.
fn rest(world: &mut World) {
    world.calm = true;
    world.restart_due();
    world.heal();
    world.confirm_for_all();
    // Who said that its directory is frozen is asked again.
    world.advance(HOUR_MS);
    settle(world);
    world.advance(4 * DAY_MS);
    let late = (world.now() - world::START_MS).rem_euclid(DAY_MS);
    // Noon or so: no two clocks are on different days.
    world.advance(DAY_MS - late + 2 * HOUR_MS);
    world.confirm_for_all();
    rounds(world);
    settle(world);
    // Two peers at least must say what time it is before anything may be erased.
    for place in 0..world.members {
        world.publish_to_all(place);
    }
    settle(world);
    attest(world);
    rounds(world);
    settle(world);
    attest(world);
    // A witness that lied before may have let a quorum come only now.
    rounds(world);
    settle(world);
}

/// Everybody's newest head is witnessed, and everybody hears of it.
fn attest(world: &mut World) {
    for place in 0..world.places.len() {
        world.attest(place);
    }
}

fn rounds(world: &mut World) {
    for place in 0..world.members {
        world.round(place);
    }
}

fn settle(world: &mut World) {
    for _ in 0..SWEEPS_MAX {
        let mut moved = false;
        for place in 0..world.members {
            for to in (0..world.members).filter(|to| *to != place) {
                for lane in Lane::ALL.into_iter().rev() {
                    moved |= exchange(world, place, to, lane);
                }
            }
        }
        moved |= world.fetch_all();
        moved |= world.hand_over_all();
        if !moved || !world.faults.is_empty() {
            return;
        }
    }
    world.fault("the network does not come to rest".into());
}

/// Delivers one pouch and its answer; whether that moved anything.
fn exchange(world: &mut World, place: usize, to: usize, lane: Lane) -> bool {
    for _ in 0..3 {
        let Some(pouch) = world.seal(place, to, lane) else { return false };
        let Some(answer) = world.arrive(&pouch) else { return false };
        match world.settle(&pouch, &answer) {
            Some(Settled::Closed) => return true,
            Some(Settled::AgainAtOnce) => {}
            Some(Settled::Later) | None => return false,
        }
    }
    false
}
