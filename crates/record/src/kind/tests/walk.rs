//! A body beside its schema: which field a value stands in, and what the schema says of it.

use std::collections::BTreeSet;

use serde_json::Value;

/// A value that holds no other, and what its field says.
pub struct Leaf {
    /// JSON pointer from the body.
    pub path: String,
    pub field: String,
    pub list: Option<String>,
    pub selector: Option<String>,
    pub format: Option<String>,
    pub value: Value,
}

/// A property: the name of its object's type, and its own.
pub type Field = (String, String);

const ROOT: &str = "body";

pub fn leaves(root: &Value, body: &Value) -> Vec<Leaf> {
    let mut found = Vec::new();
    let top = Place { root, schema: root, annotated: root, path: String::new(), field: "" };
    gather(top, body, &mut found);
    found
}

/// All fields that a schema has.
pub fn fields(root: &Value) -> BTreeSet<Field> {
    let own = |name: &str, object: &Value| -> Vec<Field> {
        let properties = object["properties"].as_object().into_iter().flatten();
        properties.map(|(field, _)| (name.to_owned(), field.clone())).collect()
    };
    let mut all: BTreeSet<Field> = own(ROOT, root).into_iter().collect();
    for (name, object) in root["$defs"].as_object().into_iter().flatten() {
        all.extend(own(name, object));
    }
    all
}

/// The fields that a body fills.
pub fn filled(root: &Value, body: &Value) -> BTreeSet<Field> {
    let mut found = BTreeSet::new();
    fill(root, root, ROOT, body, &mut found);
    found
}

fn fill(root: &Value, schema: &Value, name: &str, value: &Value, found: &mut BTreeSet<Field>) {
    match value {
        Value::Object(members) => {
            for (field, member) in members {
                found.insert((name.to_owned(), field.clone()));
                let (schema, name) = resolved(root, &schema["properties"][field]);
                fill(root, schema, name, member, found);
            }
        }
        Value::Array(members) => {
            let (schema, name) = resolved(root, &schema["items"]);
            members.iter().for_each(|member| fill(root, schema, name, member, found));
        }
        _ => {}
    }
}

#[derive(Clone)]
struct Place<'a> {
    root: &'a Value,
    schema: &'a Value,
    /// Where list and selector stand: the field, or the one that the value's object stands in.
    annotated: &'a Value,
    path: String,
    field: &'a str,
}

fn gather(place: Place<'_>, value: &Value, found: &mut Vec<Leaf>) {
    let Place { root, schema, annotated, path, field } = place;
    let step = |schema, annotated, step: &str, field| {
        let path = format!("{path}/{step}");
        Place { root, schema, annotated, path, field }
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let property = &schema["properties"][name];
                let (target, _) = resolved(root, property);
                let coded = name == "code" && !property.has_annotation();
                let annotated = if coded { annotated } else { property };
                let known = schema["properties"].get(name).map_or("", |_| key(schema, name));
                gather(step(target, annotated, name, known), member, found);
            }
        }
        Value::Array(members) => {
            let (target, _) = resolved(root, &schema["items"]);
            for (at, member) in members.iter().enumerate() {
                gather(step(target, annotated, &at.to_string(), field), member, found);
            }
        }
        _ => found.push(Leaf {
            path,
            field: field.to_owned(),
            list: annotated.text("x-amana-list"),
            selector: annotated.text("x-amana-selector"),
            format: schema.text("format").or_else(|| schema.text("pattern")),
            value: value.clone(),
        }),
    }
}

fn key<'a>(schema: &'a Value, name: &str) -> &'a str {
    let properties = schema["properties"].as_object();
    let found = properties.and_then(|all| all.keys().find(|key| *key == name));
    found.map_or("", String::as_str)
}

/// What a field's value is of, and the name of that type.
pub fn resolved<'a>(root: &'a Value, field: &'a Value) -> (&'a Value, &'a str) {
    let field = field["anyOf"].as_array().and_then(|any| any.first()).unwrap_or(field);
    match field["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        Some(name) => (&root["$defs"][name], name),
        None => (field, ""),
    }
}

trait Annotated {
    fn text(&self, key: &str) -> Option<String>;
    fn has_annotation(&self) -> bool;
}

impl Annotated for Value {
    fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Value::as_str).map(str::to_owned)
    }

    fn has_annotation(&self) -> bool {
        self.get("x-amana-list").or(self.get("x-amana-selector")).is_some()
    }
}
