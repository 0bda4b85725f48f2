//! What a column of a country's table may say about a seizure: the closed list of fields.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::word;

const HEADINGS: &str = include_str!("../../data/heading.toml");

macro_rules! fields {
    ($($name:ident = $code:literal $(list $list:literal)?),+ $(,)?) => {
        /// A field. `Keep` stands beside the record as it was written; `Leave` is not read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize)]
        pub enum Field { $(#[serde(rename = $code)] $name),+ }

        impl Field {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
            /// The code list its values are of.
            pub fn list(self) -> Option<&'static str> {
                match self { $(Self::$name => fields!(@list $($list)?)),+ }
            }
        }
    };
    (@list) => { None };
    (@list $list:literal) => { Some($list) };
}

fields! {
    Date = "date",
    Year = "year",
    Month = "month",
    Day = "day",
    FiscalYear = "fiscal-year",
    YearEnding = "year-ending",
    Country = "country" list "country",
    Division = "division",
    Place = "place",
    Unlocode = "unlocode",
    Latitude = "latitude",
    Longitude = "longitude",
    PlaceType = "place-type" list "place-type",
    ReportingCountry = "reporting-country" list "country",
    Agency = "agency",
    Offence = "offence" list "offence",
    Substance = "substance" list "drug",
    Form = "form" list "drug-form",
    Amount = "amount",
    GrossAmount = "gross-amount",
    Unit = "unit" list "unit",
    AmountOf = "amount-of",
    Purity = "purity",
    Packages = "packages",
    Packaging = "packaging" list "packaging",
    Mark = "mark",
    HidingPlace = "hiding-place" list "hiding-place",
    Concealment = "concealment",
    Method = "method" list "concealment",
    Detection = "detection" list "detection-means",
    Trigger = "trigger" list "trigger",
    Transport = "transport" list "transport",
    Conveyance = "conveyance" list "conveyance",
    Routing = "routing" list "routing",
    Direction = "direction" list "direction",
    Origin = "origin" list "country",
    Transit = "transit" list "country",
    Departure = "departure" list "country",
    Destination = "destination" list "country",
    Events = "events",
    Arrests = "arrests",
    LaboratoryReference = "laboratory-reference",
    Text = "text",
    Keep = "keep",
    Leave = "leave",
}

impl Field {
    /// Fields that one record has several of: any number of columns may fill them.
    pub fn is_repeated(self) -> bool {
        matches!(self, Self::AmountOf | Self::Transit | Self::Keep | Self::Leave | Self::Text)
    }

    /// A field that tables head alike: the values of a column tell which of the two it is.
    pub fn alike(self) -> Option<Self> {
        match self {
            Self::Conveyance => Some(Self::Transport),
            Self::Method => Some(Self::Concealment),
            Self::Direction => Some(Self::Routing),
            Self::Routing => Some(Self::Direction),
            _ => None,
        }
    }

    /// Fields that a number and a unit fill.
    pub fn is_measured(self) -> bool {
        matches!(self, Self::Amount | Self::GrossAmount | Self::AmountOf)
    }

    /// Fields that say when it was.
    pub fn is_time(self) -> bool {
        matches!(
            self,
            Self::Date | Self::Year | Self::Month | Self::Day | Self::FiscalYear | Self::YearEnding
        )
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.code() == code)
    }
}

/// Words of headings, by field: folded phrases in four languages.
pub fn headings() -> &'static BTreeMap<String, Vec<Vec<String>>> {
    static WORDS: OnceLock<BTreeMap<String, Vec<Vec<String>>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let file: BTreeMap<String, Vec<String>> =
            toml::from_str(HEADINGS).expect("a test reads the headings");
        let phrases = |texts: Vec<String>| texts.iter().map(|text| word::words(text)).collect();
        file.into_iter().map(|(field, texts)| (field, phrases(texts))).collect()
    })
}

/// How well a heading's words name a field: the share of them that the best phrase is.
pub fn likeness(words: &[String], phrases: &[Vec<String>]) -> f64 {
    let fits = |phrase: &&Vec<String>| words.windows(phrase.len()).any(|part| part == &phrase[..]);
    let best = phrases.iter().filter(fits).map(Vec::len).max().unwrap_or(0);
    if words.is_empty() { 0.0 } else { best as f64 / words.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_of_a_field_and_no_field_but_one() {
        let mut seen = BTreeMap::new();
        for (name, phrases) in headings() {
            let special = ["person", "total-mark", "total-value"].contains(&name.as_str());
            assert!(special || Field::parse(name).is_some(), "no field {name}");
            for phrase in phrases {
                assert!(!phrase.is_empty(), "{name}");
                let before = seen.insert(phrase.clone(), name);
                assert!(before.is_none_or(|b| b == name), "{phrase:?} is of {before:?} and {name}");
            }
        }
    }

    #[test]
    fn a_heading_names_its_field_in_four_languages() {
        let check = |heading: &str, expect: &str| {
            let words = word::words(heading);
            let score = |field: &str| likeness(&words, &headings()[field]);
            let best = headings().keys().max_by(|a, b| score(a).total_cmp(&score(b)));
            assert_eq!(best.map(String::as_str), Some(expect), "{heading}");
        };
        check("Fecha del hecho", "date");
        check("تاريخ الضبط", "date");
        check("Date de saisie", "date");
        check("Cantidad", "amount");
        check("الكمية", "amount");
        check("Unité de mesure", "unit");
        check("Clase de estupefaciente", "substance");
        check("نوع المخدر", "substance");
        check("Pays de destination", "destination");
        check("بلد المصدر", "origin");
        check("Medio de transporte", "transport");
        check("Lieu de dissimulation", "hiding-place");
        check("Peso bruto (kg)", "gross-amount");
        check("الوزن الإجمالي", "gross-amount");
        check("Type de véhicule", "conveyance");
        check("Sentido", "direction");
        check("أسلوب الإخفاء", "method");
        check("Nombre d'interpellations", "arrests");
        check("Apellidos y nombres", "person");
    }
}
