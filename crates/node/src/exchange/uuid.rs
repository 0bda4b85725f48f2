//! Name-based UUIDs (RFC 9562, version 5): the same record has the same identifier in every export.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// Of this project: version 4, drawn once.
const NAMESPACE: [u8; 16] = [
    0x6c, 0x1f, 0x0c, 0x4e, 0x58, 0x0b, 0x4d, 0x5e, 0x9b, 0x77, 0x2a, 0x90, 0x3d, 0x51, 0xe4, 0x0f,
];

/// The UUID of a name within this project.
pub fn of(name: &str) -> String {
    within(NAMESPACE, name)
}

/// SHA-1 is what version 5 asks for; it names, and protects nothing.
fn within(namespace: [u8; 16], name: &str) -> String {
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &[&namespace[..], name.as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_ref()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = record::digest::hex_encode(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_example_comes_out() {
        // RFC 9562, appendix A.4: `www.example.com` in the namespace of DNS.
        let dns = [
            0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
            0x30, 0xc8,
        ];
        assert_eq!(within(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
        assert_ne!(of("a"), of("b"));
    }
}
