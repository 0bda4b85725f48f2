//! The storage key moves: into a token and back, another one in its place, a copy for the day on
//! which it is lost. Each is done with the node stopped, noted in the audit and entered in the log.

use record::digest::hex_encode;
use record::{Digest, NodeCode, Timestamp, cbor};
use seal::entropy::Entropy;
use seal::leaf::Subject;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::token::Which;
use crate::audit::{self, Deed, Event};
use crate::clock::draw;
use crate::home::{Home, Place};
use crate::{Error, Node, journal, vault};

/// Events of the leaf `key`, and the reasons in the audit.
const IN_TOKEN: &str = "storage-in-token";
const IN_FILE: &str = "storage-in-file";
const RENEWED: &str = "storage-renewed";
pub(super) const COPIED: &str = "storage-copied";
pub(super) const RECOVERED: &str = "storage-recovered";
/// The store's fact: of which key there is a copy.
const COPY: &str = "storage/copy";

/// What is to become of the storage key.
pub enum Move {
    ToToken(Which),
    ToFile,
    Renew,
}

/// What the node remembers of the copy that was made last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    pub key: Digest,
    pub at: Timestamp,
    pub administrators: [String; 2],
}

/// A name for a key in a token; none is used twice.
pub fn name(code: &NodeCode, entropy: &mut dyn Entropy) -> String {
    let number: [u8; 8] = draw(entropy);
    format!("amana-{code}-{}", hex_encode(&number))
}

/// Where the storage key is, what it is called, and who has the codes of its copy.
pub fn show(home: &Home) -> Result<Value, Error> {
    let (node, place) = (home.open()?, home.storage_place()?);
    let (id, copied) = (node.vault.id(), copied(&node)?);
    let copy = copied.filter(|copied| copied.key == id);
    let said = match &copy {
        Some(copy) => {
            let [first, second] = &copy.administrators;
            format!("Of the copy of {}, {first} and {second} have the codes.", copy.at)
        }
        None => "There is no copy of it: `amana key storage copy` makes one.".into(),
    };
    let said = [format!("The storage key {} is in {place}.", short(&id)), said];
    Ok(json!({"place": place.to_string(), "key": id, "copy": copy, "said": said}))
}

/// Says what will happen, and does it unless it is a dry run.
pub fn change(
    home: &Home,
    wanted: &Move,
    dry: bool,
    entropy: &mut dyn Entropy,
) -> Result<Value, Error> {
    let mut node = home.open()?;
    let place = home.storage_place()?;
    let id = node.vault.id();
    let said = match wanted {
        Move::ToToken(which) => to_token(home, (&mut node, &place), (which, dry), entropy)?,
        Move::ToFile => to_file(home, (&mut node, &place), dry)?,
        Move::Renew => renew(home, (&mut node, &place), dry, entropy)?,
    };
    let key = if dry { id } else { node.store.written_under()?.unwrap_or(id) };
    Ok(json!({"key": key, "said": said, "dry_run": dry}))
}

fn to_token(
    home: &Home,
    (node, place): (&mut Node, &Place),
    (which, dry): (&Which, bool),
    entropy: &mut dyn Entropy,
) -> Result<Vec<String>, Error> {
    if let (Place::Token(held), true) = (place, home.has_storage_file()) {
        // A machine that stopped in the middle: what is left is to be destroyed.
        if !dry {
            home.forget_file()?;
        }
        return Ok(vec![format!("The storage key is in the token {} alone.", held.token)]);
    }
    if *place != Place::Folder {
        return Err(Error::Usage(format!("the storage key is in {place}, not in the folder")));
    }
    let pin = home.token_pin()?;
    which.answers(&pin)?;
    let said = vec![
        format!("The token {} makes a key that never leaves it.", which.token),
        "The storage key is wrapped under it as keys/storage-token; keys/storage is destroyed."
            .into(),
        "From then on the node starts only with the token and its PIN. Make a copy first: who \
         loses the token loses the key."
            .into(),
    ];
    if dry {
        return Ok(said);
    }
    let key = home.storage_key(place)?;
    let made = which.guard(&pin, (&name(&node.code, entropy), &key), entropy)?;
    if *made.open(&pin)? != *key {
        return Err(Error::Config("the token gave another key back than it was given".into()));
    }
    home.write_wrapped("", &made)?;
    tell(node, IN_TOKEN)?;
    home.forget_file()?;
    Ok(said)
}

fn to_file(
    home: &Home,
    (node, place): (&mut Node, &Place),
    dry: bool,
) -> Result<Vec<String>, Error> {
    let Place::Token(held) = place else {
        return Err(Error::Usage(format!("the storage key is in {place}, not in a token")));
    };
    let said = vec![
        "The storage key is written to keys/storage, for its owner alone.".into(),
        format!("The token {} destroys its key {}.", held.token, held.key),
    ];
    if dry {
        return Ok(said);
    }
    let pin = home.token_pin()?;
    home.write_key(&*held.open(&pin)?)?;
    tell(node, IN_FILE)?;
    home.forget_wrapped()?;
    held.forget(&pin)?;
    Ok(said)
}

fn renew(
    home: &Home,
    (node, place): (&mut Node, &Place),
    dry: bool,
    entropy: &mut dyn Entropy,
) -> Result<Vec<String>, Error> {
    if let Place::Environment(_) = place {
        return Err(Error::Usage(format!("the storage key is in {place}: renew it there")));
    }
    let mut said = vec![
        format!("Every secret of the store is put under a new storage key, kept in {place}."),
        "Copies of the key that were made before open the store no more: make a new one.".into(),
        "Backups that were made before need the key of their day: keep its copy until they are \
         gone, and make a new backup now."
            .into(),
    ];
    if dry {
        return Ok(said);
    }
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(draw(entropy));
    let next = node.vault.under(*key);
    home.write_next(place, &key)?;
    let count = node.commit(|node| {
        let (from, entropy) = (node.vault.clone(), &mut *node.entropy);
        let count = vault::renew::rewrap(&node.store, [&from, &next], entropy)?;
        node.store.set_written_under(&next.id())?;
        enter(node, next.id(), RENEWED)?;
        Ok(count)
    })?;
    node.commit(journal::keep_head)?;
    node.store.truncate_wal()?;
    home.take_next(place)?;
    said.push(format!("{count} secrets are under the new key."));
    Ok(said)
}

/// Notes what became of the key that the node opened with.
pub(super) fn tell(node: &mut Node, event: &'static str) -> Result<(), Error> {
    let id = node.vault.id();
    node.commit(|node| enter(node, id, event))?;
    node.commit(journal::keep_head)
}

/// In a transaction.
pub(super) fn enter(node: &mut Node, key: Digest, event: &'static str) -> Result<(), Error> {
    let noted = Event { set: Some(key), ..Event::of_nobody(Deed::Administered, node.now()) };
    audit::note(node, &noted.reason(event))?;
    journal::append(node, &Subject::Key { key, event: event.into() }).map(drop)
}

pub(super) fn note_copy(node: &mut Node, copied: &Copied) -> Result<(), Error> {
    node.store.set_setting(COPY, &cbor::to_bytes(copied))
}

pub(super) fn copied(node: &Node) -> Result<Option<Copied>, Error> {
    Ok(node.store.setting(COPY)?.map(|bytes| cbor::from_bytes(&bytes)).transpose()?)
}

/// As people compare it.
pub(super) fn short(id: &Digest) -> String {
    id.hex().chars().take(16).collect()
}
