//! `block`: nobody may use a record while a subject's request or a decision is open.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group, code_of};
use crate::sentence::Sentences;
use crate::{Error, RecordId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BlockAction {
    /// Hide until decided.
    Set,
    /// Show again.
    Lift,
    /// Decided against the record: erase as after a recall.
    Decide,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockStatement {
    pub id: RecordId,
    #[schemars(extend("x-amana-list" = "block-action"))]
    pub action: BlockAction,
    /// Reference of the request or decision, without content.
    pub reference: String,
}

/// Blocks a record of the owner's at every holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Block {
    pub statement: BlockStatement,
}

impl Declared for Block {
    const ASSERTS: bool = false;
    const CONTROL: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[Group::new(
        "matter",
        &["statement.id", "statement.action", "statement.reference"],
        &[],
    )];

    fn check(&self) -> Result<(), Error> {
        let good = !self.statement.reference.trim().is_empty();
        good.then_some(()).ok_or_else(|| Error::field("statement.reference", "is required"))
    }

    fn title(&self) -> String {
        format!("block {}", self.statement.id)
    }

    fn gist(&self, s: &Sentences) -> String {
        let BlockStatement { id, action, .. } = &self.statement;
        format!("{} – {}", s.code("block-action", &code_of(action)), s.id(&id.to_string()))
    }

    fn tell(&self, s: &mut Sentences) {
        let BlockStatement { id, action, reference } = &self.statement;
        let fillings = [
            ("action", s.code("block-action", &code_of(action)).into()),
            ("record", s.id(&id.to_string()).into()),
            ("reference", s.id(reference).into()),
        ];
        s.say("block", &fillings);
    }

    fn examples() -> [Self; 2] {
        [BlockAction::Set, BlockAction::Lift].map(|action| {
            let reference = "SR-2026-0017".into();
            Self { statement: BlockStatement { id: super::example_id(), action, reference } }
        })
    }
}
