//! Lists and queries as lines of JSON: `n` names, `s` id, `d` birth date, `c` country, `k` kind,
//! `i` documents. Each of them but the id is one text, several or null. The answer to a query is a
//! line, too.

use serde::{Deserialize, Serialize};

use super::ask::Query;
use super::entry::Entry;
use super::error::Error;
use super::judge::Judge;
use super::list::{Cut, List, Search};
use super::segment::Builder;
use crate::name::Kind;

/// A line of a list or of queries.
#[derive(Debug, Clone, Default, Deserialize)]
struct Line {
    #[serde(default)]
    n: OneOrMore,
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

/// Files write one value as itself, and no value in several ways.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    #[default]
    Nothing,
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn all(self) -> Vec<String> {
        let all = match self {
            OneOrMore::Nothing => Vec::new(),
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        };
        all.into_iter().filter(|value| !value.trim().is_empty()).collect()
    }
}

/// Collects a list line by line.
#[derive(Debug, Default)]
pub struct ListReader {
    builder: Builder,
    ids: Vec<String>,
}

/// A list with the ids of its entries.
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

/// A query with the id it is answered under: its own, or without one its first name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    pub id: String,
    pub query: Query,
}

/// Reads a line. `number` counts from 1.
fn read(number: usize, line: &str) -> Result<Line, Error> {
    serde_json::from_str(line)
        .map_err(|error| Error::Line { line: number, reason: error.to_string() })
}

fn kind(line: &Line) -> Kind {
    match line.k.as_str() {
        "" => Kind::Person,
        schema => crate::pair::kind(schema),
    }
}

/// Reads a line of a file of queries. `number` counts from 1.
pub fn query(number: usize, line: &str) -> Result<NamedQuery, Error> {
    let line = read(number, line)?;
    let kind = kind(&line);
    let query = Query {
        kind,
        names: line.n.all(),
        births: line.d.all(),
        countries: line.c.all(),
        documents: line.i.all(),
    };
    let id = match line.s.is_empty() {
        true => query.names.first().cloned().unwrap_or_default(),
        false => line.s,
    };
    Ok(NamedQuery { id, query })
}

impl ListReader {
    /// Adds the entry of a line; `number` counts from 1. A line that is none changes nothing.
    pub fn push(&mut self, number: usize, line: &str) -> Result<(), Error> {
        let line = read(number, line)?;
        self.builder.push(&Entry {
            key: self.ids.len() as u64,
            kind: kind(&line),
            names: line.n.all(),
            births: line.d.all(),
            countries: line.c.all(),
            documents: line.i.all(),
        })?;
        self.ids.push(line.s);
        Ok(())
    }

    /// The list, made on so many threads.
    #[must_use]
    pub fn finish(self, threads: usize) -> NamedList {
        NamedList { list: List::of(vec![self.builder.finish(threads)]), ids: self.ids }
    }
}

impl NamedList {
    /// Searches the list, by one thread.
    #[must_use]
    pub fn search(&self) -> Search {
        Search::new(self.list.view())
    }

    /// The answer to a query.
    pub fn answer(
        &self,
        search: &mut Search,
        asked: &NamedQuery,
        cut: Cut,
        judge: &Judge,
    ) -> Answer {
        let hits = search.hits(&asked.query, cut, judge).into_iter();
        let named = hits.map(|hit| NamedHit {
            s: self.ids[hit.entry as usize].clone(),
            score: hit.score,
            why: hit.why,
        });
        Answer { query: asked.id.clone(), hits: named.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cut, Judge};
    use super::{Answer, ListReader, query};
    use crate::sentence::Language;

    const CUT: Cut = Cut { threshold: 0.5, hits_max: 10 };

    fn answer(list: &[&str], asked: &str) -> Answer {
        let mut reader = ListReader::default();
        for (at, line) in list.iter().enumerate() {
            reader.push(at + 1, line).unwrap();
        }
        let list = reader.finish(1);
        let judge = Judge::new(Language::English);
        list.answer(&mut list.search(), &query(1, asked).unwrap(), CUT, &judge)
    }

    #[test]
    fn a_line_is_answered_with_the_id_and_the_reasons() {
        let answer = answer(
            &[r#"{"n":["Arlo Quennevis"],"s":"a1","d":"1961-05-27","c":"no"}"#],
            r#"{"n":"QUENNEVIS, Arlo","s":"q1","d":["1961-05-27"],"c":null}"#,
        );
        assert_eq!((answer.query.as_str(), answer.hits[0].s.as_str()), ("q1", "a1"));
        assert!(!answer.hits[0].why.is_empty());
    }

    #[test]
    fn a_query_without_an_id_is_answered_under_its_name() {
        assert_eq!(answer(&["{}"], r#"{"n":["Arlo Quennevis"]}"#).query, "Arlo Quennevis");
    }

    #[test]
    fn a_line_that_is_no_json_is_named_and_changes_nothing() {
        let mut reader = ListReader::default();
        let error = reader.push(2, "{").unwrap_err().to_string();
        assert!(error.starts_with("line 2: "), "{error}");
        assert_eq!(reader.finish(1).list.len(), 0);
        assert!(query(7, "[1]").unwrap_err().to_string().starts_with("line 7: "));
    }
}
