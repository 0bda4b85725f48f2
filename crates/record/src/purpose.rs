//! Purposes: why a record may be used, and why a question is asked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// INTERPOL's Rules on the Processing of Data, article 10, and the analysis of threats.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    LocateWantedPerson,
    PersonOrObjectOfInterest,
    CriminalInvestigation,
    Alert,
    Identification,
    ForensicAnalysis,
    SecurityCheck,
    BorderControl,
    CrimeAnalysis,
}

impl Purpose {
    pub const ALL: [Self; 9] = [
        Self::LocateWantedPerson,
        Self::PersonOrObjectOfInterest,
        Self::CriminalInvestigation,
        Self::Alert,
        Self::Identification,
        Self::ForensicAnalysis,
        Self::SecurityCheck,
        Self::BorderControl,
        Self::CrimeAnalysis,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::LocateWantedPerson => "locate-wanted-person",
            Self::PersonOrObjectOfInterest => "person-or-object-of-interest",
            Self::CriminalInvestigation => "criminal-investigation",
            Self::Alert => "alert",
            Self::Identification => "identification",
            Self::ForensicAnalysis => "forensic-analysis",
            Self::SecurityCheck => "security-check",
            Self::BorderControl => "border-control",
            Self::CrimeAnalysis => "crime-analysis",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}
