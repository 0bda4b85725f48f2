//! MISP core format: events with objects of a template, each with attributes of a type. A record is
//! an event with one object. Templates whose names begin with `ftm-` have the properties of
//! FollowTheMoney.

mod out;

use std::collections::{BTreeMap, BTreeSet};

use record::Body;
use serde_json::Value;

pub(super) use self::out::write;
use super::flat::{self, In};
use super::ftm::{self, Entity};
use super::person::{Paper, Read};
use super::shape::Shape;
use super::{Given, Incoming, Limits, Marks, Report, Why};
use crate::Error;

/// Whatever template it stands in.
const PROTECTED: [&str; 6] =
    ["ethnicity", "ethnic-origin", "religion", "political-affiliation", "orientation", "health"];
const FREE_TEXT: [&str; 3] = ["text", "comment", "description"];

/// Events of a file: one, a list, or what an instance's export wraps them in.
fn events(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().flat_map(events).collect(),
        Value::Object(members) => match (members.get("Event"), members.get("response")) {
            (Some(event), _) => vec![event],
            (None, Some(response)) => events(response),
            _ if members.contains_key("info") => vec![value],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

pub(super) fn read(text: &str, given: &Given, limits: Limits) -> Result<Incoming, Error> {
    // Nesting is bounded by the reader itself.
    let value: Value = serde_json::from_str(text)
        .map_err(|error| Error::Usage(format!("not MISP JSON: {error}")))?;
    let events = events(&value);
    if events.is_empty() {
        return Err(Error::Usage("no MISP event in the file".into()));
    }
    let mut reading =
        Reading { given, limits, seen: BTreeSet::new(), incoming: Incoming::default() };
    for event in events {
        reading.event(event)?;
    }
    Ok(reading.incoming)
}

struct Reading<'a> {
    given: &'a Given,
    limits: Limits,
    seen: BTreeSet<String>,
    incoming: Incoming,
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn tags(value: &Value) -> impl Iterator<Item = &str> {
    list(value, "Tag").iter().map(|tag| text(tag, "name"))
}

/// Taken out again by whoever wrote the file: MISP keeps what it deletes, so that the deletion
/// travels.
fn is_deleted(value: &Value) -> bool {
    match value.get("deleted") {
        Some(Value::Bool(deleted)) => *deleted,
        Some(Value::Number(number)) => number.as_i64() != Some(0),
        Some(Value::String(text)) => !matches!(text.as_str(), "" | "0" | "false"),
        _ => false,
    }
}

/// What stands beside the attributes of an event, an object or an attribute, and is not taken in.
fn lose_beside(value: &Value, (id, report): (&str, &mut Report)) {
    for beside in ["Galaxy", "ObjectReference", "EventReport"] {
        for _ in list(value, beside) {
            report.lose(id, beside, Why::NoKind);
        }
    }
    report.lose_if(!text(value, "comment").is_empty(), id, "comment", Why::FreeText);
    for tag in tags(value) {
        let none = Marks::of([tag].into_iter()) == Marks::default();
        report.lose_if(none, id, "Tag", Why::NoPlace);
    }
}

impl Reading<'_> {
    fn event(&mut self, event: &Value) -> Result<(), Error> {
        let id = identifier(event, "event");
        let report = &mut self.incoming.report;
        report.lose_if(!text(event, "info").is_empty(), &id, "info", Why::FreeText);
        for attribute in list(event, "Attribute") {
            let why = if is_deleted(attribute) { Why::Deleted } else { Why::NoKind };
            report.lose(&id, "Attribute", why);
        }
        lose_beside(event, (&id, report));
        for object in list(event, "Object") {
            self.incoming.report.read += 1;
            self.limits.check_objects(self.incoming.report.read as usize)?;
            self.object(event, object);
        }
        Ok(())
    }

    fn object(&mut self, event: &Value, object: &Value) {
        let id = identifier(object, "object");
        let report = &mut self.incoming.report;
        if is_deleted(object) {
            return report.lose(&id, text(object, "name"), Why::Deleted);
        }
        let Some(of) = Of::template(text(object, "name")) else {
            return report.lose(&id, text(object, "name"), Why::NoKind);
        };
        // What has no identifier repeats none.
        if !text(object, "uuid").is_empty() && !self.seen.insert(id.clone()) {
            return report.lose(&id, "uuid", Why::Repeated);
        }
        lose_beside(object, (&id, report));
        let attributes = list(object, "Attribute");
        let (body, labels) = of.read(attributes, &self.given.offence, (&id, report));
        let own = attributes.iter().filter(|one| !is_deleted(one)).flat_map(tags);
        let marks = Marks::of(tags(event).chain(own).chain(labels.iter().map(String::as_str)));
        if let Some(body) = body {
            self.incoming.drafts.push(self.given.draft(&body, &marks));
        }
    }
}

/// What an object is of, by its template.
#[derive(Clone, Copy)]
enum Of<'a> {
    Person,
    Shape(&'static Shape),
    /// Its relations are the properties of this schema.
    Schema(&'a str),
}

impl<'a> Of<'a> {
    fn template(name: &'a str) -> Option<Self> {
        let schema = name.strip_prefix("ftm-").filter(|schema| ftm::is_carried(schema));
        match (name, Shape::of_template(name)) {
            ("person", _) => Some(Self::Person),
            (_, Some(shape)) => Some(Self::Shape(shape)),
            _ => schema.map(Self::Schema),
        }
    }

    /// The body, and what may be a marking of it.
    fn read(
        self,
        attributes: &[Value],
        offence: &str,
        (id, report): (&str, &mut Report),
    ) -> (Option<Body>, Vec<String>) {
        match self {
            Self::Person => {
                let read = read_person(attributes, (id, report));
                (read.into_body(id, offence, report), Vec::new())
            }
            Self::Shape(shape) => {
                let found = found(shape, attributes, (id, report));
                // By itself a template says nothing of the type, but that an account is one.
                let mut alone = shape.schemas.iter().map(|(_, alone)| *alone);
                let alone = alone.find(|code| ["unknown", "account"].contains(code));
                let alone = alone.unwrap_or("unknown");
                (In { shape, alone, id, offence }.into_body(found, report), Vec::new())
            }
            Self::Schema(schema) => {
                let mut properties: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for (relation, value) in relations(attributes, (id, report)) {
                    properties.entry(relation.into()).or_default().push(value);
                }
                let mut entity = Entity { id: id.into(), schema: schema.into(), properties };
                let labels = entity.labels(report);
                (ftm::body(entity, Vec::new(), offence, report), labels)
            }
        }
    }
}

/// The values of an object by the fields of its shape.
fn found(
    shape: &'static Shape,
    attributes: &[Value],
    (id, report): (&str, &mut Report),
) -> Vec<flat::Found> {
    let mut found = Vec::new();
    for (relation, value) in relations(attributes, (id, report)) {
        match shape.by_misp(relation) {
            Some(field) => found.push((field, relation.to_owned(), value)),
            None => lose_relation(id, relation, report),
        }
    }
    found
}

/// The identifier of the file.
fn identifier(value: &Value, what: &str) -> String {
    match text(value, "uuid") {
        "" => format!("{what} without uuid"),
        id => id.to_owned(),
    }
}

/// The relations of an object with their values, in the order of the file.
fn relations<'v>(
    attributes: &'v [Value],
    (id, report): (&str, &mut Report),
) -> Vec<(&'v str, String)> {
    let mut found = Vec::new();
    for attribute in attributes {
        let relation = match text(attribute, "object_relation") {
            "" => "Attribute",
            relation => relation,
        };
        if is_deleted(attribute) {
            report.lose(id, relation, Why::Deleted);
            continue;
        }
        lose_beside(attribute, (id, report));
        match attribute.get("value").and_then(Value::as_str).map(str::trim) {
            Some("") => {}
            Some(value) => found.push((relation, value.to_owned())),
            None => report.lose(id, relation, Why::Unreadable),
        }
    }
    found
}

/// What no field of a record says.
fn lose_relation(id: &str, relation: &str, report: &mut Report) {
    let why = match relation {
        relation if PROTECTED.contains(&relation) => Why::ProtectedAttribute,
        relation if FREE_TEXT.contains(&relation) => Why::FreeText,
        _ => Why::NoPlace,
    };
    report.lose(id, relation, why);
}

fn read_person(attributes: &[Value], (id, report): (&str, &mut Report)) -> Read {
    let mut read = Read { called: Some(called), ..Read::default() };
    let (mut numbers, mut from, mut until) = (Vec::new(), Vec::new(), Vec::new());
    for (relation, value) in relations(attributes, (id, report)) {
        match relation {
            "first-name" => read.given.push(value),
            "last-name" => read.family.push(value),
            "full-name" => read.names.push(value),
            "alias" => read.aliases.push(value),
            "date-of-birth" => read.birth_dates.push(value),
            "place-of-birth" => read.birth_places.push(value),
            "gender" => read.genders.push(value),
            "nationality" => read.nationalities.push(value),
            "phone-number" => read.phones.push(value),
            "e-mail" => read.emails.push(value),
            "passport-number" => numbers.push(value),
            "passport-country" => from.push(value),
            "passport-expiration" => until.push(value),
            other => lose_relation(id, other, report),
        }
    }
    // Nothing but their order says which country is which passport's.
    let (mut from, mut until) = (from.into_iter(), until.into_iter());
    for number in numbers {
        let (country, expires) = (from.next().unwrap_or_default(), until.next());
        let (document_type, expires) = ("passport".into(), expires.unwrap_or_default());
        read.papers.push(Paper { id: None, document_type, country, number, expires });
    }
    from.for_each(|_| report.lose(id, "passport-country", Why::NoPlace));
    until.for_each(|_| report.lose(id, "passport-expiration", Why::NoPlace));
    read
}

/// What the template calls a property of FollowTheMoney.
fn called(property: &'static str) -> &'static str {
    match property {
        "name" => "full-name",
        "firstName" => "first-name",
        "lastName" => "last-name",
        "birthDate" => "date-of-birth",
        "birthPlace" => "place-of-birth",
        "phone" => "phone-number",
        "email" => "e-mail",
        "passportNumber" => "passport-number",
        "endDate" => "passport-expiration",
        other => other,
    }
}
