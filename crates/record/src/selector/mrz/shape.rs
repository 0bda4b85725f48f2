//! From foreign text to lines of the right length: what can be told without knowing the fields.

use super::{FILLER, Finding, Format};
use crate::selector::TEXT_BYTES_MAX;

/// The format that fits best, exactly as many signs as it has, and what had to be changed.
pub(super) fn shape(text: &str) -> (Format, String, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    let mut budget = TEXT_BYTES_MAX;
    for line in text.lines() {
        let line = read_line(line, budget, &mut findings);
        budget -= line.len();
        if !line.is_empty() {
            lines.push(line);
        }
    }
    let format = choose(&lines);
    let layout = format.layout();
    if lines.len() == 1 {
        lines = split(&lines[0], layout.line_chars);
    }
    let fits = lines.len() == layout.line_count
        && lines.iter().all(|line| line.len() == layout.line_chars);
    if !fits {
        findings.insert(0, Finding::Shape);
    }
    lines.resize(layout.line_count, String::new());
    let fill = |line: &String| {
        line.chars().chain(std::iter::repeat(FILLER)).take(layout.line_chars).collect()
    };
    (format, lines.iter().map(fill).collect::<Vec<String>>().concat(), findings)
}

/// One line in capitals, without spaces; at most `budget` signs.
fn read_line(line: &str, budget: usize, findings: &mut Vec<Finding>) -> String {
    let mut out = String::new();
    for c in line.chars().filter(|c| !c.is_whitespace()).take(budget) {
        match c.to_ascii_uppercase() {
            sign @ ('A'..='Z' | '0'..='9' | FILLER) => out.push(sign),
            '‹' => out.push(FILLER),
            '«' => out.push_str("<<"),
            other => {
                out.push(FILLER);
                if !findings.iter().any(|finding| matches!(finding, Finding::Sign(_))) {
                    findings.push(Finding::Sign(other));
                }
            }
        }
    }
    out.truncate(budget);
    out
}

/// By the number of lines and their length, or by the length of all where lines are joined.
fn choose(lines: &[String]) -> Format {
    let visa = lines.first().is_some_and(|line| line.starts_with('V'));
    let longest = lines.iter().map(String::len).max().unwrap_or(0);
    let wide = match lines.len() {
        0 => false,
        1 if longest > 88 => return Format::Td1,
        1 => longest > 80,
        2 => longest > 40,
        _ => return Format::Td1,
    };
    match (wide, visa) {
        (true, true) => Format::MrvA,
        (true, false) => Format::Td3,
        (false, true) => Format::MrvB,
        (false, false) => Format::Td2,
    }
}

fn split(line: &str, line_chars: usize) -> Vec<String> {
    let signs: Vec<char> = line.chars().collect();
    signs.chunks(line_chars).map(|chunk| chunk.iter().collect()).collect()
}
