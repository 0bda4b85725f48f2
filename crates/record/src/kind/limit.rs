//! How many entries a list of a body takes. A field says so in its schema
//! (`#[schemars(length(max = …))]`); one that does not takes [`ENTRIES_MAX`]. Both the schema that
//! people and programs see and the check follow from that, so that no list is without a limit.

use std::sync::OnceLock;

use schemars::Schema;
use serde_json::Value;

use super::Kind;
use crate::Error;

/// Entries of a list whose field does not say how many it takes.
pub const ENTRIES_MAX: usize = 200;
/// The step of a path that stands for every entry of a list.
const EACH: &str = "*";

/// A list of a kind's bodies, and how many entries it takes.
pub(super) struct Limit {
    pub path: Vec<String>,
    pub max: u64,
}

/// The schema in which every list says how many entries it takes.
pub(super) fn bounded(schema: Schema) -> Schema {
    let mut root = schema.to_value();
    bound(&mut root);
    root.try_into().expect("an object is a schema")
}

fn bound(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(bound),
        Value::Object(members) => {
            members.values_mut().for_each(bound);
            let holds = |entries: &str| members.get(entries).is_some_and(Value::is_object);
            // A field may itself be called `items`: only a type makes a list of it.
            let max = match members.get("type") {
                Some(of) if is_type(of, "array") => "maxItems",
                Some(of) if is_type(of, "object") && holds("additionalProperties") => {
                    "maxProperties"
                }
                _ => return,
            };
            members.entry(max).or_insert_with(|| ENTRIES_MAX.into());
        }
        _ => {}
    }
}

/// Whether a schema's `type` is this one, alone or beside `null`.
fn is_type(of: &Value, name: &str) -> bool {
    of == name || of.as_array().is_some_and(|several| several.iter().any(|one| one == name))
}

/// Refuses a body that has a list with more entries than it takes.
pub(super) fn check(kind: Kind, body: &Value) -> Result<(), Error> {
    limits(kind).iter().try_for_each(|limit| limit.check(&limit.path, body))
}

/// Every list of a kind: read from its schema when a body is first read.
pub(super) fn limits(kind: Kind) -> &'static [Limit] {
    const COUNT: usize = Kind::ALL.len();
    static LIMITS: [OnceLock<Vec<Limit>>; COUNT] = [const { OnceLock::new() }; COUNT];
    LIMITS[kind as usize].get_or_init(|| {
        let root = kind.bounded_schema().to_value();
        let mut found = Vec::new();
        gather(&root, &root, &[], &mut found);
        found
    })
}

fn gather(root: &Value, schema: &Value, path: &[String], found: &mut Vec<Limit>) {
    let named = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
    if let Some(name) = named {
        gather(root, &root["$defs"][name], path, found);
    }
    for choice in ["anyOf", "oneOf", "allOf"] {
        let choices = schema[choice].as_array().into_iter().flatten();
        choices.for_each(|schema| gather(root, schema, path, found));
    }
    for max in ["maxItems", "maxProperties"] {
        let max = schema[max].as_u64();
        found.extend(max.map(|max| Limit { path: path.to_vec(), max }));
    }
    let step = |step: &str| [path, &[step.to_owned()]].concat();
    if schema["items"].is_object() {
        gather(root, &schema["items"], &step(EACH), found);
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        gather(root, field, &step(name), found);
    }
}

impl Limit {
    fn check(&self, path: &[String], value: &Value) -> Result<(), Error> {
        match path {
            [] => self.count(value),
            [step, rest @ ..] if step == EACH => {
                let entries = value.as_array().into_iter().flatten();
                entries.into_iter().try_for_each(|entry| self.check(rest, entry))
            }
            [step, rest @ ..] => value.get(step).map_or(Ok(()), |value| self.check(rest, value)),
        }
    }

    fn count(&self, value: &Value) -> Result<(), Error> {
        let count = match value {
            Value::Array(entries) => entries.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        let fits = count as u64 <= self.max;
        fits.then_some(()).ok_or_else(|| {
            let steps = self.path.iter().map(String::as_str).filter(|step| *step != EACH);
            let field = steps.collect::<Vec<_>>().join(".");
            Error::field(field, format!("takes at most {} entries", self.max))
        })
    }
}
