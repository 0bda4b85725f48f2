//! Views: what a reader may see. Only policy makes one, and none leaves without its audit entry.
//! It is long because every way of looking at records is here: none goes past the audit.

use std::sync::Arc;

use record::codelist::{Language, Registry};
use record::deadline::Clocks;
use record::policy::{self, Act, Decision, Reader, Tables};
use record::selector::Selector;
use record::sentence::Sentences;
use record::{Header, Kind, NodeCode, Purpose, RecordId};
use seal::evidence::Standing;
use serde::Serialize;
use serde_json::Value;

use crate::audit::{Deed, Event, Guarded};
use crate::author::Author;
use crate::find::query::Plan;
use crate::find::run::{Counted, Facets, Part, Run};
use crate::index::class_from;
use crate::store::Store;
use crate::store::entry::{Entry, Page};
use crate::store::record::Stored;
use crate::vault::Vault;
use crate::{Config, Error, Node, attachment, forward, witness};

/// What a read works with: the writer's connection or a reader's.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub code: &'a NodeCode,
    pub tables: &'a Tables,
    pub clocks: &'a Clocks,
    pub lists: &'a Arc<Registry>,
    pub store: &'a Store,
    pub vault: &'a Vault,
    pub now: record::Timestamp,
}

/// Who reads, and what for.
#[derive(Clone, Debug)]
pub struct Session {
    pub author: Author,
    pub purpose: Purpose,
}

/// A record as a reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    pub name: String,
    /// What it is called in a list, in the language that was asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    pub content_id: record::Digest,
    pub header: Header,
    pub body: Value,
    /// What the record says, sentence by sentence, in the language that was asked for.
    pub text: Vec<String>,
    /// Of these, what its body says: without who says it, links and conditions.
    pub content: Vec<String>,
    pub links: Vec<record::parts::Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<attachment::Told>,
    pub derived_from: Vec<record::Name>,
    pub recipients: Option<Vec<NodeCode>>,
    /// Who passed it on to us, where it did not come from its owner alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passed_on_by: Vec<NodeCode>,
    /// Earlier revisions exist that are not held here.
    pub earlier_not_held: bool,
    pub arrived: record::Timestamp,
    /// How well it is attested that its owner said it: signed, witnessed, conflicting.
    pub evidence: Standing,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Title {
    pub name: String,
    pub kind: String,
    pub title: String,
    #[schema(value_type = String, format = DateTime)]
    pub created: record::Timestamp,
    pub expiry: String,
    /// Continues the list after this row.
    pub cursor: i64,
}

/// Which records a list is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub kind: Option<Kind>,
    pub owner: Option<NodeCode>,
    pub page: Page,
}

/// Records that mention an identifier, and where the list goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    pub records: Vec<Title>,
    pub next: Option<i64>,
    pub count: u64,
    pub counted: Counted,
    /// More than `common_mentions_max` records this reader may list and read mention it.
    pub common: bool,
}

/// What a search found: one page, and on the first page how many there are and how they divide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    pub records: Vec<Title>,
    pub next: Option<i64>,
    pub count: u64,
    pub counted: Counted,
    pub facets: Facets,
    /// Records this reader may list and read whose words are not looked for yet.
    pub waiting: u64,
}

impl Node {
    pub fn sight(&self) -> Sight<'_> {
        Sight {
            code: &self.code,
            tables: &self.tables,
            clocks: &self.clocks,
            lists: &self.lists,
            store: &self.store,
            vault: &self.vault,
            now: self.now(),
        }
    }
}

impl Sight<'_> {
    pub(crate) fn reader(&self, session: &Session) -> Reader {
        Reader {
            node: self.code.clone(),
            unit: session.author.unit.clone(),
            role: session.author.role,
        }
    }

    /// One record: the highest revision that may be read, or the one asked for.
    pub fn show(
        &self,
        session: &Session,
        act: Act,
        id: (&NodeCode, &RecordId, Option<u32>),
    ) -> Result<Guarded<Result<View, Error>>, Error> {
        self.read_one(session, act, id, None, |stored| self.view(stored))
    }

    /// What a record holds, where policy lets this session have it; audited as a read of it.
    pub(crate) fn read_one<T>(
        &self,
        session: &Session,
        act: Act,
        id: (&NodeCode, &RecordId, Option<u32>),
        reason: Option<&str>,
        take: impl FnOnce(&Stored) -> Result<T, Error>,
    ) -> Result<Guarded<Result<T, Error>>, Error> {
        let (owner, record_id, revision) = id;
        let deed = if act == Act::Read { Deed::Read } else { Deed::Exported };
        let event = Event::new(deed, &session.author, self.now).purpose(session.purpose);
        let event = Event { reason: reason.map(str::to_owned), ..event.about(owner, record_id) };
        let Some((stored, entry)) = self.pick(owner, record_id, revision)? else {
            let missing = Error::NotFound(format!("{owner}/{record_id}"));
            return Ok(Guarded::new(Err(missing), event));
        };
        let class = self.class(&entry)?;
        let decision =
            policy::decide(self.tables, &self.reader(session), act, session.purpose, &class);
        if let Decision::Refused(rule) = decision {
            return Ok(Guarded::new(Err(Error::Refused(rule)), event.refused(rule)));
        }
        Ok(Guarded::new(take(&stored), event))
    }

    pub(crate) fn pick(
        &self,
        owner: &NodeCode,
        id: &RecordId,
        revision: Option<u32>,
    ) -> Result<Option<(Stored, Entry)>, Error> {
        for stored in self.store.revisions(owner, id)?.into_iter().rev() {
            let header = Header::from_bytes(&stored.header)?;
            let Some(entry) = self.store.entry(stored.row)? else { continue };
            let wanted = revision.map_or(entry.latest, |revision| revision == header.revision);
            if wanted {
                return Ok(Some((stored, entry)));
            }
        }
        Ok(None)
    }

    pub(crate) fn class(&self, entry: &Entry) -> Result<policy::Class, Error> {
        let bytes = self.store.class_bytes(entry.class)?;
        class_from(&bytes.ok_or_else(|| Error::Damaged("an entry without a class".into()))?)
    }

    pub(crate) fn view(&self, stored: &Stored) -> Result<View, Error> {
        let record = self.vault.open(self.store, stored)?;
        let extras = record.extras()?;
        let header = record.header.clone();
        let held = self.store.revisions(&header.owner, &header.id)?;
        let passed_on_by = forward::passed_on_by(self, &header)?;
        let evidence = match passed_on_by.is_empty() {
            true => witness::standing(self.store, &header.owner, (stored.epoch, stored.leaf))?,
            false => forward::standing(self, stored)?,
        };
        let first = held.first().map(|one| Header::from_bytes(&one.header)).transpose()?;
        Ok(View {
            name: record.name().to_string(),
            title: String::new(),
            content_id: stored.content_id,
            body: record.body_json()?,
            text: Vec::new(),
            content: Vec::new(),
            links: extras.links,
            attachments: attachment::told(self.store, stored.row, extras.attachments)?,
            derived_from: extras.derived_from,
            recipients: extras.recipients,
            passed_on_by,
            earlier_not_held: first.is_some_and(|first| first.revision > 1),
            arrived: record::Timestamp(stored.arrived),
            evidence,
            header,
        })
    }

    /// Numbers of the audience classes a session may see for an act.
    pub fn allowed(&self, session: &Session, act: Act) -> Result<Vec<i64>, Error> {
        let classes = self.allowed_classes(session, act)?;
        Ok(classes.into_iter().map(|(number, _)| number).collect())
    }

    /// The audience classes a session may see for an act.
    pub fn allowed_classes(
        &self,
        session: &Session,
        act: Act,
    ) -> Result<Vec<(i64, policy::Class)>, Error> {
        let mut classes = Vec::new();
        for (number, bytes) in self.store.classes()? {
            classes.push((number, class_from(&bytes)?));
        }
        let reader = self.reader(session);
        let each = classes.iter().map(|(number, class)| (*number, class));
        let allowed = policy::allowed(self.tables, &reader, act, session.purpose, each);
        // Both are in the order of the numbers.
        classes.retain(|(number, _)| allowed.binary_search(number).is_ok());
        Ok(classes)
    }

    /// The audience classes in which a session may look for what records say. What may be listed
    /// and not read is not among them: whoever finds a record by its content knows the content.
    pub fn searchable_classes(
        &self,
        session: &Session,
    ) -> Result<Vec<(i64, policy::Class)>, Error> {
        let mut classes = self.allowed_classes(session, Act::List)?;
        let reader = self.reader(session);
        let decide = |class: &policy::Class| {
            policy::decide(self.tables, &reader, Act::Read, session.purpose, class)
        };
        classes.retain(|(_, class)| decide(class).is_granted());
        Ok(classes)
    }

    /// Entries of rows that were found, as they stand now: what was revised or taken back since
    /// they were found is not among them.
    pub(crate) fn still_there(
        &self,
        rows: &[i64],
        classes: &[(i64, policy::Class)],
    ) -> Result<Vec<Entry>, Error> {
        let numbers: Vec<i64> = classes.iter().map(|(number, _)| *number).collect();
        self.store.still_there(rows, &numbers)
    }

    /// Records that hold the words and pass the filters, newest first.
    pub fn search(
        &self,
        session: &Session,
        plan: &Plan,
        part: Part,
        config: &Config,
    ) -> Result<Guarded<Hits>, Error> {
        let classes = self.searchable_classes(session)?;
        let (store, vault) = (self.store, self.vault);
        let run = Run { store, vault, config, classes: &classes, plan };
        let found = run.page(part)?;
        let numbers: Vec<i64> = classes.iter().map(|(number, _)| *number).collect();
        let hits = Hits {
            records: self.titles(&self.still_there(&found.rows, &classes)?)?,
            next: found.next,
            count: found.count,
            counted: found.counted,
            facets: found.facets,
            waiting: self.store.waiting_of(&numbers)?,
        };
        let event = Event::new(Deed::Queried, &session.author, self.now).purpose(session.purpose);
        let event = event.set(hits.records.iter().map(|title| title.name.as_str()));
        Ok(Guarded::new(hits, event.reason("words")))
    }

    /// A page of a list, newest first.
    pub fn list(&self, session: &Session, of: &Listing) -> Result<Guarded<Vec<Title>>, Error> {
        let mut classes = self.allowed_classes(session, Act::List)?;
        classes.retain(|(_, class)| {
            of.kind.is_none_or(|kind| kind == class.kind)
                && of.owner.as_ref().is_none_or(|owner| *owner == class.owner)
        });
        let numbers: Vec<i64> = classes.iter().map(|(number, _)| *number).collect();
        let titles = self.titles(&self.store.entries(&numbers, of.page)?)?;
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        let event = event.set(titles.iter().map(|title| title.name.as_str()));
        Ok(Guarded::new(titles, event))
    }

    /// Records that mention a selector.
    pub fn find(
        &self,
        session: &Session,
        selector: &Selector,
        page: Page,
        common_max: usize,
    ) -> Result<Guarded<Mentions>, Error> {
        let classes = self.searchable_classes(session)?;
        let allowed: Vec<i64> = classes.iter().map(|(number, _)| *number).collect();
        let found = self.store.with_selector(&allowed, selector, page, common_max)?;
        let titles = self.titles(&found.entries)?;
        let event = Event::new(Deed::Queried, &session.author, self.now).purpose(session.purpose);
        let event = event.set(titles.iter().map(|title| title.name.as_str()));
        let mentions = Mentions {
            records: titles,
            next: found.next,
            count: found.count,
            counted: if found.whole { Counted::Exact } else { Counted::AtLeast },
            common: found.count > common_max as u64,
        };
        Ok(Guarded::new(mentions, event))
    }

    /// Whether a row may be listed by this session, for events that say only that it is there.
    pub fn may_list(&self, session: &Session, row: i64) -> Result<bool, Error> {
        self.may(session, Act::List, row)
    }

    pub(crate) fn may(&self, session: &Session, act: Act, row: i64) -> Result<bool, Error> {
        let Some(entry) = self.store.entry(row)? else { return Ok(false) };
        let class = self.class(&entry)?;
        let reader = self.reader(session);
        let decision = policy::decide(self.tables, &reader, act, session.purpose, &class);
        Ok(decision.is_granted())
    }

    /// The same rows with titles in a language, where codes and dates stand in them. What the
    /// session may not read, or not any more, keeps the title that it was listed with.
    pub fn titled(
        &self,
        session: &Session,
        mut rows: Vec<Title>,
        language: Language,
    ) -> Result<Vec<Title>, Error> {
        let sentences = Sentences::with(language, self.lists.clone());
        for row in &mut rows {
            if !self.may(session, Act::Read, row.cursor)? {
                continue;
            }
            let Some(stored) = self.store.record_row(row.cursor)? else { continue };
            // It may be erased in this moment.
            if let Ok(record) = self.vault.open(self.store, &stored)
                && let Ok(body) = record.body()
            {
                row.title = body.gist(&sentences);
            }
        }
        Ok(rows)
    }

    pub(crate) fn titles(&self, entries: &[Entry]) -> Result<Vec<Title>, Error> {
        let mut titles = Vec::with_capacity(entries.len());
        for entry in entries {
            let header = self.store.header(entry.record)?;
            let header =
                header.ok_or_else(|| Error::Damaged("an entry without a record".into()))?;
            titles.push(Title {
                name: Header::from_bytes(&header)?.name().to_string(),
                kind: entry.kind.clone(),
                title: entry.title.clone(),
                created: record::Timestamp(entry.created),
                expiry: entry.expiry.clone(),
                cursor: entry.record,
            });
        }
        Ok(titles)
    }
}

impl View {
    /// With the record's title and sentences in a language, codes as these lists call them.
    pub fn told(mut self, language: Language, lists: &Arc<Registry>) -> Self {
        let sentences = || Sentences::with(language, lists.clone());
        let body = record::Body::from_json(self.header.kind, self.body.clone());
        self.title = body.map(|body| body.gist(&sentences())).unwrap_or_default();
        self.text = record::sentence::of(sentences(), &self.header, &self.body, &self.links);
        self.text.extend(record::sentence::passed_on(sentences(), &self.passed_on_by));
        self.content = record::sentence::content(sentences(), &self.header, &self.body);
        self
    }
}
