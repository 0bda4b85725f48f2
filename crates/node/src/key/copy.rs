//! The sealed copy of the storage key, for the day on which it is lost. Two administrators have a
//! code each, and neither opens it without the other.
//!
//! ```text
//! copy  = TOML: node, made, key (what the storage key is called), administrators, salt, sealed
//! code  = 20 bytes drawn by the node ‖ 5 bytes that tell a slip, in 8 groups of 5 letters
//! sealed = ChaCha20-Poly1305(storage key ‖ hold key) under
//!          SHA-256("amana/1/storage-copy" ‖ salt ‖ first code ‖ second code); AAD: all that stands
//!          beside it
//! ```
//!
//! Codes are drawn and not chosen: 160 bits each are guessed by nobody, so that no slow derivation
//! has to make up for words that people choose.
//!
//! It is long because how it is sealed, opened, told and attacked stands together.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use record::digest::{hex_decode, hex_encode};
use record::policy::Role;
use record::{Digest, Timestamp, cbor};
use seal::at_rest;
use seal::entropy::Entropy;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::storage::{self, COPIED, Copied, RECOVERED, short};
use crate::clock::draw;
use crate::home::{Home, Place};
use crate::store::Store;
use crate::vault::Vault;
use crate::{Error, Node, officer};

const LABEL: &[u8] = b"amana/1/storage-copy";
const CODE_LABEL: &[u8] = b"amana/1/storage-copy-code";
const CODE_BYTES: usize = 20;
const SLIP_BYTES: usize = 5;
/// Letters of a code: none is taken for another one (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The copy as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    node: String,
    made: Timestamp,
    key: Digest,
    administrators: [String; 2],
    salt: Digest,
    sealed: String,
}

/// An administrator's code and where it is written or read.
#[derive(Clone, Debug)]
pub struct Share {
    pub administrator: String,
    pub file: PathBuf,
}

type Code = Zeroizing<[u8; CODE_BYTES]>;

impl Share {
    /// `admin-1=/media/a/code`
    pub fn parse(text: &str) -> Result<Self, String> {
        let (administrator, file) = text.split_once('=').ok_or("OFFICER=FILE")?;
        Ok(Self { administrator: administrator.into(), file: file.into() })
    }
}

impl Sealed {
    /// Seals both keys under the codes of the two.
    fn seal(
        (node, made): (&str, Timestamp),
        vault: &Vault,
        administrators: [String; 2],
        codes: [&Code; 2],
        entropy: &mut dyn Entropy,
    ) -> Result<Self, Error> {
        let salt = Digest(draw(entropy));
        let (node, key, sealed) = (node.into(), vault.id(), String::new());
        let mut copy = Self { node, made, key, administrators, salt, sealed };
        let under = copy.under(codes);
        copy.sealed =
            hex_encode(&at_rest::encrypt(&under, &copy.bound(), &vault.both()[..], entropy)?);
        Ok(copy)
    }

    fn under(&self, [first, second]: [&Code; 2]) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(Digest::of(&[LABEL, &self.salt.0, &first[..], &second[..]]).0)
    }

    /// What the seal is bound to: no word beside it can be changed.
    fn bound(&self) -> Vec<u8> {
        let beside = (&self.node, self.made, self.key, &self.administrators, self.salt);
        cbor::to_bytes(&("amana/1/storage-copy", beside))
    }

    fn open(&self, codes: [&Code; 2]) -> Result<Vault, Error> {
        let altered = || Error::Config("the copy does not open: it was changed".into());
        let sealed = hex_decode(&self.sealed).ok_or_else(altered)?;
        let plain = at_rest::decrypt(&self.under(codes), &self.bound(), &sealed);
        let plain = Zeroizing::new(plain.map_err(|_| altered())?);
        let (storage, hold) = plain.split_first_chunk::<32>().ok_or_else(altered)?;
        let vault = Vault::new(*storage, hold.try_into().map_err(|_| altered())?);
        match vault.id() == self.key {
            true => Ok(vault),
            false => Err(altered()),
        }
    }

    /// What tells a slip of the pen, another's code, and a code of another copy.
    fn slip(&self, place: usize, code: &Code) -> [u8; SLIP_BYTES] {
        let administrator = self.administrators.get(place).map_or("", String::as_str);
        let digest = Digest::of(&[CODE_LABEL, &self.salt.0, administrator.as_bytes(), &code[..]]);
        *digest.0.first_chunk().expect("a digest is longer")
    }

    fn write(&self, place: usize, code: &Code) -> Zeroizing<String> {
        let bytes = Zeroizing::new([&code[..], &self.slip(place, code)].concat());
        let mut text = Zeroizing::new(String::new());
        for (at, five) in bytes.chunks(5).enumerate() {
            let number = five.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            for place in (0..8).rev() {
                if (at * 8 + 7 - place) % 5 == 0 && !text.is_empty() {
                    text.push('-');
                }
                text.push(LETTERS[(number >> (place * 5)) as usize & 31].into());
            }
        }
        text
    }

    /// Reads a code as it was written or typed: small letters, gaps, O for 0, I and L for 1.
    fn read(&self, place: usize, text: &str) -> Result<Code, Error> {
        let administrator = &self.administrators[place];
        let bad = || {
            let text = "is mistyped, or another's, or of another copy";
            Error::Usage(format!("the code of {administrator} {text}"))
        };
        let mut bytes = Zeroizing::new(Vec::new());
        let letters: Zeroizing<Vec<u8>> = Zeroizing::new(
            text.bytes()
                .filter(|letter| !letter.is_ascii_whitespace() && *letter != b'-')
                .map(|letter| match letter.to_ascii_uppercase() {
                    b'O' => b'0',
                    b'I' | b'L' => b'1',
                    other => other,
                })
                .collect(),
        );
        for eight in letters.chunks(8) {
            let mut number = 0_u64;
            for letter in eight {
                let value = LETTERS.iter().position(|known| known == letter).ok_or_else(bad)?;
                number = number << 5 | value as u64;
            }
            bytes.extend_from_slice(&number.to_be_bytes()[3..]);
        }
        let exact = letters.len() == (CODE_BYTES + SLIP_BYTES) * 8 / 5;
        let (code, slip) = bytes.split_first_chunk::<CODE_BYTES>().ok_or_else(bad)?;
        let code = Zeroizing::new(*code);
        match exact && slip == self.slip(place, &code) {
            true => Ok(code),
            false => Err(bad()),
        }
    }
}

/// Makes a copy, and a code for each of two administrators.
pub fn make(
    home: &Home,
    out: &Path,
    shares: [&Share; 2],
    dry: bool,
    entropy: &mut dyn Entropy,
) -> Result<Value, Error> {
    let mut node = home.open()?;
    check_two(&node, shares)?;
    for file in [out, &shares[0].file, &shares[1].file] {
        check_outside(home, file)?;
    }
    let [first, second] = shares.map(|share| &share.administrator);
    let [key, copy] = [short(&node.vault.id()), out.display().to_string()];
    let files = shares.map(|share| share.file.display().to_string());
    let said = vec![
        format!("A copy of the storage key {key} is written to {copy}."),
        format!("{first} is given the code in {}, {second} the one in {}.", files[0], files[1]),
        "Each keeps it where the other does not come: neither opens the copy alone.".into(),
        "Keep the copy outside this machine, apart from both codes.".into(),
    ];
    if !dry {
        seal_to(&mut node, out, shares, entropy)?;
    }
    Ok(json!({"key": node.vault.id(), "said": said, "dry_run": dry}))
}

/// Writes the codes, then the copy that they open, and remembers that it was made.
fn seal_to(
    node: &mut Node,
    out: &Path,
    shares: [&Share; 2],
    entropy: &mut dyn Entropy,
) -> Result<(), Error> {
    let codes: [Code; 2] = std::array::from_fn(|_| Zeroizing::new(draw(entropy)));
    let administrators = shares.map(|share| share.administrator.clone());
    let (code, now, [one, two]) = (node.code.to_string(), node.now(), &codes);
    let copy =
        Sealed::seal((&code, now), &node.vault, administrators.clone(), [one, two], entropy)?;
    for (place, share) in shares.iter().enumerate() {
        write_new(&share.file, copy.write(place, &codes[place]).as_bytes())?;
    }
    let text = toml::to_string(&copy).map_err(|error| Error::Config(error.to_string()))?;
    write_new(out, text.as_bytes())?;
    let copied = Copied { key: copy.key, at: now, administrators };
    node.commit(|node| storage::note_copy(node, &copied))?;
    storage::tell(node, COPIED)
}

/// Two different administrators who serve.
fn check_two(node: &Node, shares: [&Share; 2]) -> Result<(), Error> {
    for share in shares {
        let known = officer::serving(node, &share.administrator)?;
        if known.role != Role::Administrator.code() {
            return Err(Error::Usage(format!("{} is no administrator", known.code)));
        }
    }
    let [first, second] = shares;
    if first.administrator == second.administrator || first.file == second.file {
        return Err(Error::Usage("two administrators, and a file for each".into()));
    }
    Ok(())
}

/// In the node's folder a copy would be lost with the key, and a code lie beside it.
fn check_outside(home: &Home, file: &Path) -> Result<(), Error> {
    let failed = |error| Error::file(file, error);
    let folder = fs::canonicalize(home.path()).map_err(failed)?;
    let beside = std::path::absolute(file).map_err(failed)?;
    let beside = beside.parent().unwrap_or(Path::new("/"));
    if fs::canonicalize(beside).map_err(failed)?.starts_with(&folder) {
        let text = "lies in the node's folder: it belongs on a medium of its own";
        return Err(Error::Usage(format!("{} {text}", file.display())));
    }
    if file.exists() {
        return Err(Error::Usage(format!("{} is there already", file.display())));
    }
    Ok(())
}

fn write_new(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = (|| {
        let mut made =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        made.write_all(bytes)?;
        made.write_all(b"\n")?;
        made.sync_all()
    })();
    written.map_err(|error| Error::file(file, error))
}

/// Brings a lost storage key back into the folder.
pub fn recover(home: &Home, file: &Path, codes: [&Path; 2], dry: bool) -> Result<Value, Error> {
    let (copy, vault) = read(file, codes)?;
    let code = home.member()?.code;
    if copy.node != code.as_str() {
        return Err(Error::Usage(format!("this is a copy of {}, and here is {code}", copy.node)));
    }
    if let Place::Environment(name) = home.storage_place()? {
        return Err(Error::Usage(format!("take {name} out of the environment first")));
    }
    check_is_the_stores(home, &copy, &vault)?;
    let said = vec![
        format!(
            "The copy of {} opens, and its key {} is the store's.",
            copy.made,
            short(&copy.key)
        ),
        "The key is written to keys/storage. What is left of one in a token, or of another in its \
         place, is destroyed."
            .into(),
    ];
    if !dry {
        home.forget_file()?;
        home.write_key(vault.both().first_chunk().expect("two keys of 32 bytes"))?;
        home.write_hold(vault.both().last_chunk().expect("two keys of 32 bytes"))?;
        home.forget_wrapped()?;
        // Without a store there is no log yet: who restores one has this in words.
        if home.database().exists() {
            storage::tell(&mut home.open()?, RECOVERED)?;
        }
    }
    Ok(json!({"key": copy.key, "said": said, "dry_run": dry}))
}

/// A copy that was made before the key was renewed opens this store no more.
fn check_is_the_stores(home: &Home, copy: &Sealed, vault: &Vault) -> Result<(), Error> {
    if !home.database().exists() {
        // Before a backup is put back. What lies in the folder may be the key of another day.
        return match (home.storage_place()?, home.has_storage_file()) {
            (Place::Folder, false) => Ok(()),
            (place, _) => Err(Error::Usage(format!(
                "there is no store to hold it against: move what is in {place} away first"
            ))),
        };
    }
    let store = Store::open(&home.database())?;
    let is_it = match store.written_under()? {
        Some(id) => id == vault.id(),
        None => vault.opens_newest(&store)?,
    };
    if is_it {
        return Ok(());
    }
    let (made, key) = (copy.made, short(&copy.key));
    Err(Error::Config(format!(
        "the copy of {made} has the storage key {key}, and the store is under another: bring the \
         copy that was made since it was renewed"
    )))
}

fn read(file: &Path, codes: [&Path; 2]) -> Result<(Sealed, Vault), Error> {
    let text = |path: &Path| {
        let text = fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
        Ok::<_, Error>(Zeroizing::new(text))
    };
    let copy: Sealed = toml::from_str(&text(file)?)
        .map_err(|_| Error::Config(format!("{} is no copy of a storage key", file.display())))?;
    let first = copy.read(0, &text(codes[0])?)?;
    let second = copy.read(1, &text(codes[1])?)?;
    let vault = copy.open([&first, &second])?;
    Ok((copy, vault))
}

#[cfg(test)]
mod tests;
