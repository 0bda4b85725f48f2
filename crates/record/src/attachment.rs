//! Files that travel beside a record: what each is, where its sealed bytes lie, and their key.
//!
//! The bytes are no part of the record; their digests are. Whoever may read the record has the key,
//! and when the record is erased the key goes with it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Digest, Error, digest};

/// Files beside one record.
pub const ATTACHED_MAX: usize = 64;
const NAME_CHARS_MAX: usize = 160;
const TEXT_CHARS_MAX: usize = 1_000;
const MEDIA_TYPE_BYTES_MAX: usize = 127;

/// The key of one file. It is shown to nobody: it stands in the record's bytes alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileKey(#[serde(with = "digest::bytes32")] pub [u8; 32]);

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

/// What a file says beside its content: cut from the copy that is shared, or left with a reason.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Metadata {
    /// Where a picture was taken.
    Place,
    /// Camera, moment and settings (EXIF); how to turn the picture stays.
    Camera,
    /// Adobe's XMP packet.
    Xmp,
    /// Press agencies' captions and authors (IPTC, Photoshop's resources).
    Iptc,
    /// Comments and named texts.
    Comment,
    /// Segments of programs and makers.
    Maker,
    /// Bytes after the picture's end.
    Trailing,
    /// Author, title and program of a document.
    Document,
    /// The format keeps more than the content, and nothing can be cut from it without a risk.
    Unknown,
}

impl Metadata {
    pub fn code(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Camera => "camera",
            Self::Xmp => "xmp",
            Self::Iptc => "iptc",
            Self::Comment => "comment",
            Self::Maker => "maker",
            Self::Trailing => "trailing",
            Self::Document => "document",
            Self::Unknown => "unknown",
        }
    }
}

/// A file beside a record, as its owner shares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// Its file name, without folders.
    pub name: String,
    /// What its bytes are, not what somebody called them.
    pub media_type: String,
    /// Bytes of what is shared.
    pub size: u64,
    /// SHA-256 of what is shared.
    pub digest: Digest,
    /// SHA-256 of the sealed bytes: where they lie and what is asked for.
    pub address: Digest,
    pub key: FileKey,
    /// What it shows, in its author's words: for those who do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// SHA-256 of the original, which its owner keeps, where something was cut from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Digest>,
    /// What was cut from the original.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<Metadata>,
    /// What it still says beside its content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Metadata>,
    /// Why that was left: the author's reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}

impl Attached {
    /// What holds for every attachment, whoever wrote it.
    pub fn check(&self) -> Result<(), Error> {
        check_name(&self.name)?;
        check_media_type(&self.media_type)?;
        check_text("attachments.caption", self.caption.as_deref())?;
        check_text("attachments.kept", self.kept.as_deref())?;
        if self.size == 0 {
            return Err(Error::field("attachments.size", "a file has bytes"));
        }
        if self.cut.is_empty() != self.original.is_none() {
            let reason = "something was cut from an original, or nothing was";
            return Err(Error::field("attachments.original", reason));
        }
        Ok(())
    }

    /// A list of them: bounded, each sound, none twice.
    pub fn check_all(attached: &[Self]) -> Result<(), Error> {
        if attached.len() > ATTACHED_MAX {
            return Err(Error::TooLarge { what: "number of attachments", max: ATTACHED_MAX });
        }
        attached.iter().try_for_each(Self::check)?;
        let mut addresses: Vec<Digest> = attached.iter().map(|one| one.address).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let once = addresses.len() == attached.len();
        once.then_some(()).ok_or_else(|| Error::field("attachments.address", "one file, twice"))
    }
}

/// A file's name is shown and written to disks by people: no folder, nothing that turns the text.
pub fn check_name(name: &str) -> Result<(), Error> {
    let bad = |c: char| {
        c.is_control()
            || matches!(c, '/' | '\\' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2066}'..='\u{2069}')
    };
    let dots = name.trim_matches(['.', ' ']).is_empty();
    if dots || name.chars().count() > NAME_CHARS_MAX || name.chars().any(bad) {
        let reason = "a file's name without folders, 160 letters at most";
        return Err(Error::field("attachments.name", reason));
    }
    Ok(())
}

fn check_media_type(text: &str) -> Result<(), Error> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "!#$&^_.+-".contains(c);
    let halves = text.split_once('/');
    let fits = halves.is_some_and(|(kind, rest)| {
        !kind.is_empty() && !rest.is_empty() && kind.chars().chain(rest.chars()).all(good)
    });
    let fits = fits && text.len() <= MEDIA_TYPE_BYTES_MAX;
    fits.then_some(()).ok_or_else(|| Error::field("attachments.media_type", "type/subtype"))
}

fn check_text(field: &str, text: Option<&str>) -> Result<(), Error> {
    let Some(text) = text else { return Ok(()) };
    if text.trim().is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        return Err(Error::field(field, "1 to 1,000 letters, or left out"));
    }
    Ok(())
}

/// What a draft says of a file: one that was uploaded, or one of the revision before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attach {
    /// The id of an upload of the same officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<String>,
    /// The address of a file of the revision before, which stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stays: Option<Digest>,
    /// What it shows: for those who do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Why it is shared with all it says beside its content, as evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_metadata: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attached(name: &str) -> Attached {
        Attached {
            name: name.into(),
            media_type: "image/jpeg".into(),
            size: 7,
            digest: Digest::of(&[b"shared"]),
            address: Digest::of(&[b"sealed"]),
            key: FileKey([5; 32]),
            caption: None,
            original: None,
            cut: Vec::new(),
            holds: Vec::new(),
            kept: None,
        }
    }

    fn check(name: &str, expect: bool) {
        assert_eq!(attached(name).check().is_ok(), expect, "{name:?}");
    }

    #[test]
    fn a_name_leads_nowhere_and_turns_no_text() {
        check("panel.jpg", true);
        check("صورة اللوحة.jpg", true);
        for bad in ["", "..", " . ", "../panel.jpg", "a\\b", "a\0b", "a\nb", "gpj.\u{202e}exe"] {
            check(bad, false);
        }
        check(&"a".repeat(161), false);
    }

    #[test]
    fn an_attachment_is_of_a_type_and_cut_from_an_original_or_not() {
        let with = |change: fn(&mut Attached)| {
            let mut one = attached("panel.jpg");
            change(&mut one);
            one.check().is_ok()
        };
        assert!(with(|_| ()));
        assert!(!with(|one| one.media_type = "image".into()));
        assert!(!with(|one| one.media_type = "text/html; charset=x".into()));
        assert!(!with(|one| one.size = 0));
        assert!(!with(|one| one.cut = vec![Metadata::Place]));
        assert!(!with(|one| one.original = Some(one.digest)));
        assert!(!with(|one| one.caption = Some(" ".into())));
        let twice = [attached("a.jpg"), attached("b.jpg")];
        assert!(Attached::check_all(&twice).is_err());
        assert!(Attached::check_all(&twice[..1]).is_ok());
    }

    #[test]
    fn a_key_is_not_in_what_is_printed() {
        let text = format!("{:?}", attached("a.jpg"));
        assert!(!text.contains("5, 5") && !text.contains("0505"), "{text}");
    }
}
