//! Code lists: data files with labels in Arabic, English, French and Spanish.

mod extension;
mod file;
mod find;
mod fold;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

pub use extension::{BYTES_MAX, ENTRIES_MAX, FILES_MAX, Origin, Registry, Written};
pub use find::{Found, How};
pub use fold::{fold, words};

use crate::Error;
use find::Names;

/// A language that every label is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    Arabic,
    English,
    French,
    Spanish,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::Arabic, Self::English, Self::French, Self::Spanish];

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

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

/// A text in the four languages.
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

/// Another name of what a code means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    pub text: String,
    /// None: a trade name, an abbreviation or a formula that every language uses.
    pub language: Option<Language>,
    /// Said on the street: it finds the code, and is never printed as its name.
    pub slang: bool,
}

/// One code, its labels, and the words and foreign values that mean it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    pub labels: Labels,
    /// What belongs under the code, where the label alone could be misread.
    pub help: Option<Labels>,
    /// The wider code of the same list that this one narrows.
    pub parent: Option<String>,
    pub synonyms: Vec<Synonym>,
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
    /// Whether a node may narrow the list's codes with codes of its own.
    pub open: bool,
    pub codes: Vec<Code>,
    by_code: HashMap<String, usize>,
    /// Source, then foreign value: looked up millions of times in an import, so without copies.
    by_raw: HashMap<String, HashMap<String, usize>>,
    /// Folded names, made when something is first looked for.
    names: OnceLock<Names>,
}

impl CodeList {
    /// The code; of a node's own code that this list does not have, the common code it narrows.
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.exact(code).or_else(|| self.exact(self.narrowed_by(code)?))
    }

    /// The code itself and nothing wider.
    pub fn exact(&self, code: &str) -> Option<&Code> {
        self.by_code.get(code).map(|at| &self.codes[*at])
    }

    /// The code of the common list that a node's own code narrows; none where it is no such code.
    fn narrowed_by<'a>(&self, code: &'a str) -> Option<&'a str> {
        self.open.then(|| Written::parse(code))?.ok().map(|written| written.common)
    }

    /// The code a foreign value means, for instance of `unodc-ids`.
    pub fn from_raw(&self, source: &str, raw: &str) -> Option<&Code> {
        self.by_raw.get(source)?.get(raw).map(|at| &self.codes[*at])
    }

    /// The codes a text may mean, the likeliest first: by code, label, synonym or foreign value.
    pub fn find(&self, text: &str) -> Vec<Found<'_>> {
        find::find(self, self.names.get_or_init(|| Names::of(&self.codes)), text)
    }

    /// The code and all wider ones, the narrowest first.
    pub fn path(&self, code: &str) -> Vec<&Code> {
        let first = self.get(code);
        std::iter::successors(first, |code| self.exact(code.parent.as_deref()?)).collect()
    }

    /// What a reader is shown: the label, and of a node's own code that nobody explained, the
    /// label of the common code beside the code as it was written.
    pub fn label(&self, code: &str, language: Language) -> String {
        match (self.get(code), Written::parse(code)) {
            (Some(known), _) if known.code == code => known.labels.get(language).to_owned(),
            (Some(common), Ok(own)) => {
                format!("{} · {}:{}", common.labels.get(language), own.node, own.own)
            }
            _ => code.to_owned(),
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

// In the order of their names: they are looked up by halves.
embedded!(
    "3x5x2-handling",
    "3x5x2-information",
    "3x5x2-source",
    "5x5x5-handling",
    "5x5x5-information",
    "5x5x5-source",
    "action-wanted",
    "admiralty-information",
    "admiralty-source",
    "block-action",
    "case-role",
    "case-state",
    "colour",
    "concealment",
    "consent-use",
    "conveyance",
    "country",
    "decision-outcome",
    "descriptor",
    "detection-means",
    "direction",
    "document-status",
    "document-type",
    "drug",
    "drug-form",
    "episode",
    "evaluation-loss",
    "handling-code",
    "hiding-place",
    "indicator-kind",
    "information-credibility",
    "level",
    "link-role",
    "list-entry",
    "mark-motif",
    "message-type",
    "name-kind",
    "nature",
    "notice-colour",
    "object-status",
    "offence",
    "officer-risk",
    "online-status",
    "online-type",
    "organisation-name",
    "organisation-status",
    "organisation-type",
    "packaging",
    "pap",
    "pause-reason",
    "place-type",
    "precision",
    "purpose",
    "recall-reason",
    "refusal",
    "request-type",
    "role",
    "routing",
    "same-as-basis",
    "same-as-object",
    "same-as-state",
    "selector",
    "sex",
    "source-reliability",
    "subject-category",
    "tlp",
    "transport",
    "trigger",
    "unit",
    "urgency",
    "warning",
);

/// The list of a name.
pub fn list(name: &str) -> Option<&'static CodeList> {
    let at = FILES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(LISTS[at].get_or_init(|| file::list(FILES[at].1).expect("a test parses every list")))
}

/// The names of all lists.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// Whether a record may say `code` where the list called `name` is asked for; an error names both.
///
/// What a record may say depends on no node's extensions: a code that a node added narrows a code
/// of the common list, and that one is looked up. Every node so holds the same records valid.
///
/// # Panics
/// Where there is no such list: names are literals of this program, never input.
pub fn check(name: &str, code: &str) -> Result<(), Error> {
    let list = list(name).expect("lists are named by literals, never by input");
    let known = list.get(code).is_some();
    known.then_some(()).ok_or_else(|| Error::field(name, format!("`{code}` is not on the list")))
}

/// The codes of a common list that a text may mean, the likeliest first.
pub fn find(name: &str, text: &str) -> Vec<Found<'static>> {
    list(name).map(|list| list.find(text)).unwrap_or_default()
}

/// What a reader is shown for a code of a common list.
pub fn label(name: &str, code: &str, language: Language) -> String {
    list(name).map_or_else(|| code.to_owned(), |list| list.label(code, language))
}

#[cfg(test)]
mod tests;
