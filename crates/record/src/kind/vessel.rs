//! `vessel`: a ship or boat, known by its IMO number, its radio identity or its name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mention::Mentions;
use super::message::Text;
use super::thing::{Episode, HISTORY, STATUS, Statement, check_code};
use super::{Attachment, Declared, Group};
use crate::decimal::Decimal;
use crate::facet::{self, Facet};
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::{Error, codelist};

/// What a vessel is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// As painted on it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<String>,
    /// Code list `conveyance`.
    #[schemars(extend("x-amana-list" = "conveyance"))]
    pub vessel_type: String,
    /// IMO ship number.
    #[schemars(extend("x-amana-selector" = "imo"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imo: Option<String>,
    /// Maritime mobile service identity.
    #[schemars(extend("x-amana-selector" = "mmsi"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mmsi: Option<String>,
    #[schemars(extend("x-amana-selector" = "call-sign"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_sign: Option<String>,
    /// Code list `country`: whose flag it flies.
    #[schemars(extend("x-amana-list" = "country"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// UN/LOCODE.
    #[schemars(extend("x-amana-selector" = "unlocode"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_port: Option<String>,
    /// Length over all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_m: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross_tonnage: Option<u32>,
    /// Year of building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// Code list `colour`: the hull's.
    #[schemars(extend("x-amana-list" = "colour"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// For people to compare.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
}

/// A vessel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vessel {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn mentions(&self) -> Mentions<'_> {
        Mentions::default()
            .one(SelectorKind::Imo, &self.imo)
            .one(SelectorKind::Mmsi, &self.mmsi)
            .one(SelectorKind::CallSign, &self.call_sign)
            .one(SelectorKind::Unlocode, &self.home_port)
    }

    fn check(&self) -> Result<(), Error> {
        self.mentions().check()?;
        codelist::check("conveyance", &self.vessel_type)?;
        check_code("country", self.flag.as_ref())?;
        check_code("colour", self.colour.as_ref())?;
        if self.name.is_none() && self.mentions().is_empty() {
            return Err(Error::field("identity", "a vessel has a name or a number"));
        }
        if self.year.is_some_and(|year| !(1800..=2200).contains(&year)) {
            return Err(Error::field("identity.year", "is no year of building"));
        }
        Attachment::check_pictures("identity.photos", &self.photos)
    }

    fn tell(&self, s: &mut Sentences) {
        s.detail("imo", self.imo.as_ref().map(|number| s.id(number)));
        s.detail("mmsi", self.mmsi.as_ref().map(|number| s.id(number)));
        s.detail("call-sign", self.call_sign.as_ref().map(|sign| s.id(sign)));
        s.detail("flag", self.flag.as_ref().map(|code| s.country(code)));
        s.detail("home-port", self.home_port.as_ref().map(|code| s.id(code)));
        let names = self.former_names.iter().map(|name| s.free(name)).collect();
        s.details("former-names", names);
        let metres = self.length_m.map(|length| s.decimal(length));
        s.detail("length-m", metres.map(|length| s.phrase("metres", &[("amount", length.into())])));
        s.detail("gross-tonnage", self.gross_tonnage.map(|tonnage| s.whole(tonnage.into())));
        s.detail("vessel-year", self.year.map(|year| year.to_string()));
        s.detail("colour", self.colour.as_ref().map(|code| s.mid("colour", code)));
        Attachment::tell_all(&self.photos, s);
    }
}

impl Declared for Vessel {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.vessel_type", "identity.name", "identity.imo", "identity.flag"],
            &[
                "identity.mmsi",
                "identity.call_sign",
                "identity.home_port",
                "identity.former_names",
                "identity.length_m",
                "identity.gross_tonnage",
                "identity.year",
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
        let Identity { name, imo, mmsi, .. } = &self.identity;
        let words = [name.clone(), imo.as_ref().or(mmsi.as_ref()).cloned()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn tell(&self, s: &mut Sentences) {
        let what = s.code("conveyance", &self.identity.vessel_type);
        match &self.identity.name {
            Some(name) => {
                let name = s.free(name);
                s.say("titled-plain", &[("what", what.into()), ("title", name.into())]);
            }
            None => s.say("named", &[("what", what.into())]),
        }
        self.identity.tell(s);
        self.statement.tell(s);
    }

    fn free_text(&self) -> Option<&Text> {
        self.statement.text.as_ref()
    }

    fn facets(&self) -> Vec<facet::Value> {
        let mut values = vec![Facet::Conveyance.value(&self.identity.vessel_type)];
        values.extend(self.identity.flag.iter().map(|code| Facet::Country.value(code)));
        self.statement.facets(values)
    }

    fn examples() -> [Self; 2] {
        let plain = Identity {
            name: Some("Estrella Inventada".into()),
            former_names: Vec::new(),
            vessel_type: "fishing-vessel".into(),
            imo: None,
            mmsi: None,
            call_sign: None,
            flag: None,
            home_port: None,
            length_m: None,
            gross_tonnage: None,
            year: None,
            colour: None,
            photos: Vec::new(),
        };
        let rich = Identity {
            name: Some("Exercise Pride".into()),
            former_names: vec!["Modèle".into()],
            vessel_type: "container-ship".into(),
            imo: Some("9074729".into()),
            mmsi: Some("730123456".into()),
            call_sign: Some("HKAB2".into()),
            flag: Some("CO".into()),
            home_port: Some("COCTG".into()),
            length_m: Some(Decimal::parse("199.9").expect("a number")),
            gross_tonnage: Some(25_713),
            year: Some(1998),
            colour: Some("blue".into()),
            photos: vec![Attachment::example("Port side at anchor")],
        };
        let episode = Episode::example("reflagged", "The second change of flag in a year.");
        [
            Self { identity: plain, statement: Statement::example() },
            Self { identity: rich, statement: Statement::rich_example("sought", episode) },
        ]
    }
}
