//! Devices: enrolled with a key that they made themselves, and revoked.

use record::policy::{Act, Role, Tables};
use record::{Digest, Unit};
use seal::copy::{NO_SECRET, Outer, What};
use seal::kem::KemPublic;
use serde::{Deserialize, Serialize};

use super::message::Credential;
use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::clock::draw;
use crate::store::device::DeviceRow;
use crate::vault::Vault;
use crate::{Error, Node, officer};

const SECRET_LABEL: &[u8] = b"amana/1/device-secret/";

/// What node and device share, as the node keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// Of the device's generation, and of the one before: an answer may have been lost on its way.
    now: Digest,
    before: Option<Digest>,
    /// The key of the next question.
    question: Digest,
}

impl Shared {
    pub fn of(&self, row: &DeviceRow, generation: u64) -> Option<[u8; 32]> {
        match row.generation.checked_sub(generation) {
            Some(0) => Some(self.now.0),
            Some(1) => self.before.map(|before| before.0),
            _ => None,
        }
    }

    pub fn question(&self) -> &[u8; 32] {
        &self.question.0
    }

    /// After a question was taken in.
    pub fn asked(&self, next: &[u8; 32]) -> Self {
        Self { question: Digest(*next), ..self.clone() }
    }

    /// The next generation.
    pub fn turned(&self, now: [u8; 32]) -> Self {
        Self { now: Digest(now), before: Some(self.now), question: self.question }
    }

    pub fn now(&self) -> [u8; 32] {
        self.now.0
    }

    pub fn read(vault: &Vault, row: &DeviceRow) -> Result<Self, Error> {
        Ok(record::cbor::from_bytes(&vault.open_words(&aad(&row.name), &row.secret)?)?)
    }

    pub fn seal(&self, node: &mut Node, device: &str) -> Result<Vec<u8>, Error> {
        let plain = zeroize::Zeroizing::new(record::cbor::to_bytes(self));
        node.vault.seal_words(&aad(device), &plain, &mut *node.entropy)
    }
}

pub(crate) fn aad(device: &str) -> Vec<u8> {
    [SECRET_LABEL, device.as_bytes()].concat()
}

/// What is said of a device when it is enrolled.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeviceEnrolment)]
pub struct Enrolment {
    /// 2 to 32 of a–z, 0–9 and -; never given twice.
    pub name: String,
    #[schema(value_type = String)]
    pub unit: Unit,
    /// The role by which policy decides what the device carries.
    #[schema(value_type = String)]
    pub role: Role,
    /// Its public key, as `amana device init` shows it: hexadecimal digits.
    pub key: String,
}

/// The public key that was pasted, white space or not.
pub fn public_key(text: &str) -> Result<KemPublic, Error> {
    let bad = || Error::Usage("paste the whole public key that `amana device init` shows".into());
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let key = serde_json::from_value::<KemPublic>(text.into()).map_err(|_| bad())?;
    key.check().map_err(|_| bad())?;
    Ok(key)
}

/// Who acts where a device does.
pub fn author(row: &DeviceRow) -> Result<Author, Error> {
    let role = Role::parse(&row.role);
    let role = role.ok_or_else(|| Error::Damaged(format!("role of the device {}", row.name)))?;
    Ok(Author { officer: format!("device:{}", row.name), role, unit: Unit::new(&row.unit)? })
}

/// Whether an officer may say what a device of this unit and role carries: administrators, and
/// whoever may take records out, for front-line officers and colleagues of the same unit and role.
pub fn may_keep(tables: &Tables, by: &Author, unit: &Unit, role: Role) -> Result<(), Error> {
    let takes_out = tables.acts_of(by.role).contains(&Act::Export);
    let near = by.unit == *unit && (role == Role::FrontlineOfficer || role == by.role);
    if by.role == Role::Administrator || (takes_out && near) {
        return Ok(());
    }
    let text = "devices are kept by administrators, and by officers who take records out, for \
                their own unit";
    Err(Error::NotAllowed(text.into()))
}

/// Enrols a device; the answer is its credential, sealed for its key.
pub fn enrol(node: &mut Node, by: &Author, asked: &Enrolment) -> Result<Vec<u8>, Error> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let name = &asked.name;
    if !(2..=32).contains(&name.len()) || !name.chars().all(good) {
        return Err(Error::Usage("a device's name is 2 to 32 of a–z, 0–9 and -".into()));
    }
    let key = public_key(&asked.key)?;
    may_keep(&node.tables, by, &asked.unit, asked.role)?;
    if !node.tables.acts_of(asked.role).contains(&Act::Ask) {
        return Err(Error::Usage("this role asks no lists: its device would carry nothing".into()));
    }
    let unit = officer::open_unit(node, &asked.unit)?;
    let max = node.config.devices_max;
    if node.store.devices_count()? >= max {
        return Err(Error::Limit { what: "devices", limit: "devices_max", max });
    }
    if node.store.device(name)?.is_some() {
        let text = format!("there is or was a device {name}: take another name");
        return Err(Error::Conflict(text));
    }
    let (now, question) = (draw(&mut *node.entropy), draw(&mut *node.entropy));
    let at = node.now();
    let credential =
        Credential { shared: now, question, unit: asked.unit.clone(), role: asked.role, at };
    let shared = Shared { now: Digest(now), before: None, question: Digest(question) };
    let plain = zeroize::Zeroizing::new(record::cbor::to_bytes(&credential));
    let outer = Outer::new(What::Credential, node.network, node.code.clone(), name);
    let outer = Outer { created: at, ..outer };
    let sealed = seal::copy::seal(outer, &plain, &key, &NO_SECRET, &mut *node.entropy)?;
    let row = DeviceRow {
        name: name.clone(),
        unit: unit.to_string(),
        role: asked.role.code().into(),
        key: key.as_bytes().to_vec(),
        generation: 0,
        secret: shared.seal(node, name)?,
        questions: 0,
        enrolled: at.0,
        enrolled_by: by.officer.clone(),
        contact: None,
        broken: None,
        ended: None,
        ended_by: None,
    };
    node.store.insert_device(&row)?;
    let event = Event::new(Deed::Administered, by, at);
    let event = event.reason(format!("device-enrolled {name} {} {}", row.unit, row.role));
    audit::note(node, &Event { set: Some(Digest::of(&[&row.key])), ..event })?;
    Ok(sealed)
}

/// A device that has not ended, which this officer may keep.
pub fn kept(node: &Node, by: &Author, name: &str) -> Result<DeviceRow, Error> {
    let row = node.store.device(name)?.filter(|row| row.ended.is_none());
    let row = row.ok_or_else(|| Error::NotFound(format!("the device {name}")))?;
    let device = author(&row)?;
    may_keep(&node.tables, by, &device.unit, device.role)?;
    Ok(row)
}

/// Revokes a device. At its next contact it destroys its keys and what it carries.
pub fn revoke(node: &mut Node, by: &Author, name: &str) -> Result<(), Error> {
    kept(node, by, name)?;
    let at = node.now();
    node.store.end_copy(name, at.0, &by.officer)?;
    node.store.end_device(name, at.0, &by.officer)?;
    let event = Event::new(Deed::Administered, by, at).reason(format!("device-revoked {name}"));
    audit::note(node, &event).map(drop)
}
