//! What an import of a country's table did, row by row and for a person in one sentence.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Fault, UNMAPPED_NAMED_MAX, Unmapped};

/// Rows that are named one by one; more are only counted.
const NAMED_MAX: usize = 1_000;

/// Rows that are counted, and the first of them by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub count: u64,
    pub first: Vec<Fault>,
}

impl Named {
    pub fn add(&mut self, fault: Fault) {
        self.count += 1;
        if self.first.len() < NAMED_MAX {
            self.first.push(fault);
        }
    }

    fn to_json(&self) -> Value {
        let each = self.first.iter().map(|f| json!({"line": f.line, "reason": f.reason}));
        json!({"count": self.count, "rows": each.collect::<Vec<_>>()})
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub rows: u64,
    pub records: u64,
    /// Known rows that say something else now.
    pub revised: u64,
    /// Of these, rows whose figures differ by less than a billionth and that say nothing else new.
    pub rounding: u64,
    pub unchanged: u64,
    /// Rows that the mapping leaves out, by its reasons.
    pub left_out: BTreeMap<String, u64>,
    pub unreadable: Named,
    /// Rows whose record was changed or taken back here since: nothing was overwritten.
    pub contested: Named,
    /// Rows of earlier releases that this one has not. Their records stay as they are.
    pub absent: u64,
    pub unmapped: BTreeMap<Unmapped, u64>,
    pub unmapped_total: u64,
    /// Columns that no record says anything of.
    pub unread: Vec<String>,
    pub seconds: f64,
}

impl Report {
    pub fn to_json(&self) -> Value {
        let unmapped = self.unmapped.iter().map(
            |(Unmapped { list, raw }, count)| json!({"list": list, "raw": raw, "count": count}),
        );
        json!({"rows": self.rows, "records": self.records, "revised": self.revised,
            "revised_by_rounding_only": self.rounding, "unchanged": self.unchanged,
            "left_out": self.left_out, "unreadable": self.unreadable.to_json(),
            "contested": self.contested.to_json(), "absent": self.absent,
            "unmapped": self.unmapped_total, "unmapped_values": unmapped.collect::<Vec<_>>(),
            "columns_not_read": self.unread, "seconds": self.seconds})
    }

    pub fn sentence(&self) -> String {
        let Self { rows, records, revised, rounding, unchanged, absent, seconds, .. } = self;
        let left_out: u64 = self.left_out.values().sum();
        let (unreadable, contested) = (self.unreadable.count, self.contested.count);
        format!(
            "{rows} rows: {records} new records, {revised} revised ({rounding} of them only in \
             the last digits), {unchanged} unchanged, {left_out} left out, {unreadable} \
             unreadable, {contested} changed here and not overwritten; {absent} rows of earlier \
             releases are absent; {} values on no list; {seconds:.1} s",
            self.unmapped_total
        )
    }

    pub fn count_unmapped(&mut self, unmapped: Vec<Unmapped>) {
        for value in unmapped {
            self.unmapped_total += 1;
            if self.unmapped.len() < UNMAPPED_NAMED_MAX || self.unmapped.contains_key(&value) {
                *self.unmapped.entry(value).or_default() += 1;
            }
        }
    }
}
