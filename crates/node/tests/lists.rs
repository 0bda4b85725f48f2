//! Lists: read as published, updated by their difference, refused where a file is not to be
//! believed, found again after a restart, gone at once when they are taken away.
//!
//! It is long because a list is one thing, from its file to its end.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::io::Write;
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use node::author::Author;
use node::cli::address;
use node::home::Home;
use node::list::read::Source;
use node::list::{About, Lists, update};
use node::serve;
use node::store::Store;
use node::store::fresh::Fresh;
use node::store::segment::Segments;
use serde_json::{Value, json};
use support::folder::Folder;
use support::place::{Answer, Place};

const PURPOSE: &str = "border-control";

fn shared(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path)
}

fn about(name: &str, format: &str) -> Value {
    json!({
        "name": name,
        "format": format,
        "purposes": [PURPOSE, "criminal-investigation"],
        "owner": "Exercise unit",
        "licence": "invented",
        "review": "2099-01-31",
        "contact": "+57 601 555 0100",
    })
}

async fn send(place: &Place, method: &str, path: &str, bytes: Vec<u8>) -> Answer {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("authorization", format!("Bearer {}", place.token("admin-1")));
    place.ask(request.body(Body::from(bytes)).unwrap()).await
}

async fn add(place: &Place, about: &Value, bytes: impl Into<Vec<u8>>) -> Answer {
    let path = address("/api/v1/lists", &[("about", about.to_string())]).unwrap();
    send(place, "POST", &path, bytes.into()).await
}

async fn renew(place: &Place, name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    send(place, "PUT", &format!("/api/v1/lists/{name}/file"), bytes.into()).await
}

async fn ask(place: &Place, text: &str) -> Value {
    let request = Request::post("/api/v1/ask")
        .header("authorization", format!("Bearer {}", place.token("desk-1")))
        .header("amana-purpose", PURPOSE)
        .header("content-type", "application/json");
    let body = json!({"text": text}).to_string();
    let answer = place.ask(request.body(Body::from(body)).unwrap()).await;
    assert!(answer.status.is_success(), "{}", answer.text);
    answer.body
}

async fn references(place: &Place, text: &str) -> Vec<String> {
    let answer = ask(place, text).await;
    let hits = answer["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["entry"]["reference"].as_str().unwrap().to_owned()).collect()
}

async fn entries(place: &Place, name: &str) -> u64 {
    let answer = place.get("/api/v1/lists", &place.token("admin-1"), "").await;
    let lists = answer.body.as_array().unwrap().clone();
    let list = lists.into_iter().find(|list| list["name"] == name);
    list.map_or(0, |list| list["entries"].as_u64().unwrap())
}

/// Invented people, one a line.
fn people(lines: &[(&str, &str, &str)]) -> String {
    let line = |(id, name, birth): &(&str, &str, &str)| {
        let properties = json!({"name": [name], "birthDate": [birth]});
        json!({"id": id, "schema": "Person", "properties": properties}).to_string() + "\n"
    };
    lines.iter().map(line).collect()
}

const THREE: [(&str, &str, &str); 3] = [
    ("a", "Arlo Quennevis", "1961-05-27"),
    ("b", "Beltran Oquendo Zarzuela", "1972-11-03"),
    ("c", "Casilda Ferreyra", "1980"),
];

#[tokio::test]
async fn a_list_is_added_updated_by_its_difference_and_removed() {
    let place = Place::new();
    let added = add(&place, &about("people", "ftm"), people(&THREE)).await;
    assert_eq!(added.status, 201, "{}", added.text);
    assert_eq!((&added.body["entries"], &added.body["added"]), (&json!(3), &json!(3)));
    assert_eq!(references(&place, "QUENNEVIS, Arlo").await, ["a"]);
    let next = people(&[
        ("a", "Arlo Quennevis", "1961-05-27"),
        ("b", "Beltrán Oquendo Zárate", "1972-11-03"),
        ("c", "Casilda Ferreyra", "1980"),
        ("d", "Drusila Montealegre", "1990-01-02"),
    ]);
    let updated = renew(&place, "people", next).await;
    let figures = ["entries", "added", "changed", "removed"].map(|key| &updated.body[key]);
    assert_eq!(figures, [&json!(4), &json!(1), &json!(1), &json!(0)], "{}", updated.text);
    assert_eq!(references(&place, "Drusila Montealegre").await, ["d"]);
    assert_eq!(references(&place, "Beltran Oquendo Zarate").await, ["b"]);
    let same = renew(&place, "people", people(&[("x", "y", "1")])).await;
    assert_eq!(same.status, 422, "it shrinks too far");
    assert!(same.text.contains("leaves out 4 of 4"), "{}", same.text);
    assert_eq!(entries(&place, "people").await, 4, "the old one stays");
    let gone = send(&place, "DELETE", "/api/v1/lists/people", Vec::new()).await;
    assert_eq!(gone.status, 204);
    assert!(references(&place, "Drusila Montealegre").await.is_empty());
    let again = add(&place, &about("people", "ftm"), people(&THREE)).await;
    assert_eq!(again.status, 201, "its name is free again: {}", again.text);
}

#[tokio::test]
async fn every_change_of_a_list_is_in_the_audit_with_its_file() {
    let place = Place::new();
    add(&place, &about("people", "ftm"), people(&THREE)).await;
    renew(&place, "people", people(&THREE)).await;
    send(&place, "DELETE", "/api/v1/lists/people", Vec::new()).await;
    let (reasons, sets) = place
        .desk
        .readers
        .read(|sight| {
            let mut found = (Vec::new(), Vec::new());
            for minute in sight.store.audit_minutes(i64::MIN, i64::MAX)? {
                for (_, bytes) in sight.store.audit_of_minute(minute)? {
                    let event = node::audit::read(&bytes)?.1;
                    if event.reason.as_deref().is_some_and(|reason| reason.starts_with("list-")) {
                        found.0.push(event.reason.unwrap());
                        found.1.push(event.set.is_some());
                    }
                }
            }
            Ok(found)
        })
        .unwrap();
    assert_eq!(reasons, ["list-added", "list-updated", "list-removed"]);
    assert_eq!(sets, [true, true, false], "the digest of the file");
}

#[tokio::test]
async fn what_does_not_parse_is_refused_and_the_old_list_stays() {
    let place = Place::new();
    add(&place, &about("people", "ftm"), people(&THREE)).await;
    let half = people(&THREE);
    let half = &half[..half.len() - 20];
    let long = format!(
        r#"{{"id":"z","schema":"Person","properties":{{"name":["{}"]}}}}"#,
        "x".repeat(2_000)
    );
    for (bytes, expect) in [
        (half.to_owned(), "line 3"),
        ("{}".to_owned(), "line 1"),
        (String::new(), "empty"),
        ("\n\n".to_owned(), "no entry"),
        (people(&[THREE[0], THREE[0], THREE[1], THREE[2]]), "two entries"),
        (people(&THREE) + &long, "longer than"),
        ("PK\u{3}\u{4}nothing".to_owned(), "archive"),
    ] {
        let refused = renew(&place, "people", bytes.clone()).await;
        assert_eq!(refused.status, 422, "{bytes}");
        assert!(refused.text.contains(expect), "{expect}: {}", refused.text);
        assert_eq!(entries(&place, "people").await, 3);
        assert_eq!(references(&place, "Arlo Quennevis").await, ["a"]);
    }
    // A file that is refused leaves no list behind.
    let refused = add(&place, &about("other", "un-xml"), "<a/>").await;
    assert_eq!(refused.status, 422);
    assert_eq!(add(&place, &about("other", "ftm"), people(&THREE)).await.status, 201);
}

/// The list of the United Nations, as its form is published; people who never existed.
fn united(people: &str, day: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST \
         dateGenerated=\"{day}T00:00:00Z\"><INDIVIDUALS>{people}</INDIVIDUALS></CONSOLIDATED_LIST>"
    )
}

const INDIVIDUAL: &str = "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ARLO</FIRST_NAME>\
    <SECOND_NAME>QUENNEVIS</SECOND_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>\
    <GENDER>Male</GENDER><NATIONALITY><VALUE>Norway</VALUE></NATIONALITY>\
    <INDIVIDUAL_ALIAS><ALIAS_NAME>El Cuervo &amp; Hijo</ALIAS_NAME></INDIVIDUAL_ALIAS>\
    <INDIVIDUAL_DATE_OF_BIRTH><YEAR>1961</YEAR></INDIVIDUAL_DATE_OF_BIRTH>\
    <INDIVIDUAL_DOCUMENT><NUMBER>AX123456</NUMBER><ISSUING_COUNTRY>Norway</ISSUING_COUNTRY>\
    </INDIVIDUAL_DOCUMENT></INDIVIDUAL>";

#[tokio::test]
async fn xml_that_attacks_its_reader_is_refused() {
    let place = Place::new();
    let good = add(&place, &about("un", "un-xml"), united(INDIVIDUAL, "2026-02-27")).await;
    assert_eq!(good.status, 201, "{}", good.text);
    assert_eq!(good.body["date"], "2026-02-27");
    assert_eq!(references(&place, "AX123456").await, ["XXi.001"]);
    assert_eq!(references(&place, "El Cuervo y Hijo").await, ["XXi.001"]);
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">\
        <!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">]><CONSOLIDATED_LIST>&lol2;</CONSOLIDATED_LIST>";
    let outside = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
        <CONSOLIDATED_LIST><INDIVIDUAL><FIRST_NAME>&x;</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>";
    let unknown = united("<INDIVIDUAL><FIRST_NAME>&x;</FIRST_NAME></INDIVIDUAL>", "2026-03-01");
    let deep = united(&"<INDIVIDUAL>".repeat(100), "2026-03-01");
    let huge = format!("<INDIVIDUAL><FIRST_NAME>{}</FIRST_NAME></INDIVIDUAL>", "x".repeat(3 << 20));
    let whole = united(INDIVIDUAL, "2026-03-01");
    for (bytes, expect) in [
        (laughs.to_owned(), "document type"),
        (outside.to_owned(), "document type"),
        (unknown, "x"),
        (deep, "deep"),
        (united(&huge, "2026-03-01"), "longer than any"),
        (whole[..whole.len() - 30].to_owned(), "byte"),
        (whole.replace("CONSOLIDATED_LIST", "export"), "begins with"),
        (united(INDIVIDUAL, "2025-01-01"), "older than"),
    ] {
        let refused = renew(&place, "un", bytes).await;
        assert_eq!(refused.status, 422, "{expect}: {}", refused.text);
        assert!(refused.text.contains(expect), "{expect}: {}", refused.text);
    }
    assert_eq!(references(&place, "Arlo Quennevis").await, ["XXi.001"]);
}

/// The list of the European Union in its published form; people and firms that never existed.
const EUROPEAN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export"
    generationDate="2026-02-20T10:00:00.000+01:00" globalFileId="1">
  <sanctionEntity euReferenceNumber="EU.1.1" logicalId="1"><remark>invented</remark>
    <regulation programme="XXX" numberTitle="1/2026"/>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Arlo" lastName="Quennevis" wholeName="Arlo Quennevis" gender="M"/>
    <nameAlias wholeName="&#1040;&#1088;&#1083;&#1086; Квенневис"/>
    <citizenship countryIso2Code="NO" countryDescription="NORWAY"/>
    <birthdate birthdate="1961-05-27" year="1961" monthOfYear="5" dayOfMonth="27"/>
    <identification identificationTypeCode="passport" number="AX123456" countryIso2Code="NO"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.2.2" logicalId="2">
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Quennevis Shipping Ltd"/>
    <identification identificationTypeCode="imo" number="9074729"/>
  </sanctionEntity>
</export>"#;

#[tokio::test]
async fn the_lists_of_the_european_union_are_read_as_published() {
    let place = Place::new();
    let added = add(&place, &about("eu", "eu-xml"), EUROPEAN).await;
    assert_eq!((added.status.as_u16(), &added.body["entries"]), (201, &json!(2)), "{}", added.text);
    assert_eq!(added.body["date"], "2026-02-20");
    assert_eq!(references(&place, "NO:AX123456").await, ["EU.1.1"]);
    assert_eq!(references(&place, "IMO 9074729").await, ["EU.2.2"]);
    assert_eq!(references(&place, "Арло Квенневис").await, ["EU.1.1"]);
}

#[tokio::test]
async fn a_country_reads_its_own_table_by_a_map() {
    let place = Place::new();
    let map = json!({
        "columns": {"No": "reference", "Nombre": "name", "Nacido": "birth", "Placa": "plate",
            "Pasaporte": "document", "País": "issuer", "Clase": "kind", "Acción": "action"},
        "kinds": {"persona": "person", "vehículo": "vehicle"},
        "between": "|",
    });
    let mut said = about("own", "csv");
    said["map"] = map;
    let table = "No;Nombre;Nacido;Placa;Pasaporte;País;Clase;Acción\n\
        1;Arlo Quennevis|El Cuervo Negro;1961-05-27;;AX123456;NO;persona;locate\n\
        2;;;CO:ABC123;;;vehículo;seize-object\n\
        3;=HYPERLINK(\"x\");;;;;persona;\n";
    let added = add(&place, &said, table).await;
    assert_eq!((added.status.as_u16(), &added.body["entries"]), (201, &json!(3)), "{}", added.text);
    assert_eq!(references(&place, "ABC123").await, ["2"]);
    let answer = ask(&place, "El Cuervo Negro 1961-05-27").await;
    assert_eq!(answer["hits"][0]["entry"]["action"], "locate");
    assert!(answer["hits"][0]["do"][0].as_str().unwrap().contains("Locate"));
    for (bytes, expect) in [
        (table.replace("Nombre", "Name"), "no column"),
        (table.replace("persona;locate", "planeta;locate"), "line 2"),
        (table.replace("locate", "arrest-now"), "line 2"),
        (table.replace("(\"x\")", "").replace("1;Arlo", "1;\"Arlo"), "line 2"),
    ] {
        let refused = renew(&place, "own", bytes).await;
        assert!(refused.status == 422 && refused.text.contains(expect), "{}", refused.text);
    }
    said["name"] = json!("none");
    said["map"] = json!({"columns": {"No": "reference"}});
    assert_eq!(add(&place, &said, table).await.status, 422, "nothing to be found by");
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn ofac_is_read_with_what_is_published_beside_it() {
    let place = Place::new();
    let sdn = "1,\"QUENNEVIS, Arlo\",\"individual\",\"SDNTK\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\
        \"DOB 27 May 1961; Passport AX123456 (Norway); nationality Norway; Gender Male.\"\r\n\
        2,\"QUENNEVIS STAR\",\"vessel\",\"SDNTK\",-0- ,-0- ,-0- ,-0- ,-0- ,\"Panama\",-0- ,\
        \"Vessel Registration Identification IMO 9074729.\"\r\n\u{1a}";
    let alt = "1,10,\"aka\",\"EL CUERVO NEGRO\",-0- \r\n";
    let bytes = zipped(&[("SDN.CSV", sdn), ("alt.csv", alt), ("../../add.csv", "")]);
    let added = add(&place, &about("ofac", "ofac-sdn"), bytes).await;
    assert_eq!((added.status.as_u16(), &added.body["entries"]), (201, &json!(2)), "{}", added.text);
    assert_eq!(references(&place, "El Cuervo Negro").await, ["1"]);
    assert_eq!(references(&place, "AX123456").await, ["1"]);
    assert_eq!(references(&place, "IMO 9074729").await, ["2"]);
    let entry = &ask(&place, "Arlo Quennevis").await["hits"][0]["entry"];
    assert_eq!((&entry["births"], &entry["countries"]), (&json!(["1961-05-27"]), &json!(["no"])));
    let short = sdn.replace(",-0- ,\"Panama\"", "");
    let refused = renew(&place, "ofac", short).await;
    assert!(refused.text.contains("columns"), "{}", refused.text);
}

#[tokio::test]
async fn an_archive_that_swells_is_refused() {
    let limit = |path: &Path| support::place::set(path, "list_file_bytes_max", "100000");
    let place = Place::prepared(limit);
    let swelling = zipped(&[("entities.json", &" \n".repeat(1 << 20))]);
    assert!(swelling.len() < 100_000);
    let refused = add(&place, &about("zip", "ftm"), swelling).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("list_file_bytes_max"), "{}", refused.text);
    let long = people(&THREE).repeat(1_000);
    let refused = add(&place, &about("zip", "ftm"), long).await;
    assert!(refused.text.contains("list_file_bytes_max"), "{}", refused.text);
}

#[tokio::test]
async fn the_real_lists_load_and_answer() {
    let sanctions = shared("sanctions");
    if !sanctions.is_dir() {
        return;
    }
    let place = Place::new();
    let read = |name: &str| std::fs::read(shared(name)).unwrap();
    let un = read("sanctions/un-consolidated-2026-02-27.xml");
    let added = add(&place, &about("un", "un-xml"), un.clone()).await;
    assert_eq!(added.status, 201, "{}", added.text);
    let count = |tag: &str| String::from_utf8_lossy(&un).matches(tag).count();
    let all = (count("<INDIVIDUAL>") + count("<ENTITY>")) as u64;
    assert_eq!(entries(&place, "un").await, all);
    let sdn = read("sanctions/ofac-sdn-2021.csv");
    let added = add(&place, &about("ofac", "ofac-sdn"), sdn).await;
    assert_eq!((added.status.as_u16(), &added.body["entries"]), (201, &json!(8976)));
    let ftm = read("ftm/yente-zala-entities.ftm.json");
    assert_eq!(add(&place, &about("zala", "ftm"), ftm).await.status, 201);
    let again = renew(&place, "un", un).await;
    let figures = ["added", "changed", "removed"].map(|key| &again.body[key]);
    assert_eq!(figures, [&json!(0); 3], "the same file is no difference");
    assert!(references(&place, "ERIC BADEGE").await.contains(&"CDi.001".to_owned()));
    assert!(references(&place, "Эрик Бадеге").await.contains(&"CDi.001".to_owned()));
}

/// What a node opened anew from a folder finds.
async fn reopened(folder: &Folder, text: &str) -> Vec<String> {
    let home = Home::new(folder.join("co"));
    let (desk, _thread) = serve::open(&home).unwrap();
    let router = node::web::router(desk);
    let request = Request::post("/api/v1/ask")
        .header("authorization", format!("Bearer {}", home.token("desk-1").unwrap()))
        .header("amana-purpose", PURPOSE)
        .header("content-type", "application/json");
    let request = request.body(Body::from(json!({"text": text}).to_string())).unwrap();
    let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
    let bytes = http_body_util::BodyExt::collect(answer.into_body()).await.unwrap().to_bytes();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    let hits = body["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["entry"]["reference"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn segments_survive_a_restart_and_are_made_anew_where_they_are_damaged() {
    let place = Place::new();
    add(&place, &about("people", "ftm"), people(&THREE)).await;
    let with = |extra: &[(&'static str, &'static str, &'static str)]| {
        people(&[&THREE[..], extra].concat())
    };
    renew(&place, "people", with(&[("d", "Drusila Montealegre", "1990-01-02")])).await;
    let next = people(&[
        THREE[0],
        THREE[1],
        ("d", "Drusila Montealegre", "1990-01-02"),
        ("e", "Evaristo Pumarejo", "1951"),
    ]);
    let mut said = about("people", "ftm");
    said["shrink_percent"] = json!(50);
    let path = "/api/v1/lists/people";
    assert_eq!(place.put(path, &place.token("admin-1"), said.to_string()).await.status, 204);
    let done = renew(&place, "people", next.clone()).await;
    assert_eq!(done.body["removed"], 1, "{}", done.text);
    assert_eq!(renew(&place, "people", next).await.status, 200, "no difference");
    let Place { folder, router, desk, .. } = place;
    drop((router, desk));
    let segments: Vec<_> = std::fs::read_dir(folder.join("co/lists")).unwrap().flatten().collect();
    let files: Vec<_> = segments
        .iter()
        .map(std::fs::DirEntry::path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "segment"))
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let name = files[0].file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("1-0-"), "the last update kept it: {name}");
    let check = async |what: &str| {
        assert_eq!(reopened(&folder, "Arlo Quennevis").await, ["a"], "{what}");
        assert_eq!(reopened(&folder, "Drusila Montealegre").await, ["d"], "{what}");
        assert_eq!(reopened(&folder, "Evaristo Pumarejo").await, ["e"], "{what}");
        assert!(reopened(&folder, "Casilda Ferreyra").await.is_empty(), "{what}");
    };
    check("as it was saved").await;
    let whole = std::fs::read(&files[0]).unwrap();
    assert!(!String::from_utf8_lossy(&whole).contains("Ferreyra"), "whoever left is in no file");
    for (what, at) in [("its head", 20), ("its version", 72), ("its middle", whole.len() / 2)] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&files[0], changed).unwrap();
        check(what).await;
    }
    std::fs::write(&files[0], &whole[..whole.len() / 2]).unwrap();
    check("half of it").await;
    let _ = std::fs::remove_file(&files[0]);
    check("none").await;
}

/// What is large is not written anew with every update: files follow each other, and are read so.
#[tokio::test]
async fn files_of_a_large_list_follow_each_other() {
    let place = Place::new();
    let lines = |range: std::ops::Range<u32>| -> String {
        range.map(|n| people(&[(&format!("p{n}"), &invented(n), "1961")])).collect()
    };
    let desk = place.desk.clone();
    let folder = place.folder.join("co/lists");
    let done = tokio::task::spawn_blocking(move || {
        let lists = Lists::keeping(Segments::at(&folder), 0);
        let ways = update::Ways {
            writer: &desk.writer,
            readers: &desk.readers,
            lists: &lists,
            config: &desk.config,
        };
        let by = Author { role: record::policy::Role::Administrator, ..support::officer() };
        let said: About = serde_json::from_value(about("people", "ftm")).unwrap();
        let source = |name: &str, text: String| {
            let own = Fresh::at(folder.join("fresh").join(name)).unwrap();
            std::fs::write(own.path().join("list"), text).unwrap();
            Source::open(own, "list", u64::MAX).unwrap()
        };
        let first = source("a", lines(0..3_000));
        update::add(ways, &by, said, &first).unwrap();
        let mut removed = 0;
        for (name, range) in [("b", 0..3_010), ("c", 5..3_020), ("d", 5..3_030)] {
            removed +=
                update::update(ways, &by, "people", &source(name, lines(range))).unwrap().removed;
        }
        removed
    });
    assert_eq!(done.await.unwrap(), 5);
    let Place { folder, router, desk, .. } = place;
    drop((router, desk));
    let segments = || {
        let all = std::fs::read_dir(folder.join("co/lists")).unwrap().flatten();
        let mut all: Vec<_> = all
            .map(|one| one.path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "segment"))
            .collect();
        all.sort();
        all
    };
    assert_eq!(segments().len(), 4, "{:?}", segments());
    let check = async |what: &str| {
        for (at, expect) in [(7, 1), (2_999, 1), (3_005, 1), (3_015, 1), (3_029, 1), (2, 0)] {
            let found = reopened(&folder, &invented(at)).await;
            let there = found.contains(&format!("p{at}"));
            assert_eq!(usize::from(there), expect, "{what}: {at}: {found:?}");
        }
    };
    check("as they were saved").await;
    for at in 0..4 {
        let (path, whole) = (segments()[at].clone(), std::fs::read(&segments()[at]).unwrap());
        std::fs::write(&path, &whole[..whole.len() - 9]).unwrap();
        check("one is cut").await;
        std::fs::write(&path, whole).unwrap();
    }
}

/// Names that are like no other's.
fn invented(number: u32) -> String {
    const SYLLABLES: [&str; 16] = [
        "bal", "cor", "dun", "fen", "gor", "hil", "jas", "kem", "lod", "mur", "nev", "pol", "rud",
        "sig", "tov", "wex",
    ];
    let word = |number: u32, length: u32| -> String {
        let digits = (0..length).map(|at| SYLLABLES[(number >> (4 * at) & 15) as usize]);
        digits.collect()
    };
    let mixed = number.wrapping_mul(2_654_435_761);
    format!("{} {}", word(mixed, 4), word(mixed >> 16, 4))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_are_answered_while_a_list_is_updated() {
    let place = Place::new();
    let lines = |range: std::ops::Range<u32>, birth: &str| -> String {
        range.map(|n| people(&[(&format!("p{n}"), &invented(n), birth)])).collect()
    };
    let first = add(&place, &about("people", "ftm"), lines(0..2_500, "1961")).await;
    assert_eq!(first.body["entries"], 2_500, "{}", first.text);
    let asking = async {
        let mut answers = Vec::new();
        for at in 0..60 {
            let answer = ask(&place, &invented(at * 7)).await;
            let hits = answer["hits"].as_array().unwrap();
            let own = format!("p{}", at * 7);
            let hit = hits.iter().find(|hit| hit["entry"]["reference"] == own.as_str());
            let births = hit.map(|hit| hit["entry"]["births"][0].as_str().unwrap().to_owned());
            answers.push(births.unwrap_or_else(|| panic!("{own} is always there: {answer}")));
        }
        answers
    };
    let updating = renew(&place, "people", lines(0..2_600, "1962"));
    let (answers, updated) = tokio::join!(asking, updating);
    let figures = ["entries", "added", "changed", "removed"].map(|key| &updated.body[key]);
    assert_eq!(figures, [&json!(2_600), &json!(100), &json!(2_500), &json!(0)], "{}", updated.text);
    // The old list, then the new one, and never both.
    let turned = answers.iter().position(|birth| birth == "1962").unwrap_or(answers.len());
    assert!(answers[..turned].iter().all(|birth| birth == "1961"), "{answers:?}");
    assert!(answers[turned..].iter().all(|birth| birth == "1962"), "{answers:?}");
    assert_eq!(references(&place, &invented(2_599)).await[0], "p2599");
}

/// A segment that another past of the store has saved is not believed: keys may mean other entries.
#[tokio::test]
async fn a_segment_of_another_past_is_not_believed() {
    let place = Place::new();
    add(&place, &about("people", "ftm"), people(&THREE)).await;
    let other = Place::new();
    let lines =
        [("x", "Ximena Arriaga", "1966"), ("y", "Yago Belmonte", "1967"), ("z", "Zoilo", "1")];
    add(&other, &about("people", "ftm"), people(&lines)).await;
    let file = |place: &Place| {
        let mut all = std::fs::read_dir(place.folder.join("co/lists")).unwrap().flatten();
        all.find(|one| one.path().extension().is_some_and(|e| e == "segment")).unwrap().path()
    };
    std::fs::copy(file(&other), file(&place)).unwrap();
    let Place { folder, router, desk, .. } = place;
    drop((router, desk));
    assert_eq!(reopened(&folder, "Arlo Quennevis").await, ["a"]);
    assert!(reopened(&folder, "Ximena Arriaga").await.is_empty());
}

/// The node is killed between the store's commit and the segment, or in the middle of staging.
#[tokio::test]
async fn an_update_that_was_cut_short_stands_whole_or_not_at_all() {
    let place = Place::new();
    add(&place, &about("people", "ftm"), people(&THREE)).await;
    let Place { folder, router, desk, .. } = place;
    drop((router, desk));
    let home = Home::new(folder.join("co"));
    let list = {
        let store = Store::open(&home.database()).unwrap();
        let row = store.list_named("people").unwrap().unwrap();
        // Staged for an update that never stood.
        let mut entity = node::list::Entity::new("n", node::list::Sort::Person);
        entity.name("Nicanor Uribarri");
        store.begin().unwrap();
        store.insert_list_entry(row.list, row.round + 1, &entity, &[9; 16]).unwrap();
        let known = store.list_known(row.list, 0, 10).unwrap();
        store.end_list_entry(known[0].key, row.round + 1).unwrap();
        store.commit().unwrap();
        row.list
    };
    assert!(reopened(&folder, "Nicanor Uribarri").await.is_empty());
    assert_eq!(reopened(&folder, "Arlo Quennevis").await, ["a"], "it was not taken out");
    let store = Store::open(&home.database()).unwrap();
    assert_eq!(store.list_known(list, 0, 10).unwrap().len(), 3, "what was staged is gone");
    // An update stood, and its segment was not written any more.
    let row = store.list_named("people").unwrap().unwrap();
    let mut entity = node::list::Entity::new("m", node::list::Sort::Person);
    entity.name("Melisenda Orduna");
    store.begin().unwrap();
    let key = store.insert_list_entry(row.list, row.round + 1, &entity, &[8; 16]).unwrap();
    let newest = store.list_updates(row.list, 1).unwrap().pop().unwrap();
    let (round, entries) = (row.round + 1, row.entries + 1);
    let update =
        node::store::list::UpdateRow { round, entries, last: key, stamp: [3; 16], ..newest };
    store.set_list_round(&update).unwrap();
    store.commit().unwrap();
    drop(store);
    assert_eq!(reopened(&folder, "Melisenda Orduna").await, ["m"]);
    assert_eq!(reopened(&folder, "Arlo Quennevis").await, ["a"]);
}

#[tokio::test]
async fn a_list_that_is_overdue_for_review_answers_nobody_and_says_so() {
    let (place, clock) = Place::by_hand();
    let mut said = about("people", "ftm");
    let review = place.desk.clock.now().plus(2 * 86_400_000);
    said["review"] = json!(node::act::node_day(review).to_string());
    assert_eq!(add(&place, &said, people(&THREE)).await.status, 201);
    assert_eq!(references(&place, "Arlo Quennevis").await, ["a"]);
    clock.advance(4 * 86_400_000);
    let answer = ask_at(&place, &clock).await;
    assert_eq!(answer["answer"], "no-hit");
    assert_eq!(answer["not_asked"][0]["list"], "people");
    assert!(answer["not_asked"][0]["reason"].as_str().unwrap().len() > 3);
}

/// The readers go by the machine's clock: they are given the hand's.
async fn ask_at(place: &Place, clock: &support::HandClock) -> Value {
    let session =
        node::view::Session { author: support::officer(), purpose: record::Purpose::BorderControl };
    let typed = node::ask::Typed { text: "Arlo Quennevis".into(), ..node::ask::Typed::default() };
    let question = node::ask::Question::read(&typed, 2026).unwrap();
    let now = node::Clock::now(clock);
    let looked = place
        .desk
        .readers
        .read(|sight| {
            let sight = node::view::Sight { now, ..sight };
            let open = node::ask::look::Open::of(&sight, &session)?.unwrap();
            open.look(sight.store, &place.desk.lists, &question, place.desk.config.ask_hits_max)
        })
        .unwrap();
    let words =
        node::ask::tell::Words::new(record::codelist::Language::English, std::sync::Arc::default());
    let answer =
        words.answer((now, session.purpose), &question, &looked, &node::ask::Numbered::default());
    serde_json::to_value(answer).unwrap()
}

#[tokio::test]
async fn who_may_not_publish_loads_no_list() {
    let place = Place::new();
    let path = address("/api/v1/lists", &[("about", about("people", "ftm").to_string())]).unwrap();
    let request = Request::post(&path).header("authorization", "Bearer nothing");
    let answer = place.ask(request.body(Body::from(people(&THREE))).unwrap()).await;
    assert_eq!(answer.status, 401);
    let mut said = about("people", "ftm");
    for (key, value, expect) in [
        ("name", json!("../people"), "its name"),
        ("purposes", json!([]), "asked for"),
        ("owner", json!(" "), "owner"),
        ("review", json!("2001-01-01"), "past"),
        ("map", json!({"columns": {"a": "reference"}}), "map"),
        ("action", json!("arrest"), "action"),
    ] {
        let was = said[key].clone();
        said[key] = value;
        let refused = add(&place, &said, people(&THREE)).await;
        assert!(refused.status == 422 && refused.text.contains(expect), "{key}: {}", refused.text);
        said[key] = was;
    }
}

/// Segments that are kept nowhere still answer, and an update is refused while another runs.
#[test]
fn one_update_of_a_list_at_a_time() {
    let lists = Lists::at(Segments::default());
    let held = lists.hold(7).unwrap();
    assert!(lists.hold(7).is_err());
    assert!(lists.hold(8).is_ok());
    drop(held);
    assert!(lists.hold(7).is_ok());
    let _ = update::allowed;
}
