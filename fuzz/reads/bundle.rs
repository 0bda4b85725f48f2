//! What anybody carries: bundles of pouches, and answers to pouches.
#![no_main]

use libfuzzer_sys::fuzz_target;
use record::{Digest, NodeCode, Timestamp};
use seal::answer::{self, Between};
use seal::bundle::{self, Bundle};

fuzz_target!(|bytes: &[u8]| {
    let _ = Bundle::from_bytes(bytes);
    // Its digest is everybody's to make: what is behind it is read too.
    let whole = bundle::whole(bytes);
    if let Ok(bundle) = Bundle::from_bytes(&whole) {
        let me = NodeCode::new("XB").expect("a code");
        let _ = bundle.is_for(&me, &bundle.header.network.clone(), Timestamp(1_790_000_060_000));
        let _ = bundle.join(40, 44);
        assert_eq!(bundle.to_bytes(), whole, "one bundle has one form");
    }
    let _ = answer::about(bytes);
    let between =
        Between { network: Digest([1; 32]), pouch_id: Digest([2; 32]), salt: [3; 32] };
    assert!(between.open(bytes).is_err(), "nobody has the salt");
});
