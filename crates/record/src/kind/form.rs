//! Forms: what a kind's JSON schema says besides its shape, so that a form can be made of it alone.
//!
//! Keywords that begin with `x-amana-` are annotations; a validator ignores them.
//!
//! | keyword | where | says |
//! |---|---|---|
//! | `x-amana-kind` | schema | the kind's code |
//! | `x-amana-groups` | schema | groups of fields in the order of the form, each with its title |
//! | `x-amana-group` | field of a part | the group it stands in |
//! | `x-amana-short` | field of a part or of an object | whether the short form asks for it |
//! | `x-amana-order` | field | its place among the fields of its group or object, from 1 |
//! | `x-amana-word` | field | the message of the catalogues that is its label; `.help` its help |
//! | `x-amana-list` | field | the code list its value is of |
//! | `x-amana-selector` | field | the kind of selector its value is |

use schemars::Schema;
use serde_json::{Map, Value, json};

use crate::Kind;
use crate::codelist::Language;
use crate::word::catalogue;

/// Fields that are asked for together. A field is `part.field`, or a part that has no fields.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    pub name: &'static str,
    /// What the short form asks for: all that is required, and little else.
    pub short: &'static [&'static str],
    /// What the whole form asks for besides.
    pub long: &'static [&'static str],
}

impl Group {
    pub const fn new(
        name: &'static str,
        short: &'static [&'static str],
        long: &'static [&'static str],
    ) -> Self {
        Self { name, short, long }
    }

    fn fields(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let short = self.short.iter().map(|field| (*field, true));
        short.chain(self.long.iter().map(|field| (*field, false)))
    }
}

/// A kind's schema with the annotations of its form.
pub(super) fn annotated(kind: Kind, schema: Schema) -> Schema {
    let mut root = schema.to_value();
    let groups = kind.form();
    word_fields(&mut root, kind.code());
    let parts = part_types(kind, &root);
    if let Some(definitions) = root.get_mut("$defs").and_then(Value::as_object_mut) {
        for (name, definition) in definitions {
            let part = parts.iter().any(|part| part == name);
            let scope = if part { kind.code().to_owned() } else { kebab(name) };
            word_fields(definition, &scope);
        }
    }
    for group in groups {
        for (at, (path, short)) in group.fields().enumerate() {
            let field = field_mut(&mut root, path).expect("a test finds every field of a form");
            field.insert("x-amana-group".into(), group.name.into());
            field.insert("x-amana-short".into(), short.into());
            field.insert("x-amana-order".into(), (at + 1).into());
        }
    }
    let names: Vec<Value> = groups.iter().map(|group| json!({"name": group.name})).collect();
    if let Some(root) = root.as_object_mut() {
        root.insert("x-amana-kind".into(), kind.code().into());
        root.insert("x-amana-groups".into(), names.into());
    }
    root.try_into().expect("an object is a schema")
}

/// The schema with titles and help in a language: all that a form needs.
pub fn localised(kind: Kind, language: Language) -> Value {
    let words = catalogue(language);
    let mut root = kind.schema().to_value();
    put_words(&mut root, language);
    if let Some(root) = root.as_object_mut() {
        let word = format!("kind-{}", kind.code());
        root.insert("title".into(), words.word(&word).into());
        root.insert("description".into(), words.help(&word).into());
        root.insert("x-amana-language".into(), language.tag().into());
        for group in
            root.get_mut("x-amana-groups").and_then(Value::as_array_mut).into_iter().flatten()
        {
            let name = group["name"].as_str().unwrap_or_default();
            group["title"] = words.word(&format!("group-{name}")).into();
        }
    }
    root
}

/// Titles and help for every field, wherever it stands.
fn put_words(value: &mut Value, language: Language) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| put_words(value, language)),
        Value::Object(members) => {
            if let Some(word) = members.get("x-amana-word").and_then(Value::as_str) {
                let words = catalogue(language);
                let (title, help) = (words.word(word), words.help(word));
                members.insert("title".into(), title.into());
                members.insert("description".into(), help.into());
            }
            members.values_mut().for_each(|value| put_words(value, language));
        }
        _ => {}
    }
}

/// Order and word of an object's own fields.
fn word_fields(object: &mut Value, scope: &str) {
    let Some(fields) = object.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (at, (name, field)) in fields.iter_mut().enumerate() {
        if let Some(field) = field.as_object_mut() {
            field.insert("x-amana-word".into(), word_of(scope, name).into());
            field.insert("x-amana-order".into(), (at + 1).into());
        }
    }
}

/// The field's own words where it has any, otherwise those of all fields of its name.
fn word_of(scope: &str, name: &str) -> String {
    let name = kebab(name);
    let own = format!("field-{scope}-{name}");
    if catalogue(Language::English).has(&own) { own } else { format!("field-{name}") }
}

/// `PersonName` and `birth_date` as messages are called: `person-name`, `birth-date`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(if letter == '_' { '-' } else { letter.to_ascii_lowercase() });
    }
    kebab
}

/// Definitions that are parts of the kind: their fields are the kind's own.
fn part_types(kind: Kind, root: &Value) -> Vec<String> {
    let parts = kind.parts().iter();
    parts.filter_map(|part| definition_name(&root["properties"][part])).collect()
}

/// The definition that a field refers to by itself, and not as one of several.
fn definition_name(field: &Value) -> Option<String> {
    let several = field["anyOf"].as_array().and_then(|any| any.first());
    let reference = several.unwrap_or(field)["$ref"].as_str()?;
    reference.strip_prefix("#/$defs/").map(str::to_owned)
}

fn field_mut<'a>(root: &'a mut Value, path: &str) -> Option<&'a mut Map<String, Value>> {
    match path.split_once('.') {
        None => root["properties"].get_mut(path)?.as_object_mut(),
        Some((part, field)) => {
            let definition = definition_name(&root["properties"][part])?;
            root["$defs"][&definition]["properties"].get_mut(field)?.as_object_mut()
        }
    }
}
