//! MISP core format: events with objects of a template, each with attributes of a type. A record is
//! an event; a person is an object of the template `person`.

use std::collections::BTreeSet;

use record::Body;
use record::kind::Person;
use record::kind::person::{Document, NameKind};
use serde_json::{Value, json};

use super::person::{self, Read};
use super::{Given, Incoming, Limits, Marks, Outgoing, Report, Why, lose_conditions, uuid};
use crate::Error;

/// The template `person` of misp-objects.
const TEMPLATE: (&str, &str) = ("a15b0477-e9d1-4b9c-9546-abe78a4f4248", "21");
const ID_CHARS_MAX: usize = 200;
/// Whatever template it stands in.
const PROTECTED: [&str; 6] =
    ["ethnicity", "ethnic-origin", "religion", "political-affiliation", "orientation", "health"];
const FREE_TEXT: [&str; 3] = ["text", "comment", "description"];

pub(super) fn write(records: &[&Outgoing], report: &mut Report) -> String {
    let mut events = Vec::new();
    for one in records {
        let Body::Person(person) = &one.body else { continue };
        events.push(json!({"Event": event(one, person, report)}));
        lose_conditions(report, one, true);
    }
    format!("{}\n", json!({"response": events}))
}

fn event(one: &Outgoing, person: &Person, report: &mut Report) -> Value {
    let name = one.name.to_string();
    let id = uuid::of(&format!("{}/{}", one.name.owner, one.name.id));
    let created = jiff::Timestamp::from_millisecond(one.header.created.0).unwrap_or_default();
    let handling = &one.header.handling;
    let marks = [&handling.tlp, &handling.pap].into_iter().flatten();
    let tags = marks.map(|mark| {
        let (scale, value) = mark.split_once(':').unwrap_or(("tlp", mark.as_str()));
        // MISP writes TLP in small letters, PAP's name in capitals.
        let scale = if scale == "TLP" { "tlp".to_owned() } else { scale.to_owned() };
        let value = if scale == "tlp" { value.to_lowercase() } else { value.to_owned() };
        json!({"name": format!("{scale}:{value}")})
    });
    let attributes = attributes(&id, person, (&name, report));
    person::lose_statement(report, &name, person);
    let stamp = created.as_second().to_string();
    json!({
        "uuid": id, "info": format!("Amana {name}"),
        "date": created.strftime("%Y-%m-%d").to_string(),
        "timestamp": stamp, "published": false, "analysis": "2", "threat_level_id": "4",
        // Your organisation only: the owner's conditions let nobody share it further.
        "distribution": "0",
        "Tag": tags.collect::<Vec<_>>(),
        "Object": [{
            "uuid": uuid::of(&format!("{id} person")), "name": "person", "meta-category": "misc",
            "description": "An object which describes a person or an identity.",
            "template_uuid": TEMPLATE.0, "template_version": TEMPLATE.1, "timestamp": stamp,
            "distribution": "0", "Attribute": attributes,
        }],
    })
}

/// Attributes of one object.
struct Attributes<'a> {
    id: &'a str,
    all: Vec<Value>,
}

impl Attributes<'_> {
    fn add(&mut self, relation: &str, kind: &str, category: &str, value: &str) {
        let at = self.all.len();
        let id = uuid::of(&format!("{} {relation} {at} {value}", self.id));
        self.all.push(json!({"uuid": id, "object_relation": relation, "type": kind,
            "category": category, "value": value, "to_ids": false, "distribution": "5"}));
    }

    fn person(&mut self, relation: &str, value: &str) {
        self.add(relation, relation, "Person", value);
    }
}

fn attributes(id: &str, person: &Person, (name, report): (&str, &mut Report)) -> Vec<Value> {
    let mut out = Attributes { id, all: Vec::new() };
    let identity = &person.identity;
    for (at, one) in identity.names.iter().enumerate() {
        match one.kind {
            NameKind::Birth => out.person("full-name", &one.text()),
            NameKind::Alias | NameKind::WeakAlias => out.add("alias", "text", "Other", &one.text()),
        }
        let weak = one.kind == NameKind::WeakAlias;
        report.lose_if(weak, name, "identity.names.kind", Why::FormOnly);
        if at == 0 && one.kind == NameKind::Birth && one.full.is_none() {
            one.given.iter().for_each(|text| out.person("first-name", text));
            one.family.iter().for_each(|text| out.person("last-name", text));
        }
    }
    if let Some(date) = &identity.birth_date {
        out.person("date-of-birth", &person::birth_text(date));
    }
    identity.birth_place.iter().for_each(|text| out.person("place-of-birth", text));
    match identity.sex {
        Some(1) => out.person("gender", "Male"),
        Some(2) => out.person("gender", "Female"),
        _ => {}
    }
    identity.nationalities.iter().for_each(|code| out.person("nationality", code));
    identity.phones.iter().for_each(|text| out.person("phone-number", text));
    for text in &identity.emails {
        out.add("e-mail", "email-src", "Social network", text);
    }
    write_papers(&mut out, &identity.documents, (name, report));
    if let Some(text) = &person.statement.text {
        out.add("text", "text", "Other", &text.text);
        report.lose(name, "statement.text.language", Why::NoPlace);
    }
    out.all
}

/// The template has one country and one last day for all passports: only the first is carried.
fn write_papers(
    out: &mut Attributes<'_>,
    documents: &[Document],
    (name, report): (&str, &mut Report),
) {
    let mut passports = documents.iter().filter(|one| one.document_type == "passport");
    if let Some(passport) = passports.next() {
        let (country, number) = person::document(&passport.number);
        out.person("passport-number", number);
        match country {
            Some(country) => out.person("passport-country", &country),
            None => report.lose(name, "identity.documents.issuer", Why::NoPlace),
        }
        if let Some(expires) = &passport.expires {
            out.person("passport-expiration", &expires.to_string());
        }
    }
    let others = documents.iter().filter(|one| one.document_type != "passport");
    for _ in passports.chain(others) {
        report.lose(name, "identity.documents", Why::NoPlace);
    }
}

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

impl Reading<'_> {
    fn event(&mut self, event: &Value) -> Result<(), Error> {
        let id = identifier(event, "event");
        let report = &mut self.incoming.report;
        report.lose_if(!text(event, "info").is_empty(), &id, "info", Why::FreeText);
        for _ in list(event, "Attribute") {
            report.lose(&id, "Attribute", Why::NoKind);
        }
        for tag in tags(event) {
            let none = Marks::of([tag].into_iter()) == Marks::default();
            report.lose_if(none, &id, "Tag", Why::NoPlace);
        }
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
        if text(object, "name") != "person" {
            let name: String = text(object, "name").chars().take(ID_CHARS_MAX).collect();
            return report.lose(&id, &name, Why::NoKind);
        }
        if !self.seen.insert(id.clone()) {
            return report.lose(&id, "uuid", Why::Repeated);
        }
        let attributes = list(object, "Attribute");
        let read = read_person(attributes, (&id, report));
        let own = attributes.iter().flat_map(tags);
        let marks = Marks::of(tags(event).chain(own));
        if let Some(body) = read.into_body(&id, &self.given.offence, report) {
            report.carried += 1;
            self.incoming.drafts.push(self.given.draft(&body, &marks));
        }
    }
}

/// The identifier of the file, cut to what is told.
fn identifier(value: &Value, what: &str) -> String {
    let id: String = text(value, "uuid").chars().take(ID_CHARS_MAX).collect();
    if id.is_empty() { format!("{what} without uuid") } else { id }
}

fn read_person(attributes: &[Value], (id, report): (&str, &mut Report)) -> Read {
    let mut read = Read::default();
    let (mut number, mut from, mut until) = (Vec::new(), String::new(), String::new());
    for attribute in attributes {
        let Some(value) = attribute.get("value").and_then(Value::as_str) else {
            report.lose(id, "Attribute", Why::Unreadable);
            continue;
        };
        let value = value.trim().to_owned();
        match text(attribute, "object_relation") {
            _ if value.is_empty() => {}
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
            "passport-number" => number.push(value),
            "passport-country" => from = value,
            "passport-expiration" => until = value,
            other if PROTECTED.contains(&other) => {
                report.lose(id, other, Why::ProtectedAttribute);
            }
            other if FREE_TEXT.contains(&other) => report.lose(id, other, Why::FreeText),
            other => {
                let other: String = other.chars().take(ID_CHARS_MAX).collect();
                report.lose(id, &other, Why::NoPlace);
            }
        }
    }
    let papers = number.into_iter().map(|n| ("passport", from.clone(), n, until.clone()));
    read.documents.extend(papers);
    read
}
