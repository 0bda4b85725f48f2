//! What we cosigned, what witnesses cosigned for us, heads that a quorum cosigned, and the proofs
//! between heads: all verify again from stored bytes.

use record::{Digest, NodeCode};
use seal::checkpoint::Checkpoint;
use seal::cosignature;
use seal::evidence::Standing;
use seal::merkle::{self, Peaks};

use super::Report;
use super::evidence::log_of;
use crate::store::evidence::Head;
use crate::store::witness::Link;
use crate::witness::way;
use crate::{Error, Node};

/// Mirrored leaf hashes that are read at once.
const MIRRORED_AT_ONCE: usize = 4_096;

pub(super) fn check(node: &Node, report: &mut Report) -> Result<(), Error> {
    for (owner, head) in node.store.all_cosigned()? {
        report.cosigned += 1;
        let log = log_of(node, &owner);
        let signed = log.and_then(|log| Checkpoint::verify(&head.note, log).ok());
        let stands = signed.is_some_and(|(said, at)| said_by(&head, &said, at.0));
        report.expect(stands, || {
            format!("the head of {owner} that we cosigned is not what it signed")
        });
    }
    check_mirrors(node, report)?;
    check_cosignatures(node, report)?;
    for (owner, witnessed) in node.store.all_witnessed()? {
        report.witnessed += 1;
        let size = witnessed.head.size;
        let stands = is_witnessed(node, &owner, &witnessed.head);
        report.expect(stands, || format!("head {size} of {owner} is not witnessed by a quorum"));
        let joined = is_joined(node, &owner, (size, witnessed.linked))?;
        report.expect(joined, || format!("head {size} of {owner} does not continue what we took"));
    }
    for (owner, link) in node.store.all_head_links()? {
        let stands = leads(node, &owner, &link)?;
        let Link { old, new, .. } = link;
        report.expect(stands, || format!("heads {old} and {new} of {owner} are not consistent"));
    }
    Ok(())
}

fn said_by(head: &Head, said: &Checkpoint, at: i64) -> bool {
    (said.size, said.root, at) == (head.size, head.root, head.at)
}

/// Mirrored leaf hashes give the roots that are kept with them and, where they reach it, that of
/// the head that we cosigned.
fn check_mirrors(node: &Node, report: &mut Report) -> Result<(), Error> {
    for owner in node.store.mirrored_logs()? {
        let mut peaks = Peaks::default();
        loop {
            let hashes = node.store.mirrored(owner.as_str(), peaks.size(), MIRRORED_AT_ONCE)?;
            if hashes.is_empty() {
                break;
            }
            hashes.into_iter().for_each(|hash| peaks.add(hash));
        }
        report.mirrored += peaks.size();
        let head = node.store.cosigned(&owner)?;
        let of_head = head.is_some_and(|head| match head.size == peaks.size() {
            true => head.root == peaks.root(),
            false => head.size > peaks.size(),
        });
        let kept = node.store.mirror(owner.as_str()).is_ok_and(|kept| kept.peaks == peaks);
        report.expect(kept && of_head, || {
            format!("the mirror of {owner} does not give the head that we cosigned")
        });
    }
    Ok(())
}

/// Each witness's lines over our own head of that size, and no head of ours that is another.
fn check_cosignatures(node: &Node, report: &mut Report) -> Result<(), Error> {
    let Some(own) = node.directory.member(&node.code) else { return Ok(()) };
    for one in node.store.cosignatures()? {
        report.cosigned += 1;
        let ours = own_root(node, one.size) == Some(one.root);
        report.expect(ours, || format!("{} cosigned a head that is not ours", one.witness));
        if !ours {
            continue;
        }
        let checkpoint = Checkpoint::new(node.log.origin(), one.size, one.root);
        let note = checkpoint.sign(&node.identity.log, node.now())?;
        let witness = NodeCode::new(&one.witness)?;
        let whose = (own, &*node.directory);
        let seen = cosignature::check_lines(&note, &one.lines, &witness, whose);
        let stands = seen.is_ok_and(|at| at.0 == one.at);
        report.expect(stands, || format!("a cosignature of {witness} does not verify"));
    }
    Ok(())
}

/// Root of our own log at a size; none beyond it or where its tiles are damaged, which is named
/// elsewhere.
fn own_root(node: &Node, size: u64) -> Option<Digest> {
    let tree = node.log.nodes(&node.store);
    (size <= node.log.size()).then(|| merkle::root(&tree, size).ok()).flatten()
}

fn is_witnessed(node: &Node, owner: &str, head: &Head) -> bool {
    let (code, _) = owner.split_once('/').unwrap_or((owner, ""));
    let members = node.directory.members();
    let Some(owner) = members.iter().find(|member| member.code.as_str() == code) else {
        return false;
    };
    cosignature::read(&head.note, owner, &node.directory).is_ok_and(|attested| {
        let said = said_by(head, &attested.checkpoint, attested.signed_at.0);
        said && attested.standing == Standing::Witnessed
    })
}

/// Whether a proof is kept between a witnessed head and the one that came with a pouch; of our own
/// log, whether it is a head of it.
fn is_joined(node: &Node, owner: &str, (size, linked): (u64, u64)) -> Result<bool, Error> {
    if owner == node.code.as_str() {
        let root = way::root_at(&node.store, owner, size)?;
        return Ok(root.is_some() && root == own_root(node, size));
    }
    // Of an epoch of ours that is closed, the head that closed it is checked where its leaves are.
    if owner.split_once('/').is_some_and(|(code, _)| code == node.code.as_str()) {
        return Ok(true);
    }
    if linked == 0 {
        return Ok(true);
    }
    if node.store.head_at(owner, linked)?.is_none() {
        return Ok(false);
    }
    let (old, new) = (size.min(linked), size.max(linked));
    let links = node.store.head_links_at(owner, old)?;
    Ok(old == new || links.iter().any(|link| (link.old, link.new) == (old, new)))
}

fn leads(node: &Node, owner: &str, link: &Link) -> Result<bool, Error> {
    let old = way::root_at(&node.store, owner, link.old)?;
    let new = way::root_at(&node.store, owner, link.new)?;
    let (Some(old), Some(new)) = (old, new) else { return Ok(false) };
    Ok(merkle::is_consistent((link.old, &old), (link.new, &new), &link.hashes))
}
