//! Whom a member names as its relays.

use record::NodeCode;

use super::{Directory, Member, RELAYS_MAX};
use crate::Rule;

impl Directory {
    /// A member's relays are others that can be found, and few.
    pub(super) fn check_relays(&self) -> Result<(), Rule> {
        let good = |member: &Member| {
            let known = |(at, relay): (usize, &NodeCode)| {
                *relay != member.code
                    && self.member(relay).is_some()
                    && !member.relays[..at].contains(relay)
            };
            member.relays.len() <= RELAYS_MAX && member.relays.iter().enumerate().all(known)
        };
        self.members.iter().all(good).then_some(()).ok_or(Rule::DirectoryRelay)
    }
}
