//! What a recipient says to a pouch that no line brought, so that whoever carries it back can
//! neither read nor make nor change it.
//!
//! ```text
//! answer = det-CBOR [pouch id, salt (32, drawn anew), sealed]
//! sealed = ChaCha20-Poly1305(key, nonce of 12 zeros, AAD, padded)
//! key    = SHA-256("amana/1/answer" ‖ salt of the pouch's leaf `sent` ‖ salt)
//! AAD    = "amana/1/answer" ‖ network ‖ pouch id
//! padded = length (4, big-endian) ‖ what is said ‖ zeros up to the Padmé length
//! ```
//!
//! The leaf's salt travels inside the pouch and nowhere else before the pouch is answered: only its
//! sender and whoever opened it can have made the answer, without a signature or a leaf of its own.

use record::{Digest, cbor, digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::{Error, Rule, at_rest, pouch};

/// Acknowledged ranges are few, and a refusal is a sentence.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
const LABEL: &[u8] = b"amana/1/answer";
const NONCE: [u8; 12] = [0; 12];

/// What only the two ends of one pouch know.
#[derive(Clone)]
pub struct Between {
    pub network: Digest,
    pub pouch_id: Digest,
    /// Of the leaf `sent`.
    pub salt: [u8; 32],
}

#[derive(Serialize, Deserialize)]
struct Sealed(
    Digest,
    #[serde(with = "digest::bytes32")] [u8; 32],
    #[serde(with = "digest::bytes")] Vec<u8>,
);

impl Between {
    fn key(&self, fresh: &[u8; 32]) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(Digest::of(&[LABEL, &self.salt, fresh]).0)
    }

    fn aad(&self) -> Vec<u8> {
        [LABEL, &self.network.0, &self.pouch_id.0].concat()
    }

    /// Seals what is said to the pouch. Twice gives other bytes.
    pub fn seal(&self, said: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        let mut fresh = [0; 32];
        entropy.fill(&mut fresh);
        // The key is used once: a fixed nonce cannot repeat under it.
        let plain = pouch::pad(said);
        let mut sealed = at_rest::encrypt_under(&self.key(&fresh), NONCE, &self.aad(), &plain)?;
        let sealed = sealed.split_off(NONCE.len());
        let bytes = cbor::to_bytes(&Sealed(self.pouch_id, fresh, sealed));
        match bytes.len() > ANSWER_BYTES_MAX {
            true => Err(record::Error::TooLarge { what: "answer", max: ANSWER_BYTES_MAX }.into()),
            false => Ok(bytes),
        }
    }

    /// Opens what was said to the pouch.
    pub fn open(&self, answer: &[u8]) -> Result<Zeroizing<Vec<u8>>, Rule> {
        let Sealed(pouch_id, fresh, sealed) = read(answer)?;
        if pouch_id != self.pouch_id {
            return Err(Rule::AnswerSealed);
        }
        let sealed = [&NONCE[..], &sealed].concat();
        let plain = at_rest::decrypt(&self.key(&fresh), &self.aad(), &sealed);
        let plain = Zeroizing::new(plain.map_err(|_| Rule::AnswerSealed)?);
        Ok(Zeroizing::new(pouch::unpad(&plain).map_err(|_| Rule::AnswerSealed)?.to_vec()))
    }
}

fn read(answer: &[u8]) -> Result<Sealed, Rule> {
    if answer.len() > ANSWER_BYTES_MAX {
        return Err(Rule::AnswerSealed);
    }
    cbor::from_bytes(answer).map_err(|_| Rule::AnswerSealed)
}

/// The pouch that an answer says it is about.
pub fn about(answer: &[u8]) -> Result<Digest, Rule> {
    Ok(read(answer)?.0)
}
