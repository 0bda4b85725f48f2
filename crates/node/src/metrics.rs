//! How the node fares, for programs that watch it: figures in Prometheus' text format (version
//! 0.0.4) and a word on whether it does its work, at a door of their own on loopback.
//!
//! Figures name members of the network and lanes, never a record, an officer or a unit.

mod text;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use record::draft::Lane;
use record::{NodeCode, Timestamp};

use crate::peer::Peers;
use crate::web::Desk;
use crate::{Error, Node};
use text::{Counter, Figures, Gauge};

/// A writer that has not committed an empty job by then does not do its work.
const READY_WAIT: Duration = Duration::from_secs(5);
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Every address of this door.
pub fn router(desk: Desk, since: Timestamp) -> Router {
    let seen = Arc::new(Seen { desk, since });
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .with_state(seen)
}

/// The node, and when it began to serve.
struct Seen {
    desk: Desk,
    since: Timestamp,
}

async fn metrics(State(seen): State<Arc<Seen>>) -> Response {
    match figures(&seen).await {
        Ok(text) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => refusal(&error),
    }
}

/// 200 where the writer commits and the disk has room, 503 with the reason otherwise.
async fn ready(State(seen): State<Arc<Seen>>) -> Response {
    match is_ready(&seen.desk).await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => refusal(&error),
    }
}

fn refusal(error: &Error) -> Response {
    tracing::warn!(%error, "the node is not ready");
    (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response()
}

async fn is_ready(desk: &Desk) -> Result<(), Error> {
    let least = desk.config.disk_free_bytes_min;
    let (_, free) = disk(desk.readers.folder())?;
    if free < least {
        let text = format!("the disk has {free} bytes left, fewer than disk_free_bytes_min");
        return Err(Error::Config(text));
    }
    let empty = desk.writer.write(|_| Ok(()));
    let done = tokio::time::timeout(READY_WAIT, empty).await;
    done.unwrap_or_else(|_| Err(Error::NotCommitted("the writer did not answer in time".into())))
}

/// Bytes of the disk that a folder lies on: all, and those left for this node.
fn disk(folder: &Path) -> Result<(u64, u64), Error> {
    let stat = rustix::fs::statvfs(folder).map_err(|error| Error::file(folder, error.into()))?;
    let bytes = |blocks: u64| blocks.saturating_mul(stat.f_frsize);
    Ok((bytes(stat.f_blocks), bytes(stat.f_bavail)))
}

async fn figures(seen: &Seen) -> Result<String, Error> {
    let desk = &seen.desk;
    let mut figures = Figures::default();
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    figures.gauge(Gauge::BuildInfo, &version, 1.0);
    figures.gauge(Gauge::StartTime, &[], seconds(seen.since.0));
    figures.counter(Counter::WriterSeconds, &[], desk.writer.worked_ns() as f64 / 1e9);
    figures.gauge(Gauge::EventStreams, &[], desk.streams.count() as f64);
    let traffic = desk.peers.traffic();
    for (way, bytes) in [("sent", &traffic.sent), ("received", &traffic.received)] {
        figures.counter(Counter::PeerBytes, &[("way", way)], bytes.load(Ordering::Relaxed) as f64);
    }
    let (total, free) = disk(desk.readers.folder())?;
    figures.gauge(Gauge::DiskBytes, &[], total as f64);
    figures.gauge(Gauge::DiskFreeBytes, &[], free as f64);
    let peers = desk.peers.clone();
    let figures = desk.writer.write(move |node| {
        of_node(node, &mut figures)?;
        of_peers(node, &peers, &mut figures)?;
        Ok(figures)
    });
    Ok(figures.await?.to_text())
}

fn of_node(node: &Node, figures: &mut Figures) -> Result<(), Error> {
    figures.gauge(Gauge::LogEntries, &[], node.log.size() as f64);
    let witnessed = node.store.last_witnessed(node.code.as_str())?;
    let witnessed = witnessed.map_or(0, |witnessed| witnessed.covers());
    figures.gauge(Gauge::LogWitnessed, &[], witnessed as f64);
    figures.gauge(Gauge::StoreBytes, &[], node.store.image_bytes()? as f64);
    figures.gauge(Gauge::Conflicts, &[], node.store.conflicts()?.len() as f64);
    let (now, created) = (node.now().0, node.directory.created.0);
    figures.gauge(Gauge::DirectoryAge, &[], seconds(now.saturating_sub(created)));
    Ok(())
}

fn of_peers(node: &Node, peers: &Peers, figures: &mut Figures) -> Result<(), Error> {
    figures.gauge(Gauge::LogMirrored, &[], peers.mirrored() as f64);
    let now = node.now().0;
    let others = node.directory.members().iter().filter(|member| member.code != node.code);
    for member in others {
        let whom = [("member", member.code.as_str())];
        let seen = node.store.last_head(member.code.as_str())?;
        if let Some(head) = seen {
            figures.gauge(Gauge::MemberSeen, &whom, seconds(head.at));
        }
        if let Some(offset) = node.peer_clocks.offsets_ms().get(&member.code) {
            figures.gauge(Gauge::MemberClock, &whom, seconds(*offset));
        }
        of_lanes(peers, &member.code, figures);
    }
    for queue in node.store.lane_queues()? {
        let lane = Lane::ALL.into_iter().find(|lane| *lane as u8 == queue.lane);
        let Some(lane) = lane.map(Lane::code) else { continue };
        let which = [("member", queue.peer.as_str()), ("lane", lane)];
        figures.gauge(Gauge::QueueEntries, &which, queue.waiting as f64);
        let age = queue.oldest.map_or(0, |oldest| now.saturating_sub(oldest));
        figures.gauge(Gauge::QueueAge, &which, seconds(age));
    }
    for one in node.store.compared()? {
        let lane = Lane::ALL.into_iter().find(|lane| *lane as u8 == one.lane);
        let Some(lane) = lane.map(Lane::code) else { continue };
        let which = [("member", one.peer.as_str()), ("lane", lane)];
        if let Some(at) = one.at {
            figures.gauge(Gauge::LaneCompared, &which, seconds(at));
        }
        figures.gauge(Gauge::LaneDiffering, &which, one.differing as f64);
    }
    Ok(())
}

fn of_lanes(peers: &Peers, member: &NodeCode, figures: &mut Figures) {
    for lane in Lane::ALL {
        let Some(state) = peers.lane(member, lane) else { continue };
        let which = [("member", member.as_str()), ("lane", lane.code())];
        figures.gauge(Gauge::LaneFailures, &which, f64::from(state.failures));
        if let Some(credit) = state.credit {
            figures.gauge(Gauge::LaneCredit, &which, credit as f64);
        }
    }
}

fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}
