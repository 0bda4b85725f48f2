//! `vehicle`: a road vehicle, known by its plates or its identification number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mention::Mentions;
use super::message::Text;
use super::thing::{Episode, HISTORY, STATUS, Statement, check_code};
use super::{Attachment, Declared, Group};
use crate::facet::{self, Facet};
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::{Error, codelist};

/// What a vehicle is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// `COUNTRY:PLATE`, the present one first.
    #[schemars(extend("x-amana-selector" = "plate"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plates: Vec<String>,
    /// Chassis number, ISO 3779.
    #[schemars(extend("x-amana-selector" = "vin"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Code list `conveyance`.
    #[schemars(extend("x-amana-list" = "conveyance"))]
    pub vehicle_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Model year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// Code list `colour`.
    #[schemars(extend("x-amana-list" = "colour"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine_number: Option<String>,
    /// For people to compare.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
}

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn mentions(&self) -> Mentions<'_> {
        Mentions::default()
            .many(SelectorKind::Plate, &self.plates)
            .one(SelectorKind::Vin, &self.vin)
    }

    fn check(&self) -> Result<(), Error> {
        self.mentions().check()?;
        codelist::check("conveyance", &self.vehicle_type)?;
        check_code("colour", self.colour.as_ref())?;
        if self.plates.is_empty() && self.vin.is_none() {
            return Err(Error::field("identity", "a vehicle has a plate or a VIN"));
        }
        if self.year.is_some_and(|year| !(1885..=2200).contains(&year)) {
            return Err(Error::field("identity.year", "is no model year"));
        }
        Attachment::check_pictures("identity.photos", &self.photos)
    }

    fn tell(&self, s: &mut Sentences) {
        s.details("plates", s.ids(&self.plates));
        s.detail("vin", self.vin.as_ref().map(|vin| s.id(vin)));
        s.detail("colour", self.colour.as_ref().map(|code| s.mid("colour", code)));
        s.detail("vehicle-year", self.year.map(|year| year.to_string()));
        s.detail("engine-number", self.engine_number.as_ref().map(|number| s.id(number)));
        Attachment::tell_all(&self.photos, s);
    }
}

impl Declared for Vehicle {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.vehicle_type", "identity.plates"],
            &[
                "identity.vin",
                "identity.make",
                "identity.model",
                "identity.colour",
                "identity.year",
                "identity.engine_number",
                "identity.photos",
            ],
        ),
        STATUS,
        HISTORY,
    ];

    fn check(&self) -> Result<(), Error> {
        self.identity.check()?;
        self.statement.check()
    }

    fn selectors(&self) -> Vec<Selector> {
        self.identity.mentions().selectors()
    }

    fn offence(&self) -> Option<&str> {
        self.statement.offence.as_deref()
    }

    fn title(&self) -> String {
        let Identity { plates, vin, make, model, .. } = &self.identity;
        let known = plates.first().or(vin.as_ref()).cloned().unwrap_or_default();
        let words = [Some(known), make.clone(), model.clone()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn tell(&self, s: &mut Sentences) {
        let what = s.code("conveyance", &self.identity.vehicle_type);
        let named = [&self.identity.make, &self.identity.model];
        let named: Vec<String> = named.into_iter().flatten().map(|word| s.free(word)).collect();
        if named.is_empty() {
            s.say("named", &[("what", what.into())]);
        } else {
            let title = named.join(" ");
            s.say("titled-plain", &[("what", what.into()), ("title", title.into())]);
        }
        self.identity.tell(s);
        self.statement.tell(s);
    }

    fn free_text(&self) -> Option<&Text> {
        self.statement.text.as_ref()
    }

    fn facets(&self) -> Vec<facet::Value> {
        self.statement.facets(vec![Facet::Conveyance.value(&self.identity.vehicle_type)])
    }

    fn examples() -> [Self; 2] {
        let plain = Identity {
            plates: vec!["COL:ABC123".into()],
            vin: None,
            vehicle_type: "car".into(),
            make: None,
            model: None,
            year: None,
            colour: None,
            engine_number: None,
            photos: Vec::new(),
        };
        let rich = Identity {
            plates: vec!["ESP:0000BBB".into(), "FRA:AA123AA".into()],
            vin: Some("1M8GDM9AXKP042788".into()),
            vehicle_type: "articulated-lorry".into(),
            make: Some("Ejemplar".into()),
            model: Some("Transporte 40".into()),
            year: Some(2021),
            colour: Some("white".into()),
            engine_number: Some("EJ-40-00017".into()),
            photos: vec![Attachment::example("Side, with the compartment open")],
        };
        let episode = Episode::example("plates-changed", "Plates of another lorry.");
        [
            Self { identity: plain, statement: Statement::example() },
            Self { identity: rich, statement: Statement::rich_example("cloned", episode) },
        ]
    }
}
