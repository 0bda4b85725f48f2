//! Other networks' formats: FollowTheMoney and MISP in and out, STIX 2.1 out. What a format cannot
//! say, or we may not take in, is told per record and in sum: nothing is lost silently.
//!
//! These are functions of bytes and records. What they read was exported under policy and audit;
//! what they make are drafts, published like any other.

pub mod flat;
pub mod ftm;
pub mod misp;
pub mod person;
pub mod shape;
pub mod stix;
pub mod uuid;

use std::collections::{BTreeMap, BTreeSet};

use record::{Body, Evaluation, Handling, Header, Kind, Name, NodeCode, Purpose, RecordId, Unit};
use serde::Serialize;
use serde_json::{Value, json};

use crate::Error;

/// Losses that are listed one by one, and fields that are counted; more are only counted in sum.
const LISTED_MAX: usize = 1_000;
/// Letters of a foreign identifier or field that are told.
const TOLD_CHARS_MAX: usize = 200;

/// Why something was not carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The other side has no place for it.
    NoPlace,
    /// A protected attribute (ethnicity, religion, politics, orientation, union, health) is never
    /// taken in.
    ProtectedAttribute,
    /// A victim, a witness or a minor: the format cannot say so, and so the record does not go.
    ProtectedPerson,
    /// Free text may say anything: a person reads it and writes what belongs into the record.
    FreeText,
    /// Not what its field asks for.
    Unreadable,
    /// Its form is given up: what it says stays.
    FormOnly,
    /// No kind of record, or no shape of the format, stands for it.
    NoKind,
    /// The same identifier came before.
    Repeated,
    /// Whoever wrote the file has taken it out again.
    Deleted,
    /// A newer revision of the record is there.
    Superseded,
    /// Nothing that a record of its kind has to say is said.
    Unidentified,
}

impl Why {
    /// For a person who reads the report.
    pub fn text(self) -> &'static str {
        match self {
            Self::NoPlace => "the other side has no place for it",
            Self::ProtectedAttribute => "a protected attribute is never taken in (rule)",
            Self::ProtectedPerson => {
                "a victim, witness or minor does not leave in this format (rule)"
            }
            Self::FreeText => "free text is read by a person first",
            Self::Unreadable => "not what the field asks for",
            Self::FormOnly => "its form is given up, what it says stays",
            Self::NoKind => "nothing on the other side stands for it",
            Self::Repeated => "the same identifier came before",
            Self::Deleted => "it is marked as deleted there",
            Self::Superseded => "a newer revision of the record is there",
            Self::Unidentified => "nothing in it says which one it is",
        }
    }
}

/// One thing that was not carried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Loss {
    /// The record, or the foreign identifier.
    pub record: String,
    pub field: String,
    pub why: Why,
}

/// What was carried and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Records or foreign objects looked at.
    pub read: u64,
    /// Of these carried over.
    pub carried: u64,
    pub losses: Vec<Loss>,
    pub losses_total: u64,
    /// `field: why`, and how often.
    #[serde(serialize_with = "as_rows")]
    pub counts: BTreeMap<(String, Why), u64>,
}

fn as_rows<S: serde::Serializer>(
    counts: &BTreeMap<(String, Why), u64>,
    out: S,
) -> Result<S::Ok, S::Error> {
    let mut rows = Vec::with_capacity(counts.len());
    for ((field, why), count) in counts {
        rows.push(json!({"field": field, "why": why, "count": count}));
    }
    out.collect_seq(rows)
}

impl Report {
    pub fn lose(&mut self, record: &str, field: &str, why: Why) {
        let (record, field) = (told(record), told(field));
        self.losses_total += 1;
        let counted = (field.clone(), why);
        let known = self.counts.len() < LISTED_MAX || self.counts.contains_key(&counted);
        let counted = if known { counted } else { ("…".into(), why) };
        *self.counts.entry(counted).or_default() += 1;
        if self.losses.len() < LISTED_MAX {
            self.losses.push(Loss { record, field, why });
        }
    }

    /// A loss where the value is there at all.
    pub fn lose_if(&mut self, there: bool, record: &str, field: &str, why: Why) {
        if there {
            self.lose(record, field, why);
        }
    }
}

/// Foreign text as a terminal and a log may show it: cut, and without what moves a cursor or turns
/// a line around.
fn told(text: &str) -> String {
    let turning = ['\u{200e}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    let turns = |one: &char| turning.iter().any(|signs| signs.contains(one));
    text.chars().filter(|one| !one.is_control() && !turns(one)).take(TOLD_CHARS_MAX).collect()
}

/// A record on its way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub name: Name,
    pub header: Header,
    pub body: Body,
}

impl Outgoing {
    /// From what the export of a record answers.
    ///
    /// # Errors
    /// Where parts are masked, or it is no record.
    pub fn from_view(view: &Value) -> Result<Self, Error> {
        let header: Header = serde_json::from_value(view["header"].clone())
            .map_err(|error| Error::Usage(format!("not a record: {error}")))?;
        let body = Body::from_json(header.kind, view["body"].clone())?;
        Ok(Self { name: header.name(), header, body })
    }

    /// Of the record, whatever its revision.
    fn of(&self) -> (&NodeCode, &RecordId) {
        (&self.name.owner, &self.name.id)
    }
}

/// What of a record's conditions the formats state, and what they do not.
fn lose_conditions(report: &mut Report, one: &Outgoing, states_tlp: bool) {
    let name = one.name.to_string();
    let handling = &one.header.handling;
    report.lose(&name, "handling.level", Why::NoPlace);
    report.lose_if(!handling.codes.is_empty(), &name, "handling.codes", Why::NoPlace);
    report.lose_if(handling.conditions.is_some(), &name, "handling.conditions", Why::NoPlace);
    let marked = handling.tlp.is_some() || handling.pap.is_some();
    report.lose_if(marked && !states_tlp, &name, "handling.tlp", Why::NoPlace);
    for field in ["purposes", "expiry", "review"] {
        report.lose(&name, field, Why::NoPlace);
    }
    report.lose_if(one.header.evaluation.is_some(), &name, "evaluation", Why::NoPlace);
}

/// What an importing officer decides about everything in a file, because the file does not say it.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub unit: Unit,
    pub handling: Handling,
    pub purposes: Vec<Purpose>,
    pub evaluation: Evaluation,
    /// Code list `offence`: why those in the file are in the network at all.
    pub offence: String,
    pub recipients: Vec<NodeCode>,
}

impl Given {
    /// The draft of a body, with the markings that came with it.
    fn draft(&self, body: &Body, marks: &Marks) -> record::Draft {
        let mut handling = self.handling.clone();
        handling.tlp = marks.tlp.clone().or(handling.tlp);
        handling.pap = marks.pap.clone().or(handling.pap);
        record::Draft {
            handling,
            purposes: self.purposes.clone(),
            evaluation: body.kind().asserts().then(|| self.evaluation.clone()),
            recipients: self.recipients.clone(),
            ..crate::author::plain_draft(body.kind(), &self.unit, body.to_json())
        }
    }
}

/// TLP and PAP, as a file carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Marks {
    tlp: Option<String>,
    pap: Option<String>,
}

impl Marks {
    /// From labels like `tlp:amber`; what is no marking of these two is left.
    fn of<'a>(labels: impl Iterator<Item = &'a str>) -> Self {
        let mut marks = Self::default();
        for label in labels {
            let text = label.trim().to_ascii_uppercase();
            if record::policy::TLP.contains(&text.as_str()) {
                marks.tlp = stricter(marks.tlp, text, &record::policy::TLP);
            } else if record::policy::PAP.contains(&text.as_str()) {
                marks.pap = stricter(marks.pap, text, &record::policy::PAP);
            }
        }
        marks
    }
}

/// Of several markings the closest holds.
fn stricter(one: Option<String>, other: String, scale: &[&str]) -> Option<String> {
    let rank = |mark: &str| scale.iter().position(|known| *known == mark);
    match one {
        Some(one) if rank(&one) >= rank(&other) => Some(one),
        _ => Some(other),
    }
}

/// Sizes a file may have; the names are those of `amana.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub file_bytes_max: u64,
    pub objects_max: usize,
}

impl Limits {
    pub fn of(config: &crate::Config) -> Self {
        let file_bytes_max = config.exchange_file_bytes_max;
        Self { file_bytes_max, objects_max: config.exchange_objects_max }
    }

    fn check_file(&self, text: &str) -> Result<(), Error> {
        let (what, limit, max) = ("the file", "exchange_file_bytes_max", self.file_bytes_max);
        let over = text.len() as u64 > max;
        if over { Err(Error::Limit { what, limit, max }) } else { Ok(()) }
    }

    fn check_objects(&self, count: usize) -> Result<(), Error> {
        let max = self.objects_max as u64;
        let (what, limit) = ("the number of objects", "exchange_objects_max");
        if count > self.objects_max { Err(Error::Limit { what, limit, max }) } else { Ok(()) }
    }
}

/// Drafts of a file, and what was not carried.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    pub drafts: Vec<record::Draft>,
    pub report: Report,
}

/// The kinds that a format has shapes for.
pub fn has_kind(format: Format, kind: Kind) -> bool {
    match format {
        Format::Ftm | Format::Misp => kind == Kind::Person || shape::Shape::of(kind).is_some(),
        Format::Stix => matches!(kind, Kind::Person | Kind::Organisation | Kind::Seizure),
    }
}

/// A foreign format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// FollowTheMoney, one JSON entity a line.
    Ftm,
    /// MISP core format, JSON.
    Misp,
    /// STIX 2.1, one bundle; out only.
    Stix,
}

/// Records in a format. Those it has no shape for, and people it cannot protect, stay behind and
/// are told.
pub fn write(format: Format, records: &[Outgoing]) -> (String, Report) {
    let mut report = Report::default();
    let (mut going, mut seen) = (Vec::new(), BTreeSet::new());
    let among = Among::of(records);
    for one in records {
        report.read += 1;
        let name = one.name.to_string();
        if !seen.insert(&one.name) {
            report.lose(&name, "id", Why::Repeated);
        } else if !has_kind(format, one.header.kind) {
            report.lose(&name, one.header.kind.code(), Why::NoKind);
        } else if among.protected.contains(&one.of()) {
            report.lose(&name, "statement.subject_category", Why::ProtectedPerson);
        } else if format != Format::Stix && among.newest[&one.of()] > one.name.revision {
            // Only STIX knows versions; elsewhere two revisions would flow into one.
            report.lose(&name, "revision", Why::Superseded);
        } else {
            report.carried += 1;
            going.push(one);
        }
    }
    let text = match format {
        Format::Ftm => ftm::write(&going, &mut report),
        Format::Misp => misp::write(&going, &mut report),
        Format::Stix => stix::write(&going, &mut report),
    };
    (text, report)
}

/// What is known of the records from all their revisions that go.
struct Among<'a> {
    newest: BTreeMap<(&'a NodeCode, &'a RecordId), u32>,
    /// Who they are about must not leave as if they were anybody, nor as they were called before.
    protected: BTreeSet<(&'a NodeCode, &'a RecordId)>,
}

impl<'a> Among<'a> {
    fn of(records: &'a [Outgoing]) -> Self {
        let mut newest = BTreeMap::new();
        for one in records {
            let known = newest.entry(one.of()).or_insert(0);
            *known = one.name.revision.max(*known);
        }
        let protected = records.iter().filter(|one| one.body.subject().is_some());
        Self { newest, protected: protected.map(Outgoing::of).collect() }
    }
}

/// Drafts of a file in a format.
///
/// # Errors
/// Where the file is over a limit, is no such file, or the format is for going out only.
pub fn read(format: Format, text: &str, given: &Given, limits: Limits) -> Result<Incoming, Error> {
    limits.check_file(text)?;
    match format {
        Format::Ftm => ftm::read(text, given, limits),
        Format::Misp => misp::read(text, given, limits),
        Format::Stix => Err(Error::Usage("STIX is written and not read".into())),
    }
}
