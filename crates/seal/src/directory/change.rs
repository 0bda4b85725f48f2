//! What a later head changes: for those who are about to sign or to take it.

use record::moment::DAY_MS;
use record::{NodeCode, Timestamp};

use super::{Directory, Member, MemberStatus, ROOT_PUBLIC_DAYS, Steward};
use crate::Rule;

/// One thing that a later head changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Admitted(NodeCode),
    Standing {
        code: NodeCode,
        from: MemberStatus,
        to: MemberStatus,
    },
    Succeeded {
        code: NodeCode,
        by: NodeCode,
    },
    /// Where it is reached from now on; nowhere where it opens connections itself.
    Address {
        code: NodeCode,
        to: Option<String>,
    },
    /// Its TLS keys.
    Pins(NodeCode),
    Units(NodeCode),
    /// Its names, region or role.
    Description(NodeCode),
    /// Decapsulation keys of these months come in.
    Months {
        code: NodeCode,
        months: Vec<String>,
    },
    Log(NodeCode),
    /// The key of an epoch of its log counts as another's from a moment on.
    LogRevoked {
        code: NodeCode,
        epoch: u32,
        at: Timestamp,
    },
    Root(NodeCode),
    /// Another root is listed, and may count from that day on.
    NextRoot {
        code: NodeCode,
        from: Timestamp,
    },
    /// The root that was to come is not to come.
    NoNextRoot(NodeCode),
    /// Who signs heads from now on, and how many of them must.
    Stewards {
        added: Vec<String>,
        removed: Vec<String>,
        threshold: u8,
    },
    WitnessKeys {
        code: NodeCode,
        added: usize,
        revoked: usize,
    },
    Policy {
        from: u32,
        to: u32,
    },
}

impl Directory {
    /// What the next head changes, member by member; nothing where it is only younger.
    pub fn changes(&self, next: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for after in next.members() {
            match self.member(&after.code) {
                Some(before) => of_member(before, after, &mut changes),
                None => changes.push(Change::Admitted(after.code.clone())),
            }
        }
        changes.extend(self.other_stewards(next));
        if self.policy != next.policy {
            changes.push(Change::Policy { from: self.policy.0, to: next.policy.0 });
        }
        changes
    }

    fn other_stewards(&self, next: &Self) -> Option<Change> {
        let but = |these: &[Steward], those: &[Steward]| {
            let other = these.iter().filter(|one| !those.iter().any(|known| known.key == one.key));
            other.map(|steward| steward.name.clone()).collect::<Vec<_>>()
        };
        let (added, removed) =
            (but(&next.stewards, &self.stewards), but(&self.stewards, &next.stewards));
        let same = added.is_empty() && removed.is_empty() && self.threshold == next.threshold;
        let threshold = next.threshold;
        (!same).then_some(Change::Stewards { added, removed, threshold })
    }

    /// Who left or was succeeded does not come back, and a successor is a member that works.
    pub(super) fn check_standing(&self, next: &Self) -> Result<(), Rule> {
        for after in next.members() {
            let before = self.member(&after.code);
            let stays = before.is_none_or(|before| before.may_become(after));
            let named = match (&after.successor, after.status) {
                (Some(by), MemberStatus::Succeeded) => {
                    *by != after.code && next.member(by).is_some_and(|member| !member.is_over())
                        || before.is_some_and(Member::is_over)
                }
                (None, status) => status != MemberStatus::Succeeded,
                (Some(_), _) => false,
            };
            if !stays || !named {
                return Err(Rule::DirectoryStanding);
            }
        }
        Ok(())
    }
}

impl Member {
    /// Whether it is out for good.
    pub fn is_over(&self) -> bool {
        matches!(self.status, MemberStatus::Left | MemberStatus::Succeeded)
    }

    fn may_become(&self, after: &Self) -> bool {
        !self.is_over() || (self.status, &self.successor) == (after.status, &after.successor)
    }
}

fn of_member(before: &Member, after: &Member, changes: &mut Vec<Change>) {
    let code = || after.code.clone();
    match &after.successor {
        Some(by) if before.status != after.status => {
            changes.push(Change::Succeeded { code: code(), by: by.clone() });
        }
        _ if before.status != after.status => {
            let (from, to) = (before.status, after.status);
            changes.push(Change::Standing { code: code(), from, to });
        }
        _ => {}
    }
    if before.address != after.address {
        changes.push(Change::Address { code: code(), to: after.address.clone() });
    }
    let simple = [
        (before.pins != after.pins, Change::Pins(code())),
        (before.units != after.units, Change::Units(code())),
        (before.logs.len() != after.logs.len(), Change::Log(code())),
        (before.root != after.root, Change::Root(code())),
        (described(before) != described(after), Change::Description(code())),
    ];
    changes.extend(simple.into_iter().filter_map(|(differs, change)| differs.then_some(change)));
    match &after.next_root {
        Some(next) if before.next_root.as_ref() != Some(next) => {
            let from = next.listed.plus(ROOT_PUBLIC_DAYS * DAY_MS);
            changes.push(Change::NextRoot { code: code(), from });
        }
        None if before.next_root.is_some() && before.root == after.root => {
            changes.push(Change::NoNextRoot(code()));
        }
        _ => {}
    }
    let pairs = before.logs.iter().zip(&after.logs);
    changes.extend(pairs.filter_map(|(old, new)| {
        let at = new.revoked_at.filter(|_| old.revoked_at.is_none())?;
        Some(Change::LogRevoked { code: code(), epoch: new.epoch, at })
    }));
    of_keys(before, after, changes);
}

fn described(member: &Member) -> impl PartialEq {
    (member.names.clone(), member.region.clone(), member.role)
}

fn of_keys(before: &Member, after: &Member, changes: &mut Vec<Change>) {
    let new = after.kem.iter().filter(|month| !before.kem.contains(month));
    let months: Vec<String> = new.map(|month| month.month.clone()).collect();
    if !months.is_empty() {
        changes.push(Change::Months { code: after.code.clone(), months });
    }
    let revoked =
        |member: &Member| member.witness.iter().filter(|key| key.revoked_at.is_some()).count();
    let added = after.witness.len().saturating_sub(before.witness.len());
    let revoked = revoked(after).saturating_sub(revoked(before));
    if added + revoked > 0 {
        changes.push(Change::WitnessKeys { code: after.code.clone(), added, revoked });
    }
}
