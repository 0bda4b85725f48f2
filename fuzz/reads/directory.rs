//! A head of a directory that anybody may hand to a steward or a node.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use record::{Digest, Timestamp};
use seal::directory::{Directory, Draft, Founding, Steward};
use seal::log_key::LogSecret;

/// A network whose stewards' keys nobody has.
static HELD: LazyLock<Directory> = LazyLock::new(|| {
    let steward = |number: u8| {
        let name = format!("xa.example/steward/{number}");
        let key = LogSecret::from_seeds(&name, &[number; 64]).expect("any seeds make keys");
        Steward { name, key: key.public().clone() }
    };
    Directory::found(Founding {
        name: "fuzz".into(),
        exercise: true,
        created: Timestamp(1_789_999_000_000),
        stewards: [1, 2, 3].map(steward).to_vec(),
        threshold: 2,
        members: Vec::new(),
        policy: (1, Digest::of(&[b"policy"])),
    })
});

fuzz_target!(|bytes: &[u8]| {
    let network = HELD.network();
    assert!(Directory::first(bytes, &network).is_err(), "nobody has the stewards' keys");
    assert!(HELD.accept(bytes).is_err(), "nobody has the stewards' keys");
    if let Ok(draft) = Draft::from_bytes(bytes) {
        assert_eq!(draft.to_bytes(), bytes);
        let _ = HELD.check_next(&draft.directory);
        let _ = HELD.changes(&draft.directory);
    }
});
