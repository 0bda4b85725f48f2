//! What holds for every kind: its schema, its form, its examples and its sentences agree.

mod form;
mod limit;
mod page;
mod told;
mod walk;

use std::collections::BTreeSet;

use super::*;
use crate::selector::SelectorKind;
use walk::{Leaf, leaves};

fn all() -> impl Iterator<Item = (Kind, Body)> {
    Kind::ALL.iter().flat_map(|kind| kind.examples().map(|body| (*kind, body)))
}

#[test]
fn every_example_is_what_its_kind_allows() {
    for (kind, body) in all() {
        assert_eq!(body.kind(), kind);
        assert_eq!(body.check(), Ok(()), "{kind:?}");
        assert_eq!(Body::from_json(kind, body.to_json()), Ok(body));
    }
}

/// A refusal answers nothing and an answer refuses nothing: no example has both.
const APART: (Kind, &str) = (Kind::Message, "refusal");

#[test]
fn two_examples_fill_every_field() {
    for kind in Kind::ALL {
        let root = kind.schema().to_value();
        let mut filled = BTreeSet::new();
        for body in kind.examples() {
            filled.extend(walk::filled(&root, &body.to_json()));
        }
        let fields = walk::fields(&root);
        let empty = fields.difference(&filled).filter(|(_, field)| (*kind, &**field) != APART);
        let empty: Vec<_> = empty.collect();
        assert!(empty.is_empty(), "{}: no example has {empty:?}", kind.code());
    }
}

/// The offence of a message is policy's to refuse, by REL-04.
fn is_left_to_policy(kind: Kind, leaf: &Leaf) -> bool {
    kind == Kind::Message && leaf.path.ends_with("offence")
}

#[test]
fn a_code_that_is_not_on_its_list_is_refused() {
    let mut tried = 0;
    for (kind, body) in all() {
        for leaf in leaves(&kind.schema().to_value(), &body.to_json()) {
            if leaf.list.is_none() || is_left_to_policy(kind, &leaf) {
                continue;
            }
            let mut changed = body.to_json();
            let bad = if leaf.value.is_number() { 77.into() } else { "no-such-code".into() };
            *changed.pointer_mut(&leaf.path).unwrap() = bad;
            let read = Body::from_json(kind, changed);
            assert!(read.is_err(), "{}{} takes any code", kind.code(), leaf.path);
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn an_identifier_is_checked_and_found_by_its_selector() {
    let mut tried = 0;
    for (kind, body) in all() {
        let found = body.selectors();
        for leaf in leaves(&kind.schema().to_value(), &body.to_json()) {
            let Some(code) = &leaf.selector else { continue };
            let selector = SelectorKind::ALL.iter().find(|kind| kind.code() == code).unwrap();
            let selector = Selector::parse(*selector, leaf.value.as_str().unwrap()).unwrap();
            assert!(found.contains(&selector), "{}{}", kind.code(), leaf.path);
            let mut changed = body.to_json();
            *changed.pointer_mut(&leaf.path).unwrap() = "?".into();
            let read = Body::from_json(kind, changed);
            assert!(read.is_err(), "{}{} takes anything", kind.code(), leaf.path);
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
}

/// Words that may name no field of any kind, in the languages a field might be named in.
const PROTECTED: [&str; 24] = [
    "ethnic",
    "race",
    "racial",
    "colour-of-skin",
    "skin",
    "tribe",
    "religio",
    "faith",
    "belie",
    "politic",
    "opinion",
    "party",
    "orientation",
    "sexual",
    "gender",
    "union",
    "health",
    "medical",
    "disease",
    "diagnos",
    "disab",
    "biometric",
    "fingerprint",
    "dna",
];

#[test]
fn no_kind_has_a_field_for_a_protected_attribute() {
    for kind in Kind::ALL {
        for (object, field) in walk::fields(&kind.schema().to_value()) {
            let name = format!("{object} {field}").to_lowercase();
            let found = PROTECTED.iter().find(|word| name.contains(**word));
            assert_eq!(found, None, "{}: {name}", kind.code());
        }
    }
}
