//! Accounts of Ethereum and of the chains that copy it: EIP-55.

use sha3::{Digest as _, Keccak256};

const HEX_DIGITS: usize = 40;

/// The address with its checksum: a letter is a capital where the Keccak-256 of the lower-case
/// digits has a nibble of eight or more.
pub(super) fn canonical(text: &str) -> Option<String> {
    let given = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    if given.len() != HEX_DIGITS || !given.bytes().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let lower = given.to_ascii_lowercase();
    let hash = Keccak256::digest(lower.as_bytes());
    let capital = |i: usize| hash[i / 2] >> (4 * (1 - i % 2)) & 15 >= 8;
    let signs = lower.chars().enumerate();
    let full: String =
        signs.map(|(i, c)| if capital(i) { c.to_ascii_uppercase() } else { c }).collect();
    let one_case = given == lower || given == given.to_ascii_uppercase();
    (one_case || given == full).then(|| format!("0x{full}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EIP-55, test cases.
    #[test]
    fn published_addresses_keep_their_case() {
        for address in [
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0xde709f2102306220921060314715629080e2fb77",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            assert_eq!(canonical(address).as_deref(), Some(address));
            assert_eq!(canonical(&address.to_lowercase()).as_deref(), Some(address));
        }
    }
}
