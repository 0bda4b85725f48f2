//! A posting: eight bytes that say which row, and enough about the row's other parts to reject most
//! rows without touching them.
//!
//! ```text
//! bits  0–26   row in the segment
//! bits 27–62   three codes of twelve bits: the families of the other parts
//! ```
//!
//! A list is read from front to back. Three looks into a table of eight kilobytes, which stays in
//! the nearest cache, give the most that the other parts could add to the score.

/// Rows that one segment can number.
pub const ROWS_MAX: usize = 1 << ROW_BITS;
/// Codes of families, the two reserved ones included.
pub const CODES: usize = 1 << CODE_BITS;

const ROW_BITS: u32 = 27;
const CODE_BITS: u32 = 12;
const CODE_MASK: u64 = (CODES - 1) as u64;
/// Other parts that a posting can name.
pub const OTHERS: usize = 3;

/// The code of 'no further part'.
pub const NONE: u16 = 0;
/// The code of 'several further parts, look at the row'.
pub const SEVERAL: u16 = 1;

/// The code of a family: what the row's other postings say about it.
#[must_use]
pub fn code(family: u32) -> u16 {
    let mixed = u64::from(family).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - CODE_BITS);
    // Shifted away from the reserved codes.
    (mixed as u16).max(2)
}

/// A posting of `row` whose other parts have these codes.
#[must_use]
pub fn pack(row: u32, codes: [u16; OTHERS]) -> u64 {
    let [first, second, third] = codes.map(u64::from);
    u64::from(row)
        | first << ROW_BITS
        | second << (ROW_BITS + CODE_BITS)
        | third << (ROW_BITS + 2 * CODE_BITS)
}

/// The row of a posting.
#[must_use]
pub fn row(posting: u64) -> u32 {
    (posting & ((1 << ROW_BITS) - 1)) as u32
}

/// What each code would add to the score, at most, and whether it is asked for at all.
///
/// One number holds all of it, so that a posting is judged by adding three: the weight in the lower
/// sixteen bits, then how many parts are asked for, how many are none, how many stand for several.
#[derive(Debug, Clone)]
pub struct Table {
    most: Box<[u32; CODES]>,
    set: Vec<u16>,
}

const WEIGHT: u32 = 0xffff;
const ASKED: u32 = 1 << 16;
const ABSENT: u32 = 1 << 20;
const UNKNOWN: u32 = 1 << 24;

/// What a posting must promise for its row to be touched.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// The weight of the other parts.
    pub weight: i32,
    /// With at least this weight, parts on both sides may remain that have no counterpart.
    pub conflict_weight: i32,
    /// So many other parts are asked for.
    pub asked: u32,
}

impl Default for Table {
    fn default() -> Table {
        let mut most = Box::new([0; CODES]);
        most[usize::from(NONE)] = ABSENT;
        Table { most, set: Vec::new() }
    }
}

impl Table {
    /// Forgets everything, at the cost of what was set.
    pub fn clear(&mut self) {
        for code in self.set.drain(..) {
            self.most[usize::from(code)] = 0;
        }
    }

    /// The family behind `code` adds up to `weight` and answers `asked` parts.
    pub fn raise(&mut self, code: u16, weight: u16, asked: u32) {
        let most = &mut self.most[usize::from(code) % CODES];
        if *most == 0 {
            self.set.push(code);
        }
        let answers = (*most & (ABSENT - 1) & !WEIGHT).max(asked * ASKED);
        *most = (*most & WEIGHT).max(u32::from(weight)) | answers;
    }

    /// What several unnamed parts add together.
    pub fn raise_several(&mut self, weight: u16) {
        self.most[usize::from(SEVERAL)] = UNKNOWN | u32::from(weight);
        self.set.push(SEVERAL);
    }

    /// The codes that add anything.
    #[must_use]
    pub fn codes(&self) -> &[u16] {
        &self.set
    }

    #[must_use]
    pub fn most(&self, code: u16) -> i32 {
        (self.most[usize::from(code) % CODES] & WEIGHT) as i32
    }

    fn sum(&self, posting: u64) -> u32 {
        let at = |shift: u32| self.most[((posting >> shift) & CODE_MASK) as usize];
        at(ROW_BITS) + at(ROW_BITS + CODE_BITS) + at(ROW_BITS + 2 * CODE_BITS)
    }

    /// Adds to `rows` every row of `list` that could be the one: enough weight, and parts without a
    /// counterpart on one side only.
    pub fn scan(&self, list: &[u64], need: Need, rows: &mut Vec<u32>) {
        for &posting in list {
            let sum = self.sum(posting);
            if (sum & WEIGHT) as i32 >= need.weight && need.fits(sum) {
                rows.push(row(posting));
            }
        }
    }
}

impl Need {
    fn fits(self, sum: u32) -> bool {
        let asked = (sum / ASKED) & 15;
        let answered = asked >= self.asked;
        let nothing_left = asked + ((sum / ABSENT) & 15) >= OTHERS as u32;
        answered || nothing_left || sum >= UNKNOWN || (sum & WEIGHT) as i32 >= self.conflict_weight
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, NONE, Need, ROWS_MAX, SEVERAL, Table, code, pack, row};

    #[test]
    fn a_posting_keeps_its_row_and_its_codes() {
        let last = (ROWS_MAX - 1) as u32;
        for posting in [pack(last, [4095, 1, 0]), pack(last, [0; 3]), pack(last, [4095; 3])] {
            assert_eq!(row(posting), last);
        }
    }

    #[test]
    fn no_family_has_a_reserved_code() {
        for family in 0..100_000 {
            assert!(![NONE, SEVERAL].contains(&code(family)));
            assert!(usize::from(code(family)) < CODES);
        }
    }

    fn check(codes: [u16; 3], weight: i32, asked: u32, expect: bool) {
        let mut table = Table::default();
        table.raise(10, 100, 1);
        table.raise(11, 50, 1);
        table.raise_several(70);
        let need = Need { weight, conflict_weight: 140, asked };
        let mut rows = Vec::new();
        table.scan(&[pack(1, codes)], need, &mut rows);
        assert_eq!(rows == [1], expect, "{codes:?} {weight} {asked}");
    }

    #[test]
    fn a_scan_keeps_exactly_what_could_be_the_one() {
        check([10, 0, 0], 100, 1, true);
        check([10, 0, 0], 101, 1, false);
        check([10, 12, 0], 100, 1, true);
        // The query has a part left, and so has the row.
        check([10, 12, 0], 100, 2, false);
        check([10, 0, 0], 100, 2, true);
        check([10, 11, 12], 140, 3, true);
        check([SEVERAL, 12, 13], 70, 3, true);
        check([12, 0, 0], 0, 1, false);
        check([0, 0, 0], 0, 1, true);
    }

    #[test]
    fn a_cleared_table_adds_nothing() {
        let mut table = Table::default();
        table.raise(10, 100, 1);
        table.raise_several(9);
        table.clear();
        assert_eq!(table.sum(pack(1, [10, SEVERAL, 10])), 0);
    }
}
