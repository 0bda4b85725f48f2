//! The simulator itself: it repeats, it breaks what it should, and it finds what is planted.
#![cfg(feature = "simulation")]
#![expect(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

use node::sabotage::{self, Sabotage};
use node::sim::{self, Options, Report};

fn run(seed: u64, planted: Option<&str>) -> Report {
    let sabotage = planted.map_or(Sabotage::default(), |name| Sabotage::named(name).unwrap());
    let options = Options { nodes: 4, steps: 600, sabotage, real: false, trace: false };
    sim::run(seed, &options).unwrap()
}

#[test]
fn a_seed_replays_exactly() {
    let first = run(7, None);
    assert_eq!(first, run(7, None));
    assert_ne!(first.trace, run(8, None).trace);
}

#[test]
fn sound_nodes_survive_what_the_seeds_do() {
    let mut total = sim::Counts::default();
    for seed in 1..=12 {
        let report = run(seed, None);
        assert_eq!(report.faults, Vec::<String>::new(), "seed {seed}");
        total.add(&report.counts);
    }
    assert!(total.crashes > 0 && total.partitions > 0 && total.torn_writes > 0, "{total:?}");
    // Witnesses cosign, one lies, and an owner with two logs is found by whoever was shown both.
    assert!(total.cosigned > 0 && total.lies > 0 && total.forks_found > 0, "{total:?}");
    assert!(total.erased > 0 && total.reads > 0 && total.tampered > 0, "{total:?}");
}

#[test]
fn every_planted_fault_is_found() {
    for (name, _) in sabotage::ALL {
        let found = (1..=200).any(|seed| !run(seed, Some(name)).faults.is_empty());
        assert!(found, "{name}");
    }
}

#[test]
fn names_of_planted_faults_are_checked() {
    assert_eq!(Sabotage::named("no-such-fault"), None);
    assert!(sabotage::ALL.iter().all(|(name, _)| Sabotage::named(name).is_some()));
}
