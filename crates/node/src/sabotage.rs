//! Planted faults: each is one line in product code, and the simulator has to find it.

/// A fault and what it breaks, as `amana-sim --help` lists them.
pub const ALL: [(&str, &str); 10] = [
    ("ack-before-fsync", "answers a pouch before the records in it are durable"),
    ("sign-before-fsync", "signs a checkpoint over leaves that are not durable"),
    ("no-dedupe", "stores and receipts a record each time it comes"),
    ("recall-ignored", "admits a recall and hides nothing"),
    ("leaf-type-unchecked", "takes a record whose leaf is of any type"),
    ("consistency-unchecked", "takes a head that contradicts the one before"),
    ("smaller-head-alarm", "calls an honest smaller head a contradiction"),
    ("id-of-another-owner", "lets a node speak in another owner's name"),
    ("widened-recipients", "queues a record for one member more"),
    ("eraser-trusts-clock", "erases by its own clock alone"),
];

/// The fault planted in a node; none by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sabotage(&'static str);

impl Sabotage {
    /// The fault of this name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|(known, _)| *known == name).map(|(known, _)| Self(known))
    }

    pub fn is(self, name: &str) -> bool {
        self.0 == name
    }

    pub fn name(self) -> &'static str {
        self.0
    }
}
