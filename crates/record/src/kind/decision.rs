//! `decision`: what a person decided about a record, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group, code_of};
use crate::sentence::Sentences;
use crate::{Error, Name, codelist};

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
    #[schemars(extend("x-amana-list" = "decision-outcome"))]
    pub outcome: Outcome,
    /// The reason in the decider's words.
    pub reason: String,
    /// The decider's role; foreign nodes never see the name.
    #[schemars(extend("x-amana-list" = "role"))]
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
    const FORM: &'static [Group] = &[Group::new(
        "matter",
        &["statement.about", "statement.outcome", "statement.reason", "statement.role"],
        &[],
    )];

    fn check(&self) -> Result<(), Error> {
        codelist::check("role", &self.statement.role)?;
        let good = !self.statement.reason.trim().is_empty();
        good.then_some(()).ok_or_else(|| Error::field("statement.reason", "a decision says why"))
    }

    fn title(&self) -> String {
        format!("decision on {}", self.statement.about)
    }

    fn gist(&self, s: &Sentences) -> String {
        let DecisionStatement { outcome, reason, .. } = &self.statement;
        format!("{} – {}", s.code("decision-outcome", &code_of(outcome)), s.free(reason))
    }

    fn tell(&self, s: &mut Sentences) {
        let DecisionStatement { about, outcome, reason, role } = &self.statement;
        let fillings = [
            ("role", s.code("role", role).into()),
            ("record", s.name(about).into()),
            ("outcome", s.mid("decision-outcome", &code_of(outcome)).into()),
        ];
        s.say("decision", &fillings);
        s.detail("reason", s.quoted(reason));
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
