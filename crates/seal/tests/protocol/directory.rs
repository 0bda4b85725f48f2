//! Heads of a directory: the first, its successors, and what is never one.

use record::moment::DAY_MS;
use record::{Digest, Timestamp};
use seal::Rule;
use seal::directory::{Directory, Member, NextRoot};
use seal::log_key::LogSecret;
use seal::note::base64_encode;
use serde_json::{Value, json};

use crate::frozen::Frozen;
use crate::world::{directory, founding, kem, member, network, origin, root, root_seeds};
use crate::{code, read, run_cases, unbase64};

/// Two of three stewards, each with its own key.
const TWO: [(u8, u8); 2] = [(0, 1), (2, 3)];
const LATER: Timestamp = Timestamp(1_789_990_000_000);

/// Heads by name, and what becomes of them.
struct Gallery {
    heads: Vec<Value>,
    cases: Vec<Value>,
}

impl Gallery {
    fn hang(&mut self, name: &str, directory: &Directory, bytes: &[u8]) {
        self.heads.push(json!({
            "name": name, "sequence": directory.sequence, "digest": directory.digest(),
            "bytes": base64_encode(bytes),
        }));
    }

    /// Read as a network's first head, by digest.
    fn as_first(&mut self, name: &str, digest: Digest, offered: &str, expect: &str) {
        let case = json!({"name": name, "first": digest, "offered": offered, "expect": expect});
        self.cases.push(case);
    }

    /// Read by its own digest.
    fn pinned(&mut self, name: &str, digest: Digest, offered: &str, expect: &str) {
        let case = json!({"name": name, "pinned": digest, "offered": offered, "expect": expect});
        self.cases.push(case);
    }

    /// Read as the successor of a head.
    fn after(&mut self, name: &str, held: &str, offered: &str, expect: &str) {
        self.cases.push(json!({"name": name, "after": held, "offered": offered, "expect": expect}));
    }
}

/// A directory with fields changed that no function of it changes.
fn changed(directory: &Directory, change: impl Fn(&mut Value)) -> Directory {
    let mut value = serde_json::to_value(directory).unwrap();
    change(&mut value);
    read(&value)
}

pub fn second() -> Directory {
    let mut members = directory().members().to_vec();
    members.push(member("XC", "XC"));
    directory().next(members, LATER)
}

pub fn make(frozen: &mut Frozen) -> Value {
    let mut gallery = Gallery { heads: Vec::new(), cases: Vec::new() };
    let (first, second) = (directory(), second());
    let third = second.next(second.members().to_vec(), LATER.plus(1));
    let twin = second_of(&first, LATER.plus(1));
    for (name, head) in
        [("first", &first), ("second", &second), ("third", &third), ("twin of the second", &twin)]
    {
        gallery.hang(name, head, &frozen.signed(head, &TWO));
    }
    gallery.as_first("a first head", network(), "first", "ok");
    gallery.as_first("a first head of another network", second.digest(), "first", "DIR-02");
    gallery.as_first("a later head as the first", network(), "second", "DIR-02");
    gallery.pinned("a later head by its digest", second.digest(), "second", "ok");
    gallery.pinned("a head by the digest of another", network(), "second", "DIR-02");
    gallery.after("the next head", "first", "second", "ok");
    gallery.after("the next head again", "second", "second", "ok");
    gallery.after("and the next", "second", "third", "ok");
    gallery.after("rolled back", "second", "first", "DIR-04");
    gallery.after("rolled back by two", "third", "first", "DIR-04");
    gallery.after("a twin of the head held", "second", "twin of the second", "DIR-04");
    gallery.after("a head is missing between", "first", "third", "DIR-04");
    gallery.after("a head after a twin", "twin of the second", "third", "DIR-04");
    hang_signatures(&mut gallery, frozen);
    hang_changes(&mut gallery, frozen);
    hang_standings(&mut gallery, frozen);
    hang_roots(&mut gallery, frozen);
    hang_foreign(&mut gallery, frozen);
    hang_broken(&mut gallery, frozen);
    hang_relays(&mut gallery, frozen);
    hang_keys(&mut gallery, frozen);
    json!({
        "about": "bytes = base64 of det-CBOR [body, [[steward's place, Ed25519, ML-DSA-44]…]]; \
            signed is \"amana/1/directory-signature\" ‖ digest; \
            digest = SHA-256(\"amana/1/directory\" ‖ body)",
        "heads": gallery.heads,
        "cases": gallery.cases,
    })
}

fn second_of(first: &Directory, created: Timestamp) -> Directory {
    first.next(first.members().to_vec(), created)
}

fn hang_signatures(gallery: &mut Gallery, frozen: &mut Frozen) {
    let second = second_of(&directory(), LATER.plus(2));
    let signed: [(&str, &[(u8, u8)]); 6] = [
        ("signed by all three stewards", &[(0, 1), (1, 2), (2, 3)]),
        ("signed by one steward", &[(0, 1)]),
        ("signed by one steward twice", &[(0, 1), (0, 1)]),
        ("signed by a steward and a stranger in a steward's place", &[(0, 1), (2, 9)]),
        ("signed by a steward and a stranger in no one's place", &[(0, 1), (3, 9)]),
        ("signed by nobody", &[]),
    ];
    for (place, (name, places)) in signed.into_iter().enumerate() {
        gallery.hang(name, &second, &frozen.signed(&second, places));
        let expect = if place == 0 { "ok" } else { "DIR-03" };
        gallery.after(name, "first", name, expect);
    }
    let mut bytes = frozen.signed(&second, &TWO);
    *bytes.last_mut().unwrap() ^= 1;
    gallery.hang("one bit of a signature changed", &second, &bytes);
    let name = "one bit of a signature changed";
    gallery.after(name, "first", name, "DIR-03");
}

/// What a successor may change, and not.
fn hang_changes(gallery: &mut Gallery, frozen: &mut Frozen) {
    let first = directory();
    let next = second_of(&first, LATER.plus(3));
    let other = serde_json::to_value(founding([2, 3, 4], Vec::new())).unwrap();
    let stranger = serde_json::to_value(member("XA", "foreign XA")).unwrap();
    let early = first.next(first.members().to_vec(), Timestamp(first.created.0 - 1));
    let mut show = |name: &str, expect: &str, places: [(u8, u8); 2], head: Directory| {
        gallery.hang(name, &head, &frozen.signed(&head, &places));
        gallery.after(name, "first", name, expect);
    };
    show("made before the head held", "DIR-04", TWO, early);
    let stewards = changed(&next, |value| value["stewards"] = other["stewards"].clone());
    show("another steward, signed by those who stay", "ok", [(0, 2), (1, 3)], stewards.clone());
    show("another steward, signed by one who stays", "DIR-03", [(0, 2), (2, 4)], stewards);
    let few = serde_json::to_value(founding([3, 4, 5], Vec::new())).unwrap();
    let few = changed(&next, |value| value["stewards"] = few["stewards"].clone());
    show("fewer stewards stay than must sign", "DIR-05", [(0, 3), (1, 4)], few);
    let twice = changed(&next, |value| {
        value["stewards"][2] = value["stewards"][0].clone();
        value["stewards"][2]["name"] = json!("steward-9");
    });
    show("one key is two stewards'", "DIR-01", [(0, 1), (1, 2)], twice);
    show("a higher threshold, met", "DIR-03", TWO, changed(&next, |v| v["threshold"] = json!(3)));
    let epoch = changed(&next, |value| {
        let logs = value["members"][0]["logs"].as_array_mut().unwrap();
        logs.push(logs[0].clone());
        logs[1]["epoch"] = json!(2);
    });
    show("a second log epoch", "DIR-06", TWO, epoch);
    let key = changed(&next, |v| v["members"][0]["logs"] = stranger["logs"].clone());
    show("another log key", "DIR-06", TWO, key);
    let root = changed(&next, |v| v["members"][0]["root"] = stranger["root"].clone());
    show("another root key", "DIR-10", TWO, root);
    let gone = first.next(first.members()[1..].to_vec(), LATER.plus(3));
    show("a member has vanished", "DIR-06", TWO, gone);
}

/// Who leaves, who comes back, and who carries on for whom.
fn hang_standings(gallery: &mut Gallery, frozen: &mut Frozen) {
    let first = directory();
    let next = second_of(&first, LATER.plus(5));
    let stands = |status: &str, successor: Value| {
        changed(&next, |value| {
            value["members"][1]["status"] = json!(status);
            if !successor.is_null() {
                value["members"][1]["successor"] = successor.clone();
            }
        })
    };
    let mut show = |name: &str, expect: &str, held: &str, head: &Directory| {
        gallery.hang(name, head, &frozen.signed(head, &TWO));
        gallery.after(name, held, name, expect);
    };
    let left = stands("left", Value::Null);
    show("a member leaves", "ok", "first", &left);
    show("a member is suspended", "ok", "first", &stands("suspended", Value::Null));
    let back = left.next(first.members().to_vec(), LATER.plus(6));
    show("a member that left is back", "DIR-08", "a member leaves", &back);
    let still = left.next(left.members().to_vec(), LATER.plus(6));
    show("a member that left stays out", "ok", "a member leaves", &still);
    show("another member carries on", "ok", "first", &stands("succeeded", json!("XA")));
    show("nobody carries on", "DIR-08", "first", &stands("succeeded", Value::Null));
    show("a stranger carries on", "DIR-08", "first", &stands("succeeded", json!("XZ")));
    show("a member carries on for itself", "DIR-08", "first", &stands("succeeded", json!("XB")));
    show("one that works has a successor", "DIR-08", "first", &stands("admitted", json!("XA")));
}

/// How a root gives way to another: by its word, or listed for fourteen days.
fn hang_roots(gallery: &mut Gallery, frozen: &mut Frozen) {
    let (first, own, at) = (directory(), member("XA", "XA"), LATER.plus(7));
    let (new, other) = (root("XA-anew").public().clone(), root("XA-again").public().clone());
    let word = frozen.handover(&root_seeds("XA"), &own, &new);
    let stranger = frozen.handover(&root_seeds("XB"), &own, &new);
    let with = |before: &Directory, entry: &Member, at: Timestamp| {
        let mut members = before.members().to_vec();
        members[0] = entry.clone();
        before.next(members, at)
    };
    let mut show = |name: &str, expect: &str, held: &str, places: &[(u8, u8)], head: &Directory| {
        gallery.hang(name, head, &frozen.signed(head, places));
        gallery.after(name, held, name, expect);
    };
    let handed = Member { root: new.clone(), handover: word.clone(), ..own.clone() };
    show("a root hands over", "ok", "first", &TWO, &with(&first, &handed, at));
    let foreign = Member { handover: stranger, ..handed.clone() };
    show("another's root hands over", "DIR-10", "first", &TWO, &with(&first, &foreign, at));
    let astray = Member { root: other.clone(), ..handed };
    show("a root hands over to another one", "DIR-10", "first", &TWO, &with(&first, &astray, at));
    let listed = |listed| Some(NextRoot { key: new.clone(), listed });
    let earlier = Member { next_root: listed(at.plus(-1)), ..own.clone() };
    show("a root is listed as of before", "DIR-10", "first", &TWO, &with(&first, &earlier, at));
    let entry = Member { next_root: listed(at), ..own.clone() };
    let head = with(&first, &entry, at);
    show("a root is listed", "ok", "first", &TWO, &head);
    let (held, all, late) = ("a root is listed", [(0, 1), (1, 2), (2, 3)], at.plus(14 * DAY_MS));
    show("a listed root is taken back", "ok", held, &TWO, &with(&head, &own, late));
    let counts = Member { root: new, ..own.clone() };
    show("a listed root counts", "ok", held, &all, &with(&head, &counts, late));
    show("without a steward more", "DIR-03", held, &TWO, &with(&head, &counts, late));
    let early = late.plus(-1);
    show("a listed root too early", "DIR-10", held, &all, &with(&head, &counts, early));
    let another = Member { root: other, ..own };
    show("another root than is listed", "DIR-10", held, &all, &with(&head, &another, late));
}

/// Made and signed by stewards of their own, consistent with itself, naming this network.
fn hang_foreign(gallery: &mut Gallery, frozen: &mut Frozen) {
    let own = founding([7, 8, 9], vec![member("XA", "foreign XA")]);
    let signers = [(0, 7), (1, 8)];
    gallery.hang("foreign first", &own, &frozen.signed(&own, &signers));
    let claimed = changed(&own.next(own.members().to_vec(), LATER), |value| {
        value["first"] = json!(network());
        value["previous"] = json!(network());
    });
    gallery.hang("foreign, claiming this network", &claimed, &frozen.signed(&claimed, &signers));
    let name = "a foreign directory";
    gallery.as_first(name, network(), "foreign first", "DIR-02");
    gallery.after(name, "first", "foreign first", "DIR-02");
    let name = "a foreign directory that claims this network";
    gallery.pinned(name, network(), "foreign, claiming this network", "DIR-02");
    gallery.after(name, "first", "foreign, claiming this network", "DIR-05");
}

/// Whom a member names as its relays.
fn hang_relays(gallery: &mut Gallery, frozen: &mut Frozen) {
    let next = second();
    let named: [(&str, &str, &[&str]); 6] = [
        ("two relays", "ok", &["XB", "XC"]),
        ("no relay", "ok", &[]),
        ("its own relay", "DIR-20", &["XB", "XA"]),
        ("a relay that is no member", "DIR-20", &["XD"]),
        ("a relay twice", "DIR-20", &["XB", "XB"]),
        ("five relays", "DIR-20", &["XB", "XC", "XB", "XC", "XB"]),
    ];
    for (name, expect, relays) in named {
        let head = changed(&next, |value| value["members"][0]["relays"] = json!(relays));
        gallery.hang(name, &head, &frozen.signed(&head, &TWO));
        gallery.after(name, "first", name, expect);
    }
}

/// Keys of a member that change: under its root's word for all of them, or not at all.
fn hang_keys(gallery: &mut Gallery, frozen: &mut Frozen) {
    let next = second_of(&directory(), LATER.plus(7));
    let mut heads = Vec::new();
    for (what, change) in
        [("a month's key", later as Change), ("a next epoch", epoch), ("another TLS key", pin)]
    {
        let bare = changed(&next, change);
        let words = [
            ("under the root's word", "ok", "XA", network()),
            ("under another root's word", "DIR-09", "XB", network()),
            ("under a word for another network", "DIR-09", "XA", Digest([1; 32])),
        ];
        for (how, expect, root, network) in words {
            let word = frozen.certificate((root, &network), &bare.members()[0], LATER);
            let head = changed(&bare, |value| value["members"][0]["certificate"] = word.clone());
            heads.push((format!("{what} {how}"), expect, "first", head));
        }
        heads.push((format!("{what} without the root's word"), "DIR-09", "first", bare));
    }
    let held = "a month's key under the root's word";
    let after = heads[0].3.next(heads[0].3.members().to_vec(), LATER.plus(8));
    let more = changed(&after, pin);
    let gone = changed(&after, |value| value["members"][0]["certificate"] = Value::Null);
    heads.push(("the same keys and no new word".into(), "ok", held, after));
    heads.push(("a key more than the word is for".into(), "DIR-09", held, more));
    heads.push(("the word is taken away".into(), "DIR-09", held, gone));
    for (name, expect, held, head) in &heads {
        gallery.hang(name, head, &frozen.signed(head, &TWO));
        gallery.after(name, held, name, expect);
    }
}

type Change = fn(&mut Value);

fn later(value: &mut Value) {
    let month = json!({"month": "2026-10", "key": kem("XA", "2026-10").public()});
    value["members"][0]["kem"].as_array_mut().unwrap().push(month);
}

fn epoch(value: &mut Value) {
    let key = LogSecret::from_seeds(&format!("{}/2", origin("XA")), &[2; 64]).unwrap();
    let listed = json!({"epoch": 2, "key": key.public(), "from": LATER, "revoked_at": null});
    value["members"][0]["logs"].as_array_mut().unwrap().push(listed);
}

fn pin(value: &mut Value) {
    value["members"][0]["pins"].as_array_mut().unwrap().push(json!(Digest([7; 32])));
}

fn hang_broken(gallery: &mut Gallery, frozen: &mut Frozen) {
    let next = second_of(&directory(), LATER.plus(4));
    let mut show = |name: &str, head: &Directory, cut: usize| {
        let bytes = frozen.signed(head, &TWO);
        gallery.hang(name, head, &bytes[..bytes.len() - cut]);
        gallery.after(name, "first", name, "DIR-01");
    };
    show("truncated", &next, 1);
    show(
        "members out of order",
        &changed(&next, |v| v["members"].as_array_mut().unwrap().reverse()),
        0,
    );
    show("a threshold that is no majority", &changed(&next, |v| v["threshold"] = json!(1)), 0);
    show("a threshold beyond the stewards", &changed(&next, |v| v["threshold"] = json!(4)), 0);
    show("a later head without the first", &changed(&next, |v| v["first"] = Value::Null), 0);
    let short = |v: &mut Value| v["members"][0]["kem"][0]["key"] = json!("00".repeat(1_215));
    show("a decapsulation key too short", &changed(&next, short), 0);
}

fn head_named(file: &Value, name: &str) -> Vec<u8> {
    let heads = file["heads"].as_array().unwrap();
    unbase64(&heads.iter().find(|head| head["name"] == name).unwrap()["bytes"])
}

/// The network's first head from the file.
pub fn first(file: &Value) -> Directory {
    Directory::first(&head_named(file, "first"), &read(&file["heads"][0]["digest"])).unwrap()
}

fn check(file: &Value, case: &Value) -> Result<(), Rule> {
    let bytes = head_named(file, case["offered"].as_str().unwrap());
    if let Some(held) = case["after"].as_str() {
        let held = head_named(file, held);
        let digest = Digest::of(&[b"amana/1/directory", &body_of(&held)]);
        let held = Directory::pinned(&held, &digest).unwrap();
        let next = held.accept(&bytes)?;
        assert_eq!(next.network(), held.network());
        return Ok(());
    }
    match &case["first"] {
        Value::Null => Directory::pinned(&bytes, &read(&case["pinned"])).map(drop),
        digest => Directory::first(&bytes, &read(digest)).map(drop),
    }
}

fn body_of(bytes: &[u8]) -> Vec<u8> {
    use crate::craft::Bytes;
    let (body, _): (Bytes, Vec<(u8, Bytes, Bytes)>) = record::cbor::from_bytes(bytes).unwrap();
    body.0
}

pub fn run(file: &Value) {
    assert_eq!(first(file), directory());
    run_cases(&file["cases"], |case| check(file, case).map_err(code));
}
