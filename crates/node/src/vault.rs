//! At rest: one content key a record, wrapped under the storage key.

use record::parts::{Content, Packed};
use record::{Digest, Record, cbor};
use seal::at_rest;
use seal::entropy::Entropy;
use zeroize::Zeroizing;

use crate::Error;
use crate::clock::draw;
use crate::store::Store;
use crate::store::record::Stored;

pub mod renew;

const ID_LABEL: &[u8] = b"amana/1/storage-key";

/// The keys under which content lies on disk.
pub struct Vault {
    storage: Zeroizing<[u8; 32]>,
    /// The data-protection officer's key: copies kept for a court.
    hold: Zeroizing<[u8; 32]>,
}

/// A record's content as it goes to disk.
pub struct Closed {
    pub content: Vec<u8>,
    pub wrapped_key: Vec<u8>,
}

impl Vault {
    pub fn new(storage: [u8; 32], hold: [u8; 32]) -> Self {
        Self { storage: Zeroizing::new(storage), hold: Zeroizing::new(hold) }
    }

    /// What the storage key is called where it must not be shown. It was drawn: nobody finds it by
    /// its name.
    pub fn id(&self) -> Digest {
        Digest::of(&[ID_LABEL, &self.storage[..]])
    }

    /// Whether the store's newest record is under this storage key; so where there is none.
    pub fn opens_newest(&self, store: &Store) -> Result<bool, Error> {
        let newest = store.newest_wrapped()?;
        Ok(newest.is_none_or(|(content_id, wrapped)| {
            at_rest::decrypt(&self.storage, &content_id.0, &wrapped).is_ok()
        }))
    }

    /// Small secrets of this node under the storage key, bound to what they are about.
    pub fn wrap(
        &self,
        about: &Digest,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        Ok(at_rest::encrypt(&self.storage, &about.0, plain, entropy)?)
    }

    pub fn unwrap(&self, about: &Digest, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(Zeroizing::new(at_rest::decrypt(&self.storage, &about.0, sealed)?))
    }

    /// Encrypts a record's parts and salts under a fresh key.
    pub fn close(
        &self,
        record: &Record,
        content_id: &Digest,
        entropy: &mut dyn Entropy,
    ) -> Result<Closed, Error> {
        let plain = cbor::to_bytes(&record.content());
        let key: Zeroizing<[u8; 32]> = Zeroizing::new(draw(entropy));
        let content = at_rest::encrypt(&key, &content_id.0, &plain, entropy)?;
        let wrapped_key = at_rest::encrypt(&self.storage, &content_id.0, &key[..], entropy)?;
        Ok(Closed { content, wrapped_key })
    }

    /// The content of a stored record; an error where it was erased.
    pub fn content(&self, store: &Store, stored: &Stored) -> Result<Content, Error> {
        let gone = || Error::NotFound("the content was erased".into());
        let sealed = stored.content.as_ref().ok_or_else(gone)?;
        let wrapped = store.wrapped_key(stored.row)?.ok_or_else(gone)?;
        let aad = &stored.content_id.0;
        let key = Zeroizing::new(at_rest::decrypt(&self.storage, aad, &wrapped)?);
        let key: &[u8; 32] = key[..].try_into().map_err(|_| damaged(stored))?;
        let plain = Zeroizing::new(at_rest::decrypt(key, aad, sealed)?);
        Ok(cbor::from_bytes(&plain)?)
    }

    /// A stored record as it travels.
    pub fn pack(&self, store: &Store, stored: &Stored) -> Result<Packed, Error> {
        Ok(Packed { header: stored.header.clone(), content: self.content(store, stored)? })
    }

    /// A stored record, whole.
    pub fn open(&self, store: &Store, stored: &Stored) -> Result<Record, Error> {
        let record = Record::unpack(self.pack(store, stored)?)?;
        if record.content_id() != stored.content_id {
            return Err(damaged(stored));
        }
        Ok(record)
    }

    /// Seals an officer's own words that are no record yet, bound to whose they are.
    pub fn seal_words(
        &self,
        aad: &[u8],
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        Ok(at_rest::encrypt(&self.storage, aad, plain, entropy)?)
    }

    pub fn open_words(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(Zeroizing::new(at_rest::decrypt(&self.storage, aad, sealed)?))
    }

    /// The same record under the data-protection officer's key.
    pub fn copy_for_hold(
        &self,
        store: &Store,
        stored: &Stored,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        let packed = self.pack(store, stored)?;
        let plain = Zeroizing::new(cbor::to_bytes(&packed));
        Ok(at_rest::encrypt(&self.hold, &stored.content_id.0, &plain, entropy)?)
    }

    /// Encrypts what waits for a second person, bound to the digest it is confirmed by.
    pub fn close_proposal(
        &self,
        digest: &Digest,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Error> {
        Ok(at_rest::encrypt(&self.storage, &digest.0, plain, entropy)?)
    }

    pub fn open_proposal(
        &self,
        digest: &Digest,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(Zeroizing::new(at_rest::decrypt(&self.storage, &digest.0, sealed)?))
    }

    /// Opens a copy kept for a court.
    pub fn open_hold(&self, content_id: &Digest, copy: &[u8]) -> Result<Record, Error> {
        let plain = Zeroizing::new(at_rest::decrypt(&self.hold, &content_id.0, copy)?);
        Ok(Record::unpack(cbor::from_bytes(&plain)?)?)
    }
}

fn damaged(stored: &Stored) -> Error {
    Error::Damaged(format!("content of {} does not fit its digest", stored.content_id))
}
