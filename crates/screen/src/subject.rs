//! Who or what is compared: all its names, and what else is known of it.

use crate::birth::Birth;
use crate::document::Document;
use crate::name::{self, Kind, Name, Words};
use crate::word;

/// At most so many names of one subject are read.
pub const NAMES_MAX: usize = 64;

/// ISO/IEC 5218, as far as it tells two people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    Male,
    Female,
}

/// A person, organisation or vessel, ready to be compared any number of times.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    pub names: Vec<Name>,
    pub births: Vec<Birth>,
    pub sex: Option<Sex>,
    /// ISO 3166-1 codes, small letters.
    pub countries: Vec<&'static str>,
    pub documents: Vec<Document>,
}

impl Subject {
    /// A subject of which only a name is known.
    #[must_use]
    pub fn named(text: &str, kind: Kind) -> Subject {
        let mut subject = Subject::default();
        subject.add_name(text, kind);
        subject
    }

    /// Adds a name; one without any part is left out.
    pub fn add_name(&mut self, text: &str, kind: Kind) {
        if self.names.len() < NAMES_MAX {
            self.add_read(name::parse(text, kind));
        }
    }

    /// The same, where some of the words are known already.
    pub fn add_name_of(&mut self, text: &str, kind: Kind, words: &mut Words) {
        if self.names.len() < NAMES_MAX {
            self.add_read(words.parse(text, kind));
        }
    }

    pub(crate) fn add_read(&mut self, name: Name) {
        if !name.parts.is_empty() && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    /// Adds a birth date, where the text is one.
    pub fn add_birth(&mut self, text: &str) {
        self.births.extend(Birth::parse(text));
    }

    /// Adds a country by its name or code, where it is known.
    pub fn add_country(&mut self, text: &str) {
        self.countries.extend(word::country(text));
    }

    /// Adds the number of a document.
    pub fn add_document(&mut self, text: &str) {
        self.documents.extend(Document::parse(text));
    }

    /// Reads the sex where the text says one.
    pub fn set_sex(&mut self, text: &str) {
        self.sex = match text.trim().to_lowercase().as_str() {
            "male" | "m" | "1" => Some(Sex::Male),
            "female" | "f" | "2" => Some(Sex::Female),
            _ => None,
        };
    }
}
