//! A token (PKCS#11: a card, a stick, a machine in another room) that guards the storage key. It
//! makes a key of its own that never leaves it; ours lies in the folder, wrapped by that one.
//!
//! It is asked once, when the node opens: what a running node holds in memory it can read without.

use std::path::PathBuf;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Fault, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::TokenInfo;
use cryptoki::types::{AuthPin, Ulong};
use record::digest::{hex_decode, hex_encode};
use seal::entropy::Entropy;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::clock::draw;

const LABEL: &[u8] = b"amana/1/storage-token\n";
const KEY_BYTES: Ulong = Ulong::new(32);
const TAG_BITS: Ulong = Ulong::new(128);
const IV_BYTES: usize = 12;

/// Which token: its maker's library, and the name it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    pub module: PathBuf,
    pub token: String,
}

/// The storage key as it lies in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrapped {
    pub module: PathBuf,
    pub token: String,
    /// The name of the key in the token.
    pub key: String,
    /// Initialisation vector, ciphertext and tag (AES-256-GCM), in hexadecimal.
    pub wrapped: String,
}

/// Why a token does not give what it guards.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("{module} is no PKCS#11 module that can be loaded: {why}")]
    Module { module: String, why: String },
    #[error("no token named {token} is in reach of {module}: put it in, or reach its machine")]
    Away { token: String, module: String },
    #[error("the token {0} does not accept this PIN")]
    Pin(String),
    #[error("the token {0} does not accept this PIN, and one more wrong one locks it")]
    LastTry(String),
    #[error("the token {0} is locked: its security officer gives it a new PIN")]
    Locked(String),
    #[error("no PIN: AMANA_TOKEN_PIN_FILE names the file that has it")]
    NoPin,
    #[error("the token {token} has no key {key}: it was emptied, or is another of that name")]
    NoKey { token: String, key: String },
    #[error("keys/storage-token does not open under the token's key: it was changed")]
    Altered,
    #[error("the token {token}: {why}")]
    Other { token: String, why: String },
}

impl Wrapped {
    fn which(&self) -> Which {
        Which { module: self.module.clone(), token: self.token.clone() }
    }

    /// The storage key, which the token unwraps.
    pub fn open(&self, pin: &AuthPin) -> Result<Zeroizing<[u8; 32]>, Why> {
        let which = self.which();
        let session = which.session(pin)?;
        let key = which.find(&session, &self.key)?;
        let bytes = hex_decode(&self.wrapped).ok_or(Why::Altered)?;
        let (iv, sealed) = bytes.split_first_chunk::<IV_BYTES>().ok_or(Why::Altered)?;
        let (mut iv, aad) = (*iv, aad(&self.key));
        let params = which.told(GcmParams::new(&mut iv, &aad, TAG_BITS))?;
        let plain = session.decrypt(&Mechanism::AesGcm(params), key, sealed);
        // Tokens differ in what they answer to bytes that do not open; one that left says so.
        let plain = Zeroizing::new(plain.map_err(|fault| match is_gone(&fault) {
            true => which.away(),
            false => Why::Altered,
        })?);
        let key: Result<[u8; 32], _> = plain[..].try_into();
        key.map(Zeroizing::new).map_err(|_| Why::Altered)
    }

    /// Another storage key under the same key of the token.
    pub fn again(
        &self,
        pin: &AuthPin,
        secret: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Self, Why> {
        let which = self.which();
        let session = which.session(pin)?;
        let key = which.find(&session, &self.key)?;
        which.wrap(&session, (key, &self.key), secret, entropy)
    }

    /// Destroys the token's key: no copy of the wrapped one opens any more.
    pub fn forget(&self, pin: &AuthPin) -> Result<(), Why> {
        let which = self.which();
        let session = which.session(pin)?;
        let key = which.find(&session, &self.key)?;
        which.told(session.destroy_object(key))
    }
}

impl Which {
    /// Makes a key in the token and wraps the storage key under it.
    pub fn guard(
        &self,
        pin: &AuthPin,
        (name, secret): (&str, &[u8; 32]),
        entropy: &mut dyn Entropy,
    ) -> Result<Wrapped, Why> {
        let session = self.session(pin)?;
        let key = session.generate_key(
            &Mechanism::AesKeyGen,
            &[
                Attribute::Token(true),
                Attribute::Private(true),
                Attribute::Sensitive(true),
                Attribute::Extractable(false),
                Attribute::Encrypt(true),
                Attribute::Decrypt(true),
                Attribute::ValueLen(KEY_BYTES),
                Attribute::Label(name.as_bytes().to_vec()),
                Attribute::Id(name.as_bytes().to_vec()),
            ],
        );
        let key = self.told(key)?;
        self.wrap(&session, (key, name), secret, entropy)
    }

    /// Whether the token is there and accepts the PIN.
    pub fn answers(&self, pin: &AuthPin) -> Result<(), Why> {
        self.session(pin).map(drop)
    }

    fn wrap(
        &self,
        session: &Session,
        (key, name): (ObjectHandle, &str),
        secret: &[u8; 32],
        entropy: &mut dyn Entropy,
    ) -> Result<Wrapped, Why> {
        let (mut iv, aad): ([u8; IV_BYTES], _) = (draw(entropy), aad(name));
        let params = self.told(GcmParams::new(&mut iv, &aad, TAG_BITS))?;
        let sealed = self.told(session.encrypt(&Mechanism::AesGcm(params), key, secret))?;
        // Read after it was used: some tokens draw a vector of their own and put it here.
        let wrapped = hex_encode(&[&iv[..], &sealed].concat());
        let (module, token) = (self.module.clone(), self.token.clone());
        Ok(Wrapped { module, token, key: name.into(), wrapped })
    }

    fn session(&self, pin: &AuthPin) -> Result<Session, Why> {
        let bad = |why: Fault| {
            let module = self.module.display().to_string();
            Why::Module { module, why: why.to_string() }
        };
        let library = Pkcs11::new(&self.module).map_err(bad)?;
        match library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(Fault::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(fault) => return Err(bad(fault)),
        }
        let slots = self.told(library.get_slots_with_token())?;
        let named = |slot: &_| {
            library.get_token_info(*slot).is_ok_and(|info| info.label().trim_end() == self.token)
        };
        let slot = slots.into_iter().find(named).ok_or_else(|| self.away())?;
        let session = self.told(library.open_rw_session(slot))?;
        match session.login(UserType::User, Some(pin)) {
            Ok(()) | Err(Fault::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
            Err(Fault::Pkcs11(RvError::PinLocked, _)) => Err(Why::Locked(self.token.clone())),
            Err(Fault::Pkcs11(RvError::PinIncorrect | RvError::PinLenRange, _)) => {
                Err(self.wrong_pin(library.get_token_info(slot).ok()))
            }
            Err(fault) => self.told(Err(fault)),
        }
    }

    fn wrong_pin(&self, told: Option<TokenInfo>) -> Why {
        let token = self.token.clone();
        match told {
            Some(info) if info.user_pin_locked() => Why::Locked(token),
            Some(info) if info.user_pin_final_try() => Why::LastTry(token),
            _ => Why::Pin(token),
        }
    }

    fn find(&self, session: &Session, name: &str) -> Result<ObjectHandle, Why> {
        let wanted =
            [Attribute::Class(ObjectClass::SECRET_KEY), Attribute::Label(name.as_bytes().to_vec())];
        let found = self.told(session.find_objects(&wanted))?;
        let none = || Why::NoKey { token: self.token.clone(), key: name.into() };
        found.first().copied().ok_or_else(none)
    }

    fn away(&self) -> Why {
        Why::Away { token: self.token.clone(), module: self.module.display().to_string() }
    }

    fn told<T>(&self, answer: Result<T, Fault>) -> Result<T, Why> {
        answer.map_err(|fault| match is_gone(&fault) {
            true => self.away(),
            false => Why::Other { token: self.token.clone(), why: fault.to_string() },
        })
    }
}

/// Binds what is wrapped to the key that wraps it.
fn aad(name: &str) -> Vec<u8> {
    [LABEL, name.as_bytes()].concat()
}

fn is_gone(fault: &Fault) -> bool {
    let left = [RvError::TokenNotPresent, RvError::DeviceRemoved, RvError::TokenNotRecognized];
    matches!(fault, Fault::Pkcs11(why, _) if left.contains(why))
}
