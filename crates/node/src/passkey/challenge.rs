//! What a browser is asked to sign: derived from what it is for, fresh, short-lived, used once.
//!
//! Nothing is stored while one waits: the ticket that goes along is our own word, sealed with a key
//! of this process, so that asking for challenges fills nothing. Only what was used is remembered,
//! until its time is over.

use std::collections::BTreeMap;

use aws_lc_rs::hmac;
use record::digest::{hex_decode, hex_encode};
use record::{Digest, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clock::draw;
use crate::{Error, Node};

const CHALLENGE_LABEL: &[u8] = b"amana/1/passkey-challenge";
const TICKET_LABEL: &[u8] = b"amana/1/passkey-ticket";
const NONCE_BYTES: usize = 16;
const TICKET_BYTES: usize = NONCE_BYTES + 8 + 32;

/// What a signature is for: one for one use never serves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Use {
    /// A passkey is made by a link.
    Enrol = 1,
    /// A passkey is made by an officer who is signed in.
    Add = 2,
    SignIn = 3,
    /// An officer decides: what it is bound to is the deed.
    Decide = 4,
    /// An officer who is signed in binds an identity: nothing is signed over it, it only waits.
    Bind = 5,
}

/// What makes a challenge fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fresh {
    pub nonce: [u8; NONCE_BYTES],
    pub expires: Timestamp,
}

impl Fresh {
    /// The challenge: anyone who knows what was signed can derive it again.
    pub fn challenge(&self, used: Use, bound: &Digest) -> Digest {
        let expires = self.expires.0.to_be_bytes();
        Digest::of(&[CHALLENGE_LABEL, &[used as u8], &bound.0, &self.nonce, &expires])
    }
}

/// The key of this process, and which challenges were used.
#[derive(Default)]
pub struct Challenges {
    key: Option<hmac::Key>,
    used: BTreeMap<[u8; NONCE_BYTES], Timestamp>,
}

/// A fresh challenge and the ticket that must come back with its answer.
pub fn issue(node: &mut Node, used: Use, bound: &Digest) -> (Fresh, String) {
    let expires = node.now().plus(node.config.passkey_wait_s_max * 1_000);
    let fresh = Fresh { nonce: draw(&mut *node.entropy), expires };
    let mut ticket = fresh.nonce.to_vec();
    ticket.extend_from_slice(&expires.0.to_be_bytes());
    let sealed = hmac::sign(key(node), &said(used, bound, &ticket));
    ticket.extend_from_slice(sealed.as_ref());
    (fresh, hex_encode(&ticket))
}

/// Whether a ticket is ours, for this use of this, in time, and not used yet.
pub fn check(node: &mut Node, used: Use, bound: &Digest, ticket: &str) -> Result<Fresh, Error> {
    let other = || Error::Unauthenticated("this is no answer to what was asked".into());
    let ticket = hex_decode(ticket).filter(|bytes| bytes.len() == TICKET_BYTES);
    let ticket = ticket.ok_or_else(other)?;
    let (head, sealed) = ticket.split_at(TICKET_BYTES - 32);
    hmac::verify(key(node), &said(used, bound, head), sealed).map_err(|_| other())?;
    let (nonce, expires) = head.split_at(NONCE_BYTES);
    let nonce = nonce.try_into().map_err(|_| other())?;
    let expires = expires.try_into().map_err(|_| other())?;
    let fresh = Fresh { nonce, expires: Timestamp(i64::from_be_bytes(expires)) };
    let late = fresh.expires <= node.now();
    if late || node.challenges.used.contains_key(&nonce) {
        return Err(Error::Unauthenticated("this was answered too late, or twice".into()));
    }
    Ok(fresh)
}

/// From now on the challenge has been used.
pub fn spend(node: &mut Node, fresh: &Fresh) -> Result<(), Error> {
    let (now, max) = (node.now(), node.config.challenges_max);
    let used = &mut node.challenges.used;
    used.retain(|_, expires| *expires > now);
    if used.len() >= max {
        return Err(Error::Busy("so many passkeys are used at once"));
    }
    used.insert(fresh.nonce, fresh.expires);
    Ok(())
}

fn said(used: Use, bound: &Digest, head: &[u8]) -> Vec<u8> {
    [TICKET_LABEL, &[used as u8], &bound.0, head].concat()
}

fn key(node: &mut Node) -> &hmac::Key {
    let Node { challenges, entropy, .. } = node;
    challenges.key.get_or_insert_with(|| {
        let bytes: [u8; 32] = draw(&mut **entropy);
        hmac::Key::new(hmac::HMAC_SHA256, &bytes)
    })
}
