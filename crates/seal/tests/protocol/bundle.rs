//! Bundles made of the vectors' pouches, whole and not, and answers that were carried back.

use record::digest::hex_encode;
use record::draft::Lane;
use record::{Digest, NodeCode, Timestamp};
use seal::answer::Between;
use seal::bundle::{Bundle, FIRST_LINE, Header, Join, end_of};
use seal::note::base64_encode;
use serde_json::{Value, json};

use crate::frozen::Frozen;
use crate::pouch::{Story, seal, tell};
use crate::world::{NOW, entropy, network, node, salt};
use crate::{read, unbase64, unhex};

const SAID: &[u8] = br#"{"acknowledged":{"lane":"routine","ranges":[[1,7]],"credit":4096,"deferred":[],"head":44}}"#;

fn between() -> Between {
    let pouch_id = Digest::of(&[b"a pouch of the vectors"]);
    Between { network: network(), pouch_id, salt: salt("an answered pouch") }
}

fn answer() -> Vec<u8> {
    between().seal(SAID, &mut entropy("an answer")).unwrap()
}

fn header() -> Header {
    Header {
        network: network(),
        sender: node("XA"),
        recipient: node("XB"),
        made: NOW,
        last_day: "2026-09-22".parse().unwrap(),
    }
}

fn whole(frozen: &mut Frozen) -> Bundle {
    let flash = Story { records: Vec::new(), lane: Lane::Flash, ..Story::default() };
    let payloads = [tell(frozen, &flash).payload, tell(frozen, &Story::default()).payload];
    let pouches = payloads.iter().map(|payload| seal(payload, "in a bundle")).collect();
    let joins = vec![Join(40, 44, vec![Digest::of(&[b"a hash"])])];
    Bundle { header: header(), pouches, answers: vec![answer()], joins }
}

fn case(name: &str, bytes: &[u8], expect: &str) -> Value {
    json!({"name": name, "bundle": base64_encode(bytes), "expect": expect})
}

/// A case whose bundle is whole.
fn taken(name: &str, bundle: Bundle) -> Value {
    let counts = (bundle.pouches.len(), bundle.answers.len(), bundle.joins.len());
    let mut case = case(name, &bundle.to_bytes(), "ok");
    case["pouches"] = json!(counts.0);
    case["answers"] = json!(counts.1);
    case["joins"] = json!(counts.2);
    case
}

/// A bundle that is changed before its digest is made.
fn made(name: &str, bundle: &Bundle, change: impl FnOnce(&mut Bundle), expect: &str) -> Value {
    let mut bundle = bundle.clone();
    change(&mut bundle);
    case(name, &bundle.to_bytes(), expect)
}

pub fn make(frozen: &mut Frozen) -> Value {
    let bundle = whole(frozen);
    let small = Bundle { pouches: Vec::new(), joins: Vec::new(), ..bundle.clone() };
    let bytes = small.clone().to_bytes();
    let flipped = |at: usize| {
        let mut other = bytes.clone();
        other[at] ^= 1;
        other
    };
    let later = [b"amana bundle 2\n", &bytes[FIRST_LINE.len()..]].concat();
    let elsewhere = |bundle: &mut Bundle| bundle.header.network = Digest::of(&[b"elsewhere"]);
    let mut cases = vec![
        taken("two lanes, an answer and a join", bundle.clone()),
        taken("an answer only", small.clone()),
        case("cut short", &bytes[..bytes.len() - 1], "DLV-17"),
        case("something added", &[&bytes[..], b"\n"].concat(), "DLV-17"),
        case("a changed header", &flipped(FIRST_LINE.len() + 20), "DLV-17"),
        case("a changed answer", &flipped(bytes.len() - 40), "DLV-17"),
        case("a changed digest", &flipped(bytes.len() - 1), "DLV-17"),
        case("nothing but its first line", FIRST_LINE, "DLV-16"),
        case("a later version", &later, "DLV-16"),
        case("nothing", b"", "DLV-16"),
    ];
    let one = Bundle { pouches: vec![bundle.pouches[0].clone()], ..small.clone() };
    let back = Join(44, 44, Vec::new());
    cases.extend([
        made("a pouch of another sender", &one, |b| b.header.sender = node("XC"), "DLV-16"),
        made("a pouch to another recipient", &one, |b| b.header.recipient = node("XC"), "DLV-16"),
        made("a pouch of another network", &one, elsewhere, "DLV-16"),
        made("a pouch that is none", &small, |b| b.pouches.push(b"pouch".to_vec()), "DLV-16"),
        made("an answer that is none", &small, |b| b.answers.push(b"answer".to_vec()), "DLV-16"),
        made("a join that leads nowhere", &small, |b| b.joins.push(back), "DLV-16"),
        made("for another node", &small, |b| b.header.recipient = node("XC"), "DLV-18"),
        made("of another network", &small, elsewhere, "DLV-18"),
    ]);
    let mut last = taken("in the last moment of its last day", small.clone());
    last["now"] = json!(end_of(header().last_day).plus(-1));
    let mut late = case("a moment after its last day", &bytes, "DLV-19");
    late["now"] = json!(end_of(header().last_day));
    cases.extend([last, late]);
    json!({
        "about": "bundles of pouches for the vector keys, in base64; reader is who takes them, and \
            a case may say when; answers are opened with what their pouch's two ends know",
        "reader": {"me": "XB", "network": network(), "now": NOW},
        "cases": cases,
        "answers": answers(),
    })
}

fn answers() -> Vec<Value> {
    let case = |name: &str, between: &Between, answer: &[u8], expect: &str| {
        let Between { network, pouch_id, salt } = between;
        json!({"name": name, "network": network, "pouch_id": pouch_id, "salt": hex_encode(salt),
            "answer": hex_encode(answer), "expect": expect})
    };
    let (good, right) = (answer(), between());
    let mut opened = case("what was said", &right, &good, "ok");
    opened["said"] = json!(String::from_utf8_lossy(SAID));
    let mut changed = good.clone();
    *changed.last_mut().unwrap() ^= 1;
    let other_salt = Between { salt: salt("of another pouch"), ..right.clone() };
    let other_pouch = Between { pouch_id: Digest::of(&[b"another"]), ..right.clone() };
    let other_network = Between { network: Digest::of(&[b"elsewhere"]), ..right.clone() };
    let moved = other_pouch.seal(SAID, &mut entropy("moved")).unwrap();
    let moved = [&moved[..3], &right.pouch_id.0, &moved[35..]].concat();
    vec![
        opened,
        case("a changed byte", &right, &changed, "DLV-20"),
        case("cut short", &right, &good[..good.len() - 1], "DLV-20"),
        case("of somebody who never opened the pouch", &other_salt, &good, "DLV-20"),
        case("to another pouch", &other_pouch, &good, "DLV-20"),
        case("to another pouch, under this one's name", &right, &moved, "DLV-20"),
        case("in another network", &other_network, &good, "DLV-20"),
        case("nothing", &right, b"", "DLV-20"),
    ]
}

fn check(file: &Value, case: &Value) -> Result<(), String> {
    let field = |name: &str| case.get(name).unwrap_or(&file["reader"][name]).clone();
    let bundle = Bundle::from_bytes(&unbase64(&case["bundle"])).map_err(crate::code)?;
    let (me, network): (NodeCode, Digest) = (read(&field("me")), read(&field("network")));
    let now: Timestamp = read(&field("now"));
    bundle.is_for(&me, &network, now).map_err(crate::code)?;
    assert_eq!(case["pouches"], json!(bundle.pouches.len()), "{}", case["name"]);
    assert_eq!(case["answers"], json!(bundle.answers.len()), "{}", case["name"]);
    assert_eq!(case["joins"], json!(bundle.joins.len()), "{}", case["name"]);
    assert_eq!(bundle.to_bytes(), unbase64(&case["bundle"]), "{}", case["name"]);
    Ok(())
}

fn check_answer(case: &Value) -> Result<(), String> {
    let salt = unhex(&case["salt"]).try_into().unwrap();
    let (network, pouch_id) = (read(&case["network"]), read(&case["pouch_id"]));
    let said = Between { network, pouch_id, salt }.open(&unhex(&case["answer"]));
    let said = said.map_err(crate::code)?;
    assert_eq!(case["said"], json!(String::from_utf8_lossy(&said)));
    Ok(())
}

pub fn run(file: &Value) {
    crate::run_cases(&file["cases"], |case| check(file, case));
    crate::run_cases(&file["answers"], check_answer);
}
