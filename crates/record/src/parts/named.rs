//! What a part is by its name, and what it then may hold.

use serde_json::Value;

use super::{ATTACHMENTS, DERIVED_FROM, LINKS, LINKS_MAX, Link, ORIGINAL, OWN, Original};
use crate::attachment::Attached;
use crate::{Error, Name, NodeCode, cbor};

/// The name of a part that has the form of its name. In links, sources and attachments there are
/// bytes, which no JSON has; what a kind declares is JSON.
pub(super) fn part_name(bytes: &[u8]) -> Result<String, Error> {
    let own = OWN.into_iter().find(|name| is_named(bytes, name));
    match own {
        Some(ATTACHMENTS) => {
            let (name, attached) = cbor::from_bytes::<(String, Vec<Attached>)>(bytes)?;
            Attached::check_all(&attached).map(|()| name)
        }
        Some(LINKS) => check_count(cbor::from_bytes::<(String, Vec<Link>)>(bytes)?),
        Some(DERIVED_FROM) => check_count(cbor::from_bytes::<(String, Vec<Name>)>(bytes)?),
        Some(ORIGINAL) => Ok(cbor::from_bytes::<(String, Original)>(bytes)?.0),
        Some(_) => Ok(cbor::from_bytes::<(String, Vec<NodeCode>)>(bytes)?.0),
        None => Ok(cbor::from_bytes::<(String, Value)>(bytes)?.0),
    }
}

/// Whether the bytes are an array of two that begins with a short text.
fn is_named(bytes: &[u8], name: &str) -> bool {
    let text = bytes.strip_prefix(&[0x82, 0x60 | name.len() as u8]);
    text.is_some_and(|text| text.starts_with(name.as_bytes()))
}

fn check_count<T>((name, list): (String, Vec<T>)) -> Result<String, Error> {
    let fits = list.len() <= LINKS_MAX;
    fits.then_some(name).ok_or(Error::TooLarge { what: "number of links", max: LINKS_MAX })
}
