//! Pouches in one file, for where there is no line; on the way back, answers to them.
//!
//! ```text
//! bundle = "amana bundle 1\n" ‖ det-CBOR [header, [pouch …], [answer …], [join …]]
//!          ‖ SHA-256("amana/1/bundle" ‖ all before)
//! header = {network, sender, recipient, made, last_day}
//! join   = [old size, new size, [hash …]]
//! ```
//!
//! The pouches are those of a line, byte for byte, of all lanes, proven under one head. Nothing but
//! them and the answers is believed: header, joins and digest are everybody's to write. The digest
//! finds what broke on the way, so that nothing is taken of a file that is not whole. A join is a
//! consistency proof between this bundle's head and another's, for bundles that come in any order.

use record::moment::{DAY_MS, Date};
use record::{Digest, NodeCode, Timestamp, cbor, digest};
use serde::{Deserialize, Serialize};

use crate::Rule;
use crate::answer::{self, ANSWER_BYTES_MAX};
use crate::pouch::{self, POUCH_BYTES_MAX};

/// How every bundle begins, so that a person can tell what it is.
pub const FIRST_LINE: &[u8] = b"amana bundle 1\n";
/// Pouches and answers, each.
pub const ITEMS_MAX: usize = 4_096;
pub const JOINS_MAX: usize = 64;
/// Hashes of one consistency proof: a log of 2⁶³ leaves has no longer one.
const HASHES_MAX: usize = 128;
const DIGEST_BYTES: usize = 32;
const LABEL: &[u8] = b"amana/1/bundle";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub network: Digest,
    pub sender: NodeCode,
    pub recipient: NodeCode,
    pub made: Timestamp,
    /// At its end, in UTC, nothing of the bundle is taken any more.
    pub last_day: Date,
}

/// A consistency proof between two heads of the sender's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join(pub u64, pub u64, pub Vec<Digest>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    pub header: Header,
    pub pouches: Vec<Vec<u8>>,
    pub answers: Vec<Vec<u8>>,
    pub joins: Vec<Join>,
}

#[derive(Serialize, Deserialize)]
struct Bytes(#[serde(with = "digest::bytes")] Vec<u8>);

#[derive(Serialize, Deserialize)]
struct Wire(Header, Vec<Bytes>, Vec<Bytes>, Vec<Join>);

impl Bundle {
    pub fn to_bytes(self) -> Vec<u8> {
        let wrap = |all: Vec<Vec<u8>>| all.into_iter().map(Bytes).collect();
        let Self { header, pouches, answers, joins } = self;
        let wire = cbor::to_bytes(&Wire(header, wrap(pouches), wrap(answers), joins));
        whole(&wire)
    }

    /// Reads a file that somebody brought. What pouches and answers in it say is another matter.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Rule> {
        let content = bytes.strip_prefix(FIRST_LINE).ok_or(Rule::BundleForm)?;
        let at = content.len().checked_sub(DIGEST_BYTES).ok_or(Rule::BundleForm)?;
        let (wire, digest) = content.split_at(at);
        if Digest::of(&[LABEL, FIRST_LINE, wire]).0 != *digest {
            return Err(Rule::BundleWhole);
        }
        let wire: Wire = cbor::from_bytes(wire).map_err(|_| Rule::BundleForm)?;
        let Wire(header, pouches, answers, joins) = wire;
        let unwrap = |all: Vec<Bytes>| all.into_iter().map(|bytes| bytes.0).collect();
        let (pouches, answers) = (unwrap(pouches), unwrap(answers));
        let bundle = Self { header, pouches, answers, joins };
        bundle.check()?;
        Ok(bundle)
    }

    fn check(&self) -> Result<(), Rule> {
        let sized = self.pouches.len() <= ITEMS_MAX
            && self.answers.len() <= ITEMS_MAX
            && self.joins.len() <= JOINS_MAX
            && self
                .joins
                .iter()
                .all(|Join(old, new, hashes)| old < new && hashes.len() <= HASHES_MAX)
            && self.pouches.iter().all(|pouch| pouch.len() <= POUCH_BYTES_MAX)
            && self.answers.iter().all(|answer| answer.len() <= ANSWER_BYTES_MAX);
        if !sized {
            return Err(Rule::BundleForm);
        }
        for pouch in &self.pouches {
            let outer = pouch::outer(pouch).map_err(|_| Rule::BundleForm)?;
            let Header { network, sender, recipient, .. } = &self.header;
            if (&outer.network, &outer.sender, &outer.recipient) != (network, sender, recipient) {
                return Err(Rule::BundleForm);
            }
        }
        self.answers
            .iter()
            .try_for_each(|one| answer::about(one).map(drop))
            .map_err(|_| Rule::BundleForm)
    }

    /// Whether it is for this node, now.
    pub fn is_for(&self, me: &NodeCode, network: &Digest, now: Timestamp) -> Result<(), Rule> {
        let Header { network: of, recipient, last_day, .. } = &self.header;
        if (of, recipient) != (network, me) {
            return Err(Rule::BundleRecipient);
        }
        if now >= end_of(*last_day) {
            return Err(Rule::BundleExpired);
        }
        Ok(())
    }

    /// The proof between two heads, where the bundle brings it.
    pub fn join(&self, old: u64, new: u64) -> Option<&Join> {
        self.joins.iter().find(|join| (join.0, join.1) == (old, new))
    }
}

/// Content between its first line and its digest: what it says is another matter.
pub fn whole(content: &[u8]) -> Vec<u8> {
    let digest = Digest::of(&[LABEL, FIRST_LINE, content]);
    [FIRST_LINE, content, &digest.0].concat()
}

/// The first moment after a day, in UTC.
pub fn end_of(day: Date) -> Timestamp {
    Timestamp::of_date(day.0).plus(DAY_MS)
}
