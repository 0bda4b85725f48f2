//! What stewards do: the next head of a directory, their signatures under it, and what it will mean
//! for everyone, in words, before anybody signs or takes it.

pub mod tell;

use record::{NodeCode, Timestamp};
use seal::directory::{Directory, Draft, Member, MemberStatus, NextRoot, Steward};
use seal::log_key::LogPublic;

use crate::Error;

/// One thing that stewards want the next head to say.
#[derive(Clone, Debug)]
pub enum Wish {
    /// A new member, by what it asks to be listed as.
    Admit(Box<Member>),
    /// A member's own new description: address, TLS keys, units, names, witness and month keys.
    Update(Box<Member>),
    Standing(NodeCode, MemberStatus),
    Succeed {
        code: NodeCode,
        by: NodeCode,
    },
    /// A member's root is lost: another is listed, to count fourteen days later.
    ListRoot(NodeCode, LogPublic),
    /// A root that was listed for so long counts, or will not count.
    Root(NodeCode, Listed),
    AddSteward(Steward),
    RemoveSteward(String),
    /// So many must sign each head.
    Threshold(u8),
}

/// What becomes of a root that is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    Counts,
    TakenBack,
}

/// The head after `head`, with what is wished; not signed yet.
pub fn next(head: &Directory, wishes: Vec<Wish>, now: Timestamp) -> Result<Draft, Error> {
    let mut members = head.members().to_vec();
    let (mut stewards, mut threshold) = (head.stewards().to_vec(), head.threshold());
    for wish in wishes {
        match wish {
            Wish::Admit(member) => admit(&mut members, *member)?,
            Wish::Update(member) => update(find(&mut members, &member.code)?, *member),
            Wish::Standing(code, status) => find(&mut members, &code)?.status = status,
            Wish::Succeed { code, by } => {
                let member = find(&mut members, &code)?;
                (member.status, member.successor) = (MemberStatus::Succeeded, Some(by));
            }
            Wish::ListRoot(code, key) => {
                find(&mut members, &code)?.next_root = Some(NextRoot { key, listed: now });
            }
            Wish::Root(code, listed) => root(find(&mut members, &code)?, listed)?,
            Wish::AddSteward(steward) => stewards.push(steward),
            Wish::RemoveSteward(name) => remove(&mut stewards, &name)?,
            Wish::Threshold(count) => threshold = count,
        }
    }
    members.sort_by(|a, b| a.code.cmp(&b.code));
    let directory = head.next(members, now).under(stewards, threshold);
    head.check_next(&directory)?;
    Ok(Draft::new(directory))
}

fn admit(members: &mut Vec<Member>, member: Member) -> Result<(), Error> {
    if members.iter().any(|known| known.code == member.code) {
        return Err(Error::Usage(format!("{} is listed already", member.code)));
    }
    members.push(Member { status: MemberStatus::Admitted, successor: None, ..member });
    Ok(())
}

fn root(member: &mut Member, listed: Listed) -> Result<(), Error> {
    let code = &member.code;
    let nothing = || Error::Usage(format!("no other root of {code} is listed"));
    let next = member.next_root.take().ok_or_else(nothing)?;
    if listed == Listed::Counts {
        member.root = next.key;
    }
    Ok(())
}

fn remove(stewards: &mut Vec<Steward>, name: &str) -> Result<(), Error> {
    let before = stewards.len();
    stewards.retain(|steward| steward.name != name);
    match stewards.len() < before {
        true => Ok(()),
        false => Err(Error::NotFound(format!("the steward {name}"))),
    }
}

/// Keys that are listed stay listed; standing, successor and a root that is to come are the
/// stewards' to say.
fn update(listed: &mut Member, asked: Member) {
    let (status, successor) = (listed.status, listed.successor.take());
    let next_root = listed.next_root.take().filter(|_| listed.root == asked.root);
    let mut witness = listed.witness.clone();
    let known: Vec<_> = witness.iter().map(|key| key.key.clone()).collect();
    witness.extend(asked.witness.iter().filter(|key| !known.contains(&key.key)).cloned());
    *listed = Member { status, successor, witness, next_root, ..asked };
}

fn find<'a>(members: &'a mut [Member], code: &NodeCode) -> Result<&'a mut Member, Error> {
    let found = members.iter_mut().find(|member| member.code == *code);
    found.ok_or_else(|| Error::NotFound(format!("the member {code}")))
}
