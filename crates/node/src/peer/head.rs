//! Heads of the directory go from member to member: whoever has an older one asks for the next.
//! What proves a head is its stewards' signatures, not who brought it.

use hyper::StatusCode;
use record::{cbor, digest};
use serde::{Deserialize, Serialize};

use super::Gatekeeper;
use super::tally::Teller;
use crate::Error;
use crate::home::Home;
use crate::wire::Reply;

/// Where a member is asked for heads.
pub const HEAD_AFTER: &str = "/x/v1/directory";

/// Taken from one member at once: a year of days. Whoever is further behind goes on an hour later.
const HEADS_MAX: usize = 366;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    after: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    head: Option<Signed>,
}

/// As its stewards signed it.
#[derive(Debug, Serialize, Deserialize)]
struct Signed(#[serde(with = "digest::bytes")] Vec<u8>);

impl Teller {
    /// Takes the heads that the member has and this node has not. A node that serves starts again
    /// by the newest one.
    pub(super) async fn hear_of_heads(&mut self) -> Result<(), Error> {
        for _ in 0..HEADS_MAX {
            let home = self.home.clone();
            let after = of_disk(move || Ok(home.directory()?.sequence)).await?;
            let answer: Option<Head> = self.post(HEAD_AFTER, &Asked { after }).await?;
            let Some(Signed(head)) = answer.and_then(|answer| answer.head) else {
                return Ok(());
            };
            let home = self.home.clone();
            let taken = of_disk(move || home.take_head(&head)).await?;
            tracing::info!(peer = %self.peer, sequence = taken.sequence, "a head of the directory");
        }
        Ok(())
    }
}

impl Gatekeeper {
    pub(super) async fn head_after(&self, body: &[u8]) -> Result<Reply, Error> {
        let bad = Reply { status: StatusCode::BAD_REQUEST, body: Vec::new() };
        let Ok(Asked { after }) = cbor::from_bytes(body) else { return Ok(bad) };
        let home: Home = self.home.clone();
        let head = of_disk(move || home.head_after(after)).await?.map(Signed);
        Ok(Reply { status: StatusCode::OK, body: cbor::to_bytes(&Head { head }) })
    }
}

async fn of_disk<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(job).await;
    done.unwrap_or_else(|error| Err(Error::Usage(error.to_string())))
}
