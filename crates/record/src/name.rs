//! Who and which: node codes, units, record ids, and the name (owner, id, revision).

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Error;

/// A short text of `A–Z`, `0–9` and `-`; the directory says which exist.
macro_rules! code_text {
    ($(#[$doc:meta])* $name:ident, $max:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: &str) -> Result<Self, Error> {
                let good = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'-';
                let fits = (2..=$max).contains(&text.len()) && text.bytes().all(good);
                fits.then(|| Self(text.into())).ok_or_else(|| {
                    Error::field($what, concat!("2 to ", $max, " of A–Z, 0–9 and -"))
                })
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(&String::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "pattern": concat!("^[A-Z0-9-]{2,", $max, "}$")})
            }
        }
    };
}

code_text!(
    /// A node: a country's ISO 3166-1 code (`CO`) or a regional body's (`AMERIPOL`).
    NodeCode, 16, "node"
);
code_text!(
    /// An agency inside a node: `POLICE`, `CUSTOMS-BOG`.
    Unit, 24, "unit"
);

/// A record's id: UUIDv7, 16 bytes in CBOR, hyphenated in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub [u8; 16]);

impl RecordId {
    /// UUIDv7 (RFC 9562) from a moment and ten bytes of entropy.
    pub fn new(now: crate::Timestamp, entropy: [u8; 10]) -> Self {
        let millis = u64::try_from(now.0).unwrap_or(0);
        Self(*uuid::Builder::from_unix_timestamp_millis(millis, &entropy).as_uuid().as_bytes())
    }

    /// The moment in it: when the first revision was made.
    pub fn made(&self) -> crate::Timestamp {
        let millis = self.0[..6].iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte));
        crate::Timestamp(millis)
    }

    pub fn parse(text: &str) -> Result<Self, Error> {
        let id = uuid::Uuid::parse_str(text).map_err(|_| Error::field("id", "not a UUID"))?;
        let fits = id.get_version_num() == 7 && text.len() == 36;
        fits.then(|| Self(*id.as_bytes())).ok_or_else(|| Error::field("id", "not a UUIDv7"))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).hyphenated().fmt(f)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom);
        }
        let bytes = crate::digest::bytes::deserialize(deserializer)?;
        let id: [u8; 16] = bytes.try_into().map_err(|_| de::Error::custom("an id has 16 bytes"))?;
        Ok(Self(id))
    }
}

impl JsonSchema for RecordId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RecordId".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "uuid"})
    }
}

/// A record's name. Names of different owners never meet.
#[derive(
    Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Name {
    pub owner: NodeCode,
    pub id: RecordId,
    pub revision: u32,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.owner, self.id, self.revision)
    }
}

impl std::str::FromStr for Name {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::field("name", "expected OWNER/ID/REVISION");
        let mut pieces = text.splitn(3, '/');
        let mut next = || pieces.next().ok_or_else(bad);
        let (owner, id, revision) = (next()?, next()?, next()?);
        let revision = revision.parse().map_err(|_| bad())?;
        Ok(Self { owner: NodeCode::new(owner)?, id: RecordId::parse(id)?, revision })
    }
}
