use std::io::Write;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const LIMITS: Limits = Limits { entries: 100, bytes: 64 << 20, ratio: 100, nesting: 3 };

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        writer.start_file(*name, packed).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn look(bytes: &[u8]) -> Result<&'static str, Unfit> {
    inspect(Cursor::new(bytes), bytes.len() as u64, &LIMITS)
}

#[test]
fn an_ordinary_archive_and_documents_are_told_apart() {
    assert_eq!(look(&zip(&[("a.txt", b"a"), ("b/c.txt", b"c")])), Ok(media::ZIP));
    let parts: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")];
    assert_eq!(look(&zip(&parts)), Ok(SHEET));
    let text = b"application/vnd.oasis.opendocument.text";
    assert_eq!(look(&zip(&[("mimetype", text)])), Ok("application/vnd.oasis.opendocument.text"));
    let inside = zip(&parts);
    assert_eq!(look(&zip(&[("report.xlsx", &inside)])), Ok(media::ZIP), "a document in an archive");
}

#[test]
fn a_bomb_is_refused_by_what_comes_out_of_it() {
    let zeros = vec![0; 32 << 20];
    let dense = zip(&[("zeros", &zeros)]);
    assert!(dense.len() < 64 << 10, "{}", dense.len());
    assert_eq!(look(&dense), Err(Unfit::TooMuch), "a thousand to one");
    let loose = Limits { ratio: u64::MAX, bytes: 16 << 20, ..LIMITS };
    let refused = inspect(Cursor::new(&dense), dense.len() as u64, &loose);
    assert_eq!(refused, Err(Unfit::TooMuch), "more bytes than may be");
    // What the directory says of the size is not believed: it says one byte.
    let mut lying = dense.clone();
    let at = lying.windows(4).rposition(|mark| mark == b"PK\x01\x02").unwrap();
    lying[at + 24..at + 28].copy_from_slice(&1u32.to_le_bytes());
    assert!(look(&lying).is_err());
    let names: Vec<String> = (0..101).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, b"" as &[u8])).collect();
    assert_eq!(look(&zip(&many)), Err(Unfit::TooMuch), "entries");
}

/// A bomb a layer: each archive holds several of the one below.
#[test]
fn layers_share_one_budget_and_end() {
    let mut inner = zip(&[("zeros", &vec![0; 4 << 20])]);
    for layer in 0..2 {
        let names: Vec<String> = (0..4).map(|number| format!("{layer}-{number}.zip")).collect();
        let each: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*inner)).collect();
        inner = zip(&each);
    }
    assert_eq!(look(&inner), Err(Unfit::TooMuch), "sixteen times four megabytes");
    let mut deep = zip(&[("a.txt", b"a")]);
    for _ in 0..3 {
        deep = zip(&[("a.zip", &deep)]);
    }
    assert_eq!(look(&deep), Err(Unfit::Nested));
}

/// One that unpacks to itself goes down for ever: depth ends it. A quine is stood in for by an
/// archive of archives deeper than any limit.
#[test]
fn an_archive_without_an_end_is_refused_by_its_depth() {
    let mut deep = zip(&[("r.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]);
    for _ in 0..30 {
        deep = zip(&[("r.zip", &deep)]);
    }
    let unlimited = Limits { nesting: 10, ..LIMITS };
    assert_eq!(inspect(Cursor::new(&deep), deep.len() as u64, &unlimited), Err(Unfit::Nested));
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in ["../../etc/cron.d/x", "/etc/passwd", "a/../../b", "C:/x", "..\\..\\x", "\\x"] {
        assert_eq!(look(&zip(&[(name, b"x")])), Err(Unfit::Path), "{name}");
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    assert_eq!(look(&writer.finish().unwrap().into_inner()), Err(Unfit::Path));
}

#[test]
fn what_cannot_be_looked_into_is_refused() {
    assert_eq!(look(&zip(&[("a.gz", b"\x1f\x8b\x08\0")])), Err(Unfit::Nested));
    assert_eq!(look(&zip(&[("word/vbaProject.bin", b"x")])), Err(Unfit::Macros));
    let mut closed = zip(&[("a.txt", b"secret")]);
    // The bit that says a password is needed, in the entry and in the directory.
    closed[6] |= 1;
    let at = closed.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
    closed[at + 8] |= 1;
    assert_eq!(look(&closed), Err(Unfit::Closed));
    let whole = zip(&[("a.txt", &[7; 5_000])]);
    assert!(look(&whole[..whole.len() - 30]).is_err(), "cut short");
    assert!(look(b"PK\x03\x04 no archive").is_err());
}
