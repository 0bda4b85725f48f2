//! Limits while the node runs: what each may be, which way is looser, and who changed it.
//!
//! The file `amana.toml` gives every limit; one that is set here stands over it until the file is
//! edited. A looser limit needs a second person.

use record::Digest;
use seal::leaf::Subject;
use serde_json::{Map, Value};

use crate::audit::{self, Deed, Event};
use crate::store::Store;
use crate::store::administration::LimitSet;
use crate::{Config, Error, Node, journal};

const LABEL: &[u8] = b"amana/1/configuration";
/// Digest of the configuration that the log told last.
const TOLD: &str = "config/told";
/// Beyond so many times its default a limit is no limit, or a slip of the hand.
const TIMES_MAX: i64 = 1_000;
/// Below this part of its default a limit would lock out whoever set it.
const PART_MIN: i64 = 100;

/// Limits whose change a running node does not take up: they size what is built at its start.
const AT_START: [&str; 28] = [
    "queue_max",
    "events_buffer_max",
    "request_bytes_max",
    "pouch_bytes_max",
    "pouch_entries_max",
    "pouches_under_way_max",
    "pouches_sealed_max",
    "pouches_tried_max",
    "pull_polls_max",
    "pull_wait_s_max",
    "bundle_bytes_max",
    "relay_failures_min",
    "relay_again_min",
    "compare_interval_min",
    "backoff_ms_min",
    "backoff_ms_max",
    "rate_callers_max",
    "notify_ms_max",
    "notify_queue_max",
    "notify_per_min_max",
    "connections_max",
    "header_bytes_max",
    "header_s_max",
    "body_pause_s_max",
    "body_s_max",
    "identity_providers_max",
    "copy_contact_bytes_max",
    "restore_wait_s_max",
];

/// What the law or the protocol allows at most.
const CEILINGS: [(&str, i64); 22] = [
    ("hold_days_max", 366),
    ("review_years_max", 5),
    ("pouch_entries_max", 256),
    ("pouch_bytes_max", 4 * 1024 * 1024),
    ("pull_polls_max", 16),
    ("pull_wait_s_max", 50),
    ("bundle_bytes_max", 256 * 1024 * 1024),
    // Decapsulation keys are destroyed 60 days after their month.
    ("bundle_days_max", 45),
    ("relay_hold_max_h", 45 * 24),
    ("compare_interval_min", 1_440),
    ("session_h_max", 24),
    ("sign_in_link_h_max", 72),
    ("passkey_wait_s_max", 600),
    ("recovery_h_max", 24 * 30),
    ("provider_wait_s_max", 3_600),
    ("provider_auth_s_max", 86_400),
    ("provider_skew_s_max", 300),
    ("provider_kept_s_max", 86_400),
    ("backup_days_max", 366),
    ("proposal_h_max", 24 * 30),
    ("copy_h_max", 24 * 30),
    ("copy_stale_percent_max", 100),
];

/// Bounds from below: a smaller one lets more through.
const LEASTS: [&str; 5] = [
    "backoff_ms_min",
    "disk_free_bytes_min",
    "eraser_peers_min",
    "relay_failures_min",
    "relay_again_min",
];

/// Limits of how long something is kept or may be kept.
const RETENTION: [&str; 4] =
    ["hold_days_max", "review_years_max", "erase_grace_h", "backup_days_max"];

/// A limit as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    pub name: String,
    pub value: i64,
    pub default: i64,
    pub least: i64,
    pub most: i64,
    /// Whether a larger value lets more through.
    pub looser_up: bool,
    /// Whether a change waits for the next start.
    pub at_start: bool,
    pub retention: bool,
    /// Whether it stands over what the file says.
    pub set: bool,
}

fn numbers(config: &Config) -> Map<String, Value> {
    let value = serde_json::to_value(config).expect("a configuration is JSON");
    let Value::Object(mut all) = value else { return Map::new() };
    all.retain(|_, value| value.is_i64());
    all
}

/// Every limit of a configuration, by name.
pub fn all(node: &Node) -> Result<Vec<Limit>, Error> {
    let (now, standard) = (numbers(&node.config), numbers(&Config::default()));
    let file = numbers(&node.file_config);
    let limits = now.iter().map(|(name, value)| {
        let of = |all: &Map<String, Value>| all.get(name).and_then(Value::as_i64).unwrap_or(0);
        let (value, default) = (value.as_i64().unwrap_or(0), of(&standard));
        let (least, most) = range(name, default);
        Limit {
            name: name.clone(),
            value,
            default,
            least,
            most,
            looser_up: looser_up(name),
            at_start: AT_START.contains(&name.as_str()),
            retention: RETENTION.contains(&name.as_str()),
            set: value != of(&file),
        }
    });
    Ok(limits.collect())
}

pub fn find(node: &Node, name: &str) -> Result<Limit, Error> {
    let found = all(node)?.into_iter().find(|limit| limit.name == name);
    found.ok_or_else(|| Error::NotFound(format!("the limit {name}")))
}

fn looser_up(name: &str) -> bool {
    !LEASTS.contains(&name)
}

fn range(name: &str, default: i64) -> (i64, i64) {
    let ceiling = CEILINGS.iter().find(|(known, _)| *known == name).map(|(_, most)| *most);
    let most = ceiling.unwrap_or_else(|| default.max(1).saturating_mul(TIMES_MAX));
    let least = if name == "erase_grace_h" { 0 } else { (default / PART_MIN).max(1) };
    (least, most)
}

impl Limit {
    /// Whether a value lets more through than the one of now.
    pub fn loosens(&self, value: i64) -> bool {
        if self.looser_up { value > self.value } else { value < self.value }
    }

    pub fn check(&self, value: i64) -> Result<(), Error> {
        if (self.least..=self.most).contains(&value) {
            return Ok(());
        }
        let (name, least, most) = (&self.name, self.least, self.most);
        Err(Error::Usage(format!("{name} lies between {least} and {most}")))
    }
}

/// A configuration with another value of one limit; an error where both do not go together.
fn with(config: &Config, name: &str, value: i64) -> Result<Config, Error> {
    let mut changed = serde_json::to_value(config).expect("a configuration is JSON");
    changed[name] = value.into();
    let changed: Config =
        serde_json::from_value(changed).map_err(|error| Error::Config(error.to_string()))?;
    changed.check()?;
    Ok(changed)
}

/// Sets a limit in this transaction; it is taken up once that has committed.
pub fn set(node: &mut Node, name: &str, value: i64) -> Result<Limit, Error> {
    let limit = find(node, name)?;
    limit.check(value)?;
    with(&node.config, name, value)?;
    let over = numbers(&node.file_config).get(name).and_then(Value::as_i64).unwrap_or(0);
    node.store.set_limit(&LimitSet { name: name.into(), value, over }, node.now().0)?;
    tell(node)?;
    node.limits_changed = true;
    Ok(limit)
}

/// What the file says, with what was set over it. A limit that the file says otherwise by now, or
/// that does not go together with the rest any more, is the file's.
pub fn effective(file: &Config, store: &Store) -> Result<Config, Error> {
    let mut config = file.clone();
    let said = numbers(file);
    for set in store.limits_set()? {
        if said.get(&set.name).and_then(Value::as_i64) != Some(set.over) {
            continue;
        }
        match with(&config, &set.name, set.value) {
            Ok(changed) => config = changed,
            Err(error) => tracing::warn!(limit = set.name, %error, "a limit is the file's"),
        }
    }
    Ok(config)
}

/// Enters the configuration and the retention in the log, where either is another than was told
/// last; answers whether it was.
pub fn tell(node: &mut Node) -> Result<bool, Error> {
    let digest = digest(node)?;
    if node.store.setting(TOLD)?.as_deref() == Some(&digest.0[..]) {
        return Ok(false);
    }
    node.store.set_setting(TOLD, &digest.0)?;
    journal::append(node, &Subject::Config { digest })?;
    Ok(true)
}

fn digest(node: &Node) -> Result<Digest, Error> {
    let config = effective(&node.file_config, &node.store)?;
    let mut said = serde_json::to_vec(&numbers(&config)).expect("numbers are JSON");
    for row in node.store.retention()? {
        said.extend(format!("\n{} {} {}", row.kind, row.level, row.days).into_bytes());
    }
    Ok(Digest::of(&[LABEL, &said]))
}

/// When a node opens: whoever edited the file is known to nobody, that it was edited is audited.
pub fn tell_opened(node: &mut Node) -> Result<(), Error> {
    if node.store.setting(TOLD)?.is_none() {
        let digest = digest(node)?;
        return node.store.set_setting(TOLD, &digest.0);
    }
    if tell(node)? {
        let event = Event::of_nobody(Deed::Administered, node.now());
        audit::note(node, &event.reason("configuration-edited"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_a_range_that_holds_its_default() {
        let all = numbers(&Config::default());
        assert!(all.len() > 40);
        for (name, value) in all {
            let default = value.as_i64().unwrap();
            let (least, most) = range(&name, default);
            assert!((least..=most).contains(&default), "{name}: {least} {default} {most}");
            assert_eq!(with(&Config::default(), &name, default).unwrap(), Config::default());
        }
    }

    #[test]
    fn limits_of_law_cannot_be_set_wider() {
        for (name, value) in [("review_years_max", 6), ("hold_days_max", 367)] {
            let default = numbers(&Config::default())[name].as_i64().unwrap();
            assert!(value > range(name, default).1, "{name}");
            assert!(with(&Config::default(), name, value).is_err(), "{name}");
        }
    }
}
