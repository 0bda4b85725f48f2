//! What is asked of a provider: one request, one answer, within a time and a size. No redirect is
//! followed, nothing is kept between two questions.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{HOST, HeaderValue};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use openidconnect::AsyncHttpClient;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;

use super::setting::may_be_asked;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Silent {
    #[error("this address is not one that may be asked")]
    Address,
    #[error("it cannot be reached, or its certificate is not good")]
    Unreachable,
    #[error("it did not answer in time")]
    Late,
    #[error("its answer was cut off or is too large")]
    Answer,
}

/// Over what, and within which bounds.
#[derive(Clone)]
pub struct Line {
    pub tls: Arc<ClientConfig>,
    pub ms_max: u64,
    pub bytes_max: usize,
}

impl Line {
    /// Asks once.
    pub async fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Silent> {
        let within = Duration::from_millis(self.ms_max);
        tokio::time::timeout(within, self.ask_slowly(request)).await.map_err(|_| Silent::Late)?
    }

    async fn ask_slowly(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Silent> {
        let url = Url::parse(&request.uri().to_string()).map_err(|_| Silent::Address)?;
        if !may_be_asked(&url) {
            return Err(Silent::Address);
        }
        let (host, port) =
            url.host_str().zip(url.port_or_known_default()).ok_or(Silent::Address)?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let unreachable = |_| Silent::Unreachable;
        let stream = TcpStream::connect((host, port)).await.map_err(unreachable)?;
        let request = relative(request, &url)?;
        if url.scheme() != "https" {
            return self.over(stream, request).await;
        }
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Silent::Address)?;
        let connector = TlsConnector::from(self.tls.clone());
        self.over(connector.connect(name, stream).await.map_err(unreachable)?, request).await
    }

    async fn over(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Vec<u8>>, Silent> {
        let shaken = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = shaken.map_err(|_| Silent::Unreachable)?;
        let connection = Abort(tokio::spawn(async move { drop(connection.await) }));
        let answer = sender.send_request(request).await.map_err(|_| Silent::Unreachable)?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, self.bytes_max).collect().await;
        drop(connection);
        let body = body.map_err(|_| Silent::Answer)?.to_bytes().to_vec();
        Ok(Response::from_parts(parts, body))
    }
}

impl<'c> AsyncHttpClient<'c> for Line {
    type Error = Silent;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Silent>> + Send + 'c>>;

    fn call(&'c self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// A connection that nobody waits for any more is closed.
struct Abort(tokio::task::JoinHandle<()>);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// As it goes over a connection: the path alone, and the host beside it.
fn relative(request: Request<Vec<u8>>, url: &Url) -> Result<Request<Full<Bytes>>, Silent> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |all| all.as_str()).to_owned();
    let host = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, None) => host.to_owned(),
        (host, Some(port)) => format!("{host}:{port}"),
    };
    parts.uri = path.parse::<Uri>().map_err(|_| Silent::Address)?;
    parts.headers.insert(HOST, HeaderValue::from_str(&host).map_err(|_| Silent::Address)?);
    Ok(Request::from_parts(parts, Full::new(Bytes::from(body))))
}
