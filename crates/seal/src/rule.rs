//! Numbered checks: why a pouch is refused or a record rejected. `docs/protocol.md` lists them.

macro_rules! rules {
    ($($name:ident = $code:literal, $text:literal;)+) => {
        /// A check of the exchange, by number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
        pub enum Rule { $(#[error($text)] $name),+ }

        impl Rule {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            pub fn code(self) -> &'static str { match self { $(Self::$name => $code),+ } }
            pub fn text(self) -> &'static str { match self { $(Self::$name => $text),+ } }
        }
    };
}

rules! {
    NoteForm = "VER-01",
        "a checkpoint is a signed note of origin, size and root without extensions";
    NoteLines = "VER-02", "a checkpoint has exactly two signature lines, Ed25519 and ML-DSA-44";
    NoteSignature = "VER-03",
        "both signatures of a checkpoint must verify under the owner's log key";
    NoteOrigin = "VER-04", "a checkpoint names the origin that the directory gives the owner";
    NoteCosignature = "VER-05", "the ML-DSA-44 line covers the whole tree and a moment after 1970";
    Consistency = "VER-06", "a head is consistent with the last one verified of that log";
    SharedProof = "VER-07", "every entry is proven by the pouch's shared inclusion proof";
    LeafType = "VER-08", "a leaf proves only what its type says";
    ForeignOwner = "VER-09", "a record belongs to the node whose log proves it";
    Network = "VER-10", "a record and a pouch belong to this network";
    ContentId = "VER-11", "a record's content id is the one its pouch's manifest names";
    RecordForm = "VER-12", "a record has the form and the fields its kind declares";
    CreatedAhead = "VER-13",
        "a record is created at most ten minutes ahead of the receiver's clock";
    ControlTarget = "VER-14",
        "recall, withdraw and block act only on ids of the owner whose log proves them";
    ReceiptAbout = "VER-15", "a receipt is about a record of its receiver";
    Inclusion = "VER-16", "an inclusion proof leads from the leaf to the checkpoint's root";
    DirectoryHead = "VER-17", "evidence is checked against a directory head that the reader brings";
    Cosignature = "VER-18",
        "a witness's cosignature is two lines of one moment, and both verify over the whole head";
    Quorum = "VER-19",
        "a head is witnessed when over half of its log's witnesses, from two regions, cosigned";
    LogRevoked = "VER-20",
        "of a revoked log key only what stands under a head cosigned before its revocation counts";
    PouchForm = "DLV-01", "a pouch has the form and size the protocol allows";
    PouchRecipient = "DLV-02", "a pouch is opened by the node, in the lane and network it names";
    KeyRetired = "DLV-03", "a pouch is sealed to a decapsulation key that is not retired";
    PouchExpired = "DLV-04", "a pouch is opened before its time to live has passed";
    PouchSealed = "DLV-05", "a pouch opens only unaltered";
    ManifestForm = "DLV-06", "a manifest names as many entries as its range has numbers";
    ManifestSender = "DLV-07", "a manifest names the sender whose connection brought it";
    PouchRange = "DLV-08", "a pouch out of order lies within the bounded ranges of its lane";
    Frozen = "DLV-09",
        "with a directory older than seven days only recalls, erasures and receipts go";
    NotMember = "DLV-10", "only an admitted member of the network is heard";
    HeadConflict = "DLV-11",
        "after two contradicting heads nothing but recalls is taken from an owner";
    FileNotReleased = "DLV-12",
        "a file goes to those its record was let out to, while the record stands";
    NotWitness = "DLV-13",
        "a node cosigns the heads of those logs whose witness the directory makes it";
    NotPulled = "DLV-14",
        "a member is handed what waits for it where the directory gives it no address";
    Polls = "DLV-15", "a member has as many polls at a time as it may";
    BundleForm = "DLV-16",
        "a bundle has the form the protocol allows, with pouches of one sender to one recipient";
    BundleWhole = "DLV-17", "a bundle is taken as it was made, or not at all";
    BundleRecipient = "DLV-18", "a bundle is taken by the node and in the network it is for";
    BundleExpired = "DLV-19", "a bundle is taken by the end of its last day";
    AnswerSealed = "DLV-20",
        "an answer that was carried opens with what only the two ends of its pouch know";
    Relay = "DLV-21",
        "a relay holds a sender's own pouches, for members that name it, who take them from it";
    RelayPadded = "DLV-22", "a relay holds pouches of padded lengths";
    RelayFull = "DLV-23", "a relay holds so many bytes in all and of one sender";
    Lost = "DLV-24", "what a recipient has acknowledged and does not have is sent again";
    Numbered = "DLV-25", "under one number sender and recipient have one content id";
    Compared = "DLV-26", "recipients that a record names compare what they have under its name";
    Unproven = "DLV-27", "a co-recipient's word counts as far as the owner's log proves it";
    Contradiction = "WIT-01",
        "a contradiction is two heads or leaves in one place of a log, or two records of one name";
    Told = "WIT-02", "a proven contradiction is told to every member it may be told to, once each";
    ForwardForm = "FWD-01",
        "a forward carries one record of another owner: whole, without files, as it names it";
    ForwardOwner = "FWD-02", "a forward says to whom it goes, and goes to the record's owner too";
    ForwardProof = "FWD-03",
        "what a forward carries is proven by its owner's log, under a key that stands";
    ForwardStanding = "FWD-04",
        "what a forward carries is of an active member whose log is not disputed";
    ForwardTakenBack = "FWD-05",
        "what was taken back, blocked or has expired is taken from no forward";
    Behind = "RST-01",
        "a restored node lets no head leave, and cosigns none, before all members were asked";
    NewEpoch = "RST-02",
        "a log that is behind stays so until what it lacks was fetched or a new epoch was opened";
    LaneMark = "RST-03",
        "a lane goes on behind the highest number that its receiver has taken";
    GivenBack = "RST-04",
        "a record is given back to its owner, and again to those it was let out to";
    TakenBackFirst = "RST-05",
        "what was taken back since the backup is taken back before anything is shown";
    ReviseLater = "RST-06",
        "nothing is revised before it is known what was said of it since the backup";
    HolderShows = "RST-07",
        "after a restore a member is listed as having a record once it has shown it";
    Fetched = "RST-08",
        "what is fetched of a log gives the root of its largest head, or nothing of it is taken";
    Mirrored = "RST-09",
        "a witness mirrors of a log what leads to the head that it cosigned, and nothing else";
    DirectoryForm = "DIR-01", "a directory has the form the protocol allows";
    DirectoryNetwork = "DIR-02", "a directory chains to the first head the reader was given";
    DirectoryThreshold = "DIR-03", "enough different stewards signed a directory";
    DirectoryRollback = "DIR-04", "a directory is never replaced by an earlier one or a twin";
    DirectoryStewards = "DIR-05",
        "stewards change while as many of those before stay as must sign it";
    DirectoryEpoch = "DIR-06",
        "a member stays, and its log epochs are added and revoked, never changed";
    DirectoryWitness = "DIR-07",
        "witness keys differ from all others, and a listed one is revoked but never taken out";
    DirectoryStanding = "DIR-08",
        "a member that left stays out, and one that is succeeded names a member that carries on";
    DirectoryRoot = "DIR-09",
        "a listed member's log, decapsulation and TLS keys change only under its root's signature";
    DirectoryRootChange = "DIR-10",
        "a root follows one that signed for it, or, listed for 14 days, by one steward more";
    DirectoryAhead = "DIR-11", "a head is not dated more than ten minutes ahead";
    DirectoryRelay = "DIR-20", "a member's relays are other members, four at the most, none twice";
}
