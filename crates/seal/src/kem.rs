//! Decapsulation keys: X-Wing (ML-KEM-768 with X25519) in HPKE base mode (RFC 9180, KEM 0x647A).

use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use record::{Digest, digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Error;
use crate::entropy::{Entropy, Lent};

pub const PUBLIC_BYTES: usize = 1_216;
const KEY_ID_LABEL: &[u8] = b"amana/1/kem-key";

/// Names a decapsulation key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

/// The public half, as the directory carries it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KemPublic(#[serde(with = "digest::bytes")] Vec<u8>);

impl fmt::Debug for KemPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KemPublic({})", digest::hex_encode(&self.id().0))
    }
}

/// The secret half: a seed of 32 bytes. It prints nothing and is overwritten when dropped.
pub struct KemSecret {
    seed: Zeroizing<[u8; 32]>,
    public: KemPublic,
}

impl fmt::Debug for KemSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KemSecret({})", digest::hex_encode(&self.public.id().0))
    }
}

/// A content key sealed to one recipient: the encapsulation and the sealed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stanza {
    pub encapsulated: Vec<u8>,
    pub sealed: Vec<u8>,
}

impl KemPublic {
    pub fn id(&self) -> KeyId {
        let digest = Digest::of(&[KEY_ID_LABEL, &self.0]);
        KeyId(digest.0[..8].try_into().expect("eight of 32 bytes"))
    }

    pub fn check(&self) -> Result<(), Error> {
        (self.0.len() == PUBLIC_BYTES).then_some(()).ok_or(Error::Key("X-Wing"))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Seals a content key; `info` binds where the pouch goes.
    pub fn seal(
        &self,
        info: &[u8],
        key: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Stanza, Error> {
        #[cfg(feature = "simulation")]
        if self.0.len() != PUBLIC_BYTES {
            return Ok(standin::seal(&self.0, info, key, entropy));
        }
        let public = <XWing as Kem>::PublicKey::from_bytes(&self.0);
        let public = public.map_err(|_| Error::Key("X-Wing"))?;
        let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<
            ChaCha20Poly1305,
            HkdfSha256,
            XWing,
        >(
            &OpModeS::Base, &public, info, key, &[], &mut Lent(entropy)
        )
        .map_err(|_| Error::Encrypt)?;
        Ok(Stanza { encapsulated: encapsulated.to_bytes().to_vec(), sealed })
    }
}

impl KemSecret {
    pub fn from_seed(seed: [u8; 32]) -> Result<Self, Error> {
        let seed = Zeroizing::new(seed);
        let secret = <XWing as Kem>::PrivateKey::from_bytes(&seed[..]);
        let secret = secret.map_err(|_| Error::Key("X-Wing"))?;
        let public = KemPublic(<XWing as Kem>::sk_to_pk(&secret).to_bytes().to_vec());
        Ok(Self { seed, public })
    }

    /// A cheap deterministic key that no directory can carry, for the simulator.
    #[cfg(feature = "simulation")]
    pub fn standin(number: u64) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        seed[..8].copy_from_slice(&number.to_be_bytes());
        Self { seed, public: KemPublic(number.to_be_bytes().to_vec()) }
    }

    pub fn public(&self) -> &KemPublic {
        &self.public
    }

    pub fn id(&self) -> KeyId {
        self.public.id()
    }

    /// The seed, for the key file.
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    pub fn open(&self, info: &[u8], stanza: &Stanza) -> Result<Zeroizing<[u8; 32]>, Error> {
        #[cfg(feature = "simulation")]
        if self.public.0.len() != PUBLIC_BYTES {
            return standin::open(&self.public.0, info, stanza);
        }
        let secret = <XWing as Kem>::PrivateKey::from_bytes(&self.seed[..]);
        let secret = secret.map_err(|_| Error::Key("X-Wing"))?;
        let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(&stanza.encapsulated);
        let encapsulated = encapsulated.map_err(|_| Error::Encrypt)?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeR::Base,
            &secret,
            &encapsulated,
            info,
            &stanza.sealed,
            &[],
        );
        let opened = Zeroizing::new(opened.map_err(|_| Error::Encrypt)?);
        let key: [u8; 32] = opened[..].try_into().map_err(|_| Error::Encrypt)?;
        Ok(Zeroizing::new(key))
    }
}

#[cfg(feature = "simulation")]
mod standin {
    use super::*;

    /// Hides the key behind a digest of the public number: enough for the checkers, no secrecy.
    fn mask(public: &[u8], info: &[u8], nonce: &[u8]) -> (Digest, Digest) {
        let mask = Digest::of(&[b"stand-in mask", public, info, nonce]);
        (mask, Digest::of(&[b"stand-in tag", &mask.0]))
    }

    pub fn seal(public: &[u8], info: &[u8], key: &[u8; 32], entropy: &mut dyn Entropy) -> Stanza {
        let mut nonce = vec![0; 16];
        entropy.fill(&mut nonce);
        let (mask, tag) = mask(public, info, &nonce);
        let mut sealed: Vec<u8> = key.iter().zip(mask.0).map(|(a, b)| a ^ b).collect();
        sealed.extend_from_slice(&tag.0);
        Stanza { encapsulated: nonce, sealed }
    }

    pub fn open(public: &[u8], info: &[u8], stanza: &Stanza) -> Result<Zeroizing<[u8; 32]>, Error> {
        let (mask, tag) = mask(public, info, &stanza.encapsulated);
        if stanza.sealed.len() != 64 || stanza.sealed[32..] != tag.0 {
            return Err(Error::Encrypt);
        }
        let mut key = Zeroizing::new([0; 32]);
        for (i, byte) in key.iter_mut().enumerate() {
            *byte = stanza.sealed[i] ^ mask.0[i];
        }
        Ok(key)
    }
}
