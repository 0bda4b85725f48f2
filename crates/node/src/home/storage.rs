//! The storage key of a node's folder: where it lies, and that the store was written under it.

use std::fs;

use cryptoki::types::AuthPin;
use record::Digest;
use record::digest::hex_decode;
use zeroize::Zeroizing;

use super::Home;
use crate::key::token::{Which, Why, Wrapped};
use crate::store::Store;
use crate::vault::Vault;
use crate::{Error, backup};

/// The storage key itself, in hexadecimal, and a file that has it.
const STORAGE_KEY: &str = "AMANA_STORAGE_KEY";
const STORAGE_KEY_FILE: &str = "AMANA_STORAGE_KEY_FILE";
/// A token's PIN, and a file that has it.
const TOKEN_PIN: &str = "AMANA_TOKEN_PIN";
const TOKEN_PIN_FILE: &str = "AMANA_TOKEN_PIN_FILE";

const KEY: &str = "keys/storage";
const IN_TOKEN: &str = "keys/storage-token";
const HOLD: &str = "keys/hold";
/// What takes a place once the store is written under it, and what was there before.
const NEXT: &str = "-next";
const GONE: &str = "-gone";
/// The store's fact: under which key it was written.
const WRITTEN_UNDER: &str = "storage/key";

/// Where the storage key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Handed over by the environment, under this name.
    Environment(&'static str),
    Token(Wrapped),
    Folder,
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Environment(name) => write!(out, "{name}"),
            Self::Token(wrapped) => write!(out, "the token {}", wrapped.token),
            Self::Folder => write!(out, "{KEY}"),
        }
    }
}

impl Place {
    fn file(&self) -> Result<&'static str, Error> {
        match self {
            Self::Folder => Ok(KEY),
            Self::Token(_) => Ok(IN_TOKEN),
            Self::Environment(name) => {
                let text = format!("the storage key comes from {name}: bring it to {KEY} first");
                Err(Error::Usage(text))
            }
        }
    }
}

fn given(name: &str) -> Option<Zeroizing<String>> {
    std::env::var(name).ok().filter(|text| !text.is_empty()).map(Zeroizing::new)
}

impl Home {
    /// The environment, a token, this folder: the first that has it.
    pub fn storage_place(&self) -> Result<Place, Error> {
        let named = [STORAGE_KEY, STORAGE_KEY_FILE].into_iter().find(|name| given(name).is_some());
        match named {
            Some(name) => Ok(Place::Environment(name)),
            None if self.file(IN_TOKEN).exists() => Ok(Place::Token(self.wrapped(IN_TOKEN)?)),
            None => Ok(Place::Folder),
        }
    }

    /// Whether the key lies in the folder in the clear.
    pub(crate) fn has_storage_file(&self) -> bool {
        self.file(KEY).exists()
    }

    fn wrapped(&self, name: &str) -> Result<Wrapped, Error> {
        let text = self.private(name)?;
        toml::from_str(&text).map_err(|error| Error::Config(format!("{name}: {error}")))
    }

    /// A secret from the environment, or from a file that it names.
    fn handed(&self, name: &str, file: &str) -> Result<Option<Zeroizing<String>>, Error> {
        match (given(name), given(file)) {
            (Some(text), _) => Ok(Some(text)),
            (None, Some(path)) => {
                let path = std::path::absolute(path.as_str());
                let path = path.map_err(|error| Error::file(self.path(), error))?;
                Ok(Some(self.private(&path.display().to_string())?))
            }
            (None, None) => Ok(None),
        }
    }

    pub(crate) fn token_pin(&self) -> Result<AuthPin, Error> {
        let pin = self.handed(TOKEN_PIN, TOKEN_PIN_FILE)?.ok_or(Why::NoPin)?;
        Ok(AuthPin::from(pin.trim().to_owned()))
    }

    pub(crate) fn storage_key(&self, place: &Place) -> Result<Zeroizing<[u8; 32]>, Error> {
        match place {
            Place::Folder => self.read_secret::<32>(KEY),
            Place::Token(wrapped) => Ok(wrapped.open(&self.token_pin()?)?),
            Place::Environment(name) => {
                let bad =
                    || Error::Config(format!("{name} gives no key of 32 bytes in hexadecimal"));
                let text = self.handed(STORAGE_KEY, STORAGE_KEY_FILE)?.ok_or_else(bad)?;
                let bytes = hex_decode(text.trim()).map(Zeroizing::new);
                let key: Option<[u8; 32]> = bytes.and_then(|bytes| bytes[..].try_into().ok());
                key.map(Zeroizing::new).ok_or_else(bad)
            }
        }
    }

    pub(crate) fn hold_key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.read_secret::<32>(HOLD)
    }

    /// The keys under which this folder's store was written. Another storage key is told at once,
    /// before anything is written under two.
    pub fn vault(&self, store: &Store) -> Result<Vault, Error> {
        let (place, wanted) = (self.storage_place()?, store.written_under()?);
        let key = self.storage_key(&place)?;
        let is_it = |vault: &Vault| match wanted {
            Some(id) => Ok(vault.id() == id),
            None => vault.opens_newest(store),
        };
        let of = |key: [u8; 32]| Ok::<_, Error>(Vault::new(key, *self.hold_key()?));
        let vault = of(*key)?;
        if is_it(&vault)? {
            store.set_written_under(&vault.id())?;
            self.forget_gone()?;
            return Ok(vault);
        }
        // A machine stopped while the key was renewed: the store is written under the next one.
        if let Some(key) = self.next_key(&place)? {
            let vault = of(*key)?;
            if wanted == Some(vault.id()) {
                self.take_next(&place)?;
                return Ok(vault);
            }
        }
        let text = "is not the one this store was written under";
        Err(Error::Config(format!("the storage key from {place} {text}")))
    }

    fn next_key(&self, place: &Place) -> Result<Option<Zeroizing<[u8; 32]>>, Error> {
        let Ok(name) = place.file().map(|name| format!("{name}{NEXT}")) else { return Ok(None) };
        if !self.file(&name).exists() {
            return Ok(None);
        }
        match place {
            Place::Token(_) => Ok(Some(self.wrapped(&name)?.open(&self.token_pin()?)?)),
            _ => self.read_secret::<32>(&name).map(Some),
        }
    }

    /// A key of a new store, in the folder or under a token.
    pub(super) fn found_storage(
        &self,
        key: &[u8; 32],
        token: Option<(&Which, &str)>,
    ) -> Result<(), Error> {
        match token {
            None => self.write_secret(KEY, key),
            Some((which, name)) => {
                let mut entropy = crate::clock::SystemEntropy;
                let made = which.guard(&self.token_pin()?, (name, key), &mut entropy)?;
                self.write_wrapped("", &made)
            }
        }
    }

    pub(crate) fn write_key(&self, key: &[u8; 32]) -> Result<(), Error> {
        self.write_secret(KEY, key)
    }

    pub(crate) fn write_hold(&self, key: &[u8; 32]) -> Result<(), Error> {
        if self.file(HOLD).exists() {
            return Ok(());
        }
        self.write_secret(HOLD, key)
    }

    pub(crate) fn write_wrapped(&self, end: &str, wrapped: &Wrapped) -> Result<(), Error> {
        let text = toml::to_string(wrapped).map_err(|error| Error::Config(error.to_string()))?;
        self.write(&format!("{IN_TOKEN}{end}"), text.as_bytes(), 0o600)
    }

    /// Puts a key beside the place of the one in use, for the store to be written under.
    pub(crate) fn write_next(&self, place: &Place, key: &[u8; 32]) -> Result<(), Error> {
        let name = place.file()?;
        match place {
            Place::Token(wrapped) => {
                let mut entropy = crate::clock::SystemEntropy;
                let next = wrapped.again(&self.token_pin()?, key, &mut entropy)?;
                self.write_wrapped(NEXT, &next)
            }
            _ => self.write_secret(&format!("{name}{NEXT}"), key),
        }
    }

    /// The next key takes its place; the one before is overwritten. A machine that stops in between
    /// finds one of both.
    pub(crate) fn take_next(&self, place: &Place) -> Result<(), Error> {
        let name = place.file()?;
        let [at, next, gone] = ["", NEXT, GONE].map(|end| self.file(&format!("{name}{end}")));
        self.forget_gone()?;
        let moved = (|| {
            // A second name for the one before: it is overwritten where it lies, once the next one
            // is there.
            fs::hard_link(&at, &gone)?;
            fs::rename(&next, &at)?;
            fs::File::open(at.parent().unwrap_or(self.path()))?.sync_all()
        })();
        moved.map_err(|error| Error::file(&at, error))?;
        self.forget_gone()
    }

    fn forget_gone(&self) -> Result<(), Error> {
        [KEY, IN_TOKEN].iter().try_for_each(|name| self.destroy(&format!("{name}{GONE}")))
    }

    /// The key in the clear leaves the folder.
    pub(crate) fn forget_file(&self) -> Result<(), Error> {
        self.destroy(KEY)
    }

    /// The wrapped key leaves the folder.
    pub(crate) fn forget_wrapped(&self) -> Result<(), Error> {
        self.destroy(IN_TOKEN)
    }

    fn destroy(&self, name: &str) -> Result<(), Error> {
        let path = self.file(name);
        match path.exists() {
            true => backup::overwrite(&path).map_err(|error| Error::file(&path, error)),
            false => Ok(()),
        }
    }
}

impl Store {
    /// Which storage key the store was written under; none before this was noted.
    pub fn written_under(&self) -> Result<Option<Digest>, Error> {
        let bytes = self.setting(WRITTEN_UNDER)?;
        Ok(bytes.and_then(|bytes| bytes[..].try_into().ok()).map(Digest))
    }

    pub(crate) fn set_written_under(&self, id: &Digest) -> Result<(), Error> {
        match self.written_under()? == Some(*id) {
            true => Ok(()),
            false => self.set_setting(WRITTEN_UNDER, &id.0),
        }
    }
}
