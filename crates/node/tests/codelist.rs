//! A node's own codes: a file in its folder adds them, the running node serves, checks and shows
//! them, and a node without the file holds the record all the same (decision 0005).

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use node::home::Home;
use node::import::mapping::Mapping;
use node::import::seizure;
use node::{Error, author};
use record::codelist::{Language, Registry};
use record::{Draft, Kind, sentence::Sentences};
use serde_json::{Value, json};
use support::folder::Folder;
use support::place::Place;
use support::{Network, code, officer};

fn file(node: &str) -> String {
    format!(
        r#"
[extension]
node = "{node}"
list = "concealment"
version = 1
date = "2026-11-25"
source = "Invented customs, hiding places 2026"

[[code]]
code = "container-roof/{node}:roof-fan"
ar = "مروحة في سقف الحاوية"
en = "Fan in the container roof"
fr = "Ventilateur du toit du conteneur"
es = "Ventilador del techo del contenedor"
also.es = ["extractor del techo"]

[[word]]
code = "body-packing"
also.es = ["culebrero"]
raw.xa-customs = ["IN-1"]
"#
    )
}

fn put(home: &Path, name: &str, text: &str) {
    std::fs::create_dir_all(home.join("code-lists")).unwrap();
    std::fs::write(home.join("code-lists").join(name), text).unwrap();
}

/// A seizure that was hidden so.
fn draft(method: &str) -> Draft {
    let [seizure, _] = Kind::Seizure.examples();
    let mut body = seizure.to_json();
    body["statement"]["concealment"]["method"] = json!({"code": method});
    Draft {
        evaluation: serde_json::from_value(
            json!({"source": "A", "information": "1", "nature": "fact"}),
        )
        .unwrap(),
        ..author::plain_draft(Kind::Seizure, &officer().unit, body)
    }
}

#[tokio::test]
async fn a_running_node_serves_checks_and_shows_its_own_codes() {
    let place = Place::prepared(|home| put(home, "concealment.toml", &file("CO")));
    let (desk, purpose) = (place.token("desk-1"), "criminal-investigation");
    let list = place.get("/api/v1/code-lists/concealment", &desk, "").await;
    let rows = list.body["codes"].as_array().unwrap();
    let own = rows.iter().find(|row| row["code"] == "container-roof/CO:roof-fan").unwrap();
    assert_eq!(own["es"], "Ventilador del techo del contenedor");

    let text = |method: &str| serde_json::to_string(&draft(method)).unwrap();
    let slip = place.post("/api/v1/records", &desk, text("container-roof/CO:roof-fam")).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", slip.body);
    assert!(slip.text.contains("roof-fam"), "{}", slip.text);
    let preview = "/api/v1/drafts/preview?language=es";
    let preview = place.post(preview, &desk, text("container-roof/CO:roof-fan")).await;
    assert!(preview.text.contains("entilador del techo del contenedor"), "{}", preview.text);

    let published = place.post("/api/v1/records", &desk, text("container-roof/CO:roof-fan")).await;
    assert_eq!(published.status, StatusCode::CREATED, "{}", published.body);
    let name = published.body["name"].as_str().unwrap().rsplit_once('/').unwrap().0.to_owned();
    for (language, label) in [
        ("ar", "مروحة في سقف الحاوية"),
        ("en", "an in the container roof"),
        ("fr", "entilateur du toit du conteneur"),
    ] {
        let path = format!("/api/v1/records/{name}?language={language}");
        let shown = place.get(&path, &desk, purpose).await;
        assert!(shown.body["content"].to_string().contains(label), "{}", shown.body);
    }
}

#[test]
fn a_file_that_is_refused_is_named_and_the_node_does_not_start() {
    let check = |name: &str, text: &str, expect: &str| {
        let folder = Folder::new("code-lists");
        put(folder.path(), "a.toml", &file("XA"));
        put(folder.path(), name, text);
        let refused = Home::new(folder.path()).lists().unwrap_err().to_string();
        assert!(refused.contains(name) && refused.contains(expect), "{refused}");
    };
    check("b.toml", "no file of a list", "code list");
    check("b.toml", &file("XA"), "twice");
    check("b.toml", &file("XB").replace("concealment", "offence"), "closed list");
    let folder = Folder::new("code-lists");
    put(folder.path(), "notes.txt", "no list at all");
    assert_eq!(Home::new(folder.path()).lists().unwrap().files(), []);
    assert_eq!(Home::new(folder.join("none")).lists().unwrap().files(), []);
}

/// Validity depends on the common list alone, wherever the record arrives.
#[test]
fn a_node_without_the_file_takes_the_record_and_prints_what_the_code_narrows() {
    let mut network = Network::new(&["XA", "XB"]);
    let lists = Arc::new(Registry::with(&[&file("XA")]).unwrap());
    network.at("XA").lists = lists.clone();
    let shared = |method: &str| Draft { recipients: vec![code("XB")], ..draft(method) };
    let slip = network.publish("XA", shared("container-roof/XA:roof-fam"));
    assert!(matches!(slip, Err(Error::Record(_))), "{slip:?}");
    network.publish("XA", shared("container-roof/XA:roof-fan")).unwrap();
    network.settle();
    let there = network.at("XB");
    let stored = there.store.records_after(0, 10).unwrap();
    let record = there.vault.open(&there.store, &stored[0]).unwrap();
    let told = |lists: &Arc<Registry>| {
        let sentences = Sentences::with(Language::English, lists.clone());
        let body = record.body_json().unwrap();
        record::sentence::content(sentences, &record.header, &body).join("\n")
    };
    assert!(told(&there.lists).contains("oof of the container · XA:roof-fan"));
    assert!(told(&lists).contains("an in the container roof"));
    // What has arrived stays as it is; but who does not know the code does not write it anew.
    let again = network.publish("XB", draft("container-roof/XA:roof-fan"));
    assert!(matches!(again, Err(Error::Record(_))), "{again:?}");
}

/// A table's own word for a code is in the file too: no mapping has to spell it out.
#[test]
fn an_import_understands_the_words_that_a_node_has_added() {
    let (folder, mut network) = (Folder::new("code-lists"), Network::new(&["CO"]));
    let table = folder.join("t.csv");
    let rows = "Fecha;Droga;Cantidad;Unidad;Método\n\
        2026-01-03;Heroína;1;gramo;Extractor del techo\n\
        2026-01-04;Heroína;1;gramo;Culebrero\n\
        2026-01-05;Heroína;1;gramo;IN-1\n";
    std::fs::write(&table, rows).unwrap();
    let mapping = r#"
source = "xa-customs"
[constant]
country = "CO"
[[column]]
heading = "Fecha"
field = "date"
[[column]]
heading = "Droga"
field = "substance"
[[column]]
heading = "Método"
field = "method"
"#;
    let mapping = Mapping::parse(mapping).unwrap();
    let unit = officer().unit;
    let node = network.at("CO");
    node.lists = Arc::new(Registry::with(&[&file("CO")]).unwrap());
    let report = seizure::into(node, &table, &mapping, &unit, |_| ()).unwrap();
    assert_eq!((report.records, report.unmapped_total), (3, 0), "{report:?}");
    let stored = node.store.records_after(0, 10).unwrap();
    let body = |at: usize| node.vault.open(&node.store, &stored[at]).unwrap().body_json().unwrap();
    let method = |at: usize| body(at).pointer("/statement/concealment/method/code").cloned();
    let expect = ["container-roof/CO:roof-fan", "body-packing", "body-packing"];
    assert_eq!([0, 1, 2].map(method), expect.map(|code| Some(Value::from(code))));

    let slip = Mapping::parse(&mapping.to_toml().replace(
        "field = \"method\"",
        "field = \"method\"\nvalues = { \"X\" = \"container-roof/CO:roof-fam\" }",
    ));
    let refused = seizure::into(node, &table, &slip.unwrap(), &unit, |_| ()).unwrap_err();
    assert!(refused.to_string().contains("roof-fam"), "{refused}");
}
