//! Signed notes (C2SP signed-note): text, a blank line, signature lines.

use crate::Rule;

/// Larger notes are not read.
pub const NOTE_BYTES_MAX: usize = 8 * 1024;

/// One signature line: name, key id, signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub key_id: [u8; 4],
    pub signature: Vec<u8>,
}

/// Splits a note into its text, with the final newline, and its lines.
pub fn split(note: &str) -> Result<(&str, Vec<Line>), Rule> {
    split_within(note, NOTE_BYTES_MAX)
}

/// As [`split`], for notes that witnesses have made longer.
pub fn split_within(note: &str, bytes_max: usize) -> Result<(&str, Vec<Line>), Rule> {
    if note.len() > bytes_max || note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(Rule::NoteForm);
    }
    let at = note.rfind("\n\n").ok_or(Rule::NoteForm)?;
    let (text, lines) = (&note[..=at], &note[at + 2..]);
    let lines = lines.strip_suffix('\n').ok_or(Rule::NoteForm)?;
    let lines: Result<Vec<Line>, Rule> = lines.split('\n').map(line).collect();
    Ok((text, lines?))
}

fn line(text: &str) -> Result<Line, Rule> {
    let rest = text.strip_prefix("— ").ok_or(Rule::NoteForm)?;
    let (name, encoded) = rest.split_once(' ').ok_or(Rule::NoteForm)?;
    let bytes = base64_decode(encoded).ok_or(Rule::NoteForm)?;
    let (key_id, signature) = bytes.split_first_chunk::<4>().ok_or(Rule::NoteForm)?;
    Ok(Line { name: name.into(), key_id: *key_id, signature: signature.to_vec() })
}

/// Appends a signature line.
pub fn push_line(note: &mut String, name: &str, key_id: [u8; 4], signature: &[u8]) {
    let bytes = [&key_id[..], signature].concat();
    note.push_str("— ");
    note.push_str(name);
    note.push(' ');
    note.push_str(&base64_encode(&bytes));
    note.push('\n');
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 (RFC 4648, section 4) with padding.
pub fn base64_encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |word, i| word << 8 | u32::from(*chunk.get(i).unwrap_or(&0)));
        for i in 0..4 {
            let digit = ALPHABET[(word >> (18 - 6 * i) & 63) as usize] as char;
            text.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

/// The one encoding of some bytes; another one, with stray bits or padding, is none.
pub fn base64_decode(text: &str) -> Option<Vec<u8>> {
    let body = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in body.as_bytes().chunks(4) {
        let mut word = 0u32;
        for i in 0..4 {
            let digit = match chunk.get(i) {
                Some(byte) => ALPHABET.iter().position(|known| known == byte)?,
                None => 0,
            };
            word = word << 6 | digit as u32;
        }
        let decoded = [(word >> 16) as u8, (word >> 8) as u8, word as u8];
        bytes.extend_from_slice(&decoded[..chunk.len().checked_sub(1)?]);
    }
    (base64_encode(&bytes) == text).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_one_form() {
        // RFC 4648, section 10.
        let published =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, encoded) in published {
            assert_eq!(base64_encode(plain.as_bytes()), encoded);
            assert_eq!(base64_decode(encoded).as_deref(), Some(plain.as_bytes()));
        }
        for bad in ["Zg=", "Zg", "Zh==", "Z", "Zm9v=", "Zm 9v"] {
            assert_eq!(base64_decode(bad), None, "{bad}");
        }
    }
}
