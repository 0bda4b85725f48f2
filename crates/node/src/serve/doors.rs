//! The addresses a node listens at. They stay open while it starts again by a newer head of the
//! directory: whoever calls meanwhile waits, and is not turned away.

use std::net::TcpListener;

use crate::{Config, Error};

/// Where people, peers and monitoring come in.
pub struct Doors {
    pub(super) api: TcpListener,
    /// None where no connections are accepted.
    pub(super) peer: Option<TcpListener>,
    pub(super) metrics: Option<TcpListener>,
}

impl Doors {
    pub fn open(config: &Config) -> Result<Self, Error> {
        let some = |address: &str, loopback_only| match address {
            "" => Ok(None),
            at => bind(at, loopback_only).map(Some),
        };
        Ok(Self {
            api: bind(&config.api_listen, true)?,
            peer: some(&config.peer_listen, false)?,
            metrics: some(&config.metrics_listen, true)?,
        })
    }
}

/// A door to serve at; it is still open when that one closes.
pub(super) fn listener(door: &TcpListener) -> Result<tokio::net::TcpListener, Error> {
    let again = door.try_clone().and_then(tokio::net::TcpListener::from_std);
    again.map_err(|error| Error::Config(error.to_string()))
}

fn bind(address: &str, loopback_only: bool) -> Result<TcpListener, Error> {
    let failed =
        |error: std::io::Error| Error::Config(format!("cannot listen on {address}: {error}"));
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let local = listener.local_addr().map_err(failed)?;
    if loopback_only && !local.ip().is_loopback() {
        let why = "people and programs are served on loopback only: TLS is the work of what stands \
                   before it";
        return Err(Error::Config(format!("{address}: {why}")));
    }
    Ok(listener)
}
