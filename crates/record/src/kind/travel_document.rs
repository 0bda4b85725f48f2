//! `travel-document`: a document lost, stolen or revoked; only its issuer registers it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group, code_of};
use crate::moment::Date;
use crate::selector::{Selector, SelectorKind, issuer};
use crate::facet::{self, Facet};
use crate::sentence::Sentences;
use crate::{Error, codelist};

/// The specimen of ICAO Doc 9303 part 4, appendix A: Utopia issues it to nobody.
const SPECIMEN: &str = concat!(
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
);

/// What is wrong with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentStatus {
    Lost,
    Stolen,
    StolenBlank,
    Revoked,
    Cloned,
    Counterfeit,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// `ISSUER:NUMBER`.
    #[schemars(extend("x-amana-selector" = "travel-document"))]
    pub number: String,
    /// Code list `document-type`.
    #[schemars(extend("x-amana-list" = "document-type"))]
    pub document_type: String,
    #[schemars(extend("x-amana-list" = "document-status"))]
    pub status: DocumentStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// The machine-readable zone, lines joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-amana-selector" = "mrz"))]
    pub mrz: Option<String>,
}

/// A travel document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelDocument {
    pub statement: Statement,
}

impl TravelDocument {
    fn identifiers(&self) -> Vec<(SelectorKind, &str)> {
        let mut found = vec![(SelectorKind::TravelDocument, self.statement.number.as_str())];
        found.extend(self.statement.mrz.as_deref().map(|text| (SelectorKind::Mrz, text)));
        found
    }
}

impl Declared for TravelDocument {
    const ASSERTS: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "document",
            &["statement.number", "statement.document_type"],
            &["statement.mrz", "statement.expires"],
        ),
        Group::new("status", &["statement.status"], &["statement.since"]),
    ];

    fn check(&self) -> Result<(), Error> {
        codelist::check("document-type", &self.statement.document_type)?;
        let mut all = self.identifiers().into_iter();
        all.try_for_each(|(kind, text)| Selector::parse(kind, text).map(drop))
    }

    fn selectors(&self) -> Vec<Selector> {
        let parsed = self.identifiers().into_iter();
        parsed.filter_map(|(kind, text)| Selector::parse(kind, text).ok()).collect()
    }

    fn issuer(&self) -> Option<String> {
        let number = Selector::parse(SelectorKind::TravelDocument, &self.statement.number).ok()?;
        let (alpha3, _) = number.value().split_once(':')?;
        let country = issuer::countries().find(|(_, three)| *three == alpha3);
        Some(country.map_or(alpha3, |(two, _)| two).to_owned())
    }

    fn offence(&self) -> Option<&str> {
        None
    }

    fn title(&self) -> String {
        let status = match self.statement.status {
            DocumentStatus::Lost => "lost",
            DocumentStatus::Stolen => "stolen",
            DocumentStatus::StolenBlank => "stolen blank",
            DocumentStatus::Revoked => "revoked",
            DocumentStatus::Cloned => "cloned",
            DocumentStatus::Counterfeit => "counterfeit",
        };
        format!("{} {status}", self.statement.number)
    }

    fn facets(&self) -> Vec<facet::Value> {
        // An organisation, or Utopia, issues documents and is no country.
        let country = self.issuer().filter(|code| codelist::check("country", code).is_ok());
        let mut values: Vec<facet::Value> =
            country.iter().map(|code| Facet::Country.value(code)).collect();
        values.extend(Facet::DocumentStatus.word(&self.statement.status));
        values
    }

    fn gist(&self, s: &Sentences) -> String {
        let status = s.mid("document-status", &code_of(&self.statement.status));
        let number = s.id(&self.statement.number);
        s.phrase("of-kind", &[("what", number.into()), ("kind", status.into())])
    }

    fn tell(&self, s: &mut Sentences) {
        let this = &self.statement;
        let fillings = [
            ("type", s.code("document-type", &this.document_type).into()),
            ("number", s.id(&this.number).into()),
            ("status", s.mid("document-status", &code_of(&this.status)).into()),
        ];
        s.say("travel-document", &fillings);
        let issuer = self.issuer().filter(|code| code.len() == 2);
        s.detail("issuer", issuer.map(|code| s.country(&code)));
        s.detail("since", this.since.map(|date| s.date(date)));
        s.detail("expires", this.expires.map(|date| s.date(date)));
        s.detail("mrz", this.mrz.as_ref().map(|mrz| s.id(mrz)));
    }

    fn examples() -> [Self; 2] {
        let example = |number: &str, status| Statement {
            number: number.into(),
            document_type: "passport".into(),
            status,
            since: Some("2026-01-20".parse().expect("a date")),
            expires: None,
            mrz: None,
        };
        let specimen = Statement {
            expires: Some("2012-04-15".parse().expect("a date")),
            mrz: Some(SPECIMEN.into()),
            ..example("UTO:L898902C3", DocumentStatus::Lost)
        };
        [example("COL:AX123456", DocumentStatus::Stolen), specimen]
            .map(|statement| Self { statement })
    }
}
