use proptest::prelude::*;

use super::*;
use crate::moment::HOUR_MS;

const START: i64 = 1_772_438_400_000;

fn hour(hours: i64) -> Timestamp {
    Timestamp(START + hours * HOUR_MS)
}

fn by_asked(hours: i64, message_type: MessageType) -> Reply {
    Reply { at: hour(hours), by_asked: true, message_type, pause: None, concerns: Vec::new() }
}

fn by_asking(hours: i64) -> Reply {
    Reply { by_asked: false, ..by_asked(hours, MessageType::Clarification) }
}

fn pausing(hours: i64, reason: &str) -> Reply {
    Reply { pause: Some(reason.into()), ..by_asked(hours, MessageType::Clarification) }
}

fn part(hours: i64, message_type: MessageType, concerns: &[u16]) -> Reply {
    Reply { concerns: concerns.to_vec(), ..by_asked(hours, message_type) }
}

const PLAIN: Request = Request { received: Some(Timestamp(START)), deadline: None, questions: 0 };

fn standing(request: Request, replies: &[Reply], now: i64) -> Standing {
    let calendar = Calendar::default();
    let clock = Running { term: "8 hours".parse().unwrap(), calendar: &calendar };
    request.standing(clock, replies, hour(now))
}

/// The state after `now` hours, whether it is late, and in how many hours it was due.
fn check(request: Request, replies: &[Reply], now: i64, expect: (&str, bool, Option<i64>)) {
    let found = standing(request, replies, now);
    let due = found.due.map(|due| (due.0 - START) / HOUR_MS);
    assert_eq!((found.state.code(), found.late, due), expect, "{replies:?} at {now}");
}

use MessageType::{Answer, Clarification, PartialAnswer, Refusal};

const JUDGE: &str = "judicial-authorisation";

#[test]
fn a_request_runs_is_answered_or_gets_overdue() {
    check(PLAIN, &[], 3, ("running", false, Some(8)));
    check(PLAIN, &[], 9, ("overdue", true, Some(8)));
    check(PLAIN, &[by_asked(5, Answer)], 9, ("answered", false, Some(8)));
    check(PLAIN, &[by_asked(8, Answer)], 9, ("answered", false, Some(8)));
    check(PLAIN, &[by_asked(9, Answer)], 9, ("answered", true, Some(8)));
    check(PLAIN, &[by_asked(5, Refusal)], 9, ("refused", false, Some(8)));
    check(PLAIN, &[by_asked(12, Refusal)], 19, ("refused", true, Some(8)));
}

#[test]
fn what_comes_later_than_now_has_not_been_said() {
    check(PLAIN, &[by_asked(5, Answer)], 4, ("running", false, Some(8)));
}

#[test]
fn the_clock_begins_with_the_receipt() {
    let sent = Request { received: None, ..PLAIN };
    check(sent, &[], 100, ("not-received", false, None));
    check(sent, &[by_asked(5, Answer)], 100, ("answered", false, None));
}

#[test]
fn only_the_asked_member_answers() {
    let mine = Reply { by_asked: false, ..by_asked(2, Answer) };
    check(PLAIN, &[mine], 3, ("running", false, Some(8)));
}

#[test]
fn a_clarification_pauses_only_where_it_says_so() {
    check(PLAIN, &[by_asked(2, Clarification)], 9, ("overdue", true, Some(8)));
    check(PLAIN, &[pausing(2, JUDGE)], 9, ("paused", false, None));
}

#[test]
fn a_pause_ends_when_the_asked_member_writes_without_it() {
    let replies = [pausing(2, JUDGE), by_asked(22, PartialAnswer)];
    check(PLAIN, &replies, 23, ("running", false, Some(28)));
    let again = [pausing(2, JUDGE), pausing(12, JUDGE), by_asked(22, PartialAnswer)];
    check(PLAIN, &again, 23, ("running", false, Some(28)));
}

#[test]
fn the_asking_side_ends_a_pause_that_waits_for_it_and_no_other() {
    let waits = [pausing(2, CLARIFICATION), by_asking(5)];
    check(PLAIN, &waits, 6, ("running", false, Some(11)));
    let judge = [pausing(2, JUDGE), by_asking(5)];
    check(PLAIN, &judge, 60, ("paused", false, None));
}

#[test]
fn a_pause_after_the_deadline_excuses_nothing() {
    check(PLAIN, &[pausing(9, JUDGE)], 10, ("overdue", true, Some(8)));
}

#[test]
fn a_request_of_several_questions_is_settled_when_each_is() {
    let three = Request { questions: 3, ..PLAIN };
    let two = [part(2, PartialAnswer, &[1, 2])];
    check(three, &two, 9, ("overdue", true, Some(8)));
    assert_eq!(standing(three, &two, 9).open_questions, [3]);
    let rest_refused = [part(2, PartialAnswer, &[1, 2]), part(4, Refusal, &[3])];
    check(three, &rest_refused, 9, ("answered", false, Some(8)));
    let all_refused = [part(2, Refusal, &[1, 2]), part(4, Refusal, &[3])];
    check(three, &all_refused, 9, ("refused", false, Some(8)));
    let refused_whole = [by_asked(4, Refusal)];
    check(three, &refused_whole, 9, ("refused", false, Some(8)));
    let late = [part(2, PartialAnswer, &[1, 2]), part(40, Answer, &[3])];
    check(three, &late, 50, ("answered", true, Some(8)));
}

#[test]
fn a_partial_answer_settles_only_what_it_names() {
    check(PLAIN, &[by_asked(2, PartialAnswer)], 9, ("overdue", true, Some(8)));
    check(PLAIN, &[part(2, PartialAnswer, &[1])], 9, ("overdue", true, Some(8)));
    check(PLAIN, &[part(2, Answer, &[1])], 9, ("answered", false, Some(8)));
}

#[test]
fn the_earlier_of_the_clock_and_the_deadline_set_by_hand_holds() {
    let by_hand = |hours| Request { deadline: Some(hour(hours)), ..PLAIN };
    check(by_hand(4), &[], 5, ("overdue", true, Some(4)));
    assert!(standing(by_hand(4), &[], 5).by_hand);
    check(by_hand(24), &[], 9, ("overdue", true, Some(8)));
    assert!(!standing(by_hand(24), &[], 9).by_hand);
    // A pause moves it like the clock's own; one before the receipt is the receipt.
    check(
        by_hand(4),
        &[pausing(1, JUDGE), by_asked(11, PartialAnswer)],
        12,
        ("running", false, Some(14)),
    );
    check(by_hand(-4), &[], 1, ("overdue", true, Some(0)));
}

fn some_reply() -> impl Strategy<Value = Reply> {
    let types = proptest::sample::select(vec![Answer, PartialAnswer, Refusal, Clarification]);
    let pause = proptest::sample::select(vec![None, Some(JUDGE), Some(CLARIFICATION)]);
    let concerns = proptest::sample::subsequence(vec![1u16, 2, 3], 0..=3);
    (0..100i64, any::<bool>(), types, pause, concerns).prop_map(
        |(hours, by_asked, message_type, pause, concerns)| Reply {
            at: hour(hours),
            by_asked,
            message_type,
            pause: pause.map(str::to_owned),
            concerns,
        },
    )
}

proptest! {
    #[test]
    fn the_order_in_which_messages_arrive_does_not_matter(
        mut replies in proptest::collection::vec(some_reply(), 0..6),
        questions in 0..4u16,
        now in 0..120i64,
    ) {
        // Two messages of one moment have no order of their own.
        replies.sort_by_key(|reply| reply.at);
        replies.dedup_by_key(|reply| reply.at);
        let request = Request { questions, ..PLAIN };
        let forward = standing(request, &replies, now);
        replies.reverse();
        prop_assert_eq!(standing(request, &replies, now), forward);
    }

    #[test]
    fn a_request_is_settled_or_has_open_questions_or_asks_for_one_thing(
        replies in proptest::collection::vec(some_reply(), 0..6),
        questions in 1..4u16,
    ) {
        let found = standing(Request { questions, ..PLAIN }, &replies, 120);
        prop_assert_eq!(found.settled.is_some(), found.open_questions.is_empty());
        prop_assert_eq!(found.settled.is_none(), found.state.is_open());
    }
}
