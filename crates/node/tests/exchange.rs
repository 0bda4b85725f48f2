//! FollowTheMoney and MISP out and in, STIX out: equal but for what the report says.

mod support;

use std::path::Path;

use node::exchange::{Format, Why, read, write};
use proptest::prelude::*;
use record::kind::person::SubjectCategory;
use record::{Body, Kind, Purpose, RecordId, Timestamp};
use serde_json::{Value, json};
use support::code;
use support::exchange::{BOTH, LIMITS, back, given, lost, outgoing, person};

#[test]
fn a_person_comes_back_as_it_went_and_what_was_lost_is_told() {
    for format in BOTH {
        let (text, report) = write(format, &[outgoing(Body::Person(Box::new(person())))]);
        assert_eq!((report.read, report.carried), (1, 1), "{format:?}");
        let fields: Vec<&str> = report.losses.iter().map(|loss| loss.field.as_str()).collect();
        for field in ["handling.level", "handling.codes", "purposes", "evaluation"] {
            assert!(fields.contains(&field), "{format:?} {field}: {fields:?}");
        }
        assert!(!fields.contains(&"handling.tlp"), "{format:?}: markings are carried");
        let incoming = back(format, &text);
        assert_eq!(incoming.drafts.len(), 1, "{format:?} {text}");
        let draft = &incoming.drafts[0];
        assert_eq!(draft.body["identity"], json!(person().identity), "{format:?}");
        assert_eq!(draft.body["statement"]["subject_category"], "unknown");
        assert_eq!(draft.handling.tlp.as_deref(), Some("TLP:AMBER"), "{format:?}");
        assert_eq!(draft.handling.pap.as_deref(), Some("PAP:GREEN"), "{format:?}");
        assert_eq!(draft.purposes, [Purpose::CriminalInvestigation]);
    }
}

#[test]
fn people_whom_a_format_cannot_protect_do_not_leave() {
    for format in [Format::Ftm, Format::Misp, Format::Stix] {
        for category in [SubjectCategory::Victim, SubjectCategory::Witness] {
            let mut one = person();
            one.statement.subject_category = category;
            let (text, report) = write(format, &[outgoing(Body::Person(Box::new(one)))]);
            assert_eq!((report.carried, report.losses[0].why), (0, Why::ProtectedPerson));
            assert!(!text.contains("Marlen"), "{format:?}");
        }
        let mut minor = person();
        minor.statement.minor = true;
        let (text, _) = write(format, &[outgoing(Body::Person(Box::new(minor)))]);
        assert!(!text.contains("Marlen"), "{format:?}");
        let notice = outgoing(Kind::Message.examples()[0].clone());
        assert_eq!(write(format, &[notice]).1.losses[0].why, Why::NoKind);
    }
}

#[test]
fn protected_attributes_are_dropped_by_rule_and_nobody_becomes_a_suspect() {
    let entity = json!({"id": "a", "schema": "Person", "properties": {
        "name": ["Una Persona"], "religion": ["x-canary"], "ethnicity": ["x-canary"],
        "political": ["x-canary"], "notes": ["x-canary"], "topics": ["crime"]}});
    let incoming = back(Format::Ftm, &entity.to_string());
    for field in ["religion", "ethnicity", "political"] {
        assert_eq!(lost(&incoming, field), Some(Why::ProtectedAttribute));
    }
    assert_eq!(lost(&incoming, "notes"), Some(Why::FreeText));
    assert_eq!(lost(&incoming, "topics"), Some(Why::NoPlace));
    let text = serde_json::to_string(&incoming.drafts).unwrap();
    assert!(!text.contains("x-canary") && text.contains("\"unknown\""), "{text}");
    let event = json!({"Event": {"info": "x", "Object": [{"uuid": "o", "name": "person",
        "Attribute": [{"object_relation": "full-name", "value": "Una Persona"},
            {"object_relation": "religion", "value": "x-canary"}]}]}});
    let incoming = back(Format::Misp, &event.to_string());
    assert_eq!(lost(&incoming, "religion"), Some(Why::ProtectedAttribute));
    assert!(!serde_json::to_string(&incoming.drafts).unwrap().contains("x-canary"));
}

#[test]
fn the_closest_of_several_markings_holds() {
    let event = |tags: &[&str]| {
        let tags: Vec<Value> = tags.iter().map(|name| json!({"name": name})).collect();
        json!({"Event": {"info": "x", "Tag": tags, "Object": [{"uuid": "o", "name": "person",
            "Attribute": [{"object_relation": "full-name", "value": "Una Persona"}]}]}})
    };
    let check = |tags: &[&str], expect: Option<&str>| {
        let incoming = back(Format::Misp, &event(tags).to_string());
        assert_eq!(incoming.drafts[0].handling.tlp.as_deref(), expect, "{tags:?}");
    };
    check(&["tlp:green", "tlp:red", "tlp:amber"], Some("TLP:RED"));
    check(&["tlp:amber+strict"], Some("TLP:AMBER+STRICT"));
    check(&["tlp:pink", "admiralty-scale:source-reliability=\"b\""], None);
}

#[test]
fn hostile_files_are_told_or_refused_and_never_believed() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let incoming = back(Format::Ftm, &deep);
    assert_eq!((incoming.drafts.len(), incoming.report.losses[0].why), (0, Why::Unreadable));
    assert!(read(Format::Misp, &deep, &given(), LIMITS).is_err());
    let twice = json!({"id": "a", "schema": "Person", "properties": {"name": ["Una Persona"]}});
    let incoming = back(Format::Ftm, &format!("{twice}\n{twice}\n"));
    assert_eq!((incoming.drafts.len(), lost(&incoming, "id")), (1, Some(Why::Repeated)));
    for wrong in [
        json!({"id": 7, "schema": "Person", "properties": {}}),
        json!({"id": "a", "schema": "Person", "properties": {"name": "no list"}}),
        json!({"id": "a", "schema": "Person", "properties": {"name": [{"x": 1}]}}),
        json!({"id": "a", "schema": "Person", "properties": {"name": []}}),
        json!([1, 2]),
    ] {
        let incoming = back(Format::Ftm, &wrong.to_string());
        assert_eq!(
            (incoming.drafts.len(), !incoming.report.losses.is_empty()),
            (0, true),
            "{wrong}"
        );
    }
    let many = (0..2_001).map(|n| json!({"id": n.to_string(), "schema": "Thing"}).to_string());
    let many = many.collect::<Vec<_>>().join("\n");
    let refused = read(Format::Ftm, &many, &given(), LIMITS).err().unwrap();
    assert!(matches!(refused, node::Error::Limit { limit: "exchange_objects_max", .. }));
    let large = " ".repeat((1 << 20) + 1);
    let refused = read(Format::Misp, &large, &given(), LIMITS).err().unwrap();
    assert!(matches!(refused, node::Error::Limit { limit: "exchange_file_bytes_max", .. }));
    assert!(read(Format::Stix, "{}", &given(), LIMITS).is_err());
    assert!(read(Format::Misp, "{}", &given(), LIMITS).is_err());
}

proptest! {
    #[test]
    fn no_reader_panics(text in "[\\[\\]{}\":,a-zPI0-9\n]{0,200}") {
        let _ = read(Format::Ftm, &text, &given(), LIMITS);
        let _ = read(Format::Misp, &text, &given(), LIMITS);
    }
}

#[test]
fn a_bundle_names_the_same_things_alike_and_carries_the_conditions() {
    let mut seizure = outgoing(Kind::Seizure.examples()[0].clone());
    seizure.header.id = RecordId::new(seizure.header.created, [8; 10]);
    seizure.name = seizure.header.name();
    let person = outgoing(Body::Person(Box::new(person())));
    let (text, report) = write(Format::Stix, &[seizure.clone(), person.clone()]);
    assert_eq!(report.carried, 2);
    assert_eq!(text, write(Format::Stix, &[seizure, person]).0, "identifiers are name-based");
    let bundle: Value = serde_json::from_str(&text).unwrap();
    let objects = bundle["objects"].as_array().unwrap();
    let of = |kind: &str| objects.iter().filter(|one| one["type"] == kind).collect::<Vec<_>>();
    assert_eq!((of("incident").len(), of("location").len(), of("relationship").len()), (1, 1, 1));
    let markings = of("marking-definition");
    let tlp = markings.iter().find(|one| one["name"] == "TLP:AMBER").unwrap();
    assert_eq!(tlp["id"], "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421");
    let statement = markings.iter().find_map(|one| one["definition"]["statement"].as_str());
    let statement = statement.unwrap();
    for word in ["level restricted", "H1", "criminal-investigation", "PAP:GREEN", "B2"] {
        assert!(statement.contains(word), "{word}: {statement}");
    }
    let ids: std::collections::BTreeSet<&str> =
        objects.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), objects.len(), "no object twice");
    assert!(!text.contains("null"));
}

#[test]
fn revisions_are_versions_in_stix_and_elsewhere_only_the_newest_leaves() {
    let first = outgoing(Body::Person(Box::new(person())));
    let mut second = first.clone();
    second.header.revision = 2;
    second.header.created = Timestamp(first.header.created.0 + 86_400_000);
    second.name = second.header.name();
    let both = [first.clone(), second.clone(), second.clone()];
    for format in BOTH {
        let (text, report) = write(format, &both);
        let whys: Vec<Why> = report.losses.iter().map(|loss| loss.why).take(2).collect();
        assert_eq!((report.carried, &whys[..]), (1, &[Why::Superseded, Why::Repeated][..]));
        assert_eq!(back(format, &text).drafts.len(), 1);
    }
    let (text, report) = write(Format::Stix, &both);
    assert_eq!((report.carried, report.losses[0].why), (2, Why::Repeated));
    let bundle: Value = serde_json::from_str(&text).unwrap();
    let people: Vec<&Value> = bundle["objects"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["identity_class"] == "individual")
        .collect();
    let [old, new] = &people[..] else { panic!("{people:?}") };
    assert_eq!((&old["id"], &old["created"]), (&new["id"], &new["created"]));
    assert_eq!(old["created"], "2026-01-01T00:00:00.000Z", "the moment of the record's id");
    assert_eq!(
        (&old["modified"], &new["modified"]),
        (&json!("2026-01-01T00:00:00.000Z"), &json!("2026-01-02T00:00:00.000Z"),)
    );
    // Whoever became a witness later does not leave as what was said before.
    let mut witness = person();
    witness.statement.subject_category = SubjectCategory::Witness;
    second.body = Body::Person(Box::new(witness));
    for format in [Format::Ftm, Format::Misp, Format::Stix] {
        let (text, report) = write(format, &[first.clone(), second.clone()]);
        assert_eq!((report.carried, text.contains("Marlen")), (0, false), "{format:?}");
    }
}

#[test]
fn the_extension_has_the_same_author_in_every_bundle() {
    let of = |owner: &str| {
        let mut one = outgoing(Body::Person(Box::new(person())));
        one.header.owner = code(owner);
        one.name = one.header.name();
        let bundle: Value = serde_json::from_str(&write(Format::Stix, &[one]).0).unwrap();
        let objects = bundle["objects"].as_array().unwrap().clone();
        objects.into_iter().find(|one| one["type"] == "extension-definition").unwrap()
    };
    assert_eq!(of("XA"), of("XB"));
}

#[test]
fn what_a_list_does_not_take_is_told_and_the_rest_is_carried() {
    let many = |of: fn(usize) -> String| (0..300).map(of).collect::<Vec<_>>();
    let emails = many(|n| format!("desk{n}@example.org"));
    let numbers = many(|n| format!("AX{n:06}"));
    for schema in ["Person", "Company", "UserAccount"] {
        let line = json!({"id": "a", "schema": schema, "properties": {"name": ["Una Persona"],
            "service": ["telegram"], "username": ["una_persona"], "nationality": ["co"],
            "email": emails, "passportNumber": numbers}});
        let incoming = back(Format::Ftm, &line.to_string());
        assert_eq!(incoming.drafts.len(), 1, "{schema}: {:?}", incoming.report.counts);
        let identity = &incoming.drafts[0].body["identity"];
        let count = |key: &str| identity[key].as_array().map_or(0, Vec::len);
        let told = |field: &str| incoming.report.counts.get(&(field.to_owned(), Why::NoPlace));
        assert_eq!((count("emails"), told("email")), (200, Some(&100)), "{schema}");
        if schema == "Person" {
            assert_eq!((count("documents"), told("passportNumber")), (200, Some(&100)));
        }
        node::author::read(incoming.drafts[0].clone()).unwrap();
    }
}

/// What strangers read: `tests/strangers/python/check_exchange.py`.
#[test]
fn the_frozen_samples_are_fresh() {
    let mut records = vec![outgoing(Body::Person(Box::new(person())))];
    for kind in
        [Kind::Organisation, Kind::Vehicle, Kind::Vessel, Kind::Aircraft, Kind::OnlineIdentity]
    {
        records.push(outgoing(kind.examples()[1].clone()));
    }
    records.push(outgoing(Kind::Seizure.examples()[0].clone()));
    // Records of one network have ids of their own.
    for (at, one) in records.iter_mut().enumerate() {
        one.header.id = RecordId::new(one.header.created, [9 + at as u8; 10]);
        one.name = one.header.name();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    for (format, name) in [
        (Format::Ftm, "exchange.ftm.jsonl"),
        (Format::Misp, "exchange.misp.json"),
        (Format::Stix, "exchange.stix.json"),
    ] {
        let (made, _) = write(format, &records);
        let path = folder.join(name);
        if std::env::var_os("AMANA_FREEZE").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let held = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(held == made, "AMANA_FREEZE=1 cargo test -p node --test exchange rewrites {name}");
    }
}
