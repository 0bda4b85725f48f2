//! What a peer or anybody on the line sends: pouches, manifests, proofs, notes, leaves, receipts.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use record::Digest;
use seal::leaf::Subject;
use seal::log_key::{LogPublic, LogSecret};
use seal::manifest::Manifest;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;
use seal::{checkpoint, note, pouch};

static LOG: LazyLock<LogPublic> = LazyLock::new(|| {
    let secret = LogSecret::from_seeds("xa.example/amana/log", &[7; 64]);
    secret.expect("any seeds make keys").public().clone()
});

fuzz_target!(|bytes: &[u8]| {
    let _ = pouch::outer(bytes);
    let _ = Manifest::from_bytes(bytes).map(|manifest| assert_eq!(manifest.to_bytes(), bytes));
    let _ = Subject::from_bytes(bytes).map(|subject| assert_eq!(subject.to_bytes(), bytes));
    let _ = Receipt::from_bytes(bytes).map(|receipt| assert_eq!(receipt.to_bytes(), bytes));
    if let Ok(proof) = SharedProof::from_bytes(bytes) {
        assert_eq!(proof.to_bytes(), bytes);
        let leaves = vec![Digest::of(&[b"leaf"]); proof.indices().len()];
        let _ = proof.root(&leaves);
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = note::split(&text);
    let _ = note::base64_decode(&text);
    assert!(checkpoint::Checkpoint::verify(&text, &LOG).is_err(), "nobody has the key");
});
