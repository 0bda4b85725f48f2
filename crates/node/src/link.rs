//! Links in both directions: what a record says about others, what others say about it, and where
//! else what it mentions is mentioned. A reader sees a link only where the record that says it may
//! be read.

use std::collections::BTreeMap;

use record::evaluation::Evaluation;
use record::kind::seizure::EventReference;
use record::kind::thing::Episode;
use record::policy::Act;
use record::{Body, NodeCode, Record, RecordId};
use serde::Serialize;

use crate::store::link::LinkRow;
use crate::view::{Session, Sight, Title};
use crate::{Config, Error, Node, audit};

/// A machine-made copy names what it was made of: that is a link as well.
const DERIVED_FROM: &str = "derived-from";
/// Both records of a `same-as` statement, whatever its state.
const SAME_AS: &str = "same-as";

/// The derived rows of a record's links.
pub fn enter(node: &Node, row: i64, record: &Record, body: &Body) -> Result<(), Error> {
    node.store.insert_links(row, &rows(record, body)?)
}

/// The links of a record: those it lists, what it was derived from, and records its body names.
pub fn rows(record: &Record, body: &Body) -> Result<Vec<LinkRow>, Error> {
    let own = record.header.evaluation.as_ref().map(grade);
    let extras = record.extras()?;
    let mut rows: Vec<LinkRow> = extras
        .links
        .into_iter()
        .map(|link| LinkRow {
            evaluation: link.evaluation.as_ref().map(grade).or_else(|| own.clone()),
            role: link.role,
            owner: link.owner,
            id: link.id,
            confirmed: link.confirmed,
        })
        .collect();
    let derived = extras.derived_from.into_iter().map(|name| (DERIVED_FROM, name.owner, name.id));
    rows.extend(derived.chain(named(body)).map(|(role, owner, id)| LinkRow {
        role: role.into(),
        owner,
        id,
        confirmed: true,
        evaluation: own.clone(),
    }));
    Ok(rows)
}

/// Records that a body names. What acts on records is no statement about them.
fn named(body: &Body) -> Vec<(&'static str, NodeCode, RecordId)> {
    let end = |role, one: &EventReference| (role, one.owner.clone(), one.id);
    match body {
        Body::Notice(notice) => {
            let subject = notice.statement.subject.iter();
            subject.map(|one| end("subject", one)).collect()
        }
        Body::Seizure(seizure) => {
            let events = seizure.statement.same_event_as.iter();
            let events = events.map(|one| end("same-event", one));
            let persons = seizure.persons.iter().filter_map(|person| person.record.as_ref());
            events.chain(persons.map(|one| end("found-with", one))).collect()
        }
        Body::Decision(decision) => {
            let about = &decision.statement.about;
            vec![("about", about.owner.clone(), about.id)]
        }
        Body::Consent(consent) => vec![end("about", &consent.statement.record)],
        Body::StandingQuestion(question) => {
            question.statement.person.iter().map(|person| end("subject", person)).collect()
        }
        // By them the statements about a record are found; the view of links leaves them out.
        Body::SameAs(same) => {
            vec![end(SAME_AS, &same.statement.first), end(SAME_AS, &same.statement.second)]
        }
        _ => history(body)
            .iter()
            .filter_map(|one| Some(end("evidence", one.record.as_ref()?)))
            .collect(),
    }
}

/// What happened to a thing; each episode names the record that says it.
fn history(body: &Body) -> &[Episode] {
    match body {
        Body::Organisation(thing) => &thing.statement.history,
        Body::Vehicle(thing) => &thing.statement.history,
        Body::Vessel(thing) => &thing.statement.history,
        Body::Aircraft(thing) => &thing.statement.history,
        Body::Container(thing) => &thing.statement.history,
        Body::PostalItem(thing) => &thing.statement.history,
        _ => &[],
    }
}

fn grade(evaluation: &Evaluation) -> String {
    format!("{}{}", evaluation.source.code(), evaluation.information.code())
}

/// One end of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Linked {
    pub role: String,
    pub owner: NodeCode,
    pub id: RecordId,
    pub confirmed: bool,
    /// Source and information, 4×4.
    pub evaluation: Option<String>,
    /// None: not held here, or not for this reader.
    pub record: Option<Title>,
}

/// Another record that mentions the same identifiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mention {
    pub record: Title,
    pub shares: Vec<Shared>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Shared {
    pub kind: String,
    pub value: String,
}

/// What a record is connected with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Links {
    /// What the record links to.
    pub to: Vec<Linked>,
    /// What links to the record.
    pub from: Vec<Linked>,
    /// Other records that mention the same, those that share most first.
    pub mentions: Vec<Mention>,
    /// Identifiers that so many records mention that they connect nothing: a ministry's telephone.
    pub common: Vec<Shared>,
    /// More was found in some direction than is shown.
    pub more: bool,
}

/// What bounds a look at links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub links: u32,
    pub common_mentions: u32,
}

impl Limits {
    pub fn of(config: &Config) -> Self {
        Self { links: config.links_max, common_mentions: config.common_mentions_max }
    }
}

type Found<T> = Result<audit::Guarded<Result<T, Error>>, Error>;

impl Sight<'_> {
    /// What a record is connected with. Audited as a read of the record and of every one that
    /// links to it.
    pub fn links(
        &self,
        session: &Session,
        (owner, id): (&NodeCode, &RecordId),
        limits: Limits,
    ) -> Found<Links> {
        let (read, mut event) = audit::split(self.show(session, Act::Read, (owner, id, None))?);
        if let Err(error) = read {
            return Ok(audit::Guarded::new(Err(error), event));
        }
        let Some((stored, _)) = self.pick(owner, id, None)? else {
            let missing = Error::NotFound(format!("{owner}/{id}"));
            return Ok(audit::Guarded::new(Err(missing), event));
        };
        let listed = self.allowed(session, Act::List)?;
        let readable = self.allowed(session, Act::Read)?;
        let mut links = self.both_ends(stored.row, (owner, id), (&listed, &readable), limits)?;
        self.add_mentions(stored.row, (owner, id), &listed, limits, &mut links)?;
        for linked in &links.from {
            event = event.about(&linked.owner, &linked.id);
        }
        let ends = links.to.iter().chain(&links.from).filter_map(|linked| linked.record.as_ref());
        let titles = ends.chain(links.mentions.iter().map(|mention| &mention.record));
        let event = event.reason("links").set(titles.map(|title| title.name.as_str()));
        Ok(audit::Guarded::new(Ok(links), event))
    }

    fn both_ends(
        &self,
        row: i64,
        which: (&NodeCode, &RecordId),
        (listed, readable): (&[i64], &[i64]),
        limits: Limits,
    ) -> Result<Links, Error> {
        let max = limits.links as usize;
        let (mut to, mut from) = (Vec::new(), Vec::new());
        let out = self.store.links_of(row, limits.links + 1)?;
        let back = self.store.links_to(readable, which, limits.links + 1)?;
        let more = out.len() > max || back.len() > max;
        for link in out.into_iter().take(max) {
            let target = self.store.row_of(listed, &link.owner, &link.id)?;
            to.push(self.linked(link, target)?);
        }
        for (row, link) in back.into_iter().take(max) {
            from.push(self.linked(link, Some(row))?);
        }
        Ok(Links { to, from, mentions: Vec::new(), common: Vec::new(), more })
    }

    fn linked(&self, link: LinkRow, row: Option<i64>) -> Result<Linked, Error> {
        let record = row.map(|row| self.title_of(row)).transpose()?;
        let LinkRow { role, owner, id, confirmed, evaluation } = link;
        Ok(Linked { role, owner, id, confirmed, evaluation, record })
    }

    fn add_mentions(
        &self,
        row: i64,
        which: (&NodeCode, &RecordId),
        listed: &[i64],
        limits: Limits,
        links: &mut Links,
    ) -> Result<(), Error> {
        let mut shares: BTreeMap<i64, Vec<Shared>> = BTreeMap::new();
        for (kind, value) in self.store.selectors_of(row)? {
            let limit = limits.common_mentions + 1;
            let found = self.store.mentions(listed, (&kind, &value), which, limit)?;
            let shared = Shared { kind, value };
            if found.len() > limits.common_mentions as usize {
                links.common.push(shared);
                continue;
            }
            for row in found {
                shares.entry(row).or_default().push(shared.clone());
            }
        }
        let mut sorted: Vec<(i64, Vec<Shared>)> = shares.into_iter().collect();
        sorted.sort_by_key(|(row, shares)| std::cmp::Reverse((shares.len(), *row)));
        links.more |= sorted.len() > limits.links as usize;
        for (row, shares) in sorted.into_iter().take(limits.links as usize) {
            links.mentions.push(Mention { record: self.title_of(row)?, shares });
        }
        Ok(())
    }

    pub(crate) fn title_of(&self, row: i64) -> Result<Title, Error> {
        let entry = self.store.entry(row)?;
        let entry = entry.ok_or_else(|| Error::Damaged("a link without its entry".into()))?;
        let mut titles = self.titles(&[entry])?;
        titles.pop().ok_or_else(|| Error::Damaged("a link without its record".into()))
    }
}
