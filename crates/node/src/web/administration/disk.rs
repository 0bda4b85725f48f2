//! The disk: what takes up how much, what is free, and when it is full at this pace.

use std::path::Path;

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::super::Desk;
use super::super::auth::Officer;
use super::super::problem::Problem;
use super::may_look;
use crate::Error;
use crate::view::Sight;

/// Files of a folder that are counted; more of them are not.
const FILES_MAX: usize = 100_000;

/// Bytes that serve one purpose.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DiskUse {
    /// records, log, index, audit, queues, administration, free-pages; journal, attachments,
    /// backup-keys, other.
    pub purpose: String,
    pub bytes: u64,
}

/// The disk of this node.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DiskState {
    pub database: u64,
    /// Parts of the database; empty where it is too large to be read through.
    pub parts: Vec<DiskUse>,
    /// What else lies in the node's folder.
    pub files: Vec<DiskUse>,
    pub total: u64,
    /// What is left for this node.
    pub free: u64,
    /// How much the database grew a day, over the days that are remembered.
    pub bytes_a_day: Option<i64>,
    /// Days until nothing is free at this pace; none while it does not grow, or is not known.
    pub days_left: Option<u64>,
}

/// The disk: bytes by purpose, what is free, when it is full.
#[utoipa::path(get, path = "/api/v1/administration/disk", tag = "administration",
    responses((status = 200, body = DiskState), (status = "4XX", body = Problem)))]
pub async fn disk(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<DiskState>, Error> {
    may_look(&by)?;
    let folder = desk.readers.folder().to_owned();
    let survey_max = desk.config.disk_survey_bytes_max;
    let look = move |sight: Sight<'_>| state(&sight, &folder, survey_max);
    Ok(Json(desk.readers.read_apart(look).await?))
}

fn state(sight: &Sight<'_>, folder: &Path, survey_max: u64) -> Result<DiskState, Error> {
    let database = sight.store.image_bytes()?;
    let parts = if database <= survey_max { parts(sight)? } else { Vec::new() };
    let stat = rustix::fs::statvfs(folder).map_err(|error| Error::file(folder, error.into()))?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    let bytes_a_day = pace(&sight.store.disk_days()?);
    let days_left = bytes_a_day.and_then(|pace| u64::try_from(pace).ok()).filter(|pace| *pace > 0);
    Ok(DiskState {
        database,
        parts,
        files: files(folder),
        total: stat.f_blocks.saturating_mul(stat.f_frsize),
        free,
        bytes_a_day,
        days_left: days_left.map(|pace| free / pace),
    })
}

/// What a table is for.
fn purpose(table: &str) -> &'static str {
    match table {
        "record" | "content_key" | "proof" | "hide" | "held" | "foreign_row" | "imported" => {
            "records"
        }
        "leaf" | "tile" | "head" | "conflict" | "contradiction" => "log",
        "entry" | "class" | "selector" | "posting" | "indexed" | "message" | "link"
        | "disclosed" => "index",
        "audit" | "audit_record" | "audit_root" => "audit",
        "outbox" | "lane" | "pouch" | "received" | "receipt_due" | "receipt" | "released" => {
            "queues"
        }
        _ => "administration",
    }
}

fn parts(sight: &Sight<'_>) -> Result<Vec<DiskUse>, Error> {
    let mut parts: Vec<DiskUse> = Vec::new();
    for (table, bytes) in sight.store.table_bytes()? {
        let purpose = purpose(&table);
        match parts.iter_mut().find(|part| part.purpose == purpose) {
            Some(part) => part.bytes += bytes,
            None => parts.push(DiskUse { purpose: purpose.into(), bytes }),
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    Ok(parts)
}

fn files(folder: &Path) -> Vec<DiskUse> {
    let of = |purpose: &str, bytes| DiskUse { purpose: purpose.into(), bytes };
    let size = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |found| found.len());
    vec![
        of("journal", size("node.db-wal") + size("node.db-shm")),
        of("attachments", under(&folder.join("attachments"))),
        of("backup-keys", under(&folder.join("backup-keys"))),
    ]
}

/// Bytes of the files in a folder and its folders, up to a number of files.
fn under(folder: &Path) -> u64 {
    let (mut waiting, mut bytes, mut seen) = (vec![folder.to_owned()], 0, 0);
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            seen += 1;
            if seen > FILES_MAX {
                return bytes;
            }
            match entry.metadata() {
                Ok(found) if found.is_dir() => waiting.push(entry.path()),
                Ok(found) => bytes += found.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}

/// Bytes a day from the first to the last day; none before there are two.
fn pace(days: &[(i64, u64)]) -> Option<i64> {
    let ((first, was), (last, is)) = (*days.first()?, *days.last()?);
    let grown = i64::try_from(is).ok()? - i64::try_from(was).ok()?;
    (last > first).then(|| grown / (last - first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_needs_two_days_and_may_be_downward() {
        let check = |days: &[(i64, u64)], expect| assert_eq!(pace(days), expect, "{days:?}");
        check(&[], None);
        check(&[(1, 100)], None);
        check(&[(1, 100), (3, 300)], Some(100));
        check(&[(1, 300), (2, 200), (3, 100)], Some(-100));
    }
}
