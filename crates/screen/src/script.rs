//! Which writing system a letter belongs to, and the tables that turn its letters into sounds.

pub mod fold;
pub mod table;

/// The writing systems that have a table of their own, and all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    Latin,
    Arabic,
    Hebrew,
    Cyrillic,
    Greek,
    Han,
    Hangul,
    Kana,
    Devanagari,
    Thai,
    Other,
}

impl Script {
    /// All of them, in the order of their numbers.
    pub const ALL: [Script; 11] = [
        Script::Latin,
        Script::Arabic,
        Script::Hebrew,
        Script::Cyrillic,
        Script::Greek,
        Script::Han,
        Script::Hangul,
        Script::Kana,
        Script::Devanagari,
        Script::Thai,
        Script::Other,
    ];

    /// The script of a letter; digits and signs count as Latin.
    #[must_use]
    pub fn of(letter: char) -> Script {
        match u32::from(letter) {
            0..=0x036f | 0x1e00..=0x1eff | 0x2000..=0x2bff | 0xfb00..=0xfb06 => Script::Latin,
            0x0370..=0x03ff | 0x1f00..=0x1fff => Script::Greek,
            0x0400..=0x052f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => {
                Script::Cyrillic
            }
            0x0590..=0x05ff | 0xfb1d..=0xfb4f => Script::Hebrew,
            0x0600..=0x06ff | 0x0750..=0x077f | 0x0870..=0x08ff | 0xfb50..=0xfdff => Script::Arabic,
            0xfe70..=0xfeff => Script::Arabic,
            0x0900..=0x097f => Script::Devanagari,
            0x0e00..=0x0e7f => Script::Thai,
            0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => Script::Hangul,
            0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => Script::Kana,
            0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3400..=0x4dbf | 0x4e00..=0x9fff => Script::Han,
            0xf900..=0xfaff | 0x20000..=0x3ffff => Script::Han,
            _ => Script::Other,
        }
    }

    /// The word that data files and explanations use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Script::Latin => "latin",
            Script::Arabic => "arabic",
            Script::Hebrew => "hebrew",
            Script::Cyrillic => "cyrillic",
            Script::Greek => "greek",
            Script::Han => "han",
            Script::Hangul => "hangul",
            Script::Kana => "kana",
            Script::Devanagari => "devanagari",
            Script::Thai => "thai",
            Script::Other => "other",
        }
    }
}
