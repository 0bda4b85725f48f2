//! `decision`: what a person decided about a record, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Declared;
use crate::{Error, Name};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Confirmed,
    Rejected,
    NeedsMore,
    Released,
    Refused,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionStatement {
    pub about: Name,
    pub outcome: Outcome,
    /// The reason in the decider's words.
    pub reason: String,
    /// The decider's role; foreign nodes never see the name.
    pub role: String,
}

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub statement: DecisionStatement,
}

impl Declared for Decision {
    const ASSERTS: bool = false;
    const CONTROL: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];

    fn check(&self) -> Result<(), Error> {
        let good = !self.statement.reason.trim().is_empty();
        good.then_some(()).ok_or_else(|| Error::field("statement.reason", "a decision says why"))
    }

    fn title(&self) -> String {
        format!("decision on {}", self.statement.about)
    }

    fn searchable(&self) -> Vec<String> {
        vec![self.title(), self.statement.reason.clone()]
    }

    fn examples() -> [Self; 2] {
        [Outcome::Confirmed, Outcome::NeedsMore].map(|outcome| Self {
            statement: DecisionStatement {
                about: super::example_name(),
                outcome,
                reason: "Number and name agree; the birth year differs by one.".into(),
                role: "desk-officer".into(),
            },
        })
    }
}
