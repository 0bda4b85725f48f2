//! `recall`: the owner takes a record back from everyone. It is final.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group, code_of};
use crate::sentence::Sentences;
use crate::{Error, RecordId};

/// Why an owner takes something back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecallReason {
    Mistaken,
    Outdated,
    Unlawful,
    SubjectRequest,
    CaseClosed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecallStatement {
    /// A record of the recalling owner.
    pub id: RecordId,
    #[schemars(extend("x-amana-list" = "recall-reason"))]
    pub reason: RecallReason,
}

/// Takes back every revision of one record of the owner's, at every recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recall {
    pub statement: RecallStatement,
}

impl Declared for Recall {
    const ASSERTS: bool = false;
    const CONTROL: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] =
        &[Group::new("matter", &["statement.id", "statement.reason"], &[])];

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn title(&self) -> String {
        format!("recall {}", self.statement.id)
    }

    fn gist(&self, s: &Sentences) -> String {
        let RecallStatement { id, reason } = &self.statement;
        format!("{} – {}", s.code("recall-reason", &code_of(reason)), s.id(&id.to_string()))
    }

    fn tell(&self, s: &mut Sentences) {
        let RecallStatement { id, reason } = &self.statement;
        let reason = s.mid("recall-reason", &code_of(reason));
        let fillings = [("record", s.id(&id.to_string()).into()), ("reason", reason.into())];
        s.say("recall", &fillings);
    }

    fn examples() -> [Self; 2] {
        [RecallReason::Mistaken, RecallReason::CaseClosed].map(|reason| Self {
            statement: RecallStatement { id: super::example_id(), reason },
        })
    }
}
