//! Segregated witness addresses: bech32 (BIP 173) for version 0, bech32m (BIP 350) for later ones.

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
const BECH32: u32 = 1;
const BECH32M: u32 = 0x2bc8_30a3;
const CHARS_MAX: usize = 90;
const CHECKSUM_CHARS: usize = 6;

/// The human-readable part and the address in lower case, where version, length and checksum fit.
pub(super) fn canonical(text: &str) -> Option<(String, String)> {
    let lower = text.to_ascii_lowercase();
    let mixed = text != lower && text != text.to_ascii_uppercase();
    let (prefix, rest) = lower.rsplit_once('1')?;
    if mixed || text.len() > CHARS_MAX || prefix.is_empty() || rest.len() <= CHECKSUM_CHARS {
        return None;
    }
    let value = |sign: u8| ALPHABET.iter().position(|known| *known == sign).map(|at| at as u8);
    let values: Vec<u8> = rest.bytes().map(value).collect::<Option<_>>()?;
    let (version, program) = values[..values.len() - CHECKSUM_CHARS].split_first()?;
    let constant = if *version == 0 { BECH32 } else { BECH32M };
    let good = *version <= 16 && is_program(*version, program);
    let fits = good && polymod(expand(prefix).chain(values.iter().copied())) == constant;
    fits.then(|| (prefix.to_owned(), lower.clone()))
}

/// BIP 141 and 173: 2 to 40 bytes, 20 or 32 for version 0, padding of fewer than five zero bits.
fn is_program(version: u8, program: &[u8]) -> bool {
    let bits = program.len() * 5;
    let (bytes, padding) = (bits / 8, bits % 8);
    let zeros = program.last().is_some_and(|last| last & ((1 << padding) - 1) == 0);
    let sized = (2..=40).contains(&bytes) && (version > 0 || bytes == 20 || bytes == 32);
    sized && padding < 5 && zeros
}

fn expand(prefix: &str) -> impl Iterator<Item = u8> {
    prefix.bytes().map(|c| c >> 5).chain([0]).chain(prefix.bytes().map(|c| c & 31))
}

fn polymod(values: impl Iterator<Item = u8>) -> u32 {
    values.fold(1, |sum, value| {
        let top = sum >> 25;
        let next = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        let terms = GENERATOR.iter().enumerate();
        terms.fold(next, |next, (i, term)| if top >> i & 1 == 1 { next ^ term } else { next })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_addresses_are_told_apart() {
        let check = |text: &str, expect: Option<&str>| {
            let prefix = canonical(text).map(|(prefix, _)| prefix);
            assert_eq!(prefix.as_deref(), expect, "{text}");
        };
        // BIP 350, test vectors.
        check("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", Some("bc"));
        check("BC1SW50QGDZ25J", Some("bc"));
        check("bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", Some("bc"));
        check("tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy", Some("tb"));
        check("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", None);
        check("BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", None);
        check("bc1pw5dgrnzv", None);
        check("BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", None);
        check("bc1gmk9yu", None);
    }
}
