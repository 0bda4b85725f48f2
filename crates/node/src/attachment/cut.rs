//! What a picture says beside the picture is cut out of the copy that is shared. Pixels are not
//! touched: segments are left out, the rest is copied byte for byte. How it is turned stays.

mod exif;
mod gif;
mod jpeg;
mod png;
mod webp;

use record::attachment::Metadata;

use super::Unfit;

/// A picture without its metadata, and what was cut from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    pub bytes: Vec<u8>,
    pub what: Vec<Metadata>,
}

impl Cut {
    fn note(&mut self, what: Metadata) {
        if let Err(at) = self.what.binary_search(&what) {
            self.what.insert(at, what);
        }
    }

    fn note_exif(&mut self, exif: &exif::Exif) {
        if !exif.is_bare {
            self.note(Metadata::Camera);
        }
        if exif.has_place {
            self.note(Metadata::Place);
        }
    }
}

/// Whether metadata of such pictures can be cut out without a risk to the picture.
pub fn can(media_type: &str) -> bool {
    matches!(media_type, "image/jpeg" | "image/png" | "image/gif" | "image/webp")
}

/// Cuts. A picture that does not keep to its format is refused: what it hides cannot be known.
pub fn cut(media_type: &str, bytes: &[u8]) -> Result<Cut, Unfit> {
    let cut = match media_type {
        "image/jpeg" => jpeg::cut(bytes),
        "image/png" => png::cut(bytes),
        "image/gif" => gif::cut(bytes),
        "image/webp" => webp::cut(bytes),
        _ => None,
    };
    cut.ok_or(Unfit::Damaged)
}

#[cfg(test)]
mod tests;
