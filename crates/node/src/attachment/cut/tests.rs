use super::png::crc;
use super::*;

const WHERE: &[u8] = b"CANARY-GPS-4.7110N-74.0721W";

/// A TIFF block that says how the picture is turned, where it was taken and by whom.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let owner = (WHERE.len() as u32).to_le_bytes();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([&[0x30, 0xa4, 2, 0][..], &owner, &[50, 0, 0, 0]].concat());
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 50, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(WHERE);
    tiff
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// Frame, tables, a scan with stuffed and restart bytes, a second scan: as a camera writes them.
fn scans() -> Vec<u8> {
    [
        segment(0xdb, &[0; 65]),
        segment(0xc2, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xc4, &[0; 20]),
        segment(0xda, &[1, 1, 0, 0, 0x3f, 0]),
        b"\x12\xff\x00\x34\xff\xd0\x56".to_vec(),
        segment(0xc4, &[1; 20]),
        segment(0xda, &[1, 1, 0, 1, 0x3f, 0]),
        b"\x78\xff\x00".to_vec(),
    ]
    .concat()
}

fn jpeg(extra: &[Vec<u8>], behind: &[u8]) -> Vec<u8> {
    let jfif = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    let profile = segment(0xe2, b"ICC_PROFILE\0\x01\x01 colours");
    let start = vec![0xff, 0xd8];
    let end = b"\xff\xd9".to_vec();
    [start, jfif, extra.concat(), profile, scans(), end, behind.to_vec()].concat()
}

fn all_segments(orientation: u8) -> Vec<Vec<u8>> {
    vec![
        segment(0xe1, &[b"Exif\0\0", &*exif(orientation)].concat()),
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", WHERE].concat()),
        segment(0xed, &[b"Photoshop 3.0\0", WHERE].concat()),
        segment(0xe5, WHERE),
        segment(0xfe, WHERE),
    ]
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [&kind[..], content].concat();
    let length = (content.len() as u32).to_be_bytes();
    [&length[..], &named, &crc(&named).to_be_bytes()].concat()
}

fn png(extra: &[Vec<u8>], behind: &[u8]) -> Vec<u8> {
    let head = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let (picture, end) = (chunk(b"IDAT", b"pixels"), chunk(b"IEND", b""));
    let signature = b"\x89PNG\r\n\x1a\n".to_vec();
    [signature, head, extra.concat(), picture, end, behind.to_vec()].concat()
}

fn riff(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, content) in chunks {
        body.extend_from_slice(*kind);
        body.extend_from_slice(&(content.len() as u32).to_le_bytes());
        body.extend_from_slice(content);
        body.resize(body.len() + content.len() % 2, 0);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}

/// Cut once, all is gone; cut twice, nothing is found; a picture without metadata stays as it is.
fn check(media_type: &str, full: &[u8], plain: &[u8], expect: &[Metadata]) {
    let once = cut(media_type, full).unwrap();
    assert_eq!(once.what, expect, "{media_type}");
    assert!(!holds(&once.bytes, WHERE), "{media_type}");
    let twice = cut(media_type, &once.bytes).unwrap();
    assert_eq!((&twice.bytes, &twice.what[..]), (&once.bytes, &[][..]), "{media_type}");
    let same = cut(media_type, plain).unwrap();
    assert_eq!((&*same.bytes, &same.what[..]), (plain, &[][..]), "{media_type}");
    for length in 0..full.len().saturating_sub(40) {
        let _ = cut(media_type, &full[..length]);
    }
}

use Metadata::{Camera, Comment, Iptc, Maker, Place, Trailing, Xmp};

#[test]
fn a_jpeg_loses_its_metadata_and_no_pixel() {
    let full = jpeg(&all_segments(1), WHERE);
    let expect = [Place, Camera, Xmp, Iptc, Comment, Maker, Trailing];
    check("image/jpeg", &full, &jpeg(&[], b""), &expect);
    assert_eq!(cut("image/jpeg", &full).unwrap().bytes, jpeg(&[], b""));
}

#[test]
fn a_picture_that_is_turned_stays_turned() {
    for orientation in 2..=8 {
        let cut = cut("image/jpeg", &jpeg(&all_segments(orientation), b"")).unwrap();
        let kept = exif::Exif::read(&cut.bytes[12..38]);
        assert_eq!((kept.orientation, kept.is_bare), (u16::from(orientation), true));
        assert!(holds(&cut.bytes, &scans()), "pixels");
    }
    let full = png(&[chunk(b"eXIf", &exif(6))], b"");
    let cut_png = cut("image/png", &full).unwrap();
    let kept = exif::Exif { orientation: 6, has_place: false, is_bare: true };
    assert_eq!(cut_png.bytes, png(&[chunk(b"eXIf", &kept.bare())], b""));
}

#[test]
fn a_png_loses_texts_exif_and_time() {
    let extra = [
        chunk(b"tEXt", &[b"Comment\0", WHERE].concat()),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0", WHERE].concat()),
        chunk(b"eXIf", &exif(1)),
        chunk(b"tIME", &[7, 0xea, 3, 2, 8, 0, 0]),
        chunk(b"prVt", WHERE),
    ];
    let expect = [Place, Camera, Xmp, Comment, Maker, Trailing];
    check("image/png", &png(&extra, WHERE), &png(&[], b""), &expect);
    assert!(cut("image/png", &png(&[chunk(b"ABCD", b"")], b"")).is_err(), "a chunk to understand");
}

#[test]
fn a_webp_loses_exif_and_xmp_and_says_so() {
    let head = |flags: u8| vec![flags, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let full = riff(&[
        (b"VP8X", head(0x2c)),
        (b"ICCP", b"colours".to_vec()),
        (b"VP8 ", b"pixels!".to_vec()),
        (b"EXIF", exif(1)),
        (b"XMP ", WHERE.to_vec()),
    ]);
    let pixels = (b"VP8 ", b"pixels!".to_vec());
    let plain = riff(&[(b"VP8X", head(0x20)), (b"ICCP", b"colours".to_vec()), pixels]);
    check("image/webp", &full, &plain, &[Place, Camera, Xmp]);
    assert_eq!(cut("image/webp", &full).unwrap().bytes, plain);
}

#[test]
fn a_gif_loses_comments_and_still_moves() {
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    let moves = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0".to_vec();
    let picture = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0".to_vec();
    let comment = [&[0x21, 0xfe, WHERE.len() as u8][..], WHERE, &[0]].concat();
    let full = [head.clone(), moves.clone(), comment, picture.clone(), vec![0x3b], WHERE.to_vec()];
    let plain = [head, moves, picture, vec![0x3b]].concat();
    check("image/gif", &full.concat(), &plain, &[Comment, Trailing]);
}

#[test]
fn what_keeps_to_no_format_is_refused() {
    for media_type in ["image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"] {
        assert_eq!(cut(media_type, b"no picture at all"), Err(Unfit::Damaged), "{media_type}");
    }
    let whole = jpeg(&all_segments(6), b"");
    assert!(cut("image/jpeg", &whole[..whole.len() - 2]).is_err(), "without its end");
}

proptest::proptest! {
    #[test]
    fn no_bytes_stop_a_reader(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        for start in [&b"\xff\xd8"[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x40\0\0\0WEBP"] {
            let whole = [start, &bytes].concat();
            for media_type in ["image/jpeg", "image/png", "image/gif", "image/webp"] {
                let _ = cut(media_type, &whole);
            }
        }
    }
}
