//! `amana bench selectors`: 'where else is this?' over ten million identifiers, over a common one,
//! and over the common one by a reader from whom every record that mentions it is hidden.

use std::path::Path;

use record::policy::{Audience, Class, State};
use record::selector::{Selector, SelectorKind};
use record::{
    Digest, Handling, Header, Kind, Level, Name, NodeCode, Purpose, RecordId, Timestamp, Unit, cbor,
};
use serde_json::{Value, json};

use super::find::part;
use super::now;
use crate::author::Author;
use crate::demo::generator::Dice;
use crate::store::Store;
use crate::store::entry::{Entry, Page};
use crate::store::record::NewRecord;
use crate::vault::Vault;
use crate::view::{Session, Sight};
use crate::{Config, Error};

/// Identifiers of one record.
const OF_ONE: u64 = 5;
/// Records that mention a common identifier, one in so many.
const COMMON_EVERY: u64 = 10;
const CLASSES: u64 = 64;
const OWNER: &str = "XA";
const COMMON: &str = "+33140000000";
/// A purpose for which there is a class, and no record in it.
const ELSEWHERE: Purpose = Purpose::CrimeAnalysis;

/// Builds a store of so many identifiers in a folder of its own, asks, and answers the figures.
pub fn run(selectors: u64, queries: u64) -> Result<Value, Error> {
    let name = format!("amana-bench-selectors-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
    let figures = measure(&folder, selectors, queries);
    let _ = std::fs::remove_dir_all(&folder);
    figures
}

fn measure(folder: &Path, selectors: u64, queries: u64) -> Result<Value, Error> {
    let path = folder.join("node.db");
    let store = Store::open(&path)?;
    let records = selectors / OF_ONE;
    fill(&store, records)?;
    let held = store.selector_count()?;
    let common = Selector::parse(SelectorKind::Phone, COMMON)?;
    let (mut dice, mut found) = (Dice::new(3), 0);
    let (mut rare, mut often, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..queries {
        let any = phone(dice.below(records * OF_ONE))?;
        let (wanted, purpose, times) = match number % 200 {
            7 => (&common, ELSEWHERE, &mut hidden),
            at if at % 20 == 0 => (&common, Purpose::CriminalInvestigation, &mut often),
            _ => (&any, Purpose::CriminalInvestigation, &mut rare),
        };
        let begun = now();
        found += look(&store, wanted, purpose)?;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(json!({
        "selectors": held,
        "records": records,
        "found_per_query": found as f64 / queries as f64,
        "p50_ms": part(&mut rare, 0.5),
        "p95_ms": part(&mut rare, 0.95),
        "p99_ms": part(&mut rare, 0.99),
        "common_p95_ms": part(&mut often, 0.95),
        "hidden_p95_ms": part(&mut hidden, 0.95),
        "bytes_per_selector": (store.image_bytes()? / held.max(1)),
    }))
}

/// As an officer asks: the classes of the reader, the page, the names; without the audit's commit.
fn look(store: &Store, wanted: &Selector, purpose: Purpose) -> Result<u64, Error> {
    let (code, config) = (NodeCode::new(OWNER)?, Config::default());
    let vault = Vault::new([1; 32], [2; 32]);
    let tables = record::policy::Tables::embedded();
    let clocks = record::deadline::Clocks::embedded();
    let (lists, vault) = (&std::sync::Arc::default(), &vault);
    let sight = Sight { code: &code, tables, clocks, lists, store, vault, now: Timestamp(0) };
    let author = Author {
        officer: "bench".into(),
        role: record::policy::Role::DeskOfficer,
        unit: Unit::new("POLICE")?,
    };
    let session = Session { author, purpose };
    let page = Page { before: None, limit: 50 };
    let guarded = sight.find(&session, wanted, page, config.common_mentions_max as usize)?;
    Ok(guarded.event().count)
}

fn phone(number: u64) -> Result<Selector, Error> {
    Ok(Selector::parse(SelectorKind::Phone, &format!("+336{number:08}"))?)
}

fn fill(store: &Store, records: u64) -> Result<(), Error> {
    let classes = classes(store)?;
    let owner = NodeCode::new(OWNER)?;
    // In the order of the numbers a record has: the index grows as it is read, and in minutes.
    let common = Selector::parse(SelectorKind::Phone, COMMON)?;
    for first in (0..records).step_by(50_000) {
        store.begin()?;
        for number in first..(first + 50_000).min(records) {
            let class = classes[(number % CLASSES) as usize];
            let row = insert(store, &owner, number, class)?;
            let mut own: Vec<Selector> =
                (0..OF_ONE).map(|at| phone(at * records + number)).collect::<Result<_, _>>()?;
            if number.is_multiple_of(COMMON_EVERY) {
                own[0] = common.clone();
            }
            store.insert_selectors(row, &own)?;
        }
        store.commit()?;
    }
    Ok(())
}

/// Audience classes, of which a desk officer may read a half, and one that nothing is in.
fn classes(store: &Store) -> Result<Vec<i64>, Error> {
    let mut numbers = Vec::new();
    for number in 0..=CLASSES {
        let purpose = match number {
            CLASSES => ELSEWHERE,
            even if even % 2 == 0 => Purpose::CriminalInvestigation,
            _ => Purpose::BorderControl,
        };
        let class = Class {
            owner: NodeCode::new(OWNER)?,
            handling: Handling::new(Level::Restricted, &[]),
            purposes: vec![purpose],
            kind: Kind::Person,
            audience: Audience::Owner,
            state: State::Active,
            subject: None,
            offence: Some(format!("drug-trafficking-{number}")),
            issuer: None,
        };
        numbers.push(store.class(&class.digest(), &cbor::to_bytes(&class))?);
    }
    Ok(numbers)
}

fn insert(store: &Store, owner: &NodeCode, number: u64, class: i64) -> Result<i64, Error> {
    let content_id = Digest::of(&[b"bench", &number.to_be_bytes()]);
    let id = RecordId::new(Timestamp(number as i64), [7; 10]);
    let day = "2030-12-31".parse()?;
    let header = Header {
        network: Digest::default(),
        owner: owner.clone(),
        id,
        revision: 1,
        previous: None,
        unit: Unit::new("POLICE")?,
        kind: Kind::Message,
        handling: Handling::new(Level::Restricted, &[]),
        evaluation: None,
        purposes: vec![Purpose::CriminalInvestigation],
        created: Timestamp(0),
        review: day,
        expiry: day,
    };
    let record = store.insert_record(&NewRecord {
        name: &Name { owner: owner.clone(), id, revision: 1 },
        content_id: &content_id,
        header: &header.to_bytes(),
        content: b"",
        wrapped_key: b"",
        leaf: number,
        leaf_salt: &[0; 32],
        epoch: 1,
        proof: None,
        arrived: 0,
    })?;
    let (kind, expiry) = (Kind::Message.code().to_owned(), day.to_string());
    let (review, title) = (expiry.clone(), "A record of the bench".to_owned());
    store.insert_entry(&Entry {
        record,
        class,
        kind,
        latest: true,
        created: 0,
        expiry,
        review,
        title,
    })?;
    Ok(record)
}
