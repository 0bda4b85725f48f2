//! No list without a limit: the schema says how many entries each takes, and one more is refused.

use serde_json::Value;

use super::all;
use crate::Error;
use crate::kind::limit::{Limit, limits};
use crate::kind::{Body, Kind};

/// JSON pointers of the lists that a body holds.
fn lists(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(entries) => {
            found.push(path.to_owned());
            for (at, entry) in entries.iter().enumerate() {
                lists(entry, &format!("{path}/{at}"), found);
            }
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, one)| lists(one, &format!("{path}/{name}"), found));
        }
        _ => {}
    }
}

fn is_at(limit: &Limit, pointer: &str) -> bool {
    let mut steps = pointer.split('/').skip(1);
    let fits = |step: &String, at: Option<&str>| at.is_some_and(|at| step == "*" || step == at);
    limit.path.iter().all(|step| fits(step, steps.next())) && steps.next().is_none()
}

/// Whether a body is refused for the length of a list and nothing else.
fn is_too_long(kind: Kind, body: &Value) -> bool {
    let read = Body::from_json(kind, body.clone());
    matches!(read, Err(Error::Field { reason, .. }) if reason.starts_with("takes at most"))
}

#[test]
fn every_list_of_every_kind_takes_so_many_entries_and_no_more() {
    let mut tried = 0;
    for (kind, body) in all() {
        let whole = body.to_json();
        let mut found = Vec::new();
        lists(&whole, "", &mut found);
        for pointer in found {
            let limit = limits(kind).iter().find(|limit| is_at(limit, &pointer));
            let limit = limit.unwrap_or_else(|| panic!("{}{pointer} has none", kind.code()));
            let mut body = whole.clone();
            let mut filled_with = |count: u64| {
                let list = body.pointer_mut(&pointer).unwrap();
                let entry = list[0].clone();
                *list = vec![entry; count as usize].into();
                is_too_long(kind, &body)
            };
            assert!(!filled_with(limit.max), "{}{pointer}", kind.code());
            assert!(filled_with(limit.max + 1), "{}{pointer}", kind.code());
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried}");
}

/// Every schema that is a list or a map of texts, wherever it stands.
fn unbounded(value: &Value, path: &str, found: &mut Vec<String>) {
    if let Value::Array(several) = value {
        several.iter().for_each(|one| unbounded(one, path, found));
    }
    let Some(members) = value.as_object() else { return };
    let is = |name: &str| {
        let of = &value["type"];
        of == name || of.as_array().is_some_and(|several| several.iter().any(|one| one == name))
    };
    let list = is("array") && value["maxItems"].is_null();
    let map = is("object") && value["additionalProperties"].is_object();
    if list || (map && value["maxProperties"].is_null()) {
        found.push(path.to_owned());
    }
    members.iter().for_each(|(name, one)| unbounded(one, &format!("{path}/{name}"), found));
}

#[test]
fn no_schema_has_a_list_without_a_limit() {
    for kind in Kind::ALL {
        let mut found = Vec::new();
        unbounded(&kind.schema().to_value(), "", &mut found);
        assert!(found.is_empty(), "{}: {found:?}", kind.code());
    }
}

#[test]
fn a_map_of_texts_has_a_limit_too() {
    let [_, body] = Kind::Seizure.examples();
    let mut body = body.to_json();
    let values = body.pointer_mut("/statement/source_row/values").unwrap();
    let more = (0..1_001).map(|at| (at.to_string(), Value::from("x")));
    values.as_object_mut().unwrap().extend(more);
    assert!(is_too_long(Kind::Seizure, &body));
}
