//! Asks holders what they did with records of ours.

use std::collections::BTreeSet;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::{NodeCode, RecordId};
use serde_json::{Value, json};

use super::hatch::Rank;
use super::{Peers, USES};
use crate::Error;
use crate::uses::{Told, Uses};

impl Peers {
    /// Asks holders what they did with one of our records. Who does not answer is listed.
    pub async fn ask_uses(&self, holders: BTreeSet<NodeCode>, id: RecordId) -> Value {
        let mut answers = Vec::new();
        for holder in holders {
            let told = match self.ask(&holder, &id).await {
                Ok((uses, told)) => uses_json(&uses, &told),
                Err(error) => json!({"error": error.to_string()}),
            };
            answers.push(json!({"node": holder, "answer": told}));
        }
        Value::Array(answers)
    }

    /// Asks one holder and checks its answer under the key the directory gives its log.
    async fn ask(&self, holder: &NodeCode, id: &RecordId) -> Result<(Uses, Vec<Told>), Error> {
        let unreachable = || Error::Unreachable(holder.to_string());
        let peer = self.0.peers.get(holder).ok_or_else(unreachable)?;
        let log = peer.log.as_ref().ok_or_else(unreachable)?;
        let mut door = peer.door(Rank::Question, self.traffic());
        let body = Bytes::from(record::cbor::to_bytes(id));
        let (status, answer) = door.post(USES, body).await?;
        if status != StatusCode::OK {
            return Err(unreachable());
        }
        let uses: Uses = record::cbor::from_bytes(&answer)?;
        if uses.holder != *holder || uses.id != *id {
            return Err(Error::Usage(format!("{holder} answered another question")));
        }
        let told = uses.check(&self.0.network, log)?;
        Ok((uses, told))
    }
}

fn uses_json(uses: &Uses, told: &[Told]) -> Value {
    let each = told.iter().map(|told| {
        let (event, leaf) = match told {
            Told::Proven { event, leaf } => (event, Some(*leaf)),
            Told::Open(event) => (event, None),
        };
        json!({"at": event.at, "deed": event.deed, "role": event.role, "unit": event.unit,
            "by": event.by, "purpose": event.purpose, "refused": event.refused,
            "reason": event.reason, "leaf": leaf, "proven": leaf.is_some()})
    });
    let checkpoint = uses.proof.as_ref().map(|proof| proof.checkpoint.as_str());
    json!({"holder": uses.holder, "counter": uses.counter, "at": uses.at,
        "checkpoint": checkpoint, "uses": each.collect::<Vec<Value>>()})
}
