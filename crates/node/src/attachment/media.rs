//! What bytes are, by the bytes themselves: what a browser or an author calls them proves nothing.

/// What is looked at to tell a type.
pub const HEAD_BYTES: usize = 4_096;

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const GIF: &str = "image/gif";
const WEBP: &str = "image/webp";
pub const ZIP: &str = "application/zip";
pub const PDF: &str = "application/pdf";
pub const TEXT: &str = "text/plain";
pub const CSV: &str = "text/csv";
pub const OCTETS: &str = "application/octet-stream";
const HTML: &str = "text/html";
const SVG: &str = "image/svg+xml";

/// Pictures that every browser draws and that can hold no script.
const RASTER: [&str; 4] = [JPEG, PNG, GIF, WEBP];

/// First bytes, where they stand, and what they begin. Types that no node takes are here too: a
/// refusal says what a file is.
const MAGIC: &[(usize, &[u8], &str)] = &[
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"GIF87a", GIF),
    (0, b"GIF89a", GIF),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"%PDF-", PDF),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"#!", "text/x-shellscript"),
    (0, b"ID3", "audio/mpeg"),
];

/// Brands of ISO base media files (ISO/IEC 14496-12).
const BRANDS: &[(&[u8], &str)] = &[
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"mif1", "image/heic"),
    (b"msf1", "image/heic"),
    (b"avif", "image/avif"),
    (b"avis", "image/avif"),
    (b"qt  ", "video/quicktime"),
    (b"M4A ", "audio/mp4"),
];

/// What these bytes begin; an archive is looked into elsewhere.
pub fn sniff(head: &[u8]) -> &'static str {
    let magic = MAGIC
        .iter()
        .find(|(at, bytes, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(bytes)));
    if let Some((_, _, found)) = magic {
        return found;
    }
    match (head.get(..4), head.get(4..8), head.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => WEBP,
        (_, Some(b"ftyp"), Some(brand)) => {
            BRANDS.iter().find(|(known, _)| *known == brand).map_or("video/mp4", |(_, is)| is)
        }
        _ => text(head),
    }
}

/// Text, or what begins like a page: a browser would take it for one whatever it is called.
fn text(head: &[u8]) -> &'static str {
    let whole = std::str::from_utf8(head);
    let valid = match whole {
        Ok(text) => text,
        // The last letter may be cut where the head ends.
        Err(error) if error.error_len().is_none() && head.len() >= HEAD_BYTES => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return OCTETS,
    };
    let binary = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    if valid.is_empty() || valid.contains(binary) {
        return OCTETS;
    }
    let lower = valid.to_ascii_lowercase();
    let marks = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
    if marks(&["<svg"]) {
        return SVG;
    }
    let start = lower.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with('<') || marks(&["<!doctype", "<html", "<script", "<iframe", "<body"]) {
        return HTML;
    }
    TEXT
}

/// Whether an author's word for it agrees with what it is. No word is no claim.
pub fn agrees(declared: &str, found: &str) -> bool {
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let same = match declared.as_str() {
        "" | OCTETS => return true,
        "image/jpg" | "image/pjpeg" => JPEG,
        "application/x-zip-compressed" | "application/x-zip" => ZIP,
        "image/heif" => "image/heic",
        CSV | "application/csv" => return found == TEXT,
        // What Windows calls a table of text where a spreadsheet program is installed.
        "application/vnd.ms-excel" if found == TEXT => return true,
        other => return other == found,
    };
    same == found
}

/// The type as which a file is kept: a table of text is one where its author says so.
pub fn settled(declared: &str, name: &str, found: &'static str) -> &'static str {
    let table = declared.contains("csv") || name.to_ascii_lowercase().ends_with(".csv");
    if found == TEXT && table { CSV } else { found }
}

/// Pictures a browser may be shown.
pub fn is_raster(media_type: &str) -> bool {
    RASTER.contains(&media_type)
}

/// The type under which a file of a record is served. A record may be another country's, and say
/// what it likes: what a browser could run is octets to it.
pub fn served(media_type: &str, head: &[u8]) -> &'static str {
    let found = sniff(head);
    let known = [PDF, TEXT, CSV, ZIP];
    let fits = found == media_type || (media_type == CSV && found == TEXT);
    let as_it_is = RASTER.iter().chain(&known).find(|one| **one == media_type);
    as_it_is.filter(|_| fits).copied().unwrap_or(OCTETS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_they_are() {
        let check = |head: &[u8], expect: &str| assert_eq!(sniff(head), expect, "{head:?}");
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", JPEG);
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PNG);
        check(b"RIFF\x10\0\0\0WEBPVP8 ", WEBP);
        check(b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic");
        check(b"\0\0\0\x18ftypisom\0\0\0\0", "video/mp4");
        check(b"%PDF-1.7\n", PDF);
        check(b"PK\x03\x04\x14\0", ZIP);
        check(b"MZ\x90\0", "application/vnd.microsoft.portable-executable");
        check("Número de contenedor\nMSKU 123456 7\n".as_bytes(), TEXT);
        check(b"\xff\xfe\0\x01\x02", OCTETS);
        check(b"", OCTETS);
    }

    #[test]
    fn a_page_or_a_drawing_is_not_text_however_it_begins() {
        let check = |head: &[u8], expect: &str| assert_eq!(sniff(head), expect);
        check(b"<!DOCTYPE html><p>", HTML);
        check(b"\xef\xbb\xbf \n<html>", HTML);
        check(b"a note <SCRIPT>alert(1)</script>", HTML);
        check(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>", SVG);
        check(b"<!-- --><sVg onload=alert(1)>", SVG);
        check(b"<x>", HTML);
    }

    #[test]
    fn what_was_declared_must_be_what_it_is() {
        assert!(agrees("image/jpeg", JPEG) && agrees("image/jpg", JPEG) && agrees("", PNG));
        assert!(agrees("text/csv", TEXT) && agrees("application/octet-stream", PDF));
        assert!(!agrees("image/png", JPEG) && !agrees("application/pdf", ZIP));
        assert!(!agrees("image/jpeg", "application/x-elf") && !agrees("text/csv", HTML));
    }

    #[test]
    fn what_a_browser_could_run_is_served_as_octets() {
        let check = |media_type: &str, head: &[u8], expect: &str| {
            assert_eq!(served(media_type, head), expect, "{media_type}");
        };
        check(JPEG, b"\xff\xd8\xff\xe0", JPEG);
        check(JPEG, b"<html>", OCTETS);
        check(HTML, b"<html>", OCTETS);
        check(SVG, b"<svg>", OCTETS);
        check(TEXT, b"<script>", OCTETS);
        check(CSV, b"a;b\n", CSV);
    }
}
