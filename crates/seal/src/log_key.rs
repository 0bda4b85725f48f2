//! Keys of logs, witnesses, roots and stewards: Ed25519 and ML-DSA-44 together. What one of them
//! says needs both.

use std::fmt;

use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair, ML_DSA_44, ML_DSA_44_SIGNING, PqdsaKeyPair, UnparsedPublicKey,
};
use record::{Digest, digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Error;
use crate::entropy::Entropy;

const ED25519_BYTES: usize = 32;
const ML_DSA_44_BYTES: usize = 1_312;
pub const ML_DSA_44_SIGNATURE_BYTES: usize = 2_420;
pub const ED25519_SIGNATURE_BYTES: usize = 64;

/// The public half, as the directory carries it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogPublic {
    origin: String,
    #[serde(with = "digest::bytes")]
    ed25519: Vec<u8>,
    #[serde(with = "digest::bytes")]
    ml_dsa_44: Vec<u8>,
}

impl fmt::Debug for LogPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogPublic({})", self.origin)
    }
}

/// The secret half. It prints nothing and is overwritten when dropped.
pub struct LogSecret {
    origin: String,
    signer: Signer,
    public: LogPublic,
}

enum Signer {
    Real {
        ed25519: Box<Ed25519KeyPair>,
        ml_dsa_44: Box<PqdsaKeyPair>,
        seeds: Zeroizing<[u8; 64]>,
    },
    #[cfg(feature = "simulation")]
    Standin,
}

impl fmt::Debug for LogSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogSecret({})", self.origin)
    }
}

impl LogSecret {
    /// Key pairs from two seeds of 32 bytes (RFC 8032; FIPS 204, algorithm 6).
    pub fn from_seeds(origin: &str, seeds: &[u8; 64]) -> Result<Self, Error> {
        check_origin(origin)?;
        let (first, second) = seeds.split_at(32);
        let ed25519 = Ed25519KeyPair::from_seed_unchecked(first);
        let ed25519 = Box::new(ed25519.map_err(|_| Error::Key("Ed25519"))?);
        let ml_dsa_44 = PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, second);
        let ml_dsa_44 = Box::new(ml_dsa_44.map_err(|_| Error::Key("ML-DSA-44"))?);
        let public = LogPublic {
            origin: origin.into(),
            ed25519: ed25519.public_key().as_ref().to_vec(),
            ml_dsa_44: ml_dsa_44.public_key().as_ref().to_vec(),
        };
        let seeds = Zeroizing::new(*seeds);
        let signer = Signer::Real { ed25519, ml_dsa_44, seeds };
        Ok(Self { origin: origin.into(), signer, public })
    }

    pub fn generate(origin: &str, entropy: &mut dyn Entropy) -> Result<Self, Error> {
        let mut seeds = Zeroizing::new([0; 64]);
        entropy.fill(&mut seeds[..]);
        Self::from_seeds(origin, &seeds)
    }

    /// A cheap deterministic key that no directory can carry, for the simulator.
    #[cfg(feature = "simulation")]
    pub fn standin(origin: &str) -> Self {
        let public =
            LogPublic { origin: origin.into(), ed25519: Vec::new(), ml_dsa_44: Vec::new() };
        Self { origin: origin.into(), signer: Signer::Standin, public }
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    pub fn public(&self) -> &LogPublic {
        &self.public
    }

    /// The seeds, for the key file.
    pub fn seeds(&self) -> Option<&[u8; 64]> {
        match &self.signer {
            Signer::Real { seeds, .. } => Some(seeds),
            #[cfg(feature = "simulation")]
            Signer::Standin => None,
        }
    }

    pub(crate) fn sign_ed25519(&self, message: &[u8]) -> Vec<u8> {
        match &self.signer {
            Signer::Real { ed25519, .. } => ed25519.sign(message).as_ref().to_vec(),
            #[cfg(feature = "simulation")]
            Signer::Standin => standin(&self.origin, 1, message, ED25519_SIGNATURE_BYTES),
        }
    }

    pub(crate) fn sign_ml_dsa_44(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.signer {
            Signer::Real { ml_dsa_44, .. } => {
                let mut signature = vec![0; ML_DSA_44_SIGNATURE_BYTES];
                let made = ml_dsa_44.sign(message, &mut signature);
                made.map_err(|_| Error::Key("ML-DSA-44"))?;
                Ok(signature)
            }
            #[cfg(feature = "simulation")]
            Signer::Standin => Ok(standin(&self.origin, 6, message, 32)),
        }
    }
}

#[cfg(feature = "simulation")]
fn standin(origin: &str, line: u8, message: &[u8], length: usize) -> Vec<u8> {
    let tag = Digest::of(&[b"stand-in signature", origin.as_bytes(), &[line], message]);
    tag.0.iter().copied().cycle().take(length).collect()
}

fn check_origin(origin: &str) -> Result<(), Error> {
    let good = |c: char| c.is_ascii_graphic() && c != '+';
    let fits = !origin.is_empty() && origin.len() < 256 && origin.chars().all(good);
    fits.then_some(()).ok_or(Error::Key("origin"))
}

impl LogPublic {
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Lengths as the standards say; a directory with others is refused.
    pub fn check(&self) -> Result<(), Error> {
        check_origin(&self.origin)?;
        let good = self.ed25519.len() == ED25519_BYTES && self.ml_dsa_44.len() == ML_DSA_44_BYTES;
        good.then_some(()).ok_or(Error::Key("log"))
    }

    fn is_standin(&self) -> bool {
        cfg!(feature = "simulation") && self.ed25519.is_empty()
    }

    pub fn ed25519(&self) -> &[u8] {
        &self.ed25519
    }

    pub fn ml_dsa_44(&self) -> &[u8] {
        &self.ml_dsa_44
    }

    /// Whether the two have a name or half a key in common.
    pub(crate) fn shares_with(&self, other: &Self) -> bool {
        self.origin == other.origin
            || self.ed25519 == other.ed25519
            || self.ml_dsa_44 == other.ml_dsa_44
    }

    pub(crate) fn verify_ed25519(&self, message: &[u8], signature: &[u8]) -> bool {
        #[cfg(feature = "simulation")]
        if self.is_standin() {
            return standin(&self.origin, 1, message, ED25519_SIGNATURE_BYTES) == signature;
        }
        debug_assert!(!self.is_standin());
        UnparsedPublicKey::new(&ED25519, &self.ed25519).verify(message, signature).is_ok()
    }

    pub(crate) fn verify_ml_dsa_44(&self, message: &[u8], signature: &[u8]) -> bool {
        #[cfg(feature = "simulation")]
        if self.is_standin() {
            return standin(&self.origin, 6, message, 32) == signature;
        }
        UnparsedPublicKey::new(&ML_DSA_44, &self.ml_dsa_44).verify(message, signature).is_ok()
    }

    /// First four bytes of SHA-256(name ‖ "\n" ‖ type ‖ key), as signed notes identify keys.
    pub(crate) fn key_id(&self, line: u8) -> [u8; 4] {
        // 0x01 signs a checkpoint, 0x04 cosigns one, 0x06 does both.
        let key = if matches!(line, 0x01 | 0x04) { &self.ed25519 } else { &self.ml_dsa_44 };
        let digest = Digest::of(&[self.origin.as_bytes(), b"\n", &[line], key]);
        [digest.0[0], digest.0[1], digest.0[2], digest.0[3]]
    }
}
