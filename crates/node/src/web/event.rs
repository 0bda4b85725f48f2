//! Server-sent events: that something was stored, never what it says.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, interval};

use super::Desk;
use super::auth::{Present, Reading};
use super::problem::Problem;
use super::stream::OpenStream;
use crate::view::Session;
use crate::{Announcement, Error, News};

/// How often a stream on which nothing happens looks whether its reader is still signed in.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// One reader's stream.
struct Line {
    desk: Desk,
    present: Present,
    session: Session,
    watch: Receiver<Announcement>,
    look: Interval,
    _open: OpenStream,
}

/// A stream of events for records this reader may list, with kind, owner and id: `stored`,
/// `assigned` (who has its thread is another one now), `escalated` (nobody looked at the flash
/// message in time; with the `step`). A reader that falls behind gets `missed` and lists again. It
/// ends with the session or the token.
#[utoipa::path(get, path = "/api/v1/events", tag = "records",
    responses((status = 200, content_type = "text/event-stream", body = String),
        (status = "4XX", body = Problem)))]
pub async fn events(
    State(desk): State<Desk>,
    present: Present,
    Reading(session): Reading,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    let watch = desk.writer.watch();
    let max = desk.config.event_streams_max;
    let open = desk.streams.open(&session.author.officer, max)?;
    let line = Line { desk, present, session, watch, look: interval(LOOK_EVERY), _open: open };
    let events = stream::unfold(line, |mut line| async move {
        let event = line.next().await?;
        Some((Ok(event), line))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// What happened to a record that the reader may list, and never what it says.
fn told(announced: &Announcement) -> Event {
    let (kind, owner) = (announced.kind.code(), &announced.owner);
    let mut told = json!({"kind": kind, "owner": owner, "id": announced.id});
    let event = match announced.news {
        News::Stored => "stored",
        News::Assigned => "assigned",
        News::Escalated(step) => {
            told["step"] = json!(step);
            "escalated"
        }
    };
    Event::default().event(event).data(told.to_string())
}

impl Line {
    /// The next event of this reader; none once the reader is not signed in any more.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let heard = tokio::select! {
                heard = self.watch.recv() => Some(heard),
                _ = self.look.tick() => None,
            };
            match heard {
                None => {
                    self.listed(None).await?;
                }
                Some(Ok(stored)) if self.listed(Some(stored.row)).await? => {
                    return Some(told(&stored));
                }
                Some(Ok(_)) => {}
                Some(Err(RecvError::Lagged(_))) => {
                    self.listed(None).await?;
                    return Some(Event::default().event("missed").data("list again"));
                }
                Some(Err(RecvError::Closed)) => return None,
            }
        }
    }

    /// Whether the reader may list a row; none where nobody may be told anything any more.
    async fn listed(&self, row: Option<i64>) -> Option<bool> {
        let (readers, session) = (self.desk.readers.clone(), self.session.clone());
        let (present, now) = (self.present.clone(), self.desk.clock.now());
        let look = move || {
            readers.read(|sight| {
                let listed = match row {
                    Some(row) => sight.may_list(&session, row)?,
                    None => false,
                };
                Ok(present.lasts(sight.store, now).then_some(listed))
            })
        };
        tokio::task::spawn_blocking(look).await.ok()?.ok()?
    }
}
