//! `seizure`: drugs taken, where, how they were hidden, on which route. Fields follow UNODC's
//! individual drug seizures and the WCO's CEN form.
//!
//! It is long because a kind is declared in one place.

mod item;
mod told;

use std::collections::BTreeMap;

pub use item::{Item, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attachment, Declared, Group};
use super::message::Text;
use crate::codelist;
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::{Digest, Error, NodeCode, RecordId};

pub const ITEMS_MAX: usize = 200;
/// Columns of a table that one row is read from.
pub const VALUES_MAX: usize = 1_000;

/// A code of a list beside the foreign value it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
}

impl Coded {
    pub fn new(code: &str) -> Self {
        Self { code: code.into(), raw: None }
    }
}

/// How exactly a day or a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    Exact,
    Approximate,
    RegionOnly,
    Unknown,
}

/// Where it was seized.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Code list `country`.
    #[schemars(extend("x-amana-list" = "country"))]
    pub country: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    #[schemars(extend("x-amana-short" = true))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-amana-selector" = "unlocode"))]
    pub unlocode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-amana-selector" = "geohash", "x-amana-short" = true))]
    pub geohash: Option<String>,
    #[schemars(extend("x-amana-list" = "precision"))]
    pub precision: Precision,
    /// Code list `place-type`.
    #[schemars(extend("x-amana-list" = "place-type"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_type: Option<Coded>,
}

/// One end of a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutePoint {
    /// Code list `country`.
    #[schemars(extend("x-amana-list" = "country"))]
    pub country: Coded,
    /// Suspected where it is not known.
    pub known: bool,
}

/// Where it came from and was going to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Route {
    #[schemars(extend("x-amana-short" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<RoutePoint>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transit: Vec<RoutePoint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departure: Option<RoutePoint>,
    #[schemars(extend("x-amana-short" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<RoutePoint>,
    /// Code list `routing`.
    #[schemars(extend("x-amana-list" = "routing"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing: Option<Coded>,
    /// Code list `transport`.
    #[schemars(extend("x-amana-list" = "transport", "x-amana-short" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<Coded>,
    /// Code list `conveyance`: the vehicle, vessel or aircraft itself.
    #[schemars(extend("x-amana-list" = "conveyance", "x-amana-short" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conveyance: Option<Coded>,
    /// Code list `direction`.
    #[schemars(extend("x-amana-list" = "direction"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Coded>,
}

/// How it was hidden and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Concealment {
    /// Code list `concealment`: how it was done, finer than the hiding place.
    #[schemars(extend("x-amana-list" = "concealment"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Coded>,
    /// Code list `hiding-place`.
    #[schemars(extend("x-amana-list" = "hiding-place", "x-amana-short" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hiding_place: Option<Coded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Code list `detection-means`.
    #[schemars(extend("x-amana-list" = "detection-means"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detection: Option<String>,
    /// Code list `trigger`: what made someone look.
    #[schemars(extend("x-amana-list" = "trigger"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
}

/// Where a row of a foreign file came from, and its values as they stood there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRow {
    pub source: String,
    /// Digest of the row's bytes.
    pub row: Digest,
    /// How often the same bytes occurred before.
    pub occurrence: u32,
    #[schemars(extend("maxProperties" = VALUES_MAX))]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// What a row of statistics adds up: the record then counts many seizures, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The last day; the first is the statement's `date`.
    pub until: Date,
    /// How many seizures, where the statistics say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub date: Date,
    #[schemars(extend("x-amana-list" = "precision"))]
    pub date_precision: Precision,
    /// Only in statistics: a seizure itself has no total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
    pub place: Place,
    /// The country that reports it, where a regional body keeps the register.
    #[schemars(extend("x-amana-list" = "country"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporting_country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    #[serde(default)]
    pub route: Route,
    #[serde(default)]
    pub concealment: Concealment,
    #[schemars(length(min = 1, max = ITEMS_MAX))]
    pub items: Vec<Item>,
    /// What was found or used with it: containers, seals, phones, plates, accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Selector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrests: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laboratory_reference: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_event_as: Vec<EventReference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_row: Option<SourceRow>,
}

/// A record of the same event, at any owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventReference {
    pub owner: NodeCode,
    pub id: RecordId,
}

/// A person met with the seizure: a reference, or a document and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonFound {
    /// Code list `subject-category`.
    #[schemars(extend("x-amana-list" = "subject-category"))]
    pub category: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<EventReference>,
    /// `ISSUER:NUMBER`.
    #[schemars(extend("x-amana-selector" = "travel-document"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// A seizure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seizure {
    pub statement: Statement,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonFound>,
    /// Of the goods, the packing and the hiding place.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_text: Option<Text>,
}

fn check_coded(list: &str, coded: Option<&Coded>) -> Result<(), Error> {
    coded.map_or(Ok(()), |coded| codelist::check(list, &coded.code))
}

fn check_plain(list: &str, code: Option<&String>) -> Result<(), Error> {
    code.map_or(Ok(()), |code| codelist::check(list, code))
}

impl Route {
    fn points(&self) -> impl Iterator<Item = &RoutePoint> {
        let ends = [self.origin.as_ref(), self.departure.as_ref(), self.destination.as_ref()];
        ends.into_iter().flatten().chain(&self.transit)
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        self.points().try_for_each(|point| codelist::check("country", &point.country.code))?;
        check_coded("routing", self.routing.as_ref())?;
        check_coded("transport", self.transport.as_ref())?;
        check_coded("conveyance", self.conveyance.as_ref())?;
        check_coded("direction", self.direction.as_ref())
    }
}

impl Declared for Seizure {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["statement", "persons", "photos", "free_text"];
    const FORM: &'static [Group] = &[
        Group::new(
            "event",
            &["statement.date", "statement.date_precision", "statement.place"],
            &["statement.agency", "statement.reporting_country"],
        ),
        Group::new("items", &["statement.items"], &["statement.laboratory_reference", "photos"]),
        Group::new("concealment", &["statement.concealment"], &[]),
        Group::new("route", &["statement.route"], &["statement.identifiers"]),
        Group::new("persons", &["statement.arrests"], &["persons"]),
        Group::new(
            "matter",
            &["statement.offence"],
            &["free_text", "statement.same_event_as", "statement.total", "statement.source_row"],
        ),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        codelist::check("country", &s.place.country)?;
        codelist::check("offence", &s.offence)?;
        check_plain("country", s.reporting_country.as_ref())?;
        check_coded("place-type", s.place.place_type.as_ref())?;
        s.route.check()?;
        check_coded("concealment", s.concealment.method.as_ref())?;
        check_coded("hiding-place", s.concealment.hiding_place.as_ref())?;
        check_plain("detection-means", s.concealment.detection.as_ref())?;
        check_plain("trigger", s.concealment.trigger.as_ref())?;
        if s.items.is_empty() || s.items.len() > ITEMS_MAX {
            return Err(Error::field("statement.items", "a seizure has 1 to 200 items"));
        }
        s.items.iter().try_for_each(Item::check)?;
        if s.total.as_ref().is_some_and(|total| total.until < s.date) {
            return Err(Error::field("statement.total", "ends before it begins"));
        }
        Attachment::check_pictures("photos", &self.photos)?;
        for person in &self.persons {
            codelist::check("subject-category", &person.category)?;
        }
        for (kind, text) in self.identifiers() {
            Selector::parse(kind, text)?;
        }
        Ok(())
    }

    fn selectors(&self) -> Vec<Selector> {
        let parsed = self.identifiers().into_iter();
        let mut found: Vec<Selector> =
            parsed.filter_map(|(kind, text)| Selector::parse(kind, text).ok()).collect();
        found.extend(self.statement.identifiers.iter().cloned());
        found.sort();
        found.dedup();
        found
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        let s = &self.statement;
        let item = s.items.first().map(Item::title).unwrap_or_default();
        let place = s.place.name.as_deref().or(s.place.division.as_deref()).unwrap_or_default();
        let until = s.total.as_ref().map(|total| format!("/{}", total.until)).unwrap_or_default();
        format!("{}{until} {} {} {item}", s.date, s.place.country, place)
    }

    fn gist(&self, sentences: &Sentences) -> String {
        told::gist(self, sentences)
    }

    fn tell(&self, sentences: &mut Sentences) {
        told::tell(self, sentences);
    }

    fn searchable(&self) -> Vec<String> {
        let mut words = vec![self.title()];
        words.extend(self.statement.concealment.text.clone());
        words.extend(self.free_text.as_ref().map(|text| text.text.clone()));
        words
    }

    fn facets(&self) -> Vec<facet::Value> {
        let s = &self.statement;
        let coded = |facet: Facet, coded: &Option<Coded>| {
            coded.as_ref().map(|coded| facet.value(&coded.code))
        };
        let plain =
            |facet: Facet, code: &Option<String>| code.as_deref().map(|code| facet.value(code));
        let end = |facet: Facet, point: &Option<RoutePoint>| {
            point.as_ref().map(|point| facet.value(&point.country.code))
        };
        let mut values = vec![
            Facet::Country.value(&s.place.country),
            Facet::Offence.value(&s.offence),
        ];
        values.extend(end(Facet::Origin, &s.route.origin));
        values.extend(end(Facet::Destination, &s.route.destination));
        values.extend(coded(Facet::Transport, &s.route.transport));
        values.extend(coded(Facet::Conveyance, &s.route.conveyance));
        values.extend(coded(Facet::HidingPlace, &s.concealment.hiding_place));
        values.extend(coded(Facet::PlaceType, &s.place.place_type));
        values.extend(plain(Facet::Detection, &s.concealment.detection));
        values.extend(plain(Facet::Trigger, &s.concealment.trigger));
        values.extend(s.items.iter().map(|item| Facet::Substance.value(&item.substance.code)));
        values
    }

    fn day(&self) -> Option<Date> {
        Some(self.statement.date)
    }

    fn examples() -> [Self; 2] {
        told::examples()
    }
}

impl Seizure {
    fn identifiers(&self) -> Vec<(SelectorKind, &str)> {
        let place = &self.statement.place;
        let mut found: Vec<(SelectorKind, &str)> = Vec::new();
        found.extend(place.unlocode.as_deref().map(|text| (SelectorKind::Unlocode, text)));
        found.extend(place.geohash.as_deref().map(|text| (SelectorKind::Geohash, text)));
        for item in &self.statement.items {
            found.extend(item.identifiers());
        }
        for person in &self.persons {
            let document = person.document.as_deref();
            found.extend(document.map(|text| (SelectorKind::TravelDocument, text)));
        }
        found
    }
}
