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

/// What each code would add to the score, at most.
#[derive(Debug, Clone)]
pub struct Table {
    most: Box<[i16; CODES]>,
    set: Vec<u16>,
}

impl Default for Table {
    fn default() -> Table {
        Table { most: Box::new([0; CODES]), set: Vec::new() }
    }
}

impl Table {
    /// Forgets everything, at the cost of what was set.
    pub fn clear(&mut self) {
        for code in self.set.drain(..) {
            self.most[usize::from(code)] = 0;
        }
    }

    /// The family behind `code` adds up to `weight`.
    pub fn raise(&mut self, code: u16, weight: i16) {
        let most = &mut self.most[usize::from(code) % CODES];
        if *most == 0 && weight > 0 {
            self.set.push(code);
        }
        *most = (*most).max(weight);
    }

    /// The codes that add anything.
    #[must_use]
    pub fn codes(&self) -> &[u16] {
        &self.set
    }

    #[must_use]
    pub fn most(&self, code: u16) -> i16 {
        self.most[usize::from(code) % CODES]
    }

    fn sum(&self, posting: u64) -> i32 {
        let at = |shift: u32| i32::from(self.most[((posting >> shift) & CODE_MASK) as usize]);
        at(ROW_BITS) + at(ROW_BITS + CODE_BITS) + at(ROW_BITS + 2 * CODE_BITS)
    }

    /// Adds to `rows` every row of `list` whose other parts could add `need` or more.
    pub fn scan(&self, list: &[u64], need: i32, rows: &mut Vec<u32>) {
        for &posting in list {
            if self.sum(posting) >= need {
                rows.push(row(posting));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, NONE, ROWS_MAX, SEVERAL, Table, code, pack, row};

    #[test]
    fn a_posting_keeps_its_row_and_its_codes() {
        let last = (ROWS_MAX - 1) as u32;
        for posting in [pack(last, [4095, 1, 0]), pack(last, [0; 3]), pack(last, [4095; 3])] {
            assert_eq!(row(posting), last);
        }
        let mut table = Table::default();
        table.raise(4095, 5);
        table.raise(7, 3);
        assert_eq!(table.sum(pack(last, [4095, 7, 9])), 8);
        table.clear();
        assert_eq!(table.sum(pack(last, [4095, 7, 9])), 0);
    }

    #[test]
    fn no_family_has_a_reserved_code() {
        for family in 0..100_000 {
            assert!(![NONE, SEVERAL].contains(&code(family)));
            assert!(usize::from(code(family)) < CODES);
        }
    }

    #[test]
    fn a_scan_keeps_exactly_what_could_reach() {
        let mut table = Table::default();
        table.raise(10, 100);
        table.raise(11, 50);
        let list = [pack(1, [10, 0, 0]), pack(2, [11, 0, 0]), pack(3, [12, 11, 10])];
        let mut rows = Vec::new();
        table.scan(&list, 100, &mut rows);
        assert_eq!(rows, [1, 3]);
    }
}
