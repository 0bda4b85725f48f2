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
/// sixteen bits, then how many parts are asked for, how many are none, how many stand for several,
/// and how many are any of those asked for.
#[derive(Debug, Clone)]
pub struct Table {
    most: Box<[u32; CODES]>,
    set: Vec<u16>,
}

const WEIGHT: u32 = 0xffff;
const ASKED: u32 = 1 << 16;
const ABSENT: u32 = 1 << 20;
const UNKNOWN: u32 = 1 << 24;
const MATCHED: u32 = 1 << 28;

/// The weight that a posting's other parts must promise for its row to be touched.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// Where every part of the row is asked for: what a query says beyond it costs little.
    pub whole_row: i32,
    /// Where every part of the query is answered, or that cannot be told.
    pub whole_query: i32,
    /// Where parts without a counterpart remain on both sides.
    pub conflict: i32,
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
        *most = (*most & WEIGHT).max(u32::from(weight)) | answers | MATCHED;
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

    /// Takes every row of `list` that could be the one, with what its other parts promise.
    pub fn scan(&self, list: &[u64], need: Need, mut take: impl FnMut(u32, Promised)) {
        let least = need.least();
        for &posting in list {
            let sum = self.sum(posting);
            let weight = (sum & WEIGHT) as i32;
            if weight >= least && weight >= need.of(sum) {
                take(row(posting), Promised { sum });
            }
        }
    }
}

/// What a posting's codes promise.
#[derive(Debug, Clone, Copy)]
pub struct Promised {
    sum: u32,
}

impl Promised {
    #[must_use]
    pub fn weight(self) -> i32 {
        (self.sum & WEIGHT) as i32
    }

    /// At least so many of these other parts that are asked for have no answer.
    #[must_use]
    pub fn missing(self, asked: u32) -> u32 {
        let unknown = (self.sum / UNKNOWN) & 15 > 0;
        if unknown { 0 } else { asked.saturating_sub((self.sum / ASKED) & 15) }
    }

    /// At least so many of the row's other parts answer nothing.
    #[must_use]
    pub fn extra(self) -> u32 {
        let known = OTHERS as u32 - ((self.sum / ABSENT) & 15) - ((self.sum / UNKNOWN) & 15);
        known.saturating_sub((self.sum / MATCHED) & 15)
    }
}

impl Need {
    fn of(self, sum: u32) -> i32 {
        let asked = (sum / ASKED) & 15;
        if asked + ((sum / ABSENT) & 15) >= OTHERS as u32 {
            self.whole_row
        } else if asked >= self.asked || (sum / UNKNOWN) & 15 > 0 {
            self.whole_query
        } else {
            self.conflict
        }
    }

    /// Less by what the part itself says.
    #[must_use]
    pub fn less(self, weight: i32) -> Need {
        Need {
            whole_row: self.whole_row - weight,
            whole_query: self.whole_query - weight,
            conflict: self.conflict - weight,
            ..self
        }
    }

    /// The least of it.
    #[must_use]
    pub fn least(self) -> i32 {
        self.whole_row.min(self.whole_query).min(self.conflict)
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

    fn check(codes: [u16; 3], asked: u32, expect: Option<i32>) {
        let mut table = Table::default();
        table.raise(10, 100, 1);
        table.raise(11, 50, 1);
        table.raise_several(70);
        let need = Need { whole_row: 50, whole_query: 70, conflict: 110, asked };
        let mut taken = None;
        table.scan(&[pack(1, codes)], need, |row, weight| {
            assert_eq!(row, 1);
            taken = Some(weight.weight());
        });
        assert_eq!(taken, expect, "{codes:?} {asked}");
    }

    #[test]
    fn a_scan_keeps_exactly_what_could_be_the_one() {
        // Nothing of the row is left over.
        check([11, 0, 0], 2, Some(50));
        check([0, 0, 0], 2, None);
        // Nothing of the query is.
        check([10, 12, 13], 1, Some(100));
        check([11, 12, 13], 1, None);
        // Both have something left.
        check([10, 12, 0], 2, None);
        check([10, 11, 12], 3, Some(150));
        // That cannot be told.
        check([SEVERAL, 12, 13], 3, Some(70));
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
