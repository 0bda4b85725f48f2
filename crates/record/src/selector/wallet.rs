//! Wallets: `CHAIN:ADDRESS`, every address with its chain's own checksum.
//!
//! The chain may stand before the address, as in a payment URI (BIP 21, EIP-681), or is told from
//! the address. Chains that copy Ethereum's accounts share its addresses and are all `ethereum`.
//! An Ethereum address in one case carries no checksum; its canonical form does (EIP-55), and one
//! in mixed case must be right. Litecoin's script addresses that begin with 3 are those of Bitcoin
//! and are taken for it. Addresses without a checksum, as Solana's, are not selectors.

mod base58;
mod bech32;
mod ethereum;
mod monero;

use super::rule::{Check, Rule, always};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "BIP 13, 173, 350; EIP-55; TRON, Monero and Zcash specifications",
    example: "bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    check: Check::Partial("base58check, bech32, bech32m, Keccak-256"),
    scanned: false,
    canonical,
    likely: always,
};

/// How a chain writes an address, and what it looks like before any checksum is computed.
struct Chain {
    name: &'static str,
    /// Version bytes of base58check, and the bytes that follow them.
    versions: &'static [&'static [u8]],
    /// Human-readable part of segregated witness addresses.
    prefix: Option<&'static str>,
}

const BASE58: [Chain; 6] = [
    Chain { name: "bitcoin", versions: &[&[0x00], &[0x05]], prefix: Some("bc") },
    Chain { name: "litecoin", versions: &[&[0x30], &[0x32]], prefix: Some("ltc") },
    Chain { name: "dogecoin", versions: &[&[0x1e], &[0x16]], prefix: None },
    Chain { name: "dash", versions: &[&[0x4c], &[0x10]], prefix: None },
    Chain { name: "tron", versions: &[&[0x41]], prefix: None },
    Chain { name: "zcash", versions: &[&[0x1c, 0xb8], &[0x1c, 0xbd]], prefix: None },
];
/// Bytes of a hash of key or script (BIP 13 and those who copied it).
const HASH_BYTES: usize = 20;
/// An integrated address of Monero.
const ADDRESS_CHARS_MAX: usize = 106;
const NAMES: [&str; 8] =
    ["bitcoin", "litecoin", "dogecoin", "dash", "tron", "zcash", "ethereum", "monero"];

fn canonical(text: &str) -> Result<String, Error> {
    let (chain, address) = match text.split_once(':') {
        Some((chain, address)) => (Some(chain.trim().to_ascii_lowercase()), address.trim()),
        None => (None, text),
    };
    if chain.as_deref().is_some_and(|chain| !NAMES.contains(&chain)) {
        return Err(wrong("this chain is not known, or its addresses have no checksum"));
    }
    let address = address.split('?').next().unwrap_or(address);
    let address = address.strip_prefix("//").unwrap_or(address);
    let (found, address) = read(address).ok_or_else(|| wrong("no chain's checksum fits"))?;
    if chain.is_some_and(|chain| chain != found) {
        return Err(wrong(format!("this is an address of {found}")));
    }
    Ok(format!("{found}:{address}"))
}

/// The chain of an address and its canonical form.
fn read(address: &str) -> Option<(&'static str, String)> {
    if address.len() > ADDRESS_CHARS_MAX || !address.is_ascii() {
        return None;
    }
    if let Some(address) = ethereum::canonical(address) {
        return Some(("ethereum", address));
    }
    if let Some((prefix, address)) = bech32::canonical(address) {
        let chain = BASE58.iter().find(|chain| chain.prefix == Some(prefix.as_str()))?;
        return Some((chain.name, address));
    }
    if monero::is_address(address) {
        return Some(("monero", address.to_owned()));
    }
    let payload = base58::check(address)?;
    let fits = |version: &&[u8]| {
        payload.strip_prefix(*version).is_some_and(|hash| hash.len() == HASH_BYTES)
    };
    let chain = BASE58.iter().find(|chain| chain.versions.iter().any(fits))?;
    Some((chain.name, address.to_owned()))
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("wallet", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wallets_have_one_form() {
        let check = |text: &str, expect: &str| {
            assert_eq!(canonical(text).as_deref(), Ok(expect), "{text}");
        };
        // Bitcoin's first block; a script's; BIP 173; BIP 350.
        check("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
        check(
            "bitcoin:3P14159f73E4gFr7JterCCQh9QjiTjiZrG?amount=1",
            "bitcoin:3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
        );
        check(
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        );
        check(
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "bitcoin:bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        );
        // EIP-55's first example, in one case.
        check(
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
            "ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        );
        // The contract of TRON's documentation.
        check("tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t");
    }

    #[test]
    fn others_are_refused() {
        let check = |text: &str| assert!(canonical(text).is_err(), "{text}");
        check("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb");
        check("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5");
        check("litecoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
        check("solana:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
        check("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"); // BIP 173: the test network
        check("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"); // mixed case, and not EIP-55's
        check("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae");
        check("bitcoin:");
    }
}
