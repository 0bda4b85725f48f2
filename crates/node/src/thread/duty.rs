//! The duty roster of a unit: who is on duty when, what nobody covers and what two cover.

use record::policy::{Act, Role};
use record::{Timestamp, Unit};
use serde::Serialize;

use super::assignment;
use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::store::Store;
use crate::store::duty::{Duty, DutyUnit};
use crate::{Error, Node};

/// A turn of duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Turn {
    pub number: i64,
    pub officer: String,
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Stretch {
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// A unit's roster over a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Roster {
    pub unit: String,
    pub turns: Vec<Turn>,
    /// Who is on duty now.
    pub on_duty: Vec<String>,
    /// Between the first and the last turn shown: when nobody is on duty.
    pub gaps: Vec<Stretch>,
    /// When two or more are.
    pub overlaps: Vec<Stretch>,
    /// Whom the last step of an escalation reaches; the administrators where there is none.
    pub head: Option<String>,
    /// After so many minutes a flash message that nobody looked at is taken further.
    pub flash_unseen_min: i64,
}

impl From<Duty> for Turn {
    fn from(duty: Duty) -> Self {
        let Duty { row, officer, since, until, .. } = duty;
        Self { number: row, officer, from: Timestamp(since), until: Timestamp(until) }
    }
}

/// Turns of a unit that touch a stretch, and what they leave open.
pub fn roster(
    store: &Store,
    config: &crate::Config,
    unit: &Unit,
    (now, span): (Timestamp, Stretch),
) -> Result<Roster, Error> {
    let within = (span.from.0, span.until.0);
    let duties = store.duties(unit.as_str(), within, config.duty_turns_max)?;
    let on_duty = store.duties(unit.as_str(), (now.0, now.0 + 1), config.duty_turns_max)?;
    let said = store.duty_unit(unit.as_str())?;
    let (gaps, overlaps) = cover(&duties);
    Ok(Roster {
        unit: unit.to_string(),
        turns: duties.into_iter().map(Turn::from).collect(),
        on_duty: on_duty.into_iter().map(|duty| duty.officer).collect(),
        gaps,
        overlaps,
        head: said.head,
        flash_unseen_min: said.flash_unseen_min.unwrap_or(config.flash_unseen_min),
    })
}

/// What nobody covers between the first and the last turn, and what more than one does. The turns
/// come in the order in which they begin.
fn cover(duties: &[Duty]) -> (Vec<Stretch>, Vec<Stretch>) {
    let stretch = |from, until| Stretch { from: Timestamp(from), until: Timestamp(until) };
    let (mut gaps, mut overlaps): (Vec<Stretch>, Vec<Stretch>) = (Vec::new(), Vec::new());
    let mut reached: Option<i64> = None;
    for duty in duties {
        match reached {
            Some(end) if end < duty.since => gaps.push(stretch(end, duty.since)),
            Some(end) if end > duty.since => {
                let until = end.min(duty.until);
                match overlaps.last_mut().filter(|last| last.until.0 >= duty.since) {
                    Some(last) => last.until = Timestamp(last.until.0.max(until)),
                    None => overlaps.push(stretch(duty.since, until)),
                }
            }
            _ => {}
        }
        reached = Some(reached.map_or(duty.until, |end| end.max(duty.until)));
    }
    (gaps, overlaps)
}

/// A turn as it is asked for.
pub struct NewTurn {
    pub unit: Unit,
    pub officer: String,
    pub span: Stretch,
}

/// Puts an officer on duty; answers the turn's number.
pub fn add(node: &mut Node, by: &Author, new: &NewTurn) -> Result<i64, Error> {
    may_keep(node, by, &new.unit)?;
    let (config, unit) = (&node.config, new.unit.as_str());
    let (since, until) = (new.span.from.0, new.span.until.0);
    if until <= since || until <= node.now().0 {
        return Err(Error::Usage("a turn ends after it begins, and not in the past".into()));
    }
    if until - since > config.duty_turn_h_max * record::moment::HOUR_MS {
        let (limit, max) = ("duty_turn_h_max", config.duty_turn_h_max.unsigned_abs());
        return Err(Error::Limit { what: "a turn of duty", limit, max });
    }
    let max = u64::from(config.duty_turns_max);
    if node.store.count_duties(unit, node.now().0)? >= max {
        return Err(Error::Limit { what: "turns of a unit", limit: "duty_turns_max", max });
    }
    of_unit(node, &new.officer, &new.unit)?;
    let (officer, by_code) = (new.officer.clone(), by.officer.clone());
    let duty = Duty { row: 0, unit: unit.into(), officer, since, until, by: by_code };
    let number = node.store.insert_duty(&duty)?;
    let Stretch { from, until } = new.span;
    note(node, by, &format!("duty of {} in {unit} from {from} until {until}", new.officer))?;
    Ok(number)
}

/// Takes a turn off the roster.
pub fn remove(node: &mut Node, by: &Author, number: i64) -> Result<(), Error> {
    let duty = node.store.duty(number)?;
    let duty = duty.ok_or_else(|| Error::NotFound(format!("turn {number}")))?;
    may_keep(node, by, &Unit::new(&duty.unit)?)?;
    node.store.delete_duty(number)?;
    note(node, by, &format!("duty of {} in {} removed: turn {number}", duty.officer, duty.unit))
}

/// Says who heads a unit and when a flash message is taken further there.
pub fn set_unit(node: &mut Node, by: &Author, unit: &Unit, said: &DutyUnit) -> Result<(), Error> {
    if !node.tables.acts_of(by.role).contains(&Act::Administer) {
        return Err(Error::NotAllowed("an administrator says who heads a unit".into()));
    }
    if !assignment::units(node)?.contains(unit) {
        return Err(Error::NotFound(format!("unit {unit}")));
    }
    if said.flash_unseen_min.is_some_and(|minutes| !(1..=1_440).contains(&minutes)) {
        return Err(Error::Usage("from one minute to a day".into()));
    }
    if let Some(head) = &said.head {
        of_unit(node, head, unit)?;
    }
    node.store.set_duty_unit(unit.as_str(), said)?;
    let head = said.head.as_deref().unwrap_or("nobody");
    note(node, by, &format!("unit {unit} is headed by {head}"))
}

fn of_unit(node: &Node, code: &str, unit: &Unit) -> Result<(), Error> {
    let known = node.store.officer(code)?.filter(|officer| officer.ended.is_none());
    match known.filter(|officer| officer.unit == unit.as_str()) {
        Some(_) => Ok(()),
        None => Err(Error::NotFound(format!("officer {code} of unit {unit}"))),
    }
}

/// Administrators, the unit's head, and its operation coordinators keep its roster.
pub fn may_keep(node: &Node, by: &Author, unit: &Unit) -> Result<(), Error> {
    let administers = node.tables.acts_of(by.role).contains(&Act::Administer);
    let head = node.store.duty_unit(unit.as_str())?.head;
    let heads = head.as_deref() == Some(by.officer.as_str());
    let coordinates = by.role == Role::OperationCoordinator && by.unit == *unit;
    match administers || heads || coordinates {
        true => Ok(()),
        false => Err(Error::NotAllowed(format!(
            "the head of {unit}, its coordinators or an administrator keep its roster"
        ))),
    }
}

fn note(node: &mut Node, by: &Author, what: &str) -> Result<(), Error> {
    let event = Event::new(Deed::Administered, by, node.now()).reason(what);
    audit::note(node, &event).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(turns: &[(i64, i64)], gaps: &[(i64, i64)], overlaps: &[(i64, i64)]) {
        let duty = |(since, until): &(i64, i64)| Duty {
            row: 0,
            unit: "POLICE".into(),
            officer: "desk-1".into(),
            since: *since,
            until: *until,
            by: "admin-1".into(),
        };
        let duties: Vec<Duty> = turns.iter().map(duty).collect();
        let pairs = |all: Vec<Stretch>| -> Vec<(i64, i64)> {
            all.into_iter().map(|one| (one.from.0, one.until.0)).collect()
        };
        let (found_gaps, found_overlaps) = cover(&duties);
        assert_eq!((pairs(found_gaps), pairs(found_overlaps)), (gaps.to_vec(), overlaps.to_vec()));
    }

    #[test]
    fn what_nobody_covers_and_what_two_cover_is_told() {
        check(&[], &[], &[]);
        check(&[(0, 8), (8, 16)], &[], &[]);
        check(&[(0, 8), (10, 16)], &[(8, 10)], &[]);
        check(&[(0, 8), (6, 16)], &[], &[(6, 8)]);
        check(&[(0, 20), (2, 4), (3, 6), (22, 24)], &[(20, 22)], &[(2, 6)]);
        check(&[(0, 20), (2, 4), (6, 8)], &[], &[(2, 4), (6, 8)]);
    }
}
