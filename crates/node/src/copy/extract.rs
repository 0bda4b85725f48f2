//! What a device is given: of the chosen lists and records what policy lets its role ask, and what
//! of it the device has not yet.

use std::collections::{HashMap, HashSet};

use record::policy::{self, Act, Decision, Reader, Rule};
use record::{NodeCode, Purpose, RecordId};

use super::Chosen;
use super::carried::{Blob, Carried, CarriedList, CarriedRecord};
use super::message::{Held, pack_keys, unpack_keys};
use crate::ask::look::{bars, day};
use crate::author::Author;
use crate::list::class;
use crate::list::status::overdue;
use crate::store::list::ListRow;
use crate::view::{Session, Sight};
use crate::{Config, Error};

/// Rows read from the store at once.
const STEP: u32 = 10_000;

/// What a device says that it has.
#[derive(Default)]
pub struct Stock {
    lists: HashMap<i64, HashSet<i64>>,
    records: HashMap<i64, Vec<u8>>,
}

impl Stock {
    pub fn read(held: &Held, entries_max: u64) -> Result<Self, Error> {
        let mut stock = Self::default();
        // It had what it may have, or what it might have had before a limit was tightened.
        let mut left = entries_max.saturating_mul(4);
        for (list, keys) in &held.lists {
            let keys: HashSet<i64> = unpack_keys(keys, left)?.into_iter().collect();
            left -= keys.len() as u64;
            stock.lists.insert(*list, keys);
        }
        stock.records = held.records.iter().map(|(row, mark)| (*row, mark.0.clone())).collect();
        Ok(stock)
    }
}

/// What a device is given.
pub struct Extract {
    pub carried: Carried,
    pub gone: Vec<(i64, Blob)>,
    pub gone_records: Vec<i64>,
    /// Entries and records that the device has afterwards.
    pub entries: u64,
    /// Records that are new to it: their owners are told.
    pub records: Vec<(NodeCode, RecordId)>,
}

/// Whose copy it is: the device's role and unit, and whoever made it, while they work here.
pub struct For<'a> {
    pub device: &'a Author,
    pub maker: Option<&'a Author>,
    pub chosen: &'a Chosen,
}

/// Gathers it from one state of the store.
pub fn extract(
    sight: &Sight<'_>,
    of: &For<'_>,
    stock: &Stock,
    config: &Config,
) -> Result<Extract, Error> {
    let mut made = Extract {
        carried: Carried {
            unit: of.device.unit.clone(),
            role: of.device.role,
            purposes: of.chosen.purposes.clone(),
            questions_max: config.copy_questions_max,
            hits_max: config.ask_hits_max as u64,
            lists: Vec::new(),
            records: Vec::new(),
            not_asked: Vec::new(),
        },
        gone: Vec::new(),
        gone_records: Vec::new(),
        entries: 0,
        records: Vec::new(),
    };
    sight.store.at_once(|| {
        for name in &of.chosen.lists {
            // A list that was removed since leaves the copy.
            let row = sight.store.list_named(name)?.filter(|row| row.round > 0);
            if let Some(row) = row {
                add_list(sight, of, (row, stock), config, &mut made)?;
            }
        }
        add_records(sight, of, stock, config, &mut made)
    })?;
    Ok(made)
}

fn reader(sight: &Sight<'_>, author: &Author) -> Reader {
    Reader { node: sight.code.clone(), unit: author.unit.clone(), role: author.role }
}

fn session(author: &Author, purpose: Purpose) -> Session {
    Session { author: author.clone(), purpose }
}

/// The purposes for which a list is open to the device, and what refuses the others.
pub fn opened(
    sight: &Sight<'_>,
    of: &For<'_>,
    row: &ListRow,
) -> (Vec<Purpose>, Vec<(Purpose, Rule)>) {
    let (reader, class) =
        (reader(sight, of.device), class(sight.code, row, overdue(row, sight.now)));
    let (mut open, mut refused) = (Vec::new(), Vec::new());
    for purpose in &of.chosen.purposes {
        match policy::decide(sight.tables, &reader, Act::Ask, *purpose, &class) {
            Decision::Granted => open.push(*purpose),
            Decision::Refused(rule) => refused.push((*purpose, rule)),
        }
    }
    (open, refused)
}

fn room(made: &mut Extract, config: &Config) -> Result<(), Error> {
    made.entries += 1;
    let max = config.copy_entries_max;
    match made.entries > max {
        true => Err(Error::Limit { what: "a copy's entries", limit: "copy_entries_max", max }),
        false => Ok(()),
    }
}

fn add_list(
    sight: &Sight<'_>,
    of: &For<'_>,
    (row, stock): (ListRow, &Stock),
    config: &Config,
    made: &mut Extract,
) -> Result<(), Error> {
    let (purposes, refused) = opened(sight, of, &row);
    for (purpose, rule) in refused {
        // That a list is above somebody's level is not told.
        if rule != Rule::LevelRole {
            made.carried.not_asked.push((purpose, row.about.name.clone(), rule.code().into()));
        }
    }
    if purposes.is_empty() {
        return Ok(());
    }
    let mut held = stock.lists.get(&row.list).cloned().unwrap_or_default();
    let (mut entries, mut after, mut count) = (Vec::new(), 0, 0);
    loop {
        let rows = sight.store.list_entries(row.list, after, STEP)?;
        let Some(last) = rows.last() else { break };
        after = last.key;
        for entry in rows {
            room(made, config)?;
            count += 1;
            if !held.remove(&entry.key) {
                entries.push((entry.key, Blob(entry.body)));
            }
        }
    }
    let mut gone: Vec<i64> = held.into_iter().collect();
    gone.sort_unstable();
    if !gone.is_empty() {
        made.gone.push((row.list, pack_keys(gone.into_iter())));
    }
    let at = sight.store.list_updates(row.list, 1)?.first().map_or(row.added, |one| one.at);
    made.carried.lists.push(CarriedList {
        list: row.list,
        about: serde_json::to_string(&row.about).expect("what is said of a list is JSON"),
        round: row.round,
        day: day(sight, &row)?,
        at,
        purposes,
        count,
        entries,
    });
    Ok(())
}

/// By the number of a record's class, the purposes for which it goes along: those for which the
/// device's role may find it, and whoever made the copy may find it and take it out.
fn classes(sight: &Sight<'_>, of: &For<'_>) -> Result<HashMap<i64, Vec<Purpose>>, Error> {
    let mut all: HashMap<i64, Vec<Purpose>> = HashMap::new();
    let Some(maker) = of.maker.filter(|_| of.chosen.records) else { return Ok(all) };
    for purpose in &of.chosen.purposes {
        let own = session(maker, *purpose);
        let taken_out = sight.allowed(&own, Act::Export)?;
        let read: HashSet<i64> =
            sight.searchable_classes(&own)?.into_iter().map(|(number, _)| number).collect();
        for (number, _) in sight.searchable_classes(&session(of.device, *purpose))? {
            if read.contains(&number) && taken_out.contains(&number) {
                all.entry(number).or_default().push(*purpose);
            }
        }
    }
    Ok(all)
}

fn add_records(
    sight: &Sight<'_>,
    of: &For<'_>,
    stock: &Stock,
    config: &Config,
    made: &mut Extract,
) -> Result<(), Error> {
    let classes = classes(sight, of)?;
    let (mut held, mut after) = (stock.records.clone(), 0);
    while !classes.is_empty() {
        let rows = sight.store.listed_after(after, STEP)?;
        let Some((last, _)) = rows.last() else { break };
        after = *last;
        for (row, body) in rows {
            let entry = sight.store.entry(row)?.filter(|entry| entry.latest);
            let name = sight.store.name_of_row(row)?;
            let (Some(entry), Some((owner, id))) = (entry, name) else { continue };
            let Some(purposes) = classes.get(&entry.class) else { continue };
            room(made, config)?;
            let record = CarriedRecord {
                row,
                owner: NodeCode::new(&owner)?,
                id,
                purposes: purposes.clone(),
                expiry: entry.expiry,
                body: Blob(body),
            };
            if held.remove(&row).is_some_and(|mark| mark == record.mark()) {
                continue;
            }
            made.records.push((record.owner.clone(), record.id));
            made.carried.records.push(record);
        }
    }
    made.gone_records = held.into_keys().collect();
    made.gone_records.sort_unstable();
    Ok(())
}

/// Whether a copy may be made: every list is there, its purposes are of the device's role, and
/// whoever makes it keeps lists or may take them out.
pub fn check(
    sight: &Sight<'_>,
    of: &For<'_>,
    maker: &Author,
    config: &Config,
) -> Result<(), Error> {
    let Chosen { lists, records, purposes, hours } = of.chosen;
    if purposes.is_empty() || (lists.is_empty() && !records) {
        return Err(Error::Usage("say which lists, and what they may be asked for".into()));
    }
    let twice = |name: &String| lists.iter().filter(|one| *one == name).count() > 1;
    if lists.len() > config.lists_max || purposes.len() > Purpose::ALL.len() {
        return Err(Error::Usage("these are more lists and purposes than there are".into()));
    }
    if let Some(name) = lists.iter().find(|name| twice(name)) {
        return Err(Error::Usage(format!("the list {name} is named twice")));
    }
    let max = config.copy_h_max;
    if !(1..=max).contains(hours) {
        let max = max.unsigned_abs();
        return Err(Error::Limit { what: "a copy's life", limit: "copy_h_max", max });
    }
    for purpose in purposes {
        if let Some(rule) = bars(sight, &reader(sight, of.device), &session(of.device, *purpose)) {
            return Err(Error::Refused(rule));
        }
    }
    let keeps_lists = maker.role == policy::Role::Administrator;
    if *records && keeps_lists {
        let text = "an administrator reads no records, and puts none on a device";
        return Err(Error::NotAllowed(text.into()));
    }
    for name in lists {
        let row = sight.store.list_named(name)?.filter(|row| row.round > 0);
        let row = row.ok_or_else(|| Error::NotFound(format!("the list {name}")))?;
        let (open, refused) = opened(sight, of, &row);
        if open.is_empty() {
            let rule = refused.first().map_or(Rule::Purpose, |(_, rule)| *rule);
            return Err(Error::Refused(rule));
        }
        let class = class(sight.code, &row, false);
        for purpose in open.iter().filter(|_| !keeps_lists) {
            let reader = reader(sight, maker);
            let decided = policy::decide(sight.tables, &reader, Act::Export, *purpose, &class);
            if let Decision::Refused(rule) = decided {
                return Err(Error::Refused(rule));
            }
        }
    }
    Ok(())
}
