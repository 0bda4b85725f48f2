//! An authenticator in software: it makes passkeys and signs, truly or as an attacker would.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use node::passkey::base64_url;
use record::Digest;
use serde_json::{Value, json};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const ATTESTED: u8 = 64;

/// One passkey on one device.
pub struct Authenticator {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    /// The officer's handle, as the node wrote it.
    handle: Value,
    pub origin: String,
    pub rp_id: String,
    pub counter: u32,
    /// Whether the person is asked for a finger, a face or a PIN.
    pub verifies: bool,
}

impl Authenticator {
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let signing = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(signing, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(signing, pkcs8.as_ref()).unwrap();
        let id = Digest::of(&[key.public_key().as_ref()]).0[..16].to_vec();
        Self {
            key,
            id,
            handle: Value::Null,
            origin: "http://localhost:7480".into(),
            rp_id: "localhost".into(),
            counter: 0,
            verifies: true,
        }
    }

    pub fn id(&self) -> String {
        record::digest::hex_encode(&self.id)
    }

    /// What `navigator.credentials.create` would give.
    pub fn make(&mut self, options: &Value) -> Value {
        self.handle = options["user"]["id"].clone();
        let point = self.key.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        let mut data = self.authenticated(ATTESTED);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&(self.id.len() as u16).to_be_bytes());
        data.extend_from_slice(&self.id);
        data.extend_from_slice(&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20]);
        data.extend_from_slice(x);
        data.extend_from_slice(&[0x22, 0x58, 0x20]);
        data.extend_from_slice(y);
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend_from_slice(&data);
        let client = self.client("webauthn.create", options);
        self.given(json!({
            "attestationObject": base64_url(&object),
            "clientDataJSON": base64_url(&client),
        }))
    }

    /// What `navigator.credentials.get` would give.
    pub fn sign(&self, options: &Value) -> Value {
        let (data, client) = (self.authenticated(0), self.client("webauthn.get", options));
        let signed = [&data[..], &Digest::of(&[&client]).0].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.given(json!({
            "authenticatorData": base64_url(&data),
            "clientDataJSON": base64_url(&client),
            "signature": base64_url(signature.as_ref()),
            "userHandle": self.handle,
        }))
    }

    /// The answer to what a node asked.
    pub fn answer(&self, asked: &Value) -> Value {
        json!({"ticket": asked["ticket"], "credential": self.sign(&asked["options"])})
    }

    fn given(&self, response: Value) -> Value {
        let id = base64_url(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "extensions": {},
            "response": response})
    }

    fn client(&self, what: &str, options: &Value) -> Vec<u8> {
        let (challenge, origin) = (&options["challenge"], &self.origin);
        let client = json!({"type": what, "challenge": challenge, "origin": origin,
            "crossOrigin": false});
        client.to_string().into_bytes()
    }

    fn authenticated(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Digest::of(&[self.rp_id.as_bytes()]).0.to_vec();
        data.push(flags | PRESENT | verified);
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }
}
