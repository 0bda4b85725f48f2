//! The rules by number. A test names each; `docs/policy.md` gives its source.

macro_rules! rules {
    ($($name:ident = $code:literal, $text:literal;)+) => {
        /// A rule that can refuse.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $(#[doc = $text] $name),+ }

        impl Rule {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            pub fn code(self) -> &'static str { match self { $(Self::$name => $code),+ } }
            pub fn text(self) -> &'static str { match self { $(Self::$name => $text),+ } }
        }
    };
}

rules! {
    Recalled = "HND-01", "its owner has recalled the record";
    Withdrawn = "HND-02", "its owner has withdrawn the record from this node";
    Blocked = "HND-03", "the record is blocked while a request or decision is open";
    Expired = "HND-04", "the record has expired";
    Conflict = "HND-05", "its owner has told two stories under this record's name";
    NotRecipient = "HND-06", "only the owner and its recipients read a record";
    RoleAct = "HND-07", "this role does not do this with records";
    LevelRole = "HND-08", "this role does not open records of this level";
    CourtUse = "HND-09", "H1: not in judicial proceedings without the owner's permission";
    PassingOn = "HND-10", "H2: not to be passed on without the owner's permission";
    OtherConditions = "HND-11", "H3: the owner's stated conditions need its permission for this";
    NotOnward = "HND-12", "its owner does not let the record be passed on to there";
    OwnerPassesOn = "HND-13",
        "victims, witnesses, minors and what acts on records are passed on by their owner alone";
    Purpose = "PUR-01", "the owner does not share the record for this purpose";
    RolePurpose = "PUR-02", "this role does not work for this purpose";
    ProtectedSubject = "PUR-03",
        "a victim's, witness's or minor's record is not read for this purpose";
    ProtectedQuestion = "PUR-04", "no standing question watches a victim, a witness or a minor";
    NotMember = "REL-01", "the destination is not an active member of the network";
    MemberPair = "REL-02", "the tables let nothing go between these two members";
    Issuer = "REL-03", "only the issuing country registers a document as lost or stolen";
    OffenceUnknown = "REL-04", "the offence is not on the drug-crime list";
    Neutrality = "REL-05",
        "a political, military, religious or racial matter needs a second person";
    Assurance = "REL-06",
        "the destination's penalty needs a recorded assurance and a senior signature";
    Widening = "REL-07", "what widens the readers of a shared record needs a second person";
}
