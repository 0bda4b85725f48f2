//! What is asked for: words, facets, days; and the terms that answer it.

use record::facet::Facet;
use record::kind::Kind;
use record::moment::Date;
use serde::{Deserialize, Serialize};

use super::{DAY, Term, WORD, YEAR, word};
use crate::{Config, Error};

/// A question as an officer asks it, or keeps it as a saved view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Query {
    /// Words that all must be there, in any order and language; `"…"` is a phrase, `begin*` a
    /// beginning. None finds everything that the filters leave.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// `NAME:VALUE`, several with commas between them. Values of one name are alternatives; names
    /// are `kind`, `owner`, `year` and the facets.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// The first day the matter may be of, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
}

/// Terms that a record has, or words that begin so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    Whole(Term),
    Beginning(Term),
}

/// One of these must hold, and it holds where all of its matches do. Where there is none, nothing
/// answers.
pub type Clause = Vec<Vec<Match>>;

/// A question taken apart: every clause must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub clauses: Vec<Clause>,
    /// Words that must follow each other: their clauses are there, their order is still to be seen.
    pub phrases: Vec<Vec<String>>,
    /// Kinds and owners that the audience class must be of; empty allows all.
    pub kinds: Vec<Kind>,
    pub owners: Vec<String>,
}

impl Query {
    pub fn plan(&self, config: &Config) -> Result<Plan, Error> {
        let max = config.query_chars_max;
        if self.words.chars().count().max(self.filter.chars().count()) > max {
            return Err(over("a query", "query_chars_max", max));
        }
        let mut plan = Plan::default();
        plan.read_words(&self.words);
        let words: usize = plan.clauses.iter().map(|all| all.first().map_or(0, Vec::len)).sum();
        let max = config.query_words_max;
        if words > max {
            return Err(over("words of a query", "query_words_max", max));
        }
        plan.read_filter(&self.filter)?;
        plan.read_days(self.from, self.until)?;
        Ok(plan)
    }
}

fn over(what: &'static str, limit: &'static str, max: usize) -> Error {
    Error::Limit { what, limit, max: max as u64 }
}

impl Plan {
    fn read_words(&mut self, text: &str) {
        let quotes = ['"', '“', '”', '„', '«', '»'];
        for (at, piece) in text.split(quotes).enumerate() {
            match at % 2 {
                0 => self.read_loose(piece),
                _ => self.read_phrase(piece),
            }
        }
    }

    fn read_phrase(&mut self, text: &str) {
        if word::is_kept_out(text) {
            return self.clauses.push(Clause::new());
        }
        let words = word::words(text);
        let whole = |word: &String| vec![vec![Match::Whole(Term::new(WORD, word))]];
        self.clauses.extend(words.iter().map(whole));
        self.phrases.extend((words.len() > 1).then_some(words));
    }

    fn read_loose(&mut self, text: &str) {
        let mut digits: Vec<&str> = Vec::new();
        for chunk in text.split_whitespace().chain([""]) {
            let more = word::digits(chunk).is_some();
            // As a text is read: so many pieces are an identifier, and what follows is another one.
            if more && digits.len() < word::PIECES_MAX {
                digits.push(chunk);
                continue;
            }
            self.clauses.extend(clauses(&digits.join(" ")));
            digits.clear();
            if more {
                digits.push(chunk);
                continue;
            }
            match chunk.strip_suffix('*') {
                Some(beginning) => self.read_beginning(beginning),
                None => self.clauses.extend(clauses(chunk)),
            }
        }
    }

    fn read_beginning(&mut self, text: &str) {
        if word::is_kept_out(text) {
            return self.clauses.push(Clause::new());
        }
        let mut words = word::words(text);
        let Some(last) = words.pop() else { return };
        self.clauses.extend(words.iter().flat_map(|word| clauses(word)));
        self.clauses.push(vec![vec![Match::Beginning(Term::new(WORD, last))]]);
    }

    fn read_filter(&mut self, text: &str) -> Result<(), Error> {
        let mut facets: Vec<(Facet, Clause)> = Vec::new();
        let mut years: Clause = Vec::new();
        for filter in text.split(',').map(str::trim).filter(|filter| !filter.is_empty()) {
            let (name, value) = filter.split_once(':').ok_or_else(|| unreadable(filter))?;
            match name {
                "kind" => self.kinds.push(Kind::parse(value)?),
                "owner" => self.owners.push(value.to_owned()),
                "year" => years.push(vec![Match::Whole(Term::new(YEAR, value))]),
                other => {
                    let facet = Facet::parse(other).ok_or_else(|| unreadable(filter))?;
                    let (_, value) = facet.value(value);
                    let matches = vec![Match::Whole(Term::new(facet.code(), value))];
                    match facets.iter_mut().find(|(known, _)| *known == facet) {
                        Some((_, clause)) => clause.push(matches),
                        None => facets.push((facet, vec![matches])),
                    }
                }
            }
        }
        self.clauses.extend(facets.into_iter().map(|(_, clause)| clause));
        self.clauses.extend((!years.is_empty()).then_some(years));
        Ok(())
    }

    fn read_days(&mut self, from: Option<Date>, until: Option<Date>) -> Result<(), Error> {
        if from.is_none() && until.is_none() {
            return Ok(());
        }
        let terms = days(from, until)?.into_iter();
        self.clauses.push(terms.map(|term| vec![Match::Whole(term)]).collect());
        Ok(())
    }
}

/// Terms of which a record has one where its day lies between two, both included.
pub fn days(from: Option<Date>, until: Option<Date>) -> Result<Vec<Term>, Error> {
    let first = from.map_or(jiff::civil::date(1900, 1, 1), |date| date.0);
    let last = until.map_or(jiff::civil::date(2199, 12, 31), |date| date.0);
    if first > last {
        return Err(Error::Usage("the first day lies after the last".into()));
    }
    let term = |text: String| match text.len() {
        4 => Term::new(YEAR, text),
        _ => Term::new(DAY, text),
    };
    Ok(cover(first, last).into_iter().map(term).collect())
}

fn unreadable(filter: &str) -> Error {
    let facets: Vec<&str> = Facet::ALL.iter().map(|facet| facet.code()).collect();
    let names = facets.join(", ");
    Error::Usage(format!("`{filter}` is no filter: NAME:VALUE, of kind, owner, year, {names}"))
}

/// What a text without spaces, or groups of digits, may stand as: in pieces or as one identifier.
/// What no record is found by answers nothing: a question that was asked is never one left out.
fn clauses(text: &str) -> Vec<Clause> {
    if word::is_kept_out(text) {
        return vec![Clause::new()];
    }
    let words = word::words(text);
    let whole = |word: &String| Match::Whole(Term::new(WORD, word));
    let pieces: Vec<Match> = words.iter().map(whole).collect();
    let one: Vec<Match> = word::identifiers(text).last().map(whole).into_iter().collect();
    match (one.is_empty(), pieces.is_empty()) {
        (_, true) => Vec::new(),
        (true, _) => pieces.into_iter().map(|piece| vec![vec![piece]]).collect(),
        (false, _) => vec![vec![pieces, one]],
    }
}

/// The fewest years, months and days that make up a range.
fn cover(first: jiff::civil::Date, last: jiff::civil::Date) -> Vec<String> {
    let (mut at, mut cover) = (first, Vec::new());
    while at <= last {
        let whole = |end: jiff::civil::Date, length: usize| {
            (end <= last).then(|| (at.to_string()[..length].to_owned(), end))
        };
        let year = (at.day_of_year() == 1).then(|| whole(at.last_of_year(), 4)).flatten();
        let month = (at.day() == 1).then(|| whole(at.last_of_month(), 7)).flatten();
        let (text, end) = year.or(month).unwrap_or_else(|| (at.to_string(), at));
        cover.push(text);
        match end.tomorrow() {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    cover
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(words: &str) -> Plan {
        Query { words: words.into(), ..Query::default() }.plan(&Config::default()).unwrap()
    }

    /// `a|b c` is: a, or b and c; clauses are apart by commas; a beginning ends in `*`; `0` is one
    /// that nothing answers.
    fn check(words: &str, expect: &str) {
        let one = |part: &Match| match part {
            Match::Whole(term) => term.text.clone(),
            Match::Beginning(term) => format!("{}*", term.text),
        };
        let all = |parts: &Vec<Match>| parts.iter().map(one).collect::<Vec<_>>().join(" ");
        let either = |clause: &Clause| clause.iter().map(all).collect::<Vec<_>>().join("|");
        let some = |clause: &Clause| if clause.is_empty() { "0".into() } else { either(clause) };
        let said: Vec<String> = plan(words).clauses.iter().map(some).collect();
        assert_eq!(said.join(","), expect, "{words}");
    }

    #[test]
    fn words_phrases_beginnings_and_identifiers_are_told_apart() {
        check("", "");
        check("Cocaïne seized", "cocaine,seized");
        check("coca* port", "coca*,port");
        check("AB-12.34", "ab 12 34|ab1234");
        check("phone +57 601 555 0100 now", "phone,57 601 555 0100|576015550100,now");
        check("el \"doble fondo\" azul", "el,doble,fondo,azul");
        check("1 2 3 4 5 6 7 8 9012 345", "1 2 3 4 5 6 7 8|12345678,9012 345|9012345");
        assert_eq!(plan("\"doble fondo\" «one»").phrases, [vec!["doble", "fondo"]]);
    }

    #[test]
    fn a_cards_number_answers_nothing_and_never_everything() {
        check("4111111111111111", "0");
        check("card 4222222222222", "card,0");
        check("\"4111111111111111\"", "0");
        check("\"card 4111111111111111\"", "0");
        check("4111111111111111*", "0");
        check("\u{640}", "0");
        check("5901234123457", "5901234123457");
        check("- ! \"…\" *", "");
    }

    #[test]
    fn filters_of_one_name_are_alternatives() {
        let query = Query {
            filter: "country:CO,country:SN, substance:cocaine,kind:seizure,owner:CO,year:2013"
                .into(),
            ..Query::default()
        };
        let plan = query.plan(&Config::default()).unwrap();
        assert_eq!(plan.clauses.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!((plan.kinds, plan.owners), (vec![Kind::Seizure], vec!["CO".to_owned()]));
        for filter in ["country", "sex:1", "nationality:CO", "kind:none"] {
            let query = Query { filter: filter.into(), ..Query::default() };
            assert!(query.plan(&Config::default()).is_err(), "{filter}");
        }
    }

    #[test]
    fn a_query_of_too_many_words_says_which_limit_it_meets() {
        let query = Query { words: "a ".repeat(33), ..Query::default() };
        let refused = query.plan(&Config::default()).unwrap_err();
        assert!(refused.to_string().contains("query_words_max"), "{refused}");
    }

    #[test]
    fn a_range_is_covered_by_years_months_and_days() {
        let check = |from: &str, until: &str, expect: &str| {
            let days = cover(from.parse().unwrap(), until.parse().unwrap());
            assert_eq!(days.join(" "), expect);
        };
        check("2013-01-01", "2014-12-31", "2013 2014");
        check("2013-12-30", "2014-02-28", "2013-12-30 2013-12-31 2014-01 2014-02");
        check("2013-05-17", "2013-05-17", "2013-05-17");
        check("2016-02-01", "2016-02-29", "2016-02");
    }
}
