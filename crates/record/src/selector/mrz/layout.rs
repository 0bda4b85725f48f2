//! Where the fields of the five formats stand, counted from 0 over all lines together.

use std::ops::Range;

use super::Field;

/// The size of document that a zone is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Cards: three lines of 30 (part 5).
    Td1,
    /// Larger cards: two lines of 36 (part 6).
    Td2,
    /// Passports: two lines of 44 (part 4).
    Td3,
    /// Visas: two lines of 44 (part 7).
    MrvA,
    /// Smaller visas: two lines of 36 (part 7).
    MrvB,
}

/// A check digit's place and what it covers.
pub(super) struct Check {
    pub field: Field,
    pub place: usize,
    pub ranges: Vec<Range<usize>>,
}

pub(super) struct Layout {
    pub line_count: usize,
    pub line_chars: usize,
    pub visa: bool,
    pub name: Range<usize>,
    pub number: Range<usize>,
    pub number_check: usize,
    /// A long number goes on in the first optional field.
    pub number_continues: bool,
    pub nationality: usize,
    /// First of six digits; the check digit follows.
    pub birth: usize,
    pub sex: usize,
    /// First of six digits; the check digit follows.
    pub expiry: usize,
    /// The first one, and a second one where there is.
    pub optional: [Range<usize>; 2],
    pub optional_check: Option<usize>,
    pub composite_check: Option<usize>,
    /// What the composite check digit covers.
    pub composite: &'static [Range<usize>],
}

const TD1: Layout = Layout {
    line_count: 3,
    line_chars: 30,
    visa: false,
    name: 60..90,
    number: 5..14,
    number_check: 14,
    number_continues: true,
    nationality: 45,
    birth: 30,
    sex: 37,
    expiry: 38,
    optional: [15..30, 48..59],
    optional_check: None,
    composite_check: Some(59),
    composite: &[5..37, 38..45, 48..59],
};

/// The formats of two lines have the same second line up to its end.
const fn two_lines(line_chars: usize) -> Layout {
    Layout {
        line_count: 2,
        line_chars,
        visa: false,
        name: 5..line_chars,
        number: line_chars..line_chars + 9,
        number_check: line_chars + 9,
        number_continues: false,
        nationality: line_chars + 10,
        birth: line_chars + 13,
        sex: line_chars + 20,
        expiry: line_chars + 21,
        optional: [0..0, 0..0],
        optional_check: None,
        composite_check: None,
        composite: &[],
    }
}

const TD2: Layout = Layout {
    number_continues: true,
    optional: [64..71, 0..0],
    composite_check: Some(71),
    composite: &[36..46, 49..56, 57..71],
    ..two_lines(36)
};

const TD3: Layout = Layout {
    optional: [72..86, 0..0],
    optional_check: Some(86),
    composite_check: Some(87),
    composite: &[44..54, 57..64, 65..87],
    ..two_lines(44)
};

const MRV_A: Layout = Layout { visa: true, optional: [72..88, 0..0], ..two_lines(44) };
const MRV_B: Layout = Layout { visa: true, optional: [64..72, 0..0], ..two_lines(36) };

impl Format {
    pub(super) fn layout(self) -> &'static Layout {
        match self {
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
            Self::MrvA => &MRV_A,
            Self::MrvB => &MRV_B,
        }
    }
}

impl Layout {
    /// All check digits, the composite one, which covers others, last.
    pub fn checks(&self) -> impl Iterator<Item = Check> {
        let one = |field, place, range: Range<usize>| Check { field, place, ranges: vec![range] };
        let date = |field, start: usize| one(field, start + 6, start..start + 6);
        let optional =
            self.optional_check.map(|place| one(Field::Optional, place, self.optional[0].clone()));
        let composite = self.composite_check.map(|place| {
            let ranges = self.composite.to_vec();
            Check { field: Field::Composite, place, ranges }
        });
        [
            Some(one(Field::Number, self.number_check, self.number.clone())),
            Some(date(Field::Birth, self.birth)),
            Some(date(Field::Expiry, self.expiry)),
            optional,
            composite,
        ]
        .into_iter()
        .flatten()
    }
}
