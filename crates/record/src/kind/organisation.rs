//! `organisation`: a company, association or group, known by its names, numbers and accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mention::Mentions;
use super::message::Text;
use super::thing::{Episode, HISTORY, STATUS, check_code};
use super::{Declared, Group};
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::{Error, codelist};

const NAMES_MAX: usize = 50;

/// A name of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationName {
    /// Code list `organisation-name`.
    #[schemars(extend("x-amana-list" = "organisation-name"))]
    pub kind: String,
    pub full: String,
    /// As a register romanises it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transliteration: Option<String>,
}

/// What an organisation is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    #[schemars(length(min = 1, max = NAMES_MAX))]
    pub names: Vec<OrganisationName>,
    /// Code list `organisation-type`.
    #[schemars(extend("x-amana-list" = "organisation-type"))]
    pub organisation_type: String,
    /// Code list `country`: where it is registered or has its seat.
    #[schemars(extend("x-amana-list" = "country"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Of the country's register of companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration_number: Option<String>,
    /// Legal entity identifier, ISO 17442.
    #[schemars(extend("x-amana-selector" = "lei"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lei: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[schemars(extend("x-amana-selector" = "phone"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    #[schemars(extend("x-amana-selector" = "email"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    #[schemars(extend("x-amana-selector" = "domain"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    #[schemars(extend("x-amana-selector" = "iban"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ibans: Vec<String>,
    #[schemars(extend("x-amana-selector" = "wallet"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wallets: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    /// Code list `organisation-status`.
    #[schemars(extend("x-amana-list" = "organisation-status"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Code list `action-wanted`.
    #[schemars(extend("x-amana-list" = "action-wanted"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_wanted: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Episode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn mentions(&self) -> Mentions<'_> {
        Mentions::default()
            .one(SelectorKind::Lei, &self.lei)
            .many(SelectorKind::Phone, &self.phones)
            .many(SelectorKind::Email, &self.emails)
            .many(SelectorKind::Domain, &self.domains)
            .many(SelectorKind::Iban, &self.ibans)
            .many(SelectorKind::Wallet, &self.wallets)
    }

    fn check(&self) -> Result<(), Error> {
        let named = |name: &OrganisationName| !name.full.trim().is_empty();
        if self.names.is_empty() || !self.names.iter().all(named) {
            return Err(Error::field("identity.names", "it has a name, and none is empty"));
        }
        self.names.iter().try_for_each(|name| codelist::check("organisation-name", &name.kind))?;
        codelist::check("organisation-type", &self.organisation_type)?;
        check_code("country", self.country.as_ref())?;
        self.mentions().check()
    }

    fn tell_names(&self, s: &mut Sentences) {
        for (at, name) in self.names.iter().enumerate() {
            let mut text = s.free(&name.full);
            if let Some(romanised) = &name.transliteration {
                let romanised = s.free(romanised);
                text = s.phrase("romanised", &[("name", text.into()), ("as", romanised.into())]);
            }
            let kind = s.mid("organisation-name", &name.kind);
            let text = s.phrase("of-kind", &[("what", text.into()), ("kind", kind.into())]);
            if at == 0 {
                let what = s.code("organisation-type", &self.organisation_type);
                s.say("titled-plain", &[("what", what.into()), ("title", text.into())]);
            } else {
                s.detail("other-name", text);
            }
        }
    }

    fn tell(&self, s: &mut Sentences) {
        self.tell_names(s);
        s.detail("country", self.country.as_ref().map(|code| s.country(code)));
        let number = self.registration_number.as_ref();
        s.detail("registration-number", number.map(|number| s.id(number)));
        s.detail("lei", self.lei.as_ref().map(|lei| s.id(lei)));
        s.detail("address", self.address.as_ref().map(|address| s.free(address)));
        s.details("phones", s.ids(&self.phones));
        s.details("emails", s.ids(&self.emails));
        s.details("domains", s.ids(&self.domains));
        s.details("ibans", s.ids(&self.ibans));
        s.details("wallets", s.ids(&self.wallets));
    }
}

impl Statement {
    fn check(&self) -> Result<(), Error> {
        codelist::check("offence", &self.offence)?;
        check_code("organisation-status", self.status.as_ref())?;
        check_code("action-wanted", self.action_wanted.as_ref())?;
        Episode::check_all(&self.history)
    }

    fn tell(&self, s: &mut Sentences) {
        s.detail("status", self.status.as_ref().map(|code| s.mid("organisation-status", code)));
        s.detail("since", self.since.map(|date| s.date(date)));
        s.detail("offence", s.mid("offence", &self.offence));
        let action = self.action_wanted.as_ref();
        s.detail("action-wanted", action.map(|code| s.mid("action-wanted", code)));
        Episode::tell_all(&self.history, s);
        if let Some(text) = &self.text {
            s.text(text);
        }
    }
}

impl Declared for Organisation {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.names", "identity.organisation_type", "identity.country"],
            &["identity.registration_number", "identity.lei"],
        ),
        Group::new(
            "contact",
            &[],
            &["identity.address", "identity.phones", "identity.emails", "identity.domains"],
        ),
        Group::new("money", &[], &["identity.ibans", "identity.wallets"]),
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
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        self.identity.names.first().map(|name| name.full.clone()).unwrap_or_default()
    }

    fn tell(&self, s: &mut Sentences) {
        self.identity.tell(s);
        self.statement.tell(s);
    }

    fn searchable(&self) -> Vec<String> {
        let names = self.identity.names.iter();
        let names = names.flat_map(|name| [Some(name.full.clone()), name.transliteration.clone()]);
        let more = [
            self.identity.registration_number.clone(),
            self.identity.address.clone(),
            self.statement.text.as_ref().map(|text| text.text.clone()),
        ];
        names.chain(more).flatten().collect()
    }

    fn facets(&self) -> Vec<facet::Value> {
        let mut values = vec![Facet::Offence.value(&self.statement.offence)];
        values.extend(self.identity.country.iter().map(|code| Facet::Country.value(code)));
        let action = self.statement.action_wanted.iter();
        values.extend(action.map(|code| Facet::ActionWanted.value(code)));
        values
    }

    fn examples() -> [Self; 2] {
        let name = |kind: &str, full: &str| OrganisationName {
            kind: kind.into(),
            full: full.into(),
            transliteration: None,
        };
        let plain = Identity {
            names: vec![name("registered", "Frutas de Ejemplo S.A.S.")],
            organisation_type: "trading-company".into(),
            country: Some("CO".into()),
            registration_number: None,
            lei: None,
            address: None,
            phones: Vec::new(),
            emails: Vec::new(),
            domains: Vec::new(),
            ibans: Vec::new(),
            wallets: Vec::new(),
        };
        let arabic = OrganisationName {
            transliteration: Some("Mithal lil-Shahn".into()),
            ..name("registered", "مثال للشحن")
        };
        let rich = Identity {
            names: vec![arabic, name("trade", "Example Forwarding")],
            organisation_type: "freight-forwarder".into(),
            country: Some("GB".into()),
            registration_number: Some("EJ-000417".into()),
            lei: Some("506700GE1G29325QX363".into()),
            address: Some("1 Specimen Quay, Exampleton".into()),
            phones: vec!["+442079460123".into()],
            emails: vec!["desk@example.org".into()],
            domains: vec!["example.org".into()],
            ibans: vec!["GB29NWBK60161331926819".into()],
            wallets: vec!["bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4".into()],
        };
        let statement = Statement {
            offence: "drug-smuggling".into(),
            status: None,
            since: None,
            action_wanted: None,
            history: Vec::new(),
            text: None,
        };
        let told = Statement {
            status: Some("dormant".into()),
            since: Some("2025-12-01".parse().expect("a date")),
            action_wanted: Some("trace-assets".into()),
            history: vec![Episode::example("owner-changed", "Three owners in one year.")],
            text: Some(Text { language: "en".into(), text: "No staff at the address.".into() }),
            ..statement.clone()
        };
        [Self { identity: plain, statement }, Self { identity: rich, statement: told }]
    }
}
