//! The identifiers a body mentions, by field: checked when it is written, found when it is indexed.

use crate::Error;
use crate::selector::{Selector, SelectorKind};

/// Identifiers as they stand in a body.
#[derive(Default)]
pub(crate) struct Mentions<'a>(Vec<(SelectorKind, &'a str)>);

impl<'a> Mentions<'a> {
    pub fn one(mut self, kind: SelectorKind, text: &'a Option<String>) -> Self {
        self.0.extend(text.iter().map(|text| (kind, text.as_str())));
        self
    }

    pub fn many(mut self, kind: SelectorKind, texts: &'a [String]) -> Self {
        self.0.extend(texts.iter().map(|text| (kind, text.as_str())));
        self
    }

    pub fn text(mut self, kind: SelectorKind, text: &'a str) -> Self {
        self.0.push((kind, text));
        self
    }

    /// Whether there is nothing by which the thing could be met again.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn check(&self) -> Result<(), Error> {
        self.0.iter().try_for_each(|(kind, text)| Selector::parse(*kind, text).map(drop))
    }

    /// In canonical form, none twice.
    pub fn selectors(&self) -> Vec<Selector> {
        let parsed = self.0.iter().filter_map(|(kind, text)| Selector::parse(*kind, text).ok());
        let mut found: Vec<Selector> = parsed.collect();
        found.sort();
        found.dedup();
        found
    }
}
