//! `block`: nobody may use a record while a subject's request or a decision is open.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Declared;
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

    fn check(&self) -> Result<(), Error> {
        let good = !self.statement.reference.trim().is_empty();
        good.then_some(()).ok_or_else(|| Error::field("statement.reference", "is required"))
    }

    fn title(&self) -> String {
        format!("block {}", self.statement.id)
    }

    fn examples() -> [Self; 2] {
        [BlockAction::Set, BlockAction::Lift].map(|action| {
            let reference = "SR-2026-0017".into();
            Self { statement: BlockStatement { id: super::example_id(), action, reference } }
        })
    }
}
