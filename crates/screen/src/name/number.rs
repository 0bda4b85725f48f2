//! Numbers that are written in words or in Roman numerals.

/// What a number is called in words, up to ninety.
#[must_use]
pub fn word(word: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let ones = ONES.iter().position(|known| *known == word);
    let tens = TENS.iter().position(|known| *known == word);
    u32::try_from(ones.map(|at| at + 1).or(tens.map(|at| (at + 3) * 10))?).ok()
}

/// The value of a Roman numeral of two letters or more, up to thirty-nine.
#[must_use]
pub fn roman(word: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = word.bytes().take_while(|letter| *letter == b'x').count();
    if word.len() < 2 || tens > 3 {
        return None;
    }
    let ones = ONES.iter().position(|known| *known == &word[tens..])?;
    u32::try_from(tens * 10 + ones).ok()
}

/// A number however it is written, in digits without leading zeros.
#[must_use]
pub fn digits(text: &str) -> String {
    let value = word(text).or_else(|| roman(text));
    match value {
        Some(value) => value.to_string(),
        None => match text.trim_start_matches('0') {
            "" => "0".to_owned(),
            digits => digits.to_owned(),
        },
    }
}
