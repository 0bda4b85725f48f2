//! `notice`: a call to all bureaux about a person, an object or a method, by colour.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group, code_of};
use super::message::Text;
use super::seizure::EventReference;
use crate::facet::{self, Facet};
use crate::sentence::Sentences;
use crate::{Error, codelist};

/// INTERPOL's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    Red,
    Blue,
    Green,
    Yellow,
    Black,
    Orange,
    Purple,
    Silver,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    #[schemars(extend("x-amana-list" = "notice-colour"))]
    pub colour: Colour,
    pub title: String,
    /// The person, object or method it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<EventReference>,
    /// Code list `action-wanted`.
    #[schemars(extend("x-amana-list" = "action-wanted"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_wanted: Option<String>,
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    /// Court and number of the warrant; a red notice has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warrant: Option<String>,
    pub text: Text,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub statement: Statement,
}

impl Declared for Notice {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "matter",
            &["statement.colour", "statement.title", "statement.offence", "statement.text"],
            &["statement.subject"],
        ),
        Group::new("action", &[], &["statement.action_wanted", "statement.warrant"]),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        codelist::check("offence", &s.offence)?;
        if let Some(action) = &s.action_wanted {
            codelist::check("action-wanted", action)?;
        }
        if s.colour == Colour::Red && (s.warrant.is_none() || s.subject.is_none()) {
            return Err(Error::field("statement", "a red notice names a person and a warrant"));
        }
        if s.title.trim().is_empty() {
            return Err(Error::field("statement.title", "is required"));
        }
        Ok(())
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        self.statement.title.clone()
    }

    fn tell(&self, s: &mut Sentences) {
        let this = &self.statement;
        let colour = s.code("notice-colour", &code_of(&this.colour));
        s.say("titled", &[("what", colour.into()), ("title", s.free(&this.title).into())]);
        s.detail("notice-subject", this.subject.as_ref().map(|subject| s.reference(subject)));
        s.detail("offence", s.mid("offence", &this.offence));
        let action = this.action_wanted.as_ref();
        s.detail("action-wanted", action.map(|code| s.mid("action-wanted", code)));
        s.detail("warrant", this.warrant.as_ref().map(|warrant| s.free(warrant)));
        s.text(&this.text);
    }

    fn searchable(&self) -> Vec<String> {
        vec![self.statement.title.clone(), self.statement.text.text.clone()]
    }

    fn facets(&self) -> Vec<facet::Value> {
        let s = &self.statement;
        let mut values = vec![Facet::Offence.value(&s.offence)];
        values.extend(Facet::Colour.word(&s.colour));
        values.extend(s.action_wanted.as_deref().map(|code| Facet::ActionWanted.value(code)));
        values
    }

    fn examples() -> [Self; 2] {
        let owner = crate::NodeCode::new("XA").expect("a valid code");
        let subject = Some(EventReference { owner, id: super::example_id() });
        let text = |language: &str, text: &str| {
            let (language, text) = (language.to_owned(), text.to_owned());
            Text { language, text }
        };
        [
            Self {
                statement: Statement {
                    colour: Colour::Purple,
                    title: "Cocaine behind the cooling unit of reefer containers".into(),
                    subject: None,
                    action_wanted: None,
                    offence: "drug-smuggling".into(),
                    warrant: None,
                    text: text("en", "Screws of the panel are new while the frame is worn."),
                },
            },
            Self {
                statement: Statement {
                    colour: Colour::Red,
                    title: "Wanted for trafficking".into(),
                    subject,
                    action_wanted: Some("locate-and-arrest".into()),
                    offence: "drug-trafficking".into(),
                    warrant: Some("Juzgado 3, 2026/118".into()),
                    text: text("es", "Buscada para comparecer ante el juzgado."),
                },
            },
        ]
    }
}
