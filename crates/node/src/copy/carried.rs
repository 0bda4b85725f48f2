//! What a copy holds.

use record::digest;
use record::policy::Role;
use record::{Digest, NodeCode, Purpose, RecordId, Unit};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::list::About;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blob(#[serde(with = "digest::bytes")] pub Vec<u8>);

/// All that a device answers from. Policy decided at the node: what it refused is not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    pub unit: Unit,
    /// By which policy decided.
    pub role: Role,
    pub purposes: Vec<Purpose>,
    /// Questions that the device keeps at most, and hits that it shows of one.
    pub questions_max: u64,
    pub hits_max: u64,
    pub lists: Vec<CarriedList>,
    pub records: Vec<CarriedRecord>,
    /// Chosen lists that may not be asked for a purpose, and by which rule.
    pub not_asked: Vec<(Purpose, String, String)>,
}

/// A list, its entries in the order of their keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedList {
    pub list: i64,
    /// What its keeper says of it: JSON.
    pub about: String,
    pub round: i64,
    /// The day it is of.
    pub day: String,
    pub at: i64,
    /// For which purposes policy opens it to the device's role.
    pub purposes: Vec<Purpose>,
    /// How many it has, so that a difference that went wrong is noticed.
    pub count: u64,
    pub entries: Vec<(i64, Blob)>,
}

impl CarriedList {
    pub fn about(&self) -> Result<About, Error> {
        serde_json::from_str(&self.about).map_err(|error| Error::Usage(error.to_string()))
    }
}

/// A record that is looked for: what it says of whom or what, and nothing else of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedRecord {
    pub row: i64,
    pub owner: NodeCode,
    pub id: RecordId,
    pub purposes: Vec<Purpose>,
    pub expiry: String,
    pub body: Blob,
}

impl CarriedRecord {
    /// The purposes it may be found for, as one number.
    pub fn class(&self) -> i64 {
        self.purposes.iter().fold(0, |class, purpose| class | bit(*purpose))
    }

    /// Tells whether the device has it as it is.
    pub fn mark(&self) -> [u8; 16] {
        let digest = Digest::of(&[b"amana/1/carried-record", &record::cbor::to_bytes(self)]);
        crate::store::list::half(&digest)
    }
}

pub fn bit(purpose: Purpose) -> i64 {
    let at = Purpose::ALL.iter().position(|one| *one == purpose);
    1 << at.expect("every purpose is among all of them")
}

impl Carried {
    pub fn entries(&self) -> u64 {
        let lists: usize = self.lists.iter().map(|list| list.entries.len()).sum();
        (lists + self.records.len()) as u64
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        record::cbor::to_bytes(self)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(record::cbor::from_bytes(bytes)?)
    }
}
