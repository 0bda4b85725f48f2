//! What a member's root says of its keys: the stewards list them, the root alone may change them.

use record::{Digest, NodeCode, Timestamp, cbor, digest};
use serde::{Deserialize, Serialize};

use super::{KemMonth, LogEpoch, Member};
use crate::Error;
use crate::log_key::LogSecret;

const LABEL: &[u8] = b"amana/1/member-keys";

/// The root's two signatures over the keys of its member, and when it gave them: an earlier word
/// of the same root replaces no later one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    pub at: Timestamp,
    #[serde(with = "digest::bytes")]
    ed25519: Vec<u8>,
    #[serde(with = "digest::bytes")]
    ml_dsa_44: Vec<u8>,
}

impl Member {
    fn keys(&self) -> (&NodeCode, &[LogEpoch], &[KemMonth], &[Digest]) {
        (&self.code, &self.logs, &self.kem, &self.pins)
    }

    /// `"amana/1/member-keys" ‖ network ‖ det-CBOR [at, [code, logs, kem, pins]]`.
    fn message(&self, network: &Digest, at: Timestamp) -> Vec<u8> {
        [LABEL, &network.0, &cbor::to_bytes(&(at, self.keys()))].concat()
    }

    /// The root signs the keys as this entry lists them.
    pub fn certify(
        &mut self,
        root: &LogSecret,
        network: &Digest,
        at: Timestamp,
    ) -> Result<(), Error> {
        let message = self.message(network, at);
        let (ed25519, ml_dsa_44) = (root.sign_ed25519(&message), root.sign_ml_dsa_44(&message)?);
        self.certificate = Some(Certificate { at, ed25519, ml_dsa_44 });
        Ok(())
    }

    /// Whether the keys are those of the entry before, or its root has said since that they are
    /// others.
    pub(super) fn is_certified_after(&self, before: &Self, network: &Digest) -> bool {
        if self.keys() == before.keys() && self.certificate == before.certificate {
            return true;
        }
        let last = before.certificate.as_ref().map(|certificate| certificate.at);
        self.certificate.as_ref().is_some_and(|certificate| {
            let message = self.message(network, certificate.at);
            last.is_none_or(|last| certificate.at > last)
                && before.root.verify_ed25519(&message, &certificate.ed25519)
                && before.root.verify_ml_dsa_44(&message, &certificate.ml_dsa_44)
        })
    }
}
