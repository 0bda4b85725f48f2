//! `container`: a freight container, its seals and its papers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mention::Mentions;
use super::message::Text;
use super::thing::{Episode, HISTORY, STATUS, Statement};
use super::{Attachment, Declared, Group};
use super::seizure::Coded;
use crate::decimal::Decimal;
use crate::facet;
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::Error;

/// What a container is known by, and what its papers say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// ISO 6346, with its check digit.
    #[schemars(extend("x-amana-selector" = "container"))]
    pub number: String,
    /// Size and type code of ISO 6346: `45R1`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_type: Option<String>,
    /// Seals it was met with, the last one last.
    #[schemars(extend("x-amana-selector" = "seal"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<String>,
    #[schemars(extend("x-amana-selector" = "bill-of-lading"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bills_of_lading: Vec<String>,
    /// As the papers declare them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    /// As declared, goods and packing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross_mass_kg: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// UN/LOCODE.
    #[schemars(extend("x-amana-selector" = "unlocode"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loaded_at: Option<String>,
    /// UN/LOCODE.
    #[schemars(extend("x-amana-selector" = "unlocode"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharged_at: Option<String>,
    /// For people to compare.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
}

/// A container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Container {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn mentions(&self) -> Mentions<'_> {
        Mentions::default()
            .text(SelectorKind::Container, &self.number)
            .many(SelectorKind::Seal, &self.seals)
            .many(SelectorKind::BillOfLading, &self.bills_of_lading)
            .one(SelectorKind::Unlocode, &self.loaded_at)
            .one(SelectorKind::Unlocode, &self.discharged_at)
    }

    fn check(&self) -> Result<(), Error> {
        self.mentions().check()?;
        if self.size_type.as_ref().is_some_and(|code| !is_size_type(code)) {
            return Err(Error::field("identity.size_type", "four letters and digits of ISO 6346"));
        }
        if self.gross_mass_kg.is_some_and(Decimal::is_negative) {
            return Err(Error::field("identity.gross_mass_kg", "is negative"));
        }
        Attachment::check_pictures("identity.photos", &self.photos)
    }

    fn tell(&self, s: &mut Sentences) {
        s.detail("size-type", self.size_type.as_ref().map(|code| s.id(code)));
        s.details("seals", s.ids(&self.seals));
        s.details("bills-of-lading", s.ids(&self.bills_of_lading));
        s.detail("goods", self.goods.as_ref().map(|goods| s.quoted(goods)));
        let mass = self.gross_mass_kg.map(|mass| s.amount(mass, &Coded::new("kilogram")));
        s.detail("gross-mass-kg", mass);
        s.detail("carrier", self.carrier.as_ref().map(|carrier| s.free(carrier)));
        s.detail("loaded-at", self.loaded_at.as_ref().map(|code| s.id(code)));
        s.detail("discharged-at", self.discharged_at.as_ref().map(|code| s.id(code)));
        Attachment::tell_all(&self.photos, s);
    }
}

impl Declared for Container {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.number", "identity.seals"],
            &["identity.size_type", "identity.photos"],
        ),
        Group::new(
            "shipment",
            &["identity.bills_of_lading", "identity.goods"],
            &[
                "identity.gross_mass_kg",
                "identity.carrier",
                "identity.loaded_at",
                "identity.discharged_at",
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
        s.say("container", &[("number", number.into())]);
        self.identity.tell(s);
        self.statement.tell(s);
    }

    fn free_text(&self) -> Option<&Text> {
        self.statement.text.as_ref()
    }

    fn facets(&self) -> Vec<facet::Value> {
        self.statement.facets(Vec::new())
    }

    fn examples() -> [Self; 2] {
        let plain = Identity {
            number: "CSQU3054383".into(),
            size_type: None,
            seals: Vec::new(),
            bills_of_lading: Vec::new(),
            goods: None,
            gross_mass_kg: None,
            carrier: None,
            loaded_at: None,
            discharged_at: None,
            photos: Vec::new(),
        };
        let rich = Identity {
            size_type: Some("45R1".into()),
            seals: vec!["ML0123456".into(), "ML0123457".into()],
            bills_of_lading: vec!["XXXU1234567890".into()],
            goods: Some("Frozen fruit pulp".into()),
            gross_mass_kg: Some(Decimal::parse("24300").expect("a number")),
            carrier: Some("Línea de Ejemplo".into()),
            loaded_at: Some("COBUN".into()),
            discharged_at: Some("ESALG".into()),
            photos: vec![Attachment::example("The seal as it was found")],
            ..plain.clone()
        };
        let episode = Episode::example("seal-changed", "The second seal is not the line's.");
        [
            Self { identity: plain, statement: Statement::example() },
            Self { identity: rich, statement: Statement::rich_example("cloned", episode) },
        ]
    }
}

/// Two characters of size, two of type; the code books of ISO 6346 change, its form does not.
fn is_size_type(code: &str) -> bool {
    code.len() == 4 && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
