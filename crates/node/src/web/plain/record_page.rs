//! One record in sentences.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use record::Header;

use super::frame::{Asked, not_found, refusal};
use super::list::{reading, ways};
use crate::Error;
use crate::attachment::Told;
use crate::view::View;
use crate::web::Desk;
use crate::web::attachment::{FileQuery, Place, download};
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
            @for file in &view.attachments { (attachment(asked, view, file)) }
        }
        p { small { bdi { (view.name) } } }
    }
}

/// Its name leads to it once it is here.
fn attachment(asked: &Asked, view: &View, file: &Told) -> Markup {
    let Header { owner, id, .. } = &view.header;
    let path = format!("/plain/record/{owner}/{id}/file/{}", file.n);
    let revision = view.header.revision;
    html! {
        p {
            @if file.arrived {
                a href={ (asked.address(&path)) "&revision=" (revision) } {
                    bdi { (file.name) }
                }
            } @else {
                bdi { (file.name) } " (" (asked.word("attachment-on-its-way")) ")"
            }
            " " bdi { (file.caption.as_deref().unwrap_or_default()) }
        }
    }
}

/// A file of a record, as the interface gives it: by the same policy, for the purpose that the
/// address says, and audited the same.
pub async fn file(
    State(desk): State<Desk>,
    place: Result<Path<Place>, PathRejection>,
    asked: Asked,
    officer: Result<Officer, Error>,
    headers: HeaderMap,
) -> Response {
    let Ok(place) = place else { return not_found(asked).await };
    let session = match reading(&desk, &asked, officer).await {
        Ok(session) => session,
        Err(answer) => return *answer,
    };
    let query = Query(FileQuery::shared(asked.rest("revision").parse().ok()));
    let file = download(State(desk), Reading(session), place, query, headers).await;
    file.unwrap_or_else(|error| refusal(&asked, &error))
}
