//! `amana bench duplicates`: how long proposals take over a register, how many of its equal groups
//! come out, and how many seeded second reports are found again, beside a made-up register and
//! beside the real one.

use std::collections::HashMap;
use std::path::Path;

use record::kind::Seizure;
use record::{Digest, NodeCode, Unit};
use screen::event::population::{self, Planted};
use screen::event::{Band, Event, Outcome, propose};
use screen::population::Draw;
use serde_json::{Value, json};

use super::now;
use crate::import::{Format, Identity, Made, table, unodc};
use crate::{Error, duplicate};

/// Second reports that are planted, and made-up events beside them.
const PLANTED: u32 = 2_000;
const OTHERS: u32 = 6_000;

/// A register read from its file: events, and the raw cells that say what, when, where, how much.
struct Register {
    events: Vec<Event>,
    /// The whole row, and six cells of it.
    rows: Vec<[Digest; 2]>,
}

/// Figures of one seeded set and, where a register is given, of that.
pub fn run(file: Option<&Path>, seed: u64) -> Result<Value, Error> {
    let mut figures = json!({"seed": seed, "planted": PLANTED});
    made_up(seed, &mut figures);
    let Some(file) = file else { return Ok(figures) };
    let register = read(file)?;
    let begun = now();
    let outcome = propose(&register.events);
    figures["register_rows"] = register.events.len().into();
    figures["register_seconds"] = rounded(begun.elapsed().as_secs_f64(), 10.0);
    figures["register_compared"] = outcome.compared.into();
    count_bands(&outcome, &mut figures);
    count_groups(&register, &outcome, &mut figures);
    beside(register, seed, &mut figures);
    Ok(figures)
}

fn rounded(value: f64, parts: f64) -> Value {
    json!((value * parts).round() / parts)
}

fn made_up(seed: u64, figures: &mut Value) {
    let mut draw = Draw::new(seed, 0);
    let all = (0..PLANTED + OTHERS).map(|_| population::event(&mut draw).ready());
    let events: Vec<Event> = all.collect();
    let origin: Vec<u32> = (0..PLANTED).collect();
    plant(events, &origin, (&mut draw, false), ("made_up", figures));
}

/// Second reports of rows of the real register, spread over all of it.
fn beside(register: Register, seed: u64, figures: &mut Value) {
    let mut draw = Draw::new(seed, 1);
    let origin: Vec<u32> = (0..PLANTED).map(|_| draw.below(register.events.len()) as u32).collect();
    plant(register.events, &origin, (&mut draw, true), ("register", figures));
}

fn plant(
    mut events: Vec<Event>,
    origin: &[u32],
    (draw, real): (&mut Draw, bool),
    (name, figures): (&str, &mut Value),
) {
    let first_second = events.len() as u32;
    let second = origin.iter().map(|at| population::edited(&events[*at as usize], draw).ready());
    let second: Vec<Event> = second.collect();
    events.extend(second);
    let outcome = propose(&events);
    let apart = population::told_apart(&events[..first_second as usize], origin);
    let all = vec![true; origin.len()];
    figures[format!("{name}_told_apart")] = apart.iter().filter(|one| **one).count().into();
    let words = [
        (Band::Possible, &all, ""),
        (Band::Likely, &all, "likely_"),
        (Band::Possible, &apart, "apart_"),
        (Band::Likely, &apart, "apart_likely_"),
    ];
    for (band, counted, word) in words {
        let planted = Planted { first_second, origin, counted, real, band };
        let measure = population::measure(&events, &outcome.proposals, &planted);
        let per_cent = |share: f64| rounded(share * 100.0, 10.0);
        figures[format!("{name}_{word}precision_pct")] = per_cent(measure.precision());
        figures[format!("{name}_{word}recall_pct")] = per_cent(measure.recall());
    }
}

fn count_bands(outcome: &Outcome, figures: &mut Value) {
    for band in Band::ALL {
        let all = outcome.proposals.iter().filter(|one| one.band == band).count();
        figures[format!("register_{}", band.code())] = all.into();
    }
    figures["register_equal_groups"] = outcome.equal_groups.into();
}

/// Groups of rows that are the same byte for byte, and in six cells: of how many do the proposals
/// hold all rows together?
fn count_groups(register: &Register, outcome: &Outcome, figures: &mut Value) {
    let mut together = Union::new(register.events.len());
    outcome.proposals.iter().for_each(|one| together.join(one.left, one.right));
    for (which, name) in [(0, "rows_equal"), (1, "what_when_where_equal")] {
        let mut groups: HashMap<Digest, Vec<u32>> = HashMap::new();
        for (at, row) in (0..).zip(&register.rows) {
            groups.entry(row[which]).or_default().push(at);
        }
        let groups = groups.into_values().filter(|group| group.len() > 1);
        let (mut all, mut found) = (0_u64, 0_u64);
        for group in groups {
            all += 1;
            let first = together.of(group[0]);
            found += u64::from(group.iter().all(|one| together.of(*one) == first));
        }
        figures[format!("{name}_groups")] = all.into();
        figures[format!("{name}_found")] = found.into();
    }
}

/// Sets that grow together.
struct Union(Vec<u32>);

impl Union {
    fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    fn of(&mut self, one: u32) -> u32 {
        let mut at = one;
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}

/// Reads UNODC's individual drug seizures as they would be imported.
fn read(file: &Path) -> Result<Register, Error> {
    let format = unodc::Seizures::new(None, &Unit::new("POLICE")?);
    let owner = NodeCode::new("XA")?;
    let mut register = Register { events: Vec::new(), rows: Vec::new() };
    table::open(file, |bytes, _| {
        let mut rows = table::Rows::new(bytes);
        // The headings.
        rows.read().map_err(|error| Error::file(file, error))?;
        while let Some(found) = rows.read().map_err(|error| Error::file(file, error))? {
            let table::Found::Row { bytes, .. } = found else { continue };
            let digest = Digest::of(&[b"row", bytes.trim_ascii()]);
            let made = format.make(&bytes, Identity { digest, occurrence: 0 });
            let Made::Body { json, .. } = made else { continue };
            let seizure: Result<Seizure, _> = serde_json::from_slice(&json);
            let seizure = seizure.map_err(|error| Error::Usage(error.to_string()))?;
            let Some(event) = duplicate::event::of(&seizure, &owner) else { continue };
            register.events.push(event);
            register.rows.push([digest, six_cells(&bytes)]);
        }
        Ok(())
    })?;
    Ok(register)
}

/// Country, place, date, drug, amount and unit.
fn six_cells(row: &[u8]) -> Digest {
    let cells = table::cells(row).unwrap_or_default();
    let cell = |at: usize| cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
    Digest::of(&[[2, 4, 5, 6, 7, 8].map(cell).join("\u{1f}").as_bytes()])
}
