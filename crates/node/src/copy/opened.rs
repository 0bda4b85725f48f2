//! A copy that is open on its device: the same asking as at the node, over a store in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use record::codelist::{Language, Registry};
use record::policy::Rule;
use record::{Purpose, Timestamp};
use seal::copy::{COPY_BYTES_MAX, Outer, What};
use serde::Serialize;

use super::Stopped;
use super::carried::{Blob, Carried, bit};
use super::chain::{Kept, KeptFrom, KeptHit};
use super::device::{BACK_MS_MAX, Device};
use super::told::{self, Said};
use crate::act::node_day;
use crate::ask::look::Open;
use crate::ask::tell::{Answer, Words};
use crate::ask::{Found, Looked, Numbered, Question, Typed};
use crate::list::Lists;
use crate::list::status::overdue;
use crate::store::Store;
use crate::store::device_folder::{self, Folder};
use crate::store::hit::From;
use crate::store::list::ListRow;
use crate::{Clock, Error};

/// An answer from a copy: how old the copy is stands before everything else.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    pub copy: Said,
    #[serde(flatten)]
    pub answer: Answer,
}

/// A copy's file and its device. It is read once, and again when the file is another.
pub struct Opened {
    file: PathBuf,
    folder: Folder,
    clock: Arc<dyn Clock>,
    loaded: Option<Loaded>,
}

struct Loaded {
    head: Vec<u8>,
    /// Records whose day was over then are not in it.
    day: String,
    outer: Outer,
    /// Without its entries: they are in the store.
    carried: Carried,
    store: Store,
    lists: Lists,
}

impl Opened {
    pub fn new(file: &Path, folder: Folder, clock: Arc<dyn Clock>) -> Self {
        Self { file: file.to_owned(), folder, clock, loaded: None }
    }

    /// How old the copy is, what is in it, and whether it answers. Nothing is asked.
    pub fn said(&mut self, language: Language) -> Result<(Said, Vec<Purpose>), Error> {
        let (device, now) = self.begin()?;
        let loaded = self.loaded(&device, now)?;
        loaded.lasts(now)?;
        let said = told::said(&loaded.outer, &device, now, language);
        Ok((said, loaded.carried.purposes.clone()))
    }

    /// Asks once. The question is kept before its answer is shown.
    pub fn ask(
        &mut self,
        typed: &Typed,
        purpose: Purpose,
        language: Language,
    ) -> Result<Answered, Error> {
        let (mut device, now) = self.begin()?;
        let loaded = self.loaded(&device, now)?;
        let question = Question::read(typed, node_day(now).year())?;
        let max = loaded.carried.questions_max;
        let may = loaded.lasts(now).and_then(|()| loaded.open(purpose, now));
        let open = match may {
            Ok(open) => open,
            Err(error) => {
                device.keep(&loaded.refused((now, purpose), &error), max)?;
                return Err(error);
            }
        };
        let hits_max = usize::try_from(loaded.carried.hits_max).unwrap_or(usize::MAX);
        let looked = open.look(&loaded.store, &loaded.lists, &question, hits_max)?;
        device.keep(&loaded.kept((now, purpose), &question, &looked), max)?;
        let words = Words::new(language, Arc::new(Registry::default()));
        let numbered = Numbered::default();
        Ok(Answered {
            copy: told::said(&loaded.outer, &device, now, language),
            answer: words.answer((now, purpose), &question, &looked, &numbered),
        })
    }

    /// The device, once the clock was looked at: what it has seen is written down either way.
    fn begin(&self) -> Result<(Device, Timestamp), Error> {
        let mut device = Device::open(&self.folder)?;
        let now = self.clock.now();
        device.see(now)?;
        device.remember()?;
        Ok((device, now))
    }

    fn loaded(&mut self, device: &Device, now: Timestamp) -> Result<&mut Loaded, Error> {
        let (head, day) = (device_folder::head(&self.file)?, node_day(now).to_string());
        let fresh = self.loaded.take().filter(|one| one.head == head && one.day == day);
        let loaded = match fresh {
            Some(loaded) => loaded,
            None => Loaded::read(&self.file, device, (head, day))?,
        };
        Ok(self.loaded.insert(loaded))
    }
}

/// What a copy's file holds, for its device.
pub fn read(file: &Path, device: &Device) -> Result<(Outer, Carried), Error> {
    let bytes = device_folder::read(file, COPY_BYTES_MAX)?;
    let (outer, plain) = device.open_file(&bytes, What::Copy)?;
    Ok((outer, Carried::from_bytes(&plain)?))
}

impl Loaded {
    fn read(file: &Path, device: &Device, (head, day): (Vec<u8>, String)) -> Result<Self, Error> {
        let (outer, mut carried) = read(file, device)?;
        let store = Store::of_carried(&carried, &day)?;
        let lists = Lists::default();
        lists.read(&store)?;
        carried.lists.iter_mut().for_each(|list| list.entries.clear());
        carried.records.iter_mut().for_each(|record| record.body = Blob::default());
        Ok(Self { head, day, outer, carried, store, lists })
    }

    /// Until its end; not before it was made, which only a clock that is behind could say.
    fn lasts(&self, now: Timestamp) -> Result<(), Error> {
        let latest = self.outer.created;
        if now.0 < latest.0.saturating_sub(BACK_MS_MAX) {
            return Err(Error::Copy(Stopped::Clock { now, latest }));
        }
        match now >= self.outer.expires {
            true => Err(Error::Copy(Stopped::Expired(self.outer.expires))),
            false => Ok(()),
        }
    }

    /// What may be asked for a purpose today: a list whose review is overdue answers nobody.
    fn open(&self, purpose: Purpose, now: Timestamp) -> Result<Open, Error> {
        if !self.carried.purposes.contains(&purpose) {
            return Err(Error::Copy(Stopped::Purpose));
        }
        let (mut lists, mut not_asked) = (Vec::new(), Vec::new());
        for list in &self.carried.lists {
            let about = list.about()?;
            let row = ListRow {
                list: list.list,
                about,
                added: list.at,
                round: list.round,
                entries: list.count,
            };
            if !list.purposes.contains(&purpose) {
                continue;
            }
            match overdue(&row, now) {
                true => not_asked.push((row.about.name, Rule::Expired)),
                false => lists.push((row, list.day.clone())),
            }
        }
        for (of, name, code) in &self.carried.not_asked {
            let rule = Rule::ALL.iter().find(|rule| rule.code() == code);
            if *of == purpose {
                not_asked.push((name.clone(), rule.copied().unwrap_or(Rule::Purpose)));
            }
        }
        let records = self.carried.records.iter().map(|record| record.class());
        let mut classes: Vec<i64> = records.filter(|class| class & bit(purpose) != 0).collect();
        classes.sort_unstable();
        classes.dedup();
        Ok(Open::carried(lists, classes, not_asked))
    }

    fn blank(&self, (at, purpose): (Timestamp, Purpose)) -> Kept {
        let asked = Blob::default();
        Kept { at, purpose, copy: self.outer.copy, asked, hits: Vec::new(), refused: None }
    }

    fn refused(&self, when: (Timestamp, Purpose), error: &Error) -> Kept {
        let why = match error {
            Error::Copy(stopped) => stopped.code(),
            _ => "refused",
        };
        Kept { refused: Some(why.into()), ..self.blank(when) }
    }

    fn kept(&self, when: (Timestamp, Purpose), question: &Question, looked: &Looked) -> Kept {
        let hits = looked.hits.iter().map(kept_hit).collect();
        Kept { asked: Blob(question.to_bytes()), hits, ..self.blank(when) }
    }
}

fn kept_hit(found: &Found) -> KeptHit {
    KeptHit {
        from: match found.from {
            From::List { list, round, entry } => KeptFrom::Entry(list, round, entry),
            From::Record(row) => KeptFrom::Record(row),
        },
        name: found.name.clone(),
        record: found.record.clone(),
        digest: found.entity.digest(),
        scorer: found.scored.scorer.clone(),
        score: found.scored.score.to_bits(),
        factors: found.scored.factors_text(),
    }
}

#[cfg(test)]
mod tests {
    use record::moment::HOUR_MS;
    use record::policy::Role;
    use record::{Digest, NodeCode, Unit};

    use super::*;

    fn loaded(created: i64, expires: i64) -> Loaded {
        let node = NodeCode::new("CO").unwrap();
        let outer = Outer::new(What::Copy, Digest::default(), node, "tablet-1");
        let (created, expires) = (Timestamp(created), Timestamp(expires));
        let carried = Carried {
            unit: Unit::new("POLICE").unwrap(),
            role: Role::FrontlineOfficer,
            purposes: vec![Purpose::BorderControl],
            questions_max: 1,
            hits_max: 1,
            lists: Vec::new(),
            records: Vec::new(),
            not_asked: Vec::new(),
        };
        Loaded {
            head: Vec::new(),
            day: String::new(),
            outer: Outer { created, stale: expires, expires, ..outer },
            store: Store::of_carried(&carried, "2026-11-30").unwrap(),
            carried,
            lists: Lists::default(),
        }
    }

    #[test]
    fn a_copy_answers_from_its_making_to_its_end_by_any_clock() {
        let (start, end) = (100 * HOUR_MS, 172 * HOUR_MS);
        let check = |now: i64, expect: Option<&str>| {
            let lasts = loaded(start, end).lasts(Timestamp(now));
            let code = lasts.err().map(|error| match error {
                Error::Copy(stopped) => stopped.code(),
                other => panic!("{other}"),
            });
            assert_eq!(code, expect, "{now}");
        };
        check(start, None);
        check(end - 1, None);
        check(end, Some("expired"));
        check(i64::MAX, Some("expired"));
        check(start - BACK_MS_MAX, None);
        check(start - BACK_MS_MAX - 1, Some("clock"));
        check(0, Some("clock"));
        check(i64::MIN, Some("clock"));
    }
}
