//! The drug list: identifiers that verify, and the tables and schedules of the conventions.

use std::collections::{BTreeMap, BTreeSet};

use crate::codelist::list;
use crate::selector::{Selector, SelectorKind};

#[test]
fn identifiers_of_drugs_verify() {
    let mut count = 0;
    for code in &list("drug").unwrap().codes {
        for (key, kind) in [("cas", SelectorKind::Cas), ("inchikey", SelectorKind::Inchikey)] {
            if let Some(text) = code.extra.get(key) {
                let parsed = Selector::parse(kind, text);
                assert!(parsed.is_ok(), "{} {key} {text}: {parsed:?}", code.code);
                count += 1;
            }
        }
    }
    assert!(count > 600, "{count} identifiers");
    assert!(Selector::parse(SelectorKind::Cas, "50-36-3").is_err(), "the check digit is checked");
}

/// Tables I and II of the 1988 Convention as the INCB lists them, but for salts and further esters.
#[test]
fn precursors_of_the_tables_are_there() {
    let first = "acetic-anhydride n-acetylanthranilic-acid 4-anilinopiperidine 1-boc-4-ap \
        norfentanyl anpp npp apaa apaan mapa ephedrine pseudoephedrine norephedrine ergometrine \
        ergotamine lysergic-acid isosafrole safrole piperonal mdp2p pmk-glycidate \
        pmk-glycidic-acid phenylacetone bmk-glycidate bmk-glycidic-acid phenylacetic-acid \
        potassium-permanganate 4-piperidone 1-boc-4-piperidone";
    let second = "acetone anthranilic-acid ethyl-ether hydrochloric-acid methyl-ethyl-ketone \
        piperidine sulphuric-acid toluene acetone-or-ethyl-ether";
    for (table, expect) in [("1988-table-I", first), ("1988-table-II", second)] {
        let listed = list("drug").unwrap().codes.iter();
        let listed = listed.filter(|one| one.extra.get("convention").is_some_and(|is| is == table));
        let listed: BTreeSet<&str> = listed.map(|code| code.code.as_str()).collect();
        assert_eq!(listed, expect.split_whitespace().collect(), "{table}");
    }
}

#[test]
fn an_identifier_means_one_substance() {
    let mut seen = BTreeMap::new();
    // The base and the drug as such are one substance and share its number.
    let bases = ["cocaine-base", "heroin-base"];
    for code in list("drug").unwrap().codes.iter().filter(|one| !bases.contains(&&*one.code)) {
        for key in ["cas", "inchikey"] {
            let other = code.extra.get(key).and_then(|text| seen.insert(text, &code.code));
            assert_eq!(other, None, "{} {key}", code.code);
        }
    }
}

#[test]
fn drugs_have_a_group_and_a_known_convention() {
    let known = ["1961", "1971", "1988-table-I", "1988-table-II", "none"];
    for code in &list("drug").unwrap().codes {
        assert!(code.extra.contains_key("group"), "{}", code.code);
        let convention = code.extra.get("convention");
        assert!(convention.is_none_or(|one| known.contains(&one.as_str())), "{}", code.code);
        let schedules: &[&str] = match convention.map(String::as_str) {
            Some("1961") => &["I", "II", "III", "I and IV"],
            Some("1971") => &["I", "II", "III", "IV"],
            _ => &[],
        };
        let schedule = code.extra.get("schedule");
        assert!(schedule.is_none_or(|one| schedules.contains(&one.as_str())), "{}", code.code);
    }
}
