//! Facets: what records are counted and filtered by. Each kind says its own values.
//!
//! None of them describes a person by what must not select one: sex, age, nationality and name have
//! no facet, and a record about a victim, a witness or a minor has no value of any.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value of a facet: a code of its list, or a closed word of the kind.
pub type Value = (Facet, String);

macro_rules! facets {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $list:expr;)+) => {
        /// A property that records of several kinds share.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            JsonSchema,
        )]
        pub enum Facet { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl Facet {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word for it on the wire.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The code list that its values are codes of.
            pub fn list(self) -> &'static str {
                match self { $(Self::$name => $list),+ }
            }
        }
    };
}

facets! {
    /// Where it happened, or the country of the thing; never a person's nationality.
    Country = "country", "country";
    Origin = "origin", "country";
    Destination = "destination", "country";
    Substance = "substance", "drug";
    Transport = "transport", "transport";
    Conveyance = "conveyance", "conveyance";
    HidingPlace = "hiding-place", "hiding-place";
    PlaceType = "place-type", "place-type";
    Detection = "detection", "detection-means";
    Trigger = "trigger", "trigger";
    Offence = "offence", "offence";
    SubjectCategory = "subject-category", "subject-category";
    ActionWanted = "action-wanted", "action-wanted";
    Colour = "colour", "notice-colour";
    MessageType = "message-type", "message-type";
    DocumentStatus = "document-status", "document-status";
}

impl Facet {
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|facet| facet.code() == code)
    }

    /// The value a code has here. A node's own code counts as the common one that it narrows, so
    /// that nodes count alike.
    pub fn value(self, code: &str) -> Value {
        (self, code.split('/').next().unwrap_or(code).to_owned())
    }

    /// As [`Self::value`] for the closed words of a kind: the word that stands on the wire.
    pub fn word(self, word: &impl Serialize) -> Option<Value> {
        match serde_json::to_value(word) {
            Ok(serde_json::Value::String(code)) => Some(self.value(&code)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, codelist};

    #[test]
    fn every_facet_has_a_list_and_is_read_back_by_its_code() {
        for facet in Facet::ALL {
            assert!(codelist::list(facet.list()).is_some(), "{}", facet.code());
            assert_eq!(Facet::parse(facet.code()), Some(*facet));
        }
    }

    #[test]
    fn every_value_of_every_example_is_on_its_list() {
        let mut seen = 0;
        for body in Kind::ALL.iter().flat_map(|kind| kind.examples()) {
            for (facet, code) in body.facets() {
                let known = codelist::list(facet.list()).and_then(|list| list.exact(&code));
                assert!(known.is_some(), "{} {code}", facet.code());
                seen += 1;
            }
        }
        assert!(seen > 10, "{seen}");
    }

    #[test]
    fn a_nodes_own_code_counts_as_the_one_it_narrows() {
        assert_eq!(Facet::Substance.value("nitazene/XA:sample-12").1, "nitazene");
    }

    #[test]
    fn a_protected_person_has_no_facet() {
        let protected = Kind::ALL.iter().flat_map(|kind| kind.examples());
        let protected: Vec<_> = protected.filter(|body| body.subject().is_some()).collect();
        assert!(!protected.is_empty());
        assert!(protected.iter().all(|body| body.facets().is_empty()));
    }
}
