//! Encryption at rest and of a pouch's content: ChaCha20-Poly1305 (RFC 8439).

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::Error;
use crate::entropy::Entropy;

/// Bytes added to a plaintext: nonce and tag.
pub const OVERHEAD_BYTES: usize = NONCE_LEN + 16;

fn key(bytes: &[u8; 32]) -> Result<LessSafeKey, Error> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, bytes).map_err(|_| Error::Encrypt)?;
    Ok(LessSafeKey::new(key))
}

/// `nonce ‖ ciphertext ‖ tag` under a fresh random nonce.
pub fn encrypt(
    secret: &[u8; 32],
    aad: &[u8],
    plain: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, Error> {
    let mut nonce = [0; NONCE_LEN];
    entropy.fill(&mut nonce);
    encrypt_under(secret, nonce, aad, plain)
}

/// As [`encrypt`], with a nonce that is never used twice under this key.
pub fn encrypt_under(
    secret: &[u8; 32],
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, Error> {
    let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD_BYTES);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let nonce = Nonce::assume_unique_for_key(nonce);
    let tag = key(secret)?
        .seal_in_place_separate_tag(nonce, Aad::from(aad), &mut sealed[NONCE_LEN..])
        .map_err(|_| Error::Encrypt)?;
    sealed.extend_from_slice(tag.as_ref());
    Ok(sealed)
}

/// The plaintext; an error where key, aad or bytes are not what they were.
pub fn decrypt(secret: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Error::Encrypt)?;
    let mut buffer = body.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let opened = key(secret)?
        .open_in_place(nonce, Aad::from(aad), &mut buffer)
        .map_err(|_| Error::Encrypt)?
        .len();
    buffer.truncate(opened);
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_changed_byte_is_refused() {
        let sealed = encrypt_under(&[1; 32], [2; 12], b"aad", b"content").unwrap();
        assert_eq!(decrypt(&[1; 32], b"aad", &sealed).unwrap(), b"content");
        assert!(decrypt(&[3; 32], b"aad", &sealed).is_err());
        assert!(decrypt(&[1; 32], b"bad", &sealed).is_err());
        for i in 0..sealed.len() {
            let mut other = sealed.clone();
            other[i] ^= 1;
            assert!(decrypt(&[1; 32], b"aad", &other).is_err());
        }
        assert!(decrypt(&[1; 32], b"aad", &sealed[..11]).is_err());
    }
}
