//! Tables: what a search finds, taken out of the node as CSV or JSON lines, page by page. Each page
//! is decided by policy and stored in the audit before it leaves.

use record::Header;
use record::facet::Facet;
use record::policy::{self, Act, Class, Decision};
use serde::{Deserialize, Serialize};

use crate::audit::{Deed, Event, Guarded};
use crate::find::query::Plan;
use crate::find::run::{Counted, Part, Run};
use crate::store::record::Stored;
use crate::view::{Session, Sight, View};
use crate::{Config, Error};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    Csv,
    /// One JSON document a line.
    Jsonl,
}

/// What it is taken out for: the owner's handling codes forbid some of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// Within the node's own work; H3 forbids it.
    #[default]
    Own,
    /// In proceedings before a court; H1 and H3 forbid it.
    Court,
    /// For someone else; H2 and H3 forbid it.
    PassOn,
}

impl Use {
    pub fn act(self) -> Act {
        match self {
            Self::Own => Act::Export,
            Self::Court => Act::CourtExport,
            Self::PassOn => Act::PassOn,
        }
    }
}

/// What is taken out, and how.
#[derive(Clone, Debug)]
pub struct Order {
    pub plan: Plan,
    pub form: Form,
    pub used: Use,
}

/// Lines that may leave, once they are audited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    pub text: Vec<u8>,
    pub records: u64,
    /// Continues the table.
    pub next: Option<i64>,
    /// How many records the whole table has; said on the first page.
    pub count: u64,
    pub counted: Counted,
}

const COLUMNS: [&str; 11] = [
    "name",
    "kind",
    "title",
    "day",
    "created",
    "expiry",
    "level",
    "handling_codes",
    "conditions",
    "evaluation",
    "purposes",
];

/// The first line of a CSV file, with the mark that lets spreadsheets read Arabic.
pub fn heading(form: Form) -> Result<Vec<u8>, Error> {
    if form == Form::Jsonl {
        return Ok(Vec::new());
    }
    let names = COLUMNS.into_iter().chain(Facet::ALL.iter().map(|facet| facet.code()));
    let mut text = "\u{feff}".as_bytes().to_vec();
    text.extend(csv_line(names.map(str::to_owned))?);
    Ok(text)
}

impl Sight<'_> {
    /// A page of a table. Only classes that may be listed, read and taken out are looked at; where
    /// none of those that may be listed is left, the first rule that says no refuses.
    pub fn lines(
        &self,
        session: &Session,
        order: &Order,
        before: Option<i64>,
        config: &Config,
    ) -> Result<Guarded<Result<Lines, Error>>, Error> {
        let event = Event::new(Deed::Exported, &session.author, self.now)
            .purpose(session.purpose)
            .reason(if order.form == Form::Csv { "csv" } else { "jsonl" });
        let listed = self.allowed_classes(session, Act::List)?;
        let reader = self.reader(session);
        let decide = |class: &Class| {
            let to = |act| policy::decide(self.tables, &reader, act, session.purpose, class);
            match to(Act::Read) {
                Decision::Granted => to(order.used.act()),
                refused => refused,
            }
        };
        let (classes, refused): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|(_, class)| decide(class).is_granted());
        if let (true, Some((_, class))) = (classes.is_empty(), refused.first())
            && let Decision::Refused(rule) = decide(class)
        {
            return Ok(Guarded::new(Err(Error::Refused(rule)), event.refused(rule)));
        }
        let (store, vault, plan) = (self.store, self.vault, &order.plan);
        let run = Run { store, vault, config, classes: &classes, plan };
        let limit = config.page_entries_max as usize;
        let found = run.page(Part { before, limit, facets: false })?;
        let max = config.export_rows_max;
        if found.count > max {
            let refused = Error::Limit { what: "an export", limit: "export_rows_max", max };
            return Ok(Guarded::new(Err(refused), event));
        }
        let (next, count, counted) = (found.next, found.count, found.counted);
        let mut lines = Lines { next, count, counted, ..Lines::default() };
        let mut names = Vec::with_capacity(found.rows.len());
        let mut event = event;
        for row in found.rows {
            // It may have been revised or taken back since it was found, or while the page is made.
            if self.still_there(&[row], &classes)?.is_empty() {
                continue;
            }
            let stored = self.store.record_row(row)?;
            let stored =
                stored.ok_or_else(|| Error::Damaged("a posting without a record".into()))?;
            lines.text.extend(self.line(&stored, order.form)?);
            let name = Header::from_bytes(&stored.header)?.name();
            event = event.about(&name.owner, &name.id);
            names.push(name.to_string());
            lines.records += 1;
        }
        let event = event.set(names.iter().map(String::as_str));
        Ok(Guarded::new(Ok(lines), event))
    }

    fn line(&self, stored: &Stored, form: Form) -> Result<Vec<u8>, Error> {
        let view = self.view(stored)?;
        if form == Form::Jsonl {
            let mut text = serde_json::to_vec(&view).map_err(|e| Error::Damaged(e.to_string()))?;
            text.push(b'\n');
            return Ok(text);
        }
        csv_line(cells(&view)?.into_iter())
    }
}

/// The cells of a record, in the order of the heading.
fn cells(view: &View) -> Result<Vec<String>, Error> {
    let header = &view.header;
    let body = record::Body::from_json(header.kind, view.body.clone())?;
    let handling = &header.handling;
    let codes: Vec<String> = handling.codes.iter().map(word).collect();
    let purposes: Vec<&str> = header.purposes.iter().map(|purpose| purpose.code()).collect();
    let grade =
        |grade: &record::Evaluation| format!("{}{}", word(&grade.source), word(&grade.information));
    let mut cells = vec![
        view.name.clone(),
        header.kind.code().to_owned(),
        body.title(),
        body.day().map(|day| day.to_string()).unwrap_or_default(),
        header.created.to_string(),
        header.expiry.to_string(),
        word(&handling.level),
        codes.join(" "),
        handling.conditions.clone().unwrap_or_default(),
        header.evaluation.as_ref().map(grade).unwrap_or_default(),
        purposes.join(" "),
    ];
    let values = body.facets();
    cells.extend(Facet::ALL.iter().map(|facet| {
        let ours = values.iter().filter(|(name, _)| name == facet);
        ours.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ")
    }));
    Ok(cells)
}

/// A closed word as it stands on the wire.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

fn csv_line(cells: impl Iterator<Item = String>) -> Result<Vec<u8>, Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    let written = writer.write_record(cells.map(|cell| harmless(&cell)));
    written.map_err(|error| Error::Usage(error.to_string()))?;
    writer.into_inner().map_err(|error| Error::Usage(error.to_string()))
}

/// A cell that a spreadsheet does not run as a formula (OWASP, 'CSV Injection'): one that begins
/// with a sign of a formula, also behind blanks, gets an apostrophe before it.
fn harmless(cell: &str) -> String {
    let first = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|', '%'];
    match first.is_some_and(|first| signs.contains(&first)) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text() {
        let check = |cell: &str, expect: &str| assert_eq!(harmless(cell), expect);
        check("=HYPERLINK(\"https://example.org\")", "'=HYPERLINK(\"https://example.org\")");
        check("+33 6 12 34 56 78", "'+33 6 12 34 56 78");
        check("@SUM(A1)", "'@SUM(A1)");
        check("  -2+3", "'  -2+3");
        check("\t=1", "'\t=1");
        check("＝1", "'＝1");
        check("412.5 kilogram", "412.5 kilogram");
        check("", "");
        check("كوكايين", "كوكايين");
    }

    #[test]
    fn the_heading_names_every_cell() {
        let heading = String::from_utf8(heading(Form::Csv).unwrap()).unwrap();
        assert!(heading.starts_with("\u{feff}name,kind,title,day,"), "{heading}");
        assert_eq!(heading.split(',').count(), COLUMNS.len() + Facet::ALL.len());
        assert!(super::heading(Form::Jsonl).unwrap().is_empty());
    }
}
