//! The inbox: who has read what, who has what, what is handed over; and that no filter and no count
//! tells of a message that the reader may not list.
//!
//! It is long because all that an officer may ask for stands beside what is expected of it.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use node::audit::{self, Deed};
use node::author::Author;
use node::find::query::Query;
use node::find::run::Counted;
use node::store::entry::Page;
use node::thread::assignment::{self, To};
use node::thread::{Limits, Part, ThreadRow, Waiting, Wanted, Whose, hand_over, reading};
use node::view::{Listing, Session};
use node::{Config, Error, Node, find, fsck, session};
use record::draft::Lane;
use record::kind::message::{Message, MessageType, Question, Statement, Text};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::DAY_MS;
use record::policy::Role;
use record::{Body, Draft, Handling, Level, Name, Purpose, RecordId, Unit};
use support::{Network, code, control, message, officer};

/// Digits that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 += 1;
        let block = record::Digest::of(&[b"inbox", &self.0.to_be_bytes()]);
        usize::from(u16::from_be_bytes([block.0[0], block.0[1]])) % bound
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn by(code: &str, role: Role, unit: &str) -> Author {
    Author { officer: code.into(), role, unit: Unit::new(unit).unwrap() }
}

fn for_work(author: &Author) -> Session {
    Session { author: author.clone(), purpose: Purpose::CriminalInvestigation }
}

fn enrol(node: &mut Node, author: &Author) {
    let Author { officer, role, unit } = author.clone();
    node.commit(|node| session::enrol(node, &officer, &officer, role, &unit)).unwrap();
}

fn draft(to: &[&str], lane: Lane, change: impl FnOnce(&mut Statement)) -> Draft {
    let text = Text { language: "en".into(), text: "the ANACONDA matter".into() };
    let kind = MessageType::Request;
    let mut statement = Statement::new(kind, "drug-trafficking", "A container", text);
    change(&mut statement);
    let body = Body::Message(Box::new(Message { statement })).to_json();
    Draft { lane, body, ..message("", to) }
}

fn answer(to: &[&str], first: &Name, message_type: MessageType) -> Draft {
    draft(to, Lane::Routine, |statement| {
        statement.message_type = message_type;
        statement.thread = Some(first.id);
        statement.in_reply_to = Some(first.id);
    })
}

fn send(network: &mut Network, at: &str, draft: Draft) -> Name {
    let name = network.publish(at, draft).unwrap().name;
    network.settle();
    name
}

fn list(node: &Node, session: &Session, wanted: &Wanted, limits: Limits) -> Vec<ThreadRow> {
    let (mut rows, mut wanted) = (Vec::new(), Wanted { limit: 3, ..wanted.clone() });
    loop {
        let page = node.sight().threads(session, &wanted, limits).unwrap();
        let page = audit::split(page).0;
        rows.extend(page.threads);
        wanted.before = page.next;
        if page.next.is_none() {
            return rows;
        }
    }
}

fn ids(rows: &[ThreadRow]) -> Vec<RecordId> {
    rows.iter().map(|row| row.thread).collect()
}

fn limits() -> Limits {
    Limits::of(&Config::default())
}

const SORTS: usize = 11;

/// What an officer may ask for.
fn sort(number: usize) -> Wanted {
    let waiting = |side| Wanted { waiting: Some(side), ..Wanted::default() };
    let held = |whose| Wanted { whose: Some(whose), ..Wanted::default() };
    match number {
        0 => waiting(Waiting::ForUs),
        1 => waiting(Waiting::ForThem),
        2 => Wanted { overdue: true, ..Wanted::default() },
        3 => Wanted { unread: true, ..Wanted::default() },
        4 => held(Whose::Mine),
        5 => held(Whose::Unit),
        6 => held(Whose::Unassigned),
        7 => Wanted { peer: Some(code("XB")), ..Wanted::default() },
        8 => Wanted { asks: Some("subscriber".into()), ..Wanted::default() },
        9 => Wanted { overdue: true, ..waiting(Waiting::ForUs) },
        _ => Wanted { unread: true, whose: Some(Whose::Unassigned), ..Wanted::default() },
    }
}

/// The same, by what the rows of a list say themselves.
fn fits(number: usize, own: &str, who: &Session, row: &ThreadRow) -> bool {
    let open = |side: &str| {
        row.waits.iter().any(|wait| {
            let whose = if side == "us" { &wait.asked } else { &wait.asked_by };
            wait.state.is_open() && whose.as_str() == own
        })
    };
    let late = |us: bool| {
        let late = |wait: &&node::thread::Wait| wait.state.is_open() && wait.late;
        row.waits.iter().filter(late).any(|wait| !us || wait.asked.as_str() == own)
    };
    let officer = row.holder.as_ref().and_then(|held| held.officer.clone());
    let unit = row.holder.as_ref().and_then(|held| held.unit.clone());
    let foreign = row.newest_in_foreign();
    match number {
        0 => open("us"),
        1 => open("them"),
        2 => late(false),
        3 => row.unread,
        4 => row.work && officer.as_deref() == Some(who.author.officer.as_str()),
        5 => row.work && unit.as_deref() == Some(who.author.unit.as_str()),
        6 => row.work && row.holder.is_none() && foreign,
        7 => row.participants.contains(&code("XB")) || row.waits.iter().any(|w| w.is_with("XB")),
        8 => row.waits.iter().any(|wait| wait.asks.iter().any(|one| one == "subscriber")),
        9 => late(true),
        _ => row.unread && row.work && row.holder.is_none() && foreign,
    }
}

trait Says {
    fn newest_in_foreign(&self) -> bool;
}

impl Says for ThreadRow {
    /// In this test everybody at XA: whoever else takes part is foreign.
    fn newest_in_foreign(&self) -> bool {
        self.participants.iter().any(|code| code.as_str() != "XA")
    }
}

trait With {
    fn is_with(&self, peer: &str) -> bool;
}

impl With for node::thread::Wait {
    fn is_with(&self, peer: &str) -> bool {
        self.asked.as_str() == peer || self.asked_by.as_str() == peer
    }
}

/// Threads between three nodes, with messages of several levels and purposes.
fn lived(seed: u64, officers: &[Author]) -> Network {
    let mut dice = Dice(seed << 32);
    let mut network = Network::new(&["XA", "XB", "XC"]);
    officers.iter().for_each(|author| enrol(network.at("XA"), author));
    let mut first: Vec<(Name, [&str; 2])> = Vec::new();
    for _ in 0..24 {
        let (at, to) = dice.of(&[("XA", "XB"), ("XB", "XA"), ("XC", "XA"), ("XA", "XC")]);
        let level = dice.of(&[Level::ForOfficialUse, Level::Restricted, Level::Confidential]);
        let purposes: BTreeSet<Purpose> = (0..2).map(|_| dice.of(&Purpose::ALL)).collect();
        let reply = !first.is_empty() && dice.below(2) == 0;
        let made = if reply {
            let at = dice.below(first.len());
            let (name, ends) = first[at].clone();
            let (from, to) = if dice.below(2) == 0 { (0, 1) } else { (1, 0) };
            use MessageType::{Answer, Clarification};
            let kind = dice.of(&[Answer, Clarification]);
            (ends[from], answer(&[ends[to]], &name, kind))
        } else {
            let lane = dice.of(&Lane::ALL);
            let asks = dice.below(2) == 0;
            let what = || Question { what: "subscriber".into(), text: None };
            (at, draft(&[to], lane, |said| said.asks.extend(asks.then(what))))
        };
        let handling = Handling::new(level, &[]);
        let purposes = purposes.into_iter().collect();
        let name = send(&mut network, made.0, Draft { handling, purposes, ..made.1 });
        if !reply {
            first.push((name, [at, to]));
        }
        network.clock.advance(DAY_MS / 3);
    }
    for (name, [at, _]) in &first {
        happen(&mut network, &mut dice, (name, at), officers);
    }
    network.at("XA").commit(|node| find::catch_up(node, i64::MAX)).unwrap();
    network
}

fn happen(network: &mut Network, dice: &mut Dice, (name, at): (&Name, &str), all: &[Author]) {
    let who = all[dice.below(all.len())].clone();
    let session = for_work(&who);
    match dice.below(5) {
        0 => {
            let statement = RecallStatement { id: name.id, reason: RecallReason::Mistaken };
            let recall = control(&Body::Recall(Box::new(Recall { statement })));
            send(network, at, recall);
        }
        1 => {
            let to = To::Officer(who.officer.clone());
            let job = |node: &mut Node| assignment::assign(node, &session, &name.id, (&to, ""));
            let _ = network.at("XA").commit(job);
        }
        2 => {
            let to = To::Unit(who.unit.clone());
            let job = |node: &mut Node| assignment::assign(node, &session, &name.id, (&to, ""));
            let _ = network.at("XA").commit(job);
        }
        3 => {
            let row = network.at("XA").store.message_named(&name.owner, &name.id).unwrap();
            let Some((thread, row)) = row else { return };
            let by = (who.officer.as_str(), who.unit.as_str());
            let job = |node: &mut Node| reading::note_opened(node, by, &thread, row);
            network.at("XA").commit(job).unwrap();
        }
        _ => {
            let said = (true, "");
            let job = |node: &mut Node| assignment::set_done(node, &session, &name.id, said);
            let _ = network.at("XA").commit(job);
        }
    }
}

/// Threads of which a reader may list a message, by the list of records and by each header.
fn listable(node: &Node, session: &Session) -> BTreeSet<RecordId> {
    let kind = Some(record::Kind::Message);
    let page = Page { before: None, limit: 1_000 };
    let of = Listing { kind, page, ..Listing::default() };
    let titles = audit::split(node.sight().list(session, &of).unwrap()).0;
    let threads = titles.iter().map(|title| {
        let name: Name = title.name.parse().unwrap();
        node.store.thread_of(&name.owner, &name.id).unwrap().unwrap()
    });
    threads.collect()
}

#[test]
fn every_list_and_every_count_is_by_what_the_reader_may_list() {
    let officers = [
        by("desk-2", Role::DeskOfficer, "POLICE"),
        by("desk-3", Role::DeskOfficer, "CUSTOMS"),
        by("front-1", Role::FrontlineOfficer, "POLICE"),
        by("analyst-1", Role::Analyst, "POLICE"),
    ];
    let (mut listed, mut mixed) = (0, 0);
    for seed in 0..4 {
        let mut network = lived(seed, &officers);
        let node = network.at("XA");
        for author in &officers {
            for purpose in Purpose::ALL {
                let session = Session { author: author.clone(), purpose };
                let all = list(node, &session, &Wanted::default(), limits());
                let expect = listable(node, &session);
                assert_eq!(ids(&all).into_iter().collect::<BTreeSet<_>>(), expect);
                assert_eq!(all.len(), expect.len(), "each once");
                check_sorts(node, &session, &all);
                listed += all.len();
                let classes = node.sight().allowed(&session, record::policy::Act::List).unwrap();
                mixed += all
                    .iter()
                    .filter(|row| {
                        let of = node.store.thread_classes(&row.thread).unwrap();
                        of.iter().any(|class| !classes.contains(class))
                    })
                    .count();
            }
        }
        let sound = node.store.dump_derived().unwrap();
        let report = fsck::run(node, false, |_| {}).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
        fsck::run(node, true, |_| {}).unwrap();
        assert_eq!(node.store.dump_derived().unwrap(), sound, "made anew they are the same");
    }
    assert!(listed > 100 && mixed > 20, "{listed} listed, {mixed} of them in part");
}

fn check_sorts(node: &Node, session: &Session, all: &[ThreadRow]) {
    let counts = audit::split(node.sight().thread_counts(session, limits()).unwrap()).0;
    let counts = [
        counts.for_us,
        counts.for_them,
        counts.overdue,
        counts.unread,
        counts.mine,
        counts.unit,
        counts.unassigned,
    ];
    for number in 0..SORTS {
        let wanted = sort(number);
        let expect: BTreeSet<RecordId> = all
            .iter()
            .filter(|row| fits(number, "XA", session, row))
            .map(|row| row.thread)
            .collect();
        for mixed in [200, 0] {
            // Where too many are listed in part the messages themselves are asked.
            let found = ids(&list(node, session, &wanted, Limits { mixed, ..limits() }));
            assert_eq!(found.len(), expect.len(), "{wanted:?}");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expect, "{wanted:?}");
        }
        if let Some(count) = counts.get(number) {
            assert_eq!(count.count, expect.len() as u64, "{wanted:?}");
            assert_eq!(count.counted, Counted::Exact);
        }
    }
}

#[test]
fn words_find_threads_by_what_may_be_read_and_each_once() {
    let mut network = Network::new(&["XA", "XB"]);
    let mut threads = Vec::new();
    for _ in 0..5 {
        let first = send(&mut network, "XB", draft(&["XA"], Lane::Routine, |_| {}));
        send(&mut network, "XA", answer(&["XB"], &first, MessageType::Clarification));
        threads.insert(0, first.id);
    }
    let closed = Draft {
        handling: Handling::new(Level::Confidential, &[]),
        ..draft(&["XA"], Lane::Routine, |_| {})
    };
    let closed = send(&mut network, "XB", closed);
    let node = network.at("XA");
    node.commit(|node| find::catch_up(node, i64::MAX)).unwrap();
    let words = |author: &Author, words: &str| {
        let query = Query { words: words.into(), ..Query::default() };
        let plan = query.plan(&node.config).unwrap();
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let wanted = Wanted { limit: 2, before, ..Wanted::default() };
            let session =
                Session { purpose: Purpose::CriminalInvestigation, author: author.clone() };
            let page = node.sight().threads_saying(&session, (&wanted, &plan), &node.config);
            let (page, event) = audit::split(page.unwrap());
            assert_eq!(event.deed, Deed::Queried);
            found.extend(ids(&page.threads));
            before = page.next;
            if before.is_none() {
                return found;
            }
        }
    };
    let all = [vec![closed.id], threads].concat();
    assert_eq!(words(&officer(), "anaconda"), all);
    assert_eq!(words(&officer(), "python"), []);
    let importer = by("import-1", Role::Importer, "POLICE");
    assert_eq!(words(&importer, "anaconda"), [], "who may not read finds nothing by words");
}

fn opened(node: &mut Node, author: &Author, thread: &RecordId) {
    let part = Part { before: None, limit: 50 };
    let view = node.sight().open_thread(&for_work(author), thread, (part, limits())).unwrap();
    let view = audit::split(view).0.unwrap();
    let by = (author.officer.as_str(), author.unit.as_str());
    node.commit(|node| reading::note_opened(node, by, thread, view.newest)).unwrap();
}

fn unread(node: &Node, author: &Author) -> Vec<RecordId> {
    let wanted = Wanted { unread: true, ..Wanted::default() };
    ids(&list(node, &for_work(author), &wanted, limits()))
}

#[test]
fn a_thread_is_unread_to_each_officer_until_he_opens_it_and_again_when_something_comes() {
    let mut network = Network::new(&["XA", "XB"]);
    let early = send(&mut network, "XB", draft(&["XA"], Lane::Routine, |_| {}));
    let one = by("desk-2", Role::DeskOfficer, "POLICE");
    let two = by("desk-3", Role::DeskOfficer, "POLICE");
    enrol(network.at("XA"), &one);
    enrol(network.at("XA"), &two);
    assert_eq!(unread(network.at("XA"), &one), [], "what was there before him is not unread");
    let first = send(&mut network, "XB", draft(&["XA"], Lane::Routine, |_| {}));
    let node = network.at("XA");
    assert_eq!((unread(node, &one), unread(node, &two)), (vec![first.id], vec![first.id]));
    opened(node, &one, &first.id);
    assert_eq!((unread(node, &one), unread(node, &two)), (vec![], vec![first.id]));
    send(&mut network, "XA", answer(&["XB"], &first, MessageType::Clarification));
    assert_eq!(unread(network.at("XA"), &one), [], "what we write ourselves is no news");
    send(&mut network, "XB", answer(&["XA"], &first, MessageType::Clarification));
    assert_eq!(unread(network.at("XA"), &one), [first.id]);
    let node = network.at("XA");
    opened(node, &one, &first.id);
    for thread in [early.id, first.id] {
        let session = for_work(&one);
        node.commit(|node| reading::mark_unread(node, &session, &thread)).unwrap();
    }
    assert_eq!(unread(node, &one), [first.id, early.id], "marked unread, however old");
}

fn assign(node: &mut Node, author: &Author, thread: &RecordId, to: &To) -> Result<(), Error> {
    let session = for_work(author);
    node.commit(|node| assignment::assign(node, &session, thread, (to, "look at it")))
}

fn held(node: &Node, thread: &RecordId) -> (Option<String>, Option<String>) {
    let holder = node.store.holder(thread).unwrap().unwrap_or_default();
    (holder.officer, holder.unit)
}

#[test]
fn whoever_has_a_thread_or_works_in_its_unit_passes_it_on_and_nobody_else() {
    let mut network = Network::new(&["XA", "XB"]);
    let police = by("desk-2", Role::DeskOfficer, "POLICE");
    let colleague = by("desk-3", Role::DeskOfficer, "POLICE");
    let customs = by("desk-4", Role::DeskOfficer, "CUSTOMS");
    let head = by("coord-1", Role::OperationCoordinator, "CUSTOMS");
    let admin = by("admin-2", Role::Administrator, "POLICE");
    let front = by("front-1", Role::FrontlineOfficer, "POLICE");
    for author in [&police, &colleague, &customs, &head, &admin, &front] {
        enrol(network.at("XA"), author);
    }
    let first = send(&mut network, "XB", draft(&["XA"], Lane::Routine, |_| {}));
    let (node, thread) = (network.at("XA"), first.id);
    let officer = |author: &Author| To::Officer(author.officer.clone());
    let unit = |name: &str| To::Unit(Unit::new(name).unwrap());
    let refused = |outcome: Result<(), Error>| {
        assert!(matches!(outcome, Err(Error::NotAllowed(_))), "{outcome:?}");
    };
    assign(node, &police, &thread, &officer(&police)).unwrap();
    refused(assign(node, &customs, &thread, &officer(&customs)));
    refused(assign(node, &police, &thread, &officer(&customs)));
    refused(assign(node, &police, &thread, &officer(&admin)));
    assign(node, &colleague, &thread, &officer(&colleague)).unwrap();
    assign(node, &colleague, &thread, &unit("CUSTOMS")).unwrap();
    assert_eq!(held(node, &thread), (None, Some("CUSTOMS".into())));
    refused(assign(node, &police, &thread, &officer(&police)));
    assign(node, &customs, &thread, &officer(&customs)).unwrap();
    assign(node, &head, &thread, &officer(&colleague)).unwrap();
    assert_eq!(held(node, &thread), (Some("desk-3".into()), Some("POLICE".into())));
    // Shared for criminal investigation only, and a front-line officer never works for that.
    refused(assign(node, &colleague, &thread, &officer(&front)));
    let nowhere = assign(node, &colleague, &thread, &unit("NAVY"));
    assert!(matches!(nowhere, Err(Error::NotFound(_))), "{nowhere:?}");
    let border = Session { author: colleague.clone(), purpose: Purpose::BorderControl };
    let unseen = node.commit(|node| assignment::assign(node, &border, &thread, (&To::Nobody, "")));
    assert!(matches!(unseen, Err(Error::NotFound(_))), "what may not be listed is not there");
    let part = Part { before: None, limit: 50 };
    let view = node.sight().open_thread(&for_work(&police), &thread, (part, limits())).unwrap();
    let said = audit::split(view).0.unwrap().said;
    let told: Vec<(&str, &str)> =
        said.iter().map(|one| (one.by.as_str(), one.deed.as_str())).collect();
    let expect = ["coord-1", "desk-4", "desk-3", "desk-3", "desk-2"];
    assert_eq!(told, expect.map(|by| (by, "assigned")));
    let entries = node.store.audit_after(0, 1_000).unwrap();
    let events = entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1);
    let assigned: Vec<_> = events.filter(|event| event.deed == Deed::Assigned).collect();
    assert_eq!(assigned.len(), 5);
    assert!(assigned.iter().all(|event| event.about.is_empty()), "no owner is told of it");
}

#[test]
fn what_is_done_comes_back_when_another_node_writes() {
    let mut network = Network::new(&["XA", "XB"]);
    let one = by("desk-2", Role::DeskOfficer, "POLICE");
    enrol(network.at("XA"), &one);
    let first = send(
        &mut network,
        "XB",
        draft(&["XA"], Lane::Routine, |said| {
            said.message_type = MessageType::Spontaneous;
            said.urgency = None;
        }),
    );
    let mine = Wanted { whose: Some(Whose::Mine), ..Wanted::default() };
    let session = for_work(&one);
    let node = network.at("XA");
    assign(node, &one, &first.id, &To::Officer("desk-2".into())).unwrap();
    assert_eq!(ids(&list(node, &session, &mine, limits())), [first.id]);
    node.commit(|node| assignment::set_done(node, &session, &first.id, (true, "read"))).unwrap();
    assert_eq!(ids(&list(node, &session, &mine, limits())), []);
    send(&mut network, "XB", answer(&["XA"], &first, MessageType::Spontaneous));
    assert_eq!(ids(&list(network.at("XA"), &session, &mine, limits())), [first.id]);
}

#[test]
fn a_shift_is_handed_over_in_one_step_and_taken_back_until_the_receiver_opened_one() {
    let mut network = Network::new(&["XA", "XB"]);
    let one = by("desk-2", Role::DeskOfficer, "POLICE");
    let two = by("desk-3", Role::DeskOfficer, "POLICE");
    enrol(network.at("XA"), &one);
    enrol(network.at("XA"), &two);
    let mut threads = BTreeMap::new();
    for _ in 0..3 {
        let first = send(&mut network, "XB", draft(&["XA"], Lane::Routine, |_| {}));
        threads.insert(first.id, first);
    }
    let node = network.at("XA");
    for thread in threads.keys() {
        assign(node, &one, thread, &To::Officer("desk-2".into())).unwrap();
    }
    let give = |node: &mut Node, by: &Author, to: &str, chosen: Option<Vec<RecordId>>| {
        let (session, to) = (for_work(by), To::Officer(to.into()));
        node.commit(|node| hand_over::give(node, &session, chosen, (&to, "night shift")))
    };
    let undo = |node: &mut Node, by: &Author, number| {
        let session = for_work(by);
        node.commit(|node| hand_over::undo(node, &session, number))
    };
    assert!(give(node, &two, "desk-2", None).is_err(), "he has nothing");
    let others = threads.keys().copied().take(1).collect();
    assert!(give(node, &two, "desk-2", Some(others)).is_err(), "nor gives what he has not");
    let number = give(node, &one, "desk-3", None).unwrap();
    let rows = |node: &Node, author: &Author| {
        audit::split(node.sight().hand_overs(&for_work(author)).unwrap()).0
    };
    let seen = &rows(node, &two)[0];
    assert_eq!((seen.count, seen.threads.len(), seen.note.as_str()), (3, 3, "night shift"));
    assert!(threads.keys().all(|thread| held(node, thread).0.as_deref() == Some("desk-3")));
    assert!(undo(node, &two, number).is_err(), "only the giver takes it back");
    undo(node, &one, number).unwrap();
    assert!(threads.keys().all(|thread| held(node, thread).0.as_deref() == Some("desk-2")));
    assert!(undo(node, &one, number).is_err(), "once");
    let again = give(node, &one, "desk-3", None).unwrap();
    opened(node, &one, threads.keys().next().unwrap());
    assert!(rows(node, &one)[0].opened.is_none(), "the giver's own look does not count");
    opened(node, &two, threads.keys().next().unwrap());
    assert!(rows(node, &one)[0].opened.is_some());
    assert!(undo(node, &one, again).is_err(), "it was opened");
    let strange = by("desk-9", Role::DeskOfficer, "CUSTOMS");
    assert_eq!(rows(node, &strange), [], "it is told to those whom it concerns");
}
