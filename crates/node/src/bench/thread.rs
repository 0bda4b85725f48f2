//! `amana bench threads`: an inbox of a hundred thousand threads, asked for the first page of every
//! sort and for all counts, through the interface, by an officer who has read most of it.

use std::collections::BTreeMap;
use std::path::Path;

use record::draft::Lane;
use record::kind::Message;
use record::kind::message::{MessageType, Question, Statement, Text};
use record::moment::{DAY_MS, MINUTE_MS};
use record::policy::{Role, State};
use record::{
    Body, Digest, Handling, Header, Kind, Level, Name, NodeCode, Purpose, RecordId, Timestamp, Unit,
};
use seal::directory::{Labels, MemberRole};
use serde_json::{Value, json};

use super::find::{ask, part};
use super::now;
use crate::demo::generator::Dice;
use crate::home::{Home, Init};
use crate::session::{self, Scope};
use crate::store::assignment::Holder;
use crate::store::entry::Entry;
use crate::store::record::NewRecord;
use crate::{Config, Error, Node, index, serve, thread, web};

const OWN: &str = "CO";
const PEERS: [&str; 4] = ["SN", "ES", "FR", "MA"];
const BATCH: u64 = 2_000;
/// One in so many requests is not settled yet.
const OPEN_EVERY: u64 = 25;
/// Of the newest threads this many in a hundred were read.
const READ_PERCENT: u64 = 90;

/// What is asked, by the name of its figure.
const QUESTIONS: [(&str, &str); 12] = [
    ("all", "/api/v1/threads?limit=50"),
    ("deep_page", "/api/v1/threads?limit=50&cursor=90000"),
    ("unread", "/api/v1/threads?limit=50&unread=true"),
    ("mine", "/api/v1/threads?limit=50&whose=mine"),
    ("unit", "/api/v1/threads?limit=50&whose=unit"),
    ("unassigned", "/api/v1/threads?limit=50&whose=unassigned"),
    ("for_us", "/api/v1/threads?limit=50&waiting=for-us"),
    ("for_them", "/api/v1/threads?limit=50&waiting=for-them"),
    ("overdue", "/api/v1/threads?limit=50&overdue=true"),
    ("peer", "/api/v1/threads?limit=50&peer=MA"),
    ("asks", "/api/v1/threads?limit=50&asks=subscriber"),
    ("counts", "/api/v1/threads/counts"),
];

/// Builds so many threads in a folder of its own, asks each question so often, answers the figures.
pub async fn run(threads: u64, queries: u64) -> Result<Value, Error> {
    let name = format!("amana-bench-threads-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let figures = measure(&folder, threads, queries).await;
    let _ = std::fs::remove_dir_all(&folder);
    figures
}

async fn measure(folder: &Path, threads: u64, queries: u64) -> Result<Value, Error> {
    let home = Home::new(folder.to_owned());
    let token = build(&home, threads)?;
    let (desk, writer) = serve::open(&home)?;
    let bytes = desk.readers.read(|sight| sight.store.image_bytes())?;
    let router = web::router(desk);
    let mut asked: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut figures = json!({"threads": threads, "bytes_per_thread": bytes / threads.max(1)});
    for (name, path) in QUESTIONS {
        for _ in 0..queries {
            let begun = now();
            ask(&router, path, &token, Purpose::CriminalInvestigation).await?;
            asked.entry(name).or_default().push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    drop(router);
    tokio::task::spawn_blocking(move || writer.join()).await.map(drop).ok();
    for (name, times) in &mut asked {
        figures[format!("{name}_p95_ms")] = json!(part(times, 0.95));
    }
    Ok(figures)
}

fn build(home: &Home, threads: u64) -> Result<String, Error> {
    let name = OWN.to_owned();
    home.init(&Init {
        code: NodeCode::new(OWN)?,
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: "bench".into(),
        role: MemberRole::Country,
        config: Config::default(),
        units: vec![Unit::new("POLICE")?],
    })?;
    let mut node = home.open()?;
    let unit = Unit::new("POLICE")?;
    node.commit(|node| session::enrol(node, "bench", "Bench", Role::DeskOfficer, &unit))?;
    let mut dice = Dice::new(11);
    for first in (0..threads).step_by(BATCH as usize) {
        let last = (first + BATCH).min(threads);
        node.commit(|node| (first..last).try_for_each(|at| begin(node, &mut dice, at, threads)))?;
    }
    node.commit(|node| session::issue(node, "bench", &[Scope::Read], 1))
}

/// A thread: a request that is settled or open, or something that was told.
fn begin(node: &mut Node, dice: &mut Dice, number: u64, threads: u64) -> Result<(), Error> {
    let peer: &&str = dice.pick(&PEERS);
    let peer = NodeCode::new(peer)?;
    let own = node.code.clone();
    let (by, other) = match dice.below(3) {
        0 => (own, peer),
        _ => (peer, own),
    };
    let age = (threads - number) as i64 * MINUTE_MS;
    let made = Made { at: node.now().plus(-age), handling: handling(dice) };
    let told = dice.below(5) == 0;
    let mut statement = said(if told { MessageType::Spontaneous } else { MessageType::Request });
    if !told && dice.below(3) == 0 {
        let what = *dice.pick(&["subscriber", "vehicle-keeper"]);
        statement.asks.push(Question { what: what.into(), text: None });
    }
    let (first, mut newest) = insert(node, (&by, number * 4), &made, statement)?;
    if by == node.code && !told {
        node.store.enqueue(other.as_str(), Lane::Routine as u8, newest)?;
    }
    if !told && !number.is_multiple_of(OPEN_EVERY) {
        let mut statement = said(MessageType::Answer);
        (statement.thread, statement.in_reply_to) = (Some(first), Some(first));
        let made = Made { at: made.at.plus(DAY_MS.min(age / 2)), ..made };
        newest = insert(node, (&other, number * 4 + 1), &made, statement)?.1;
    }
    work(node, dice, &first, newest)
}

/// Somebody has some of them, and has read most.
fn work(node: &Node, dice: &mut Dice, thread: &RecordId, newest: i64) -> Result<(), Error> {
    if dice.below(10) == 0 {
        let officer = if dice.below(5) == 0 { "bench" } else { "desk-1" };
        let (officer, unit) = (Some(officer.into()), Some("POLICE".into()));
        let holder = Holder { officer, unit, assignment: 0, done: None };
        node.store.set_holder(thread, &holder)?;
    }
    match dice.below(100) < READ_PERCENT {
        true => node.store.set_thread_mark("bench", thread, newest),
        false => Ok(()),
    }
}

struct Made {
    at: Timestamp,
    handling: Handling,
}

fn handling(dice: &mut Dice) -> Handling {
    Handling::new(*dice.pick(&[Level::ForOfficialUse, Level::Restricted, Level::Confidential]), &[])
}

fn said(message_type: MessageType) -> Statement {
    let text = Text { language: "en".into(), text: "…".into() };
    Statement::new(message_type, "drug-trafficking", "A container (exercise)", text)
}

/// A message as the path leaves it, without its content: lists do not open it.
fn insert(
    node: &mut Node,
    (owner, number): (&NodeCode, u64),
    made: &Made,
    statement: Statement,
) -> Result<(RecordId, i64), Error> {
    let mut entropy = [0; 10];
    entropy[..8].copy_from_slice(&number.to_be_bytes());
    let (id, day) = (RecordId::new(made.at, entropy), "2035-12-31".parse()?);
    let header = Header {
        network: node.network,
        owner: owner.clone(),
        id,
        revision: 1,
        previous: None,
        unit: Unit::new("POLICE")?,
        kind: Kind::Message,
        handling: made.handling.clone(),
        evaluation: None,
        purposes: vec![Purpose::CriminalInvestigation],
        created: made.at,
        review: day,
        expiry: day,
    };
    let body = Body::Message(Box::new(Message { statement }));
    let row = node.store.insert_record(&NewRecord {
        name: &Name { owner: owner.clone(), id, revision: 1 },
        content_id: &Digest::of(&[b"bench", &number.to_be_bytes()]),
        header: &header.to_bytes(),
        content: b"",
        wrapped_key: b"",
        leaf: number,
        leaf_salt: &[0; 32],
        proof: None,
        arrived: made.at.0,
    })?;
    let class = index::class_of(node, &header, Some(&body), State::Active);
    let class = node.class_number(&class)?;
    let (kind, day, title) = (Kind::Message.code().into(), day.to_string(), body.title());
    let (created, latest, review) = (made.at.0, true, day.clone());
    node.store.insert_entry(&Entry {
        record: row,
        class,
        kind,
        latest,
        created,
        expiry: day,
        review,
        title,
    })?;
    thread::enter(node, row, &header, &body)?;
    Ok((id, row))
}
