//! Lists: who and what is looked for, of others and of our own records, and what finds them again.
//!
//! A list's entries are rows of the store; segments in memory say which of them a name may be. What
//! a segment proposes counts only where its row stands: whatever leaves the store is found no more,
//! in the same transaction. `docs/lists.md` tells how.

pub mod entity;
pub mod index;
pub mod map;
pub mod read;
pub mod record;
pub mod status;
pub mod update;

use ::record::moment::Date;
use ::record::policy::{Audience, Class, State};
use ::record::{Handling, Kind, Level, NodeCode, Purpose};
use serde::{Deserialize, Serialize};

pub use entity::{Entity, Sort};
pub use index::Lists;
pub use read::Format;

use crate::Error;
use crate::store::list::ListRow;

/// Letters of a list's name.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=48;
const TEXT_CHARS_MAX: usize = 500;

/// What an officer says of a list when it is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ListAbout)]
pub struct About {
    /// Small letters, digits and hyphens.
    pub name: String,
    #[schema(value_type = String)]
    pub format: Format,
    /// What it may be asked for; one at least.
    #[schema(value_type = Vec<String>)]
    pub purposes: Vec<Purpose>,
    /// Who answers for it.
    pub owner: String,
    /// Under which terms it may be used.
    pub licence: String,
    /// From the day after, nobody is answered from it until it is reviewed.
    #[schema(value_type = String, format = Date)]
    pub review: Date,
    /// The least level an officer must be cleared for.
    #[serde(default = "standard_level")]
    #[schema(value_type = String)]
    pub level: Level,
    /// An update that takes out more than this share is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrink_percent: Option<u8>,
    /// Whom to call about a hit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// Code list `action-wanted`, where the list as a whole asks for one thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// How the columns of a table are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<map::Map>,
}

/// Where nothing is said.
pub fn standard_level() -> Level {
    Level::Restricted
}

impl About {
    pub fn check(&self) -> Result<(), Error> {
        let bad = |what: &str| Err(Error::Usage(format!("list {}: {what}", self.name)));
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !NAME_CHARS.contains(&self.name.len()) || !self.name.chars().all(good) {
            return bad("its name is 2 to 48 of a–z, 0–9 and -");
        }
        if self.purposes.is_empty() {
            return bad("say what it may be asked for");
        }
        let short = |text: &str| (1..=TEXT_CHARS_MAX).contains(&text.trim().chars().count());
        if !short(&self.owner) || !short(&self.licence) {
            return bad("its owner and its licence are 1 to 500 letters each");
        }
        if self.contact.chars().count() > TEXT_CHARS_MAX {
            return bad("whom to call is at most 500 letters");
        }
        if self.shrink_percent.is_some_and(|percent| percent > 100) {
            return bad("it shrinks by at most 100 percent");
        }
        if let Some(action) = &self.action {
            ::record::codelist::check("action-wanted", action)?;
        }
        match (&self.map, self.format) {
            (Some(map), Format::Csv) => map.check(),
            (None, Format::Csv) => bad("a table needs a map of its columns"),
            (Some(_), _) => bad("only a table has a map of its columns"),
            (None, _) => Ok(()),
        }
    }
}

/// The audience class by which policy decides who is answered from a list.
pub fn class(own: &NodeCode, list: &ListRow, overdue: bool) -> Class {
    Class {
        owner: own.clone(),
        handling: Handling::new(list.about.level, &[]),
        purposes: list.about.purposes.clone(),
        kind: Kind::List,
        audience: Audience::Owner,
        state: if overdue { State::Expired } else { State::Active },
        subject: None,
        offence: None,
        issuer: None,
    }
}
