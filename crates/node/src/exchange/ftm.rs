//! FollowTheMoney: entities of a schema with properties, each a list of texts, one entity a line.

use std::collections::{BTreeMap, BTreeSet};

use record::kind::Person;
use record::kind::person::{NameKind, PersonName};
use record::{Body, Draft};
use serde_json::{Map, Value, json};

use super::person::{self, Read};
use super::{Given, Incoming, Limits, Marks, Outgoing, Report, Why, lose_conditions, uuid};
use crate::Error;

/// Letters of a foreign identifier that are told.
const ID_CHARS_MAX: usize = 200;
/// Never taken in, whatever it says.
const PROTECTED: [&str; 3] = ["ethnicity", "religion", "political"];
const FREE_TEXT: [&str; 4] = ["notes", "summary", "description", "indexText"];

/// Entities of records that are persons, one a line.
pub(super) fn write(records: &[&Outgoing], report: &mut Report) -> String {
    let mut lines = String::new();
    for one in records {
        let Body::Person(person) = &one.body else { continue };
        for entity in entities(one, person, report) {
            lines.push_str(&entity.to_string());
            lines.push('\n');
        }
        lose_conditions(report, one, true);
    }
    lines
}

/// Properties of an entity; empty ones are left out.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn add(&mut self, name: &str, value: impl Into<String>) {
        let list = self.0.entry(name).or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(Value::String(value.into()));
        }
    }

    fn entity(self, id: &str, schema: &str) -> Value {
        json!({"id": id, "schema": schema, "properties": self.0})
    }
}

fn entities(one: &Outgoing, person: &Person, report: &mut Report) -> Vec<Value> {
    let name = one.name.to_string();
    // A revision of a record is the same entity.
    let id = uuid::of(&format!("{}/{}", one.name.owner, one.name.id));
    let identity = &person.identity;
    let mut all = Vec::new();
    let mut properties = Properties::default();
    for (at, name) in identity.names.iter().enumerate() {
        add_name(&mut properties, at, name);
    }
    let birth = identity.birth_date.as_ref().map(person::birth_text);
    let gender = match identity.sex {
        Some(1) => Some("male"),
        Some(2) => Some("female"),
        _ => None,
    };
    birth.into_iter().for_each(|text| properties.add("birthDate", text));
    gender.into_iter().for_each(|text| properties.add("gender", text));
    identity.birth_place.iter().for_each(|text| properties.add("birthPlace", text.as_str()));
    for code in &identity.nationalities {
        properties.add("nationality", code.to_lowercase());
    }
    identity.phones.iter().for_each(|text| properties.add("phone", text.as_str()));
    identity.emails.iter().for_each(|text| properties.add("email", text.as_str()));
    let handling = &one.header.handling;
    for mark in [&handling.tlp, &handling.pap].into_iter().flatten() {
        properties.add("keywords", mark.as_str());
    }
    if let Some(text) = &person.statement.text {
        properties.add("notes", text.text.as_str());
        report.lose(&name, "statement.text.language", Why::NoPlace);
    }
    person::lose_statement(report, &name, person);
    all.push(properties.entity(&id, "Person"));
    for document in &identity.documents {
        all.push(paper(&id, document, (&name, report)));
    }
    all
}

fn add_name(properties: &mut Properties, at: usize, name: &PersonName) {
    let property = match name.kind {
        NameKind::Birth => "name",
        NameKind::Alias => "alias",
        NameKind::WeakAlias => "weakAlias",
    };
    properties.add(property, name.text());
    // Parts of several names could not be told apart.
    if at == 0 && name.kind == NameKind::Birth && name.full.is_none() {
        name.given.iter().for_each(|text| properties.add("firstName", text.as_str()));
        name.family.iter().for_each(|text| properties.add("lastName", text.as_str()));
    }
}

fn paper(
    holder: &str,
    document: &record::kind::person::Document,
    (name, report): (&str, &mut Report),
) -> Value {
    let (country, number) = person::document(&document.number);
    let mut properties = Properties::default();
    properties.add("holder", holder);
    properties.add("number", number);
    properties.add("type", document.document_type.as_str());
    match country {
        Some(country) => properties.add("country", country.to_lowercase()),
        None => report.lose(name, "identity.documents.issuer", Why::NoPlace),
    }
    if let Some(expires) = &document.expires {
        properties.add("endDate", expires.to_string());
    }
    let passport = document.document_type == "passport";
    let schema = if passport { "Passport" } else { "Identification" };
    let id = uuid::of(&format!("{holder} {}", document.number));
    properties.entity(&id, schema)
}

/// A line that is an entity.
struct Entity {
    id: String,
    schema: String,
    properties: BTreeMap<String, Vec<String>>,
}

impl Entity {
    fn read(line: &str) -> Option<Self> {
        // Nesting is bounded by the reader itself.
        let value: Value = serde_json::from_str(line).ok()?;
        let id = value.get("id")?.as_str().filter(|id| !id.is_empty())?;
        let schema = value.get("schema")?.as_str()?;
        let mut properties = BTreeMap::new();
        for (name, list) in value.get("properties")?.as_object()? {
            let list = list.as_array()?;
            let texts = list.iter().map(|one| one.as_str().map(|text| text.trim().to_owned()));
            let texts: Vec<String> = texts.collect::<Option<_>>()?;
            properties.insert(name.clone(), texts);
        }
        let id = id.chars().take(ID_CHARS_MAX).collect();
        Some(Self { id, schema: schema.into(), properties })
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let mut all = self.properties.remove(name).unwrap_or_default();
        all.retain(|text| !text.is_empty());
        all
    }

    fn first(&self, name: &str) -> String {
        self.properties.get(name).and_then(|list| list.first()).cloned().unwrap_or_default()
    }
}

/// Drafts of persons. Other schemas, relations between entities and what no field of a person says
/// are told.
pub(super) fn read(text: &str, given: &Given, limits: Limits) -> Result<Incoming, Error> {
    let (mut people, mut papers) = (Vec::new(), Vec::new());
    let (mut seen, mut report) = (BTreeSet::new(), Report::default());
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    for (at, line) in lines {
        report.read += 1;
        limits.check_objects(report.read as usize)?;
        let Some(entity) = Entity::read(line) else {
            report.lose(&format!("line {}", at + 1), "entity", Why::Unreadable);
            continue;
        };
        if !seen.insert(entity.id.clone()) {
            report.lose(&entity.id, "id", Why::Repeated);
            continue;
        }
        match entity.schema.as_str() {
            "Person" => people.push(entity),
            "Passport" | "Identification" => papers.push(entity),
            other => report.lose(&entity.id, other, Why::NoKind),
        }
    }
    let mut held = BTreeMap::<String, Vec<Entity>>::new();
    for paper in papers {
        held.entry(paper.first("holder")).or_default().push(paper);
    }
    let mut drafts = Vec::new();
    for entity in people {
        let papers = held.remove(&entity.id).unwrap_or_default();
        report.carried += papers.len() as u64;
        drafts.extend(draft(entity, &papers, given, &mut report));
    }
    for stray in held.into_values().flatten() {
        report.lose(&stray.id, "holder", Why::NoKind);
    }
    report.carried += drafts.len() as u64;
    Ok(Incoming { drafts, report })
}

fn draft(
    mut entity: Entity,
    papers: &[Entity],
    given: &Given,
    report: &mut Report,
) -> Option<Draft> {
    let id = entity.id.clone();
    let keywords = entity.take("keywords");
    let marks = Marks::of(keywords.iter().map(String::as_str));
    let mut read = Read {
        given: entity.take("firstName"),
        family: entity.take("lastName"),
        names: entity.take("name"),
        aliases: [entity.take("alias"), entity.take("previousName")].concat(),
        weak_aliases: entity.take("weakAlias"),
        birth_dates: entity.take("birthDate"),
        birth_places: entity.take("birthPlace"),
        genders: entity.take("gender"),
        nationalities: [entity.take("nationality"), entity.take("citizenship")].concat(),
        phones: entity.take("phone"),
        emails: entity.take("email"),
        documents: Vec::new(),
    };
    // A number without its issuer is no document; a single nationality is who issues a passport.
    let issuer = match &read.nationalities[..] {
        [one] => one.clone(),
        _ => String::new(),
    };
    let numbers = entity.take("passportNumber").into_iter();
    read.documents.extend(numbers.map(|n| ("passport", issuer.clone(), n, String::new())));
    read.documents.extend(papers.iter().map(paper_read));
    for (name, list) in &entity.properties {
        let why = match name.as_str() {
            name if PROTECTED.contains(&name) => Why::ProtectedAttribute,
            name if FREE_TEXT.contains(&name) => Why::FreeText,
            _ => Why::NoPlace,
        };
        report.lose_if(!list.is_empty(), &id, name, why);
    }
    let body = read.into_body(&id, &given.offence, report)?;
    Some(given.draft(&body, &marks))
}

fn paper_read(paper: &Entity) -> (&'static str, String, String, String) {
    let number = match paper.first("number") {
        number if number.is_empty() => paper.first("passportNumber"),
        number => number,
    };
    let named = paper.first("type");
    let known = record::codelist::list("document-type");
    let known = known.and_then(|list| list.exact(&named)).map(|code| code.code.as_str());
    let passport = if paper.schema == "Passport" { "passport" } else { "id-card" };
    (known.unwrap_or(passport), paper.first("country"), number, paper.first("endDate"))
}
