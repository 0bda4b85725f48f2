//! What leaves: queued entries become a manifest, the manifest becomes a leaf, then a pouch.

use record::draft::Lane;
use record::{Digest, Header, NodeCode, RecordId};
use seal::leaf::Subject;
use seal::manifest::{Entry, Manifest};

use crate::delivery::Acknowledged;
use crate::gate::Released;
use crate::store::behind::Named;
use crate::store::hide::Cause;
use crate::store::lane::{OpenPouch, Outgoing};
use crate::store::record::Stored;
use crate::store::tally::{Line, Way};
use crate::{Error, Node, epoch, freeze, journal};

/// A pouch's content before sealing: logged, committed with its transaction, not yet proven.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub peer: NodeCode,
    pub lane: Lane,
    pub manifest: Manifest,
    pub manifest_leaf: u64,
    /// Rows of the records, in the manifest's order; none for what goes as void.
    pub rows: Vec<Option<i64>>,
    /// Receipts that ride along, each with its leaf.
    pub receipts: Vec<(u64, Vec<u8>)>,
    /// It could not take everything that waits.
    pub more: bool,
}

/// What was sent in a lane and is not answered yet: the next parcel starts behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// Last number, and leaf of the last receipt.
    pub seq: u64,
    pub receipt: Option<u64>,
}

impl Parcel {
    /// This parcel is under way, on top of what was before.
    pub fn under_way(&self) -> UnderWay {
        let receipt = self.receipts.last().map(|(leaf, _)| *leaf);
        UnderWay { seq: self.manifest.last, receipt }
    }
}

/// Queues a stored record for everyone policy released it to, and keeps the decisions.
pub fn queue(node: &mut Node, row: i64, released: &Released, lane: Lane) -> Result<(), Error> {
    #[cfg(feature = "simulation")]
    let released = &node.sabotage.widen_if("widened-recipients", &node.directory, released);
    for peer in &released.recipients {
        node.store.enqueue(peer.as_str(), lane as u8, row)?;
        node.store.insert_release(row, peer.as_str(), &released.decision)?;
    }
    Ok(())
}

/// The next parcel of a lane: the first not acknowledged yet, or what has been queued since.
pub fn gather(
    node: &mut Node,
    peer: &NodeCode,
    lane: Lane,
    under_way: UnderWay,
) -> Result<Option<Parcel>, Error> {
    // RST-01, RST-03: no number is used, and no leaf says `sent`, before it is known what was.
    if node.log.is_held() || node.store.is_behind(peer.as_str())? {
        return Ok(None);
    }
    let receipts = receipts(node, peer, lane, under_way)?;
    let reach = reach(node, peer, lane)?;
    let open = node.store.open_pouch(peer.as_str(), lane as u8, under_way.seq)?;
    let again = open.filter(|pouch| pouch.last >= pouch.first && pouch.first <= reach);
    let full = node.config.pouch_entries_max;
    let (manifest, manifest_leaf, rows, more) = match again {
        Some(pouch) => reopen(node, peer, lane, &pouch)?,
        None => match log_next(node, peer, (lane, reach), !receipts.is_empty())? {
            Some(next) => next,
            None => return Ok(None),
        },
    };
    if node.store.epoch(&node.code)? > 1 {
        for row in rows.iter().flatten() {
            epoch::enter_again(node, *row)?;
        }
    }
    let (peer, more) = (peer.clone(), more || receipts.len() >= full);
    Ok(Some(Parcel { peer, lane, manifest, manifest_leaf, rows, receipts, more }))
}

/// Up to which number of a lane entries may go. DLV-09: with a frozen directory up to the last one
/// that takes something back.
fn reach(node: &mut Node, peer: &NodeCode, lane: Lane) -> Result<u64, Error> {
    let (to, number) = (peer.as_str(), lane as u8);
    if !freeze::waits(node, peer)? {
        freeze::thaw(node, peer, number)?;
        return Ok(u64::MAX);
    }
    let acknowledged = node.store.tally(Line { peer: to, lane: number, way: Way::Out })?.mark;
    node.store.taking_back_upto(to, number, acknowledged)
}

/// All receipts go in one lane, the one that waits least: two lanes would carry each twice.
pub const RECEIPTS: Lane = Lane::Flash;

fn receipts(
    node: &Node,
    peer: &NodeCode,
    lane: Lane,
    under_way: UnderWay,
) -> Result<Vec<(u64, Vec<u8>)>, Error> {
    if lane != RECEIPTS {
        return Ok(Vec::new());
    }
    let from = under_way.receipt.map_or(0, |leaf| leaf + 1);
    node.store.receipts_due(peer.as_str(), from, node.config.pouch_entries_max)
}

/// Manifest, its leaf, rows of its records, and whether more waits behind it.
type Logged = (Manifest, u64, Vec<Option<i64>>, bool);

/// A retry has the manifest it had; what was taken back meanwhile goes without its parts.
fn reopen(node: &Node, peer: &NodeCode, lane: Lane, pouch: &OpenPouch) -> Result<Logged, Error> {
    let manifest = Manifest::from_bytes(&pouch.manifest)?;
    let limit = usize::try_from(pouch.last - pouch.first + 1).unwrap_or(usize::MAX);
    let queued = node.store.outgoing(peer.as_str(), lane as u8, pouch.first - 1, limit)?;
    let mut rows = Vec::with_capacity(queued.len());
    for outgoing in &queued {
        rows.push(match fate(node, peer, outgoing)? {
            Ok(_) => Some(outgoing.record),
            Err(why) => {
                void(node, peer, lane, outgoing, why)?;
                None
            }
        });
    }
    Ok((manifest, pouch.leaf, rows, true))
}

fn log_next(
    node: &mut Node,
    peer: &NodeCode,
    (lane, reach): (Lane, u64),
    has_receipts: bool,
) -> Result<Option<Logged>, Error> {
    let after = node.store.lane_sent(peer.as_str(), lane as u8)?;
    let limit = node.config.pouch_entries_max;
    let mut queued = node.store.outgoing(peer.as_str(), lane as u8, after, limit)?;
    queued.retain(|outgoing| outgoing.seq <= reach);
    if queued.is_empty() && !has_receipts {
        return Ok(None);
    }
    let (entries, rows) = fill(node, peer, lane, &queued)?;
    let more = queued.len() == limit || entries.len() < queued.len();
    let first = after + 1;
    let last = after + entries.len() as u64;
    let manifest = Manifest {
        network: node.network,
        sender: node.code.clone(),
        recipient: peer.clone(),
        lane,
        first,
        last,
        entries,
        created: node.now(),
    };
    let leaf = journal::append(node, &Subject::sent(&manifest.digest()))?;
    let pouch = OpenPouch { first, last, manifest: manifest.to_bytes(), leaf: leaf.index };
    if last >= first {
        node.store.insert_pouch(peer.as_str(), lane as u8, &pouch)?;
        node.store.mark_sent(peer.as_str(), lane as u8, (first, last), node.now().0)?;
    }
    Ok(Some((manifest, leaf.index, rows, more)))
}

/// Takes entries until the pouch is full; what may not go any more goes as void.
fn fill(
    node: &mut Node,
    peer: &NodeCode,
    lane: Lane,
    queued: &[Outgoing],
) -> Result<(Vec<Entry>, Vec<Option<i64>>), Error> {
    // Receipts and framing take their share of the pouch.
    let room = node.config.pouch_bytes_max * 7 / 8;
    let (mut entries, mut rows, mut bytes) = (Vec::new(), Vec::new(), 0);
    for outgoing in queued {
        match fate(node, peer, outgoing)? {
            Ok((content_id, size)) => {
                if bytes + size > room && !entries.is_empty() {
                    break;
                }
                bytes += size;
                entries.push(Entry::Record(content_id));
                rows.push(Some(outgoing.record));
            }
            Err(why) => {
                void(node, peer, lane, outgoing, why)?;
                node.store.mark_gone(peer.as_str(), lane as u8, outgoing.seq)?;
                entries.push(Entry::Void(why.into()));
                rows.push(None);
            }
        }
    }
    Ok((entries, rows))
}

/// Notes why an entry went without its record; the first reason stays.
fn void(
    node: &Node,
    peer: &NodeCode,
    lane: Lane,
    outgoing: &Outgoing,
    why: &str,
) -> Result<(), Error> {
    if outgoing.void.is_some() {
        return Ok(());
    }
    node.store.void_outgoing(peer.as_str(), lane as u8, outgoing.seq, why)
}

/// A block was lifted: whoever got nothing because of it gets the record under a new number.
pub fn requeue_blocked(node: &mut Node, id: &RecordId) -> Result<(), Error> {
    for stored in node.store.revisions(&node.code, id)? {
        for standing in node.store.standings(stored.row)? {
            if standing.void.as_deref() == Some(Cause::Blocked.code()) {
                let (peer, lane) = (standing.peer.as_str(), standing.lane);
                node.store.void_outgoing(peer, lane, standing.seq, "lifted")?;
                node.store.enqueue(peer, lane, stored.row)?;
            }
        }
    }
    Ok(())
}

/// RST-04: queues a record of ours anew for a member that lost it; false where it was never let out
/// to it, or does not stand any more.
pub fn queue_again(node: &mut Node, peer: &NodeCode, named: &Named) -> Result<bool, Error> {
    let to = peer.as_str();
    let Some(row) = node.store.named_row(&node.code, named)? else { return Ok(false) };
    let Some(stored) = node.store.record_row(row)? else { return Ok(false) };
    let stands = stored.content.is_some()
        && node.store.is_released(row, to)?
        && hidden_for(node, &stored)?.is_none()
        && !node.store.is_withdrawn_from(&named.id, named.revision, peer)?;
    let standings = node.store.standings(row)?;
    let last = standings.iter().rfind(|one| one.peer == to && one.void.is_none());
    match last.filter(|_| stands) {
        // What waits for it anyhow goes once.
        Some(last) if last.acked.is_none() => Ok(true),
        Some(last) => node.store.enqueue(to, last.lane, row).map(|_| true),
        None => Ok(false),
    }
}

/// Whether a queued record may still go: its content id and size, or why not.
fn fate(
    node: &Node,
    peer: &NodeCode,
    outgoing: &Outgoing,
) -> Result<Result<(Digest, usize), &'static str>, Error> {
    if outgoing.void.is_some() {
        return Ok(Err("void"));
    }
    let Some(stored) = node.store.record_row(outgoing.record)? else { return Ok(Err("erased")) };
    let Some(size) = stored.content.as_ref().map(Vec::len) else { return Ok(Err("erased")) };
    match hidden_for(node, &stored)? {
        Some(why) => Ok(Err(why)),
        None if freeze::waits(node, peer)? && !freeze::takes_back(&stored.header)? => {
            Ok(Err(freeze::FROZEN))
        }
        None => Ok(Ok((stored.content_id, size + stored.header.len() + 128))),
    }
}

fn hidden_for(node: &Node, stored: &Stored) -> Result<Option<&'static str>, Error> {
    let header = Header::from_bytes(&stored.header)?;
    let hidings = node.store.hidings(&header.owner, &header.id)?;
    let hiding = hidings.iter().find(|hiding| hiding.revision >= header.revision);
    Ok(hiding.map(|hiding| hiding.cause.code()))
}

/// Closes what a peer acknowledged: its range, the receipts that rode along, what it deferred.
pub fn close(node: &mut Node, parcel: &Parcel, ack: &Acknowledged) -> Result<(), Error> {
    let (peer, lane) = (parcel.peer.as_str(), parcel.lane);
    let now = node.now().0;
    let Manifest { first, last, .. } = parcel.manifest;
    let covered = ack.ranges.iter().any(|(from, to)| *from <= first && last <= *to);
    if last >= first && covered {
        node.store.mark_acked(peer, lane as u8, (first, last), now)?;
    }
    for seq in &ack.deferred {
        node.store.defer_outgoing(peer, lane as u8, *seq, now)?;
    }
    node.store.delete_parcel(&parcel.manifest.digest())?;
    set_acked_head(node, &parcel.peer, ack.head)?;
    let told: Vec<u64> = parcel.receipts.iter().map(|(leaf, _)| *leaf).collect();
    node.store.receipts_acked(peer, &told)
}

/// The head this peer acknowledged last: the next consistency proof starts there.
pub fn acked_head_size(node: &Node, peer: &NodeCode) -> Result<u64, Error> {
    let bytes = node.store.setting(&acked_head(peer))?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
}

pub fn set_acked_head(node: &Node, peer: &NodeCode, size: u64) -> Result<(), Error> {
    node.store.set_setting(&acked_head(peer), &size.to_be_bytes())
}

fn acked_head(peer: &NodeCode) -> String {
    format!("acked-head/{peer}")
}

/// What a peer could not read yet is sent again under new numbers.
pub fn requeue_deferred(node: &mut Node) -> Result<u64, Error> {
    let deferred = node.store.take_deferred()?;
    for (peer, lane, record) in &deferred {
        node.store.enqueue(peer, *lane, *record)?;
    }
    Ok(deferred.len() as u64)
}
