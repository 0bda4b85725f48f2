//! `withdraw`: the owner takes a record back from one recipient; a later revision lifts it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group};
use crate::sentence::Sentences;
use crate::{Error, NodeCode, RecordId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawStatement {
    pub id: RecordId,
    pub recipient: NodeCode,
    /// Revisions up to this one are withdrawn.
    pub revision: u32,
}

/// Acts at the named recipient only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    pub statement: WithdrawStatement,
}

impl Declared for Withdraw {
    const ASSERTS: bool = false;
    const CONTROL: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[Group::new(
        "matter",
        &["statement.id", "statement.recipient", "statement.revision"],
        &[],
    )];

    fn check(&self) -> Result<(), Error> {
        let good = self.statement.revision > 0;
        good.then_some(()).ok_or_else(|| Error::field("statement.revision", "starts at 1"))
    }

    fn title(&self) -> String {
        format!("withdraw {} from {}", self.statement.id, self.statement.recipient)
    }

    fn gist(&self, s: &Sentences) -> String {
        let WithdrawStatement { id, recipient, .. } = &self.statement;
        format!("{} – {}", s.node(recipient), s.id(&id.to_string()))
    }

    fn tell(&self, s: &mut Sentences) {
        let WithdrawStatement { id, recipient, revision } = &self.statement;
        let fillings = [
            ("record", s.id(&id.to_string()).into()),
            ("revision", (*revision).into()),
            ("recipient", s.node(recipient).into()),
        ];
        s.say("withdraw", &fillings);
    }

    fn examples() -> [Self; 2] {
        [1, 3].map(|revision| {
            let recipient = NodeCode::new("XB").expect("a valid code");
            Self { statement: WithdrawStatement { id: super::example_id(), recipient, revision } }
        })
    }
}
