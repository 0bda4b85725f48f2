//! What two recipients of the same records say to each other of them: digests that tell nothing to
//! who does not have the name.
//!
//! A name is not to be guessed: 74 bits of its id are random. Its digests are made under both
//! members, in the order of asker and asked, and under a salt that the asker draws for each
//! question: none of them fits another pair, another direction or another question.

use record::{Digest, Name, NodeCode, cbor};

const TAG_LABEL: &[u8] = b"amana/1/disclosed-tag";
const MARK_LABEL: &[u8] = b"amana/1/disclosed-name";
const CHECK_LABEL: &[u8] = b"amana/1/disclosed-content";

/// Two bytes of a name's digest, the same for everyone: where whoever has the name looks for it.
pub fn tag(network: &Digest, name: &Name) -> u16 {
    let Digest(bytes) = Digest::of(&[TAG_LABEL, &cbor::to_bytes(&(network, named(name)))]);
    u16::from_be_bytes([bytes[0], bytes[1]])
}

/// Whose question to whom it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub network: Digest,
    pub asker: NodeCode,
    pub asked: NodeCode,
    /// Drawn by the asker for this question.
    pub salt: Digest,
}

impl Pair {
    /// Digest of a name.
    pub fn mark(&self, name: &Name) -> Digest {
        Digest::of(&[MARK_LABEL, &cbor::to_bytes(&(self.key(), named(name)))])
    }

    /// Digest of what stands under a name.
    pub fn check(&self, name: &Name, content_id: &Digest) -> Digest {
        Digest::of(&[CHECK_LABEL, &cbor::to_bytes(&(self.key(), named(name), content_id))])
    }

    fn key(&self) -> (&Digest, (&NodeCode, &NodeCode), &Digest) {
        (&self.network, (&self.asker, &self.asked), &self.salt)
    }
}

fn named(name: &Name) -> (&NodeCode, &record::RecordId, u32) {
    (&name.owner, &name.id, name.revision)
}

#[cfg(test)]
mod tests {
    use record::{RecordId, Timestamp};

    use super::*;

    #[test]
    fn a_digest_fits_one_pair_one_direction_one_question_and_one_name() {
        let code = |text: &str| NodeCode::new(text).unwrap();
        let pair = |asker, asked, salt: &[u8]| Pair {
            network: Digest::of(&[b"network"]),
            asker: code(asker),
            asked: code(asked),
            salt: Digest::of(&[salt]),
        };
        let name = |last, revision| Name {
            owner: code("XA"),
            id: RecordId::new(Timestamp(1), [last; 10]),
            revision,
        };
        let (one, other) = (Digest::of(&[b"one"]), Digest::of(&[b"other"]));
        let mut seen = Vec::new();
        for pair in [
            pair("XB", "XC", b"1"),
            pair("XC", "XB", b"1"),
            pair("XB", "XD", b"1"),
            pair("XB", "XC", b"2"),
        ] {
            for name in [name(1, 1), name(1, 2), name(2, 1)] {
                seen.push(pair.mark(&name));
                seen.extend([pair.check(&name, &one), pair.check(&name, &other)]);
            }
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }
}
