//! `list`: a screening list that is in use: which version, of whom, by which digest. Its entries
//! are not in the record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::message::Text;
use super::{Declared, Group};
use crate::moment::Date;
use crate::sentence::Sentences;
use crate::{Digest, Error, codelist};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub title: String,
    /// Who keeps the list.
    pub source: String,
    /// As the source calls it.
    pub version: String,
    /// The day of that version.
    pub date: Date,
    /// How many entries it has.
    pub entries: u32,
    /// SHA-256 of the list as it was taken in.
    pub digest: Digest,
    /// Code list `list-entry`.
    #[schemars(extend("x-amana-list" = "list-entry"))]
    pub entry_kinds: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// A screening list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub statement: Statement,
}

impl Declared for List {
    const ASSERTS: bool = false;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "matter",
            &["statement.title", "statement.source", "statement.version", "statement.date"],
            &["statement.text"],
        ),
        Group::new(
            "entries",
            &["statement.entries", "statement.entry_kinds", "statement.digest"],
            &[],
        ),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        let named = [&s.title, &s.source, &s.version].iter().all(|text| !text.trim().is_empty());
        if !named {
            return Err(Error::field("statement", "names title, source and version"));
        }
        if s.entry_kinds.is_empty() {
            return Err(Error::field("statement.entry_kinds", "says what its entries are"));
        }
        s.entry_kinds.iter().try_for_each(|code| codelist::check("list-entry", code))
    }

    fn title(&self) -> String {
        format!("{} {}", self.statement.title, self.statement.version)
    }

    fn tell(&self, s: &mut Sentences) {
        let this = &self.statement;
        let fillings = [
            ("title", s.free(&this.title).into()),
            ("source", s.free(&this.source).into()),
            ("version", s.id(&this.version).into()),
            ("date", s.date(this.date).into()),
        ];
        s.say("list-version", &fillings);
        let kinds = this.entry_kinds.iter().map(|code| s.mid("list-entry", code)).collect();
        let kinds = s.all_of(kinds);
        s.say("list-entries", &[("n", this.entries.into()), ("kinds", kinds.into())]);
        s.detail("digest", s.id(&this.digest.to_string()));
        if let Some(text) = &this.text {
            s.text(text);
        }
    }

    fn searchable(&self) -> Vec<String> {
        let text = self.statement.text.as_ref().map(|text| text.text.clone());
        let words = [Some(self.title()), Some(self.statement.source.clone()), text];
        words.into_iter().flatten().collect()
    }

    fn day(&self) -> Option<Date> {
        Some(self.statement.date)
    }

    fn examples() -> [Self; 2] {
        let documents = Statement {
            title: "Stolen blank passports".into(),
            source: "Ministry of Examples".into(),
            version: "2026-02".into(),
            date: "2026-02-01".parse().expect("a date"),
            entries: 1_204,
            digest: Digest::of(&[b"an invented list"]),
            entry_kinds: vec!["document".into()],
            text: None,
        };
        let vessels = Statement {
            title: "Vessels to be searched".into(),
            entry_kinds: vec!["vessel".into(), "organisation".into()],
            text: Some(Text { language: "en".into(), text: "For ports of call only.".into() }),
            ..documents.clone()
        };
        [documents, vessels].map(|statement| Self { statement })
    }
}
