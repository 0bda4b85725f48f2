//! What a comparison of two names shows, as numbers. A scorer weighs them; an explanation says
//! which parts each came from.

use super::align::{Alignment, PARTS_MAX, Pair};
use super::few::Few;
use super::part::Way;
use crate::name::{Kind, Name, Part, Role};
use std::sync::Arc;

/// One thing that a comparison shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    /// Every comparison begins here: how seldom two names met by chance are one.
    Start,
    /// Evidence of parts that agree.
    Agree,
    /// Letters that differ within one script.
    Spelling,
    /// Sounds that differ between scripts.
    Sound,
    /// The worst agreement among the parts.
    Worst,
    /// Names taken for one another.
    Equivalent,
    /// A letter that stands for a name.
    Initial,
    /// A part on each side without counterpart.
    Conflict,
    /// A second and further conflict.
    Conflicts,
    /// The right part is there and is another letter.
    InitialConflict,
    /// Parts that only one side has.
    Extra,
    /// Only one part of a longer name agrees.
    Alone,
    /// A number differs, or only one side has one.
    Number,
    /// A word of organisations differs.
    Usual,
    /// The legal form is of another kind.
    Form,
    /// The father is named as the son.
    Chain,
    /// The same parts in another order.
    Order,
    /// Two scripts are compared.
    Scripts,
    /// Two scripts are compared and little of the word is left over after chance.
    Thin,
    /// The family name is among the conflicts.
    Family,
    /// The worst agreement among the parts compared across scripts.
    WorstSound,
    /// Parts held for two names that resemble one another.
    Resemble,
    /// Nothing but initials agrees.
    Unnamed,
    /// Parts that only one of two organisations has.
    OrganisationExtra,
}

impl Feature {
    /// All, in the order of a scorer's weights.
    pub const ALL: [Feature; 24] = [
        Feature::Start,
        Feature::Agree,
        Feature::Spelling,
        Feature::Sound,
        Feature::Worst,
        Feature::Equivalent,
        Feature::Initial,
        Feature::Conflict,
        Feature::Conflicts,
        Feature::InitialConflict,
        Feature::Extra,
        Feature::Alone,
        Feature::Number,
        Feature::Usual,
        Feature::Form,
        Feature::Chain,
        Feature::Order,
        Feature::Scripts,
        Feature::Thin,
        Feature::Family,
        Feature::WorstSound,
        Feature::Resemble,
        Feature::Unnamed,
        Feature::OrganisationExtra,
    ];
}

/// The value of every feature.
pub type Values = [f32; Feature::ALL.len()];

/// More evidence than this adds no more.
pub(super) const AGREE_MAX: f32 = 14.0;

/// Reads the features off an alignment.
#[must_use]
pub fn values(left: &Name, right: &Name, alignment: &Alignment) -> Values {
    let mut values = [0.0; Feature::ALL.len()];
    let mut set = |feature: Feature, value: f32| values[feature as usize] = value;
    set(Feature::Start, 1.0);
    for (feature, value) in agreed(alignment) {
        set(feature, value);
    }
    for (feature, value) in left_over(left, right, alignment) {
        set(feature, value);
    }
    set(Feature::Form, forms(left, right));
    set(Feature::Chain, f32::from(u8::from(chain_contradicted(left, right, alignment))));
    set(Feature::Order, f32::from(u8::from(reordered(alignment))));
    values
}

fn agreed(alignment: &Alignment) -> [(Feature, f32); 10] {
    let same = || alignment.pairs.iter().filter(|pair| pair.is_same());
    let total = |ways: &[Way], value: fn(&Pair) -> f32| -> f32 {
        same().filter(|pair| ways.contains(&pair.likeness.way)).map(value).sum()
    };
    let gain: f32 = same().map(|pair| pair.likeness.gain.max(0.0)).sum();
    let worst = |ways: &[Way]| {
        let of = same().filter(|pair| ways.contains(&pair.likeness.way));
        of.map(|pair| pair.likeness.loss).fold(0.0, f32::max)
    };
    let share = |ways: &[Way]| {
        let of = same().filter(|pair| ways.contains(&pair.likeness.way));
        of.map(|pair| pair.likeness.missing()).fold(0.0, f32::max)
    };
    let scripts = alignment.pairs.iter().any(|pair| pair.likeness.way == Way::Script);
    [
        (Feature::Agree, gain.min(AGREE_MAX)),
        (Feature::Spelling, share(&[Way::Spelling])),
        (Feature::Sound, share(&[Way::Script])),
        (Feature::Worst, (worst(&[Way::Spelling]) - 4.0).max(0.0)),
        (Feature::WorstSound, (worst(&[Way::Script]) - 4.0).max(0.0)),
        (Feature::Resemble, resemblance(alignment)),
        (Feature::Equivalent, total(&[Way::Equivalent], |_| 1.0)),
        (Feature::Initial, total(&[Way::Initial], |_| 1.0)),
        (Feature::Scripts, f32::from(u8::from(scripts))),
        (Feature::Thin, if scripts { (7.0 - gain).max(0.0) } else { 0.0 }),
    ]
}

/// How near the nearest of the parts come that are not held for the same.
fn resemblance(alignment: &Alignment) -> f32 {
    let apart = alignment.pairs.iter().filter(|pair| !pair.is_same());
    apart.map(|pair| (pair.likeness.worth() + 12.0) / 10.0).fold(0.0, f32::max)
}

/// The parts of either side that the other has no equal for.
type Over = (Few<PARTS_MAX>, Few<PARTS_MAX>);

fn left_over(left: &Name, right: &Name, alignment: &Alignment) -> [(Feature, f32); 10] {
    let over = alignment.without_counterpart();
    let count = |role: fn(Role) -> bool| {
        let of = |name: &Name, over: &[usize]| {
            over.iter().filter(|at| role(name.parts[**at].role)).count()
        };
        (of(left, &over.0), of(right, &over.1))
    };
    let names = count(|role| role == Role::Name);
    let initials = count(|role| role == Role::Initial);
    let numbers = count(|role| role == Role::Number);
    let common = count(|role| role == Role::Usual);
    let conflict = names.0.min(names.1);
    let (spare_left, spare_right) = (names.0 - conflict, names.1 - conflict);
    let initial_conflict =
        initials.0.min(spare_right + initials.1).max(initials.1.min(spare_left + initials.0));
    let same = alignment.pairs.iter().filter(|pair| pair.is_same());
    let aligned = same.filter(|pair| pair.likeness.way != Way::Initial).count();
    let organised = left.kind != Kind::Person && right.kind != Kind::Person;
    let extra = float(spare_left.max(spare_right).min(4));
    let alone = aligned == 1 && (names.0 > 0 || names.1 > 0);
    [
        (Feature::Conflict, float(conflict.min(1))),
        (Feature::Conflicts, float(conflict.saturating_sub(1).min(3))),
        (Feature::InitialConflict, float(initial_conflict.min(2))),
        (Feature::Extra, extra),
        (Feature::OrganisationExtra, if organised { extra.min(2.0) } else { 0.0 }),
        (Feature::Unnamed, f32::from(u8::from(aligned == 0))),
        (Feature::Alone, f32::from(u8::from(alone))),
        (Feature::Number, float(numbers.0.max(numbers.1).min(1))),
        (Feature::Usual, float(common.0.max(common.1).min(2))),
        (Feature::Family, f32::from(u8::from(conflict > 0 && family_differs(left, right, &over)))),
    ]
}

fn family_differs(left: &Name, right: &Name, over: &Over) -> bool {
    let last = |name: &Name| name.parts.iter().rposition(|part| part.role == Role::Name);
    let open = |at: Option<usize>, over: &[usize]| at.is_some_and(|at| over.contains(&at));
    open(last(left), &over.0) && open(last(right), &over.1)
}

fn float(count: usize) -> f32 {
    f32::from(u8::try_from(count).unwrap_or(u8::MAX))
}

/// The kinds of the legal forms of a name.
fn kinds(name: &Name) -> Vec<&str> {
    let forms = name.parts.iter().filter(|part| part.role == Role::Form);
    forms.map(|part| part.form_kind).filter(|kind| !kind.is_empty()).collect()
}

/// Whether both have a legal form and the forms are of different kinds.
fn forms(left: &Name, right: &Name) -> f32 {
    if left.kind == Kind::Person || right.kind == Kind::Person {
        return 0.0;
    }
    let (left, right) = (kinds(left), kinds(right));
    let apart = !left.is_empty() && !right.is_empty() && !left.iter().any(|k| right.contains(k));
    f32::from(u8::from(apart))
}

/// Who is whose child: the part before 'bin' and the part after it.
fn children(name: &Name) -> Vec<(usize, usize)> {
    let is_name = |part: &Arc<Part>| matches!(part.role, Role::Name | Role::Initial);
    let mut pairs = Vec::new();
    for (at, part) in name.parts.iter().enumerate() {
        if part.role != Role::Particle || !is_child_of(&part.text) {
            continue;
        }
        let before = name.parts[..at].iter().rposition(is_name);
        let after = name.parts[at..].iter().position(is_name).map(|after| at + after);
        if let (Some(child), Some(parent)) = (before, after) {
            pairs.push((child, parent));
        }
    }
    pairs
}

fn is_child_of(word: &str) -> bool {
    const WORDS: [&str; 13] = [
        "bin", "ibn", "bn", "ben", "bint", "binti", "ould", "wuld", "بن", "ابن", "بنت", "ولد", "בן",
    ];
    WORDS.contains(&word)
}

/// 'Salman bin Muhammad' is not 'Muhammad bin Salman'.
fn chain_contradicted(left: &Name, right: &Name, alignment: &Alignment) -> bool {
    let counterpart = |at: usize| {
        alignment.pairs.iter().find(|pair| pair.left.contains(&at)).map(|pair| &pair.right)
    };
    let own = children(left);
    if own.is_empty() {
        return false;
    }
    let others = children(right);
    own.into_iter().any(|(child, parent)| {
        let (Some(child), Some(parent)) = (counterpart(child), counterpart(parent)) else {
            return false;
        };
        others.iter().any(|(other_child, other_parent)| {
            child.contains(other_parent) && parent.contains(other_child)
        })
    })
}

/// Whether the pairs lie in another order than a turn of family and given name explains.
fn reordered(alignment: &Alignment) -> bool {
    let mut places = [(0, 0); PARTS_MAX];
    let count = alignment.pairs.len().min(PARTS_MAX);
    for (place, pair) in places.iter_mut().zip(&alignment.pairs) {
        *place = (pair.left[0], pair.right[0]);
    }
    let pairs = &mut places[..count];
    pairs.sort_unstable();
    let falls = pairs.windows(2).filter(|two| two[0].1 > two[1].1).count();
    let wraps = pairs.first().zip(pairs.last()).is_some_and(|(a, b)| a.1 > b.1);
    falls > usize::from(wraps)
}
