//! The leaf hashes of each log, mirrored by its witnesses: a node that lost its log's end fetches
//! them there. They tell nothing, for leaves are salted.
//!
//! The owner hands them over in pieces, beside its offers; nothing waits for them. A witness takes
//! a piece only where all that it mirrors then leads to the head that it cosigned.

use record::{Digest, NodeCode};
use seal::Rule;
use seal::cosignature;
use seal::directory::Directory;
use seal::merkle;
use serde::{Deserialize, Serialize};

use super::{offer, refuse};
use crate::log::TILE_WIDTH;
use crate::store::evidence::Head;
use crate::store::mirror::{Mirror, joined, parted};
use crate::{Error, Node};

/// Where owners hand leaf hashes to their witnesses, and ask for them.
pub const TILES: &str = "/x/v1/tiles";
/// Leaf hashes in one piece: 64 tiles, 512 KiB.
pub const PIECE_MAX: usize = 64 * TILE_WIDTH;

/// What an owner says or asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// How much is mirrored.
    Size,
    Keep(Piece),
    /// The hashes from this leaf on.
    Give(u64),
}

/// Leaf hashes of the owner's log from one on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    pub from: u64,
    #[serde(with = "record::digest::bytes")]
    pub hashes: Vec<u8>,
    /// Size of the head that the witness cosigned, as the owner knows.
    pub cosigned: u64,
    /// From the size that the hashes make to that head.
    pub consistency: Vec<Digest>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Has(Has),
    Given(Given),
    Refused { rule: String, text: String },
}

impl From<Rule> for Answer {
    fn from(rule: Rule) -> Self {
        Self::Refused { rule: rule.code().into(), text: rule.text().into() }
    }
}

/// What a witness has of the owner's log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Has {
    /// Leaves that it mirrors.
    pub mirrored: u64,
    /// Size of the head that it cosigned last.
    pub cosigned: u64,
}

/// Leaf hashes from the leaf that was asked for on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Leaves that are mirrored.
    pub size: u64,
    #[serde(with = "record::digest::bytes")]
    pub hashes: Vec<u8>,
}

impl Given {
    pub fn hashes(&self) -> Vec<Digest> {
        parted(&self.hashes)
    }
}

/// As an owner: what to hand to a witness next, by what it said that it has. None where it mirrors
/// all that it cosigned, and while our own log is behind.
pub fn next(node: &Node, witness: &NodeCode, has: Option<Has>) -> Result<Option<Ask>, Error> {
    let cosigned = offer::cosigned_size(node, witness)?;
    if node.log.is_held() || cosigned == 0 || !is_witness(&node.directory, &node.code, witness) {
        return Ok(None);
    }
    let Some(has) = has else { return Ok(Some(Ask::Size)) };
    let target = has.cosigned.max(cosigned);
    if has.mirrored >= target || target > node.log.size() {
        return Ok(None);
    }
    let from = has.mirrored;
    let hashes = node.log.leaf_hashes(&node.store, from, target.min(from + PIECE_MAX as u64))?;
    let size = from + hashes.len() as u64;
    let consistency = merkle::consistency(&node.log.nodes(&node.store), size, target)?;
    Ok(Some(Ask::Keep(Piece { from, hashes: joined(&hashes), cosigned: target, consistency })))
}

fn is_witness(directory: &Directory, owner: &NodeCode, witness: &NodeCode) -> bool {
    cosignature::witnesses(directory, owner).iter().any(|member| member.code == *witness)
}

/// A piece and what it is held against: this needs no state and is done beside the writer.
pub struct Held {
    piece: Piece,
    mirror: Mirror,
    head: Head,
}

/// A piece that leads to the head that we cosigned, and the mirror with it.
pub struct Checked {
    before: u64,
    tiles: Vec<(u64, Vec<Digest>)>,
    mirror: Mirror,
}

/// What a witness does with what it is asked.
pub enum Received {
    Answer(Answer),
    /// Checked beside the writer, by [`check`], and then kept.
    Check(Box<Held>),
}

/// As a witness: answers at once, or reads what a piece must be checked against.
pub fn receive(node: &mut Node, from: &NodeCode, ask: Ask) -> Result<Received, Error> {
    let answer = match ask {
        Ask::Size => Answer::Has(has(node, from)?),
        Ask::Give(first) => {
            let size = node.store.mirror_size(from.as_str())?;
            let hashes = joined(&node.store.mirrored(from.as_str(), first, PIECE_MAX)?);
            Answer::Given(Given { size, hashes })
        }
        Ask::Keep(piece) => return hold(node, from, piece),
    };
    Ok(Received::Answer(answer))
}

fn has(node: &Node, owner: &NodeCode) -> Result<Has, Error> {
    let cosigned = node.store.cosigned(owner)?.map_or(0, |head| head.size);
    Ok(Has { mirrored: node.store.mirror_size(owner.as_str())?, cosigned })
}

fn hold(node: &mut Node, owner: &NodeCode, piece: Piece) -> Result<Received, Error> {
    if !is_witness(&node.directory, owner, &node.code) {
        refuse(node, owner, Rule::NotWitness)?;
        return Ok(Received::Answer(Rule::NotWitness.into()));
    }
    let (has, count) = (has(node, owner)?, piece.hashes.len() as u64 / 32);
    let head = node.store.cosigned(owner)?;
    // An offer may have come between: a piece is held against the head that it was made for.
    let fits = (piece.from, piece.cosigned) == (has.mirrored, has.cosigned) && count > 0;
    let Some(head) = head.filter(|_| fits) else {
        return Ok(Received::Answer(Answer::Has(has)));
    };
    if has.mirrored + count > node.config.mirror_leaves_max {
        tracing::warn!(%owner, has.mirrored, "no more is mirrored: mirror_leaves_max");
        return Ok(Received::Answer(Answer::Has(has)));
    }
    let mirror = node.store.mirror(owner.as_str())?;
    Ok(Received::Check(Box::new(Held { piece, mirror, head })))
}

/// RST-09: whether what is mirrored, with the piece, leads to the head that we cosigned.
pub fn check(held: Held) -> Result<Checked, Rule> {
    let Held { piece, mirror: Mirror { mut peaks, mut edge }, head } = held;
    let hashes = parted(&piece.hashes);
    if hashes.len() > PIECE_MAX || hashes.len() * 32 != piece.hashes.len() {
        return Err(Rule::Mirrored);
    }
    let (before, mut tiles) = (peaks.size(), Vec::new());
    for hash in hashes {
        edge.push(hash);
        peaks.add(hash);
        if edge.len() == TILE_WIDTH {
            tiles.push((peaks.size() / TILE_WIDTH as u64 - 1, std::mem::take(&mut edge)));
        }
    }
    let leads = merkle::is_consistent(
        (peaks.size(), &peaks.root()),
        (head.size, &head.root),
        &piece.consistency,
    );
    leads.then_some(Checked { before, tiles, mirror: Mirror { peaks, edge } }).ok_or(Rule::Mirrored)
}

/// Keeps what was checked, and answers what is mirrored now.
pub fn keep(
    node: &mut Node,
    owner: &NodeCode,
    checked: Result<Checked, Rule>,
) -> Result<Answer, Error> {
    let checked = match checked {
        Ok(checked) => checked,
        Err(rule) => {
            refuse(node, owner, rule)?;
            return Ok(rule.into());
        }
    };
    // Another piece may have come between; it was as true.
    if node.store.mirror_size(owner.as_str())? == checked.before {
        for (idx, tile) in &checked.tiles {
            node.store.insert_mirror_tile(owner.as_str(), *idx, tile)?;
        }
        node.store.set_mirror(owner.as_str(), &checked.mirror)?;
    }
    has(node, owner).map(Answer::Has)
}

/// At a start: what is mirrored of logs that we do not witness any more is given up.
pub fn follow(node: &mut Node) -> Result<(), Error> {
    for owner in node.store.mirrored_logs()? {
        if !is_witness(&node.directory, &owner, &node.code) {
            node.commit(|node| node.store.remove_mirror(owner.as_str()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use seal::merkle::Peaks;

    use super::*;

    /// As docs/protocol.md writes it, byte for byte.
    #[test]
    fn what_is_said_has_its_form() {
        let said = |ask: &Ask| record::digest::hex_encode(&record::cbor::to_bytes(ask));
        let hash = "11".repeat(32);
        assert_eq!(said(&Ask::Size), "6473697a65");
        assert_eq!(said(&Ask::Give(7)), "a1646769766507");
        let (hashes, consistency) = (vec![0xaa; 3], vec![Digest([0x11; 32])]);
        let piece = Piece { from: 1, hashes, cosigned: 9, consistency };
        let keep = format!(
            "a1646b656570a46466726f6d016668617368657343aaaaaa68636f7369676e656409\
             6b636f6e73697374656e6379815820{hash}"
        );
        assert_eq!(said(&Ask::Keep(piece)), keep);
        let answers = [
            (
                Answer::Has(Has { mirrored: 5, cosigned: 9 }),
                "a163686173a268636f7369676e656409686d6972726f72656405",
            ),
            (Answer::Given(Given::default()), "a165676976656ea26473697a6500"),
            (Answer::from(Rule::Mirrored), "a16772656675736564a26472756c65665253542d3039"),
        ];
        for (answer, begins) in answers {
            let bytes = record::cbor::to_bytes(&answer);
            assert!(record::digest::hex_encode(&bytes).starts_with(begins), "{answer:?}");
            assert_eq!(record::cbor::from_bytes::<Answer>(&bytes).unwrap(), answer);
        }
    }

    #[test]
    fn a_piece_is_cut_into_tiles_and_its_edge() {
        let leaf = |number: u64| Digest::of(&[&number.to_be_bytes()]);
        let mut all = Peaks::default();
        let (mut mirror, mut tiles) = (Mirror::default(), Vec::new());
        for (from, to) in [(0, 3), (3, 256), (256, 900), (900, 901)] {
            let hashes: Vec<Digest> = (from..to).map(leaf).collect();
            hashes.iter().for_each(|hash| all.add(*hash));
            let head = Head { size: to, root: all.root(), note: String::new(), at: 0 };
            let (hashes, consistency) = (joined(&hashes), Vec::new());
            let piece = Piece { from, hashes, cosigned: to, consistency };
            let checked = check(Held { piece, mirror, head }).map_err(|rule| rule.code());
            let checked = checked.unwrap();
            tiles.extend(checked.tiles);
            mirror = checked.mirror;
            assert_eq!(mirror.peaks, all);
        }
        let expect = (0..3).map(|idx| (idx, (idx * 256..idx * 256 + 256).map(leaf).collect()));
        assert_eq!(tiles, expect.collect::<Vec<_>>());
        assert_eq!(mirror.edge, (768..901).map(leaf).collect::<Vec<_>>());
    }
}
