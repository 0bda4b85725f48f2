//! Files beside records: taken in, judged by their bytes, sealed, named by a record, read under the
//! same policy and audit as the record, and gone with it.

pub mod archive;
pub mod chunked;
pub mod cut;
pub mod media;
pub mod passing;
pub mod upload;

use record::attachment::{Attach, Attached, Metadata};
use record::policy::Act;
use record::{Digest, Header, NodeCode, Record, RecordId};
use seal::stream;
use serde::{Deserialize, Serialize};

use crate::audit::Guarded;
use crate::store::Store;
use crate::store::attachment::{Kept, Original};
use crate::view::{Session, Sight};
use crate::{Error, Node};
use chunked::Sealed;
use record::attachment::FileKey;
use upload::{Id, Ready};

/// Files that are forgotten in one round.
const BATCH: u32 = 256;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("the file is not what it was said to be")]
    Mislabelled,
    #[error("files of this type are not taken here")]
    Type,
    #[error("the file does not keep to its format, or is damaged")]
    Damaged,
    #[error("the archive holds more than is unpacked here")]
    TooMuch,
    #[error("the archive holds archives that cannot be looked into")]
    Nested,
    #[error("a name in the archive leads out of its folder")]
    Path,
    #[error("the archive is locked or packed in a way that cannot be looked into")]
    Closed,
    #[error("the document holds macros")]
    Macros,
    #[error("what it says beside its content cannot be cut out: share it only with a reason")]
    Metadata,
}

impl Unfit {
    pub fn code(self) -> &'static str {
        match self {
            Self::Mislabelled => "mislabelled",
            Self::Type => "type",
            Self::Damaged => "damaged",
            Self::TooMuch => "too-much",
            Self::Nested => "nested",
            Self::Path => "path",
            Self::Closed => "closed",
            Self::Macros => "macros",
            Self::Metadata => "metadata",
        }
    }
}

/// What a draft's choice of a file comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub attached: Attached,
    upload: Option<Id>,
    /// What the shared copy was cut from.
    original: Option<Original>,
}

/// Finds the files a draft names: uploads of its author, or files of the revision before.
pub fn choose(
    node: &mut Node,
    attaches: &[Attach],
    before: Option<(&NodeCode, &RecordId)>,
    uploader: &str,
) -> Result<Vec<Chosen>, Error> {
    let max = node.config.attachments_max;
    if attaches.len() > max {
        let max = max as u64;
        return Err(Error::Limit { what: "attachments", limit: "attachments_max", max });
    }
    let mut chosen = Vec::with_capacity(attaches.len());
    for attach in attaches {
        chosen.push(match (&attach.upload, &attach.stays) {
            (Some(id), None) => uploaded(node, id, attach, uploader)?,
            (None, Some(address)) => staying(node, address, attach, before)?,
            _ => return Err(Error::Usage("an attachment is an upload, or one that stays".into())),
        });
    }
    Ok(chosen)
}

fn uploaded(node: &mut Node, id: &str, attach: &Attach, uploader: &str) -> Result<Chosen, Error> {
    let found = upload::find(&node.store, id, uploader)?;
    let asked = upload::asked(&node.vault, &found)?;
    let waits = || Error::Usage(format!("{} is not uploaded yet", asked.name));
    let ready = upload::ready(&node.vault, &found)?.ok_or_else(waits)?;
    let Ready { media_type, whole, copy, holds } = ready;
    let keeps = attach.keep_metadata.is_some();
    if holds.contains(&Metadata::Unknown) && !keeps {
        return Err(Error::Unfit(Unfit::Metadata));
    }
    let (shared, cut, original) = match copy.filter(|_| !keeps) {
        Some((copy, cut)) => (copy, cut, Some(whole)),
        None => (whole, Vec::new(), None),
    };
    let kept = match original {
        Some(ref whole) => Some(Original {
            address: whole.address,
            size: whole.size,
            wrapped: node.vault.wrap(&whole.address, &whole.key.0, &mut *node.entropy)?,
        }),
        None => None,
    };
    let attached = Attached {
        name: asked.name,
        media_type,
        size: shared.size,
        digest: shared.digest,
        address: shared.address,
        key: shared.key,
        caption: attach.caption.clone(),
        original: original.map(|whole| whole.digest),
        holds: if cut.is_empty() { holds } else { Vec::new() },
        cut,
        kept: attach.keep_metadata.clone(),
    };
    Ok(Chosen { attached, upload: Some(found.id), original: kept })
}

fn staying(
    node: &Node,
    address: &Digest,
    attach: &Attach,
    before: Option<(&NodeCode, &RecordId)>,
) -> Result<Chosen, Error> {
    let missing = || Error::NotFound(format!("file {address} of the revision before"));
    let (owner, id) = before.ok_or_else(missing)?;
    let stored = node.store.latest_record(owner, id)?.ok_or_else(missing)?;
    let attachments = node.vault.open(&node.store, &stored)?.extras()?.attachments;
    let place = attachments.iter().position(|one| one.address == *address).ok_or_else(missing)?;
    let original = node.store.original(stored.row, place as u32)?;
    let caption = attach.caption.clone();
    let attached = Attached { caption, ..attachments[place].clone() };
    Ok(Chosen { attached, upload: None, original })
}

/// Notes the files of a record that was just stored. Our own are here; a peer's come behind.
pub fn keep(node: &Node, row: i64, record: &Record) -> Result<(), Error> {
    let own = record.header.owner == node.code;
    for (n, attached) in (0..).zip(record.extras()?.attachments) {
        let here = own || node.store.has_arrived(&attached.address)?;
        node.store.insert_attachment(&Kept {
            record: row,
            n,
            address: attached.address,
            sealed: stream::sealed_len(attached.size),
            arrived: here.then_some(node.now().0),
        })?;
    }
    Ok(())
}

/// A record took its files: their originals are its own now, and the uploads end.
pub fn settle(node: &Node, row: i64, chosen: &[Chosen]) -> Result<(), Error> {
    for (n, one) in (0..).zip(chosen) {
        if let Some(original) = &one.original {
            node.store.insert_original(row, n, original)?;
        }
        if let Some(upload) = &one.upload {
            node.store.delete_upload(upload)?;
        }
    }
    Ok(())
}

/// Forgets the files of an erased record, unless a copy for a court needs them.
pub fn erase(node: &Node, row: i64, header: &Header) -> Result<(), Error> {
    if node.store.is_held(&header.owner, &header.id.0, header.revision)? {
        return Ok(());
    }
    #[cfg(feature = "simulation")]
    if node.sabotage.is("file-outlives-record") {
        return Ok(());
    }
    node.store.erase_attachments(row)
}

/// A hold ended: the files of what was erased meanwhile go too.
pub fn end_hold(node: &Node, owner: &NodeCode, id: &RecordId) -> Result<(), Error> {
    for stored in node.store.revisions(owner, id)? {
        if stored.content.is_none() {
            erase(node, stored.row, &Header::from_bytes(&stored.header)?)?;
        }
    }
    Ok(())
}

/// Deletes files that nobody names since an earlier transaction; answers how many.
pub fn sweep(node: &mut Node) -> Result<u64, Error> {
    let mut swept = 0;
    for address in node.store.doomed(BATCH)? {
        if !node.store.is_named(&address)? {
            node.files.remove(&address)?;
            swept += 1;
        }
        node.store.forget_doomed(&address)?;
        node.wal_dirty = true;
    }
    Ok(swept)
}

/// What a process that was killed left behind: files no row names. Before anybody is served.
pub fn tidy(node: &mut Node) -> Result<(), Error> {
    node.files.clear_fresh()?;
    for address in node.files.addresses()? {
        if !node.store.is_named(&address)? {
            node.files.remove(&address)?;
        }
    }
    for id in node.files.uploads()? {
        let known = Id::try_from(record::digest::hex_decode(&id).unwrap_or_default());
        let row = known.ok().map(|id| node.store.upload(&id)).transpose()?.flatten();
        if row.is_none_or(|upload| upload.ready.is_some()) {
            node.files.remove_upload(&id)?;
        }
    }
    Ok(())
}

/// A file of a record as a reader is told of it: everything but its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Told {
    /// Its place in the record's list, from 0.
    pub n: u32,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    /// SHA-256 of what is shared.
    #[schema(value_type = String)]
    pub digest: Digest,
    #[schema(value_type = String)]
    pub address: Digest,
    pub caption: Option<String>,
    /// SHA-256 of the original, which its owner keeps, where something was cut from it.
    #[schema(value_type = Option<String>)]
    pub original: Option<Digest>,
    #[schema(value_type = Vec<String>)]
    pub cut: Vec<Metadata>,
    #[schema(value_type = Vec<String>)]
    pub holds: Vec<Metadata>,
    pub kept: Option<String>,
    /// Whether it is here, or still on its way from its owner.
    pub arrived: bool,
    /// A picture that a browser may draw.
    pub picture: bool,
}

/// What a reader is told of a record's files.
pub fn told(store: &Store, row: i64, attachments: Vec<Attached>) -> Result<Vec<Told>, Error> {
    let rows = store.attachments(row)?;
    let each = (0..).zip(attachments).map(|(n, one)| Told {
        n,
        arrived: rows.iter().any(|kept| kept.n == n && kept.arrived.is_some()),
        picture: media::is_raster(&one.media_type),
        name: one.name,
        media_type: one.media_type,
        size: one.size,
        digest: one.digest,
        address: one.address,
        caption: one.caption,
        original: one.original,
        cut: one.cut,
        holds: one.holds,
        kept: one.kept,
    });
    Ok(each.collect())
}

/// A file that a reader may have: its key is for the one answer.
pub struct Found {
    pub name: String,
    pub media_type: String,
    pub sealed: Sealed,
}

/// Which file of which record.
#[derive(Clone, Debug)]
pub struct Which {
    pub owner: NodeCode,
    pub id: RecordId,
    pub revision: Option<u32>,
    pub n: u32,
    /// The original, which only its owner has.
    pub original: bool,
}

impl Sight<'_> {
    /// One file of a record, under the decision and the audit entry of reading the record.
    pub fn attachment(
        &self,
        session: &Session,
        which: &Which,
    ) -> Result<Guarded<Result<Found, Error>>, Error> {
        let of = (&which.owner, &which.id, which.revision);
        let reason = match which.original {
            true => format!("original {}", which.n),
            false => format!("attachment {}", which.n),
        };
        self.read_one(session, Act::Read, of, Some(&reason), |stored| {
            let missing = || Error::NotFound(format!("attachment {}", which.n));
            let record = self.vault.open(self.store, stored)?;
            let attachments = record.extras()?.attachments;
            let one = usize::try_from(which.n).ok().and_then(|n| attachments.into_iter().nth(n));
            let one = one.ok_or_else(missing)?;
            let shared =
                Sealed { size: one.size, digest: one.digest, address: one.address, key: one.key };
            let sealed = match which.original {
                true => self.original(stored.row, which.n, one.original)?,
                false => shared,
            };
            Ok(Found { name: one.name, media_type: one.media_type, sealed })
        })
    }

    fn original(&self, row: i64, n: u32, digest: Option<Digest>) -> Result<Sealed, Error> {
        let missing = || Error::NotFound("its owner alone has the original".into());
        let original = self.store.original(row, n)?.ok_or_else(missing)?;
        let key = self.vault.unwrap(&original.address, &original.wrapped)?;
        let damaged = || Error::Damaged("the key of an original".into());
        let key: [u8; 32] = key[..].try_into().map_err(|_| damaged())?;
        let (size, address) = (original.size, original.address);
        Ok(Sealed { size, digest: digest.ok_or_else(missing)?, address, key: FileKey(key) })
    }
}
