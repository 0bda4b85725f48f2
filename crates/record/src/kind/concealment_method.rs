//! `concealment-method`: how drugs are hidden, and how that is found: the body of a purple notice.
//!
//! What would teach a smuggler stands in a part of its own, `technique`, so that it can be withheld
//! while the method's name, routes and dates stay readable.

mod told;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::message::Text;
use super::seizure::{Quantity, Route};
use super::{Attachment, Declared, Group};
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::sentence::Sentences;
use crate::{Error, codelist};

const ENTRIES_MAX: usize = 50;

/// Which method it is, for what, on which routes, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub title: String,
    /// Code list `concealment`.
    #[schemars(extend("x-amana-list" = "concealment"))]
    pub method: String,
    /// Code list `conveyance`.
    #[schemars(extend("x-amana-list" = "conveyance"))]
    pub conveyance: String,
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    /// Code list `drug`: what has been found so hidden.
    #[schemars(extend("x-amana-list" = "drug"), length(max = ENTRIES_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substances: Vec<String>,
    /// The most that has been found so hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Quantity>,
    #[schemars(length(max = ENTRIES_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Route>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Date>,
    /// After this day the method is thought to be out of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// What an officer can notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Code list `indicator-kind`.
    #[schemars(extend("x-amana-list" = "indicator-kind"))]
    pub kind: String,
    pub text: String,
}

/// How it is done, noticed and found, and what is dangerous about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Technique {
    /// Where in the conveyance, the goods or the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    pub text: Text,
    #[schemars(length(max = ENTRIES_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// Code list `detection-means`.
    #[schemars(extend("x-amana-list" = "detection-means"), length(max = ENTRIES_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detection_worked: Vec<String>,
    /// Code list `detection-means`.
    #[schemars(extend("x-amana-list" = "detection-means"), length(max = ENTRIES_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detection_failed: Vec<String>,
    /// Code list `officer-risk`.
    #[schemars(extend("x-amana-list" = "officer-risk"), length(max = ENTRIES_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<String>,
}

/// A concealment method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcealmentMethod {
    pub statement: Statement,
    pub technique: Technique,
    /// Without people, plates, addresses or a case's numbers in them.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Attachment>,
}

impl Statement {
    fn check(&self) -> Result<(), Error> {
        if self.title.trim().is_empty() {
            return Err(Error::field("statement.title", "is required"));
        }
        codelist::check("concealment", &self.method)?;
        codelist::check("conveyance", &self.conveyance)?;
        codelist::check("offence", &self.offence)?;
        self.substances.iter().try_for_each(|code| codelist::check("drug", code))?;
        self.capacity.as_ref().map_or(Ok(()), Quantity::check)?;
        self.routes.iter().try_for_each(Route::check)?;
        let backwards = |a: Option<Date>, b: Option<Date>| a.zip(b).is_some_and(|(a, b)| a > b);
        if backwards(self.first_seen, self.last_seen) {
            return Err(Error::field("statement.last_seen", "lies before it was first seen"));
        }
        Ok(())
    }
}

impl Technique {
    fn check(&self) -> Result<(), Error> {
        for indicator in &self.indicators {
            codelist::check("indicator-kind", &indicator.kind)?;
        }
        let means = self.detection_worked.iter().chain(&self.detection_failed);
        means.into_iter().try_for_each(|code| codelist::check("detection-means", code))?;
        self.risks.iter().try_for_each(|code| codelist::check("officer-risk", code))
    }
}

impl Declared for ConcealmentMethod {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["statement", "technique", "pictures"];
    const FORM: &'static [Group] = &[
        Group::new(
            "matter",
            &[
                "statement.title",
                "statement.method",
                "statement.conveyance",
                "statement.offence",
                "technique.text",
            ],
            &["technique.location", "statement.substances", "statement.capacity", "pictures"],
        ),
        Group::new(
            "detection",
            &["technique.indicators", "technique.risks"],
            &["technique.detection_worked", "technique.detection_failed"],
        ),
        Group::new("route", &[], &["statement.routes"]),
        Group::new(
            "validity",
            &[],
            &["statement.first_seen", "statement.last_seen", "statement.valid_until"],
        ),
    ];

    fn check(&self) -> Result<(), Error> {
        self.statement.check()?;
        self.technique.check()?;
        Attachment::check_pictures("pictures", &self.pictures)
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        self.statement.title.clone()
    }

    fn tell(&self, s: &mut Sentences) {
        self.statement.tell(s);
        self.technique.tell(s);
        Attachment::tell_all(&self.pictures, s);
    }

    fn searchable(&self) -> Vec<String> {
        let Technique { location, text, indicators, .. } = &self.technique;
        let mut words = vec![self.statement.title.clone(), text.text.clone()];
        words.extend(location.clone());
        words.extend(indicators.iter().map(|indicator| indicator.text.clone()));
        words
    }

    fn facets(&self) -> Vec<facet::Value> {
        let s = &self.statement;
        let mut values =
            vec![Facet::Offence.value(&s.offence), Facet::Conveyance.value(&s.conveyance)];
        values.extend(s.substances.iter().map(|code| Facet::Substance.value(code)));
        let means = self.technique.detection_worked.iter();
        values.extend(means.map(|code| Facet::Detection.value(code)));
        values
    }

    fn examples() -> [Self; 2] {
        told::examples()
    }
}
