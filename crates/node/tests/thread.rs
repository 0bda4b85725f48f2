//! Threads: who waits for whom by which clock, at both ends; what is hidden leaves at once.
//!
//! It is long because it is one list: a way in which a request may go is a test.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::sync::Arc;

use node::audit::{self, Deed};
use node::store::Store;
use node::thread::{Limits, Part, Span, ThreadView, Threads, Waiting, Wanted};
use node::view::Session;
use node::{Config, Error, fsck, thread};
use record::deadline::Clocks;
use record::draft::Lane;
use record::kind::message::{Message, MessageType, Pause, Question, Statement, Text};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::{DAY_MS, HOUR_MS};
use record::policy::Role;
use record::{Body, Draft, Name, Purpose, RecordId, Timestamp};
use support::folder::Folder;
use support::{Network, START, code, control, message, officer};

/// 2026-03-02 is a Monday. Bogotá is five hours behind UTC.
const CLOCKS: &str = r#"
    [[pair]]
    asks = "XA"
    answers = "XC"
    source = "Exchange of letters, exercise"
    urgent_direct = "2 hours"
    urgent = "1 day"
    otherwise = "2 days"

    [[member]]
    code = "XB"
    zone = "America/Bogota"
"#;

/// The newest page, as long as it may be.
const WHOLE: Part = Part { before: None, limit: u32::MAX };

fn network(codes: &[&str]) -> Network {
    let mut network = Network::new(codes);
    for node in &mut network.nodes {
        node.clocks = Arc::new(Clocks::parse(CLOCKS).unwrap());
    }
    network
}

fn session() -> Session {
    Session { author: officer(), purpose: Purpose::CriminalInvestigation }
}

fn draft(lane: Lane, to: &[&str], statement: Statement) -> Draft {
    let body = Body::Message(Box::new(Message { statement })).to_json();
    Draft { lane, body, ..message("", to) }
}

fn statement(message_type: MessageType) -> Statement {
    let text = Text { language: "en".into(), text: "…".into() };
    Statement::new(message_type, "drug-trafficking", "A container", text)
}

fn request(lane: Lane, to: &[&str], change: impl FnOnce(&mut Statement)) -> Draft {
    let mut statement = statement(MessageType::Request);
    change(&mut statement);
    draft(lane, to, statement)
}

/// A reply in the thread that `first` began.
fn reply(
    to: &[&str],
    first: &Name,
    message_type: MessageType,
    change: impl FnOnce(&mut Statement),
) -> Draft {
    let mut statement = statement(message_type);
    statement.thread = Some(first.id);
    statement.in_reply_to = Some(first.id);
    change(&mut statement);
    draft(Lane::Routine, to, statement)
}

fn paused(statement: &mut Statement) {
    let reason = "judicial-authorisation".into();
    statement.pause = Some(Pause { reason, expected: None });
}

fn send(network: &mut Network, at: &str, draft: Draft) -> Name {
    let published = network.publish(at, draft).unwrap();
    network.settle();
    published.name
}

fn list(network: &mut Network, at: &str, wanted: Wanted) -> Threads {
    let limits = Limits::of(&Config::default());
    let wanted = Wanted { limit: if wanted.limit == 0 { 50 } else { wanted.limit }, ..wanted };
    let node = network.at(at);
    let (threads, event) = audit::split(node.sight().threads(&session(), &wanted, limits).unwrap());
    assert_eq!(event.deed, Deed::Listed);
    assert_eq!(event.count, threads.threads.len() as u64);
    threads
}

fn open(network: &mut Network, at: &str, thread: &RecordId) -> Result<ThreadView, Error> {
    let limits = Limits::of(&Config::default());
    let node = network.at(at);
    audit::split(node.sight().open_thread(&session(), thread, (WHOLE, limits)).unwrap()).0
}

/// State, lateness and the deadline in hours after the start, as one end sees it.
fn check(
    network: &mut Network,
    at: &str,
    (first, asked): (&Name, &str),
    expect: (&str, bool, Option<i64>),
) {
    let view = open(network, at, &first.id).unwrap();
    let told = view.waits.iter().find(|told| told.wait.asked.as_str() == asked).unwrap();
    let wait = &told.wait;
    let due = wait.due.map(|due| (due.0 + 1 - START) / HOUR_MS);
    assert_eq!((wait.state.code(), wait.late, due), expect, "{asked} at {at}");
    for text in [&told.explanation.ar, &told.explanation.en] {
        assert!(!text.is_empty() && !text.contains('{'), "{text}");
    }
}

#[test]
fn a_request_is_waited_for_at_both_ends_by_the_same_clock_until_it_is_answered() {
    let mut network = network(&["XA", "XB"]);
    let published = network.publish("XA", request(Lane::Urgent, &["XB"], |_| {})).unwrap();
    let first = published.name;
    check(&mut network, "XA", (&first, "XB"), ("not-received", false, None));
    network.settle();
    // Three days from Monday morning in Bogotá: the end of Thursday there.
    let due = Some(3 * 24 + 21);
    for end in ["XA", "XB"] {
        check(&mut network, end, (&first, "XB"), ("running", false, due));
    }
    network.clock.advance(4 * DAY_MS);
    for end in ["XA", "XB"] {
        check(&mut network, end, (&first, "XB"), ("overdue", true, due));
    }
    send(&mut network, "XB", reply(&["XA"], &first, MessageType::Answer, |_| {}));
    network.clock.advance(1);
    for end in ["XA", "XB"] {
        check(&mut network, end, (&first, "XB"), ("answered", true, due));
    }
}

#[test]
fn the_terms_are_those_of_the_pair_and_the_urgency() {
    let mut network = network(&["XA", "XB", "XC"]);
    let direct = |statement: &mut Statement| statement.directly_accessible = true;
    let first = send(&mut network, "XA", request(Lane::Flash, &["XB", "XC"], direct));
    check(&mut network, "XA", (&first, "XB"), ("running", false, Some(8)));
    check(&mut network, "XA", (&first, "XC"), ("running", false, Some(2)));
    // Each asked member sees its own clock and no other.
    assert_eq!(open(&mut network, "XC", &first.id).unwrap().waits.len(), 1);
    let first = send(&mut network, "XA", request(Lane::Routine, &["XB"], direct));
    check(&mut network, "XB", (&first, "XB"), ("running", false, Some(7 * 24 + 21)));
}

#[test]
fn a_pause_stops_the_clock_of_the_member_that_stated_it() {
    let mut network = network(&["XA", "XB", "XC"]);
    let direct = |statement: &mut Statement| statement.directly_accessible = true;
    let first = send(&mut network, "XA", request(Lane::Urgent, &["XB", "XC"], direct));
    network.clock.advance(HOUR_MS);
    send(&mut network, "XB", reply(&["XA"], &first, MessageType::Clarification, paused));
    network.clock.advance(9 * HOUR_MS);
    check(&mut network, "XA", (&first, "XB"), ("paused", false, None));
    check(&mut network, "XA", (&first, "XC"), ("overdue", true, Some(2)));
    send(&mut network, "XB", reply(&["XA"], &first, MessageType::PartialAnswer, |_| {}));
    network.clock.advance(1);
    check(&mut network, "XA", (&first, "XB"), ("running", false, Some(17)));
    check(&mut network, "XB", (&first, "XB"), ("running", false, Some(17)));
}

#[test]
fn what_the_asking_side_writes_to_one_member_does_not_wake_anothers_clock() {
    let mut network = network(&["XA", "XB", "XC"]);
    let direct = |statement: &mut Statement| statement.directly_accessible = true;
    let first = send(&mut network, "XA", request(Lane::Urgent, &["XB", "XC"], direct));
    let awaits = |statement: &mut Statement| {
        let reason = "clarification-awaited".into();
        statement.pause = Some(Pause { reason, expected: None });
    };
    network.clock.advance(HOUR_MS);
    let mut asked_back = Vec::new();
    for member in ["XB", "XC"] {
        let back = reply(&["XA"], &first, MessageType::Clarification, awaits);
        asked_back.push(send(&mut network, member, back));
    }
    network.clock.advance(HOUR_MS);
    let to = asked_back[0].id;
    let clear = |statement: &mut Statement| statement.in_reply_to = Some(to);
    send(&mut network, "XA", reply(&["XB"], &first, MessageType::Clarification, clear));
    network.clock.advance(1);
    check(&mut network, "XA", (&first, "XB"), ("running", false, Some(9)));
    check(&mut network, "XA", (&first, "XC"), ("paused", false, None));
}

#[test]
fn a_request_of_several_questions_waits_for_each() {
    let mut network = network(&["XA", "XB"]);
    let ask = |statement: &mut Statement| {
        statement.asks = ["subscriber", "whereabouts"]
            .map(|what| Question { what: what.into(), text: None })
            .to_vec();
    };
    let first = send(&mut network, "XA", request(Lane::Routine, &["XB"], ask));
    let one = |statement: &mut Statement| statement.concerns = vec![1];
    send(&mut network, "XB", reply(&["XA"], &first, MessageType::PartialAnswer, one));
    network.clock.advance(1);
    let view = open(&mut network, "XA", &first.id).unwrap();
    assert_eq!(view.waits[0].wait.open_questions, [2]);
    let two = |statement: &mut Statement| {
        statement.concerns = vec![2];
        statement.refusal = Some("requirements-not-met".into());
    };
    send(&mut network, "XB", reply(&["XA"], &first, MessageType::Refusal, two));
    network.clock.advance(1);
    check(&mut network, "XA", (&first, "XB"), ("answered", false, Some(7 * 24 + 21)));
}

#[test]
fn an_answer_that_was_taken_back_leaves_the_thread_and_the_request_waits_again() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Routine, &["XB"], |_| {}));
    let answer = send(&mut network, "XB", reply(&["XA"], &first, MessageType::Answer, |_| {}));
    network.clock.advance(1);
    let due = Some(7 * 24 + 21);
    check(&mut network, "XA", (&first, "XB"), ("answered", false, due));
    let statement = RecallStatement { id: answer.id, reason: RecallReason::Mistaken };
    send(&mut network, "XB", control(&Body::Recall(Box::new(Recall { statement }))));
    for end in ["XA", "XB"] {
        check(&mut network, end, (&first, "XB"), ("running", false, due));
        assert_eq!(open(&mut network, end, &first.id).unwrap().messages.len(), 1);
    }
}

/// Publishes a reply and, some time after, a revision of it.
fn revise(network: &mut Network, first: &Name, drafts: [Draft; 2], after_ms: i64) {
    let [before, after] = drafts;
    let said = send(network, "XB", before);
    network.clock.advance(after_ms);
    send(network, "XB", Draft { revises: Some(said.id), ..after });
    network.clock.advance(1);
    assert_eq!(open(network, "XA", &first.id).unwrap().messages.len(), 2);
}

#[test]
fn an_answer_that_is_corrected_after_the_term_was_given_in_time() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    let answer = || reply(&["XA"], &first, MessageType::Answer, |_| {});
    revise(&mut network, &first, [answer(), answer()], 9 * DAY_MS);
    for end in ["XA", "XB"] {
        check(&mut network, end, (&first, "XB"), ("answered", false, Some(3 * 24 + 21)));
    }
    // A request that is revised was made when it was first, in every count.
    let again = request(Lane::Urgent, &["XB"], |statement| statement.subject = "B".into());
    send(&mut network, "XA", Draft { revises: Some(first.id), ..again });
    network.clock.advance(1);
    let (from, until) = (Timestamp(START), Timestamp(START + DAY_MS));
    let limits = Limits::of(&Config::default());
    let sight = network.at("XA").sight();
    let counted = sight.thread_statistics(&session(), Span { from, until }, limits).unwrap();
    let counted = audit::split(counted).0.tallies;
    assert_eq!((counted[0].requests, counted[0].answered, counted[0].late), (1, 1, 0));
}

#[test]
fn what_a_revision_adds_counts_from_the_revision() {
    let due = Some(3 * 24 + 21);
    let two = |statement: &mut Statement| {
        statement.asks = ["subscriber", "whereabouts"]
            .map(|what| Question { what: what.into(), text: None })
            .to_vec();
    };
    let check_late = |before: fn(&mut Statement), after: fn(&mut Statement), late: bool| {
        let mut network = network(&["XA", "XB"]);
        let first = send(&mut network, "XA", request(Lane::Urgent, &["XB"], two));
        let drafts = [before, after].map(|change| {
            let mut made = reply(&["XA"], &first, MessageType::PartialAnswer, |_| {});
            let mut said = statement(MessageType::PartialAnswer);
            (said.thread, said.in_reply_to) = (Some(first.id), Some(first.id));
            change(&mut said);
            made.body = Body::Message(Box::new(Message { statement: said })).to_json();
            made
        });
        revise(&mut network, &first, drafts, 9 * DAY_MS);
        check(&mut network, "XA", (&first, "XB"), ("answered", late, due));
    };
    // The second question was answered after the term.
    check_late(|said| said.concerns = vec![1], |said| said.concerns = vec![1, 2], true);
    check_late(|said| said.concerns = vec![1, 2], |said| said.concerns = vec![1, 2], false);
}

#[test]
fn a_pause_that_a_revision_adds_after_the_term_excuses_nothing() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    let drafts = [
        reply(&["XA"], &first, MessageType::Clarification, |_| {}),
        reply(&["XA"], &first, MessageType::Clarification, paused),
    ];
    revise(&mut network, &first, drafts, 9 * DAY_MS);
    check(&mut network, "XA", (&first, "XB"), ("overdue", true, Some(3 * 24 + 21)));
    // The other way round the clock had stood in time, and stands.
    let second = send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    let drafts = [(); 2].map(|()| reply(&["XA"], &second, MessageType::Clarification, paused));
    revise(&mut network, &second, drafts, 9 * DAY_MS);
    check(&mut network, "XA", (&second, "XB"), ("paused", false, None));
}

#[test]
fn of_a_thread_over_its_limit_requests_and_the_newest_messages_are_kept_and_it_is_said() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Routine, &["XB"], |_| {}));
    for _ in 0..6 {
        send(&mut network, "XB", reply(&["XA"], &first, MessageType::Clarification, |_| {}));
    }
    let answer = send(&mut network, "XB", reply(&["XA"], &first, MessageType::Answer, |_| {}));
    network.clock.advance(1);
    let limits = |messages| Limits { messages, ..Limits::of(&Config::default()) };
    let mut look = |messages: u32, (count, more): (usize, bool)| {
        let sight = network.at("XA").sight();
        let wanted = Wanted { limit: 9, ..Wanted::default() };
        let listed = audit::split(sight.threads(&session(), &wanted, limits(messages)).unwrap()).0;
        let row = &listed.threads[0];
        assert_eq!((row.messages, row.more), (count, more));
        assert_eq!((row.waits.len(), row.waits[0].state.code()), (1, "answered"));
        assert_eq!(row.newest.name, answer.to_string());
        let (mut names, mut part) = (Vec::new(), WHOLE);
        loop {
            let opened = sight.open_thread(&session(), &first.id, (part, limits(messages)));
            let opened = audit::split(opened.unwrap()).0.unwrap();
            assert!(opened.messages.len() <= messages as usize);
            assert_eq!((opened.more, opened.waits[0].wait.state.code()), (more, "answered"));
            let page = opened.messages.iter().map(|message| message.brief.name.clone());
            names.splice(0..0, page);
            part.before = opened.next;
            if opened.next.is_none() {
                break;
            }
        }
        assert_eq!((names.len(), &names[0]), (8, &first.to_string()), "all pages together");
        let span = Span { from: Timestamp(0), until: Timestamp(i64::MAX) };
        let counted = sight.thread_statistics(&session(), span, limits(messages)).unwrap();
        let counted = audit::split(counted).0;
        assert_eq!((counted.tallies[0].answered, counted.complete), (1, !more));
    };
    look(4, (4, true));
    look(7, (7, true));
    look(8, (8, false));
}

#[test]
fn a_reply_to_a_clarification_that_was_taken_back_still_finds_the_only_request() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Routine, &["XB"], |_| {}));
    let back = reply(&["XA"], &first, MessageType::Clarification, |_| {});
    let back = send(&mut network, "XB", back);
    let to = |statement: &mut Statement| statement.in_reply_to = Some(back.id);
    send(&mut network, "XB", reply(&["XA"], &first, MessageType::Answer, to));
    let statement = RecallStatement { id: back.id, reason: RecallReason::Mistaken };
    send(&mut network, "XB", control(&Body::Recall(Box::new(Recall { statement }))));
    network.clock.advance(1);
    check(&mut network, "XA", (&first, "XB"), ("answered", false, Some(7 * 24 + 21)));
}

#[test]
fn lists_are_filtered_by_who_waits_what_is_overdue_and_what_is_asked() {
    let mut network = network(&["XA", "XB", "XC"]);
    let subscriber = |statement: &mut Statement| {
        statement.asks = vec![Question { what: "subscriber".into(), text: None }];
    };
    let ours = send(&mut network, "XA", request(Lane::Routine, &["XB"], subscriber));
    let theirs = send(&mut network, "XB", request(Lane::Urgent, &["XA"], |_| {}));
    let other = send(&mut network, "XC", request(Lane::Routine, &["XA"], |_| {}));
    send(&mut network, "XA", message("nobody waits", &["XB"]));
    send(&mut network, "XA", reply(&["XC"], &other, MessageType::Answer, |_| {}));
    network.clock.advance(5 * DAY_MS);
    let mut check = |wanted: Wanted, expect: &[&Name]| {
        let found = list(&mut network, "XA", wanted.clone());
        let found: Vec<RecordId> = found.threads.iter().map(|row| row.thread).collect();
        let expect: Vec<RecordId> = expect.iter().map(|name| name.id).collect();
        assert_eq!(found, expect, "{wanted:?}");
    };
    let all = Wanted::default;
    check(Wanted { waiting: Some(Waiting::ForUs), ..all() }, &[&theirs]);
    check(Wanted { waiting: Some(Waiting::ForThem), ..all() }, &[&ours]);
    check(Wanted { overdue: true, ..all() }, &[&theirs]);
    check(Wanted { asks: Some("subscriber".into()), ..all() }, &[&ours]);
    check(Wanted { asks: Some("asset".into()), ..all() }, &[]);
    check(Wanted { peer: Some(code("XC")), ..all() }, &[&other]);
    let from_them = Wanted { waiting: Some(Waiting::ForUs), peer: Some(code("XC")), ..all() };
    check(from_them, &[]);
}

#[test]
fn pages_of_threads_hold_each_thread_once_at_its_newest_message() {
    let mut network = network(&["XA", "XB"]);
    let mut firsts = Vec::new();
    for _ in 0..5 {
        firsts.push(send(&mut network, "XA", request(Lane::Routine, &["XB"], |_| {})));
    }
    send(&mut network, "XB", reply(&["XA"], &firsts[1], MessageType::Answer, |_| {}));
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = list(&mut network, "XA", Wanted { before, limit: 2, ..Wanted::default() });
        seen.extend(page.threads.iter().map(|row| row.thread));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    let expect = [1, 4, 3, 2, 0].map(|place: usize| firsts[place].id);
    assert_eq!(seen, expect);
}

#[test]
fn a_reader_whom_policy_refuses_finds_no_thread_and_every_opened_message_is_audited() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Routine, &["XB"], |_| {}));
    let answer = send(&mut network, "XB", reply(&["XA"], &first, MessageType::Answer, |_| {}));
    let limits = Limits::of(&Config::default());
    let sight = network.at("XA").sight();
    let opened = sight.open_thread(&session(), &first.id, (WHOLE, limits)).unwrap();
    let (view, event) = audit::split(opened);
    assert_eq!(view.unwrap().messages.len(), 2);
    assert_eq!(event.deed, Deed::Read);
    let about: Vec<RecordId> = event.about.iter().map(|(_, id)| *id).collect();
    assert_eq!(about, [first.id, answer.id]);
    let border = Session { purpose: Purpose::BorderControl, ..session() };
    let threads = audit::split(
        sight.threads(&border, &Wanted { limit: 9, ..Wanted::default() }, limits).unwrap(),
    );
    assert_eq!(threads.0.threads, []);
    let (refused, event) =
        audit::split(sight.open_thread(&border, &first.id, (WHOLE, limits)).unwrap());
    assert!(matches!(refused, Err(Error::NotFound(_))));
    assert!(event.about.is_empty());
    let span = Span { from: Timestamp(0), until: Timestamp(i64::MAX) };
    let counted = audit::split(sight.thread_statistics(&border, span, limits).unwrap()).0;
    assert_eq!(counted.tallies, []);
}

#[test]
fn breaches_are_counted_by_peer_and_clock() {
    let mut network = network(&["XA", "XB"]);
    let late = send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    let in_time = send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    send(&mut network, "XB", request(Lane::Routine, &["XA"], |_| {}));
    let no = |statement: &mut Statement| statement.refusal = Some("national-security".into());
    send(&mut network, "XB", reply(&["XA"], &in_time, MessageType::Refusal, no));
    network.clock.advance(5 * DAY_MS);
    send(&mut network, "XB", reply(&["XA"], &late, MessageType::Answer, |_| {}));
    network.clock.advance(1);
    let span = |from, until| Span { from: Timestamp(from), until: Timestamp(until) };
    let mut check = |span, expect: &[(&str, bool, &str, [u64; 6])]| {
        let limits = Limits::of(&Config::default());
        let sight = network.at("XA").sight();
        let found = audit::split(sight.thread_statistics(&session(), span, limits).unwrap()).0;
        assert!(found.complete);
        let found: Vec<_> = found
            .tallies
            .iter()
            .map(|one| {
                let counts =
                    [one.requests, one.answered, one.refused, one.open, one.overdue, one.late];
                (one.peer.as_str(), one.peer_answers, one.clock.code(), counts)
            })
            .collect();
        assert_eq!(found, expect);
    };
    let all = [
        ("XB", false, "otherwise", [1, 0, 0, 1, 0, 0]),
        ("XB", true, "urgent", [3, 1, 1, 1, 1, 2]),
    ];
    check(span(0, i64::MAX), &all);
    check(span(START + DAY_MS, i64::MAX), &[]);
}

#[test]
fn a_reply_takes_thread_handling_recipients_and_lane_from_what_it_replies_to() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    let said = thread::reply::Reply {
        message_type: MessageType::Answer,
        subject: None,
        text: Text { language: "es".into(), text: "Sí, lo conocemos.".into() },
        concerns: Vec::new(),
        pause: None,
        refusal: None,
    };
    let node = network.at("XB");
    let which = (&first.owner, &first.id);
    let drafted = node.sight().draft_reply(&session(), which, said.clone()).unwrap();
    let (answer, event) = audit::split(drafted);
    let answer = answer.unwrap();
    assert_eq!((event.deed, answer.lane), (Deed::Read, Lane::Urgent));
    assert_eq!(answer.recipients, [code("XA")]);
    let answer = send(&mut network, "XB", answer);
    network.clock.advance(1);
    check(&mut network, "XA", (&first, "XB"), ("answered", false, Some(3 * 24 + 21)));
    // To a message of our own, the reply goes to whoever has it, in the request's lane.
    let which = (&answer.owner, &answer.id);
    let more = network.at("XB").sight().draft_reply(&session(), which, said).unwrap();
    let more = audit::split(more).0.unwrap();
    assert_eq!((more.recipients, more.lane), (vec![code("XA")], Lane::Urgent));
}

#[test]
fn only_those_who_may_read_a_message_reply_to_it() {
    let mut network = network(&["XA", "XB"]);
    let first = send(&mut network, "XA", request(Lane::Urgent, &["XB"], |_| {}));
    let said = thread::reply::Reply {
        message_type: MessageType::Answer,
        subject: None,
        text: Text { language: "en".into(), text: "…".into() },
        concerns: Vec::new(),
        pause: None,
        refusal: None,
    };
    let administrator = Session {
        author: node::author::Author { role: Role::Administrator, ..officer() },
        ..session()
    };
    let which = (&first.owner, &first.id);
    let drafted = network.at("XB").sight().draft_reply(&administrator, which, said).unwrap();
    let (refused, event) = audit::split(drafted);
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(event.deed, Deed::Refused);
}

/// What `index::complete` makes is what the path makes and what a rebuild makes.
#[test]
fn a_store_of_the_version_before_gets_its_threads_and_links_when_it_is_opened() {
    let folder = Folder::new("migrate");
    let path = folder.join("node.db");
    let store = |at: &str| match at {
        "XA" => Store::open(&path).unwrap(),
        _ => Store::in_memory().unwrap(),
    };
    let before = {
        let mut network = Network::with(&["XA", "XB"], store, Config::default());
        let first = send(&mut network, "XA", request(Lane::Routine, &["XB"], |_| {}));
        send(&mut network, "XB", reply(&["XA"], &first, MessageType::Answer, |_| {}));
        let recalled = send(&mut network, "XA", request(Lane::Routine, &["XB"], |_| {}));
        let statement = RecallStatement { id: recalled.id, reason: RecallReason::Mistaken };
        send(&mut network, "XA", control(&Body::Recall(Box::new(Recall { statement }))));
        network.at("XA").store.dump_derived().unwrap()
    };
    let db = rusqlite::Connection::open(&path).unwrap();
    let back = "DROP TABLE message; DROP TABLE link; DROP TABLE sign_in_link;
                DROP TABLE browser_session;
                PRAGMA user_version = 4";
    db.execute_batch(support::before::TWENTY_FOUR).unwrap();
    db.execute_batch(support::before::TWENTY_THREE).unwrap();
    db.execute_batch(support::before::TWENTY_TWO).unwrap();
    db.execute_batch(support::before::TWENTY_ONE).unwrap();
    db.execute_batch(support::before::SEVEN).unwrap();
    db.execute_batch(back).unwrap();
    drop(db);
    let mut network = Network::with(&["XA", "XB"], store, Config::default());
    let node = network.at("XA");
    assert_eq!(node.store.dump_derived().unwrap(), before);
    assert!(before.contains("request") && before.contains("answer"));
    let report = fsck::run(node, false, |_| {}).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
}
