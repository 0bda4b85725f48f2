//! One record in sentences.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};

use super::frame::{Asked, not_found, refusal};
use super::list::{reading, ways};
use crate::Error;
use crate::view::View;
use crate::web::Desk;
use crate::web::auth::{Officer, Reading};
use crate::web::show::{self, ReadQuery, Which};

pub async fn show(
    State(desk): State<Desk>,
    which: Result<Path<Which>, PathRejection>,
    asked: Asked,
    officer: Result<Officer, Error>,
) -> Response {
    let Ok(Path(which)) = which else { return not_found(asked).await };
    let session = match reading(&desk, &asked, officer).await {
        Ok(session) => session,
        Err(answer) => return *answer,
    };
    let query = Query(ReadQuery::in_language(asked.language));
    match show::show(State(desk), Reading(session), Path(which), query).await {
        Ok(view) => {
            let kind = asked.words().word(&format!("kind-{}", view.header.kind.code()));
            let title = if view.title.is_empty() { &kind } else { &view.title };
            asked.page(title, inside(&asked, &view))
        }
        Err(error) => refusal(&asked, &error),
    }
}

fn inside(asked: &Asked, view: &View) -> Markup {
    html! {
        (ways(asked))
        @for sentence in &view.text { p { bdi { (sentence) } } }
        @if !view.attachments.is_empty() {
            h2 { (asked.word("attachments")) }
            @for file in &view.attachments {
                p { bdi { (file.name) } " " bdi { (file.caption.as_deref().unwrap_or_default()) } }
            }
        }
        p { small { bdi { (view.name) } } }
    }
}
