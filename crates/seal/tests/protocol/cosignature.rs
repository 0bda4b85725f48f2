//! Heads with what witnesses say of them: which count, which are passed over, which are refused;
//! and evidence that is led to a witnessed head.

use record::Digest;
use seal::cosignature::{self, Attested};
use seal::directory::{Directory, Member, WitnessKey};
use seal::evidence::{Evidence, Standing, Step, Upgrade};
use seal::leaf::{Leaf, Subject};
use seal::log_key::LogSecret;
use seal::merkle::{Forest, consistency, inclusion, leaf_hash, root};
use serde_json::{Value, json};

use crate::frozen::{Frozen, Head};
use crate::world::{self, SECONDS, witness, witness_name, witness_seeds};
use crate::{code, merkle, read, run_cases};

/// When the witness keys were listed.
const FROM: u64 = 1_767_225_600;

/// Four members in two regions: XA's witnesses are XB and XC in the south and XD in the north.
const REGIONS: [(&str, &str); 4] =
    [("XA", "north"), ("XB", "south"), ("XC", "south"), ("XD", "north")];

fn listed(code: &str) -> WitnessKey {
    let from = record::Timestamp(FROM as i64 * 1_000);
    WitnessKey { key: witness(code).public().clone(), from, revoked_at: None }
}

pub fn member((code, region): (&str, &str)) -> Member {
    Member { region: region.into(), witness: vec![listed(code)], ..world::member(code, code) }
}

pub fn directory() -> Directory {
    world::founding([1, 2, 3], REGIONS.map(member).into())
}

fn head() -> Head {
    Head::new("XA", 42, Digest::of(&[b"root of the vectors", &42u64.to_be_bytes()]))
}

/// Two lines of a witness over a head.
fn lines(frozen: &mut Frozen, code: &str, head: &Head) -> [String; 2] {
    frozen.cosign((&witness_name(code), &witness_seeds(code)), head)
}

struct Case {
    name: &'static str,
    lines: String,
    expect: &'static str,
    by: &'static [&'static str],
}

impl Case {
    fn json(&self, frozen: &mut Frozen) -> Value {
        let note = frozen.note(&head()) + &self.lines;
        let standing = match self.by {
            ["XB", .., "XD"] | ["XC", "XD"] => "witnessed",
            _ => "signed",
        };
        json!({"name": self.name, "note": note, "expect": self.expect, "by": self.by,
            "standing": standing})
    }
}

pub fn make(frozen: &mut Frozen) -> Value {
    let cases: Vec<Case> = counted(frozen).into_iter().chain(refused(frozen)).collect();
    let mut cases: Vec<Value> = cases.iter().map(|case| case.json(frozen)).collect();
    cases.extend(misplaced(frozen));
    let directory = directory();
    let witness = |member: &Member| {
        json!({"code": member.code, "region": member.region, "key": member.witness[0].key,
            "from_seconds": FROM})
    };
    let chosen = cosignature::witnesses(&directory, &world::node("XA"));
    json!({
        "about": "the owner is XA; of the members' witness keys those of its witnesses count, from \
            their moment on and for 366 days; what is known and does not verify refuses the note",
        "network": directory.network(),
        "log": world::log("XA").public(),
        "members": directory.members().iter().map(witness).collect::<Vec<_>>(),
        "witnesses": chosen.iter().map(|member| &member.code).collect::<Vec<_>>(),
        "quorum": cosignature::quorum(chosen.len()),
        "cases": cases,
    })
}

/// Notes that are taken, and who counts.
fn counted(frozen: &mut Frozen) -> Vec<Case> {
    let mut of = |code: &str| lines(frozen, code, &head());
    let (a, b, c, d) = (of("XA"), of("XB"), of("XC"), of("XD"));
    let year = |at: u64| Head { at, ..head() };
    let late = lines(frozen, "XB", &year(FROM + 366 * 86_400));
    let early = lines(frozen, "XB", &year(FROM - 601));
    let stranger = frozen.cosign(("amana.invalid/witness/XZ", &witness_seeds("XZ")), &head());
    let foreign = frozen.cosign((&witness_name("XB"), &witness_seeds("foreign XB")), &head());
    let case = |name, parts: &[&[String]], by| {
        let lines = parts.concat().concat();
        Case { name, lines, expect: "ok", by }
    };
    vec![
        case("no witness", &[], &[]),
        case("one witness", &[&b], &["XB"]),
        case("two witnesses from two regions", &[&b, &d], &["XB", "XD"]),
        case("the same in the other order", &[&d, &b], &["XB", "XD"]),
        case("all three", &[&b, &c, &d], &["XB", "XC", "XD"]),
        case("two witnesses from one region", &[&b, &c], &["XB", "XC"]),
        case("the owner as its own witness", &[&a, &b], &["XB"]),
        case("stripped of the Ed25519 line", &[&b, &d[1..]], &["XB"]),
        case("stripped of the ML-DSA-44 line", &[&b[..1], &d], &["XD"]),
        case("a witness that the directory does not know", &[&b, &stranger], &["XB"]),
        case("a witness's name over another key", &[&foreign, &d], &["XD"]),
        case("after the key's year", &[&late, &d], &["XD"]),
        case("before the key was listed", &[&early, &d], &["XD"]),
    ]
}

/// Notes with a line of a known witness that does not hold.
fn refused(frozen: &mut Frozen) -> Vec<Case> {
    let good = lines(frozen, "XB", &head());
    let mut of = |change: Head| lines(frozen, "XB", &change);
    let size = of(Head { size: 43, ..head() });
    let root = of(Head { root: Digest::of(&[b"another root"]), ..head() });
    let origin = of(Head { node: "XC", ..head() });
    let start = of(Head { start: 1, ..head() });
    let zero = of(Head { at: 0, ..head() });
    let far = of(Head { at: u64::MAX, ..head() });
    let later = of(Head { at: SECONDS + 1, ..head() });
    let case = |name, first: &str, second: &str| {
        let lines = format!("{first}{second}");
        Case { name, lines, expect: "VER-18", by: &[] }
    };
    let [one, two] = &good;
    vec![
        case("Ed25519 line of another size", &size[0], two),
        case("ML-DSA-44 line of another size", one, &size[1]),
        case("Ed25519 line of another root", &root[0], two),
        case("ML-DSA-44 line of another root", one, &root[1]),
        case("replayed from another log", &origin[0], &origin[1]),
        case("0x06 with start 1", one, &start[1]),
        case("no time", &zero[0], &zero[1]),
        case("a time beyond any calendar", &far[0], &far[1]),
        case("lines of two moments", one, &later[1]),
        case("one line twice", one, one),
        case("a bad line of one alone", &size[0], ""),
    ]
}

/// Lines that are not where they belong.
fn misplaced(frozen: &mut Frozen) -> Vec<Value> {
    let (note, lines) = (frozen.note(&head()), lines(frozen, "XB", &head()).concat());
    let (text, own) = note.split_at(note.find("\n\n").unwrap() + 2);
    let last = own.split_inclusive('\n').next_back().unwrap();
    let case = |name: &str, note: String| json!({"name": name, "note": note, "expect": "VER-02"});
    vec![
        case("the witness before the log", format!("{text}{lines}{own}")),
        case("the log's own line again", format!("{note}{lines}{last}")),
        case("one line of the log", format!("{text}{}", own.split_inclusive('\n').next().unwrap())),
    ]
}

fn attested(note: &str) -> Result<Attested, seal::Rule> {
    let directory = directory();
    cosignature::read(note, directory.member(&world::node("XA")).unwrap(), &directory)
}

pub fn run(file: &Value) {
    run_cases(&file["cases"], |case| {
        let attested = attested(case["note"].as_str().unwrap()).map_err(code)?;
        assert_eq!(json!(attested.by.keys().collect::<Vec<_>>()), case["by"]);
        assert_eq!(attested.standing, read::<Standing>(&case["standing"]), "{}", case["name"]);
        Ok(())
    });
}

/// What this code signs reads as what was built by hand.
#[test]
fn a_cosignature_of_ours_counts() {
    let mut frozen = Frozen::new(&crate::read_file("signature.json"));
    let note = frozen.note(&head());
    let checkpoint = seal::checkpoint::Checkpoint::new(&world::origin("XA"), 42, head().root);
    let at = record::Timestamp(SECONDS as i64 * 1_000 + 321);
    let made = checkpoint.cosign(&witness("XB"), at).unwrap();
    let first = made.split_inclusive('\n').next().unwrap();
    assert_eq!(first, lines(&mut frozen, "XB", &head())[0]);
    let directory = directory();
    let owner = (directory.member(&world::node("XA")).unwrap(), &directory);
    let seen = cosignature::check_lines(&note, &made, &world::node("XB"), owner);
    assert_eq!(seen, Ok(record::Timestamp(SECONDS as i64 * 1_000)));
    // VER-18: it is nobody else's, and half of it is nobody's.
    let check = |lines: &str, witness: &str| {
        let seen = cosignature::check_lines(&note, lines, &world::node(witness), owner);
        assert_eq!(seen, Err(seal::Rule::Cosignature));
    };
    check(&made, "XD");
    check(first, "XB");
    check("— amana.invalid/witness/XB AAAAAAAA\n", "XB");
    check(&checkpoint.cosign_from(&witness("XB"), at, 1).unwrap(), "XB");
}

/// XA's log of so many leaves, the fifth of which publishes something.
fn log(size: u64) -> (Forest, Subject, [u8; 32]) {
    let (mut leaves, subject) = (merkle::counted(size).0, Subject::published(&Digest([5; 32])));
    let leaf = Leaf::new(&subject, [6; 32]);
    leaves[5] = leaf_hash(&leaf.entry(&directory().network(), &world::origin("XA")));
    (Forest(leaves), subject, [6; 32])
}

fn head_of(log: &Forest, size: u64) -> Head {
    Head::new("XA", size, root(log, size).unwrap())
}

fn step(log: &Forest, from: u64, to: u64) -> Step {
    let root = root(log, to).unwrap();
    Step { size: to, root, consistency: consistency(log, from.min(to), from.max(to)).unwrap() }
}

/// A head of this size with the cosignatures of these; signed afresh, so nothing is frozen here.
fn cosigned(log: &Forest, size: u64, by: &[&str]) -> String {
    let head = head_of(log, size);
    let checkpoint = seal::checkpoint::Checkpoint::new(&world::origin("XA"), size, head.root);
    let at = record::Timestamp(SECONDS as i64 * 1_000);
    let own: LogSecret = world::log("XA");
    let lines = by.iter().map(|code| checkpoint.cosign(&witness(code), at).unwrap());
    [checkpoint.sign(&own, at).unwrap()].into_iter().chain(lines).collect()
}

/// VER-19, VER-06: evidence is witnessed where consistent steps lead to a head that a quorum
/// cosigned, and no step ends before its leaf.
#[test]
fn evidence_is_led_to_a_witnessed_head() {
    let (log, subject, salt) = log(40);
    let (network, directory) = (directory().network(), directory());
    let checkpoint = cosigned(&log, 17, &[]);
    let inclusion = inclusion(&log, 17, 5).unwrap();
    let evidence = Evidence { network, subject, salt, index: 5, checkpoint, inclusion };
    let check = |head: String, steps: Vec<Step>, expect: Result<Standing, seal::Rule>| {
        let seen = evidence.verify_upgrade(&Upgrade { head, steps }, &directory);
        assert_eq!(seen.map(|attested| attested.standing), expect);
    };
    let witnessed = |size| cosigned(&log, size, &["XB", "XD"]);
    let (ok, broken) = (Ok(Standing::Witnessed), Err(seal::Rule::Consistency));
    check(witnessed(17), vec![], ok);
    check(witnessed(33), vec![step(&log, 17, 33)], ok);
    check(witnessed(33), vec![step(&log, 17, 20), step(&log, 20, 33)], ok);
    // Up to a larger head, and back to a smaller one that has the leaf.
    check(witnessed(9), vec![step(&log, 17, 40), step(&log, 40, 9)], ok);
    check(witnessed(5), vec![step(&log, 17, 5)], broken);
    check(witnessed(33), vec![], broken);
    check(witnessed(33), vec![step(&log, 16, 33)], broken);
    check(witnessed(33), vec![step(&log, 17, 20)], broken);
    check(cosigned(&log, 33, &["XB"]), vec![step(&log, 17, 33)], Err(seal::Rule::Quorum));
    check(cosigned(&log, 33, &["XB", "XC"]), vec![step(&log, 17, 33)], Err(seal::Rule::Quorum));
    // Another log of the same owner, witnessed by all: its proof does not join.
    let other = Forest(merkle::counted(41).0);
    let told = cosigned(&other, 33, &["XB", "XC", "XD"]);
    check(told.clone(), vec![step(&other, 17, 33)], broken);
    check(told, vec![step(&log, 17, 33)], broken);
}

/// DIR-07: nobody cosigns under another's name or key, and a listed key stays listed.
#[test]
fn witness_keys_are_ones_own_and_stay_listed() {
    let keys: Vec<_> = (1..=3).map(stewards_key).collect();
    let signers: Vec<(u8, &LogSecret)> = (0u8..).zip(&keys).take(2).collect();
    let with = |change: &dyn Fn(&mut Vec<Member>)| {
        let mut members: Vec<Member> = REGIONS.map(member).into();
        change(&mut members);
        members
    };
    let read = |members: Vec<Member>| {
        let directory = world::founding([1, 2, 3], members);
        Directory::first(&directory.sign(&signers).unwrap(), &directory.network()).map(drop)
    };
    let refused = Err(seal::Rule::DirectoryWitness);
    assert_eq!(read(with(&|_| ())), Ok(()));
    assert_eq!(read(with(&|m| m[1].witness = m[2].witness.clone())), refused);
    assert_eq!(read(with(&|m| m[1].witness[0].key = m[0].logs[0].key.clone())), refused);
    let renamed = LogSecret::from_seeds(&witness_name("XB"), &witness_seeds("XC")).unwrap();
    assert_eq!(read(with(&|m| m[1].witness[0].key = renamed.public().clone())), refused);
    let first = world::founding([1, 2, 3], with(&|_| ()));
    let next = |change: &dyn Fn(&mut Vec<Member>)| {
        let next = first.next(with(change), world::NOW);
        first.accept(&next.sign(&signers).unwrap()).map(drop)
    };
    let revoked = Some(world::NOW);
    assert_eq!(next(&|m| m[1].witness[0].revoked_at = revoked), Ok(()));
    assert_eq!(next(&|m| m[1].witness.push(listed("XBnew"))), Ok(()));
    assert_eq!(next(&|m| m[1].witness.clear()), refused);
    assert_eq!(next(&|m| m[1].witness = vec![listed("XBnew")]), refused);
    assert_eq!(next(&|m| m[1].witness[0].from = world::NOW), refused);
}

fn stewards_key(number: u8) -> LogSecret {
    let seeds = world::steward_seeds(number);
    LogSecret::from_seeds(&format!("steward-{number}"), &seeds).unwrap()
}

/// A revoked key counts until its moment and not from it on.
#[test]
fn a_revoked_witness_key_counts_until_its_moment() {
    let at = |seconds: u64| record::Timestamp(seconds as i64 * 1_000);
    let key = |revoked| WitnessKey { revoked_at: Some(at(revoked)), ..listed("XB") };
    assert!(key(SECONDS + 1).counts_at(at(SECONDS)));
    assert!(!key(SECONDS).counts_at(at(SECONDS)));
}

/// VER-20: of a revoked log key a signature says nothing, and a head only what was cosigned before.
#[test]
fn of_a_revoked_key_only_what_was_cosigned_before_stands() {
    let (log, subject, salt) = log(40);
    let directory = directory();
    let network = directory.network();
    let checkpoint = cosigned(&log, 17, &[]);
    let inclusion = inclusion(&log, 17, 5).unwrap();
    let evidence = Evidence { network, subject, salt, index: 5, checkpoint, inclusion };
    let revoked = |seconds: Option<u64>| {
        let mut members = directory.members().to_vec();
        let at = seconds.map(|seconds| record::Timestamp(seconds as i64 * 1_000));
        members[0].logs[0].revoked_at = at;
        directory.next(members, world::NOW)
    };
    let upgrade = |by: &[&str]| Upgrade { head: cosigned(&log, 17, by), steps: Vec::new() };
    let check = |seconds, by: &[&str], expect: Result<Standing, seal::Rule>| {
        let seen = evidence.verify_upgrade(&upgrade(by), &revoked(seconds));
        assert_eq!(seen.map(|attested| attested.standing), expect, "{seconds:?} {by:?}");
    };
    let (ok, void) = (Ok(Standing::Witnessed), Err(seal::Rule::LogRevoked));
    check(None, &["XB", "XD"], ok);
    check(Some(SECONDS + 1), &["XB", "XD"], ok);
    check(Some(SECONDS), &["XB", "XD"], void);
    check(Some(SECONDS + 1), &["XB"], void);
    assert!(evidence.verify_in(&revoked(None)).is_ok());
    let later = revoked(Some(SECONDS + 1));
    assert_eq!(evidence.verify_in(&later).map(drop), Err(seal::Rule::LogRevoked));
}
