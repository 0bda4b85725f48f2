//! The interface's description is frozen in `docs/openapi.json` and says what the node serves.

use serde_json::Value;

fn frozen() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json")
}

/// `AMANA_FREEZE=1` writes it anew.
#[test]
fn the_frozen_description_is_fresh() {
    let made = serde_json::to_string_pretty(&node::web::status::description()).unwrap() + "\n";
    if std::env::var_os("AMANA_FREEZE").is_some() {
        std::fs::write(frozen(), &made).unwrap();
    }
    let held = std::fs::read_to_string(frozen()).unwrap_or_default();
    assert!(held == made, "run AMANA_FREEZE=1 cargo test -p node --test openapi");
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                match inner.as_str() {
                    Some(text) if name == "$ref" => found.push(text.into()),
                    _ => references(inner, found),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[test]
fn every_reference_of_the_description_resolves() {
    let api = node::web::status::description();
    let mut found = Vec::new();
    references(&api, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap_or_default();
        assert!(api.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn no_two_operations_have_one_name() {
    let api = node::web::status::description();
    let paths = api["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|path| path.as_object().unwrap().values());
    let mut names: Vec<&str> =
        operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn every_operation_says_what_it_answers_and_how_it_refuses() {
    let api = node::web::status::description();
    for (path, operations) in api["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|code| code.starts_with('2')), "{method} {path}");
            let said = operation["summary"].as_str().or(operation["description"].as_str());
            assert!(said.is_some_and(|text| text.len() > 10), "{method} {path} is not described");
            let open = path == "/healthz" || path == "/api/v1/kinds";
            assert!(open || answers.contains_key("4XX"), "{method} {path} never refuses?");
        }
    }
}
