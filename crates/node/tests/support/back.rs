//! A network of which a node is put back to an earlier state, and whose witnesses cosign and
//! mirror.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use node::restore::fetch::{self, Next, Wanted};
use node::restore::tell::{AskHeld, Known, Whose};
use node::restore::{self, ask, tell};
use node::store::Store;
use node::store::behind::Since;
use node::vault::Vault;
use node::witness::mirror::{self, Answer, Ask, Given, Has, Piece, Received};
use node::witness::offer::{self, Settled};
use node::witness::{cosign, tell as witness_tell};
use node::{Config, Error, Identity, Node, Parts, epoch, founding};
use record::{Digest, NodeCode, Timestamp, cbor};
use seal::directory::LogEpoch;
use seal::kem::KemSecret;
use seal::log_key::LogSecret;

use super::{Network, Seeded, code};

/// XA in the north, XB and XC in the south, XD in the north: XA's witnesses are the other three.
pub const CODES: [&str; 4] = ["XA", "XB", "XC", "XD"];

pub fn network() -> Network {
    let mut network = Network::with(&CODES, |_| Store::in_memory().unwrap(), Config::default());
    let directory = network.nodes[0].directory.clone();
    let mut members = directory.members().to_vec();
    for member in &mut members {
        let south = ["XB", "XC"].contains(&member.code.as_str());
        member.region = if south { "south" } else { "north" }.into();
    }
    let next = Arc::new(directory.next(members, directory.created));
    network.nodes.iter_mut().for_each(|node| node.directory = next.clone());
    network
}

fn copy_of(key: &LogSecret) -> LogSecret {
    LogSecret::from_seeds(key.origin(), key.seeds().unwrap()).unwrap()
}

/// Opens a node anew from an image, with a log key and the directory it has.
pub fn reopen(network: &mut Network, at: &str, image: &[u8], log: Option<LogSecret>) {
    let place = network.nodes.iter().position(|node| node.code.as_str() == at).unwrap();
    let drawn = (1 << 60) + network.clock.0.fetch_add(1, Ordering::SeqCst).unsigned_abs() * 65_536;
    let before = &network.nodes[place];
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", image, image.len(), false).unwrap();
    let kem = before.identity.kem.all();
    let kem = kem.iter().map(|key| KemSecret::from_seed(*key.seed()).unwrap());
    let identity = Identity {
        code: before.code.clone(),
        log: log.unwrap_or_else(|| copy_of(&before.identity.log)),
        witness: copy_of(&before.identity.witness),
        kem: kem.collect::<Vec<_>>().into(),
    };
    let opened = Node::open(Parts {
        identity,
        directory: (*before.directory).clone(),
        config: before.config.clone(),
        store: Store::prepare(db).unwrap(),
        vault: Vault::new([place as u8 + 1; 32], [99; 32]),
        clock: before.clock.clone(),
        entropy: Box::new(Seeded(drawn)),
    });
    network.nodes[place] = opened.unwrap();
}

/// What `amana restore` does to an image.
pub fn put_back(network: &mut Network, at: &str, image: &[u8]) {
    let since = Since { at: network.clock.0.load(Ordering::SeqCst), backup: None };
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", image, image.len(), false).unwrap();
    let store = Store::prepare(db).unwrap();
    store.hold_heads(since, &[]).unwrap();
    store.mark_lanes().unwrap();
    let image = store.image().unwrap();
    reopen(network, at, &image, None);
    network.at(at).commit(|node| restore::begin(node, Some(Timestamp(since.at)))).unwrap();
    network.clock.advance(1_000);
}

/// Asks one member what it has, and for what the backup lacks.
pub fn compare(network: &mut Network, at: &str, with: &str) -> Known {
    let (me, peer) = (code(at), code(with));
    let mine = network.at(at).commit(|node| tell::known(node, &peer)).unwrap();
    let known = network.at(with).commit(|node| ask::exchange(node, &me, &mine)).unwrap();
    let more = network.at(at).commit(|node| ask::take_known(node, &peer, &known)).unwrap();
    if !more {
        return known;
    }
    for whose in [Whose::Mine, Whose::Yours] {
        let asks = AskHeld { whose, after: None };
        let page = network.at(with).commit(|node| tell::held(node, &me, &asks)).unwrap();
        let job = |node: &mut Node| ask::compare(node, &peer, (whose, &page));
        let wanted = network.at(at).commit(job).unwrap();
        let answer = network.at(with).commit(|node| tell::again(node, &me, &wanted)).unwrap();
        network.at(at).commit(|node| ask::take_given(node, &peer, answer)).unwrap();
    }
    network.at(at).commit(|node| ask::finish(node, &peer, &known)).unwrap();
    known
}

pub fn compare_all(network: &mut Network, at: &str) {
    for with in CODES.iter().filter(|code| **code != at) {
        compare(network, at, with);
    }
}

/// These witnesses cosign an owner's newest head; answers its size.
pub fn cosign_by(network: &mut Network, owner: &str, witnesses: &[&str]) -> u64 {
    let round = network.at(owner).commit(|node| offer::next(node, None)).unwrap().unwrap();
    for witness in witnesses {
        let (me, peer) = (code(owner), code(witness));
        let Some(mut offered) = offer::offer(network.at(owner), &peer, &round).unwrap() else {
            continue;
        };
        for _ in 0..2 {
            let node = network.at(witness);
            let (directory, identity) = (node.directory.clone(), node.identity.clone());
            let opened = cosign::open(&directory, &identity, &me, &cbor::to_bytes(&offered));
            let decided = node.commit(|node| cosign::decide(node, &me, opened)).unwrap();
            let answer = cosign::sign(&identity, decided, node.now()).unwrap();
            let job = |node: &mut Node| offer::settle(node, &peer, &round, &answer);
            let settled = network.at(owner).commit(job).unwrap();
            let Settled::AgainFrom(from) = settled else { break };
            offered = offer::from_size(network.at(owner), &round, from).unwrap();
        }
    }
    round.size
}

/// What a member answers that is asked for leaf hashes, as its handler does it.
pub fn tiles(network: &mut Network, at: &str, from: &str, ask: Ask) -> Answer {
    let (node, owner) = (network.at(at), code(from));
    match node.commit(|node| mirror::receive(node, &owner, ask)).unwrap() {
        Received::Answer(answer) => answer,
        Received::Check(held) => {
            let checked = mirror::check(*held);
            node.commit(|node| mirror::keep(node, &owner, checked)).unwrap()
        }
    }
}

/// The first piece that an owner hands to a witness.
pub fn first_piece(network: &mut Network, owner: &str, witness: &str) -> Piece {
    let peer = code(witness);
    assert_eq!(mirror::next(network.at(owner), &peer, None).unwrap(), Some(Ask::Size));
    let Answer::Has(has) = tiles(network, witness, owner, Ask::Size) else { panic!() };
    match mirror::next(network.at(owner), &peer, Some(has)).unwrap() {
        Some(Ask::Keep(piece)) => piece,
        other => panic!("{other:?}"),
    }
}

/// An owner hands over all that a witness cosigned; answers what is mirrored then.
pub fn mirror_at(network: &mut Network, owner: &str, witness: &str) -> u64 {
    let (peer, mut has) = (code(witness), None::<Has>);
    while let Some(ask) = mirror::next(network.at(owner), &peer, has).unwrap() {
        let Answer::Has(now) = tiles(network, witness, owner, ask) else { panic!() };
        assert_ne!(has, Some(now), "it mirrors no more");
        has = Some(now);
    }
    network.at(witness).store.mirror_size(owner).unwrap()
}

/// Three witnesses cosign and mirror an owner's log, and hear that a quorum did.
pub fn attest(network: &mut Network, owner: &str) -> u64 {
    let others: Vec<&str> = CODES.into_iter().filter(|code| *code != owner).collect();
    let size = cosign_by(network, owner, &others);
    for witness in &others {
        assert_eq!(mirror_at(network, owner, witness), size);
        let (me, peer) = (code(owner), code(witness));
        let Some(told) = witness_tell::next(network.at(owner), &peer).unwrap() else { continue };
        let directory = network.at(witness).directory.clone();
        let opened = witness_tell::open(&directory, &me, &cbor::to_bytes(&told));
        network.at(witness).commit(|node| witness_tell::receive(node, &me, opened)).unwrap();
    }
    size
}

/// Fetches what a node lacks from a witness, whose answers `change` may spoil.
pub fn fetch_changed(
    network: &mut Network,
    (at, witness): (&str, &str),
    change: &dyn Fn(Given) -> Given,
) -> Result<u64, Error> {
    let peer = code(witness);
    let begun = network.at(at).commit(|node| fetch::begin(node, &peer)).unwrap();
    let wanted = begun.expect("something is missing");
    let mut from = wanted.from;
    loop {
        let Answer::Given(given) = tiles(network, witness, at, Ask::Give(from)) else { panic!() };
        let given = change(given);
        let job = |node: &mut Node| fetch::piece(node, &peer, (&wanted, from), &given);
        match network.at(at).commit(job).unwrap() {
            Next::From(next) => from = next,
            Next::Other => return Err(Error::NotFound("all of it".into())),
            Next::Whole => break,
        }
    }
    take(network, at, &peer, &wanted)
}

fn take(network: &mut Network, at: &str, peer: &NodeCode, wanted: &Wanted) -> Result<u64, Error> {
    let taken = network.at(at).commit(|node| fetch::take(node, peer, wanted));
    if let Err(Error::Check(rule)) = &taken {
        network.at(at).commit(|node| fetch::failed(node, peer, *rule)).unwrap();
    }
    taken
}

pub fn fetch_from(network: &mut Network, at: &str, witness: &str) -> Result<u64, Error> {
    fetch_changed(network, (at, witness), &|given| given)
}

/// The root certifies a new log key, the stewards list it, everybody takes the head.
pub fn new_epoch(network: &mut Network, at: &str) {
    network.clock.advance(1_000);
    let place = network.nodes.iter().position(|node| node.code.as_str() == at).unwrap();
    let directory = network.nodes[0].directory.clone();
    let mut members = directory.members().to_vec();
    let member = members.iter_mut().find(|member| member.code.as_str() == at).unwrap();
    let number = member.epoch() + 1;
    let origin = founding::origin_at(&code(at), number);
    let key = LogSecret::from_seeds(&origin, &[number as u8; 64]).unwrap();
    let now = network.nodes[0].now();
    let listed = LogEpoch { epoch: number, key: key.public().clone(), from: now, revoked_at: None };
    member.logs.push(listed);
    member.certify(&network.roots[place], &directory.network(), now).unwrap();
    let signed = founding::sign(&directory.next(members, now), &network.stewards).unwrap();
    let next = Arc::new(directory.accept(&signed).unwrap());
    for node in &mut network.nodes {
        node.directory = next.clone();
        if node.code.as_str() != at {
            epoch::follow(node).unwrap();
        }
    }
    let image = network.at(at).store.image().unwrap();
    reopen(network, at, &image, Some(key));
}

/// Minutes pass, each of which is a leaf, 1,440 at the most.
pub fn minutes(network: &mut Network, at: &str, count: i64) {
    network.at(at).commit(node::due::round).unwrap();
    network.clock.advance(count * record::moment::MINUTE_MS);
    network.at(at).commit(node::due::round).unwrap();
}

pub fn root(node: &Node) -> Digest {
    node.log.root(&node.store).unwrap()
}
