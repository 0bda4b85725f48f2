//! FollowTheMoney: entities of a schema with properties, each a list of texts, one entity a line.

use std::collections::{BTreeMap, BTreeSet};

use record::kind::Person;
use record::kind::person::{NameKind, PersonName};
use record::{Body, Draft};
use serde_json::{Map, Value, json};

use super::flat::{self, In};
use super::person::{self, Paper, Read};
use super::shape::{Form, Shape};
use super::{Given, Incoming, Limits, Marks, Outgoing, Report, Why, lose_conditions, uuid};
use crate::Error;

/// Never taken in, whatever it says.
const PROTECTED: [&str; 3] = ["ethnicity", "religion", "political"];
const FREE_TEXT: [&str; 4] = ["notes", "summary", "description", "indexText"];

/// Entities of records, one a line; a person's papers are entities of their own.
pub(super) fn write(records: &[&Outgoing], report: &mut Report) -> String {
    let mut lines = String::new();
    for one in records {
        let entities = match (&one.body, Shape::of(one.header.kind)) {
            (Body::Person(person), _) => entities(one, person, report),
            (_, Some(shape)) => vec![thing(one, shape, report)],
            _ => continue,
        };
        for entity in entities {
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

/// A revision of a record is the same entity.
fn entity_id(one: &Outgoing) -> String {
    uuid::of(&format!("{}/{}", one.name.owner, one.name.id))
}

fn add_marks(properties: &mut Properties, one: &Outgoing) {
    let handling = &one.header.handling;
    for mark in [&handling.tlp, &handling.pap].into_iter().flatten() {
        properties.add("keywords", mark.as_str());
    }
}

/// An organisation, a thing or an account.
fn thing(one: &Outgoing, shape: &'static Shape, report: &mut Report) -> Value {
    let name = one.name.to_string();
    let mut properties = Properties::default();
    for (property, text) in thing_properties(one, shape, (&name, report)) {
        properties.add(property, text);
    }
    add_marks(&mut properties, one);
    properties.0.extend(flat::text(&one.body).map(|text| ("notes".into(), json!([text]))));
    let json = one.body.to_json();
    let code = json["identity"][shape.typed].as_str().unwrap_or_default();
    properties.entity(&entity_id(one), shape.schema(code))
}

/// What the shape's fields say, under the names of FollowTheMoney.
pub(super) fn thing_properties(
    one: &Outgoing,
    shape: &'static Shape,
    (name, report): (&str, &mut Report),
) -> Vec<(&'static str, String)> {
    let mut properties = Vec::new();
    for (field, text) in flat::values(shape, &one.body, (name, report)) {
        let Some((target, property)) = shape.property(field.own) else {
            report.lose(name, &field.path(), Why::NoPlace);
            continue;
        };
        report.lose_if(target.blurred, name, &field.path(), Why::FormOnly);
        properties.push((
            property,
            match field.form {
                Form::Country => text.to_lowercase(),
                Form::Site => format!("https://{text}"),
                _ => text,
            },
        ));
    }
    properties
}

fn entities(one: &Outgoing, person: &Person, report: &mut Report) -> Vec<Value> {
    let name = one.name.to_string();
    let id = entity_id(one);
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
    add_marks(&mut properties, one);
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
#[derive(Default)]
pub(super) struct Entity {
    pub id: String,
    pub schema: String,
    pub properties: BTreeMap<String, Vec<String>>,
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
        Some(Self { id: id.into(), schema: schema.into(), properties })
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let mut all = self.properties.remove(name).unwrap_or_default();
        all.retain(|text| !text.is_empty());
        all
    }

    /// The first value; that there are more is told.
    fn take_one(&mut self, name: &str, report: &mut Report) -> String {
        let all = self.take(name);
        report.lose_if(all.len() > 1, &self.id, name, Why::NoPlace);
        all.into_iter().next().unwrap_or_default()
    }

    /// What may be a marking; what is none is told.
    pub fn labels(&mut self, report: &mut Report) -> Vec<String> {
        let keywords = self.take("keywords");
        for word in &keywords {
            let none = Marks::of([word.as_str()].into_iter()) == Marks::default();
            report.lose_if(none, &self.id, "keywords", Why::NoPlace);
        }
        keywords
    }

    /// What nobody took is told.
    fn lose_rest(&self, report: &mut Report) {
        for (name, list) in &self.properties {
            let why = match name.as_str() {
                name if PROTECTED.contains(&name) => Why::ProtectedAttribute,
                name if FREE_TEXT.contains(&name) => Why::FreeText,
                _ => Why::NoPlace,
            };
            report.lose_if(list.iter().any(|text| !text.is_empty()), &self.id, name, why);
        }
    }
}

/// Drafts of what the schemas have a kind for. Other schemas, relations between entities and what
/// no field says are told.
pub(super) fn read(text: &str, given: &Given, limits: Limits) -> Result<Incoming, Error> {
    let (mut subjects, mut papers) = (Vec::new(), Vec::new());
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
            "Passport" | "Identification" => papers.push(entity),
            schema if is_carried(schema) => subjects.push(entity),
            other => report.lose(&entity.id, other, Why::NoKind),
        }
    }
    let mut held = BTreeMap::<String, Vec<Entity>>::new();
    for mut paper in papers {
        let holder = paper.take_one("holder", &mut report);
        held.entry(holder).or_default().push(paper);
    }
    let mut drafts = Vec::new();
    for entity in subjects {
        let papers = match entity.schema.as_str() {
            "Person" => held.remove(&entity.id).unwrap_or_default(),
            _ => Vec::new(),
        };
        drafts.extend(draft(entity, papers, given, &mut report));
    }
    for stray in held.into_values().flatten() {
        report.lose(&stray.id, "holder", Why::NoKind);
    }
    Ok(Incoming { drafts, report })
}

/// Whether a kind stands for a schema.
pub(super) fn is_carried(schema: &str) -> bool {
    schema == "Person" || Shape::of_schema(schema).is_some()
}

/// The draft of an entity whose schema is carried.
fn draft(
    mut entity: Entity,
    papers: Vec<Entity>,
    given: &Given,
    report: &mut Report,
) -> Option<Draft> {
    let marks = Marks::of(entity.labels(report).iter().map(String::as_str));
    let body = body(entity, papers, &given.offence, report)?;
    Some(given.draft(&body, &marks))
}

/// The body of an entity whose schema is carried.
pub(super) fn body(
    entity: Entity,
    papers: Vec<Entity>,
    offence: &str,
    report: &mut Report,
) -> Option<Body> {
    match Shape::of_schema(&entity.schema) {
        Some(shape) => thing_read(entity, shape, offence, report),
        None => person_read(entity, papers, offence, report),
    }
}

fn thing_read(
    mut entity: Entity,
    (shape, alone): (&'static Shape, &str),
    offence: &str,
    report: &mut Report,
) -> Option<Body> {
    let mut found = Vec::new();
    for field in shape.fields {
        let Some(property) = field.ftm.filter(|name| shape.by_ftm(name) == Some(field)) else {
            continue;
        };
        let texts = entity.take(property).into_iter();
        found.extend(texts.map(|text| (field, property.to_owned(), text)));
    }
    entity.lose_rest(report);
    In { shape, alone, id: &entity.id, offence }.into_body(found, report)
}

fn person_read(
    mut entity: Entity,
    papers: Vec<Entity>,
    offence: &str,
    report: &mut Report,
) -> Option<Body> {
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
        papers: papers.into_iter().map(|paper| paper_read(paper, report)).collect(),
        called: None,
    };
    let numbers = entity.take("passportNumber").into_iter();
    let passport = || Paper { document_type: "passport".into(), ..Paper::default() };
    read.papers.extend(numbers.map(|number| Paper { number, ..passport() }));
    entity.lose_rest(report);
    read.into_body(&entity.id, offence, report)
}

fn paper_read(mut paper: Entity, report: &mut Report) -> Paper {
    let numbers = [paper.take("number"), paper.take("passportNumber")].concat();
    let mut numbers: Vec<String> = numbers.into_iter().filter(|one| !one.is_empty()).collect();
    numbers.dedup();
    report.lose_if(numbers.len() > 1, &paper.id, "number", Why::NoPlace);
    let named = paper.take_one("type", report);
    let known = record::codelist::list("document-type");
    let known = known.and_then(|list| list.exact(&named)).map(|code| code.code.clone());
    report.lose_if(known.is_none() && !named.is_empty(), &paper.id, "type", Why::NoPlace);
    let by_schema = if paper.schema == "Passport" { "passport" } else { "id-card" };
    let read = Paper {
        document_type: known.unwrap_or_else(|| by_schema.into()),
        country: paper.take_one("country", report),
        number: numbers.into_iter().next().unwrap_or_default(),
        expires: paper.take_one("endDate", report),
        id: Some(paper.id.clone()),
    };
    paper.lose_rest(report);
    read
}
