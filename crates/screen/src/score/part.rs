//! Two parts, or runs of parts written together: through which channel they agree, and how far.

use super::channel::{self, Channel, Heard, UNITS_MAX};
use crate::name::{Part, Role};
use crate::script::Script;

/// By what two parts are held for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// The same letters.
    Same,
    /// A spelling of the same script, letters apart.
    Spelling,
    /// From one script to another.
    Script,
    /// Names that are taken for one another.
    Equivalent,
    /// A letter that stands for a name.
    Initial,
    /// A name cut off by the length of a field.
    Cut,
    /// One word of organisations in two languages or spellings.
    Symbol,
}

/// The outcome for two parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    pub way: Way,
    pub gain: f32,
    pub loss: f32,
}

impl Likeness {
    /// What decides which parts are laid beside one another.
    #[must_use]
    pub fn worth(self) -> f32 {
        self.gain - self.loss
    }

    /// Which share of the evidence of a perfect pair is missing.
    #[must_use]
    pub fn missing(self) -> f32 {
        self.loss / (self.gain.max(0.0) + self.loss).max(1.0)
    }
}

/// Compares one part with one part. What is surely worth no more than `least` may be left out.
#[must_use]
pub fn compare(left: &Part, right: &Part, least: f32) -> Option<Likeness> {
    if left.role == Role::Initial || right.role == Role::Initial {
        return initial(left, right);
    }
    if (left.role == Role::Form) != (right.role == Role::Form) {
        return None;
    }
    let rarity = left.rarity.min(right.rarity);
    if left.symbol.is_some() && left.symbol == right.symbol {
        return Some(Likeness { way: Way::Symbol, gain: rarity.min(said(left)), loss: 0.0 });
    }
    if left.role == Role::Number || right.role == Role::Number {
        let same = left.role == right.role && left.text == right.text;
        return same.then_some(Likeness { way: Way::Same, gain: 2.0, loss: 0.0 });
    }
    if left.script == right.script && left.text == right.text {
        let gain = if left.role == Role::Title { 0.5 } else { rarity };
        return Some(Likeness { way: Way::Same, gain, loss: 0.0 });
    }
    if is_cut(left, right) || is_cut(right, left) {
        return Some(Likeness { way: Way::Cut, gain: rarity.min(6.0), loss: 0.5 });
    }
    let like = left.classes.iter().any(|class| right.classes.contains(class));
    let heard = hear(left, right, if like { f32::NEG_INFINITY } else { least })?;
    let way = if left.script == right.script { Way::Spelling } else { Way::Script };
    let spelled = Likeness { way, gain: heard.gain.min(rarity), loss: heard.loss };
    if like {
        let same = Likeness { way: Way::Equivalent, gain: rarity.min(6.0), loss: 1.5 };
        return Some(if same.worth() > spelled.worth() { same } else { spelled });
    }
    Some(spelled)
}

/// The best of the ways in which two parts may be read; nothing where there is one way and it is
/// surely worth no more than `least`.
fn hear(left: &Part, right: &Part, least: f32) -> Option<Heard> {
    let several = left.article != right.article
        || left.servant != right.servant
        || left.second.is_some()
        || right.second.is_some();
    let (channel, one, other) = way(left, right, &left.units, &right.units);
    if !several {
        return channel.hear_above(one, other, least);
    }
    let mut heard = channel.hear(one, other);
    if left.article != right.article {
        heard = better(heard, without_article(left, right));
    }
    if left.servant != right.servant {
        heard = better(heard, without_servant(left, right));
    }
    for (one, other) in [(left, right), (right, left)] {
        if let Some(second) = &one.second {
            heard = better(heard, Some(costly(read(second, other), SECOND_COST)));
        }
    }
    Some(heard)
}

/// A second reading is less likely than the first.
const SECOND_COST: f32 = 1.0;
/// 'Karim' for 'Abdulkarim' is usual, but not the same.
const SERVANT_COST: f32 = 2.0;

fn costly(heard: Heard, cost: f32) -> Heard {
    Heard { gain: heard.gain - cost, loss: heard.loss + cost }
}

/// Latin units against a part of any script.
fn read(units: &[u8], part: &Part) -> Heard {
    match part.script {
        Script::Latin => channel::to_latin(Script::Latin).hear(units, &part.units),
        other => channel::to_latin(other).hear(&part.units, units),
    }
}

fn without_article(left: &Part, right: &Part) -> Option<Heard> {
    let (with, bare_part) = if left.article { (left, right) } else { (right, left) };
    match bare_part.script {
        Script::Latin => Some(read(bare(&bare_part.units)?, with)),
        _ => None,
    }
}

fn without_servant(left: &Part, right: &Part) -> Option<Heard> {
    let (with, other) = if left.servant { (left, right) } else { (right, left) };
    let letters = if with.script == Script::Arabic { b"3bd".as_slice() } else { b"abd" };
    let rest = with.units.strip_prefix(letters).filter(|rest| rest.len() > 1)?;
    let (channel, one, two) = way(with, other, rest, &other.units);
    Some(costly(channel.hear(one, two), SERVANT_COST))
}

fn better(heard: Heard, other: Option<Heard>) -> Heard {
    other.filter(|other| other.gain > heard.gain).unwrap_or(heard)
}

/// A Latin word without the article written together with it.
fn bare(units: &[u8]) -> Option<&[u8]> {
    units.strip_prefix(b"al").or(units.strip_prefix(b"el")).filter(|rest| rest.len() > 2)
}

/// Through which channel two parts are heard, and what of them in which order.
fn way<'parts>(
    left: &'parts Part,
    right: &'parts Part,
    left_units: &'parts [u8],
    right_units: &'parts [u8],
) -> (&'static Channel, &'parts [u8], &'parts [u8]) {
    match (left.script, right.script) {
        (Script::Latin, Script::Latin) => {
            (channel::to_latin(Script::Latin), left_units, right_units)
        }
        (Script::Latin, other) => (channel::to_latin(other), right_units, left_units),
        (other, Script::Latin) => (channel::to_latin(other), left_units, right_units),
        (one, other) if one == other => {
            (channel::to_latin(Script::Latin), &left.latin_units, &right.latin_units)
        }
        _ => (channel::loose(), &left.latin_units, &right.latin_units),
    }
}

/// How much a word of organisations can say: a legal form nothing, a usual word little.
fn said(part: &Part) -> f32 {
    match part.role {
        Role::Form => 0.0,
        Role::Usual => 2.0,
        _ => 5.0,
    }
}

/// Whether a part at the end of a full field is the beginning of the other.
fn is_cut(short: &Part, long: &Part) -> bool {
    short.may_be_cut && short.latin.len() >= 2 && long.latin.starts_with(&*short.latin)
}

/// A single letter agrees with a name that begins with it.
fn initial(left: &Part, right: &Part) -> Option<Likeness> {
    let (short, long) = if left.role == Role::Initial { (left, right) } else { (right, left) };
    let first = |part: &Part| part.latin.bytes().next();
    (first(short) == first(long) && first(long).is_some()).then_some(Likeness {
        way: Way::Initial,
        gain: 1.5,
        loss: 0.0,
    })
}

/// Compares one part with several that may be the same word cut in pieces. What is surely worth no
/// more than `least` may be left out.
#[must_use]
pub fn compare_run(whole: &Part, run: &[&Part], least: f32) -> Option<Likeness> {
    if run.iter().any(|part| matches!(part.role, Role::Number | Role::Form | Role::Initial))
        || matches!(whole.role, Role::Number | Role::Form | Role::Initial)
    {
        return None;
    }
    let script = run[0].script;
    if run.iter().any(|part| part.script != script) {
        return None;
    }
    let several = run.iter().any(|part| part.second.is_some());
    let first = if several { f32::NEG_INFINITY } else { least };
    let mut heard = hear_run(whole, run, Part::units_of, first)?;
    if several {
        let second = hear_run(whole, run, Part::second_of, first);
        heard = better(heard, second.map(|second| costly(second, SECOND_COST)));
    }
    let rarity: f32 = run.iter().map(|part| part.rarity).sum();
    let way = if whole.script == script { Way::Spelling } else { Way::Script };
    let seam = 0.3 * f32::from(u8::try_from(run.len()).unwrap_or(u8::MAX));
    Some(Likeness { way, gain: heard.gain.min(rarity.min(14.0)), loss: heard.loss + seam })
}

impl Part {
    fn units_of(&self) -> &[u8] {
        &self.units
    }

    fn second_of(&self) -> &[u8] {
        match (&self.second, self.script) {
            (Some(second), Script::Latin) => second,
            _ => &self.units,
        }
    }
}

/// Hears a run as if it were written together.
fn hear_run(whole: &Part, run: &[&Part], units: fn(&Part) -> &[u8], least: f32) -> Option<Heard> {
    let script = run[0].script;
    let latin = script == Script::Latin || whole.script == Script::Latin;
    let mut joined = [0_u8; 2 * UNITS_MAX];
    let mut end = 0;
    for part in run {
        let more = if latin { units(part) } else { &part.latin_units };
        for unit in more {
            if end < joined.len() && (end == 0 || joined[end - 1] != *unit) {
                joined[end] = *unit;
                end += 1;
            }
        }
    }
    let own = if latin { &whole.units } else { &whole.latin_units };
    let joined = &joined[..end];
    match (whole.script, script) {
        (Script::Latin, other) => channel::to_latin(other).hear_above(joined, own, least),
        (other, Script::Latin) => channel::to_latin(other).hear_above(own, joined, least),
        (one, other) if one == other => {
            channel::to_latin(Script::Latin).hear_above(own, joined, least)
        }
        _ => channel::loose().hear_above(own, joined, least),
    }
}
