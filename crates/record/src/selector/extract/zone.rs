//! Machine-readable zones in running text: lines of capitals, digits and `<`.

use super::reading::Reading;
use super::{Basis, Candidate};
use crate::selector::{Selector, SelectorKind};

/// Signs of a line, or of all lines joined, in the five formats (ICAO Doc 9303 parts 4 to 7).
const SIGNS: [usize; 6] = [30, 36, 44, 72, 88, 90];
const LINES_MAX: usize = 3;

pub(super) fn find(reading: &Reading<'_>, out: &mut Vec<Candidate>) {
    let text = reading.text();
    if !text.contains("<<") {
        return;
    }
    let mut lines: Vec<(usize, usize)> = Vec::new();
    let mut end = 0;
    for chunk in text.split_whitespace() {
        let start = end + text[end..].find(chunk).unwrap_or(0);
        end = start + chunk.len();
        match line(chunk) {
            Some(line) => lines.push((start + line.start, start + line.end)),
            None => lines.clear(),
        }
        try_lines(reading, &mut lines, out);
    }
}

/// Where the signs of a line stand, without the marks that a sentence puts around it.
fn line(chunk: &str) -> Option<std::ops::Range<usize>> {
    let head = chunk.len() - chunk.trim_start_matches(['(', '"', '«']).len();
    let line = chunk[head..].trim_end_matches([',', '.', ';', ')', '"', '»', '،', '؛']);
    let sign = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'<';
    let good = SIGNS.contains(&line.len()) && line.bytes().all(sign);
    good.then_some(head..head + line.len())
}

/// The last one, two or three lines, as a zone.
fn try_lines(reading: &Reading<'_>, lines: &mut Vec<(usize, usize)>, out: &mut Vec<Candidate>) {
    for count in 1..=lines.len().min(LINES_MAX) {
        let (start, end) = (lines[lines.len() - count].0, lines[lines.len() - 1].1);
        let text = &reading.text()[start..end];
        if let Ok(selector) = Selector::parse(SelectorKind::Mrz, text) {
            out.push(Candidate { selector: Some(selector), start, end, basis: Basis::Check });
            lines.clear();
            return;
        }
    }
    if lines.len() == LINES_MAX {
        lines.remove(0);
    }
}
