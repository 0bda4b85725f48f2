//! The device's own half of what it shares with its node: its keys, the latest moment it has seen,
//! and the questions that it keeps.
//!
//! ```text
//! key     hexadecimal: the seed of its key, and of the next one while it waits for an answer
//! public  hexadecimal, to be enrolled
//! state   det-CBOR under SHA-256("amana/1/device-state" ‖ seed)
//! asked-N length (4, big-endian) ‖ sealed question, one after another
//! ```
//!
//! Whatever is cut short, the state speaks of files that are there: a new one is written first.

use record::digest::{bytes32, hex_decode, hex_encode};
use record::{Digest, NodeCode, Timestamp};
use seal::at_rest;
use seal::copy::{Fault, NO_SECRET, Outer, Sender, What};
use seal::kem::KemSecret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Stopped;
use super::carried::Blob;
use super::chain::{self, Kept};
use super::message::Credential;
use crate::Error;
use crate::clock::{SystemEntropy, draw};
use crate::store::device_folder::{Folder, Held};

const KEY: &str = "key";
const PUBLIC: &str = "public";
const STATE: &str = "state";
const STATE_LABEL: &[u8] = b"amana/1/device-state";
const SMALL_BYTES_MAX: u64 = 65_536;
const ASKED_BYTES_MAX: u64 = 24 * 1024 * 1024;
/// How far a clock may fall back: it is set by a little now and then.
pub const BACK_MS_MAX: i64 = 2 * record::moment::MINUTE_MS;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Secret {
    generation: u64,
    #[serde(with = "bytes32")]
    shared: [u8; 32],
}

/// What a device remembers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    name: String,
    network: Digest,
    node: NodeCode,
    /// What it shares with its node; two while an answer is being taken in.
    shared: Vec<Secret>,
    /// The key of the next question.
    #[serde(with = "bytes32")]
    question: [u8; 32],
    /// Questions before this one are in the node's audit.
    taken: u64,
    asked: u64,
    /// Which file they are in, and where it ends.
    book: u64,
    asked_bytes: u64,
    latest: Timestamp,
    contact: Timestamp,
}

/// A device at work. Nobody else uses its folder meanwhile.
pub struct Device {
    folder: Folder,
    key: KemSecret,
    next: Option<KemSecret>,
    state: State,
    _held: Held,
}

fn secret_of(line: &str) -> Result<KemSecret, Error> {
    let bytes = hex_decode(line.trim()).map(Zeroizing::new);
    let seed: Option<[u8; 32]> = bytes.and_then(|bytes| bytes[..].try_into().ok());
    Ok(KemSecret::from_seed(seed.ok_or(Error::Copy(Stopped::NoDevice))?)?)
}

fn asked(book: u64) -> String {
    format!("asked-{book}")
}

fn state_key(key: &KemSecret) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Digest::of(&[STATE_LABEL, key.seed()]).0)
}

/// Makes a device's key; answers its public half, in hexadecimal digits.
pub fn init(folder: &Folder) -> Result<String, Error> {
    if folder.has(KEY) || folder.has(STATE) {
        let text = format!("{} holds a device already", folder.path().display());
        return Err(Error::Usage(text));
    }
    folder.create()?;
    let seed: Zeroizing<[u8; 32]> = Zeroizing::new(draw(&mut SystemEntropy));
    let key = KemSecret::from_seed(*seed)?;
    let public = hex_encode(key.public().as_bytes());
    folder.replace(PUBLIC, format!("{public}\n").as_bytes())?;
    let line = Zeroizing::new(format!("{}\n", *Zeroizing::new(hex_encode(&seed[..]))));
    folder.replace(KEY, line.as_bytes())?;
    Ok(public)
}

/// What a device says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accepted {
    pub device: String,
    pub node: NodeCode,
    pub network: Digest,
    pub unit: String,
    pub role: String,
}

/// Takes a credential: from now on the device believes this node and no other.
pub fn accept(folder: &Folder, file: &[u8], now: Timestamp) -> Result<Accepted, Error> {
    let held = folder.hold()?;
    if folder.has(STATE) {
        return Err(Error::Usage("the device has its credential already".into()));
    }
    let (key, next) = keys(folder)?;
    let opened =
        seal::copy::open(file, &[&key], |generation| (generation == 0).then_some(NO_SECRET));
    let (outer, plain) = opened.map_err(Stopped::from)?;
    if outer.what != What::Credential {
        return Err(Error::Copy(Fault::Form.into()));
    }
    let credential: Credential =
        record::cbor::from_bytes(&plain).map_err(|_| Error::Copy(Fault::Form.into()))?;
    // A clock that is behind the node's is noticed by the first copy.
    let state = State {
        name: outer.device.clone(),
        network: outer.network,
        node: outer.node.clone(),
        shared: vec![Secret { generation: 0, shared: credential.shared }],
        question: credential.question,
        taken: 0,
        asked: 0,
        book: 0,
        asked_bytes: 0,
        latest: now.max(credential.at),
        contact: credential.at,
    };
    let device = Device { folder: folder.clone(), key, next, state, _held: held };
    device.save()?;
    Ok(Accepted {
        device: outer.device,
        node: outer.node,
        network: outer.network,
        unit: credential.unit.to_string(),
        role: credential.role.code().into(),
    })
}

fn keys(folder: &Folder) -> Result<(KemSecret, Option<KemSecret>), Error> {
    if !folder.has(KEY) {
        return Err(Error::Copy(Stopped::NoDevice));
    }
    let bytes = folder.read(KEY, SMALL_BYTES_MAX)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::Copy(Stopped::NoDevice))?;
    let mut lines = text.lines();
    let key = secret_of(lines.next().unwrap_or_default())?;
    Ok((key, lines.next().map(secret_of).transpose()?))
}

impl Device {
    pub fn open(folder: &Folder) -> Result<Self, Error> {
        let held = folder.hold()?;
        let (key, next) = keys(folder)?;
        if !folder.has(STATE) {
            // A device that was enrolled and has lost its state has lost what time it was.
            let used = folder.has(&asked(0)) || next.is_some();
            let why = if used { Stopped::State } else { Stopped::NoCredential };
            return Err(Error::Copy(why));
        }
        let sealed = folder.read(STATE, SMALL_BYTES_MAX)?;
        let open = |key: &KemSecret| {
            let plain = at_rest::decrypt(&state_key(key), STATE_LABEL, &sealed).ok()?;
            record::cbor::from_bytes::<State>(&Zeroizing::new(plain)).ok()
        };
        // While keys are exchanged the state may be under the new one already.
        if let Some(state) = open(&key) {
            return Ok(Self { folder: folder.clone(), key, next, state, _held: held });
        }
        let state = next.as_ref().and_then(open).ok_or(Error::Copy(Stopped::State))?;
        let mut device = Self { folder: folder.clone(), key, next, state, _held: held };
        device.drop_old_key()?;
        Ok(device)
    }

    fn save(&self) -> Result<(), Error> {
        self.save_under(&self.key)
    }

    fn save_under(&self, key: &KemSecret) -> Result<(), Error> {
        let plain = Zeroizing::new(record::cbor::to_bytes(&self.state));
        let sealed = at_rest::encrypt(&state_key(key), STATE_LABEL, &plain, &mut SystemEntropy)?;
        self.folder.replace(STATE, &sealed)
    }

    fn save_keys(&self) -> Result<(), Error> {
        let mut lines = Zeroizing::new(String::new());
        for key in [Some(&self.key), self.next.as_ref()].into_iter().flatten() {
            lines.push_str(&Zeroizing::new(hex_encode(key.seed())));
            lines.push('\n');
        }
        self.folder.replace(KEY, lines.as_bytes())
    }

    fn drop_old_key(&mut self) -> Result<(), Error> {
        if let Some(next) = self.next.take() {
            self.key = next;
            self.folder.replace(PUBLIC, hex_encode(self.key.public().as_bytes()).as_bytes())?;
            self.save_keys()?;
        }
        Ok(())
    }

    pub fn name(&self) -> &str {
        &self.state.name
    }

    pub fn node(&self) -> &NodeCode {
        &self.state.node
    }

    pub fn outer(&self, what: What) -> Outer {
        let State { name, network, node, .. } = &self.state;
        Outer::new(what, *network, node.clone(), name)
    }

    /// Questions before this one are in the node's audit.
    pub fn taken(&self) -> u64 {
        self.state.taken
    }

    pub fn contact(&self) -> Timestamp {
        self.state.contact
    }

    /// Questions that were not handed over yet.
    pub fn waiting(&self) -> u64 {
        self.state.asked - self.state.taken
    }

    /// The generation of what it shares with its node, and that.
    fn shared(&self, generation: u64) -> Option<[u8; 32]> {
        let found = self.state.shared.iter().find(|one| one.generation == generation);
        found.map(|one| one.shared)
    }

    /// A clock that says an earlier moment than one that was seen already has been turned back.
    pub fn see(&mut self, now: Timestamp) -> Result<(), Error> {
        let latest = self.state.latest;
        if now.0 < latest.0.saturating_sub(BACK_MS_MAX) {
            return Err(Error::Copy(Stopped::Clock { now, latest }));
        }
        self.state.latest = latest.max(now);
        Ok(())
    }

    /// Writes down what was seen.
    pub fn remember(&self) -> Result<(), Error> {
        self.save()
    }

    /// Opens what its node sealed for it.
    pub fn open_file(&self, file: &[u8], what: What) -> Result<(Outer, Zeroizing<Vec<u8>>), Error> {
        let keys: Vec<&KemSecret> =
            [Some(&self.key), self.next.as_ref()].into_iter().flatten().collect();
        let opened = seal::copy::open(file, &keys, |generation| self.shared(generation));
        let (outer, plain) = opened.map_err(Stopped::from)?;
        let State { name, network, node, .. } = &self.state;
        if outer.device != *name || outer.network != *network || outer.node != *node {
            return Err(Error::Copy(Fault::OtherDevice.into()));
        }
        match outer.what == what {
            true => Ok((outer, plain)),
            false => Err(Error::Copy(Fault::Form.into())),
        }
    }

    /// Keeps a question, before anything of its answer is shown.
    pub fn keep(&mut self, kept: &Kept, questions_max: u64) -> Result<(), Error> {
        if self.waiting() >= questions_max {
            return Err(Error::Copy(Stopped::Full));
        }
        let place = (self.state.name.as_str(), self.state.asked);
        let sealed = chain::seal(kept, &self.state.question, place, &mut SystemEntropy)?;
        let length = u32::try_from(sealed.len()).map_err(|_| Error::Copy(Stopped::Full))?;
        let bytes = [&length.to_be_bytes()[..], &sealed].concat();
        let end = self.state.asked_bytes + bytes.len() as u64;
        if end > ASKED_BYTES_MAX {
            return Err(Error::Copy(Stopped::Full));
        }
        let before = self.state.clone();
        self.folder.append(&asked(self.state.book), self.state.asked_bytes, &bytes)?;
        self.state.question = *chain::next(&self.state.question);
        self.state.asked += 1;
        self.state.asked_bytes = end;
        self.save().inspect_err(|_| self.state = before)
    }

    /// What it has kept since the node last took questions in.
    fn questions(&self) -> Result<Vec<Blob>, Error> {
        if self.state.asked_bytes == 0 {
            return Ok(Vec::new());
        }
        let bytes = self.folder.read(&asked(self.state.book), ASKED_BYTES_MAX)?;
        let whole = usize::try_from(self.state.asked_bytes).ok();
        let mut rest = whole.and_then(|end| bytes.get(..end)).unwrap_or(&bytes);
        let mut all = Vec::new();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            let Some((one, after)) = after.split_at_checked(length) else { break };
            all.push(Blob(one.to_vec()));
            rest = after;
        }
        Ok(all)
    }

    /// What it says at a contact, but for what it holds. Asked twice, it offers the same next key:
    /// an answer to either is taken.
    pub fn request(&mut self, held: super::message::Held, at: Timestamp) -> Result<Vec<u8>, Error> {
        if self.next.is_none() {
            let seed: Zeroizing<[u8; 32]> = Zeroizing::new(draw(&mut SystemEntropy));
            self.next = Some(KemSecret::from_seed(*seed)?);
            self.save_keys()?;
        }
        let next = self.next.as_ref().ok_or(Error::Copy(Stopped::State))?.public().clone();
        let request = super::message::Request {
            at,
            next,
            held,
            from: self.state.taken,
            count: self.state.asked,
            questions: self.questions()?,
            closing: chain::closing(&self.state.question, self.state.asked),
        };
        let newest = self.state.shared.first().ok_or(Error::Copy(Stopped::State))?;
        let sender = Sender::of(&self.outer(What::Copy), newest.generation);
        let plain = Zeroizing::new(record::cbor::to_bytes(&request));
        Ok(seal::copy::seal_request(&sender, &plain, &newest.shared, &mut SystemEntropy)?)
    }

    /// The key that copies are sealed for from now on, here.
    pub fn next_key(&self) -> Result<&KemSecret, Error> {
        self.next.as_ref().ok_or(Error::Copy(Stopped::OtherContact))
    }

    /// The generation that the next request is of.
    pub fn generation(&self) -> u64 {
        self.state.shared.first().map_or(0, |one| one.generation)
    }

    /// Remembers what will be shared, beside what is: from here on either opens.
    pub fn expect(&mut self, generation: u64, shared: [u8; 32]) -> Result<(), Error> {
        self.state.shared.truncate(1);
        if generation != self.generation() {
            self.state.shared.push(Secret { generation, shared });
        }
        self.save()
    }

    /// The contact is done: the old secret and key are gone, and what the node has taken in.
    pub fn turn(&mut self, taken: u64, at: Timestamp) -> Result<(), Error> {
        if let Some(newest) = self.state.shared.pop() {
            self.state.shared = vec![newest];
        }
        let kept = self.questions()?;
        let known = usize::try_from(taken.saturating_sub(self.state.taken)).unwrap_or(usize::MAX);
        let mut left = Vec::new();
        for one in kept.iter().skip(known) {
            let length = u32::try_from(one.0.len()).map_err(|_| Error::Copy(Stopped::State))?;
            left.extend_from_slice(&length.to_be_bytes());
            left.extend_from_slice(&one.0);
        }
        self.state.taken = taken.max(self.state.taken).min(self.state.asked);
        // By the node's clock: a clock that ran ahead stops the device no longer.
        (self.state.latest, self.state.contact) = (at, at);
        self.shorten(&left)?;
        self.drop_old_key()
    }

    fn shorten(&mut self, left: &[u8]) -> Result<(), Error> {
        let before = self.state.book;
        (self.state.book, self.state.asked_bytes) = (before + 1, left.len() as u64);
        self.folder.replace(&asked(self.state.book), left)?;
        self.save_under(self.next.as_ref().unwrap_or(&self.key))?;
        self.folder.destroy(&asked(before))
    }

    /// Destroys its keys, its state and its questions: nothing that was sealed for it opens.
    pub fn destroy(self) -> Result<(), Error> {
        let asked = asked(self.state.book);
        let all = [KEY, STATE, PUBLIC, asked.as_str()];
        all.iter().try_for_each(|name| self.folder.destroy(name))
    }
}
