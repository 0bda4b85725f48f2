//! Domain names: RFC 1035 and 5891, letters, digits and hyphens in labels of at most 63.
//!
//! Canonical form: lower case, other scripts as A-labels (RFC 5890, punycode of RFC 3492), without
//! the final dot. `[.]`, by which reports keep a name from being followed, is a dot. Letters are
//! expected composed (Unicode NFC).

use super::rule::{Check, Rule};
use crate::Error;

mod punycode;

use punycode::punycode;

pub(super) const RULE: Rule = Rule {
    standard: "RFC 1035, RFC 5890",
    example: "example.org",
    check: Check::Form,
    scanned: false,
    canonical: |text| canonical(text).map_err(wrong),
    likely: |text| !text.contains(char::is_whitespace),
};

const NAME_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;

/// The canonical form, or what is wrong with the name.
pub(super) fn canonical(text: &str) -> Result<String, &'static str> {
    let name = text.replace("[.]", ".").to_lowercase();
    let name = name.strip_suffix('.').unwrap_or(&name);
    let labels: Option<Vec<String>> = name.split('.').map(label_canonical).collect();
    let labels = labels.ok_or("the domain has a label that none can have")?;
    let top = labels.last().map_or("", String::as_str);
    if labels.len() < 2 || top.len() < 2 || top.bytes().all(|c| c.is_ascii_digit()) {
        return Err("the domain is not a full one");
    }
    let name = labels.join(".");
    if name.len() > NAME_BYTES_MAX {
        return Err("the domain is longer than 253 bytes");
    }
    Ok(name)
}

/// One label as letters, digits and inner hyphens.
fn label_canonical(label: &str) -> Option<String> {
    let label = if label.is_ascii() {
        label.to_owned()
    } else {
        let good =
            |c: char| if c.is_ascii() { is_ldh(c) } else { c.is_alphanumeric() || is_mark(c) };
        label.chars().all(good).then(|| punycode(label)).flatten()?
    };
    let hyphened = label.starts_with('-') || label.ends_with('-');
    let fits = (1..=LABEL_BYTES_MAX).contains(&label.len());
    (fits && !hyphened && label.chars().all(is_ldh)).then_some(label)
}

fn is_ldh(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

/// Combining marks that some scripts' words cannot do without, among them Indic vowel signs.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{900}'..='\u{1dff}').contains(&c)
}

fn wrong(reason: &str) -> Error {
    Error::field("domain", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("Example.ORG.", Some("example.org")); // RFC 2606
        check("sub[.]example[.]net", Some("sub.example.net"));
        check("Bücher.example", Some("xn--bcher-kva.example")); // RFC 3492's customary example
        check("مثال.إختبار", Some("xn--mgbh0fb.xn--kgbechtv")); // IANA's test domains, 2007
        check("example", None);
        check("192.0.2.1", None);
        check("-a.example", None);
        check("a_b.example", None);
        check("a b.example", None);
        check("https://example.org/x", None);
        check(&format!("{}.org", "a".repeat(64)), None);
        check(&format!("{}org", "abcdefghi.".repeat(26)), None);
    }
}
