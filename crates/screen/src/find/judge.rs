//! What decides which of the candidates are hits.

use super::ask::Prepared;
use crate::score::scorer::{self, Scorer};
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
        Judge { scorer: scorer::newest(), language }
    }

    /// The probability that both are one: even odds are 0.5.
    #[must_use]
    pub fn score(&self, query: &Prepared, entry: &Subject) -> f64 {
        f64::from(self.scorer.score(&query.subject, entry))
    }

    /// Sentences, strongest first.
    #[must_use]
    pub fn why(&self, query: &Prepared, entry: &Subject) -> Vec<String> {
        let (_, addends) = self.scorer.explain(&query.subject, entry);
        addends.iter().map(|addend| sentence::of(addend, self.language)).collect()
    }
}
