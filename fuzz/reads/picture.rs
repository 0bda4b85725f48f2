//! A file that somebody uploads: what it is, and a picture with its metadata cut away.
#![no_main]

use libfuzzer_sys::fuzz_target;
use node::attachment::{cut, media};

fuzz_target!(|bytes: &[u8]| {
    let found = media::sniff(bytes);
    let _ = media::served(found, bytes);
    for media_type in ["image/jpeg", "image/png", "image/webp", "image/gif"] {
        if let Ok(first) = cut::cut(media_type, bytes) {
            let again = cut::cut(media_type, &first.bytes).expect("what was cut is a picture");
            assert_eq!(first.bytes, again.bytes, "nothing is left to cut");
        }
    }
});
