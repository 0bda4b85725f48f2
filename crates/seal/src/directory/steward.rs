//! How the stewards change: those before sign for those after, as many as they need for any head.

use super::{Directory, Draft, Steward};
use crate::Rule;
use crate::log_key::LogPublic;

impl Directory {
    pub fn stewards(&self) -> &[Steward] {
        &self.stewards
    }

    pub fn threshold(&self) -> u8 {
        self.threshold
    }

    /// The next head under other stewards, as many of whom must sign each head from then on.
    pub fn under(self, stewards: Vec<Steward>, threshold: u8) -> Self {
        Self { stewards, threshold, ..self }
    }

    /// No key is two stewards': one person would sign as two.
    pub(super) fn check_stewards(&self) -> Result<(), Rule> {
        let own = |(at, steward): (usize, &Steward)| {
            let before = &self.stewards[..at];
            before
                .iter()
                .all(|other| other.name != steward.name && !other.key.shares_with(&steward.key))
        };
        let own = self.stewards.iter().enumerate().all(own);
        own.then_some(()).ok_or(Rule::DirectoryForm)
    }

    fn is_steward(&self, key: &LogPublic) -> bool {
        self.stewards.iter().any(|steward| steward.key == *key)
    }

    /// As many of today's stewards stay as must sign the change: who goes cannot sign it.
    pub(super) fn check_handover(&self, next: &Self) -> Result<(), Rule> {
        let stay = next.stewards.iter().filter(|steward| self.is_steward(&steward.key)).count();
        let enough = stay >= usize::from(self.threshold);
        enough.then_some(()).ok_or(Rule::DirectoryStewards)
    }
}

impl Draft {
    /// Signatures that are still needed before the head may follow another: of those before where
    /// the stewards change, and one more where a root is replaced that was lost.
    pub fn missing_after(&self, before: &Directory) -> usize {
        let more = usize::from(before.lists_a_lost_root(&self.directory));
        let needed = usize::from(self.directory.threshold) + more;
        let missing = needed.saturating_sub(self.signatures.len());
        let signers = self
            .signatures
            .iter()
            .filter_map(|signature| self.directory.stewards.get(usize::from(signature.0)));
        let of_before = signers.filter(|steward| before.is_steward(&steward.key)).count();
        let needed = usize::from(before.threshold) + more;
        missing.max(needed.saturating_sub(of_before))
    }
}
