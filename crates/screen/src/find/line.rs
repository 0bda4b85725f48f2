//! Lists and queries as lines of JSON: `n` names, `s` id, `d` birth date, `c` country, `k` kind,
//! `i` documents. The answer to a query is a line, too.

use serde::{Deserialize, Serialize};

use super::ask::Query;
use super::entry::Entry;
use super::error::Error;
use super::list::{Compare, Cut, List, Search};
use crate::name::Kind;

/// A line of a list or of queries.
#[derive(Debug, Clone, Default, Deserialize)]
struct Line {
    #[serde(default)]
    n: Vec<String>,
    #[serde(default)]
    s: String,
    #[serde(default)]
    d: OneOrMore,
    #[serde(default)]
    c: OneOrMore,
    #[serde(default)]
    i: OneOrMore,
    #[serde(default)]
    k: String,
}

/// Files write one value as itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> OneOrMore {
        OneOrMore::More(Vec::new())
    }
}

impl OneOrMore {
    fn all(self) -> Vec<String> {
        let all = match self {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        };
        all.into_iter().filter(|value| !value.trim().is_empty()).collect()
    }
}

/// A list read from lines, with the ids of its entries.
#[derive(Debug)]
pub struct NamedList {
    pub list: List,
    ids: Vec<String>,
}

/// A hit as it is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedHit {
    pub s: String,
    pub score: f64,
    pub why: Vec<String>,
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    pub query: String,
    pub hits: Vec<NamedHit>,
}

fn read(at: usize, line: &str) -> Result<Line, Error> {
    serde_json::from_str(line)
        .map_err(|error| Error::Line { line: at + 1, reason: error.to_string() })
}

fn kind(line: &Line) -> Kind {
    match line.k.as_str() {
        "" => Kind::Person,
        schema => crate::pair::kind(schema),
    }
}

impl NamedList {
    /// Reads a list; empty lines are passed over.
    pub fn read<'text>(lines: impl Iterator<Item = &'text str>) -> Result<NamedList, Error> {
        let mut ids = Vec::new();
        let mut entries = Vec::new();
        for (at, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line = read(at, line)?;
            entries.push(Entry {
                key: ids.len() as u64,
                kind: kind(&line),
                names: line.n,
                births: line.d.all(),
                countries: line.c.all(),
                documents: line.i.all(),
            });
            ids.push(line.s);
        }
        Ok(NamedList { list: List::build(entries)?, ids })
    }

    /// Answers queries line by line. The answer repeats the query's own id; without one, its name.
    pub fn answers<'text>(
        &self,
        lines: impl Iterator<Item = &'text str>,
        cut: Cut,
        compare: &impl Compare,
    ) -> impl Iterator<Item = Result<Answer, Error>> {
        let mut search = Search::new(self.list.view());
        lines.enumerate().filter(|(_, line)| !line.trim().is_empty()).map(move |(at, line)| {
            let line = read(at, line)?;
            let id = match line.s.is_empty() {
                true => line.n.first().cloned().unwrap_or_default(),
                false => line.s.clone(),
            };
            let query = Query {
                kind: kind(&line),
                names: line.n,
                births: line.d.all(),
                countries: line.c.all(),
                documents: line.i.all(),
            };
            let hits = search.hits(&query, cut, compare).into_iter();
            let named = hits.map(|hit| NamedHit {
                s: self.ids[hit.entry as usize].clone(),
                score: hit.score,
                why: hit.why,
            });
            Ok(Answer { query: id, hits: named.collect() })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cut, Judge};
    use super::NamedList;
    use crate::sentence::Language;

    const CUT: Cut = Cut { threshold: 0.5, hits_max: 10 };

    #[test]
    fn a_line_is_answered_with_the_id_and_the_reasons() {
        let lines = [r#"{"n":["Arlo Quennevis"],"s":"a1","d":"1961-05-27","c":"no"}"#, ""];
        let list = NamedList::read(lines.into_iter()).unwrap();
        let query = r#"{"n":["QUENNEVIS, Arlo"],"s":"q1","d":"1961-05-27","c":"no"}"#;
        let judge = Judge::new(Language::English);
        let answers: Vec<_> = list.answers([query].into_iter(), CUT, &judge).collect();
        let answer = answers[0].as_ref().unwrap();
        assert_eq!((answer.query.as_str(), answer.hits[0].s.as_str()), ("q1", "a1"));
        assert!(!answer.hits[0].why.is_empty());
    }

    #[test]
    fn a_line_that_is_no_json_is_named() {
        let error = NamedList::read(["{}", "{"].into_iter()).unwrap_err();
        assert!(error.to_string().starts_with("line 2"), "{error}");
    }
}
