//! Keys of members that change from head to head: log epochs, and what the root must have signed.

use record::{Digest, Timestamp};
use seal::Rule;
use seal::directory::{Directory, KemMonth, LogEpoch, Member};
use seal::log_key::LogSecret;

use crate::world::{self, NOW, kem, network};

fn steward(number: u8) -> LogSecret {
    let seeds = world::steward_seeds(number);
    LogSecret::from_seeds(&format!("steward-{number}"), &seeds).unwrap()
}

fn next(before: &Directory, members: Vec<Member>) -> Result<Directory, Rule> {
    let keys: Vec<LogSecret> = (1..=2).map(steward).collect();
    let signers: Vec<(u8, &LogSecret)> = (0u8..).zip(&keys).collect();
    before.accept(&before.next(members, NOW).sign(&signers).unwrap())
}

fn epoch(number: u32, key: u8, from: i64) -> LogEpoch {
    let origin = format!("amana.invalid/log/XA/{number}");
    let key = LogSecret::from_seeds(&origin, &[key; 64]).unwrap();
    LogEpoch { epoch: number, key: key.public().clone(), from: Timestamp(from), revoked_at: None }
}

/// XA's entry in the next head, changed and then certified by its root.
fn with(before: &Directory, at: i64, change: &dyn Fn(&mut Member)) -> Result<Directory, Rule> {
    let mut members = before.members().to_vec();
    change(&mut members[0]);
    members[0].certify(&world::root("XA"), &network(), Timestamp(at)).unwrap();
    next(before, members)
}

/// DIR-06: epochs are numbered, later, of their own; a listed one is revoked and stays.
#[test]
fn log_epochs_are_added_and_never_changed() {
    let first = world::directory();
    let second = with(&first, 1, &|m| m.logs.push(epoch(2, 2, NOW.0))).unwrap();
    let member = &second.members()[0];
    assert_eq!((member.epoch(), member.log()), (2, Some(&member.logs[1].key)));
    let old = member.epoch_of("amana.invalid/log/XA").unwrap();
    assert_eq!(old.key, first.members()[0].logs[0].key);
    let check = |before: &Directory, change: &dyn Fn(&mut Member)| {
        assert_eq!(with(before, 2, change).map(drop), Err(Rule::DirectoryEpoch));
    };
    check(&first, &|m| m.logs.push(epoch(3, 2, NOW.0)));
    check(&first, &|m| m.logs.push(epoch(2, 2, m.logs[0].from.0)));
    check(&first, &|m| m.logs.clear());
    check(&first, &|m| m.logs[0] = epoch(1, 2, 5));
    check(&second, &|m| m.logs.truncate(1));
    check(&second, &|m| m.logs[0].from = NOW);
    check(&second, &|m| m.logs.push(LogEpoch { epoch: 3, from: NOW.plus(1), ..m.logs[1].clone() }));
    let revoked = with(&second, 2, &|m| m.logs[1].revoked_at = Some(NOW)).unwrap();
    assert_eq!(revoked.members()[0].log(), None, "nothing is said under a revoked key");
    check(&revoked, &|m| m.logs[1].revoked_at = None);
    check(&revoked, &|m| m.logs[1].revoked_at = Some(NOW.plus(1)));
    let third = with(&revoked, 3, &|m| m.logs.push(epoch(3, 3, NOW.0 + 1))).unwrap();
    assert_eq!(third.members()[0].epoch(), 3);
}

/// DIR-09: the stewards alone change no key of a member, and no earlier word of its root does.
#[test]
fn keys_change_only_under_the_roots_signature() {
    let first = world::directory();
    let later = |m: &mut Member| {
        let (month, key) = ("2026-10".to_owned(), kem("XA", "2026-10").public().clone());
        m.kem.push(KemMonth { month, key });
    };
    let changes: [&dyn Fn(&mut Member); 3] =
        [&later, &|m| m.pins.push(Digest([7; 32])), &|m| m.logs.push(epoch(2, 2, NOW.0))];
    for change in changes {
        let mut members = first.members().to_vec();
        change(&mut members[0]);
        assert_eq!(next(&first, members.clone()).map(drop), Err(Rule::DirectoryRoot));
        members[0].certify(&world::root("XB"), &network(), NOW).unwrap();
        assert_eq!(next(&first, members.clone()).map(drop), Err(Rule::DirectoryRoot));
        members[0].certify(&world::root("XA"), &Digest([1; 32]), NOW).unwrap();
        assert_eq!(next(&first, members.clone()).map(drop), Err(Rule::DirectoryRoot));
        members[0].certify(&world::root("XA"), &network(), NOW).unwrap();
        let second = next(&first, members.clone()).unwrap();
        // Certified, and then another key after all.
        members[0].pins.push(Digest([9; 32]));
        assert_eq!(next(&first, members.clone()).map(drop), Err(Rule::DirectoryRoot));
        // The same entry stays without a new word; one of before does not come back.
        let third = next(&second, second.members().to_vec()).unwrap();
        let back = with(&third, NOW.0 - 1, &|m| m.pins = vec![Digest([8; 32])]);
        assert_eq!(back.map(drop), Err(Rule::DirectoryRoot));
        let mut bare = third.members().to_vec();
        bare[0].certificate = None;
        assert_eq!(next(&third, bare).map(drop), Err(Rule::DirectoryRoot));
    }
    // What is no key needs no root.
    let mut members = first.members().to_vec();
    members[0].address = Some("elsewhere.invalid:7443".into());
    assert!(next(&first, members).is_ok());
}
