//! Countries' own tables: a mapping is proposed, kept, and imports; the next release revises.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};

use node::Node;
use node::import::mapping::{Mapping, Rows};
use node::import::proposal::{self, Given, Proposal};
use node::import::release::Report;
use node::import::seizure;
use record::codelist::Registry;
use record::kind::Seizure;
use record::moment::DAY_MS;
use record::{Body, Record, Unit};
use serde_json::Value;
use support::folder::Folder;
use support::{Network, START};

const DATA: &str = "../../../shared/data/seizures";

fn unit() -> Unit {
    Unit::new("POLICE").unwrap()
}

fn write(folder: &Folder, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// A file of others, or none where it is not on this machine.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DATA).join(name);
    if !path.exists() {
        println!("SKIPPED: {} is not here", path.display());
        return None;
    }
    Some(path)
}

fn import(node: &mut Node, file: &Path, mapping: &Mapping) -> Report {
    seizure::into(node, file, mapping, &unit(), |_| ()).unwrap()
}

fn propose(file: &Path, country: &str) -> Proposal {
    let given = Given { country: Some(country.into()), ..Given::default() };
    proposal::propose(file, &given, &Registry::default()).unwrap()
}

fn records(node: &Node) -> Vec<Record> {
    let stored = node.store.records_after(0, 100_000).unwrap();
    stored.iter().map(|row| node.vault.open(&node.store, row).unwrap()).collect()
}

fn seizures(node: &Node) -> Vec<Seizure> {
    let seizure = |record: &Record| match record.body().unwrap() {
        Body::Seizure(seizure) => *seizure,
        other => panic!("{other:?}"),
    };
    records(node).iter().map(seizure).collect()
}

fn counts(report: &Report) -> [u64; 5] {
    let Report { records, revised, unchanged, unreadable, contested, .. } = report;
    [*records, *revised, *unchanged, unreadable.count, contested.count]
}

fn at(seizure: &Seizure, pointer: &str) -> Value {
    let json = serde_json::to_value(&seizure.statement).unwrap();
    json.pointer(pointer).cloned().unwrap_or(Value::Null)
}

const REGISTER: &str = "\
Expediente;Fecha del hecho;Municipio;Clase de droga;Cantidad (kg);Medio de transporte;Nombres
A-1;03/01/2026;Leticia;BASE DE COCA;1.234,5;Avión comercial;Una Persona
A-2;28/01/2026;Cali;Marihuana;2,25;A pie;Otra Persona
A-3;30/02/2026;Cali;Marihuana;3;A pie;
A-4;31/01/2026;Tumaco;Polvo lunar;doce;;
A-5;01/02/2026;Tumaco;Polvo lunar;12;;
";

#[test]
fn a_mapping_is_proposed_from_headings_and_values_and_imports() {
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["CO"]));
    let file = write(&folder, "registro.csv", REGISTER);
    let proposal = propose(&file, "CO");
    let fields: Vec<_> = proposal.columns.iter().map(|one| one.field.code()).collect();
    let expect = ["keep", "date", "place", "substance", "amount", "transport", "leave"];
    assert_eq!(fields, expect, "the names of people are left");
    assert_eq!(proposal.mapping.identity, ["Expediente"]);
    assert_eq!(proposal.mapping.rows, Rows::Seizures);
    let unclear = &proposal.columns[3].unclear;
    assert_eq!((unclear[0].raw.as_str(), unclear[0].count, unclear[0].line), ("Polvo lunar", 2, 5));
    let trial = proposal.trial.as_ref().unwrap();
    let said: Vec<_> = trial.unreadable.first.iter().map(|f| (f.line, f.reason.as_str())).collect();
    let expect = [(4, "`30/02/2026` is no date"), (5, "Cantidad (kg): `doce` is no number")];
    assert_eq!((trial.rows, trial.readable, &said[..]), (5, 3, &expect[..]));

    let kept = Mapping::parse(&proposal.to_toml()).unwrap();
    assert_eq!(kept, proposal.mapping, "what is kept is what was proposed");
    let node = network.at("CO");
    let report = import(node, &file, &kept);
    assert_eq!(counts(&report), [3, 0, 0, 2, 0]);
    assert_eq!(report.unreadable.first, trial.unreadable.first, "the trial tells the truth");
    let unmapped: Vec<_> = report.unmapped.keys().map(|u| (u.list, u.raw.as_str())).collect();
    assert_eq!(unmapped, [("drug", "Polvo lunar")]);
    let first = &seizures(node)[0];
    assert_eq!(at(first, "/date"), "2026-01-03");
    assert_eq!(at(first, "/items/0/substance/code"), "cocaine-base");
    assert_eq!(at(first, "/items/0/substance/raw"), "BASE DE COCA");
    assert_eq!(at(first, "/items/0/quantity/base_amount"), "1234500");
    assert_eq!(at(first, "/route/transport/code"), "commercial-air");
    assert_eq!(at(first, "/source_row/values/Expediente"), "A-1");
    assert_eq!(at(first, "/source_row/values/Cantidad (kg)"), "1.234,5", "as it was written");
    assert!(!serde_json::to_string(first).unwrap().contains("Persona"));
}

#[test]
fn the_next_release_revises_what_changed_and_repeats_nothing() {
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["CO"]));
    let file = write(&folder, "registro.csv", REGISTER);
    let mapping = propose(&file, "CO").mapping;
    let node = network.at("CO");
    import(node, &file, &mapping);
    let again = import(node, &file, &mapping);
    assert_eq!(counts(&again), [0, 0, 3, 2, 0]);
    let mut next = REGISTER.replace("2,25", "2,75").replace("30/02", "28/02");
    next = next.lines().filter(|line| !line.starts_with("A-5")).collect::<Vec<_>>().join("\n");
    let next = write(&folder, "next.csv", &format!("{next}\nA-1;01/01/2026;X;Marihuana;1;;\n"));
    let report = import(node, &next, &mapping);
    assert_eq!(counts(&report), [1, 1, 1, 2, 0]);
    assert_eq!((report.absent, report.rounding), (1, 0));
    let twice = &report.unreadable.first[1];
    assert_eq!(twice.reason, "line 2 of this file says it is the same row");
    let revised: Vec<Record> =
        records(node).into_iter().filter(|one| one.header.revision == 2).collect();
    assert_eq!(revised.len(), 1);
    let json = revised[0].body_json().unwrap();
    assert_eq!(json.pointer("/statement/items/0/quantity/amount").unwrap(), "2.75");
    let before = records(node).iter().filter(|one| one.header.id == revised[0].header.id).count();
    assert_eq!(before, 2, "the first revision stays");
}

#[test]
fn what_an_officer_changed_or_took_back_is_not_overwritten() {
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["CO", "SN"]));
    let file = write(&folder, "registro.csv", REGISTER);
    let mapping = propose(&file, "CO").mapping;
    import(network.at("CO"), &file, &mapping);
    let all = records(network.at("CO"));
    let draft = |record: &Record, body: Value, to: &[&str]| record::Draft {
        revises: Some(record.header.id),
        recipients: to.iter().map(|code| support::code(code)).collect(),
        ..mapping.draft(&unit(), body)
    };
    // The first is shared as it is; the second is corrected by hand.
    network.publish("CO", draft(&all[0], all[0].body_json().unwrap(), &["SN"])).unwrap();
    let mut corrected = all[1].body_json().unwrap();
    corrected["statement"]["arrests"] = 2.into();
    network.publish("CO", draft(&all[1], corrected, &[])).unwrap();
    let next = REGISTER.replace("1.234,5", "1.300").replace("2,25", "2,75");
    let next = write(&folder, "next.csv", &next);
    let node = network.at("CO");
    let report = import(node, &next, &mapping);
    assert_eq!(counts(&report), [0, 1, 1, 2, 1]);
    let contested = &report.contested.first[0];
    assert_eq!(contested.line, 3);
    let holders = node::author::holders(node, &all[0].header.id).unwrap();
    assert_eq!(holders.len(), 1, "who has it gets the revision");
    network.settle();
    let there = records(network.at("SN"));
    assert_eq!(there.last().unwrap().header.revision, 3);
}

#[test]
fn without_an_identity_a_row_is_its_bytes_and_how_often_they_came() {
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["CO"]));
    let rows =
        "Fecha;Droga;Cantidad;Unidad\n2026-01-03;Heroína;1;gramo\n2026-01-03;Heroína;1;gramo\n";
    let file = write(&folder, "t.csv", rows);
    let mapping = propose(&file, "CO").mapping;
    assert_eq!(mapping.identity, Vec::<String>::new());
    let node = network.at("CO");
    assert_eq!(counts(&import(node, &file, &mapping)), [2, 0, 0, 0, 0]);
    assert_eq!(counts(&import(node, &file, &mapping)), [0, 0, 2, 0, 0]);
    let more = write(&folder, "t.csv", &format!("{rows}2026-01-03;Heroína;1;gramo\n"));
    assert_eq!(counts(&import(node, &more, &mapping)), [1, 0, 2, 0, 0]);
    let occurrences =
        seizures(node).into_iter().map(|s| s.statement.source_row.unwrap().occurrence);
    assert_eq!(occurrences.collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn a_table_in_arabic_and_in_another_encoding_is_read() {
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["JO"]));
    let rows = "تاريخ الضبط,نوع المخدر,الكمية (كغ),بلد المصدر,عدد المقبوض عليهم\n\
        ٠٣/٠١/٢٠٢٦,حشيش,١٢٫٥,لبنان,٢\n";
    let plain = rows.replace(['٠', '١', '٢', '٣', '٥'], "1");
    let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(&plain);
    let legacy = folder.join("legacy.csv");
    std::fs::write(&legacy, bytes).unwrap();
    let file = write(&folder, "t.csv", rows);
    let proposal = propose(&file, "JO");
    let fields: Vec<_> = proposal.columns.iter().map(|one| one.field.code()).collect();
    assert_eq!(fields, ["date", "substance", "amount", "origin", "arrests"]);
    let node = network.at("JO");
    assert_eq!(import(node, &file, &proposal.mapping).records, 1);
    let made = seizures(node).remove(0);
    assert_eq!(at(&made, "/date"), "2026-01-03");
    assert_eq!(at(&made, "/items/0/quantity/base_amount"), "12500");
    assert_eq!(at(&made, "/items/0/substance/code"), "cannabis-resin");
    assert_eq!(at(&made, "/route/origin/country/code"), "LB");
    assert_eq!(at(&made, "/arrests"), 2);
    let layout =
        node::import::sheet::Layout { encoding: Some("windows-1256".into()), ..Default::default() };
    let given = Given { country: Some("JO".into()), layout, source: None };
    let legacy = proposal::propose(&legacy, &given, &Registry::default()).unwrap();
    assert_eq!(legacy.columns[1].values["حشيش"], "cannabis-resin");
}

#[test]
fn review_dates_count_from_entry_not_from_the_seizure() {
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["CO"]));
    let file = write(&folder, "t.csv", &REGISTER.replace("2026", "2006"));
    network.clock.advance(10 * DAY_MS);
    let mapping = propose(&file, "CO").mapping;
    let node = network.at("CO");
    import(node, &file, &mapping);
    let today = jiff::Timestamp::from_millisecond(START + 10 * DAY_MS).unwrap();
    let today = today.to_zoned(jiff::tz::TimeZone::UTC).date();
    for record in records(node) {
        assert_eq!(record.header.review.0, today.saturating_add(jiff::Span::new().years(5)));
    }
}

#[test]
fn an_import_that_broke_off_goes_on_where_it_stopped() {
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["CO"]));
    let rows = |count: u32| -> String {
        let head = "Expediente;Fecha;Droga;Cantidad;Unidad\n".to_owned();
        (0..count).fold(head, |text, n| format!("{text}N{n};2026-01-03;Heroína;{n};gramo\n"))
    };
    let whole = write(&folder, "whole.csv", &rows(2_500));
    let mapping = propose(&whole, "CO").mapping;
    assert_eq!(mapping.identity, ["Expediente"]);
    let node = network.at("CO");
    import(node, &write(&folder, "part.csv", &rows(1_500)), &mapping);
    let rest = import(node, &whole, &mapping);
    assert_eq!(counts(&rest), [1_000, 0, 1_500, 0, 0]);
    assert_eq!(node::fsck::run(node, false, |_| ()).unwrap().faults, Vec::<String>::new());
}

#[test]
fn colombian_seizures_are_imported_as_a_table_in_spanish() {
    let Some(path) = shared("colombia-2018h1.json") else { return };
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let columns = [
        ("fecha", "Fecha hecho"),
        ("departamento", "Departamento"),
        ("municipio", "Municipio"),
        ("zona", "Zona"),
        ("clase_de_sitio", "Clase de sitio"),
        ("clase_de_estupefaciente", "Clase de estupefaciente"),
        ("cantidad", "Cantidad"),
        ("unidad_de_medida", "Unidad de medida"),
    ];
    let mut text = columns.map(|(_, heading)| heading).join(";") + "\n";
    for row in &rows {
        text += &columns.map(|(key, _)| row[key].as_str().unwrap()).join(";");
        text.push('\n');
    }
    let (folder, mut network) = (Folder::new("mapping"), Network::new(&["CO"]));
    let file = write(&folder, "incautaciones.csv", &text);
    let proposal = propose(&file, "CO");
    let trial = proposal.trial.as_ref().unwrap();
    assert_eq!((trial.rows, trial.readable), (1_000, 1_000));
    let node = network.at("CO");
    let report = import(node, &file, &proposal.mapping);
    assert_eq!((report.records, report.unmapped_total), (1_000, 2), "RIOS and VELODROMO");
    let all = seizures(node);
    let base = |s: &&Seizure| at(s, "/items/0/substance/code") == "cocaine-base";
    assert_eq!(all.iter().filter(base).count(), 995);
    let grams: f64 = all
        .iter()
        .map(|s| s.statement.items[0].quantity.as_ref().unwrap().base_amount.unwrap().approximate())
        .sum();
    let expect: f64 =
        rows.iter().map(|row| row["cantidad"].as_str().unwrap().parse::<f64>().unwrap()).sum();
    assert_eq!(grams, expect, "every gram is there");
}

#[test]
fn tables_of_statistics_become_totals_and_not_seizures() {
    let Some(india) = shared("india-ncb-2018-2024-by-state.csv") else { return };
    let mut network = Network::new(&["IN", "GB"]);
    let proposal = propose(&india, "IN");
    assert_eq!(proposal.mapping.rows, Rows::Totals);
    assert_eq!(proposal.mapping.identity, ["Year", "State_UT"]);
    let report = import(network.at("IN"), &india, &proposal.mapping);
    assert_eq!(report.rows, 239);
    assert_eq!(report.records + report.unreadable.count, 239, "every row is told of");
    assert!(report.unreadable.first.iter().all(|f| f.reason.starts_with("nothing was seized")));
    let all = seizures(network.at("IN"));
    let assam = all.iter().find(|s| at(s, "/place/division") == "Assam").unwrap();
    assert_eq!(
        (at(assam, "/date"), at(assam, "/total/until")),
        ("2018-01-01".into(), "2018-12-31".into())
    );
    assert_eq!(at(assam, "/total/events"), 491);
    let ganja = assam.statement.items.iter().find(|i| i.substance.code == "cannabis-herb").unwrap();
    assert_eq!(ganja.quantity.as_ref().unwrap().amount.to_string(), "12209");

    let uk = shared("uk-border-drug-seizures.csv").unwrap();
    let proposal = propose(&uk, "GB");
    let report = import(network.at("GB"), &uk, &proposal.mapping);
    assert_eq!((report.records, report.left_out["adds up other rows"]), (192, 48));
    let first = &seizures(network.at("GB"))[0];
    assert_eq!(at(first, "/date"), "2006-04-01", "a year that ends on 31 March");
    assert_eq!(at(first, "/total/events"), 1_141);
    assert_eq!(at(first, "/items/0/quantity"), Value::Null);
}

#[test]
fn the_second_release_of_the_border_protection_revises_1616_figures() {
    let Some(first) = shared("us-cbp-nationwide-drugs-fy19-fy22.csv") else { return };
    let second = shared("us-cbp-nationwide-drugs-fy20-fy23.csv").unwrap();
    let mut network = Network::new(&["US"]);
    let proposal = propose(&first, "US");
    assert!(proposal.sentences().contains("later release by: FY, Month (abbv), Component"));
    let mut mapping = proposal.mapping;
    mapping.writing.fiscal_year_starts = Some(10);
    let identity = [
        "FY",
        "Month (abbv)",
        "Component",
        "Region",
        "Land Filter",
        "Area of Responsibility",
        "Drug Type",
    ];
    assert_eq!(mapping.identity, identity, "proposed, although a question is open");
    let node = network.at("US");
    let report = import(node, &first, &mapping);
    assert_eq!(counts(&report), [10_092, 0, 0, 0, 0]);
    let report = import(node, &second, &mapping);
    assert_eq!(counts(&report), [2_365, 1_616, 5_943, 0, 0]);
    assert_eq!(report.absent, 2_533, "the year that the second release no longer has");
    // What the 1,616 changes are: the same pounds with other last digits.
    assert_eq!(report.rounding, 1_616);
    assert_eq!(counts(&import(node, &second, &mapping)), [0, 0, 7_559 + 2_365, 0, 0]);
    let all = records(node);
    assert_eq!(all.iter().filter(|one| one.header.revision == 2).count(), 1_616);
    assert!(all.iter().all(|one| one.header.revision <= 2));
    let october = seizures(node).into_iter().find(|s| at(s, "/date") == "2018-10-01").unwrap();
    assert_eq!(at(&october, "/total/until"), "2018-10-31", "FY 2019 begins in October 2018");
}
