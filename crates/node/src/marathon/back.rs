//! A machine is lost and its node comes back from a backup, by the commands that an administrator
//! types: restore and, where no witness mirrors what its log lacks, a key for the log's next epoch,
//! the stewards' next head, taken over by everyone.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::site::Site;
use super::{Count, Course};
use crate::Error;
use crate::founding::THRESHOLD;

/// What a lost machine must have sent before, and what it is told after, come within this time.
const WAIT_MAX: Duration = Duration::from_secs(300);
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Longer than a node takes to ask each of its witnesses once.
const ALONE_MAX: Duration = Duration::from_secs(20);

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

pub async fn backup(course: &Course, site: &Site) -> Result<(), Error> {
    let _process = site.process().await;
    site.order(&["backup", text(&file(course))]).await?;
    course.tell(&format!("{} is backed up while it serves", site.code));
    Ok(())
}

fn file(course: &Course) -> PathBuf {
    course.plan.folder.join("lost.backup")
}

/// Nobody submits at it until it is back. What nobody else has is lost with a machine: its own
/// records have left it before.
pub async fn lose(course: &Course, site: &Site) -> Result<(), Error> {
    let mut process = site.process().await;
    let _closed = site.gate.write().await;
    until(site, Stand::Sent).await?;
    *process = None;
    for name in ["node.db", "node.db-wal", "node.db-shm"] {
        let path = site.home.path().join(name);
        if path.exists() {
            std::fs::remove_file(&path).map_err(|error| Error::file(&path, error))?;
        }
    }
    course.tell(&format!("the machine of {} is lost", site.code));
    let (file, key) = (file(course), backup_key(site)?);
    let home = text(site.home.path());
    let told = site.order(&["restore", text(&file), "--key", text(&key), "--into", home]).await?;
    site.start(&mut process).await?;
    until(site, Stand::Told).await?;
    course.tell(&format!("{} is back with {} records of its backup", site.code, told["records"]));
    if !goes_on_alone(site).await? {
        site.stop(&mut process).await;
        next_epoch(course, site).await?;
        site.start(&mut process).await?;
        take_elsewhere(course, site).await?;
    }
    until(site, Stand::CaughtUp).await?;
    course.tell(&format!("{} has caught up and its log goes on", site.code));
    Count::add(&course.count.restores);
    Ok(())
}

/// What is waited for.
#[derive(Clone, Copy, Debug)]
enum Stand {
    /// All that it published is acknowledged.
    Sent,
    /// Others have told it that it is behind, or that it is not.
    Told,
    CaughtUp,
}

async fn stands(site: &Site, stand: Stand) -> Result<bool, Error> {
    match stand {
        Stand::Sent => Ok(site.waiting().await? == 0),
        Stand::CaughtUp => Ok(restored(site).await?.is_null()),
        Stand::Told => {
            let state = restored(site).await?;
            let ahead = state["ahead"].as_array();
            Ok(state.is_null() || ahead.is_some_and(|ahead| !ahead.is_empty()))
        }
    }
}

async fn until(site: &Site, stand: Stand) -> Result<(), Error> {
    let waited = tokio::time::timeout(WAIT_MAX, async {
        while !stands(site, stand).await.unwrap_or(false) {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    waited.await.map_err(|_| Error::Unreachable(format!("{} as {stand:?}", site.code)))
}

/// What a witness mirrored is fetched without anybody's doing.
async fn goes_on_alone(site: &Site) -> Result<bool, Error> {
    let alone = tokio::time::timeout(ALONE_MAX, async {
        while !stands(site, Stand::CaughtUp).await.unwrap_or(false) {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    Ok(alone.await.is_ok())
}

async fn restored(site: &Site) -> Result<Value, Error> {
    Ok(site.ask("/api/v1/node").await?["restored"].clone())
}

/// The only key of a folder's backups.
fn backup_key(site: &Site) -> Result<PathBuf, Error> {
    let folder = site.home.path().join("backup-keys");
    let mut keys = std::fs::read_dir(&folder).map_err(|error| Error::file(&folder, error))?;
    let key = keys.next().and_then(Result::ok).map(|key| key.path());
    key.ok_or_else(|| Error::Usage(format!("{} has no backup key", site.code)))
}

fn next_head(course: &Course) -> PathBuf {
    course.plan.folder.join("next.cbor")
}

/// The root makes a key for the log's next epoch, the stewards list it, the node takes their head.
async fn next_epoch(course: &Course, site: &Site) -> Result<(), Error> {
    let home = site.home.path();
    site.order(&["key", "log", "--root", text(&home.join("keys/root"))]).await?;
    let (head, next) = (course.plan.folder.join("directory.cbor"), next_head(course));
    let (head, next) = (text(&head), text(&next));
    let member = home.join("member.cbor");
    let words = ["directory", "next", "--head", head, "--out", next, "--update", text(&member)];
    site.order(&words).await?;
    for number in 1..=THRESHOLD {
        let key = course.plan.folder.join(format!("stewards/steward-{number}"));
        site.order(&["directory", "sign", next, "--head", head, "--key", text(&key)]).await?;
    }
    site.order(&["directory", "take", next]).await?;
    Ok(())
}

/// The others take the head over, one after the other, each with a stop.
async fn take_elsewhere(course: &Course, than: &Site) -> Result<(), Error> {
    for site in course.net.sites.iter().filter(|site| site.code != than.code) {
        let mut process = site.process().await;
        site.stop(&mut process).await;
        site.order(&["directory", "take", text(&next_head(course))]).await?;
        site.start(&mut process).await?;
    }
    Ok(())
}
