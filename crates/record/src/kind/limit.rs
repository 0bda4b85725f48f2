//! How many entries a list of a body takes. A field says so in its schema
//! (`#[schemars(length(max = …))]`); one that does not takes [`ENTRIES_MAX`]. Both the schema that
//! people and programs see and the check follow from that, so that no list is without a limit.

use std::sync::OnceLock;

use schemars::Schema;
use serde_json::Value;

use super::Kind;
use super::place::{self, EACH};
use crate::Error;

/// Entries of a list whose field does not say how many it takes.
pub const ENTRIES_MAX: usize = 200;

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
    limits(kind).iter().try_for_each(|limit| limit.check(body))
}

/// Every list of a kind: read from its schema when a body is first read.
pub(super) fn limits(kind: Kind) -> &'static [Limit] {
    const COUNT: usize = Kind::ALL.len();
    static LIMITS: [OnceLock<Vec<Limit>>; COUNT] = [const { OnceLock::new() }; COUNT];
    LIMITS[kind as usize].get_or_init(|| {
        let mut found = Vec::new();
        place::fields(&kind.bounded_schema().to_value(), &mut |path, field| {
            let max = field["maxItems"].as_u64().or_else(|| field["maxProperties"].as_u64());
            found.extend(max.map(|max| Limit { path: path.to_vec(), max }));
        });
        found
    })
}

impl Limit {
    fn check(&self, body: &Value) -> Result<(), Error> {
        let mut found = Vec::new();
        place::values(body, &self.path, &mut found);
        let count = |value: &Value| match value {
            Value::Array(entries) => entries.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        let fits = found.into_iter().all(|value| count(value) as u64 <= self.max);
        fits.then_some(()).ok_or_else(|| {
            let steps = self.path.iter().map(String::as_str).filter(|step| *step != EACH);
            let field = steps.collect::<Vec<_>>().join(".");
            Error::field(field, format!("takes at most {} entries", self.max))
        })
    }
}
