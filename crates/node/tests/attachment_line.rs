//! Files over real lines: cut, slow, shared with what is urgent; in a backup; and on the page
//! without scripts.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::StatusCode;
use node::attachment::Which;
use node::client::Client;
use node::home::Home;
use node::store::attachment::Kept;
use node::view::Session;
use node::{Node, audit, backup, fsck, serve};
use record::policy::Role;
use record::{Digest, NodeCode, Purpose, RecordId};
use seal::stream::CHUNK_BYTES;
use serde_json::{Value, json};
use support::file::text;
use support::line::{Pair, WORK, arriving, client, pair, publish_file, published, until};
use support::place::Place;
use support::{message, officer};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_goes_on_where_the_line_was_cut_and_the_recipient_stopped() {
    let Pair { folder, homes: [home_a, home_b], line } = pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let desk = client(&home_a, &a);
    let bytes = text(1_500_000);
    line.left.store(700_000, Ordering::SeqCst);
    let path = publish_file(&desk, "XB", &bytes).await;
    let reader = client(&home_b, &b);
    // The record is there before its file, and says so.
    let view = until(&reader, &path, |view| view["attachments"][0]["arrived"] == false).await;
    assert_eq!(view["attachments"][0]["size"], json!(bytes.len()));
    let early = reader.get(&format!("{path}/attachments/0"), WORK).await.unwrap();
    assert_eq!(early.status, 404, "{}", early.body);
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if line.left.load(Ordering::SeqCst) < 0 && arriving(&home_b) > 0 {
            break;
        }
    }
    let came = arriving(&home_b);
    assert!(came > 100_000 && came < 1_400_000, "{came} bytes came before the cut");
    b.stop(&home_b).await;
    assert_eq!(arriving(&home_b), came, "what came is kept");
    let before = i64::MAX / 2;
    line.left.store(before, Ordering::SeqCst);
    let b = serve::start(&home_b).await.unwrap();
    let reader = client(&home_b, &b);
    until(&reader, &path, |view| view["attachments"][0]["arrived"] == true).await;
    let carried = u64::try_from(before - line.left.load(Ordering::SeqCst)).unwrap();
    assert!(carried < 1_500_000 - came + 200_000, "{carried} bytes again: it began anew");
    let mut got = Vec::new();
    reader.download(&format!("{path}/attachments/0"), WORK, &mut got).await.unwrap();
    assert!(got == bytes, "the same bytes");
    let delivery = format!("{path}/delivery");
    let told = until(&desk, &delivery, |told| told[0]["attachments_arrived"] == 1).await;
    assert_eq!(told[0]["attachments"], 1, "{told}");
    let delivered = |told: &Value| told[0]["receipts"].to_string().contains("delivered");
    until(&desk, &delivery, delivered).await;
    a.stop(&home_a).await;
    b.stop(&home_b).await;
    for home in [&home_a, &home_b] {
        let report = fsck::run(&mut home.open().unwrap(), false, |_| ()).unwrap();
        assert_eq!((report.faults, report.attachments), (Vec::new(), 1));
    }
    drop(folder);
}

/// Publishes a flash message, and answers how many bytes of files came to the other node before
/// the message was read there.
async fn flash(from: &Client, to: &Client, (node, reader_home): (&str, &Home)) -> u64 {
    let before = arriving(reader_home);
    let mut draft = serde_json::to_value(message("at once", &[node])).unwrap();
    draft["lane"] = json!("flash");
    let path = published(from, &draft).await;
    until(to, &path, |view| view["body"].is_object()).await;
    let acknowledged = |told: &Value| told[0]["acknowledged"].is_string();
    until(from, &format!("{path}/delivery"), acknowledged).await;
    arriving(reader_home).saturating_sub(before)
}

/// Three large files are under way on a slow line that everything shares; flash messages go both
/// ways meanwhile, each while at most a few pieces of the files come, and the files come whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_flash_message_waits_for_large_files_under_way() {
    const SIZE: usize = 1_200_000;
    let Pair { folder, homes: [home_a, home_b], line } = pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let (desk_a, desk_b) = (client(&home_a, &a), client(&home_b, &b));
    line.block_ms.store(30, Ordering::SeqCst);
    let mut paths = Vec::new();
    for more in 0..3 {
        paths.push(publish_file(&desk_a, "XB", &text(SIZE + more)).await);
    }
    for _ in 0..600 {
        if arriving(&home_b) > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for _ in 0..3 {
        let to_b = flash(&desk_a, &desk_b, ("XB", &home_b)).await;
        let to_a = flash(&desk_b, &desk_a, ("XA", &home_b)).await;
        let most = SIZE as u64 / 3;
        assert!(to_b < most && to_a < most, "{to_b} and {to_a} bytes came first");
    }
    assert!(arriving(&home_b) > 0, "the files are still under way");
    let last = desk_b.get(&paths[2], WORK).await.unwrap().body;
    assert_eq!(last["attachments"][0]["arrived"], false, "{last}");
    line.block_ms.store(0, Ordering::SeqCst);
    for path in &paths {
        until(&desk_b, path, |view| view["attachments"][0]["arrived"] == true).await;
    }
    a.stop(&home_a).await;
    b.stop(&home_b).await;
    drop(folder);
}

/// A node's folder as an operator puts it back: its keys, the image, the files of the backup.
fn put_back(home: &Home, backup: &Path, at: &Path) -> Home {
    let copied = std::process::Command::new("cp").arg("-a").arg(home.path()).arg(at).status();
    assert!(copied.unwrap().success());
    for gone in ["node.db", "node.db-wal", "node.db-shm"] {
        drop(std::fs::remove_file(at.join(gone)));
    }
    std::fs::remove_dir_all(at.join("attachments")).unwrap();
    let sealed = std::fs::read(backup).unwrap();
    let image = backup::open_image(&sealed, &backup::key_of(home, &sealed).unwrap()).unwrap();
    let back = Home::new(at.to_owned());
    std::fs::write(back.database(), &image).unwrap();
    let mut files = backup.as_os_str().to_owned();
    files.push(".files");
    for file in std::fs::read_dir(files).unwrap() {
        let file = file.unwrap();
        let address = Digest::from_hex(file.file_name().to_str().unwrap()).unwrap();
        std::fs::copy(file.path(), back.files().path(&address).unwrap()).unwrap();
    }
    back
}

fn which(path: &str) -> Which {
    let mut parts = path.rsplit('/');
    let id = RecordId::parse(parts.next().unwrap()).unwrap();
    let owner = NodeCode::new(parts.next().unwrap()).unwrap();
    Which { owner, id, revision: None, n: 0, original: false }
}

fn opened(node: &Node, path: &str) -> Option<Vec<u8>> {
    let author = node::author::Author { role: Role::DeskOfficer, ..officer() };
    let session = Session { author, purpose: Purpose::CriminalInvestigation };
    let found = audit::split(node.sight().attachment(&session, &which(path)).unwrap()).0.unwrap();
    let (chunks, mut bytes) = (found.sealed.open(&node.files).ok()?, Vec::new());
    std::io::Read::read_to_end(&mut chunks.reader(), &mut bytes).unwrap();
    Some(bytes)
}

fn kept(node: &Node, path: &str) -> Kept {
    let Which { owner, id, .. } = which(path);
    let row = node.store.latest_record(&owner, &id).unwrap().unwrap().row;
    node.store.attachments(row).unwrap().remove(0)
}

/// What a backup holds comes back with it. Where its files are not there, `fsck` names each, and
/// has a peer's sent again by its owner.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_come_back_with_a_backup_and_what_is_missing_is_named_and_fetched() {
    let Pair { folder, homes: [home_a, home_b], .. } = pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let (desk_a, desk_b) = (client(&home_a, &a), client(&home_b, &b));
    let (theirs, ours) = (text(200_000), text(150_000));
    let from_a = publish_file(&desk_a, "XB", &theirs).await;
    let own = publish_file(&desk_b, "XA", &ours).await;
    until(&desk_b, &from_a, |view| view["attachments"][0]["arrived"] == true).await;
    let file = folder.join("b.backup");
    backup::write(&home_b, &file).unwrap();
    b.stop(&home_b).await;
    let back = put_back(&home_b, &file, &folder.join("back"));
    {
        let mut node = back.open().unwrap();
        assert_eq!(opened(&node, &from_a).as_ref(), Some(&theirs));
        assert_eq!(opened(&node, &own).as_ref(), Some(&ours));
        let report = fsck::run(&mut node, false, |_| ()).unwrap();
        assert_eq!((report.faults, report.attachments), (Vec::new(), 2));
        // The files were left behind.
        let lost = [kept(&node, &from_a).address, kept(&node, &own).address];
        lost.iter().for_each(|address| node.files.remove(address).unwrap());
        let report = fsck::run(&mut node, true, |_| ()).unwrap();
        for (path, address) in [&from_a, &own].into_iter().zip(lost) {
            let name = format!("{}/{}", which(path).owner, which(path).id);
            let said = |fault: &&String| fault.contains(&name) && fault.contains(&address.hex());
            assert!(report.faults.iter().any(|fault| said(&fault)), "{:?}", report.faults);
        }
        assert_eq!(
            (kept(&node, &from_a).arrived, kept(&node, &own).arrived.is_some()),
            (None, true)
        );
        assert_eq!(opened(&node, &from_a), None);
    }
    let again = serve::start(&back).await.unwrap();
    let desk = client(&back, &again);
    until(&desk, &from_a, |view| view["attachments"][0]["arrived"] == true).await;
    let mut got = Vec::new();
    desk.download(&format!("{from_a}/attachments/0"), WORK, &mut got).await.unwrap();
    assert!(got == theirs, "its owner sent it again");
    again.stop(&back).await;
    a.stop(&home_a).await;
}

/// Without scripts a file is one link away, and nothing else differs: policy, purpose, audit.
#[tokio::test]
async fn the_plain_page_gives_a_file_by_the_same_policy_purpose_and_audit() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let bytes = text(CHUNK_BYTES + 77);
    let (id, _) = place.upload(&desk, "a <b>.txt", "text/plain", &bytes).await;
    let path = place.publish_with(&desk, &[], json!([{"upload": id}])).await;
    let plain = path.replace("/api/v1/records/", "/plain/record/");
    let with = |path: &str, purpose: &str| format!("{path}?language=en&purpose={purpose}");
    let page = place.get(&with(&plain, WORK), &desk, "").await;
    assert!(page.text.contains("a &lt;b&gt;.txt") && !page.text.contains("<b>"), "{}", page.text);
    let link = format!("{}&amp;revision=1", with(&format!("{plain}/file/0"), WORK));
    let link = link.replace("&purpose", "&amp;purpose");
    assert!(page.text.contains(&format!("href=\"{link}\"")), "{} {link}", page.text);
    let got = place.get(&link.replace("&amp;", "&"), &desk, "").await;
    assert_eq!((got.status, got.text.as_bytes()), (StatusCode::OK, &bytes[..]));
    let same = place.get(&format!("{path}/attachments/0"), &desk, WORK).await;
    for header in ["content-type", "content-disposition", "content-security-policy", "etag"] {
        assert_eq!(got.headers[header], same.headers[header], "{header}");
    }
    let file = format!("{plain}/file/0");
    let status = async |path: &str, token: &str| place.get(path, token, "").await.status.as_u16();
    assert_eq!(status(&with(&file, "border-control"), &desk).await, 403);
    assert_eq!(status(&with(&file, WORK), "").await, 401);
    assert_eq!(status(&with(&file, WORK), &place.token("admin-1")).await, 403);
    for wrong in [format!("{plain}/file/1"), format!("{plain}/file/-1"), format!("{plain}/file/x")]
    {
        assert_eq!(status(&with(&wrong, WORK), &desk).await, 404, "{wrong}");
    }
    // Without a purpose it is asked for first: the answer is a page, and nothing of the file.
    let asks = place.get(&file, &desk, "").await;
    assert!(
        asks.kind.starts_with("text/html")
            && asks.text.contains(&with(&file, WORK).replace('&', "&amp;")),
        "{}",
        asks.text
    );
    let audit = place.get("/api/v1/audit?limit=200", &place.token("dpo-1"), WORK).await;
    assert_eq!(audit.text.matches("attachment 0").count(), 4, "{}", audit.text);
    // Taken back, it is gone from here too.
    let id = path.rsplit('/').next().unwrap();
    let recall = json!({"id": id, "reason": "mistaken"});
    place.post("/api/v1/recalls", &desk, recall.to_string()).await;
    assert!(!place.get(&with(&file, WORK), &desk, "").await.status.is_success());
}
