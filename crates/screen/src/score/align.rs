//! Which part of one name is laid beside which of the other: every part at most once, the
//! likeliest first, also where one side glued or split what the other did not.

use super::few::Few;
use super::part::{self, Likeness};
use crate::name::{Name, Part, Role};
use std::sync::Arc;

/// Parts beyond these are not laid side by side.
pub const PARTS_MAX: usize = 14;
/// Up to so many parts may have been written as one.
pub const RUN_MAX: usize = 3;
/// Parts whose likeness is worth less than this are not laid beside one another.
const WORTH_MIN: f32 = -12.0;
/// Runs worth less than this are not one part.
const RUN_WORTH_MIN: f32 = 0.0;
/// Parts whose likeness is worth less than this are two names that resemble one another.
pub const SAME_MIN: f32 = -2.5;

/// Some parts of the left name beside some of the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Indexes into the left name's parts.
    pub left: Few<RUN_MAX>,
    /// Indexes into the right name's parts.
    pub right: Few<RUN_MAX>,
    pub likeness: Likeness,
}

impl Pair {
    /// Whether the parts are held for the same name.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.likeness.worth() >= SAME_MIN
    }
}

/// The whole picture: what lies beside what, and what is left over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    pub pairs: Vec<Pair>,
    pub left_over: Few<PARTS_MAX>,
    pub right_over: Few<PARTS_MAX>,
}

impl Alignment {
    /// The parts of either side that the other has no equal for, whether or not something
    /// resembling them lies beside.
    #[must_use]
    pub fn without_counterpart(&self) -> (Few<PARTS_MAX>, Few<PARTS_MAX>) {
        let (mut left, mut right) = (self.left_over, self.right_over);
        for pair in self.pairs.iter().filter(|pair| !pair.is_same()) {
            left.extend(pair.left.iter().copied());
            right.extend(pair.right.iter().copied());
        }
        (left, right)
    }
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    left: (usize, usize),
    right: (usize, usize),
    likeness: Likeness,
}

/// What parts were compared already with those of one left name. Names of a list share many parts,
/// and each is compared once with a name that is looked for.
#[derive(Debug, Default)]
pub struct Seen {
    /// Where the parts lie: while they are kept, no other part lies there.
    places: Vec<usize>,
    kept: Vec<Arc<Part>>,
    columns: Vec<Column>,
    /// For each column every part of the left name.
    singles: Vec<Option<Likeness>>,
    /// For some columns some runs of the left name: first part and length.
    runs: Vec<((usize, usize), Likeness)>,
    /// What may lie beside what in the names at hand.
    candidates: Vec<Candidate>,
}

/// A right part beside every part and run of the left name.
#[derive(Clone, Copy, Debug)]
struct Column {
    /// Where its singles begin.
    singles: usize,
    /// Where its runs begin and end.
    runs: (usize, usize),
}

impl Seen {
    /// Forgets everything for another left name. The room remains.
    pub fn clear(&mut self) {
        self.places.clear();
        self.kept.clear();
        self.columns.clear();
        self.singles.clear();
        self.runs.clear();
    }

    fn column(&mut self, left: &Name, lefts: &[usize], right: &Arc<Part>) -> usize {
        let place = Arc::as_ptr(right) as usize;
        if let Some(known) = self.places.iter().position(|known| *known == place) {
            return known;
        }
        self.places.push(place);
        self.kept.push(right.clone());
        let (singles, first) = (self.singles.len(), self.runs.len());
        self.singles.extend(lefts.iter().map(|at| {
            let likeness = part::compare(&left.parts[*at], right, WORTH_MIN);
            likeness.filter(|likeness| likeness.worth() > WORTH_MIN)
        }));
        runs(right, (left, lefts), |run, likeness| self.runs.push((run, likeness)));
        self.columns.push(Column { singles, runs: (first, self.runs.len()) });
        self.columns.len() - 1
    }
}

/// What was compared already with each name of one left subject.
#[derive(Debug, Default)]
pub struct SeenNames {
    names: Vec<Seen>,
}

impl SeenNames {
    /// Forgets everything for another left subject. The room remains.
    pub fn clear(&mut self) {
        self.names.iter_mut().for_each(Seen::clear);
    }

    pub(super) fn of(&mut self, name: usize) -> &mut Seen {
        if name >= self.names.len() {
            self.names.resize_with(name + 1, Seen::default);
        }
        &mut self.names[name]
    }
}

/// Lays two names side by side.
#[must_use]
pub fn align(left: &Name, right: &Name) -> Alignment {
    align_seen(left, right, &mut Seen::default())
}

/// The same, where `seen` holds what was compared before with this left name.
pub fn align_seen(left: &Name, right: &Name, seen: &mut Seen) -> Alignment {
    let (lefts, rights) = (named(left), named(right));
    let columns: Few<PARTS_MAX> =
        Few::of(rights.iter().map(|at| seen.column(left, &lefts, &right.parts[*at])));
    let mut candidates = std::mem::take(&mut seen.candidates);
    candidates.clear();
    let columns = || columns.iter().map(|at| seen.columns[*at]).enumerate();
    for i in 0..lefts.len() {
        let single = |column: Column| seen.singles[column.singles + i];
        let likely = columns().filter_map(|(j, column)| Some((j, single(column)?)));
        candidates.extend(likely.map(|(j, likeness)| {
            let (left, right) = ((i, 1), (j, 1));
            Candidate { left, right, likeness }
        }));
    }
    for (i, whole) in lefts.iter().enumerate() {
        runs(&left.parts[*whole], (right, &rights), |right, likeness| {
            candidates.push(Candidate { left: (i, 1), right, likeness });
        });
    }
    for (j, column) in columns() {
        let all = seen.runs[column.runs.0..column.runs.1].iter();
        candidates.extend(all.map(|(left, likeness)| {
            let (left, right) = (*left, (j, 1));
            Candidate { left, right, likeness: *likeness }
        }));
    }
    candidates.sort_by(|a, b| b.likeness.worth().total_cmp(&a.likeness.worth()));
    let alignment = take(&candidates, &lefts, &rights);
    seen.candidates = candidates;
    alignment
}

/// The parts that name, by their index.
fn named(name: &Name) -> Few<PARTS_MAX> {
    let counts = |part: &Part| !matches!(part.role, Role::Particle);
    let parts = name.parts.iter().enumerate().filter(|(_, part)| counts(part));
    Few::of(parts.map(|(at, _)| at))
}

/// The runs of parts that may be this one part cut in pieces.
fn runs(
    whole: &Part,
    (split, parts): (&Name, &[usize]),
    mut found: impl FnMut((usize, usize), Likeness),
) {
    for length in 2..=RUN_MAX.min(parts.len()) {
        for (j, window) in parts.windows(length).enumerate() {
            let mut run = [whole; RUN_MAX];
            for (place, at) in run.iter_mut().zip(window) {
                *place = &split.parts[*at];
            }
            let run = &mut run[..length];
            if !fits(whole, run) {
                continue;
            }
            let mut hear = |run: &[&Part]| {
                let likeness = part::compare_run(whole, run, RUN_WORTH_MIN);
                if let Some(likeness) = likeness.filter(|found| found.worth() > RUN_WORTH_MIN) {
                    found((j, length), likeness);
                }
            };
            hear(run);
            run.rotate_right(1);
            if whole.script != run[0].script {
                hear(run);
            }
        }
    }
}

/// Runs far longer or shorter than the word are not worth a look.
fn fits(part: &Part, run: &[&Part]) -> bool {
    let length: usize = run.iter().map(|part| part.latin_units.len()).sum();
    let own = part.latin_units.len();
    own >= 3 && length <= own * 2 && own <= length * 2
}

fn take(candidates: &[Candidate], lefts: &[usize], rights: &[usize]) -> Alignment {
    let most = lefts.len().min(rights.len());
    let mut alignment = Alignment { pairs: Vec::with_capacity(most), ..Alignment::default() };
    let (mut left_used, mut right_used) = ([false; PARTS_MAX], [false; PARTS_MAX]);
    for candidate in candidates {
        let left = candidate.left.0..candidate.left.0 + candidate.left.1;
        let right = candidate.right.0..candidate.right.0 + candidate.right.1;
        if left.clone().any(|at| left_used[at]) || right.clone().any(|at| right_used[at]) {
            continue;
        }
        left_used[left.clone()].fill(true);
        right_used[right.clone()].fill(true);
        alignment.pairs.push(Pair {
            left: Few::of(lefts[left].iter().copied()),
            right: Few::of(rights[right].iter().copied()),
            likeness: candidate.likeness,
        });
    }
    let over = |used: [bool; PARTS_MAX], parts: &[usize]| {
        Few::of(parts.iter().enumerate().filter(|(at, _)| !used[*at]).map(|(_, part)| *part))
    };
    alignment.left_over = over(left_used, lefts);
    alignment.right_over = over(right_used, rights);
    alignment
}
