//! `postal-item`: a letter, parcel or express item, known by its number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mention::Mentions;
use super::message::Text;
use super::thing::{Episode, HISTORY, STATUS, Statement, check_code};
use super::{Attachment, Declared, Group};
use super::seizure::Coded;
use crate::decimal::Decimal;
use crate::moment::Date;
use crate::facet::{self, Facet};
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::Error;

/// What a postal item is known by, and what its papers say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// UPU S10, with its check digit.
    #[schemars(extend("x-amana-selector" = "postal-item"))]
    pub number: String,
    /// Of the despatch it flew in.
    #[schemars(extend("x-amana-selector" = "air-waybill"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub air_waybill: Option<String>,
    /// Code list `country`.
    #[schemars(extend("x-amana-list" = "country"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Code list `country`.
    #[schemars(extend("x-amana-list" = "country"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted: Option<Date>,
    /// As the customs declaration says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mass_g: Option<Decimal>,
    /// For people to compare.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
}

/// A postal item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostalItem {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn mentions(&self) -> Mentions<'_> {
        Mentions::default()
            .text(SelectorKind::PostalItem, &self.number)
            .one(SelectorKind::AirWaybill, &self.air_waybill)
    }

    fn check(&self) -> Result<(), Error> {
        self.mentions().check()?;
        check_code("country", self.origin.as_ref())?;
        check_code("country", self.destination.as_ref())?;
        if self.mass_g.is_some_and(Decimal::is_negative) {
            return Err(Error::field("identity.mass_g", "is negative"));
        }
        Attachment::check_pictures("identity.photos", &self.photos)
    }

    fn tell(&self, s: &mut Sentences) {
        s.detail("postal-item-origin", self.origin.as_ref().map(|code| s.country(code)));
        s.detail("destination", self.destination.as_ref().map(|code| s.country(code)));
        s.detail("posted", self.posted.map(|date| s.date(date)));
        s.detail("goods", self.goods.as_ref().map(|goods| s.quoted(goods)));
        let mass = self.mass_g.map(|mass| s.amount(mass, &Coded::new("gram")));
        s.detail("mass-g", mass);
        s.detail("air-waybill", self.air_waybill.as_ref().map(|number| s.id(number)));
        Attachment::tell_all(&self.photos, s);
    }
}

impl Declared for PostalItem {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.number", "identity.origin", "identity.destination"],
            &[
                "identity.posted",
                "identity.goods",
                "identity.mass_g",
                "identity.air_waybill",
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
        let Identity { number, goods, .. } = &self.identity;
        let words = [Some(number.clone()), goods.clone()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn tell(&self, s: &mut Sentences) {
        let number = s.id(&self.identity.number);
        s.say("postal-item", &[("number", number.into())]);
        self.identity.tell(s);
        self.statement.tell(s);
    }

    fn free_text(&self) -> Option<&Text> {
        self.statement.text.as_ref()
    }

    fn facets(&self) -> Vec<facet::Value> {
        let Identity { origin, destination, .. } = &self.identity;
        let origin = origin.iter().map(|code| Facet::Origin.value(code));
        let destination = destination.iter().map(|code| Facet::Destination.value(code));
        self.statement.facets(origin.chain(destination).collect())
    }

    fn examples() -> [Self; 2] {
        let plain = Identity {
            number: "RR473124829GB".into(),
            air_waybill: None,
            origin: None,
            destination: None,
            posted: None,
            goods: None,
            mass_g: None,
            photos: Vec::new(),
        };
        let rich = Identity {
            air_waybill: Some("020-12345675".into()),
            origin: Some("GB".into()),
            destination: Some("SN".into()),
            posted: Some("2026-02-11".parse().expect("a date")),
            goods: Some("Toys".into()),
            mass_g: Some(Decimal::parse("1840.5").expect("a number")),
            photos: vec![Attachment::example("X-ray image")],
            ..plain.clone()
        };
        let episode = Episode::example("opened", "Opened in the presence of the post.");
        [
            Self { identity: plain, statement: Statement::example() },
            Self { identity: rich, statement: Statement::rich_example("seized", episode) },
        ]
    }
}
