//! Threads without scripts: those that wait for somebody, and one with its clocks and messages.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use record::{RecordId, Timestamp};

use super::frame::{Asked, not_found, refusal};
use super::list::{ROWS, reading, ways};
use crate::Error;
use crate::thread::{
    Explanation, Limits, Opened, ThreadRow, ThreadView, Threads, Wait, Waiting, Wanted, Whose,
};
use crate::view::{Session, Sight};
use crate::web::Desk;
use crate::web::auth::{Officer, Reading};
use crate::web::thread::{self, ThreadQuery};

/// The sorts, and the word of each.
const SORTS: [(&str, &str); 6] = [
    ("for-us", "waiting-for-us"),
    ("unread", "sort-unread"),
    ("mine", "sort-mine"),
    ("unit", "sort-unit"),
    ("unassigned", "sort-unassigned"),
    ("for-them", "waiting-for-them"),
];
/// Messages on one page: it stays small.
const MESSAGES: u32 = 10;

/// Threads of one sort.
pub async fn threads(
    State(desk): State<Desk>,
    asked: Asked,
    officer: Result<Officer, Error>,
) -> Response {
    let session = match reading(&desk, &asked, officer).await {
        Ok(session) => session,
        Err(answer) => return *answer,
    };
    let (sort, word) = sort(&asked);
    match listed(&desk, session, wanted(&asked, sort)).await {
        Ok(page) => asked.page(&asked.word(word), inside(&asked, sort, &page)),
        Err(error) => refusal(&asked, &error),
    }
}

fn sort(asked: &Asked) -> (&'static str, &'static str) {
    let known = SORTS.into_iter().find(|(sort, _)| *sort == asked.rest("sort"));
    known.unwrap_or(SORTS[0])
}

fn wanted(asked: &Asked, sort: &str) -> Wanted {
    Wanted {
        waiting: match sort {
            "for-us" => Some(Waiting::ForUs),
            "for-them" => Some(Waiting::ForThem),
            _ => None,
        },
        unread: sort == "unread",
        whose: match sort {
            "mine" => Some(Whose::Mine),
            "unit" => Some(Whose::Unit),
            "unassigned" => Some(Whose::Unassigned),
            _ => None,
        },
        before: asked.rest("cursor").parse().ok(),
        limit: ROWS as usize,
        ..Wanted::default()
    }
}

async fn listed(desk: &Desk, session: Session, wanted: Wanted) -> Result<Threads, Error> {
    let limits = Limits::of(&desk.config);
    let look = move |sight: Sight<'_>| sight.threads(&session, &wanted, limits);
    desk.readers.read_audited(&desk.writer, look).await
}

fn inside(asked: &Asked, chosen: &str, page: &Threads) -> Markup {
    let address = |sort: &str| format!("{}&sort={sort}", asked.address("/plain/threads"));
    html! {
        (ways(asked))
        p {
            @for (sort, word) in SORTS {
                a href=(address(sort)) { (asked.word(word)) } " · "
            }
        }
        @if page.threads.is_empty() {
            p { (asked.word(&format!("threads-none-{chosen}"))) }
        }
        ul {
            @for row in &page.threads { li { (line(asked, row)) } }
        }
        @if let Some(next) = page.next {
            p { a href={ (address(chosen)) "&cursor=" (next) } { (asked.word("plain-next")) } }
        }
    }
}

fn line(asked: &Asked, row: &ThreadRow) -> Markup {
    let codes: Vec<String> = row.participants.iter().map(ToString::to_string).collect();
    let path = format!("/plain/thread/{}", row.thread);
    html! {
        a href=(asked.address(&path)) {
            @if row.unread { strong { bdi { (row.title) } } } @else { bdi { (row.title) } }
        }
        br;
        small {
            bdi { (codes.join(" ")) } " · " bdi { (moment(row.newest.created)) }
            @for wait in row.waits.iter().filter(|wait| wait.state.is_open()) { (due(asked, wait)) }
        }
    }
}

fn due(asked: &Asked, wait: &Wait) -> Markup {
    html! {
        " · "
        @if wait.late { strong { (asked.word("term-late")) } " " }
        @match wait.due {
            Some(due) => { (asked.word("thread-due")) " " bdi { (moment(due)) } }
            None => (asked.word("clock-none")),
        }
    }
}

/// As everywhere on the plain pages: to the minute, in UTC.
fn moment(at: Timestamp) -> String {
    format!("{}Z", at.to_string().get(..16).unwrap_or_default())
}

/// One thread, the newest messages first read.
pub async fn thread(
    State(desk): State<Desk>,
    id: Result<Path<RecordId>, PathRejection>,
    asked: Asked,
    officer: Result<Officer, Error>,
) -> Response {
    let Ok(id) = id else { return not_found(asked).await };
    let session = match reading(&desk, &asked, officer).await {
        Ok(session) => session,
        Err(answer) => return *answer,
    };
    let before = asked.rest("cursor").parse().ok();
    let query = Query(ThreadQuery::in_language(asked.language, before, MESSAGES));
    match thread::thread(State(desk), Reading(session), id, query).await {
        Ok(Json(view)) => asked.page(&view.title, opened(&asked, &view)),
        Err(error) => refusal(&asked, &error),
    }
}

fn opened(asked: &Asked, view: &ThreadView) -> Markup {
    let path = format!("/plain/thread/{}", view.thread);
    html! {
        (ways(asked))
        @for wait in &view.waits { p { (told(asked, &wait.explanation)) } }
        @if let Some(next) = view.next {
            p {
                a href={ (asked.address(&path)) "&cursor=" (next) } { (asked.word("thread-older")) }
            }
        }
        @for message in &view.messages { (one(asked, message)) }
    }
}

fn told<'a>(asked: &Asked, explanation: &'a Explanation) -> &'a str {
    use record::codelist::Language;
    match asked.language {
        Language::Arabic => &explanation.ar,
        Language::English => &explanation.en,
        Language::French => &explanation.fr,
        Language::Spanish => &explanation.es,
    }
}

fn one(asked: &Asked, message: &Opened) -> Markup {
    let brief = &message.brief;
    let path = brief.name.rsplit_once('/').map_or("", |(path, _)| path);
    let owner = path.split('/').next().unwrap_or_default();
    html! {
        h2 {
            bdi { (owner) } " · " (asked.label("message-type", brief.message_type.code())) " · "
            bdi { (moment(brief.created)) }
        }
        @match (&message.record, message.refused) {
            (Some(view), _) => {
                @for sentence in &view.text { p { bdi { (sentence) } } }
            }
            (None, rule) => {
                p { (asked.word(&format!("rule-{}", rule.unwrap_or("HND-06")))) }
            }
        }
        p { a href=(asked.address(&format!("/plain/record/{path}"))) { (asked.word("record")) } }
    }
}
