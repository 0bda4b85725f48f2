//! Codes and words that a node adds to a list, by a file and without a change of the program.
//!
//! A node's own code is written `COMMON/NODE:OWN`, for instance `container-roof/XA:roof-fan`. It
//! narrows a code that everyone has, and so nobody is ever left with a word that says nothing.

use std::collections::BTreeMap;

use super::file::{self, Extension, ExtensionHead};
use super::{Code, CodeList, Language, list};
use crate::moment::Date;
use crate::{Error, NodeCode};

/// Files, bytes of one, and codes and words in one, that a node's registry takes.
pub const FILES_MAX: usize = 200;
pub const BYTES_MAX: usize = 1 << 20;
pub const ENTRIES_MAX: usize = 5_000;
/// Letters of the part that a node chooses, and of a label.
pub const OWN_MAX: usize = 64;
pub const LABEL_MAX: usize = 200;

/// A node's own code, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<'a> {
    pub common: &'a str,
    pub node: &'a str,
    pub own: &'a str,
}

impl<'a> Written<'a> {
    pub fn parse(code: &'a str) -> Result<Self, Error> {
        let bad = || Error::field("code", "a node's own code is written COMMON/NODE:OWN");
        let (common, rest) = code.split_once('/').ok_or_else(bad)?;
        let (node, own) = rest.split_once(':').ok_or_else(bad)?;
        let good = is_kebab(own) && own.len() <= OWN_MAX && NodeCode::new(node).is_ok();
        good.then_some(Self { common, node, own }).ok_or_else(bad)
    }
}

/// Lower-case words and numbers, joined by single hyphens.
pub(super) fn is_kebab(code: &str) -> bool {
    let lower = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    code.split('-').all(|word| !word.is_empty() && word.bytes().all(lower))
}

/// The common lists with what nodes have added: what an author may choose from here.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    extended: BTreeMap<String, CodeList>,
    files: Vec<Origin>,
}

/// Where codes of a node came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub node: NodeCode,
    pub list: String,
    pub version: u32,
    pub date: Date,
    pub source: String,
}

impl Registry {
    /// From the texts of extension files, in the order in which they are to count.
    pub fn with(extra: &[&str]) -> Result<Self, Error> {
        if extra.len() > FILES_MAX {
            return Err(Error::TooLarge { what: "extensions", max: FILES_MAX });
        }
        let mut made = Self::default();
        extra.iter().try_for_each(|text| made.add(text))?;
        Ok(made)
    }

    /// The list of a name, with what nodes have added to it.
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.extended.get(name).or_else(|| list(name))
    }

    /// The list of a name where files here add to it.
    pub fn extended(&self, name: &str) -> Option<&CodeList> {
        self.extended.get(name)
    }

    /// The files this registry was made from.
    pub fn files(&self) -> &[Origin] {
        &self.files
    }

    /// Whether someone here may write `code`: unlike what arrives, it must be known to the letter.
    pub fn check(&self, name: &str, code: &str) -> Result<(), Error> {
        let known = self.list(name).and_then(|list| list.exact(code)).is_some();
        known.then_some(()).ok_or_else(|| Error::field(name, format!("`{code}` is not known here")))
    }

    /// What a reader is shown for a code: what its node calls it, where a file here says so.
    pub fn label(&self, name: &str, code: &str, language: Language) -> String {
        self.list(name).map_or_else(|| code.to_owned(), |list| list.label(code, language))
    }

    /// Takes in the text of one more file; one that is refused adds nothing.
    pub fn add(&mut self, text: &str) -> Result<(), Error> {
        if self.files.len() >= FILES_MAX {
            return Err(Error::TooLarge { what: "extensions", max: FILES_MAX });
        }
        if text.len() > BYTES_MAX {
            return Err(Error::TooLarge { what: "extension", max: BYTES_MAX });
        }
        let Extension { extension: head, code, word } = file::extension(text)?;
        if code.len() + word.len() > ENTRIES_MAX {
            return Err(Error::TooLarge { what: "extension", max: ENTRIES_MAX });
        }
        let origin = self.origin(head)?;
        let unknown = || Error::field("extension", format!("there is no list `{}`", origin.list));
        let mut extended = self.list(&origin.list).ok_or_else(unknown)?.clone();
        for file in code {
            let code = own(&extended, &origin.node, file.into())?;
            extended.push(code);
        }
        for word in word {
            add_word(&mut extended, word)?;
        }
        self.extended.insert(origin.list.clone(), extended);
        self.files.push(origin);
        Ok(())
    }

    /// One file a node and list: a later one would change what an earlier one said.
    fn origin(&self, head: ExtensionHead) -> Result<Origin, Error> {
        let ExtensionHead { node, list, version, date, source } = head;
        let date = date.parse()?;
        let twice = self.files.iter().any(|known| known.node == node && known.list == list);
        if twice || version == 0 || source.trim().is_empty() {
            let reason = format!("{node} extends `{list}` twice, or without version or source");
            return Err(Error::field("extension", reason));
        }
        Ok(Origin { node, list, version, date, source })
    }
}

/// A node's own code, fit to stand on the list; its parent is the common code that it narrows.
fn own(list: &CodeList, node: &NodeCode, mut code: Code) -> Result<Code, Error> {
    let refuse = |reason: &str| {
        Err(Error::field(list.name.clone(), format!("`{}` of {node} {reason}", code.code)))
    };
    let Ok(written) = Written::parse(&code.code) else {
        return refuse("is not written COMMON/NODE:OWN");
    };
    if !list.open {
        return refuse("narrows a closed list");
    }
    if written.node != node.as_str() {
        return refuse("carries another node's name");
    }
    if list.exact(written.common).is_none() {
        return refuse("narrows a code that is not on the list");
    }
    if list.exact(&code.code).is_some() {
        return refuse("stands there already");
    }
    if !is_labelled(&code) {
        return refuse("needs a label of 1 to 200 letters in each of the four languages");
    }
    if code.parent.is_some() || !code.extra.is_empty() {
        return refuse("says what only a common code may say");
    }
    refuse_clash(list, &code.raw)?;
    code.parent = Some(written.common.to_owned());
    Ok(code)
}

fn is_labelled(code: &Code) -> bool {
    let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= LABEL_MAX;
    let arabic =
        |text: &str| text.chars().any(|letter| ('\u{0600}'..='\u{06ff}').contains(&letter));
    Language::ALL.iter().all(|language| {
        let label = code.labels.get(*language);
        fits(label) && arabic(label) == (*language == Language::Arabic)
    })
}

fn add_word(list: &mut CodeList, word: file::Word) -> Result<(), Error> {
    let at = list.position(&word.code);
    let missing = || Error::field(list.name.clone(), format!("`{}` is not on the list", word.code));
    let at = at.ok_or_else(missing)?;
    refuse_clash(list, &word.raw)?;
    list.add_names(at, word);
    Ok(())
}

/// A foreign value that means a code already keeps its meaning.
fn refuse_clash(list: &CodeList, raw: &BTreeMap<String, Vec<String>>) -> Result<(), Error> {
    for (source, values) in raw {
        for value in values {
            if let Some(known) = list.from_raw(source, value) {
                let reason = format!("`{value}` of {source} means `{}` already", known.code);
                return Err(Error::field(list.name.clone(), reason));
            }
        }
    }
    Ok(())
}
