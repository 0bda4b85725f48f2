//! A page of threads, and how many there are of each sort.
//!
//! What a reader may list wholly comes from the threads' own rows, through an index for each order.
//! Of what he may list only in part nothing is taken from there: those threads are looked at by
//! the messages he may list, and put among the others where they then stand.

use std::collections::BTreeSet;

use record::policy::Act;
use serde::Serialize;

use super::merge::Merge;
use super::place;
use super::state::{asks_term, peer_term};
use super::{Limits, Look, ThreadRow, Threads, Waiting, Wanted, Whose};
use crate::Error;
use crate::audit::{Deed, Event, Guarded};
use crate::find::query::Plan;
use crate::find::run::{Counted, Part, Run};
use crate::store::thread::{Ask, Held, Key, Unread};
use crate::view::{Session, Sight};

/// Threads looked at in one step of a list.
const STEP: u32 = 64;

/// How many threads fit; at most `threads_count_max` are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Count {
    pub count: u64,
    pub counted: Counted,
}

/// How many threads wait for somebody, for this officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    pub unread: Count,
    pub mine: Count,
    pub unit: Count,
    pub unassigned: Count,
    pub for_us: Count,
    pub for_them: Count,
    pub overdue: Count,
    pub unseen: Count,
}

/// Which threads a reader may list: wholly, or some of their messages.
struct Reach {
    look: Look,
    whole: Vec<i64>,
    mixed: Vec<i64>,
}

/// A thread and its place in the order of a list.
type Placed = (i64, ThreadRow);

impl Sight<'_> {
    /// A page of threads: the newest first, or where somebody is waited for, the earliest deadline.
    pub fn threads(
        &self,
        session: &Session,
        wanted: &Wanted,
        limits: Limits,
    ) -> Result<Guarded<Threads>, Error> {
        let reach = self.reach(session, limits)?;
        let page = match wanted.unseen {
            true => self.unseen_page(session, &reach, wanted)?,
            false => self.page(session, &reach, wanted)?,
        };
        let event = self.listed_threads(session, &page, "threads");
        Ok(Guarded::new(page, event))
    }

    fn listed_threads(&self, session: &Session, page: &Threads, what: &str) -> Event {
        let names: Vec<String> = page.threads.iter().map(|row| row.thread.to_string()).collect();
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        event.reason(what).set(names.iter().map(String::as_str))
    }

    fn look(&self, session: &Session, limits: Limits) -> Result<Look, Error> {
        let allowed = self.allowed(session, Act::List)?;
        let officer = session.author.officer.clone();
        let since = self.store.reading_since(&officer)?;
        let floor = self.store.unread_floor(limits.unread)?;
        Ok(Look { allowed, limits, unread: Unread { officer, since, floor } })
    }

    fn reach(&self, session: &Session, limits: Limits) -> Result<Reach, Error> {
        let look = self.look(session, limits)?;
        let may: BTreeSet<i64> = look.allowed.iter().copied().collect();
        let (mut whole, mut mixed) = (Vec::new(), Vec::new());
        for (number, classes) in self.store.thread_audiences()? {
            match classes.iter().filter(|class| may.contains(class)).count() {
                0 => {}
                some if some == classes.len() => whole.push(number),
                _ => mixed.push(number),
            }
        }
        Ok(Reach { look, whole, mixed })
    }

    fn page(&self, session: &Session, reach: &Reach, wanted: &Wanted) -> Result<Threads, Error> {
        let ask = self.ask(session, reach, wanted);
        let Some(mixed) = self.mixed(reach)? else {
            return self.page_by_messages(session, reach, wanted);
        };
        let goes_on = |place: i64| match (wanted.before, ask.key.descends()) {
            (None, _) => true,
            (Some(before), true) => place < before,
            (Some(after), false) => place > after,
        };
        let fits = |row: &ThreadRow| wanted.takes(self.code, session, row);
        let placed = mixed.into_iter().filter_map(|row| Some((row.facts.key(ask.key)?, row)));
        let mixed = placed.filter(|(place, row)| goes_on(*place) && fits(row)).collect();
        let (whole, next) = self.whole_page(session, reach, wanted, &ask)?;
        Ok(join(mixed, whole, next, &ask, wanted.limit))
    }

    /// Threads that the reader may list wholly, and where the list goes on.
    fn whole_page(
        &self,
        session: &Session,
        reach: &Reach,
        wanted: &Wanted,
        ask: &Ask,
    ) -> Result<(Vec<Placed>, Option<i64>), Error> {
        let (mut found, mut scanned) = (Vec::new(), 0);
        let mut threads = Merge::of(self.store, ask, &reach.whole, wanted.before);
        while let Some((thread, place)) = threads.next()? {
            scanned += 1;
            let row = self.thread_row(&reach.look, &thread)?;
            let row = row.filter(|row| wanted.takes(self.code, session, row));
            found.extend(row.map(|row| (place, row)));
            if found.len() >= wanted.limit || scanned >= reach.look.limits.scanned {
                return Ok((found, Some(place)));
            }
        }
        Ok((found, None))
    }

    /// Threads of which the reader may list some messages; none where they are too many to be
    /// looked at one by one.
    fn mixed(&self, reach: &Reach) -> Result<Option<Vec<ThreadRow>>, Error> {
        let limits = reach.look.limits;
        if reach.mixed.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let threads = self.store.threads_among(&reach.mixed, limits.mixed.saturating_add(1))?;
        if threads.len() > limits.mixed as usize {
            return Ok(None);
        }
        let mut rows = Vec::with_capacity(threads.len());
        for thread in &threads {
            rows.extend(self.thread_row(&reach.look, thread)?);
        }
        Ok(Some(rows))
    }

    /// The list by the messages themselves, the newest first.
    fn page_by_messages(
        &self,
        session: &Session,
        reach: &Reach,
        wanted: &Wanted,
    ) -> Result<Threads, Error> {
        let (mut threads, mut before, mut scanned) = (Vec::new(), wanted.before, 0);
        loop {
            let step = self.store.threads(&reach.look.allowed, before, STEP)?;
            for (row, thread) in &step {
                (before, scanned) = (Some(*row), scanned + 1);
                let found = self.thread_row(&reach.look, thread)?;
                threads.extend(found.filter(|found| wanted.takes(self.code, session, found)));
                if threads.len() >= wanted.limit || scanned >= reach.look.limits.scanned {
                    return Ok(Threads { threads, next: before });
                }
            }
            if step.len() < STEP as usize {
                return Ok(Threads { threads, next: None });
            }
        }
    }

    /// Threads with a flash message that nobody has looked at: few, on one page.
    fn unseen_page(
        &self,
        session: &Session,
        reach: &Reach,
        wanted: &Wanted,
    ) -> Result<Threads, Error> {
        let mut threads = Vec::new();
        for thread in self.store.unseen_threads(reach.look.limits.scanned)? {
            let row = self.thread_row(&reach.look, &thread)?;
            threads.extend(row.filter(|row| wanted.takes(self.code, session, row)));
            if threads.len() >= wanted.limit {
                break;
            }
        }
        Ok(Threads { threads, next: None })
    }

    /// Threads in which a message that this reader may read says these words; so many of the newest
    /// such messages are looked at as `threads_scan_max` says.
    pub fn threads_saying(
        &self,
        session: &Session,
        (wanted, plan): (&Wanted, &Plan),
        config: &crate::Config,
    ) -> Result<Guarded<Threads>, Error> {
        let (limits, classes) = (Limits::of(config), self.searchable_classes(session)?);
        let run = Run { store: self.store, vault: self.vault, config, classes: &classes, plan };
        let part = Part { before: None, limit: limits.scanned as usize, facets: false };
        let records = run.page(part)?.rows;
        let (mut seen, mut threads, mut next) = (BTreeSet::new(), Vec::new(), None);
        let look = self.look(session, limits)?;
        for (record, thread) in self.store.threads_of_records(&records)? {
            if !seen.insert(thread) || wanted.before.is_some_and(|before| record >= before) {
                continue;
            }
            if threads.len() >= wanted.limit {
                break;
            }
            // Most of what words find was read: it is not looked at message by message.
            if wanted.unread && self.store.is_read_whole(&look.unread.officer, &thread)? {
                continue;
            }
            let row = self.thread_row(&look, &thread)?;
            threads.extend(row.filter(|row| wanted.takes(self.code, session, row)));
            next = Some(record).filter(|_| threads.len() >= wanted.limit);
        }
        let page = Threads { threads, next };
        let event = self.listed_threads(session, &page, "thread-words");
        Ok(Guarded::new(page, Event { deed: Deed::Queried, ..event }))
    }

    /// How many threads there are of each sort that an officer works through.
    pub fn thread_counts(
        &self,
        session: &Session,
        limits: Limits,
    ) -> Result<Guarded<Counts>, Error> {
        let reach = self.reach(session, limits)?;
        let mixed = self.mixed(&reach)?;
        let count = |wanted: Wanted| self.count_of(session, &reach, mixed.as_deref(), &wanted);
        let held = |whose| Wanted { whose: Some(whose), ..Wanted::default() };
        let waiting = |side| Wanted { waiting: Some(side), ..Wanted::default() };
        let counts = Counts {
            unread: count(Wanted { unread: true, ..Wanted::default() })?,
            mine: count(held(Whose::Mine))?,
            unit: count(held(Whose::Unit))?,
            unassigned: count(held(Whose::Unassigned))?,
            for_us: count(waiting(Waiting::ForUs))?,
            for_them: count(waiting(Waiting::ForThem))?,
            overdue: count(Wanted { overdue: true, ..Wanted::default() })?,
            unseen: self.count_unseen(session, &reach)?,
        };
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        Ok(Guarded::new(counts, event.reason("thread-counts")))
    }

    fn count_of(
        &self,
        session: &Session,
        reach: &Reach,
        mixed: Option<&[ThreadRow]>,
        wanted: &Wanted,
    ) -> Result<Count, Error> {
        let max = u64::from(reach.look.limits.counted);
        let mut ask = self.ask(session, reach, wanted);
        ask.due_before = ask.due_before.map(|_| place::begin_of(self.now));
        let mut count = 0;
        for audience in &reach.whole {
            count += self.store.count_threads(&ask, *audience, max + 1 - count)?;
            if count > max {
                return Ok(Count { count: max, counted: Counted::AtLeast });
            }
        }
        let some = mixed.into_iter().flatten();
        count += some.filter(|row| wanted.takes(self.code, session, row)).count() as u64;
        let exact = mixed.is_some() && count <= max;
        let counted = if exact { Counted::Exact } else { Counted::AtLeast };
        Ok(Count { count: count.min(max), counted })
    }

    fn count_unseen(&self, session: &Session, reach: &Reach) -> Result<Count, Error> {
        let limit = reach.look.limits.mixed as usize;
        let wanted = Wanted { unseen: true, limit, ..Wanted::default() };
        let count = self.unseen_page(session, reach, &wanted)?.threads.len();
        let counted = if count < limit { Counted::Exact } else { Counted::AtLeast };
        Ok(Count { count: count as u64, counted })
    }

    /// The conditions on threads' rows, and the order, of what is wanted.
    fn ask(&self, session: &Session, reach: &Reach, wanted: &Wanted) -> Ask {
        let author = &session.author;
        let key = match (wanted.waiting, wanted.unread, wanted.overdue) {
            (Some(Waiting::ForUs), ..) => Key::ForUs,
            (Some(Waiting::ForThem), ..) => Key::ForThem,
            (None, true, _) => Key::NewestIn,
            (None, false, true) => Key::Due,
            _ => Key::Newest,
        };
        let unread = wanted.unread.then(|| reach.look.unread.clone());
        let peer = wanted.peer.as_ref().map(peer_term);
        let asks = wanted.asks.as_deref().map(asks_term);
        let late = wanted.overdue && !matches!(key, Key::NewestIn);
        Ask {
            key,
            due_before: late.then(|| place::end_of(self.now)),
            unread,
            held: wanted.whose.map(|whose| match whose {
                Whose::Mine => Held::By(author.officer.clone()),
                Whose::Unit => Held::ByUnit(author.unit.to_string()),
                Whose::Unassigned => Held::ByNobody,
            }),
            terms: asks.into_iter().chain(peer).collect(),
        }
    }
}

/// Puts both together. Where the one list stopped before its end, the other goes no further.
fn join(
    mixed: Vec<Placed>,
    whole: Vec<Placed>,
    next: Option<i64>,
    ask: &Ask,
    limit: usize,
) -> Threads {
    let order = |place: i64| if ask.key.descends() { -place } else { place };
    let reached = |place: i64| next.is_none_or(|next| order(place) <= order(next));
    let mut all: Vec<Placed> =
        whole.into_iter().chain(mixed.into_iter().filter(|(place, _)| reached(*place))).collect();
    all.sort_by_key(|(place, _)| order(*place));
    let cut = all.len() > limit;
    all.truncate(limit);
    let last = all.last().map(|(place, _)| *place);
    let next = if cut { last } else { next };
    Threads { threads: all.into_iter().map(|(_, row)| row).collect(), next }
}
