//! Finding by words, facets and days: in four languages, as fresh as said, gone when taken back.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use node::author::Author;
use node::find::query::Query;
use node::find::run::{Counted, Part};
use node::store::entry::Page;
use node::table::{Form, Order, Use};
use node::view::{Hits, Listing, Mentions, Session};
use node::web::Desk;
use node::{Config, Node, due, find};
use record::kind::block::{Block, BlockAction, BlockStatement};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::DAY_MS;
use record::policy::{Class, Role, State};
use record::selector::{Selector, SelectorKind};
use record::{Body, Draft, Kind, Purpose, RecordId, cbor};
use support::place::Place;
use support::{Network, control, message, officer};
use tokio::sync::watch;

const FIRST: Part = Part { before: None, limit: 50, facets: true };
const PAGE: Page = Page { before: None, limit: 50 };

fn ask(node: &Node, query: &Query, part: Part) -> Hits {
    let session = Session { author: officer(), purpose: Purpose::CriminalInvestigation };
    let plan = query.plan(&node.config).unwrap();
    let guarded = node.sight().search(&session, &plan, part, &node.config).unwrap();
    node::audit::split(guarded).0
}

fn words(text: &str) -> Query {
    Query { words: text.into(), ..Query::default() }
}

fn filter(text: &str) -> Query {
    Query { filter: text.into(), ..Query::default() }
}

fn titles(hits: &Hits) -> Vec<&str> {
    hits.records.iter().map(|title| title.title.as_str()).collect()
}

fn index(node: &mut Node) {
    node.commit(|node| find::catch_up(node, i64::MAX)).unwrap();
}

/// One node that holds a message of each text.
fn holding(texts: &[&str]) -> Network {
    let mut network = Network::new(&["XA"]);
    for text in texts {
        network.publish("XA", message(text, &[])).unwrap();
    }
    index(network.at("XA"));
    network
}

#[test]
fn a_text_is_found_however_its_words_are_spelt() {
    let mut network = holding(&[
        "Le chauffeur a caché la cocaïne derrière le réfrigérateur",
        "El conductor escondió la cocaína en un doble fondo",
        "أخفى السائق الكوكايين في الحاوية رقم ٤٥٦٧",
        "The driver hid parcels behind the cooling unit, seal AB-12.34",
        "Subscriber of +57 601 555 0100",
    ]);
    let node = network.at("XA");
    let check = |text: &str, expect: &[usize]| {
        let hits = ask(node, &words(text), FIRST);
        let mut found: Vec<usize> =
            hits.records.iter().map(|title| title.cursor as usize - 1).collect();
        found.sort_unstable();
        assert_eq!(found, expect, "{text}");
        assert_eq!((hits.count, hits.counted), (expect.len() as u64, Counted::Exact), "{text}");
    };
    check("cocaine CACHE", &[0]);
    check("refrigerateur", &[0]);
    check("escondio doble", &[1]);
    check("\"doble fondo\"", &[1]);
    check("\"fondo doble\"", &[]);
    check("كوكايين", &[2]);
    check("الحاويه", &[2]);
    check("اخفي السايق", &[2]);
    check("4567", &[2]);
    check("driver parcel", &[3]);
    check("cool*", &[3]);
    check("ab1234", &[3]);
    check("AB-12-34", &[3]);
    check("+576015550100", &[4]);
    check("601 555", &[4]);
    check("nothing", &[]);
    check("", &[0, 1, 2, 3, 4]);
}

/// Drafts of every kind that is no control record, from its examples.
fn examples() -> impl Iterator<Item = Draft> {
    let kinds = Kind::ALL.iter().filter(|kind| !kind.is_control());
    let bodies = kinds.flat_map(|kind| kind.examples()).filter(|body| body.issuer().is_none());
    bodies.map(|body| {
        let evaluation = body.kind().asserts().then(|| {
            let fact = serde_json::json!({"source": "A", "information": "1", "nature": "fact"});
            serde_json::from_value(fact).unwrap()
        });
        let unit = officer().unit;
        let draft = node::author::plain_draft(body.kind(), &unit, body.to_json());
        Draft { evaluation, ..draft }
    })
}

#[test]
fn facets_count_and_filter() {
    let mut network = Network::new(&["XA"]);
    examples().for_each(|draft| drop(network.publish("XA", draft).unwrap()));
    index(network.at("XA"));
    let node = network.at("XA");
    let hits = ask(node, &Query::default(), FIRST);
    let counts = |name: &str| -> Vec<(String, u64)> {
        let values = hits.facets.get(name).into_iter().flatten();
        values.map(|one| (one.value.clone(), one.count)).collect()
    };
    let has = |name: &str, value: &str| counts(name).iter().any(|(known, _)| known == value);
    assert!(has("country", "CO") && has("country", "SN"), "{:?}", hits.facets);
    assert!(has("substance", "cocaine") && has("colour", "red"), "{:?}", hits.facets);
    assert_eq!(counts("owner"), [("XA".to_owned(), hits.count)]);
    assert_eq!(counts("kind").iter().map(|(_, count)| count).sum::<u64>(), hits.count);
    assert_eq!(counts("year").iter().map(|(_, count)| count).sum::<u64>(), hits.count);
    // Every value, asked for, finds as many as it counted.
    for (name, values) in &hits.facets {
        for one in values {
            let hits = ask(node, &filter(&format!("{name}:{}", one.value)), FIRST);
            assert_eq!(hits.count, one.count, "{name}:{}", one.value);
        }
    }
    assert_eq!(ask(node, &filter("country:CO,country:SN,kind:seizure"), FIRST).count, 2);
    assert_eq!(ask(node, &filter("country:CO,substance:cannabis-resin"), FIRST).count, 0);
    let days = |from: &str, until: &str| {
        let (from, until) = (from.parse().ok(), until.parse().ok());
        ask(node, &Query { from, until, ..filter("kind:seizure") }, FIRST).count
    };
    assert_eq!((days("2026-02-14", "2026-02-14"), days("2026-02-15", "")), (2, 0));
    assert_eq!((days("", "2026-02-13"), days("2025-12-31", "2026-03-01")), (0, 2));
}

#[test]
fn pages_follow_each_other_newest_first_and_only_the_first_counts() {
    let texts: Vec<String> = (0..7).map(|number| format!("parcel {number}")).collect();
    let mut network = holding(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let node = network.at("XA");
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let part = Part { before, limit: 3, facets: false };
        let hits = ask(node, &words("\"parcel\" about"), part);
        assert_eq!(hits.count, if before.is_none() { 7 } else { 0 });
        seen.extend(titles(&hits).iter().map(|title| (*title).to_owned()));
        before = hits.next;
        if before.is_none() {
            break;
        }
    }
    let expect: Vec<String> = texts.iter().rev().map(|text| format!("about {text}")).collect();
    assert_eq!(seen, expect);
}

/// What stands in one transaction with the recall, the block, the revision and the expiry.
#[test]
fn what_is_taken_back_is_not_found_from_that_moment_on() {
    let mut network = Network::new(&["XA", "XB"]);
    let publish = |network: &mut Network, text: &str| {
        network.publish("XA", message(text, &["XB"])).unwrap().name.id
    };
    let recalled = publish(&mut network, "alpha");
    let blocked = publish(&mut network, "beta");
    let revised = publish(&mut network, "gamma");
    let expiry = "2026-03-05".parse().ok();
    network.publish("XA", Draft { expiry, ..message("delta", &["XB"]) }).unwrap();
    network.settle();
    network.nodes.iter_mut().for_each(index);
    let found = |network: &mut Network, at: &str, text: &str| {
        ask(network.at(at), &words(text), FIRST).count
    };
    for text in ["alpha", "beta", "gamma", "delta"] {
        assert_eq!(found(&mut network, "XB", text), 1, "{text}");
    }
    let statement = RecallStatement { id: recalled, reason: RecallReason::Mistaken };
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    network.publish("XA", control(&block(blocked, BlockAction::Set))).unwrap();
    let second = message("epsilon", &["XB"]);
    network.publish("XA", Draft { revises: Some(revised), ..second }).unwrap();
    network.settle();
    network.clock.advance(4 * DAY_MS);
    for node in &mut network.nodes {
        node.commit(due::round).unwrap();
    }
    for at in ["XA", "XB"] {
        for text in ["alpha", "beta", "gamma", "delta", "epsilon"] {
            assert_eq!(found(&mut network, at, text), 0, "{text} at {at}");
        }
        let facets = ask(network.at(at), &filter("kind:message"), FIRST).facets;
        assert!(facets.is_empty(), "{facets:?}");
    }
    network.publish("XA", control(&block(blocked, BlockAction::Lift))).unwrap();
    network.settle();
    assert_eq!(found(&mut network, "XB", "beta"), 1, "a block that is lifted gives it back");
    index(network.at("XB"));
    assert_eq!(found(&mut network, "XB", "epsilon"), 1);
    let report = node::fsck::run(network.at("XB"), false, |_| {}).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
}

fn block(id: RecordId, action: BlockAction) -> Body {
    let statement = BlockStatement { id, action, reference: "request 7".into() };
    Body::Block(Box::new(Block { statement }))
}

#[test]
fn what_waits_for_its_words_is_said_and_a_batch_that_is_overtaken_is_made_again() {
    let mut network = Network::new(&["XA"]);
    let first = network.publish("XA", message("alpha", &[])).unwrap().name.id;
    network.publish("XA", message("beta", &[])).unwrap();
    let node = network.at("XA");
    let hits = ask(node, &words("alpha"), FIRST);
    assert_eq!((hits.count, hits.waiting), (0, 2));
    let batch = find::gather(&node.store, &node.vault, &node.config, i64::MAX).unwrap().unwrap();
    assert_eq!(batch.records(), 2);
    let statement = RecallStatement { id: first, reason: RecallReason::Mistaken };
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    let node = network.at("XA");
    assert!(!node.commit(|node| find::enter(node, &batch)).unwrap(), "it speaks of a recalled one");
    index(node);
    let batch = find::gather(&node.store, &node.vault, &node.config, i64::MAX).unwrap();
    assert!(batch.is_none(), "nothing waits");
    assert_eq!(ask(node, &words("alpha"), FIRST).count, 0);
    let hits = ask(node, &words("beta"), FIRST);
    assert_eq!((hits.count, hits.waiting), (1, 0));
}

#[test]
fn a_batch_is_bounded_and_terms_of_another_making_are_made_anew() {
    let mut network = holding(&["alpha one", "beta two", "gamma three"]);
    let node = network.at("XA");
    let config = Config { index_rows_max: 2, ..Config::default() };
    node.store.renew_postings(&record::Digest([7; 32])).unwrap();
    let batch = find::gather(&node.store, &node.vault, &config, i64::MAX).unwrap().unwrap();
    assert_eq!(batch.records(), 2);
    let config = Config { index_terms_max: 1, ..Config::default() };
    let batch = find::gather(&node.store, &node.vault, &config, i64::MAX).unwrap().unwrap();
    assert_eq!(batch.records(), 1);
    index(node);
    let sound = node.store.dump_derived().unwrap();
    find::renew(&node.store, &node.config).unwrap();
    assert_eq!(ask(node, &words("alpha"), FIRST).waiting, 3);
    index(node);
    assert_eq!(node.store.dump_derived().unwrap(), sound);
    find::renew(&node.store, &node.config).unwrap();
    assert_eq!(node.store.dump_derived().unwrap(), sound, "what is as it should be stays");
}

#[test]
fn counts_over_more_records_than_the_limit_say_at_least() {
    let mut network = holding(&["parcel"; 5]);
    let node = network.at("XA");
    node.config.phrase_checks_max = 2;
    let part = Part { before: None, limit: 2, facets: true };
    let hits = ask(node, &words("\"about parcel\""), part);
    assert_eq!((hits.count, hits.counted, hits.records.len()), (2, Counted::AtLeast, 2));
    let rest = ask(node, &words("\"about parcel\""), Part { before: hits.next, ..part });
    assert_eq!(rest.records.len(), 2);
}

#[test]
fn a_beginning_that_stands_for_too_many_words_counts_at_least() {
    let mut network = holding(&["cola", "colb", "colc"]);
    let node = network.at("XA");
    let mut count = |max: usize| {
        node.config.prefix_terms_max = max;
        let hits = ask(node, &words("col*"), FIRST);
        (hits.count, hits.counted)
    };
    assert_eq!(count(3), (3, Counted::Exact));
    assert_eq!(count(2), (2, Counted::AtLeast));
}

#[test]
fn what_no_record_is_found_by_finds_nothing_and_never_everything() {
    let mut network = holding(&["card 4111111111111111", "goods 5901234123457", "a letter"]);
    let node = network.at("XA");
    let count = |text: &str| ask(node, &words(text), FIRST).count;
    assert_eq!((count("4111111111111111"), count("\"4111111111111111\"")), (0, 0));
    assert_eq!((count("4111111111111111*"), count("card 4111111111111111")), (0, 0));
    assert_eq!((count("5901234123457"), count("goods"), count("")), (1, 1, 3));
}

/// The index is read before the entries: what changes between stands for any change under way.
#[test]
fn what_was_revised_or_taken_back_under_way_is_not_shown() {
    let mut network = holding(&["parcel one", "parcel two", "parcel three"]);
    let node = network.at("XA");
    let rows: Vec<i64> =
        ask(node, &words("parcel"), FIRST).records.iter().map(|title| title.cursor).collect();
    node.store.set_latest(rows[0], false).unwrap();
    assert_eq!(titles(&ask(node, &words("parcel"), FIRST)).len(), 2);
    let (_, bytes) = node.store.classes().unwrap().pop().unwrap();
    let hidden = Class { state: State::Recalled, ..node::index::class_from(&bytes).unwrap() };
    let hidden = node.store.class(&hidden.digest(), &cbor::to_bytes(&hidden)).unwrap();
    node.store.set_class(rows[1], hidden).unwrap();
    assert_eq!(titles(&ask(node, &words("parcel"), FIRST)), ["about parcel one"]);
    assert_eq!(taken(node, &words("parcel")), ["about parcel one"]);
}

/// Subjects of the messages in a table of what is found.
fn taken(node: &Node, query: &Query) -> Vec<String> {
    let session = Session { author: officer(), purpose: Purpose::CriminalInvestigation };
    let (plan, form) = (query.plan(&node.config).unwrap(), Form::Jsonl);
    let order = Order { plan, form, used: Use::Own };
    let guarded = node.sight().lines(&session, &order, None, &node.config).unwrap();
    assert_eq!(guarded.event().about.len() as u64, guarded.event().count);
    let lines = node::audit::split(guarded).0.unwrap();
    let text = String::from_utf8(lines.text).unwrap();
    let subject = |line: &str| {
        let view: serde_json::Value = serde_json::from_str(line).unwrap();
        view["body"]["statement"]["subject"].as_str().unwrap().to_owned()
    };
    let subjects: Vec<String> = text.lines().map(subject).collect();
    assert_eq!(subjects.len() as u64, lines.records);
    subjects
}

#[test]
fn what_may_be_listed_and_not_read_is_not_found_by_what_it_says() {
    let mut network = holding(&["parcel"]);
    let node = network.at("XA");
    let phone = Selector::parse(SelectorKind::Phone, "+33612345678").unwrap();
    node.store.insert_selectors(1, std::slice::from_ref(&phone)).unwrap();
    let author = Author { role: Role::Importer, ..officer() };
    let session = Session { author, purpose: Purpose::CriminalInvestigation };
    let listed = node.sight().list(&session, &Listing { page: PAGE, ..Listing::default() });
    assert_eq!(node::audit::split(listed.unwrap()).0.len(), 1, "it may be listed");
    for query in [words("parcel"), words(""), filter("kind:message")] {
        let plan = query.plan(&node.config).unwrap();
        let hits = node.sight().search(&session, &plan, FIRST, &node.config).unwrap();
        assert_eq!(node::audit::split(hits).0, Hits::default(), "{query:?}");
    }
    let found = |author: Author| {
        let session = Session { author, ..session.clone() };
        node::audit::split(node.sight().find(&session, &phone, PAGE, 9).unwrap()).0
    };
    assert_eq!(found(session.author.clone()), Mentions::default());
    assert_eq!(found(officer()).count, 1);
}

async fn publish(place: &Place, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let draft = serde_json::json!(message(&format!("parcel & {number}"), &[]));
        let desk = place.token("desk-1");
        let made = place.post("/api/v1/records", &desk, draft.to_string()).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.body);
    }
}

#[tokio::test]
async fn a_turn_of_the_index_ends_with_its_time() {
    let place = Place::new();
    publish(&place, 0..3).await;
    let config = Config { index_rows_max: 1, ..(*place.desk.config).clone() };
    let desk = Desk { config: Arc::new(config).into(), ..place.desk.clone() };
    let (_stop, stopping) = watch::channel(false);
    let mark = || place.desk.readers.read(|sight| sight.store.indexed_mark()).unwrap();
    let turn = async |time: Duration| find::behind::turn(&desk, false, time, &stopping).await;
    assert!(!turn(Duration::ZERO).await.unwrap());
    assert_eq!(mark(), 1, "it is looked again how pressed the writer is");
    assert!(turn(Duration::from_secs(600)).await.unwrap());
    assert_eq!(mark(), 3);
}
