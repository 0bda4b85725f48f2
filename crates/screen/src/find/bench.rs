//! How fast a list of made-up people is searched, and what it finds. The clock and the size of the
//! process are handed in: this crate has neither.

use super::ask::Query;
use super::entry::Row;
use super::error::Error;
use super::judge::Judge;
use super::list::{Cut, List, Search};
use super::segment::Builder;
use crate::name::Kind;
use crate::population::{Draw, Edit, Person, Population, Written, edit};

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub names: u64,
    pub queries: u64,
    pub seed: u64,
    pub threads: usize,
    pub cut: Cut,
}

/// What a benchmark must be told from outside.
pub struct Outside<'caller> {
    /// Seconds since some moment.
    pub clock_s: &'caller (dyn Fn() -> f64 + Sync),
    /// Memory of the process.
    pub resident_mib: &'caller dyn Fn() -> f64,
}

/// One kind of query.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Measured {
    pub queries: u64,
    pub queries_per_s_core: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
    /// Of those that must be found, the share that is; nothing for the others.
    pub recall: Option<f64>,
    /// The share with any hit.
    pub answered: f64,
    pub by_edit: std::collections::BTreeMap<&'static str, f64>,
}

/// The outcome.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    pub names: u64,
    pub threads: usize,
    pub build_s: f64,
    /// As much of it, on each thread, went into making people up: a list that is given has no such
    /// cost.
    pub draw_s: f64,
    pub resident_mib: f64,
    pub listed: Measured,
    pub unlisted: Measured,
}

/// Builds the list, searches it, and says how that went.
pub fn run(plan: Plan, outside: &Outside, judge: &Judge) -> Result<Report, Error> {
    let population = Population::new();
    let begun = (outside.clock_s)();
    let (segment, draw_s) = draw_list(plan, outside, &population)?;
    let list = List::of(vec![segment]);
    let build_s = (outside.clock_s)() - begun;
    let resident_mib = (outside.resident_mib)();
    let mut search = Search::new(list.view());
    let mut asked = Vec::new();
    for number in 0..plan.queries {
        asked.extend(listed(plan, &population, number));
    }
    let listed = measure(plan, outside, judge, &mut search, &asked);
    let first = plan.names + 1;
    let strangers: Vec<Asked> = (0..plan.queries)
        .map(|number| {
            let person = population.person(plan.seed, first + number);
            Asked { query: query(&person, person.name()), entry: None, edit: "unlisted" }
        })
        .collect();
    let unlisted = measure(plan, outside, judge, &mut search, &strangers);
    let Plan { names, threads, .. } = plan;
    Ok(Report { names, threads, build_s, draw_s, resident_mib, listed, unlisted })
}

/// A query and the entry it must find.
struct Asked {
    query: Query,
    entry: Option<u64>,
    edit: &'static str,
}

/// People made up one after the other, before they are added.
const DRAWN_TOGETHER: usize = 256;

/// The list, and the seconds that each thread took to make its people up.
fn draw_list(
    plan: Plan,
    outside: &Outside,
    population: &Population,
) -> Result<(super::Segment, f64), Error> {
    let threads = plan.threads.max(1) as u64;
    let share = plan.names.div_ceil(threads);
    let ranges = (0..threads).map(|at| at * share..((at + 1) * share).min(plan.names));
    let clock_s = outside.clock_s;
    std::thread::scope(|scope| {
        let running: Vec<_> = ranges
            .map(|range| scope.spawn(move || draw_share(range, plan.seed, clock_s, population)))
            .collect();
        let (mut whole, mut drawing) = (Builder::default(), 0.0);
        for thread in running {
            let (builder, spent) = thread.join().expect("drawing does not panic")?;
            whole.absorb(builder)?;
            drawing += spent;
        }
        Ok((whole.finish(plan.threads), drawing / threads as f64))
    })
}

fn draw_share(
    range: std::ops::Range<u64>,
    seed: u64,
    clock_s: &(dyn Fn() -> f64 + Sync),
    population: &Population,
) -> Result<(Builder, f64), Error> {
    let (mut builder, mut spent) = (Builder::default(), 0.0);
    let mut people = vec![Written::default(); DRAWN_TOGETHER];
    for first in range.clone().step_by(DRAWN_TOGETHER) {
        let begun = clock_s();
        let numbers = first..range.end;
        numbers.zip(&mut people).for_each(|(number, to)| population.write(seed, number, to));
        spent += clock_s() - begun;
        (first..range.end)
            .zip(&people)
            .try_for_each(|(number, person)| builder.push_row(row(number, person)))?;
    }
    Ok((builder, spent))
}

fn row(number: u64, person: &Written) -> Row<'_> {
    Row {
        key: number,
        kind: Kind::Person,
        name: &person.name,
        births: &person.birth,
        countries: &person.country,
        documents: "",
    }
}

fn query(person: &Person, name: String) -> Query {
    Query {
        kind: Kind::Person,
        names: vec![name],
        births: Some(person.birth.clone()).filter(|birth| !birth.is_empty()).into_iter().collect(),
        countries: vec![person.country.clone()],
        documents: Vec::new(),
    }
}

/// A person of the list, under a name that was written otherwise.
fn listed(plan: Plan, population: &Population, number: u64) -> Option<Asked> {
    let mut draw = Draw::new(plan.seed ^ 0x5eed, number);
    let entry = draw.below(plan.names as usize) as u64;
    let person = population.person(plan.seed, entry);
    let kind = Edit::ALL[(number % Edit::ALL.len() as u64) as usize];
    let name = edit(&person, kind, &mut draw)?;
    Some(Asked { query: query(&person, name), entry: Some(entry), edit: kind.word() })
}

fn measure(
    plan: Plan,
    outside: &Outside,
    judge: &Judge,
    search: &mut Search,
    asked: &[Asked],
) -> Measured {
    let mut times = Vec::with_capacity(asked.len());
    let mut tally = std::collections::BTreeMap::<&'static str, (u64, u64)>::new();
    let mut answered = 0;
    for one in asked {
        let begun = (outside.clock_s)();
        let hits = search.hits(&one.query, plan.cut, judge);
        times.push((outside.clock_s)() - begun);
        answered += u64::from(!hits.is_empty());
        let Some(entry) = one.entry else { continue };
        let count = tally.entry(one.edit).or_default();
        count.0 += 1;
        count.1 += u64::from(hits.iter().any(|hit| hit.entry == entry));
    }
    let total: f64 = times.iter().sum();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len().saturating_sub(1))).map_or(0.0, |time| time * 1_000.0)
    };
    let (all, found) = tally.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let share = |found: u64, all: u64| found as f64 / all.max(1) as f64;
    Measured {
        queries: asked.len() as u64,
        queries_per_s_core: times.len() as f64 / total.max(f64::MIN_POSITIVE),
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        max_ms: at(1.0),
        recall: (all > 0).then(|| share(found, all)),
        answered: share(answered, asked.len() as u64),
        by_edit: tally.iter().map(|(edit, (all, found))| (*edit, share(*found, *all))).collect(),
    }
}
