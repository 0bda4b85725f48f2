//! Properties of witnesses: whoever they are, two quorums meet; whatever is changed in a cosigned
//! note, nobody is added to it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::Index;
use record::NodeCode;
use seal::checkpoint::Checkpoint;
use seal::cosignature::{self, WITNESSES_MAX};
use seal::directory::{Directory, Member};
use seal::evidence::Standing;

use crate::cosignature::{directory, member};
use crate::world::{self, SECONDS, node, witness};

/// Members XA, XB … in these regions. What is not looked at is the same for all.
fn members(regions: &[u8]) -> Vec<Member> {
    static ONE: OnceLock<Member> = OnceLock::new();
    let one = ONE.get_or_init(|| member(("XA", "north")));
    let named = |(place, region): (usize, &u8)| Member {
        code: node(&format!("X{}", char::from(b'A' + place as u8))),
        region: format!("region {region}"),
        ..one.clone()
    };
    regions.iter().enumerate().map(named).collect()
}

fn network(regions: &[u8]) -> Directory {
    world::founding([1, 2, 3], members(regions))
}

fn codes(directory: &Directory, owner: &NodeCode) -> BTreeSet<String> {
    let witnesses = cosignature::witnesses(directory, owner);
    witnesses.iter().map(|member| member.code.to_string()).collect()
}

/// Members of a directory that the bits of a number pick.
fn picked(directory: &Directory, bits: u32) -> BTreeSet<&str> {
    let members = directory.members().iter().enumerate();
    let picked = members.filter(|(place, _)| bits >> place & 1 == 1);
    picked.map(|(_, member)| member.code.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// VER-19: two heads that are both witnessed share a witness that cosigned both.
    #[test]
    fn two_quorums_share_a_witness(
        regions in proptest::collection::vec(0u8..4, 1..20),
        one in any::<u32>(),
        other in any::<u32>(),
    ) {
        let (directory, owner) = (network(&regions), node("XA"));
        let (one, other) = (picked(&directory, one), picked(&directory, other));
        let witnessed = |by: &BTreeSet<&str>| {
            cosignature::standing(&directory, &owner, by) == Standing::Witnessed
        };
        if witnessed(&one) && witnessed(&other) {
            let witnesses = codes(&directory, &owner);
            let shared = one.intersection(&other).filter(|code| witnesses.contains(**code));
            prop_assert!(shared.count() > 0, "{one:?} and {other:?} of {witnesses:?}");
        }
        // All of them together are a quorum wherever there can be one, and the owner alone is none.
        let all = picked(&directory, u32::MAX);
        prop_assert_eq!(witnessed(&all), cosignature::can_be_witnessed(&directory, &owner));
        prop_assert!(!witnessed(&BTreeSet::from(["XA"])));
    }

    /// The witnesses are others, few, of as many regions as there are, and one who joins moves one.
    #[test]
    fn witnesses_are_others_and_few_and_stay(
        regions in proptest::collection::vec(0u8..4, 1..20),
        joins in 0u8..5,
    ) {
        let (directory, owner) = (network(&regions), node("XA"));
        let before = codes(&directory, &owner);
        prop_assert!(!before.contains("XA"));
        prop_assert_eq!(before.len(), (regions.len() - 1).min(WITNESSES_MAX));
        let there: BTreeSet<u8> = regions[1..].iter().copied().collect();
        let of: BTreeSet<u8> = cosignature::witnesses(&directory, &owner)
            .iter()
            .map(|member| member.region.as_bytes()[7] - b'0')
            .collect();
        prop_assert_eq!(of, there);
        let more = directory.next(members(&[&regions[..], &[joins]].concat()), world::NOW);
        let after = codes(&more, &owner);
        prop_assert!(before.difference(&after).count() <= 1, "{before:?} {after:?}");
    }

    /// VER-18: a changed byte of a cosigned note is refused, or takes a witness away.
    #[test]
    fn no_changed_byte_adds_a_witness(at in any::<Index>(), mask in 1u8..) {
        static NOTE: OnceLock<(String, Directory)> = OnceLock::new();
        let (note, directory) = NOTE.get_or_init(|| {
            let head = Checkpoint::new(&world::origin("XA"), 42, record::Digest([3; 32]));
            let at = record::Timestamp(SECONDS as i64 * 1_000);
            let lines = ["XB", "XD"].map(|code| head.cosign(&witness(code), at).unwrap());
            (head.sign(&world::log("XA"), at).unwrap() + &lines.concat(), directory())
        });
        let owner = directory.member(&node("XA")).unwrap();
        let whole = cosignature::read(note, owner, directory).unwrap();
        prop_assert_eq!(whole.standing, Standing::Witnessed);
        let mut bytes = note.clone().into_bytes();
        let place = at.index(bytes.len());
        bytes[place] ^= mask;
        if let Ok(text) = String::from_utf8(bytes)
            && let Ok(changed) = cosignature::read(&text, owner, directory)
        {
            prop_assert_eq!(&changed.checkpoint, &whole.checkpoint);
            prop_assert!(changed.by.keys().all(|code| whole.by.contains_key(code)));
            prop_assert!(changed.by.len() < whole.by.len());
            prop_assert_eq!(changed.standing, Standing::Signed);
        }
    }

    #[test]
    fn no_text_makes_the_reader_of_cosignatures_panic(text in "\\PC{0,300}") {
        static DIRECTORY: OnceLock<Directory> = OnceLock::new();
        let directory = DIRECTORY.get_or_init(directory);
        let _ = cosignature::read(&text, &directory.members()[0], directory);
    }
}
