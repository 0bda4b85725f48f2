//! A copy is made: gathered beside the writer, written down, then sealed for its device.

use record::{Digest, NodeCode, RecordId, Timestamp};
use seal::copy::{Outer, What};
use seal::kem::KemPublic;

use super::Chosen;
use super::enrol::{self, Shared};
use super::extract::{self, Extract, For, Stock};
use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::clock::SystemEntropy;
use crate::store::device::{CopyRow, DeviceRow};
use crate::view::Sight;
use crate::writer::{Readers, Writer};
use crate::{Config, Error, Node};

/// Records that one line of the audit names.
const NAMED: usize = 500;

/// With what copies are made, beside the requests that are answered meanwhile.
#[derive(Clone, Copy)]
pub struct Ways<'a> {
    pub writer: &'a Writer,
    pub readers: &'a Readers,
    pub config: &'a Config,
}

/// From when on it is stale, and when it ends.
pub fn days(at: Timestamp, hours: i64, config: &Config) -> (Timestamp, Timestamp) {
    let life = hours.saturating_mul(record::moment::HOUR_MS);
    let percent = i64::try_from(config.copy_stale_percent_max).unwrap_or(100).min(100);
    (at.plus(life / 100 * percent), at.plus(life))
}

/// Makes a copy for a device, in place of the one it has: the sealed file.
pub fn make(ways: Ways<'_>, by: &Author, name: &str, chosen: &Chosen) -> Result<Vec<u8>, Error> {
    let (author, device) = (by.clone(), name.to_owned());
    let (row, _) = ways.writer.write_blocking(move |node| {
        let row = enrol::kept(node, &author, &device)?;
        Ok((row, ()))
    })?;
    let device = enrol::author(&row)?;
    let of = For { device: &device, maker: Some(by), chosen };
    let gather = |sight: Sight<'_>| {
        extract::check(&sight, &of, by, ways.config)?;
        extract::extract(&sight, &of, &Stock::default(), ways.config)
    };
    let made = match ways.readers.read(gather) {
        Err(Error::Refused(rule)) => {
            let (author, reason) = (by.clone(), format!("copy-made {name}"));
            ways.writer.write_blocking(move |node| {
                let event = Event::new(Deed::Exported, &author, node.now()).reason(reason);
                audit::note(node, &event.refused(rule))
            })?;
            return Err(Error::Refused(rule));
        }
        made => made?,
    };
    let (author, chosen, carried) = (by.clone(), chosen.clone(), made.carried.to_bytes());
    let config = ways.config.clone();
    let (outer, shared, key) = ways.writer.write_blocking(move |node| {
        let fresh = enrol::kept(node, &author, &row.name)?;
        if fresh.generation != row.generation {
            return Err(Error::Busy("the device was in contact a moment ago"));
        }
        let outer = note_made(node, &author, (&fresh, &chosen, &made), &config)?;
        Ok((outer, Shared::read(&node.vault, &fresh)?, key_of(&fresh)?))
    })?;
    Ok(seal::copy::seal(outer, &carried, &key, &shared.now(), &mut SystemEntropy)?)
}

pub fn key_of(row: &DeviceRow) -> Result<KemPublic, Error> {
    let hex = record::digest::hex_encode(&row.key);
    let key = serde_json::from_value(hex.into());
    key.map_err(|_| Error::Damaged(format!("the key of the device {}", row.name)))
}

fn note_made(
    node: &mut Node,
    by: &Author,
    (row, chosen, made): (&DeviceRow, &Chosen, &Extract),
    config: &Config,
) -> Result<Outer, Error> {
    let at = node.now();
    let (stale, expires) = days(at, chosen.hours, config);
    node.store.end_copy(&row.name, at.0, &by.officer)?;
    let copy = node.store.insert_copy(&CopyRow {
        copy: 0,
        device: row.name.clone(),
        chosen: chosen.clone(),
        made: at.0,
        made_by: by.officer.clone(),
        created: at.0,
        stale: stale.0,
        expires: expires.0,
        entries: made.entries,
        ended: None,
        ended_by: None,
    })?;
    note_given(node, by, &format!("copy-made {} {}", row.name, chosen.lists.join(",")), made)?;
    let outer = Outer::new(What::Copy, node.network, node.code.clone(), &row.name);
    let (copy, generation) = (copy.unsigned_abs(), row.generation);
    Ok(Outer { copy, generation, created: at, stale, expires, ..outer })
}

/// Writes into the audit what a device was given: how many entries, of which lists in which state,
/// and every record, so that its owner is told.
pub fn note_given(node: &mut Node, by: &Author, reason: &str, made: &Extract) -> Result<(), Error> {
    let mut set = Vec::new();
    for list in &made.carried.lists {
        set.extend_from_slice(format!("{}/{}\n", list.about()?.name, list.round).as_bytes());
    }
    let event = Event::new(Deed::Exported, by, node.now()).reason(reason);
    let set = Some(Digest::of(&[b"amana/1/audit-set", &set]));
    let event = Event { count: made.entries, set, ..event };
    let named: Vec<&[(NodeCode, RecordId)]> = made.records.chunks(NAMED).collect();
    if named.is_empty() {
        audit::note(node, &event)?;
    }
    for some in named {
        audit::note(node, &Event { about: some.to_vec(), ..event.clone() })?;
    }
    Ok(())
}

/// Ends a device's copy; the device deletes it at its next contact and may have another.
pub fn end(node: &mut Node, by: &Author, name: &str) -> Result<(), Error> {
    enrol::kept(node, by, name)?;
    let at = node.now();
    if !node.store.end_copy(name, at.0, &by.officer)? {
        return Err(Error::NotFound(format!("a copy for the device {name}")));
    }
    let event = Event::new(Deed::Administered, by, at).reason(format!("copy-ended {name}"));
    audit::note(node, &event).map(drop)
}
