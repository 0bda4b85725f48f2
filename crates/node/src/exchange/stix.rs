//! STIX 2.1, one bundle: a person or an organisation is an `identity`, a seizure an `incident` at a
//! `location`. What STIX has no property for stands in a property extension of our own; identifiers
//! are name-based, the same in every export.

use std::collections::BTreeSet;

use record::kind::{Organisation, Person, Seizure};
use record::{Body, Header};
use serde_json::{Value, json};

use super::{Outgoing, Report, Why, uuid};

/// The extension: what it holds is the part of the body that STIX has no property for.
const EXTENSION: &str = "extension-definition--0b6b2f4e-6f0c-5d0e-8a43-5c8a7d3c1e2f";
const EXTENSION_DAY: &str = "2026-11-29T00:00:00.000Z";
/// TLP 2.0's own objects (OASIS, STIX 2.1 marking definitions for TLP 2.0).
const TLP_EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
const TLP: [(&str, &str, &str); 5] = [
    ("TLP:CLEAR", "clear", "94868c89-83c2-464b-929b-a1a8aa3c8487"),
    ("TLP:GREEN", "green", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"),
    ("TLP:AMBER", "amber", "55d920b0-5e8b-4f79-9ee9-91f868d9b421"),
    ("TLP:AMBER+STRICT", "amber+strict", "939a9414-2ddd-4d32-a0cd-375ea402b003"),
    ("TLP:RED", "red", "e828b379-4e03-4974-9ac4-e53a884c97c1"),
];

/// A bundle under way; each version of an object once.
#[derive(Default)]
struct Bundle {
    objects: Vec<Value>,
    /// Identifiers and when each version was made.
    seen: BTreeSet<(String, String)>,
}

impl Bundle {
    /// Adds an object where it is new; answers its identifier.
    fn add(&mut self, object: Value) -> String {
        let text = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
        let id = text("id");
        if self.seen.insert((id.clone(), text("modified"))) {
            self.objects.push(object);
        }
        id
    }
}

pub(super) fn write(records: &[&Outgoing], report: &mut Report) -> String {
    let mut bundle = Bundle::default();
    let mut names = Vec::new();
    for one in records {
        let frame = Frame::of(&mut bundle, one, report);
        match &one.body {
            Body::Person(person) => frame.person(&mut bundle, person, report),
            Body::Organisation(body) => frame.organisation(&mut bundle, body, report),
            Body::Seizure(seizure) => frame.seizure(&mut bundle, seizure, report),
            _ => {}
        }
        names.push(one.name.to_string());
    }
    let id = uuid::of(&format!("bundle {}", names.join(" ")));
    let bundle =
        json!({"type": "bundle", "id": format!("bundle--{id}"), "objects": bundle.objects});
    format!("{bundle}\n")
}

fn moment(at: record::Timestamp) -> String {
    let stamp = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    stamp.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// What every object of a record has.
struct Frame {
    name: String,
    /// Of the record, whatever its revision.
    key: String,
    created: String,
    /// The moment of the revision: a version of the same object.
    modified: String,
    by: String,
    marks: Vec<String>,
}

impl Frame {
    fn of(bundle: &mut Bundle, one: &Outgoing, report: &mut Report) -> Self {
        let (header, name) = (&one.header, one.name.to_string());
        let owner = header.owner.to_string();
        let made = one.name.id.made();
        let (created, modified) = (moment(made), moment(header.created.max(made)));
        let by = bundle.add(json!({"type": "identity", "spec_version": "2.1",
            "id": format!("identity--{}", uuid::of(&format!("node {owner}"))),
            "created": EXTENSION_DAY, "modified": EXTENSION_DAY, "name": owner,
            "identity_class": "organization"}));
        add_extension(bundle);
        let mut marks: Vec<String> = tlp(header).map(|mark| bundle.add(mark)).into_iter().collect();
        marks.push(bundle.add(statement(header, &name, &modified)));
        report.lose(&name, "expiry", Why::FormOnly);
        let key = format!("{owner}/{}", one.name.id);
        Self { name, key, created, modified, by, marks }
    }

    fn object(&self, kind: &str, more: Value) -> Value {
        let id = uuid::of(&format!("{kind} {}", self.key));
        let mut object = json!({"type": kind, "spec_version": "2.1", "id": format!("{kind}--{id}"),
            "created": self.created, "modified": self.modified, "created_by_ref": self.by,
            "object_marking_refs": self.marks});
        if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
            object.extend(more);
        }
        object
    }

    fn extended(part: Value) -> Value {
        let mut part = part;
        part["extension_type"] = "property-extension".into();
        json!({EXTENSION: part})
    }

    fn person(&self, bundle: &mut Bundle, person: &Person, report: &mut Report) {
        let identity = &person.identity;
        let name = identity.names.first().map(|name| name.text()).unwrap_or_default();
        let mut contact = identity.phones.clone();
        contact.extend(identity.emails.clone());
        let said = json!({"names": identity.names, "birth_date": identity.birth_date,
            "birth_place": identity.birth_place, "sex": identity.sex,
            "nationalities": identity.nationalities, "documents": identity.documents});
        let mut more = json!({"name": name, "identity_class": "individual",
            "extensions": Self::extended(without_null(said))});
        if !contact.is_empty() {
            more["contact_information"] = contact.join(", ").into();
        }
        super::person::lose_statement(report, &self.name, person);
        let there = person.statement.text.is_some();
        report.lose_if(there, &self.name, "statement.text", Why::FreeText);
        bundle.add(self.object("identity", more));
    }

    fn organisation(&self, bundle: &mut Bundle, body: &Organisation, report: &mut Report) {
        let identity = &body.identity;
        let name = identity.names.first().map(|name| name.full.clone()).unwrap_or_default();
        let contact = [&identity.phones[..], &identity.emails[..]].concat();
        let mut more = json!({"name": name, "identity_class": "organization",
            "extensions": Self::extended(without_null(json!(identity)))});
        if !contact.is_empty() {
            more["contact_information"] = contact.join(", ").into();
        }
        let said = &body.statement;
        for (there, field) in [
            (true, "statement.offence"),
            (said.status.is_some(), "statement.status"),
            (said.since.is_some(), "statement.since"),
            (said.action_wanted.is_some(), "statement.action_wanted"),
            (!said.history.is_empty(), "statement.history"),
            (said.text.is_some(), "statement.text"),
        ] {
            let why = if field == "statement.text" { Why::FreeText } else { Why::NoPlace };
            report.lose_if(there, &self.name, field, why);
        }
        bundle.add(self.object("identity", more));
    }

    fn seizure(&self, bundle: &mut Bundle, seizure: &Seizure, report: &mut Report) {
        let said = &seizure.statement;
        let place = &said.place;
        let place_name = place.name.as_ref().or(place.division.as_ref());
        let mut more = json!({"country": place.country});
        if let Some(name) = place_name {
            more["name"] = name.as_str().into();
        }
        if let Some(division) = &place.division {
            more["administrative_area"] = division.as_str().into();
        }
        let location = bundle.add(self.object("location", more));
        let items: Vec<Value> = said.items.iter().map(|item| json!(item)).collect();
        let part = json!({"date": said.date, "date_precision": said.date_precision,
            "place": place, "route": said.route, "concealment": said.concealment, "items": items,
            "arrests": said.arrests, "total": said.total});
        let title = record::kind::Declared::title(seizure);
        let more = json!({"name": title, "extensions": Self::extended(without_null(part))});
        let incident = bundle.add(self.object("incident", more));
        bundle.add(self.object(
            "relationship",
            json!({"relationship_type": "related-to",
            "source_ref": incident, "target_ref": location}),
        ));
        let lost = [
            (true, "statement.offence"),
            (!seizure.persons.is_empty(), "persons"),
            (!seizure.photos.is_empty(), "photos"),
            (seizure.free_text.is_some(), "free_text"),
            (said.reporting_country.is_some(), "statement.reporting_country"),
            (!said.identifiers.is_empty(), "statement.identifiers"),
            (said.source_row.is_some(), "statement.source_row"),
            (said.laboratory_reference.is_some(), "statement.laboratory_reference"),
            (said.agency.is_some(), "statement.agency"),
            (!said.same_event_as.is_empty(), "statement.same_event_as"),
        ];
        for (there, field) in lost {
            let why = if field == "free_text" { Why::FreeText } else { Why::NoPlace };
            report.lose_if(there, &self.name, field, why);
        }
    }
}

/// STIX knows no null: what is not said is not there.
fn without_null(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().map(|(key, value)| (key, without_null(value)));
            let is_empty = |value: &Value| {
                value.is_null()
                    || value.as_array().is_some_and(Vec::is_empty)
                    || value.as_object().is_some_and(serde_json::Map::is_empty)
            };
            Value::Object(kept.filter(|(_, value)| !is_empty(value)).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(without_null).collect()),
        other => other,
    }
}

/// The extension is the same in every bundle, and so is who made it.
fn add_extension(bundle: &mut Bundle) {
    let by = bundle.add(json!({"type": "identity", "spec_version": "2.1",
        "id": format!("identity--{}", uuid::of("amana")), "created": EXTENSION_DAY,
        "modified": EXTENSION_DAY, "name": "Amana", "identity_class": "organization"}));
    bundle.add(json!({"type": "extension-definition", "spec_version": "2.1", "id": EXTENSION,
        "created": EXTENSION_DAY, "modified": EXTENSION_DAY, "created_by_ref": by,
        "name": "Amana record",
        "description": "Parts of a record of the Amana network, as its kind's schema has them.",
        "schema": "https://example.org/amana/stix/record-1.json", "version": "1.0.0",
        "extension_types": ["property-extension"]}));
}

/// The marking of TLP 2.0, where the record has one.
fn tlp(header: &Header) -> Option<Value> {
    let wanted = header.handling.tlp.as_deref()?;
    let (name, value, id) = TLP.iter().find(|(name, ..)| *name == wanted)?;
    Some(json!({"type": "marking-definition", "spec_version": "2.1",
        "id": format!("marking-definition--{id}"), "created": "2022-10-01T00:00:00.000Z",
        "name": name, "extensions": {TLP_EXTENSION:
            {"extension_type": "property-extension", "tlp_2_0": value}}}))
}

/// The owner's conditions in words, because STIX has no code for them.
fn statement(header: &Header, name: &str, created: &str) -> Value {
    let handling = &header.handling;
    let codes: Vec<String> = handling.codes.iter().map(code).collect();
    let purposes: Vec<&str> = header.purposes.iter().map(|one| one.code()).collect();
    let mut text = format!("Amana {name}: level {}", code(handling.level));
    if !codes.is_empty() {
        text.push_str(&format!("; handling codes {}", codes.join(", ")));
    }
    for (word, said) in [("conditions", &handling.conditions), ("marking", &handling.pap)] {
        text.extend(said.as_ref().map(|said| format!("; {word} {said}")));
    }
    text.push_str(&format!("; for {}; until {}", purposes.join(", "), header.expiry));
    if let Some(grade) = &header.evaluation {
        text.push_str(&format!("; evaluation {}{}", grade.source.code(), grade.information.code()));
    }
    json!({"type": "marking-definition", "spec_version": "2.1",
        "id": format!("marking-definition--{}", uuid::of(&text)), "created": created,
        "definition_type": "statement", "definition": {"statement": text}})
}

/// A code as JSON writes it.
fn code(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        _ => String::new(),
    }
}
