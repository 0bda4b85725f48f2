//! From a shaped zone to its fields, each with what is wrong with it.

use super::layout::Layout;
use super::{FILLER, Field, Finding, MrzDate, MrzName, Sex, check_digit};
use crate::selector::issuer;

/// A shaped zone: ASCII, as long as its layout.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub layout: &'static Layout,
}

impl Reader<'_> {
    fn sign(&self, place: usize) -> char {
        char::from(self.text.as_bytes()[place])
    }

    pub fn code(&self, findings: &mut Vec<Finding>) -> String {
        let code = self.text[..2].trim_end_matches(FILLER).to_owned();
        let known = if self.layout.visa { "V" } else { "ACIP" };
        if !code.starts_with(|c| known.contains(c)) || code.len() > 2 {
            findings.push(Finding::Code(code.clone()));
        }
        code
    }

    pub fn state(
        &self,
        place: usize,
        finding: fn(String) -> Finding,
        findings: &mut Vec<Finding>,
    ) -> String {
        let code = self.text[place..place + 3].trim_end_matches(FILLER).to_owned();
        if code.len() == 2 || issuer::resolve(&code).is_none() {
            findings.push(finding(code.clone()));
        }
        code
    }

    /// The number and the optional fields; parts 5 and 6, note j: a filler in place of the check
    /// digit says that number and check digit go on in the optional field.
    pub fn number(&self, findings: &mut Vec<Finding>) -> (String, Vec<String>) {
        let layout = self.layout;
        let head = &self.text[layout.number.clone()];
        let mut found = self.sign(layout.number_check);
        let mut optional: Vec<&str> =
            layout.optional.iter().map(|range| &self.text[range.clone()]).collect();
        optional.retain(|field| !field.is_empty());
        let mut number = head.to_owned();
        if layout.number_continues && found == FILLER && !optional[0].starts_with(FILLER) {
            let (rest, left) = optional[0].split_once(FILLER).unwrap_or((optional[0], ""));
            let (more, check) = rest.split_at(rest.len() - 1);
            number.push_str(more);
            found = check.chars().next().unwrap_or(FILLER);
            optional[0] = left;
        }
        let expect = check_digit([number.as_str()]);
        if expect != Some(found) {
            findings.push(Finding::CheckDigit { field: Field::Number, found, expect });
        }
        let number: String = number.chars().filter(|c| *c != FILLER).collect();
        if number.is_empty() {
            findings.push(Finding::Empty("number"));
        }
        (number, optional.into_iter().map(words).collect())
    }

    pub fn name(&self, findings: &mut Vec<Finding>) -> MrzName {
        let field = &self.text[self.layout.name.clone()];
        let (primary, secondary) = field.split_once("<<").unwrap_or((field, ""));
        let truncated = !field.ends_with(FILLER);
        let name = MrzName { primary: words(primary), secondary: words(secondary), truncated };
        if name.primary.is_empty() {
            findings.push(Finding::Empty("name"));
        }
        name
    }

    pub fn date(&self, field: Field, findings: &mut Vec<Finding>) -> MrzDate {
        let layout = self.layout;
        let start = if field == Field::Birth { layout.birth } else { layout.expiry };
        let pair = |at: usize| match &self.text[start + at..start + at + 2] {
            "<<" => Some(None),
            digits if digits.bytes().all(|c| c.is_ascii_digit()) => Some(digits.parse().ok()),
            _ => None,
        };
        let parts = (pair(0), pair(2), pair(4));
        let (year, month, day) = (parts.0.flatten(), parts.1.flatten(), parts.2.flatten());
        let read = parts.0.is_some() && parts.1.is_some() && parts.2.is_some();
        let date = MrzDate { year, month, day };
        if !read || !is_date(date) {
            findings.push(Finding::Date(field));
        }
        date
    }

    pub fn sex(&self, findings: &mut Vec<Finding>) -> Sex {
        match self.sign(self.layout.sex) {
            'F' => Sex::Female,
            'M' => Sex::Male,
            FILLER => Sex::Unspecified,
            other => {
                findings.push(Finding::Sex(other));
                Sex::Unspecified
            }
        }
    }

    /// All check digits but the number's.
    pub fn check_rest(&self, findings: &mut Vec<Finding>) {
        for check in self.layout.checks().filter(|check| check.field != Field::Number) {
            let pieces = || check.ranges.iter().map(|range| &self.text[range.clone()]);
            let (found, expect) = (self.sign(check.place), check_digit(pieces()));
            let unused = pieces().all(|piece| piece.chars().all(|c| c == FILLER));
            // Part 4: the check digit of an empty optional field may be filler.
            if check.field == Field::Optional && unused && found == FILLER {
                continue;
            }
            if expect != Some(found) {
                findings.push(Finding::CheckDigit { field: check.field, found, expect });
            }
        }
    }
}

/// Whether the parts that are known can be those of a date.
fn is_date(date: MrzDate) -> bool {
    let day_max = match date.month {
        Some(2) => 29,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    date.month.is_none_or(|month| (1..=12).contains(&month))
        && date.day.is_none_or(|day| (1..=day_max).contains(&day))
}

/// A field's words with single spaces.
fn words(field: &str) -> String {
    field.split(FILLER).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
