//! A table of separated values: rows, faults and cells, every byte accounted for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use node::import::table::{Found, Rows, cells_between};

fuzz_target!(|bytes: &[u8]| {
    for separator in [b';', b',', b'\t'] {
        let mut table = bytes;
        let mut rows = Rows::separated(&mut table, separator);
        while let Ok(Some(found)) = rows.read() {
            if let Found::Row { bytes, .. } = found {
                let _ = cells_between(&bytes, separator);
            }
        }
        assert_eq!(rows.read_bytes(), bytes.len() as u64, "every byte is accounted for");
    }
});
