//! Which of the candidates are hits: each is read as a subject and compared by a scorer.

use super::ask::Prepared;
use super::entry::{Row, values};
use super::list::Compare;
use crate::score::scorer::Scorer;
use crate::sentence::{self, Language};
use crate::subject::Subject;

/// A scorer, and the language in which it gives its reasons.
#[derive(Debug, Clone, Copy)]
pub struct Judge {
    pub scorer: &'static Scorer,
    pub language: Language,
}

impl Judge {
    /// The newest scorer.
    #[must_use]
    pub fn new(language: Language) -> Judge {
        Judge { scorer: crate::score::scorer::newest(), language }
    }
}

/// A row as a subject.
#[must_use]
pub fn subject(row: &Row) -> Subject {
    let mut subject = Subject::named(row.name, row.kind);
    values(row.births).for_each(|text| subject.add_birth(text));
    values(row.countries).for_each(|text| subject.add_country(text));
    values(row.documents).for_each(|text| subject.add_document(text));
    subject
}

impl Compare for Judge {
    fn score(&self, query: &Prepared, row: &Row) -> f64 {
        f64::from(self.scorer.score(&query.subject, &subject(row)))
    }

    fn why(&self, query: &Prepared, row: &Row) -> Vec<String> {
        let (_, addends) = self.scorer.explain(&query.subject, &subject(row));
        addends.iter().map(|addend| sentence::of(addend, self.language)).collect()
    }
}
