//! One box for words and identifiers.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::frame::{Asked, refusal};
use super::list::{ROWS, reading, rows, ways};
use crate::Error;
use crate::find::query::Query;
use crate::find::run::Part;
use crate::view::{Hits, Session, Sight};
use crate::web::Desk;
use crate::web::auth::Officer;

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
    let look = move |sight: Sight<'_>| sight.search(&session, &plan, part, &config);
    let mut hits = desk.readers.read_audited(&desk.writer, look).await?;
    hits.records = desk.readers.read(|sight| sight.titled(hits.records, asked.language))?;
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
    html! {
        (ways(asked))
        (form(asked))
        @if hits.records.is_empty() {
            p { strong { (asked.word("find-none")) } }
            p { (asked.word("find-none-do")) }
        } @else {
            (rows(asked, &hits.records))
        }
    }
}
