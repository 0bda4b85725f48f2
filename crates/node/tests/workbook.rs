//! Tables in Excel workbooks: a made-up one, written here, is understood, imports and revises.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::io::Write;
use std::path::PathBuf;

use node::Node;
use node::import::mapping::Mapping;
use node::import::proposal::{self, Given, Proposal};
use node::import::seizure;
use node::import::sheet::Layout;
use record::codelist::Registry;
use record::kind::Seizure;
use record::{Body, Unit};
use serde_json::Value;
use support::Network;
use support::folder::Folder;

/// A cell as a workbook holds it.
enum Cell {
    /// Among the texts that all sheets share.
    Shared(&'static str),
    Inline(&'static str),
    Number(&'static str),
    /// Days since 30 December 1899, shown as a day.
    Day(u32),
    Empty,
}
use Cell::{Day, Empty, Inline, Number, Shared};

/// 3 and 28 January 2026.
const THIRD: u32 = 46_025;
const TWENTY_EIGHTH: u32 = 46_050;

fn register() -> Vec<Vec<Cell>> {
    let title = vec![Inline("Registro de incautaciones, enero de 2026")];
    let headings = [
        "Expediente",
        "Fecha",
        "Municipio",
        "Clase de droga",
        "Peso neto (kg)",
        "Peso bruto (kg)",
        "Tipo de vehículo",
        "Sentido",
        "Modo de ocultamiento",
    ];
    let first = vec![
        Inline("A-1"),
        Day(THIRD),
        Shared("Leticia"),
        Shared("BASE DE COCA"),
        Number("1234.5"),
        Number("1300"),
        Inline("Camión"),
        Inline("Exportación"),
        Inline("Doble fondo"),
    ];
    let second = vec![
        Inline("A-2"),
        Day(TWENTY_EIGHTH),
        Shared("Leticia"),
        Inline("Marihuana"),
        Empty,
        Number("2.25"),
        Inline("Carreta"),
        Inline("Importación"),
        Inline("Doble fondo"),
    ];
    vec![title, Vec::new(), headings.map(Inline).into(), first, second]
}

fn column(at: usize) -> char {
    char::from(b'A' + at as u8)
}

fn sheet(rows: &[Vec<Cell>], shared: &mut Vec<&'static str>) -> String {
    let mut text = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (row, cells) in rows.iter().enumerate() {
        text += &format!("<row r=\"{}\">", row + 1);
        for (at, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", column(at), row + 1);
            text += &match cell {
                Shared(word) => {
                    shared.push(word);
                    format!("<c r=\"{place}\" t=\"s\"><v>{}</v></c>", shared.len() - 1)
                }
                Inline(word) => {
                    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{word}</t></is></c>")
                }
                Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
                Day(day) => format!("<c r=\"{place}\" s=\"1\"><v>{day}</v></c>"),
                Empty => String::new(),
            };
        }
        text += "</row>";
    }
    text + "</sheetData></worksheet>"
}

const TYPES: &str =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook with a sheet of notes before the register's.
fn workbook(folder: &Folder, name: &str, rows: &[Vec<Cell>]) -> PathBuf {
    let mut shared = Vec::new();
    let notes = sheet(&[vec![Inline("Notas"), Inline("Nada que leer aquí")]], &mut shared);
    let register = sheet(rows, &mut shared);
    let strings: String = shared.iter().map(|word| format!("<si><t>{word}</t></si>")).collect();
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{DOCUMENT}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: &str| format!("<Relationships xmlns=\"{PACKAGE}\">{all}</Relationships>");
    let book = format!(
        "<workbook xmlns=\"{SPREADSHEET}\" xmlns:r=\"{DOCUMENT}\"><sheets>\
         <sheet name=\"Notas\" sheetId=\"1\" r:id=\"rId1\"/>\
         <sheet name=\"Incautaciones\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{SPREADSHEET}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/>\
         <xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", relations(&relation("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                &[
                    relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                    relation("rId2", "worksheet", "worksheets/sheet2.xml"),
                    relation("rId3", "styles", "styles.xml"),
                    relation("rId4", "sharedStrings", "sharedStrings.xml"),
                ]
                .concat(),
            ),
        ),
        ("xl/worksheets/sheet1.xml", notes),
        ("xl/worksheets/sheet2.xml", register),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{SPREADSHEET}\">{strings}</sst>")),
    ];
    let path = folder.join(name);
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    path
}

fn propose(file: &std::path::Path) -> Proposal {
    let layout =
        Layout { sheet: Some("Incautaciones".into()), heading_line: Some(3), ..Layout::default() };
    let given = Given { country: Some("CO".into()), layout, source: None };
    proposal::propose(file, &given, &Registry::default()).unwrap()
}

fn import(node: &mut Node, file: &std::path::Path, mapping: &Mapping) -> [u64; 4] {
    let unit = Unit::new("POLICE").unwrap();
    let report = seizure::into(node, file, mapping, &unit, |_| ()).unwrap();
    [report.records, report.revised, report.unchanged, report.unreadable.count]
}

fn seizures(node: &Node) -> Vec<Seizure> {
    let stored = node.store.records_after(0, 1_000).unwrap();
    let bodies = stored.iter().map(|row| node.vault.open(&node.store, row).unwrap().body());
    let seizure = |body| match body {
        Body::Seizure(seizure) => *seizure,
        other => panic!("{other:?}"),
    };
    bodies.map(Result::unwrap).map(seizure).collect()
}

fn at(seizure: &Seizure, pointer: &str) -> Value {
    let json = serde_json::to_value(&seizure.statement).unwrap();
    json.pointer(pointer).cloned().unwrap_or(Value::Null)
}

#[test]
fn a_sheet_of_a_workbook_is_understood_below_its_title() {
    let folder = Folder::new("workbook");
    let file = workbook(&folder, "registro.xlsx", &register());
    let proposal = propose(&file);
    let fields: Vec<_> = proposal.columns.iter().map(|one| one.field.code()).collect();
    let expect = [
        "keep",
        "date",
        "place",
        "substance",
        "amount",
        "gross-amount",
        "conveyance",
        "direction",
        "method",
    ];
    assert_eq!(fields, expect);
    let unclear = &proposal.columns[6].unclear;
    assert_eq!((unclear.len(), unclear[0].raw.as_str(), unclear[0].line), (1, "Carreta", 5));
    let trial = proposal.trial.as_ref().unwrap();
    assert_eq!((trial.rows, trial.readable), (2, 2));
    assert_eq!(Mapping::parse(&proposal.to_toml()).unwrap(), proposal.mapping);
}

#[test]
fn a_workbook_imports_and_its_next_release_revises() {
    let (folder, mut network) = (Folder::new("workbook"), Network::new(&["CO"]));
    let file = workbook(&folder, "registro.xlsx", &register());
    let mapping = propose(&file).mapping;
    let node = network.at("CO");
    assert_eq!(import(node, &file, &mapping), [2, 0, 0, 0]);
    let all = seizures(node);
    let [first, second] = &all[..] else { panic!("{all:?}") };
    assert_eq!(at(first, "/date"), "2026-01-03", "a day is a day, and no number");
    assert_eq!(at(first, "/place/name"), "Leticia");
    assert_eq!(at(first, "/items/0/substance/code"), "cocaine-base");
    assert_eq!(at(first, "/items/0/quantity/base_amount"), "1234500");
    assert_eq!(at(first, "/items/0/quantity/gross"), Value::Null);
    assert_eq!(at(first, "/items/0/gross_quantity/base_amount"), "1300000");
    assert_eq!(at(first, "/items/0/gross_quantity/gross"), true);
    assert_eq!(at(first, "/route/conveyance/code"), "lorry");
    assert_eq!(at(first, "/route/direction/code"), "export");
    assert_eq!(at(first, "/concealment/method/code"), "baggage-false-bottom");
    assert_eq!(at(first, "/concealment/text"), Value::Null);
    assert_eq!(at(second, "/date"), "2026-01-28");
    assert_eq!(at(second, "/items/0/quantity/amount"), "2.25", "weighed with its packing only");
    assert_eq!(at(second, "/items/0/quantity/gross"), true);
    assert_eq!(at(second, "/items/0/gross_quantity"), Value::Null);
    assert_eq!(at(second, "/route/conveyance/code"), "unknown");
    assert_eq!(at(second, "/route/conveyance/raw"), "Carreta");

    assert_eq!(import(node, &file, &mapping), [0, 0, 2, 0]);
    let mut next = register();
    next[4][5] = Number("2.75");
    let next = workbook(&folder, "febrero.xlsx", &next);
    assert_eq!(import(node, &next, &mapping), [0, 1, 1, 0]);
}

#[test]
fn a_sheet_that_is_not_there_is_named() {
    let folder = Folder::new("workbook");
    let file = workbook(&folder, "registro.xlsx", &register());
    let layout = Layout { sheet: Some("Febrero".into()), ..Layout::default() };
    let given = Given { layout, ..Given::default() };
    let refused = proposal::propose(&file, &given, &Registry::default()).unwrap_err().to_string();
    assert!(refused.contains("Febrero"), "{refused}");
}
