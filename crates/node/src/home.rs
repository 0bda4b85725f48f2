//! A node's folder: configuration, keys, directory, store. Only their owner reads secrets.

mod head;
mod keys;
mod storage;

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use record::codelist::Registry;
use record::deadline::Clocks;
use record::digest::{hex_decode, hex_encode};
use record::policy::Role;
use record::{Digest, NodeCode, Unit, cbor};
use seal::directory::{Directory, Labels, Member, MemberRole};
use seal::log_key::LogSecret;
use zeroize::Zeroizing;

use crate::clock::{SystemClock, SystemEntropy, draw};
use crate::founding::{self, Keys, Plan};
use crate::key::token::Which;
use crate::session::{self, Scope};
use crate::store::Store;
use crate::store::file::Files;
use crate::store::segment::Segments;
use crate::tls::Certificate;
use crate::{Clock, Config, Error, Node, Parts, officer};

pub use storage::Place;

/// A folder that holds one node.
#[derive(Clone, Debug)]
pub struct Home(PathBuf);

/// What `init` is told.
#[derive(Clone, Debug)]
pub struct Init {
    pub code: NodeCode,
    pub names: Labels,
    pub region: String,
    pub role: MemberRole,
    pub config: Config,
    pub units: Vec<Unit>,
    /// Members that carry for it what no line brings.
    pub relays: Vec<NodeCode>,
    /// Where the storage key is guarded; none where it lies in the folder.
    pub token: Option<Which>,
}

/// Officers every new node has, so that the command line can work at once.
const FIRST_OFFICERS: [(&str, Role, &[Scope]); 3] = [
    ("desk-1", Role::DeskOfficer, &[Scope::Read, Scope::Write]),
    ("dpo-1", Role::DataProtectionOfficer, &[Scope::Read, Scope::Write]),
    ("admin-1", Role::Administrator, &[Scope::Read, Scope::Admin]),
];

/// Agreements with other members, and members' calendars; absent in a new folder.
const CLOCKS: &str = "clocks.toml";
/// Codes and words that nodes have added to code lists, a file a list; absent in a new folder.
const LISTS: &str = "code-lists";
/// What the node cosigns heads of others with.
const WITNESS: &str = "keys/witness";
const FIRST_TOKEN_DAYS: i64 = 366;
/// Where machines keep whose certificates they trust.
const AUTHORITIES: [&str; 2] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

impl Home {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("node.db")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn read(&self, name: &str) -> Result<Vec<u8>, Error> {
        let path = self.file(name);
        fs::read(&path).map_err(|error| Error::file(&path, error))
    }

    fn read_text(&self, name: &str) -> Result<String, Error> {
        let bytes = self.read(name)?;
        String::from_utf8(bytes).map_err(|_| Error::Config(format!("{name} is not text")))
    }

    /// A secret that somebody else gave, beside `amana.toml` or anywhere. One that others on the
    /// machine can read is none.
    pub fn private(&self, name: &str) -> Result<Zeroizing<String>, Error> {
        let path = self.file(name);
        let file = File::open(&path).map_err(|error| Error::file(&path, error))?;
        let about = file.metadata().map_err(|error| Error::file(&path, error))?;
        if about.permissions().mode() & 0o077 != 0 {
            let text = "others can read it: give it to its owner alone (chmod 600)";
            return Err(Error::Config(format!("{}: {text}", path.display())));
        }
        let text = Zeroizing::new(self.read_text(name)?);
        match text.trim() {
            "" => Err(Error::Config(format!("{}: it is empty", path.display()))),
            secret => Ok(Zeroizing::new(secret.to_owned())),
        }
    }

    /// Whose word is taken for a certificate, PEM; without a name, whoever this machine trusts.
    pub fn authorities(&self, name: &str) -> Result<Vec<u8>, Error> {
        if !name.is_empty() {
            return self.read(name);
        }
        let found = AUTHORITIES.iter().find(|path| Path::new(path).exists());
        found.map_or_else(|| Ok(Vec::new()), |path| self.read(path))
    }

    /// Writes beside the old file, flushes, and takes its place: a lost power leaves one of both.
    pub fn write(&self, name: &str, bytes: &[u8], mode: u32) -> Result<(), Error> {
        let (path, fresh) = (self.file(name), self.file(&format!("{name}.new")));
        let written = (|| {
            let mut options = fs::OpenOptions::new();
            let mut file =
                options.write(true).create(true).truncate(true).mode(mode).open(&fresh)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)?;
            File::open(path.parent().unwrap_or(&self.0))?.sync_all()
        })();
        written.map_err(|error| Error::file(&path, error))
    }

    pub(crate) fn write_secret(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let text = Zeroizing::new(hex_encode(bytes));
        self.write(name, text.as_bytes(), 0o600)
    }

    pub(crate) fn read_secret<const N: usize>(
        &self,
        name: &str,
    ) -> Result<Zeroizing<[u8; N]>, Error> {
        let text = Zeroizing::new(self.read_text(name)?);
        let bytes = hex_decode(text.trim()).map(Zeroizing::new);
        let secret: Option<[u8; N]> = bytes.and_then(|bytes| bytes[..].try_into().ok());
        let bad = || Error::Config(format!("{name} is no key of {N} bytes in hexadecimal"));
        secret.map(Zeroizing::new).ok_or_else(bad)
    }

    /// Makes a folder for a node that works alone until it joins a network.
    pub fn init(&self, init: &Init) -> Result<Member, Error> {
        if self.file("amana.toml").exists() {
            return Err(Error::Usage(format!("{} holds a node already", self.0.display())));
        }
        fs::create_dir_all(self.file("keys")).map_err(|error| Error::file(&self.0, error))?;
        let (mut entropy, now) = (SystemEntropy, SystemClock.now());
        let keys = founding::keys(&init.code, &mut entropy)?;
        let certificate = Certificate::generate()?;
        self.write_keys(&keys, &certificate, init)?;
        let plan = Plan {
            code: init.code.clone(),
            names: init.names.clone(),
            region: init.region.clone(),
            role: init.role,
            address: Some(init.config.peer_listen.clone()).filter(|to| !to.is_empty()),
            relays: init.relays.clone(),
            pins: vec![certificate.pin()?],
            units: init.units.clone(),
        };
        let member = founding::member(&plan, &keys, now);
        self.write("member.cbor", &cbor::to_bytes(&member), 0o644)?;
        let alone = format!("{} alone", init.code);
        // Alone it has no members that could carry for it (DIR-20).
        let listed = Member { relays: Vec::new(), ..member.clone() };
        let founded = founding::found(&alone, true, vec![listed], now, &mut entropy)?;
        self.write("directory.cbor", &founded.signed, 0o644)?;
        self.write("network", founded.directory.network().hex().as_bytes(), 0o644)?;
        self.write("amana.toml", config_text(&init.config)?.as_bytes(), 0o644)?;
        self.enrol_first(&init.units)?;
        Ok(member)
    }

    fn write_keys(&self, keys: &Keys, certificate: &Certificate, init: &Init) -> Result<(), Error> {
        let seeds = |key: &LogSecret| key.seeds().copied().map(Zeroizing::new);
        let missing = || Error::Config("a key without seeds".into());
        self.write_secret("keys/log", &seeds(&keys.identity.log).ok_or_else(missing)?[..])?;
        self.write_secret(WITNESS, &seeds(&keys.identity.witness).ok_or_else(missing)?[..])?;
        self.write_secret("keys/root", &seeds(&keys.root).ok_or_else(missing)?[..])?;
        for (number, key) in keys.identity.kem.all().iter().enumerate() {
            self.write_secret(&format!("keys/kem-{number}"), key.seed())?;
        }
        let storage: Zeroizing<[u8; 32]> = Zeroizing::new(draw(&mut SystemEntropy));
        let hold: Zeroizing<[u8; 32]> = Zeroizing::new(draw(&mut SystemEntropy));
        let name = crate::key::storage::name(&init.code, &mut SystemEntropy);
        self.found_storage(&storage, init.token.as_ref().map(|which| (which, name.as_str())))?;
        self.write_hold(&hold)?;
        self.write_secret("keys/tls", &certificate.key)?;
        self.write("keys/tls.der", &certificate.certificate, 0o644)
    }

    fn enrol_first(&self, units: &[Unit]) -> Result<(), Error> {
        let unit = units.first().ok_or_else(|| Error::Usage("a node has a unit".into()))?;
        let mut node = self.open()?;
        node.commit(|node| {
            let open = |unit| officer::open_unit(node, unit).map(drop);
            units.iter().try_for_each(open)
        })?;
        let mut tokens = String::new();
        for (code, role, scopes) in FIRST_OFFICERS {
            let token = node.commit(|node| {
                session::enrol(node, code, code, role, unit)?;
                session::issue(node, code, scopes, FIRST_TOKEN_DAYS)
            })?;
            tokens.push_str(&format!("{code} = \"{token}\"\n"));
        }
        self.write("tokens.toml", tokens.as_bytes(), 0o600)
    }

    /// The token of an officer, for the command line on this machine.
    pub fn token(&self, officer: &str) -> Result<String, Error> {
        let tokens: toml::Table = toml::from_str(&self.read_text("tokens.toml")?)
            .map_err(|error| Error::Config(error.to_string()))?;
        let token = tokens.get(officer).and_then(toml::Value::as_str);
        let unknown = || Error::Usage(format!("{officer} has no token in tokens.toml"));
        token.map(str::to_owned).ok_or_else(unknown)
    }

    pub fn config(&self) -> Result<Config, Error> {
        Config::parse(&self.read_text("amana.toml")?)
    }

    pub fn network(&self) -> Result<Digest, Error> {
        let text = self.read_text("network")?;
        Digest::from_hex(text.trim()).ok_or_else(|| Error::Config("network is no digest".into()))
    }

    /// The head as its stewards signed it.
    pub fn signed_directory(&self) -> Result<Vec<u8>, Error> {
        self.read("directory.cbor")
    }

    pub fn directory(&self) -> Result<Directory, Error> {
        Ok(Directory::head(&self.read("directory.cbor")?, &self.network()?)?)
    }

    pub fn certificate(&self) -> Result<Certificate, Error> {
        let text = Zeroizing::new(self.read_text("keys/tls")?);
        let key = hex_decode(text.trim()).ok_or_else(|| Error::Config("keys/tls".into()))?;
        Ok(Certificate { certificate: self.read("keys/tls.der")?, key: Zeroizing::new(key) })
    }

    /// This node's entry, as it asks to be listed.
    pub fn member(&self) -> Result<Member, Error> {
        Ok(cbor::from_bytes(&self.read("member.cbor")?)?)
    }

    /// Joins a network by its first head. A node that has published keeps its network.
    pub fn join(&self, signed: &[u8], head: &Digest) -> Result<Directory, Error> {
        let directory = Directory::first(signed, head)?;
        let member = self.member()?;
        if directory.member(&member.code).is_none_or(|listed| listed.logs != member.logs) {
            let text = "does not list this node with the keys in its folder";
            return Err(Error::Usage(format!("the directory {text}")));
        }
        let node = self.open()?;
        if node.store.record_count()? > 0 && node.network != *head {
            return Err(Error::Usage("this node has records in another network".into()));
        }
        drop(node);
        self.write("directory.cbor", signed, 0o644)?;
        self.write("network", head.hex().as_bytes(), 0o644)?;
        Ok(directory)
    }

    /// A folder from before there were witnesses gets its key here, and asks to be listed with it:
    /// until the stewards have done that, the node cosigns nothing.
    fn complete_keys(&self) -> Result<(), Error> {
        if self.file(WITNESS).exists() {
            return Ok(());
        }
        let mut member = self.member()?;
        let key = founding::witness_key(&member.code, &mut SystemEntropy)?;
        let seeds = key.seeds().copied().map(Zeroizing::new);
        let seeds = seeds.ok_or_else(|| Error::Config("a key without seeds".into()))?;
        member.witness = vec![founding::listed_witness(&key, SystemClock.now())];
        self.write("member.cbor", &cbor::to_bytes(&member), 0o644)?;
        // Last: as long as it is not there, all of this is done again.
        self.write_secret(WITNESS, &seeds[..])
    }

    /// Opens the node for writing. One process at a time: another is told who holds it.
    pub fn open(&self) -> Result<Node, Error> {
        let (clocks, lists) = (self.clocks()?, self.lists()?);
        self.complete_keys()?;
        let store = Store::open(&self.database())?;
        let vault = self.vault(&store)?;
        let mut node = Node::open(Parts {
            identity: self.identity()?,
            directory: self.directory()?,
            config: self.config()?,
            store,
            vault,
            clock: Arc::new(SystemClock),
            entropy: Box::new(SystemEntropy),
        })?;
        node.lists = Arc::new(lists);
        node.set_clocks(clocks)?;
        node.files = Arc::new(self.files());
        node.watched = Arc::new(crate::list::Lists::at(Segments::at(self.file("lists"))));
        Ok(node)
    }

    /// Where this folder keeps sealed files.
    pub fn files(&self) -> Files {
        Files::at(self.file("attachments"))
    }

    /// How long members have to answer each other, as this folder's `clocks.toml` says.
    pub fn clocks(&self) -> Result<Clocks, Error> {
        if !self.file(CLOCKS).exists() {
            return Ok(Clocks::embedded().clone());
        }
        let read = Clocks::parse(&self.read_text(CLOCKS)?);
        read.map_err(|error| Error::Config(format!("{CLOCKS}: {error}")))
    }

    /// The code lists with what the files of `code-lists/` add, in the order of their names.
    pub fn lists(&self) -> Result<Registry, Error> {
        let (folder, mut lists) = (self.file(LISTS), Registry::default());
        if !folder.exists() {
            return Ok(lists);
        }
        let entries = fs::read_dir(&folder).and_then(|entries| {
            entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()
        });
        let mut files = entries.map_err(|error| Error::file(&folder, error))?;
        files.retain(|file| file.extension().is_some_and(|end| end == "toml"));
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).map_err(|error| Error::file(&file, error))?;
            let added = lists.add(&text);
            added.map_err(|error| Error::Config(format!("{}: {error}", file.display())))?;
        }
        Ok(lists)
    }

    /// Takes the folder for one process until the lock is dropped.
    pub fn lock(&self) -> Result<Lock, Error> {
        let path = self.file("lock");
        let file = File::create(&path).map_err(|error| Error::file(&path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(_) => Err(Error::Usage("another amana works in this folder".into())),
        }
    }

    /// Where a serving node of this folder answers, if one does.
    pub fn served_at(&self) -> Option<String> {
        self.read_text("serve.addr").ok().map(|text| text.trim().to_owned())
    }
}

/// Holds a node's folder for one process.
pub struct Lock(#[expect(dead_code, reason = "held, not read")] File);

/// The commented template with the addresses and limits that differ.
fn config_text(config: &Config) -> Result<String, Error> {
    let wanted = toml::Table::try_from(config).map_err(|error| Error::Config(error.to_string()))?;
    let defaults = toml::Table::try_from(Config::default());
    let defaults = defaults.map_err(|error| Error::Config(error.to_string()))?;
    let mut lines = Vec::new();
    for line in crate::config::TEMPLATE.lines() {
        let key = line.split(" = ").next().unwrap_or_default();
        match wanted.get(key) {
            Some(value) if defaults.get(key) != Some(value) => {
                lines.push(format!("{key} = {value}"))
            }
            _ => lines.push(line.to_owned()),
        }
    }
    Ok(lines.join("\n") + "\n")
}
