//! The audit: every closed minute gives the root that entered the log, and every use is found.

use record::RecordId;
use seal::leaf::Subject;

use super::Report;
use crate::{Error, Node, audit};

/// Entries read at once.
const BATCH: u32 = 1_000;

pub(super) fn check(node: &Node, report: &mut Report) -> Result<(), Error> {
    for minute in node.store.minute_roots()? {
        report.audit_minutes += 1;
        let entries = node.store.audit_of_minute(minute.minute)?;
        let root = audit::root(&audit::leaves(&entries));
        let leaf = node.store.leaf(minute.leaf)?;
        let subject = Subject::audit(minute.minute, &root).to_bytes();
        let logged = leaf.is_some_and(|leaf| leaf.subject == subject);
        let stands = root == minute.root && logged && entries.len() as u64 == minute.count;
        report.expect(stands, || format!("audit of minute {} was changed", minute.minute));
    }
    let unrooted = node.store.audit_unrooted()?;
    report.expect(unrooted == 0, || format!("{unrooted} audit entries are not in the log"));
    check_index(node, report)
}

/// An owner's question for uses is answered from an index: it must lead to every entry.
fn check_index(node: &Node, report: &mut Report) -> Result<(), Error> {
    let mut index = node.store.audit_index()?.into_iter().peekable();
    let mut after = 0;
    loop {
        let batch = node.store.audit_after(after, BATCH)?;
        let Some((last, _)) = batch.last() else { break };
        after = *last;
        for (row, bytes) in &batch {
            let mut found: Vec<(String, RecordId)> = Vec::new();
            while let Some((_, owner, id)) = index.next_if(|(entry, ..)| entry <= row) {
                found.push((owner, id));
            }
            let said = about(bytes);
            report.expect(said.as_ref() == Some(&found), || {
                format!("audit entry {row} is not found under the records it is about")
            });
        }
    }
    report.expect(index.next().is_none(), || "the audit's index names no entry".into());
    Ok(())
}

fn about(bytes: &[u8]) -> Option<Vec<(String, RecordId)>> {
    let (_, event) = audit::read(bytes).ok()?;
    let about = event.about.into_iter();
    let mut about: Vec<_> = about.map(|(owner, id)| (owner.as_str().to_owned(), id)).collect();
    about.sort();
    about.dedup();
    Some(about)
}
