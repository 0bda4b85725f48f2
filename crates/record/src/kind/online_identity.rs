//! `online-identity`: an account, channel or shop under which someone acts on the Internet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mention::Mentions;
use super::message::Text;
use super::thing::check_code;
use super::{Attachment, Declared, Group};
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::{Error, codelist};

/// What an online identity is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// `PLATFORM:NAME`.
    #[schemars(extend("x-amana-selector" = "online-handle"))]
    pub handle: String,
    /// Code list `online-type`.
    #[schemars(extend("x-amana-list" = "online-type"))]
    pub online_type: String,
    /// Names it shows or has shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub display_names: Vec<String>,
    #[schemars(extend("x-amana-selector" = "domain"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    #[schemars(extend("x-amana-selector" = "ip-address"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ip_addresses: Vec<String>,
    #[schemars(extend("x-amana-selector" = "phone"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    #[schemars(extend("x-amana-selector" = "email"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    #[schemars(extend("x-amana-selector" = "wallet"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wallets: Vec<String>,
    /// Of its pages and offers.
    #[schemars(length(max = super::attachment::ATTACHMENTS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Attachment>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    /// Code list `online-status`.
    #[schemars(extend("x-amana-list" = "online-status"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Date>,
    /// Code list `drug`: what it offers or asks for.
    #[schemars(extend("x-amana-list" = "drug"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substances: Vec<String>,
    /// Code list `action-wanted`.
    #[schemars(extend("x-amana-list" = "action-wanted"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_wanted: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// An online identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnlineIdentity {
    pub identity: Identity,
    pub statement: Statement,
}

impl Identity {
    fn mentions(&self) -> Mentions<'_> {
        Mentions::default()
            .text(SelectorKind::OnlineHandle, &self.handle)
            .many(SelectorKind::Domain, &self.domains)
            .many(SelectorKind::IpAddress, &self.ip_addresses)
            .many(SelectorKind::Phone, &self.phones)
            .many(SelectorKind::Email, &self.emails)
            .many(SelectorKind::Wallet, &self.wallets)
    }

    fn tell(&self, s: &mut Sentences) {
        let what = s.code("online-type", &self.online_type);
        let handle = s.id(&self.handle);
        s.say("titled-plain", &[("what", what.into()), ("title", handle.into())]);
        let names = self.display_names.iter().map(|name| s.free(name)).collect();
        s.details("display-names", names);
        s.details("domains", s.ids(&self.domains));
        s.details("ip-addresses", s.ids(&self.ip_addresses));
        s.details("phones", s.ids(&self.phones));
        s.details("emails", s.ids(&self.emails));
        s.details("wallets", s.ids(&self.wallets));
        Attachment::tell_all(&self.photos, s);
    }
}

impl Statement {
    fn check(&self) -> Result<(), Error> {
        codelist::check("offence", &self.offence)?;
        check_code("online-status", self.status.as_ref())?;
        check_code("action-wanted", self.action_wanted.as_ref())?;
        self.substances.iter().try_for_each(|code| codelist::check("drug", code))?;
        let seen = self.first_seen.zip(self.last_seen);
        if seen.is_some_and(|(first, last)| first > last) {
            return Err(Error::field("statement.last_seen", "lies before it was first seen"));
        }
        Ok(())
    }

    fn tell(&self, s: &mut Sentences) {
        s.detail("status", self.status.as_ref().map(|code| s.mid("online-status", code)));
        s.detail("first-seen", self.first_seen.map(|date| s.date(date)));
        s.detail("last-seen", self.last_seen.map(|date| s.date(date)));
        s.detail("offence", s.mid("offence", &self.offence));
        let substances = self.substances.iter().map(|code| s.mid("drug", code)).collect();
        s.details("online-identity-substances", substances);
        let action = self.action_wanted.as_ref();
        s.detail("action-wanted", action.map(|code| s.mid("action-wanted", code)));
        if let Some(text) = &self.text {
            s.text(text);
        }
    }
}

impl Declared for OnlineIdentity {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["identity", "statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "identity",
            &["identity.handle", "identity.online_type"],
            &["identity.display_names", "identity.domains", "identity.ip_addresses"],
        ),
        Group::new("contact", &[], &["identity.phones", "identity.emails"]),
        Group::new("money", &[], &["identity.wallets"]),
        Group::new(
            "matter",
            &["statement.offence", "statement.substances"],
            &["statement.action_wanted", "statement.text", "identity.photos"],
        ),
        Group::new(
            "status",
            &["statement.status"],
            &["statement.first_seen", "statement.last_seen"],
        ),
    ];

    fn check(&self) -> Result<(), Error> {
        codelist::check("online-type", &self.identity.online_type)?;
        Attachment::check_pictures("identity.photos", &self.identity.photos)?;
        self.identity.mentions().check()?;
        self.statement.check()
    }

    fn selectors(&self) -> Vec<Selector> {
        self.identity.mentions().selectors()
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        let names = self.identity.display_names.first().cloned();
        let words = [Some(self.identity.handle.clone()), names];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn tell(&self, s: &mut Sentences) {
        self.identity.tell(s);
        self.statement.tell(s);
    }

    fn searchable(&self) -> Vec<String> {
        let mut words = vec![self.identity.handle.clone()];
        words.extend(self.identity.display_names.iter().cloned());
        words.extend(self.statement.text.as_ref().map(|text| text.text.clone()));
        words
    }

    fn facets(&self) -> Vec<facet::Value> {
        let mut values = vec![Facet::Offence.value(&self.statement.offence)];
        values.extend(self.statement.substances.iter().map(|code| Facet::Substance.value(code)));
        let action = self.statement.action_wanted.iter();
        values.extend(action.map(|code| Facet::ActionWanted.value(code)));
        values
    }

    fn examples() -> [Self; 2] {
        let plain = Identity {
            handle: "telegram:tienda_ejemplo".into(),
            online_type: "channel".into(),
            display_names: Vec::new(),
            domains: Vec::new(),
            ip_addresses: Vec::new(),
            phones: Vec::new(),
            emails: Vec::new(),
            wallets: Vec::new(),
            photos: Vec::new(),
        };
        let rich = Identity {
            handle: "telegram:ana_diaz".into(),
            online_type: "market-vendor".into(),
            display_names: vec!["Ana la Inventada".into()],
            domains: vec!["shop.example.org".into()],
            ip_addresses: vec!["2001:db8::1".into()],
            phones: vec!["+442079460123".into()],
            emails: vec!["ana@example.org".into()],
            wallets: vec!["bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4".into()],
            photos: vec![Attachment::example("The offer of 14 February")],
        };
        let statement = Statement {
            offence: "drug-trafficking".into(),
            status: None,
            first_seen: None,
            last_seen: None,
            substances: Vec::new(),
            action_wanted: None,
            text: None,
        };
        let told = Statement {
            status: Some("active".into()),
            first_seen: Some("2025-06-01".parse().expect("a date")),
            last_seen: Some("2026-02-14".parse().expect("a date")),
            substances: vec!["cocaine".into(), "ketamine".into()],
            action_wanted: Some("observe".into()),
            text: Some(Text { language: "fr".into(), text: "Expédie par la poste.".into() }),
            ..statement.clone()
        };
        [Self { identity: plain, statement }, Self { identity: rich, statement: told }]
    }
}
