//! WebP: chunks of a RIFF file.

use record::attachment::Metadata;

use super::Cut;
use super::exif::Exif;

const DRAWING: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Bits of the extended header: what the file holds besides.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

pub fn cut(bytes: &[u8]) -> Option<Cut> {
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let end = usize::try_from(length).ok()?.checked_add(8)?;
    let mut rest = bytes.get(12..end)?;
    let mut cut = Cut { bytes: bytes[..12].to_vec(), what: Vec::new() };
    let (mut header, mut turned) = (None, None);
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        // Chunks are padded to an even length.
        let (chunk, after) = rest.split_at_checked((8 + length + length % 2).min(rest.len()))?;
        let kind: &[u8; 4] = chunk[..4].try_into().ok()?;
        let content = chunk.get(8..8 + length)?;
        match kind {
            b"EXIF" => {
                let tiff = content.strip_prefix(b"Exif\0\0").unwrap_or(content);
                let exif = Exif::read(tiff);
                cut.note_exif(&exif);
                turned = Some(exif).filter(Exif::is_turned);
            }
            b"XMP " => cut.note(Metadata::Xmp),
            _ if DRAWING.contains(&kind) => {
                if kind == b"VP8X" {
                    header = Some(cut.bytes.len() + 8);
                }
                cut.bytes.extend_from_slice(chunk);
            }
            _ => cut.note(Metadata::Maker),
        }
        rest = after;
    }
    if end < bytes.len() {
        cut.note(Metadata::Trailing);
    }
    finish(&mut cut, header, turned)?;
    Some(cut)
}

/// The extended header says what is still there; the file its length.
fn finish(cut: &mut Cut, header: Option<usize>, turned: Option<Exif>) -> Option<()> {
    if let Some(at) = header {
        let flags = cut.bytes.get_mut(at)?;
        *flags &= !(HAS_EXIF | HAS_XMP);
        if let Some(exif) = turned {
            *flags |= HAS_EXIF;
            cut.bytes.extend_from_slice(b"EXIF\x1a\0\0\0");
            cut.bytes.extend_from_slice(&exif.bare());
        }
    }
    let length = u32::try_from(cut.bytes.len() - 8).ok()?;
    cut.bytes[4..8].copy_from_slice(&length.to_le_bytes());
    Some(())
}
