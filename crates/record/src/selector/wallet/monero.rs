//! Monero: base 58 in blocks of eight bytes, and four bytes of Keccak-256 at the end.

use sha3::{Digest as _, Keccak256};

use super::base58;

/// Characters of a block of so many bytes, from none to eight (Monero, 'Base58').
const BLOCK_CHARS: [usize; 9] = [0, 2, 3, 5, 6, 7, 9, 10, 11];
/// Network byte and length in bytes: standard, integrated and subaddress of the main network.
const FORMS: [(u8, usize); 3] = [(18, 69), (19, 77), (42, 69)];
const CHECKSUM_BYTES: usize = 4;

pub(super) fn is_address(text: &str) -> bool {
    let Some(bytes) = decode(text) else { return false };
    let form = FORMS.iter().any(|(network, size)| bytes.len() == *size && bytes[0] == *network);
    let (payload, checksum) = bytes.split_at(bytes.len().saturating_sub(CHECKSUM_BYTES));
    form && Keccak256::digest(payload)[..CHECKSUM_BYTES] == *checksum
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let blocks = text.as_bytes().chunks(BLOCK_CHARS[8]);
    blocks.map(decode_block).collect::<Option<Vec<_>>>().map(|all| all.concat())
}

fn decode_block(block: &[u8]) -> Option<Vec<u8>> {
    let size = BLOCK_CHARS.iter().position(|chars| *chars == block.len())?;
    let number = block
        .iter()
        .try_fold(0u128, |number, sign| Some(number * 58 + u128::from(base58::value(*sign)?)))?;
    let bytes = number.to_be_bytes();
    let (spare, own) = bytes.split_at(bytes.len() - size);
    spare.iter().all(|byte| *byte == 0).then(|| own.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_addresses_fit() {
        // The address at which the Monero project took donations for years.
        let standard = "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A";
        assert!(is_address(standard));
        assert!(!is_address(&standard.replace("44A", "44B")));
        assert!(!is_address(&standard[..94]));
        assert!(!is_address(""));
        assert!(!is_address("zzzzzzzzzzz"));
    }
}
