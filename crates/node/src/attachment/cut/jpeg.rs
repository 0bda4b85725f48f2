//! JPEG (ITU-T T.81): markers and segments.

use record::attachment::Metadata;

use super::Cut;
use super::exif::Exif;

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const COMMENT: u8 = 0xfe;

/// What becomes of a segment.
enum Fate {
    Stays,
    Goes(Metadata),
    Exif(Exif),
}

pub fn cut(bytes: &[u8]) -> Option<Cut> {
    let mut cut = Cut { bytes: Vec::with_capacity(bytes.len()), what: Vec::new() };
    if !bytes.starts_with(&[0xff, SOI]) {
        return None;
    }
    let (mut at, mut turned, mut body) = (2, None, Vec::with_capacity(bytes.len()));
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        // Any number of fill bytes may stand before a marker.
        while *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        let marker = bytes[at + 1];
        if marker == EOI {
            body.extend_from_slice(&[0xff, EOI]);
            at += 2;
            break;
        }
        let end = at + 2 + usize::from(length(bytes, at + 2)?);
        let segment = bytes.get(at + 4..end)?;
        match fate(marker, segment) {
            Fate::Stays => body.extend_from_slice(&bytes[at..end]),
            Fate::Goes(what) => cut.note(what),
            Fate::Exif(exif) => {
                cut.note_exif(&exif);
                turned = Some(exif).filter(Exif::is_turned).or(turned);
            }
        }
        at = end;
        if marker == SOS {
            let scan = scan_end(bytes, at)?;
            body.extend_from_slice(&bytes[at..scan]);
            at = scan;
        }
    }
    if at < bytes.len() {
        cut.note(Metadata::Trailing);
    }
    cut.bytes.extend_from_slice(&[0xff, SOI]);
    if let Some(exif) = turned {
        cut.bytes.extend_from_slice(b"\xff\xe1\0\x22Exif\0\0");
        cut.bytes.extend_from_slice(&exif.bare());
    }
    cut.bytes.append(&mut body);
    Some(cut)
}

/// The length in a segment counts itself.
fn length(bytes: &[u8], at: usize) -> Option<u16> {
    let length = u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?);
    (length >= 2).then_some(length)
}

fn fate(marker: u8, segment: &[u8]) -> Fate {
    match marker {
        COMMENT => Fate::Goes(Metadata::Comment),
        0xe0 if segment.starts_with(b"JFIF\0") => Fate::Stays,
        0xe1 if segment.starts_with(b"Exif\0") => {
            Fate::Exif(Exif::read(segment.get(6..).unwrap_or_default()))
        }
        0xe1 => Fate::Goes(Metadata::Xmp),
        // Without its profile a picture's colours are others.
        0xe2 if segment.starts_with(b"ICC_PROFILE\0") => Fate::Stays,
        0xed => Fate::Goes(Metadata::Iptc),
        // Which colours the numbers mean.
        0xee if segment.starts_with(b"Adobe") => Fate::Stays,
        0xe0..=0xef => Fate::Goes(Metadata::Maker),
        _ => Fate::Stays,
    }
}

/// Where the next marker stands that is neither a stuffed byte nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}
