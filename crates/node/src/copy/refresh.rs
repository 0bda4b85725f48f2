//! A contact from the device's side: what it says, and what it does with the answer.
//!
//! An answer is taken in so that whatever is cut short, one whole copy opens: what will be shared
//! is remembered first, the new copy takes the old one's place, and only then the old key goes.

use std::collections::HashSet;
use std::path::Path;

use record::Timestamp;
use seal::copy::{Outer, What};
use serde::Serialize;
use zeroize::Zeroizing;

use super::Stopped;
use super::carried::{Blob, Carried, CarriedList, CarriedRecord};
use super::device::Device;
use super::message::{Difference, Held, Outcome, Reply, pack_keys, unpack_keys};
use super::opened;
use crate::Error;
use crate::clock::SystemEntropy;
use crate::store::device_folder::{self, Folder};

/// What a contact came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    /// `carried`, `ended` or `revoked`.
    pub outcome: String,
    pub removed: u64,
    pub added: u64,
    pub entries: u64,
    pub handed_over: u64,
    pub expires: Option<Timestamp>,
}

/// What the device says to its node: also without a copy, or with one that does not open any more.
pub fn request(folder: &Folder, file: &Path, now: Timestamp) -> Result<Vec<u8>, Error> {
    let mut device = Device::open(folder)?;
    let held = match opened::read(file, &device) {
        Ok((_, carried)) => held(&carried),
        Err(_) => Held::default(),
    };
    device.request(held, now)
}

fn held(carried: &Carried) -> Held {
    let keys = |list: &CarriedList| pack_keys(list.entries.iter().map(|(key, _)| *key));
    let records = carried.records.iter();
    Held {
        lists: carried.lists.iter().map(|list| (list.list, keys(list))).collect(),
        records: records.map(|one| (one.row, Blob(one.mark().to_vec()))).collect(),
    }
}

/// Takes the node's answer in.
pub fn take(folder: &Folder, file: &Path, answer: &[u8]) -> Result<Done, Error> {
    let mut device = Device::open(folder)?;
    let (_, plain) = match device.open_file(answer, What::Answer) {
        Err(Error::Copy(Stopped::Fault(seal::copy::Fault::OtherDevice)))
            if seal::copy::outer(answer).is_ok_and(|outer| outer.device == device.name()) =>
        {
            return Err(Error::Copy(Stopped::OtherContact));
        }
        opened => opened?,
    };
    let reply: Reply = record::cbor::from_bytes(&plain)
        .map_err(|_| Error::Copy(seal::copy::Fault::Form.into()))?;
    // The answer to an earlier contact says what has changed since then.
    if reply.generation < device.generation() {
        return Err(Error::Copy(Stopped::OtherContact));
    }
    let handed_over = reply.taken.saturating_sub(device.taken());
    let blank = |outcome: &str| Done {
        outcome: outcome.into(),
        removed: 0,
        added: 0,
        entries: 0,
        handed_over,
        expires: None,
    };
    match &reply.outcome {
        Outcome::Revoked => {
            device_folder::destroy(file)?;
            device.destroy()?;
            Ok(blank("revoked"))
        }
        Outcome::Nothing => {
            device.expect(reply.generation, reply.shared)?;
            device_folder::destroy(file)?;
            device.turn(reply.taken, reply.at)?;
            Ok(blank("ended"))
        }
        Outcome::Carry(difference) => {
            let (carried, removed) = apply(file, &device, difference)?;
            replace(&mut device, file, (&carried, difference), &reply)?;
            let (added, entries) = (difference.carried.entries(), carried.entries());
            let expires = Some(difference.expires);
            Ok(Done { removed, added, entries, expires, ..blank("carried") })
        }
    }
}

/// What the device has, less what is gone, and with what is new.
fn apply(file: &Path, device: &Device, difference: &Difference) -> Result<(Carried, u64), Error> {
    let old = opened::read(file, device).ok().map(|(_, carried)| carried);
    let before = old.as_ref().map_or(0, Carried::entries);
    let (mut old_lists, old_records) =
        old.map_or_else(Default::default, |old| (old.lists, old.records));
    let mut carried = difference.carried.clone();
    for list in &mut carried.lists {
        let known = old_lists.iter().position(|one| one.list == list.list);
        let known = known.map(|at| old_lists.swap_remove(at).entries).unwrap_or_default();
        let packed = difference.gone.iter().find(|(number, _)| *number == list.list);
        let gone =
            packed.map(|(_, keys)| unpack_keys(keys, u64::MAX)).transpose()?.unwrap_or_default();
        let mut leaves: HashSet<i64> = gone.into_iter().collect();
        leaves.extend(list.entries.iter().map(|(key, _)| *key));
        list.entries.extend(known.into_iter().filter(|(key, _)| !leaves.contains(key)));
        list.entries.sort_unstable_by_key(|(key, _)| *key);
        if list.entries.len() as u64 != list.count {
            return Err(Error::Copy(Stopped::OtherContact));
        }
    }
    let mut leaves: HashSet<i64> = difference.gone_records.iter().copied().collect();
    leaves.extend(carried.records.iter().map(|record| record.row));
    let stays = |record: &CarriedRecord| !leaves.contains(&record.row);
    carried.records.extend(old_records.into_iter().filter(stays));
    carried.records.sort_unstable_by_key(|record| record.row);
    let (entries, added) = (carried.entries(), difference.carried.entries());
    if entries != difference.entries {
        return Err(Error::Copy(Stopped::OtherContact));
    }
    Ok((carried, (before + added).saturating_sub(entries)))
}

fn replace(
    device: &mut Device,
    file: &Path,
    (carried, difference): (&Carried, &Difference),
    reply: &Reply,
) -> Result<(), Error> {
    device.expect(reply.generation, reply.shared)?;
    let outer = Outer {
        copy: difference.copy,
        generation: reply.generation,
        created: reply.at,
        stale: difference.stale,
        expires: difference.expires,
        ..device.outer(What::Copy)
    };
    let plain = Zeroizing::new(carried.to_bytes());
    let key = device.next_key()?.public();
    let sealed = seal::copy::seal(outer, &plain, key, &reply.shared, &mut SystemEntropy)?;
    device_folder::replace(file, &sealed)?;
    device.turn(reply.taken, reply.at)
}
