//! `amana bench ask`: a list of invented people is loaded, read again as at a start, and asked
//! through the interface with policy, history and audit on: one after another, many abreast, and in
//! batches as a border system asks. Most questions hit; then hits are seldom, as at a border.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body as Payload, Bytes};
use http_body_util::BodyExt;
use hyper::Request;
use record::policy::Role;
use record::{Purpose, Unit};
use screen::population::{Draw, Edit, Person, Population, edit};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::find::part;
use super::{RATE_MAX, now};
use crate::author::Author;
use crate::home::Home;
use crate::list::read::Source;
use crate::list::update::{self, Ways};
use crate::list::{About, Format};
use crate::session::{self, Scope};
use crate::web::{self, Desk};
use crate::{Config, Error, Node, serve};

const OWNER: &str = "CO";
const LIST: &str = "bench";
const SEED: u64 = 11;
/// Questions of one batch.
const BATCH: usize = 100;
/// One in so many entries has a document.
const DOCUMENT_EVERY: u64 = 4;
/// One question in so many hits where hits are seldom: far more than a border's real share.
const HIT_EVERY: usize = 20;

/// What is measured.
#[derive(Clone, Debug)]
pub struct Plan {
    pub entries: u64,
    pub questions: u64,
    /// Questions under way at once.
    pub abreast: usize,
    /// Where the node is built, or found again; a temporary folder without it.
    pub folder: Option<PathBuf>,
}

/// Answers one object of figures; times are those of the clock on the wall.
pub async fn run(plan: &Plan) -> Result<Value, Error> {
    let passing = std::env::temp_dir().join(format!("amana-bench-ask-{}", std::process::id()));
    let folder = plan.folder.clone().unwrap_or_else(|| passing.clone());
    let figures = measure(plan, &folder).await;
    if plan.folder.is_none() {
        let _ = std::fs::remove_dir_all(&passing);
    }
    figures
}

async fn measure(plan: &Plan, folder: &Path) -> Result<Value, Error> {
    let home = Home::new(folder.to_owned());
    let load_s = match home.database().exists() {
        true => None,
        false => Some(load(plan, &home).await?),
    };
    let (desk, thread) = serve::open(&home)?;
    let begun = now();
    let (readers, lists) = (desk.readers.clone(), desk.lists.clone());
    let read = tokio::task::spawn_blocking(move || readers.read(|sight| lists.read(sight.store)));
    read.await.map_err(|error| Error::Usage(error.to_string()))??;
    let read_s = begun.elapsed().as_secs_f64();
    let token = token(&desk).await?;
    let asker = Asker { router: web::router(desk), token };
    let mix = hard(plan);
    let one = one_by_one(&asker, &mix).await?;
    let many = abreast(plan, &asker, &mix).await?;
    let batch_per_s = batches(&asker, &mix).await?;
    let mix = seldom(plan, &asker).await?;
    let few = abreast(plan, &asker, &mix).await?;
    let seldom_batch_per_s = batches(&asker, &mix).await?;
    drop(asker);
    tokio::task::spawn_blocking(move || thread.join()).await.map(drop).ok();
    let mut figures = json!({
        "entries": plan.entries,
        "read_s": round(read_s),
        "segment_mib": round(size_of(&home.path().join("lists")) as f64 / 1_048_576.0),
        "resident_mib": round(resident_mib()),
        "questions": plan.questions,
        "p50_ms": one.p50,
        "p99_ms": one.p99,
        "found": one.found,
        "abreast": plan.abreast,
        "per_s": many.per_s,
        "abreast_p50_ms": many.p50,
        "abreast_p99_ms": many.p99,
        "batch_per_s": batch_per_s,
        "seldom_found": few.found,
        "seldom_per_s": few.per_s,
        "seldom_p50_ms": few.p50,
        "seldom_p99_ms": few.p99,
        "seldom_batch_per_s": seldom_batch_per_s,
    });
    if let Some(seconds) = load_s {
        figures["load_s"] = json!(round(seconds));
    }
    Ok(figures)
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn resident_mib() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1_024.0
}

fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|about| about.len()).sum()
}

/// A node with the list, and how long the list took.
async fn load(plan: &Plan, home: &Home) -> Result<f64, Error> {
    let config = Config { rate_ask_max: RATE_MAX, ..Config::default() };
    super::begin(home, OWNER, config)?;
    let (desk, thread) = serve::open(home)?;
    let entries = plan.entries;
    let loading = tokio::task::spawn_blocking(move || {
        let folder = desk.lists.files.fresh("bench")?;
        write(&folder.path().join("entities.json"), entries)?;
        let source = Source::open(folder, "entities.json", u64::MAX)?;
        let begun = now();
        let Desk { writer, readers, lists, config, .. } = &desk;
        let ways = Ways { writer, readers, lists, config };
        let by = Author {
            officer: "admin-1".into(),
            role: Role::Administrator,
            unit: Unit::new("POLICE")?,
        };
        update::add(ways, &by, about()?, &source)?;
        Ok::<f64, Error>(begun.elapsed().as_secs_f64())
    });
    let seconds = loading.await.map_err(|error| Error::Usage(error.to_string()))??;
    tokio::task::spawn_blocking(move || thread.join()).await.map(drop).ok();
    Ok(seconds)
}

fn about() -> Result<About, Error> {
    Ok(About {
        name: LIST.into(),
        format: Format::Ftm,
        purposes: vec![Purpose::BorderControl],
        owner: "Bench".into(),
        licence: "invented".into(),
        review: "2099-12-31".parse()?,
        level: crate::list::standard_level(),
        shrink_percent: None,
        contact: String::new(),
        action: None,
        map: None,
    })
}

fn passport(number: u64) -> String {
    format!("X{number:08}")
}

fn write(path: &Path, entries: u64) -> Result<(), Error> {
    let failed = |error| Error::file(path, error);
    let mut out = BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    let population = Population::new();
    for number in 0..entries {
        let person = population.person(SEED, number);
        let mut properties = json!({
            "name": [person.name()],
            "birthDate": [person.birth],
            "nationality": [person.country],
        });
        if number % DOCUMENT_EVERY == 0 {
            properties["passportNumber"] = json!([passport(number)]);
        }
        let line = json!({"id": number.to_string(), "schema": "Person", "properties": properties});
        writeln!(out, "{line}").map_err(failed)?;
    }
    out.flush().map_err(failed)
}

async fn token(desk: &Desk) -> Result<String, Error> {
    let job = |node: &mut Node| {
        if node.store.officer("bench-border")?.is_none() {
            let (unit, role) = (Unit::new("POLICE")?, Role::FrontlineOfficer);
            session::enrol(node, "bench-border", "Bench", role, &unit)?;
        }
        session::issue(node, "bench-border", &[Scope::Read], 1)
    };
    desk.writer.write(job).await
}

#[derive(Clone)]
struct Asker {
    router: Router,
    token: String,
}

/// As much of an answer as is counted.
#[derive(serde::Deserialize)]
struct Said {
    answer: Option<String>,
}

impl Said {
    fn is_hit(&self) -> bool {
        self.answer.as_deref() == Some("hit")
    }
}

impl Asker {
    async fn post(&self, path: &str, body: Bytes) -> Result<Bytes, Error> {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {}", self.token))
            .header("amana-purpose", "border-control")
            .header("content-type", "application/json")
            .body(Payload::from(body))
            .map_err(|error| Error::Usage(error.to_string()))?;
        let answer = self.router.clone().oneshot(request).await;
        let answer = answer.unwrap_or_else(|never| match never {});
        let status = answer.status();
        let bytes = answer.into_body().collect().await;
        let bytes = bytes.map_err(|error| Error::Usage(error.to_string()))?.to_bytes();
        if status.is_success() {
            return Ok(bytes);
        }
        Err(Error::Usage(format!("{path}: {}", String::from_utf8_lossy(&bytes))))
    }

    /// Whether a question hits.
    async fn ask(&self, body: &Bytes) -> Result<bool, Error> {
        let said: Said = read(&self.post("/api/v1/ask", body.clone()).await?)?;
        Ok(said.is_hit())
    }

    /// Which of the questions hit.
    async fn ask_batch(&self, body: Bytes) -> Result<Vec<bool>, Error> {
        let said: Vec<Said> = read(&self.post("/api/v1/ask/batch", body).await?)?;
        Ok(said.iter().map(Said::is_hit).collect())
    }
}

fn read<'a, T: serde::Deserialize<'a>>(bytes: &'a Bytes) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::Usage(error.to_string()))
}

/// Questions of a kind in a seeded mix of eight: people who are listed, written otherwise;
/// strangers; documents of both.
fn question(population: &Population, entries: u64, number: u64, kind: u64) -> Value {
    let mut draw = Draw::new(SEED ^ 0x5eed, number);
    let listed = draw.below(usize::try_from(entries).unwrap_or(usize::MAX)) as u64;
    match kind {
        0..=3 => {
            let person = population.person(SEED, listed);
            let kind = Edit::ALL[(number / 8 % Edit::ALL.len() as u64) as usize];
            let name = edit(&person, kind, &mut draw).unwrap_or_else(|| person.name());
            of_person(&person, &name)
        }
        4 | 5 => {
            let person = population.person(SEED, entries + 1 + number);
            of_person(&person, &person.name())
        }
        6 => json!({"text": passport(listed / DOCUMENT_EVERY * DOCUMENT_EVERY)}),
        _ => json!({"text": format!("Z{:08}", number % 100_000_000)}),
    }
}

fn of_person(person: &Person, name: &str) -> Value {
    let births: Vec<&str> =
        Some(person.birth.as_str()).filter(|b| !b.is_empty()).into_iter().collect();
    json!({"text": name, "kind": "person", "births": births, "countries": [person.country]})
}

/// The mix in which most questions hit.
fn hard(plan: &Plan) -> Vec<Value> {
    let population = Population::new();
    (0..plan.questions).map(|n| question(&population, plan.entries, n, n % 8)).collect()
}

/// A mix in which one question in [`HIT_EVERY`] hits: questions like those of the hard mix, sorted
/// by what they find when they are asked beforehand.
async fn seldom(plan: &Plan, asker: &Asker) -> Result<Vec<Value>, Error> {
    let most = plan.questions as usize;
    let hits = sorted(plan, asker, (&[0, 1, 2, 3, 6], true), most.div_ceil(HIT_EVERY)).await?;
    let rest = sorted(plan, asker, (&[4, 5, 7], false), most - hits.len()).await?;
    let (mut hits, mut rest) = (hits.into_iter(), rest.into_iter());
    let turn = |at: usize| if at.is_multiple_of(HIT_EVERY) { hits.next() } else { rest.next() };
    Ok((0..most).filter_map(turn).collect())
}

/// So many questions of some kinds that hit, or that do not; none of them of the hard mix.
async fn sorted(
    plan: &Plan,
    asker: &Asker,
    (kinds, hit): (&[u64], bool),
    count: usize,
) -> Result<Vec<Value>, Error> {
    let population = Population::new();
    let (mut kept, mut next) = (Vec::new(), plan.questions);
    // Where none of them comes out so, the mix has fewer.
    while kept.len() < count && next < plan.questions + 20 * count as u64 {
        let of = |n: u64| (n, kinds[(n % kinds.len() as u64) as usize]);
        let some = (next..next + BATCH as u64).map(of);
        let some = some.map(|(n, kind)| question(&population, plan.entries, n, kind));
        let some: Vec<Value> = some.collect();
        let found = asker.ask_batch(Bytes::from(json!({"questions": some}).to_string())).await?;
        let both = some.into_iter().zip(found);
        kept.extend(both.filter(|(_, found)| *found == hit).map(|(question, _)| question));
        next += BATCH as u64;
    }
    kept.truncate(count);
    Ok(kept)
}

struct Times {
    p50: f64,
    p99: f64,
    per_s: f64,
    /// The share of answers with a hit.
    found: f64,
}

fn times(mut each: Vec<f64>, seconds: f64, found: u64) -> Times {
    let count = each.len() as f64;
    Times {
        p50: part(&mut each, 0.5),
        p99: part(&mut each, 0.99),
        per_s: (count / seconds).round(),
        found: round(found as f64 / count.max(1.0)),
    }
}

/// Questions as they are sent, written before the time is taken.
fn bodies(questions: &[Value]) -> Arc<[Bytes]> {
    questions.iter().map(|question| Bytes::from(question.to_string())).collect()
}

/// One after another: as many as a quarter of all.
async fn one_by_one(asker: &Asker, questions: &[Value]) -> Result<Times, Error> {
    let all = bodies(&questions[..questions.len() / 4]);
    let (mut each, mut found) = (Vec::new(), 0);
    let whole = now();
    for body in all.iter() {
        let begun = now();
        found += u64::from(asker.ask(body).await?);
        each.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(times(each, whole.elapsed().as_secs_f64(), found))
}

async fn abreast(plan: &Plan, asker: &Asker, questions: &[Value]) -> Result<Times, Error> {
    let all = bodies(questions);
    let workers = plan.abreast.max(1);
    let whole = now();
    let mut running = Vec::new();
    for worker in 0..workers {
        let (asker, all) = (asker.clone(), all.clone());
        running.push(tokio::spawn(async move {
            let (mut each, mut found) = (Vec::new(), 0);
            for body in all.iter().skip(worker).step_by(workers) {
                let begun = now();
                found += u64::from(asker.ask(body).await?);
                each.push(begun.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok::<_, Error>((each, found))
        }));
    }
    let (mut each, mut found) = (Vec::new(), 0);
    for worker in running {
        let (times, hits) = worker.await.map_err(|error| Error::Usage(error.to_string()))??;
        each.extend(times);
        found += hits;
    }
    Ok(times(each, whole.elapsed().as_secs_f64(), found))
}

async fn batches(asker: &Asker, questions: &[Value]) -> Result<f64, Error> {
    let batch = |some: &[Value]| Bytes::from(json!({"questions": some}).to_string());
    let all: Vec<Bytes> = questions.chunks(BATCH).map(batch).collect();
    let begun = now();
    for body in all {
        asker.ask_batch(body).await?;
    }
    Ok((questions.len() as f64 / begun.elapsed().as_secs_f64()).round())
}
