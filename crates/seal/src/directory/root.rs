//! How a member's root key gives way to another: by its own word, or, where it is lost, by one
//! steward more than usual after fourteen days in which everybody could see it coming.

use record::moment::DAY_MS;
use record::{Digest, Timestamp, cbor, digest};
use serde::{Deserialize, Serialize};

use super::{Directory, Member};
use crate::log_key::{LogPublic, LogSecret};
use crate::{Error, Rule};

/// So long a root that its predecessor did not sign for is listed before it counts.
pub const ROOT_PUBLIC_DAYS: i64 = 14;

const LABEL: &[u8] = b"amana/1/member-root";

/// A root that is to come, because the one in force cannot sign for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextRoot {
    pub key: LogPublic,
    /// The day of the head that listed it first.
    pub listed: Timestamp,
}

/// The old root's two signatures over the new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    #[serde(with = "digest::bytes")]
    ed25519: Vec<u8>,
    #[serde(with = "digest::bytes")]
    ml_dsa_44: Vec<u8>,
}

/// By what a root followed another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    Same,
    /// The root before signed for it.
    Signed,
    /// It was listed for as long as it must be; it takes one steward more than usual.
    Listed,
}

impl Member {
    /// `"amana/1/member-root" ‖ network ‖ det-CBOR [code, old root, new root]`.
    fn root_message(&self, network: &Digest, new: &LogPublic) -> Vec<u8> {
        [LABEL, &network.0, &cbor::to_bytes(&(&self.code, &self.root, new))].concat()
    }

    /// The root hands over to another, which is this member's from then on.
    pub fn hand_over(
        &mut self,
        root: &LogSecret,
        new: LogPublic,
        network: &Digest,
    ) -> Result<(), Error> {
        let message = self.root_message(network, &new);
        let (ed25519, ml_dsa_44) = (root.sign_ed25519(&message), root.sign_ml_dsa_44(&message)?);
        self.handover = Some(Handover { ed25519, ml_dsa_44 });
        (self.root, self.next_root) = (new, None);
        Ok(())
    }

    fn is_handed_over(&self, before: &Self, network: &Digest) -> bool {
        self.handover.as_ref().is_some_and(|handover| {
            let message = before.root_message(network, &self.root);
            before.root.verify_ed25519(&message, &handover.ed25519)
                && before.root.verify_ml_dsa_44(&message, &handover.ml_dsa_44)
        })
    }

    /// By what this entry's root followed that of the one before, in a head of that day; none where
    /// it may not.
    pub(super) fn root_followed(
        &self,
        before: &Self,
        (network, created): (&Digest, Timestamp),
    ) -> Option<Followed> {
        if self.root == before.root {
            let listed = self.next_root.as_ref().is_none_or(|next| {
                let stays = before.next_root.as_ref() == Some(next);
                (stays || next.listed == created) && !next.key.shares_with(&self.root)
            });
            return (listed && self.handover == before.handover).then_some(Followed::Same);
        }
        if self.next_root.is_some() {
            return None;
        }
        if self.is_handed_over(before, network) {
            return Some(Followed::Signed);
        }
        let listed = before.next_root.as_ref().filter(|next| next.key == self.root)?;
        let public = created.0 - listed.listed.0 >= ROOT_PUBLIC_DAYS * DAY_MS;
        (public && self.handover == before.handover).then_some(Followed::Listed)
    }
}

impl Directory {
    pub(super) fn check_roots(&self, next: &Self) -> Result<(), Rule> {
        let day = (&self.network(), next.created);
        let follows = |member: &Member| {
            let after = next.member(&member.code);
            after.is_some_and(|after| after.root_followed(member, day).is_some())
        };
        self.members.iter().all(follows).then_some(()).ok_or(Rule::DirectoryRootChange)
    }

    /// Whether a root changes for which its predecessor did not sign.
    pub(super) fn lists_a_lost_root(&self, next: &Self) -> bool {
        let day = (&self.network(), next.created);
        self.members.iter().any(|member| {
            let after = next.member(&member.code);
            after.and_then(|after| after.root_followed(member, day)) == Some(Followed::Listed)
        })
    }
}
