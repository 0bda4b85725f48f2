//! Nothing comes out that policy denies, whatever the route: random records, every role, every
//! purpose, against a plain decision a record.
//!
//! It is long because it is one question, asked of every route.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use node::attachment::Which;
use node::author::Author;
use node::copy::Chosen;
use node::copy::carried::CarriedRecord;
use node::copy::extract::{For, Stock, extract};
use node::find::query::Query;
use node::find::run::{self, Counted};
use node::list::{self, Entity};
use node::proposal;
use node::session::{Scope, SignedIn};
use node::store::entry::Page;
use node::table::{Form, Order, Use};
use node::thread::{Limits, Part, Wanted};
use node::view::{Listing, Session};
use node::{Error, Node, find};
use proptest::prelude::*;
use record::kind::block::{Block, BlockAction, BlockStatement};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::policy::{self, Act, Audience, Class, Reader, Role, State};
use record::{Body, Draft, Handling, HandlingCode, Header, Kind, Level, Purpose, RecordId};
use support::folder::Folder;
use support::hand::{upload, with_files};
use support::{Network, code, control, officer};

type Names = BTreeSet<String>;

/// Digits that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 += 1;
        let block = record::Digest::of(&[b"no way around", &self.0.to_be_bytes()]);
        usize::from(u16::from_be_bytes([block.0[0], block.0[1]])) % bound
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn draft(dice: &mut Dice, other: &str) -> Draft {
    use HandlingCode::{H0, H1, H2, H3};
    let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| !kind.is_control()).collect();
    let kind = dice.of(&kinds);
    let body = kind.examples()[dice.below(2)].clone();
    let level = dice.of(&[Level::ForOfficialUse, Level::Restricted, Level::Confidential]);
    let codes: &[&[HandlingCode]] = &[&[], &[H0], &[H1], &[H2], &[H1, H2], &[H3]];
    let mut handling = Handling::new(level, dice.of(codes));
    handling.conditions = handling.codes.contains(&H3).then(|| "ask us first".into());
    let purposes: BTreeSet<Purpose> = (0..3).map(|_| dice.of(&Purpose::ALL)).collect();
    let fact = serde_json::json!({"source": "A", "information": "1", "nature": "fact"});
    // Only the issuer lets a document go; such a record stays at home.
    let recipients = if body.issuer().is_some() { Vec::new() } else { vec![code(other)] };
    Draft {
        evaluation: kind.asserts().then(|| serde_json::from_value(fact).unwrap()),
        handling,
        purposes: purposes.into_iter().collect(),
        recipients,
        ..node::author::plain_draft(kind, &officer().unit, body.to_json())
    }
}

/// Two nodes that hold records of each other, some of them recalled, blocked or revised.
fn lived(seed: u64) -> (Network, BTreeMap<RecordId, State>) {
    let mut dice = Dice(seed << 32);
    let mut network = Network::new(&["XA", "XB"]);
    let (mut hidden, folder) = (BTreeMap::new(), Folder::new("no-way"));
    with_files(&mut network, &folder);
    for _ in 0..30 {
        let (at, other) = dice.of(&[("XA", "XB"), ("XB", "XA")]);
        let first = draft(&mut dice, other);
        let revised = first.clone();
        let attachments = match dice.below(3) {
            0 => vec![upload(network.at(at), "list.txt", b"what was found")],
            _ => Vec::new(),
        };
        let first = Draft { attachments, ..first };
        let Ok(published) = network.publish(at, first) else { continue };
        let id = published.name.id;
        // What happens to a record happens before or after it has its words.
        if dice.below(2) == 0 {
            network.settle();
            index(&mut network);
        }
        match dice.below(5) {
            0 => {
                let statement = RecallStatement { id, reason: RecallReason::Mistaken };
                let recall = control(&Body::Recall(Box::new(Recall { statement })));
                network.publish(at, recall).unwrap();
                hidden.insert(id, State::Recalled);
            }
            1 => {
                let (action, reference) = (BlockAction::Set, "request 7".into());
                let statement = BlockStatement { id, action, reference };
                let block = control(&Body::Block(Box::new(Block { statement })));
                network.publish(at, block).unwrap();
                hidden.insert(id, State::Blocked);
            }
            2 => {
                // What is looser than before would need a second person.
                let level = dice.of(&[revised.handling.level, Level::Confidential]);
                let handling = Handling { level, ..revised.handling.clone() };
                let again = Draft { handling, revises: Some(id), ..revised };
                network.publish(at, again).unwrap();
            }
            _ => {}
        }
    }
    network.settle();
    index(&mut network);
    (network, hidden)
}

fn index(network: &mut Network) {
    for node in &mut network.nodes {
        node.commit(|node| find::catch_up(node, i64::MAX)).unwrap();
    }
}

/// A record as the ground has it, and what a decision about it depends on.
struct Held {
    row: i64,
    header: Header,
    body: Body,
    class: Class,
    latest: bool,
    has_file: bool,
}

impl Held {
    fn name(&self) -> String {
        self.header.name().to_string()
    }
}

fn ground(node: &Node, hidden: &BTreeMap<RecordId, State>) -> Vec<Held> {
    let stored = node.store.records_after(0, 10_000).unwrap();
    let mut held: Vec<Held> = Vec::new();
    for stored in &stored {
        let record = node.vault.open(&node.store, stored).unwrap();
        let (header, body) = (record.header.clone(), record.body().unwrap());
        let class = Class {
            owner: header.owner.clone(),
            handling: header.handling.clone(),
            purposes: header.purposes.clone(),
            kind: header.kind,
            audience: match header.owner == node.code {
                true => Audience::Owner,
                false => Audience::Recipient,
            },
            state: hidden.get(&header.id).copied().unwrap_or(State::Active),
            subject: body.subject(),
            offence: body.offence().map(str::to_owned),
            issuer: body.issuer(),
        };
        let has_file = !record.extras().unwrap().attachments.is_empty();
        held.push(Held { row: stored.row, header, body, class, latest: true, has_file });
    }
    let last: BTreeMap<RecordId, u32> = held.iter().fold(BTreeMap::new(), |mut last, one| {
        let revision = last.entry(one.header.id).or_default();
        *revision = one.header.revision.max(*revision);
        last
    });
    held.iter_mut().for_each(|one| one.latest = last[&one.header.id] == one.header.revision);
    held
}

/// One officer at one node for one purpose, and what they may see by a plain decision a record.
struct Case<'a> {
    node: &'a Node,
    held: &'a [Held],
    session: Session,
}

impl Case<'_> {
    fn may(&self, act: Act, one: &Held) -> bool {
        let author = &self.session.author;
        let reader =
            Reader { node: self.node.code.clone(), unit: author.unit.clone(), role: author.role };
        let purpose = self.session.purpose;
        policy::decide(&self.node.tables, &reader, act, purpose, &one.class).is_granted()
    }

    /// Names of the latest revisions that may be listed, and of which more holds.
    fn expect(&self, holds: impl Fn(&Held) -> bool) -> Names {
        let latest = self.held.iter().filter(|one| one.latest && self.may(Act::List, one));
        latest.filter(|one| holds(one)).map(Held::name).collect()
    }

    /// Of these, what may be read too: only that is found by what it says.
    fn findable(&self, holds: impl Fn(&Held) -> bool) -> Names {
        self.expect(|one| self.may(Act::Read, one) && holds(one))
    }

    fn check(&self) -> usize {
        let all = self.expect(|_| true);
        assert_eq!(self.listed(), all, "list");
        self.check_search(&self.findable(|_| true));
        self.check_identifiers();
        self.check_each();
        self.check_threads();
        for used in [Use::Own, Use::Court, Use::PassOn] {
            self.check_export(used);
        }
        self.check_copy();
        all.len()
    }

    /// A device of this role carries the records that are looked for, that it may find, and that
    /// whoever makes its copy may find and take out.
    fn check_copy(&self) {
        let (author, purpose) = (&self.session.author, self.session.purpose);
        let place = Role::ALL.iter().position(|role| *role == author.role).unwrap();
        for other in [place, (place + 1) % Role::ALL.len(), (place + 5) % Role::ALL.len()] {
            let maker = Author { role: Role::ALL[other], ..author.clone() };
            let session = Session { author: maker.clone(), purpose };
            let making = Case { node: self.node, held: self.held, session };
            let expect = self.findable(|one| {
                let all = [Act::List, Act::Read, Act::Export];
                list::record::entity(&one.header, &one.body).is_some()
                    && all.iter().all(|act| making.may(*act, one))
            });
            let (lists, purposes) = (Vec::new(), vec![purpose]);
            let chosen = Chosen { lists, records: true, purposes, hours: 1 };
            let of = For { device: author, maker: Some(&maker), chosen: &chosen };
            let (sight, stock) = (self.node.sight(), Stock::default());
            let made = extract(&sight, &of, &stock, &self.node.config).unwrap();
            let body = |one: &CarriedRecord| Entity::from_bytes(&one.body.0).unwrap().reference;
            let names: Names = made.carried.records.iter().map(body).collect();
            assert_eq!(names, expect, "carried for {:?} by {:?}", author.role, maker.role);
            assert_eq!(made.records.len(), expect.len(), "each in the audit");
        }
    }

    fn listed(&self) -> Names {
        let (mut names, mut before) = (Names::new(), None);
        loop {
            let listing = Listing { page: Page { before, limit: 7 }, ..Listing::default() };
            let guarded = self.node.sight().list(&self.session, &listing).unwrap();
            let titles = node::audit::split(guarded).0;
            let Some(last) = titles.last() else { return names };
            before = Some(last.cursor);
            names.extend(titles.into_iter().map(|title| title.name));
        }
    }

    /// All pages of a search; the counts of the first one.
    fn searched(&self, query: &Query) -> (Names, node::view::Hits) {
        let plan = query.plan(&self.node.config).unwrap();
        let ask = |before| {
            let part = run::Part { before, limit: 11, facets: true };
            let sight = self.node.sight();
            let guarded = sight.search(&self.session, &plan, part, &self.node.config).unwrap();
            node::audit::split(guarded).0
        };
        let first = ask(None);
        let mut names: Names = first.records.iter().map(|title| title.name.clone()).collect();
        let mut next = first.next;
        while let Some(before) = next {
            let page = ask(Some(before));
            names.extend(page.records.into_iter().map(|title| title.name));
            next = page.next;
        }
        (names, first)
    }

    fn check_search(&self, all: &Names) {
        let (names, hits) = self.searched(&Query::default());
        assert_eq!((&names, hits.count, hits.waiting), (all, all.len() as u64, 0), "search");
        assert_eq!(hits.counted, Counted::Exact);
        let mut expect: BTreeMap<(&str, String), u64> = BTreeMap::new();
        let listed = self.held.iter().filter(|one| one.latest && self.may(Act::List, one));
        for one in listed.filter(|one| self.may(Act::Read, one)) {
            let facets: BTreeSet<_> = one.body.facets().into_iter().collect();
            let facets = facets.into_iter().map(|(facet, value)| (facet.code(), value));
            let own = [
                ("kind", one.header.kind.code().to_owned()),
                ("owner", one.header.owner.to_string()),
            ];
            facets.chain(own).for_each(|key| *expect.entry(key).or_default() += 1);
        }
        let mut counted = BTreeMap::new();
        for (name, values) in hits.facets.iter().filter(|(name, _)| **name != "year") {
            counted.extend(values.iter().map(|one| ((*name, one.value.clone()), one.count)));
        }
        assert_eq!(counted, expect, "facets");
        for word in ["container", "contenedor", "wanted", "passport"] {
            let query = Query { words: word.into(), ..Query::default() };
            let says = |one: &Held| {
                let terms = find::terms(&one.header, &one.body, 10_000);
                let word = find::word::words(word)[0].clone();
                terms.contains(&find::Term::new(find::WORD, word))
            };
            assert_eq!(self.searched(&query).0, self.findable(says), "{word}");
        }
    }

    fn check_identifiers(&self) {
        let selectors: BTreeSet<_> =
            self.held.iter().flat_map(|one| one.body.selectors()).collect();
        // A dozen of each case, others in each: all of them take minutes.
        let skipped = self.session.author.role as usize % 3;
        for selector in selectors.into_iter().skip(skipped).step_by(3).take(12) {
            let page = Page { before: None, limit: 200 };
            let sight = self.node.sight();
            let found = sight.find(&self.session, &selector, page, 1_000).unwrap();
            let found = node::audit::split(found).0;
            let names: Names = found.records.into_iter().map(|title| title.name).collect();
            let expect = self.findable(|one| one.body.selectors().contains(&selector));
            assert_eq!((found.count, &names), (expect.len() as u64, &expect), "{selector}");
            assert_eq!((found.next, found.counted), (None, Counted::Exact), "{selector}");
        }
    }

    /// Events, and opening each record.
    fn check_each(&self) {
        let sight = self.node.sight();
        for one in self.held {
            let told = sight.may_list(&self.session, one.row).unwrap();
            assert_eq!(told, self.may(Act::List, one), "event of {}", one.name());
            let Header { owner, id, revision, .. } = &one.header;
            let of = (owner, id, Some(*revision));
            let shown = node::audit::split(sight.show(&self.session, Act::Read, of).unwrap()).0;
            assert_eq!(shown.is_ok(), self.may(Act::Read, one), "{} is shown", one.name());
            let (owner, id, revision) = (owner.clone(), *id, Some(*revision));
            let which = Which { owner, id, revision, n: 0, original: false };
            let file = sight.attachment(&self.session, &which).unwrap();
            let may = self.may(Act::Read, one) && one.has_file;
            assert_eq!(node::audit::split(file).0.is_ok(), may, "file of {}", one.name());
        }
    }

    /// Threads are listed, found and opened by the messages that policy lets through.
    fn check_threads(&self) {
        let thread_of = |one: &Held| match &one.body {
            Body::Message(message) => Some(message.statement.thread.unwrap_or(one.header.id)),
            _ => None,
        };
        let mut expect: BTreeMap<RecordId, BTreeMap<String, bool>> = BTreeMap::new();
        for one in self.held.iter().filter(|one| one.latest && self.may(Act::List, one)) {
            let Some(thread) = thread_of(one) else { continue };
            expect.entry(thread).or_default().insert(one.name(), self.may(Act::Read, one));
        }
        let (sight, limits) = (self.node.sight(), Limits::of(&self.node.config));
        let (mut listed, mut wanted) = (Vec::new(), Wanted { limit: 3, ..Wanted::default() });
        loop {
            let page = sight.threads(&self.session, &wanted, limits).unwrap();
            let page = node::audit::split(page).0;
            listed.extend(page.threads.iter().map(|row| row.thread));
            wanted.before = page.next;
            if page.next.is_none() {
                break;
            }
        }
        assert_eq!(listed.len(), expect.len(), "each thread once");
        assert_eq!(listed.iter().collect::<BTreeSet<_>>(), expect.keys().collect(), "threads");
        for (thread, messages) in &expect {
            let part = Part { before: None, limit: 100 };
            let view = sight.open_thread(&self.session, thread, (part, limits)).unwrap();
            let view = node::audit::split(view).0.unwrap();
            let opened = view.messages.iter();
            let opened: BTreeMap<String, bool> =
                opened.map(|one| (one.brief.name.clone(), one.record.is_some())).collect();
            assert_eq!(&opened, messages, "messages of {thread}");
        }
        for stranger in self.held.iter().filter_map(thread_of) {
            let part = Part { before: None, limit: 1 };
            let view = sight.open_thread(&self.session, &stranger, (part, limits)).unwrap();
            let there = node::audit::split(view).0.is_ok();
            assert_eq!(there, expect.contains_key(&stranger), "a thread that may not be listed");
        }
    }

    fn check_export(&self, used: Use) {
        let expect = self.findable(|one| self.may(used.act(), one));
        let plan = Query::default().plan(&self.node.config).unwrap();
        let order = Order { plan, form: Form::Jsonl, used };
        let config = &self.node.config;
        let guarded = self.node.sight().lines(&self.session, &order, None, config).unwrap();
        let about = guarded.event().about.len();
        let names: Names = match node::audit::split(guarded).0 {
            Ok(lines) => {
                assert_eq!(about as u64, lines.records, "every line is in the audit");
                let text = String::from_utf8(lines.text).unwrap();
                let name = |line: &str| -> String {
                    let view: serde_json::Value = serde_json::from_str(line).unwrap();
                    view["name"].as_str().unwrap().to_owned()
                };
                text.lines().map(name).collect()
            }
            Err(Error::Refused(_)) => Names::new(),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(names, expect, "{used:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(2)
    })]

    #[test]
    fn nothing_comes_out_that_policy_denies(seed in 0..1_000_u64) {
        let (network, hidden) = lived(seed);
        let (mut granted, mut refused) = (0, 0);
        for node in &network.nodes {
            let held = ground(node, &hidden);
            for role in Role::ALL {
                for purpose in Purpose::ALL {
                    let author = Author { role: *role, ..officer() };
                    let case = Case { node, held: &held, session: Session { author, purpose } };
                    let listed = case.check();
                    granted += listed;
                    refused += held.len() - listed;
                }
            }
        }
        prop_assert!(granted > 300 && refused > 300, "{granted} granted, {refused} refused");
    }
}

/// A draft that waits for a second person is read by nobody whom policy would not let read and
/// publish it for every purpose that it states.
#[test]
fn a_proposal_is_shown_to_nobody_whom_policy_denies_its_draft() {
    let mut network = Network::new(&["XA", "XB"]);
    let mut dice = Dice(7);
    let node = network.at("XA");
    let by = SignedIn { author: officer(), scopes: vec![Scope::Read, Scope::Write] };
    let mut drafts = Vec::new();
    while drafts.len() < 12 {
        let mut draft = support::message("a protest", &["XB"]);
        draft.body["statement"]["offence"] = "political".into();
        let level = dice.of(&[Level::ForOfficialUse, Level::Restricted, Level::Confidential]);
        draft.handling = Handling::new(level, &[]);
        draft.purposes = (0..2).map(|_| dice.of(&Purpose::ALL)).collect();
        let wanted = proposal::Wanted::Publish { draft: Box::new(draft.clone()) };
        let made = node.commit(|node| proposal::propose(node, &by, wanted, "the exercise"));
        let Ok(made) = made else { continue };
        drafts.push((made.number, draft));
    }
    let (mut granted, mut refused) = (0, 0);
    for role in Role::ALL {
        for unit in ["POLICE", "CUSTOMS"] {
            let unit = record::Unit::new(unit).unwrap();
            let author = Author { officer: "other".into(), role: *role, unit: unit.clone() };
            let scopes = vec![Scope::Read, Scope::Write];
            let other = SignedIn { author, scopes };
            let sight = node.sight();
            let seen: BTreeSet<i64> = proposal::visible(&sight, &other, 50)
                .unwrap()
                .iter()
                .map(|one| one.number)
                .collect();
            for (number, draft) in &drafts {
                let class = Class {
                    owner: node.code.clone(),
                    handling: draft.handling.clone(),
                    purposes: draft.purposes.clone(),
                    kind: draft.kind,
                    audience: Audience::Owner,
                    state: State::Active,
                    subject: None,
                    offence: Some("political".into()),
                    issuer: None,
                };
                let reader = Reader { node: node.code.clone(), unit: unit.clone(), role: *role };
                let may = |act| {
                    draft.purposes.iter().all(|purpose| {
                        policy::decide(&node.tables, &reader, act, *purpose, &class).is_granted()
                    })
                };
                let beside = unit.as_str() == "POLICE" || *role == Role::DataProtectionOfficer;
                let expect = beside && may(Act::Read) && may(Act::Publish);
                assert_eq!(seen.contains(number), expect, "{role:?} {unit} lists {draft:?}");
                let shown = proposal::show(&sight, &other, *number);
                assert_eq!(shown.is_ok(), expect, "{role:?} {unit} opens {draft:?}");
                *(if expect { &mut granted } else { &mut refused }) += 1;
            }
        }
    }
    assert!(granted > 20 && refused > 20, "{granted} granted, {refused} refused");
}
