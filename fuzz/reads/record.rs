//! Bytes that claim to be a header or a record: read to the one value they encode, or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use record::parts::{Content, Packed};
use record::{Header, Record, cbor};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = Header::from_bytes(bytes) {
        assert_eq!(header.to_bytes(), bytes);
    }
    if let Ok(content) = cbor::from_bytes::<Content>(bytes) {
        assert_eq!(cbor::to_bytes(&content), bytes);
    }
    let Ok(packed) = cbor::from_bytes::<Packed>(bytes) else { return };
    assert_eq!(cbor::to_bytes(&packed), bytes);
    let Ok(record) = Record::unpack(packed) else { return };
    assert_eq!(cbor::to_bytes(&record.pack()), bytes);
    let _ = (record.body(), record.extras(), record.body_json());
});
