//! What a peer or anybody on the line sends: pouches, manifests, proofs, leaves, receipts,
//! contradictions.
#![no_main]

use libfuzzer_sys::fuzz_target;
use record::{Digest, Record, cbor};
use seal::contradiction::{Proof, Statement};
use seal::leaf::Subject;
use seal::manifest::Manifest;
use seal::pouch;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;

fuzz_target!(|bytes: &[u8]| {
    let _ = pouch::outer(bytes);
    if let Ok(proof) = cbor::from_bytes::<Proof>(bytes) {
        assert_eq!(cbor::to_bytes(&proof), bytes);
    }
    if let Ok(statement) = cbor::from_bytes::<Statement>(bytes) {
        let _ = (statement.record.content_id(), Record::unpack(statement.record));
    }
    let _ = Manifest::from_bytes(bytes).map(|manifest| assert_eq!(manifest.to_bytes(), bytes));
    let _ = Subject::from_bytes(bytes).map(|subject| assert_eq!(subject.to_bytes(), bytes));
    let _ = Receipt::from_bytes(bytes).map(|receipt| assert_eq!(receipt.to_bytes(), bytes));
    if let Ok(proof) = SharedProof::from_bytes(bytes) {
        assert_eq!(proof.to_bytes(), bytes);
        let leaves = vec![Digest::of(&[b"leaf"]); proof.indices().len()];
        let _ = proof.root(&leaves);
    }
});
