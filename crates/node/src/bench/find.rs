//! `amana bench find`: a seeded mix of searches, facets, filters, lists and look-ups by officers of
//! several roles, through the interface, over the seizures of a file and invented records.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body as Payload;
use http_body_util::BodyExt;
use hyper::Request;
use record::policy::Role;
use record::{Body, Draft, Handling, HandlingCode, Level, Purpose, Unit};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::now;
use crate::author::{self, Author, plain_draft};
use crate::cli::address;
use crate::demo::generator::{self, Dice};
use crate::home::Home;
use crate::import::unodc;
use crate::session::{self, Scope};
use crate::{Config, Error, Node, find, flow, serve, web};

const OWNER: &str = "CO";
const BATCH: u64 = 1_024;

/// What is measured.
pub struct Plan {
    /// A file of UNODC's individual drug seizures; without it only invented records are there.
    pub rows: Option<PathBuf>,
    pub others: u64,
    pub queries: u64,
    /// Where the store is built, or found again; a temporary folder without it.
    pub folder: Option<PathBuf>,
}

/// Builds or reuses the store, asks, and answers one object of figures.
pub async fn run(plan: &Plan) -> Result<Value, Error> {
    let passing = std::env::temp_dir().join(format!("amana-bench-find-{}", std::process::id()));
    let folder = plan.folder.as_ref().unwrap_or(&passing);
    let figures = measure(plan, folder).await;
    if plan.folder.is_none() {
        let _ = std::fs::remove_dir_all(folder);
    }
    figures
}

async fn measure(plan: &Plan, folder: &Path) -> Result<Value, Error> {
    let home = Home::new(folder.to_owned());
    if !home.database().exists() {
        build(plan, &home)?;
    }
    let indexing = index(&home)?;
    let (desk, thread) = serve::open(&home)?;
    let (records, bytes) = desk
        .readers
        .read(|sight| Ok((sight.store.record_count()?, sight.store.posting_bytes()?)))?;
    let mut asked: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let officers = officers(&desk.writer).await?;
    let router = web::router(desk);
    let (mut dice, mut found) = (Dice::new(1), 0);
    for _ in 0..plan.queries {
        let (token, purpose) = dice.pick(&officers);
        let (name, path) = question(&mut dice)?;
        let begun = now();
        found += ask(&router, &path, token, *purpose).await?;
        asked.entry(name).or_default().push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    drop(router);
    tokio::task::spawn_blocking(move || thread.join()).await.map(drop).ok();
    let mut figures = json!({
        "records": records,
        "queries": plan.queries,
        "found_per_query": found / plan.queries.max(1),
        "index_bytes_per_record": bytes / records.max(1),
    });
    if let Some((indexed, seconds)) = indexing {
        figures["index_per_s"] = json!((indexed as f64 / seconds).round());
    }
    let mut all: Vec<f64> = asked.values().flatten().copied().collect();
    figures["p50_ms"] = json!(part(&mut all, 0.5));
    figures["p95_ms"] = json!(part(&mut all, 0.95));
    figures["p99_ms"] = json!(part(&mut all, 0.99));
    for (name, times) in &mut asked {
        figures[format!("{name}_p95_ms")] = json!(part(times, 0.95));
    }
    Ok(figures)
}

/// The time that so many of all stay under.
pub fn part(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let place = ((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1));
    (times.get(place).copied().unwrap_or_default() * 100.0).round() / 100.0
}

fn build(plan: &Plan, home: &Home) -> Result<(), Error> {
    super::begin(home, OWNER, Config::default())?;
    let mut node = home.open()?;
    let unit = Unit::new("POLICE")?;
    if let Some(rows) = &plan.rows {
        unodc::into(&mut node, rows, None, &unit, |_| {})?;
    }
    let by = Author { officer: "desk-1".into(), role: Role::DeskOfficer, unit };
    let mut dice = Dice::new(7);
    for first in (0..plan.others).step_by(BATCH as usize) {
        let last = (first + BATCH).min(plan.others);
        node.commit(|node| (first..last).try_for_each(|at| publish(node, &mut dice, at, &by)))?;
    }
    Ok(())
}

fn publish(node: &mut Node, dice: &mut Dice, number: u64, by: &Author) -> Result<(), Error> {
    let body = match dice.below(10) {
        0..=3 => generator::message(dice, number),
        4..=6 => generator::person(dice, OWNER),
        7 => generator::travel_document(dice, OWNER),
        _ => generator::notice(dice, number),
    };
    let draft = Draft {
        evaluation: super::graded(&body),
        handling: handling(dice),
        purposes: purposes(dice),
        ..plain_draft(body.kind(), &by.unit, Body::to_json(&body))
    };
    flow::publish(node, author::read(draft)?, by).map(drop)
}

pub fn level(dice: &mut Dice) -> Level {
    *dice.pick(&[Level::ForOfficialUse, Level::Restricted, Level::Confidential])
}

fn handling(dice: &mut Dice) -> Handling {
    const CODES: [&[HandlingCode]; 4] = [&[], &[], &[HandlingCode::H1], &[HandlingCode::H2]];
    let codes: &&[HandlingCode] = dice.pick(&CODES);
    Handling::new(level(dice), codes)
}

fn purposes(dice: &mut Dice) -> Vec<Purpose> {
    let mut all = vec![Purpose::CriminalInvestigation, *dice.pick(&Purpose::ALL)];
    all.sort();
    all.dedup();
    all
}

/// Gives every record its words; how many, and how long it took, where there were any.
fn index(home: &Home) -> Result<Option<(u64, f64)>, Error> {
    let mut node = home.open()?;
    let (begun, mut done) = (now(), 0);
    loop {
        let upto = i64::MAX;
        let batch = find::gather(&node.store, &node.vault, &node.config, upto)?;
        let Some(batch) = batch else { break };
        node.commit(|node| find::enter(node, &batch))?;
        done += batch.records() as u64;
    }
    Ok((done > 0).then(|| (done, begun.elapsed().as_secs_f64())))
}

/// Tokens of officers of several roles, and the purpose each states.
async fn officers(writer: &crate::writer::Writer) -> Result<Vec<(String, Purpose)>, Error> {
    let roles = [
        ("bench-desk", Role::DeskOfficer, Purpose::CriminalInvestigation),
        ("bench-analyst", Role::Analyst, Purpose::CrimeAnalysis),
        ("bench-case", Role::CaseOfficer, Purpose::CriminalInvestigation),
        ("bench-border", Role::FrontlineOfficer, Purpose::BorderControl),
    ];
    let job = move |node: &mut Node| {
        let unit = Unit::new("POLICE")?;
        let mut tokens = Vec::new();
        for (code, role, purpose) in roles {
            if node.store.officer(code)?.is_none() {
                session::enrol(node, code, "Bench", role, &unit)?;
            }
            tokens.push((session::issue(node, code, &[Scope::Read], 1)?, purpose));
        }
        Ok(tokens)
    };
    writer.write(job).await
}

const WORDS: [&str; 16] = [
    "cocaine",
    "heroin",
    "coca paste",
    "كوكايين",
    "Cartagena",
    "exercise matter",
    "conteneur connu",
    "contenedor",
    "الحاوية",
    "screws new",
    "coc*",
    "kilogram bo*",
    "Fatou Ejemplar",
    "\"exercise method\"",
    "\"indiquer si ce\"",
    "2014",
];
const FILTERS: [&str; 8] = [
    "kind:seizure",
    "substance:cocaine",
    "country:CO,country:VE",
    "kind:seizure,transport:commercial-air",
    "year:2013,year:2014",
    "hiding-place:baggage,substance:heroin",
    "kind:person",
    "kind:notice,colour:purple",
];

/// What is asked next, by name and address.
fn question(dice: &mut Dice) -> Result<(&'static str, String), Error> {
    let word = |dice: &mut Dice| (*dice.pick(&WORDS)).to_owned();
    let filter = |dice: &mut Dice| (*dice.pick(&FILTERS)).to_owned();
    let cursor = |dice: &mut Dice| dice.below(360_000).to_string();
    let search = "/api/v1/search";
    Ok(match dice.below(8) {
        0 => {
            let words = word(dice);
            let name = name_of(&words);
            (name, address(search, &[("words", words), ("facets", "false".into())])?)
        }
        1 => ("words_and_facets", address(search, &[("words", word(dice))])?),
        2 => {
            let number = format!("\"Exercise matter {}\"", dice.below(50_000));
            ("rare_words", address(search, &[("words", number)])?)
        }
        3 => ("filters_and_facets", address(search, &[("filter", filter(dice))])?),
        4 => {
            let year = 2011 + dice.below(6);
            let days = [("from", format!("{year}-02-10")), ("until", format!("{year}-11-20"))];
            let query = [[("filter", filter(dice))].as_slice(), &days].concat();
            ("days_and_facets", address(search, &query)?)
        }
        5 => {
            let query = [("words", word(dice)), ("cursor", cursor(dice))];
            ("deep_page", address(search, &query)?)
        }
        6 => ("list", address("/api/v1/records", &[("cursor", cursor(dice))])?),
        _ => {
            let value = format!("CO:X{:07}", dice.below(10_000_000));
            let query = [("kind", "travel-document".to_owned()), ("value", value)];
            ("identifier", address("/api/v1/find", &query)?)
        }
    })
}

/// Phrases open records and beginnings stand for many words: their times are told apart.
fn name_of(words: &str) -> &'static str {
    match words {
        phrase if phrase.starts_with('"') => "phrases",
        beginning if beginning.ends_with('*') => "beginnings",
        _ => "words",
    }
}

/// Asks once; how many records the page holds.
pub async fn ask(router: &Router, path: &str, token: &str, purpose: Purpose) -> Result<u64, Error> {
    let request = Request::get(path)
        .header("authorization", format!("Bearer {token}"))
        .header("amana-purpose", purpose.code())
        .body(Payload::empty())
        .map_err(|error| Error::Usage(error.to_string()))?;
    let response = router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
    let status = response.status();
    let bytes = response.into_body().collect().await;
    let bytes = bytes.map_err(|error| Error::Usage(error.to_string()))?.to_bytes();
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    match status.is_success() {
        true => {
            let rows = body["records"].as_array().or(body["threads"].as_array());
            Ok(rows.map_or(0, Vec::len) as u64)
        }
        false => Err(Error::Usage(format!("{path}: {body}"))),
    }
}
