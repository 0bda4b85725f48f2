//! Look-ups outside one's work: records about persons and things that an officer opened or took
//! out and that nothing here connects with the officer or the unit.
//!
//! What counts, and why, is written for officers and inspectors in docs/audit.md. It is looked at
//! when the hour has ended, so that what is written or assigned within it connects.

use record::moment::HOUR_MS;
use record::policy::Role;
use record::{Header, Kind, Purpose};

use super::{Grounds, Outsider, hour};
use crate::store::inspection::Opened;
use crate::{Error, Node};

/// Up to which hour was looked at.
const LOOKED: &str = "inspection/hour";
/// Hours in one round; of a node that stood still longer, only the last day is looked at.
const HOURS_MAX: i64 = 24;
/// Records that a hint names.
const NAMED_MAX: usize = 20;

/// Kinds that are about a person or a thing of one matter. What is written for everyone to know
/// (seizures, notices, methods, code lists) is not among them.
const KINDS: [Kind; 10] = [
    Kind::Message,
    Kind::Person,
    Kind::Organisation,
    Kind::Vehicle,
    Kind::Vessel,
    Kind::Aircraft,
    Kind::Container,
    Kind::PostalItem,
    Kind::OnlineIdentity,
    Kind::TravelDocument,
];

/// Looks at the hours that have ended since the last time.
pub(super) fn look(node: &Node) -> Result<(), Error> {
    let now = hour(node.now());
    let last = super::number(node, LOOKED)?;
    let first = last.map_or(now - 1, |last| last + 1).max(now - HOURS_MAX);
    for hour in first..now {
        look_at(node, hour)?;
    }
    if last.is_none_or(|last| last < now - 1) {
        node.store.set_setting(LOOKED, &(now - 1).to_be_bytes())?;
    }
    Ok(())
}

fn look_at(node: &Node, hour: i64) -> Result<(), Error> {
    let span = (hour * HOUR_MS, (hour + 1) * HOUR_MS);
    let opened = node.store.opened(span, node.config.inspection_rows_max)?;
    for of_one in opened.chunk_by(|one, other| one.officer == other.officer) {
        let mut outside = Vec::new();
        for one in of_one {
            outside.extend(outsider(node, one)?);
        }
        let Some(first) = of_one.first().filter(|_| !outside.is_empty()) else { continue };
        let count = outside.len() as u32;
        outside.truncate(NAMED_MAX);
        let facts = Grounds::Outside { count, records: outside };
        super::hint(node, (&first.officer, &first.unit, hour), &facts)?;
    }
    Ok(())
}

/// The record, where it counts and nothing connects it with the officer.
fn outsider(node: &Node, opened: &Opened) -> Result<Option<Outsider>, Error> {
    let stored = node.store.latest_record(&opened.owner, &opened.id)?;
    // Of what is not here nothing was shown.
    let Some(stored) = stored else { return Ok(None) };
    let header = Header::from_bytes(&stored.header)?;
    let counts = KINDS.contains(&header.kind) && !is_ordinary(node, opened, &header);
    if !counts || node.store.is_work_of(opened)? {
        return Ok(None);
    }
    let (owner, id) = (opened.owner.clone(), opened.id);
    Ok(Some(Outsider { owner, id, kind: header.kind.code().into() }))
}

/// What an officer's post is there for, whatever the record.
fn is_ordinary(node: &Node, opened: &Opened, header: &Header) -> bool {
    let own = header.owner == node.code;
    if own && header.unit.as_str() == opened.unit {
        return true;
    }
    let purpose = opened.purpose.as_deref().and_then(Purpose::parse);
    match Role::parse(&opened.role) {
        // Whoever oversees looks at everyone's records.
        Some(Role::DataProtectionOfficer | Role::Inspector) | None => true,
        // The desk takes in what other nodes write to this one.
        Some(Role::DeskOfficer) => !own && header.kind == Kind::Message,
        // The traveller stands before the officer: nobody knows of him before.
        Some(Role::FrontlineOfficer | Role::TaskForceOfficer) => {
            matches!(purpose, Some(Purpose::BorderControl | Purpose::SecurityCheck))
        }
        Some(_) => false,
    }
}
