//! What is lost between a foreign format and a record is told: by rule, by field, and for every
//! value of real files and of others' templates.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::exchange::{Format, Incoming, Why, read, write};
use record::kind::person::SubjectCategory;
use record::{Body, Kind};
use serde_json::{Value, json};
use support::exchange::{BOTH, LIMITS, back, given, lost, outgoing, shared};

/// Leaves of a body: where each stands, and what it says. Places in lists are left out.
fn leaves(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            leaves(value, &format!("{at}.{key}"), found);
        }),
        Value::Array(list) => list.iter().for_each(|one| leaves(one, at, found)),
        Value::String(text) => found.push((at.trim_start_matches('.').into(), text.clone())),
        other => found.push((at.trim_start_matches('.').into(), other.to_string())),
    }
}

/// What a format says by the place of a value, and not by its text.
const BY_PLACE: [&str; 3] =
    ["identity.names.kind", "identity.sex", "identity.documents.document_type"];
/// What a format says in two places.
const IN_TWO: [&str; 3] = ["identity.documents.number", "identity.plates", "identity.handle"];

#[test]
fn everything_a_record_says_is_in_the_file_or_among_the_losses() {
    let check = |format: Format, body: Body| {
        let mut all = Vec::new();
        leaves(&body.to_json(), "", &mut all);
        let kind = body.kind();
        let (text, report) = write(format, &[outgoing(body)]);
        let text = text.to_lowercase();
        assert_eq!(report.carried, 1, "{format:?} {kind:?}");
        for (at, said) in all {
            let told = report
                .losses
                .iter()
                .any(|loss| at == loss.field || at.starts_with(&format!("{}.", loss.field)));
            let said = match said.split_once(':') {
                Some((_, number)) if IN_TWO.contains(&&*at) => number.to_owned(),
                _ => said,
            };
            let written = serde_json::to_string(&said).unwrap().to_lowercase();
            let there = text.contains(written.trim_matches('"')) || BY_PLACE.contains(&&*at);
            assert!(told || there, "{format:?} {kind:?} {at}: {said} is untold");
        }
    };
    for format in [Format::Ftm, Format::Misp, Format::Stix] {
        for kind in Kind::ALL.iter().filter(|kind| node::exchange::has_kind(format, **kind)) {
            for mut body in kind.examples() {
                if let Body::Person(person) = &mut body {
                    person.statement.subject_category = SubjectCategory::Suspect;
                    person.statement.minor = false;
                }
                check(format, body);
            }
        }
    }
}

/// Of a real file every value of every entity is in the draft, or its property is among the losses
/// of that entity; the reader's own counts are not believed.
#[test]
fn of_real_files_every_value_is_in_a_record_or_among_the_losses() {
    let check = |name: &str, count: usize, papers: u64| {
        let Some(text) = shared(name) else { return };
        let entities: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let incoming = whole(&text);
        let report = &incoming.report;
        assert_eq!(report.read as usize, entities.len(), "{name}");
        let kinds = ["Person", "Company", "Organization"];
        let carried = entities.iter().filter(|one| kinds.iter().any(|kind| one["schema"] == *kind));
        let mut drafts = incoming.drafts.iter();
        for entity in carried {
            accounted(
                entity,
                &serde_json::to_string(&drafts.next().unwrap().body).unwrap(),
                report,
            );
        }
        assert_eq!((incoming.drafts.len(), drafts.next()), (count, None), "{name}");
        assert_eq!(report.carried, count as u64 + papers, "{name}");
        for draft in incoming.drafts {
            node::author::read(draft).unwrap();
        }
    };
    check("ftm/nomenklatura-donations.ftm.jsonl", 22 + 56 + 17, 0);
    check("ftm/yente-parteispenden-entities.ftm.json", 22 + 56 + 18, 0);
    // Its one passport has no number, and is not carried.
    check("ftm/yente-zala-entities.ftm.json", 6 + 11, 0);
    if let Some(text) = shared("misp-galaxy/interpol-dwva.json") {
        assert!(read(Format::Misp, &text, &given(), LIMITS).is_err(), "a galaxy is no event");
    }
}

/// A file read entity by entity, so that no list of losses is cut short.
fn whole(text: &str) -> Incoming {
    let incoming = back(Format::Ftm, text);
    assert!(incoming.report.losses_total <= 1_000, "{}", incoming.report.losses_total);
    incoming
}

fn accounted(entity: &Value, draft: &str, report: &node::exchange::Report) {
    let draft = draft.to_lowercase();
    for (property, values) in entity["properties"].as_object().unwrap() {
        let told = |loss: &node::exchange::Loss| {
            entity["id"] == loss.record.as_str() && loss.field == *property
        };
        let told = report.losses.iter().any(told);
        for value in values.as_array().unwrap() {
            let value = value.as_str().unwrap().trim();
            let written = serde_json::to_string(&value.to_lowercase()).unwrap();
            let there = match property.as_str() {
                "gender" => draft.contains("\"sex\""),
                "passportNumber" => draft.contains(&format!(":{}", &written[1..])),
                // Years, months and days stand apart.
                "birthDate" => draft.contains(&value[..4]),
                "phone" => draft.contains(&value.replace([' ', '(', ')', '-'], "")),
                "website" => value.split('/').any(|piece| draft.contains(&format!("\"{piece}\""))),
                _ => draft.contains(&written),
            };
            assert!(told || there, "{} {property}: {value} is untold", entity["id"]);
        }
    }
}

/// A value of a relation, of which each is another.
fn value(relation: &str, which: usize) -> String {
    match relation {
        "date-of-birth" | "birthDate" => format!("198{which}-03-07"),
        "buildDate" => format!("199{which}"),
        "gender" => ["Male", "Female"][which].to_owned(),
        "nationality" | "passport-country" | "country" | "flag" | "jurisdiction"
        | "mainCountry" => ["CO", "ES"][which].to_owned(),
        "phone-number" | "phone" => format!("+57601555010{which}"),
        "e-mail" | "email" => format!("someone{which}@example.org"),
        "passport-number" | "license-plate-number" => format!("AX12345{which}"),
        "passport-expiration" => format!("2031-05-0{}", which + 1),
        "vin" => ["1M8GDM9AXKP042788", "11111111111111111"][which].to_owned(),
        "registrationNumber" => ["HK-4922", "HK-4923"][which].to_owned(),
        "type" => ["car", "van"][which].to_owned(),
        "exterior-color" => ["blue", "red"][which].to_owned(),
        "state" => ["stolen", "recovered"][which].to_owned(),
        "type-of-organization" | "classification" => ["bank", "airline"][which].to_owned(),
        "imoNumber" => ["9074729", "9321483"][which].to_owned(),
        "tonnage" => format!("2571{which}"),
        "website" => format!("site{which}.example.org"),
        other => format!("{other} value {which}"),
    }
}

/// Every relation of a template, twice: what is not in the draft is told.
#[test]
fn of_a_template_every_relation_is_in_a_record_or_among_the_losses() {
    let check = |template: &str, kind: Kind| {
        let Some(text) = shared(&format!("misp-objects/{template}.json")) else { return };
        let read: Value = serde_json::from_str(&text).unwrap();
        let relations: Vec<&String> = read["attributes"].as_object().unwrap().keys().collect();
        let attribute = |relation: &str, which| {
            let value = value(relation, which);
            json!({"object_relation": relation, "value": value})
        };
        let attributes: Vec<Value> =
            relations.iter().flat_map(|one| [attribute(one, 0), attribute(one, 1)]).collect();
        let event = json!({"Event": {"info": "x", "Object": [
            {"uuid": "o", "name": template, "Attribute": attributes}]}});
        let incoming = back(Format::Misp, &event.to_string());
        assert_eq!(incoming.drafts.len(), 1, "{template}: {:?}", incoming.report.losses);
        assert_eq!(incoming.drafts[0].kind, kind);
        node::author::read(incoming.drafts[0].clone()).unwrap();
        // Identifiers are written without what divides them.
        let bare = |text: &str| text.replace('-', "");
        let draft = bare(&serde_json::to_string(&incoming.drafts[0].body).unwrap());
        for relation in relations {
            let losses = incoming.report.losses.iter();
            let told = losses.filter(|loss| loss.field == *relation).count();
            let there = (0..2).filter(|which| draft.contains(&bare(&value(relation, *which))));
            let there = match relation.as_str() {
                "gender" => usize::from(draft.contains("\"sex\":1")),
                "date-of-birth" | "birthDate" => usize::from(draft.contains("\"year\":1980")),
                "passport-country" => 2,
                _ => there.count(),
            };
            // FollowTheMoney's properties are told once, however many values there are.
            let once = template.starts_with("ftm-") && told > 0;
            assert!(told + there >= 2 || once, "{template} {relation}: {told} told, {there} there");
        }
    };
    check("person", Kind::Person);
    check("ftm-Person", Kind::Person);
    check("organization", Kind::Organisation);
    check("legal-entity", Kind::Organisation);
    check("ftm-Organization", Kind::Organisation);
    check("vehicle", Kind::Vehicle);
    check("ftm-Vehicle", Kind::Vehicle);
    check("ftm-Vessel", Kind::Vessel);
    check("ftm-Airplane", Kind::Aircraft);
}

#[test]
fn what_is_told_of_a_foreign_file_moves_no_cursor_and_fills_no_screen() {
    let schema = format!("\u{1b}[2J\u{202e}Thing{}", "g".repeat(10_000));
    let line = json!({"id": "a\nb\u{7}", "schema": schema, "properties": {}});
    let report = back(Format::Ftm, &line.to_string()).report;
    let loss = &report.losses[0];
    assert_eq!((loss.record.as_str(), loss.field.chars().count()), ("ab", 200));
    assert!(loss.field.starts_with("[2JThing"), "{}", loss.field);
    assert!(report.counts.keys().all(|(field, _)| *field == loss.field));
    let many = (0..1_500).map(|n| {
        json!({"id": n.to_string(), "schema": format!("S{n}"),
        "properties": {}})
        .to_string()
    });
    let report = back(Format::Ftm, &many.collect::<Vec<_>>().join("\n")).report;
    assert_eq!((report.losses.len(), report.counts.len()), (1_000, 1_001));
    assert_eq!((report.losses_total, report.counts.values().sum::<u64>()), (1_500, 1_500));
}

#[test]
fn two_long_identifiers_that_begin_alike_are_two() {
    let id = |end: &str| format!("{}{end}", "x".repeat(300));
    let line = |end: &str| {
        let properties = json!({"name": ["Una Persona"]});
        json!({"id": id(end), "schema": "Person", "properties": properties})
    };
    let incoming = back(Format::Ftm, &format!("{}\n{}\n", line("a"), line("b")));
    assert_eq!((incoming.drafts.len(), incoming.report.losses_total), (2, 0));
}

#[test]
fn what_stands_beside_a_person_and_is_not_carried_is_told_and_not_counted() {
    let lines = [
        json!({"id": "p", "schema": "Person", "properties": {
            "name": ["Una Persona", "Otra Grafía"], "firstName": ["Una", "Irina"],
            "lastName": ["Persona"], "nationality": ["co"], "passportNumber": ["AX123456"]}}),
        json!({"id": "a", "schema": "Passport", "properties": {"holder": ["p"],
            "number": ["AX123456"], "country": ["co", "es"], "endDate": ["2031-05-01"],
            "authority": ["x"], "summary": ["x"]}}),
        json!({"id": "b", "schema": "Passport", "properties": {"holder": ["p"]}}),
        json!({"id": "c", "schema": "Passport", "properties": {"holder": ["nobody"],
            "number": ["AX123456"], "country": ["co"]}}),
    ];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let incoming = back(Format::Ftm, &lines.join("\n"));
    assert_eq!((incoming.report.read, incoming.report.carried), (4, 2), "the person and one paper");
    let documents = &incoming.drafts[0].body["identity"]["documents"];
    assert_eq!(
        documents,
        &json!([{"document_type": "passport", "number": "COL:AX123456",
        "expires": "2031-05-01"}])
    );
    let told: Vec<(&str, &str, Why)> = (incoming.report.losses.iter())
        .map(|loss| (&*loss.record, &*loss.field, loss.why))
        .collect();
    for expect in [
        ("p", "firstName", Why::FormOnly),
        ("p", "firstName", Why::NoPlace),
        ("p", "lastName", Why::FormOnly),
        ("a", "country", Why::NoPlace),
        ("a", "authority", Why::NoPlace),
        ("a", "summary", Why::FreeText),
        ("b", "number", Why::Unreadable),
        ("c", "holder", Why::NoKind),
    ] {
        assert!(told.contains(&expect), "{expect:?}: {told:?}");
    }
    assert_eq!(told.len(), 8, "{told:?}");
    let names: Vec<String> = (0..60).map(|n| format!("Una Persona {n}")).collect();
    let many = json!({"id": "m", "schema": "Person", "properties": {"name": names}});
    let incoming = back(Format::Ftm, &many.to_string());
    assert_eq!(incoming.report.counts[&("name".to_owned(), Why::NoPlace)], 10);
}

#[test]
fn what_was_deleted_there_is_not_taken_in_and_that_is_told() {
    let attribute = |relation: &str, value: &str, deleted: Value| {
        let mut attribute = json!({"object_relation": relation, "value": value});
        attribute["deleted"] = deleted;
        attribute
    };
    let object = |uuid: &str, deleted: bool| {
        json!({"uuid": uuid, "name": "person", "deleted": deleted, "Attribute": [
            attribute("full-name", "Una Persona", json!(false)),
            attribute("alias", "x-canary", json!(true)),
            attribute("phone-number", "+576015550100", json!("1")),
            attribute("nationality", "CO", json!("0")),
        ]})
    };
    let event = json!({"Event": {"info": "x", "Object": [object("a", false), object("b", true)],
        "Attribute": [{"type": "text", "value": "x", "deleted": true}]}});
    let incoming = back(Format::Misp, &event.to_string());
    assert_eq!((incoming.drafts.len(), incoming.report.carried), (1, 1));
    let told = |record: &str, field: &str| {
        let losses = incoming.report.losses.iter();
        let of = losses.filter(|loss| (&*loss.record, &*loss.field) == (record, field));
        of.map(|loss| loss.why).collect::<Vec<_>>()
    };
    assert_eq!(told("a", "alias"), [Why::Deleted]);
    assert_eq!(told("a", "phone-number"), [Why::Deleted]);
    assert_eq!(told("b", "person"), [Why::Deleted]);
    assert_eq!(lost(&incoming, "Attribute"), Some(Why::Deleted));
    let text = serde_json::to_string(&incoming.drafts).unwrap();
    assert!(!text.contains("x-canary") && !text.contains("576015550100") && text.contains("CO"));
}

/// What comes back of the rich example of a kind: its `identity`, and what is missing of it.
#[test]
fn organisations_things_and_accounts_come_back_but_for_what_is_told() {
    let check = |format: Format, kind: Kind, lost: &[&str]| {
        let body = kind.examples()[1].clone();
        let before = body.to_json()["identity"].clone();
        let (text, report) = write(format, &[outgoing(body)]);
        let incoming = back(format, &text);
        let draft = incoming.drafts.first();
        let draft = draft.unwrap_or_else(|| panic!("{format:?} {kind:?} {:?}", incoming.report));
        assert_eq!((draft.kind, draft.handling.tlp.as_deref()), (kind, Some("TLP:AMBER")));
        assert_eq!(draft.body["statement"]["offence"], "drug-trafficking");
        let after = &draft.body["identity"];
        // Identifiers come back in their one form.
        let bare = |body: &Value, key: &str| body[key].to_string().replace('-', "");
        let differs = |key: &&String| bare(&before, key) != bare(after, key);
        let mut keys: Vec<&str> =
            before.as_object().unwrap().keys().filter(differs).map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, lost, "{format:?} {kind:?}: {before} {after}");
        for key in keys {
            let told = |field: &str| field.starts_with(&format!("identity.{key}"));
            assert!(
                report.losses.iter().any(|loss| told(&loss.field)),
                "{format:?} {kind:?} {key}"
            );
        }
        node::author::read(draft.clone()).unwrap();
    };
    let (ftm, misp) = (Format::Ftm, Format::Misp);
    // A transliteration has no place, and a trade name is an alias there.
    check(ftm, Kind::Organisation, &["ibans", "names", "wallets"]);
    let most = ["country", "domains", "ibans", "lei", "names", "wallets"];
    check(misp, Kind::Organisation, &most);
    // One country for all plates; `vehicle` of MISP has none.
    let things = ["colour", "engine_number", "make", "photos", "plates", "vin", "year"];
    check(ftm, Kind::Vehicle, &things);
    check(misp, Kind::Vehicle, &["engine_number", "photos", "plates", "year"]);
    for format in BOTH {
        check(format, Kind::Vessel, &["colour", "length_m", "photos"]);
        let air = ["colour", "flight_numbers", "home_airport", "operator", "photos"];
        check(format, Kind::Aircraft, &air);
    }
    check(ftm, Kind::OnlineIdentity, &["domains", "online_type", "photos", "wallets"]);
    let account =
        ["domains", "emails", "ip_addresses", "online_type", "phones", "photos", "wallets"];
    check(misp, Kind::OnlineIdentity, &account);
}

#[test]
fn what_identifies_nothing_is_told_and_never_made_up() {
    let one = |schema: &str, properties: Value| {
        let line = json!({"id": "a", "schema": schema, "properties": properties});
        let incoming = back(Format::Ftm, &line.to_string());
        let whys: Vec<(String, Why)> =
            incoming.report.losses.into_iter().map(|loss| (loss.field, loss.why)).collect();
        (incoming.drafts.len(), whys)
    };
    let none = |field: &str| {
        let lost = [(field, Why::Unreadable), ("id", Why::Unidentified)];
        (0, lost.map(|(field, why)| (field.to_owned(), why)).to_vec())
    };
    assert_eq!(
        one("Vehicle", json!({"registrationNumber": ["ABC123"]})),
        none("registrationNumber")
    );
    assert_eq!(one("Airplane", json!({"registrationNumber": ["?"]})), none("registrationNumber"));
    assert_eq!(one("UserAccount", json!({"username": ["a b"]})), none("username"));
    let nameless = one("Company", json!({"country": ["co"]}));
    assert_eq!(nameless, (0, vec![("id".to_owned(), Why::Unidentified)]));
    let good = one("Vehicle", json!({"registrationNumber": ["ABC123"], "country": ["co"]}));
    assert_eq!(good, (1, Vec::new()));
    // The type is what the file says, or what the schema alone says.
    let company = json!({"id": "a", "schema": "Company", "properties": {"name": ["Una S.A."],
        "classification": ["Bank"], "status": ["nobody knows"]}});
    let incoming = back(Format::Ftm, &company.to_string());
    assert_eq!(incoming.drafts[0].body["identity"]["organisation_type"], "bank");
    assert_eq!(lost(&incoming, "status"), Some(Why::Unreadable));
}
