//! What is said of a thing, whatever it is: why it is in a record, what is wanted, its history.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Group;
use super::message::Text;
use super::seizure::EventReference;
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::sentence::Sentences;
use crate::{Error, codelist};

/// Something that happened to a thing or an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// Code list `episode`.
    #[schemars(extend("x-amana-list" = "episode"))]
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Code list `country`.
    #[schemars(extend("x-amana-list" = "country"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Town, port or office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The record that says it, at any owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<EventReference>,
}

/// Why a thing is in a record: a status, an offence, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Code list `object-status`.
    #[schemars(extend("x-amana-list" = "object-status"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence: Option<String>,
    /// Code list `action-wanted`.
    #[schemars(extend("x-amana-list" = "action-wanted"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_wanted: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Episode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// The groups of a form that ask for a statement.
pub(super) const STATUS: Group = Group::new(
    "status",
    &["statement.status", "statement.offence"],
    &["statement.since", "statement.action_wanted"],
);
pub(super) const HISTORY: Group =
    Group::new("history", &[], &["statement.history", "statement.text"]);

pub(super) fn check_code(list: &str, code: Option<&String>) -> Result<(), Error> {
    code.map_or(Ok(()), |code| codelist::check(list, code))
}

impl Episode {
    pub(super) fn check_all(history: &[Self]) -> Result<(), Error> {
        history.iter().try_for_each(|one| {
            codelist::check("episode", &one.what)?;
            check_code("country", one.country.as_ref())
        })
    }

    pub(super) fn tell_all(history: &[Self], s: &mut Sentences) {
        for one in history {
            let mut facts = Vec::new();
            facts.extend(one.date.map(|date| s.date(date)));
            facts.extend(one.place.as_ref().map(|place| s.free(place)));
            facts.extend(one.country.as_ref().map(|code| s.country(code)));
            facts.extend(one.record.as_ref().map(|record| s.reference(record)));
            facts.extend(one.text.as_ref().map(|text| s.quoted(text)));
            let what = s.mid("episode", &one.what);
            if facts.is_empty() {
                s.detail("history", what);
            } else {
                let facts = s.each_of(facts);
                s.say("episode", &[("what", what.into()), ("facts", facts.into())]);
            }
        }
    }

    pub(super) fn example(what: &str, text: &str) -> Self {
        let owner = crate::NodeCode::new("XB").expect("a valid code");
        Self {
            what: what.into(),
            date: Some("2025-11-03".parse().expect("a date")),
            country: Some("PA".into()),
            place: Some("Puerto Ejemplo".into()),
            text: Some(text.into()),
            record: Some(EventReference { owner, id: super::example_id() }),
        }
    }
}

impl Statement {
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.status.is_none() && self.offence.is_none() {
            return Err(Error::field("statement", "a status or an offence says why it is here"));
        }
        check_code("object-status", self.status.as_ref())?;
        check_code("offence", self.offence.as_ref())?;
        check_code("action-wanted", self.action_wanted.as_ref())?;
        Episode::check_all(&self.history)
    }

    /// Offence and action wanted, beside what the thing itself is counted by.
    pub(super) fn facets(&self, of_thing: Vec<facet::Value>) -> Vec<facet::Value> {
        let mut values = of_thing;
        values.extend(self.offence.iter().map(|code| Facet::Offence.value(code)));
        values.extend(self.action_wanted.iter().map(|code| Facet::ActionWanted.value(code)));
        values
    }

    pub(super) fn tell(&self, s: &mut Sentences) {
        s.detail("status", self.status.as_ref().map(|code| s.mid("object-status", code)));
        s.detail("since", self.since.map(|date| s.date(date)));
        s.detail("offence", self.offence.as_ref().map(|code| s.mid("offence", code)));
        let action = self.action_wanted.as_ref();
        s.detail("action-wanted", action.map(|code| s.mid("action-wanted", code)));
        Episode::tell_all(&self.history, s);
        if let Some(text) = &self.text {
            s.text(text);
        }
    }

    /// A thing that was used, and nothing more.
    pub(super) fn example() -> Self {
        Self {
            status: None,
            since: None,
            offence: Some("drug-smuggling".into()),
            action_wanted: None,
            history: Vec::new(),
            text: None,
        }
    }

    /// A thing of which everything is said.
    pub(super) fn rich_example(status: &str, episode: Episode) -> Self {
        Self {
            status: Some(status.into()),
            since: Some("2026-01-20".parse().expect("a date")),
            action_wanted: Some("specific-check".into()),
            history: vec![episode],
            text: Some(Text {
                language: "es".into(),
                text: "Informen antes de intervenir.".into(),
            }),
            ..Self::example()
        }
    }
}
