//! Values whose form or check digit tells what they are, with no word beside them.

use super::reading::{Reading, TOKENS_MAX, is_date, joins};
use super::token::Made;
use super::{Basis, Candidate};
use crate::selector::{Selector, SelectorKind, checksum, iban};

/// Every telling value of a text.
pub(super) fn find(reading: &Reading<'_>, out: &mut Vec<Candidate>) {
    let mut chunk_end = 0;
    for at in 0..reading.tokens.len() {
        let token = reading.tokens[at];
        if token.start >= chunk_end {
            chunk_end = chunk(reading, at, out);
        }
        if reading.before(at).is_some_and(|c| c.is_alphanumeric()) {
            continue;
        }
        match token.made {
            Made::Digits => digits(reading, at, out),
            Made::Letters | Made::Mixed => letters(reading, at, out),
        }
    }
}

/// Adds what stands between two bytes, if it is of the kind.
fn push(
    reading: &Reading<'_>,
    out: &mut Vec<Candidate>,
    kind: SelectorKind,
    span: (usize, usize),
    basis: Basis,
) -> bool {
    let selector = Selector::parse(kind, &reading.text()[span.0..span.1]);
    add(out, selector.ok(), span, basis)
}

/// As [`push`], read from the original text: names keep their accents.
fn push_name(
    reading: &Reading<'_>,
    out: &mut Vec<Candidate>,
    kind: SelectorKind,
    span: (usize, usize),
) -> bool {
    let selector = Selector::parse(kind, reading.original(span.0, span.1));
    add(out, selector.ok(), span, Basis::Form)
}

fn add(
    out: &mut Vec<Candidate>,
    selector: Option<Selector>,
    (start, end): (usize, usize),
    basis: Basis,
) -> bool {
    let found = selector.is_some();
    out.extend(selector.map(|one| Candidate { selector: Some(one), start, end, basis }));
    found
}

/// Looks at what stands between white space around a token: addresses of all sorts. Gives its end.
fn chunk(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) -> usize {
    let text = reading.text();
    let token = reading.tokens[at];
    let start = chunk_start(text, token.start);
    let stop = |c: char| c.is_whitespace() || "<>\"«»“”|،؛;".contains(c);
    let end = text[token.start..].find(stop).map_or(text.len(), |size| token.start + size);
    let (start, last) = trim(text, start, end);
    let chunk = &text[start..last];
    if chunk.len() < 4 || chunk.len() > crate::selector::TEXT_BYTES_MAX {
        return end;
    }
    if chunk.contains('@') {
        email(reading, (start, last), out);
    } else if let Some(scheme) = chunk.find("://") {
        url(reading, (start, last), scheme, out);
    } else if chunk.contains(':') && chunk.bytes().filter(u8::is_ascii_digit).count() > 1 {
        colons(reading, (start, last), out);
    } else if chunk.contains('.') {
        dots(reading, (start, last), out);
    }
    end
}

/// Back over signs that an address may begin with.
fn chunk_start(text: &str, at: usize) -> usize {
    let head = text[..at].trim_end_matches(['[', ':', '+', '.', '_', '-', '@']);
    head.len()
}

/// Without the marks of the sentence around it.
fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let chunk = &text[start..end];
    let head = chunk.len() - chunk.trim_start_matches(['(', '[', '\'', ',', '.', ':', '-']).len();
    let chunk = chunk[head..].trim_end_matches(['.', ',', ')', ']', '\'', ':', '!', '?', '؟', '-']);
    (start + head, start + head + chunk.len())
}

fn email(reading: &Reading<'_>, (start, end): (usize, usize), out: &mut Vec<Candidate>) {
    let chunk = &reading.text()[start..end];
    let local = chunk.find("mailto:").map_or(0, |at| at + "mailto:".len());
    let at = chunk.find('@').unwrap_or(0);
    let head = chunk[..at].rfind([':', '(', '=', '[']).map_or(local, |colon| colon + 1);
    let tail = chunk[at..].find(['(', ')', '/', '?', ',']).map_or(chunk.len(), |size| at + size);
    if head < at && head <= tail {
        push_name(reading, out, SelectorKind::Email, (start + head, start + tail));
    }
}

fn url(
    reading: &Reading<'_>,
    (start, end): (usize, usize),
    scheme: usize,
    out: &mut Vec<Candidate>,
) {
    let chunk = &reading.text()[start..end];
    // Arabic may be written right up to the scheme.
    let head = chunk[..scheme].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let host = start + scheme + 3;
    let rest = &reading.text()[host..end];
    let size = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let name = (host, host + size);
    let _ = push_name(reading, out, SelectorKind::OnlineHandle, (start + head, end))
        || push(reading, out, SelectorKind::IpAddress, name, Basis::Form)
        || size > 3 && push_name(reading, out, SelectorKind::Domain, name);
}

/// IPv6, a hash of a mark, a chain and its address, an issuer and a number.
fn colons(reading: &Reading<'_>, span: (usize, usize), out: &mut Vec<Candidate>) {
    let chunk = &reading.text()[span.0..span.1];
    let hex = chunk.bytes().all(|c| c.is_ascii_hexdigit() || c == b':' || c == b'.');
    if hex && chunk.matches(':').count() > 1 {
        let groups = chunk.matches("::").count() == 1 || chunk.matches(':').count() == 7;
        if groups {
            push(reading, out, SelectorKind::IpAddress, span, Basis::Form);
        }
    } else if chunk.len() > 20 {
        let found = push(reading, out, SelectorKind::PackageMark, span, Basis::Form);
        let _ = found || push(reading, out, SelectorKind::Wallet, span, Basis::Check);
    }
}

/// IPv4 addresses and names of hosts.
fn dots(reading: &Reading<'_>, span: (usize, usize), out: &mut Vec<Candidate>) {
    let chunk = &reading.text()[span.0..span.1];
    if chunk.starts_with(|c: char| c.is_ascii_digit()) {
        let size = chunk.find(|c: char| !c.is_ascii_digit() && !".[]".contains(c));
        let end = span.0 + size.unwrap_or(chunk.len());
        let (start, end) = trim(reading.text(), span.0, end);
        let port = reading.text()[end..].starts_with([':', '/']) || end == span.1;
        if port && push(reading, out, SelectorKind::IpAddress, (start, end), Basis::Form) {
            return;
        }
    }
    let host = chunk.split(['/', ':', '?']).next().unwrap_or(chunk);
    let lower = !host.bytes().any(|c| c.is_ascii_uppercase()) || host.starts_with("www.");
    let top = host.rsplit('.').next().unwrap_or("").trim_end_matches(']');
    if lower && super::domain::is_top(top) && host.len() > top.len() + 2 {
        push_name(reading, out, SelectorKind::Domain, (span.0, span.0 + host.len()));
    }
}

/// Values that begin with a digit.
fn digits(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let start = reading.tokens[at].start;
    if reading.before(at) == Some('+') {
        grouped(
            reading,
            at,
            start - 1,
            out,
            |text| (SelectorKind::Phone, text.len() > 8),
            Basis::Form,
        );
        return;
    }
    let run = reading.run(at);
    let written = reading.slice(at..run);
    if written.starts_with("00") && reading.before(at) != Some('.') {
        let grouped_by_three =
            |text: &str| text.len() > 13 && text.matches([' ', '-']).count() >= 3;
        grouped(
            reading,
            at,
            start,
            out,
            |t| (SelectorKind::Phone, grouped_by_three(t)),
            Basis::Form,
        );
    }
    cas(reading, at, out);
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    if written.starts_with("89") && digits >= 19 {
        grouped(reading, at, start, out, |_| (SelectorKind::Iccid, true), Basis::Check);
    }
    card(reading, at, out);
    waybill(reading, at, out);
    imei(reading, at, out);
    super::national::find(reading, at, out);
}

/// The longest grouping from `at` that is of the kind, its first sign at `start`.
fn grouped(
    reading: &Reading<'_>,
    at: usize,
    start: usize,
    out: &mut Vec<Candidate>,
    kind: impl Fn(&str) -> (SelectorKind, bool),
    basis: Basis,
) -> bool {
    let mut last = at + 1;
    while last < reading.tokens.len()
        && last - at < TOKENS_MAX
        && reading.tokens[last].made == Made::Digits
        && matches!(reading.gap(last - 1), " " | "-" | "." | "/" | " (" | ") " | ")" | "(" | " - ")
    {
        last += 1;
    }
    (at + 1..=last).rev().any(|end| {
        let span = (start, reading.tokens[end - 1].end);
        let text = &reading.text()[span.0..span.1];
        let (kind, fits) = kind(text);
        fits && push(reading, out, kind, span, basis)
    })
}

/// `50-36-2`: told by its check digit, where it is no date.
fn cas(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let end = at + 3;
    if end > reading.tokens.len() || reading.gap(at) != "-" || reading.gap(at + 1) != "-" {
        return;
    }
    let joined = reading.gap(end - 1).starts_with(['-', '/'])
        || matches!(reading.before(at), Some('-' | '/' | '.'));
    let text = reading.slice(at..end);
    if !joined && !is_date(text) {
        let span = (reading.tokens[at].start, reading.tokens[end - 1].end);
        push(reading, out, SelectorKind::Cas, span, Basis::Check);
    }
}

/// Four groups of four, or 4-6-5, that pass Luhn: no other number is written so. The number itself
/// is kept nowhere; a key makes its digest afterwards.
fn card(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let groups = |sizes: &[usize]| {
        let fits = |(i, size): (usize, &usize)| {
            let token = reading.tokens.get(at + i);
            let joined = i == 0 || matches!(reading.gap(at + i - 1), " " | "-");
            joined && token.is_some_and(|t| t.len() == *size && t.made == Made::Digits)
        };
        sizes.iter().enumerate().all(fits).then_some(at + sizes.len())
    };
    let Some(end) = groups(&[4, 4, 4, 4]).or_else(|| groups(&[4, 6, 5])) else { return };
    let digits: String = reading.slice(at..end).chars().filter(char::is_ascii_digit).collect();
    if digits.starts_with(['2', '3', '4', '5', '6']) && checksum::is_luhn(&digits) {
        let (start, end) = (reading.tokens[at].start, reading.tokens[end - 1].end);
        out.push(Candidate { selector: None, start, end, basis: Basis::Check });
    }
}

/// `020-1234 5675` or `020-12345675`.
fn waybill(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let size = |i: usize| reading.tokens.get(i).filter(|t| t.made == Made::Digits).map(|t| t.len());
    let end = match (size(at), reading.gap(at), size(at + 1)) {
        (Some(3), "-", Some(8)) => at + 2,
        (Some(3), "-", Some(4)) if reading.gap(at + 1) == " " && size(at + 2) == Some(4) => at + 3,
        _ => return,
    };
    if !reading.gap(end - 1).starts_with(['-', '/']) && reading.before(at) != Some('-') {
        let span = (reading.tokens[at].start, reading.tokens[end - 1].end);
        push(reading, out, SelectorKind::AirWaybill, span, Basis::Check);
    }
}

/// The grouping of GSMA TS.06: 2, 6, 6 and 1.
fn imei(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let sizes = [2, 6, 6, 1];
    let fits = |(i, size): (usize, &usize)| {
        let token = reading.tokens.get(at + i);
        let joined = i == 0 || matches!(reading.gap(at + i - 1), "-" | " ");
        joined && token.is_some_and(|t| t.len() == *size && t.made == Made::Digits)
    };
    if sizes.iter().enumerate().all(fits) {
        let span = (reading.tokens[at].start, reading.tokens[at + 3].end);
        push(reading, out, SelectorKind::Imei, span, Basis::Check);
    }
}

/// Values that begin with a letter, or have one in their first token.
fn letters(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let token = reading.tokens[at];
    let word = reading.token(at);
    let span = (token.start, token.end);
    if token.has_digits() && token.len() >= 20 {
        let wallet = (26..=106).contains(&token.len())
            && push(reading, out, SelectorKind::Wallet, span, Basis::Check);
        let _ = wallet
            || token.len() == 20 && push(reading, out, SelectorKind::Lei, span, Basis::Check);
    }
    let capital = word.bytes().next().is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if !capital {
        return;
    }
    vin(reading, at, out);
    inchikey(reading, at, out);
    spaced_iban(reading, at, out);
    container(reading, at, out);
    postal_item(reading, at, out);
    super::national::find(reading, at, out);
}

/// Seventeen signs whose check digit is North America's.
fn vin(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let token = reading.tokens[at];
    let checked = reading.token(at).starts_with(['1', '2', '3', '4', '5']);
    if token.len() == 17 && token.made == Made::Mixed && checked {
        push(reading, out, SelectorKind::Vin, (token.start, token.end), Basis::Check);
    }
}

fn inchikey(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let start = reading.tokens[at].start;
    if reading.tokens[at].len() == 14 && reading.gap(at) == "-" && at + 2 < reading.tokens.len() {
        push(
            reading,
            out,
            SelectorKind::Inchikey,
            (start, reading.tokens[at + 2].end),
            Basis::Form,
        );
    }
}

/// Country and check digits, then groups until the country's length is reached.
fn spaced_iban(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let word = reading.token(at).as_bytes();
    let head = word.len() >= 4
        && word[..2].iter().all(u8::is_ascii_uppercase)
        && word[2..4].iter().all(u8::is_ascii_digit);
    let Some(length) = head.then(|| iban::length(&reading.token(at)[..2])).flatten() else {
        return;
    };
    let (mut end, mut signs) = (at + 1, word.len());
    let joined = |gap: &str| matches!(gap, " " | "-");
    while signs < length && end < reading.tokens.len() && joined(reading.gap(end - 1)) {
        signs += reading.tokens[end].len();
        end += 1;
    }
    if signs == length && is_capitals(reading, at..end) {
        let span = (reading.tokens[at].start, reading.tokens[end - 1].end);
        push(reading, out, SelectorKind::Iban, span, Basis::Check);
    }
}

/// Tokens from `at` until so many signs are there, all capitals and digits; between them spaces,
/// hyphens, slashes and dots.
fn until(reading: &Reading<'_>, at: usize, signs: usize) -> Option<(usize, usize)> {
    let (mut end, mut have) = (at + 1, reading.tokens[at].len());
    while have < signs && end < reading.tokens.len() && joins(reading.gap(end - 1)) {
        have += reading.tokens[end].len();
        end += 1;
    }
    let whole = have == signs && is_capitals(reading, at..end);
    whole.then(|| (reading.tokens[at].start, reading.tokens[end - 1].end))
}

fn is_capitals(reading: &Reading<'_>, tokens: std::ops::Range<usize>) -> bool {
    !reading.slice(tokens).bytes().any(|c| c.is_ascii_lowercase())
}

fn container(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let word = reading.token(at).as_bytes();
    let owner = word.len() >= 4 && word[..4].iter().all(u8::is_ascii_uppercase);
    let begins = owner && b"UJZ".contains(&word[3]) && word.get(4).is_none_or(u8::is_ascii_digit);
    if let Some(span) = begins.then(|| until(reading, at, 11)).flatten() {
        push(reading, out, SelectorKind::Container, span, Basis::Check);
    }
}

fn postal_item(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let word = reading.token(at).as_bytes();
    let service = word.len() >= 2 && word[..2].iter().all(u8::is_ascii_uppercase);
    let begins = service && word.get(2).is_none_or(u8::is_ascii_digit);
    if let Some(span) = begins.then(|| until(reading, at, 13)).flatten() {
        push(reading, out, SelectorKind::PostalItem, span, Basis::Check);
    }
}
