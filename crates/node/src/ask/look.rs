//! Looking through lists and records, as far as policy lets this reader.

use std::sync::Arc;

use record::policy::{self, Act, Decision, Reader, Rule};
use record::{NodeCode, RecordId};
use screen::find::{Cut, Judge};

use super::question::Question;
use super::score::{Comparing, Scored, THRESHOLD};
use crate::Error;
use crate::list::index::RECORDS;
use crate::list::status::overdue;
use crate::list::{Entity, Lists, class};
use crate::store::Store;
use crate::store::hit::{From, HitRow};
use crate::store::list::{EntryRow, ListRow};
use crate::view::{Session, Sight};

/// Entries of one look-up that are read; a number of which more are listed tells nobody apart.
const LOOKED_MAX: u32 = 200;
/// Candidates of a list for each hit that is shown: some are not for this reader.
const SPARE: usize = 2;

/// A hit before it is kept.
#[derive(Clone, Debug)]
pub struct Found {
    pub from: From,
    /// Of the record, or list and reference.
    pub name: String,
    /// The list's number, name and contact, where it is of one.
    pub list: Option<Arc<ListRow>>,
    /// The record, so that its owner learns of the use.
    pub record: Option<(NodeCode, RecordId)>,
    pub entity: Entity,
    pub scored: Scored,
}

/// A list that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub list: String,
    pub entries: u64,
    pub round: i64,
    pub day: String,
}

/// What looking through them came to.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// The likeliest first.
    pub hits: Vec<Found>,
    /// More was found than is shown.
    pub more: bool,
    pub asked: Arc<[Asked]>,
    /// Lists that this question may not be put to, and by which rule.
    pub not_asked: Arc<[(String, Rule)]>,
}

/// Lists that a session may put questions to: the same for all questions of a batch.
#[derive(Clone, Debug)]
pub struct Open {
    lists: Vec<Arc<ListRow>>,
    /// Numbers of the classes in which records may be found, in their order.
    classes: Vec<i64>,
    asked: Arc<[Asked]>,
    not_asked: Arc<[(String, Rule)]>,
}

impl Open {
    /// What policy opens to a session; refused where it may not ask at all.
    pub fn of(sight: &Sight<'_>, session: &Session) -> Result<Result<Self, Rule>, Error> {
        let reader = sight.reader(session);
        if let Some(rule) = bars(sight, &reader, session) {
            return Ok(Err(rule));
        }
        let (mut lists, mut asked, mut not_asked) = (Vec::new(), Vec::new(), Vec::new());
        for row in sight.store.lists()?.into_iter().filter(|row| row.round > 0) {
            let class = class(sight.code, &row, overdue(&row, sight.now));
            match policy::decide(sight.tables, &reader, Act::Ask, session.purpose, &class) {
                Decision::Granted => {
                    asked.push(Asked {
                        list: row.about.name.clone(),
                        entries: row.entries,
                        round: row.round,
                        day: day(sight, &row)?,
                    });
                    lists.push(Arc::new(row));
                }
                // That a list is above somebody's level is not told.
                Decision::Refused(Rule::LevelRole) => {}
                Decision::Refused(rule) => not_asked.push((row.about.name, rule)),
            }
        }
        let classes = sight.searchable_classes(session)?;
        let classes = classes.into_iter().map(|(number, _)| number).collect();
        let (asked, not_asked) = (asked.into(), not_asked.into());
        Ok(Ok(Self { lists, classes, asked, not_asked }))
    }

    /// What a device carries of it, for one purpose: policy decided where the copy was made.
    pub fn carried(
        lists: Vec<(ListRow, String)>,
        classes: Vec<i64>,
        not_asked: Vec<(String, Rule)>,
    ) -> Self {
        let asked = lists.iter().map(|(row, day)| Asked {
            list: row.about.name.clone(),
            entries: row.entries,
            round: row.round,
            day: day.clone(),
        });
        let asked = asked.collect();
        let lists = lists.into_iter().map(|(row, _)| Arc::new(row)).collect();
        Self { lists, classes, asked, not_asked: not_asked.into() }
    }

    /// Whether the source of a kept hit is open to the session now.
    pub fn opens(&self, sight: &Sight<'_>, row: &HitRow) -> Result<bool, Error> {
        Ok(match row.from {
            From::List { list, .. } => self.lists.iter().any(|one| one.list == list),
            From::Record(record) => !sight.store.still_there(&[record], &self.classes)?.is_empty(),
        })
    }

    /// Whether the session may decide on a kept hit.
    pub fn decides(
        &self,
        sight: &Sight<'_>,
        session: &Session,
        row: &HitRow,
    ) -> Result<Decision, Error> {
        let class = match row.from {
            From::List { list, .. } => {
                let row = self.lists.iter().find(|one| one.list == list);
                row.map(|row| class(sight.code, row, false))
            }
            From::Record(record) => match sight.store.entry(record)? {
                Some(entry) => Some(sight.class(&entry)?),
                None => None,
            },
        };
        let Some(class) = class else { return Ok(Decision::Refused(Rule::NotRecipient)) };
        let reader = sight.reader(session);
        Ok(policy::decide(sight.tables, &reader, Act::Decide, session.purpose, &class))
    }

    /// Puts one question.
    pub fn look(
        &self,
        store: &Store,
        lists: &Lists,
        question: &Question,
        hits_max: usize,
    ) -> Result<Looked, Error> {
        let mut words = lists.words();
        let mut finding = Finding {
            store,
            question,
            hits: Vec::new(),
            comparing: Comparing::new(question, &mut words),
        };
        // An update that comes to stand meanwhile is seen whole or not at all.
        store.at_once(|| {
            self.by_number(&mut finding)?;
            self.by_name(lists, hits_max, &mut finding)
        })?;
        let mut hits = finding.hits;
        lists.keep_words(words);
        hits.sort_by(|left, right| {
            right.scored.score.total_cmp(&left.scored.score).then(left.name.cmp(&right.name))
        });
        let more = hits.len() > hits_max;
        hits.truncate(hits_max);
        let (asked, not_asked) = (self.asked.clone(), self.not_asked.clone());
        Ok(Looked { hits, more, asked, not_asked })
    }

    fn by_number(&self, finding: &mut Finding<'_>) -> Result<(), Error> {
        let Finding { store, question, .. } = *finding;
        let lists: Vec<i64> = self.lists.iter().map(|list| list.list).collect();
        for number in &question.numbers {
            for row in store.list_tokens(&number.token, &lists, LOOKED_MAX)? {
                if let Some(list) = self.lists.iter().find(|list| list.list == row.list) {
                    finding.of_list(list, &row)?;
                }
            }
            let rows = store.listed_tokens(&number.token, &self.classes, LOOKED_MAX)?;
            self.records(&rows, finding)?;
        }
        Ok(())
    }

    fn by_name(
        &self,
        lists: &Lists,
        hits_max: usize,
        finding: &mut Finding<'_>,
    ) -> Result<(), Error> {
        let Finding { store, question, .. } = *finding;
        let Some(query) = question.query() else { return Ok(()) };
        // The sentences are told later, of what is shown.
        let judge = Judge::silent();
        let cut = Cut { threshold: THRESHOLD, hits_max: hits_max * SPARE };
        for list in &self.lists {
            let Some(index) = lists.index(list.list) else { continue };
            for hit in index.search(&query, cut, &judge) {
                let row = store.list_entry(hit.entry as i64)?;
                if let Some(row) = row.filter(|row| row.list == list.list) {
                    finding.of_list(list, &row)?;
                }
            }
        }
        let Some(index) = lists.index(RECORDS) else { return Ok(()) };
        let found = index.search(&query, cut, &judge).into_iter();
        let rows: Vec<i64> = found.map(|hit| hit.entry as i64).collect();
        self.records(&rows, finding)
    }

    /// Records among these rows that this session may find, as they stand now.
    fn records(&self, rows: &[i64], finding: &mut Finding<'_>) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let store = finding.store;
        for entry in store.still_there(rows, &self.classes)? {
            let row = entry.record;
            let body = store.listed(row)?;
            let name = store.name_of_row(row)?;
            let (Some(body), Some((owner, id))) = (body, name) else { continue };
            finding.of_record(row, &body, (NodeCode::new(&owner)?, id))?;
        }
        Ok(())
    }
}

/// What one question has found so far.
struct Finding<'a> {
    store: &'a Store,
    question: &'a Question,
    hits: Vec<Found>,
    comparing: Comparing<'a>,
}

impl Finding<'_> {
    fn of_list(&mut self, list: &Arc<ListRow>, row: &EntryRow) -> Result<(), Error> {
        let from = From::List { list: list.list, round: list.round, entry: row.key };
        if self.knows(from) {
            return Ok(());
        }
        let entity = Entity::from_bytes(&row.body)?;
        let name = format!("{}/{}", list.about.name, entity.reference);
        let scored = self.comparing.score(&entity);
        let list = Some(list.clone());
        self.add(Found { from, name, list, record: None, entity, scored });
        Ok(())
    }

    fn of_record(
        &mut self,
        row: i64,
        body: &[u8],
        record: (NodeCode, RecordId),
    ) -> Result<(), Error> {
        let from = From::Record(row);
        if self.knows(from) {
            return Ok(());
        }
        let entity = Entity::from_bytes(body)?;
        let (name, scored) = (entity.reference.clone(), self.comparing.score(&entity));
        self.add(Found { from, name, list: None, record: Some(record), entity, scored });
        Ok(())
    }

    /// What was found by several ways is one hit.
    fn knows(&self, from: From) -> bool {
        self.hits.iter().any(|hit| hit.from == from)
    }

    fn add(&mut self, found: Found) {
        if f64::from(found.scored.score) >= THRESHOLD {
            self.hits.push(found);
        }
    }
}

/// The day that a list says it is of, else the one it was taken in on.
pub(crate) fn day(sight: &Sight<'_>, row: &ListRow) -> Result<String, Error> {
    let newest = sight.store.list_updates(row.list, 1)?.pop();
    let at = newest.as_ref().map_or(row.added, |update| update.at);
    let day = newest.and_then(|update| update.day);
    Ok(day.unwrap_or_else(|| crate::act::node_day(record::Timestamp(at)).to_string()))
}

/// Whether a session may ask at all, whatever lists there are.
pub(crate) fn bars(sight: &Sight<'_>, reader: &Reader, session: &Session) -> Option<Rule> {
    let class = policy::Class {
        owner: sight.code.clone(),
        handling: record::Handling::new(record::Level::ForOfficialUse, &[]),
        purposes: vec![session.purpose],
        kind: record::Kind::List,
        audience: policy::Audience::Owner,
        state: policy::State::Active,
        subject: None,
        offence: None,
        issuer: None,
    };
    match policy::decide(sight.tables, reader, Act::Ask, session.purpose, &class) {
        Decision::Granted => None,
        Decision::Refused(rule) => Some(rule),
    }
}
