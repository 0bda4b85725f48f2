//! The header: everything about a record that routing, policy and retention need, and no content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::moment::Date;
use crate::{
    Digest, Error, Evaluation, Handling, Kind, Name, NodeCode, Onward, Purpose, RecordId,
    Timestamp, Unit, cbor,
};

/// The first version of the wire format.
pub const FORMAT: u8 = 1;
/// The format of a header whose owner lets recipients pass the record on. A reader that knows the
/// first alone keeps it until it knows the condition, instead of overlooking it.
pub const FORMAT_ONWARD: u8 = 2;
/// Members that a list of those to whom a record may be passed on has at most.
const ONWARD_MAX: usize = 200;
/// At most this many bytes of header are read.
pub const HEADER_BYTES_MAX: usize = 8 * 1024;

/// A record's header. It names no recipients: a recipient's right is the manifest that names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// Digest of the directory's first head: an exercise is a network of its own.
    pub network: Digest,
    pub owner: NodeCode,
    pub id: RecordId,
    pub revision: u32,
    /// Content id of the revision before.
    pub previous: Option<Digest>,
    pub unit: Unit,
    pub kind: Kind,
    pub handling: Handling,
    pub evaluation: Option<Evaluation>,
    pub purposes: Vec<Purpose>,
    pub created: Timestamp,
    pub review: Date,
    pub expiry: Date,
}

/// As [`Wire`] with the kind as text: an unknown one is told apart from a broken header.
type Read = (
    u8,
    (Digest, NodeCode, RecordId, u32, Option<Digest>, Unit),
    (String, Handling, Option<Evaluation>, Vec<Purpose>),
    (Timestamp, Date, Date),
);

/// On the wire a header is an array: names of fields would cost 100 bytes a record.
type Wire = (
    u8,
    (Digest, NodeCode, RecordId, u32, Option<Digest>, Unit),
    (Kind, Handling, Option<Evaluation>, Vec<Purpose>),
    (Timestamp, Date, Date),
);

/// What a header says of a record whose kind is not known here: whose it is, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub name: Name,
    /// As it calls itself.
    pub kind: String,
    pub expiry: Date,
}

impl Outline {
    /// None where the format itself is another one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > HEADER_BYTES_MAX {
            return None;
        }
        let wire: Read = cbor::from_bytes(bytes).ok()?;
        let (format, (_, owner, id, revision, _, _), (kind, ..), (_, _, expiry)) = wire;
        let name = Name { owner, id, revision };
        is_known(format).then_some(Self { name, kind, expiry })
    }
}

fn is_known(format: u8) -> bool {
    matches!(format, FORMAT | FORMAT_ONWARD)
}

fn format_of(handling: &Handling) -> u8 {
    if handling.onward_transfer.is_some() { FORMAT_ONWARD } else { FORMAT }
}

impl Header {
    pub fn name(&self) -> Name {
        Name { owner: self.owner.clone(), id: self.id, revision: self.revision }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let h = self.clone();
        let wire: Wire = (
            format_of(&h.handling),
            (h.network, h.owner, h.id, h.revision, h.previous, h.unit),
            (h.kind, h.handling, h.evaluation, h.purposes),
            (h.created, h.review, h.expiry),
        );
        cbor::to_bytes(&wire)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > HEADER_BYTES_MAX {
            return Err(Error::TooLarge { what: "header", max: HEADER_BYTES_MAX });
        }
        // `0x84` and the format: a later format may differ in all that follows.
        if let [0x84, format @ 0..0x18, ..] = bytes
            && !is_known(*format)
        {
            return Err(Error::field("format", format!("version {format} is not known here")));
        }
        let wire: Read = cbor::from_bytes(bytes)?;
        let (format, (network, owner, id, revision, previous, unit), about, when) = wire;
        if !is_known(format) {
            return Err(Error::field("format", format!("version {format} is not known here")));
        }
        let (kind, handling, evaluation, purposes) = about;
        match (format, format_of(&handling)) {
            (FORMAT_ONWARD, FORMAT) => {
                return Err(Error::field(
                    "format",
                    "what it is of this format for is not known here",
                ));
            }
            (FORMAT, FORMAT_ONWARD) => {
                return Err(Error::field("handling", "a condition of a later format"));
            }
            _ => {}
        }
        let kind = Kind::parse(&kind)?;
        let (created, review, expiry) = when;
        let header = Self {
            network,
            owner,
            id,
            revision,
            previous,
            unit,
            kind,
            handling,
            evaluation,
            purposes,
            created,
            review,
            expiry,
        };
        header.check()?;
        Ok(header)
    }

    /// What holds for every header, whoever wrote it.
    pub fn check(&self) -> Result<(), Error> {
        let sorted = self.purposes.windows(2).all(|pair| pair[0] < pair[1]);
        if self.purposes.is_empty() || !sorted {
            return Err(Error::field("purposes", "at least one, sorted, none twice"));
        }
        if self.revision == 0 || (self.revision > 1) != self.previous.is_some() {
            return Err(Error::field("revision", "the first is 1; later ones name the one before"));
        }
        if self.kind.asserts() != self.evaluation.is_some() {
            let reason = "a kind that asserts something is evaluated; any other is not";
            return Err(Error::field("evaluation", reason));
        }
        if self.review > self.expiry {
            return Err(Error::field("review", "lies after the expiry"));
        }
        self.handling.check()
    }
}

impl Handling {
    fn check(&self) -> Result<(), Error> {
        let states = self.conditions.as_ref().is_some_and(|text| !text.trim().is_empty());
        if states != self.codes.contains(&crate::HandlingCode::H3) {
            return Err(Error::field("handling.conditions", "H3 states its conditions in text"));
        }
        let names = match &self.onward_transfer {
            Some(Onward::Members(members)) => (1..=ONWARD_MAX).contains(&members.len()),
            Some(Onward::Region(region)) => !region.trim().is_empty(),
            Some(Onward::Network) | None => true,
        };
        let reason = "names a region, or 1 to 200 members";
        names.then_some(()).ok_or_else(|| Error::field("handling.onward_transfer", reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let day: Date = "2027-01-31".parse().unwrap();
        Header {
            network: Digest([1; 32]),
            owner: NodeCode::new("XA").unwrap(),
            id: RecordId([7; 16]),
            revision: 2,
            previous: Some(Digest([2; 32])),
            unit: Unit::new("POLICE").unwrap(),
            kind: Kind::Message,
            handling: Handling::new(crate::Level::Restricted, &[]),
            evaluation: None,
            purposes: vec![Purpose::CriminalInvestigation],
            created: Timestamp(0),
            review: day,
            expiry: day,
        }
    }

    /// The same bytes with others in their place.
    fn with(from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut bytes = header().to_bytes();
        let at = bytes.windows(from.len()).position(|part| part == from).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to);
        bytes
    }

    #[test]
    fn of_an_unknown_kind_it_is_known_whose_it_is_and_until_when() {
        let later = with(b"gmessage", b"gmassage");
        assert!(Header::from_bytes(&later).unwrap_err().is_unknown());
        let outline = Outline::read(&later).unwrap();
        assert_eq!((outline.name, outline.kind.as_str()), (header().name(), "massage"));
        assert_eq!(outline.expiry, header().expiry);
        let format = with(&[0x84, 1], &[0x84, 3]);
        assert!(Header::from_bytes(&format).unwrap_err().is_unknown());
        assert_eq!(Outline::read(&format), None, "another format may mean anything");
    }

    /// The format says whether passing on is allowed, and each header has one encoding.
    #[test]
    fn a_header_that_lets_a_record_be_passed_on_is_of_the_second_format() {
        let mut onward = header();
        let members = [NodeCode::new("XC").unwrap()].into();
        for wanted in [Onward::Members(members), Onward::Region("arab".into()), Onward::Network] {
            onward.handling.onward_transfer = Some(wanted);
            let mut bytes = onward.to_bytes();
            assert_eq!(bytes[1], FORMAT_ONWARD);
            assert_eq!(Header::from_bytes(&bytes).unwrap(), onward);
            assert_eq!(Outline::read(&bytes).unwrap().name, onward.name());
            bytes[1] = FORMAT;
            assert!(!Header::from_bytes(&bytes).unwrap_err().is_unknown(), "a condition too many");
        }
        let bytes = with(&[0x84, FORMAT], &[0x84, FORMAT_ONWARD]);
        assert!(Header::from_bytes(&bytes).unwrap_err().is_unknown(), "a condition too few");
        onward.handling.onward_transfer = Some(Onward::Members([].into()));
        assert!(onward.check().is_err(), "a list of nobody");
    }
}
