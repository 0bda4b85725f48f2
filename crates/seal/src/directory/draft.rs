//! A head on its way from steward to steward: it stands when enough of them have signed it.

use record::cbor;

use super::{DIRECTORY_BYTES_MAX, Directory, Signature, Signed};
use crate::log_key::LogSecret;
use crate::{Error, Rule};

/// A head that some stewards have signed, perhaps not enough of them.
#[derive(Clone, Debug)]
pub struct Draft {
    pub directory: Directory,
    pub(super) signatures: Vec<Signature>,
}

impl Draft {
    pub fn new(directory: Directory) -> Self {
        Self { directory, signatures: Vec::new() }
    }

    /// Reads one; every signature that is there must verify.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Rule> {
        if bytes.len() > DIRECTORY_BYTES_MAX {
            return Err(Rule::DirectoryForm);
        }
        let signed: Signed = cbor::from_bytes(bytes).map_err(|_| Rule::DirectoryForm)?;
        let directory: Directory = cbor::from_bytes(&signed.0).map_err(|_| Rule::DirectoryForm)?;
        directory.check()?;
        let draft = Self { directory, signatures: signed.1 };
        draft.directory.check_signatures(&draft.signatures)?;
        Ok(draft)
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::to_bytes(&Signed(cbor::to_bytes(&self.directory), self.signatures.clone()))
    }

    /// Names of the stewards who have signed.
    pub fn signed_by(&self) -> Vec<&str> {
        let places = self.signatures.iter().map(|signature| usize::from(signature.0));
        places.filter_map(|place| Some(self.directory.stewards.get(place)?.name.as_str())).collect()
    }

    /// Signatures that are still needed before the head stands.
    pub fn missing(&self) -> usize {
        usize::from(self.directory.threshold).saturating_sub(self.signatures.len())
    }

    /// Signs with a steward's key and answers his name; none where no steward has that key. Signing
    /// twice is signing once.
    pub fn sign(&mut self, key: &LogSecret) -> Result<Option<String>, Error> {
        let (stewards, public) = (&self.directory.stewards, key.public());
        let place = stewards.iter().position(|steward| {
            steward.key.ed25519() == public.ed25519()
                && steward.key.ml_dsa_44() == public.ml_dsa_44()
        });
        let Some((place, number)) = place.and_then(|at| Some((at, u8::try_from(at).ok()?))) else {
            return Ok(None);
        };
        let name = stewards[place].name.clone();
        if !self.signatures.iter().any(|signature| signature.0 == number) {
            let message = self.directory.message();
            let second = key.sign_ml_dsa_44(&message)?;
            self.signatures.push(Signature(number, key.sign_ed25519(&message), second));
            self.signatures.sort_by_key(|signature| signature.0);
        }
        Ok(Some(name))
    }
}
