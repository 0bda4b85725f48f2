//! Places in bodies: every field that a kind's schema has, wherever it stands.

use serde_json::Value;

/// The step of a path that stands for every entry of a list.
pub(super) const EACH: &str = "*";

/// Hands every field of a schema to `take`: its path, and what the schema says of it.
pub(super) fn fields(root: &Value, take: &mut dyn FnMut(&[String], &Value)) {
    walk(root, root, &[], take);
}

fn walk(root: &Value, schema: &Value, path: &[String], take: &mut dyn FnMut(&[String], &Value)) {
    take(path, schema);
    let named = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
    if let Some(name) = named {
        walk(root, &root["$defs"][name], path, take);
    }
    for choice in ["anyOf", "oneOf", "allOf"] {
        let choices = schema[choice].as_array().into_iter().flatten();
        choices.for_each(|schema| walk(root, schema, path, take));
    }
    let step = |step: &str| [path, &[step.to_owned()]].concat();
    if schema["items"].is_object() {
        walk(root, &schema["items"], &step(EACH), take);
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        walk(root, field, &step(name), take);
    }
}

/// What stands at a path of a body, once for every entry of the lists on the way.
pub(super) fn values<'v>(body: &'v Value, path: &[String], found: &mut Vec<&'v Value>) {
    match path {
        [] => found.push(body),
        [step, rest @ ..] if step == EACH => {
            body.as_array().into_iter().flatten().for_each(|entry| values(entry, rest, found));
        }
        [step, rest @ ..] => {
            body.get(step).into_iter().for_each(|value| values(value, rest, found));
        }
    }
}
