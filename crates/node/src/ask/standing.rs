//! Standing questions: asked once, answered when a list or a record arrives. Each has its purpose,
//! the day it ends and the day it is reviewed; past either nobody is told anything.

use std::time::Duration;

use record::moment::Date;
use record::policy::Role;
use record::{Timestamp, Unit};
use serde::Serialize;
use tokio::sync::watch;

use super::hit::purpose_of;
use super::look::{Looked, Open};
use super::question::Question;
use super::{Keep, Typed, Written};
use crate::act::node_day;
use crate::audit::{self, Deed, Event, Guarded};
use crate::author::Author;
use crate::store::Store;
use crate::store::hit::StandingRow;
use crate::view::{Session, Sight};
use crate::web::Desk;
use crate::{Error, Node};

/// How soon after an arrival they are asked.
const EVERY: Duration = Duration::from_secs(1);
const NOTE_CHARS_MAX: usize = 500;
/// A standing question ends, and is reviewed before.
const DAYS_MAX: i32 = 366;

/// What an officer sets.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StandingSetting)]
pub struct Setting {
    pub ask: Typed,
    /// Why it stands.
    pub note: String,
    #[schema(value_type = String, format = Date)]
    pub expires: Date,
    #[schema(value_type = String, format = Date)]
    pub review: Date,
}

/// A standing question of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = StandingAsk)]
pub struct Standing {
    pub standing: i64,
    pub kind: String,
    pub text: String,
    pub note: String,
    pub purpose: String,
    pub case: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub created: Timestamp,
    pub expires: String,
    pub review: String,
    /// Its review is overdue: it is not answered.
    pub overdue: bool,
}

/// Sets a standing question; it is not asked of what is here already.
pub fn set(node: &mut Node, session: &Session, setting: &Setting) -> Result<i64, Error> {
    let today = node_day(node.now());
    let question = Question::read(&setting.ask, today.year())?;
    let note = setting.note.trim();
    if note.is_empty() || note.chars().count() > NOTE_CHARS_MAX {
        return Err(Error::Usage("say why it stands, in 1 to 500 letters".into()));
    }
    let days = |day: Date| day.0.since(today).map_or(i32::MAX, |span| span.get_days());
    let within = |day: Date| (0..=DAYS_MAX).contains(&days(day));
    if !within(setting.expires) || !within(setting.review) || setting.review > setting.expires {
        let text = "it is reviewed before it ends, and ends within a year";
        return Err(Error::Usage(text.into()));
    }
    if let Err(rule) = Open::of(&node.sight(), session)? {
        return Err(Error::Refused(rule));
    }
    let (own, max) =
        (node.store.standing_of(&session.author.officer)?, node.config.standing_questions_max);
    if own.len() >= max {
        let (what, limit) = ("your standing questions", "standing_questions_max");
        return Err(Error::Limit { what, limit, max: max as u64 });
    }
    let standing = node.store.insert_standing(&StandingRow {
        standing: 0,
        officer: session.author.officer.clone(),
        unit: session.author.unit.to_string(),
        role: session.author.role.code().into(),
        purpose: session.purpose.code().into(),
        matter: crate::case::of_this_request(),
        asked: question.to_bytes(),
        note: note.into(),
        created: node.now().0,
        expires: setting.expires.to_string(),
        review: setting.review.to_string(),
        ended: None,
    })?;
    let event = Event::new(Deed::Queried, &session.author, node.now()).purpose(session.purpose);
    audit::note(node, &event.reason("standing-set"))?;
    Ok(standing)
}

/// Ends one's own standing question.
pub fn end(node: &mut Node, by: &Author, standing: i64) -> Result<(), Error> {
    if !node.store.end_standing(&by.officer, standing, node.now().0)? {
        return Err(Error::NotFound(format!("the standing question {standing}")));
    }
    let event = Event::new(Deed::Queried, by, node.now()).reason("standing-ended");
    audit::note(node, &event).map(drop)
}

/// One's own standing questions, the newest first.
pub fn own(sight: &Sight<'_>, by: &Author) -> Result<Guarded<Vec<Standing>>, Error> {
    let today = node_day(sight.now).to_string();
    let mut all = Vec::new();
    for row in sight.store.standing_of(&by.officer)? {
        let question = Question::from_bytes(&row.asked)?;
        all.push(Standing {
            standing: row.standing,
            kind: question.asked.code().into(),
            text: question.text,
            note: row.note,
            purpose: row.purpose,
            case: row.matter,
            created: Timestamp(row.created),
            overdue: row.review < today || row.expires < today,
            expires: row.expires,
            review: row.review,
        });
    }
    let event = Event::new(Deed::Listed, by, sight.now).reason("own-standing");
    Ok(Guarded::new(all, event))
}

/// A list or a record has arrived: every standing question is asked again, and told of what it was
/// not answered with before. Answers how many were.
pub fn step(desk: &Desk) -> Result<u64, Error> {
    let today = node_day(desk.clock.now()).to_string();
    let rows = desk.readers.read(|sight| {
        desk.lists.read(sight.store)?;
        sight.store.standing_open(&today)
    })?;
    let mut answered = 0;
    for row in rows {
        let found = desk.readers.read(|sight| ask(&sight, desk, &row))?;
        if let Some((session, question, looked)) = found {
            let job = move |node: &mut Node| keep(node, &row, &session, (&question, looked));
            answered += u64::from(desk.writer.write_blocking(job)?);
        }
    }
    Ok(answered)
}

type Answered = (Session, Question, Looked);

fn ask(sight: &Sight<'_>, desk: &Desk, row: &StandingRow) -> Result<Option<Answered>, Error> {
    let Some(session) = session(sight, row)? else { return Ok(None) };
    let question = Question::from_bytes(&row.asked)?;
    // Policy is asked each time: who asked may have another role by now.
    let Ok(open) = Open::of(sight, &session)? else { return Ok(None) };
    let mut looked = open.look(sight.store, &desk.lists, &question, desk.config.ask_hits_max)?;
    fresh(sight.store, row, &mut looked)?;
    Ok((!looked.hits.is_empty()).then_some((session, question, looked)))
}

fn keep(
    node: &mut Node,
    row: &StandingRow,
    session: &Session,
    (question, mut looked): (&Question, Looked),
) -> Result<bool, Error> {
    fresh(&node.store, row, &mut looked)?;
    if looked.hits.is_empty() {
        return Ok(false);
    }
    let keep = Keep { empty: false, standing: Some(row.standing), reason: "standing-answered" };
    let written = Written::of(question, &looked);
    let job = || super::keep(node, session, (&written, &looked), keep);
    crate::case::job(row.matter.clone(), job)?;
    Ok(true)
}

fn fresh(store: &Store, row: &StandingRow, looked: &mut Looked) -> Result<(), Error> {
    let mut fresh = Vec::new();
    for hit in std::mem::take(&mut looked.hits) {
        if !store.has_standing_hit(row.standing, &hit.name)? {
            fresh.push(hit);
        }
    }
    looked.hits = fresh;
    Ok(())
}

/// Answers standing questions soon after something has arrived.
pub async fn rounds(desk: Desk, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => return,
        }
        if !desk.lists.take_arrived() {
            continue;
        }
        let apart = desk.clone();
        match tokio::task::spawn_blocking(move || step(&apart)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "standing questions were not asked");
                desk.lists.arrived();
            }
            Err(_) => return,
        }
    }
}

/// Who asked, as that officer is now; none once the service has ended.
fn session(sight: &Sight<'_>, row: &StandingRow) -> Result<Option<Session>, Error> {
    let officer = sight.store.officer(&row.officer)?.filter(|officer| officer.ended.is_none());
    let Some(officer) = officer else { return Ok(None) };
    let Some(role) = Role::parse(&officer.role) else { return Ok(None) };
    let author = Author { officer: row.officer.clone(), role, unit: Unit::new(&officer.unit)? };
    Ok(Some(Session { author, purpose: purpose_of(&row.purpose)? }))
}
