//! Two serving nodes and the line between them: it can be cut, and be slow.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use node::client::Client;
use node::home::{Home, Init};
use node::serve::Serving;
use node::{Config, cli, demo};
use record::{NodeCode, Unit, cbor};
use seal::directory::{Labels, Member, MemberRole};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use super::canary::files;
use super::folder::Folder;
use super::message;

pub const WORK: &str = "criminal-investigation";
const BLOCK_BYTES: usize = 4_096;

/// What a line still carries, and how long a block takes; all its connections share both.
#[derive(Clone)]
pub struct Line {
    pub left: Arc<AtomicI64>,
    pub block_ms: Arc<AtomicI64>,
    turn: Arc<Mutex<()>>,
}

impl Line {
    fn new() -> Self {
        let (left, block_ms) = (AtomicI64::new(i64::MAX), AtomicI64::new(0));
        Self { left: left.into(), block_ms: block_ms.into(), turn: Arc::default() }
    }

    /// Blocks of several connections go by turns, one at a time.
    async fn carry(&self) {
        let ms = u64::try_from(self.block_ms.load(Ordering::SeqCst)).unwrap();
        if ms > 0 {
            let _turn = self.turn.lock().await;
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
    }

    async fn run(self, at: String, to: String) {
        let listener = TcpListener::bind(at).await.unwrap();
        loop {
            let (near, _) = listener.accept().await.unwrap();
            let Ok(far) = TcpStream::connect(&to).await else { continue };
            let line = self.clone();
            tokio::spawn(async move {
                let (mut near_in, mut near_out) = near.into_split();
                let (mut far_in, mut far_out) = far.into_split();
                let up =
                    tokio::spawn(async move { tokio::io::copy(&mut near_in, &mut far_out).await });
                let mut buffer = vec![0; BLOCK_BYTES];
                while let Ok(count @ 1..) = far_in.read(&mut buffer).await {
                    line.carry().await;
                    if line.left.fetch_sub(count as i64, Ordering::SeqCst) < count as i64
                        || near_out.write_all(&buffer[..count]).await.is_err()
                    {
                        break;
                    }
                }
                up.abort();
            });
        }
    }
}

/// A node's folder; with no door it accepts no connections.
pub fn home(folder: &Folder, code: &str, region: &str, door: &str) -> Home {
    let home = Home::new(folder.join(code));
    let name = code.to_owned();
    let config = Config {
        api_listen: "127.0.0.1:0".into(),
        peer_listen: door.into(),
        backoff_ms_min: 20,
        backoff_ms_max: 100,
        attachment_piece_bytes_max: 65_536,
        // A test asks until it is so.
        rate_export_max: 1_000_000,
        ..Config::default()
    };
    let init = Init {
        code: NodeCode::new(code).unwrap(),
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: region.into(),
        role: MemberRole::Country,
        config,
        units: vec![Unit::new("POLICE").unwrap()],
        relays: Vec::new(),
        token: None,
    };
    home.init(&init).unwrap();
    home
}

/// Two nodes; the line to the first one can be cut.
pub struct Pair {
    pub folder: Folder,
    pub homes: [Home; 2],
    pub line: Line,
}

pub async fn pair() -> Pair {
    let folder = Folder::new("way");
    let [door, line_at, other] = [(); 3].map(|()| demo::free_address().unwrap());
    behind_a_line(folder, (line_at, door), &other)
}

/// As [`pair`], but the second one accepts no connections.
pub async fn pulling_pair() -> Pair {
    let [door, line_at] = [(); 2].map(|()| demo::free_address().unwrap());
    behind_a_line(Folder::new("pull"), (line_at, door), "")
}

fn behind_a_line(folder: Folder, (line_at, door): (String, String), other: &str) -> Pair {
    let homes = [home(&folder, "XA", "north", &line_at), home(&folder, "XB", "south", other)];
    found(&folder, &homes);
    // The directory says where the line begins; the node listens where it ends.
    let path = homes[0].path().join("amana.toml");
    let config = std::fs::read_to_string(&path).unwrap().replace(&line_at, &door);
    std::fs::write(&path, config).unwrap();
    let line = Line::new();
    tokio::spawn(line.clone().run(line_at, door));
    Pair { folder, homes, line }
}

/// The node names a relay, before the network is founded.
pub fn reached_through(home: &Home, relay: &str) {
    let path = home.path().join("member.cbor");
    let mut member: Member = cbor::from_bytes(&std::fs::read(&path).unwrap()).unwrap();
    member.relays.push(NodeCode::new(relay).unwrap());
    std::fs::write(path, cbor::to_bytes(&member)).unwrap();
}

/// Founds a network of these, which all join.
pub fn found(folder: &Folder, homes: &[Home]) {
    let members: Vec<PathBuf> = homes.iter().map(|home| home.path().join("member.cbor")).collect();
    let (first, stewards) = (folder.join("net.cbor"), folder.join("stewards"));
    let head = cli::found("exercise", true, &first, &stewards, &members).unwrap();
    let signed = std::fs::read(&first).unwrap();
    homes.iter().for_each(|home| drop(home.join(&signed, &head).unwrap()));
}

pub fn client(home: &Home, serving: &Serving) -> Client {
    Client::at(&serving.api, &home.token("desk-1").unwrap())
}

/// Asks again until the answer is as it should be.
pub async fn until(client: &Client, path: &str, holds: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..600 {
        let answer = client.get(path, WORK).await.unwrap();
        if holds(&answer.body) {
            return answer.body;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path}: {}", client.get(path, WORK).await.unwrap().body);
}

/// Uploads at a node's desk and publishes to the other; answers the record's address.
pub async fn publish_file(desk: &Client, to: &str, bytes: &[u8]) -> String {
    let asked = json!({"name": "list.txt", "size": bytes.len()});
    let begun = desk.post("/api/v1/uploads", &asked).await.unwrap().body;
    let id = begun["id"].as_str().unwrap();
    let upload = format!("/api/v1/uploads/{id}");
    let whole = desk.send_piece(&upload, 0, bytes.to_vec()).await.unwrap();
    assert_eq!(whole.status, 200, "{}", whole.body);
    let mut draft = serde_json::to_value(message("with a file", &[to])).unwrap();
    draft["attachments"] = json!([{"upload": id, "caption": "What was found"}]);
    published(desk, &draft).await
}

/// The address of a record that was just published.
pub async fn published(desk: &Client, draft: &Value) -> String {
    let published = desk.post("/api/v1/records", draft).await.unwrap();
    assert_eq!(published.status, 201, "{}", published.body);
    let name = published.body["name"].as_str().unwrap();
    format!("/api/v1/records/{}", name.rsplit_once('/').unwrap().0)
}

/// Bytes of files that are on their way to a node.
pub fn arriving(home: &Home) -> u64 {
    let each = files(&home.path().join("attachments"));
    let growing = each.iter().filter(|path| path.parent().unwrap().ends_with("arriving"));
    growing.map(|path| path.metadata().unwrap().len()).sum()
}
