//! `amana bench`: this machine, measured. `exchange` runs two serving processes over mutual TLS,
//! measured through their own interfaces with policy, index and audit on; every record is found
//! again by selector. `broadcast` runs many. `find` searches and counts, `threads` lists an inbox,
//! `selectors` looks identifiers up, `screen` searches a list of names.

pub mod ask;
pub mod broadcast;
pub mod find;
pub mod screen;
pub mod selector;
pub mod thread;

pub mod duplicate;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::message::Text;
use record::kind::person::{
    Document, Identity, NameKind, Person, PersonName, Statement, SubjectCategory,
};
use record::{Body, Draft, NodeCode, Unit};
use seal::directory::{Labels, MemberRole};
use serde_json::{Value, json};

use crate::author::{self, plain_draft};
use crate::client::Client;
use crate::home::{Home, Init};
use crate::{Config, Error, cli, demo};

const BATCH: usize = 256;
/// Requests under way at once.
const ABREAST: usize = 4;
/// Records a second while latency is measured, and for how long.
const LATENCY_PER_S: u64 = 100;
const LATENCY_S: u64 = 5;
const PURPOSE: &str = "criminal-investigation";
const RATE_MAX: u32 = 100_000_000;
const WAIT_MAX: Duration = Duration::from_secs(300);

/// A serving process.
struct Site {
    home: Home,
    process: Option<Child>,
    start_ms: f64,
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

impl Site {
    async fn start(&mut self) -> Result<(), Error> {
        let failed = |error: std::io::Error| Error::Config(error.to_string());
        let begun = now();
        let process = Command::new(std::env::current_exe().map_err(failed)?)
            .arg("--home")
            .arg(self.home.path())
            .arg("serve")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(failed)?;
        self.process = Some(process);
        let client = self.client("desk-1")?;
        while !client.get("/healthz", "").await.is_ok_and(|answer| answer.status.is_success()) {
            if begun.elapsed() > WAIT_MAX {
                return Err(Error::Unreachable(self.home.path().display().to_string()));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.start_ms = begun.elapsed().as_secs_f64() * 1_000.0;
        Ok(())
    }

    fn client(&self, officer: &str) -> Result<Client, Error> {
        Ok(Client::at(&self.home.config()?.api_listen, &self.home.token(officer)?))
    }

    fn proc_value(&self, file: &str, key: &str) -> u64 {
        let id = self.process.as_ref().map_or(0, Child::id);
        let text = std::fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(key));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    async fn status(&self) -> Result<Value, Error> {
        Ok(self.client("desk-1")?.get("/api/v1/node", PURPOSE).await?.body)
    }

    async fn count(&self, key: &str) -> Result<u64, Error> {
        Ok(self.status().await?[key].as_u64().unwrap_or(0))
    }

    /// Waits until a number of the node's status reaches a value.
    async fn reaches(&self, key: &str, wanted: u64) -> Result<(), Error> {
        let begun = now();
        while self.count(key).await? < wanted {
            if begun.elapsed() > WAIT_MAX {
                let text = format!("{key} did not reach {wanted}");
                return Err(Error::Unreachable(text));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

/// Runs the whole benchmark in a folder of its own and answers one object of figures.
pub async fn exchange(records: u32, bytes: usize) -> Result<Value, Error> {
    let folder = std::env::temp_dir().join(format!("amana-bench-{}", std::process::id()));
    let figures = measure(&folder, u64::from(records), bytes).await;
    let _ = std::fs::remove_dir_all(&folder);
    figures
}

async fn measure(folder: &Path, records: u64, bytes: usize) -> Result<Value, Error> {
    let [mut a, mut b] = found(folder)?;
    let (record_bytes, bytes) = (bytes, text_bytes(&a.home, bytes)?);
    a.start().await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle_rss_mib = a.proc_value("status", "VmRSS:") as f64 / 1_024.0;
    let local = publish(&a, 0..records, bytes, &[]).await?;
    let peer = [NodeCode::new("XB")?];
    // Queued while the peer is down: what is measured next is delivery and admission alone.
    publish(&a, records..2 * records, bytes, &peer).await?;
    b.start().await?;
    // From the first pouch on: until then the sender waits before it tries again.
    b.reaches("records", 1).await?;
    let (begun, before) = (now(), b.count("records").await?);
    b.reaches("records", records).await?;
    let admit_per_s = (records - before) as f64 / begun.elapsed().as_secs_f64();
    a.reaches("receipts", records).await?;
    let wire_before = traffic(&a).await?;
    let begun = now();
    publish(&a, 2 * records..3 * records, bytes, &peer).await?;
    a.reaches("receipts", 2 * records).await?;
    let end_to_end = begun.elapsed().as_secs_f64();
    let wire = traffic(&a).await? - wire_before;
    let (p50, p99) = latency(&a, 3 * records, bytes).await?;
    let found = find_all(&b, records..3 * records).await?;
    let held = 2 * records;
    let rate = |seconds: f64| (records as f64 / seconds).round();
    Ok(json!({
        "records": records,
        "record_bytes": record_bytes,
        "publish_local_per_s": rate(local),
        "admit_per_s": admit_per_s.round(),
        "end_to_end_per_s": rate(end_to_end),
        "submit_to_durable_p50_ms": p50,
        "submit_to_durable_p99_ms": p99,
        "bytes_per_record_wire": (wire as f64 / records as f64).round(),
        "bytes_per_record_disk": disk(&b) / held,
        "bytes_written_per_record": b.proc_value("io", "write_bytes:") / held,
        "idle_rss_mib": (idle_rss_mib * 10.0).round() / 10.0,
        "start_ms": b.start_ms.round(),
        "found_by_selector": found,
    }))
}

async fn traffic(site: &Site) -> Result<u64, Error> {
    site.count("bytes_sent").await
}

fn disk(site: &Site) -> u64 {
    let files = ["node.db", "node.db-wal"].map(|name| site.home.path().join(name));
    let sizes = files.iter().filter_map(|path| std::fs::metadata(path).ok());
    sizes.map(|meta| meta.len()).sum()
}

/// A node of one police unit. One program asks for everybody here: no rate holds it back.
fn begin(home: &Home, code: &str, config: Config) -> Result<(), Error> {
    let name = code.to_owned();
    home.init(&Init {
        code: NodeCode::new(code)?,
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: "bench".into(),
        role: MemberRole::Country,
        config: Config { rate_search_max: RATE_MAX, rate_rest_max: RATE_MAX, ..config },
        units: vec![Unit::new("POLICE")?],
        relays: Vec::new(),
        token: None,
    })?;
    Ok(())
}

fn found(folder: &Path) -> Result<[Site; 2], Error> {
    let mut sites = Vec::with_capacity(2);
    for code in ["XA", "XB"] {
        let home = Home::new(folder.join(code));
        let (api_listen, peer_listen) = (demo::free_address()?, demo::free_address()?);
        begin(&home, code, Config { api_listen, peer_listen, ..Config::default() })?;
        sites.push(Site { home, process: None, start_ms: 0.0 });
    }
    let homes: Vec<&Home> = sites.iter().map(|site| &site.home).collect();
    cli::found_among("bench", folder, &homes)?;
    let [a, b]: [Site; 2] =
        sites.try_into().map_err(|_| Error::Usage("two sites were made".into()))?;
    Ok([a, b])
}

/// A person who never lived, with a passport of a given number and text of a given size.
fn draft(number: u64, bytes: usize, recipients: &[NodeCode]) -> Draft {
    let name = PersonName {
        kind: NameKind::Birth,
        given: vec!["Bench".into()],
        family: vec![format!("Mark-{number}")],
        full: None,
        script: None,
        transliteration: None,
    };
    let text = "0123456789abcdef".repeat(bytes.div_ceil(16));
    let person = Person {
        identity: Identity {
            names: vec![name],
            birth_date: None,
            birth_place: None,
            sex: None,
            nationalities: Vec::new(),
            documents: vec![Document {
                document_type: "passport".into(),
                number: passport(number),
                expires: None,
            }],
            phones: Vec::new(),
            emails: Vec::new(),
            descriptors: Vec::new(),
            photos: Vec::new(),
        },
        statement: Statement {
            subject_category: SubjectCategory::Unknown,
            minor: false,
            offence: "drug-trafficking".into(),
            action_wanted: None,
            warnings: Vec::new(),
            text: Some(Text { language: "en".into(), text: text[..bytes].into() }),
        },
    };
    let body = Body::Person(Box::new(person));
    Draft {
        evaluation: graded(&body),
        recipients: recipients.to_vec(),
        ..plain_draft(body.kind(), &Unit::new("POLICE").expect("a valid code"), body.to_json())
    }
}

/// The grade of an invented fact, where the kind asserts something.
fn graded(body: &Body) -> Option<Evaluation> {
    body.kind().asserts().then_some(Evaluation {
        source: Source::A,
        information: Information::FirstHand,
        nature: Nature::Fact,
        original: None,
    })
}

/// How long the text must be for a record of this size, header, salts and body together.
fn text_bytes(home: &Home, record_bytes: usize) -> Result<usize, Error> {
    let mut node = home.open()?;
    let peer = [NodeCode::new("XB")?];
    let drafted = author::read(draft(0, record_bytes, &peer))?;
    let authored = author::compose(&mut node, drafted, "desk-1")?;
    let size = record::cbor::to_bytes(&authored.record.pack()).len();
    let around = size - record_bytes;
    record_bytes.checked_sub(around).ok_or_else(|| {
        Error::Usage(format!("a record has at least {around} bytes beside its text"))
    })
}

fn passport(number: u64) -> String {
    format!("UTO:B{number:08}")
}

/// Publishes a range in batches, several requests abreast; answers the seconds.
async fn publish(
    site: &Site,
    range: std::ops::Range<u64>,
    bytes: usize,
    recipients: &[NodeCode],
) -> Result<f64, Error> {
    let numbers: Vec<u64> = range.collect();
    let batches: Vec<Value> = (numbers.chunks(BATCH))
        .map(|chunk| json!(chunk.iter().map(|n| draft(*n, bytes, recipients)).collect::<Vec<_>>()))
        .collect();
    let begun = now();
    let mut running = tokio::task::JoinSet::new();
    let mut waiting = batches.into_iter();
    loop {
        while running.len() < ABREAST
            && let Some(batch) = waiting.next()
        {
            let client = site.client("desk-1")?;
            running.spawn(async move { client.post("/api/v1/records/batch", &batch).await });
        }
        let Some(done) = running.join_next().await else { break };
        let answered = done.map_err(|error| Error::Usage(error.to_string()))??;
        let refused = answered.body.as_array().into_iter().flatten();
        if !answered.status.is_success() || refused.clone().any(|one| one.get("refused").is_some())
        {
            return Err(Error::Usage(format!("a batch was refused: {}", answered.body)));
        }
    }
    Ok(begun.elapsed().as_secs_f64())
}

/// Single submissions at a steady rate: milliseconds until the answer, which is after the commit.
async fn latency(site: &Site, first: u64, bytes: usize) -> Result<(f64, f64), Error> {
    let mut tick = tokio::time::interval(Duration::from_micros(1_000_000 / LATENCY_PER_S));
    let mut running = tokio::task::JoinSet::new();
    for number in first..first + LATENCY_PER_S * LATENCY_S {
        tick.tick().await;
        let (client, body) = (site.client("desk-1")?, json!(draft(number, bytes, &[])));
        running.spawn(async move {
            let begun = now();
            let answered = client.post("/api/v1/records", &body).await;
            answered.map(|_| begun.elapsed().as_secs_f64() * 1_000.0)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = running.join_next().await {
        times.push(done.map_err(|error| Error::Usage(error.to_string()))??);
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let place = ((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1));
        (times[place] * 100.0).round() / 100.0
    };
    Ok((at(0.5), at(0.99)))
}

/// Looks every record up at its recipient by its passport; answers how many were found.
async fn find_all(site: &Site, range: std::ops::Range<u64>) -> Result<u64, Error> {
    let mut running = tokio::task::JoinSet::new();
    let mut numbers = range;
    let mut found = 0;
    loop {
        while running.len() < 32
            && let Some(number) = numbers.next()
        {
            let client = site.client("desk-1")?;
            let path = format!("/api/v1/find?kind=travel-document&value={}", passport(number));
            running.spawn(async move { client.get(&path, PURPOSE).await });
        }
        let Some(done) = running.join_next().await else { return Ok(found) };
        let answered = done.map_err(|error| Error::Usage(error.to_string()))??;
        found += answered.body["records"].as_array().map_or(0, |rows| rows.len() as u64);
    }
}
