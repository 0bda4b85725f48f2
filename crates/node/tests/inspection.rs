//! What the data-protection officer sees: lines narrowed, hints, and proofs that stand outside.
//!
//! It is long because a hint needs weeks of work before it, and a file each way of cheating.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use axum::http::StatusCode;
use node::audit::{self, Deed, Event};
use node::author::Author;
use node::inspection::proof::{self, AuditFile, LineState};
use node::inspection::{self, Grounds};
use node::store::Store;
use node::store::inspection::{Case, Narrow, StoredHint};
use node::view::Session;
use node::{Config, Node, due};
use record::moment::{HOUR_MS, MINUTE_MS};
use record::policy::{Act, Role};
use record::{Digest, Kind, Purpose, RecordId, Unit};
use seal::directory::Directory;
use serde_json::{Value, json};
use support::folder::Folder;
use support::place::{Answer, Place};
use support::{Network, before, code, message, officer};

const FOR: &str = "criminal-investigation";

fn author(code: &str, role: Role, unit: &str) -> Author {
    Author { officer: code.into(), role, unit: Unit::new(unit).unwrap() }
}

/// So many look-ups at this moment.
fn look_up(node: &mut Node, by: &Author, count: usize) {
    let event = Event::new(Deed::Queried, by, node.now()).purpose(Purpose::CriminalInvestigation);
    node.commit(|node| {
        for _ in 0..count {
            audit::note(node, &event)?;
        }
        Ok(())
    })
    .unwrap();
}

fn read(node: &mut Node, by: &Author, purpose: Purpose, owner: &str, id: &RecordId) {
    let session = Session { author: by.clone(), purpose };
    let guarded = node.sight().show(&session, Act::Read, (&code(owner), id, None)).unwrap();
    let _ = node.commit(|node| audit::record(node, guarded)).unwrap();
}

fn catch_up(node: &mut Node) {
    while node.commit(inspection::catch_up).unwrap() {}
}

fn hints(node: &Node) -> Vec<(StoredHint, Grounds)> {
    let stored = node.store.hints(true, i64::MAX, 100).unwrap().into_iter();
    stored.map(|hint| (hint.clone(), serde_json::from_str(&hint.facts).unwrap())).collect()
}

/// Three weeks of work, some look-ups an hour; then one hour.
fn worked(usual: usize, then: usize) -> Vec<(StoredHint, Grounds)> {
    let mut network = Network::new(&["XA"]);
    let (one, other) = (officer(), author("officer-2", Role::Analyst, "POLICE"));
    for hour in 0..60 {
        look_up(network.at("XA"), &one, usual + hour % 5);
        look_up(network.at("XA"), &other, usual + hour % 3);
        network.clock.advance(8 * HOUR_MS);
    }
    look_up(network.at("XA"), &one, then);
    let last = inspection::hour(network.at("XA").now());
    let node = network.at("XA");
    catch_up(node);
    // While too little is known of an officer, every hour above the floor is put forward.
    hints(node).into_iter().filter(|(hint, _)| hint.hour == last).collect()
}

#[test]
fn an_hour_far_above_the_usual_is_put_before_the_inspector_with_its_figures() {
    assert_eq!(worked(3, 60), [], "not more than the floor");
    let found = worked(3, 61);
    let [(hint, Grounds::Burst { count, own: Some(own), others: Some(unit), above })] = &found[..]
    else {
        panic!("{found:?}")
    };
    assert_eq!((hint.officer.as_str(), hint.unit.as_str(), *count), ("officer-1", "POLICE", 61));
    assert_eq!((own.median, own.spread, own.hours), (5, 1, 60));
    assert_eq!((unit.median, unit.hours, *above), (4, 60, 60));
    assert_eq!(worked(100, 108), [], "as much as in any busy hour");
    assert!(matches!(worked(100, 130)[..], [(_, Grounds::Burst { above: 108, .. })]));
}

#[test]
fn the_count_of_a_burst_grows_until_somebody_has_looked() {
    let mut network = Network::new(&["XA"]);
    let by = officer();
    let mut counted = Vec::new();
    for _ in 0..3 {
        look_up(network.at("XA"), &by, 50);
        catch_up(network.at("XA"));
        counted.extend(hints(network.at("XA")).into_iter().map(|(hint, facts)| {
            let Grounds::Burst { count, own: None, .. } = facts else { panic!("{facts:?}") };
            (hint.row, count)
        }));
    }
    assert_eq!(counted, [(1, 100), (1, 150)]);
    let node = network.at("XA");
    let marked = |node: &Node, by: &str| node.store.mark_hint(1, by, 7, "seen").unwrap();
    assert!(marked(node, "dpo-1") && !marked(node, "dpo-2"), "it is marked once");
    look_up(node, &by, 50);
    catch_up(node);
    let (hint, facts) = hints(node).remove(0);
    assert!(matches!(facts, Grounds::Burst { count: 150, .. }), "{facts:?}");
    assert_eq!((hint.seen_by.as_deref(), hint.note.as_deref()), (Some("dpo-1"), Some("seen")));
    assert_eq!(node.store.hints(false, i64::MAX, 100).unwrap(), []);
}

/// Records at XA, of another unit and from another node, and who opened them in an hour.
struct Matter {
    network: Network,
    person: RecordId,
    foreign: RecordId,
    letter: RecordId,
}

fn person(unit: &str) -> record::Draft {
    let [_, body] = Kind::Person.examples();
    let fact = json!({"source": "A", "information": "1", "nature": "fact"});
    record::Draft {
        evaluation: Some(serde_json::from_value(fact).unwrap()),
        ..node::author::plain_draft(Kind::Person, &Unit::new(unit).unwrap(), body.to_json())
    }
}

fn publish(network: &mut Network, at: &str, draft: record::Draft, by: &Author) -> RecordId {
    let draft = node::author::read(draft).unwrap();
    let done = network.at(at).commit(|node| node::flow::publish_audited(node, draft, by));
    done.unwrap().unwrap().name.id
}

impl Matter {
    fn new() -> Self {
        let mut network = Network::new(&["XA", "XB"]);
        let customs = author("customs-1", Role::CaseOfficer, "CUSTOMS");
        let person_of_customs = publish(&mut network, "XA", person("CUSTOMS"), &customs);
        let shared = record::Draft { recipients: vec![code("XA")], ..person("POLICE") };
        let foreign = publish(&mut network, "XB", shared, &officer());
        let letter = network.publish("XB", message("a letter", &["XA"])).unwrap().name.id;
        network.settle();
        // The hour in which all that was written is over.
        network.clock.advance(HOUR_MS);
        network.at("XA").commit(due::round).unwrap();
        Self { network, person: person_of_customs, foreign, letter }
    }

    fn opens(&mut self, by: &Author, purpose: Purpose, owner: &str, id: RecordId) -> &mut Self {
        read(self.network.at("XA"), by, purpose, owner, &id);
        self
    }

    /// Who has a hint, and about how many records, when the hour is over.
    fn found(&mut self) -> Vec<(String, u32)> {
        catch_up(self.network.at("XA"));
        assert_eq!(hints(self.network.at("XA")), [], "not before the hour is over");
        self.network.clock.advance(HOUR_MS);
        catch_up(self.network.at("XA"));
        let each = hints(self.network.at("XA")).into_iter();
        let mut found: Vec<_> = each
            .map(|(hint, facts)| match facts {
                Grounds::Outside { count, .. } => (hint.officer, count),
                other => panic!("{other:?}"),
            })
            .collect();
        found.sort();
        found
    }
}

#[test]
fn records_that_nothing_connects_with_an_officer_are_listed_for_the_inspector() {
    let mut matter = Matter::new();
    let (case, analyst) = (
        author("case-1", Role::CaseOfficer, "POLICE"),
        author("analyst-1", Role::Analyst, "POLICE"),
    );
    let (person, foreign, letter) = (matter.person, matter.foreign, matter.letter);
    let purpose = Purpose::CriminalInvestigation;
    matter.opens(&case, purpose, "XA", person).opens(&case, purpose, "XB", foreign);
    matter.opens(&case, purpose, "XA", person).opens(&analyst, purpose, "XB", letter);
    let expect = [("analyst-1".to_owned(), 1), ("case-1".to_owned(), 2)];
    assert_eq!(matter.found(), expect);
    // An hour is looked at once, and rebuilding the derived tables makes no hint twice.
    matter.network.at("XA").commit(|node| node::index::rebuild(node, i64::MAX, |_| {})).unwrap();
    catch_up(matter.network.at("XA"));
    assert_eq!(hints(matter.network.at("XA")).len(), 2);
}

#[test]
fn what_is_ones_work_is_not_listed() {
    let mut matter = Matter::new();
    let (person, foreign, letter) = (matter.person, matter.foreign, matter.letter);
    let investigation = Purpose::CriminalInvestigation;
    // The own unit's record, what the desk takes in, a traveller, and whoever oversees.
    let colleague = author("customs-2", Role::CaseOfficer, "CUSTOMS");
    let border = author("border-1", Role::FrontlineOfficer, "POLICE");
    let overseer = author("dpo-1", Role::DataProtectionOfficer, "POLICE");
    matter.opens(&colleague, investigation, "XA", person);
    matter.opens(&officer(), investigation, "XB", letter);
    matter.opens(&border, Purpose::BorderControl, "XB", foreign);
    matter.opens(&overseer, investigation, "XA", person);
    // What one's unit has written about: a link from its record connects.
    let case = author("case-1", Role::CaseOfficer, "POLICE");
    let mut note = message("about that person", &[]);
    let link = json!({"role": "found-with", "owner": "XA", "id": person, "confirmed": false});
    note.links = vec![serde_json::from_value(link).unwrap()];
    publish(&mut matter.network, "XA", note, &case);
    matter.opens(&case, investigation, "XA", person);
    assert_eq!(matter.found(), []);
}

fn narrowed(node: &Node, wanted: Narrow) -> Vec<Event> {
    let rows = node.store.lines(&wanted, i64::MAX, 1_000).unwrap();
    rows.iter().map(|(_, _, bytes)| audit::read(bytes).unwrap().1).collect()
}

#[test]
fn every_way_of_narrowing_finds_what_holds_and_nothing_else() {
    let mut matter = Matter::new();
    let (person, foreign) = (matter.person, matter.foreign);
    let analyst = author("analyst-1", Role::Analyst, "POLICE");
    matter.opens(&analyst, Purpose::CrimeAnalysis, "XB", foreign);
    matter.opens(&author("desk-9", Role::DeskOfficer, "CUSTOMS"), Purpose::Alert, "XA", person);
    // Its role may not read: refused. And the owner asks what was done with its record.
    matter.opens(&author("admin-9", Role::Administrator, "POLICE"), Purpose::Alert, "XA", person);
    let (from, node) = (matter.network.clock.0.clone(), matter.network.at("XA"));
    node.commit(|node| node::uses::tell(node, &code("XB"), &foreign)).unwrap();
    catch_up(node);
    let all = narrowed(node, Narrow::default());
    assert!(all.len() > 3 && all.windows(2).all(|pair| pair[0].at >= pair[1].at));
    let check = |what: &str, wanted: Narrow, holds: &dyn Fn(&Event) -> bool| {
        let expect: Vec<_> = all.iter().filter(|event| holds(event)).cloned().collect();
        assert!(!expect.is_empty() && expect.len() < all.len(), "{what} divides nothing");
        assert_eq!(narrowed(node, wanted), expect, "{what}");
    };
    let none = Narrow::default;
    let some = |text: &str| Some(text.to_owned());
    check("officer", Narrow { officer: some("desk-9"), ..none() }, &|e| e.by == "desk-9");
    check("unit", Narrow { unit: some("CUSTOMS"), ..none() }, &|e| e.unit == "CUSTOMS");
    check("role", Narrow { role: some("analyst"), ..none() }, &|e| e.role == "analyst");
    check("deed", Narrow { deed: some("published"), ..none() }, &|e| e.deed == Deed::Published);
    check("purpose", Narrow { purpose: some("crime-analysis"), ..none() }, &|e| {
        e.purpose == Some(Purpose::CrimeAnalysis)
    });
    let is_about = |event: &Event, id: RecordId| event.about.iter().any(|(_, one)| *one == id);
    let record = Some((code("XB"), foreign));
    check("record", Narrow { record, ..none() }, &|e| is_about(e, foreign));
    check("node", Narrow { node: Some(code("XB")), ..none() }, &|e| {
        e.by == "XB" || e.about.iter().any(|(owner, _)| owner.as_str() == "XB")
    });
    check("refused", Narrow { refused: Some(true), ..none() }, &Event::is_refusal);
    check("granted", Narrow { refused: Some(false), ..none() }, &|e| !e.is_refusal());
    let rule = all.iter().find_map(|event| event.refused.clone());
    check("rule", Narrow { rule: rule.clone(), ..none() }, &|e| e.refused == rule);
    let now = from.load(std::sync::atomic::Ordering::SeqCst);
    check("from", Narrow { from: Some(now), ..none() }, &|e| e.at.0 >= now);
    check("until", Narrow { until: Some(now), ..none() }, &|e| e.at.0 < now);
    check("kind", Narrow { kind: some("person"), ..none() }, &|e| {
        is_about(e, person) || is_about(e, foreign)
    });
}

/// A line of XA's audit whose minute is in the log, and the directory as it was signed.
fn proven() -> (Network, AuditFile) {
    let mut network = Network::new(&["XA", "XB"]);
    let signed = network.signed.clone();
    for _ in 0..3 {
        look_up(network.at("XA"), &officer(), 2);
        network.clock.advance(MINUTE_MS);
    }
    let node = network.at("XA");
    node.commit(due::round).unwrap();
    let file = node.commit(|node| proof::prove(node, &[1, 2, 6], &signed)).unwrap();
    (network, file)
}

fn pinned(file: &AuditFile) -> Directory {
    Directory::head(&file.directory, &file.network).unwrap()
}

#[test]
fn a_line_is_proven_once_its_minute_is_closed() {
    let mut network = Network::new(&["XA"]);
    look_up(network.at("XA"), &officer(), 3);
    let state =
        |network: &mut Network| network.at("XA").commit(|node| proof::state(node, 2)).unwrap();
    assert_eq!(state(&mut network), LineState::Open);
    let unproven = network.at("XA").commit(|node| proof::prove(node, &[2], &[]));
    assert!(unproven.is_err());
    network.clock.advance(MINUTE_MS);
    network.at("XA").commit(due::round).unwrap();
    let LineState::Proven { standing, place, entries, .. } = state(&mut network) else { panic!() };
    assert_eq!((standing, place, entries), (seal::evidence::Standing::Signed, 2, 3));
    assert!(network.at("XA").commit(|node| proof::state(node, 99)).is_err());
    let contradicted =
        |node: &mut Node| node.store.insert_conflict("XA", "head", b"one", b"other", 1);
    network.at("XA").commit(contradicted).unwrap();
    let LineState::Proven { standing, .. } = state(&mut network) else { panic!() };
    assert_eq!(standing, seal::evidence::Standing::Conflicting);
}

/// Makes something else of a value of the file.
type Change<'a> = &'a dyn Fn(&Value) -> Value;

#[test]
fn what_is_changed_in_a_file_is_refused() {
    let (_, good) = proven();
    let directory = pinned(&good);
    let lines = good.check(&directory).unwrap();
    assert_eq!((lines.len(), good.minutes.len()), (3, 2));
    assert!(lines.iter().all(|line| line.event.by == "officer-1"));
    let base = serde_json::to_value(&good).unwrap();
    for (what, at, to) in tampered(&good) {
        assert!(!holds(&changed(&base, at, to), &directory), "{what}");
    }
}

fn holds(file: &Value, directory: &Directory) -> bool {
    let file: Result<AuditFile, _> = serde_json::from_value(file.clone());
    file.is_ok_and(|file| file.check(directory).is_ok())
}

fn changed(base: &Value, at: &str, to: Value) -> Value {
    let mut file = base.clone();
    *file.pointer_mut(at).unwrap() = to;
    file
}

/// The file with one thing changed, as somebody who wants to hide or invent a deed would.
fn tampered(good: &AuditFile) -> Vec<(&'static str, &'static str, Value)> {
    let base = serde_json::to_value(good).unwrap();
    let of = |pointer: &str| base.pointer(pointer).unwrap();
    let flip = |value: &Value| {
        let text = value.as_str().unwrap();
        let last = if text.ends_with('0') { "1" } else { "0" };
        json!(format!("{}{last}", &text[..text.len() - 1]))
    };
    let more = |value: &Value| json!(value.as_u64().unwrap() + 1);
    let shorter = |value: &Value| json!(value.as_array().unwrap()[1..]);
    let other = |_: &Value| json!("XB");
    let renamed = |value: &Value| {
        let text = value.as_str().unwrap();
        json!(text.replace(&hex("officer-1"), &hex("officer-2")))
    };
    let without_key = |value: &Value| {
        let text = value.as_str().unwrap();
        json!(text.lines().take(5).map(|line| format!("{line}\n")).collect::<String>())
    };
    let ways: [(&str, &str, Change<'_>); 17] = [
        ("another officer", "/lines/0/entry", &renamed),
        ("another entry", "/lines/0/entry", &flip),
        ("another place", "/lines/0/index", &more),
        ("a place beyond the tree", "/lines/0/index", &|_| json!((1_u64 << 20) + 1)),
        ("another minute of a line", "/lines/0/minute", &more),
        ("another sibling", "/lines/0/path/3", &flip),
        ("a short path", "/lines/0/path", &shorter),
        ("another root", "/minutes/0/root", &flip),
        ("another salt", "/minutes/0/salt", &flip),
        ("another minute", "/minutes/0/minute", &more),
        ("another leaf", "/minutes/0/index", &more),
        ("a short proof", "/minutes/0/inclusion", &shorter),
        ("one signature", "/checkpoint", &without_key),
        ("another node", "/node", &other),
        ("another network", "/network", &flip),
        ("another format", "/format", &|_| json!("amana/2/audit-lines")),
        ("no lines", "/lines", &|_| json!([])),
    ];
    ways.map(|(what, at, made)| (what, at, made(of(at)))).into()
}

fn hex(text: &str) -> String {
    record::digest::hex_encode(text.as_bytes())
}

fn vectors() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/audit.json")
}

/// The file that strangers' programs check. ML-DSA-44 signs differently each time, so it is made
/// only by `AMANA_FREEZE=1`, and held here against this code.
#[test]
fn the_frozen_file_of_lines_holds_and_its_changed_ones_do_not() {
    if std::env::var_os("AMANA_FREEZE").is_some() {
        std::fs::write(vectors(), frozen()).unwrap();
    }
    let read: Value = serde_json::from_slice(&std::fs::read(vectors()).unwrap()).unwrap();
    let head = Digest::from_hex(read["directory_head"].as_str().unwrap()).unwrap();
    let cases = read["cases"].as_array().unwrap();
    assert!(cases.len() > 15);
    for case in cases {
        let file = match (case.get("file"), case["at"].as_str()) {
            (Some(file), _) => file.clone(),
            (None, Some(at)) => changed(&read["file"], at, case["to"].clone()),
            (None, None) => read["file"].clone(),
        };
        let bytes = record::digest::hex_decode(file["directory"].as_str().unwrap()).unwrap();
        let known = Directory::pinned(&bytes, &head);
        let stands = known.is_ok_and(|directory| holds(&file, &directory));
        assert_eq!(stands, case["expect"] == "ok", "{}", case["name"]);
    }
}

fn frozen() -> String {
    let (_, good) = proven();
    let mut cases = vec![json!({"name": "three lines of two minutes", "expect": "ok"})];
    for (name, at, to) in tampered(&good) {
        cases.push(json!({"name": name, "at": at, "to": to, "expect": "refused"}));
    }
    let name = "a network of its own, consistent with itself";
    cases.push(json!({"name": name, "file": stranger(), "expect": "refused"}));
    let about = "lines of an audit as `amana audit export` writes them, changed `at` a JSON \
        pointer `to` something else; and the digest of the directory's head that the reader knows";
    let directory = pinned(&good);
    let log = directory.member(&code("XA")).unwrap().log().unwrap();
    let all = json!({"about": about, "directory_head": directory.digest(), "log": log,
        "file": good, "cases": cases});
    serde_json::to_string_pretty(&all).unwrap() + "\n"
}

/// Lines of another network's node of the same name.
fn stranger() -> AuditFile {
    let mut other = Network::new(&["XC", "XA"]);
    let signed = other.signed.clone();
    look_up(other.at("XA"), &officer(), 1);
    other.clock.advance(MINUTE_MS);
    other.at("XA").commit(due::round).unwrap();
    let file = other.at("XA").commit(|node| proof::prove(node, &[1], &signed)).unwrap();
    assert!(file.check(&pinned(&file)).is_ok(), "it must be consistent with itself");
    file
}

fn refused(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.kind, "application/problem+json", "{}", answer.text);
}

#[tokio::test]
async fn only_who_oversees_reads_the_audit_its_proofs_and_hints() {
    let place = Place::new();
    for (officer, status) in [("desk-1", 403), ("admin-1", 403)] {
        let token = place.token(officer);
        for path in ["", "/lines/1", "/file?rows=1", "/hints"] {
            refused(&place.get(&format!("/api/v1/audit{path}"), &token, FOR).await, status);
        }
        let note = json!({"note": "seen"}).to_string();
        refused(&place.post("/api/v1/audit/hints/1", &token, note).await, status);
    }
}

#[tokio::test]
async fn the_address_of_the_audit_says_what_it_is_narrowed_to_and_so_does_the_audit() {
    let place = Place::new();
    let (desk, dpo) = (place.token("desk-1"), place.token("dpo-1"));
    for _ in 0..5 {
        place.get("/api/v1/records", &desk, FOR).await;
    }
    place.get("/api/v1/search?words=x", &desk, FOR).await;
    let get = async |rest: &str| place.get(&format!("/api/v1/audit{rest}"), &dpo, "").await;
    let first = get("?officer=desk-1&deed=listed&limit=3").await;
    let rows = |answer: &Answer| answer.body["events"].as_array().unwrap().len();
    let next = first.body["next"].as_i64().unwrap();
    let second = get(&format!("?officer=desk-1&deed=listed&limit=3&cursor={next}")).await;
    assert_eq!((rows(&first), rows(&second), &second.body["next"]), (3, 2, &Value::Null));
    let asked = get("?deed=audit-read&officer=dpo-1").await;
    let said = &asked.body["events"][0];
    assert_eq!(said["reason"], "officer=desk-1&deed=listed", "{said}");
    assert_eq!(said["count"], 2, "{said}");
    for bad in ["deed=gossip", "kind=gossip", "record=CO", "record=CO/1", "from=yesterday", "x=1"] {
        let answer = get(&format!("?{bad}")).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{bad}: {}", answer.text);
    }
    let long = format!("?officer={}", "a".repeat(201));
    refused(&get(&long).await, 422);
    for quiet in ["?officer='%20OR%201=1--", "?until=2020-01-01", "?unit=%00", "?rule=%25"] {
        assert_eq!(rows(&get(quiet).await), 0, "{quiet}");
    }
}

/// What an officer typed beside the purpose is what the inspector types: of reading, of writing,
/// and of what was refused.
#[tokio::test]
async fn what_was_done_for_a_case_is_found_as_it_was_typed() {
    let place = Place::new();
    let (desk, dpo) = (place.token("desk-1"), place.token("dpo-1"));
    let under = async |method: &str, path: &str, purpose: &str, case: &str, body: String| {
        let request = axum::http::Request::builder().method(method).uri(path);
        let request = request
            .header("authorization", format!("Bearer {desk}"))
            .header("content-type", "application/json")
            .header("amana-purpose", purpose)
            .header("amana-case", case);
        place.ask(request.body(body.into()).unwrap()).await
    };
    let get = async |path: &str, purpose: &str, case: &str| {
        under("GET", path, purpose, case, String::new()).await
    };
    let draft = serde_json::to_string(&message("a parcel", &[])).unwrap();
    let case = "CO-2026%2F17%20Caf%C3%A9";
    let made = under("POST", "/api/v1/records", FOR, case, draft).await;
    let path = made.body["name"].as_str().unwrap().rsplit_once('/').unwrap().0.to_owned();
    let record = format!("/api/v1/records/{path}");
    get(&record, FOR, case).await;
    get(&record, "border-control", "co-2026%2F17%20%20CAF%C3%89").await;
    get(&record, FOR, "CO-2026%2F1").await;
    // A case that is a record: what is about it, and what was done for it and is about nothing.
    get("/api/v1/records", FOR, &path.replace('/', "%2F")).await;
    place.get("/api/v1/records", &desk, FOR).await;
    let found = async |case: &str| {
        let asked = format!("/api/v1/audit?officer=desk-1&case={case}");
        let answer = place.get(&asked, &dpo, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let deed = |event: &Value| event["deed"].as_str().unwrap().to_owned();
        answer.body["events"].as_array().unwrap().iter().map(deed).collect::<Vec<_>>()
    };
    for typed in [case, "%20co-2026%2f17%20%20caf%C3%A9"] {
        assert_eq!(found(typed).await, ["refused", "read", "published"], "{typed}");
    }
    assert_eq!(found("CO-2026%2F1").await, ["read"]);
    let about = found(&path).await;
    assert_eq!(about, ["listed", "read", "refused", "read", "published"]);
    for other in ["CO-2026%2F17", "CO-2026", "17", "%25", "CO%2F1", "'%20OR%201=1--"] {
        assert_eq!(found(other).await, Vec::<String>::new(), "{other}");
    }
    let long = format!("/api/v1/audit?case={}", "a".repeat(201));
    refused(&place.get(&long, &dpo, "").await, 422);
}

/// Lines of a node of the version before are found by their case too, and so are lines made anew.
#[test]
fn lines_that_had_no_case_get_it_and_come_out_the_same_when_they_are_made_anew() {
    let folder = Folder::new("case");
    let path = folder.join("node.db");
    let store = |_: &str| Store::open(&path).unwrap();
    let before = {
        let mut network = Network::with(&["XA"], store, Config::default());
        let node = network.at("XA");
        let event =
            Event::new(Deed::Queried, &officer(), node.now()).purpose(Purpose::CrimeAnalysis);
        for case in [Some("File 7".to_owned()), None, Some("file  8".to_owned())] {
            node.commit(|node| audit::note(node, &Event { case, ..event.clone() })).unwrap();
        }
        catch_up(node);
        node.store.dump_derived().unwrap()
    };
    assert!(before.contains("file 7") && before.contains("file 8"), "{before}");
    let back = "DROP INDEX audit_line_under; ALTER TABLE audit_line DROP COLUMN under;
                DROP TABLE device; DROP TABLE copy;
                DROP TABLE watch_list; DROP TABLE list_update; DROP TABLE list_entry;
                DROP TABLE list_token; DROP TABLE list_gone; DROP TABLE listed;
                DROP TABLE listed_token; DROP TABLE question; DROP TABLE hit;
                DROP TABLE standing_ask; DROP TABLE cosigned; DROP TABLE cosignature;
                DROP TABLE witnessed; DROP TABLE head_link;
                DROP TABLE identity; ALTER TABLE browser_session DROP COLUMN identity;
                PRAGMA user_version = 13";
    let db = rusqlite::Connection::open(&path).unwrap();
    use before::{NINETEEN, TWENTY_FOUR, TWENTY_ONE, TWENTY_THREE, TWENTY_TWO};
    for back in [TWENTY_FOUR, TWENTY_THREE, TWENTY_TWO, TWENTY_ONE, NINETEEN, back] {
        db.execute_batch(back).unwrap();
    }
    drop(db);
    let mut network = Network::with(&["XA"], store, Config::default());
    let node = network.at("XA");
    assert_eq!(node.store.dump_derived().unwrap(), before);
    node.commit(|node| node::index::rebuild(node, i64::MAX, |_| {})).unwrap();
    assert_eq!(node.store.dump_derived().unwrap(), before);
    let case = Some(Case { under: node::case::fold("FILE 8"), record: None });
    let found = node.store.lines(&Narrow { case, ..Narrow::default() }, i64::MAX, 9).unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn a_hint_is_marked_once_with_a_note_and_the_audit_says_so() {
    let place = Place::new();
    let (desk, dpo) = (place.token("desk-1"), place.token("dpo-1"));
    place.index().await;
    for _ in 0..61 {
        let found = place.get("/api/v1/search?words=cocaine", &desk, FOR).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.text);
    }
    let found = place.get("/api/v1/audit/hints", &dpo, "").await;
    let hint = &found.body["hints"][0];
    assert_eq!((&hint["reason"], &hint["count"]), (&json!("burst"), &json!(61)), "{}", found.body);
    assert_eq!((&hint["officer"], &hint["own"]), (&json!("desk-1"), &Value::Null));
    let path = format!("/api/v1/audit/hints/{}", hint["row"]);
    let mark = async |note: &str| place.post(&path, &dpo, json!({"note": note}).to_string()).await;
    refused(&mark(" ").await, 422);
    refused(&mark(&"x".repeat(1_001)).await, 422);
    assert_eq!(mark("a test of the search").await.status, StatusCode::OK);
    refused(&mark("again").await, 422);
    assert_eq!(place.get("/api/v1/audit/hints", &dpo, "").await.body["hints"], json!([]));
    let all = place.get("/api/v1/audit/hints?all=true", &dpo, "").await;
    assert_eq!(all.body["hints"][0]["note"], "a test of the search", "{}", all.body);
    let audit = place.get("/api/v1/audit?deed=administered&officer=dpo-1", &dpo, "").await;
    let reason = audit.body["events"][0]["reason"].as_str().unwrap();
    assert!(reason.ends_with("about desk-1 looked at"), "{reason}");
    // Nothing followed from it.
    assert_eq!(place.get("/api/v1/records", &desk, FOR).await.status, StatusCode::OK);
    let absent = place.post("/api/v1/audit/hints/99", &dpo, json!({"note": "x"}).to_string());
    refused(&absent.await, 404);
}

#[tokio::test]
async fn a_file_is_bounded_and_refused_while_a_minute_is_open() {
    let place = Place::new();
    let dpo = place.token("dpo-1");
    place.get("/api/v1/audit", &dpo, "").await;
    let many = vec!["1"; place.desk.config.audit_file_lines_max + 1].join(",");
    for rows in ["", "one", "1;2", "1", "999999", &many] {
        let answer = place.get(&format!("/api/v1/audit/file?rows={rows}"), &dpo, "").await;
        assert!(answer.status.is_client_error(), "{rows}: {}", answer.text);
    }
}

#[expect(clippy::disallowed_methods, reason = "what is measured is time")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// Every page comes from an index: with 5,000 entries here, with 300,000 in `cargo xtask night`.
#[test]
fn pages_of_a_large_audit_come_at_once() {
    let mut network = Network::new(&["XA"]);
    let node = network.at("XA");
    let people: Vec<_> =
        (0..50).map(|n| author(&format!("officer-{n}"), Role::Analyst, "POLICE")).collect();
    let rounds = if std::env::var_os("AMANA_NIGHT").is_some() { 60 } else { 1 };
    for round in 0..rounds {
        for (number, by) in people.iter().enumerate() {
            look_up(node, by, 100);
            if round == rounds / 2 && number == 7 {
                look_up(node, &author("rare-1", Role::DeskOfficer, "CUSTOMS"), 1);
            }
        }
    }
    catch_up(node);
    let some = |text: &str| Some(text.to_owned());
    let ways = [
        Narrow::default(),
        Narrow { officer: some("officer-7"), ..Narrow::default() },
        Narrow { officer: some("rare-1"), unit: some("CUSTOMS"), ..Narrow::default() },
        Narrow { role: some("desk-officer"), ..Narrow::default() },
        Narrow { deed: some("read"), unit: some("POLICE"), ..Narrow::default() },
        Narrow { refused: Some(true), ..Narrow::default() },
        Narrow { node: Some(code("XB")), ..Narrow::default() },
        Narrow { kind: some("person"), ..Narrow::default() },
        Narrow { until: Some(0), ..Narrow::default() },
    ];
    for wanted in ways {
        let begun = now();
        node.store.lines(&wanted, i64::MAX, 100).unwrap();
        let took = begun.elapsed();
        println!("{took:?} {wanted:?}");
        assert!(took.as_millis() < 1_000, "{took:?} {wanted:?}");
    }
}
