//! A few places of parts, kept in line: comparing two names asks for no memory for them.

use std::ops::Deref;

/// At most `N` places, in the order they were added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Few<const N: usize> {
    at: [usize; N],
    count: usize,
}

impl<const N: usize> Default for Few<N> {
    fn default() -> Few<N> {
        Few { at: [0; N], count: 0 }
    }
}

impl<const N: usize> Few<N> {
    /// These places, those beyond the `N`th left out.
    pub fn of(places: impl IntoIterator<Item = usize>) -> Few<N> {
        let mut few = Few::default();
        few.extend(places);
        few
    }

    pub fn extend(&mut self, places: impl IntoIterator<Item = usize>) {
        for (free, place) in self.at[self.count..].iter_mut().zip(places) {
            *free = place;
            self.count += 1;
        }
    }
}

impl<const N: usize> Deref for Few<N> {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        &self.at[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn places_are_kept_in_their_order_up_to_the_last_that_fits() {
        let mut few: Few<3> = Few::of([4, 1]);
        assert_eq!(*few, [4, 1]);
        few.extend([9, 7]);
        assert_eq!(*few, [4, 1, 9]);
        assert_eq!(Few::<3>::of([4, 1, 9]), few);
    }
}
