//! PNG (ISO/IEC 15948): chunks.

use record::attachment::Metadata;

use super::Cut;
use super::exif::Exif;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What draws the picture, in its colours and its size, still or moving.
const DRAWING: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI",
];

pub fn cut(bytes: &[u8]) -> Option<Cut> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut cut = Cut { bytes: SIGNATURE.to_vec(), what: Vec::new() };
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let end = usize::try_from(length).ok()?.checked_add(12)?;
        let (chunk, after) = rest.split_at_checked(end)?;
        let kind: &[u8; 4] = chunk[4..8].try_into().ok()?;
        let content = &chunk[8..end - 4];
        match kind {
            _ if DRAWING.contains(&kind) => cut.bytes.extend_from_slice(chunk),
            b"eXIf" => turn(&mut cut, content),
            b"iTXt" if content.starts_with(b"XML:com.adobe.xmp") => cut.note(Metadata::Xmp),
            b"tEXt" | b"zTXt" | b"iTXt" => cut.note(Metadata::Comment),
            b"tIME" => cut.note(Metadata::Camera),
            // A chunk that a reader must understand, and that we do not.
            _ if kind[0].is_ascii_uppercase() => return None,
            _ => cut.note(Metadata::Maker),
        }
        rest = after;
        if kind == b"IEND" {
            break;
        }
    }
    if !rest.is_empty() {
        cut.note(Metadata::Trailing);
    }
    Some(cut)
}

fn turn(cut: &mut Cut, content: &[u8]) {
    let exif = Exif::read(content);
    cut.note_exif(&exif);
    if exif.is_turned() {
        let bare = exif.bare();
        let named = [b"eXIf" as &[u8], &bare].concat();
        cut.bytes.extend_from_slice(&(bare.len() as u32).to_be_bytes());
        cut.bytes.extend_from_slice(&named);
        cut.bytes.extend_from_slice(&crc(&named).to_be_bytes());
    }
}

/// The check sum of PNG, annex D.
pub fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}
