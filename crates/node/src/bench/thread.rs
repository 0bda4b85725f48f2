//! `amana bench threads`: an inbox of a hundred thousand threads, asked for the first page of every
//! sort, for words and for all counts, through the interface, by an officer who has read most of it
//! and by one who has read everything. `--serve` leaves it to a browser instead.

use std::collections::BTreeMap;
use std::path::Path;

use record::draft::Lane;
use record::kind::Message;
use record::kind::message::{MessageType, Question, Statement, Text};
use record::moment::{DAY_MS, MINUTE_MS};
use record::policy::{Role, State};
use record::{
    Body, Digest, Draft, Handling, Header, Kind, Name, NodeCode, Purpose, RecordId, Timestamp, Unit,
};
use serde_json::{Value, json};

use super::find::{ask, level, part};
use super::now;
use crate::author::plain_draft;
use crate::client::Client;
use crate::demo::{self, generator::Dice};
use crate::find::Term;
use crate::find::rows::{Chunk, place};
use crate::home::Home;
use crate::session::{self, Scope};
use crate::store::assignment::Holder;
use crate::store::entry::Entry;
use crate::store::record::NewRecord;
use crate::{Config, Error, Node, cli, find, index, serve, thread, web};

const OWN: &str = "CO";
const PEERS: [&str; 4] = ["SN", "ES", "FR", "MA"];
const BATCH: u64 = 2_000;
/// One in so many requests is not settled yet.
const OPEN_EVERY: u64 = 25;
/// Threads above the others that hold what they say, for a browser to open.
const WHOLE: usize = 60;
/// Of the newest threads this many in a hundred were read.
const READ_PERCENT: u64 = 90;

/// What is asked, by the name of its figure.
const QUESTIONS: [(&str, &str); 15] = [
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
    ("words", "/api/v1/threads?limit=50&words=container"),
    ("some_words", "/api/v1/threads?limit=50&words=santos"),
    ("words_unread", "/api/v1/threads?limit=50&words=container&unread=true"),
    ("counts", "/api/v1/threads/counts"),
];
/// Asked by the officer who has read everything.
const READ_ALL: [(&str, &str); 2] = [
    ("nothing_unread", "/api/v1/threads?limit=50&unread=true"),
    ("counts_nothing_unread", "/api/v1/threads/counts"),
];
/// A word that every message says, and one of these.
const PORTS: [&str; 8] =
    ["santos", "antwerp", "algeciras", "dakar", "cartagena", "guayaquil", "rotterdam", "tanger"];

/// Builds so many threads in a folder of its own, asks each question so often, answers the figures.
pub async fn run(threads: u64, queries: u64) -> Result<Value, Error> {
    let name = format!("amana-bench-threads-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let figures = measure(&folder, threads, queries).await;
    let _ = std::fs::remove_dir_all(&folder);
    figures
}

/// Builds so many threads, with some above them that can be opened, and serves them until it is
/// told to stop: a browser looks at an inbox as long as this.
pub async fn serve(threads: u64) -> Result<(), Error> {
    let name = format!("amana-serve-threads-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let served = keep_serving(&folder, threads).await;
    let _ = std::fs::remove_dir_all(&folder);
    served
}

async fn keep_serving(folder: &Path, threads: u64) -> Result<(), Error> {
    let home = Home::new(folder.to_owned());
    let listen = (demo::free_address()?, demo::free_address()?);
    let (api_listen, peer_listen) = listen;
    let config = Config { api_listen, peer_listen, links_sign_in: true, ..Config::default() };
    build(&home, threads, config)?;
    let serving = serve::start(&home).await?;
    let desk = Client::at(&serving.api, &home.token("desk-1")?);
    let whole: Vec<Draft> = PORTS.iter().cycle().take(WHOLE).map(|port| draft(port)).collect();
    let answered = desk.post("/api/v1/records/batch", &json!(whole)).await?;
    if !answered.status.is_success() {
        return Err(Error::Usage(format!("a message was refused: {}", answered.body)));
    }
    demo::way_in::show_at(OWN, &serving).await?;
    cli::stop_signal().await;
    drop(desk);
    serving.stop(&home).await;
    Ok(())
}

/// A message that is told among one's own.
fn draft(port: &str) -> Draft {
    let statement = said(MessageType::Spontaneous, port);
    let body = Body::Message(Box::new(Message { statement }));
    let unit = Unit::new("POLICE").expect("a valid code");
    plain_draft(Kind::Message, &unit, body.to_json())
}

async fn measure(folder: &Path, threads: u64, queries: u64) -> Result<Value, Error> {
    let home = Home::new(folder.to_owned());
    let [most, all] = build(&home, threads, Config::default())?;
    let (desk, writer) = serve::open(&home)?;
    let bytes = desk.readers.read(|sight| sight.store.image_bytes())?;
    let router = web::router(desk);
    let mut asked: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut figures = json!({"threads": threads, "bytes_per_thread": bytes / threads.max(1)});
    let questions = QUESTIONS.map(|one| (one, &most)).into_iter();
    for ((name, path), token) in questions.chain(READ_ALL.map(|one| (one, &all))) {
        for _ in 0..queries {
            let begun = now();
            ask(&router, path, token, Purpose::CriminalInvestigation).await?;
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

/// Answers the tokens of who has read most and of who has read all.
fn build(home: &Home, threads: u64, config: Config) -> Result<[String; 2], Error> {
    super::begin(home, OWN, config)?;
    let mut node = home.open()?;
    let unit = Unit::new("POLICE")?;
    let enrol = |node: &mut Node, code| session::enrol(node, code, code, Role::DeskOfficer, &unit);
    node.commit(|node| ["bench", "all"].iter().try_for_each(|code| enrol(node, code)))?;
    let mut dice = Dice::new(11);
    for first in (0..threads).step_by(BATCH as usize) {
        let last = (first + BATCH).min(threads);
        node.commit(|node| {
            let mut words = Words::default();
            let mut all = first..last;
            all.try_for_each(|at| begin(node, (&mut dice, &mut words), at, threads))?;
            words.put(node)
        })?;
    }
    let issue = |node: &mut Node, code| session::issue(node, code, &[Scope::Read], 1);
    node.commit(|node| Ok([issue(node, "bench")?, issue(node, "all")?]))
}

/// What the messages of a batch say, put into the index without opening them again.
#[derive(Default)]
struct Words {
    rows: BTreeMap<(Term, i64), Chunk>,
    last: i64,
}

impl Words {
    fn add(&mut self, row: i64, terms: impl IntoIterator<Item = Term>) {
        let (chunk, place) = place(row);
        for term in terms {
            self.rows.entry((term, chunk)).or_default().insert(place);
        }
        self.last = row;
    }

    fn put(self, node: &Node) -> Result<(), Error> {
        for ((term, chunk), rows) in &self.rows {
            node.store.change_posting(term, *chunk, |held| held.or(rows))?;
        }
        node.store.set_indexed_mark(self.last)
    }
}

/// A thread: a request that is settled or open, or something that was told.
fn begin(
    node: &mut Node,
    (dice, words): (&mut Dice, &mut Words),
    number: u64,
    threads: u64,
) -> Result<(), Error> {
    let peer: &&str = dice.pick(&PEERS);
    let peer = NodeCode::new(peer)?;
    let own = node.code.clone();
    let (by, other) = match dice.below(3) {
        0 => (own, peer),
        _ => (peer, own),
    };
    let age = (threads - number) as i64 * MINUTE_MS;
    let made = Made { at: node.now().plus(-age), handling: Handling::new(level(dice), &[]) };
    let (told, port) = (dice.below(5) == 0, *dice.pick(&PORTS));
    let first_type = if told { MessageType::Spontaneous } else { MessageType::Request };
    let mut statement = said(first_type, port);
    if !told && dice.below(3) == 0 {
        let what = *dice.pick(&["subscriber", "vehicle-keeper"]);
        statement.asks.push(Question { what: what.into(), text: None });
    }
    let (first, mut newest) = insert((node, words), (&by, number * 4), &made, statement)?;
    if by == node.code && !told {
        node.store.enqueue(other.as_str(), Lane::Routine as u8, newest)?;
    }
    if !told && !number.is_multiple_of(OPEN_EVERY) {
        let mut statement = said(MessageType::Answer, port);
        (statement.thread, statement.in_reply_to) = (Some(first), Some(first));
        let made = Made { at: made.at.plus(DAY_MS.min(age / 2)), ..made };
        newest = insert((node, words), (&other, number * 4 + 1), &made, statement)?.1;
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
    node.store.set_thread_mark("all", thread, newest)?;
    match dice.below(100) < READ_PERCENT {
        true => node.store.set_thread_mark("bench", thread, newest),
        false => Ok(()),
    }
}

struct Made {
    at: Timestamp,
    handling: Handling,
}

fn said(message_type: MessageType, port: &str) -> Statement {
    let text = Text { language: "en".into(), text: "…".into() };
    let subject = format!("A container of {port} (exercise)");
    Statement::new(message_type, "drug-trafficking", &subject, text)
}

/// A message as the path leaves it, without its content: lists do not open it.
fn insert(
    (node, words): (&mut Node, &mut Words),
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
        epoch: 1,
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
    words.add(row, find::terms(&header, &body, node.config.record_words_max));
    words.add(row, [Term::class(class)]);
    Ok((id, row))
}
