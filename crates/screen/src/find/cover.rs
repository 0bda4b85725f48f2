//! How far what a row has answers what a query asks for.

/// How far the families of a row answer a query.
pub struct Cover {
    pub weight: i32,
    /// Slots that are answered, halves beyond them.
    pub covered: u16,
    /// Families that answer something.
    pub used: u32,
}

/// A weight, the slots it covers, and which of a row's families it comes from.
pub type Answer = (i32, u16, usize);

/// The most that families add, each family and each slot used once.
#[must_use]
pub fn cover(answers: &mut [Answer]) -> Cover {
    answers.sort_unstable_by(|left, right| right.cmp(left));
    let mut cover = Cover { weight: 0, covered: 0, used: 0 };
    for (weight, covers, at) in answers.iter() {
        if cover.covered & covers == 0 && cover.used & (1 << at) == 0 {
            cover.covered |= covers;
            cover.used |= 1 << at;
            cover.weight += weight;
        }
    }
    cover
}

#[cfg(test)]
mod tests {
    use super::cover;

    #[test]
    fn neither_a_slot_nor_a_family_is_used_twice() {
        let weights = [(4, 0b01, 300), (4, 0b10, 200), (7, 0b01, 250), (9, 0b11, 480)];
        let check = |families: &[u32], weight: i32, covered: u16| {
            let mut answers = Vec::new();
            for (at, family) in families.iter().enumerate() {
                let known = weights.iter().filter(|known| known.0 == *family);
                answers.extend(known.map(|(_, covers, weight)| (*weight, *covers, at)));
            }
            let found = cover(&mut answers);
            assert_eq!((found.weight, found.covered), (weight, covered), "{families:?}");
        };
        check(&[4], 300, 0b01);
        check(&[4, 7], 300, 0b01);
        check(&[9, 4], 480, 0b11);
        check(&[5], 0, 0);
    }
}
