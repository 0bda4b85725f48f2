//! Keys that change: what was recorded opens until its seed is destroyed, a log goes on under its
//! next key, and of a key that was another's only what was cosigned before stands.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use node::delivery::{self, Opener};
use node::home::Home;
use node::key::{self, Change};
use node::store::Store;
use node::witness::offer::{self, Settled};
use node::witness::{cosign, tell};
use node::{Clock, Config, Node, Parts, epoch, export, flow, founding, fsck};
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, RecordId, Timestamp, cbor};
use seal::directory::{Directory, LogEpoch, Member};
use seal::log_key::LogSecret;
use support::folder::Folder;
use support::line::pair;
use support::{Network, code, control, message, officer};

fn copy_of(key: &LogSecret) -> LogSecret {
    LogSecret::from_seeds(key.origin(), key.seeds().unwrap()).unwrap()
}

/// Whether any file of a folder holds these bytes, as they are or in hexadecimal.
fn is_anywhere(folder: &Path, bytes: &[u8]) -> bool {
    let hex = record::digest::hex_encode(bytes).into_bytes();
    support::canary::files(folder).iter().any(|file| {
        let held = std::fs::read(file).unwrap();
        [bytes, &hex].iter().any(|wanted| held.windows(wanted.len()).any(|part| part == *wanted))
    })
}

/// The root certifies, the stewards sign, everybody takes the head.
fn change(pair: &support::line::Pair, at: usize, change: &Change, now: Timestamp) {
    let home = &pair.homes[at];
    let root = home.path().join("keys/root");
    let mut entropy = node::clock::SystemEntropy;
    key::change(home, change, (&root, false), (now, &mut entropy)).unwrap();
    let (directory, member) = (home.directory().unwrap(), home.member().unwrap());
    let wish = node::steward::Wish::Update(Box::new(member));
    let mut draft = node::steward::next(&directory, vec![wish], now).unwrap();
    for number in 1..=founding::THRESHOLD {
        let file = pair.folder.join(&format!("stewards/steward-{number}"));
        let seeds = record::digest::hex_decode(std::fs::read_to_string(file).unwrap().trim());
        let seeds: [u8; 64] = seeds.unwrap().try_into().unwrap();
        let key = LogSecret::from_seeds("amana.invalid/steward", &seeds).unwrap();
        draft.sign(&key).unwrap().unwrap();
    }
    let signed = draft.to_bytes();
    pair.homes.iter().for_each(|home| drop(home.take_head(&signed).unwrap()));
}

fn publish(node: &mut Node, text: &str, to: &[&str]) -> RecordId {
    let draft = node::author::read(message(text, to)).unwrap();
    let published = node.commit(|node| flow::publish_audited(node, draft, &officer())).unwrap();
    published.unwrap().name.id
}

/// Proven and sealed, as it goes over a line.
fn pouch(from: &mut Node, to: &str) -> Vec<u8> {
    let under_way = node::outward::UnderWay::default();
    let send = |node: &mut Node| flow::send(node, &code(to), Lane::Routine, under_way);
    let parcel = from.commit(send).unwrap().unwrap();
    delivery::seal(from, &parcel, 0).unwrap()
}

/// DLV-03: a seed is destroyed 60 days after its month; the file is searched for it.
#[tokio::test]
async fn what_was_recorded_opens_until_the_seed_is_destroyed_and_never_after() {
    let pair = pair().await;
    let now = node::clock::SystemClock.now();
    change(&pair, 1, &Change::Months, now);
    let [a, b] = &pair.homes;
    let listed = a.directory().unwrap().member(&code("XB")).unwrap().kem.len();
    assert_eq!(listed, 4, "the running month and a quarter ahead");
    let mut sender = a.open().unwrap();
    publish(&mut sender, "recorded by somebody", &["XB"]);
    let recorded = pouch(&mut sender, "XB");
    drop(sender);
    let node = b.open().unwrap();
    let (me, opener) = (code("XA"), Opener::of(&node));
    assert!(opener.open(&me, &recorded).is_ok());
    let founding = std::fs::read_to_string(b.path().join("keys/kem-0")).unwrap();
    let seed = record::digest::hex_decode(founding.trim()).unwrap();
    assert!(is_anywhere(b.path(), &seed));
    let month_end = node::clock::SystemClock.now().plus(31 * record::moment::DAY_MS);
    assert_eq!(key::retire(b, month_end).unwrap(), Vec::<String>::new());
    let over = now.plus((31 + 61) * record::moment::DAY_MS);
    let gone = key::retire(b, over).unwrap();
    assert!(gone.contains(&"keys/kem-0".to_owned()) && gone.len() < listed, "{gone:?}");
    assert!(!is_anywhere(b.path(), &seed));
    // A node that runs forgets it too, and one that starts again never had it.
    let stays: Vec<_> = b.kem_ids().unwrap();
    node.identity.kem.retain(|id| stays.contains(id));
    let refused = opener.open(&me, &recorded).map(drop);
    assert_eq!(refused, Err(seal::Rule::KeyRetired), "while it runs");
    drop(node);
    let node = b.open().unwrap();
    assert_eq!(Opener::of(&node).open(&me, &recorded).map(drop), Err(seal::Rule::KeyRetired));
}

/// A year is over: what was said stands, what is said stands in the next epoch, and lanes go on.
#[tokio::test]
async fn a_log_goes_on_under_its_next_key() {
    let pair = pair().await;
    let [a, b] = &pair.homes;
    let deliver = |from: &Home, to: &Home, text: &str| {
        let (mut sender, mut receiver) = (from.open().unwrap(), to.open().unwrap());
        let id = publish(&mut sender, text, &["XB"]);
        let under_way = node::outward::UnderWay::default();
        let send = |node: &mut Node| flow::send(node, &code("XB"), Lane::Routine, under_way);
        let parcel = sender.commit(send).unwrap().unwrap();
        let start = node::outward::acked_head_size(&sender, &code("XB")).unwrap();
        let bytes = delivery::seal(&mut sender, &parcel, start).unwrap();
        let me = code("XA");
        let answer = receiver.commit(|node| delivery::receive(node, &me, &bytes)).unwrap();
        sender.commit(|node| delivery::settle(node, &parcel, &answer)).unwrap();
        sender.commit(node::journal::keep_head).unwrap();
        (id, parcel.manifest.last)
    };
    let (before, first) = deliver(a, b, "in the first year");
    change(&pair, 0, &Change::Log, node::clock::SystemClock.now());
    let (after, second) = deliver(a, b, "in the second year");
    assert_eq!((first, second), (1, 2), "the lane goes on");
    let directory: Directory = a.directory().unwrap();
    for home in [a, b] {
        let mut node = home.open().unwrap();
        for (id, origin) in [(before, "log/XA\n"), (after, "log/XA/2\n")] {
            let file = export::evidence(&mut node, &code("XA"), &id, None).unwrap();
            let evidence: seal::evidence::Evidence =
                serde_json::from_value(file["evidence"].clone()).unwrap();
            assert!(evidence.checkpoint.starts_with(&format!("amana.invalid/{origin}")));
            assert_eq!(evidence.verify_in(&directory).unwrap().0, &code("XA"));
        }
        let report = fsck::run(&mut node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
        assert_eq!(node.store.conflicts().unwrap(), []);
    }
}

/// Three in the south, one in the north, all witnesses of each other.
fn network() -> Network {
    let codes = ["XA", "XB", "XC", "XD"];
    let mut network = Network::with(&codes, |_| Store::in_memory().unwrap(), Config::default());
    let directory = network.nodes[0].directory.clone();
    let mut members = directory.members().to_vec();
    members[3].region = "north".into();
    let next = Arc::new(directory.next(members, directory.created));
    network.nodes.iter_mut().for_each(|node| node.directory = next.clone());
    network
}

fn attest(network: &mut Network) {
    let next = |node: &mut Node| offer::next(node, None);
    let round = network.at("XA").commit(next).unwrap().unwrap();
    for witness in ["XB", "XC", "XD"] {
        let peer = code(witness);
        let offered = offer::from_size(network.at("XA"), &round, 0).unwrap();
        let node = network.at(witness);
        let (directory, identity) = (node.directory.clone(), node.identity.clone());
        let bytes = cbor::to_bytes(&offered);
        let opened = cosign::open(&directory, &identity, &code("XA"), &bytes);
        let decide = |node: &mut Node| cosign::decide(node, &code("XA"), opened);
        let decided = node.commit(decide).unwrap();
        let answer = cosign::sign(&identity, decided, node.now()).unwrap();
        let settle = |node: &mut Node| offer::settle(node, &peer, &round, &answer);
        let settled = network.at("XA").commit(settle).unwrap();
        assert!(matches!(settled, Settled::Kept(_)), "{settled:?}");
    }
    for member in ["XB", "XC"] {
        let has = {
            let taken = network.at(member).store.last_head("XA").unwrap().unwrap().size;
            tell::Has { witnessed: 0, taken }
        };
        let told = tell::joined(network.at("XA"), has).unwrap().unwrap();
        let node = network.at(member);
        let opened = tell::open(&node.directory.clone(), &code("XA"), &cbor::to_bytes(&told));
        let answer = node.commit(|node| tell::receive(node, &code("XA"), opened)).unwrap();
        assert!(matches!(answer, tell::Answer::Kept(_)), "{answer:?}");
    }
}

/// Another process with the same key, from one moment on: whoever stole it.
fn thief(network: &mut Network) -> Node {
    let image = network.at("XA").store.image().unwrap();
    let other = network.at("XA");
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", &image[..], image.len(), false).unwrap();
    let identity = node::Identity {
        code: other.code.clone(),
        log: copy_of(&other.identity.log),
        witness: copy_of(&other.identity.witness),
        kem: Vec::new().into(),
    };
    Node::open(Parts {
        identity,
        directory: (*other.directory).clone(),
        config: other.config.clone(),
        store: Store::prepare(db).unwrap(),
        vault: node::vault::Vault::new([1; 32], [99; 32]),
        clock: other.clock.clone(),
        entropy: Box::new(support::Seeded(1 << 60)),
    })
    .unwrap()
}

fn is_hidden(network: &mut Network, at: &str, id: &RecordId) -> bool {
    !network.at(at).store.hidings(&code("XA"), id).unwrap().is_empty()
}

/// The root says since when the key was another's, and gives the log its next one.
fn revoke(network: &mut Network, at: Timestamp) {
    let directory = network.nodes[0].directory.clone();
    let mut members: Vec<Member> = directory.members().to_vec();
    let origin = founding::origin_at(&code("XA"), 2);
    let next_key = LogSecret::from_seeds(&origin, &[2; 64]).unwrap();
    let now = network.nodes[0].now();
    members[0].logs[0].revoked_at = Some(at);
    let key = next_key.public().clone();
    members[0].logs.push(LogEpoch { epoch: 2, key, from: now, revoked_at: None });
    members[0].certify(&network.roots[0], &directory.network(), now).unwrap();
    let signed = founding::sign(&directory.next(members, now), &network.stewards).unwrap();
    let next = Arc::new(directory.accept(&signed).unwrap());
    for node in &mut network.nodes {
        node.directory = next.clone();
        let own = node.code.as_str() == "XA";
        if own {
            let before = &node.identity;
            node.identity = Arc::new(node::Identity {
                code: before.code.clone(),
                log: copy_of(&next_key),
                witness: copy_of(&before.witness),
                kem: Vec::new().into(),
            });
        }
        epoch::follow(node).unwrap();
        key::void::follow(node).unwrap();
    }
}

/// VER-20 at a node: what the thief said is hidden, what it took back is shown again, and what the
/// owner had said under the stolen key, cosigned by nobody, stands once it is said again.
#[test]
fn of_a_revoked_epoch_only_what_was_cosigned_stands() {
    let mut network = network();
    let attested = network.publish("XA", message("cosigned", &["XB", "XC"])).unwrap().name.id;
    network.settle();
    attest(&mut network);
    network.clock.advance(10_000);
    let stolen = network.at("XA").now();
    let mut thief = thief(&mut network);
    network.clock.advance(10_000);
    // The owner goes on, not knowing; nobody cosigns it.
    let honest = network.publish("XA", message("honest", &["XC"])).unwrap().name.id;
    let peer = code("XC");
    network.deliver(0, &peer, Lane::Routine).unwrap();
    let false_one = publish(&mut thief, "what the thief says", &["XB"]);
    let statement = RecallStatement { id: attested, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    let recall = node::author::read(recall).unwrap();
    thief.commit(|node| flow::publish_audited(node, recall, &officer())).unwrap().unwrap();
    for lane in [Lane::Routine, Lane::Flash] {
        let under_way = node::outward::UnderWay::default();
        let send = |node: &mut Node| flow::send(node, &code("XB"), lane, under_way);
        let parcel = thief.commit(send).unwrap().unwrap();
        let from = network.at("XB").store.last_head("XA").unwrap().unwrap().size;
        let bytes = delivery::seal(&mut thief, &parcel, from).unwrap();
        let receive = |node: &mut Node| delivery::receive(node, &code("XA"), &bytes);
        let answer = network.at("XB").commit(receive).unwrap();
        assert!(matches!(answer, delivery::Answer::Acknowledged(_)), "{answer:?}");
    }
    assert!(is_hidden(&mut network, "XB", &attested) && !is_hidden(&mut network, "XB", &false_one));

    network.clock.advance(10_000);
    revoke(&mut network, stolen);
    assert!(!is_hidden(&mut network, "XB", &attested), "what a void recall hid is shown again");
    assert!(is_hidden(&mut network, "XB", &false_one));
    assert!(is_hidden(&mut network, "XC", &honest), "cosigned by nobody");
    assert!(!is_hidden(&mut network, "XC", &attested));
    let keep = |network: &mut Network| network.settle();
    keep(&mut network);
    assert!(!is_hidden(&mut network, "XC", &honest), "its owner said it again");
    assert!(is_hidden(&mut network, "XB", &false_one), "nobody did");
    let stored = network.at("XC").store.revisions(&code("XA"), &honest).unwrap();
    assert_eq!(stored.iter().map(|stored| stored.epoch).collect::<Vec<_>>(), [2]);
    for at in ["XA", "XC"] {
        let report = fsck::run(network.at(at), false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{at}");
    }
}

/// From the folder, from a file that the environment names, from the environment itself.
#[test]
fn the_storage_key_comes_from_where_it_is_kept() {
    let folder = Folder::new("storage");
    let home = folder.join("co");
    let run = |args: &[&str], envs: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
        command.arg("--home").arg(&home).args(args).envs(envs.iter().copied());
        let out = command.output().unwrap();
        (out.status.success(), String::from_utf8(out.stderr).unwrap())
    };
    assert!(run(&["init", "--node", "CO"], &[]).0);
    let draft = folder.join("draft.json");
    std::fs::write(&draft, serde_json::to_string(&message("kept", &[])).unwrap()).unwrap();
    let published = run(&["publish", draft.to_str().unwrap()], &[]);
    assert!(published.0, "{}", published.1);
    assert!(run(&["fsck"], &[]).0);
    let (inside, outside) = (home.join("keys/storage"), folder.join("storage-key"));
    std::fs::rename(&inside, &outside).unwrap();
    let hex = std::fs::read_to_string(&outside).unwrap();
    assert!(!run(&["fsck"], &[]).0, "it is not in the folder any more");
    let file = outside.to_str().unwrap();
    assert!(run(&["fsck"], &[("AMANA_STORAGE_KEY_FILE", file)]).0);
    assert!(run(&["fsck"], &[("AMANA_STORAGE_KEY", hex.trim())]).0);
    assert!(!run(&["fsck"], &[("AMANA_STORAGE_KEY", &"00".repeat(32))]).0, "another key");
    assert!(!run(&["fsck"], &[("AMANA_STORAGE_KEY", "no key")]).0);
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&outside, std::fs::Permissions::from_mode(0o644)).unwrap();
    let open = run(&["fsck"], &[("AMANA_STORAGE_KEY_FILE", file)]);
    assert!(!open.0 && open.1.contains("chmod 600"), "{}", open.1);
}
