//! Checkpoints (C2SP tlog-checkpoint): what a log's owner signs, with two lines.
//!
//! The first line is Ed25519 over the note's text. The second is the log's own ML-DSA-44
//! cosignature (C2SP tlog-cosignature, type 0x06) over
//! `"subtree/v1\n\0" ‖ len ‖ name ‖ timestamp ‖ len ‖ origin ‖ start ‖ end ‖ root`, with start 0.

use record::{Digest, Timestamp};

use crate::log_key::{LogPublic, LogSecret};
use crate::note::{self, Line};
use crate::{Error, Rule};

const ED25519_LINE: u8 = 0x01;
pub(crate) const ML_DSA_44_LINE: u8 = 0x06;
const SUBTREE_LABEL: &[u8; 12] = b"subtree/v1\n\0";

/// What a log's owner says about it: how many leaves, under which root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub origin: String,
    pub size: u64,
    pub root: Digest,
}

impl Checkpoint {
    pub fn new(origin: &str, size: u64, root: Digest) -> Self {
        Self { origin: origin.into(), size, root }
    }

    pub(crate) fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, note::base64_encode(&self.root.0))
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Rule> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [origin, size, root, ""] = lines[..] else { return Err(Rule::NoteForm) };
        let number: u64 = size.parse().map_err(|_| Rule::NoteForm)?;
        let root = note::base64_decode(root).and_then(|bytes| Digest::from_slice(&bytes));
        let checkpoint = Self::new(origin, number, root.ok_or(Rule::NoteForm)?);
        // One text for one checkpoint: no leading zeros, no sign.
        if checkpoint.text() == text { Ok(checkpoint) } else { Err(Rule::NoteForm) }
    }

    /// What the ML-DSA-44 line signs, the log's own and a witness's alike.
    pub(crate) fn cosigned(&self, name: &str, seconds: u64, start: u64) -> Vec<u8> {
        let mut message = SUBTREE_LABEL.to_vec();
        push_short(&mut message, name);
        message.extend_from_slice(&seconds.to_be_bytes());
        push_short(&mut message, &self.origin);
        message.extend_from_slice(&start.to_be_bytes());
        message.extend_from_slice(&self.size.to_be_bytes());
        message.extend_from_slice(&self.root.0);
        message
    }

    /// Signs with both keys; `at` is cut to seconds.
    pub fn sign(&self, secret: &LogSecret, at: Timestamp) -> Result<String, Error> {
        self.sign_from(secret, at, 0)
    }

    /// As [`Self::sign`] with any start of the cosigned range: only 0 is ever accepted.
    pub fn sign_from(
        &self,
        secret: &LogSecret,
        at: Timestamp,
        start: u64,
    ) -> Result<String, Error> {
        let public = secret.public();
        let text = self.text();
        let mut signed = format!("{text}\n");
        let first = secret.sign_ed25519(text.as_bytes());
        note::push_line(&mut signed, secret.origin(), public.key_id(ED25519_LINE), &first);
        let seconds = u64::try_from(at.0 / 1_000).unwrap_or(0);
        let second = secret.sign_ml_dsa_44(&self.cosigned(secret.origin(), seconds, start))?;
        let second = [&seconds.to_be_bytes()[..], &second].concat();
        note::push_line(&mut signed, secret.origin(), public.key_id(ML_DSA_44_LINE), &second);
        Ok(signed)
    }

    /// Reads a note whose both lines verify, and when it was signed.
    pub fn verify(note: &str, public: &LogPublic) -> Result<(Self, Timestamp), Rule> {
        let (text, lines) = note::split(note)?;
        Self::verify_lines(text, &lines, public)
    }

    /// The log's own two lines over a text, and no others.
    pub(crate) fn verify_lines(
        text: &str,
        lines: &[Line],
        public: &LogPublic,
    ) -> Result<(Self, Timestamp), Rule> {
        let checkpoint = Self::parse(text)?;
        if checkpoint.origin != public.origin() {
            return Err(Rule::NoteOrigin);
        }
        let [first, second] = lines else { return Err(Rule::NoteLines) };
        check_line(first, public, ED25519_LINE)?;
        check_line(second, public, ML_DSA_44_LINE)?;
        if !public.verify_ed25519(text.as_bytes(), &first.signature) {
            return Err(Rule::NoteSignature);
        }
        let (seconds, at, signature) = timed(second).ok_or(Rule::NoteCosignature)?;
        // A cosignature over any range but the whole tree is over another message.
        let message = checkpoint.cosigned(&second.name, seconds, 0);
        if !public.verify_ml_dsa_44(&message, signature) {
            return Err(Rule::NoteCosignature);
        }
        Ok((checkpoint, at))
    }
}

/// A line that says when it was made: its seconds, the moment they are, and the signature. Before
/// 1970 and beyond any calendar is no moment.
pub(crate) fn timed(line: &Line) -> Option<(u64, Timestamp, &[u8])> {
    let (seconds, signature) = line.signature.split_first_chunk::<8>()?;
    let seconds = u64::from_be_bytes(*seconds);
    let millis = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1_000));
    let millis = millis.filter(|millis| *millis > 0)?;
    Some((seconds, Timestamp(millis), signature))
}

fn check_line(line: &Line, public: &LogPublic, kind: u8) -> Result<(), Rule> {
    let good = line.name == public.origin() && line.key_id == public.key_id(kind);
    good.then_some(()).ok_or(Rule::NoteLines)
}

fn push_short(message: &mut Vec<u8>, text: &str) {
    message.push(u8::try_from(text.len()).expect("names are shorter than 256 bytes"));
    message.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> LogSecret {
        LogSecret::from_seeds("amana.invalid/log/XA", &[7; 64]).unwrap()
    }

    fn signed() -> String {
        let checkpoint = Checkpoint::new("amana.invalid/log/XA", 5, Digest::of(&[b"root"]));
        checkpoint.sign(&secret(), Timestamp(1_767_225_600_123)).unwrap()
    }

    #[test]
    fn a_checkpoint_needs_both_lines() {
        let note = signed();
        let (checkpoint, at) = Checkpoint::verify(&note, secret().public()).unwrap();
        assert_eq!((checkpoint.size, at.0), (5, 1_767_225_600_000));
        let lines: Vec<&str> = note.lines().collect();
        let check = |lines: &[&str], rule| {
            let note = format!("{}\n", lines.join("\n"));
            assert_eq!(Checkpoint::verify(&note, secret().public()), Err(rule));
        };
        // VER-02: stripped of either line, doubled, or turned around.
        check(&lines[..5], Rule::NoteLines);
        check(&[&lines[..4], &lines[5..]].concat(), Rule::NoteLines);
        check(&[&lines[..], &lines[5..]].concat(), Rule::NoteLines);
        check(&[&lines[..4], &lines[5..], &lines[4..5]].concat(), Rule::NoteLines);
        // VER-01: an extension line, another spelling of the size.
        check(&[&lines[..3], &["extra"], &lines[3..]].concat(), Rule::NoteForm);
        check(&[&lines[..1], &["05"], &lines[2..]].concat(), Rule::NoteForm);
        // VER-03: another size under the same signatures.
        check(&[&lines[..1], &["6"], &lines[2..]].concat(), Rule::NoteSignature);
    }

    #[test]
    fn the_cosignature_covers_the_whole_tree() {
        let checkpoint = Checkpoint::new("amana.invalid/log/XA", 5, Digest::of(&[b"root"]));
        // VER-05
        let part = checkpoint.sign_from(&secret(), Timestamp(1_767_225_600_000), 1).unwrap();
        assert_eq!(Checkpoint::verify(&part, secret().public()), Err(Rule::NoteCosignature));
        let early = checkpoint.sign(&secret(), Timestamp(0)).unwrap();
        assert_eq!(Checkpoint::verify(&early, secret().public()), Err(Rule::NoteCosignature));
        // VER-04
        let other = LogSecret::from_seeds("amana.invalid/log/XB", &[7; 64]).unwrap();
        assert_eq!(Checkpoint::verify(&signed(), other.public()), Err(Rule::NoteOrigin));
        let same = LogSecret::from_seeds("amana.invalid/log/XA", &[8; 64]).unwrap();
        assert_eq!(Checkpoint::verify(&signed(), same.public()), Err(Rule::NoteLines));
    }

    #[test]
    fn secrets_print_nothing() {
        assert_eq!(format!("{:?}", secret()), "LogSecret(amana.invalid/log/XA)");
    }
}
