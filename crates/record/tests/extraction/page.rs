//! `docs/selectors.md`: the table of all kinds, and the figures that the corpus gives.

use std::path::PathBuf;

use record::selector::national::{self, Guard};
use record::selector::{Check, SelectorKind};

use super::{Score, Scores};

/// A table's name in its marks.
const KINDS: &str = "kinds";
const ISSUERS: &str = "issuers";

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/selectors.md")
}

/// The page's parts before, between and after the marks of a table.
fn split<'a>(page: &'a str, name: &str) -> [&'a str; 3] {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
    let (head, rest) = page.split_once(&begin).expect("the table has its begin");
    let (table, tail) = rest.split_once(&end).expect("the table has its end");
    [head, table, tail]
}

fn replace(page: &str, name: &str, table: &str) -> String {
    let [head, _, tail] = split(page, name);
    format!("{head}<!-- {name} -->\n{table}<!-- /{name} -->\n{tail}")
}

/// The figures must be no worse than the page says; with `AMANA_FREEZE` they become the page's.
pub fn check(known: &Scores, aside: &Scores) {
    let table = table(known, aside);
    let page = std::fs::read_to_string(path()).expect("the page is there");
    if std::env::var_os("AMANA_FREEZE").is_some() {
        let page = replace(&replace(&page, KINDS, &table), ISSUERS, &issuers());
        std::fs::write(path(), page).expect("the page can be written");
        return;
    }
    assert_eq!(split(&page, ISSUERS)[1], issuers(), "the page is not made anew: AMANA_FREEZE=1");
    compare(&rows(split(&page, KINDS)[1]), &rows(&table));
}

fn compare(says: &[Vec<&str>], is: &[Vec<&str>]) {
    assert_eq!(says.len(), SelectorKind::ALL.len());
    for (says, is) in says.iter().zip(is) {
        assert_eq!(says[..5], is[..5], "the page is not made anew: AMANA_FREEZE=1");
        for (stated, measured) in says[5..].iter().zip(&is[5..]) {
            let figure = |text: &str| text.parse::<f64>().expect("a figure");
            let worse = figure(measured) < figure(stated);
            assert!(!worse, "{}: {measured} is worse than {stated}", says[0]);
        }
    }
}

/// Who has a rule of its own, by whether it has a check digit.
fn issuers() -> String {
    let of = |guard: Guard| {
        let mut codes: Vec<&str> = national::issuers()
            .filter(|(_, known)| *known == guard)
            .map(|(code, _)| code)
            .collect();
        codes.sort_unstable();
        codes.join(" ")
    };
    format!("- with a check digit: {}\n- form only: {}\n", of(Guard::Checked), of(Guard::Form))
}

fn rows(table: &str) -> Vec<Vec<&str>> {
    let rows = table.lines().skip(2).filter(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

fn table(known: &Scores, aside: &Scores) -> String {
    let mut out = String::from(
        "| kind | canonical form | standard | check | look-alikes | precision | recall | \
         precision, aside | recall, aside |\n|---|---|---|---|---|---:|---:|---:|---:|\n",
    );
    for kind in SelectorKind::ALL {
        let rule = kind.rule();
        let score = |scores: &Scores| scores.get(kind).copied().unwrap_or_default();
        let figures = |score: Score| format!("{:.3} | {:.3}", score.precision(), score.recall());
        out.push_str(&format!(
            "| `{}` | `{}` | {} | {} | {} | {} | {} |\n",
            kind.code(),
            rule.example,
            rule.standard,
            check_of(rule.check),
            if rule.scanned { "yes" } else { "" },
            figures(score(known)),
            figures(score(aside)),
        ));
    }
    out
}

fn check_of(check: Check) -> String {
    match check {
        Check::Form => "form".to_owned(),
        Check::Partial(method) => method.to_owned(),
        Check::Digit(method) => format!("{method}; every wrong digit"),
    }
}
