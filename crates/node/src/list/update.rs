//! A list is added, updated or removed. A file is read twice: once to see that it may be taken,
//! once to stage what it changes. Staged rows stand for nobody until one short transaction says so;
//! what an update that failed has staged is taken back.
//!
//! It is long because an update is one procedure, told in its order.

use std::collections::HashMap;

use record::Purpose;
use record::moment::Date;
use record::policy::{self, Act, Decision, Reader};
use screen::find::Builder;
use serde::Serialize;

use super::index::{Change, Index, Lists, threads};
use super::read::{Given, Source, each};
use super::{About, Entity, class};
use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::clock::draw;
use crate::store::list::{Known, ListRow, UpdateRow, half};
use crate::store::segment::Span;
use crate::writer::{Readers, Writer};
use crate::{Config, Error, Node};

/// Rows staged in one transaction: others' jobs wait no longer.
const CHUNK: usize = 500;
/// Rows ended or deleted in one transaction.
const STEP: u32 = 2_000;
/// Entries that are inserted one chunk after another; more become a segment.
const INSERTED_MAX: u64 = 2_000;

/// What an update did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ListDone)]
pub struct Done {
    pub name: String,
    /// Its number among the list's updates.
    pub round: i64,
    pub entries: u64,
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
    /// The day the file says it is of.
    #[schema(value_type = Option<String>, format = Date)]
    pub date: Option<Date>,
}

/// With what a list is updated, beside the requests that are answered meanwhile.
#[derive(Clone, Copy)]
pub struct Ways<'a> {
    pub writer: &'a Writer,
    pub readers: &'a Readers,
    pub lists: &'a Lists,
    pub config: &'a Config,
}

/// Whether an officer may say what is looked for here. Administrators keep the node; whoever else
/// publishes for a list's purposes may load one.
pub fn allowed(node: &Node, by: &Author, purposes: &[Purpose]) -> Result<(), Error> {
    if by.role == policy::Role::Administrator {
        return Ok(());
    }
    let reader = Reader { node: node.code.clone(), unit: by.unit.clone(), role: by.role };
    let about = About { purposes: purposes.to_vec(), ..blank() };
    let row = ListRow { list: 0, about, added: 0, round: 0, entries: 0 };
    let class = class(&node.code, &row, false);
    for purpose in purposes {
        let decided = policy::decide(&node.tables, &reader, Act::Publish, *purpose, &class);
        if let Decision::Refused(rule) = decided {
            return Err(Error::Refused(rule));
        }
    }
    Ok(())
}

fn blank() -> About {
    About {
        name: String::new(),
        format: super::Format::Csv,
        purposes: Vec::new(),
        owner: String::new(),
        licence: String::new(),
        review: Date(jiff::civil::Date::MAX),
        level: super::standard_level(),
        shrink_percent: None,
        contact: String::new(),
        action: None,
        map: None,
    }
}

/// Adds a list with its first entries. A file that is refused leaves no list behind.
pub fn add(ways: Ways<'_>, by: &Author, about: About, source: &Source) -> Result<Done, Error> {
    about.check()?;
    let (author, said, max) = (by.clone(), about.clone(), ways.config.lists_max);
    let row = ways.writer.write_blocking(move |node| {
        allowed(node, &author, &said.purposes)?;
        if said.review.0 < crate::act::node_day(node.now()) {
            return Err(Error::Usage("the day of review lies in the past".into()));
        }
        let lists = node.store.lists()?;
        if lists.len() >= max {
            return Err(Error::Limit { what: "lists", limit: "lists_max", max: max as u64 });
        }
        if lists.iter().any(|list| list.about.name == said.name) {
            return Err(Error::Conflict(format!("there is a list {} already", said.name)));
        }
        let (added, about) = (node.now().0, said);
        let list = node.store.insert_list(&about, added)?;
        Ok(ListRow { list, about, added, round: 0, entries: 0 })
    })?;
    ready(ways)?;
    ways.lists.set(row.list, Some(std::sync::Arc::new(Index::default())));
    let done = apply(ways, by, &row, source);
    if done.is_err() {
        ways.lists.set(row.list, None);
        let list = row.list;
        ways.writer.write_blocking(move |node| node.store.remove_list(list, node.now().0))?;
        clear(ways, list)?;
    }
    done
}

/// Takes a newer file of a list.
pub fn update(ways: Ways<'_>, by: &Author, name: &str, source: &Source) -> Result<Done, Error> {
    let row = may_change(ways, by, name)?;
    ready(ways)?;
    apply(ways, by, &row, source)
}

/// Says something else of a list: its owner, licence, review.
pub fn describe(ways: Ways<'_>, by: &Author, about: About) -> Result<(), Error> {
    about.check()?;
    let row = may_change(ways, by, &about.name)?;
    if row.about.format != about.format {
        return Err(Error::Usage("a list keeps its format: add it as another one".into()));
    }
    let author = by.clone();
    ways.writer.write_blocking(move |node| {
        allowed(node, &author, &about.purposes)?;
        node.store.set_list_about(row.list, &about)?;
        let event = Event::new(Deed::Administered, &author, node.now()).reason("list-described");
        audit::note(node, &event).map(drop)
    })
}

/// Takes a list away: nobody is answered from it once this is committed.
pub fn remove(ways: Ways<'_>, by: &Author, name: &str) -> Result<(), Error> {
    let row = may_change(ways, by, name)?;
    let _hold = ways.lists.hold(row.list)?;
    let (author, list, entries) = (by.clone(), row.list, row.entries);
    ways.writer.write_blocking(move |node| {
        node.store.remove_list(list, node.now().0)?;
        let event = Event::new(Deed::Administered, &author, node.now()).reason("list-removed");
        audit::note(node, &Event { count: entries, ..event }).map(drop)
    })?;
    ways.lists.set(list, None);
    clear(ways, list)
}

fn may_change(ways: Ways<'_>, by: &Author, name: &str) -> Result<ListRow, Error> {
    let (author, name) = (by.clone(), name.to_owned());
    ways.writer.write_blocking(move |node| {
        let row = node.store.list_named(&name)?;
        let row = row.ok_or_else(|| Error::NotFound(format!("the list {name}")))?;
        allowed(node, &author, &row.about.purposes)?;
        Ok(row)
    })
}

fn ready(ways: Ways<'_>) -> Result<(), Error> {
    ways.readers.read(|sight| ways.lists.read(sight.store))
}

fn clear(ways: Ways<'_>, list: i64) -> Result<(), Error> {
    ways.lists.remove_files(list)?;
    while ways.writer.write_blocking(move |node| node.store.clear_list(list, STEP))? > 0 {}
    Ok(())
}

/// What the first reading tells.
#[derive(Default)]
struct Difference {
    /// Of each reference what was known, and what became of it.
    known: HashMap<[u8; 16], (Known, Fate)>,
    fresh: HashMap<[u8; 16], ()>,
    changed: u64,
    date: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Gone,
    Same,
    Changed,
}

impl Difference {
    fn gone(&self) -> u64 {
        self.known.values().filter(|(_, fate)| *fate == Fate::Gone).count() as u64
    }

    fn take(&mut self, entity: &Entity) -> Result<(), Error> {
        let reference = name_of(entity);
        let twice = || Error::Usage(format!("two entries are called {:?}", entity.reference));
        match self.known.get_mut(&reference) {
            Some((_, fate)) if *fate != Fate::Gone => return Err(twice()),
            Some((known, fate)) if known.digest == half(&entity.digest()) => *fate = Fate::Same,
            Some((_, fate)) => {
                *fate = Fate::Changed;
                self.changed += 1;
            }
            None => {
                if self.fresh.insert(reference, ()).is_some() {
                    return Err(twice());
                }
            }
        }
        Ok(())
    }
}

fn name_of(entity: &Entity) -> [u8; 16] {
    half(&record::Digest::of(&[b"amana/1/list-reference", entity.reference.as_bytes()]))
}

fn apply(ways: Ways<'_>, by: &Author, row: &ListRow, source: &Source) -> Result<Done, Error> {
    let _hold = ways.lists.hold(row.list)?;
    // Another update, or its removal, may have come first.
    let row = ways
        .readers
        .read(|sight| sight.store.list_named(&row.about.name))?
        .filter(|now| now.list == row.list);
    let row = &row.ok_or_else(|| Error::NotFound("the list, which was removed".into()))?;
    let difference = compare(ways, row, source)?;
    may_shrink(ways, row, &difference)?;
    let mut stage = Stage::begin(ways, row)?;
    match stage.run(source, &difference).and_then(|()| stage.stand(by, source, &difference)) {
        Ok(done) => {
            stage.tidy(&done)?;
            Ok(done.0)
        }
        Err(error) => {
            stage.take_back()?;
            Err(error)
        }
    }
}

fn given<'a>(ways: Ways<'a>, row: &'a ListRow) -> Given<'a> {
    Given { map: row.about.map.as_ref(), entries_max: ways.config.list_entries_max }
}

fn compare(ways: Ways<'_>, row: &ListRow, source: &Source) -> Result<Difference, Error> {
    let mut difference = Difference::default();
    ways.readers.read(|sight| {
        let mut after = 0;
        loop {
            let known = sight.store.list_known(row.list, after, STEP)?;
            let Some(last) = known.last() else { return Ok(()) };
            after = last.key;
            let each = known.into_iter().map(|one| (one.reference, (one, Fate::Gone)));
            difference.known.extend(each);
        }
    })?;
    let read =
        each(row.about.format, source, given(ways, row), &mut |entity| difference.take(&entity));
    difference.date = read.map_err(|error| refused(row, error))?;
    let before = ways.readers.read(|sight| sight.store.list_updates(row.list, 1))?;
    let before = before.first().and_then(|update| update.day.clone());
    if let (Some(day), Some(before)) = (difference.date, before)
        && day.to_string() < before
    {
        let text = format!("the file is of {day}, older than the one in use, of {before}");
        return Err(refused(row, Error::Usage(text)));
    }
    Ok(difference)
}

fn refused(row: &ListRow, error: Error) -> Error {
    match error {
        Error::Usage(what) => {
            let kept = if row.round > 0 { "; the list stays as it was" } else { "" };
            Error::Usage(format!("list {}: {what}{kept}", row.about.name))
        }
        other => other,
    }
}

fn may_shrink(ways: Ways<'_>, row: &ListRow, difference: &Difference) -> Result<(), Error> {
    let own = row.about.shrink_percent.map(u64::from);
    let percent = own.unwrap_or(ways.config.list_shrink_percent_max);
    let (gone, before) = (difference.gone(), difference.known.len() as u64);
    if gone * 100 > before * percent {
        let text =
            format!("the file leaves out {gone} of {before} entries, more than {percent} percent");
        return Err(refused(row, Error::Usage(text)));
    }
    Ok(())
}

/// What an update has staged so far.
struct Stage<'a> {
    ways: Ways<'a>,
    row: &'a ListRow,
    round: i64,
    index: std::sync::Arc<Index>,
    builder: Builder,
    /// Keys of new entries, and of those they replace or that are gone.
    added: Vec<i64>,
    ended: Vec<i64>,
    /// Of these, what the list has no more.
    gone: Vec<i64>,
    segment: bool,
}

/// What an update did, and the segment of its new entries: bytes, and rows.
type Stood = (Done, UpdateRow, Option<(Vec<u8>, usize)>);

impl<'a> Stage<'a> {
    fn begin(ways: Ways<'a>, row: &'a ListRow) -> Result<Self, Error> {
        let index = ways.lists.index(row.list);
        let index = index.ok_or_else(|| Error::Damaged("a list has no index".into()))?;
        // What an update left behind when the node was killed.
        unstage(ways, row)?;
        let builder = Builder::default();
        let round = row.round + 1;
        let (added, ended, gone) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { ways, row, round, index, builder, added, ended, gone, segment: false })
    }

    fn run(&mut self, source: &Source, difference: &Difference) -> Result<(), Error> {
        self.segment = difference.fresh.len() as u64 + difference.changed > INSERTED_MAX;
        let mut chunk: Vec<(Entity, [u8; 16], Option<i64>)> = Vec::new();
        let (row, ways) = (self.row, self.ways);
        each(row.about.format, source, given(ways, row), &mut |entity| {
            let reference = name_of(&entity);
            let replaces = match difference.known.get(&reference) {
                Some((_, Fate::Same)) => return Ok(()),
                Some((known, _)) => Some(known.key),
                None => None,
            };
            chunk.push((entity, reference, replaces));
            if chunk.len() >= CHUNK {
                self.stage(std::mem::take(&mut chunk))?;
            }
            Ok(())
        })?;
        self.stage(chunk)?;
        let gone = difference.known.values().filter(|(_, fate)| *fate == Fate::Gone);
        let gone: Vec<i64> = gone.map(|(known, _)| known.key).collect();
        for keys in gone.chunks(STEP as usize) {
            let (keys, round) = (keys.to_vec(), self.round);
            self.ended.extend(&keys);
            self.gone.extend(&keys);
            ways.writer.write_blocking(move |node| {
                keys.iter().try_for_each(|key| node.store.end_list_entry(*key, round))
            })?;
        }
        Ok(())
    }

    fn stage(&mut self, chunk: Vec<(Entity, [u8; 16], Option<i64>)>) -> Result<(), Error> {
        if chunk.is_empty() {
            return Ok(());
        }
        let (list, round) = (self.row.list, self.round);
        self.ended.extend(chunk.iter().filter_map(|(_, _, replaces)| *replaces));
        let (keys, chunk) = self.ways.writer.write_blocking(move |node| {
            let mut keys = Vec::with_capacity(chunk.len());
            for (entity, reference, replaces) in &chunk {
                if let Some(key) = replaces {
                    node.store.end_list_entry(*key, round)?;
                }
                keys.push(node.store.insert_list_entry(list, round, entity, reference)?);
            }
            Ok((keys, chunk))
        })?;
        let entries = chunk.iter().zip(&keys);
        let entries: Vec<_> =
            entries.filter_map(|((one, _, _), key)| one.entry(*key as u64)).collect();
        self.added.extend(keys);
        let pushed = entries.iter().try_for_each(|entry| self.builder.push(entry));
        pushed.map_err(|error| Error::Usage(error.to_string()))?;
        if self.segment { Ok(()) } else { self.index.insert(&entries) }
    }

    /// New entries are found from the moment on from which they stand, the others until then.
    fn stand(
        &mut self,
        by: &Author,
        source: &Source,
        difference: &Difference,
    ) -> Result<Stood, Error> {
        let builder = std::mem::take(&mut self.builder);
        let made = (!builder.is_empty()).then(|| builder.finish(threads()));
        // A first file is saved with the whole list.
        let saves = self.ways.lists.files.are_kept() && self.row.round > 0;
        let added = made.as_ref().filter(|_| saves).map(|made| (made.to_bytes(), made.len()));
        if let Some(made) = made.filter(|_| self.segment) {
            self.index.add(made);
        }
        let (fresh, gone) = (difference.fresh.len() as u64, difference.gone());
        let before = difference.known.len() as u64;
        let last = self.added.iter().max().copied();
        let update = UpdateRow {
            list: self.row.list,
            round: self.round,
            at: 0,
            officer: by.officer.clone(),
            day: difference.date.map(|day| day.to_string()),
            digest: source.digest,
            entries: before + fresh - gone,
            added: fresh,
            changed: difference.changed,
            gone,
            last: last.unwrap_or(0),
            stamp: [0; 16],
        };
        let (author, first) = (by.clone(), self.row.round == 0);
        let update = self.ways.writer.write_blocking(move |node| {
            let at = node.now();
            let newest = node.store.list_updates(update.list, 1)?.pop();
            let last = newest.map_or(0, |newest| newest.last).max(update.last);
            let stamp = draw(&mut *node.entropy);
            let update = UpdateRow { at: at.0, last, stamp, ..update };
            node.store.set_list_round(&update)?;
            let reason = if first { "list-added" } else { "list-updated" };
            let event = Event::new(Deed::Administered, &author, at).reason(reason);
            let (count, set) = (update.entries, Some(update.digest));
            audit::note(node, &Event { count, set, ..event })?;
            Ok(update)
        })?;
        let done = Done {
            name: self.row.about.name.clone(),
            round: update.round,
            entries: update.entries,
            added: update.added,
            changed: update.changed,
            removed: update.gone,
            date: difference.date,
        };
        Ok((done, update, added))
    }

    /// What stands no more leaves the index, the store and the files. The update stands already:
    /// whatever fails here is done by the next one, or at the next start.
    fn tidy(&self, (_, update, added): &Stood) -> Result<(), Error> {
        self.ways.lists.arrived();
        self.ended.iter().for_each(|key| self.index.remove(*key));
        let (ways, list, round) = (self.ways, self.row.list, self.round);
        for keys in self.gone.chunks(STEP as usize) {
            let keys = keys.to_vec();
            ways.writer.write_blocking(move |node| node.store.forget_compared(&keys))?;
        }
        let clear = move |node: &mut Node| node.store.clear_ended(list, round, STEP);
        while !ways.writer.write_blocking(clear)?.is_empty() {}
        let from = ways.readers.read(|sight| {
            let updates = sight.store.list_updates(list, 2)?;
            Ok(updates.get(1).map_or(0, |before| before.last))
        })?;
        let span = Span { list, from, last: update.last, stamp: update.stamp };
        let gone = ways.readers.read(|sight| sight.store.list_gone(list))?;
        let saved = ways.lists.save(&span, added.as_ref(), gone.len());
        match saved {
            Ok(true) => ways.writer.write_blocking(move |node| node.store.forget_gone(list, &gone)),
            Ok(false) => Ok(()),
            Err(error) => {
                tracing::warn!(list, %error, "a list's segment was not saved");
                Ok(())
            }
        }
    }

    fn take_back(&self) -> Result<(), Error> {
        self.added.iter().for_each(|key| self.index.remove(*key));
        unstage(self.ways, self.row)
    }
}

fn unstage(ways: Ways<'_>, row: &ListRow) -> Result<(), Error> {
    let (list, round) = (row.list, row.round);
    while ways.writer.write_blocking(move |node| node.store.unstage(list, round, STEP))? > 0 {}
    Ok(())
}

/// At the start: what updates that were cut short have left.
pub fn tidy(node: &mut Node) -> Result<(), Error> {
    node.watched.files.clear_fresh();
    for row in node.store.lists()? {
        let (list, round) = (row.list, row.round);
        if round == 0 {
            node.commit(|node| node.store.remove_list(list, node.now().0))?;
            continue;
        }
        while node.commit(|node| node.store.unstage(list, round, STEP))? > 0 {}
        while !node.commit(|node| node.store.clear_ended(list, round, STEP))?.is_empty() {}
    }
    for list in node.store.lists_to_clear()? {
        while node.commit(|node| node.store.clear_list(list, STEP))? > 0 {}
    }
    Ok(())
}

/// What a record that is looked for changes in the index.
pub fn change_of(row: i64, entity: Option<Entity>) -> Change {
    let records = super::index::RECORDS;
    match entity {
        Some(entity) => Change::Add(records, row as u64, entity.entry(row as u64)),
        None => Change::Remove(records, row as u64),
    }
}
