//! EXIF: which way a picture is turned, and whether it says where it was taken.

const ORIENTATION: u16 = 0x0112;
const GPS: u16 = 0x8825;
const ENTRY_BYTES: usize = 12;

/// What matters of an EXIF block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exif {
    /// 1 is upright.
    pub orientation: u16,
    pub has_place: bool,
    /// It says nothing but the orientation.
    pub is_bare: bool,
}

impl Exif {
    const UNREADABLE: Self = Self { orientation: 1, has_place: false, is_bare: false };

    /// Reads the TIFF structure. What cannot be read is metadata all the same.
    pub fn read(tiff: &[u8]) -> Self {
        read(tiff).unwrap_or(Self::UNREADABLE)
    }

    pub fn is_turned(&self) -> bool {
        (2..=8).contains(&self.orientation)
    }

    /// A block that says the orientation and nothing else.
    pub fn bare(&self) -> [u8; 26] {
        let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
        tiff[18..20].copy_from_slice(&self.orientation.to_be_bytes());
        tiff
    }
}

fn read(tiff: &[u8]) -> Option<Exif> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let start: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let start = if little { u32::from_le_bytes(start) } else { u32::from_be_bytes(start) };
    let start = usize::try_from(start).ok()?;
    let count = usize::from(short(start)?);
    let (mut orientation, mut has_place) = (1, false);
    for entry in 0..count {
        let at = start.checked_add(2 + entry * ENTRY_BYTES)?;
        match short(at)? {
            ORIENTATION => orientation = short(at + 8)?,
            GPS => has_place = true,
            _ => {}
        }
    }
    let exif = Exif { orientation, has_place, is_bare: false };
    Some(Exif { is_bare: tiff == exif.bare(), ..exif })
}
