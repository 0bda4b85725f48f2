//! Which part of one name is laid beside which of the other: every part at most once, the
//! likeliest first, also where one side glued or split what the other did not.

use super::part::{self, Likeness};
use crate::name::{Name, Part, Role};

/// Parts beyond these are not laid side by side.
pub const PARTS_MAX: usize = 14;
/// Up to so many parts may have been written as one.
const RUN_MAX: usize = 3;
/// Parts whose likeness is worth less than this are not laid beside one another.
const WORTH_MIN: f32 = -12.0;
/// Parts whose likeness is worth less than this are two names that resemble one another.
pub const SAME_MIN: f32 = -2.5;

/// Some parts of the left name beside some of the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Indexes into the left name's parts.
    pub left: Vec<usize>,
    /// Indexes into the right name's parts.
    pub right: Vec<usize>,
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
    pub left_over: Vec<usize>,
    pub right_over: Vec<usize>,
}

impl Alignment {
    /// The parts of either side that the other has no equal for, whether or not something
    /// resembling them lies beside.
    #[must_use]
    pub fn without_counterpart(&self) -> (Vec<usize>, Vec<usize>) {
        let (mut left, mut right) = (self.left_over.clone(), self.right_over.clone());
        for pair in self.pairs.iter().filter(|pair| !pair.is_same()) {
            left.extend(&pair.left);
            right.extend(&pair.right);
        }
        (left, right)
    }
}

#[derive(Clone, Copy)]
struct Candidate {
    left: (usize, usize),
    right: (usize, usize),
    likeness: Likeness,
}

/// Lays two names side by side.
#[must_use]
pub fn align(left: &Name, right: &Name) -> Alignment {
    let (left_parts, right_parts) = (named(left), named(right));
    let mut candidates = singles(left, right, &left_parts, &right_parts);
    runs(&mut candidates, (left, &left_parts), (right, &right_parts), false);
    runs(&mut candidates, (right, &right_parts), (left, &left_parts), true);
    candidates.sort_by(|a, b| b.likeness.worth().total_cmp(&a.likeness.worth()));
    take(&candidates, &left_parts, &right_parts)
}

/// The parts that name, by their index.
fn named(name: &Name) -> Vec<usize> {
    let counts = |part: &Part| !matches!(part.role, Role::Particle);
    let parts = name.parts.iter().enumerate().filter(|(_, part)| counts(part));
    parts.map(|(at, _)| at).take(PARTS_MAX).collect()
}

fn singles(left: &Name, right: &Name, lefts: &[usize], rights: &[usize]) -> Vec<Candidate> {
    let mut candidates = Vec::with_capacity(lefts.len() * rights.len());
    for (i, l) in lefts.iter().enumerate() {
        for (j, r) in rights.iter().enumerate() {
            if let Some(likeness) = part::compare(&left.parts[*l], &right.parts[*r])
                && likeness.worth() > WORTH_MIN
            {
                let (left, right) = ((i, 1), (j, 1));
                candidates.push(Candidate { left, right, likeness });
            }
        }
    }
    candidates
}

type Side<'a> = (&'a Name, &'a [usize]);

fn runs(candidates: &mut Vec<Candidate>, whole: Side, split: Side, flip: bool) {
    for (i, w) in whole.1.iter().enumerate() {
        for length in 2..=RUN_MAX {
            for j in 0..(split.1.len() + 1).saturating_sub(length) {
                let run: Vec<&Part> =
                    split.1[j..j + length].iter().map(|at| &split.0.parts[*at]).collect();
                let part = &whole.0.parts[*w];
                if !fits(part, &run) {
                    continue;
                }
                push_run(candidates, part, &run, ((i, 1), (j, length)), flip);
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

fn push_run(
    candidates: &mut Vec<Candidate>,
    part: &Part,
    run: &[&Part],
    (whole, split): ((usize, usize), (usize, usize)),
    flip: bool,
) {
    let mut turned_run = run.to_vec();
    turned_run.rotate_right(1);
    for (turned, run) in [(false, run), (true, &*turned_run)] {
        if turned && part.script == run[0].script {
            continue;
        }
        if let Some(likeness) = part::compare_run(part, run)
            && likeness.worth() > 0.0
        {
            let (left, right) = if flip { (split, whole) } else { (whole, split) };
            candidates.push(Candidate { left, right, likeness });
        }
    }
}

fn take(candidates: &[Candidate], lefts: &[usize], rights: &[usize]) -> Alignment {
    let mut alignment = Alignment::default();
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
            left: lefts[left].to_vec(),
            right: rights[right].to_vec(),
            likeness: candidate.likeness,
        });
    }
    let over = |used: [bool; PARTS_MAX], parts: &[usize]| -> Vec<usize> {
        parts.iter().enumerate().filter(|(at, _)| !used[*at]).map(|(_, part)| *part).collect()
    };
    alignment.left_over = over(left_used, lefts);
    alignment.right_over = over(right_used, rights);
    alignment
}
