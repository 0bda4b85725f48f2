//! What tests of foreign formats begin with: records, what an officer decides, files of others.

#![allow(dead_code, reason = "each test file uses its own part of the support")]
#![allow(clippy::unwrap_used, reason = "a test may panic, its steps too")]

use std::path::Path;

use node::exchange::{Format, Given, Incoming, Limits, Outgoing, Why, read};
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::Person;
use record::moment::Date;
use record::{Body, Digest, Handling, HandlingCode, Header, Level, Purpose, RecordId};
use record::{Timestamp, Unit};
use serde_json::json;

use super::code;

pub const LIMITS: Limits = Limits { file_bytes_max: 1 << 20, objects_max: 2_000 };
pub const BOTH: [Format; 2] = [Format::Ftm, Format::Misp];

pub fn evaluation() -> Evaluation {
    let (source, information) = (Source::B, Information::FirstHand);
    Evaluation { source, information, nature: Nature::Fact, original: None }
}

pub fn given() -> Given {
    Given {
        unit: Unit::new("POLICE").unwrap(),
        handling: Handling::new(Level::Restricted, &[HandlingCode::H2]),
        purposes: vec![Purpose::CriminalInvestigation],
        evaluation: evaluation(),
        offence: "drug-trafficking".into(),
        recipients: Vec::new(),
    }
}

pub fn outgoing(body: Body) -> Outgoing {
    let day: Date = "2030-12-31".parse().unwrap();
    let mut handling = Handling::new(Level::Restricted, &[HandlingCode::H1]);
    (handling.tlp, handling.pap) = (Some("TLP:AMBER".into()), Some("PAP:GREEN".into()));
    let header = Header {
        network: Digest::of(&[b"exercise"]),
        owner: code("XA"),
        id: RecordId::new(Timestamp(1_767_225_600_000), [9; 10]),
        revision: 1,
        previous: None,
        unit: Unit::new("POLICE").unwrap(),
        kind: body.kind(),
        handling,
        evaluation: body.kind().asserts().then(evaluation),
        purposes: vec![Purpose::CriminalInvestigation],
        created: Timestamp(1_767_225_600_000),
        review: day,
        expiry: day,
    };
    Outgoing { name: header.name(), header, body }
}

/// A person who never lived, with all that the formats can say.
pub fn person() -> Person {
    let identity = json!({
        "names": [
            {"kind": "birth", "given": ["Marlen", "Ana"], "family": ["Ejemplo"]},
            {"kind": "alias", "full": "سلمى مثال"},
        ],
        "birth_date": {"year": 1985, "month": 3},
        "birth_place": "Puerto Verde", "sex": 2, "nationalities": ["CO", "ES"],
        "documents": [{"document_type": "passport", "number": "COL:AX123456",
            "expires": "2031-05-01"}],
        "phones": ["+576015550100"], "emails": ["marlen@example.org"],
    });
    let statement = json!({"subject_category": "unknown", "offence": "drug-trafficking"});
    serde_json::from_value(json!({"identity": identity, "statement": statement})).unwrap()
}

pub fn back(format: Format, text: &str) -> Incoming {
    read(format, text, &given(), LIMITS).unwrap()
}

pub fn lost(incoming: &Incoming, field: &str) -> Option<Why> {
    incoming.report.losses.iter().find(|loss| loss.field == field).map(|loss| loss.why)
}

/// A file of others, or none where it is not on this machine.
pub fn shared(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        println!("SKIPPED: {} is not here", path.display());
        return None;
    }
    Some(std::fs::read_to_string(path).unwrap())
}
