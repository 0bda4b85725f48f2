//! Judged pairs: two descriptions in the property names of FollowTheMoney, compared line by line.

use crate::name::{Kind, Words};
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
pub fn subject(properties: &Properties, kind: Kind, words: &mut Words) -> Subject {
    let values = |names: &'static [&'static str]| {
        names.iter().filter_map(|name| properties.get(*name)).flatten()
    };
    let mut subject = Subject::default();
    for name in values(&["name", "alias", "weakAlias", "previousName"]) {
        subject.add_name_of(name, kind, words);
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

/// Compares the two sides of a case and says why in the reader's language. `words` are those of the
/// cases before.
#[must_use]
pub fn judge(case: &Case, scorer: &Scorer, language: Language, words: &mut Words) -> Verdict {
    let kind = kind(&case.schema);
    let left = subject(&case.query, kind, words);
    let right = subject(&case.candidate, kind, words);
    let (score, addends) = scorer.explain(&left, &right);
    let why = addends.iter().map(|addend: &Addend| sentence::of(addend, language)).collect();
    Verdict { id: case.id.clone(), score, why }
}

/// Reads a line of a file of cases. `number` counts from 1.
pub fn read(number: usize, line: &str) -> Result<Case, Error> {
    serde_json::from_str(line)
        .map_err(|reason| Error::NotAPair { line: number, reason: reason.to_string() })
}

#[cfg(test)]
mod tests {
    use super::{judge, read};
    use crate::name::Words;
    use crate::score::scorer;
    use crate::sentence::Language;

    #[test]
    fn a_case_is_answered_with_its_id_a_score_and_reasons() {
        let line = r#"{"id":"a","schema":"Person","query":{"name":["Arlo Quennevis"]},
            "candidate":{"name":["QUENNEVIS, Arlo"]},"match":true}"#;
        let verdict = judge(
            &read(1, line).unwrap(),
            scorer::newest(),
            Language::English,
            &mut Words::default(),
        );
        assert_eq!(verdict.id, "a");
        assert!(verdict.score > 0.9 && !verdict.why.is_empty(), "{verdict:?}");
    }

    #[test]
    fn a_line_that_is_no_case_is_named_by_its_number() {
        for line in ["{", "[]", r#"{"id":"a"}"#, r#"{"id":"a","query":7,"candidate":{}}"#] {
            let error = read(12, line).unwrap_err().to_string();
            assert!(error.starts_with("line 12 is not a pair: "), "{error}");
        }
    }

    #[test]
    fn a_case_without_a_name_scores_nothing() {
        let line = r#"{"id":"a","query":{},"candidate":{"name":[""]}}"#;
        let verdict = judge(
            &read(1, line).unwrap(),
            scorer::newest(),
            Language::English,
            &mut Words::default(),
        );
        assert_eq!((verdict.score, verdict.why.len()), (0.0, 0));
    }
}
