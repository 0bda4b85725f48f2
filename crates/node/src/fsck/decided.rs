//! What officers signed when they decided: each signature is verified again, with its audit entry.

use super::Report;
use crate::decided::Kept;
use crate::store::passkey::Beside;
use crate::{Error, Node, audit};

/// Assertions read at once.
const BATCH: u32 = 1_000;

pub(super) fn check(node: &Node, report: &mut Report) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let batch = node.store.assertions_after(after, BATCH)?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = last.audit;
        for beside in &batch {
            report.decisions += 1;
            report.expect(stands(beside), || {
                format!("what is kept beside audit entry {} does not prove it", beside.audit)
            });
        }
    }
}

fn stands(beside: &Beside) -> bool {
    let Ok(kept) = Kept::read(&beside.kept) else { return false };
    let entry = beside.entry.as_deref().and_then(|bytes| audit::read(bytes).ok());
    let said = entry
        .is_some_and(|(_, event)| event.set == Some(beside.deed) && event.by == kept.deed.officer);
    said && kept.deed.digest() == beside.deed && kept.verify().is_ok()
}
