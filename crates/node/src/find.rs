//! Finding: by words, facets and days, over the classes a reader may list and read.
//! `docs/search.md` tells how.
//!
//! A record that is stored is listed and found by selector at once. Its words come after, behind
//! the path: [`gather`] reads what waits and makes terms of it on a reader's connection, [`enter`]
//! puts a finished batch into the store on the writer's. What may no longer be read leaves in the
//! transaction that says so ([`restate`]).

pub mod behind;
pub mod query;
pub mod rows;
pub mod run;
pub mod sorted;
pub mod word;

use std::collections::{BTreeMap, BTreeSet};

use record::moment::Date;
use record::policy::State;
use record::{Body, Digest, Header, Kind};

use crate::index::class_from;
use crate::store::Store;
use crate::store::posting::Waiting;
use crate::vault::Vault;
use crate::{Config, Error, Node};
use rows::{Chunk, place};

/// Raised with every change of how a text becomes terms: what was indexed before is made anew. The
/// examples of the kinds, which are digested beside it, do not hold every text that may change.
const MAKING: u32 = 2;

/// Words of texts, and identifiers in them.
pub const WORD: &str = "w";
/// Numbers of audience classes.
pub const CLASS: &str = "class";
/// Days and months: `2026-02-14`, `2026-02`.
pub const DAY: &str = "day";
pub const YEAR: &str = "year";

/// Something that a set of records has: a word, a class, a day, or a facet's value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// One of the constants here, or a facet's code.
    pub field: &'static str,
    pub text: String,
}

impl Term {
    pub fn new(field: &'static str, text: impl Into<String>) -> Self {
        Self { field, text: text.into() }
    }

    pub fn class(number: i64) -> Self {
        Self::new(CLASS, number.to_string())
    }
}

/// Everything a record is found by, beside its class. At most `words_max` words.
pub fn terms(header: &Header, body: &Body, words_max: usize) -> BTreeSet<Term> {
    terms_on(Date(crate::act::node_day(header.created)), body, words_max)
}

fn terms_on(created: Date, body: &Body, words_max: usize) -> BTreeSet<Term> {
    let mut terms = BTreeSet::new();
    let mut texts = body.searchable();
    texts.extend(body.selectors().iter().map(|selector| selector.value().to_owned()));
    for text in &texts {
        let words = word::words(text).into_iter().chain(word::identifiers(text));
        for word in words {
            if terms.len() < words_max {
                terms.insert(Term::new(WORD, word));
            }
        }
    }
    let facets = body.facets().into_iter();
    terms.extend(facets.map(|(facet, value)| Term::new(facet.code(), value)));
    let day = body.day().unwrap_or(created).to_string();
    for (field, length) in [(YEAR, 4), (DAY, 7), (DAY, 10)] {
        terms.extend(day.get(..length).map(|text| Term::new(field, text)));
    }
    terms
}

/// A digest of how terms are made: of its number, and of every kind's examples.
pub fn making(words_max: usize) -> Digest {
    made_by(MAKING, words_max)
}

fn made_by(making: u32, words_max: usize) -> Digest {
    let mut text = format!("{making} {words_max}\n");
    for body in Kind::ALL.iter().flat_map(|kind| kind.examples()) {
        for term in terms_on(Date(jiff::civil::date(2026, 1, 1)), &body, words_max) {
            text.push_str(&format!("{}\t{}\n", term.field, term.text));
        }
    }
    Digest::of(&[b"amana/1/terms", text.as_bytes()])
}

/// Terms that another version of the program made are dropped, and made anew behind the path: what
/// leaves later must be found where it was put.
pub fn renew(store: &Store, config: &Config) -> Result<(), Error> {
    let making = making(config.record_words_max);
    if store.indexed_making()? == Some(making) {
        return Ok(());
    }
    store.begin()?;
    let renewed = store.renew_postings(&making);
    match renewed {
        Ok(()) => store.commit(),
        Err(error) => store.rollback().and(Err(error)),
    }
}

/// What waited, with the rows of every term it has.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    after: i64,
    upto: i64,
    /// As the entries stood when they were read.
    read: Vec<Waiting>,
    rows: BTreeMap<(Term, i64), Chunk>,
}

impl Batch {
    /// How many records it makes findable.
    pub fn records(&self) -> usize {
        self.read.len()
    }

    fn add(&mut self, row: i64, term: Term) {
        let (chunk, place) = place(row);
        self.rows.entry((term, chunk)).or_default().insert(place);
    }
}

/// Reads what waits up to a row and makes terms of it; none where nothing waits.
///
/// A record that cannot be opened has no terms: `fsck` names it, and the others are found.
pub fn gather(
    store: &Store,
    vault: &Vault,
    config: &Config,
    upto: i64,
) -> Result<Option<Batch>, Error> {
    let after = store.indexed_mark()?;
    let waiting = store.waiting(after, upto, config.index_rows_max)?;
    let active = active_classes(store)?;
    let mut batch = Batch { after, upto: after, ..Batch::default() };
    for one in waiting {
        if batch.rows.len() >= config.index_terms_max {
            break;
        }
        batch.upto = one.record;
        if one.latest && active.contains(&one.class) {
            let found = terms_of(store, vault, one.record, config.record_words_max);
            match found {
                Ok(terms) => {
                    terms.into_iter().for_each(|term| batch.add(one.record, term));
                    batch.add(one.record, Term::class(one.class));
                }
                Err(error) => tracing::warn!(row = one.record, %error, "not found by words"),
            }
        }
        batch.read.push(one);
    }
    Ok((batch.upto > after).then_some(batch))
}

fn active_classes(store: &Store) -> Result<BTreeSet<i64>, Error> {
    let mut active = BTreeSet::new();
    for (number, bytes) in store.classes()? {
        let readable = class_from(&bytes)?.state == State::Active;
        active.extend(readable.then_some(number));
    }
    Ok(active)
}

/// The terms of a record as it lies in the store.
fn terms_of(
    store: &Store,
    vault: &Vault,
    row: i64,
    words_max: usize,
) -> Result<BTreeSet<Term>, Error> {
    let stored = store.record_row(row)?;
    let stored = stored.ok_or_else(|| Error::Damaged("an entry without a record".into()))?;
    let record = vault.open(store, &stored)?;
    Ok(terms(&record.header, &record.body()?, words_max))
}

/// Puts a finished batch into the store, unless one of its records changed meanwhile: then it is
/// gathered again. Answers whether it went in.
pub fn enter(node: &mut Node, batch: &Batch) -> Result<bool, Error> {
    let store = &node.store;
    let now = store.waiting(batch.after, batch.upto, usize::MAX >> 1)?;
    if store.indexed_mark()? != batch.after || now != batch.read {
        return Ok(false);
    }
    for ((term, chunk), rows) in &batch.rows {
        store.change_posting(term, *chunk, |held| held.or(rows))?;
    }
    store.set_indexed_mark(batch.upto)?;
    Ok(true)
}

/// Makes findable what waits up to a row, at once and on this connection.
pub fn catch_up(node: &mut Node, upto: i64) -> Result<u64, Error> {
    let mut done = 0;
    while let Some(batch) = gather(&node.store, &node.vault, &node.config, upto)? {
        enter(node, &batch)?;
        done += batch.records() as u64;
    }
    Ok(done)
}

/// How a record stands among the terms: its class, where it is found by words.
pub fn standing(node: &Node, row: i64) -> Result<Option<i64>, Error> {
    if row > node.store.indexed_mark()? {
        return Ok(None);
    }
    let Some(entry) = node.store.entry(row)?.filter(|entry| entry.latest) else { return Ok(None) };
    let class = node.store.class_bytes(entry.class)?;
    let active = class.map(|bytes| class_from(&bytes)).transpose()?;
    Ok(active.filter(|class| class.state == State::Active).map(|_| entry.class))
}

/// A record whose standing changed leaves its terms, takes them up, or moves to another class.
pub fn restate(node: &Node, row: i64, before: Option<i64>) -> Result<(), Error> {
    let after = standing(node, row)?;
    if before == after {
        return Ok(());
    }
    let (chunk, place) = place(row);
    let remove = |held: &mut Chunk| held.remove(place);
    let insert = |held: &mut Chunk| held.insert(place);
    if let Some(class) = before {
        node.store.change_posting(&Term::class(class), chunk, remove)?;
    }
    if let Some(class) = after {
        node.store.change_posting(&Term::class(class), chunk, insert)?;
    }
    if before.is_some() == after.is_some() {
        return Ok(());
    }
    let terms = terms_of(&node.store, &node.vault, row, node.config.record_words_max);
    let terms = match (terms, after) {
        // What cannot be opened any more must be taken back all the same.
        (Err(_), None) => return node.store.forget_row(row),
        (terms, _) => terms?,
    };
    for term in terms {
        match after {
            Some(_) => node.store.change_posting(&term, chunk, insert)?,
            None => node.store.change_posting(&term, chunk, remove)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts whose words changed once, or might: spelling, identifiers, cards, numbers of goods.
    const TEXTS: [&str; 12] = [
        "Cocaïne saisie à l'aéroport, DOUBLE fond; niño",
        "الكوكايين في الحاويةِ رقم ٤٥٦٧ مخـــدرات مؤسسة",
        "containers boxes glass was",
        "seal AB-12.34 and a/b_c:d+e",
        "call +57 601 555 0100 or (601) 555-0100, now",
        "passport COL:AX-123456.",
        "4111111111111111 4111 1111 1111 1111",
        "4222222222222",
        "5901234123457",
        "378282246310005 490154203237518",
        "0123456789abcdef0123456789abcdef0123456789abcdef",
        "2026-02-14 12:30",
    ];
    /// What `MAKING` makes of them. If it differs, raise `MAKING`, then write down the new one.
    const MADE: &str = "c7a9de0c030a6c626df4b1b8375c48022a8405d56bea8275f9b4c5cfeee23735";

    #[test]
    fn words_that_are_made_another_way_have_another_making() {
        let made =
            TEXTS.map(|text| [word::words(text), word::identifiers(text)].concat().join(" "));
        let digest = Digest::of(&[&MAKING.to_be_bytes()[..], made.join("\n").as_bytes()]);
        assert_eq!(digest.hex(), MADE, "{made:#?}");
        assert_ne!(made_by(MAKING, 9), made_by(MAKING - 1, 9), "an old index is made anew");
        assert_ne!(made_by(MAKING, 9), made_by(MAKING, 8));
    }
}
