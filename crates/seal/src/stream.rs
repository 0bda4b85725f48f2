//! A file as sealed chunks (STREAM, Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that it is
//! opened from any place, resumed after a cut, and never held whole.
//!
//! ```text
//! sealed  = chunk 0 ‖ chunk 1 ‖ … ‖ chunk n         n < 2³²
//! chunk i = ChaCha20-Poly1305(key, nonce, AAD, ≤ 65,536 bytes) ‖ tag (16)
//! nonce   = 0 (3) ‖ i (8, big-endian) ‖ last (1)
//! AAD     = "amana/1/attachment" ‖ i (8, big-endian) ‖ last (1)
//! ```
//!
//! Every chunk but the last is full, and the last holds at least one byte. A key seals one file
//! once. Cut short, moved, doubled, exchanged or changed chunks do not open.

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::Error;

/// Plain bytes in every chunk but the last.
pub const CHUNK_BYTES: usize = 65_536;
/// Bytes that sealing adds to a chunk.
pub const TAG_BYTES: usize = 16;
/// A sealed chunk that is full.
pub const SEALED_BYTES: usize = CHUNK_BYTES + TAG_BYTES;
const LABEL: &[u8; 18] = b"amana/1/attachment";

/// How many chunks a file of this size has.
pub fn chunks(size: u64) -> u64 {
    size.div_ceil(CHUNK_BYTES as u64)
}

/// Bytes of a file once it is sealed.
pub fn sealed_len(size: u64) -> u64 {
    size.saturating_add(chunks(size).saturating_mul(TAG_BYTES as u64))
}

/// What binds a chunk to its place.
pub fn aad(index: u64, last: bool) -> [u8; 27] {
    let mut aad = [0; 27];
    aad[..18].copy_from_slice(LABEL);
    aad[18..26].copy_from_slice(&index.to_be_bytes());
    aad[26] = u8::from(last);
    aad
}

fn nonce(index: u64, last: bool) -> Nonce {
    let mut nonce = [0; NONCE_LEN];
    nonce[3..11].copy_from_slice(&index.to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::assume_unique_for_key(nonce)
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, Error> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).map_err(|_| Error::Encrypt)?;
    Ok(LessSafeKey::new(key))
}

/// Whether a chunk of this length may stand there.
fn fits(length: usize, last: bool) -> bool {
    if last { (1..=CHUNK_BYTES).contains(&length) } else { length == CHUNK_BYTES }
}

/// Seals one chunk.
pub fn seal(key: &[u8; 32], index: u64, last: bool, plain: &[u8]) -> Result<Vec<u8>, Error> {
    if !fits(plain.len(), last) || index > u64::from(u32::MAX) {
        return Err(Error::Encrypt);
    }
    let mut sealed = Vec::with_capacity(plain.len() + TAG_BYTES);
    sealed.extend_from_slice(plain);
    cipher(key)?
        .seal_in_place_append_tag(nonce(index, last), Aad::from(aad(index, last)), &mut sealed)
        .map_err(|_| Error::Encrypt)?;
    Ok(sealed)
}

/// Opens one chunk; an error where key, place or bytes are not what they were.
pub fn open(key: &[u8; 32], index: u64, last: bool, sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let length = sealed.len().checked_sub(TAG_BYTES).ok_or(Error::Encrypt)?;
    if !fits(length, last) || index > u64::from(u32::MAX) {
        return Err(Error::Encrypt);
    }
    let mut buffer = sealed.to_vec();
    let (nonce, aad) = (nonce(index, last), Aad::from(aad(index, last)));
    cipher(key)?.open_in_place(nonce, aad, &mut buffer).map_err(|_| Error::Encrypt)?;
    buffer.truncate(length);
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use record::Digest;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn plain(size: usize) -> Vec<u8> {
        (0..size).map(|at| (at * 31 % 251) as u8).collect()
    }

    fn seal_all(bytes: &[u8]) -> Vec<Vec<u8>> {
        let count = chunks(bytes.len() as u64);
        let each = (0..).zip(bytes.chunks(CHUNK_BYTES));
        each.map(|(i, chunk)| seal(&KEY, i, i + 1 == count, chunk).unwrap()).collect()
    }

    /// As a reader does it: of what is there, the end is the last.
    fn open_all(sealed: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        for (i, chunk) in sealed.iter().enumerate() {
            bytes.extend(open(&KEY, i as u64, i + 1 == sealed.len(), chunk)?);
        }
        Ok(bytes)
    }

    #[test]
    fn what_is_sealed_opens_whatever_its_size() {
        for size in [1, 15, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES] {
            let (bytes, sealed) = (plain(size), seal_all(&plain(size)));
            assert_eq!(open_all(&sealed).unwrap(), bytes, "{size}");
            assert_eq!(sealed.concat().len() as u64, sealed_len(size as u64), "{size}");
        }
    }

    /// Frozen: another implementation computes the same.
    #[test]
    fn the_sealed_bytes_are_the_ones_on_the_page() {
        let check = |size: usize, expect: &str| {
            assert_eq!(Digest::of(&[&seal_all(&plain(size)).concat()]).hex(), expect, "{size}");
        };
        insta::assert_snapshot!(record::digest::hex_encode(&seal_all(b"amana")[0]), @"887a3278a769a95b72884b0ce5a41476aee19af330");
        check(65_537, "5779639c5dcb2c374f01a5a8b8337f08f25eb773d1d2926f166c048aed9ec3ba");
    }

    #[test]
    fn cut_moved_doubled_and_exchanged_chunks_are_refused() {
        let whole = seal_all(&plain(3 * CHUNK_BYTES + 5));
        let other = {
            let bytes = plain(3 * CHUNK_BYTES + 5);
            let chunk = &bytes[..CHUNK_BYTES];
            seal(&[8; 32], 0, false, chunk).unwrap()
        };
        let refused = |sealed: &[Vec<u8>], what: &str| assert!(open_all(sealed).is_err(), "{what}");
        for length in 1..whole.len() {
            refused(&whole[..length], "cut at a chunk's end");
        }
        refused(&whole[1..], "without its beginning");
        let moved = |order: [usize; 4]| order.map(|i| whole[i].clone()).to_vec();
        refused(&moved([1, 0, 2, 3]), "moved");
        refused(&moved([0, 0, 2, 3]), "doubled");
        refused(&moved([0, 1, 3, 2]), "the last one earlier");
        refused(&[&whole[..], &whole[3..]].concat(), "longer");
        refused(&[&[other][..], &whole[1..]].concat(), "a chunk of another file");
        let mut short = whole.clone();
        short[3].pop();
        refused(&short, "a byte less");
    }

    #[test]
    fn any_changed_bit_is_refused() {
        let sealed = seal_all(&plain(40)).remove(0);
        for place in 0..sealed.len() * 8 {
            let mut other = sealed.clone();
            other[place / 8] ^= 1 << (place % 8);
            assert!(open(&KEY, 0, true, &other).is_err(), "{place}");
        }
        assert!(open(&KEY, 1, true, &sealed).is_err());
        assert!(open(&KEY, 0, false, &sealed).is_err());
        assert!(open(&[0; 32], 0, true, &sealed).is_err());
        assert!(open(&KEY, 0, true, &[]).is_err());
    }

    #[test]
    fn a_chunk_has_the_length_of_its_place() {
        assert!(seal(&KEY, 0, false, b"short").is_err());
        assert!(seal(&KEY, 0, true, b"").is_err());
        assert!(seal(&KEY, 0, true, &plain(CHUNK_BYTES + 1)).is_err());
        assert!(seal(&KEY, 1 << 32, true, b"far").is_err());
    }
}
