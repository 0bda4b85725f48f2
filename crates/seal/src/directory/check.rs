//! What every head must be, whatever came before it.

use std::collections::BTreeMap;

use record::NodeCode;

use super::{Directory, MEMBERS_MAX, Member, STEWARDS_MAX, WITNESS_KEYS_MAX, WitnessKey};
use crate::log_key::LogPublic;
use crate::{Error, Rule};

impl Directory {
    pub(super) fn check(&self) -> Result<(), Rule> {
        let stewards = self.stewards.len();
        let threshold = usize::from(self.threshold);
        let majority = threshold * 2 > stewards && threshold <= stewards;
        let chained = (self.sequence == 1) == self.first.is_none()
            && self.first.is_some() == self.previous.is_some()
            && self.sequence > 0;
        let sorted = self.members.windows(2).all(|pair| pair[0].code < pair[1].code);
        let sized = self.members.len() <= MEMBERS_MAX && stewards <= STEWARDS_MAX;
        if !majority || !chained || !sorted || !sized {
            return Err(Rule::DirectoryForm);
        }
        let keys = self.stewards.iter().map(|steward| steward.key.check());
        let keys = keys.chain(self.members.iter().map(Member::check));
        keys.collect::<Result<(), Error>>().map_err(|_| Rule::DirectoryForm)?;
        let numbered = self.members.iter().all(Member::has_numbered_logs);
        numbered.then_some(()).ok_or(Rule::DirectoryEpoch)?;
        self.check_stewards()?;
        self.check_relays()?;
        self.check_witnesses()
    }

    /// No two members cosign under one name or one key, and none under that of a log: one witness
    /// would count as two, or a line of one be taken for a line of the other.
    fn check_witnesses(&self) -> Result<(), Rule> {
        let logs = self.members.iter().flat_map(|member| &member.logs).map(|epoch| &epoch.key);
        let logs: Vec<&LogPublic> = logs.collect();
        let mut seen = BTreeMap::<&[u8], &NodeCode>::new();
        for member in self.members.iter() {
            if member.witness.len() > WITNESS_KEYS_MAX {
                return Err(Rule::DirectoryForm);
            }
            for WitnessKey { key, .. } in &member.witness {
                let names = [key.origin().as_bytes(), key.ed25519(), key.ml_dsa_44()];
                let foreign = |name| *seen.entry(name).or_insert(&member.code) != &member.code;
                let is_log = logs.iter().any(|log| log.shares_with(key));
                if is_log || names.into_iter().any(foreign) {
                    return Err(Rule::DirectoryWitness);
                }
            }
        }
        Ok(())
    }

    /// Whether a head may follow this one.
    pub fn check_next(&self, next: &Self) -> Result<(), Rule> {
        next.check()?;
        if next.sequence != self.sequence + 1 || next.previous != Some(self.digest()) {
            return Err(Rule::DirectoryRollback);
        }
        if next.created < self.created {
            return Err(Rule::DirectoryRollback);
        }
        self.check_handover(next)?;
        for member in &self.members {
            let after = next.member(&member.code).ok_or(Rule::DirectoryEpoch)?;
            if !after.keeps_logs_of(member) {
                return Err(Rule::DirectoryEpoch);
            }
            if !after.is_certified_after(member, &self.network()) {
                return Err(Rule::DirectoryRoot);
            }
            if !after.keeps_witness_keys_of(member) {
                return Err(Rule::DirectoryWitness);
            }
        }
        self.check_roots(next)?;
        self.check_standing(next)
    }
}

impl Member {
    /// Every key that `before` lists is still there; at most it is revoked now.
    pub(super) fn keeps_witness_keys_of(&self, before: &Self) -> bool {
        let kept = |(old, new): (&WitnessKey, &WitnessKey)| {
            let revoked = old.revoked_at.is_none() || old.revoked_at == new.revoked_at;
            (&old.key, old.from) == (&new.key, new.from) && revoked
        };
        let pairs = before.witness.iter().zip(&self.witness);
        self.witness.len() >= before.witness.len() && pairs.into_iter().all(kept)
    }

    fn check(&self) -> Result<(), Error> {
        self.root.check()?;
        self.next_root.iter().try_for_each(|next| next.key.check())?;
        self.logs.iter().try_for_each(|epoch| epoch.key.check())?;
        self.witness.iter().try_for_each(|one| one.key.check())?;
        self.kem.iter().try_for_each(|month| month.key.check())
    }
}
