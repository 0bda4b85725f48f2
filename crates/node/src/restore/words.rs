//! What people read while their node may be behind, and the way out.

use record::Timestamp;
use record::codelist::Language;
use record::word::{Filling, catalogue, identifier};

use crate::Error;
use crate::store::Store;
use crate::store::behind::{How, Tried};

/// How a node stands that may be behind.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct State {
    /// No head of its log leaves.
    pub held: bool,
    pub since: Option<Timestamp>,
    pub backup: Option<Timestamp>,
    /// Members that have not said yet what they have of us.
    pub unasked: Vec<String>,
    /// Members that have a head of ours which our log does not lead to.
    pub ahead: Vec<String>,
    /// Leaves under the largest of those.
    pub ahead_size: u64,
    /// Witnesses that were asked for what the log lacks, and what came of it.
    pub fetched: Vec<(String, Tried)>,
    /// The same in words.
    pub text: Vec<String>,
}

/// None where nothing is behind.
pub fn state(store: &Store, language: Language) -> Result<Option<State>, Error> {
    let (since, behind) = (store.held_since()?, store.behind()?);
    let largest = store.largest_told()?;
    let size = largest.and_then(|note| note.lines().nth(1)?.parse().ok()).unwrap_or(0);
    if since.is_none() && behind.is_empty() {
        return Ok(None);
    }
    let ahead = store.ahead()?;
    let unasked: Vec<String> = behind.into_iter().map(|one| one.peer).collect();
    let mut state = State {
        held: since.is_some(),
        since: since.map(|since| Timestamp(since.at)),
        backup: since.and_then(|since| since.backup).map(Timestamp),
        unasked,
        ahead,
        ahead_size: size,
        fetched: store.fetch_tries()?,
        text: Vec::new(),
    };
    state.text = told(&state, language);
    Ok(Some(state))
}

fn told(state: &State, language: Language) -> Vec<String> {
    let words = catalogue(language);
    let nodes = |codes: &[String]| {
        let codes: Vec<String> = codes.iter().map(|code| identifier(code, language)).collect();
        Filling::Text(codes.join(", "))
    };
    let mut text = Vec::new();
    if state.held {
        text.push(match state.backup {
            Some(at) => {
                let moment = identifier(&at.to_string(), language);
                words.write("restored-backup", &[("moment", moment.into())])
            }
            None => words.word("restored-met"),
        });
    }
    if !state.unasked.is_empty() {
        text.push(words.write("restored-unasked", &[("nodes", nodes(&state.unasked))]));
    }
    if state.held && state.ahead_size > 0 {
        let size = Filling::Count(state.ahead_size);
        text.push(words.write("restored-ahead", &[("nodes", nodes(&state.ahead)), ("size", size)]));
        if state.unasked.is_empty() {
            text.push(words.word("restored-all-asked"));
        }
        text.extend(
            state.fetched.iter().map(|(code, tried)| tried_in_words(code, *tried, language)),
        );
    }
    text
}

fn tried_in_words(code: &str, tried: Tried, language: Language) -> String {
    let (words, node) = (catalogue(language), identifier(code, language).into());
    match tried {
        Tried::Short(size) => {
            let size = Filling::Count(size);
            words.write("restored-fetch-short", &[("node", node), ("size", size)])
        }
        Tried::False => words.write("restored-fetch-false", &[("node", node)]),
        Tried::Contradicts => words.write("restored-fetch-contradicts", &[("node", node)]),
    }
}

/// How this node's log went on when it was last behind; none where it never was.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Went {
    pub at: Timestamp,
    #[serde(flatten)]
    pub how: How,
    /// The same in words.
    pub text: String,
}

pub fn went_on(store: &Store, language: Language) -> Result<Option<Went>, Error> {
    let Some(way) = store.way_on()? else { return Ok(None) };
    let (at, words) = (Timestamp(way.at), catalogue(language));
    let moment = ("moment", identifier(&at.to_string(), language).into());
    let text = match &way.how {
        How::Fetched(code, count) => {
            let node = ("node", identifier(code, language).into());
            words.write("restored-went-on", &[moment, node, ("count", Filling::Count(*count))])
        }
        How::Epoch(epoch) => {
            let epoch = ("epoch", Filling::Count(u64::from(*epoch)));
            words.write("restored-new-epoch", &[moment, epoch])
        }
    };
    Ok(Some(Went { at, how: way.how, text }))
}
