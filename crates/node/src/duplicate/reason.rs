//! A reason in the reader's words: codes get their labels, days and amounts are written out.

use record::codelist;
use screen::event::{Event, Factor, Feature, Finding, sentence};
use screen::sentence::Language;
use serde::Serialize;

use super::event::date_of;

/// Why two reports may be of one event, or why not.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Reason {
    #[schema(value_type = String)]
    pub feature: Feature,
    #[schema(value_type = String)]
    pub finding: Finding,
    /// Above zero it speaks for one event.
    pub bits: f64,
    pub left: String,
    pub right: String,
    /// All of it as a sentence in the language asked for.
    pub sentence: String,
}

/// The reason in a language.
pub fn told(factor: Factor, events: [&Event; 2], language: Language) -> Reason {
    let Factor { feature, finding, bits, left, right } = factor;
    let write = |value: &str, event: &Event| shown(feature, value, event, language);
    let (left, right) = (write(&left, events[0]), write(&right, events[1]));
    let factor = Factor { feature, finding, bits, left, right };
    let sentence = sentence(&factor, language);
    let Factor { left, right, .. } = factor;
    Reason { feature, finding, bits: (bits * 10.0).round() / 10.0, left, right, sentence }
}

fn shown(feature: Feature, value: &str, event: &Event, language: Language) -> String {
    let label = |list: &str| codelist::label(list, value, of(language));
    match feature {
        Feature::Day => value.parse().map(|day| date_of(day).to_string()).unwrap_or_default(),
        Feature::Country | Feature::Departure | Feature::Destination => label("country"),
        Feature::Substance => label("drug"),
        Feature::Transport => label("transport"),
        Feature::HidingPlace => label("hiding-place"),
        Feature::Quantity => {
            let dimension = event.amount.as_ref().map(|amount| amount.dimension.as_str());
            format!("{value} {}", unit(dimension.unwrap_or_default(), language))
        }
        _ => value.to_owned(),
    }
}

/// The sign of a base unit; a unit without a factor has its label.
fn unit(dimension: &str, language: Language) -> String {
    match dimension {
        "mass" => "g".into(),
        "volume" => "ml".into(),
        "area" => "m²".into(),
        "count" => codelist::label("unit", "unit", of(language)),
        other => codelist::label("unit", other, of(language)),
    }
}

/// The language as code lists name it.
pub fn of(language: Language) -> codelist::Language {
    match language {
        Language::Arabic => codelist::Language::Arabic,
        Language::English => codelist::Language::English,
        Language::French => codelist::Language::French,
        Language::Spanish => codelist::Language::Spanish,
    }
}
