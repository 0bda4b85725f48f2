//! One line of an explanation: what was compared with what, by which way, and what it added.

use super::align::{Alignment, Pair};
use super::feature::Feature;
use super::part::Way;
use super::scorer::Fact;
use crate::name::{Name, Role};
use crate::script::Script;
use crate::subject::Subject;

/// Why something was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Parts of both names are held for the same.
    Pair(Way, Script, Script),
    /// Something the names show as a whole.
    Feature(Feature),
    /// Names that contradict one another are ordered by how alike they look.
    Look,
    /// Something other than the name.
    Fact(Fact),
}

/// A line: the addends of an explanation sum to the log-odds of the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Addend {
    pub reason: Reason,
    pub left: String,
    pub right: String,
    /// In nats: 0.7 doubles the odds, -0.7 halves them.
    pub adds: f32,
}

impl Addend {
    pub(super) fn pair(pair: &Pair, left: &Name, right: &Name, adds: f32) -> Addend {
        let script = |name: &Name, at: &[usize]| name.parts[at[0]].script;
        let way = pair.likeness.way;
        Addend {
            reason: Reason::Pair(way, script(left, &pair.left), script(right, &pair.right)),
            left: text(left, &pair.left),
            right: text(right, &pair.right),
            adds,
        }
    }

    pub(super) fn feature(
        reason: Reason,
        found: &Alignment,
        left: &Name,
        right: &Name,
        adds: f32,
    ) -> Addend {
        let roles: &[Role] = match reason {
            Reason::Feature(Feature::Number) => &[Role::Number],
            Reason::Feature(Feature::Usual) => &[Role::Usual],
            Reason::Feature(Feature::InitialConflict) => &[Role::Initial, Role::Name],
            Reason::Feature(
                Feature::Conflict
                | Feature::Conflicts
                | Feature::Extra
                | Feature::OrganisationExtra
                | Feature::Family
                | Feature::Resemble,
            ) => &[Role::Name],
            Reason::Feature(Feature::Form) => {
                return Addend { reason, left: forms(left), right: forms(right), adds };
            }
            _ => &[],
        };
        if roles.is_empty() {
            return Addend { reason, left: String::new(), right: String::new(), adds };
        }
        let over = found.without_counterpart();
        let of = |name: &Name, over: &[usize]| {
            let mut at: Vec<usize> =
                over.iter().copied().filter(|at| roles.contains(&name.parts[*at].role)).collect();
            at.sort_unstable();
            text(name, &at)
        };
        Addend { reason, left: of(left, &over.0), right: of(right, &over.1), adds }
    }

    pub(super) fn look(adds: f32) -> Option<Addend> {
        let (left, right) = (String::new(), String::new());
        (adds != 0.0).then_some(Addend { reason: Reason::Look, left, right, adds })
    }

    pub(super) fn fact(fact: Fact, left: &Subject, right: &Subject, adds: f32) -> Addend {
        let value = |subject: &Subject| match fact {
            Fact::Birth(_) => list(subject.births.iter().map(date)),
            Fact::SameSex | Fact::OtherSex => {
                list(subject.sex.iter().map(|sex| format!("{sex:?}").to_lowercase()))
            }
            Fact::SameCountry | Fact::OtherCountry => {
                list(subject.countries.iter().map(|code| code.to_uppercase()))
            }
            Fact::Document(_) => {
                list(subject.documents.iter().map(|paper| paper.text().to_owned()))
            }
        };
        Addend { reason: Reason::Fact(fact), left: value(left), right: value(right), adds }
    }
}

fn list(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(", ")
}

fn date(birth: &crate::birth::Birth) -> String {
    let mut text = format!("{:04}", birth.year);
    for field in [birth.month, birth.month.and(birth.day)].into_iter().flatten() {
        text.push_str(&format!("-{field:02}"));
    }
    text
}

fn text(name: &Name, at: &[usize]) -> String {
    list_of(at.iter().map(|at| &*name.parts[*at].text))
}

fn forms(name: &Name) -> String {
    list_of(name.parts.iter().filter(|part| part.role == Role::Form).map(|part| &*part.text))
}

fn list_of<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for text in texts {
        if !list.is_empty() {
            list.push(' ');
        }
        list.push_str(text);
    }
    list
}
