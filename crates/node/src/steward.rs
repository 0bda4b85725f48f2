//! What stewards do: the next head of a directory, their signatures under it, and what it will mean
//! for everyone, in words, before anybody signs or takes it.

pub mod tell;

use record::{NodeCode, Timestamp};
use seal::directory::{Directory, Draft, Member, MemberStatus};

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
}

/// The head after `head`, with what is wished; not signed yet.
pub fn next(head: &Directory, wishes: Vec<Wish>, now: Timestamp) -> Result<Draft, Error> {
    let mut members = head.members().to_vec();
    for wish in wishes {
        match wish {
            Wish::Admit(member) => admit(&mut members, *member)?,
            Wish::Update(member) => update(find(&mut members, &member.code)?, *member),
            Wish::Standing(code, status) => find(&mut members, &code)?.status = status,
            Wish::Succeed { code, by } => {
                let member = find(&mut members, &code)?;
                (member.status, member.successor) = (MemberStatus::Succeeded, Some(by));
            }
        }
    }
    members.sort_by(|a, b| a.code.cmp(&b.code));
    let directory = head.next(members, now);
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

/// Keys that are listed stay listed; standing and successor are the stewards' to say.
fn update(listed: &mut Member, asked: Member) {
    let (status, successor) = (listed.status, listed.successor.take());
    let mut witness = listed.witness.clone();
    let known: Vec<_> = witness.iter().map(|key| key.key.clone()).collect();
    witness.extend(asked.witness.iter().filter(|key| !known.contains(&key.key)).cloned());
    *listed = Member { status, successor, witness, ..asked };
}

fn find<'a>(members: &'a mut [Member], code: &NodeCode) -> Result<&'a mut Member, Error> {
    let found = members.iter_mut().find(|member| member.code == *code);
    found.ok_or_else(|| Error::NotFound(format!("the member {code}")))
}
