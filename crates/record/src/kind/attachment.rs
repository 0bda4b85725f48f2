//! Attachments: pictures and papers, referred to by digest. The bytes travel and are erased apart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sentence::Sentences;
use crate::{Digest, Error};

const MEDIA_TYPE_BYTES_MAX: usize = 127;
/// Pictures of one field: few enough to look at.
pub const ATTACHMENTS_MAX: usize = 50;

/// A reference to bytes that are kept beside the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// SHA-256 of the bytes before they are sealed.
    pub digest: Digest,
    /// `image/jpeg`, `application/pdf`, … (RFC 6838).
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// What it shows, in the owner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

impl Attachment {
    /// Checks pictures of a field: a reference of each.
    pub fn check_pictures(field: &str, pictures: &[Self]) -> Result<(), Error> {
        let picture = |one: &Self| {
            let named = one.media_type.strip_prefix("image/").is_some_and(|rest| !rest.is_empty());
            named && one.media_type.len() <= MEDIA_TYPE_BYTES_MAX && one.size > 0
        };
        let good = pictures.iter().all(picture);
        good.then_some(()).ok_or_else(|| Error::field(field, "a picture is of type image/…"))
    }

    pub fn tell_all(attachments: &[Self], sentences: &mut Sentences) {
        for attachment in attachments {
            let Self { digest, media_type, size, caption } = attachment;
            let fillings = [
                ("type", sentences.id(media_type).into()),
                ("size", sentences.whole(*size).into()),
                ("digest", sentences.id(&digest.to_string()).into()),
            ];
            sentences.say("attachment", &fillings);
            sentences.detail("caption", caption.as_ref().map(|text| sentences.quoted(text)));
        }
    }

    pub(super) fn example(caption: &str) -> Self {
        Self {
            digest: Digest::of(&[caption.as_bytes()]),
            media_type: "image/jpeg".into(),
            size: 184_320,
            caption: Some(caption.into()),
        }
    }
}
