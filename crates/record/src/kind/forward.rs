//! `forward`: a recipient passes a record on by itself, as far as its owner's handling allows it.
//! The record travels in a part of its own, `original`, with its owner's proof.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group};
use crate::sentence::Sentences;
use crate::{Error, Name};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardStatement {
    /// The record passed on, which is another's.
    pub name: Name,
    /// Why, in the words of who passes it on.
    pub reason: String,
}

/// Goes to the new recipients and always to the record's owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forward {
    pub statement: ForwardStatement,
}

impl Declared for Forward {
    const ASSERTS: bool = false;
    const CONTROL: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] =
        &[Group::new("matter", &["statement.name", "statement.reason"], &[])];

    fn check(&self) -> Result<(), Error> {
        let said = !self.statement.reason.trim().is_empty();
        said.then_some(()).ok_or_else(|| Error::field("statement.reason", "says why"))
    }

    fn title(&self) -> String {
        format!("forward {}", self.statement.name)
    }

    fn gist(&self, s: &Sentences) -> String {
        s.name(&self.statement.name)
    }

    fn tell(&self, s: &mut Sentences) {
        let ForwardStatement { name, reason } = &self.statement;
        let fillings = [("record", s.name(name).into()), ("reason", s.free(reason).into())];
        s.say("forward", &fillings);
    }

    fn searchable(&self) -> Vec<String> {
        vec![self.title(), self.statement.reason.clone()]
    }

    fn examples() -> [Self; 2] {
        [
            "The load is expected in our neighbour's port on Thursday.",
            "The same mark was found there on tablets in May.",
        ]
        .map(|reason| Self {
            statement: ForwardStatement { name: super::example_name(), reason: reason.into() },
        })
    }
}
