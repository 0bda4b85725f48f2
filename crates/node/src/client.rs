//! The command line speaks to the same routes as every program: over loopback to a serving node,
//! or in process to one it opens itself.

use axum::Router;
use axum::body::Body;
use http_body_util::BodyExt;
use hyper::body::Bytes;
use hyper::http::request::Builder;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tower::ServiceExt;

use crate::home::{Home, Lock};
use crate::web::{self, Desk};
use crate::writer::WriterThread;
use crate::{Error, find, serve};

/// Bytes of a file that are sent at once.
const PIECE: usize = 1 << 18;

/// A way to a node's interface.
pub struct Client {
    token: String,
    way: Way,
}

enum Way {
    Loopback(String),
    InProcess { desk: Box<Desk>, router: Router, _thread: WriterThread, _lock: Lock },
}

/// What a route answered.
#[derive(Debug)]
pub struct Answered {
    pub status: StatusCode,
    pub body: Value,
}

impl Client {
    /// To the serving node of a folder, or to the node itself where none serves.
    pub async fn open(home: &Home, officer: &str) -> Result<Self, Error> {
        let token = home.token(officer)?;
        if let Some(address) = home.served_at()
            && TcpStream::connect(&address).await.is_ok()
        {
            return Ok(Self { token, way: Way::Loopback(address) });
        }
        let lock = home.lock()?;
        let (desk, thread) = serve::open(home)?;
        let (router, desk) = (web::router(desk.clone()), Box::new(desk));
        Ok(Self { token, way: Way::InProcess { desk, router, _thread: thread, _lock: lock } })
    }

    /// To a node whose address and token are known.
    pub fn at(address: &str, token: &str) -> Self {
        Self { token: token.into(), way: Way::Loopback(address.into()) }
    }

    /// Where no node serves, nobody gave what was stored its words: that is done now.
    pub async fn catch_up(&self) -> Result<(), Error> {
        let Way::InProcess { desk, .. } = &self.way else { return Ok(()) };
        while find::behind::step(desk).await? {}
        Ok(())
    }

    pub async fn get(&self, path: &str, purpose: &str) -> Result<Answered, Error> {
        self.call(Method::GET, path, purpose, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<Answered, Error> {
        self.call(Method::POST, path, "", Some(body)).await
    }

    /// Publishes what is named by a key, once however often it is sent.
    pub async fn post_once(&self, path: &str, body: &Value, key: &str) -> Result<Answered, Error> {
        let request = self.request(Method::POST, path, "").header("idempotency-key", key);
        let request = request.header("content-type", "application/json");
        let (status, body) = self.deliver(request, Body::from(body.to_string())).await?;
        Ok(Answered { status, body: parse(&whole(body).await?) })
    }

    pub async fn put(&self, path: &str, body: &Value) -> Result<Answered, Error> {
        self.call(Method::PUT, path, "", Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Result<Answered, Error> {
        self.call(Method::PATCH, path, "", Some(body)).await
    }

    /// Changes something after reading what it rests on: the read states its purpose.
    pub async fn post_for(
        &self,
        path: &str,
        body: &Value,
        purpose: &str,
    ) -> Result<Answered, Error> {
        self.call(Method::POST, path, purpose, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Result<Answered, Error> {
        self.call(Method::DELETE, path, "", None).await
    }

    pub async fn delete_for(&self, path: &str, purpose: &str) -> Result<Answered, Error> {
        self.call(Method::DELETE, path, purpose, None).await
    }

    /// Writes what an address answers, piece by piece; a refusal is answered instead.
    pub async fn download(
        &self,
        path: &str,
        purpose: &str,
        out: &mut dyn std::io::Write,
    ) -> Result<Option<Answered>, Error> {
        let (status, mut body) = self.send(Method::GET, path, purpose, None).await?;
        if !status.is_success() {
            return Ok(Some(Answered { status, body: parse(&whole(body).await?) }));
        }
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Error::Usage("the answer was cut off".into()))?;
            let Ok(bytes) = frame.into_data() else { continue };
            out.write_all(&bytes).map_err(|error| Error::Usage(error.to_string()))?;
        }
        Ok(None)
    }

    /// Sends bytes of an upload from a place on.
    pub async fn send_piece(
        &self,
        path: &str,
        from: u64,
        bytes: Vec<u8>,
    ) -> Result<Answered, Error> {
        let mut request = self.request(Method::PATCH, path, "");
        request = request.header("upload-offset", from);
        request = request.header("content-type", "application/octet-stream");
        let (status, body) = self.deliver(request, Body::from(bytes)).await?;
        Ok(Answered { status, body: parse(&whole(body).await?) })
    }

    /// Sends a file as it is, piece by piece.
    pub async fn send_file(
        &self,
        method: Method,
        path: &str,
        file: std::fs::File,
    ) -> Result<Answered, Error> {
        let pieces = futures_util::stream::unfold(file, |mut file| async move {
            let mut piece = vec![0; PIECE];
            match std::io::Read::read(&mut file, &mut piece) {
                Ok(0) => None,
                Ok(read) => {
                    piece.truncate(read);
                    Some((Ok(Bytes::from(piece)), file))
                }
                Err(error) => Some((Err(error), file)),
            }
        });
        let request = self.request(method, path, "");
        let request = request.header("content-type", "application/octet-stream");
        let (status, body) = self.deliver(request, Body::from_stream(pieces)).await?;
        Ok(Answered { status, body: parse(&whole(body).await?) })
    }

    /// Sends something and answers with the bytes that come back; a refusal is answered instead.
    pub async fn fetch(
        &self,
        path: &str,
        (kind, bytes): (&str, Vec<u8>),
    ) -> Result<Result<Bytes, Answered>, Error> {
        let request = self.request(Method::POST, path, "").header("content-type", kind);
        let (status, body) = self.deliver(request, Body::from(bytes)).await?;
        answered(status, body).await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        purpose: &str,
        body: Option<&Value>,
    ) -> Result<Answered, Error> {
        let (status, body) = self.send(method, path, purpose, body).await?;
        Ok(Answered { status, body: parse(&whole(body).await?) })
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        purpose: &str,
        body: Option<&Value>,
    ) -> Result<(StatusCode, Body), Error> {
        let bytes = body.map_or(Vec::new(), |body| body.to_string().into_bytes());
        let request = self.request(method, path, purpose);
        let request = request.header("content-type", "application/json");
        self.deliver(request, Body::from(bytes)).await
    }

    fn request(&self, method: Method, path: &str, purpose: &str) -> Builder {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("host", "localhost");
        request = request.header("authorization", format!("Bearer {}", self.token));
        match purpose {
            "" => request,
            purpose => request.header("amana-purpose", purpose),
        }
    }

    async fn deliver(&self, request: Builder, body: Body) -> Result<(StatusCode, Body), Error> {
        let bad = |error: hyper::http::Error| Error::Usage(error.to_string());
        match &self.way {
            Way::Loopback(address) => loopback(address, request.body(body).map_err(bad)?).await,
            Way::InProcess { router, .. } => {
                let request = request.body(body).map_err(bad)?;
                let response = router.clone().oneshot(request).await;
                let response = response.unwrap_or_else(|never| match never {});
                Ok((response.status(), response.into_body()))
            }
        }
    }
}

async fn answered(status: StatusCode, body: Body) -> Result<Result<Bytes, Answered>, Error> {
    let bytes = whole(body).await?;
    let good = status.is_success();
    Ok(if good { Ok(bytes) } else { Err(Answered { status, body: parse(&bytes) }) })
}

/// What a device says to its node, by nobody's token.
pub async fn contact(address: &str, bytes: Vec<u8>) -> Result<Result<Bytes, Answered>, Error> {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/api/v1/copies/contact")
        .header("host", "localhost")
        .header("content-type", "application/octet-stream");
    let request = request.body(Body::from(bytes));
    let request = request.map_err(|error| Error::Usage(error.to_string()))?;
    let (status, body) = loopback(address, request).await?;
    answered(status, body).await
}

async fn loopback(address: &str, request: Request<Body>) -> Result<(StatusCode, Body), Error> {
    let gone = || Error::Unreachable(address.to_owned());
    let stream = TcpStream::connect(address).await.map_err(|_| gone())?;
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|_| gone())?;
    tokio::spawn(async move { drop(connection.await) });
    let response = sender.send_request(request).await.map_err(|_| gone())?;
    Ok((response.status(), Body::new(response.into_body())))
}

async fn whole(body: Body) -> Result<Bytes, Error> {
    let collected = body.collect().await;
    Ok(collected.map_err(|_| Error::Usage("the answer was cut off".into()))?.to_bytes())
}

fn parse(body: &[u8]) -> Value {
    let text = || Value::String(String::from_utf8_lossy(body).into_owned());
    if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(body).unwrap_or_else(|_| text())
    }
}
