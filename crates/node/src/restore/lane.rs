//! Lanes after a restore: nothing is sent under a number that was used, nothing waits for one that
//! was lost.

use record::NodeCode;
use record::draft::Lane;
use seal::leaf::Subject;
use seal::manifest::{ENTRIES_MAX, Entry, Manifest};

use super::tell::Known;
use crate::store::lane::OpenPouch;
use crate::store::tally::{Line, Way};
use crate::{Error, Node, journal};

/// RST-03: goes on behind what a member says it has taken, and behind what we had acknowledged.
pub fn go_on(node: &mut Node, peer: &NodeCode, known: &Known) -> Result<(), Error> {
    for lane in Lane::ALL {
        for range in &known.acknowledged[lane as usize] {
            node.store.note_received(peer.as_str(), lane as u8, *range)?;
        }
        // What came under these numbers was lost: the two ends compare what comes from here on.
        let theirs = known.acknowledged[lane as usize].iter().map(|(_, last)| *last).max();
        let came = Line { peer: peer.as_str(), lane: lane as u8, way: Way::In };
        node.store.begin_tally(came, theirs.unwrap_or(0) + 1)?;
        resume(node, peer, lane, &known.taken[lane as usize])?;
    }
    Ok(())
}

fn resume(node: &mut Node, peer: &NodeCode, lane: Lane, taken: &[(u64, u64)]) -> Result<(), Error> {
    let (to, number, at) = (peer.as_str(), lane as u8, node.now().0);
    // What was queued since is numbered anew, behind everything that was ever sent.
    let since = node.store.take_unsent(to, number, node.store.marked_next(to, number)?)?;
    for range in taken {
        node.store.mark_sent(to, number, *range, at)?;
        node.store.mark_acked(to, number, *range, at)?;
    }
    let sent = node.store.lane_sent(to, number)?;
    let mark = taken.iter().map(|(_, last)| *last).max().unwrap_or(0).max(sent);
    let marked = node.store.marked_next(to, number)?.max(1);
    let holes = holes(taken, mark);
    node.store.drop_pouches(to, number)?;
    for (first, last) in holes {
        fill(node, peer, lane, (first, last))?;
    }
    node.store.set_lane(to, number, marked.max(mark + 1), mark)?;
    let went = Line { peer: to, lane: number, way: Way::Out };
    node.store.begin_tally(went, mark + 1)?;
    for record in since {
        node.store.enqueue(to, number, record)?;
    }
    Ok(())
}

/// Numbers up to the mark that were not taken.
fn holes(taken: &[(u64, u64)], mark: u64) -> Vec<(u64, u64)> {
    let mut taken = taken.to_vec();
    taken.sort_unstable();
    let (mut holes, mut from) = (Vec::new(), 1);
    for (first, last) in taken.into_iter().chain([(mark + 1, mark + 1)]) {
        if first > from {
            holes.push((from, first - 1));
        }
        from = from.max(last + 1);
    }
    holes
}

/// Numbers that were never taken go as pouches of their own: with their records where the backup
/// has them, void where it has not.
pub fn fill(
    node: &mut Node,
    peer: &NodeCode,
    lane: Lane,
    (first, last): (u64, u64),
) -> Result<(), Error> {
    let (to, number, at) = (peer.as_str(), lane as u8, node.now().0);
    for start in (first..=last).step_by(ENTRIES_MAX) {
        let end = last.min(start + ENTRIES_MAX as u64 - 1);
        let mut entries = Vec::new();
        for seq in start..=end {
            node.store.insert_lost(to, number, seq)?;
            let queued = node.store.outgoing(to, number, seq - 1, 1)?;
            let stored = match queued.first().filter(|one| one.void.is_none()) {
                Some(one) => node.store.record_row(one.record)?,
                None => None,
            };
            entries.push(match stored {
                Some(stored) => Entry::Record(stored.content_id),
                None => {
                    node.store.mark_gone(to, number, seq)?;
                    Entry::Void("lost".into())
                }
            });
        }
        let manifest = Manifest {
            network: node.network,
            sender: node.code.clone(),
            recipient: peer.clone(),
            lane,
            first: start,
            last: end,
            entries,
            created: node.now(),
        };
        let leaf = journal::append(node, &Subject::sent(&manifest.digest()))?.index;
        let manifest = manifest.to_bytes();
        let pouch = OpenPouch { first: start, last: end, manifest, leaf };
        node.store.insert_pouch(to, number, &pouch)?;
        node.store.mark_sent(to, number, (start, end), at)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_what_lies_between() {
        let check = |taken: &[(u64, u64)], mark, expect: &[(u64, u64)]| {
            assert_eq!(holes(taken, mark), expect);
        };
        check(&[], 0, &[]);
        check(&[], 3, &[(1, 3)]);
        check(&[(1, 3)], 3, &[]);
        check(&[(1, 3)], 5, &[(4, 5)]);
        check(&[(2, 3), (7, 8)], 8, &[(1, 1), (4, 6)]);
        check(&[(7, 8), (2, 3)], 9, &[(1, 1), (4, 6), (9, 9)]);
    }
}
