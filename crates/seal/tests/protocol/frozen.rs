//! Signatures, notes and directory heads built here and not by the code under test.

use std::collections::BTreeMap;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair, ML_DSA_44_SIGNING, PqdsaKeyPair};
use record::digest::hex_encode;
use record::{Digest, Timestamp, cbor};
use seal::directory::{Directory, Handover, Member};
use seal::log_key::LogPublic;
use seal::note::{base64_decode, base64_encode, push_line};
use serde_json::{Value, json};

use crate::craft::Bytes;
use crate::world::{log_seeds, origin, root_seeds, steward_seeds};

/// ML-DSA-44 signatures by the digest of key and message.
pub struct Frozen(BTreeMap<String, String>);

/// What the two lines of a checkpoint sign.
#[derive(Clone)]
pub struct Head {
    pub node: &'static str,
    /// Seconds since 1970.
    pub at: u64,
    pub start: u64,
    pub size: u64,
    pub root: Digest,
}

impl Head {
    pub fn new(node: &'static str, size: u64, root: Digest) -> Self {
        Self { node, at: crate::world::SECONDS, start: 0, size, root }
    }

    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", origin(self.node), self.size, base64_encode(&self.root.0))
    }

    /// What the ML-DSA-44 line of `name` signs.
    fn cosigned(&self, name: &str) -> Vec<u8> {
        let short = |text: &str| [&[text.len() as u8], text.as_bytes()].concat();
        let mut message = b"subtree/v1\n\0".to_vec();
        message.extend_from_slice(&short(name));
        message.extend_from_slice(&self.at.to_be_bytes());
        message.extend_from_slice(&short(&origin(self.node)));
        message.extend_from_slice(&self.start.to_be_bytes());
        message.extend_from_slice(&self.size.to_be_bytes());
        message.extend_from_slice(&self.root.0);
        message
    }
}

fn ed25519(seeds: &[u8; 64]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&seeds[..32]).unwrap()
}

fn ml_dsa(seeds: &[u8; 64]) -> PqdsaKeyPair {
    PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, &seeds[32..]).unwrap()
}

fn key_id(name: &str, line: u8, key: &[u8]) -> [u8; 4] {
    let digest = Digest::of(&[name.as_bytes(), b"\n", &[line], key]);
    digest.0[..4].try_into().unwrap()
}

impl Frozen {
    pub fn new(file: &Value) -> Self {
        let signatures = file["ml_dsa_44"].as_object().into_iter().flatten();
        Self(signatures.map(|(id, made)| (id.clone(), made.as_str().unwrap().into())).collect())
    }

    pub fn to_json(&self) -> Value {
        json!({
            "about": "ML-DSA-44 signatures in base64, by the SHA-256 of public key ‖ message",
            "ml_dsa_44": self.0,
        })
    }

    fn sign(&mut self, seeds: &[u8; 64], message: &[u8]) -> Vec<u8> {
        let key = ml_dsa(seeds);
        let id = Digest::of(&[key.public_key().as_ref(), message]).hex();
        let made = self.0.entry(id).or_insert_with(|| {
            let mut signature = vec![0; 2_420];
            key.sign(message, &mut signature).unwrap();
            base64_encode(&signature)
        });
        base64_decode(made).unwrap()
    }

    /// A note over any text under the lines of a head.
    pub fn note_over(&mut self, seeds: &[u8; 64], text: &str, head: &Head) -> String {
        let (name, first, second) = (origin(head.node), ed25519(seeds), ml_dsa(seeds));
        let mut note = format!("{text}\n");
        let id = key_id(&name, 1, first.public_key().as_ref());
        push_line(&mut note, &name, id, first.sign(text.as_bytes()).as_ref());
        let signature = self.sign(seeds, &head.cosigned(&name));
        let id = key_id(&name, 6, second.public_key().as_ref());
        push_line(&mut note, &name, id, &[&head.at.to_be_bytes()[..], &signature].concat());
        note
    }

    pub fn note(&mut self, head: &Head) -> String {
        self.note_over(&log_seeds(head.node), &head.text(), head)
    }

    /// A witness's two lines over a head, of the head's moment.
    pub fn cosign(&mut self, (name, seeds): (&str, &[u8; 64]), head: &Head) -> [String; 2] {
        let (first, second, at) = (ed25519(seeds), ml_dsa(seeds), head.at.to_be_bytes());
        let text = format!("cosignature/v1\ntime {}\n{}", head.at, head.text());
        let mut lines = [String::new(), String::new()];
        let id = key_id(name, 4, first.public_key().as_ref());
        let signature = [&at[..], first.sign(text.as_bytes()).as_ref()].concat();
        push_line(&mut lines[0], name, id, &signature);
        let id = key_id(name, 6, second.public_key().as_ref());
        let signature = [&at[..], &self.sign(seeds, &head.cosigned(name))].concat();
        push_line(&mut lines[1], name, id, &signature);
        lines
    }

    /// A root's word for the one that follows it.
    pub fn handover(
        &mut self,
        seeds: &[u8; 64],
        member: &Member,
        new: &LogPublic,
    ) -> Option<Handover> {
        let said = cbor::to_bytes(&(&member.code, &member.root, new));
        let message = [&b"amana/1/member-root"[..], &crate::world::network().0, &said].concat();
        let first = hex_encode(ed25519(seeds).sign(&message).as_ref());
        let second = hex_encode(&self.sign(seeds, &message));
        let word = json!({"ed25519": first, "ml_dsa_44": second});
        Some(serde_json::from_value(word).unwrap())
    }

    /// A root's word for the keys of a member.
    pub fn certificate(
        &mut self,
        (root, network): (&str, &Digest),
        member: &Member,
        at: Timestamp,
    ) -> Value {
        let keys = (&member.code, &member.logs, &member.kem, &member.pins);
        let message =
            [&b"amana/1/member-keys"[..], &network.0, &cbor::to_bytes(&(at, keys))].concat();
        let seeds = root_seeds(root);
        let first = ed25519(&seeds).sign(&message);
        json!({
            "at": at,
            "ed25519": hex_encode(first.as_ref()),
            "ml_dsa_44": hex_encode(&self.sign(&seeds, &message)),
        })
    }

    /// A directory head under the signatures of these stewards: place and the key that signs.
    pub fn signed(&mut self, directory: &Directory, places: &[(u8, u8)]) -> Vec<u8> {
        let message = [&b"amana/1/directory-signature"[..], &directory.digest().0].concat();
        let mut signatures = Vec::new();
        for (place, signer) in places {
            let seeds = steward_seeds(*signer);
            let first = ed25519(&seeds).sign(&message).as_ref().to_vec();
            signatures.push((*place, Bytes(first), Bytes(self.sign(&seeds, &message))));
        }
        cbor::to_bytes(&(Bytes(cbor::to_bytes(directory)), signatures))
    }
}
