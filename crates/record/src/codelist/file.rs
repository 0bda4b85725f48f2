//! The shape of a list's file, and of the file by which a node extends a list.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Code, CodeList, Labels, Language, Synonym};
use crate::{Error, NodeCode};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    list: Head,
    code: Vec<FileCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    version: u32,
    date: String,
    source: String,
    #[serde(default)]
    open: bool,
}

/// What a node adds to one list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extension {
    pub extension: ExtensionHead,
    #[serde(default)]
    pub code: Vec<FileCode>,
    #[serde(default)]
    pub word: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExtensionHead {
    pub node: NodeCode,
    pub list: String,
    pub version: u32,
    pub date: String,
    pub source: String,
}

/// Words of a node for a code that exists already.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    pub code: String,
    #[serde(default)]
    also: Names,
    #[serde(default)]
    slang: Names,
    #[serde(default)]
    pub raw: BTreeMap<String, Vec<String>>,
}

impl Word {
    pub fn synonyms(&self) -> Vec<Synonym> {
        synonyms(&self.also, &self.slang)
    }
}

/// Names by language; `any` holds those that all languages use.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Names {
    ar: Vec<String>,
    en: Vec<String>,
    fr: Vec<String>,
    es: Vec<String>,
    any: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    ar: String,
    en: String,
    fr: String,
    es: String,
}

#[derive(Deserialize)]
pub(super) struct FileCode {
    code: String,
    ar: String,
    en: String,
    fr: String,
    es: String,
    #[serde(default)]
    help: Option<Text>,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    also: Names,
    #[serde(default)]
    slang: Names,
    #[serde(default)]
    raw: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    extra: BTreeMap<String, toml::Value>,
}

fn bad(error: toml::de::Error) -> Error {
    Error::field("code list", error.to_string())
}

/// A common list from its file.
pub(super) fn list(text: &str) -> Result<CodeList, Error> {
    let File { list, code } = toml::from_str(text).map_err(bad)?;
    let mut made = CodeList {
        name: list.name,
        version: list.version,
        date: list.date,
        source: list.source,
        open: list.open,
        codes: Vec::with_capacity(code.len()),
        by_code: HashMap::new(),
        by_raw: HashMap::new(),
        names: OnceLock::new(),
    };
    code.into_iter().for_each(|code| made.push(code.into()));
    Ok(made)
}

/// What a node adds to a list, as its file says and before it is checked.
pub(super) fn extension(text: &str) -> Result<Extension, Error> {
    toml::from_str(text).map_err(bad)
}

impl CodeList {
    /// Takes a code in, and what it is looked up by.
    pub(super) fn push(&mut self, code: Code) {
        let at = self.codes.len();
        self.by_code.insert(code.code.clone(), at);
        for (source, values) in &code.raw {
            self.learn(at, source, values);
        }
        self.codes.push(code);
        self.names = OnceLock::new();
    }

    pub(super) fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// Gives a code that stands here more names.
    pub(super) fn add_names(&mut self, at: usize, word: Word) {
        self.codes[at].synonyms.extend(word.synonyms());
        for (source, values) in word.raw {
            self.learn(at, &source, &values);
            self.codes[at].raw.entry(source).or_default().extend(values);
        }
        self.names = OnceLock::new();
    }

    fn learn(&mut self, at: usize, source: &str, values: &[String]) {
        let known = self.by_raw.entry(source.to_owned()).or_default();
        known.extend(values.iter().map(|value| (value.clone(), at)));
    }
}

fn synonyms(also: &Names, slang: &Names) -> Vec<Synonym> {
    let of = |names: &Names, slang: bool| {
        let all = [
            (Some(Language::Arabic), names.ar.clone()),
            (Some(Language::English), names.en.clone()),
            (Some(Language::French), names.fr.clone()),
            (Some(Language::Spanish), names.es.clone()),
            (None, names.any.clone()),
        ];
        let one = move |(language, texts): (Option<Language>, Vec<String>)| {
            texts.into_iter().map(move |text| Synonym { text, language, slang })
        };
        all.into_iter().flat_map(one)
    };
    of(also, false).chain(of(slang, true)).collect()
}

impl From<FileCode> for Code {
    fn from(file: FileCode) -> Self {
        let text = |value: toml::Value| match value {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        let help = |help: Text| Labels { ar: help.ar, en: help.en, fr: help.fr, es: help.es };
        Self {
            synonyms: synonyms(&file.also, &file.slang),
            code: file.code,
            labels: Labels { ar: file.ar, en: file.en, fr: file.fr, es: file.es },
            help: file.help.map(help),
            parent: file.parent,
            raw: file.raw,
            extra: file.extra.into_iter().map(|(key, value)| (key, text(value))).collect(),
        }
    }
}
