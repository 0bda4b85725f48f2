//! Labels of other scripts in letters of ASCII: RFC 3492.

use super::LABEL_BYTES_MAX;

/// RFC 3492, section 6.3, with the prefix of RFC 5890; none where a label is absurdly long.
pub(super) fn punycode(label: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
