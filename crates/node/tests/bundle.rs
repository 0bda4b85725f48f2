//! Two nodes without any line between them: what they share goes by files, with the real program.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use node::home::Home;
use node::outward::UnderWay;
use node::store::Store;
use node::store::parcel::By;
use node::{author, carry, delivery, flow, fsck, serve};
use record::draft::Lane;
use record::{Digest, Draft, Timestamp};
use seal::bundle::Bundle;
use serde_json::Value;
use support::folder::Folder;
use support::line::{found, home};
use support::{Network, code, message, officer};

struct Two {
    folder: Folder,
    homes: [Home; 2],
}

impl Two {
    fn new() -> Self {
        let folder = Folder::new("bundle");
        let homes = [home(&folder, "XA", "north", ""), home(&folder, "XB", "south", "")];
        found(&folder, &homes);
        Self { folder, homes }
    }

    fn command(&self, at: usize, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
        command.arg("--home").arg(self.homes[at].path()).args(["--json", "--as"]);
        command.arg("admin-1").args(words);
        command
    }

    /// What was said, or how it ended and why.
    fn try_run(&self, at: usize, words: &[&str]) -> Result<Value, (i32, String)> {
        let heard = self.command(at, words).output().unwrap();
        match heard.status.success() {
            true => Ok(serde_json::from_slice(&heard.stdout).unwrap()),
            false => {
                let said = String::from_utf8(heard.stderr).unwrap();
                Err((heard.status.code().unwrap(), said))
            }
        }
    }

    fn run(&self, at: usize, words: &[&str]) -> Value {
        self.try_run(at, words).unwrap_or_else(|failed| panic!("{words:?}: {failed:?}"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn out(&self, from: usize, name: &str, more: &[&str]) -> Value {
        let (to, path) = (["XB", "XA"][from], self.path(name));
        self.run(from, &[&["bundle", "out", "--to", to, text(&path)], more].concat())
    }

    fn take(&self, at: usize, name: &str) -> Value {
        self.run(at, &["bundle", "in", text(&self.path(name))])
    }

    /// Publishes straight into a folder that nobody serves.
    fn publish(&self, from: usize, texts: &[String], lane: Lane) {
        let to = ["XB", "XA"][from];
        let mut node = self.homes[from].open().unwrap();
        let publish = |node: &mut node::Node| {
            texts.iter().try_for_each(|text| {
                let draft = Draft { lane, ..message(text, &[to]) };
                flow::publish(node, author::read(draft)?, &officer()).map(drop)
            })
        };
        node.commit(publish).unwrap();
    }

    /// Every proof holds; so many records are here, and so many entries have no answer.
    fn at_rest(&self, at: usize, records: u64, unanswered: usize) {
        let mut node = self.homes[at].open().unwrap();
        let report = fsck::run(&mut node, false, |_| ()).unwrap();
        assert_eq!((report.faults, report.records), (Vec::new(), records));
        let waiting = node.store.lanes_waiting().unwrap();
        assert_eq!(waiting.len(), unanswered, "{waiting:?}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn outcomes(taken: &Value, what: &str) -> Vec<String> {
    let all = taken[what].as_array().unwrap().iter();
    all.map(|one| one["outcome"].as_str().unwrap().to_owned()).collect()
}

fn one(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

#[test]
fn records_go_by_file_and_receipts_come_back_and_twice_is_once() {
    let two = Two::new();
    for lane in Lane::ALL {
        two.publish(0, &one(lane.code()), lane);
    }
    let packed = two.out(0, "a", &[]);
    assert_eq!((&packed["pouches"], &packed["more"]), (&3.into(), &false.into()), "{packed}");
    let taken = two.take(1, "a");
    let lanes = taken["pouches"].as_array().unwrap().iter().map(|pouch| pouch["lane"].clone());
    assert_eq!(lanes.collect::<Vec<_>>(), ["flash", "urgent", "routine"]);
    assert_eq!(outcomes(&taken, "pouches"), ["taken"; 3]);
    // Once more, with the same file: what is held is known, and the answers are made again.
    std::fs::rename(two.path("a.answer"), two.path("lost")).unwrap();
    let again = two.take(1, "a");
    assert_eq!(outcomes(&again, "pouches"), ["known"; 3]);
    two.at_rest(1, 3, 0);
    two.at_rest(0, 3, 3);
    let back = two.take(0, "a.answer");
    assert_eq!(outcomes(&back, "answers"), ["settled"; 3]);
    assert_eq!(outcomes(&back, "pouches"), ["taken"], "the receipts");
    two.at_rest(0, 3, 0);
    let again = two.take(0, "lost");
    assert_eq!(outcomes(&again, "answers"), ["known"; 3]);
    let mut node = two.homes[0].open().unwrap();
    let records = node.store.record_count().unwrap();
    let rows = 1..=i64::try_from(records).unwrap();
    for row in rows {
        let standing = &node.store.standings(row).unwrap()[0];
        assert!(standing.acked.is_some() && standing.void.is_none(), "{standing:?}");
    }
    let report = fsck::run(&mut node, false, |_| ()).unwrap();
    assert_eq!(report.receipts, 3, "one for each, though two files brought them");
    drop(node);
    // The receipts are acknowledged by a file that holds nothing else, and then nothing waits.
    let last = two.take(1, "a.answer.answer");
    assert_eq!((outcomes(&last, "answers"), outcomes(&last, "pouches")), (one("settled"), vec![]));
    assert_eq!(last["back"], Value::Null);
    let (code, said) =
        two.try_run(1, &["bundle", "out", "--to", "XA", text(&two.path("b"))]).unwrap_err();
    assert!(code == 1 && said.contains("nothing waits for XA"), "{code} {said}");
    assert!(!two.path("b").exists());
}

/// A serving node packs and takes through its own address; people use the same command.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serving_node_packs_and_takes_too() {
    let two = Two::new();
    two.publish(0, &one("while it serves"), Lane::Urgent);
    let serving = serve::start(&two.homes[0]).await.unwrap();
    let two = tokio::task::spawn_blocking(move || {
        assert_eq!(two.out(0, "a", &[])["pouches"], 1);
        two.take(1, "a");
        let back = two.take(0, "a.answer");
        assert_eq!(outcomes(&back, "answers"), ["settled"]);
        two
    });
    let two = two.await.unwrap();
    serving.stop(&two.homes[0]).await;
    two.at_rest(0, 1, 0);
}

#[test]
fn bundles_come_in_any_order() {
    let two = Two::new();
    for (number, name) in ["first", "second", "third", "fourth"].into_iter().enumerate() {
        let texts: Vec<String> = (0..3).map(|text| format!("{name} {text}")).collect();
        two.publish(0, &texts, if number % 2 == 0 { Lane::Routine } else { Lane::Flash });
        let packed = two.out(0, name, &["--next"]);
        assert_eq!(packed["pouches"], 1, "only what is new: {packed}");
    }
    for name in ["third", "first", "fourth", "second"] {
        assert_eq!(outcomes(&two.take(1, name), "pouches"), ["taken"], "{name}");
    }
    two.at_rest(1, 12, 0);
    for name in ["second", "fourth", "first", "third"] {
        let back = two.take(0, &format!("{name}.answer"));
        assert_eq!(outcomes(&back, "answers"), ["settled"], "{name}");
    }
    two.at_rest(0, 12, 0);
}

/// Without `--next` a bundle holds all that is not acknowledged, so that a lost one is made good.
#[test]
fn a_lost_bundle_is_made_good_by_the_next() {
    let two = Two::new();
    two.publish(0, &one("lost"), Lane::Routine);
    two.out(0, "lost", &[]);
    two.publish(0, &one("not lost"), Lane::Routine);
    assert_eq!(two.out(0, "all", &[])["pouches"], 2);
    assert_eq!(outcomes(&two.take(1, "all"), "pouches"), ["taken"; 2]);
    assert_eq!(outcomes(&two.take(1, "lost"), "pouches"), ["known"], "it was found after all");
    two.take(0, "all.answer");
    two.at_rest(0, 2, 0);
    two.at_rest(1, 2, 0);
}

/// Changes a bundle and makes it whole again, as one who carries it could.
fn forge(from: &Path, to: &Path, change: impl FnOnce(&mut Bundle)) {
    let mut bundle = Bundle::from_bytes(&std::fs::read(from).unwrap()).unwrap();
    change(&mut bundle);
    std::fs::write(to, bundle.to_bytes()).unwrap();
}

/// DLV-16, DLV-17, DLV-18, DLV-19, DLV-10 and the limit: nothing of such a file is taken.
#[test]
fn a_file_that_is_not_as_it_should_be_is_refused_and_nothing_is_half_done() {
    let two = Two::new();
    let texts: Vec<String> = (0..4).map(|number| format!("number {number}")).collect();
    two.publish(0, &texts, Lane::Routine);
    two.publish(0, &texts, Lane::Flash);
    two.out(0, "good", &[]);
    let (good, bad) = (two.path("good"), two.path("bad"));
    let bytes = std::fs::read(&good).unwrap();
    let refused = |rule: &str, why: &str| {
        let failed = two.try_run(1, &["bundle", "in", text(&bad)]).unwrap_err();
        assert!(failed.0 == 3 && failed.1.contains(rule) && failed.1.contains(why), "{failed:?}");
        two.at_rest(1, 0, 0);
        assert!(!two.path("bad.answer").exists());
    };
    std::fs::write(&bad, &bytes[..bytes.len() / 2]).unwrap();
    refused("DLV-17", "carry it once more");
    let mut changed = bytes.clone();
    changed[bytes.len() / 2] ^= 1;
    std::fs::write(&bad, &changed).unwrap();
    refused("DLV-17", "changed on its way");
    std::fs::write(&bad, b"%PDF-1.7").unwrap();
    refused("DLV-16", "no bundle");
    forge(&good, &bad, |bundle| bundle.header.sender = code("XC"));
    refused("DLV-16", "");
    forge(&good, &bad, |bundle| bundle.header.last_day = "2026-01-31".parse().unwrap());
    refused("DLV-19", "its last day was 2026-01-31: ask XA for another");
    let empty = |bundle: &mut Bundle| bundle.pouches.clear();
    forge(&good, &bad, |bundle| {
        empty(bundle);
        bundle.header.recipient = code("XC");
    });
    refused("DLV-18", "it is for XC, and this is XB");
    forge(&good, &bad, |bundle| {
        empty(bundle);
        bundle.header.network = Digest::of(&[b"elsewhere"]);
    });
    refused("DLV-18", "another network");
    forge(&good, &bad, |bundle| {
        empty(bundle);
        bundle.header.sender = code("XC");
    });
    refused("DLV-10", "XC is no member");
    let path = two.homes[1].path().join("amana.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    let less = format!("bundle_bytes_max = {}", bytes.len() - 1);
    std::fs::write(&path, config.replace("bundle_bytes_max = 67108864", &less)).unwrap();
    let failed = two.try_run(1, &["bundle", "in", text(&good)]).unwrap_err();
    assert!(failed.0 == 1 && failed.1.contains("bundle_bytes_max"), "{failed:?}");
    std::fs::write(&path, config).unwrap();
    two.at_rest(1, 0, 0);
    assert_eq!(outcomes(&two.take(1, "good"), "pouches"), ["taken"; 2], "the good one is whole");
    two.at_rest(1, 8, 0);
}

/// Who carries a file may change it and make it whole again: pouches and answers do not open.
#[test]
fn what_a_carrier_changes_does_not_open_and_the_rest_is_taken() {
    let two = Two::new();
    two.publish(0, &one("flash"), Lane::Flash);
    two.publish(0, &one("routine"), Lane::Routine);
    two.out(0, "good", &[]);
    forge(&two.path("good"), &two.path("bad"), |bundle| {
        *bundle.pouches[0].last_mut().unwrap() ^= 1;
    });
    let taken = two.take(1, "bad");
    assert_eq!(outcomes(&taken, "pouches"), ["refused", "taken"], "{taken}");
    assert!(["DLV-01", "DLV-05"].contains(&taken["pouches"][0]["rule"].as_str().unwrap()));
    two.at_rest(1, 1, 0);
    // An answer that was changed settles nothing, nor does one of another pouch.
    let answer = two.path("bad.answer");
    forge(&answer, &two.path("worse"), |bundle| {
        *bundle.answers[0].last_mut().unwrap() ^= 1;
        bundle.pouches.clear();
    });
    let back = two.take(0, "worse");
    assert_eq!(back["answers"][0]["rule"], "DLV-20", "{back}");
    two.at_rest(0, 2, 2);
    assert_eq!(outcomes(&two.take(0, "bad.answer"), "answers"), ["settled"]);
    two.at_rest(0, 2, 1);
    two.take(1, "good");
    two.take(0, "good.answer");
    two.at_rest(0, 2, 0);
    two.at_rest(1, 2, 0);
}

/// Killed anywhere while it packs or takes, a node goes on as if it had not begun.
#[test]
fn killed_while_it_takes_a_bundle_a_node_takes_the_rest_later() {
    let two = Two::new();
    let texts: Vec<String> = (0..600).map(|number| format!("number {number}")).collect();
    two.publish(0, &texts, Lane::Routine);
    let kill_after = |at: usize, words: &[&str], ms: u64| {
        let mut command = two.command(at, words);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(ms));
        child.kill().unwrap();
        child.wait().unwrap();
    };
    let file = two.path("all");
    for ms in [30, 80, 200] {
        kill_after(0, &["bundle", "out", "--to", "XB", text(&file)], ms);
    }
    assert!(two.out(0, "all", &[])["pouches"].as_u64().unwrap() >= 3);
    for ms in [40, 90, 150, 250, 400, 600] {
        kill_after(1, &["bundle", "in", text(&file)], ms);
    }
    let taken = two.take(1, "all");
    assert!(outcomes(&taken, "pouches").iter().all(|one| one == "taken" || one == "known"));
    two.at_rest(1, 600, 0);
    two.take(0, "all.answer");
    two.at_rest(0, 600, 0);
}

/// DLV-04 for a bundle's pouches, and what a late answer does: by a clock set by hand.
#[test]
fn a_carried_pouch_opens_until_its_last_day_and_a_late_answer_still_settles() {
    let mut network = Network::new(&["XA", "XB"]);
    network.publish("XA", message("carried", &["XB"])).unwrap();
    let until = Timestamp(support::START).plus(3 * 24 * 3_600_000);
    let (sender, to) = (network.at("XA"), code("XB"));
    let send = |node: &mut node::Node| flow::send(node, &to, Lane::Routine, UnderWay::default());
    let parcel = sender.commit(send).unwrap().unwrap();
    let sealing = delivery::prove_until(sender, &parcel, 0, until).unwrap();
    let bytes = sealing.seal(&mut *sender.entropy).unwrap();
    let head = sealing.head;
    sender.commit(|node| carry::note(node, &parcel, By::Bundle, (head, until))).unwrap();
    let take = |node: &mut node::Node| {
        let carried = delivery::Opener::of(node).open_carried(&bytes).unwrap();
        node.commit(|node| carry::receive(node, carried)).unwrap()
    };
    network.clock.advance(3 * 24 * 3_600_000);
    let (answer, sealed) = take(network.at("XB"));
    assert!(matches!(answer, delivery::Answer::Acknowledged(_)), "{answer:?}");
    network.clock.advance(1);
    let (late, none) = take(network.at("XB"));
    assert!(matches!(late, delivery::Answer::Refused { ref rule, .. } if rule == "DLV-04"));
    assert_eq!(none, None, "what does not open has no answer that its sender could believe");
    let sealed = sealed.unwrap();
    let settled = network.at("XA").commit(|node| carry::settle(node, &sealed)).unwrap();
    assert_eq!(settled, Ok(carry::Brought::Settled(code("XB"), answer)));
    assert_eq!(network.at("XA").store.lanes_waiting().unwrap(), []);
    let again = network.at("XA").commit(|node| carry::settle(node, &sealed)).unwrap();
    assert_eq!(again, Ok(carry::Brought::Known));
}

#[test]
fn a_store_of_the_version_before_opens_and_carries() {
    let folder = Folder::new("nineteen");
    let path = folder.join("node.db");
    Store::open(&path).unwrap().set_setting("kept", b"as it was").unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(support::before::TWENTY_FOUR).unwrap();
    db.execute_batch(support::before::TWENTY_THREE).unwrap();
    db.execute_batch(support::before::TWENTY_TWO).unwrap();
    db.execute_batch(support::before::TWENTY_ONE).unwrap();
    db.execute_batch(support::before::NINETEEN).unwrap();
    drop(db);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.setting("kept").unwrap().as_deref(), Some(&b"as it was"[..]));
    assert_eq!(store.parcel(&Digest([1; 32])).unwrap(), None);
    assert_eq!(store.parcel_heads("XB", 9).unwrap(), [0; 0]);
}
