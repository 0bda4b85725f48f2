//! How a member is asked: over a connection that we open, or through its hatch when it asks us.

use hyper::StatusCode;
use hyper::body::Bytes;

use super::hatch::{Hatch, Rank};
use crate::Error;
use crate::wire::Caller;

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
