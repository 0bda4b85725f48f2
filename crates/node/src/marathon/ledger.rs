//! The outside ledger: a file in which every submission stands before it goes, and its answer once
//! there is one. It is all that the oracle knows.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use record::Digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;

/// A line of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noted {
    Submitted { serial: u64, owner: String, to: Vec<String>, body: Digest },
    Answered { serial: u64, name: String },
}

/// A submission, as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub owner: String,
    pub to: Vec<String>,
    pub body: Digest,
    /// What it was answered to be called.
    pub name: Option<String>,
}

pub struct Ledger {
    path: PathBuf,
    file: Mutex<File>,
}

impl Ledger {
    pub fn create(path: &Path) -> Result<Self, Error> {
        let file = File::create_new(path).map_err(|error| Error::file(path, error))?;
        Ok(Self { path: path.into(), file: Mutex::new(file) })
    }

    pub fn note(&self, noted: &Noted) -> Result<(), Error> {
        let mut line = serde_json::to_string(noted).map_err(|e| Error::Usage(e.to_string()))?;
        line.push('\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes()).map_err(|error| Error::file(&self.path, error))
    }

    /// Everything that was submitted, by its number.
    pub fn read(&self) -> Result<BTreeMap<u64, Entry>, Error> {
        let failed = |error| Error::file(&self.path, error);
        let mut entries = BTreeMap::new();
        for line in BufReader::new(File::open(&self.path).map_err(failed)?).lines() {
            let noted = serde_json::from_str(&line.map_err(failed)?);
            match noted.map_err(|error| Error::Usage(error.to_string()))? {
                Noted::Submitted { serial, owner, to, body } => {
                    entries.insert(serial, Entry { owner, to, body, name: None });
                }
                Noted::Answered { serial, name } => {
                    if let Some(entry) = entries.get_mut(&serial) {
                        entry.name = Some(name);
                    }
                }
            }
        }
        Ok(entries)
    }
}

/// What a body is known by, whatever the order of its keys.
pub fn digest(body: &Value) -> Digest {
    Digest::of(&[&record::cbor::to_bytes(body)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_known_whatever_the_order_of_its_keys() {
        let read = |text: &str| digest(&serde_json::from_str(text).unwrap());
        assert_eq!(read(r#"{"a": {"c": 1, "b": 2}}"#), read(r#"{"a": {"b": 2, "c": 1}}"#));
        assert_ne!(read(r#"{"a": 1}"#), read(r#"{"a": 2}"#));
    }

    #[test]
    fn what_was_submitted_stands_there_before_its_answer_is_known() {
        let folder = std::env::temp_dir().join(format!("amana-ledger-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let ledger = Ledger::create(&folder.join("ledger")).unwrap();
        let body = digest(&Value::Null);
        let (owner, to) = ("XA".to_owned(), vec!["XB".to_owned()]);
        ledger.note(&Noted::Submitted { serial: 7, owner, to, body }).unwrap();
        assert_eq!(ledger.read().unwrap()[&7].name, None);
        ledger.note(&Noted::Answered { serial: 7, name: "XA/1".into() }).unwrap();
        assert_eq!(ledger.read().unwrap()[&7].name.as_deref(), Some("XA/1"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
