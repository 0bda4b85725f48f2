//! Sentences: what a record says, in the reader's language. A kind tells its body, this module
//! knows how a date, a quantity, a code, an identifier or a foreign text is put.

mod record;

use std::sync::Arc;

pub use record::{content, of, passed_on};

use crate::codelist::{self, Language, Registry};
use crate::decimal::Decimal;
use crate::kind::message::Text;
use crate::kind::seizure::{Coded, EventReference};
use crate::moment::{Date, Timestamp};
use crate::selector::Selector;
use crate::word::{self, Catalogue, Filling, catalogue};
use crate::{Name, NodeCode};

/// Codes that say little without the words they were read from.
const VAGUE: [&str; 4] = ["unknown", "other", "unidentified-name", "unspecified"];

/// The sentences of one record, as they are being told.
pub struct Sentences {
    words: &'static Catalogue,
    lists: Arc<Registry>,
    told: Vec<String>,
}

impl Sentences {
    /// With the labels of the common lists.
    pub fn new(language: Language) -> Self {
        Self::with(language, Arc::default())
    }

    /// With the labels of the lists as a node has extended them.
    pub fn with(language: Language, lists: Arc<Registry>) -> Self {
        Self { words: catalogue(language), lists, told: Vec::new() }
    }

    pub fn finish(self) -> Vec<String> {
        self.told
    }

    fn language(&self) -> Language {
        self.words.language()
    }

    /// Tells a sentence of the catalogue.
    pub fn say(&mut self, key: &str, fillings: &[(&str, Filling)]) {
        self.told.push(stopped_once(self.words.write(key, fillings)));
    }

    /// Tells a field by its label, where it is known.
    pub fn detail(&mut self, field: &str, value: impl Into<Option<String>>) {
        if let Some(value) = value.into() {
            let label = self.words.word(&format!("field-{field}"));
            self.say("detail", &[("label", label.into()), ("value", value.into())]);
        }
    }

    /// Tells a field that has several values.
    pub fn details(&mut self, field: &str, values: Vec<String>) {
        if !values.is_empty() {
            let all = self.all_of(values);
            self.detail(field, all);
        }
    }

    /// Tells a text in its own language, and says which one that is where it is not the reader's.
    pub fn text(&mut self, text: &Text) {
        let quoted = self.free(&text.text);
        match Language::parse(&text.language) {
            Some(own) if own == self.language() => self.say("text", &[("text", quoted.into())]),
            own => {
                let own = own.map(|own| self.words.word(&format!("language-{}", own.tag())));
                let own = own.unwrap_or_else(|| self.id(&text.language));
                self.say("text-foreign", &[("language", own.into()), ("text", quoted.into())]);
            }
        }
    }

    /// A phrase that stands inside a sentence.
    pub fn phrase(&self, key: &str, fillings: &[(&str, Filling)]) -> String {
        self.words.write(key, fillings)
    }

    /// `a, b and c`, in the reader's way.
    pub fn all_of(&self, mut values: Vec<String>) -> String {
        let Some(last) = values.pop() else { return String::new() };
        if values.is_empty() {
            return last;
        }
        let sound = word::sound(&last);
        let fillings = [
            ("first", self.each_of(values).into()),
            ("sound", sound.into()),
            ("rest", last.into()),
        ];
        self.phrase("and", &fillings)
    }

    /// `a, b, c`: facts beside each other.
    pub fn each_of(&self, values: Vec<String>) -> String {
        values.join(&self.words.word("list"))
    }

    /// A field by its label inside a sentence: `mark: two lions`.
    pub fn labelled(&self, field: &str, value: String) -> String {
        let label = uncapitalised(self.words.word(&format!("field-{field}")));
        self.phrase("labelled", &[("label", label.into()), ("value", value.into())])
    }

    /// The label of a code.
    pub fn code(&self, list: &str, code: &str) -> String {
        self.lists.label(list, code, self.language())
    }

    /// The label of a code inside a sentence.
    pub fn mid(&self, list: &str, code: &str) -> String {
        let label = self.code(list, code);
        if is_proper(list, code) { label } else { uncapitalised(label) }
    }

    /// The label of a code, beside the foreign words where the code says little.
    pub fn coded(&self, list: &str, coded: &Coded) -> String {
        let label = self.code(list, &coded.code);
        match &coded.raw {
            Some(raw) if VAGUE.contains(&coded.code.as_str()) && !raw.trim().is_empty() => {
                let raw = self.free(raw);
                self.phrase("as-written", &[("label", label.into()), ("raw", raw.into())])
            }
            _ => label,
        }
    }

    /// As [`Self::coded`], inside a sentence.
    pub fn mid_coded(&self, list: &str, coded: &Coded) -> String {
        let label = self.coded(list, coded);
        if is_proper(list, &coded.code) { label } else { uncapitalised(label) }
    }

    /// Tells selectors, each with what it is.
    pub fn identifiers(&mut self, field: &str, selectors: &[Selector]) {
        let one = |selector: &Selector| {
            let kind = self.code("selector", selector.kind().code());
            let value = self.id(selector.value());
            self.phrase("labelled", &[("label", kind.into()), ("value", value.into())])
        };
        let all = selectors.iter().map(one).collect();
        self.details(field, all);
    }

    pub fn date(&self, date: Date) -> String {
        let (day, month) = (date.0.day() as u32, date.0.month());
        self.day(date.0.year(), month, Some(day))
    }

    /// A day, or a month of which the day is not known.
    pub fn day(&self, year: i16, month: i8, day: Option<u32>) -> String {
        let month = self.words.word(&format!("month-{month}"));
        let about = [("month", month.into()), ("year", year.to_string().into())];
        match day {
            Some(day) => {
                let [month, year] = about;
                self.phrase("date", &[("day", day.into()), month, year])
            }
            None => self.phrase("date-month", &about),
        }
    }

    /// A date as far as it is known.
    pub fn partial(&self, year: i16, month: Option<i8>, day: Option<i8>) -> String {
        match month {
            Some(month) => self.day(year, month, day.map(|day| u32::from(day.unsigned_abs()))),
            None => year.to_string(),
        }
    }

    pub fn moment(&self, moment: Timestamp) -> String {
        let stamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or_default();
        let civil = stamp.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        let date = self.date(Date(civil.date()));
        let time = self.id(&format!("{:02}:{:02}", civil.hour(), civil.minute()));
        self.phrase("moment", &[("date", date.into()), ("time", time.into())])
    }

    pub fn country(&self, code: &str) -> String {
        self.code("country", code)
    }

    /// A node by its country's name; a regional body by its code.
    pub fn node(&self, node: &NodeCode) -> String {
        let known = codelist::list("country").and_then(|list| list.exact(node.as_str()));
        match known {
            Some(country) => country.labels.get(self.language()).to_owned(),
            None => self.id(node.as_str()),
        }
    }

    /// An identifier, read left to right.
    pub fn id(&self, text: &str) -> String {
        word::identifier(text, self.language())
    }

    pub fn ids(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.id(text)).collect()
    }

    pub fn reference(&self, reference: &EventReference) -> String {
        self.id(&format!("{}/{}", reference.owner, reference.id))
    }

    pub fn name(&self, name: &Name) -> String {
        self.id(&name.to_string())
    }

    /// A name or a text in its own words.
    pub fn free(&self, text: &str) -> String {
        word::free(text, self.language())
    }

    /// A text in its own words, in quotation marks: it may have sentences of its own.
    pub fn quoted(&self, text: &str) -> String {
        self.phrase("quoted", &[("text", self.free(text).into())])
    }

    pub fn decimal(&self, number: Decimal) -> String {
        word::decimal(&number.to_string(), self.language())
    }

    /// A whole number.
    pub fn whole(&self, number: u64) -> String {
        word::decimal(&number.to_string(), self.language())
    }

    /// An amount with its unit, in the plural that the language asks for.
    pub fn amount(&self, amount: Decimal, unit: &Coded) -> String {
        let key = format!("unit-{}", unit.code);
        let written = self.decimal(amount);
        if self.words.has(&key) {
            let number = Filling::Amount(amount.approximate());
            return self.phrase(&key, &[("n", number), ("amount", written.into())]);
        }
        let unit = uncapitalised(self.coded("unit", unit));
        self.phrase("amount", &[("amount", written.into()), ("unit", unit.into())])
    }
}

/// Labels that keep their capital inside a sentence: countries, and drugs that may be a trade's or
/// the street's name. What has a structure is a substance's common name.
fn is_proper(list: &str, code: &str) -> bool {
    let structure = || codelist::list(list)?.get(code)?.extra.get("inchikey");
    list == "country" || (list == "drug" && structure().is_none())
}

/// A quotation that ends with its own full stop needs no second one.
fn stopped_once(mut sentence: String) -> String {
    let Some(quoted) = sentence.strip_suffix('.') else { return sentence };
    let words = quoted.trim_end_matches(['”', '»', '\u{a0}', '\u{2069}']);
    if words.len() < quoted.len() && words.ends_with(['.', '?', '!', '؟']) {
        sentence.pop();
    }
    sentence
}

/// `Stolen` is `stolen` inside a sentence; `LSD`, `InChIKey` and `N-Ethylpentylone` stay.
fn uncapitalised(label: String) -> String {
    let word = label.split(' ').next().unwrap_or_default();
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if first.is_uppercase() && letters.all(char::is_lowercase) => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label,
    }
}

#[cfg(test)]
mod tests;
