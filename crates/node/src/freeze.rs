//! DLV-09: a directory that nobody confirmed for seven days may be one that somebody withholds: a
//! member is suspended, a key is stolen, and this node does not know. Until there is a new head
//! nothing is sealed but what takes back, and receipts; own work goes on. What waits keeps its
//! place; where something that takes back stands behind it in its lane, it goes as void and is
//! queued again when the directory is fresh.

pub mod words;

use record::moment::MINUTE_MS;
use record::{Header, Kind, NodeCode, Timestamp};
use seal::Rule;
use seal::directory::Directory;
use seal::verify::VerifiedPouch;

use crate::standing::Recipient;
use crate::store::Store;
use crate::{Error, Node, inward};

/// Why an entry went as void that comes again.
pub const FROZEN: &str = "frozen";

/// For so long a member's word counts that its own directory is frozen.
const SAID_MS: i64 = 10 * MINUTE_MS;

/// Since when our directory is frozen; none while it is fresh.
pub fn since(node: &Node) -> Option<Timestamp> {
    let directory = &node.directory;
    // A node that is alone waits for nobody.
    let frozen = directory.members().len() > 1 && directory.is_frozen(node.now());
    frozen.then(|| directory.fresh_until())
}

/// Whether what does not take back waits before it goes to a member: our directory is frozen, or
/// the member has just said that its own is.
pub fn waits(node: &Node, peer: &NodeCode) -> Result<bool, Error> {
    #[cfg(feature = "simulation")]
    if node.sabotage.is("frozen-ignored") {
        return Ok(false);
    }
    Ok(since(node).is_some() || said(&node.store, node.now(), peer)?.is_some())
}

/// When a member last refused a pouch because its directory is frozen, as long as that counts.
pub fn said(store: &Store, now: Timestamp, peer: &NodeCode) -> Result<Option<Timestamp>, Error> {
    let bytes = store.setting(&key(peer))?;
    let at = bytes.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
    let counts = |at: &i64| (0..SAID_MS).contains(&(now.0 - at));
    Ok(at.filter(counts).map(Timestamp))
}

pub fn note_said(node: &mut Node, peer: &NodeCode) -> Result<(), Error> {
    node.store.set_setting(&key(peer), &node.now().0.to_be_bytes())
}

fn key(peer: &NodeCode) -> String {
    format!("frozen/{peer}")
}

/// What goes and comes also under a frozen directory.
pub fn takes_back(header: &[u8]) -> Result<bool, Error> {
    let kind = Header::from_bytes(header)?.kind;
    Ok(matches!(kind, Kind::Recall | Kind::Withdraw | Kind::Block))
}

/// The rule by which a pouch is refused under a frozen directory. What was taken before is
/// acknowledged again.
pub fn refuses(node: &Node, pouch: &VerifiedPouch) -> Result<Option<Rule>, Error> {
    #[cfg(feature = "simulation")]
    if node.sabotage.is("frozen-ignored") {
        return Ok(None);
    }
    let frozen = since(node).is_some() && !pouch.takes_back_only();
    Ok((frozen && !inward::seen(node, pouch)?).then_some(Rule::Frozen))
}

/// The directory is fresh: what went as void because it was not is queued under new numbers.
pub fn thaw(node: &mut Node, peer: &NodeCode, lane: u8) -> Result<(), Error> {
    for (seq, record) in node.store.frozen(peer.as_str(), lane)? {
        node.store.void_outgoing(peer.as_str(), lane, seq, "thawed")?;
        node.store.enqueue(peer.as_str(), lane, record)?;
    }
    Ok(())
}

/// Marks recipients to whom a record waits to go until a directory is fresh.
pub fn mark(
    store: &Store,
    (directory, now): (&Directory, Timestamp),
    recipients: &mut [Recipient],
) -> Result<(), Error> {
    for one in recipients.iter_mut().filter(|one| one.state == "queued") {
        let said = said(store, now, &NodeCode::new(&one.node)?)?;
        one.frozen |= directory.is_frozen(now) || said.is_some();
    }
    Ok(())
}
