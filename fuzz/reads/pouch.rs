//! What a peer or anybody on the line sends: pouches, manifests, proofs, leaves, receipts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use record::Digest;
use seal::leaf::Subject;
use seal::manifest::Manifest;
use seal::pouch;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;

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
});
