//! Real input: UNODC's individual seizures. Three countries import their rows, share what concerns
//! the others, and hold exactly that. Skipped where `../shared` is not there.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use node::import::{Format, Identity, Made, Report, unodc};
use node::store::entry::Page;
use node::view::{Listing, Session};
use node::{Error, Node, author, export, flow, fsck};
use record::handling::HandlingCode;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::policy::Act;
use record::{Body, Digest, Draft, Handling, Kind, Level, NodeCode, Purpose, RecordId, Unit};
use seal::evidence::Evidence;
use support::canary::{Watch, network, pass_the_grace};
use support::folder::Folder;
use support::{Network, START, code, control, officer};

const FILE: &str = "../../../shared/data/seizures/unodc-ids-2011-2016.csv.zip";
const CANARY: &str = "canary-28d5e0-serinus";
const NODES: [&str; 3] = ["CO", "ES", "VE"];
const COUNTRIES: [(&str, &str); 3] =
    [("Colombia", "CO"), ("Spain", "ES"), ("Venezuela, Bolivarian Republic of", "VE")];
/// Of the rows that concern one country only, every so many are taken: the path is the same.
const SAMPLE: usize = 200;

fn unit() -> Unit {
    Unit::new("POLICE").unwrap()
}

/// The whole table, or none where it is not on this machine.
fn table() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let Ok(file) = std::fs::File::open(&path) else {
        println!("SKIPPED: {} is not here", path.display());
        return None;
    };
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut text = String::new();
    archive.by_index(0).unwrap().read_to_string(&mut text).unwrap();
    Some(text)
}

fn write(folder: &Folder, header: &str, rows: &[&str]) -> PathBuf {
    let path = folder.join("rows.csv");
    std::fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    path
}

/// A row as this test reads it: its line, who reported it, and which of the others it concerns.
struct Case<'a> {
    line: &'a str,
    owner: &'static str,
    departure: Option<&'static str>,
    destination: Option<&'static str>,
}

impl Case<'_> {
    fn concerned(&self) -> BTreeSet<&'static str> {
        let ends = self.departure.into_iter().chain(self.destination);
        ends.filter(|code| *code != self.owner).collect()
    }

    /// What left another country is not passed on; what was going to one is not for courts.
    fn handling(&self) -> Handling {
        let left = self.departure.is_some_and(|code| code != self.owner);
        let code = if left { HandlingCode::H2 } else { HandlingCode::H1 };
        Handling::new(Level::Restricted, &[code])
    }
}

fn cases(table: &str) -> Vec<Case<'_>> {
    let known = |name: &str| COUNTRIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    let mut cases = Vec::new();
    for (number, line) in table.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(';').collect();
        let Some(owner) = cells.get(2).and_then(|name| known(name)) else { continue };
        assert!(cells.len() == 16 && !line.contains(";\""), "no quoted separators: {line}");
        let case = Case { line, owner, departure: known(cells[13]), destination: known(cells[14]) };
        if !case.concerned().is_empty() || number % SAMPLE == 0 {
            cases.push(case);
        }
    }
    cases
}

/// Rows of the file by their bytes and how often those came before.
fn identities<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(Digest, u32)> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let identity = |line: &'a str| {
        let count = seen.entry(line).or_default();
        *count += 1;
        (Digest::of(&[b"amana/1/foreign-row", line.as_bytes()]), *count - 1)
    };
    lines.map(identity).collect()
}

/// The ids a node gave the rows it imported.
fn ids(node: &Node) -> BTreeMap<(Digest, u32), RecordId> {
    let records = node.store.records_after(0, 100_000).unwrap();
    let each = records.iter().map(|stored| {
        let record = node.vault.open(&node.store, stored).unwrap();
        let Body::Seizure(seizure) = record.body().unwrap() else { panic!("not a seizure") };
        let row = seizure.statement.source_row.unwrap();
        ((row.row, row.occurrence), record.header.id)
    });
    each.collect()
}

/// A case goes to those it concerns, as the owner's next revision.
fn share(node: &mut Node, id: RecordId, case: &Case<'_>, canary: Option<&str>) {
    let stored = node.store.latest_record(&node.code, &id).unwrap().unwrap();
    let record = node.vault.open(&node.store, &stored).unwrap();
    let mut body = record.body_json().unwrap();
    if let Some(canary) = canary {
        body["statement"]["place"]["name"] = canary.into();
        body["free_text"] = serde_json::json!({"language": "es", "text": canary});
    }
    let draft = Draft {
        handling: case.handling(),
        purposes: record.header.purposes.clone(),
        evaluation: record.header.evaluation.clone(),
        recipients: case.concerned().into_iter().map(code).collect(),
        revises: Some(id),
        ..author::plain_draft(Kind::Seizure, &unit(), body)
    };
    flow::publish_audited(node, author::read(draft).unwrap(), &officer()).unwrap().unwrap();
}

fn session() -> Session {
    Session { author: officer(), purpose: Purpose::CriminalInvestigation }
}

/// Everything of an owner that a node lists.
fn listed(network: &mut Network, at: &str, owner: &str) -> BTreeSet<String> {
    let node = network.at(at);
    let (mut names, mut before) = (BTreeSet::new(), None);
    loop {
        let page = Page { before, limit: 500 };
        let listing = Listing { owner: Some(code(owner)), page, ..Listing::default() };
        let guarded = node.sight().list(&session(), &listing).unwrap();
        let titles = node.commit(|node| node::audit::record(node, guarded)).unwrap();
        let Some(last) = titles.last() else { return names };
        before = Some(last.cursor);
        names.extend(titles.into_iter().map(|title| title.name));
    }
}

/// What a node answers when it is asked for an act on a record.
fn answer(node: &mut Node, act: Act, owner: &NodeCode, id: &RecordId) -> Result<(), String> {
    let guarded = node.sight().show(&session(), act, (owner, id, None)).unwrap();
    let shown = node.commit(|node| node::audit::record(node, guarded)).unwrap();
    shown.map(drop).map_err(|error| match error {
        Error::Refused(rule) => rule.code().to_owned(),
        other => other.to_string(),
    })
}

fn check_evidence(network: &mut Network, at: &str, owner: &str, id: &RecordId) {
    let node = network.at(at);
    let file = node.commit(|node| export::evidence(node, &code(owner), id, None)).unwrap();
    let evidence: Evidence = serde_json::from_value(file["evidence"].clone()).unwrap();
    let (signer, proven) = evidence.verify_in(&node.directory).unwrap();
    assert_eq!(signer.as_str(), owner);
    assert!(evidence.index < proven.checkpoint.size);
}

/// The three nodes after everyone imported and shared.
struct Shared<'a> {
    network: Network,
    cases: Vec<(Case<'a>, RecordId)>,
    /// The case that says the canary.
    canary: RecordId,
}

fn shared<'a>(folder: &Folder, table: &'a str) -> Shared<'a> {
    let mut network = network(folder, &NODES);
    let cases = cases(table);
    let lines: Vec<&str> = cases.iter().map(|case| case.line).collect();
    let file = write(folder, table.lines().next().unwrap(), &lines);
    let mut known = BTreeMap::new();
    for owner in NODES {
        let node = network.at(owner);
        let report = unodc::into(node, &file, Some(owner), &unit(), |_| ()).unwrap();
        let own = cases.iter().filter(|case| case.owner == owner).count() as u64;
        let Report { records, others, faults, .. } = report;
        assert_eq!((records, others, faults.len()), (own, lines.len() as u64 - own, 0), "{owner}");
        known.insert(owner, ids(node));
    }
    std::fs::remove_file(file).unwrap();
    let identities = identities(lines.iter().copied());
    let id = |(case, row): (&Case<'_>, _)| known[case.owner][row];
    let ids: Vec<RecordId> = cases.iter().zip(&identities).map(id).collect();
    let cases: Vec<(Case<'a>, RecordId)> = cases.into_iter().zip(ids).collect();
    let both = cases.iter().find(|(case, _)| case.owner == "VE" && case.concerned().len() == 2);
    let canary = both.unwrap().1;
    for owner in NODES {
        let own = |(case, _): &&(Case<'_>, RecordId)| case.owner == owner;
        let told = cases.iter().filter(own).filter(|(case, _)| !case.concerned().is_empty());
        let node = network.at(owner);
        node.begin().unwrap();
        told.for_each(|(case, id)| share(node, *id, case, (*id == canary).then_some(CANARY)));
        node.finish().unwrap();
    }
    network.settle();
    Shared { network, cases, canary }
}

#[test]
fn three_countries_hold_exactly_what_concerns_them() {
    let Some(table) = table() else { return };
    let folder = Folder::new("unodc");
    let Shared { mut network, cases, .. } = shared(&folder, &table);
    let mut directions = BTreeMap::new();
    for (at, owner) in NODES.iter().flat_map(|at| NODES.map(|owner| (*at, owner))) {
        let held = |case: &Case<'_>| case.owner == at || case.concerned().contains(at);
        let expect = cases.iter().filter(|(case, _)| case.owner == owner && held(case));
        let expect: Vec<_> = expect.collect();
        let revision = |case: &Case<'_>| if case.concerned().is_empty() { 1 } else { 2 };
        let name = |(case, id): &&(Case<'_>, RecordId)| format!("{owner}/{id}/{}", revision(case));
        let names: BTreeSet<String> = expect.iter().map(name).collect();
        assert_eq!(names.len(), expect.len(), "an id a row");
        assert_eq!(listed(&mut network, at, owner), names, "{owner} at {at}");
        if at == owner {
            continue;
        }
        directions.insert((owner, at), names.len());
        for (case, id) in expect {
            check_evidence(&mut network, at, owner, id);
            check_handling(network.at(at), case, id);
        }
    }
    // Counted from the file by other means.
    let counts = [("CO", "ES", 1), ("CO", "VE", 7), ("ES", "CO", 899)];
    let more = [("ES", "VE", 212), ("VE", "CO", 1_001), ("VE", "ES", 404)];
    let counts = counts.into_iter().chain(more).map(|(from, to, count)| ((from, to), count));
    assert_eq!(directions, counts.collect());
    for node in &mut network.nodes {
        let report = fsck::run(node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{}", node.code);
    }
}

fn check_handling(node: &mut Node, case: &Case<'_>, id: &RecordId) {
    let owner = code(case.owner);
    let left = case.departure.is_some_and(|code| code != case.owner);
    let (passing_on, court): (Result<(), String>, Result<(), String>) =
        if left { (Err("HND-10".into()), Ok(())) } else { (Ok(()), Err("HND-09".into())) };
    assert_eq!(answer(node, Act::Read, &owner, id), Ok(()));
    assert_eq!(answer(node, Act::PassOn, &owner, id), passing_on, "{}", case.line);
    assert_eq!(answer(node, Act::CourtExport, &owner, id), court, "{}", case.line);
}

#[test]
fn what_was_recalled_is_shown_by_nobody_and_then_is_nowhere() {
    let Some(table) = table() else { return };
    let (folder, backups) = (Folder::new("unodc"), Folder::new("unodc-backup"));
    let Shared { mut network, canary: id, .. } = shared(&folder, &table);
    let watch = Watch {
        folder: &folder,
        backups: &backups,
        codes: &NODES,
        owner: "VE",
        id,
        canary: CANARY,
    };
    let kept = watch.check_there(&network);
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("VE", recall).unwrap();
    network.settle();
    for at in NODES {
        for act in [Act::Read, Act::Export] {
            assert_eq!(answer(network.at(at), act, &code("VE"), &id), Err("HND-01".into()), "{at}");
        }
        let name = format!("VE/{id}/");
        let names = listed(&mut network, at, "VE");
        assert!(!names.is_empty() && !names.iter().any(|listed| listed.starts_with(&name)), "{at}");
    }
    pass_the_grace(&mut network, &NODES);
    watch.check_gone(&network, &kept, START);
}

#[test]
fn every_row_of_the_file_is_read() {
    let Some(text) = table() else { return };
    let format = unodc::Seizures::new(None, &unit());
    let mut bytes = text.as_bytes();
    let mut rows = node::import::table::Rows::new(&mut bytes);
    let (mut seen, mut identities) = (BTreeMap::<Digest, u32>::new(), HashSet::new());
    rows.read().unwrap();
    while let Some(read) = rows.read().unwrap() {
        let node::import::table::Found::Row { line, bytes } = read else { panic!("{read:?}") };
        let digest = Digest::of(&[&bytes]);
        let count = seen.entry(digest).or_default();
        let identity = Identity { digest, occurrence: *count };
        *count += 1;
        identities.insert((digest, identity.occurrence));
        match format.make(&bytes, identity) {
            Made::Body { unmapped, .. } => assert_eq!(unmapped, [], "line {line}"),
            other => panic!("line {line}: {other:?}"),
        }
    }
    assert_eq!(identities.len(), 311_038);
    assert!(seen.len() < 270_000, "rows that repeat others exactly are still rows");
}

/// Every hundredth row, then again, then with a hundred more: the whole file takes as long as the
/// benchmark says.
#[test]
fn a_second_run_adds_none_and_a_hundred_more_rows_add_a_hundred() {
    let Some(table) = table() else { return };
    let (folder, mut network) = (Folder::new("unodc"), Network::new(&["CO"]));
    let node = network.at("CO");
    let lines: Vec<&str> = table.lines().filter(|line| !line.contains('"')).collect();
    let mut rows: Vec<&str> = lines[1..].iter().step_by(100).copied().collect();
    let count = rows.len() as u64;
    let mut import = |rows: &[&str]| {
        let file = write(&folder, lines[0], rows);
        let report = unodc::into(node, &file, None, &unit(), |_| ()).unwrap();
        (report.rows, report.records, report.faults.len())
    };
    assert_eq!(import(&rows), (count, count, 0));
    assert_eq!(import(&rows), (count, 0, 0));
    // Some repeat rows that are there, some are new.
    rows.splice(500..500, lines[7_000..7_100].iter().copied());
    assert_eq!(import(&rows), (count + 100, 100, 0));
}
