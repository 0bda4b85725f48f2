//! `hold`: a copy is kept for a court under a recorded authority, out of search and view.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Group};
use crate::moment::Date;
use crate::sentence::Sentences;
use crate::{Error, Name};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldStatement {
    /// The record kept, whoever owns it.
    pub name: Name,
    /// The court or authority that ordered it.
    pub authority: String,
    pub reference: String,
    /// At most one year ahead.
    pub until: Date,
}

/// Keeps one record at the node that declares the hold; the record's owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    pub statement: HoldStatement,
}

impl Declared for Hold {
    const ASSERTS: bool = false;
    const CONTROL: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[Group::new(
        "matter",
        &["statement.name", "statement.authority", "statement.reference", "statement.until"],
        &[],
    )];

    fn check(&self) -> Result<(), Error> {
        let HoldStatement { authority, reference, .. } = &self.statement;
        let good = !authority.trim().is_empty() && !reference.trim().is_empty();
        good.then_some(()).ok_or_else(|| Error::field("statement", "names authority and reference"))
    }

    fn title(&self) -> String {
        format!("hold {} for {}", self.statement.name, self.statement.authority)
    }

    fn gist(&self, s: &Sentences) -> String {
        let HoldStatement { authority, reference, .. } = &self.statement;
        format!("{} – {}", s.free(authority), s.id(reference))
    }

    fn tell(&self, s: &mut Sentences) {
        let HoldStatement { name, authority, reference, until } = &self.statement;
        let fillings = [
            ("record", s.name(name).into()),
            ("authority", s.free(authority).into()),
            ("reference", s.id(reference).into()),
            ("until", s.date(*until).into()),
        ];
        s.say("hold", &fillings);
    }

    fn examples() -> [Self; 2] {
        ["Court of first instance", "Investigating judge no. 2"].map(|authority| Self {
            statement: HoldStatement {
                name: super::example_name(),
                authority: authority.into(),
                reference: "2026/118".into(),
                until: "2027-03-01".parse().expect("a date"),
            },
        })
    }
}
