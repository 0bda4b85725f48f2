use jiff::civil::{Weekday, date};
use proptest::prelude::*;

use super::*;

fn calendar(zone: &str) -> Calendar {
    let calendar = Calendar::of_zone(zone).unwrap();
    match zone {
        "Asia/Riyadh" => calendar.rest_days(&[Weekday::Friday, Weekday::Saturday]).unwrap(),
        _ => calendar,
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn local(calendar: &Calendar, moment: Option<Timestamp>) -> String {
    moment.map_or("never".into(), |moment| calendar.local(moment).to_string())
}

/// Term, received (with its offset) and the deadline as the clock on the wall there shows it.
fn check(calendar: &Calendar, term: &str, received: &str, expect: &str) {
    check_paused(calendar, term, received, &[], expect);
}

fn check_paused(
    calendar: &Calendar,
    term: &str,
    received: &str,
    pauses: &[(&str, &str)],
    expect: &str,
) {
    let pauses: Vec<Pause> = pauses
        .iter()
        .map(|(from, until)| Pause { from: at(from), until: Timestamp::parse(until) })
        .collect();
    let due = due(term.parse().unwrap(), at(received), &pauses, calendar);
    assert_eq!(local(calendar, due), expect, "{term} from {received} {}", calendar.zone_name());
}

const LAST: &str = "T23:59:59.999";

#[test]
fn eight_hours_pass_at_the_weekend_too() {
    check(&calendar("Asia/Riyadh"), "8 hours", "2026-03-05T22:00:00+03:00", "2026-03-06T06:00:00");
    check(&calendar("Africa/Tunis"), "8 hours", "2026-03-06T17:30:00+01:00", "2026-03-07T01:30:00");
    check(
        &calendar("America/Bogota"),
        "8 hours",
        "2026-03-06T17:30:00-05:00",
        "2026-03-07T01:30:00",
    );
}

#[test]
fn three_days_from_a_friday_evening_hold_two_working_days() {
    // Friday is a day of rest in Riyadh: Saturday (rest), Sunday and Monday follow.
    let monday = format!("2026-03-09{LAST}");
    check(&calendar("Asia/Riyadh"), "3 days", "2026-03-06T18:00:00+03:00", &monday);
    // Saturday and Sunday rest: Monday alone would be one working day, so Tuesday ends it.
    let tuesday = format!("2026-03-10{LAST}");
    check(&calendar("Africa/Tunis"), "3 days", "2026-03-06T18:00:00+01:00", &tuesday);
    check(&calendar("America/Bogota"), "3 days", "2026-03-06T18:00:00-05:00", &tuesday);
}

#[test]
fn the_day_of_the_receipt_is_the_answering_members() {
    // One moment: Friday evening in Bogotá is Saturday in Riyadh and Tunis.
    let moment = "2026-03-06T20:00:00-05:00";
    check(&calendar("America/Bogota"), "1 days", moment, &format!("2026-03-09{LAST}"));
    check(&calendar("Africa/Tunis"), "1 days", moment, &format!("2026-03-09{LAST}"));
    check(&calendar("Asia/Riyadh"), "1 days", moment, &format!("2026-03-08{LAST}"));
}

#[test]
fn seven_days_end_on_the_same_weekday_or_the_next_working_one() {
    let tunis = calendar("Africa/Tunis");
    check(&tunis, "7 days", "2026-03-04T09:00:00+01:00", &format!("2026-03-11{LAST}"));
    check(&tunis, "7 days", "2026-03-07T09:00:00+01:00", &format!("2026-03-16{LAST}"));
}

#[test]
fn a_holiday_at_the_end_moves_it_to_the_next_working_day() {
    let tunis = calendar("Africa/Tunis").holiday(date(2026, 3, 20)).holiday(date(2026, 3, 23));
    check(&tunis, "7 days", "2026-03-13T10:00:00+01:00", &format!("2026-03-24{LAST}"));
    // In the middle of a term in calendar days it changes nothing.
    check(&tunis, "7 days", "2026-03-18T10:00:00+01:00", &format!("2026-03-25{LAST}"));
    let yearly = calendar("Africa/Tunis").yearly_holiday(3, 20).unwrap();
    check(&yearly, "7 days", "2027-03-12T10:00:00+01:00", "2027-03-19T23:59:59.999");
    check(&yearly, "1 days", "2026-03-19T10:00:00+01:00", "2026-03-23T23:59:59.999");
}

#[test]
fn working_days_leave_out_rest_days_and_holidays() {
    let riyadh = calendar("Asia/Riyadh").holiday(date(2026, 3, 8));
    check(&riyadh, "2 working days", "2026-03-05T12:00:00+03:00", &format!("2026-03-10{LAST}"));
}

#[test]
fn working_hours_run_while_the_office_is_open() {
    let (open, close) = (jiff::civil::time(8, 30, 0, 0), jiff::civil::time(16, 30, 0, 0));
    let office = calendar("America/Bogota").office(open, close).unwrap();
    check(&office, "8 working hours", "2026-03-06T15:30:00-05:00", "2026-03-09T15:30:00");
    check(&office, "8 working hours", "2026-03-06T20:00:00-05:00", "2026-03-09T16:30:00");
    check(&office, "16 working hours", "2026-03-07T12:00:00-05:00", "2026-03-10T16:30:00");
    // Without office hours a working day has all its hours.
    let always = calendar("America/Bogota");
    check(&always, "8 working hours", "2026-03-06T20:00:00-05:00", "2026-03-09T04:00:00");
}

#[test]
fn a_change_of_clocks_moves_hours_on_the_wall_and_not_the_end_of_a_day() {
    let madrid = calendar("Europe/Madrid");
    // 29 March 2026 has 23 hours, 25 October 25.
    check(&madrid, "8 hours", "2026-03-28T22:00:00+01:00", "2026-03-29T07:00:00");
    check(&madrid, "8 hours", "2026-10-24T22:00:00+02:00", "2026-10-25T05:00:00");
    check(&madrid, "3 days", "2026-03-27T12:00:00+01:00", &format!("2026-03-31{LAST}"));
    // Beirut changes at midnight: 29 March 2026 begins at one o'clock.
    let beirut = calendar("Asia/Beirut");
    check(&beirut, "3 days", "2026-03-25T12:00:00+02:00", &format!("2026-03-30{LAST}"));
}

#[test]
fn time_in_which_the_clock_stands_does_not_count() {
    let bogota = calendar("America/Bogota");
    let (from, to) = ("2026-03-03T10:00:00-05:00", "2026-03-03T13:00:00-05:00");
    let received = "2026-03-03T09:00:00-05:00";
    check_paused(&bogota, "8 hours", received, &[(from, to)], "2026-03-03T20:00:00");
    // Two pauses that overlap count once.
    let twice = [(from, to), ("2026-03-03T12:00:00-05:00", "2026-03-03T14:00:00-05:00")];
    check_paused(&bogota, "8 hours", received, &twice, "2026-03-03T21:00:00");
    // A day on which it stood for an hour is left out whole; one before the receipt is none.
    let thursday = [("2026-03-05T08:00:00-05:00", "2026-03-05T09:00:00-05:00")];
    check_paused(&bogota, "3 days", received, &thursday, &format!("2026-03-09{LAST}"));
    let before = [("2026-03-01T08:00:00-05:00", "2026-03-02T09:00:00-05:00")];
    check_paused(&bogota, "3 days", received, &before, &format!("2026-03-06{LAST}"));
}

#[test]
fn a_pause_without_an_end_has_no_deadline_unless_that_came_before() {
    let bogota = calendar("America/Bogota");
    let received = "2026-03-03T09:00:00-05:00";
    let soon = [("2026-03-03T12:00:00-05:00", "")];
    for term in ["8 hours", "3 days", "2 working hours", "1 working days"] {
        let expect = if term == "2 working hours" { "2026-03-03T11:00:00" } else { "never" };
        check_paused(&bogota, term, received, &soon, expect);
    }
    let later = [("2026-03-20T12:00:00-05:00", "")];
    check_paused(&bogota, "3 days", received, &later, &format!("2026-03-06{LAST}"));
}

const ZONES: [&str; 6] =
    ["UTC", "Asia/Riyadh", "Africa/Tunis", "America/Bogota", "Europe/Madrid", "Asia/Beirut"];

fn some_term() -> impl Strategy<Value = Term> {
    let unit = prop_oneof![Just(Unit::Hours), Just(Unit::Days)];
    let count = prop_oneof![Just(Count::Every), Just(Count::Working)];
    (1..40u16, unit, count).prop_map(|(amount, unit, count)| Term { amount, unit, count })
}

/// 2026 and 2027.
fn some_moment() -> impl Strategy<Value = Timestamp> {
    (1_767_225_600_000i64..1_830_297_600_000).prop_map(Timestamp)
}

fn some_pause() -> impl Strategy<Value = Pause> {
    (some_moment(), proptest::option::of(0..20 * 24 * HOUR_MS))
        .prop_map(|(from, length)| Pause { from, until: length.map(|length| from.plus(length)) })
}

fn some_calendar() -> impl Strategy<Value = Calendar> {
    let holidays = proptest::collection::vec(0..700i32, 0..30);
    let office = proptest::option::of((0..12i8, 12..24i8));
    (0..ZONES.len(), holidays, office).prop_map(|(zone, holidays, office)| {
        let mut calendar = calendar(ZONES[zone]);
        for days in holidays {
            calendar =
                calendar.holiday(date(2026, 1, 1).saturating_add(jiff::Span::new().days(days)));
        }
        match office {
            Some((open, close)) => {
                let hour = |hour| jiff::civil::time(hour, 0, 0, 0);
                calendar.office(hour(open), hour(close)).unwrap()
            }
            None => calendar,
        }
    })
}

/// No deadline lies after every deadline.
fn order(due: Option<Timestamp>) -> i64 {
    due.map_or(i64::MAX, |due| due.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_deadline_is_never_before_the_receipt(
        term in some_term(),
        from in some_moment(),
        pauses in proptest::collection::vec(some_pause(), 0..4),
        calendar in some_calendar(),
    ) {
        prop_assert!(order(due(term, from, &pauses, &calendar)) >= from.0);
    }

    #[test]
    fn a_pause_more_never_brings_it_nearer(
        term in some_term(),
        from in some_moment(),
        mut pauses in proptest::collection::vec(some_pause(), 1..4),
        calendar in some_calendar(),
    ) {
        let with = order(due(term, from, &pauses, &calendar));
        pauses.pop();
        prop_assert!(with >= order(due(term, from, &pauses, &calendar)));
    }

    #[test]
    fn a_holiday_more_never_brings_it_nearer(
        term in some_term(),
        from in some_moment(),
        pauses in proptest::collection::vec(some_pause(), 0..3),
        calendar in some_calendar(),
        day in 0..700i32,
    ) {
        let more = date(2026, 1, 1).saturating_add(jiff::Span::new().days(day));
        let without = order(due(term, from, &pauses, &calendar));
        prop_assert!(order(due(term, from, &pauses, &calendar.clone().holiday(more))) >= without);
    }

    #[test]
    fn it_never_falls_into_a_pause_and_a_day_ends_on_a_working_one(
        term in some_term(),
        from in some_moment(),
        pauses in proptest::collection::vec(some_pause(), 0..4),
        calendar in some_calendar(),
    ) {
        if let Some(due) = due(term, from, &pauses, &calendar) {
            prop_assert!(!pauses.iter().any(|one| one.from < due && due.0 < one.end()));
            let working = calendar.is_working(calendar.day_of(Timestamp(due.0 - 1)));
            prop_assert!(working || (term.unit, term.count) == (Unit::Hours, Count::Every));
        }
    }

    #[test]
    fn a_longer_term_never_ends_earlier(
        term in some_term(),
        from in some_moment(),
        pauses in proptest::collection::vec(some_pause(), 0..4),
        calendar in some_calendar(),
    ) {
        let longer = Term { amount: term.amount + 1, ..term };
        let short = order(due(term, from, &pauses, &calendar));
        prop_assert!(order(due(longer, from, &pauses, &calendar)) >= short);
    }
}
