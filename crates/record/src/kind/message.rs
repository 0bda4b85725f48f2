//! `message`: what one bureau says to another, in a thread, with an urgency and a deadline.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Declared;
use crate::{Error, RecordId, Timestamp};

pub const TEXT_CHARS_MAX: usize = 100_000;

/// What a message is in its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MessageType {
    Request,
    Answer,
    PartialAnswer,
    Refusal,
    Clarification,
    Spontaneous,
    Alert,
    Hit,
    HitConfirmation,
    Broadcast,
}

/// Text in a language (BCP 47).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub language: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// All messages of one matter carry the id of its first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<RecordId>,
    #[serde(rename = "type")]
    pub message_type: MessageType,
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<RecordId>,
    /// Code list `refusal`; given with a refusal and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// Code list `offence`: what the matter is about.
    pub offence: String,
    pub text: Text,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    pub statement: Statement,
}

impl Declared for Message {
    const ASSERTS: bool = false;
    const PARTS: &'static [&'static str] = &["statement"];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        if s.text.text.chars().count() > TEXT_CHARS_MAX {
            return Err(Error::TooLarge { what: "statement.text", max: TEXT_CHARS_MAX });
        }
        if (s.message_type == MessageType::Refusal) != s.refusal.is_some() {
            return Err(Error::field("statement.refusal", "a refusal has a code, nothing else has"));
        }
        Ok(())
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        self.statement.subject.clone()
    }

    fn searchable(&self) -> Vec<String> {
        vec![self.statement.subject.clone(), self.statement.text.text.clone()]
    }

    fn examples() -> [Self; 2] {
        let example = |message_type, subject: &str, language: &str, text: &str| Self {
            statement: Statement {
                thread: None,
                message_type,
                subject: subject.into(),
                deadline: None,
                in_reply_to: None,
                refusal: None,
                offence: "drug-trafficking".into(),
                text: Text { language: language.into(), text: text.into() },
            },
        };
        [
            example(
                MessageType::Request,
                "Subscriber of +57 601 555 0100",
                "en",
                "Please say who has used this number since March.",
            ),
            example(
                MessageType::Spontaneous,
                "Contenedor con doble fondo",
                "es",
                "El contenedor salió ayer hacia su puerto.",
            ),
        ]
    }
}
