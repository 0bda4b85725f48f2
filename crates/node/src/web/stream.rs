//! How many streams of events are open: bounded for each officer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::Error;

/// Open streams by officer.
#[derive(Clone, Default)]
pub struct Streams(Arc<Mutex<HashMap<String, usize>>>);

/// One open stream; it is counted until it is dropped.
pub struct OpenStream {
    streams: Streams,
    officer: String,
}

impl Streams {
    /// How many are open, of all officers together.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// Counts one more, or refuses.
    pub fn open(&self, officer: &str, max: usize) -> Result<OpenStream, Error> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(officer.to_owned()).or_default();
        if *count >= max {
            let (what, limit) = ("the streams of events of one officer", "event_streams_max");
            return Err(Error::Limit { what, limit, max: max as u64 });
        }
        *count += 1;
        Ok(OpenStream { streams: self.clone(), officer: officer.to_owned() })
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut open = self.streams.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.officer) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.officer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_counted_by_officer_until_they_end() {
        let streams = Streams::default();
        let first = streams.open("desk-1", 2).unwrap();
        let _second = streams.open("desk-1", 2).unwrap();
        assert!(streams.open("desk-1", 2).is_err());
        assert!(streams.open("desk-2", 2).is_ok(), "another officer's are another's");
        drop(first);
        assert!(streams.open("desk-1", 2).is_ok());
        assert_eq!(streams.0.lock().unwrap().len(), 1);
    }
}
