//! Europe.

use super::{Entry, checked, form, is_day, pair};
use crate::selector::checksum::{digits, is_code, is_digits, is_luhn, mod_11_10, value, weighted};

pub(super) const RULES: &[Entry] = &[
    checked("BEL", belgium),
    checked("BGR", bulgaria),
    checked("CHE", switzerland),
    checked("CZE", czechia),
    form("DNK", denmark),
    checked("ESP", spain),
    checked("EST", baltic),
    checked("FIN", finland),
    checked("FRA", france),
    form("GBR", united_kingdom),
    checked("HRV", croatia),
    checked("ITA", italy),
    checked("LTU", baltic),
    checked("NLD", netherlands),
    checked("NOR", norway),
    checked("POL", poland),
    checked("PRT", portugal),
    checked("ROU", romania),
    checked("SVK", czechia),
    checked("SWE", sweden),
];

/// Rijksregisternummer (Royal Decree of 3 April 1984): 97 minus the nine digits modulo 97, `2`
/// before them for the born since 2000.
fn belgium(number: &str) -> Option<String> {
    digits::<11>(number)?;
    let (head, check) = (number[..9].parse::<u64>().ok()?, number[9..].parse::<u64>().ok()?);
    let fits = |n: u64| 97 - n % 97 == check;
    (fits(head) || fits(2_000_000_000 + head)).then(|| number.to_owned())
}

/// ЕГН (ГРАО): date with month plus 20 or 40, weights 2 4 8 5 10 9 7 3 6, mod 11 mod 10.
fn bulgaria(number: &str) -> Option<String> {
    let signs = digits::<10>(number)?;
    let sum = weighted(&signs, &[2, 4, 8, 5, 10, 9, 7, 3, 6]);
    let day = is_day(pair(&signs, 2) % 20, pair(&signs, 4));
    (day && sum % 11 % 10 == signs[9]).then(|| number.to_owned())
}

/// AHV number (Bundesamt für Sozialversicherungen): 756, twelve digits as EAN-13.
fn switzerland(number: &str) -> Option<String> {
    let signs = digits::<13>(number)?;
    let sum = weighted(&signs, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
    (number.starts_with("756") && sum.is_multiple_of(10)).then(|| number.to_owned())
}

/// Rodné číslo (Act 133/2000): month plus 20, 50 or 70; ten digits divisible by 11, or, until 1985,
/// ten as remainder written 0.
fn czechia(number: &str) -> Option<String> {
    let signs = digits::<10>(number)?;
    let month = pair(&signs, 2) % 50;
    let day = is_day(if month > 20 { month - 20 } else { month }, pair(&signs, 4));
    let head: u64 = number[..9].parse().ok()?;
    (day && head % 11 % 10 == u64::from(signs[9])).then(|| number.to_owned())
}

/// CPR number: date and four digits; since 2007 without a check digit.
fn denmark(number: &str) -> Option<String> {
    let signs = digits::<10>(number)?;
    is_day(pair(&signs, 2), pair(&signs, 0)).then(|| number.to_owned())
}

/// DNI (Real Decreto 1553/2005) and NIE (Orden INT/2058/2008): the digits modulo 23 say the letter;
/// X, Y and Z count as 0, 1 and 2.
fn spain(number: &str) -> Option<String> {
    let (head, letter) = number.split_at_checked(number.len().checked_sub(1)?)?;
    let digits = match head.bytes().next()? {
        first @ b'X'..=b'Z' if head.len() == 8 => format!("{}{}", first - b'X', &head[1..]),
        b'0'..=b'9' if (7..=8).contains(&head.len()) => format!("{head:0>8}"),
        _ => return None,
    };
    let value = is_digits(&digits).then(|| digits.parse::<usize>().ok())??;
    let expect = b"TRWAGMYFPDXBNJZSQVHLCKE"[value % 23];
    let head = if head.starts_with(['X', 'Y', 'Z']) { head } else { &digits };
    (letter.as_bytes() == [expect]).then(|| format!("{head}{letter}"))
}

/// Isikukood (EVS 585:2007) and asmens kodas: weights 1 to 9 and 1, then 3 to 9, 1, 2, 3 where the
/// first sum leaves ten, mod 11.
fn baltic(number: &str) -> Option<String> {
    let signs = digits::<11>(number)?;
    let first = weighted(&signs, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let second = weighted(&signs, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
    let day = is_day(pair(&signs, 3), pair(&signs, 5)) && (1..=8).contains(&signs[0]);
    (day && if first < 10 { first } else { second } == signs[10]).then(|| number.to_owned())
}

/// Henkilötunnus (Digital and Population Data Services Agency): date, sign of the century, three
/// digits, and the nine digits modulo 31 as a sign. The hyphen of the twentieth century is dropped.
fn finland(number: &str) -> Option<String> {
    let number = number.replace('-', "");
    let (date, rest) = number.split_at_checked(6)?;
    let tail = rest.strip_prefix(['A', 'B', 'C', 'D', 'E', 'F', 'U', 'V', 'W', 'X', 'Y']);
    let (serial, check) = tail.unwrap_or(rest).split_at_checked(3)?;
    let value: usize = digits::<9>(&format!("{date}{serial}"))
        .map(|signs| signs.iter().fold(0, |sum, digit| sum * 10 + *digit as usize))?;
    let day = is_day(date[2..4].parse().ok()?, date[..2].parse().ok()?);
    let expect = b"0123456789ABCDEFHJKLMNPRSTUVWXY"[value % 31];
    (day && check.as_bytes() == [expect]).then(|| number.clone())
}

/// NIR (INSEE): thirteen digits, Corsica's 2A and 2B counted as 19 and 18, and 97 minus their
/// remainder; or the number of an identity card, twelve digits until 2021, then nine signs.
fn france(number: &str) -> Option<String> {
    if number.len() == 12 && is_digits(number) || number.len() == 9 && is_code(number) {
        return Some(number.to_owned());
    }
    let (head, key) = number.split_at_checked(13)?;
    let plain = head.replacen("2A", "19", 1).replacen("2B", "18", 1);
    let sex = head.starts_with(['1', '2', '3', '4', '7', '8']);
    if !sex || key.len() != 2 || plain.len() != 13 || !is_digits(&plain) || !is_digits(key) {
        return None;
    }
    let expect = 97 - plain.parse::<u64>().ok()? % 97;
    (key.parse::<u64>().ok()? == expect).then(|| number.to_owned())
}

/// National insurance number (HMRC, NIM39110): two letters, six digits, A to D.
fn united_kingdom(number: &str) -> Option<String> {
    let signs = number.as_bytes();
    if signs.len() != 9 || !is_digits(number.get(2..8)?) {
        return None;
    }
    let letters = |c: u8| c.is_ascii_uppercase() && !b"DFIQUV".contains(&c);
    let given = !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(&&number[..2]);
    let good = letters(signs[0]) && letters(signs[1]) && signs[1] != b'O' && given;
    (good && (b'A'..=b'D').contains(&signs[8])).then(|| number.to_owned())
}

/// OIB (Porezna uprava): ISO/IEC 7064 MOD 11,10.
fn croatia(number: &str) -> Option<String> {
    mod_11_10(&digits::<11>(number)?).then(|| number.to_owned())
}

/// Codice fiscale (Decreto Ministeriale 23/12/1976): signs in odd places count by a table, those
/// in even places by their value, mod 26. Digits may be letters where two persons' codes met.
fn italy(number: &str) -> Option<String> {
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let signs = number.as_bytes();
    if signs.len() != 16 || !number.is_ascii() || !number.bytes().all(|c| value(c).is_some()) {
        return None;
    }
    let letter = |at: usize| signs[at].is_ascii_uppercase();
    let formed = [0, 1, 2, 3, 4, 5, 8, 11, 15].into_iter().all(letter)
        && [6, 7, 9, 10, 12, 13, 14]
            .iter()
            .all(|at| signs[*at].is_ascii_digit() || b"LMNPQRSTUV".contains(&signs[*at]))
        && b"ABCDEHLMPRST".contains(&signs[8]);
    let plain = |sign: u8| match sign {
        b'0'..=b'9' => u32::from(sign - b'0'),
        _ => u32::from(sign - b'A'),
    };
    let terms = signs[..15].iter().enumerate().map(|(i, sign)| match i % 2 {
        0 => ODD[plain(*sign) as usize],
        _ => plain(*sign),
    });
    let good = formed && terms.sum::<u32>() % 26 == plain(signs[15]);
    good.then(|| number.to_owned())
}

/// BSN (Logisch Ontwerp BSN): weights 9 to 2 and minus 1, divisible by 11; eight digits lack their
/// leading zero.
fn netherlands(number: &str) -> Option<String> {
    let full = if (8..=9).contains(&number.len()) { format!("{number:0>9}") } else { return None };
    let signs = digits::<9>(&full)?;
    let sum = weighted(&signs, &[9, 8, 7, 6, 5, 4, 3, 2]);
    (sum > 0 && sum % 11 == signs[8]).then_some(full)
}

/// Fødselsnummer (Skatteetaten): date, D-numbers with day plus 40, weights 3 7 6 1 8 9 4 5 2 and
/// 5 4 3 2 7 6 5 4 3 2, both mod 11.
fn norway(number: &str) -> Option<String> {
    let signs = digits::<11>(number)?;
    let first = weighted(&signs, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11);
    let second = weighted(&signs, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11);
    let day = is_day(pair(&signs, 2), pair(&signs, 0) % 40);
    (day && first && second).then(|| number.to_owned())
}

/// PESEL (Act of 24 September 2010, article 15): date with the century in the month, weights 1 3 7
/// 9, mod 10.
fn poland(number: &str) -> Option<String> {
    let signs = digits::<11>(number)?;
    let sum = weighted(&signs, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    let day = is_day(pair(&signs, 2) % 20, pair(&signs, 4));
    (day && sum.is_multiple_of(10)).then(|| number.to_owned())
}

/// Cartão de cidadão (AMA, 'Validação de número de documento'): eight digits, a check digit, two
/// signs of the version, and Luhn over all with letters from ten up.
fn portugal(number: &str) -> Option<String> {
    let signs = number.as_bytes();
    if signs.len() != 12 || !is_digits(number.get(..9)?) || !signs[11].is_ascii_digit() {
        return None;
    }
    let values: Vec<u32> = number.bytes().map(value).collect::<Option<_>>()?;
    let terms = values.iter().rev().enumerate().map(|(i, value)| match i % 2 {
        0 => *value,
        _ if value * 2 > 9 => value * 2 - 9,
        _ => value * 2,
    });
    terms.sum::<u32>().is_multiple_of(10).then(|| number.to_owned())
}

/// CNP (Law 105/1996): weights 279146358279, mod 11, ten written 1.
fn romania(number: &str) -> Option<String> {
    let signs = digits::<13>(number)?;
    let rest = weighted(&signs, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    let day = is_day(pair(&signs, 3), pair(&signs, 5)) && signs[0] > 0;
    (day && if rest == 10 { 1 } else { rest } == signs[12]).then(|| number.to_owned())
}

/// Personnummer (Skatteverket, SKV 704) and samordningsnummer, day plus 60: Luhn over ten digits;
/// the century, where it is written, is dropped.
fn sweden(number: &str) -> Option<String> {
    let number = if number.len() == 12 { number.get(2..)? } else { number };
    let signs = digits::<10>(number)?;
    let day = is_day(pair(&signs, 2), pair(&signs, 4) % 60);
    (day && is_luhn(number)).then(|| number.to_owned())
}
