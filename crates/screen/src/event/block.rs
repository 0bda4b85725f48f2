//! Which reports are worth comparing: those that share a key. The work grows with their number,
//! not with its square.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Event;

/// Neighbours of a report in a block that is too large to compare all with all.
const WINDOW: usize = 24;

/// The keys of an event. Days, weeks and amounts have two overlapping grids each, so that what lies
/// just across an edge of one shares a cell of the other. Wide keys catch what differs in two
/// things, narrow ones keep what differs in one out of crowds.
fn keys(event: &Event, out: &mut Vec<u64>) {
    let steps = event.amount.as_ref().filter(|amount| amount.value > 0.0);
    let steps = steps.map(|amount| amount.value.ln() / 1.1_f64.ln());
    let cells = match steps {
        Some(steps) => [Some(steps.floor() as i64), Some((steps + 0.5).floor() as i64)],
        None => [None, None],
    };
    let start: String = event.place.chars().take(3).collect();
    let digits =
        event.amount.as_ref().map(|amount| format!("{:.2e}{}", amount.value, amount.dimension));
    for day in [event.day, event.day + 1] {
        for (grid, cell) in cells.iter().enumerate() {
            out.push(hash((0, &event.country, day, &event.group, grid, cell)));
            if !start.is_empty() {
                out.push(hash((1, &event.country, day, &event.group, grid, cell, &start)));
            }
        }
        if !start.is_empty() {
            out.push(hash((2, &event.country, day, &event.group, &start)));
        }
        out.push(hash((3, &event.country, day, &event.substance, &digits)));
    }
    if let Some(digits) = &digits {
        for week in [event.day.div_euclid(8), (event.day + 4).div_euclid(8) + 1_000_000] {
            out.push(hash((4, &event.country, week, &event.group, digits)));
        }
    }
}

fn hash(key: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Hands every pair that shares a key to `take`; a pair may come several times. Answers how many
/// blocks were too large to compare all with all.
pub fn pairs(events: &[Event], members: &[u32], mut take: impl FnMut(u32, u32)) -> u64 {
    let mut keyed = Vec::with_capacity(members.len() * 14);
    let mut own = Vec::with_capacity(14);
    for member in members {
        own.clear();
        keys(&events[*member as usize], &mut own);
        own.sort_unstable();
        own.dedup();
        keyed.extend(own.iter().map(|key| (*key, *member)));
    }
    keyed.sort_unstable();
    let mut cut = 0;
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        let mut block: Vec<u32> = block.iter().map(|(_, member)| *member).collect();
        if block.len() <= WINDOW {
            beside(&block, &mut take);
            continue;
        }
        cut += 1;
        // The likeliest stand beside each other: by place, and by amount.
        block.sort_by(|a, b| by_place(&events[*a as usize]).cmp(&by_place(&events[*b as usize])));
        beside(&block, &mut take);
        block.sort_by(|a, b| by_amount(&events[*a as usize]).cmp(&by_amount(&events[*b as usize])));
        beside(&block, &mut take);
    }
    cut
}

/// Each with those that stand next.
fn beside(block: &[u32], take: &mut impl FnMut(u32, u32)) {
    for (at, one) in block.iter().enumerate() {
        for other in block.iter().skip(at + 1).take(WINDOW) {
            take(*one.min(other), *one.max(other));
        }
    }
}

fn amount(event: &Event) -> u64 {
    event.amount.as_ref().map_or(0, |amount| amount.value.to_bits())
}

fn by_place(event: &Event) -> (&str, u64, i32) {
    (&event.place, amount(event), event.day)
}

fn by_amount(event: &Event) -> (u64, i32, &str) {
    (amount(event), event.day, &event.place)
}
