//! HTTP between nodes, both halves: one request a pouch over a connection that stays open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::header::HeaderValue;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use record::NodeCode;
use rustls::ClientConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::{TlsAcceptor, TlsConnector, server::TlsStream};

use crate::Error;
use crate::tls::{self, Pins};

/// What a node says it runs, with each answer.
const VERSION: &str = "amana-version";
const VERSION_BYTES_MAX: usize = 40;
/// A peer that has not finished its handshake or its request by then is cut.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
const SILENCE: Duration = Duration::from_secs(60);
/// A line that carries less is no line: 64 kbit/s.
const LINE_BYTES_S_MIN: u64 = 8 * 1024;
/// Most answers are small, and a pouch that was asked for is the largest; more is not read.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024 + 4_096;
/// Connections of all peers together.
const CONNECTIONS_MAX: usize = 256;

/// How long an answer is waited for where so many bytes go first, over the poorest line there is.
pub fn patience(bytes: usize) -> Duration {
    SILENCE + Duration::from_secs(bytes as u64 / LINE_BYTES_S_MIN)
}

/// Why a body is not there whole.
enum Gap {
    TooLarge,
    Late,
    Broken,
}

/// Reads a body piece by piece: a slow line is waited for, a silent one is not.
async fn gather(body: Incoming, bytes_max: usize) -> Result<Bytes, Gap> {
    let whole = async {
        let mut body = Limited::new(body, bytes_max);
        let mut gathered = Vec::new();
        loop {
            let frame = tokio::time::timeout(SILENCE, body.frame()).await;
            let Some(frame) = frame.map_err(|_| Gap::Late)? else { return Ok(gathered.into()) };
            let frame = frame.map_err(|error| match error.is::<LengthLimitError>() {
                true => Gap::TooLarge,
                false => Gap::Broken,
            })?;
            frame.data_ref().into_iter().for_each(|bytes| gathered.extend_from_slice(bytes));
        }
    };
    tokio::time::timeout(patience(bytes_max), whole).await.unwrap_or(Err(Gap::Late))
}

/// What a handler answers.
pub struct Reply {
    pub status: StatusCode,
    pub body: Vec<u8>,
}

/// Serves one kind of request of an authenticated peer.
pub trait Handler: Clone + Send + Sync + 'static {
    fn handle(
        &self,
        peer: NodeCode,
        path: String,
        body: Bytes,
    ) -> impl Future<Output = Reply> + Send;
}

/// Accepts peers until told to stop.
pub async fn serve<H: Handler>(
    listener: TcpListener,
    config: Arc<rustls::ServerConfig>,
    pins: Pins,
    handler: H,
    mut stop: watch::Receiver<bool>,
    body_bytes_max: usize,
) {
    let acceptor = TlsAcceptor::from(config);
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        let Ok(slot) = slots.clone().try_acquire_owned() else { continue };
        let (acceptor, pins, handler) = (acceptor.clone(), pins.clone(), handler.clone());
        let stop = stop.clone();
        tokio::spawn(async move {
            let _slot = slot;
            let _ = stream.set_nodelay(true);
            let shaken = tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await;
            let Ok(Ok(stream)) = shaken else {
                tracing::debug!("a handshake failed");
                return;
            };
            if let Some(peer) = peer_of(&stream, &pins) {
                connection(stream, peer, handler, stop, body_bytes_max).await;
            }
        });
    }
}

fn peer_of(stream: &TlsStream<TcpStream>, pins: &Pins) -> Option<NodeCode> {
    let certificates = stream.get_ref().1.peer_certificates()?;
    tls::pin(certificates.first()?).and_then(|pin| pins(&pin))
}

async fn connection<H: Handler>(
    stream: TlsStream<TcpStream>,
    peer: NodeCode,
    handler: H,
    mut stop: watch::Receiver<bool>,
    body_bytes_max: usize,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let (peer, handler) = (peer.clone(), handler.clone());
        async move {
            Ok::<_, std::convert::Infallible>(answer(request, peer, handler, body_bytes_max).await)
        }
    });
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(hyper_util::rt::TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    let serving = server.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(serving);
    tokio::select! {
        _ = serving.as_mut() => {}
        _ = stop.changed() => {
            serving.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(HANDSHAKE_TIMEOUT, serving).await;
        }
    }
}

async fn answer<H: Handler>(
    request: Request<Incoming>,
    peer: NodeCode,
    handler: H,
    body_bytes_max: usize,
) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let refused = |status| Reply { status, body: Vec::new() };
    let reply = match gather(request.into_body(), body_bytes_max).await {
        Ok(body) => handler.handle(peer, path, body).await,
        Err(Gap::TooLarge) => refused(StatusCode::PAYLOAD_TOO_LARGE),
        Err(Gap::Broken) => refused(StatusCode::BAD_REQUEST),
        Err(Gap::Late) => refused(StatusCode::REQUEST_TIMEOUT),
    };
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    response.headers_mut().insert(VERSION, HeaderValue::from_static(env!("CARGO_PKG_VERSION")));
    *response.status_mut() = reply.status;
    response
}

/// Application bytes to and from peers, for benchmarks.
#[derive(Debug, Default)]
pub struct Traffic {
    pub sent: AtomicU64,
    pub received: AtomicU64,
}

/// One connection to one peer, opened when it is needed.
pub struct Caller {
    address: String,
    config: Arc<ClientConfig>,
    connection: Option<SendRequest<Full<Bytes>>>,
    traffic: Arc<Traffic>,
    /// The software that the peer says it runs.
    pub version: Option<String>,
}

impl Caller {
    pub fn new(address: String, config: Arc<ClientConfig>, traffic: Arc<Traffic>) -> Self {
        Self { address, config, connection: None, traffic, version: None }
    }

    /// Posts a body and answers the peer's. A broken connection is opened anew once: what a pouch
    /// does when it arrives twice is what it does when it arrives once.
    pub async fn post(&mut self, path: &str, body: Bytes) -> Result<(StatusCode, Bytes), Error> {
        let reused = self.connection.is_some();
        match self.try_post(path, body.clone()).await {
            Err(_) if reused => self.try_post(path, body).await,
            answer => answer,
        }
    }

    async fn try_post(&mut self, path: &str, body: Bytes) -> Result<(StatusCode, Bytes), Error> {
        let mut connection = match self.connection.take() {
            Some(connection) if connection.is_ready() => connection,
            _ => self.connect().await?,
        };
        let unreachable = || Error::Unreachable(self.address.clone());
        let request = Request::post(path)
            .header("host", tls::SERVER_NAME)
            .body(Full::new(body.clone()))
            .map_err(|_| unreachable())?;
        let exchange = async {
            connection.ready().await?;
            connection.send_request(request).await
        };
        let response = tokio::time::timeout(patience(body.len()), exchange).await;
        let response = response.map_err(|_| unreachable())?.map_err(|_| unreachable())?;
        let status = response.status();
        let version = response.headers().get(VERSION).and_then(|value| value.to_str().ok());
        self.version = version.filter(|text| text.len() <= VERSION_BYTES_MAX).map(str::to_owned);
        let answer = gather(response.into_body(), ANSWER_BYTES_MAX).await;
        let answer = answer.map_err(|_| unreachable())?;
        self.traffic.sent.fetch_add(body.len() as u64, Ordering::Relaxed);
        self.traffic.received.fetch_add(answer.len() as u64, Ordering::Relaxed);
        self.connection = Some(connection);
        Ok((status, answer))
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, Error> {
        let unreachable = || Error::Unreachable(self.address.clone());
        let connecting = async {
            let stream = TcpStream::connect(&self.address).await.map_err(|_| unreachable())?;
            let _ = stream.set_nodelay(true);
            let name = tls::SERVER_NAME.try_into().map_err(|_| unreachable())?;
            let connector = TlsConnector::from(self.config.clone());
            let stream = connector.connect(name, stream).await.map_err(|error| {
                tracing::warn!(address = self.address, %error, "TLS with a peer failed");
                unreachable()
            })?;
            let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
            handshake.map_err(|_| unreachable())
        };
        let connected = tokio::time::timeout(HANDSHAKE_TIMEOUT, connecting).await;
        let (sender, connection) = connected.map_err(|_| unreachable())??;
        tokio::spawn(async move {
            let _ = connection.await;
        });
        Ok(sender)
    }
}
