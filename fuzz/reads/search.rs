//! Any text is looked for in a list of people who never existed, and becomes an entry of it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use screen::find::{Cut, Entry, Judge, List, Query};
use screen::population::Population;
use screen::sentence::Language;

const SEED: u64 = 7;
const ENTRIES: u64 = 2_000;
const CUT: Cut = Cut { threshold: 0.2, hits_max: 40 };

static LIST: LazyLock<List> = LazyLock::new(|| {
    let population = Population::new();
    let entry = |number| {
        let person = population.person(SEED, number);
        Entry { births: vec![person.birth.clone()], ..Entry::person(number, &person.name()) }
    };
    List::build((0..ENTRIES).map(entry)).expect("a population fits a list")
});

fuzz_target!(|text: &str| {
    let mut lines = text.split('\n').map(str::to_owned);
    let name = lines.next().unwrap_or_default();
    let births: Vec<String> = lines.collect();
    let query = Query { births: births.clone(), ..Query::person(&name) };
    let judge = Judge::new(Language::English);
    for hit in LIST.search(&query, CUT, &judge) {
        assert!(hit.score >= CUT.threshold && !hit.why.is_empty(), "{hit:?}");
    }
    let own = List::build([Entry { births, ..Entry::person(1, &name) }]);
    assert!(own.expect("one entry fits a list").search(&query, CUT, &judge).len() <= 1);
});
