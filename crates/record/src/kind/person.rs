//! `person`: who is meant, and why. There are no fields for ethnicity, religion, politics,
//! orientation, union or health, and none may be added.

mod told;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attachment, Declared, Group, code_of};
use crate::codelist;
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::policy::Protected;
use crate::sentence::Sentences;
use crate::selector::{Selector, SelectorKind};
use crate::Error;

/// A warning of danger to staff lasts this long and no longer.
pub const WARNING_DAYS_MAX: i32 = 90;
const NAMES_MAX: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    Birth,
    Alias,
    WeakAlias,
}

/// A name with its parts, in the script it was written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    #[schemars(extend("x-amana-list" = "name-kind"))]
    pub kind: NameKind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub family: Vec<String>,
    /// The whole name where its parts are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
    /// ISO 15924: `Arab`, `Latn`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
    /// As a document romanises it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transliteration: Option<String>,
}

impl PersonName {
    pub fn text(&self) -> String {
        match &self.full {
            Some(full) => full.clone(),
            None => [&self.given[..], &self.family[..]].concat().join(" "),
        }
    }
}

/// A birth date of which only the year, or year and month, may be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BirthDate {
    pub year: i16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<i8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<i8>,
}

impl BirthDate {
    fn check(&self) -> Result<(), Error> {
        let whole = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        let known = self.day.is_none() || self.month.is_some();
        let real = jiff::civil::Date::new(self.year, whole.0, whole.1).is_ok();
        let good = known && real && (1850..=2200).contains(&self.year);
        good.then_some(()).ok_or_else(|| Error::field("birth_date", "is no date"))
    }
}

/// A document that names the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Code list `document-type`.
    #[schemars(extend("x-amana-list" = "document-type"))]
    pub document_type: String,
    /// `ISSUER:NUMBER`.
    #[schemars(extend("x-amana-selector" = "travel-document"))]
    pub number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    #[schemars(length(min = 1, max = NAMES_MAX))]
    pub names: Vec<PersonName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<BirthDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_place: Option<String>,
    /// ISO/IEC 5218: 0 not known, 1 male, 2 female, 9 not applicable. Identifies, never selects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-amana-list" = "sex"))]
    pub sex: Option<u8>,
    /// Code list `country`. Identifies, never selects.
    #[schemars(extend("x-amana-list" = "country"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-amana-selector" = "phone"))]
    pub phones: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-amana-selector" = "email"))]
    pub emails: Vec<String>,
    /// Code list `descriptor`: what is seen of a person, never origin or health.
    #[schemars(extend("x-amana-list" = "descriptor"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptors: Vec<String>,
    /// For people to compare; no templates are made of them.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
}

/// A danger to staff, for as long as it was seen and at most 90 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// Code list `warning`.
    #[schemars(extend("x-amana-list" = "warning"))]
    pub code: String,
    pub seen: Date,
    pub expires: Date,
}

/// Why the person is in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectCategory {
    Suspect,
    Convicted,
    Victim,
    Witness,
    Contact,
    Associate,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    #[schemars(extend("x-amana-list" = "subject-category"))]
    pub subject_category: SubjectCategory,
    /// Under 18 when the record was made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub minor: bool,
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    /// Code list `action-wanted`.
    #[schemars(extend("x-amana-list" = "action-wanted"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_wanted: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<super::message::Text>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn selectors(&self) -> Vec<(SelectorKind, &str)> {
        let documents = self.documents.iter();
        let documents = documents.map(|one| (SelectorKind::TravelDocument, one.number.as_str()));
        let phones = self.phones.iter().map(|text| (SelectorKind::Phone, text.as_str()));
        let emails = self.emails.iter().map(|text| (SelectorKind::Email, text.as_str()));
        documents.chain(phones).chain(emails).collect()
    }

    fn check(&self) -> Result<(), Error> {
        let named = |name: &PersonName| !name.text().trim().is_empty();
        if self.names.is_empty() || !self.names.iter().all(named) {
            return Err(Error::field("identity.names", "it has a name, and none is empty"));
        }
        self.birth_date.as_ref().map_or(Ok(()), BirthDate::check)?;
        if self.sex.is_some_and(|sex| ![0, 1, 2, 9].contains(&sex)) {
            return Err(Error::field("identity.sex", "is not of ISO/IEC 5218"));
        }
        self.nationalities.iter().try_for_each(|code| codelist::check("country", code))?;
        self.descriptors.iter().try_for_each(|code| codelist::check("descriptor", code))?;
        Attachment::check_pictures("identity.photos", &self.photos)?;
        for document in &self.documents {
            codelist::check("document-type", &document.document_type)?;
        }
        let mut selectors = self.selectors().into_iter();
        selectors.try_for_each(|(kind, text)| Selector::parse(kind, text).map(drop))
    }
}

impl Warning {
    fn check(&self) -> Result<(), Error> {
        codelist::check("warning", &self.code)?;
        let days = self.expires.0.since(self.seen.0).map_or(i32::MAX, |span| span.get_days());
        let good = (0..=WARNING_DAYS_MAX).contains(&days);
        good.then_some(()).ok_or_else(|| Error::field("warnings", "last at most 90 days"))
    }
}

impl Declared for Person {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.names", "identity.birth_date"],
            &["identity.birth_place", "identity.sex", "identity.nationalities"],
        ),
        Group::new("documents", &["identity.documents"], &[]),
        Group::new("contact", &[], &["identity.phones", "identity.emails"]),
        Group::new("description", &[], &["identity.descriptors", "identity.photos"]),
        Group::new(
            "matter",
            &["statement.subject_category", "statement.offence", "statement.action_wanted"],
            &["statement.minor", "statement.text"],
        ),
        Group::new("warning", &[], &["statement.warnings"]),
    ];

    fn check(&self) -> Result<(), Error> {
        self.identity.check()?;
        codelist::check("offence", &self.statement.offence)?;
        if let Some(action) = &self.statement.action_wanted {
            codelist::check("action-wanted", action)?;
        }
        self.statement.warnings.iter().try_for_each(Warning::check)
    }

    fn selectors(&self) -> Vec<Selector> {
        let parsed = self.identity.selectors().into_iter();
        parsed.filter_map(|(kind, text)| Selector::parse(kind, text).ok()).collect()
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn subject(&self) -> Option<Protected> {
        match self.statement.subject_category {
            SubjectCategory::Victim => Some(Protected::Victim),
            SubjectCategory::Witness => Some(Protected::Witness),
            _ => self.statement.minor.then_some(Protected::Minor),
        }
    }

    fn title(&self) -> String {
        self.identity.names.first().map(PersonName::text).unwrap_or_default()
    }

    fn tell(&self, s: &mut Sentences) {
        self.identity.tell_names(&code_of(&self.statement.subject_category), s);
        self.identity.tell_rest(s);
        self.statement.tell(s);
    }

    fn searchable(&self) -> Vec<String> {
        let names = self.identity.names.iter();
        let names = names.flat_map(|name| [Some(name.text()), name.transliteration.clone()]);
        let text = self.statement.text.as_ref().map(|text| text.text.clone());
        names.chain([text]).flatten().collect()
    }

    fn facets(&self) -> Vec<facet::Value> {
        let s = &self.statement;
        let mut values = vec![Facet::Offence.value(&s.offence)];
        values.extend(Facet::SubjectCategory.word(&s.subject_category));
        values.extend(s.action_wanted.as_deref().map(|code| Facet::ActionWanted.value(code)));
        values
    }

    fn examples() -> [Self; 2] {
        [
            example("Latn", "Marlen", "Ejemplo", "COL:AX123456", SubjectCategory::Suspect),
            told::rich(example("Arab", "سلمى", "مثال", "UTO:L898902C3", SubjectCategory::Witness)),
        ]
    }
}

fn example(
    script: &str,
    given: &str,
    family: &str,
    document: &str,
    category: SubjectCategory,
) -> Person {
    let name = PersonName {
        kind: NameKind::Birth,
        given: vec![given.into()],
        family: vec![family.into()],
        full: None,
        script: Some(script.into()),
        transliteration: None,
    };
    Person {
        identity: Identity {
            names: vec![name],
            birth_date: Some(BirthDate { year: 1985, month: Some(3), day: None }),
            birth_place: None,
            sex: Some(2),
            nationalities: vec!["CO".into()],
            documents: vec![Document {
                document_type: "passport".into(),
                number: document.into(),
                expires: None,
            }],
            phones: vec!["+576015550100".into()],
            emails: Vec::new(),
            descriptors: Vec::new(),
            photos: Vec::new(),
        },
        statement: Statement {
            subject_category: category,
            minor: false,
            offence: "drug-trafficking".into(),
            action_wanted: None,
            warnings: Vec::new(),
            text: None,
        },
    }
}
