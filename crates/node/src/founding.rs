//! Founding a network: members' keys and the first directory head, signed by its stewards.

use record::{Digest, NodeCode, Timestamp, Unit};
use seal::directory::{
    Directory, Founding, KemMonth, Labels, LogEpoch, Member, MemberRole, MemberStatus, Steward,
    WitnessKey,
};
use seal::entropy::Entropy;
use seal::kem::KemSecret;
use seal::log_key::LogSecret;
use zeroize::Zeroizing;

use crate::clock::draw;
use crate::{Error, Identity};

/// Stewards of a network founded here, and how many must sign.
pub const STEWARDS: u8 = 5;
pub const THRESHOLD: u8 = 3;

/// What a founding member brings besides its keys.
#[derive(Clone, Debug)]
pub struct Plan {
    pub code: NodeCode,
    pub names: Labels,
    pub region: String,
    pub role: MemberRole,
    pub address: Option<String>,
    /// Members that carry for it what no line brings.
    pub relays: Vec<NodeCode>,
    pub pins: Vec<Digest>,
    pub units: Vec<Unit>,
}

/// A member's secrets, made where it is founded.
pub struct Keys {
    pub identity: Identity,
    pub root: LogSecret,
}

/// A network that has just been founded.
pub struct Founded {
    pub directory: Directory,
    /// The directory's first head as the stewards signed it.
    pub signed: Vec<u8>,
    pub stewards: Vec<LogSecret>,
}

/// The origin of a member's log.
pub fn origin(code: &NodeCode) -> String {
    format!("amana.invalid/log/{code}")
}

/// The origin of an epoch of a member's log: each has its own, so that no head is taken for one of
/// another epoch.
pub fn origin_at(code: &NodeCode, epoch: u32) -> String {
    match epoch {
        1 => origin(code),
        later => format!("{}/{later}", origin(code)),
    }
}

/// The name under which a member cosigns.
pub fn witness_name(code: &NodeCode) -> String {
    format!("amana.invalid/witness/{code}")
}

/// A fresh key to cosign with.
pub fn witness_key(code: &NodeCode, entropy: &mut dyn Entropy) -> Result<LogSecret, Error> {
    Ok(LogSecret::generate(&witness_name(code), entropy)?)
}

/// How the directory lists it.
pub fn listed_witness(key: &LogSecret, from: Timestamp) -> WitnessKey {
    WitnessKey { key: key.public().clone(), from, revoked_at: None }
}

/// Fresh keys of a member.
pub fn keys(code: &NodeCode, entropy: &mut dyn Entropy) -> Result<Keys, Error> {
    let log = LogSecret::generate(&origin(code), entropy)?;
    let root = LogSecret::generate(&format!("amana.invalid/root/{code}"), entropy)?;
    let seed: Zeroizing<[u8; 32]> = Zeroizing::new(draw(entropy));
    let kem = vec![KemSecret::from_seed(*seed)?];
    let witness = witness_key(code, entropy)?;
    Ok(Keys { identity: Identity { code: code.clone(), log, witness, kem: kem.into() }, root })
}

/// A member as the directory lists it.
pub fn member(plan: &Plan, keys: &Keys, now: Timestamp) -> Member {
    let month = now.to_string();
    let month = month.get(..7).unwrap_or_default();
    let kem = keys.identity.kem.all().into_iter();
    let epoch =
        LogEpoch { epoch: 1, key: keys.identity.log.public().clone(), from: now, revoked_at: None };
    Member {
        code: plan.code.clone(),
        names: plan.names.clone(),
        region: plan.region.clone(),
        role: plan.role,
        status: MemberStatus::Admitted,
        root: keys.root.public().clone(),
        logs: vec![epoch],
        kem: kem.map(|key| KemMonth { month: month.into(), key: key.public().clone() }).collect(),
        pins: plan.pins.clone(),
        address: plan.address.clone(),
        units: plan.units.clone(),
        witness: vec![listed_witness(&keys.identity.witness, now)],
        relays: plan.relays.clone(),
        certificate: None,
        next_root: None,
        handover: None,
        successor: None,
    }
}

/// Founds a network of these members and signs its first head.
pub fn found(
    name: &str,
    exercise: bool,
    mut members: Vec<Member>,
    now: Timestamp,
    entropy: &mut dyn Entropy,
) -> Result<Founded, Error> {
    members.sort_by(|a, b| a.code.cmp(&b.code));
    let mut stewards = Vec::with_capacity(usize::from(STEWARDS));
    for number in 1..=STEWARDS {
        stewards.push(LogSecret::generate(&format!("amana.invalid/steward/{number}"), entropy)?);
    }
    let tables = record::policy::Tables::embedded();
    let listed =
        stewards.iter().map(|key| Steward { name: key.origin().into(), key: key.public().clone() });
    let directory = Directory::found(Founding {
        name: name.into(),
        exercise,
        created: now,
        stewards: listed.collect(),
        threshold: THRESHOLD,
        members,
        policy: (tables.version(), tables.digest()),
    });
    let signed = sign(&directory, &stewards)?;
    Ok(Founded { directory, signed, stewards })
}

/// Signs a head with as many stewards as it needs.
pub fn sign(directory: &Directory, stewards: &[LogSecret]) -> Result<Vec<u8>, Error> {
    let signers: Vec<(u8, &LogSecret)> = (0..THRESHOLD).zip(stewards).collect();
    Ok(directory.sign(&signers)?)
}
