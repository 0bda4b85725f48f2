//! `recall`: the owner takes a record back from everyone. It is final.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Declared;
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

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn title(&self) -> String {
        format!("recall {}", self.statement.id)
    }

    fn examples() -> [Self; 2] {
        [RecallReason::Mistaken, RecallReason::CaseClosed].map(|reason| Self {
            statement: RecallStatement { id: super::example_id(), reason },
        })
    }
}
