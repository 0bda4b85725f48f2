//! Kinds: each is declared once, in its own file here, and everything else is derived from that.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::moment::Date;
use crate::policy::Protected;
use crate::sentence::Sentences;
use crate::{Error, cbor, facet, selector::Selector};

pub mod attachment;
pub mod form;
mod limit;
mod mention;
pub mod own;
mod place;
pub mod thing;

pub use attachment::Attachment;
pub use form::Group;
pub use limit::ENTRIES_MAX;

/// What a kind declares. Fields of the type are the record's parts, in order.
pub trait Declared: Serialize + DeserializeOwned + JsonSchema {
    /// Whether records of this kind state something that is evaluated.
    const ASSERTS: bool;
    /// Whether records of this kind act on other records.
    const CONTROL: bool = false;
    /// The parts a reader may be refused while the rest stays readable.
    const PARTS: &'static [&'static str];
    /// The form by which a person writes one: every field once.
    const FORM: &'static [Group];

    /// What JSON Schema cannot say: check digits, code lists, fields that need each other.
    fn check(&self) -> Result<(), Error>;

    /// The identifiers by which two countries' records meet.
    fn selectors(&self) -> Vec<Selector> {
        Vec::new()
    }

    /// The offence the matter is about, as a code of the list `offence`.
    fn offence(&self) -> Option<&str> {
        None
    }

    /// Whether it is about a victim, a witness or a minor.
    fn subject(&self) -> Option<Protected> {
        None
    }

    /// Node code of the country that issued the document it registers.
    fn issuer(&self) -> Option<String> {
        None
    }

    /// One line for a list, in the record's own words.
    fn title(&self) -> String;

    /// The same line where it holds codes or dates, in the reader's language.
    fn gist(&self, _: &Sentences) -> String {
        self.title()
    }

    /// What the body says, sentence by sentence, in the reader's language.
    fn tell(&self, sentences: &mut Sentences);

    /// What its author said in a field of free text.
    fn free_text(&self) -> Option<&message::Text> {
        None
    }

    /// Words a reader may look for.
    fn searchable(&self) -> Vec<String> {
        let text = self.free_text().map(|text| text.text.clone());
        std::iter::once(self.title()).chain(text).collect()
    }

    /// What its records are counted and filtered by; `Body::facets` withholds it for the protected.
    fn facets(&self) -> Vec<facet::Value> {
        Vec::new()
    }

    /// The day the matter is about, where that is not the day the record was made.
    fn day(&self) -> Option<Date> {
        None
    }

    /// Two complete bodies, of people and things that never existed.
    fn examples() -> [Self; 2];
}

macro_rules! kinds {
    ($($module:ident :: $name:ident = $code:literal),+ $(,)?) => {
        $(pub mod $module; pub use $module::$name;)+

        /// The closed list of kinds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize, JsonSchema)]
        pub enum Kind { $(#[serde(rename = $code)] $name),+ }

        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
            pub fn asserts(self) -> bool {
                match self { $(Self::$name => $name::ASSERTS),+ }
            }
            pub fn is_control(self) -> bool {
                match self { $(Self::$name => $name::CONTROL),+ }
            }
            pub fn parts(self) -> &'static [&'static str] {
                match self { $(Self::$name => $name::PARTS),+ }
            }
            /// The form by which a person writes one.
            pub fn form(self) -> &'static [Group] {
                match self { $(Self::$name => $name::FORM),+ }
            }
            /// The body's JSON schema (2020-12), derived from its type, with what a form needs.
            pub fn schema(self) -> Schema {
                form::annotated(self, self.bounded_schema())
            }
            /// The schema with a limit to each of its lists.
            fn bounded_schema(self) -> Schema {
                limit::bounded(match self { $(Self::$name => schemars::schema_for!($name)),+ })
            }
            pub fn examples(self) -> [Body; 2] {
                match self {
                    $(Self::$name => $name::examples().map(|body| Body::$name(Box::new(body)))),+
                }
            }
        }

        /// A body of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Body { $($name(Box<$name>)),+ }

        impl Body {
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name),+ }
            }
            pub fn check(&self) -> Result<(), Error> {
                match self { $(Self::$name(body) => body.check()),+ }
            }
            pub fn selectors(&self) -> Vec<Selector> {
                match self { $(Self::$name(body) => body.selectors()),+ }
            }
            pub fn offence(&self) -> Option<&str> {
                match self { $(Self::$name(body) => body.offence()),+ }
            }
            pub fn subject(&self) -> Option<Protected> {
                match self { $(Self::$name(body) => body.subject()),+ }
            }
            pub fn issuer(&self) -> Option<String> {
                match self { $(Self::$name(body) => body.issuer()),+ }
            }
            pub fn title(&self) -> String {
                match self { $(Self::$name(body) => body.title()),+ }
            }
            /// One line for a list, in the language of `sentences`.
            pub fn gist(&self, sentences: &Sentences) -> String {
                match self { $(Self::$name(body) => body.gist(sentences)),+ }
            }
            /// Adds what the body says to `sentences`.
            pub fn tell(&self, sentences: &mut Sentences) {
                match self { $(Self::$name(body) => body.tell(sentences)),+ }
            }
            pub fn searchable(&self) -> Vec<String> {
                match self { $(Self::$name(body) => body.searchable()),+ }
            }
            /// Values to count and filter by: none for a victim, a witness or a minor.
            pub fn facets(&self) -> Vec<facet::Value> {
                if self.subject().is_some() {
                    return Vec::new();
                }
                match self { $(Self::$name(body) => body.facets()),+ }
            }
            pub fn day(&self) -> Option<Date> {
                match self { $(Self::$name(body) => body.day()),+ }
            }
            pub fn to_json(&self) -> Value {
                let json = match self { $(Self::$name(body) => serde_json::to_value(body)),+ };
                json.expect("bodies are plain data")
            }
            /// Reads and checks a body of a kind.
            pub fn from_json(kind: Kind, value: Value) -> Result<Self, Error> {
                limit::check(kind, &value)?;
                let body = match kind {
                    $(Kind::$name => Self::$name(Box::new(read(kind, value)?))),+
                };
                body.check()?;
                Ok(body)
            }
        }
    };
}

kinds! {
    message::Message = "message",
    person::Person = "person",
    travel_document::TravelDocument = "travel-document",
    seizure::Seizure = "seizure",
    notice::Notice = "notice",
    recall::Recall = "recall",
    withdraw::Withdraw = "withdraw",
    block::Block = "block",
    hold::Hold = "hold",
    decision::Decision = "decision",
    organisation::Organisation = "organisation",
    vehicle::Vehicle = "vehicle",
    vessel::Vessel = "vessel",
    aircraft::Aircraft = "aircraft",
    container::Container = "container",
    postal_item::PostalItem = "postal-item",
    online_identity::OnlineIdentity = "online-identity",
    concealment_method::ConcealmentMethod = "concealment-method",
    case::Case = "case",
    same_as::SameAs = "same-as",
    consent::Consent = "consent",
    list::List = "list",
    standing_question::StandingQuestion = "standing-question",
    forward::Forward = "forward",
}

impl Kind {
    pub fn parse(code: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().copied().find(|kind| kind.code() == code);
        found.ok_or_else(|| Error::UnknownKind(code.into()))
    }
}

fn read<T: DeserializeOwned>(kind: Kind, value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| Error::field(kind.code(), error.to_string()))
}

impl Body {
    /// The kind's own parts that hold something, each as det-CBOR `[name, value]`.
    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let Value::Object(mut members) = self.to_json() else { return Vec::new() };
        let mut parts = Vec::new();
        for name in self.kind().parts() {
            if let Some(value) = members.shift_remove(*name) {
                parts.push(((*name).to_owned(), cbor::to_bytes(&(name, value))));
            }
        }
        parts
    }
}

/// The word for a plain enum on the wire.
pub(crate) fn code_of(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// For examples only.
pub(crate) fn example_id() -> crate::RecordId {
    crate::RecordId::new(crate::Timestamp(1_767_225_600_000), [7; 10])
}

/// For examples only.
pub(crate) fn example_name() -> crate::Name {
    let owner = crate::NodeCode::new("XA").expect("a valid code");
    crate::Name { owner, id: example_id(), revision: 1 }
}

#[cfg(test)]
mod tests;
