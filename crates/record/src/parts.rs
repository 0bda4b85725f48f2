//! A record is a header and at most eight parts; a part may be absent and the rest still verifies.

mod named;
mod original;

use named::part_name;
pub use original::Original;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::attachment::Attached;
use crate::{Body, Digest, Error, Header, Kind, Name, NodeCode, RecordId, cbor, digest};

pub const PARTS_MAX: usize = 8;
/// All parts of one record together.
pub const CONTENT_BYTES_MAX: usize = 1024 * 1024;
/// Links of one record, and sources of one.
pub const LINKS_MAX: usize = 256;

const PART_LABEL: &[u8] = b"amana/1/part";
const SALT_LABEL: &[u8] = b"amana/1/salt";

/// Parts every kind may carry besides its own.
pub const ATTACHMENTS: &str = "attachments";
pub const DERIVED_FROM: &str = "derived_from";
pub const LINKS: &str = "links";
pub const RECIPIENTS: &str = "recipients";
/// A part that a `forward` alone carries: elsewhere nothing would take it back.
pub const ORIGINAL: &str = "original";
const OWN: [&str; 5] = [ATTACHMENTS, DERIVED_FROM, LINKS, ORIGINAL, RECIPIENTS];

/// A salt keeps a part's digest from telling what an absent part said.
pub type Salt = [u8; 32];

pub fn part_salt(seed: &Salt, index: usize) -> Salt {
    Digest::of(&[SALT_LABEL, seed, &[index as u8]]).0
}

pub fn part_digest(salt: &Salt, part: &[u8]) -> Digest {
    Digest::of(&[PART_LABEL, salt, part])
}

/// One seed when all parts travel, single salts otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Salts {
    #[serde(rename = "seed")]
    Seed(#[serde(with = "digest::bytes32")] Salt),
    #[serde(rename = "each")]
    Each(Vec<Option<Digest>>),
}

/// A part's bytes, or only its digest where it is withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    Present { name: String, bytes: Vec<u8>, salt: Salt },
    Absent(Digest),
}

impl Slot {
    fn digest(&self) -> Digest {
        match self {
            Self::Present { bytes, salt, .. } => part_digest(salt, bytes),
            Self::Absent(digest) => *digest,
        }
    }
}

/// A link to another record, graded like any statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Code list `link-role`: what the link says.
    #[schemars(extend("x-amana-list" = "link-role"))]
    pub role: String,
    pub owner: NodeCode,
    pub id: RecordId,
    pub confirmed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<crate::Evaluation>,
}

impl Link {
    /// What an author must keep to. A peer's link is read whatever its role: a later version of the
    /// list may know it, and a reader is shown the role as it was written.
    pub fn check(&self) -> Result<(), Error> {
        crate::codelist::check("link-role", &self.role)
    }
}

/// A record: header and parts, whole or with parts withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub header: Header,
    header_bytes: Vec<u8>,
    slots: Vec<Slot>,
    seed: Option<Salt>,
}

/// What every record may carry besides its kind's body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    pub derived_from: Vec<Name>,
    pub links: Vec<Link>,
    /// Files that travel beside it.
    pub attachments: Vec<Attached>,
    /// Disclosed to the recipients where the owner wishes it.
    pub recipients: Option<Vec<NodeCode>>,
    /// The record that a `forward` passes on.
    pub original: Option<Box<Original>>,
}

impl Record {
    pub fn compose(
        header: Header,
        body: &Body,
        extras: &Extras,
        seed: Salt,
    ) -> Result<Self, Error> {
        header.check()?;
        if extras.links.len().max(extras.derived_from.len()) > LINKS_MAX {
            return Err(Error::TooLarge { what: "number of links", max: LINKS_MAX });
        }
        Attached::check_all(&extras.attachments)?;
        let mut named = body.parts();
        if !extras.derived_from.is_empty() {
            named
                .push((DERIVED_FROM.into(), cbor::to_bytes(&(DERIVED_FROM, &extras.derived_from))));
        }
        if !extras.links.is_empty() {
            named.push((LINKS.into(), cbor::to_bytes(&(LINKS, &extras.links))));
        }
        if !extras.attachments.is_empty() {
            named.push((ATTACHMENTS.into(), cbor::to_bytes(&(ATTACHMENTS, &extras.attachments))));
        }
        if let Some(recipients) = &extras.recipients {
            named.push((RECIPIENTS.into(), cbor::to_bytes(&(RECIPIENTS, recipients))));
        }
        if let Some(original) = &extras.original {
            named.push((ORIGINAL.into(), cbor::to_bytes(&(ORIGINAL, original))));
        }
        let size: usize = named.iter().map(|(_, bytes)| bytes.len()).sum();
        if size > CONTENT_BYTES_MAX || named.len() > PARTS_MAX {
            return Err(Error::TooLarge { what: "content", max: CONTENT_BYTES_MAX });
        }
        let slots = named
            .into_iter()
            .enumerate()
            .map(|(i, (name, bytes))| Slot::Present { name, bytes, salt: part_salt(&seed, i) })
            .collect();
        let header_bytes = header.to_bytes();
        Ok(Self { header, header_bytes, slots, seed: Some(seed) })
    }

    /// SHA-256 over the header and the parts' digests.
    pub fn content_id(&self) -> Digest {
        let digests: Vec<Digest> = self.slots.iter().map(Slot::digest).collect();
        content_id(&self.header_bytes, &digests)
    }

    pub fn header_bytes(&self) -> &[u8] {
        &self.header_bytes
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub fn name(&self) -> Name {
        self.header.name()
    }

    /// Whether no part is withheld.
    pub fn is_whole(&self) -> bool {
        self.slots.iter().all(|slot| matches!(slot, Slot::Present { .. }))
    }

    /// Withholds the parts that `keep` does not want; their digests stay.
    pub fn without(mut self, keep: impl Fn(&str) -> bool) -> Self {
        for slot in &mut self.slots {
            let drop = matches!(slot, Slot::Present { name, .. } if !keep(name));
            if drop {
                *slot = Slot::Absent(slot.digest());
                self.seed = None;
            }
        }
        self
    }

    fn part<T: serde::de::DeserializeOwned>(&self, wanted: &str) -> Result<Option<T>, Error> {
        for slot in &self.slots {
            if let Slot::Present { name, bytes, .. } = slot
                && name == wanted
            {
                let (_, value): (String, T) = cbor::from_bytes(bytes)?;
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The body as JSON: one member a part that is present.
    pub fn body_json(&self) -> Result<Value, Error> {
        let mut members = serde_json::Map::new();
        for slot in &self.slots {
            if let Slot::Present { name, bytes, .. } = slot
                && !OWN.contains(&name.as_str())
            {
                let (_, value): (String, Value) = cbor::from_bytes(bytes)?;
                members.insert(name.clone(), value);
            }
        }
        Ok(Value::Object(members))
    }

    /// The typed body; fails where a part its kind requires is withheld or does not fit.
    pub fn body(&self) -> Result<Body, Error> {
        Body::from_json(self.header.kind, self.body_json()?)
    }

    /// Whom its owner says that it went to, where the owner discloses that.
    pub fn recipients(&self) -> Result<Option<Vec<NodeCode>>, Error> {
        self.part(RECIPIENTS)
    }

    pub fn extras(&self) -> Result<Extras, Error> {
        Ok(Extras {
            derived_from: self.part(DERIVED_FROM)?.unwrap_or_default(),
            links: self.part(LINKS)?.unwrap_or_default(),
            attachments: self.part(ATTACHMENTS)?.unwrap_or_default(),
            recipients: self.recipients()?,
            original: self.part(ORIGINAL)?,
        })
    }
}

/// How a record travels and is stored: `[header, [part | digest …], salts]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PackedWire", into = "PackedWire")]
pub struct Packed {
    pub header: Vec<u8>,
    pub content: Content,
}

/// On the wire an array: names of fields would cost more than they tell.
#[derive(Serialize, Deserialize)]
struct PackedWire(#[serde(with = "digest::bytes")] Vec<u8>, Content);

impl From<PackedWire> for Packed {
    fn from(PackedWire(header, content): PackedWire) -> Self {
        Self { header, content }
    }
}

impl From<Packed> for PackedWire {
    fn from(Packed { header, content }: Packed) -> Self {
        Self(header, content)
    }
}

/// Parts and salts: what is encrypted at rest and leaves when a record is erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content(pub Vec<PackedPart>, pub Salts);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PackedPart {
    P(#[serde(with = "digest::bytes")] Vec<u8>),
    D(Digest),
}

impl Packed {
    /// The content id, computed without understanding header or parts: it is checked even where
    /// the kind is not known yet.
    pub fn content_id(&self) -> Result<Digest, Error> {
        let Content(parts, salts) = &self.content;
        check_salts(parts.len(), salts)?;
        let mut digests = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            digests.push(match (part, salt_at(salts, index)) {
                (PackedPart::P(bytes), Some(salt)) => part_digest(&salt, bytes),
                (PackedPart::D(digest), _) => *digest,
                (PackedPart::P(_), None) => {
                    return Err(Error::Part("a part without its salt".into()));
                }
            });
        }
        Ok(content_id(&self.header, &digests))
    }
}

fn check_salts(parts: usize, salts: &Salts) -> Result<(), Error> {
    if parts == 0 || parts > PARTS_MAX {
        return Err(Error::TooLarge { what: "number of parts", max: PARTS_MAX });
    }
    match salts {
        Salts::Each(each) if each.len() != parts => Err(Error::Part("salts".into())),
        _ => Ok(()),
    }
}

/// The header is embedded as the array it is, not as a byte string.
fn content_id(header: &[u8], digests: &[Digest]) -> Digest {
    Digest::of(&[&[0x82], header, &cbor::to_bytes(digests)])
}

impl Record {
    pub fn content(&self) -> Content {
        let pack = |slot: &Slot| match slot {
            Slot::Present { bytes, .. } => PackedPart::P(bytes.clone()),
            Slot::Absent(digest) => PackedPart::D(*digest),
        };
        let salts = match self.seed {
            Some(seed) => Salts::Seed(seed),
            None => Salts::Each(self.slots.iter().map(single_salt).collect()),
        };
        Content(self.slots.iter().map(pack).collect(), salts)
    }

    pub fn pack(&self) -> Packed {
        Packed { header: self.header_bytes.clone(), content: self.content() }
    }

    /// Reads a foreign record. Its kind's schema is checked, its evidence is not: `seal` does that.
    pub fn unpack(packed: Packed) -> Result<Self, Error> {
        let header = Header::from_bytes(&packed.header)?;
        Self::unpack_under(header, packed)
    }

    /// As [`Self::unpack`], by whoever has read the header already.
    pub fn unpack_under(header: Header, packed: Packed) -> Result<Self, Error> {
        let Packed { header: header_bytes, content: Content(parts, salts) } = packed;
        check_salts(parts.len(), &salts)?;
        let seed = match &salts {
            Salts::Seed(seed) => Some(*seed),
            Salts::Each(_) => None,
        };
        let mut slots = Vec::with_capacity(parts.len());
        for (index, part) in parts.into_iter().enumerate() {
            slots.push(unpack_slot(part, salt_at(&salts, index), seed.is_some())?);
        }
        let carries = |slot: &Slot| matches!(slot, Slot::Present { name, .. } if name == ORIGINAL);
        if header.kind != Kind::Forward && slots.iter().any(carries) {
            return Err(Error::Part("a forward alone carries another's record".into()));
        }
        Ok(Self { header, header_bytes, slots, seed })
    }
}

fn single_salt(slot: &Slot) -> Option<Digest> {
    match slot {
        Slot::Present { salt, .. } => Some(Digest(*salt)),
        Slot::Absent(_) => None,
    }
}

fn salt_at(salts: &Salts, index: usize) -> Option<Salt> {
    match salts {
        Salts::Seed(seed) => Some(part_salt(seed, index)),
        Salts::Each(each) => each[index].map(|salt| salt.0),
    }
}

fn unpack_slot(part: PackedPart, salt: Option<Salt>, seeded: bool) -> Result<Slot, Error> {
    match (part, salt) {
        (PackedPart::P(bytes), Some(salt)) => {
            let name = part_name(&bytes)?;
            Ok(Slot::Present { name, bytes, salt })
        }
        (PackedPart::D(digest), None) => Ok(Slot::Absent(digest)),
        (PackedPart::D(_), Some(_)) if seeded => {
            Err(Error::Part("a seed beside an absent part".into()))
        }
        _ => Err(Error::Part("a part without its salt".into())),
    }
}

#[cfg(test)]
mod tests;
