//! Numbers as each language writes them, with Latin digits (Unicode CLDR: `ar-u-nu-latn`, `en`,
//! `fr`, `es`).

use fluent_bundle::FluentValue;

use crate::codelist::Language;

/// A decimal number of ASCII digits in a language's way: `1234.5` is `1 234,5` in French.
pub fn decimal(text: &str, language: Language) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let (group, point, grouped_from) = match language {
        Language::Arabic | Language::English => (',', '.', 4),
        Language::French => ('\u{202f}', ',', 4),
        Language::Spanish => ('.', ',', 5),
    };
    let mut written = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        if at > 0 && left.is_multiple_of(3) && whole.len() >= grouped_from {
            written.push(group);
        }
        written.push(digit);
    }
    if !part.is_empty() {
        written.push(point);
        written.push_str(part);
    }
    written
}

/// What a catalogue writes for a number; none for texts, which stay as they are.
pub(super) fn written(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(decimal(&number.value.to_string(), language)),
        _ => None,
    }
}
