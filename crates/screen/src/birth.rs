//! Birth dates and how they go wrong: a slipped digit, day and month exchanged, only a year,
//! another calendar.

/// A birth date as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Birth {
    pub year: i32,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

/// How two birth dates stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dates {
    /// Day, month and year agree.
    Same,
    /// Year and month agree, a day is missing.
    SameMonth,
    /// The years agree and more is not known.
    SameYear,
    /// Day and month are exchanged.
    Swapped,
    /// One digit differs, or two neighbours are exchanged.
    Digit,
    /// The years are one apart and nothing else speaks against it.
    NearYear,
    /// They agree when one is read in another calendar.
    Calendar,
    /// The year agrees, day or month does not.
    OtherDay,
    /// The years are two or three apart.
    FewYears,
    /// Nothing agrees.
    Differ,
}

impl Birth {
    /// Reads `1960`, `1960-06` or `1960-06-29`, also with `/` or `.`, and day first where the year
    /// stands last. Anything else is no date.
    #[must_use]
    pub fn parse(text: &str) -> Option<Birth> {
        let fields: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
        if fields.len() > 3
            || fields.iter().any(|field| field.is_empty() || field.chars().count() > 4)
        {
            return None;
        }
        let numbers: Vec<i32> =
            fields.iter().map(|field| digits(field)).collect::<Option<Vec<i32>>>()?;
        let small = |number: i32, most: u8| u8::try_from(number).ok().filter(|n| *n <= most);
        let (year, month, day) = match numbers[..] {
            [year] => (year, 0, 0),
            [year, month] if year > 31 => (year, month, 0),
            [year, month, day] if year > 31 => (year, month, day),
            [day, month, year] if year > 31 => (year, month, day),
            _ => return None,
        };
        let known = |number: u8| (number > 0).then_some(number);
        let (month, day) = (small(month, 12)?, small(day, 31)?);
        (1000..=2700).contains(&year).then_some(Birth {
            year,
            month: known(month),
            day: known(day),
        })
    }

    /// Compares two dates; the kindest reading counts.
    #[must_use]
    pub fn compare(self, other: Birth) -> Dates {
        let plain = self.compare_plain(other);
        if plain < Dates::OtherDay {
            return plain;
        }
        let near = |left: Birth, right: Birth| {
            left.years_elsewhere().into_iter().flatten().any(|year| (year - right.year).abs() <= 1)
        };
        match near(self, other) || near(other, self) {
            true => Dates::Calendar,
            false => plain,
        }
    }

    fn compare_plain(self, other: Birth) -> Dates {
        let apart = (self.year - other.year).abs();
        let days = (self.month.zip(self.day), other.month.zip(other.day));
        match (apart, days) {
            (0, (Some(one), Some(two))) => self.compare_days(other, one, two),
            (0, _) => match (self.month, other.month) {
                (Some(one), Some(two)) if one == two => Dates::SameMonth,
                (Some(one), Some(two)) if one != two => Dates::OtherDay,
                _ => Dates::SameYear,
            },
            (_, (Some(one), Some(two))) if one == two && one_slip(self, other) => Dates::Digit,
            (1, (Some(one), Some(two))) if one != two => Dates::FewYears,
            (1, _) => Dates::NearYear,
            (2 | 3, _) => Dates::FewYears,
            _ => Dates::Differ,
        }
    }

    fn compare_days(self, other: Birth, one: (u8, u8), two: (u8, u8)) -> Dates {
        if one == two {
            Dates::Same
        } else if one == (two.1, two.0) {
            Dates::Swapped
        } else if one == (1, 1) || two == (1, 1) {
            Dates::SameYear
        } else if one_slip(self, other) {
            Dates::Digit
        } else {
            Dates::OtherDay
        }
    }

    /// The year of this date were it given in the Hijri (lunar), Persian or Buddhist calendar.
    pub(crate) fn years_elsewhere(self) -> [Option<i32>; 3] {
        let hijri = (1250..=1500).contains(&self.year).then(|| (self.year * 97 + 50) / 100 + 622);
        let persian = (1250..=1450).contains(&self.year).then_some(self.year + 621);
        let buddhist = (2400..=2600).contains(&self.year).then_some(self.year - 543);
        [hijri, persian, buddhist]
    }

    fn written(self) -> [u8; 8] {
        let mut digits = [0; 8];
        let (month, day) = (self.month.unwrap_or(0), self.day.unwrap_or(0));
        let mut number = self.year * 10_000 + i32::from(month) * 100 + i32::from(day);
        for digit in digits.iter_mut().rev() {
            *digit = u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
        }
        digits
    }
}

fn digits(field: &str) -> Option<i32> {
    let mut value = 0;
    for letter in field.chars() {
        value = value * 10 + i32::try_from(crate::script::fold::digit(letter)?).ok()?;
    }
    Some(value)
}

/// One digit is another, or two neighbours changed places.
fn one_slip(one: Birth, other: Birth) -> bool {
    let (one, other) = (one.written(), other.written());
    let differ: Vec<usize> = (0..8).filter(|at| one[*at] != other[*at]).collect();
    match differ[..] {
        [_] => true,
        [first, second] => {
            second == first + 1 && one[first] == other[second] && one[second] == other[first]
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, expect: Dates) {
        let read = |text| Birth::parse(text).unwrap();
        assert_eq!(read(left).compare(read(right)), expect, "{left} {right}");
        assert_eq!(read(right).compare(read(left)), expect, "{right} {left}");
    }

    #[test]
    fn dates_go_wrong_in_known_ways() {
        check("1960-06-29", "1960-06-29", Dates::Same);
        check("1960-06-29", "29/06/1960", Dates::Same);
        check("1960-06-29", "1960-06", Dates::SameMonth);
        check("1960-06-29", "1960", Dates::SameYear);
        check("1960-06-29", "1960-01-01", Dates::SameYear);
        check("1960-06-09", "1960-09-06", Dates::Swapped);
        check("1960-06-29", "1960-06-28", Dates::Digit);
        check("1960-06-29", "1906-06-29", Dates::Digit);
        check("1960-06-29", "1961-06-29", Dates::Digit);
        check("1960", "1961", Dates::NearYear);
        check("1960-06-29", "1960-11-03", Dates::OtherDay);
        check("1960-06-29", "1962", Dates::FewYears);
        check("1960-06-29", "1975-02-01", Dates::Differ);
    }

    #[test]
    fn other_calendars_are_read() {
        check("1379", "1960", Dates::Calendar);
        check("1339", "1960", Dates::Calendar);
        check("2503-06-29", "1960-06-29", Dates::Calendar);
        check("1379", "1990", Dates::Differ);
        check("١٩٦٠-٠٦-٢٩", "1960-06-29", Dates::Same);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "unknown", "19", "1960-13-01", "1960-06-29-01", "12345", "-"] {
            assert_eq!(Birth::parse(text), None, "{text}");
        }
    }
}
