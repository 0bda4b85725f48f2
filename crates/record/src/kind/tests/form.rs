//! Forms: made of the schema alone, complete, and in the reader's language.

use std::collections::BTreeMap;

use serde_json::Value;

use super::walk;
use crate::codelist::{self, Language};
use crate::kind::{Kind, form};
use crate::selector::SelectorKind;

/// Parts and their fields: `part.field`, or a part without fields; and whether it is required.
fn asked(kind: Kind) -> BTreeMap<String, bool> {
    let root = kind.schema().to_value();
    let is_required = |object: &Value, field: &str| {
        object["required"].as_array().is_some_and(|all| all.iter().any(|one| one == field))
    };
    let mut asked = BTreeMap::new();
    for part in kind.parts() {
        let reference = root["properties"][part]["$ref"].as_str();
        match reference.and_then(|path| path.strip_prefix("#/$defs/")) {
            Some(name) => {
                let object = &root["$defs"][name];
                for (field, _) in object["properties"].as_object().into_iter().flatten() {
                    asked.insert(format!("{part}.{field}"), is_required(object, field));
                }
            }
            None => drop(asked.insert((*part).to_owned(), is_required(&root, part))),
        }
    }
    asked
}

#[test]
fn every_field_stands_once_in_its_form_and_what_is_required_is_in_the_short_one() {
    for kind in Kind::ALL {
        let mut asked = asked(*kind);
        for group in kind.form() {
            for field in group.short.iter().chain(group.long) {
                let required = asked.remove(*field);
                assert!(required.is_some(), "{}: {field} stands twice or nowhere", kind.code());
                let hidden = group.long.contains(field) && required == Some(true);
                assert!(!hidden, "{}: {field} is required, and not in short", kind.code());
            }
        }
        assert!(asked.is_empty(), "{}: no group has {asked:?}", kind.code());
    }
}

#[test]
fn every_short_form_can_be_filled_at_a_border() {
    for kind in Kind::ALL {
        let short: usize = kind.form().iter().map(|group| group.short.len()).sum();
        assert!((1..=12).contains(&short), "{} asks for {short} fields", kind.code());
    }
}

/// Every object of a value, wherever it stands.
fn objects<'a>(value: &'a Value, found: &mut Vec<&'a serde_json::Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| objects(value, found)),
        Value::Object(members) => {
            found.push(members);
            members.values().for_each(|value| objects(value, found));
        }
        _ => {}
    }
}

#[test]
fn what_a_schema_says_of_a_field_exists() {
    for kind in Kind::ALL {
        let schema = kind.schema().to_value();
        let mut all = Vec::new();
        objects(&schema, &mut all);
        for field in all {
            if let Some(list) = field.get("x-amana-list").and_then(Value::as_str) {
                assert!(codelist::list(list).is_some(), "{}: list {list}", kind.code());
            }
            if let Some(code) = field.get("x-amana-selector").and_then(Value::as_str) {
                let known = SelectorKind::ALL.iter().any(|kind| kind.code() == code);
                assert!(known, "{}: selector {code}", kind.code());
            }
        }
    }
}

#[test]
fn every_field_has_a_title_and_help_in_every_language() {
    for kind in Kind::ALL {
        let mut titles = Vec::new();
        for language in Language::ALL {
            let form = form::localised(*kind, language);
            titles.push(form["title"].clone());
            let mut all = Vec::new();
            objects(&form, &mut all);
            for field in all.into_iter().filter(|field| field.contains_key("x-amana-word")) {
                let title = field["title"].as_str().unwrap();
                assert!(!title.starts_with("field-"), "{}: {title}", kind.code());
                let help = field["description"].as_str();
                assert!(help.is_some_and(|help| help.len() > 3), "{}: {title}", kind.code());
            }
            for group in form["x-amana-groups"].as_array().unwrap() {
                assert!(!group["title"].as_str().unwrap().starts_with("group-"), "{group}");
            }
        }
        titles.dedup();
        assert!(titles.len() > 1, "{titles:?}");
    }
}

#[test]
fn a_form_says_group_order_and_whether_it_is_short() {
    let form = form::localised(Kind::TravelDocument, Language::French);
    let number = &form["$defs"]["Statement"]["properties"]["number"];
    assert_eq!(number["title"], "Numéro");
    assert_eq!(number["x-amana-group"], "document");
    assert_eq!(number["x-amana-short"], true);
    assert_eq!(number["x-amana-order"], 1);
    assert_eq!(number["x-amana-selector"], "travel-document");
    let since = &form["$defs"]["Statement"]["properties"]["since"];
    assert_eq!(since["x-amana-group"], "status");
    assert_eq!(since["x-amana-short"], false);
    assert_eq!(form["x-amana-groups"][1]["title"], "Statut");
    assert!(walk::fields(&form).len() > 6);
}
