//! Writes what fuzzing begins with into `corpus/`: people who never existed, the kinds' examples,
//! the selectors' examples, files of a few bytes.

use std::fs;
use std::io;
use std::path::Path;

use record::evaluation::{Evaluation, Information, Nature, Source};
use record::handling::Level;
use record::parts::Extras;
use record::selector::SelectorKind;
use record::{
    Digest, Handling, Header, Kind, NodeCode, Purpose, Record, RecordId, Timestamp, Unit, cbor,
};
use screen::population::Population;
use seal::bundle::{self, Bundle, FIRST_LINE, Join};
use seal::checkpoint::Checkpoint;
use seal::directory::{Directory, Founding, Steward};
use seal::log_key::LogSecret;

const PEOPLE: u64 = 60;
/// The same name in other scripts, cut, glued and with what does not belong there.
const NAMES: [&str; 8] = [
    "عبد الرحمن بن خالد الحسيني",
    "Абдуррахман Халед",
    "陳大文",
    "김철수",
    "QUENNEVIS<<ARLO<<<<",
    "A. B. C.",
    "\u{202e}gnol\u{202c} \u{200b}a\u{301}",
    "Société Générale de Transport S.A.R.L.",
];
const GRADE: Evaluation = Evaluation {
    source: Source::B,
    information: Information::FirstHand,
    nature: Nature::Fact,
    original: None,
};
/// Heads of files by which their kind is known.
const FILES: [(&str, &[u8]); 5] = [
    ("jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"),
    ("png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    ("gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
    ("webp", b"RIFF\x1a\x00\x00\x00WEBPVP8L"),
    ("zip", b"PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
];

/// Quotes over lines, an unclosed one, ends of lines of both kinds, empty cells.
const TABLES: [&str; 4] = [
    "day;drug;kg\n2025-03-01;cocaine;12.5\n",
    "a,\"b, with \"\"quotes\"\"\nand a line\",c\r\n,,\r\n",
    "a\t\"never closed\nb\tc\n",
    ";;;\n\n\"\";\"x\"y;z",
];

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let put = |target: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(corpus.join(target))?;
        fs::write(corpus.join(target).join(name), bytes)
    };
    let population = Population::new();
    let people = (0..PEOPLE).map(|number| population.person(1, number));
    for (at, person) in people.enumerate() {
        let lines = format!("\0{}\n{}\n{}", person.name(), person.name(), person.birth);
        put("name", &format!("person-{at}"), lines.as_bytes())?;
        put("search", &format!("person-{at}"), format!("{}\n1970", person.name()).as_bytes())?;
    }
    for (at, name) in NAMES.iter().enumerate() {
        let other = NAMES[(at + 1) % NAMES.len()];
        put("name", &format!("text-{at}"), format!("\u{1}{name}\n{other}\n1970-02-19").as_bytes())?;
        put("search", &format!("text-{at}"), name.as_bytes())?;
    }
    for kind in SelectorKind::ALL {
        put("selector", kind.code(), kind.rule().example.as_bytes())?;
    }
    for kind in Kind::ALL {
        let record = example(*kind).map_err(io::Error::other)?;
        put("record", kind.code(), &cbor::to_bytes(&record.pack()))?;
        put("record", &format!("{}-header", kind.code()), record.header_bytes())?;
        put("pouch", kind.code(), &cbor::to_bytes(&record.pack()))?;
    }
    for (at, kind) in Kind::ALL.iter().enumerate() {
        for (number, body) in kind.examples().iter().enumerate() {
            let text = serde_json::to_vec(&body.to_json()).map_err(io::Error::other)?;
            let at = u8::try_from(at).map_err(io::Error::other)?;
            put("body", &format!("{}-{number}", kind.code()), &[&[at], &text[..]].concat())?;
        }
    }
    put("note", "head", note().map_err(io::Error::other)?.as_bytes())?;
    put("directory", "first", &head().map_err(io::Error::other)?)?;
    for (at, table) in TABLES.iter().enumerate() {
        put("table", &format!("table-{at}"), table.as_bytes())?;
    }
    put("bundle", "empty", &empty_bundle()?)?;
    for (name, bytes) in FILES {
        put(if name == "zip" { "archive" } else { "picture" }, name, bytes)?;
    }
    Ok(())
}

/// A head of a log, under a key that no target knows.
fn note() -> Result<String, seal::Error> {
    let key = LogSecret::from_seeds("xa.example/amana/log", &[8; 64])?;
    let head = Checkpoint::new(key.origin(), 3, Digest::of(&[b"root"]));
    head.sign(&key, Timestamp(1_790_000_000_000))
}

/// A head that two of three stewards signed.
fn head() -> Result<Vec<u8>, seal::Error> {
    let mut keys = Vec::new();
    for number in 1..=3u8 {
        keys.push(LogSecret::from_seeds(&format!("xa.example/{number}"), &[number; 64])?);
    }
    let steward =
        |key: &LogSecret| Steward { name: key.origin().into(), key: key.public().clone() };
    let mut draft = seal::directory::Draft::new(Directory::found(Founding {
        name: "fuzz".into(),
        exercise: true,
        created: Timestamp(1_789_999_000_000),
        stewards: keys.iter().map(steward).collect(),
        threshold: 2,
        members: Vec::new(),
        policy: (1, Digest::of(&[b"policy"])),
    }));
    for key in &keys[..2] {
        draft.sign(key)?;
    }
    Ok(draft.to_bytes())
}

/// A bundle of nothing, without its first line and digest.
fn empty_bundle() -> io::Result<Vec<u8>> {
    let node = |code| NodeCode::new(code).map_err(io::Error::other);
    let header = bundle::Header {
        network: Digest::of(&[b"fuzz"]),
        sender: node("XA")?,
        recipient: node("XB")?,
        made: Timestamp(1_790_000_000_000),
        last_day: "2026-09-22".parse().map_err(io::Error::other)?,
    };
    let joins = vec![Join(40, 44, vec![Digest::of(&[b"fuzz"])])];
    let bundle = Bundle { header, pouches: Vec::new(), answers: Vec::new(), joins };
    let bytes = bundle.to_bytes();
    Ok(bytes[FIRST_LINE.len()..bytes.len() - 32].to_vec())
}

fn example(kind: Kind) -> Result<Record, record::Error> {
    let header = Header {
        network: Digest::of(&[b"fuzz"]),
        owner: NodeCode::new("XA")?,
        id: RecordId([1; 16]),
        revision: 1,
        previous: None,
        unit: Unit::new("POLICE")?,
        kind,
        handling: Handling::new(Level::Restricted, &[]),
        evaluation: kind.asserts().then_some(GRADE),
        purposes: vec![Purpose::CriminalInvestigation],
        created: Timestamp(1_789_999_000_000),
        review: "2028-09-21".parse()?,
        expiry: "2028-09-21".parse()?,
    };
    Record::compose(header, &kind.examples()[0], &Extras::default(), [3; 32])
}
