//! Where people's requests come in: bounded in number, in the size of their headers, and in how
//! long a slow one is waited for.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{StreamExt, stream};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, timeout_at};
use tower::ServiceExt;

use crate::Config;

/// How long answers under way are waited for when the node stops.
const ENDING: Duration = Duration::from_secs(10);

/// Accepts until told to stop.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    config: Arc<Config>,
    mut stop: watch::Receiver<bool>,
) {
    let slots = Arc::new(Semaphore::new(config.connections_max));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => return,
        };
        let Ok((connection, from)) = accepted else { continue };
        // Who comes when all places are taken is not kept waiting in memory.
        let Ok(slot) = slots.clone().try_acquire_owned() else { continue };
        let (router, config, stop) = (router.clone(), config.clone(), stop.clone());
        tokio::spawn(async move {
            let _slot = slot;
            serve_one((connection, from), router, &config, stop).await;
        });
    }
}

async fn serve_one(
    (connection, from): (TcpStream, SocketAddr),
    router: Router,
    config: &Config,
    mut stop: watch::Receiver<bool>,
) {
    let _ = connection.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let (router, mut request) = (router.clone(), request.map(Body::new));
        request.extensions_mut().insert(ConnectInfo(from));
        async move { Ok::<_, Infallible>(answer(router, request).await) }
    });
    let mut server = hyper::server::conn::http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(config.header_s_max))
        .max_buf_size(config.header_bytes_max);
    let serving = server.serve_connection(TokioIo::new(connection), service);
    tokio::pin!(serving);
    tokio::select! {
        _ = serving.as_mut() => {}
        _ = stop.changed() => {
            serving.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(ENDING, serving).await;
        }
    }
}

async fn answer(router: Router, request: Request) -> Response {
    match router.oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

/// A body that comes too slowly, or stops coming, ends with an error instead of keeping its place.
pub async fn in_time(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let pause = Duration::from_secs(config.body_pause_s_max);
    let end = Instant::now() + Duration::from_secs(config.body_s_max);
    let request = request.map(|body| {
        let frames = body.into_data_stream();
        Body::from_stream(stream::unfold(Some(frames), move |frames| async move {
            let mut frames = frames?;
            let frame = timeout_at(end.min(Instant::now() + pause), frames.next()).await;
            match frame {
                Ok(frame) => frame.map(|frame| (frame, Some(frames))),
                Err(_) => Some((Err::<Bytes, _>(axum::Error::new(late())), None)),
            }
        }))
    });
    next.run(request).await
}

fn late() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::TimedOut, "the request came too slowly")
}
