//! How devices and their copies stand, for whoever keeps them.

use record::policy::Role;
use record::{Purpose, Timestamp};
use serde::Serialize;

use super::enrol;
use crate::Error;
use crate::author::Author;
use crate::store::device::{CopyRow, DeviceRow};
use crate::view::Sight;

/// A device as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = DeviceStanding)]
pub struct Standing {
    pub name: String,
    pub unit: String,
    pub role: String,
    #[schema(value_type = String, format = DateTime)]
    pub enrolled: Timestamp,
    pub enrolled_by: String,
    /// The first 16 hexadecimal digits of the digest of its key: each contact changes it.
    pub fingerprint: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub contact: Option<Timestamp>,
    /// Questions that were asked on it and handed over.
    pub questions: u64,
    /// When its questions did not fit together: one was changed or left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub broken: Option<Timestamp>,
    /// When it was revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Timestamp>,
    pub ended_by: Option<String>,
    /// It was revoked and has not been in contact since: it may still answer until its copy ends.
    pub unaware: bool,
    pub copy: Option<Copied>,
}

/// Its copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CopyStanding)]
pub struct Copied {
    pub copy: i64,
    pub lists: Vec<String>,
    pub records: bool,
    #[schema(value_type = Vec<String>)]
    pub purposes: Vec<Purpose>,
    pub hours: i64,
    #[schema(value_type = String, format = DateTime)]
    pub made: Timestamp,
    pub made_by: String,
    /// What it says is of this moment.
    #[schema(value_type = String, format = DateTime)]
    pub created: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub stale: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub expires: Timestamp,
    pub entries: u64,
    /// `fresh`, `stale` or `expired`.
    pub state: String,
}

/// Devices that this officer may keep, by name; whoever oversees the node sees them all.
pub fn all(sight: &Sight<'_>, by: &Author) -> Result<Vec<Standing>, Error> {
    let oversees = matches!(by.role, Role::DataProtectionOfficer | Role::Inspector);
    let mut all = Vec::new();
    for row in sight.store.devices()? {
        let device = enrol::author(&row)?;
        if oversees || enrol::may_keep(sight.tables, by, &device.unit, device.role).is_ok() {
            let copy = sight.store.copy_of(&row.name)?;
            all.push(standing(row, copy.map(|copy| copied(copy, sight.now))));
        }
    }
    Ok(all)
}

fn standing(row: DeviceRow, copy: Option<Copied>) -> Standing {
    let fingerprint = super::make::key_of(&row).map(|key| fingerprint(&key)).unwrap_or_default();
    let unaware = row.ended.is_some_and(|ended| row.contact.is_none_or(|last| last < ended));
    Standing {
        name: row.name,
        unit: row.unit,
        role: row.role,
        enrolled: Timestamp(row.enrolled),
        enrolled_by: row.enrolled_by,
        fingerprint,
        contact: row.contact.map(Timestamp),
        questions: row.questions,
        broken: row.broken.map(Timestamp),
        ended: row.ended.map(Timestamp),
        ended_by: row.ended_by,
        unaware,
        copy,
    }
}

/// By which people compare a key.
pub fn fingerprint(key: &seal::kem::KemPublic) -> String {
    record::digest::hex_encode(&key.id().0)
}

fn copied(row: CopyRow, now: Timestamp) -> Copied {
    let state = match now.0 {
        now if now >= row.expires => "expired",
        now if now >= row.stale => "stale",
        _ => "fresh",
    };
    Copied {
        copy: row.copy,
        lists: row.chosen.lists,
        records: row.chosen.records,
        purposes: row.chosen.purposes,
        hours: row.chosen.hours,
        made: Timestamp(row.made),
        made_by: row.made_by,
        created: Timestamp(row.created),
        stale: Timestamp(row.stale),
        expires: Timestamp(row.expires),
        entries: row.entries,
        state: state.into(),
    }
}
