//! How a member is asked: over a connection that we open, or through its hatch when it asks us.

use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::NodeCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::hatch::{Hatch, Rank};
use crate::Error;
use crate::wire::Caller;

pub fn unreachable(peer: &NodeCode, why: &str) -> Error {
    Error::Unreachable(format!("{peer} ({why})"))
}

pub enum Door {
    Line(Caller),
    Hatch(Hatch, Rank),
}

impl Door {
    pub async fn post(
        &mut self,
        path: &'static str,
        body: Bytes,
    ) -> Result<(StatusCode, Bytes), Error> {
        match self {
            Self::Line(caller) => caller.post(path, body).await,
            Self::Hatch(hatch, rank) => hatch.post((*rank, path), body).await,
        }
    }

    /// Asks a question and reads the answer; none where there is no such address: the peer runs an
    /// older version.
    pub async fn ask<Q: Serialize, A: DeserializeOwned>(
        &mut self,
        peer: &NodeCode,
        (path, patience): (&'static str, Duration),
        question: &Q,
    ) -> Result<Option<A>, Error> {
        self.ask_in(peer, (path, patience), record::cbor::to_bytes(question)).await
    }

    /// As [`Self::ask`], with a question that is CBOR already.
    pub async fn ask_in<A: DeserializeOwned>(
        &mut self,
        peer: &NodeCode,
        (path, patience): (&'static str, Duration),
        question: Vec<u8>,
    ) -> Result<Option<A>, Error> {
        let body = Bytes::from(question);
        let asked = tokio::time::timeout(patience, self.post(path, body)).await;
        let (status, answer) = asked.map_err(|_| unreachable(peer, "late"))??;
        match status {
            StatusCode::OK => {
                let read = record::cbor::from_bytes(&answer);
                read.map(Some).map_err(|_| unreachable(peer, "no answer"))
            }
            StatusCode::NOT_FOUND => Ok(None),
            status => Err(unreachable(peer, status.as_str())),
        }
    }

    /// The software that the peer says it runs.
    pub fn version(&self) -> Option<String> {
        match self {
            Self::Line(caller) => caller.version.clone(),
            Self::Hatch(..) => None,
        }
    }

    /// Waits until it is worth trying: a member that must ask first is not tried before it does.
    pub async fn opens(&self) {
        match self {
            Self::Line(_) => {}
            Self::Hatch(hatch, _) => hatch.is_asked().await,
        }
    }

    /// Whether one request waits for the answer to the one before.
    pub fn is_hatch(&self) -> bool {
        matches!(self, Self::Hatch(..))
    }
}
