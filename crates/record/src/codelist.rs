//! Code lists: data files with labels in Arabic, English, French and Spanish.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::Error;

/// A label in the four languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    pub ar: String,
    pub en: String,
    pub fr: String,
    pub es: String,
}

/// One code, its labels, and the foreign values that mean it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    pub labels: Labels,
    pub raw: BTreeMap<String, Vec<String>>,
    pub extra: BTreeMap<String, String>,
}

/// A list of codes with its source.
#[derive(Clone, Debug)]
pub struct CodeList {
    pub name: String,
    pub version: u32,
    pub date: String,
    pub source: String,
    pub codes: Vec<Code>,
    by_code: HashMap<String, usize>,
    by_raw: HashMap<(String, String), usize>,
}
