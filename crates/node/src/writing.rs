//! What officers are writing before it is a record: drafts, templates, and which record a draft
//! became. All of it lies sealed under the storage key and is nobody else's.

use record::moment::DAY_MS;
use record::{Digest, Header, NodeCode, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::{self, Deed, Event};
use crate::author::{Author, Drafted};
use crate::flow::{self, Published};
use crate::store::Store;
use crate::store::draft::{KeptDraft, SentDraft};
use crate::vault::Vault;
use crate::{Error, Node};

const DRAFT_LABEL: &[u8] = b"amana/1/draft";
const SENT_LABEL: &[u8] = b"amana/1/sent-draft";
const TEMPLATE_LABEL: &[u8] = b"amana/1/template";

/// What a draft or a template is called by its page: 128 bits that the page drew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// 32 hexadecimal digits, also with hyphens as a UUID has them.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bare: String = text.chars().filter(|char| *char != '-').collect();
        let bytes = record::digest::hex_decode(&bare).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| Error::Usage("a key is 32 hexadecimal digits".into()))
    }

    pub fn text(&self) -> String {
        record::digest::hex_encode(&self.0)
    }
}

/// What is being written. Only its page knows what stands in `content`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Written {
    pub kind: String,
    /// What it is called in a list.
    #[serde(default)]
    pub title: String,
    #[schema(value_type = Object)]
    pub content: Value,
}

impl Written {
    /// Its bytes, if they are within the limits.
    pub fn bytes(&self, bytes_max: usize) -> Result<Vec<u8>, Error> {
        record::Kind::parse(&self.kind)?;
        let bytes = serde_json::to_vec(self).map_err(|error| Error::Usage(error.to_string()))?;
        if bytes.len() > bytes_max {
            let max = bytes_max as u64;
            return Err(Error::Limit { what: "a draft", limit: "draft_bytes_max", max });
        }
        Ok(bytes)
    }

    fn read(bytes: &[u8]) -> Result<Self, Error> {
        let damaged = |_| Error::Damaged("a draft does not read".into());
        serde_json::from_slice(bytes).map_err(damaged)
    }
}

/// What seals a draft to its officer and its key: a row moved to another officer does not open.
fn bound(label: &[u8], officer: &str, key: &Key) -> Vec<u8> {
    [label, b"\n", officer.as_bytes(), b"\n", &key.0].concat()
}

pub(crate) fn draft_bound(officer: &str, key: &Key) -> Vec<u8> {
    bound(DRAFT_LABEL, officer, key)
}

pub(crate) fn sent_bound(officer: &str, key: &Key) -> Vec<u8> {
    bound(SENT_LABEL, officer, key)
}

/// A draft with its version.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub key: Key,
    pub version: u32,
    pub changed: Timestamp,
    pub written: Written,
}

fn open(vault: &Vault, officer: &str, kept: &KeptDraft) -> Result<Opened, Error> {
    let key = Key(kept.id);
    let plain = vault.open_words(&draft_bound(officer, &key), &kept.sealed)?;
    let written = Written::read(&plain)?;
    Ok(Opened { key, version: kept.version, changed: Timestamp(kept.changed), written })
}

/// An officer's drafts, the latest first.
pub fn drafts(store: &Store, vault: &Vault, officer: &str) -> Result<Vec<Opened>, Error> {
    store.drafts(officer)?.iter().map(|kept| open(vault, officer, kept)).collect()
}

pub fn draft(
    store: &Store,
    vault: &Vault,
    officer: &str,
    key: &Key,
) -> Result<Option<Opened>, Error> {
    let kept = store.draft(officer, &key.0)?;
    kept.map(|kept| open(vault, officer, &kept)).transpose()
}

/// Keeps a draft that was last seen in version `base`, 0 for a new one; answers its version now.
/// What was changed elsewhere since, or sent, is not overwritten.
pub fn keep(
    node: &mut Node,
    by: &Author,
    key: &Key,
    base: u32,
    written: &Written,
) -> Result<u32, Error> {
    let plain = written.bytes(node.config.draft_bytes_max)?;
    let held = node.store.draft(&by.officer, &key.0)?;
    let version = held.as_ref().map_or(0, |held| held.version);
    if node.store.sent_draft(&by.officer, &key.0)?.is_some() {
        return Err(Error::Conflict("this draft was sent already".into()));
    }
    // A draft that was thrown away elsewhere comes back with what was written here.
    if version != base && held.is_some() {
        return Err(Error::Conflict("this draft was changed elsewhere since".into()));
    }
    if held.is_none() {
        check_room(node, by)?;
        let event = Event::new(Deed::Administered, by, node.now());
        audit::note(node, &event.reason("draft-begun"))?;
    }
    let aad = draft_bound(&by.officer, key);
    let sealed = node.vault.seal_words(&aad, &plain, &mut *node.entropy)?;
    let (version, changed) = (version.max(base) + 1, node.now().0);
    node.store.set_draft(&by.officer, &KeptDraft { id: key.0, version, changed, sealed })?;
    Ok(version)
}

fn check_room(node: &Node, by: &Author) -> Result<(), Error> {
    let max = node.config.drafts_max;
    if node.store.drafts(&by.officer)?.len() < max {
        return Ok(());
    }
    Err(Error::Limit { what: "drafts", limit: "drafts_max", max: max as u64 })
}

/// Throws a draft away; answers whether there was one.
pub fn discard(node: &mut Node, by: &Author, key: &Key) -> Result<bool, Error> {
    let had = node.store.delete_draft(&by.officer, &key.0)?;
    if had {
        node.wal_dirty = true;
        let event = Event::new(Deed::Administered, by, node.now());
        audit::note(node, &event.reason("draft-discarded"))?;
    }
    Ok(had)
}

/// The name of the record that a draft became.
pub fn became(store: &Store, officer: &str, key: &Key) -> Result<Option<String>, Error> {
    let Some(sent) = store.sent_draft(officer, &key.0)? else { return Ok(None) };
    let stored = store.record_row(sent.record)?;
    stored.map(|stored| Ok(Header::from_bytes(&stored.header)?.name().to_string())).transpose()
}

/// What a draft or a reply that is sent is known by: its key, and a digest of what is sent.
#[derive(Clone)]
pub struct Once {
    pub key: Key,
    pub digest: Digest,
}

impl Once {
    pub fn of(key: Key, sent: &impl Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(sent).map_err(|error| Error::Usage(error.to_string()))?;
        Ok(Self { key, digest: Digest::of(&[SENT_LABEL, &bytes]) })
    }
}

/// Publishes a draft, or answers what it became where it was published already: an answer that was
/// lost on the way may be asked for again. Something else under the same key is refused.
pub fn publish_once(
    node: &mut Node,
    once: &Once,
    draft: Drafted,
    by: &Author,
) -> Result<Result<Published, Error>, Error> {
    if let Some(sent) = sent_before(node, once, by)? {
        return Ok(sent);
    }
    let outcome = flow::publish_audited(node, draft, by)?;
    if let Ok(published) = &outcome {
        let aad = sent_bound(&by.officer, &once.key);
        let sealed = node.vault.seal_words(&aad, &once.digest.0, &mut *node.entropy)?;
        let (sent, now) = (SentDraft { record: published.row, sealed }, node.now().0);
        node.store.insert_sent_draft((&by.officer, &once.key.0), &sent, now)?;
        node.store.delete_draft(&by.officer, &once.key.0)?;
    }
    Ok(outcome)
}

/// What was sent under a key before, or that it was something else; none where nothing was.
pub fn sent_before(
    node: &mut Node,
    once: &Once,
    by: &Author,
) -> Result<Option<Result<Published, Error>>, Error> {
    let Some(sent) = node.store.sent_draft(&by.officer, &once.key.0)? else { return Ok(None) };
    match again(node, once, &sent, by) {
        Err(error @ Error::Conflict(_)) => Ok(Some(Err(error))),
        other => Ok(Some(Ok(other?))),
    }
}

fn again(node: &mut Node, once: &Once, sent: &SentDraft, by: &Author) -> Result<Published, Error> {
    let aad = sent_bound(&by.officer, &once.key);
    if *node.vault.open_words(&aad, &sent.sealed)? != once.digest.0 {
        return Err(Error::Conflict("this draft was sent already, and said something else".into()));
    }
    let stored = node.store.record_row(sent.record)?;
    let stored = stored.ok_or_else(|| Error::Damaged("a sent draft has no record".into()))?;
    let name = Header::from_bytes(&stored.header)?.name();
    let event = Event::new(Deed::Published, by, node.now()).about(&name.owner, &name.id);
    audit::note(node, &event.reason("sent-before"))?;
    let standings = node.store.standings(stored.row)?;
    let recipients = standings.iter().map(|standing| NodeCode::new(&standing.peer));
    let recipients = recipients.collect::<Result<_, _>>()?;
    let (content_id, row, leaf) = (stored.content_id, stored.row, stored.leaf);
    Ok(Published { name, content_id, row, leaf, recipients })
}

/// A template seals to its key alone: its unit has it too.
pub fn template_bound(key: &Key) -> Vec<u8> {
    bound(TEMPLATE_LABEL, "", key)
}

/// A template's words.
pub fn open_template(vault: &Vault, key: &Key, sealed: &[u8]) -> Result<Written, Error> {
    Written::read(&vault.open_words(&template_bound(key), sealed)?)
}

/// Drafts that nobody went on with, templates that nobody saved anew, keys of what was sent long
/// ago.
pub fn delete_old(node: &mut Node) -> Result<(), Error> {
    let ago = |days: i64| node.now().plus(-days * DAY_MS).0;
    let (draft, sent) = (ago(node.config.draft_days_max), ago(node.config.sent_draft_days_max));
    let template = ago(node.config.template_days_max);
    let deleted =
        node.store.delete_old_drafts(draft, sent)? + node.store.delete_old_templates(template)?;
    node.wal_dirty |= deleted > 0;
    Ok(())
}
