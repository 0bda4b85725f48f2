//! Properties: what is sealed opens for its recipient and for no one else, nothing altered passes,
//! and no bytes of others make a reader panic.

use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::Index;
use record::draft::Lane;
use record::{Digest, Kind};
use seal::Rule;
use seal::directory::{AHEAD_MINUTES_MAX, Directory, FRESH_DAYS, Founding};
use seal::evidence::Evidence;
use seal::kem::KemSecret;
use seal::leaf::{Leaf, Subject};
use seal::log_key::{LogPublic, LogSecret};
use seal::manifest::Manifest;
use seal::pouch::{self, OpenedPouch, Payload};
use seal::receipt::Receipt;
use seal::verify::{self, Known, Refusal, VerifiedPouch};

use crate::craft;
use crate::frozen::Frozen;
use crate::leaf::about;
use crate::pouch::{EXPIRES, Story, seal, tell};
use crate::world::{self, MONTHS, NOW, entropy, header, kem, message, network, node};

/// XB's two keys.
fn ours() -> &'static [KemSecret; 2] {
    static OURS: OnceLock<[KemSecret; 2]> = OnceLock::new();
    OURS.get_or_init(|| MONTHS.map(|month| kem("XB", month)))
}

fn open(bytes: &[u8]) -> Result<OpenedPouch, Rule> {
    pouch::open(bytes, ours(), (&node("XB"), &network()), NOW)
}

fn check(opened: OpenedPouch) -> Result<VerifiedPouch, Refusal> {
    check_as("XB", network(), opened)
}

fn check_as(me: &str, network: Digest, opened: OpenedPouch) -> Result<VerifiedPouch, Refusal> {
    static LOG: OnceLock<LogPublic> = OnceLock::new();
    let known = Known {
        network,
        me: &node(me),
        log: LOG.get_or_init(|| world::log("XA").public().clone()),
        now: NOW,
        created_ahead_ms_max: 0,
        unread: &[],
        #[cfg(feature = "simulation")]
        sabotage: "",
    };
    verify::verify(opened, &known, None)
}

fn payload(records: u8, voids: &[bool], lane: Lane) -> Payload {
    let packed = |number: u8| {
        let void = voids.get(usize::from(number)).copied().unwrap_or(false);
        (!void).then(|| message(header(number, Kind::Message)).pack())
    };
    let records = (0..records).map(packed).collect();
    let receipts = vec![Subject::Retrieved { about: about() }];
    let story = Story { records, receipts, lane, ..Story::default() };
    tell(&mut Frozen::new(&serde_json::Value::Null), &story).payload
}

/// One payload with a record, a void entry and a receipt.
fn sample() -> &'static Payload {
    static SAMPLE: OnceLock<Payload> = OnceLock::new();
    SAMPLE.get_or_init(|| payload(2, &[false, true], Lane::Routine))
}

fn lane() -> impl Strategy<Value = Lane> {
    proptest::sample::select(Lane::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_sealed_opens_for_its_recipient_and_for_no_one_else(
        records in 0u8..6,
        voids in proptest::collection::vec(any::<bool>(), 6),
        lane in lane(),
        month in 0usize..2,
        word in "[a-z]{8}",
    ) {
        let payload = payload(records, &voids, lane);
        let (to, other) = (&ours()[month], &ours()[1 - month]);
        let bytes = pouch::seal(&payload, to.public(), EXPIRES, &mut entropy(&word)).unwrap();
        let verified = check(open(&bytes).unwrap()).unwrap();
        prop_assert_eq!(verified.verdicts().len(), usize::from(records));
        prop_assert_eq!(verified.lane(), lane);
        // Nothing of the content shows.
        let canary = about().name.id.0;
        prop_assert!(!bytes.windows(16).any(|window| window == canary));
        // DLV-02, VER-10, DLV-03, DLV-04: another node, network, key, time.
        let at = |secrets: &[KemSecret], me: &str, network: &Digest, now| {
            pouch::open(&bytes, secrets, (&node(me), network), now).err()
        };
        prop_assert_eq!(at(ours(), "XC", &network(), NOW), Some(Rule::PouchRecipient));
        let elsewhere = Digest::of(&[b"elsewhere"]);
        prop_assert_eq!(at(ours(), "XB", &elsewhere, NOW), Some(Rule::Network));
        let theirs = [kem("XC", MONTHS[0]), kem("XC", MONTHS[1])];
        prop_assert_eq!(at(&theirs, "XB", &network(), NOW), Some(Rule::KeyRetired));
        let one = [KemSecret::from_seed(*other.seed()).unwrap()];
        prop_assert_eq!(at(&one, "XB", &network(), NOW), Some(Rule::KeyRetired));
        prop_assert_eq!(at(ours(), "XB", &network(), EXPIRES.plus(1)), Some(Rule::PouchExpired));
        prop_assert_eq!(at(ours(), "XB", &network(), EXPIRES), None);
        // A retry is other bytes under the same id.
        let again = pouch::seal(&payload, to.public(), EXPIRES, &mut entropy("again")).unwrap();
        prop_assert_ne!(&again, &bytes);
        let (first, second) = (pouch::outer(&bytes).unwrap(), pouch::outer(&again).unwrap());
        prop_assert_eq!(first.pouch_id, second.pouch_id);
    }

    /// A sender may seal what it likes: what verifies is still what its log proves.
    #[test]
    fn no_altered_content_verifies_as_another(at in any::<Index>(), mask in 1u8..) {
        let sample = sample();
        let manifest = sample.manifest.to_bytes();
        let mut inside = craft::payload(sample, &manifest);
        let at = at.index(inside.len());
        inside[at] ^= mask;
        let to = ours()[1].public();
        let bytes = craft::seal(craft::outer(sample, to), &craft::padded(&inside), to, "altered");
        if let Ok(verified) = open(&bytes).map_err(Refusal::Rule).and_then(check) {
            let untouched = check(open(&seal(sample, "sample")).unwrap()).unwrap();
            prop_assert_eq!(verified.verdicts(), untouched.verdicts());
            prop_assert_eq!(verified.receipts(), untouched.receipts());
        }
    }
}

/// What the node goes on with is what was sealed, each field by itself.
#[test]
fn a_verified_pouch_tells_what_was_sealed() {
    let sample = sample();
    let pouch = check(open(&seal(sample, "told")).unwrap()).unwrap();
    assert_eq!(pouch.sender(), &node("XA"));
    assert_eq!(pouch.range(), Some((5, 6)));
    assert_eq!((pouch.note(), pouch.shared()), (&*sample.checkpoint, &*sample.shared));
    assert_eq!(pouch.head().size, sample.manifest_leaf + 1);
    // A record, a receipt and the manifest.
    assert_eq!(pouch.leaves().len(), 3);
    assert!(pouch.signed_at().0 > 0);
    assert!(!pouch.takes_back_only());
    let verify::Verdict::Verified(record) = &pouch.verdicts()[0] else { panic!("not verified") };
    let enclosed = sample.records[0].as_ref().unwrap();
    assert_eq!(record.record().header, header(0, Kind::Message));
    assert_eq!(*record.content_id(), record.record().content_id());
    assert_eq!((record.leaf_salt(), record.leaf()), (&enclosed.1, enclosed.2));
    let receipt = &pouch.receipts()[0];
    assert_eq!((receipt.name(), receipt.at()), (&about().name, about().at));
    assert_eq!(receipt.bytes(), sample.receipts[0]);
    assert_eq!(receipt.leaf(), sample.manifest_leaf - 1);
    assert_eq!(receipt.receipt().leaf().salt(), &receipt.receipt().salt);
}

/// DLV-02 once more, inside: the manifest that the log proves names network and recipient, too.
#[test]
fn a_proven_manifest_is_for_its_recipient_in_its_network() {
    let opened = || open(&seal(sample(), "manifest")).unwrap();
    let refused = |made: Result<VerifiedPouch, Refusal>| made.err();
    let expect = Some(Refusal::Rule(Rule::PouchRecipient));
    assert_eq!(refused(check_as("XC", network(), opened())), expect);
    assert_eq!(refused(check_as("XB", Digest::of(&[b"elsewhere"]), opened())), expect);
    assert_eq!(refused(check_as("XB", network(), opened())), None);
}

/// Receipts alone fill no number of a lane, and are taken even from an owner in dispute.
#[test]
fn a_pouch_of_receipts_has_no_range() {
    let pouch = check(open(&seal(&payload(0, &[], Lane::Flash), "receipts")).unwrap()).unwrap();
    assert_eq!(pouch.range(), None);
    assert!(pouch.takes_back_only());
}

/// DLV-05, and every other rule that guards the bytes: no single byte can be changed.
#[test]
fn any_flipped_byte_of_a_pouch_is_refused() {
    let bytes = seal(sample(), "flip");
    assert!(open(&bytes).is_ok());
    let mut other = bytes.clone();
    let mut refused = |at: usize, mask: u8| {
        other[at] ^= mask;
        assert!(open(&other).is_err(), "byte {at}, mask {mask:#x}");
        other[at] ^= mask;
    };
    (0..bytes.len()).for_each(|at| refused(at, 1 << (at % 8)));
    // Headers and lengths, which nothing encrypts, in other values as well.
    for at in 0..320 {
        [0x01, 0x03, 0x20, 0x80, 0xff].into_iter().for_each(|mask| refused(at, mask));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = open(&bytes);
        let _ = Manifest::from_bytes(&bytes);
        let _ = Receipt::from_bytes(&bytes);
        let _ = Directory::first(&bytes, &network());
        let _ = serde_json::from_slice::<Evidence>(&bytes);
        let _ = seal::note::split(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_manifest_reads_back_or_not_at_all(
        first in prop_oneof![0u64..5, u64::MAX - 5..=u64::MAX],
        last in prop_oneof![0u64..5, u64::MAX - 5..=u64::MAX],
        voids in proptest::collection::vec(any::<bool>(), 0..5),
    ) {
        let entry = |void: &bool| match void {
            true => seal::manifest::Entry::Void("recalled".into()),
            false => seal::manifest::Entry::Record(network()),
        };
        let entries: Vec<_> = voids.iter().map(entry).collect();
        // One number an entry, from 1 on: DLV-06.
        let fits = first > 0 && first.checked_add(entries.len() as u64) == last.checked_add(1);
        let told = last < u64::MAX && fits;
        let manifest = Manifest { first, last, entries, ..sample().manifest.clone() };
        let expect = if told { Ok(manifest.clone()) } else { Err(Rule::ManifestForm) };
        prop_assume!(first.checked_add(voids.len() as u64).is_some());
        prop_assert_eq!(Manifest::from_bytes(&manifest.to_bytes()), expect);
    }
}

/// Seven stewards of a network, by place.
fn stewards() -> &'static Vec<LogSecret> {
    static STEWARDS: OnceLock<Vec<LogSecret>> = OnceLock::new();
    let key = |n| LogSecret::from_seeds(&format!("steward-{n}"), &world::steward_seeds(n)).unwrap();
    STEWARDS.get_or_init(|| (0..7).map(key).collect())
}

fn founded(stewards: u8, threshold: u8) -> Directory {
    Directory::found(Founding {
        name: "Property".into(),
        exercise: true,
        created: NOW,
        stewards: (0..stewards).map(world::steward).collect(),
        threshold,
        members: vec![world::member("XA", "XA")],
        policy: (1, Digest::default()),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// DIR-03, and DIR-01 where the threshold is no majority.
    #[test]
    fn a_directory_stands_with_enough_different_stewards(
        count in 1u8..=7,
        threshold in 0u8..=8,
        picks in proptest::collection::vec(0u8..7, 0..8),
    ) {
        let directory = founded(count, threshold);
        let keys: Vec<(u8, &LogSecret)> =
            picks.iter().map(|pick| (*pick, &stewards()[usize::from(*pick)])).collect();
        let bytes = directory.sign(&keys).unwrap();
        let sorted: std::collections::BTreeSet<u8> = picks.iter().copied().collect();
        let clean = sorted.len() == picks.len() && picks.iter().all(|pick| *pick < count);
        let expect = if threshold * 2 <= count || threshold > count {
            Err(Rule::DirectoryForm)
        } else if clean && picks.len() >= usize::from(threshold) {
            Ok(directory.clone())
        } else {
            Err(Rule::DirectoryThreshold)
        };
        prop_assert_eq!(Directory::first(&bytes, &directory.network()), expect);
    }

    #[test]
    fn any_flipped_byte_of_a_directory_is_refused(at in any::<Index>(), mask in 1u8..) {
        static SIGNED: OnceLock<Vec<u8>> = OnceLock::new();
        let directory = founded(3, 2);
        let sign = || directory.sign(&[(0, &stewards()[0]), (1, &stewards()[1])]).unwrap();
        let mut bytes = SIGNED.get_or_init(sign).clone();
        prop_assert!(Directory::first(&bytes, &directory.network()).is_ok());
        let at = at.index(bytes.len());
        bytes[at] ^= mask;
        prop_assert!(Directory::first(&bytes, &directory.network()).is_err());
    }
}

/// DIR-04: of a chain of heads only the held one and the next are taken.
#[test]
fn a_directory_only_goes_forward() {
    let keys: Vec<(u8, &LogSecret)> = (0u8..).zip(stewards().iter().take(3)).collect();
    let mut chain = vec![founded(3, 2)];
    for step in 1..6 {
        let last = &chain[chain.len() - 1];
        chain.push(last.next(last.members().to_vec(), NOW.plus(step)));
    }
    let signed: Vec<Vec<u8>> = chain.iter().map(|head| head.sign(&keys).unwrap()).collect();
    for (held, current) in chain.iter().enumerate() {
        for (offered, bytes) in signed.iter().enumerate() {
            let taken = current.accept(bytes);
            let expect = match offered == held || offered == held + 1 {
                true => Ok(chain[offered].clone()),
                false => Err(Rule::DirectoryRollback),
            };
            assert_eq!(taken, expect, "held {held}, offered {offered}");
        }
    }
}

/// DLV-09: seven days and not a moment longer.
#[test]
fn a_directory_is_fresh_for_seven_days() {
    let directory = founded(3, 2);
    let week = FRESH_DAYS * record::moment::DAY_MS;
    assert!(!directory.is_frozen(NOW.plus(week)));
    assert!(directory.is_frozen(NOW.plus(week + 1)));
    assert!(!directory.is_frozen(record::Timestamp(i64::MIN)));
}

/// DIR-11: a majority that dates heads ahead cannot shorten the days of a lost root.
#[test]
fn a_head_is_not_dated_ahead() {
    let held = founded(3, 2);
    let limit = AHEAD_MINUTES_MAX * record::moment::MINUTE_MS;
    let next = held.next(held.members().to_vec(), NOW.plus(limit));
    let keys = [(0, &stewards()[0]), (1, &stewards()[1])];
    let signed = next.sign(&keys).unwrap();
    assert_eq!(held.accept_at(&signed, NOW).unwrap(), next);
    assert_eq!(held.accept_at(&signed, NOW.plus(-1)), Err(Rule::DirectoryAhead));
    assert_eq!(held.accept_at(&next.sign(&keys[..1]).unwrap(), NOW), Err(Rule::DirectoryThreshold));
}

/// VER-08: a record of one's own is held by the leaf that published it and by no other.
#[test]
fn only_a_published_leaf_makes_a_record_ones_own() {
    let record = message(header(1, Kind::Message));
    let published = Subject::published(&record.content_id());
    for subject in crate::leaf::subjects().into_iter().chain([published.clone()]) {
        let made =
            verify::own(record.clone(), record.body().unwrap(), &Leaf::new(&subject, [7; 32]), 3);
        let expect = if subject == published { Ok(3) } else { Err(Rule::LeafType) };
        assert_eq!(made.map(|verified| verified.leaf()), expect, "{subject:?}");
    }
}

/// VER-14: a control record names an id alone, so it can only be one of the log's own owner.
#[test]
fn a_control_record_names_no_owner() {
    for kind in [Kind::Recall, Kind::Withdraw, Kind::Block] {
        for body in kind.examples() {
            let said = body.to_json()["statement"].clone();
            let said = said.as_object().unwrap();
            assert!(said.contains_key("id"), "{said:?}");
            assert!(!said.contains_key("owner") && !said.contains_key("name"), "{said:?}");
        }
    }
}

#[test]
fn secrets_print_nothing() {
    let seed = world::kem_seed("XB", MONTHS[0]);
    let secret = kem("XB", MONTHS[0]);
    let log = world::log("XA");
    let said = format!("{secret:?} {log:?} {:?}", secret.public());
    for bytes in [&seed[..], &world::log_seeds("XA")[..32], &world::log_seeds("XA")[32..]] {
        assert!(!said.contains(&record::digest::hex_encode(bytes)[..16]), "{said}");
        assert!(!said.contains(&format!("{}, {}", bytes[0], bytes[1])), "{said}");
    }
}
