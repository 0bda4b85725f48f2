//! The way from a head that proves something to one that a quorum cosigned, for evidence that is
//! taken out.

use std::collections::{BTreeMap, VecDeque};

use record::Digest;
use seal::evidence::{Evidence, STEPS_MAX, Step, Upgrade};

use crate::Error;
use crate::store::Store;
use crate::store::witness::Link;

/// How this node came from one size to another.
type Came = BTreeMap<u64, (u64, Link)>;

/// What makes evidence from another's log `witnessed`, as far as the proofs we were given lead: the
/// shortest way, which needs nobody's answer. None where there is none.
pub fn upgrade(store: &Store, owner: &str, evidence: &Evidence) -> Result<Option<Upgrade>, Error> {
    let Some(start) = head_size(&evidence.checkpoint) else { return Ok(None) };
    let (mut came, mut queue) = (Came::new(), VecDeque::from([start]));
    while let Some(at) = queue.pop_front() {
        if let Some(witnessed) = store.witnessed_at(owner, at)? {
            let Some(steps) = steps(store, owner, &came, (start, at))? else { return Ok(None) };
            return Ok(Some(Upgrade { head: witnessed.head.note, steps }));
        }
        if came.len() >= STEPS_MAX {
            return Ok(None);
        }
        for link in store.head_links_at(owner, at)? {
            let to = if link.old == at { link.new } else { link.old };
            // A head that ends before the leaf says nothing of it.
            if to > evidence.index && to != start && !came.contains_key(&to) {
                came.insert(to, (at, link));
                queue.push_back(to);
            }
        }
    }
    Ok(None)
}

fn steps(
    store: &Store,
    owner: &str,
    came: &Came,
    (start, end): (u64, u64),
) -> Result<Option<Vec<Step>>, Error> {
    let (mut steps, mut at) = (Vec::new(), end);
    while at != start {
        let Some((from, link)) = came.get(&at) else { return Ok(None) };
        let Some(root) = root_at(store, owner, at)? else { return Ok(None) };
        steps.push(Step { size: at, root, consistency: link.hashes.clone() });
        at = *from;
    }
    steps.reverse();
    Ok(Some(steps))
}

/// Root of a head that we took or that a quorum cosigned.
pub fn root_at(store: &Store, owner: &str, size: u64) -> Result<Option<Digest>, Error> {
    if let Some(head) = store.head_at(owner, size)? {
        return Ok(Some(head.root));
    }
    Ok(store.witnessed_at(owner, size)?.map(|one| one.head.root))
}

/// The size that a checkpoint of ours or one we verified says.
fn head_size(note: &str) -> Option<u64> {
    note.lines().nth(1)?.parse().ok()
}

/// The last head of our own log that a quorum cosigned, where a leaf stands under it: its own two
/// lines, its size, and the whole note.
pub fn own(store: &Store, log: &str, leaf: u64) -> Result<Option<(String, u64, Upgrade)>, Error> {
    let witnessed = store.last_witnessed(log)?;
    let Some(witnessed) = witnessed.filter(|one| leaf < one.covers()) else { return Ok(None) };
    let note = witnessed.head.note;
    // Text of three lines, a blank one, and the log's own two.
    let checkpoint: String = note.split_inclusive('\n').take(6).collect();
    let upgrade = Upgrade { head: note, steps: Vec::new() };
    Ok(Some((checkpoint, witnessed.head.size, upgrade)))
}
