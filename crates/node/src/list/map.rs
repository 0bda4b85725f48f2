//! How a country's own table is read as a list: which column says what.

use std::collections::BTreeMap;

use record::selector::SelectorKind;
use serde::{Deserialize, Serialize};

use super::entity::Sort;
use crate::Error;
use crate::import::sheet::Layout;

const COLUMNS_MAX: usize = 200;

/// What a column says of its row's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    Reference,
    Sort,
    Name,
    /// Parts of one name, in the order of their columns.
    NamePart,
    Birth,
    Sex,
    Country,
    /// A document's number; its issuer stands in the column `issuer`, where there is one.
    Document,
    Issuer,
    Programme,
    /// A code of the list `action-wanted`.
    Action,
    Identifier(SelectorKind),
}

impl Says {
    pub fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "reference" => Self::Reference,
            "kind" => Self::Sort,
            "name" => Self::Name,
            "name-part" => Self::NamePart,
            "birth" => Self::Birth,
            "sex" => Self::Sex,
            "country" => Self::Country,
            "document" => Self::Document,
            "issuer" => Self::Issuer,
            "programme" => Self::Programme,
            "action" => Self::Action,
            code => {
                let kind = SelectorKind::ALL.iter().find(|kind| kind.code() == code)?;
                Self::Identifier(*kind)
            }
        })
    }
}

/// A table's map, as it stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ListMap)]
pub struct Map {
    /// Heading → `reference`, `kind`, `name`, `name-part`, `birth`, `sex`, `country`, `document`,
    /// `issuer`, `programme`, `action`, or the kind of an identifier: `phone`, `plate`, …
    pub columns: BTreeMap<String, String>,
    /// What every entry is, where no column says it.
    #[serde(default)]
    #[schema(value_type = String)]
    pub kind: Sort,
    /// The table's own word → kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub kinds: BTreeMap<String, Sort>,
    /// What stands between several values of one cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub between: Option<char>,
    /// Sheet, separator, encoding and the line of the headings; found out where not said.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub layout: Layout,
}

impl Map {
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::Usage(format!("the map: {error}")))
    }

    pub fn check(&self) -> Result<(), Error> {
        let bad = |what: String| Err(Error::Usage(format!("the map: {what}")));
        if self.columns.is_empty() || self.columns.len() > COLUMNS_MAX {
            return bad(format!("it names 1 to {COLUMNS_MAX} columns"));
        }
        let mut found = Vec::new();
        for (heading, code) in &self.columns {
            match Says::parse(code) {
                Some(says) => found.push(says),
                None => return bad(format!("the column {heading:?} says `{code}`: not known")),
            }
        }
        let references = found.iter().filter(|says| **says == Says::Reference).count();
        if references != 1 {
            return bad("one column is the reference that tells an entry from the others".into());
        }
        let finds = |says: &Says| {
            matches!(says, Says::Name | Says::NamePart | Says::Document | Says::Identifier(_))
        };
        match found.iter().any(finds) {
            true => Ok(()),
            false => bad("no column is a name, a document or an identifier".into()),
        }
    }
}
