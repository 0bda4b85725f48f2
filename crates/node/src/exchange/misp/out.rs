//! Records as MISP events.

use record::Body;
use record::kind::Person;
use record::kind::person::{Document, NameKind};
use serde_json::{Value, json};

use super::super::flat;
use super::super::ftm;
use super::super::person;
use super::super::shape::{Shape, Template};
use super::super::{Outgoing, Report, Why, lose_conditions, uuid};

const PERSON: Template = Template {
    name: "person",
    uuid: "a15b0477-e9d1-4b9c-9546-abe78a4f4248",
    version: "21",
    category: "misc",
    ftm: false,
};

pub fn write(records: &[&Outgoing], report: &mut Report) -> String {
    let mut events = Vec::new();
    for one in records {
        let id = uuid::of(&format!("{}/{}", one.name.owner, one.name.id));
        let name = one.name.to_string();
        let (template, attributes) = match (&one.body, Shape::of(one.header.kind)) {
            (Body::Person(person), _) => {
                person::lose_statement(report, &name, person);
                (PERSON, attributes(&id, person, (&name, report)))
            }
            (_, Some(shape)) => (shape.template, thing(&id, one, shape, (&name, report))),
            _ => continue,
        };
        events.push(json!({"Event": event(one, &id, template, attributes)}));
        lose_conditions(report, one, true);
    }
    format!("{}\n", json!({"response": events}))
}

fn tags(one: &Outgoing) -> Vec<Value> {
    let handling = &one.header.handling;
    let marks = [&handling.tlp, &handling.pap].into_iter().flatten();
    let tags = marks.map(|mark| {
        let (scale, value) = mark.split_once(':').unwrap_or(("tlp", mark.as_str()));
        // MISP writes TLP in small letters, PAP's name in capitals.
        let scale = if scale == "TLP" { "tlp".to_owned() } else { scale.to_owned() };
        let value = if scale == "tlp" { value.to_lowercase() } else { value.to_owned() };
        json!({"name": format!("{scale}:{value}")})
    });
    tags.collect()
}

fn event(one: &Outgoing, id: &str, template: Template, attributes: Vec<Value>) -> Value {
    let created = jiff::Timestamp::from_millisecond(one.header.created.0).unwrap_or_default();
    let stamp = created.as_second().to_string();
    let Template { name, uuid: template_id, version, category, .. } = template;
    json!({
        "uuid": id, "info": format!("Amana {}", one.name),
        "date": created.strftime("%Y-%m-%d").to_string(),
        "timestamp": stamp, "published": false, "analysis": "2", "threat_level_id": "4",
        // Your organisation only: the owner's conditions let nobody share it further.
        "distribution": "0",
        "Tag": tags(one),
        "Object": [{
            "uuid": uuid::of(&format!("{id} {name}")), "name": name, "meta-category": category,
            "description": format!("An object of the template `{name}`."),
            "template_uuid": template_id, "template_version": version, "timestamp": stamp,
            "distribution": "0", "Attribute": attributes,
        }],
    })
}

/// An organisation, a thing or an account.
fn thing(
    id: &str,
    one: &Outgoing,
    shape: &'static Shape,
    (name, report): (&str, &mut Report),
) -> Vec<Value> {
    let mut out = Attributes { id, all: Vec::new() };
    if shape.template.ftm {
        for (property, text) in ftm::thing_properties(one, shape, (name, report)) {
            out.add(property, "text", "Other", &text);
        }
    } else {
        for (field, text) in flat::values(shape, &one.body, (name, report)) {
            let Some((target, relation)) = shape.relation(field.own) else {
                report.lose(name, &field.path(), Why::NoPlace);
                continue;
            };
            if !relation.many && out.has(relation.name) {
                report.lose(name, &field.path(), Why::NoPlace);
                continue;
            }
            report.lose_if(target.blurred, name, &field.path(), Why::FormOnly);
            out.add(relation.name, relation.kind.0, relation.kind.1, &text);
        }
    }
    if let Some(text) = flat::text(&one.body) {
        let relation = if shape.template.ftm { "notes" } else { "description" };
        out.add(relation, "text", "Other", &text);
    }
    out.all
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

    fn has(&self, relation: &str) -> bool {
        self.all.iter().any(|one| one["object_relation"] == relation)
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
