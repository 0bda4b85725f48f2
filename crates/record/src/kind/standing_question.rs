//! `standing-question`: tell us when this is met. It names identifiers, or a person's record.
//!
//! Victims, witnesses and minors are never watched: the body refuses it, and so does the policy
//! (PUR-04) for a person whose record says what this one does not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::message::Text;
use super::person::SubjectCategory;
use super::seizure::EventReference;
use super::{Declared, Group, code_of};
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::policy::Protected;
use crate::selector::Selector;
use crate::sentence::Sentences;
use crate::{Error, Purpose, codelist};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub title: String,
    /// What is watched for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selectors: Vec<Selector>,
    /// The record of the person who is watched for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<EventReference>,
    /// Whose identifiers these are; a victim or a witness is not watched.
    #[schemars(extend("x-amana-list" = "subject-category"))]
    pub subject_category: SubjectCategory,
    /// Code list `purpose`: the one purpose of the question.
    #[schemars(extend("x-amana-list" = "purpose"))]
    pub purpose: Purpose,
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    pub until: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// A standing question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingQuestion {
    pub statement: Statement,
}

impl Declared for StandingQuestion {
    const ASSERTS: bool = false;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "question",
            &["statement.title", "statement.selectors", "statement.subject_category"],
            &["statement.person", "statement.text"],
        ),
        Group::new(
            "matter",
            &["statement.purpose", "statement.offence", "statement.until"],
            &[],
        ),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        codelist::check("offence", &s.offence)?;
        if s.title.trim().is_empty() {
            return Err(Error::field("statement.title", "is required"));
        }
        if s.selectors.is_empty() && s.person.is_none() {
            return Err(Error::field("statement.selectors", "names identifiers or a person"));
        }
        if self.subject().is_some() {
            let reason = "a victim or a witness is never watched";
            return Err(Error::field("statement.subject_category", reason));
        }
        Ok(())
    }

    fn selectors(&self) -> Vec<Selector> {
        let mut found = self.statement.selectors.clone();
        found.sort();
        found.dedup();
        found
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn subject(&self) -> Option<Protected> {
        match self.statement.subject_category {
            SubjectCategory::Victim => Some(Protected::Victim),
            SubjectCategory::Witness => Some(Protected::Witness),
            _ => None,
        }
    }

    fn title(&self) -> String {
        self.statement.title.clone()
    }

    fn tell(&self, s: &mut Sentences) {
        let this = &self.statement;
        let fillings =
            [("title", s.free(&this.title).into()), ("until", s.date(this.until).into())];
        s.say("standing-question", &fillings);
        s.identifiers("selectors", &this.selectors);
        let person = this.person.as_ref().map(|person| s.reference(person));
        s.detail("standing-question-person", person);
        let category = s.mid("subject-category", &code_of(&this.subject_category));
        s.detail("subject-category", category);
        s.detail("purpose", s.mid("purpose", this.purpose.code()));
        s.detail("offence", s.mid("offence", &this.offence));
        if let Some(text) = &this.text {
            s.text(text);
        }
    }

    fn free_text(&self) -> Option<&Text> {
        self.statement.text.as_ref()
    }

    fn facets(&self) -> Vec<facet::Value> {
        vec![Facet::Offence.value(&self.statement.offence)]
    }

    fn examples() -> [Self; 2] {
        use crate::selector::SelectorKind::{Container, Phone};
        let selector = |kind, text: &str| Selector::parse(kind, text).expect("a valid example");
        let container = Statement {
            title: "The container of EJ-2026/014".into(),
            selectors: vec![selector(Container, "CSQU3054383")],
            person: None,
            subject_category: SubjectCategory::Unknown,
            purpose: Purpose::CriminalInvestigation,
            offence: "drug-smuggling".into(),
            until: "2026-12-31".parse().expect("a date"),
            text: None,
        };
        let person = Statement {
            title: "Where does Marlen Ejemplo appear?".into(),
            selectors: vec![selector(Phone, "+576015550100")],
            person: Some(EventReference {
                owner: crate::NodeCode::new("XA").expect("a valid code"),
                id: super::example_id(),
            }),
            subject_category: SubjectCategory::Suspect,
            text: Some(Text { language: "en".into(), text: "Tell us the same day.".into() }),
            ..container.clone()
        };
        [container, person].map(|statement| Self { statement })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl FnOnce(&mut Statement), field: Option<&str>) {
        let [mut question, _] = StandingQuestion::examples();
        change(&mut question.statement);
        let said = question.check().err().map(|error| match error {
            Error::Field { field, .. } => field,
            other => other.to_string(),
        });
        assert_eq!(said.as_deref(), field, "{question:?}");
    }

    #[test]
    fn a_victim_or_a_witness_is_never_watched() {
        let of = |category| move |s: &mut Statement| s.subject_category = category;
        check(of(SubjectCategory::Suspect), None);
        check(of(SubjectCategory::Contact), None);
        check(of(SubjectCategory::Victim), Some("statement.subject_category"));
        check(of(SubjectCategory::Witness), Some("statement.subject_category"));
    }

    #[test]
    fn a_question_asks_for_something() {
        check(|s| s.selectors.clear(), Some("statement.selectors"));
        check(|s| s.title = " ".into(), Some("statement.title"));
    }
}
