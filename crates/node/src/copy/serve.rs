//! The page that asks a copy, on the device alone: the plain page of the node, without scripts.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::opened::Opened;
use crate::web::{auth, door, page, plain};
use crate::{Config, Error};

type Shared = Arc<Mutex<Opened>>;

/// Serves until told to stop; says where, once it listens.
pub async fn serve(
    opened: Opened,
    listen: &str,
    say: impl FnOnce(&str),
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    let failed = |error: std::io::Error| Error::Config(format!("cannot listen: {error}"));
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    if !address.ip().is_loopback() {
        let text = format!("{listen}: a copy is asked on its own machine alone, on loopback");
        return Err(Error::Config(text));
    }
    say(&address.to_string());
    let (end, ended) = watch::channel(false);
    let router = router(opened, address);
    let serving = tokio::spawn(door::serve(listener, router, Arc::new(Config::default()), ended));
    stop.await;
    let _ = end.send(true);
    let _ = serving.await;
    Ok(())
}

/// The page's addresses, for whoever names this machine and this port.
pub fn router(opened: Opened, address: SocketAddr) -> Router {
    let port = address.port();
    let own = axum::middleware::from_fn(move |request, next| own(port, request, next));
    Router::new()
        .route("/", get(|| async { Redirect::to("/plain/ask") }))
        .route("/plain/ask", get(form).post(answer))
        .route("/plain/style", get(plain::style))
        .fallback(plain::not_found)
        .layer(own)
        .layer(axum::middleware::from_fn(page::guard))
        .with_state(Arc::new(Mutex::new(opened)))
}

/// A page elsewhere whose name was made to lead here is not ours, and posts nothing here.
async fn own(port: u16, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
    let ours = host.is_some_and(|host| names.iter().any(|name| name == host));
    if !ours || !posts_from_here(request.method(), request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

fn posts_from_here(method: &Method, headers: &HeaderMap) -> bool {
    method.is_safe() || auth::from_our_pages(method, headers).is_ok()
}

async fn form(State(opened): State<Shared>, asked: plain::Asked) -> Response {
    let asked = asked.alone();
    apart(move || {
        let said = locked(&opened).said(asked.language);
        plain::copy_form(&asked, said)
    })
    .await
}

async fn answer(State(opened): State<Shared>, asked: plain::Asked, body: Bytes) -> Response {
    let asked = asked.alone();
    apart(move || {
        plain::copy_answer(&asked, &body, |typed, purpose| {
            locked(&opened).ask(typed, purpose, asked.language)
        })
    })
    .await
}

/// Whatever was begun is begun anew with the next question: a thread that died left nothing half.
fn locked(opened: &Shared) -> std::sync::MutexGuard<'_, Opened> {
    opened.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn apart(job: impl FnOnce() -> Response + Send + 'static) -> Response {
    let answer = tokio::task::spawn_blocking(job).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}
