//! Files beside records: taken in, named by a record, carried piece by piece over a network that
//! loses and alters, opened by whom they are for, and gone with their records.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use record::attachment::Attach;
use record::{Digest, Draft, Header, RecordId};

use super::work::{officer, session};
use super::world::World;
use crate::act::node_day;
use crate::attachment::passing::{self, Arriving, Question};
use crate::attachment::upload::{self, Growing};
use crate::attachment::{Found, Which};
use crate::store::file::Files;
use crate::store::upload::Upload;
use crate::{Error, Node, attachment, audit};

/// Pieces are smaller than files, so that files are on their way for a while.
const PIECE_BYTES: u32 = 900;
const PIECES_MAX: usize = 4;

/// A folder of the running process, gone with its world.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static WORLDS: AtomicU64 = AtomicU64::new(0);
        let number = WORLDS.fetch_add(1, Ordering::Relaxed);
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        Self(base.join(format!("amana-sim-{}-{number}", std::process::id())))
    }

    /// What a place keeps its files in; they stay when its node crashes.
    pub fn of(&self, place: usize) -> Arc<Files> {
        Arc::new(Files::at(self.0.join(place.to_string())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A file as its author meant it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Where its sealed bytes lie.
    address: Digest,
    text: Vec<u8>,
}

impl World {
    /// Attaches something to a draft now and then: a new file, or the one of the revision before.
    pub fn attach_some(&mut self, place: usize, draft: &mut Draft) {
        let before = draft.revises.and_then(|id| {
            let story = self.ledger.stories.get(&(place, id))?;
            story.revisions.last()?.file
        });
        let stays = before.filter(|_| self.rng.chance(600));
        if let Some(address) = stays {
            draft.attachments.push(Attach { stays: Some(address), ..Attach::default() });
        } else if self.rng.chance(180) {
            draft.attachments.extend(self.upload(place));
        }
    }

    /// The file that a draft names.
    pub fn file_of(&self, draft: &Draft) -> Option<Digest> {
        let attach = draft.attachments.first()?;
        let upload = attach.upload.as_ref().and_then(|id| self.ledger.uploads.get(id));
        attach.stays.or(upload.map(|meant| meant.address))
    }

    fn upload(&mut self, place: usize) -> Option<Attach> {
        let (lines, number) = (1 + self.rng.below(160), self.rng.draw());
        let text = format!("what was found {number:x}\n").repeat(lines).into_bytes();
        let size = text.len() as u64;
        let begin = |node: &mut Node| upload::begin(node, &officer(), "list.txt", "", size);
        let begun = match self.transact(place, begin).answered()? {
            Err(Error::Limit { .. }) => return None,
            begun => self.sound(place, "begin an upload", begun)?,
        };
        let id = upload::hex(&begun.id);
        if self.rng.chance(100) {
            self.crash(place, "in an upload");
            return None;
        }
        let node = self.places[place].node.as_mut()?;
        let ready = take(node, &begun, &text);
        let ready = self.sound(place, "take a file", ready)?;
        let address = ready.whole.address;
        let kept = self.transact(place, |node| upload::set_ready(node, &begun.id, &ready));
        let kept = kept.answered()?;
        self.sound(place, "keep a file", kept)?;
        self.note(|| format!("{place} takes in {id} of {size} bytes"));
        self.ledger.uploads.insert(id.clone(), Meant { address, text });
        Some(Attach { upload: Some(id), ..Attach::default() })
    }

    fn text(&self, address: &Digest) -> Option<&[u8]> {
        let mut all = self.ledger.uploads.values();
        all.find(|meant| meant.address == *address).map(|meant| &meant.text[..])
    }

    /// Whether an owner published a file for a member, in whatever revision.
    fn is_for(&self, at: usize, owner: usize, address: &Digest) -> bool {
        let own = self.ledger.stories.range(super::ledger::of(owner));
        let mut revisions = own.flat_map(|(_, story)| &story.revisions);
        revisions.any(|one| one.file == Some(*address) && (at == owner || one.to.contains(&at)))
    }

    /// A member asks an owner for what it waits for, or for what is none of its business.
    pub fn fetch_some(&mut self) {
        let (at, owner) = (self.rng.below(self.members), self.rng.below(self.members));
        let apart = self.groups[at] != self.groups[owner];
        if at == owner || apart || !self.is_up(at) || !self.is_up(owner) {
            return;
        }
        if self.rng.chance(150) {
            let all: Vec<Digest> =
                self.ledger.uploads.values().map(|meant| meant.address).collect();
            let Some(address) = self.rng.pick(&all).copied() else { return };
            drop(self.ask(at, owner, address, 0));
            return;
        }
        self.fetch(at, owner, &[]);
    }

    /// Some pieces of the next file; its address, and whether it is here now.
    pub fn fetch(&mut self, at: usize, owner: usize, passed: &[Digest]) -> Option<(Digest, bool)> {
        let node = self.places[at].node.as_ref()?;
        let next = passing::next(node, &self.codes[owner], passed);
        let files = node.files.clone();
        let kept = self.sound(at, "find what is missing", next)??;
        let arriving = Arriving::open(&files, &kept);
        let mut arriving = self.sound(at, "go on with a file", arriving)?;
        let pieces = if self.calm { usize::MAX } else { PIECES_MAX };
        for _ in 0..pieces {
            if arriving.is_whole() {
                break;
            }
            let Some(mut piece) = self.ask(at, owner, kept.address, arriving.at) else {
                return Some((kept.address, false));
            };
            if !self.calm && self.rng.chance(60) {
                let bit = self.rng.below(piece.bytes.len() * 8);
                piece.bytes[bit / 8] ^= 1 << (bit % 8);
            }
            let pushed = arriving.push(&piece);
            self.sound(at, "take a piece", pushed)?;
        }
        if !arriving.is_whole() {
            return Some((kept.address, false));
        }
        let whole = arriving.finish(&files);
        let whole = self.sound(at, "finish a file", whole)?;
        let here = whole && self.arrived(at, &kept.address).is_some();
        self.note(|| format!("{at} has a file of {owner}: {here}"));
        Some((kept.address, here))
    }

    fn arrived(&mut self, at: usize, address: &Digest) -> Option<()> {
        let noted = self.transact(at, |node| passing::arrived(node, address)).answered()?;
        self.sound(at, "note a file", noted)
    }

    /// One question to an owner. What it gives to whom it is not for is a fault.
    fn ask(
        &mut self,
        at: usize,
        owner: usize,
        address: Digest,
        from: u64,
    ) -> Option<passing::Piece> {
        self.counts.messages += 1;
        let asks = Question { address, from, bytes_max: PIECE_BYTES, whole: false };
        let peer = self.codes[at].clone();
        let decided =
            self.transact(owner, |node| passing::decide(node, &peer, &asks)).answered()?;
        if !self.sound(owner, "decide on a file", decided)? {
            return None;
        }
        if !self.is_for(at, owner, &address) && self.is_honest(owner) {
            self.fault(format!("{owner} gives {at} a file that is not for it"));
        }
        if !self.calm && self.rng.chance(60) {
            return None;
        }
        self.counts.messages += 1;
        let node = self.places[owner].node.as_ref()?;
        // Whoever shows two logs has the files of one of them.
        passing::piece(&node.files, &asks, usize::MAX).ok().filter(|piece| !piece.bytes.is_empty())
    }

    /// Everything that is still missing comes.
    pub fn fetch_all(&mut self) -> bool {
        let mut moved = false;
        for at in 0..self.members {
            for owner in (0..self.members).filter(|owner| *owner != at) {
                let mut passed = Vec::new();
                while let Some((address, here)) = self.fetch(at, owner, &passed) {
                    passed.push(address);
                    moved |= here;
                }
            }
        }
        moved
    }

    /// An officer opens a file; only whom it is for may succeed, with the bytes that were meant,
    /// and the audit must know.
    pub fn open_file(&mut self, place: usize) {
        let stories = self.ledger.stories.iter();
        let with =
            stories.filter(|(_, story)| story.revisions.iter().any(|one| one.file.is_some()));
        let known: Vec<(usize, RecordId)> = with.map(|(name, _)| *name).collect();
        let Some((owner, id)) = self.rng.pick(&known).copied() else { return };
        let which = self.which(owner, id);
        let outcome = self.transact(place, |node| {
            let guarded = node.sight().attachment(&session(), &which)?;
            Ok(audit::record(node, guarded)?.ok())
        });
        let Some(found) = outcome.durable() else { return };
        *self.ledger.opened.entry(place).or_default() += 1;
        let Some(found) = found else { return };
        self.note(|| format!("{place} opens a file of {owner}"));
        if !self.is_for(place, owner, &found.sealed.address) && self.is_honest(place) {
            self.fault(format!("{place} opened a file of {owner}, which is not for it"));
        }
        let Some(node) = &self.places[place].node else { return };
        let text = read(node, &found);
        let meant = self.text(&found.sealed.address).map(<[u8]>::to_vec);
        match text {
            Err(Error::NotFound(_)) if place != owner => {}
            Ok(text) if Some(&text) == meant.as_ref() => {}
            _ => self.fault(format!("{place} opens another file than {owner} attached")),
        }
    }

    fn which(&self, owner: usize, id: RecordId) -> Which {
        Which { owner: self.codes[owner].clone(), id, revision: None, n: 0, original: false }
    }

    /// In the end every recipient opens the file that the owner said last, and nobody any other;
    /// what is left on a disk is for that member, and of a record that is there.
    pub fn check_files(&mut self) -> Result<Vec<String>, Error> {
        let mut faults = Vec::new();
        for at in 0..self.members {
            if !self.is_regular(at) {
                continue;
            }
            // What was erased in the last round goes in the next.
            let swept = self.transact(at, attachment::sweep);
            swept.answered().transpose()?;
            faults.extend(self.check_opened(at)?);
            faults.extend(self.check_left(at)?);
        }
        Ok(faults)
    }

    fn check_opened(&self, at: usize) -> Result<Vec<String>, Error> {
        let mut faults = Vec::new();
        let today = node_day(record::Timestamp(self.now()));
        for ((owner, id), story) in &self.ledger.stories {
            if !self.is_regular(*owner) || story.control {
                continue;
            }
            let mine = at == *owner || story.holders().contains(&at);
            let readable = story.readable(*owner, at, today).filter(|_| mine);
            let expected = readable.and_then(|one| self.text(one.file.as_ref()?));
            let node = self.node(at)?;
            let guarded = node.sight().attachment(&session(), &self.which(*owner, *id))?;
            let found = audit::split(guarded).0.ok();
            let seen = found.map(|found| read(node, &found)).transpose();
            if !matches!(&seen, Ok(seen) if seen.as_deref() == expected) {
                let name = format!("{}/{id}", self.codes[*owner]);
                let what = if expected.is_some() { "does not open" } else { "still opens" };
                faults.push(format!("{at} {what} the file of {name} as its owner said last"));
            }
        }
        Ok(faults)
    }

    fn check_left(&self, at: usize) -> Result<Vec<String>, Error> {
        let (node, mut faults) = (self.node(at)?, Vec::new());
        let mut standing = BTreeSet::new();
        for stored in node.store.records_after(0, u32::MAX)? {
            let header = Header::from_bytes(&stored.header)?;
            let held = node.store.is_held(&header.owner, &header.id.0, header.revision)?;
            let owner = self.member(header.owner.as_str());
            let story = owner.and_then(|owner| self.ledger.stories.get(&(owner, header.id)));
            let said = story.into_iter().flat_map(|story| &story.revisions);
            let said = said.filter(|one| one.content_id == stored.content_id);
            if stored.content.is_some() || held {
                standing.extend(said.filter_map(|one| one.file));
            }
        }
        let uploads = node.store.uploads_of(&officer().officer)?;
        for upload in uploads {
            let ready = upload::ready(&node.vault, &upload)?;
            standing.extend(ready.map(|ready| ready.whole.address));
        }
        for address in node.files.addresses()? {
            let mut owners = (0..self.members).filter(|owner| self.is_for(at, *owner, &address));
            let own = self.ledger.uploads.values().any(|meant| meant.address == address);
            if own && owners.next().is_none() && !standing.contains(&address) {
                faults.push(format!("{at} keeps a file that is not for it"));
            } else if !standing.contains(&address) {
                faults.push(format!("{at} keeps the file of a record that is gone"));
            }
        }
        Ok(faults)
    }
}

/// The whole upload at once, as it is taken in and judged.
fn take(node: &mut Node, begun: &Upload, text: &[u8]) -> Result<upload::Ready, Error> {
    let asked = upload::asked(&node.vault, begun)?;
    let mut growing = Growing::open(&node.files, begun, &asked)?;
    growing.push(text, &mut *node.entropy)?;
    growing.rest()?;
    let ready = upload::finish(&node.files, &node.config, begun, &asked, &mut *node.entropy)?;
    node.files.remove_upload(&upload::hex(&begun.id))?;
    Ok(ready)
}

fn read(node: &Node, found: &Found) -> Result<Vec<u8>, Error> {
    let (chunks, mut text) = (found.sealed.open(&node.files)?, Vec::new());
    let read = chunks.reader().read_to_end(&mut text);
    read.map_err(|error| Error::file(Path::new("attachment"), error))?;
    Ok(text)
}
