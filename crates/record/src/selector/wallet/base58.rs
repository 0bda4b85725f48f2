//! Base 58 without 0, O, I and l, and its checksum: four bytes of SHA-256 twice over.

use crate::Digest;

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const CHECKSUM_BYTES: usize = 4;

/// The value of a sign.
pub(super) fn value(sign: u8) -> Option<u32> {
    ALPHABET.iter().position(|known| *known == sign).map(|at| at as u32)
}

/// The bytes of a text; leading `1`s are zero bytes.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    for sign in text.bytes() {
        let mut carry = value(sign)?;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry > 0 {
            bytes.insert(0, carry as u8);
        }
    }
    let zeros = text.bytes().take_while(|sign| *sign == b'1').count();
    Some([vec![0; zeros], bytes].concat())
}

/// Version and payload of a text whose checksum fits.
pub(super) fn check(text: &str) -> Option<Vec<u8>> {
    let mut bytes = decode(text)?;
    let payload = bytes.len().checked_sub(CHECKSUM_BYTES)?;
    let digest = Digest::of(&[&Digest::of(&[&bytes[..payload]]).0]);
    let good = bytes[payload..] == digest.0[..CHECKSUM_BYTES];
    bytes.truncate(payload);
    good.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_and_values_are_kept() {
        // draft-msporny-base58-03, section 5.
        assert_eq!(decode("2NEpo7TZRRrLZSi2U").as_deref(), Some(b"Hello World!".as_slice()));
        assert_eq!(decode("11233QC4"), Some(vec![0, 0, 0x28, 0x7f, 0xb4, 0xcd]));
        assert_eq!(decode("0"), None);
        assert_eq!(check("1"), None);
    }
}
