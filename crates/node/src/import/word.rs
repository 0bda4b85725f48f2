//! Words of countries' tables: which code of a list a cell means, which month, in four languages.
//! The words themselves live in `data/`.

use std::collections::HashMap;
use std::sync::OnceLock;

use record::codelist::{self, How, Language, Registry};
use screen::script::fold;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

const SYNONYMS: &str = include_str!("../../data/synonym.toml");
const MONTHS: &str = include_str!("../../data/month.toml");
const ENGLISH: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Case, accents, signs and the Arabic article set aside: what a clerk would call the same words.
pub fn folded(text: &str) -> String {
    words(text).join(" ")
}

/// The folded words of a text. `DrugType` and `DRUG_TYPE` are two words.
pub fn words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for letter in text.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    let bare: String = spaced
        .nfkd()
        .filter(|letter| !fold::is_ignored(*letter))
        .flat_map(char::to_lowercase)
        .map(|letter| fold::bare(fold::unify(letter)))
        .collect();
    let pieces = bare.split(|letter: char| !letter.is_alphanumeric());
    pieces.filter(|piece| !piece.is_empty()).map(|piece| without_article(piece).into()).collect()
}

fn without_article(word: &str) -> &str {
    let bare = word.strip_prefix("ال").filter(|bare| bare.chars().count() >= 3);
    bare.unwrap_or(word)
}

type Names = HashMap<String, Option<&'static str>>;

/// The code that a cell means, where it can mean no other.
pub fn code(list: &str, text: &str) -> Option<&'static str> {
    static LISTS: OnceLock<HashMap<&'static str, Names>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let synonyms: HashMap<String, HashMap<String, Vec<String>>> =
            toml::from_str(SYNONYMS).expect("a test reads the synonyms");
        codelist::names().map(|name| (name, names(name, synonyms.get(name)))).collect()
    });
    let names = lists.get(list)?;
    names.get(&folded(text)).copied().flatten()
}

/// The code that a cell means by a file of this node: a foreign value of the table, or a name that
/// can mean no other code.
pub fn own<'l>(lists: &'l Registry, list: &str, source: &str, text: &str) -> Option<&'l str> {
    let list = lists.extended(list)?;
    if let Some(code) = list.from_raw(source, text) {
        return Some(&code.code);
    }
    let found = list.find(text);
    let mut whole = found.iter().filter(|one| one.whole && one.how != How::Slang);
    let first = whole.next()?;
    whole.next().is_none().then_some(&first.code.code)
}

/// Every name of every code; what two codes are called is no name of either.
fn names(list: &'static str, synonyms: Option<&HashMap<String, Vec<String>>>) -> Names {
    let codes = codelist::list(list).map_or(&[][..], |list| &list.codes);
    let (mut labels, mut others, mut ids) = (Names::new(), Names::new(), Names::new());
    for code in codes {
        add(&mut ids, &code.code, &code.code);
        for language in Language::ALL {
            add(&mut labels, code.labels.get(language), &code.code);
        }
        let raw = code.raw.values().flatten();
        let own = synonyms.and_then(|all| all.get(&code.code)).into_iter().flatten();
        raw.chain(own).for_each(|name| add(&mut others, name, &code.code));
        code.extra.get("alpha3").into_iter().for_each(|name| add(&mut others, name, &code.code));
    }
    // What a list itself calls a code is surer than what others call it, and that is surer than the
    // code: `ounce` is one kind of ounce, and nobody who writes Ounce says which.
    ids.extend(others);
    ids.extend(labels);
    ids
}

fn add(names: &mut Names, name: &str, code: &'static str) {
    let name = folded(name);
    if !name.is_empty() {
        let known = names.entry(name).or_insert(Some(code));
        if *known != Some(code) {
            *known = None;
        }
    }
}

#[derive(Deserialize)]
struct Months {
    month: Vec<Vec<String>>,
}

fn months() -> &'static HashMap<String, i8> {
    static NAMES: OnceLock<HashMap<String, i8>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let months: Months = toml::from_str(MONTHS).expect("a test reads the months");
        let numbered = (1..).zip(&months.month);
        numbered
            .flat_map(|(number, names)| names.iter().map(move |n| (folded(n), number)))
            .collect()
    })
}

/// The month of a name.
pub fn month(name: &str) -> Option<i8> {
    months().get(&folded(name)).copied()
}

/// The text with its names of months in short English, as forms of dates know them.
pub fn english_months(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split_inclusive(|letter: char| !letter.is_alphabetic()) {
        let name = piece.trim_end_matches(|letter: char| !letter.is_alphabetic());
        match month(name) {
            Some(number) => {
                out.push_str(ENGLISH[number as usize - 1]);
                out.push_str(piece[name.len()..].trim_start_matches('.'));
            }
            None if piece == "." => {}
            None => out.push_str(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synonym_is_of_a_code_and_of_one_only() {
        let synonyms: HashMap<String, HashMap<String, Vec<String>>> =
            toml::from_str(SYNONYMS).unwrap();
        for (list, codes) in &synonyms {
            let known = codelist::list(list).unwrap_or_else(|| panic!("no list {list}"));
            for (code, names) in codes {
                assert!(known.get(code).is_some(), "{list}: no code {code}");
                for name in names {
                    assert_eq!(super::code(list, name), Some(code.as_str()), "{list}: {name}");
                }
            }
        }
        assert_eq!(months().len(), months().values().count());
        assert_eq!(months().values().max(), Some(&12));
    }

    #[test]
    fn words_are_folded_whatever_the_script() {
        let check = |text: &str, expect: &[&str]| assert_eq!(words(text), expect, "{text}");
        check("Clase de estupefaciente", &["clase", "de", "estupefaciente"]);
        check("VÍAS PÚBLICAS", &["vias", "publicas"]);
        check("DrugType", &["drug", "type"]);
        check("Poppy_Husk_Straw_Kg", &["poppy", "husk", "straw", "kg"]);
        check("الكمية (كغ)", &["كميه", "كغ"]);
    }

    #[test]
    fn a_cell_means_a_code_or_none() {
        let check =
            |list: &str, text: &str, expect: Option<&str>| assert_eq!(code(list, text), expect);
        check("drug", "BASE DE COCA", Some("cocaine-base"));
        check("drug", "حشيش", Some("cannabis-resin"));
        check("unit", "GRAMO", Some("gram"));
        check("country", "Etats-Unis", Some("US"));
        check("country", "COL", Some("CO"));
        check("place-type", "VIAS PUBLICAS", Some("street"));
        check("unit", "Ounce", Some("ounce-unspecified"));
        check("drug", "moon dust", None);
    }
}
