//! GIF (89a): blocks.

use record::attachment::Metadata;

use super::Cut;

/// Applications whose blocks make a picture move.
const MOVING: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

pub fn cut(bytes: &[u8]) -> Option<Cut> {
    let mut cut = Cut::default();
    let mut at = 13 + table(*bytes.get(10)?);
    cut.bytes.extend_from_slice(bytes.get(..at)?);
    loop {
        let start = at;
        match bytes.get(at)? {
            0x3b => {
                cut.bytes.push(0x3b);
                at += 1;
                break;
            }
            0x2c => {
                at += 10 + table(*bytes.get(at + 9)?);
                at = blocks_end(bytes, at + 1)?;
                cut.bytes.extend_from_slice(bytes.get(start..at)?);
            }
            0x21 => {
                let label = *bytes.get(at + 1)?;
                at = blocks_end(bytes, at + 2)?;
                match fate(label, bytes.get(start + 3..at)?) {
                    None => cut.bytes.extend_from_slice(&bytes[start..at]),
                    Some(what) => cut.note(what),
                }
            }
            _ => return None,
        }
    }
    if at < bytes.len() {
        cut.note(Metadata::Trailing);
    }
    Some(cut)
}

/// Bytes of a colour table, where the flags say that there is one.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Sub-blocks go on until an empty one.
fn blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

fn fate(label: u8, content: &[u8]) -> Option<Metadata> {
    match label {
        // How long and in which way a picture is shown.
        0xf9 => None,
        0xff if MOVING.iter().any(|name| content.starts_with(name)) => None,
        0xff if content.starts_with(b"XMP Data") => Some(Metadata::Xmp),
        0xff => Some(Metadata::Maker),
        _ => Some(Metadata::Comment),
    }
}
