//! What stays: codes and versions, and lists of what was looked at and found right.
//!
//! `AMANA_FREEZE=1 cargo test -p record codelist` writes the files and the overview anew. It
//! refuses to where a code is gone, or where a list gained one and kept its version.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use super::lists;
use crate::codelist::find::Names;
use crate::codelist::{CodeList, Language};

/// Compares a file with what it should say, or writes it.
fn hold(name: &str, now: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("AMANA_FREEZE").is_some() {
        std::fs::write(&path, now).unwrap();
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = held.lines().zip(now.lines()).find(|(held, now)| held != now);
    assert!(held == now, "{name} is not what the lists say; first difference: {differs:?}");
}

fn frozen(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_default()
}

const CODES: &str = "src/codelist/frozen/code.txt";

/// Name, version and codes of the lists as they were frozen.
fn frozen_codes(text: &str) -> BTreeMap<&str, (u32, BTreeSet<&str>)> {
    let mut read = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let (name, version) = (words.next().unwrap(), words.next().unwrap());
        read.insert(name, (version.parse().unwrap(), words.collect()));
    }
    read
}

/// Whether a list is what it was, or rightly grew out of it.
fn judge(list: &CodeList, version: u32, codes: &BTreeSet<&str>) -> Result<(), String> {
    let now: BTreeSet<&str> = list.codes.iter().map(|code| code.code.as_str()).collect();
    if let Some(gone) = codes.difference(&now).next() {
        return Err(format!("{}: `{gone}` is gone, and records carry it", list.name));
    }
    let grew = now.len() > codes.len();
    if list.version < version || (grew && list.version == version) {
        return Err(format!("{}: version {} does not follow {version}", list.name, list.version));
    }
    Ok(())
}

#[test]
fn no_code_disappears_and_versions_rise_with_codes() {
    let text = frozen(CODES);
    let before = frozen_codes(&text);
    let names: BTreeSet<&str> = lists().map(|list| list.name.as_str()).collect();
    assert!(before.keys().all(|name| names.contains(name)), "a list is gone");
    for list in lists() {
        if let Some((version, codes)) = before.get(list.name.as_str()) {
            assert_eq!(judge(list, *version, codes), Ok(()));
        }
    }
    let mut now = String::new();
    for list in lists() {
        let codes: BTreeSet<&str> = list.codes.iter().map(|code| code.code.as_str()).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        writeln!(now, "{} {} {}", list.name, list.version, codes.join(" ")).unwrap();
    }
    hold(CODES, &now);
}

#[test]
fn the_judge_of_frozen_codes_sees_what_it_should() {
    let list = crate::codelist::list("urgency").unwrap();
    let check = |version: u32, codes: &[&str], expect: &str| {
        let found = judge(list, version, &codes.iter().copied().collect());
        assert!(found.clone().err().unwrap_or_default().contains(expect), "{found:?}");
        assert_eq!(found.is_ok(), expect.is_empty());
    };
    check(1, &["routine", "urgent", "flash"], "");
    check(1, &["routine", "urgent", "flash", "immediate"], "`immediate` is gone");
    check(1, &["routine", "urgent"], "does not follow");
    check(0, &["routine", "urgent"], "");
    check(2, &["routine", "urgent", "flash"], "does not follow");
}

/// An identifier is the same in every language; a phrase that is the same was perhaps only copied.
fn may_be_copied(label: &str) -> bool {
    let plain =
        |word: &str| word.chars().count() > 3 && word.chars().skip(1).all(char::is_lowercase);
    label.split([' ', '-', '/']).any(plain)
}

#[test]
fn labels_that_two_languages_share_were_looked_at() {
    let mut now = String::new();
    for list in lists() {
        for code in &list.codes {
            let pairs = [("en", "fr"), ("en", "es"), ("fr", "es")];
            let of = |tag| code.labels.get(Language::parse(tag).unwrap());
            for (one, other) in pairs.into_iter().filter(|(one, other)| of(one) == of(other)) {
                if may_be_copied(of(one)) {
                    writeln!(now, "{} {} {one}={other} {}", list.name, code.code, of(one)).unwrap();
                }
            }
        }
    }
    hold("src/codelist/frozen/same-label.txt", &now);
}

#[test]
fn names_that_mean_two_codes_were_looked_at() {
    let mut lines = BTreeSet::new();
    for list in lists() {
        let names = Names::of(&list.codes);
        for (name, codes) in names.shared() {
            let codes: BTreeSet<&str> =
                codes.iter().map(|(at, _)| list.codes[*at].code.as_str()).collect();
            let codes: Vec<&str> = codes.into_iter().collect();
            lines.insert(format!("{}: {name}: {}\n", list.name, codes.join(", ")));
        }
    }
    hold("src/codelist/frozen/shared-name.txt", &lines.into_iter().collect::<String>());
}

#[test]
fn the_overview_says_what_the_lists_are() {
    const PAGE: &str = "../../docs/codelists.md";
    const START: &str = "<!-- lists -->\n";
    const END: &str = "<!-- /lists -->";
    let page = frozen(PAGE);
    let (head, rest) = page.split_once(START).expect("the mark before the table");
    let (_, tail) = rest.split_once(END).expect("the mark after the table");
    let mut table = "| list | codes | open | version | date | source |\n".to_owned();
    table.push_str("|---|---|---|---|---|---|\n");
    for list in lists() {
        let open = if list.open { "yes" } else { "" };
        let CodeList { name, version, date, source, codes, .. } = list;
        let count = codes.len();
        writeln!(table, "| `{name}` | {count} | {open} | {version} | {date} | {source} |").unwrap();
    }
    hold(PAGE, &format!("{head}{START}{table}{END}{tail}"));
}
