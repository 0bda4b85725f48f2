//! The decapsulation keys that a running node has: those of months that are over leave it while it
//! serves.

use std::sync::{Arc, RwLock};

use seal::kem::{KemSecret, KeyId};

/// Clones of what it holds end with its readers: nothing keeps a key that was taken out.
#[derive(Default)]
pub struct Keyring(RwLock<Vec<Arc<KemSecret>>>);

impl From<Vec<KemSecret>> for Keyring {
    fn from(keys: Vec<KemSecret>) -> Self {
        Self(RwLock::new(keys.into_iter().map(Arc::new).collect()))
    }
}

impl Keyring {
    pub fn all(&self) -> Vec<Arc<KemSecret>> {
        self.0.read().map(|keys| keys.clone()).unwrap_or_default()
    }

    /// Which may stay.
    pub fn retain(&self, stays: impl Fn(&KeyId) -> bool) {
        if let Ok(mut keys) = self.0.write() {
            keys.retain(|key| stays(&key.id()));
        }
    }
}
