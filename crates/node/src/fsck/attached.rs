//! Files beside records: each record's rows are those it names, and each file is what its address
//! says.

use record::{Digest, Header, Record};

use super::Report;
use crate::attachment::chunked::address_of;
use crate::store::record::Stored;
use crate::{Error, Node};

/// Files that are not here though they should be; a peer's can be asked for again.
pub(super) type Missing = Vec<Digest>;

/// The rows of a record that can be read.
pub(super) fn check(
    node: &Node,
    stored: &Stored,
    record: &Record,
    report: &mut Report,
    missing: &mut Missing,
) -> Result<(), Error> {
    let Ok(extras) = record.extras() else { return Ok(()) };
    let rows = node.store.attachments(stored.row)?;
    let named: Vec<Digest> = extras.attachments.iter().map(|one| one.address).collect();
    let kept: Vec<Digest> = rows.iter().map(|kept| kept.address).collect();
    report.expect(named == kept, || format!("{}: its files are not those it names", record.name()));
    for kept in rows.iter().filter(|kept| kept.arrived.is_some()) {
        check_file(node, &kept.address, &record.header, report, missing);
    }
    for n in 0..rows.len() {
        if let Some(original) = node.store.original(stored.row, n as u32)? {
            check_file(node, &original.address, &record.header, report, missing);
        }
    }
    Ok(())
}

fn check_file(
    node: &Node,
    address: &Digest,
    header: &Header,
    report: &mut Report,
    missing: &mut Missing,
) {
    report.attachments += 1;
    let found = node.files.open(address).and_then(|mut file| {
        address_of(&mut file).map_err(|error| Error::Damaged(error.to_string()))
    });
    if found.as_ref().is_ok_and(|found| found == address) {
        return;
    }
    report.fault(format!("{}: file {address} is missing or damaged", header.name()));
    if header.owner != node.code {
        missing.push(*address);
    }
}

/// What came from a peer and is damaged is deleted and asked for again.
pub(super) fn ask_again(node: &mut Node, missing: &Missing) -> Result<(), Error> {
    node.commit(|node| {
        missing.iter().try_for_each(|address| {
            node.files.remove(address)?;
            node.store.mark_missing(address)
        })
    })
}
