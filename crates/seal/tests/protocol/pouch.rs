//! Pouches made for the vector keys: what opens and verifies, and how.

use record::digest::hex_encode;
use record::draft::Lane;
use record::parts::Packed;
use record::{Digest, Kind, NodeCode, Timestamp};
use seal::kem::KemSecret;
use seal::leaf::{Leaf, Subject};
use seal::manifest::{Entry, Manifest};
use seal::merkle::{Forest, leaf_hash, root};
use seal::note::base64_encode;
use seal::pouch::{self, Enclosed, Payload};
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;
use seal::verify::{self, Consistency, Known, Refusal, Verdict};
use serde_json::{Value, json};

use crate::frozen::{Frozen, Head};
use crate::leaf::about;
use crate::world::{self, MONTHS, NOW, entropy, header, kem, message, network, node, origin, salt};
use crate::{merkle, read, refused, unbase64, unhex};

pub const EXPIRES: Timestamp = Timestamp(1_790_086_400_000);
/// Leaves in XA's log before those of a pouch.
pub const BEFORE: u64 = 40;

/// What XA puts into a pouch. `enter` says what its log really holds for the claim at a place:
/// records first, then receipts, then the manifest.
pub struct Story<'a> {
    pub records: Vec<Option<Packed>>,
    pub receipts: Vec<Subject>,
    pub lane: Lane,
    pub enter: &'a dyn Fn(usize, Subject) -> Subject,
}

impl Default for Story<'_> {
    fn default() -> Self {
        let packed = |number| Some(message(header(number, Kind::Message)).pack());
        Self {
            records: vec![packed(1), None, packed(2)],
            receipts: vec![Subject::Admitted { about: about() }],
            lane: Lane::Routine,
            enter: &|_, subject| subject,
        }
    }
}

/// A pouch's payload and the log that proves it.
pub struct Told {
    pub payload: Payload,
    pub log: Forest,
}

fn manifest(story: &Story<'_>) -> Manifest {
    let entry = |packed: &Option<Packed>| match packed {
        Some(packed) => Entry::Record(packed.content_id().unwrap()),
        None => Entry::Void("recalled".into()),
    };
    let entries: Vec<Entry> = story.records.iter().map(entry).collect();
    Manifest {
        network: network(),
        sender: node("XA"),
        recipient: node("XB"),
        lane: story.lane,
        first: 5,
        last: 4 + entries.len() as u64,
        entries,
        created: Timestamp(1_790_000_000_000),
    }
}

pub fn tell(frozen: &mut Frozen, story: &Story<'_>) -> Told {
    let manifest = manifest(story);
    let ids: Vec<Digest> =
        story.records.iter().flatten().map(|p| p.content_id().unwrap()).collect();
    let published = ids.iter().map(Subject::published);
    let claims = published.chain(story.receipts.iter().cloned());
    let claims: Vec<Subject> = claims.chain([Subject::sent(&manifest.digest())]).collect();
    let mut log = merkle::counted(BEFORE);
    let leaf =
        |place: usize, subject: &Subject| Leaf::new(subject, salt(&format!("pouch {place}")));
    for (place, claim) in claims.iter().enumerate() {
        let entered = leaf(place, &(story.enter)(place, claim.clone()));
        log.0.push(leaf_hash(&entered.entry(&network(), &origin("XA"))));
    }
    let mut places = (0..ids.len()).map(|place| (place, BEFORE + place as u64));
    let enclose = |packed: &Option<Packed>| {
        let (place, index) = packed.as_ref().and_then(|_| places.next())?;
        Some(Enclosed(packed.clone()?, salt(&format!("pouch {place}")), index))
    };
    let records = story.records.iter().map(enclose).collect();
    let receipt = |(at, subject): (usize, &Subject)| {
        let place = ids.len() + at;
        let leaf = leaf(place, subject);
        Receipt::new(subject.clone(), &leaf, BEFORE + place as u64).to_bytes()
    };
    let (size, last) = (log.0.len() as u64, claims.len() - 1);
    let indices: Vec<u64> = (BEFORE..size).collect();
    let payload = Payload {
        manifest,
        manifest_salt: salt(&format!("pouch {last}")),
        manifest_leaf: size - 1,
        checkpoint: frozen.note(&Head::new("XA", size, root(&log, size).unwrap())),
        consistency: Consistency::default(),
        shared: SharedProof::prove(&log, size, &indices).unwrap().to_bytes(),
        records,
        receipts: story.receipts.iter().enumerate().map(receipt).collect(),
    };
    Told { payload, log }
}

/// Sealed to XB's key of September.
pub fn seal(payload: &Payload, word: &str) -> Vec<u8> {
    let to = kem("XB", MONTHS[1]);
    pouch::seal(payload, to.public(), EXPIRES, &mut entropy(word)).unwrap()
}

pub fn case(name: &str, bytes: &[u8], expect: &str) -> Value {
    json!({"name": name, "pouch": base64_encode(bytes), "expect": expect})
}

/// A case whose pouch is taken: what is inside, for strangers.
pub fn taken(name: &str, payload: &Payload, verdicts: &[&str]) -> Value {
    let id = |entry: &Entry| match entry {
        Entry::Record(id) => json!(id),
        Entry::Void(why) => json!(why),
    };
    let mut case = case(name, &seal(payload, name), "ok");
    case["pouch_id"] = json!(payload.manifest.digest());
    case["manifest"] = json!(hex_encode(&payload.manifest.to_bytes()));
    case["entries"] = payload.manifest.entries.iter().map(id).collect();
    case["verdicts"] = json!(verdicts);
    case["receipts"] = json!(payload.receipts.len());
    case
}

pub fn make(frozen: &mut Frozen) -> Value {
    let base = tell(frozen, &Story::default()).payload;
    let whole = ["verified", "void", "verified"];
    let mut cases = vec![
        taken("two records, a void entry and a receipt", &base, &whole),
        taken("the same, sealed again", &base, &whole),
    ];
    let empty = Story { records: Vec::new(), ..Story::default() };
    let receipts = tell(frozen, &empty).payload;
    cases.push(taken("receipts only", &receipts, &[]));
    let mut back = base.clone();
    back.records[2] = None;
    back.shared = without(frozen, 1);
    cases.push(taken(
        "a record taken back after the manifest",
        &back,
        &["verified", "void", "void"],
    ));
    cases.extend(refused::verdicts(frozen));
    cases.extend(refused::heads(frozen));
    cases.extend(refused::openings(&base));
    cases.extend(refused::forms(&base));
    cases.extend(refused::proofs(frozen));
    let seed = |month| json!({"month": month, "seed": hex_encode(&world::kem_seed("XB", month))});
    json!({
        "about": "pouches for the vector keys, in base64; reader is who opens, and a case may name \
            another; head is the largest head of the sender's log that the reader has verified",
        "reader": {
            "me": "XB", "network": network(), "now": NOW, "kem": MONTHS.map(seed),
            "log": world::log("XA").public(), "head": null,
        },
        "cases": cases,
    })
}

/// The base story's shared proof without one of its leaves.
fn without(frozen: &mut Frozen, place: u64) -> Vec<u8> {
    let log = tell(frozen, &Story::default()).log;
    let size = log.0.len() as u64;
    let indices: Vec<u64> = (BEFORE..size).filter(|index| *index != BEFORE + place).collect();
    SharedProof::prove(&log, size, &indices).unwrap().to_bytes()
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Verified(_) => "verified".into(),
        Verdict::Rejected { rule, .. } => format!("rejected {}", rule.code()),
        Verdict::Deferred { .. } => "deferred".into(),
        Verdict::Void => "void".into(),
    }
}

/// What a refusal is called in the vectors.
fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Rule(rule) => rule.code().into(),
        Refusal::NeedConsistency(size) => format!("VER-06 need-consistency({size})"),
        Refusal::Conflict(_) => "VER-06 conflict".into(),
    }
}

fn check(file: &Value, case: &Value) -> Result<(), String> {
    let field = |name: &str| case.get(name).unwrap_or(&file["reader"][name]).clone();
    let secret = |one: &Value| KemSecret::from_seed(unhex(&one["seed"]).try_into().unwrap());
    let kem = field("kem");
    let secrets: Vec<KemSecret> =
        kem.as_array().unwrap().iter().map(|one| secret(one).unwrap()).collect();
    let (me, network): (NodeCode, Digest) = (read(&field("me")), read(&field("network")));
    let now: Timestamp = read(&field("now"));
    let opened = pouch::open(&unbase64(&case["pouch"]), &secrets, (&me, &network), now);
    let opened = opened.map_err(crate::code)?;
    let log = read(&field("log"));
    let head: Option<(u64, Digest)> = read(&field("head"));
    let known = Known {
        network,
        me: &me,
        log: &log,
        now,
        created_ahead_ms_max: 10 * record::moment::MINUTE_MS,
        unread: &[],
        #[cfg(feature = "simulation")]
        sabotage: "",
    };
    let verified = verify::verify(opened, &known, head).map_err(refusal)?;
    let seen: Vec<String> = verified.verdicts().iter().map(verdict).collect();
    assert_eq!(case["verdicts"], json!(seen), "{}", case["name"]);
    assert_eq!(case["receipts"], json!(verified.receipts().len()), "{}", case["name"]);
    Ok(())
}

pub fn run(file: &Value) {
    crate::run_cases(&file["cases"], |case| check(file, case));
}
