//! A question answered: the rows, their number, and how they divide.

use std::collections::BTreeMap;

use record::facet::Facet;
use record::policy::Class;
use serde::Serialize;

use super::query::{Clause, Match, Plan};
use super::rows::{CHUNK_ROWS, Rows, Stored, place};
use super::{Term, YEAR, word};
use crate::store::Store;
use crate::store::posting::Window;
use crate::vault::Vault;
use crate::{Config, Error};

/// Whether a number is all there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    #[default]
    Exact,
    AtLeast,
}

/// One value of a facet and how many of the records found have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ValueCount {
    pub value: String,
    pub count: u64,
}

/// By facet: `kind`, `owner`, `year` and those of the kinds; the most frequent values first.
pub type Facets = BTreeMap<&'static str, Vec<ValueCount>>;

/// Rows found, newest first, and what is known of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub rows: Vec<i64>,
    /// Continues after the last row; none on the last page.
    pub next: Option<i64>,
    pub count: u64,
    pub counted: Counted,
    pub facets: Facets,
}

/// Which part of the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub before: Option<i64>,
    pub limit: usize,
    pub facets: bool,
}

/// What a search works with: only these classes are looked at.
pub struct Run<'a> {
    pub store: &'a Store,
    pub vault: &'a Vault,
    pub config: &'a Config,
    pub classes: &'a [(i64, Class)],
    pub plan: &'a Plan,
}

/// What a window holds of the answer.
struct Looked {
    rows: Rows,
    /// Where looking stopped before the window's end.
    stopped: Option<i64>,
    /// A beginning stands for more words than were looked for.
    cut: bool,
}

impl Run<'_> {
    /// One page, and on the first page the counts. The newest rows are looked at first, so many at
    /// a time as `count_rows_max` says; older ones only where the page is not full yet.
    pub fn page(&self, part: Part) -> Result<Found, Error> {
        let before = part.before.unwrap_or(i64::MAX);
        let newest = self.store.indexed_mark()?.min(before.saturating_sub(1));
        let span = (self.config.count_rows_max / CHUNK_ROWS).max(1);
        let mut last = place(newest).0;
        let mut found = Found::default();
        loop {
            let window = Window { first: (last - span + 1).max(0), last };
            let Looked { rows, stopped, cut } = self.rows(window, before)?;
            if part.before.is_none() && last == place(newest).0 {
                found.count = rows.count();
                let all = window.first == 0 && stopped.is_none() && !cut;
                found.counted = if all { Counted::Exact } else { Counted::AtLeast };
                if part.facets {
                    found.facets = self.facets(&rows, window)?;
                }
            }
            let wanted = part.limit + 1 - found.rows.len();
            found.rows.extend(rows.below(before).take(wanted));
            if found.rows.len() <= part.limit && stopped.is_some() {
                found.next = stopped;
                return Ok(found);
            }
            if found.rows.len() > part.limit || window.first == 0 {
                break;
            }
            last = window.first - 1;
        }
        if found.rows.len() > part.limit {
            found.rows.truncate(part.limit);
            found.next = found.rows.last().copied();
        }
        Ok(found)
    }

    /// The rows of a window that answer.
    fn rows(&self, window: Window, before: i64) -> Result<Looked, Error> {
        let (mut rows, mut cut) = (self.allowed(window)?, false);
        for clause in &self.plan.clauses {
            if rows.0.is_empty() {
                break;
            }
            rows.and(&self.clause(clause, window, &mut cut)?);
        }
        let (rows, stopped) = match self.plan.phrases.is_empty() {
            true => (rows, None),
            false => self.in_order(&rows, before)?,
        };
        Ok(Looked { rows, stopped, cut })
    }

    fn of_kind_and_owner(&self) -> impl Iterator<Item = &(i64, Class)> {
        let Plan { kinds, owners, .. } = self.plan;
        self.classes.iter().filter(move |(_, class)| {
            (kinds.is_empty() || kinds.contains(&class.kind))
                && (owners.is_empty() || owners.iter().any(|owner| owner == class.owner.as_str()))
        })
    }

    fn allowed(&self, window: Window) -> Result<Rows, Error> {
        let mut rows = Rows::default();
        for (number, _) in self.of_kind_and_owner() {
            self.store.add_posting(&Term::class(*number), window, &mut rows)?;
        }
        Ok(rows)
    }

    fn clause(&self, clause: &Clause, window: Window, cut: &mut bool) -> Result<Rows, Error> {
        let mut any = Rows::default();
        for all in clause {
            let mut each = all.iter();
            let Some(first) = each.next() else { continue };
            let mut rows = self.rows_of(first, window, cut)?;
            for one in each {
                rows.and(&self.rows_of(one, window, cut)?);
            }
            any.or(&rows);
        }
        Ok(any)
    }

    fn rows_of(&self, one: &Match, window: Window, cut: &mut bool) -> Result<Rows, Error> {
        let mut rows = Rows::default();
        match one {
            Match::Whole(term) => self.store.add_posting(term, window, &mut rows)?,
            Match::Beginning(term) => {
                let max = self.config.prefix_terms_max;
                *cut |= self.store.add_postings_from(term, max, window, &mut rows)?;
            }
        }
        Ok(rows)
    }

    /// Of rows that have all words of the phrases, those where they follow each other. So many are
    /// opened as `phrase_checks_max` says, the newest first.
    fn in_order(&self, rows: &Rows, before: i64) -> Result<(Rows, Option<i64>), Error> {
        let (mut held, mut checks, mut last) = (Rows::default(), 0, before);
        for row in rows.below(before) {
            if checks == self.config.phrase_checks_max {
                return Ok((held, Some(last)));
            }
            (checks, last) = (checks + 1, row);
            if self.has_phrases(row)? {
                held.insert(row);
            }
        }
        Ok((held, None))
    }

    fn has_phrases(&self, row: i64) -> Result<bool, Error> {
        let Some(stored) = self.store.record_row(row)? else { return Ok(false) };
        let body = self.vault.open(self.store, &stored)?.body()?;
        let texts: Vec<Vec<String>> =
            body.searchable().iter().map(|text| word::words(text)).collect();
        let stands = |phrase: &Vec<String>| {
            texts.iter().any(|words| words.windows(phrase.len()).any(|part| part == &phrase[..]))
        };
        Ok(self.plan.phrases.iter().all(stands))
    }

    /// How the rows divide, by every facet.
    fn facets(&self, rows: &Rows, window: Window) -> Result<Facets, Error> {
        let mut facets = Facets::new();
        for name in Facet::ALL.iter().map(|facet| facet.code()).chain([YEAR]) {
            let counts = self.count(name, rows, window)?;
            self.keep(&mut facets, name, counts);
        }
        let (mut kinds, mut owners) = (BTreeMap::new(), BTreeMap::new());
        for (number, class) in self.of_kind_and_owner() {
            let mut count = 0;
            for (chunk, stored) in self.store.posting(&Term::class(*number), window)? {
                count += rows.0.get(&chunk).map_or(Ok(0), |in_| Stored(&stored).count_in(in_))?;
            }
            *kinds.entry(class.kind.code().to_owned()).or_insert(0) += count;
            *owners.entry(class.owner.to_string()).or_insert(0) += count;
        }
        self.keep(&mut facets, "kind", kinds);
        self.keep(&mut facets, "owner", owners);
        Ok(facets)
    }

    fn count(
        &self,
        field: &str,
        rows: &Rows,
        window: Window,
    ) -> Result<BTreeMap<String, u64>, Error> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        self.store.each_posting(field, window, |term, chunk, stored| {
            let Some(rows) = rows.0.get(&chunk) else { return Ok(()) };
            let count = Stored(stored).count_in(rows)?;
            match counts.get_mut(term) {
                Some(sum) => *sum += count,
                None => drop(counts.insert(term.to_owned(), count)),
            }
            Ok(())
        })?;
        Ok(counts)
    }

    /// The most frequent values, at most `facet_values_max`; a facet that nothing has is left out.
    fn keep(&self, facets: &mut Facets, name: &'static str, counts: BTreeMap<String, u64>) {
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let mut values: Vec<ValueCount> =
            counts.map(|(value, count)| ValueCount { value, count }).collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        values.truncate(self.config.facet_values_max);
        if !values.is_empty() {
            facets.insert(name, values);
        }
    }
}
