//! Two names of any kind are compared: a probability, reasons that sum to it, sentences.
#![no_main]

use libfuzzer_sys::fuzz_target;
use screen::name::Kind;
use screen::score::scorer;
use screen::sentence::{self, Language};
use screen::subject::Subject;

const KINDS: [Kind; 4] = [Kind::Person, Kind::Organisation, Kind::Vessel, Kind::Unknown];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let mut lines = text.split('\n');
    let kind = KINDS[usize::from(*first) % KINDS.len()];
    let [left, right] = [lines.next(), lines.next()].map(Option::unwrap_or_default);
    let (mut left, mut right) = (Subject::named(left, kind), Subject::named(right, kind));
    for (at, line) in lines.enumerate() {
        let subject = if at % 2 == 0 { &mut left } else { &mut right };
        match at % 6 / 2 {
            0 => subject.add_birth(line),
            1 => subject.add_country(line),
            _ => subject.add_document(line),
        }
    }
    let score = scorer::newest().score(&left, &right);
    assert!((0.0..=1.0).contains(&score), "{score}");
    let (explained, addends) = scorer::newest().explain(&left, &right);
    assert!((score - explained).abs() < 1e-3, "{score} {explained}");
    for language in Language::ALL {
        for addend in &addends {
            assert!(!sentence::of(addend, language).is_empty());
        }
    }
});
