//! How good a statement is: source × information, 4×4; the original scheme is kept.

mod grade;

pub use grade::{Grade, Scheme};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Source reliability.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Source {
    /// Always reliable.
    A,
    /// Mostly reliable.
    B,
    /// Mostly not reliable.
    C,
    /// Unknown.
    X,
}

impl Source {
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::X];

    pub fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::X => "X",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Information credibility.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Information {
    /// Certain.
    #[serde(rename = "1")]
    Certain,
    /// Known first-hand by the source.
    #[serde(rename = "2")]
    FirstHand,
    /// Not first-hand but corroborated.
    #[serde(rename = "3")]
    Corroborated,
    /// Not corroborated.
    #[serde(rename = "4")]
    NotCorroborated,
}

impl Information {
    pub const ALL: [Self; 4] =
        [Self::Certain, Self::FirstHand, Self::Corroborated, Self::NotCorroborated];

    pub fn code(self) -> &'static str {
        match self {
            Self::Certain => "1",
            Self::FirstHand => "2",
            Self::Corroborated => "3",
            Self::NotCorroborated => "4",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Whether the owner states what happened, or what it concludes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    Fact,
    Assessment,
}

/// Evaluation 4×4 of a statement, and its nature.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    pub source: Source,
    pub information: Information,
    pub nature: Nature,
    /// The grade as it was given in another scheme, for instance `admiralty:B2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
}

impl Evaluation {
    /// The 4×4 evaluation that a grade of another scheme maps to, with the grade kept.
    pub fn of_grade(grade: &Grade, nature: Nature) -> Self {
        let original = (grade.scheme != Scheme::FourByFour).then(|| grade.to_string());
        let (source, information) = grade.mapped();
        Self { source, information, nature, original }
    }

    /// The original, where it is of a scheme that is known here.
    pub fn grade(&self) -> Option<Grade> {
        self.original.as_deref().and_then(|text| Grade::parse(text).ok())
    }
}
