//! The value at a place, if what stands there can be one of the kind that a word claims.

use std::ops::Range;

use super::named::Claim;
use super::reading::is_date;
use super::shape::Space;
use super::token::Made;
use super::who;
use crate::selector::card::is_number;
use crate::selector::{Selector, SelectorKind};

/// A value and where it stands: its first byte in the searched text and its last token.
pub(super) struct Value {
    pub selector: Option<Selector>,
    pub start: usize,
    pub last: usize,
}

/// Words after a number that make it an amount, folded as the text is.
pub(super) const UNITS: &[&str] = &[
    "kg",
    "kgs",
    "g",
    "gr",
    "mg",
    "t",
    "ton",
    "tons",
    "toneladas",
    "tonnes",
    "gramos",
    "grams",
    "grammes",
    "kilos",
    "kilogramos",
    "kilograms",
    "kilogrammes",
    "l",
    "ml",
    "litros",
    "litres",
    "km",
    "m",
    "cm",
    "mm",
    "usd",
    "eur",
    "euros",
    "euro",
    "dollars",
    "dolares",
    "pesos",
    "cop",
    "mxn",
    "dh",
    "mad",
    "aed",
    "sar",
    "francs",
    "cfa",
    "fcfa",
    "tablets",
    "pills",
    "comprimidos",
    "pastillas",
    "comprimes",
    "paquetes",
    "packages",
    "paquets",
    "packets",
    "bricks",
    "units",
    "unidades",
    "unites",
    "hours",
    "horas",
    "heures",
    "years",
    "anos",
    "ans",
    "days",
    "dias",
    "jours",
    "personas",
    "persons",
    "personnes",
    "كيلو",
    "غرام",
    "غ",
    "كغ",
    "كجم",
    "دولار",
    "يورو",
    "درهم",
    "دينار",
    "طن",
    "حبه",
    "حبوب",
    "قرص",
    "اقراص",
    "ساعه",
    "ساعات",
    "يوم",
    "ايام",
    "سنه",
    "سنوات",
    "شخص",
    "اشخاص",
];

/// The value that begins with token `at`, `distance` tokens from the word that claims it.
pub(super) fn at(claim: &Claim<'_, '_>, at: usize, distance: usize) -> Option<Value> {
    if distance > claim.shape.reach || inside(claim, at) {
        return None;
    }
    match claim.kind {
        SelectorKind::OnlineHandle => handle(claim, at, distance),
        SelectorKind::Phone => phone(claim, at),
        _ => general(claim, at, distance),
    }
}

/// Whether the token goes on with what stands before it, or is an amount of money.
fn inside(claim: &Claim<'_, '_>, at: usize) -> bool {
    let text = claim.reading.text();
    let mut before = text[..claim.reading.tokens[at].start].chars().rev();
    match (before.next(), before.next()) {
        // Of money: an amount, whatever stands before the sign.
        (Some('$' | '€' | '£'), _) | (Some(' '), Some('$' | '€' | '£')) => true,
        (Some('-' | '.' | '/' | '_' | ',' | '#'), Some(c)) => c.is_alphanumeric(),
        _ => false,
    }
}

fn general(claim: &Claim<'_, '_>, at: usize, distance: usize) -> Option<Value> {
    let reading = claim.reading;
    let token = reading.tokens[at];
    if token.made == Made::Letters && !opens(claim, at, distance) {
        return None;
    }
    let run = reading.run(at);
    let ends = (at + 1..=run).rev();
    ends.filter(|end| fits(claim, at..*end)).find_map(|end| {
        let selector = parse(claim, at..end)?;
        Some(Value { selector, start: token.start, last: end - 1 })
    })
}

/// Whether a word of letters can begin a value: a few capitals, or a value without digits.
fn opens(claim: &Claim<'_, '_>, at: usize, distance: usize) -> bool {
    let word = claim.reading.token(at);
    if !is_capitals(word) {
        return false;
    }
    let whole = claim.shape.digits_min == 0 && distance <= 3;
    whole || word.chars().count() <= 4
}

/// Whether tokens look like one value of the kind.
fn fits(claim: &Claim<'_, '_>, range: Range<usize>) -> bool {
    let (reading, shape) = (claim.reading, claim.shape);
    let tokens = &reading.tokens[range.clone()];
    let (mut chars, mut digits) = (0, 0);
    for token in tokens {
        let text = token.of(reading.text());
        chars += text.chars().count();
        digits += text.bytes().filter(u8::is_ascii_digit).count();
    }
    (shape.chars_min..=shape.chars_max).contains(&chars)
        && digits >= shape.digits_min
        && chars - digits >= shape.letters_min
        && range.clone().all(|at| is_written(claim, at))
        && range.clone().skip(1).all(|at| is_joined(claim, &range, at))
        && !goes_on(claim, range.end)
        && !is_date(reading.slice(range.clone()))
        && !is_amount(claim, range, digits == chars)
}

/// Capitals; of a script that has none, one letter, as some plates have.
fn is_capitals(word: &str) -> bool {
    match word.is_ascii() {
        true => word.bytes().all(|c| c.is_ascii_uppercase()),
        false => word.chars().count() == 1 || word.chars().all(char::is_uppercase),
    }
}

/// Capitals, except in a word with digits that is small throughout.
fn is_written(claim: &Claim<'_, '_>, at: usize) -> bool {
    let (token, text) = (claim.reading.tokens[at], claim.reading.token(at));
    let small = text.bytes().any(|c| c.is_ascii_lowercase());
    match token.made {
        Made::Digits => true,
        Made::Letters => is_capitals(text),
        Made::Mixed => {
            !small || (token.len() >= 4 && !text.bytes().any(|c| c.is_ascii_uppercase()))
        }
    }
}

/// Whether a token of a value is joined to the one before as values of the kind are.
fn is_joined(claim: &Claim<'_, '_>, range: &Range<usize>, at: usize) -> bool {
    let (reading, shape) = (claim.reading, claim.shape);
    let (one, next) = (reading.tokens[at - 1], reading.tokens[at]);
    if !reading.gap(at - 1).contains(' ') {
        return true;
    }
    // Arabic writes its `and` to the number that follows: it belongs to neither.
    if next.made == Made::Letters && !reading.token(at).is_ascii() && reading.gap(at).is_empty() {
        return false;
    }
    if claim.kind == SelectorKind::Unlocode {
        return one.len() == 2;
    }
    let capitals = one.made == Made::Letters && next.has_digits() && at == range.start + 1;
    let suffix = one.has_digits() && next.made == Made::Letters && next.len() <= 2;
    let letters = (capitals && one.len() <= 4) || (suffix && at + 1 == range.end);
    match shape.space {
        Space::Never => false,
        Space::Letters => letters,
        Space::Groups if claim.kind == SelectorKind::Plate => {
            let short = |made: Made, len: usize| len <= if made == Made::Letters { 4 } else { 5 };
            short(one.made, one.len()) && short(next.made, next.len()) && range.len() <= 4
        }
        Space::Groups if letters => true,
        Space::Groups => one.has_digits() && next.has_digits() && is_grouped(claim, range),
    }
}

/// Whether groups of digits are of one length, as people group them; where a check digit or a fixed
/// length says where the value ends, any grouping will do.
fn is_grouped(claim: &Claim<'_, '_>, range: &Range<usize>) -> bool {
    let shape = claim.shape;
    let fixed = shape.chars_min >= 9 || claim.kind == SelectorKind::NationalIdentity;
    let mut sizes = range.clone().filter(|at| claim.reading.tokens[*at].has_digits());
    let Some(first) = sizes.next().map(|at| claim.reading.tokens[at].len()) else { return false };
    let mut rest = sizes.map(|at| claim.reading.tokens[at].len());
    let whole = matches!(claim.kind, SelectorKind::Imei | SelectorKind::Iccid | SelectorKind::Imsi);
    if whole && first == 1 {
        return false;
    }
    let Some(size) = rest.next() else { return true };
    fixed || ((2..=4).contains(&size) && first <= size.max(3) && rest.all(|other| other == size))
}

/// Whether something is joined to the end: the value is longer than the range.
fn goes_on(claim: &Claim<'_, '_>, end: usize) -> bool {
    let text = claim.reading.text();
    let mut rest = text[claim.reading.tokens[end - 1].end..].chars();
    match (rest.next(), rest.next()) {
        (Some('-' | '/' | '_' | '@'), Some(c)) => c.is_alphanumeric(),
        (Some('.' | ',' | ':'), Some(c)) => c.is_ascii_digit(),
        (Some('%' | '$' | '€' | '£' | '°'), _) | (Some(' '), Some('€')) => true,
        _ => false,
    }
}

/// A number and its unit, or a number of the clock.
fn is_amount(claim: &Claim<'_, '_>, range: Range<usize>, plain: bool) -> bool {
    let reading = claim.reading;
    let next = reading.tokens.get(range.end).filter(|_| reading.gap(range.end - 1) == " ");
    plain
        && next.is_some_and(|next| {
            let word = next.of(reading.text());
            UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
        })
}

/// The selector; for a card's number none, which is kept nowhere.
#[expect(clippy::option_option, reason = "a card's number is a value without a selector")]
fn parse(claim: &Claim<'_, '_>, range: Range<usize>) -> Option<Option<Selector>> {
    let text = claim.reading.slice(range.clone());
    if claim.kind == SelectorKind::Card {
        return is_number(text).then_some(None);
    }
    if claim.kind == SelectorKind::BillOfLading && is_waybill(text) {
        return Selector::parse(SelectorKind::AirWaybill, text).ok().map(Some);
    }
    if !claim.shape.issued {
        return Selector::parse(claim.kind, text).ok().map(Some);
    }
    let issuers = who::issuers(claim, &range);
    let read = |issuer: &&str| Selector::parse(claim.kind, &format!("{issuer}:{text}")).ok();
    let mut found = issuers.known.iter().filter_map(read);
    let first = found.next()?;
    // Where the word only says who may have issued it, one of them must be the only one that fits.
    (issuers.sure || found.next().is_none()).then_some(Some(first))
}

/// Three digits, a hyphen and eight: an air waybill, whatever the writer calls it, where its check
/// digit says so.
fn is_waybill(text: &str) -> bool {
    text.as_bytes().get(3) == Some(&b'-')
        && text.len() == 12
        && Selector::parse(SelectorKind::AirWaybill, text).is_ok()
}

/// A name with `@` before it, or directly after the platform and a colon.
fn handle(claim: &Claim<'_, '_>, at: usize, distance: usize) -> Option<Value> {
    let reading = claim.reading;
    let token = reading.tokens[at];
    let marked = reading.before(at) == Some('@');
    let colon = distance == 0 && at > 0 && reading.gap(at - 1).trim_end().ends_with(':');
    let mail = marked && reading.text()[..token.start - 1].ends_with(|c: char| c.is_alphanumeric());
    if !(marked || colon) || mail {
        return None;
    }
    let signs = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let rest = &reading.text()[token.start..];
    let size = rest.find(|c| !signs(c)).unwrap_or(rest.len());
    let name = rest[..size].trim_end_matches(['.', '-']);
    let end = token.start + name.len();
    let last = (at..reading.tokens.len()).take_while(|i| reading.tokens[*i].end <= end).last()?;
    let platform = claim.detail.platform?;
    let text = format!("{platform}:{}", reading.original(token.start, reading.tokens[last].end));
    let selector = Selector::parse(claim.kind, &text).ok()?;
    let start = token.start - usize::from(marked);
    Some(Value { selector: Some(selector), start, last })
}

/// `00` or `+` and groups of digits.
fn phone(claim: &Claim<'_, '_>, at: usize) -> Option<Value> {
    let reading = claim.reading;
    let plus = reading.before(at) == Some('+');
    if reading.tokens[at].made != Made::Digits || !(plus || reading.token(at).starts_with("00")) {
        return None;
    }
    let start = reading.tokens[at].start - usize::from(plus);
    let mut end = at + 1;
    while end < reading.tokens.len()
        && end - at < super::reading::TOKENS_MAX
        && reading.tokens[end].made == Made::Digits
        && matches!(reading.gap(end - 1), " " | "-" | "." | "/" | ") " | " (" | "(" | ")")
    {
        end += 1;
    }
    (at + 1..=end).rev().find_map(|end| {
        let text = &reading.text()[start..reading.tokens[end - 1].end];
        let selector = Selector::parse(claim.kind, text).ok()?;
        Some(Value { selector: Some(selector), start, last: end - 1 })
    })
}
