//! Records that are lists of their own: persons who are wanted, documents that were lost or stolen,
//! things that are sought. They enter and leave in the transaction that says so.

use record::kind::person::{BirthDate, SubjectCategory};
use record::kind::{OnlineIdentity, Organisation, Person, TravelDocument, Vessel};
use record::{Body, Header};

use super::entity::{Entity, Sort};
use crate::store::record::Stored;
use crate::{Error, Node, index};

/// Set by a migration whose rows are still to be made.
const INCOMPLETE: &str = "listed/incomplete";
/// What is said of a thing that nobody looks for.
const AT_REST: [&str; 5] = ["recovered", "deregistered", "destroyed", "in-use", "unknown"];

/// What a record says of whom or what is looked for; nothing where nobody is, and never of a
/// victim, a witness or a minor.
pub fn entity(header: &Header, body: &Body) -> Option<Entity> {
    if body.subject().is_some() {
        return None;
    }
    let mut entity = match body {
        Body::Person(person) => of_person(person)?,
        Body::TravelDocument(document) => of_document(document),
        Body::Vehicle(vehicle) => stated(Sort::Vehicle, &vehicle.statement)?,
        Body::Vessel(vessel) => of_vessel(vessel)?,
        Body::Container(container) => stated(Sort::Container, &container.statement)?,
        Body::Organisation(organisation) => of_organisation(organisation)?,
        Body::Aircraft(aircraft) => stated(Sort::Aircraft, &aircraft.statement)?,
        Body::PostalItem(item) => stated(Sort::Other, &item.statement)?,
        Body::OnlineIdentity(account) => of_account(account)?,
        _ => return None,
    };
    entity.reference = header.name().to_string();
    entity.identifiers = body.selectors();
    entity.programmes.extend(body.offence().map(str::to_owned));
    Some(entity)
}

fn of_person(person: &Person) -> Option<Entity> {
    use SubjectCategory::{Convicted, Suspect};
    let (identity, said) = (&person.identity, &person.statement);
    let sought = matches!(said.subject_category, Suspect | Convicted);
    let wanted = said.action_wanted.as_deref().is_some_and(|action| action != "none");
    if !sought && !wanted {
        return None;
    }
    let mut entity = Entity::new("", Sort::Person);
    for name in &identity.names {
        entity.name(&name.text());
        name.transliteration.iter().for_each(|text| entity.name(text));
    }
    if let Some(birth) = &identity.birth_date {
        entity.birth(&written(birth));
    }
    identity.nationalities.iter().for_each(|code| entity.country(code));
    if let Some(sex) = identity.sex {
        entity.sex(&sex.to_string());
    }
    for document in &identity.documents {
        let (_, number) = document.number.split_once(':').unwrap_or(("", &document.number));
        entity.document(number, "");
    }
    entity.action.clone_from(&said.action_wanted);
    Some(entity)
}

fn written(birth: &BirthDate) -> String {
    let part = |part: Option<i8>| part.map_or(String::new(), |part| format!("-{part:02}"));
    format!("{:04}{}{}", birth.year, part(birth.month), part(birth.day))
}

fn of_document(document: &TravelDocument) -> Entity {
    let said = &document.statement;
    let mut entity = Entity::new("", Sort::Document);
    let status = serde_json::to_value(said.status).unwrap_or_default();
    entity.status = status.as_str().map(str::to_owned);
    let (_, number) = said.number.split_once(':').unwrap_or(("", &said.number));
    entity.document(number, "");
    entity
}

fn of_vessel(vessel: &Vessel) -> Option<Entity> {
    let mut entity = stated(Sort::Vessel, &vessel.statement)?;
    let identity = &vessel.identity;
    identity.name.iter().chain(&identity.former_names).for_each(|name| entity.name(name));
    identity.flag.iter().for_each(|code| entity.country(code));
    Some(entity)
}

fn of_organisation(organisation: &Organisation) -> Option<Entity> {
    let action = organisation.statement.action_wanted.clone();
    let action = action.filter(|action| action != "none")?;
    let mut entity = Entity::new("", Sort::Organisation);
    entity.action = Some(action);
    for name in &organisation.identity.names {
        entity.name(&name.full);
        name.transliteration.iter().for_each(|text| entity.name(text));
    }
    organisation.identity.country.iter().for_each(|code| entity.country(code));
    Some(entity)
}

fn of_account(account: &OnlineIdentity) -> Option<Entity> {
    let action = account.statement.action_wanted.clone();
    let action = action.filter(|action| action != "none")?;
    let mut entity = Entity::new("", Sort::Other);
    entity.action = Some(action);
    account.identity.display_names.iter().for_each(|name| entity.name(name));
    Some(entity)
}

/// A thing of which a status, or what is wanted, says that it is looked for.
fn stated(sort: Sort, said: &record::kind::thing::Statement) -> Option<Entity> {
    let status = said.status.clone().filter(|code| !AT_REST.contains(&code.as_str()));
    let action = said.action_wanted.clone().filter(|action| action != "none");
    if status.is_none() && action.is_none() {
        return None;
    }
    let mut entity = Entity::new("", sort);
    (entity.status, entity.action) = (status, action);
    Some(entity)
}

/// Enters what a readable record says.
pub fn enter(node: &mut Node, row: i64, header: &Header, body: &Body) -> Result<(), Error> {
    let Some(entity) = entity(header, body) else { return Ok(()) };
    node.store.insert_listed(row, &entity)?;
    node.listed(row, Some(entity));
    Ok(())
}

/// Takes out whatever a record said, in this transaction.
pub fn leave(node: &mut Node, row: i64) -> Result<(), Error> {
    if node.store.clear_listed(row)? {
        node.listed(row, None);
    }
    Ok(())
}

/// Records that were stored before there were lists.
pub fn complete(node: &mut Node) -> Result<(), Error> {
    index::complete_each(node, INCOMPLETE, complete_one)
}

fn complete_one(node: &mut Node, stored: &Stored) -> Result<(), Error> {
    let Some(entry) = node.store.entry(stored.row)? else { return Ok(()) };
    let class = node.store.class_bytes(entry.class)?;
    let class = class.map(|bytes| index::class_from(&bytes)).transpose()?;
    let active = class.is_some_and(|class| class.state == record::policy::State::Active);
    if !active || !entry.latest {
        return Ok(());
    }
    // A record that cannot be opened is named by `fsck`; the others are found.
    if let Ok(record) = node.vault.open(&node.store, stored)
        && let Ok(body) = record.body()
    {
        enter(node, stored.row, &record.header, &body)?;
    }
    Ok(())
}
