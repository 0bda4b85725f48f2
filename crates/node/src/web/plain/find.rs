//! One box for words and identifiers.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use record::word::Filling;

use super::frame::{Asked, refusal};
use super::list::{ROWS, reading, rows, ways};
use crate::Error;
use crate::find::query::Query;
use crate::find::run::Part;
use crate::view::{Hits, Session, Sight};
use crate::web::Desk;
use crate::web::auth::Officer;
use crate::web::language::Tongue;
use crate::web::list::titled;

pub async fn find(
    State(desk): State<Desk>,
    asked: Asked,
    officer: Result<Officer, Error>,
) -> Response {
    let session = match reading(&desk, &asked, officer).await {
        Ok(session) => session,
        Err(answer) => return *answer,
    };
    let title = asked.word("find");
    if asked.rest("words").is_empty() {
        return asked.page(&title, html! { (ways(&asked)) (form(&asked)) });
    }
    match search(&desk, session, &asked).await {
        Ok(hits) => asked.page(&title, answer(&asked, &hits)),
        Err(error) => refusal(&asked, &error),
    }
}

async fn search(desk: &Desk, session: Session, asked: &Asked) -> Result<Hits, Error> {
    let words = asked.rest("words").to_owned();
    let plan = Query { words, filter: String::new(), from: None, until: None };
    let plan = plan.plan(&desk.config)?;
    let before = asked.rest("cursor").parse().ok();
    let part = Part { before, limit: ROWS as usize, facets: false };
    let config = desk.config.clone();
    let by = session.clone();
    let look = move |sight: Sight<'_>| sight.search(&by, &plan, part, &config);
    let mut hits = desk.readers.read_audited(&desk.writer, look).await?;
    hits.records = titled(desk, session, hits.records, Some(Tongue(asked.language))).await?;
    Ok(hits)
}

fn form(asked: &Asked) -> Markup {
    let purpose = asked.purpose.map(record::Purpose::code).unwrap_or_default();
    html! {
        form action="/plain/find" {
            input type="hidden" name="language" value=(asked.language.tag());
            input type="hidden" name="purpose" value=(purpose);
            label {
                (asked.word("find-box"))
                input name="words" value=(asked.rest("words")) dir="auto";
            }
            button { (asked.word("find-do")) }
        }
    }
}

fn answer(asked: &Asked, hits: &Hits) -> Markup {
    let count = [("count", Filling::Count(hits.waiting))];
    html! {
        (ways(asked))
        (form(asked))
        @if hits.waiting > 0 { p { (asked.words().write("page-find-waiting", &count)) } }
        // A page that looking stopped on may be empty: there may be more behind it.
        @if hits.records.is_empty() && hits.next.is_none() {
            p { strong { (asked.word("find-none")) } }
            p { (asked.word("find-none-do")) }
        } @else {
            (rows(asked, &hits.records))
        }
        @if let Some(next) = hits.next {
            p { a href=(onward(asked, next)) { (asked.word("plain-next")) } }
        }
    }
}

/// The same question, behind the last row that was looked at.
fn onward(asked: &Asked, next: i64) -> String {
    let rest = [("words", asked.rest("words")), ("cursor", &next.to_string())];
    let rest = serde_urlencoded::to_string(rest).expect("words and numbers are encoded");
    format!("{}&{rest}", asked.address("/plain/find"))
}
