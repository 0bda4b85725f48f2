//! `message`: what one bureau says to another, in a thread, with an urgency and a deadline.

mod told;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group};
use crate::draft::Lane;
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::sentence::Sentences;
use crate::{Error, RecordId, Timestamp, codelist};

pub const TEXT_CHARS_MAX: usize = 100_000;
/// Questions of one request.
pub const QUESTIONS_MAX: usize = 32;

/// What a message is in its thread.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
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

impl MessageType {
    pub const ALL: [Self; 10] = [
        Self::Request,
        Self::Answer,
        Self::PartialAnswer,
        Self::Refusal,
        Self::Clarification,
        Self::Spontaneous,
        Self::Alert,
        Self::Hit,
        Self::HitConfirmation,
        Self::Broadcast,
    ];

    /// A code of the list `message-type`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Answer => "answer",
            Self::PartialAnswer => "partial-answer",
            Self::Refusal => "refusal",
            Self::Clarification => "clarification",
            Self::Spontaneous => "spontaneous",
            Self::Alert => "alert",
            Self::Hit => "hit",
            Self::HitConfirmation => "hit-confirmation",
            Self::Broadcast => "broadcast",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether such a message makes sense only as a reply.
    fn replies(self) -> bool {
        self.settles() || self == Self::Clarification
    }

    /// Whether such a message gives, or refuses, something that was asked.
    fn settles(self) -> bool {
        matches!(self, Self::Answer | Self::PartialAnswer | Self::Refusal)
    }
}

/// Text in a language (BCP 47).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub language: String,
    pub text: String,
}

/// One thing a request asks; its number is its place in the list, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Code list `request-type`.
    #[schemars(extend("x-amana-list" = "request-type"))]
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Why the clock of a request stands: Directive (EU) 2023/977, articles 5(2) and 6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Code list `pause-reason`.
    #[schemars(extend("x-amana-list" = "pause-reason"))]
    pub reason: String,
    /// The day by which the clock is expected to run again; it binds nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// All messages of one matter carry the id of its first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<RecordId>,
    #[schemars(extend("x-amana-list" = "message-type"))]
    #[serde(rename = "type")]
    pub message_type: MessageType,
    pub subject: String,
    /// The lane it travels in; a request carries it because its clock depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-amana-list" = "urgency"))]
    pub urgency: Option<Lane>,
    /// Of a request: the asked member can look it up itself, without asking anyone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub directly_accessible: bool,
    /// What a request asks, where it asks for several things or says of which kind they are.
    #[schemars(length(max = QUESTIONS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Question>,
    /// Set by hand. The earlier of it and the clock's deadline holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<RecordId>,
    /// Numbers of the questions that this answers or refuses; none means all.
    #[schemars(length(max = QUESTIONS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<u16>,
    /// Given with a clarification or a partial answer: the clock of the request stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
    /// Code list `refusal`; given with a refusal and only then.
    #[schemars(extend("x-amana-list" = "refusal"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// Code list `offence`: what the matter is about.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    pub text: Text,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Statement {
    /// A message that starts a thread and has nothing that is optional.
    pub fn new(message_type: MessageType, offence: &str, subject: &str, text: Text) -> Self {
        Self {
            thread: None,
            message_type,
            subject: subject.into(),
            urgency: None,
            directly_accessible: false,
            asks: Vec::new(),
            deadline: None,
            in_reply_to: None,
            concerns: Vec::new(),
            pause: None,
            refusal: None,
            offence: offence.into(),
            text,
        }
    }

    fn check_reply(&self) -> Result<(), Error> {
        if self.message_type.replies() && self.in_reply_to.is_none() {
            let reason = "an answer, a refusal or a clarification replies to something";
            return Err(Error::field("statement.in_reply_to", reason));
        }
        if self.in_reply_to.is_some() && self.thread.is_none() {
            let reason = "a reply carries the id of the first message of its matter";
            return Err(Error::field("statement.thread", reason));
        }
        if (self.message_type == MessageType::Refusal) != self.refusal.is_some() {
            return Err(Error::field("statement.refusal", "a refusal has a code, nothing else has"));
        }
        self.refusal.as_ref().map_or(Ok(()), |code| codelist::check("refusal", code))
    }

    fn check_request(&self) -> Result<(), Error> {
        let asks = self.directly_accessible || !self.asks.is_empty();
        if asks && self.message_type != MessageType::Request {
            return Err(Error::field("statement.asks", "only a request asks"));
        }
        self.asks.iter().try_for_each(|one| codelist::check("request-type", &one.what))
    }

    fn check_settling(&self) -> Result<(), Error> {
        let sorted = self.concerns.windows(2).all(|pair| pair[0] < pair[1]);
        let in_range = self.concerns.iter().all(|n| (1..=QUESTIONS_MAX).contains(&(*n).into()));
        if !sorted || !in_range {
            let reason = "numbers of questions from 1, rising, none twice";
            return Err(Error::field("statement.concerns", reason));
        }
        if !self.concerns.is_empty() && !self.message_type.settles() {
            return Err(Error::field("statement.concerns", "belongs to an answer or a refusal"));
        }
        let Some(pause) = &self.pause else { return Ok(()) };
        let may = [MessageType::Clarification, MessageType::PartialAnswer];
        if !may.contains(&self.message_type) {
            let reason = "belongs to a clarification or a partial answer";
            return Err(Error::field("statement.pause", reason));
        }
        codelist::check("pause-reason", &pause.reason)
    }
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
    const FORM: &'static [Group] = &[
        Group::new(
            "matter",
            &["statement.type", "statement.subject", "statement.offence", "statement.text"],
            &[],
        ),
        Group::new(
            "request",
            &["statement.urgency"],
            &["statement.asks", "statement.deadline", "statement.directly_accessible"],
        ),
        Group::new(
            "thread",
            &[],
            &[
                "statement.thread",
                "statement.in_reply_to",
                "statement.concerns",
                "statement.refusal",
                "statement.pause",
            ],
        ),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        if s.text.text.chars().count() > TEXT_CHARS_MAX {
            return Err(Error::TooLarge { what: "statement.text", max: TEXT_CHARS_MAX });
        }
        // The offence is not looked up here: what is not on the list, policy refuses by its rule.
        s.check_reply()?;
        s.check_request()?;
        s.check_settling()
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        self.statement.subject.clone()
    }

    fn tell(&self, sentences: &mut Sentences) {
        self.statement.tell(sentences);
    }

    fn searchable(&self) -> Vec<String> {
        let asked = self.statement.asks.iter().filter_map(|question| question.text.clone());
        let mut words = vec![self.statement.subject.clone(), self.statement.text.text.clone()];
        words.extend(asked);
        words
    }

    fn facets(&self) -> Vec<facet::Value> {
        let s = &self.statement;
        let mut values = vec![Facet::Offence.value(&s.offence)];
        values.extend(Facet::MessageType.word(&s.message_type));
        values
    }

    fn examples() -> [Self; 2] {
        let example = |message_type, subject: &str, language: &str, text: &str| {
            let text = Text { language: language.into(), text: text.into() };
            Statement::new(message_type, "drug-trafficking", subject, text)
        };
        let question = |what: &str, text: Option<&str>| Question {
            what: what.into(),
            text: text.map(str::to_owned),
        };
        let subject = "Subscriber of +57 601 555 0100";
        let text = "Please say who has used this number since March.";
        let request = example(MessageType::Request, subject, "en", text);
        let text = "Adjuntamos el abonado; falta el tráfico.";
        let partial = example(MessageType::PartialAnswer, subject, "es", text);
        let statements = [
            Statement {
                urgency: Some(Lane::Urgent),
                directly_accessible: true,
                asks: vec![
                    question("subscriber", Some("Name and address.")),
                    question("whereabouts", None),
                ],
                deadline: Some(Timestamp(1_767_312_000_000)),
                ..request
            },
            Statement {
                thread: Some(super::example_id()),
                in_reply_to: Some(super::example_id()),
                concerns: vec![1],
                pause: Some(Pause {
                    reason: "judicial-authorisation".into(),
                    expected: Some("2026-01-20".parse().expect("a date")),
                }),
                ..partial
            },
        ];
        statements.map(|statement| Self { statement })
    }
}

#[cfg(test)]
mod tests;
