//! What lies under the storage key, wherever it is kept.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Store;
use crate::Error;

/// Rows that are read at once where there may be millions.
const PAGE: usize = 4_096;

/// A column whose values lie under the storage key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    ContentKey,
    UploadAsked,
    UploadReady,
    Original,
    Draft,
    SentDraft,
    Template,
    Device,
    Proposal,
    Quarantined,
}

/// One sealed value: the columns that bind it, and what is sealed. The first columns are the row's
/// key.
pub struct Sealed {
    pub columns: Vec<Value>,
    pub bytes: Vec<u8>,
}

impl Under {
    pub const ALL: [Self; 10] = [
        Self::ContentKey,
        Self::UploadAsked,
        Self::UploadReady,
        Self::Original,
        Self::Draft,
        Self::SentDraft,
        Self::Template,
        Self::Device,
        Self::Proposal,
        Self::Quarantined,
    ];

    /// Table, sealed column, the row's key, and what binds it beside that.
    fn place(self) -> (&'static str, &'static str, &'static [&'static str], Option<&'static str>) {
        const CONTENT_ID: &str = "(SELECT content_id FROM record WHERE row = content_key.record)";
        match self {
            Self::ContentKey => ("content_key", "wrapped", &["record"], Some(CONTENT_ID)),
            Self::UploadAsked => ("upload", "asked", &["id"], None),
            Self::UploadReady => ("upload", "ready", &["id"], None),
            Self::Original => ("original", "wrapped", &["record", "n"], Some("address")),
            Self::Draft => ("draft", "sealed", &["officer", "id"], None),
            Self::SentDraft => ("sent_draft", "sealed", &["officer", "id"], None),
            Self::Template => ("template", "sealed", &["id"], None),
            Self::Device => ("device", "secret", &["name"], None),
            Self::Proposal => ("proposal", "sealed", &["number"], Some("digest")),
            Self::Quarantined => ("quarantine", "sealed", &["row"], Some("content_id")),
        }
    }
}

impl Store {
    /// The sealed values of a column that come after a row's key; none when all were read.
    pub fn sealed(&self, under: Under, after: &[Value]) -> Result<Vec<Sealed>, Error> {
        let (table, sealed, key, bound) = under.place();
        let columns = key.len() + usize::from(bound.is_some());
        let names = key.join(", ");
        let beside = bound.map(|bound| format!(", {bound}")).unwrap_or_default();
        let from = match after.len() {
            0 => String::new(),
            count => {
                let marks: Vec<String> = (1..=count).map(|n| format!("?{n}")).collect();
                format!("AND ({names}) > ({})", marks.join(", "))
            }
        };
        let sql = format!(
            "SELECT {names}{beside}, {sealed} FROM {table} WHERE {sealed} IS NOT NULL {from}
             ORDER BY {names} LIMIT {PAGE}"
        );
        self.all(&sql, params_from_iter(after.iter()), |row| {
            let read: rusqlite::Result<Vec<Value>> = (0..columns).map(|n| row.get(n)).collect();
            Ok(Sealed { columns: read?, bytes: row.get(columns)? })
        })
    }

    /// Puts other bytes into the place of a sealed value.
    pub fn reseal(&self, under: Under, was: &Sealed, bytes: Vec<u8>) -> Result<(), Error> {
        let (table, sealed, key, _) = under.place();
        let at: Vec<String> =
            key.iter().enumerate().map(|(n, name)| format!("{name} = ?{}", n + 2)).collect();
        let sql = format!("UPDATE {table} SET {sealed} = ?1 WHERE {}", at.join(" AND "));
        let values = [Value::Blob(bytes)].into_iter().chain(key_of(under, was).iter().cloned());
        self.execute(&sql, params_from_iter(values)).map(drop)
    }
}

/// The row's key among a sealed value's columns.
pub fn key_of(under: Under, sealed: &Sealed) -> &[Value] {
    &sealed.columns[..under.place().2.len()]
}
