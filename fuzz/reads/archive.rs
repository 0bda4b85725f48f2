//! An archive is unpacked into nothing within its limits.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use node::attachment::archive::{self, Limits};

const LIMITS: Limits = Limits { entries: 1_000, bytes: 1 << 26, ratio: 100, nesting: 3 };

fuzz_target!(|bytes: &[u8]| {
    let _ = archive::inspect(Cursor::new(bytes), bytes.len() as u64, &LIMITS);
});
