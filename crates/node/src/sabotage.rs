//! Planted faults: each is one line in product code, and the simulator has to find it.
//!
//! Compiled only with the feature `simulation`, which the product's binary does not have.

use seal::directory::Directory;

use crate::gate::Released;

/// A fault and what it breaks, as `amana-sim --help` lists them.
pub const ALL: [(&str, &str); 17] = [
    ("ack-before-fsync", "answers a pouch before the records in it are durable"),
    ("sign-before-fsync", "signs a checkpoint over leaves that are not durable"),
    ("no-dedupe", "stores and receipts a record each time it comes"),
    ("recall-ignored", "admits a recall and hides nothing"),
    ("leaf-type-unchecked", "takes a record whose leaf is of another type"),
    ("consistency-unchecked", "takes a head that contradicts the one before"),
    ("cosign-unchecked", "cosigns a head that contradicts the one it cosigned before"),
    ("smaller-head-alarm", "calls an honest smaller head a contradiction"),
    ("id-of-another-owner", "lets a node speak in another owner's name"),
    ("widened-recipients", "queues a record for one member more"),
    ("eraser-trusts-clock", "erases by its own clock alone"),
    ("file-to-anyone", "gives a file to whoever knows its address"),
    ("file-outlives-record", "erases a record and keeps its file"),
    ("relay-for-anyone", "holds as a relay what another than its sender brings"),
    ("relay-keeps", "holds as a relay beyond the time it may"),
    ("carried-by-anyone", "takes a pouch from a member that is no relay of it"),
    ("frozen-ignored", "seals and takes everything under a directory of any age"),
];

/// The fault planted in a node; none by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sabotage {
    name: &'static str,
    unsynced: bool,
}

impl Sabotage {
    /// The fault of this name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        let found = ALL.iter().find(|(known, _)| *known == name);
        found.map(|(name, _)| Self { name, unsynced: false })
    }

    pub fn is(self, name: &str) -> bool {
        self.name == name
    }

    pub fn name(self) -> &'static str {
        self.name
    }

    /// Whether some commits do not reach the disk.
    pub fn skips_fsync(self) -> bool {
        matches!(self.name, "ack-before-fsync" | "sign-before-fsync")
    }

    /// The running transaction will commit as with `synchronous = OFF`.
    pub fn skip_fsync_if(&mut self, name: &str) {
        self.unsynced |= self.name == name;
    }

    /// Whether the last commit left nothing on the disk. The simulated disk asks.
    pub fn take_unsynced(&mut self) -> bool {
        std::mem::take(&mut self.unsynced)
    }

    /// One member more than policy released it to.
    pub fn widen_if(self, name: &str, directory: &Directory, released: &Released) -> Released {
        let mut released = released.clone();
        if self.name == name && !released.recipients.is_empty() {
            let codes = directory.members().iter().map(|member| &member.code);
            let more = codes.rev().find(|code| !released.recipients.contains(code));
            released.recipients.extend(more.cloned());
        }
        released
    }
}
