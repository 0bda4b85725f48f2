//! Files beside records, at one node: taken in piece by piece, judged by their bytes, read as the
//! record is read, and shared without what they say beside their content.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use node::Config;
use node::attachment::upload::{self, Growing};
use node::clock::SystemEntropy;
use record::moment::HOUR_MS;
use seal::stream::CHUNK_BYTES;
use serde_json::json;
use support::file::{WHERE, jpeg, text};
use support::place::{Answer, Place};

const WORK: &str = "criminal-investigation";

/// A refusal with this status whose text says so.
fn refused(answer: &Answer, status: u16, says: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.kind, "application/problem+json");
    assert!(answer.text.contains(says), "{}", answer.text);
}

/// A node with other limits.
fn limited(change: impl FnOnce(&mut Config)) -> Place {
    Place::prepared(|home| {
        let path = home.join("amana.toml");
        let mut config = Config::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        change(&mut config);
        fs::write(&path, toml::to_string(&config).unwrap()).unwrap();
    })
}

fn files(place: &Place, folder: &str) -> Vec<PathBuf> {
    let path = place.folder.join("co").join("attachments").join(folder);
    support::canary::files(&path)
}

#[tokio::test]
async fn a_file_is_uploaded_published_and_read_under_policy_and_audit() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let bytes = text(3 * CHUNK_BYTES + 77);
    let (id, whole) = place.upload(&desk, "list.txt", "text/plain", &bytes).await;
    assert_eq!(whole.status, StatusCode::OK, "{}", whole.text);
    assert_eq!(whole.body["ready"]["media_type"], "text/plain");
    let one = json!([{"upload": id, "caption": "What was found"}]);
    let path = place.publish_with(&desk, &[], one).await;
    let view = place.get(&path, &desk, WORK).await;
    let told = &view.body["attachments"][0];
    assert_eq!(told["size"], json!(bytes.len()));
    assert_eq!((&told["name"], &told["arrived"]), (&json!("list.txt"), &json!(true)));
    assert!(told.get("key").is_none() && !view.text.contains("\"key\""), "{}", view.text);
    let file = format!("{path}/attachments/0");
    let got = place.get(&file, &desk, WORK).await;
    assert_eq!((got.status, got.text.as_bytes()), (StatusCode::OK, &bytes[..]));
    let header = |name: &str| got.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/plain");
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''list.txt");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    refused(&place.get(&file, &desk, "border-control").await, 403, "PUR-01");
    refused(&place.get(&file, &desk, "").await, 422, "purpose");
    refused(&place.get(&file, "", WORK).await, 401, "token");
    refused(&place.get(&format!("{path}/attachments/1"), &desk, WORK).await, 404, "attachment 1");
    refused(&place.get(&format!("{file}?original=true"), &desk, WORK).await, 404, "original");
    let audit = place.get("/api/v1/audit", &place.token("dpo-1"), WORK).await;
    assert!(audit.text.contains("attachment 0") && audit.text.contains("PUR-01"), "{}", audit.text);
}

#[tokio::test]
async fn a_range_of_a_file_is_read_from_any_place() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let bytes = text(2 * CHUNK_BYTES + 9);
    let (id, _) = place.upload(&desk, "list.txt", "", &bytes).await;
    let path = place.publish_with(&desk, &[], json!([{"upload": id}])).await;
    let size = bytes.len();
    let ask = async |range: &str| {
        let request = Request::get(format!("{path}/attachments/0"))
            .header("authorization", format!("Bearer {desk}"))
            .header("amana-purpose", WORK)
            .header("range", range);
        place.ask(request.body(Body::empty()).unwrap()).await
    };
    for (from, to) in [(0, 1), (CHUNK_BYTES - 3, CHUNK_BYTES + 3), (size - 5, size), (0, size)] {
        let got = ask(&format!("bytes={from}-{}", to - 1)).await;
        assert_eq!(got.status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(got.text.as_bytes(), &bytes[from..to]);
        let said = got.headers["content-range"].to_str().unwrap();
        assert_eq!(said, format!("bytes {from}-{}/{size}", to - 1));
    }
    assert_eq!(ask(&format!("bytes={size}-")).await.status, StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn an_upload_goes_on_from_where_it_stands() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let bytes = text(3 * CHUNK_BYTES + 500);
    let begun = place.begin(&desk, "list.txt", "", bytes.len()).await;
    let id = begun.body["id"].as_str().unwrap().to_owned();
    let first = place.patch(&id, &desk, 0, &bytes[..CHUNK_BYTES + 40]).await;
    assert_eq!(first.body["offset"], json!(CHUNK_BYTES), "whole chunks are on disk");
    refused(&place.patch(&id, &desk, 7, &bytes[7..]).await, 422, &format!("at {CHUNK_BYTES}"));
    let request = Request::head(format!("/api/v1/uploads/{id}"))
        .header("authorization", format!("Bearer {desk}"));
    let head = place.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(head.headers["upload-offset"], CHUNK_BYTES.to_string().as_str());
    assert_eq!(head.headers["upload-length"], bytes.len().to_string().as_str());
    let unfinished = place.try_publish_with(&desk, &[], json!([{"upload": id}])).await;
    refused(&unfinished, 422, "not uploaded yet");
    let rest = place.patch(&id, &desk, CHUNK_BYTES as u64, &bytes[CHUNK_BYTES..]).await;
    assert_eq!(rest.body["ready"]["shared_size"], json!(bytes.len()), "{}", rest.text);
    let path = place.publish_with(&desk, &[], json!([{"upload": id}])).await;
    let got = place.get(&format!("{path}/attachments/0"), &desk, WORK).await;
    assert_eq!(got.text.as_bytes(), &bytes[..]);
    let left = place.get("/api/v1/uploads", &desk, "").await;
    assert_eq!(left.body, json!([]), "a record took it");
}

/// Whatever of the last write reached the disk before a process was killed, what stands opens, and
/// the rest comes again, even if it is other bytes.
#[tokio::test]
async fn an_upload_survives_a_kill_at_any_byte() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let bytes = text(2 * CHUNK_BYTES + 100);
    let begun = place.begin(&desk, "list.txt", "", bytes.len()).await;
    let id = begun.body["id"].as_str().unwrap().to_owned();
    place.patch(&id, &desk, 0, &bytes[..2 * CHUNK_BYTES]).await;
    let [path] = &files(&place, "uploads")[..] else { panic!("one upload") };
    let on_disk = fs::read(path).unwrap();
    let row = place.desk.readers.read(|sight| upload::find(sight.store, &id, "desk-1")).unwrap();
    let asked = place.desk.readers.read(|sight| upload::asked(sight.vault, &row)).unwrap();
    for length in (0..=on_disk.len()).step_by(4_099).chain([on_disk.len() - 1]) {
        fs::write(path, &on_disk[..length]).unwrap();
        let growing = Growing::open(&place.desk.files, &row, &asked).unwrap();
        let whole = length / (CHUNK_BYTES + 28) * CHUNK_BYTES;
        assert_eq!(growing.offset(), whole as u64, "{length}");
    }
    let mut torn = on_disk.clone();
    let place_of_a_hole = torn.len() - 4_096;
    torn[place_of_a_hole..].fill(0);
    fs::write(path, &torn).unwrap();
    let mut growing = Growing::open(&place.desk.files, &row, &asked).unwrap();
    assert_eq!(growing.offset(), CHUNK_BYTES as u64, "a block the disk never wrote");
    growing.push(&bytes[CHUNK_BYTES..], &mut SystemEntropy).unwrap();
    assert_eq!(growing.rest().unwrap(), bytes.len() as u64);
    let end = place.patch(&id, &desk, bytes.len() as u64, b"").await;
    assert_eq!(end.body["ready"]["media_type"], "text/plain", "{}", end.text);
}

#[tokio::test]
async fn nothing_of_an_upload_lies_open_on_the_disk() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let bytes = text(CHUNK_BYTES + 10);
    let needle = &bytes[1_000..1_040];
    let begun = place.begin(&desk, "list.txt", "", bytes.len()).await;
    let id = begun.body["id"].as_str().unwrap().to_owned();
    place.patch(&id, &desk, 0, &bytes[..CHUNK_BYTES]).await;
    let home = place.folder.join("co");
    assert_eq!(support::canary::holding(&home, needle), Vec::<PathBuf>::new());
    place.patch(&id, &desk, CHUNK_BYTES as u64, &bytes[CHUNK_BYTES..]).await;
    place.publish_with(&desk, &[], json!([{"upload": id}])).await;
    assert_eq!(support::canary::holding(&home, needle), Vec::<PathBuf>::new());
    assert_eq!(support::canary::holding(&home, b"list.txt"), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_a_file_is_said_to_be_must_be_what_it_is() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let mut cases: Vec<(&str, &str, Vec<u8>, &str)> = vec![
        ("a.png", "image/png", jpeg(false), "mislabelled"),
        ("a.jpg", "image/jpeg", b"MZ\x90\0 a program".to_vec(), "mislabelled"),
        ("a.pdf", "application/pdf", b"PK\x03\x04 no archive".to_vec(), "damaged"),
        ("a.svg", "image/svg+xml", b"<svg onload='alert(1)'/>".to_vec(), "type"),
        ("a.txt", "text/plain", b"<script>alert(1)</script>".to_vec(), "mislabelled"),
        ("a.html", "", b"<!doctype html><p>".to_vec(), "type"),
        ("a.exe", "", b"MZ\x90\0 a program".to_vec(), "type"),
        ("a.jpg", "image/jpeg", jpeg(false)[..300].to_vec(), "damaged"),
    ];
    cases.push(("bomb.zip", "application/zip", bomb(), "too-much"));
    for (name, kind, bytes, code) in cases {
        let (id, answer) = place.upload(&desk, name, kind, &bytes).await;
        refused(&answer, 422, "urn:amana:problem:unfit");
        assert_eq!(answer.body["rule"], code, "{name}: {}", answer.text);
        refused(&place.get(&format!("/api/v1/uploads/{id}"), &desk, "").await, 404, &id);
    }
    assert_eq!(files(&place, "uploads"), Vec::<PathBuf>::new(), "nothing of them stays");
    for (name, says) in [("../a.txt", "without folders"), ("", "without folders")] {
        refused(&place.begin(&desk, name, "", 10).await, 422, says);
    }
}

/// Forty megabytes of nothing.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(&vec![0; 40 << 20]).unwrap();
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_picture_is_shared_without_its_place_and_the_original_stays_with_its_owner() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let (full, plain) = (jpeg(true), jpeg(false));
    let (id, whole) = place.upload(&desk, "panel.jpg", "image/jpeg", &full).await;
    assert_eq!(whole.body["ready"]["cut"], json!(["place", "camera"]), "{}", whole.text);
    let path = place.publish_with(&desk, &[], json!([{"upload": id, "caption": "Panel"}])).await;
    let view = place.get(&path, &desk, WORK).await;
    let told = &view.body["attachments"][0];
    let sum = |bytes: &[u8]| json!(record::Digest::of(&[bytes]).hex());
    assert_eq!(told["digest"], sum(&plain), "the record says what is shared");
    assert_eq!(told["original"], sum(&full), "and what it was cut from");
    assert_eq!(told["cut"], json!(["place", "camera"]));
    let file = format!("{path}/attachments/0");
    assert_eq!(place.bytes(&file, &desk).await, plain);
    assert_eq!(place.bytes(&format!("{file}?original=true"), &desk).await, full);
    let got = place.get(&file, &desk, WORK).await;
    assert_eq!(got.headers["content-type"], "image/jpeg");
    assert!(got.headers["content-disposition"].to_str().unwrap().starts_with("inline"));
    // With a reason the whole goes, as evidence.
    let (id, _) = place.upload(&desk, "panel.jpg", "image/jpeg", &full).await;
    let kept = json!([{"upload": id, "keep_metadata": "the court asks for the file as it was"}]);
    let path = place.publish_with(&desk, &[], kept).await;
    let told = place.get(&path, &desk, WORK).await.body["attachments"][0].clone();
    assert_eq!((&told["digest"], &told["cut"]), (&sum(&full), &json!([])));
    assert_eq!(told["holds"], json!(["place", "camera"]));
    let bytes = place.bytes(&format!("{path}/attachments/0"), &desk).await;
    assert!(bytes.windows(WHERE.len()).any(|window| window == WHERE));
    // What cannot be cut needs the reason.
    let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", &[0; 64][..]].concat();
    let (id, _) = place.upload(&desk, "a.heic", "image/heic", &heic).await;
    let bare = place.try_publish_with(&desk, &[], json!([{"upload": id}])).await;
    assert_eq!(bare.body["rule"], "metadata", "{}", bare.text);
    place.publish_with(&desk, &[], json!([{"upload": id, "keep_metadata": "no other form"}])).await;
}

#[tokio::test]
async fn files_are_bounded_and_each_limit_says_its_name() {
    let place = limited(|config| {
        config.attachment_bytes_max = 10_000;
        config.uploads_max = 3;
        config.uploads_disk_bytes_max = 25_000;
        config.attachments_max = 2;
        config.picture_bytes_max = 1_000;
    });
    let desk = place.token("desk-1");
    refused(&place.begin(&desk, "a", "", 10_001).await, 422, "attachment_bytes_max");
    refused(&place.begin(&desk, "a", "", 0).await, 422, "has bytes");
    let (one, _) = place.upload(&desk, "a", "", b"one").await;
    let three = json!([{"upload": one}, {"upload": one}, {"upload": one}]);
    refused(&place.try_publish_with(&desk, &[], three).await, 422, "attachments_max");
    let twice = json!([{"upload": one}, {"upload": one}]);
    refused(&place.try_publish_with(&desk, &[], twice).await, 422, "twice");
    let (_, picture) = place.upload(&desk, "a.jpg", "", &jpeg(false)).await;
    refused(&picture, 422, "picture_bytes_max");
    place.begin(&desk, "a", "", 10_000).await;
    place.begin(&desk, "a", "", 10_000).await;
    refused(&place.begin(&desk, "a", "", 1).await, 422, "uploads_max");
    let other = place.token("dpo-1");
    refused(&place.begin(&other, "a", "", 6_000).await, 422, "uploads_disk_bytes_max");
    let id = place.begin(&other, "a", "", 4).await.body["id"].as_str().unwrap().to_owned();
    refused(&place.patch(&id, &other, 0, b"more!").await, 422, "more bytes came");
}

#[tokio::test]
async fn an_upload_is_its_officers_alone() {
    let place = Place::new();
    let (desk, dpo, admin) = (place.token("desk-1"), place.token("dpo-1"), place.token("admin-1"));
    let (id, _) = place.upload(&desk, "a.txt", "", b"one").await;
    let at = format!("/api/v1/uploads/{id}");
    refused(&place.get(&at, &dpo, "").await, 404, &id);
    refused(&place.patch(&id, &dpo, 0, b"x").await, 404, &id);
    refused(&place.delete(&at, &dpo).await, 404, &id);
    refused(&place.try_publish_with(&dpo, &[], json!([{"upload": id}])).await, 404, &id);
    refused(&place.begin(&admin, "a", "", 3).await, 403, "write");
    assert_eq!(place.get("/api/v1/uploads", &dpo, "").await.body, json!([]));
    assert_eq!(place.delete(&at, &desk).await.status, StatusCode::NO_CONTENT);
    refused(&place.get(&at, &desk, "").await, 404, &id);
}

#[tokio::test]
async fn an_abandoned_upload_ends_and_a_full_disk_loses_nothing() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let bytes = text(3 * CHUNK_BYTES);
    let begun = place.begin(&desk, "list.txt", "", bytes.len()).await;
    let id = begun.body["id"].as_str().unwrap().to_owned();
    place.patch(&id, &desk, 0, &bytes[..CHUNK_BYTES]).await;
    let path = files(&place, "uploads")[0].clone();
    let grown = place.folder.join("grown");
    fs::rename(&path, &grown).unwrap();
    std::os::unix::fs::symlink("/dev/full", &path).unwrap();
    let full = place.patch(&id, &desk, 0, &bytes[..CHUNK_BYTES]).await;
    refused(&full, 507, "the disk is full");
    fs::remove_file(&path).unwrap();
    fs::rename(&grown, &path).unwrap();
    let standing = place.get(&format!("/api/v1/uploads/{id}"), &desk, "").await;
    assert_eq!(standing.body["offset"], json!(CHUNK_BYTES), "what came before is kept");
    let hours = place.desk.config.upload_h_max;
    let end = move |node: &mut node::Node| {
        let now = node.now().plus((hours + 1) * HOUR_MS);
        struct Later(record::Timestamp);
        impl node::Clock for Later {
            fn now(&self) -> record::Timestamp {
                self.0
            }
        }
        let clock = std::mem::replace(&mut node.clock, Arc::new(Later(now)));
        let ended = upload::end_abandoned(node);
        node.clock = clock;
        ended
    };
    assert_eq!(place.desk.writer.write(end).await.unwrap(), 1);
    refused(&place.get(&format!("/api/v1/uploads/{id}"), &desk, "").await, 404, &id);
    assert_eq!(files(&place, "uploads"), Vec::<PathBuf>::new());
}

/// A process that was killed between sealing and saying so leaves nothing that nobody names.
#[tokio::test]
async fn what_nobody_names_is_gone_when_the_node_opens_again() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let (id, _) = place.upload(&desk, "a.txt", "", b"one").await;
    let path = place.publish_with(&desk, &[], json!([{"upload": id}])).await;
    let kept = files(&place, "sealed");
    let folder = place.folder.join("co").join("attachments");
    let stray = "0".repeat(64);
    fs::create_dir_all(folder.join("sealed/00")).unwrap();
    fs::write(folder.join("sealed/00").join(&stray), b"stray").unwrap();
    fs::write(folder.join("uploads").join("00".repeat(16)), b"stray").unwrap();
    fs::write(folder.join("fresh").join("stray"), b"stray").unwrap();
    place.desk.writer.write(node::attachment::tidy).await.unwrap();
    assert_eq!(files(&place, "sealed"), kept);
    assert!(files(&place, "uploads").is_empty() && files(&place, "fresh").is_empty());
    assert_eq!(place.bytes(&format!("{path}/attachments/0"), &desk).await, b"one");
}

#[tokio::test]
async fn a_revision_keeps_the_files_it_names() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let (id, _) = place.upload(&desk, "panel.jpg", "", &jpeg(true)).await;
    let path = place.publish_with(&desk, &[], json!([{"upload": id}])).await;
    let told = place.get(&path, &desk, WORK).await.body["attachments"][0].clone();
    let mut draft = serde_json::to_value(support::message("anew", &[])).unwrap();
    draft["revises"] = json!(path.rsplit_once('/').unwrap().1);
    draft["attachments"] = json!([{"stays": told["address"], "caption": "The panel"}]);
    let again = place.post("/api/v1/records", &desk, draft.to_string()).await;
    assert_eq!(again.status, StatusCode::CREATED, "{}", again.text);
    let file = format!("{path}/attachments/0");
    assert_eq!(place.bytes(&file, &desk).await, jpeg(false));
    assert_eq!(place.bytes(&format!("{file}?original=true"), &desk).await, jpeg(true));
    draft["attachments"] = json!([{"stays": "0".repeat(64)}]);
    refused(&place.post("/api/v1/records", &desk, draft.to_string()).await, 404, "before");
}
