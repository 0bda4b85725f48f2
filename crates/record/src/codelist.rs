//! Code lists: data files with labels in Arabic, English, French and Spanish.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::Error;

/// A language that every label is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Arabic,
    English,
    French,
    Spanish,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::Arabic, Self::English, Self::French, Self::Spanish];

    /// From the primary subtag of a BCP 47 tag, for instance `es-CO`; none for other languages.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "ar" => Some(Self::Arabic),
            "en" => Some(Self::English),
            "fr" => Some(Self::French),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }
}

/// A label in the four languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    pub ar: String,
    pub en: String,
    pub fr: String,
    pub es: String,
}

impl Labels {
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Arabic => &self.ar,
            Language::English => &self.en,
            Language::French => &self.fr,
            Language::Spanish => &self.es,
        }
    }
}

/// One code, its labels, and the foreign values that mean it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    pub labels: Labels,
    pub raw: BTreeMap<String, Vec<String>>,
    pub extra: BTreeMap<String, String>,
}

/// A list of codes with its source.
#[derive(Clone, Debug)]
pub struct CodeList {
    pub name: String,
    pub version: u32,
    pub date: String,
    pub source: String,
    pub codes: Vec<Code>,
    by_code: HashMap<String, usize>,
    /// Source, then foreign value: looked up millions of times in an import, so without copies.
    by_raw: HashMap<String, HashMap<String, usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    list: FileHead,
    code: Vec<FileCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHead {
    name: String,
    version: u32,
    date: String,
    source: String,
}

#[derive(Deserialize)]
struct FileCode {
    code: String,
    ar: String,
    en: String,
    fr: String,
    es: String,
    #[serde(default)]
    raw: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    extra: BTreeMap<String, toml::Value>,
}

impl CodeList {
    fn parse(text: &str) -> Result<Self, Error> {
        let bad = |error: toml::de::Error| Error::field("code list", error.to_string());
        let File { list, code } = toml::from_str(text).map_err(bad)?;
        let codes: Vec<Code> = code.into_iter().map(Code::from).collect();
        let by_code = codes.iter().enumerate().map(|(at, code)| (code.code.clone(), at)).collect();
        let mut by_raw: HashMap<String, HashMap<String, usize>> = HashMap::new();
        for (at, code) in codes.iter().enumerate() {
            for (source, values) in &code.raw {
                let known = by_raw.entry(source.clone()).or_default();
                known.extend(values.iter().map(|value| (value.clone(), at)));
            }
        }
        let FileHead { name, version, date, source } = list;
        Ok(Self { name, version, date, source, codes, by_code, by_raw })
    }

    pub fn get(&self, code: &str) -> Option<&Code> {
        self.by_code.get(code).map(|at| &self.codes[*at])
    }

    /// The code a foreign value means, for instance of `unodc-ids`.
    pub fn from_raw(&self, source: &str, raw: &str) -> Option<&Code> {
        self.by_raw.get(source)?.get(raw).map(|at| &self.codes[*at])
    }
}

impl From<FileCode> for Code {
    fn from(file: FileCode) -> Self {
        let text = |value: toml::Value| match value {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        Self {
            code: file.code,
            labels: Labels { ar: file.ar, en: file.en, fr: file.fr, es: file.es },
            raw: file.raw,
            extra: file.extra.into_iter().map(|(key, value)| (key, text(value))).collect(),
        }
    }
}

/// Embedded files; each is parsed when it is first asked for, so that a node starts at once.
macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../data/", $name, ".toml")))),*];
        static LISTS: [OnceLock<CodeList>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    };
}

embedded!(
    "action-wanted",
    "country",
    "detection-means",
    "document-status",
    "document-type",
    "drug",
    "drug-form",
    "handling-code",
    "hiding-place",
    "information-credibility",
    "level",
    "message-type",
    "notice-colour",
    "offence",
    "packaging",
    "place-type",
    "purpose",
    "recall-reason",
    "refusal",
    "role",
    "routing",
    "sex",
    "source-reliability",
    "subject-category",
    "transport",
    "trigger",
    "unit",
    "urgency",
    "warning",
);

/// The list of a name.
pub fn list(name: &str) -> Option<&'static CodeList> {
    let at = FILES.iter().position(|(known, _)| *known == name)?;
    Some(LISTS[at].get_or_init(|| CodeList::parse(FILES[at].1).expect("a test parses every list")))
}

/// The names of all lists.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// Whether `code` is on the list called `name`; an error names both.
///
/// # Panics
/// Where there is no such list: names are literals of this program, never input.
pub fn check(name: &str, code: &str) -> Result<(), Error> {
    let list = list(name).expect("lists are named by literals, never by input");
    let known = list.get(code).is_some();
    known.then_some(()).ok_or_else(|| Error::field(name, format!("`{code}` is not on the list")))
}

#[cfg(test)]
mod tests;
