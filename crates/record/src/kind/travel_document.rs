//! `travel-document`: a document lost, stolen or revoked; only its issuer registers it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Declared;
use crate::moment::Date;
use crate::selector::{Selector, SelectorKind, issuer};
use crate::facet::{self, Facet};
use crate::{Error, codelist};

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
    pub number: String,
    /// Code list `document-type`.
    pub document_type: String,
    pub status: DocumentStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// The machine-readable zone, lines joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
        let mut values: Vec<facet::Value> =
            self.issuer().map(|country| Facet::Country.value(&country)).into_iter().collect();
        values.extend(Facet::DocumentStatus.word(&self.statement.status));
        values
    }

    fn examples() -> [Self; 2] {
        [("COL:AX123456", DocumentStatus::Stolen), ("SEN:A00412345", DocumentStatus::Lost)].map(
            |(number, status)| Self {
                statement: Statement {
                    number: number.into(),
                    document_type: "passport".into(),
                    status,
                    since: Some("2026-01-20".parse().expect("a date")),
                    expires: None,
                    mrz: None,
                },
            },
        )
    }
}
