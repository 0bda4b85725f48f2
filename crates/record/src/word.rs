//! Words and sentences in Arabic, English, French and Spanish: Project Fluent catalogues in
//! `data/word/`, one folder a language, the same messages in each. The pages read the same files.

mod bidi;
mod number;
mod sound;

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use bidi::{bare, free, identifier};
pub use number::decimal;
pub use sound::sound;

use crate::codelist::Language;

/// The files of each language.
pub const FILES: [&str; 19] = [
    "administration",
    "ask",
    "asking",
    "attachment",
    "audit",
    "compose",
    "copy",
    "directory",
    "duty",
    "field",
    "form",
    "kind",
    "limit",
    "page",
    "phrase",
    "reason",
    "sentence",
    "sign-in",
    "unit",
];

macro_rules! embedded {
    ($tag:literal) => {
        [
            include_str!(concat!("../data/word/", $tag, "/administration.ftl")),
            include_str!(concat!("../data/word/", $tag, "/ask.ftl")),
            include_str!(concat!("../data/word/", $tag, "/asking.ftl")),
            include_str!(concat!("../data/word/", $tag, "/attachment.ftl")),
            include_str!(concat!("../data/word/", $tag, "/audit.ftl")),
            include_str!(concat!("../data/word/", $tag, "/compose.ftl")),
            include_str!(concat!("../data/word/", $tag, "/copy.ftl")),
            include_str!(concat!("../data/word/", $tag, "/directory.ftl")),
            include_str!(concat!("../data/word/", $tag, "/duty.ftl")),
            include_str!(concat!("../data/word/", $tag, "/field.ftl")),
            include_str!(concat!("../data/word/", $tag, "/form.ftl")),
            include_str!(concat!("../data/word/", $tag, "/kind.ftl")),
            include_str!(concat!("../data/word/", $tag, "/limit.ftl")),
            include_str!(concat!("../data/word/", $tag, "/page.ftl")),
            include_str!(concat!("../data/word/", $tag, "/phrase.ftl")),
            include_str!(concat!("../data/word/", $tag, "/reason.ftl")),
            include_str!(concat!("../data/word/", $tag, "/sentence.ftl")),
            include_str!(concat!("../data/word/", $tag, "/sign-in.ftl")),
            include_str!(concat!("../data/word/", $tag, "/unit.ftl")),
        ]
    };
}

/// The catalogue of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// A value that stands in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Filling {
    /// Ready to be read, isolated where it must be.
    Text(String),
    /// Written in the reader's way; it also chooses the plural form.
    Count(u64),
    /// Chooses the plural form of an amount that is written elsewhere.
    Amount(f64),
}

impl From<String> for Filling {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Filling {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<u32> for Filling {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

/// The catalogue of a language: read when it is first asked for, so that a node starts at once.
pub fn catalogue(language: Language) -> &'static Catalogue {
    static CATALOGUES: [OnceLock<Catalogue>; 4] = [const { OnceLock::new() }; 4];
    let (at, files) = match language {
        Language::Arabic => (0, embedded!("ar")),
        Language::English => (1, embedded!("en")),
        Language::French => (2, embedded!("fr")),
        Language::Spanish => (3, embedded!("es")),
    };
    CATALOGUES[at].get_or_init(|| Catalogue::of(language, files))
}

impl Catalogue {
    fn of(language: Language, files: [&str; FILES.len()]) -> Self {
        let tag = language.tag().parse().expect("one of four tags of BCP 47");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // What needs isolation is isolated by `bidi`: labels and numbers do not.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Arabic => |value, _| number::written(value, Language::Arabic),
            Language::English => |value, _| number::written(value, Language::English),
            Language::French => |value, _| number::written(value, Language::French),
            Language::Spanish => |value, _| number::written(value, Language::Spanish),
        }));
        for file in files {
            let resource = FluentResource::try_new(file.to_owned());
            let resource = resource.map_err(|(_, errors)| errors);
            let resource = resource.expect("a test parses every catalogue");
            bundle.add_resource(resource).expect("a test finds every message once");
        }
        Self { language, bundle }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message without values.
    pub fn word(&self, key: &str) -> String {
        self.write(key, &[])
    }

    /// A message with its values; the key where there is no such message.
    pub fn write(&self, key: &str, fillings: &[(&str, Filling)]) -> String {
        let message = self.bundle.get_message(key);
        match message.and_then(|message| message.value()) {
            Some(pattern) => {
                let values = values(fillings);
                self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
            }
            None => key.to_owned(),
        }
    }

    /// What stands beside a message as its `.help`.
    pub fn help(&self, key: &str) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = message.get_attribute("help")?.value();
        Some(self.bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }
}

fn values<'a>(fillings: &'a [(&'a str, Filling)]) -> FluentArgs<'a> {
    let mut values = FluentArgs::with_capacity(fillings.len());
    for (name, filling) in fillings {
        let value = match filling {
            Filling::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Filling::Count(count) => FluentValue::from(*count),
            Filling::Amount(amount) => FluentValue::from(*amount),
        };
        values.set(*name, value);
    }
    values
}

#[cfg(test)]
mod tests;
