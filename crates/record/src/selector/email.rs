//! Mailboxes: the practical part of RFC 5321 (section 4.1.2) with RFC 6531's letters.
//!
//! Canonical form: the whole address in lower case, a domain in other scripts as A-labels (RFC
//! 5890, punycode of RFC 3492). RFC 5321 leaves the case of a local part to its host, but no host
//! of note tells `Ana` from `ana`, and a match missed costs more than one too many; the record's
//! own text keeps what was written. Dots and `+tag` stay: whether they matter differs from host
//! to host. Quoted local parts and address literals, which people do not use, are refused.
//! Letters are expected composed (Unicode NFC), as mail programs send them.

use crate::Error;

const ADDRESS_BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;
const LABEL_BYTES_MAX: usize = 63;

pub(super) fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let text = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let (local, domain) = text.rsplit_once('@').ok_or_else(|| wrong("expected name@domain"))?;
    let address = format!("{}@{}", local_canonical(local)?, domain_canonical(domain)?);
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
        !c.is_control() && !c.is_whitespace() && !is_invisible(c)
    }
}

/// Joiners, direction marks and other signs that hide in a pasted address.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}')
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{2028}'..='\u{202f}').contains(&c)
        || ('\u{2060}'..='\u{206f}').contains(&c)
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

fn domain_canonical(domain: &str) -> Result<String, Error> {
    let domain = domain.strip_suffix('.').unwrap_or(domain).to_lowercase();
    let labels: Option<Vec<String>> = domain.split('.').map(label_canonical).collect();
    let labels = labels.ok_or_else(|| wrong("the domain has a label that none can have"))?;
    let top = labels.last().map_or("", String::as_str);
    if labels.len() < 2 || top.len() < 2 || top.bytes().all(|c| c.is_ascii_digit()) {
        return Err(wrong("the domain is not a full one"));
    }
    Ok(labels.join("."))
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

/// RFC 3492, section 6.3, with the prefix of RFC 5890; none where a label is absurdly long.
fn punycode(label: &str) -> Option<String> {
    let points: Vec<u32> = label.chars().map(u32::from).collect();
    if points.len() > LABEL_BYTES_MAX {
        return None;
    }
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = out.len() as u32;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    while (handled as usize) < points.len() {
        let next = points.iter().copied().filter(|point| *point >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for point in &points {
            delta += u32::from(*point < n);
            if *point == n {
                write_variable(&mut out, delta, bias);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta += 1;
        n += 1;
    }
    Some(format!("xn--{out}"))
}

/// RFC 3492: base 36, thresholds 1 to 26.
fn write_variable(out: &mut String, delta: u32, bias: u32) {
    let mut q = delta;
    for k in (36u32..).step_by(36) {
        let threshold = k.saturating_sub(bias).clamp(1, 26);
        let digit = if q < threshold { q } else { threshold + (q - threshold) % (36 - threshold) };
        out.push(b"abcdefghijklmnopqrstuvwxyz0123456789"[digit as usize] as char);
        if q < threshold {
            return;
        }
        q = (q - threshold) / (36 - threshold);
    }
}

/// RFC 3492, section 6.1: skew 38, damp 700.
fn adapt(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
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

    /// RFC 3492, section 7.1: (A) Arabic, (B) Chinese, (E) Hebrew and (J) Spanish in lower case.
    #[test]
    fn punycode_is_as_published() {
        let check = |label: &str, expect: &str| {
            assert_eq!(punycode(label).as_deref(), Some(expect), "{label}");
        };
        check("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn");
        check("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye");
        check("למההםפשוטלאמדבריםעברית", "xn--4dbcagdahymbxekheh6e0a7fei0b");
        check(
            "porquénopuedensimplementehablarenespañol",
            "xn--porqunopuedensimplementehablarenespaol-fmd56a",
        );
    }
}
