//! How well selectors are found in free text: precision and recall on a seeded corpus, held against
//! `docs/selectors.md`. `AMANA_FREEZE=1 cargo test -p record --test extraction` writes its tables
//! anew; `AMANA_SHOW=1` prints what is missed and what is found wrongly.

#[path = "extraction/corpus.rs"]
mod corpus;
#[path = "extraction/page.rs"]
mod page;
#[path = "extraction/sample.rs"]
mod sample;

use std::collections::BTreeMap;

use corpus::{Document, Wording, documents};
use record::selector::card::{CardKey, KEY_BYTES};
use record::selector::{SelectorKind, extract_with};

/// Sentences a kind and language.
const SENTENCES: usize = 50;
const SEED: u64 = 20_261_129;

fn key() -> CardKey {
    CardKey::new(&[7; KEY_BYTES])
}

/// What was planted, found, and found rightly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    planted: usize,
    found: usize,
    right: usize,
}

impl Score {
    fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    fn recall(self) -> f64 {
        ratio(self.right, self.planted)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

type Scores = BTreeMap<SelectorKind, Score>;

fn measure(wording: Wording) -> Scores {
    let mut scores = Scores::new();
    let key = key();
    let show = std::env::var_os("AMANA_SHOW").is_some();
    for document in documents(wording, SENTENCES, SEED ^ wording as u64) {
        judge(&document, &key, &mut scores, show);
    }
    scores
}

fn judge(document: &Document, key: &CardKey, scores: &mut Scores, show: bool) {
    let found = extract_with(&document.text, key);
    let right = |one: &record::selector::Mention| {
        document.planted.iter().any(|(selector, start, end)| {
            (selector, *start, *end) == (&one.selector, one.start, one.end)
        })
    };
    for (selector, start, end) in &document.planted {
        let score = scores.entry(selector.kind()).or_default();
        score.planted += 1;
        let hit =
            found.iter().any(|one| (&one.selector, one.start, one.end) == (selector, *start, *end));
        if !hit && show {
            println!("missed {selector}: {}", document.text);
        }
    }
    for one in &found {
        let score = scores.entry(one.selector.kind()).or_default();
        score.found += 1;
        score.right += usize::from(right(one));
        if !right(one) && show {
            println!(
                "wrong {} [{}]: {}",
                one.selector,
                &document.text[one.start..one.end],
                document.text
            );
        }
    }
}

#[test]
fn the_page_says_how_well_selectors_are_found() {
    let (known, aside) = (measure(Wording::Known), measure(Wording::Aside));
    assert_eq!(known.len(), SelectorKind::ALL.len());
    page::check(&known, &aside);
}
