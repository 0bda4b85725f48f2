//! Mailboxes: the practical part of RFC 5321 (section 4.1.2) with RFC 6531's letters.
//!
//! Canonical form: the whole address in lower case, a domain in other scripts as A-labels (RFC
//! 5890, punycode of RFC 3492). RFC 5321 leaves the case of a local part to its host, but no host
//! of note tells `Ana` from `ana`, and a match missed costs more than one too many; the record's
//! own text keeps what was written. Dots and `+tag` stay: whether they matter differs from host
//! to host. Quoted local parts and address literals, which people do not use, are refused.
//! Letters are expected composed (Unicode NFC), as mail programs send them.

use super::rule::{Check, Rule, always};
use super::{domain, sign};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "RFC 5321, RFC 6531",
    example: "ana@example.org",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: always,
};

const ADDRESS_BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let text = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let (local, domain) = text.rsplit_once('@').ok_or_else(|| wrong("expected name@domain"))?;
    let address =
        format!("{}@{}", local_canonical(local)?, domain::canonical(domain).map_err(wrong)?);
    if address.len() > ADDRESS_BYTES_MAX {
        return Err(wrong("is longer than 254 bytes"));
    }
    Ok(address)
}

/// `atext` of RFC 5322, and everything beyond ASCII that is a letter, digit or mark.
fn is_atext(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
    } else {
        !c.is_control() && !c.is_whitespace() && !sign::is_invisible(c)
    }
}

fn local_canonical(local: &str) -> Result<String, Error> {
    let local = local.to_lowercase();
    if local.is_empty() || local.len() > LOCAL_BYTES_MAX {
        return Err(wrong("the local part has 1 to 64 bytes"));
    }
    let good = |atom: &str| !atom.is_empty() && atom.chars().all(is_atext);
    if !local.split('.').all(good) {
        return Err(wrong("the local part has a character or a dot where none may be"));
    }
    Ok(local)
}

fn wrong(reason: &str) -> Error {
    Error::field("email", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("Smith@Foo.COM", Some("smith@foo.com")); // RFC 5321, section 2.4
        check("mailto:Ana.Diaz+x@Example.org", Some("ana.diaz+x@example.org"));
        check("<a@b.example.>", Some("a@b.example"));
        check("josé@Bücher.example", Some("josé@xn--bcher-kva.example"));
        check("用户@例子.中国", Some("用户@xn--fsqu00a.xn--fiqs8s"));
        check("o'neil_7@sub.example.co.uk", Some("o'neil_7@sub.example.co.uk"));
        check("a@b", None);
        check("a@b..com", None);
        check(".a@b.com", None);
        check("a..b@c.com", None);
        check("\"a b\"@c.com", None);
        check("a b@c.com", None);
        check("a@[192.0.2.1]", None);
        check("a@192.0.2.1", None);
        check("a@-b.com", None);
        check("a@b_c.com", None);
        check("@b.com", None);
        check("a\u{200b}@b.com", None);
        check(&format!("{}@b.com", "a".repeat(65)), None);
        check(&format!("a@{}.com", "b".repeat(64)), None);
    }
}
