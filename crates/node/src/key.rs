//! The keys of a node that change: decapsulation keys by the month, log keys by the epoch.
//!
//! Each change is made in the node's folder, certified by its root, and listed by the stewards: the
//! folder's `member.cbor` is what they are given. Seeds lie in `keys/`; those of months that are
//! over for [`RETIRED_DAYS`] are overwritten and gone, and what was recorded then opens no more.

pub mod copy;
pub mod ring;
pub mod storage;
pub mod token;
pub mod void;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use record::digest::{hex_decode, hex_encode};
use record::moment::DAY_MS;
use record::{NodeCode, Timestamp, cbor};
use seal::directory::{KemMonth, LogEpoch, Member};
use seal::entropy::Entropy;
use seal::kem::{KemPublic, KemSecret, KeyId};
use seal::log_key::LogSecret;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::clock::draw;
use crate::home::Home;
use crate::{Error, backup, founding};

/// A month's seed is destroyed so many days after its end.
pub const RETIRED_DAYS: i64 = 60;
/// Months for which keys are listed beside the running one.
const AHEAD_MONTHS: u32 = 3;

/// What is to be changed.
pub enum Change {
    Months,
    Log,
    Revoke(Timestamp),
}

pub fn moment(text: &str) -> Result<Timestamp, Error> {
    let moment: Result<jiff::Timestamp, _> = text.parse();
    let moment = moment.map_err(|_| Error::Usage(format!("{text} is no moment of RFC 3339")))?;
    Ok(Timestamp(moment.as_millisecond()))
}

/// Makes the keys, certifies the entry with the root and keeps it as `member.cbor`.
pub fn change(
    home: &Home,
    change: &Change,
    (root, dry): (&Path, bool),
    (now, entropy): (Timestamp, &mut dyn Entropy),
) -> Result<Value, Error> {
    let mut member = listed(home)?;
    let mut fresh = Fresh::default();
    let said = match change {
        Change::Months => months(&mut member, &mut fresh, (now, entropy))?,
        Change::Log => next_log(&mut member, &mut fresh, (now, entropy))?,
        Change::Revoke(at) => {
            let last = member.logs.last_mut();
            let last = last.ok_or_else(|| Error::Config("a member without a log".into()))?;
            last.revoked_at = Some(*at);
            next_log(&mut member, &mut fresh, (now, entropy))?
        }
    };
    let key = read_root(home, root, &member)?;
    if !dry {
        member.certify(&key, &home.network()?, now)?;
        fresh.write(home)?;
        home.write("member.cbor", &cbor::to_bytes(&member), 0o644)?;
    }
    Ok(json!({"node": member.code, "will_be_listed": said, "dry_run": dry,
        "member": home.path().join("member.cbor").display().to_string()}))
}

/// Makes another root. The old one hands over, and the entry is kept as `member.cbor`; where it is
/// lost, what the stewards list is written beside the new key, ending in .pub.
pub fn next_root(
    home: &Home,
    (old, out, dry): (Option<&Path>, &Path, bool),
    entropy: &mut dyn Entropy,
) -> Result<Value, Error> {
    let mut member = listed(home)?;
    let new = LogSecret::generate(&root_after(member.root.origin(), &member.code), entropy)?;
    let listed = match old {
        Some(old) => {
            let old = read_root(home, old, &member)?;
            member.hand_over(&old, new.public().clone(), &home.network()?)?;
            home.path().join("member.cbor")
        }
        None => out.with_extension("pub"),
    };
    if !dry {
        write_root(out, &new)?;
        match old {
            Some(_) => home.write("member.cbor", &cbor::to_bytes(&member), 0o644)?,
            None => {
                let entry = cbor::to_bytes(&(&member.code, new.public()));
                fs::write(&listed, entry).map_err(|error| Error::file(&listed, error))?;
            }
        }
    }
    Ok(json!({"node": member.code, "root": out.display().to_string(), "dry_run": dry,
        "for_the_stewards": listed.display().to_string()}))
}

/// `amana.invalid/root/CO`, then `amana.invalid/root/CO/2`.
fn root_after(origin: &str, code: &NodeCode) -> String {
    let first = format!("amana.invalid/root/{code}");
    let number = origin.strip_prefix(&first).and_then(|rest| rest.strip_prefix('/'));
    let number = number.and_then(|number| number.parse::<u32>().ok()).unwrap_or(1);
    format!("{first}/{}", number.saturating_add(1))
}

fn write_root(out: &Path, key: &LogSecret) -> Result<(), Error> {
    let seeds = key.seeds().ok_or_else(|| Error::Config("a key without seeds".into()))?;
    let text = Zeroizing::new(hex_encode(seeds));
    let mut file = fs::OpenOptions::new();
    let file = file.write(true).create_new(true).mode(0o600).open(out);
    let written = file.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| Error::file(out, error))
}

/// This node as the directory lists it now, with the keys that its root has certified since: a
/// change goes on from there.
fn listed(home: &Home) -> Result<Member, Error> {
    let (own, directory) = (home.member()?, home.directory()?);
    let listed = directory.member(&own.code).cloned();
    let listed = listed.ok_or_else(|| Error::Usage("the directory does not list us".into()))?;
    let at = |member: &Member| member.certificate.as_ref().map(|certificate| certificate.at);
    Ok(match at(&own) > at(&listed) {
        true => Member { logs: own.logs, kem: own.kem, pins: own.pins, ..listed },
        false => listed,
    })
}

/// Keys that were made and are not in the folder yet.
#[derive(Default)]
struct Fresh(Vec<(String, Zeroizing<Vec<u8>>)>);

impl Fresh {
    fn write(&self, home: &Home) -> Result<(), Error> {
        self.0.iter().try_for_each(|(name, seed)| home.write_secret(name, seed))
    }
}

/// `YYYY-MM` of a moment, and of so many months later.
fn month(now: Timestamp, later: u32) -> String {
    let text = now.to_string();
    let (year, month) = (text.get(..4), text.get(5..7));
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok()).unwrap_or(1);
    let count = number(year) * 12 + number(month) - 1 + later;
    format!("{:04}-{:02}", count / 12, count % 12 + 1)
}

fn months(
    member: &mut Member,
    fresh: &mut Fresh,
    (now, entropy): (Timestamp, &mut dyn Entropy),
) -> Result<Vec<String>, Error> {
    // What nobody can open any more is not sealed to either.
    member.kem.retain(|one| !is_over(&one.month, now));
    let mut made = Vec::new();
    for later in 0..=AHEAD_MONTHS {
        let name = month(now, later);
        if member.kem.iter().any(|one| one.month == name) {
            continue;
        }
        let seed: Zeroizing<[u8; 32]> = Zeroizing::new(draw(entropy));
        let key = KemSecret::from_seed(*seed)?.public().clone();
        fresh.0.push((format!("keys/kem-{name}"), Zeroizing::new(seed.to_vec())));
        made.push(format!("decapsulation key of {name}"));
        member.kem.push(KemMonth { month: name, key });
    }
    member.kem.sort_by(|a, b| a.month.cmp(&b.month));
    Ok(made)
}

fn next_log(
    member: &mut Member,
    fresh: &mut Fresh,
    (now, entropy): (Timestamp, &mut dyn Entropy),
) -> Result<Vec<String>, Error> {
    let epoch = member.epoch() + 1;
    let key = LogSecret::generate(&founding::origin_at(&member.code, epoch), entropy)?;
    let seeds = key.seeds().ok_or_else(|| Error::Config("a key without seeds".into()))?;
    fresh.0.push((log_file(epoch), Zeroizing::new(seeds.to_vec())));
    let listed = LogEpoch { epoch, key: key.public().clone(), from: now, revoked_at: None };
    member.logs.push(listed);
    Ok(vec![format!("log key of epoch {epoch}, origin {}", key.origin())])
}

/// Where the seeds of a log's epoch lie.
pub fn log_file(epoch: u32) -> String {
    match epoch {
        1 => "keys/log".into(),
        later => format!("keys/log-{later}"),
    }
}

fn read_root(home: &Home, path: &Path, member: &Member) -> Result<LogSecret, Error> {
    let path = if path.is_absolute() {
        path.to_owned()
    } else {
        std::path::absolute(path).unwrap_or(path.to_owned())
    };
    let text = home.private(&path.display().to_string())?;
    let bytes = hex_decode(text.trim()).map(Zeroizing::new);
    let seeds: Option<[u8; 64]> = bytes.and_then(|bytes| bytes[..].try_into().ok());
    let bad = || Error::Config(format!("{} is no root key", path.display()));
    let key = LogSecret::from_seeds(member.root.origin(), &seeds.ok_or_else(bad)?)?;
    match *key.public() == member.root {
        true => Ok(key),
        false => Err(Error::Usage(format!("{} is another root's key", path.display()))),
    }
}

/// Whether a month is over for so long that nothing of it is opened any more.
pub fn is_over(month: &str, now: Timestamp) -> bool {
    let mut parts = month.split('-').map(|part| part.parse::<u32>().ok());
    let (Some(Some(year)), Some(Some(number))) = (parts.next(), parts.next()) else { return false };
    let count = year * 12 + number;
    let after: Result<jiff::Timestamp, _> =
        format!("{:04}-{:02}-01T00:00:00Z", count / 12, count % 12 + 1).parse();
    after.is_ok_and(|after| now.0 >= after.as_millisecond() + RETIRED_DAYS * DAY_MS)
}

/// Files of decapsulation seeds, by their keys.
fn seeds(home: &Home) -> Result<BTreeMap<KeyId, (String, KemPublic)>, Error> {
    let mut found = BTreeMap::new();
    for name in home.kem_files()? {
        let seed = home.read_secret::<32>(&name)?;
        let key = KemSecret::from_seed(*seed)?.public().clone();
        found.insert(key.id(), (name, key));
    }
    Ok(found)
}

/// The month of a seed: as it is named, else as the node asked to be listed.
fn month_of(name: &str, key: &KemPublic, members: &[Member]) -> Option<String> {
    let named = name.strip_prefix("keys/kem-").filter(|month| month.len() == 7);
    let mut all = members.iter().flat_map(|member| &member.kem);
    let listed = all.find(|one| one.key == *key).map(|one| one.month.clone());
    named.map(str::to_owned).or(listed)
}

/// Destroys seeds of months that are over for long: overwritten first, so that the file's blocks
/// do not keep them. Answers which keys are gone.
pub fn retire(home: &Home, now: Timestamp) -> Result<Vec<String>, Error> {
    let mut members = vec![home.member()?];
    members.extend(home.directory()?.member(&members[0].code).cloned());
    let mut gone = Vec::new();
    for (name, key) in seeds(home)?.into_values() {
        let month = month_of(&name, &key, &members);
        if month.is_some_and(|month| is_over(&month, now)) {
            let path = home.path().join(&name);
            backup::overwrite(&path).map_err(|error| Error::file(&path, error))?;
            gone.push(name);
        }
    }
    Ok(gone)
}

/// Keys in this folder, and what the directory says of each.
pub fn show(home: &Home, now: Timestamp) -> Result<Value, Error> {
    let (own, directory) = (home.member()?, home.directory()?);
    let listed = directory.member(&own.code).cloned();
    let members: Vec<Member> = [own.clone()].into_iter().chain(listed.clone()).collect();
    let months = seeds(home)?.into_values().map(|(name, key)| {
        let month = month_of(&name, &key, &members);
        let over = month.as_deref().is_some_and(|month| is_over(month, now));
        let known = listed.as_ref().is_some_and(|one| one.kem.iter().any(|kem| kem.key == key));
        json!({"file": name, "month": month, "listed": known, "to_be_destroyed": over})
    });
    let logs = listed.iter().flat_map(|member| &member.logs).map(|epoch| {
        let held = fs::exists(home.path().join(log_file(epoch.epoch))).unwrap_or(false);
        json!({"epoch": epoch.epoch, "origin": epoch.key.origin(), "from": epoch.from,
            "revoked_at": epoch.revoked_at, "held": held})
    });
    let (months, logs): (Vec<Value>, Vec<Value>) = (months.collect(), logs.collect());
    Ok(json!({"node": own.code, "months": months, "logs": logs}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_the_years_end() {
        let at = |text: &str| moment(text).unwrap();
        let check = |now: &str, later, expect| assert_eq!(month(at(now), later), expect);
        check("2026-11-30T23:59:59Z", 0, "2026-11");
        check("2026-11-30T23:59:59Z", 1, "2026-12");
        check("2026-11-30T23:59:59Z", 2, "2027-01");
        check("2026-12-01T00:00:00Z", 3, "2027-03");
    }

    #[test]
    fn roots_are_counted() {
        let code = NodeCode::new("CO").unwrap();
        let check = |origin, expect| assert_eq!(root_after(origin, &code), expect);
        check("amana.invalid/root/CO", "amana.invalid/root/CO/2");
        check("amana.invalid/root/CO/2", "amana.invalid/root/CO/3");
        check("elsewhere", "amana.invalid/root/CO/2");
    }

    #[test]
    fn a_month_is_over_sixty_days_after_its_end() {
        let check = |month: &str, now: &str, expect| {
            assert_eq!(is_over(month, moment(now).unwrap()), expect, "{month} {now}");
        };
        check("2026-12", "2027-03-01T23:59:59Z", false);
        check("2026-12", "2027-03-02T00:00:00Z", true);
        check("2026-09", "2026-11-29T23:59:59Z", false);
        check("2026-09", "2026-11-30T00:00:00Z", true);
        check("no month", "2036-01-01T00:00:00Z", false);
    }
}
