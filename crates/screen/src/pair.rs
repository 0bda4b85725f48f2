//! Judged pairs: two descriptions in the property names of FollowTheMoney, compared line by line.

use crate::name::Kind;
use crate::score::addend::Addend;
use crate::score::scorer::Scorer;
use crate::sentence::{self, Language};
use crate::subject::Subject;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a line was not compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("line {line} is not a pair: {reason}")]
    NotAPair { line: usize, reason: String },
}

/// The properties of one side, each with its values.
pub type Properties = BTreeMap<String, Vec<String>>;

/// A pair as its file gives it. What else a line holds is not read.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    pub id: String,
    #[serde(default)]
    pub schema: String,
    pub query: Properties,
    pub candidate: Properties,
}

/// What is answered to a pair.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    pub id: String,
    /// The probability that both are one: 0.5 means even odds.
    pub score: f32,
    pub why: Vec<String>,
}

/// Which kind of name a schema's things bear.
#[must_use]
pub fn kind(schema: &str) -> Kind {
    match schema {
        "Person" => Kind::Person,
        "Vessel" | "Vehicle" | "Airplane" => Kind::Vessel,
        "Organization" | "Company" | "PublicBody" => Kind::Organisation,
        _ => Kind::Unknown,
    }
}

/// Reads a description.
#[must_use]
pub fn subject(properties: &Properties, kind: Kind) -> Subject {
    let values = |names: &'static [&'static str]| {
        names.iter().filter_map(|name| properties.get(*name)).flatten()
    };
    let mut subject = Subject::default();
    for name in values(&["name", "alias", "weakAlias", "previousName"]) {
        subject.add_name(name, kind);
    }
    if subject.names.is_empty() {
        let parts = ["firstName", "secondName", "middleName", "fatherName", "lastName"];
        let first = parts.iter().filter_map(|name| properties.get(*name)?.first());
        subject.add_name(&first.map(String::as_str).collect::<Vec<_>>().join(" "), kind);
    }
    values(&["birthDate"]).for_each(|text| subject.add_birth(text));
    values(&["gender"]).for_each(|text| subject.set_sex(text));
    values(&["nationality", "citizenship", "country", "jurisdiction", "flag"])
        .for_each(|text| subject.add_country(text));
    values(&["passportNumber", "idNumber", "registrationNumber", "taxNumber", "innCode"])
        .chain(values(&["leiCode", "ogrnCode", "imoNumber", "mmsi", "swiftBic"]))
        .for_each(|text| subject.add_document(text));
    subject
}

/// Compares the two sides of a case and says why in the reader's language.
#[must_use]
pub fn judge(case: &Case, scorer: &Scorer, language: Language) -> Verdict {
    let kind = kind(&case.schema);
    let (left, right) = (subject(&case.query, kind), subject(&case.candidate, kind));
    let (score, addends) = scorer.explain(&left, &right);
    let why = addends.iter().map(|addend: &Addend| sentence::of(addend, language)).collect();
    Verdict { id: case.id.clone(), score, why }
}

/// Reads lines of cases and answers each; empty lines are passed over.
pub fn judge_lines<'a>(
    lines: impl Iterator<Item = &'a str>,
    scorer: &Scorer,
    language: Language,
) -> impl Iterator<Item = Result<Verdict, Error>> {
    lines.enumerate().filter(|(_, line)| !line.trim().is_empty()).map(move |(at, line)| {
        let case: Case = serde_json::from_str(line)
            .map_err(|reason| Error::NotAPair { line: at + 1, reason: reason.to_string() })?;
        Ok(judge(&case, scorer, language))
    })
}
