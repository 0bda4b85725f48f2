//! What decides which of the candidates are hits.

use super::ask::Prepared;
use crate::score::scorer::{self, Scorer, SeenNames};
use crate::sentence::{self, Language};
use crate::subject::Subject;

/// A scorer, and the language in which it gives its reasons, if it is to give any.
#[derive(Debug, Clone, Copy)]
pub struct Judge {
    pub scorer: &'static Scorer,
    pub language: Option<Language>,
}

impl Judge {
    /// The newest scorer.
    #[must_use]
    pub fn new(language: Language) -> Judge {
        Judge { scorer: scorer::newest(), language: Some(language) }
    }

    /// The newest scorer without its reasons, for whoever has them told later, or of fewer.
    #[must_use]
    pub fn silent() -> Judge {
        Judge { scorer: scorer::newest(), language: None }
    }

    /// The probability that both are one: even odds are 0.5. Nothing where it is surely less than
    /// the threshold.
    #[must_use]
    pub fn score(
        &self,
        query: &Prepared,
        entry: &Subject,
        threshold: f64,
        seen: &mut SeenNames,
    ) -> Option<f64> {
        self.scorer.score_from(threshold, &query.subject, entry, seen).map(f64::from)
    }

    /// Sentences, strongest first; none where it is silent.
    #[must_use]
    pub fn why(&self, query: &Prepared, entry: &Subject, seen: &mut SeenNames) -> Vec<String> {
        let Some(language) = self.language else { return Vec::new() };
        let (_, addends) = self.scorer.explain_seen(&query.subject, entry, seen);
        addends.iter().map(|addend| sentence::of(addend, language)).collect()
    }
}
