//! Changes to officers: name, role, unit, and the end of a service.

use record::Unit;
use record::policy::Role;

use crate::store::officer::Officer;
use crate::{Error, Node};

/// What changes of an officer; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub unit: Option<Unit>,
}

/// The officer of a code who still serves.
pub fn serving(node: &Node, code: &str) -> Result<Officer, Error> {
    let known = node.store.officer(code)?;
    let known = known.ok_or_else(|| Error::NotFound(format!("officer {code}")))?;
    if known.ended.is_some() {
        return Err(Error::Usage(format!("the service of {code} has ended")));
    }
    Ok(known)
}

/// Changes an officer. With another role every token and session ends: what they opened was the
/// old role's. Answers what it was before.
pub fn change(node: &mut Node, code: &str, change: Change) -> Result<Officer, Error> {
    let was = serving(node, code)?;
    let name = change.name.unwrap_or_else(|| was.name.clone());
    let role = change.role.map_or_else(|| was.role.clone(), |role| role.code().to_owned());
    let unit = match &change.unit {
        Some(unit) => open_unit(node, unit)?,
        None => was.unit.clone(),
    };
    if role != was.role {
        keeps_an_administrator(node, &was)?;
        let at = node.now().0;
        node.store.revoke_tokens(code, at)?;
        node.store.end_browser_sessions(code, at)?;
    }
    node.store.change_officer(code, [&name, &role, &unit])?;
    Ok(was)
}

/// Ends an officer's service.
pub fn end(node: &mut Node, code: &str) -> Result<(), Error> {
    let was = serving(node, code)?;
    keeps_an_administrator(node, &was)?;
    node.store.end_officer(code, node.now().0)
}

/// A node without an administrator could be administered by nobody any more.
fn keeps_an_administrator(node: &Node, leaves: &Officer) -> Result<(), Error> {
    let admin = Role::Administrator.code();
    if leaves.role != admin {
        return Ok(());
    }
    let others = node.store.officers()?.into_iter().filter(|officer| {
        officer.role == admin && officer.ended.is_none() && officer.code != leaves.code
    });
    match others.count() {
        0 => Err(Error::Usage("this is the last administrator: enrol another one first".into())),
        _ => Ok(()),
    }
}

/// A unit in which somebody may work; one that is new comes into being with its first officer.
pub fn open_unit(node: &mut Node, unit: &Unit) -> Result<String, Error> {
    let code = unit.to_string();
    if node.store.unit(&code)?.is_some_and(|unit| unit.ended.is_some()) {
        return Err(Error::Usage(format!("the unit {code} has ended")));
    }
    node.store.insert_unit(&code, &code, node.now().0)?;
    Ok(code)
}
