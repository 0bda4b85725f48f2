//! Import: a made-up file becomes records, row by row; nothing is dropped silently.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::io::Write;
use std::path::PathBuf;

use node::import::{Fault, Report, unodc};
use node::{Error, Node};
use record::{Body, Unit, kind::Seizure};
use support::Network;
use support::folder::Folder;

const COLUMNS: &str = "REGION;SUBREGION;COUNTRY;ADMINISTRATIVE_DIVISION;PLACE;SEIZURE_DATE;\
    DRUG_NAME;AMOUNT;DRUG_UNIT;HIDING_PLACE;INSTALLATION;TRANSPORT;PRODUCING_COUNTRY;\
    DEPARTURE_COUNTRY;DESTINATION_COUNTRY;ROUTING";
const PARCEL: &str = "Americas;South America;Colombia;Invented;Nowhere;2015-04-13;Cocaine;13.0;\
    Kilogram;Baggage;Airport;Commercial air;Unknown;Colombia;Spain;Border - outbound";
const BALE: &str =
    "Europe;West & Central Europe;Spain;;Nowhere;2015-05-01;Cocaine;1e-05;Gram;;;;;;;";

fn unit() -> Unit {
    Unit::new("POLICE").unwrap()
}

fn write(folder: &Folder, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn table(folder: &Folder, rows: &[&str]) -> PathBuf {
    let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
    write(folder, "table.csv", format!("{COLUMNS}\n{rows}").as_bytes())
}

fn import(node: &mut Node, file: &std::path::Path) -> Report {
    unodc::into(node, file, None, &unit(), |_| ()).unwrap()
}

fn seizures(node: &Node) -> Vec<Seizure> {
    let records = node.store.records_after(0, 10_000).unwrap();
    let bodies = records.iter().map(|row| node.vault.open(&node.store, row).unwrap().body());
    let seizure = |body| match body {
        Body::Seizure(seizure) => *seizure,
        other => panic!("{other:?}"),
    };
    bodies.map(Result::unwrap).map(seizure).collect()
}

/// Imports rows into an empty node: new records, and `line: reason` of what was not read.
fn check(rows: &[&str], records: u64, unreadable: &[&str]) -> Vec<Seizure> {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let node = network.at("CO");
    let report = import(node, &table(&folder, rows));
    let said = report.faults.iter().map(|Fault { line, reason }| format!("{line}: {reason}"));
    assert_eq!(said.collect::<Vec<_>>(), unreadable, "{rows:?}");
    assert_eq!((report.records, report.known, report.others), (records, 0, 0), "{rows:?}");
    assert_eq!(report.rows, records + unreadable.len() as u64, "every row is told of");
    assert_eq!(node.store.record_count().unwrap(), records);
    seizures(node)
}

#[test]
fn every_row_is_a_record_or_is_named() {
    check(&[], 0, &[]);
    check(&[PARCEL, BALE], 2, &[]);
    check(&[&PARCEL.replace(";2015-04-13;", ";2015-02-30;")], 0, &["2: `2015-02-30` is no date"]);
    check(&[&PARCEL.replace("13.0", "13,0"), BALE], 1, &["2: `13,0` is no amount"]);
    check(&[&BALE.replace("e-05", "e-99")], 0, &["2: `1e-99` is no amount"]);
    check(&[&PARCEL.replace("13.0", "-1.0")], 0, &["2: quantity: is negative"]);
    check(&[&PARCEL.replace("Cocaine", "")], 0, &["2: no drug"]);
    check(&[&PARCEL.replace(";Colombia;Inv", ";;Inv")], 0, &["2: no country"]);
    check(&["a;b", BALE], 1, &["2: 2 cells, not 16"]);
    let open = PARCEL.replace("Nowhere", "\"Nowhere");
    check(&[&open, BALE, PARCEL], 2, &["2: a quote is not closed"]);
}

#[test]
fn bytes_that_are_no_text_cost_one_row() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let bytes = [COLUMNS.as_bytes(), b"\n", &PARCEL.as_bytes()[..30], b"\xff\n", BALE.as_bytes()];
    let report = import(network.at("CO"), &write(&folder, "table.csv", &bytes.concat()));
    assert_eq!(report.faults, [Fault { line: 2, reason: "not UTF-8".into() }]);
    assert_eq!(report.records, 1);
}

#[test]
fn raw_values_stand_beside_codes() {
    let quoted = PARCEL.replace("Nowhere", "\"Nowhere\nGate \"\"4\"\"\"");
    let seizure = check(&[&quoted], 1, &[]).remove(0).statement;
    let json = serde_json::to_value(&seizure).unwrap();
    let check = |pointer: &str, expect: serde_json::Value| {
        assert_eq!(json.pointer(pointer), Some(&expect), "{pointer} of {json}");
    };
    check("/date", "2015-04-13".into());
    check("/place/country", "CO".into());
    check("/place/name", "Nowhere\nGate \"4\"".into());
    check("/reporting_country", "CO".into());
    check("/source_row/values/COUNTRY", "Colombia".into());
    check("/items/0/substance/raw", "Cocaine".into());
    check("/items/0/quantity/amount", "13".into());
    check("/items/0/quantity/unit/code", "kilogram".into());
    check("/items/0/quantity/unit/raw", "Kilogram".into());
    check("/items/0/quantity/base_amount", "13000".into());
    check("/concealment/hiding_place/raw", "Baggage".into());
    check("/place/place_type/raw", "Airport".into());
    check("/route/transport/raw", "Commercial air".into());
    check("/route/routing/raw", "Border - outbound".into());
    check("/route/origin/country/code", "unknown".into());
    check("/route/origin/known", false.into());
    check("/route/destination/country/code", "ES".into());
    check("/route/destination/known", true.into());
}

#[test]
fn amounts_are_exact_and_keep_how_they_were_written() {
    let bale = check(&[BALE], 1, &[]).remove(0).statement;
    let quantity = bale.items[0].quantity.as_ref().unwrap();
    assert_eq!(quantity.amount.to_string(), "0.00001");
    assert_eq!(bale.source_row.unwrap().values["AMOUNT"], "1e-05");
    let large = check(&[&BALE.replace("1e-05", "2.5e+03")], 1, &[]).remove(0).statement;
    assert_eq!(large.items[0].quantity.as_ref().unwrap().amount.to_string(), "2500");
    let none = check(&[&BALE.replace("1e-05", "")], 1, &[]).remove(0).statement;
    assert_eq!(none.items[0].quantity, None);
    assert_eq!(none.source_row.unwrap().values["DRUG_UNIT"], "Gram");
    let ounce = check(&[&BALE.replace("Gram", "Ounce")], 1, &[]).remove(0).statement;
    let quantity = ounce.items[0].quantity.as_ref().unwrap();
    assert_eq!(quantity.base_amount, None, "nobody says which ounce");
}

#[test]
fn a_value_on_no_list_is_unknown_and_counted() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let strange = PARCEL.replace("Cocaine", "Moon dust").replace("Spain", "Atlantis");
    let node = network.at("CO");
    let file = table(&folder, &[&strange, &strange, BALE]);
    let json = import(node, &file).to_json();
    assert_eq!(json["unmapped"], 4);
    let expect = serde_json::json!([
        {"list": "country", "raw": "Atlantis", "count": 2},
        {"list": "drug", "raw": "Moon dust", "count": 2}]);
    assert_eq!(json["unmapped_values"], expect);
    let substance = &seizures(node)[0].statement.items[0].substance;
    assert_eq!((substance.code.as_str(), substance.raw.as_deref()), ("unknown", Some("Moon dust")));
    assert_eq!(import(node, &file).unmapped_total, 0, "only new records are counted");
}

#[test]
fn a_row_is_its_bytes_and_how_often_they_came_before() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let node = network.at("CO");
    let mut rows = vec![PARCEL, BALE, PARCEL, PARCEL];
    assert_eq!(import(node, &table(&folder, &rows)).records, 4);
    let again = import(node, &table(&folder, &rows));
    assert_eq!((again.records, again.known), (0, 4));
    rows.insert(0, PARCEL);
    let other = BALE.replace("2015-05-01", "2015-05-02");
    rows.insert(2, &other);
    let more = import(node, &table(&folder, &rows));
    assert_eq!((more.records, more.known), (2, 4), "whatever the place in the file");
    let space = PARCEL.replace("Nowhere", "Nowhere ");
    assert_eq!(import(node, &table(&folder, &[&space])).records, 1, "other bytes, another row");
}

#[test]
fn a_country_takes_its_own_rows() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let file = table(&folder, &[PARCEL, BALE, PARCEL, "a;b"]);
    let node = network.at("CO");
    let report = unodc::into(node, &file, Some("CO"), &unit(), |_| ()).unwrap();
    let Report { rows, records, others, faults, .. } = report;
    assert_eq!((rows, records, others, faults.len()), (4, 2, 1, 1));
    let whole = import(node, &file);
    assert_eq!((whole.records, whole.known), (1, 2), "the rest follows");
    let unknown = unodc::into(node, &file, Some("QQ"), &unit(), |_| ());
    assert!(matches!(unknown, Err(Error::Record(_))));
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_zipped_table_is_the_same_table() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let table = format!("\u{feff}{COLUMNS}\r\n{PARCEL}\r\n{BALE}");
    let node = network.at("CO");
    let zipped = write(&folder, "table.zip", &zip(&[("table.csv", table.as_bytes())]));
    assert_eq!(import(node, &zipped).records, 2);
    let plain = write(&folder, "table.csv", table.as_bytes());
    assert_eq!(import(node, &plain).known, 2);
}

#[test]
fn what_is_no_such_table_is_refused_whole() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let node = network.at("CO");
    let mut check = |bytes: &[u8], expect: &str| {
        let file = write(&folder, "table", bytes);
        let error = unodc::into(node, &file, None, &unit(), |_| ()).unwrap_err();
        assert!(matches!(error, Error::Usage(_)), "{error:?}");
        assert!(error.to_string().contains(expect), "{error}");
        assert_eq!(node.store.record_count().unwrap(), 0);
    };
    check(b"", "the file is empty");
    check(b"a;b\nc;d\n", "the columns are not");
    check(&COLUMNS.replace("PLACE", "PLAICE").into_bytes(), "the columns are not");
    check(b"PK but no zip", "table");
    check(&zip(&[("a.csv", b""), ("b.csv", b"")]), "one table is expected, there are 2");
    let absent = unodc::into(network.at("CO"), &folder.join("absent"), None, &unit(), |_| ());
    assert!(matches!(absent, Err(Error::File { .. })));
}

/// Many different rows, more than two transactions of them.
fn many() -> Vec<String> {
    let numbered = |number| PARCEL.replace("Nowhere", &format!("Gate {number}"));
    (0..3_000).map(numbered).collect()
}

#[test]
fn an_import_that_broke_off_goes_on_where_it_stopped() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let node = network.at("CO");
    let text = format!("{COLUMNS}\n{}\n", many().join("\n"));
    let whole = zip(&[("table.csv", text.as_bytes())]);
    let mut damaged = whole.clone();
    let late = damaged.len() - 2_000;
    damaged[late..late + 64].fill(0xff);
    let broken = unodc::into(node, &write(&folder, "damaged", &damaged), None, &unit(), |_| ());
    assert!(matches!(broken, Err(Error::File { .. })), "{broken:?}");
    let kept = node.store.record_count().unwrap();
    assert!(0 < kept && kept < 3_000 && kept % 1_024 == 0, "whole batches stay: {kept}");
    let rest = import(node, &write(&folder, "whole", &whole));
    assert_eq!((rest.records, rest.known), (3_000 - kept, kept));
    let faults = node::fsck::run(node, false, |_| ()).unwrap().faults;
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn each_transaction_leaves_an_audit_entry_and_progress() {
    let (folder, mut network) = (Folder::new("import"), Network::new(&["CO"]));
    let node = network.at("CO");
    let rows = many();
    let file = table(&folder, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let mut steps = Vec::new();
    unodc::into(node, &file, None, &unit(), |progress| steps.push(progress)).unwrap();
    let length = std::fs::metadata(&file).unwrap().len();
    assert_eq!(steps.iter().map(|step| step.rows).collect::<Vec<_>>(), [1_024, 2_048, 3_000]);
    assert!(steps.is_sorted_by_key(|step| step.bytes));
    assert_eq!(steps.last().map(|step| (step.bytes, step.bytes_total)), Some((length, length)));
    let minute = node::audit::minute(node.now());
    let entries = node.store.audit_of_minute(minute).unwrap();
    let events = entries.iter().map(|(_, bytes)| node::audit::read(bytes).unwrap().1);
    let imported: Vec<_> =
        events.filter(|event| event.deed == node::audit::Deed::Imported).collect();
    assert_eq!(imported.iter().map(|event| event.count).collect::<Vec<_>>(), [1_024, 1_024, 952]);
    assert!(imported.iter().all(|event| event.by == "importer" && event.set.is_some()));
    assert!(node.take_announced().is_empty(), "nobody watches while it imports");
}
