//! The pages of `docs/kinds/`: what each kind is for, asks for, and tells.
//!
//! `cargo xtask kinds` writes them anew; a page that is not what the kinds say fails here.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::walk::resolved;
use crate::codelist::Language;
use crate::kind::{Body, Kind, form};
use crate::sentence::Sentences;
use crate::word::catalogue;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/kinds")
}

/// Compares a page with what it should say, or writes it.
fn hold(name: &str, now: &str) {
    let path = folder().join(name);
    if std::env::var_os("AMANA_FREEZE").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(&path, now).unwrap();
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = held.lines().zip(now.lines()).find(|(held, now)| held != now);
    assert!(held == now, "{name} is stale, run `cargo xtask kinds`; first difference: {differs:?}");
}

#[test]
fn the_pages_say_what_the_kinds_are_and_no_page_is_left_of_another() {
    for kind in Kind::ALL {
        hold(&format!("{}.md", kind.code()), &page(*kind));
    }
    hold("README.md", &overview());
    let mut expected: BTreeSet<String> =
        Kind::ALL.iter().map(|kind| format!("{}.md", kind.code())).collect();
    expected.insert("README.md".into());
    let found = std::fs::read_dir(folder()).unwrap();
    let found = found.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(found.collect::<BTreeSet<_>>(), expected);
}

fn said(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn overview() -> String {
    let mut page =
        "# Kinds of records\n\nEverything that flows is a record of one of these kinds. \
        Each page says what the kind is for,\nwhat its form asks, and how a record of it is told. \
        A kind is declared once, in\n`crates/record/src/kind/`; `cargo xtask kinds` writes these \
        pages from there.\n\n| kind | name | what it is for | parts | |\n|---|---|---|---|---|\n"
            .to_owned();
    for kind in Kind::ALL {
        let words = catalogue(Language::English);
        let word = format!("kind-{}", kind.code());
        let (name, help) = (words.word(&word), words.help(&word).unwrap_or_default());
        let parts = kind.parts().join("`, `");
        let code = kind.code();
        let nature = nature(*kind);
        writeln!(page, "| [`{code}`]({code}.md) | {name} | {help} | `{parts}` | {nature} |")
            .unwrap();
    }
    page.push_str(TAIL);
    page
}

const TAIL: &str = "
Any record may also carry `links` (list `link-role`), `derived_from` and, where the owner wishes it,
`recipients`. The keywords by which a schema describes its form are listed in
[form.rs](../../crates/record/src/kind/form.rs). A node serves the form of a kind in the reader's
language at `GET /api/v1/kinds/{kind}/form?language=ar`, and tells a record at
`GET /api/v1/records/{owner}/{id}?language=ar` (`text`) and by `amana show --language ar`.
";

fn nature(kind: Kind) -> &'static str {
    match (kind.asserts(), kind.is_control()) {
        (true, _) => "evaluated",
        (false, true) => "acts on records",
        (false, false) => "",
    }
}

fn page(kind: Kind) -> String {
    let form = form::localised(kind, Language::English);
    let mut page = format!("# `{}`: {}\n\n", kind.code(), said(&form, "title"));
    writeln!(page, "{}\n", said(&form, "description")).unwrap();
    let names = [Language::Arabic, Language::French, Language::Spanish]
        .map(|language| catalogue(language).word(&format!("kind-{}", kind.code())));
    let nature = match nature(kind) {
        "" => String::new(),
        nature => format!(" It is {nature}.").replace("is acts", "acts"),
    };
    writeln!(page, "{}. Parts: `{}`.{nature}", names.join(" · "), kind.parts().join("`, `"))
        .unwrap();
    page.push_str("\n## The form\n\nThe short form asks for what is marked •.\n");
    for group in kind.form() {
        let title = catalogue(Language::English).word(&format!("group-{}", group.name));
        write!(page, "\n### {title}\n\n{HEAD}").unwrap();
        for path in group.short.iter().chain(group.long) {
            let (object, name) = object_of(&form, path);
            let row = Row { root: &form, object, name, path, short: group.short.contains(path) };
            row.write(&mut page);
        }
    }
    write_types(&form, kind, &mut page);
    write_examples(kind, &mut page);
    page
}

const HEAD: &str = "| field | label | type | what it says |\n|---|---|---|---|\n";

/// The object a field of a form stands in, and its name there.
fn object_of<'a>(root: &'a Value, path: &'a str) -> (&'a Value, &'a str) {
    match path.split_once('.') {
        Some((part, field)) => (resolved(root, &root["properties"][part]).0, field),
        None => (root, path),
    }
}

struct Row<'a> {
    root: &'a Value,
    object: &'a Value,
    name: &'a str,
    path: &'a str,
    short: bool,
}

impl Row<'_> {
    fn write(&self, page: &mut String) {
        let field = &self.object["properties"][self.name];
        let required = self.object["required"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == self.name));
        let mark = if self.short { " •" } else { "" };
        let must = if required { ", required" } else { "" };
        let (title, help) = (said(field, "title"), said(field, "description"));
        let kind = type_of(self.root, field);
        let most = resolved(self.root, field).0["maxItems"].as_u64();
        let most = most.map(|most| format!(", at most {most}")).unwrap_or_default();
        writeln!(page, "| `{}`{mark} | {title} | {kind}{must}{most} | {help} |", self.path)
            .unwrap();
    }
}

/// A field's type in words.
fn type_of(root: &Value, field: &Value) -> String {
    if let Some(list) = field["x-amana-list"].as_str() {
        let (inner, _) = resolved(root, field);
        let several = if inner["type"] == "array" { "codes" } else { "code" };
        let coded = resolved(root, inner).0["properties"].get("raw").is_some();
        let raw = if coded { ", with the value it was read from" } else { "" };
        return format!("{several} of `{list}`{raw}");
    }
    if let Some(selector) = field["x-amana-selector"].as_str() {
        let several = field["type"] == "array";
        return format!("{} `{selector}`", if several { "selectors" } else { "selector" });
    }
    let (schema, name) = resolved(root, field);
    if schema["type"] == "array" {
        return format!("list of {}", type_of(root, &schema["items"]));
    }
    if schema["properties"].is_object() {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    let main = match &schema["type"] {
        Value::Array(several) => several[0].as_str(),
        other => other.as_str(),
    };
    match (name, main) {
        ("Decimal" | "Digest" | "RecordId" | "NodeCode" | "Unit", _) => name.to_lowercase(),
        (_, Some("string")) if schema["format"] == "date" => "date".into(),
        (_, Some("string")) if schema["format"] == "date-time" => "moment".into(),
        (_, Some("string")) => "text".into(),
        (_, Some("boolean")) => "yes or no".into(),
        (_, Some("integer")) => "number".into(),
        (_, Some("object")) => "texts by name".into(),
        _ => "one of a closed list".into(),
    }
}

/// The objects that fields hold.
fn write_types(form: &Value, kind: Kind, page: &mut String) {
    let empty = Map::new();
    let definitions = form["$defs"].as_object().unwrap_or(&empty);
    let parts: Vec<&str> =
        kind.parts().iter().map(|part| resolved(form, &form["properties"][part]).1).collect();
    let inner: Vec<_> = definitions
        .iter()
        .filter(|(name, object)| {
            object["properties"].is_object() && !parts.contains(&name.as_str())
        })
        .collect();
    if inner.is_empty() {
        return;
    }
    page.push_str("\n## What stands in fields\n");
    for (name, object) in inner {
        write!(page, "\n### {name}\n\n{HEAD}").unwrap();
        for (field, _) in object["properties"].as_object().unwrap() {
            Row { root: form, object, name: field, path: field, short: false }.write(page);
        }
    }
}

fn write_examples(kind: Kind, page: &mut String) {
    let [_, example] = kind.examples();
    let json = serde_json::to_string_pretty(&example.to_json()).unwrap();
    write!(page, "\n## An example\n\nNobody and nothing in it ever existed.\n\n").unwrap();
    writeln!(page, "```json\n{json}\n```\n\n## How it is told").unwrap();
    for (name, language) in [
        ("English", Language::English),
        ("French", Language::French),
        ("Spanish", Language::Spanish),
        ("Arabic", Language::Arabic),
    ] {
        write!(page, "\n### {name}\n\n").unwrap();
        let rtl = language == Language::Arabic;
        page.push_str(if rtl { "<div dir=\"rtl\">\n\n" } else { "" });
        for sentence in told(&example, language) {
            writeln!(page, "- {sentence}").unwrap();
        }
        page.push_str(if rtl { "\n</div>\n" } else { "" });
    }
}

fn told(body: &Body, language: Language) -> Vec<String> {
    let mut sentences = Sentences::new(language);
    body.tell(&mut sentences);
    sentences.finish()
}
