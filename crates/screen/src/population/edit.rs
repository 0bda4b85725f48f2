//! What happens to names between a list and a passport: seeded, so that a search can be asked for
//! the person it must find.

use super::{Draw, Person};

/// A way in which a name is written otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edit {
    Same,
    Typo,
    Spelling,
    Swapped,
    Dropped,
    Glued,
}

impl Edit {
    pub const ALL: [Edit; 6] =
        [Edit::Same, Edit::Typo, Edit::Spelling, Edit::Swapped, Edit::Dropped, Edit::Glued];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Edit::Same => "same",
            Edit::Typo => "typo",
            Edit::Spelling => "spelling",
            Edit::Swapped => "swapped",
            Edit::Dropped => "dropped",
            Edit::Glued => "glued",
        }
    }
}

/// The person's name after an edit, or nothing where the edit cannot be made: no part can be
/// dropped of two, and a spelling needs another one.
#[must_use]
pub fn edit(person: &Person, edit: Edit, draw: &mut Draw) -> Option<String> {
    let mut parts: Vec<String> = person.parts.iter().map(|part| part.text.clone()).collect();
    match edit {
        Edit::Same => {}
        Edit::Typo => {
            let long = |part: &String| part.chars().count() >= 4;
            let places: Vec<usize> = (0..parts.len()).filter(|at| long(&parts[*at])).collect();
            let at = *places.get(draw.below(places.len()))?;
            parts[at] = mistyped(&parts[at], draw);
        }
        Edit::Spelling => {
            let has = |at: &usize| !person.parts[*at].others.is_empty();
            let places: Vec<usize> = (0..parts.len()).filter(has).collect();
            let at = *places.get(draw.below(places.len()))?;
            let others = &person.parts[at].others;
            parts[at] = others[draw.below(others.len())].clone();
        }
        Edit::Swapped => {
            let names = parts.iter().filter(|part| starts_large(part)).count();
            if parts.len() < 2 || names < parts.len() {
                return None;
            }
            parts.rotate_right(1);
        }
        Edit::Dropped => {
            let names: Vec<usize> =
                (0..parts.len()).filter(|at| starts_large(&parts[*at])).collect();
            if names.len() < 3 || names.len() < parts.len() {
                return None;
            }
            parts.remove(names[1 + draw.below(names.len() - 2)]);
        }
        Edit::Glued => {
            if parts.len() < 2 {
                return None;
            }
            let at = draw.below(parts.len() - 1);
            let second = parts.remove(at + 1);
            parts[at].push_str(&second.to_lowercase());
        }
    }
    Some(parts.join(" "))
}

/// 'bin' and 'da' are neither dropped nor moved: what they tie together would be another name.
fn starts_large(part: &str) -> bool {
    part.chars().next().is_some_and(|first| !first.is_lowercase())
}

/// One letter too many, too few, another, or two exchanged.
fn mistyped(part: &str, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = part.chars().collect();
    let at = 1 + draw.below(letters.len() - 1);
    let other = letters[draw.below(letters.len())];
    let other = if other.is_ascii() { char::from(b'a' + draw.below(26) as u8) } else { other };
    match draw.below(4) {
        0 => letters.insert(at, other),
        1 => {
            letters.remove(at);
        }
        2 => letters[at] = other,
        _ => letters.swap(at, at - usize::from(at > 1)),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::Population;
    use super::{Draw, Edit, edit};

    #[test]
    fn every_edit_can_be_made_to_somebody_and_changes_the_name() {
        let population = Population::new();
        for kind in Edit::ALL {
            let mut made = 0;
            let mut changed = 0;
            for number in 0..400 {
                let person = population.person(3, number);
                let Some(name) = edit(&person, kind, &mut Draw::new(4, number)) else { continue };
                made += 1;
                changed += usize::from(name != person.name());
            }
            assert!(made > 20, "{kind:?} {made}");
            assert!(kind == Edit::Same || changed * 10 > made * 8, "{kind:?} {changed} of {made}");
        }
    }
}
