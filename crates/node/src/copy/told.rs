//! How old a copy is, in words: with every answer.

use record::Timestamp;
use record::codelist::Language;
use record::moment::{DAY_MS, HOUR_MS, MINUTE_MS};
use record::word::{Catalogue, Filling, catalogue, identifier};
use seal::copy::Outer;
use serde::Serialize;

use super::Stopped;
use super::device::Device;

/// What is said of a copy, beside an answer from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    pub device: String,
    pub node: String,
    /// What it says is of this moment.
    pub created: Timestamp,
    pub stale: Timestamp,
    pub expires: Timestamp,
    /// How old it is, and how long it lasts, in a sentence.
    pub age: String,
    /// Where it is stale, a sentence that says so and what to do.
    pub warning: Option<String>,
    /// Questions that are kept here until the next contact.
    pub kept: u64,
}

pub fn said(outer: &Outer, device: &Device, now: Timestamp, language: Language) -> Said {
    let words = catalogue(language);
    let (age, left) = (now.0 - outer.created.0, outer.expires.0 - now.0);
    let fillings = [
        ("age", span(words, age).into()),
        ("left", span(words, left).into()),
        ("node", identifier(outer.node.as_str(), language).into()),
        ("at", identifier(&moment(outer.created), language).into()),
    ];
    let warning = (now >= outer.stale).then(|| words.write("copy-stale", &fillings));
    Said {
        device: device.name().to_owned(),
        node: outer.node.to_string(),
        created: outer.created,
        stale: outer.stale,
        expires: outer.expires,
        age: words.write("copy-age", &fillings),
        warning,
        kept: device.waiting(),
    }
}

/// A length of time, as people say it.
fn span(words: &Catalogue, ms: i64) -> String {
    let (key, unit) = match ms.max(0) {
        ms if ms < 2 * HOUR_MS => ("copy-minutes", MINUTE_MS),
        ms if ms <= 3 * DAY_MS => ("copy-hours", HOUR_MS),
        _ => ("copy-days", DAY_MS),
    };
    let count = ms.max(0).unsigned_abs() / unit.unsigned_abs();
    words.write(key, &[("count", Filling::Count(count))])
}

/// To the minute, in UTC.
pub fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{} UTC", text.get(..16).unwrap_or(&text).replace('T', " "))
}

/// Why a device answers nothing, and what to do, in the reader's language.
pub fn stopped(stopped: Stopped, language: Language) -> String {
    let words = catalogue(language);
    let of = |at: Timestamp| identifier(&moment(at), language).into();
    let (now, latest) = match stopped {
        Stopped::Clock { now, latest } => (now, latest),
        Stopped::Expired(at) => (at, at),
        _ => (Timestamp(0), Timestamp(0)),
    };
    let key = format!("copy-stopped-{}", stopped.code());
    words.write(&key, &[("now", of(now)), ("at", of(latest))])
}
