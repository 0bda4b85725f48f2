//! Codes of a node's own in a body: `COMMON/NODE:OWN`. They are valid wherever the common code is;
//! but who writes one must have the file that says what it means, so that a slip does not become a
//! code (decision 0005).

use std::sync::OnceLock;

use serde_json::Value;

use super::{Kind, place};
use crate::Error;
use crate::codelist::Registry;

/// A field whose values are codes of a list.
struct Listed {
    path: Vec<String>,
    list: String,
}

fn listed(kind: Kind) -> &'static [Listed] {
    const COUNT: usize = Kind::ALL.len();
    static LISTED: [OnceLock<Vec<Listed>>; COUNT] = [const { OnceLock::new() }; COUNT];
    LISTED[kind as usize].get_or_init(|| {
        let mut found = Vec::new();
        place::fields(&kind.bounded_schema().to_value(), &mut |path, field| {
            let list = field["x-amana-list"].as_str();
            let path = path.to_vec();
            found.extend(list.map(|list| Listed { path, list: list.to_owned() }));
        });
        found
    })
}

/// The codes of nodes' own that a body holds, each with its list.
pub fn codes(kind: Kind, body: &Value) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for Listed { path, list } in listed(kind) {
        let mut values = Vec::new();
        place::values(body, path, &mut values);
        for value in values {
            let several = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let codes = several.iter().filter_map(code).filter(|code| code.contains('/'));
            found.extend(codes.map(|code| (list.as_str(), code.to_owned())));
        }
    }
    found
}

/// A code as it stands, or beside the value it was read from.
fn code(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["code"].as_str())
}

/// Whether someone here may write these codes.
pub fn check(codes: &[(&'static str, String)], lists: &Registry) -> Result<(), Error> {
    codes.iter().try_for_each(|(list, code)| lists.check(list, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_codes_are_found_wherever_a_code_may_stand() {
        let mut tried = 0;
        for kind in Kind::ALL {
            for example in kind.examples() {
                let mut body = example.to_json();
                assert_eq!(codes(*kind, &body), []);
                for Listed { path, .. } in listed(*kind) {
                    tried += usize::from(put(&mut body, path));
                }
                let (own, expect) = (codes(*kind, &body).len(), body.to_string());
                assert_eq!(own, expect.matches("a/XA:own").count(), "{}: {expect}", kind.code());
            }
        }
        assert!(tried > 100, "{tried}");
    }

    /// Writes an own code into every place of a path.
    fn put(value: &mut Value, path: &[String]) -> bool {
        match (path, value) {
            ([step, rest @ ..], Value::Array(entries)) if step == place::EACH => {
                entries.iter_mut().fold(false, |done, entry| put(entry, rest) | done)
            }
            ([step, rest @ ..], Value::Object(members)) => {
                members.get_mut(step).is_some_and(|value| put(value, rest))
            }
            ([], Value::Array(entries)) => {
                entries.iter_mut().fold(false, |done, entry| put(entry, &[]) | done)
            }
            ([], Value::Object(members)) => {
                members.get_mut("code").is_some_and(|value| put(value, &[]))
            }
            ([], value @ Value::String(_)) => {
                *value = "a/XA:own".into();
                true
            }
            _ => false,
        }
    }
}
