//! What stands in a cell: a number, a day, a word of a list. Only what is certain is read.

use jiff::civil::Date as Day;
use record::decimal::Decimal;
use screen::script::fold;

use super::sheet::Cell;
use super::word;

/// Powers of ten beyond which an amount is no amount.
const EXPONENT_MAX: u32 = 20;

/// How a file writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    pub decimal: char,
    pub thousands: Option<char>,
}

/// Reads `490.0` and, for very small and very large amounts, `1e-05`.
pub fn amount(text: &str) -> Option<Decimal> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Decimal::parse(text).ok();
    };
    let exponent: i32 = exponent.parse().ok()?;
    let digits = exponent.unsigned_abs();
    if digits > EXPONENT_MAX {
        return None;
    }
    let zeros = "0".repeat(digits as usize);
    let factor = match exponent {
        ..0 => format!("0.{}1", &zeros[1..]),
        _ => format!("1{zeros}"),
    };
    Decimal::parse(mantissa).ok()?.times(Decimal::parse(&factor).ok()?)
}

/// A number as the file writes numbers, in digits of any script.
///
/// # Errors
/// In words.
pub fn number(cell: &Cell, marks: Marks) -> Result<Decimal, String> {
    let bad = || format!("`{}` is no number", cell.text);
    if cell.exact {
        return amount(&cell.text).ok_or_else(bad);
    }
    let text = digits(&cell.text);
    let (whole, part) = match text.split_once(marks.decimal) {
        Some((whole, part)) => (whole, Some(part)),
        None => (text.as_str(), None),
    };
    let whole = without_thousands(whole, marks).ok_or_else(bad)?;
    let plain = part.map_or(whole.clone(), |part| format!("{whole}.{part}"));
    amount(&plain).ok_or_else(bad)
}

/// Marks of thousands stand before groups of three; anywhere else the text is no number.
fn without_thousands(whole: &str, marks: Marks) -> Option<String> {
    let is_mark = |letter: char| {
        Some(letter) == marks.thousands
            || (marks.thousands == Some(' ') && matches!(letter, '\u{a0}' | '\u{202f}'))
    };
    let groups: Vec<&str> = whole.split(is_mark).collect();
    let (_, rest) = groups.split_first()?;
    rest.iter().all(|group| group.len() == 3).then(|| groups.concat())
}

/// The text with the digits and the decimal marks of any script as ours.
pub fn digits(text: &str) -> String {
    let one = |letter: char| match letter {
        '\u{066b}' => '.',
        '\u{066c}' => ',',
        '\u{2212}' => '-',
        _ => fold::digit(letter).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(letter),
    };
    text.trim().chars().map(one).collect()
}

/// A count: a number without a part.
///
/// # Errors
/// In words.
pub fn count(cell: &Cell, marks: Marks) -> Result<u32, String> {
    let number = number(cell, marks)?;
    number.to_string().parse().map_err(|_| format!("`{}` is no count", cell.text))
}

/// A day, in one of the forms the mapping names; a workbook's day needs none.
///
/// # Errors
/// In words.
pub fn day(cell: &Cell, forms: &[String]) -> Result<Day, String> {
    let text = digits(&cell.text);
    if cell.exact
        && let Ok(day) = text.parse()
    {
        return Ok(day);
    }
    let found = forms.iter().find_map(|form| day_in(&text, form));
    found.ok_or_else(|| format!("`{}` is no date", cell.text))
}

/// A day in one form; names of months count in all four languages.
pub fn day_in(text: &str, form: &str) -> Option<Day> {
    let spelt = form.contains("%b") || form.contains("%B");
    let text = if spelt { word::english_months(text) } else { text.to_owned() };
    let day = Day::strptime(form, &text).ok();
    // `%Y` reads 18 as the year 18: nobody seized anything then.
    day.filter(|day| (1900..=2200).contains(&day.year()))
}

/// A month: its number, or its name in any of the four languages.
///
/// # Errors
/// In words.
pub fn month(cell: &Cell) -> Result<i8, String> {
    let number = digits(&cell.text).parse().ok().filter(|month| (1..=12).contains(month));
    let found = number.or_else(|| word::month(&cell.text));
    found.ok_or_else(|| format!("`{}` is no month", cell.text))
}

/// A year: four digits, also `2018.0` of a column that a program took for numbers.
///
/// # Errors
/// In words.
pub fn year(cell: &Cell) -> Result<i16, String> {
    let text = digits(&cell.text);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let year = text.parse().ok().filter(|year| (1900..=2200).contains(year));
    year.ok_or_else(|| format!("`{}` is no year", cell.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell { text: text.into(), exact: false }
    }

    #[test]
    fn numbers_are_read_as_the_file_writes_them() {
        let check = |text: &str, decimal: char, thousands: Option<char>, expect: Option<&str>| {
            let read = number(&cell(text), Marks { decimal, thousands }).ok();
            assert_eq!(read.map(|read| read.to_string()).as_deref(), expect, "{text}");
        };
        check("14776", '.', None, Some("14776"));
        check("1.234,5", ',', Some('.'), Some("1234.5"));
        check("1,234.5", '.', Some(','), Some("1234.5"));
        check("1 234,5", ',', Some(' '), Some("1234.5"));
        check("1\u{202f}234,5", ',', Some(' '), Some("1234.5"));
        check("١٢٫٥", '.', None, Some("12.5"));
        check("1e-05", '.', None, Some("0.00001"));
        check("1.5", ',', Some('.'), None);
        check("1,5", '.', Some(','), None);
        check("1,5", '.', None, None);
        check("12 kg", '.', None, None);
        let exact = Cell { text: "1.5".into(), exact: true };
        let marks = Marks { decimal: ',', thousands: Some('.') };
        assert_eq!(number(&exact, marks).unwrap().to_string(), "1.5", "a workbook's own number");
    }

    #[test]
    fn days_are_read_in_the_forms_that_are_named() {
        let check = |text: &str, form: &str, expect: Option<&str>| {
            let read = day(&cell(text), &[form.to_owned()]).ok();
            assert_eq!(read.map(|read| read.to_string()).as_deref(), expect, "{text}");
        };
        check("2018-01-03T00:00:00.000", "%Y-%m-%dT%H:%M:%S%.f", Some("2018-01-03"));
        check("03/01/2018", "%d/%m/%Y", Some("2018-01-03"));
        check("٠٣/٠١/٢٠١٨", "%d/%m/%Y", Some("2018-01-03"));
        check("3 janv. 2018", "%d %b %Y", Some("2018-01-03"));
        check("3 enero 2018", "%d %b %Y", Some("2018-01-03"));
        check("3 يناير 2018", "%d %b %Y", Some("2018-01-03"));
        check("30/02/2018", "%d/%m/%Y", None);
        check("03/01/18", "%d/%m/%Y", None);
        check("03/01/2018", "%Y-%m-%d", None);
    }

    #[test]
    fn months_have_names_in_four_languages() {
        for text in ["APR", "April", "abril", "avril", "Avr.", "أبريل", "نيسان", "4", "٤"]
        {
            assert_eq!(month(&cell(text)), Ok(4), "{text}");
        }
        assert!(month(&cell("13")).is_err());
    }
}
