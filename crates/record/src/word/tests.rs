//! Catalogues: the same messages in four languages, none missing, none that nothing uses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;
use crate::Kind;
use crate::codelist::list;

/// A message: its values, and whether it has help.
#[derive(Debug, PartialEq, Eq)]
struct Message {
    values: BTreeSet<String>,
    help: bool,
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

fn messages(language: Language) -> BTreeMap<String, Message> {
    let mut read: BTreeMap<String, Message> = BTreeMap::new();
    for file in FILES {
        let path = source().join(format!("data/word/{}/{file}.ftl", language.tag()));
        let text = std::fs::read_to_string(path).unwrap();
        let mut last = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                last = key.to_owned();
                let empty = Message { values: BTreeSet::new(), help: false };
                assert!(read.insert(last.clone(), empty).is_none(), "{last} stands twice");
            }
            let Some(message) = read.get_mut(&last) else { continue };
            message.help |= line.trim_start().starts_with(".help = ");
            let values = line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
            message.values.extend(values.map(str::to_owned));
        }
    }
    read
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = messages(Language::English);
    assert!(english.len() > 200);
    for language in Language::ALL {
        let own = messages(language);
        let keys = |all: &BTreeMap<String, Message>| all.keys().cloned().collect::<BTreeSet<_>>();
        let differs: Vec<_> = keys(&own).symmetric_difference(&keys(&english)).cloned().collect();
        assert!(differs.is_empty(), "{language:?}: {differs:?}");
        for (key, message) in &own {
            // A form may choose by a count or a sound that it does not write.
            let chosen = ["n", "sound"].map(str::to_owned).into();
            let without = |message: &Message| &message.values - &chosen;
            assert_eq!(without(message), without(&english[key]), "{language:?}: {key}");
            assert_eq!(message.help, english[key].help, "{language:?}: {key}");
        }
    }
}

/// Text in double quotes in the sources, tests apart.
fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            literals(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
}

/// Messages that a kind's form and name need.
fn of_kinds() -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    for kind in Kind::ALL {
        needed.insert(format!("kind-{}", kind.code()));
        needed.extend(kind.form().iter().map(|group| format!("group-{}", group.name)));
        let schema = kind.schema().to_value().to_string();
        let words = schema.split("\"x-amana-word\":\"").skip(1);
        needed.extend(words.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    needed.extend(Language::ALL.iter().map(|language| format!("language-{}", language.tag())));
    needed.extend((1..=12).map(|month| format!("month-{month}")));
    needed
}

#[test]
fn no_message_is_missing_and_none_is_unused() {
    let (known, needed) = (messages(Language::English), of_kinds());
    let missing: Vec<_> = needed.iter().filter(|key| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let mut said = BTreeSet::new();
    literals(&source().join("src"), &mut said);
    // The node says what answers to questions say.
    literals(&source().join("../node/src/ask"), &mut said);
    // And why a device answers nothing, by the codes that stand in one place.
    literals(&source().join("../node/src/copy"), &mut said);
    literals(&source().join("../node/src/web/plain"), &mut said);
    // And what a head of the directory means for those who sign or take it.
    literals(&source().join("../node/src/steward"), &mut said);
    // And how a restored node stands.
    literals(&source().join("../node/src/restore"), &mut said);
    // And what waits while a directory is frozen.
    literals(&source().join("../node/src/freeze"), &mut said);
    let stopped = std::fs::read_to_string(source().join("../node/src/copy.rs")).unwrap();
    let stopped: BTreeSet<&str> = stopped.split('"').skip(1).step_by(2).collect();
    let used = |key: &str| {
        let unit = key.strip_prefix("unit-").map(|unit| list("unit").unwrap().exact(unit));
        let field = key.strip_prefix("field-").is_some_and(|field| said.contains(field));
        let stops = key.strip_prefix("copy-stopped-").is_some_and(|code| stopped.contains(code));
        // The pages' own words; `web/src/words/words.test.ts` holds those to their use.
        let page = key.starts_with("page-");
        page || stops
            || needed.contains(key)
            || said.contains(key)
            || field
            || unit.flatten().is_some()
    };
    let unused: Vec<_> = known.keys().filter(|key| !used(key)).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

/// What `say(`, `phrase(`, `detail(` and their like name.
fn named(text: &str, call: &str) -> Vec<String> {
    let after = text.split(call).skip(1);
    let key =
        |rest: &str| rest.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned);
    after.filter_map(key).collect()
}

fn sources(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn what_the_code_says_is_in_the_catalogues() {
    let mut text = String::new();
    sources(&source().join("src"), &mut text);
    let known = messages(Language::English);
    let mut tried = 0;
    for (call, prefix) in [
        (".say(", ""),
        (".phrase(", ""),
        (".detail(", "field-"),
        (".details(", "field-"),
        (".labelled(", "field-"),
    ] {
        for key in named(&text, call) {
            assert!(known.contains_key(&format!("{prefix}{key}")), "{call}\"{key}\"");
            tried += 1;
        }
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn every_rule_is_told_in_every_language() {
    for rule in crate::policy::Rule::ALL {
        let key = format!("page-rule-{}", rule.code());
        for language in Language::ALL {
            assert!(catalogue(language).has(&key), "{key} in {language:?}");
        }
    }
}

/// One reader is spoken to, and not several: `your record`, with the singular's ending.
#[test]
fn arabic_speaks_to_one_reader() {
    // Words of which the letters are a part.
    let whole = ["حكم", "الحكم", "كم"];
    for file in FILES {
        let path = source().join(format!("data/word/ar/{file}.ftl"));
        let text = std::fs::read_to_string(path).unwrap();
        let words = text.split(|letter: char| !letter.is_alphabetic());
        let plural = words.filter(|word| word.ends_with("كم") && !whole.contains(word));
        assert_eq!(plural.collect::<Vec<_>>(), Vec::<&str>::new(), "{file}");
    }
}

#[test]
fn arabic_has_its_plurals() {
    let check = |count: u32, expect: &str| {
        let words = catalogue(Language::Arabic);
        assert_eq!(words.write("arrests", &[("n", count.into())]), expect);
    };
    check(0, "لم يُوقف أحد.");
    check(1, "أُوقف شخص واحد.");
    check(2, "أُوقف شخصان.");
    check(3, "أُوقف 3 أشخاص.");
    check(11, "أُوقف 11 شخصاً.");
    check(100, "أُوقف 100 شخص.");
    let litres = |amount: f64, written: &str, expect: &str| {
        let fillings = [("n", Filling::Amount(amount)), ("amount", written.into())];
        assert_eq!(catalogue(Language::Arabic).write("unit-litre", &fillings), expect);
    };
    litres(3.0, "3", "3 لترات");
    litres(12.0, "12", "12 لتراً");
    litres(100.0, "100", "100 لتر");
}

#[test]
fn each_language_writes_numbers_in_its_way() {
    let check = |number: &str, expect: [&str; 4]| {
        assert_eq!(Language::ALL.map(|language| decimal(number, language)), expect);
    };
    check("7", ["7", "7", "7", "7"]);
    check("1234.5", ["1,234.5", "1,234.5", "1\u{202f}234,5", "1234,5"]);
    check("-1234567", ["-1,234,567", "-1,234,567", "-1\u{202f}234\u{202f}567", "-1.234.567"]);
    check("0.25", ["0.25", "0.25", "0,25", "0,25"]);
}

#[test]
fn a_text_that_runs_the_other_way_is_isolated() {
    let check = |made: String, expect: &str| assert_eq!(made, expect);
    check(identifier("+961 1 234", Language::Arabic), "\u{2066}+961 1 234\u{2069}");
    check(identifier("+961 1 234", Language::French), "+961 1 234");
    check(free("سلمى", Language::English), "\u{2068}سلمى\u{2069}");
    check(free("Salma", Language::English), "Salma");
    check(free("Salma", Language::Arabic), "\u{2068}Salma\u{2069}");
    check(identifier("A\u{2069}B", Language::Arabic), "\u{2066}AB\u{2069}");
    check(bare("\u{2066}AB\u{2069}"), "AB");
}

#[test]
fn a_message_that_is_not_there_is_its_key() {
    assert_eq!(catalogue(Language::Spanish).word("no-such-message"), "no-such-message");
    assert_eq!(catalogue(Language::Spanish).help("no-such-message"), None);
}
