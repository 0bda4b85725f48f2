//! Identities of national providers: each belongs to somebody who serves, and so do the sessions
//! that it opened.

use super::Report;
use crate::{Error, Node};

pub(super) fn check(node: &Node, report: &mut Report) -> Result<(), Error> {
    let live = node.store.all_identities()?.into_iter().filter(|one| one.ended.is_none());
    let mut known = Vec::new();
    for identity in live {
        let officer = node.store.officer(&identity.officer)?;
        let serves = officer.is_some_and(|officer| officer.ended.is_none());
        report.expect(serves, || format!("{} is bound and does not serve", identity.officer));
        known.push((identity.id, identity.officer));
    }
    for (identity, officer) in node.store.sessions_by_identity(node.now().0)? {
        let stands = known.iter().any(|(id, whose)| *id == identity && *whose == officer);
        report.expect(stands, || format!("a session of {officer} is of no identity of theirs"));
    }
    Ok(())
}
