//! The place of a deadline among deadlines: one number that an index keeps in order and that a
//! browser carries without losing a digit.

use record::Timestamp;
use record::moment::MINUTE_MS;

/// 2020-01-01T00:00Z: nothing is older.
const ORIGIN_MS: i64 = 1_577_836_800_000;
const RECORD_BITS: u32 = 27;
const MINUTES_MAX: i64 = (1 << 26) - 1;

/// Minutes first, then the request's record; what has no deadline comes last.
pub fn place(due: Option<Timestamp>, record: i64) -> i64 {
    let minute = due.map_or(MINUTES_MAX, minute);
    minute << RECORD_BITS | (record & ((1 << RECORD_BITS) - 1))
}

/// What lies before it fell due in an earlier minute.
pub fn begin_of(now: Timestamp) -> i64 {
    minute(now) << RECORD_BITS
}

/// What lies before it fell due in this minute at the latest.
pub fn end_of(now: Timestamp) -> i64 {
    (minute(now) + 1) << RECORD_BITS
}

fn minute(at: Timestamp) -> i64 {
    ((at.0 - ORIGIN_MS) / MINUTE_MS).clamp(0, MINUTES_MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_stand_in_their_order_and_a_browser_can_count_them() {
        let at = |minutes: i64| Some(Timestamp(ORIGIN_MS + minutes * MINUTE_MS));
        let all = [
            place(at(-5), 9),
            place(at(1), 1),
            place(at(1), 2),
            place(at(2), 1),
            place(at(MINUTES_MAX * 2), 1),
            place(None, 1),
            place(None, 2),
        ];
        assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");
        assert!(place(None, i64::MAX) < 1 << 53);
        let now = Timestamp(ORIGIN_MS + MINUTE_MS);
        assert!((begin_of(now)..end_of(now)).contains(&place(Some(now), 5)));
    }
}
