//! `aircraft`: an aeroplane, helicopter or drone, known by its registration.

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

/// What an aircraft is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Nationality and registration mark, ICAO Annex 7.
    #[schemars(extend("x-amana-selector" = "aircraft-registration"))]
    pub registration: String,
    /// Code list `conveyance`.
    #[schemars(extend("x-amana-list" = "conveyance"))]
    pub aircraft_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The manufacturer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Flights it was seen on.
    #[schemars(extend("x-amana-selector" = "flight-number"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flight_numbers: Vec<String>,
    /// UN/LOCODE.
    #[schemars(extend("x-amana-selector" = "unlocode"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_airport: Option<String>,
    /// Code list `colour`.
    #[schemars(extend("x-amana-list" = "colour"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// For people to compare.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
}

/// An aircraft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aircraft {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn mentions(&self) -> Mentions<'_> {
        Mentions::default()
            .text(SelectorKind::AircraftRegistration, &self.registration)
            .many(SelectorKind::FlightNumber, &self.flight_numbers)
            .one(SelectorKind::Unlocode, &self.home_airport)
    }

    fn check(&self) -> Result<(), Error> {
        self.mentions().check()?;
        codelist::check("conveyance", &self.aircraft_type)?;
        check_code("colour", self.colour.as_ref())?;
        Attachment::check_pictures("identity.photos", &self.photos)
    }

    fn tell(&self, s: &mut Sentences) {
        s.detail("model", self.model.as_ref().map(|model| s.free(model)));
        s.detail("serial-number", self.serial_number.as_ref().map(|number| s.id(number)));
        s.detail("operator", self.operator.as_ref().map(|operator| s.free(operator)));
        s.details("flight-numbers", s.ids(&self.flight_numbers));
        s.detail("home-airport", self.home_airport.as_ref().map(|code| s.id(code)));
        s.detail("colour", self.colour.as_ref().map(|code| s.mid("colour", code)));
        Attachment::tell_all(&self.photos, s);
    }
}

impl Declared for Aircraft {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.registration", "identity.aircraft_type"],
            &[
                "identity.model",
                "identity.serial_number",
                "identity.operator",
                "identity.flight_numbers",
                "identity.home_airport",
                "identity.colour",
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
        let Identity { registration, model, .. } = &self.identity;
        let words = [Some(registration.clone()), model.clone()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn tell(&self, s: &mut Sentences) {
        let what = s.code("conveyance", &self.identity.aircraft_type);
        let registration = s.id(&self.identity.registration);
        s.say("titled-plain", &[("what", what.into()), ("title", registration.into())]);
        self.identity.tell(s);
        self.statement.tell(s);
    }

    fn free_text(&self) -> Option<&Text> {
        self.statement.text.as_ref()
    }

    fn facets(&self) -> Vec<facet::Value> {
        self.statement.facets(vec![Facet::Conveyance.value(&self.identity.aircraft_type)])
    }

    fn examples() -> [Self; 2] {
        let plain = Identity {
            registration: "HK-4922".into(),
            aircraft_type: "private-aircraft".into(),
            model: None,
            serial_number: None,
            operator: None,
            flight_numbers: Vec::new(),
            home_airport: None,
            colour: None,
            photos: Vec::new(),
        };
        let rich = Identity {
            model: Some("Modelo 208".into()),
            aircraft_type: "cargo-aircraft".into(),
            serial_number: Some("208-00417".into()),
            operator: Some("Aerolínea de Muestra".into()),
            flight_numbers: vec!["AV46".into()],
            home_airport: Some("COBOG".into()),
            colour: Some("white".into()),
            photos: vec![Attachment::example("On the apron")],
            ..plain.clone()
        };
        let episode = Episode::example("seen", "Landed without a flight plan.");
        [
            Self { identity: plain, statement: Statement::example() },
            Self { identity: rich, statement: Statement::rich_example("altered", episode) },
        ]
    }
}
