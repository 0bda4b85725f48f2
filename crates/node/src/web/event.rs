//! Server-sent events: that something was stored, never what it says.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use super::Desk;
use super::auth::Reading;
use super::problem::Problem;
use crate::Error;
use crate::view::Session;

/// A stream of `stored` events for records this reader may list: kind and owner. A reader that
/// falls behind gets `missed` and lists again.
#[utoipa::path(get, path = "/api/v1/events", tag = "records",
    responses((status = 200, content_type = "text/event-stream", body = String),
        (status = "4XX", body = Problem)))]
pub async fn events(
    State(desk): State<Desk>,
    Reading(session): Reading,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    let watch = desk.writer.watch();
    let start = (desk, session, watch);
    let events = stream::unfold(start, |(desk, session, mut watch)| async move {
        loop {
            match watch.recv().await {
                Ok(stored) => {
                    if !listed(&desk, &session, stored.row).await {
                        continue;
                    }
                    let told = json!({"kind": stored.kind.code(), "owner": stored.owner});
                    let event = Event::default().event("stored").data(told.to_string());
                    return Some((Ok(event), (desk, session, watch)));
                }
                Err(RecvError::Lagged(_)) => {
                    let event = Event::default().event("missed").data("list again");
                    return Some((Ok(event), (desk, session, watch)));
                }
                Err(RecvError::Closed) => return None,
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

async fn listed(desk: &Desk, session: &Session, row: i64) -> bool {
    let (readers, session) = (desk.readers.clone(), session.clone());
    let look = move || readers.read(|sight| sight.may_list(&session, row));
    matches!(tokio::task::spawn_blocking(look).await, Ok(Ok(true)))
}
