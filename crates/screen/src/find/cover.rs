//! How far what a row has answers what a query asks for.

/// How far the families of a row answer a query.
pub struct Cover {
    pub weight: i32,
    /// Slots that are answered, halves beyond them.
    pub covered: u16,
    /// Families that answer something.
    pub used: u32,
}

/// The most that families add, each family and each slot used once. `weights` are family, slots
/// covered and weight, ascending by family.
#[must_use]
pub fn cover(weights: &[(u32, u16, i32)], families: &[u32]) -> Cover {
    let mut options = [(0_i32, 0_u16, 0_usize); 48];
    let mut count = 0;
    for (at, family) in families.iter().enumerate() {
        let from = weights.partition_point(|known| known.0 < *family);
        for (_, covers, weight) in weights[from..].iter().take_while(|known| known.0 == *family) {
            if count < options.len() {
                options[count] = (*weight, *covers, at);
                count += 1;
            }
        }
    }
    options[..count].sort_unstable_by(|left, right| right.cmp(left));
    let mut cover = Cover { weight: 0, covered: 0, used: 0 };
    for (weight, covers, at) in &options[..count] {
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
            let found = cover(&weights, families);
            assert_eq!((found.weight, found.covered), (weight, covered), "{families:?}");
        };
        check(&[4], 300, 0b01);
        check(&[4, 7], 300, 0b01);
        check(&[9, 4], 480, 0b11);
        check(&[5], 0, 0);
    }
}
