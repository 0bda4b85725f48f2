//! Grades of other schemes, and what they become in 4×4.
//!
//! A mapping never makes a statement better than its author said: where a grade stands between two,
//! the lower one is taken. What is lost is a code of the list `evaluation-loss`, in words.

use std::fmt;

use super::{Information, Source};
use crate::codelist::{self, Code};
use crate::{Error, HandlingCode};

/// A scheme of evaluation. Its grades and their mappings are data, in lists named after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Europol and this network.
    FourByFour,
    /// United Kingdom, today.
    ThreeFiveTwo,
    /// United Kingdom, until 2016.
    FiveFiveFive,
    /// NATO; also called 6×6.
    Admiralty,
}

impl Scheme {
    pub const ALL: [Self; 4] =
        [Self::FourByFour, Self::ThreeFiveTwo, Self::FiveFiveFive, Self::Admiralty];

    pub fn code(self) -> &'static str {
        match self {
            Self::FourByFour => "4x4",
            Self::ThreeFiveTwo => "3x5x2",
            Self::FiveFiveFive => "5x5x5",
            Self::Admiralty => "admiralty",
        }
    }

    /// From its code, also with the multiplication sign, without a sign, or as `6x6`.
    fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().to_lowercase().replace(['×', '*', '-'], "x");
        let plain = match plain.as_str() {
            "6x6" | "66" | "nato" => "admiralty",
            "44" => "4x4",
            "352" => "3x5x2",
            "555" => "5x5x5",
            other => other,
        };
        Self::ALL.into_iter().find(|scheme| scheme.code() == plain)
    }

    /// The list of one of its columns: `source`, `information` or `handling`.
    pub fn list(self, column: &str) -> Option<&'static codelist::CodeList> {
        match (self, column) {
            (Self::FourByFour, "source") => codelist::list("source-reliability"),
            (Self::FourByFour, "information") => codelist::list("information-credibility"),
            _ => codelist::list(&format!("{}-{column}", self.code())),
        }
    }
}

/// A grade as it was given: `admiralty:B2`, `5x5x5:B23`, `3x5x2:1AP`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    pub scheme: Scheme,
    source: &'static Code,
    information: &'static Code,
    handling: Option<&'static Code>,
}

impl Grade {
    /// Reads a grade with its scheme before it; case, blanks, slashes and hyphens do not matter.
    /// The third column, handling, may be missing.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = || Error::field("evaluation.original", format!("`{text}` is no known grade"));
        let (scheme, grade) = text.split_once(':').ok_or_else(bad)?;
        let scheme = Scheme::parse(scheme).ok_or_else(bad)?;
        let letters = grade.chars().filter(|letter| letter.is_alphanumeric());
        let letters: Vec<String> = letters.map(|one| one.to_uppercase().collect()).collect();
        let code = |column: &str, letter: &String| scheme.list(column)?.exact(letter);
        let (source, information, handling) = match &letters[..] {
            [source, information] => (source, information, None),
            [source, information, handling] => {
                (source, information, Some(code("handling", handling).ok_or_else(bad)?))
            }
            _ => return Err(bad()),
        };
        let source = code("source", source).ok_or_else(bad)?;
        let information = code("information", information).ok_or_else(bad)?;
        Ok(Self { scheme, source, information, handling })
    }

    /// Source and information in 4×4.
    pub fn mapped(&self) -> (Source, Information) {
        let same = self.scheme == Scheme::FourByFour;
        let target = |code: &'static Code| if same { &code.code } else { &code.extra["maps_to"] };
        let source = Source::parse(target(self.source));
        let information = Information::parse(target(self.information));
        source.zip(information).expect("a test reads every mapping")
    }

    /// What 4×4 cannot say of this grade: codes of the list `evaluation-loss`, each once.
    pub fn losses(&self) -> Vec<&'static Code> {
        let columns = [Some(self.source), Some(self.information), self.handling];
        let codes = columns.into_iter().flatten().filter_map(|code| code.extra.get("loss"));
        let list = codelist::list("evaluation-loss").expect("an embedded list");
        let mut losses: Vec<&Code> = codes.filter_map(|code| list.exact(code)).collect();
        losses.dedup();
        losses
    }

    /// The handling code that its third column becomes; none where it has none.
    pub fn handling(&self) -> Option<HandlingCode> {
        match self.handling?.extra.get("maps_to")?.as_str() {
            "H0" => Some(HandlingCode::H0),
            "H1" => Some(HandlingCode::H1),
            "H2" => Some(HandlingCode::H2),
            _ => Some(HandlingCode::H3),
        }
    }

    /// Whether its author lets it leave the originating body at all.
    pub fn is_shareable(&self) -> bool {
        self.handling.is_none() || self.handling().is_some()
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handling = self.handling.map(|code| code.code.as_str()).unwrap_or_default();
        let (source, information) = (&self.source.code, &self.information.code);
        write!(f, "{}:{source}{information}{handling}", self.scheme.code())
    }
}

#[cfg(test)]
mod tests;
