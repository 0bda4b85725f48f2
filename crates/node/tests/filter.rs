//! What SQL filters and what policy decides are the same, row by row.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use node::author::Author;
use node::store::Store;
use node::store::entry::{Entry, Page};
use node::store::record::NewRecord;
use node::vault::Vault;
use node::view::{Session, Sight};
use record::deadline::Clocks;
use record::policy::{self, Act, Audience, Class, Protected, Reader, Role, State, Tables};
use record::selector::{Selector, SelectorKind};
use record::{Digest, Handling, HandlingCode, Kind, Level, Name, Purpose, RecordId, Timestamp};
use record::{Unit, cbor};
use support::code;

const RECORDS: u64 = 10_000;

/// Digits that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 += 1;
        let block = Digest::of(&[b"dice", &self.0.to_be_bytes()]);
        block.0[0] as usize * 256 % bound + block.0[1] as usize % bound.min(256)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        let place = self.below(all.len()) % all.len();
        all[place]
    }
}

fn class(dice: &mut Dice) -> Class {
    use HandlingCode::{H0, H1, H2, H3};
    let codes: &[&[HandlingCode]] = &[&[], &[H0], &[H1], &[H2, H3]];
    let level = dice.of(&[Level::ForOfficialUse, Level::Restricted, Level::Confidential]);
    let purposes: BTreeSet<Purpose> = (0..3).map(|_| dice.of(&Purpose::ALL)).collect();
    let ours = dice.below(3) == 0;
    let calm = dice.below(3) > 0;
    Class {
        owner: code(if ours { "XA" } else { "XB" }),
        handling: Handling::new(level, dice.of(codes)),
        purposes: purposes.into_iter().collect(),
        kind: dice.of(Kind::ALL),
        audience: if ours { Audience::Owner } else { Audience::Recipient },
        state: if calm { State::Active } else { dice.of(&State::ALL) },
        subject: dice.of(&[None, None, None, Some(Protected::Victim), Some(Protected::Minor)]),
        offence: None,
        issuer: None,
    }
}

/// Ten thousand records of some hundred classes, each with a selector shared by a tenth of them.
fn filled(store: &Store) -> BTreeMap<i64, Class> {
    let mut dice = Dice(0);
    let classes: Vec<Class> = (0..120).map(|_| class(&mut dice)).collect();
    let mut rows = BTreeMap::new();
    store.begin().unwrap();
    for number in 0..RECORDS {
        let class = classes[dice.below(classes.len()) % classes.len()].clone();
        let content_id = Digest::of(&[&number.to_be_bytes()]);
        let id = RecordId(content_id.0[..16].try_into().unwrap());
        let row = store
            .insert_record(&NewRecord {
                name: &Name { owner: class.owner.clone(), id, revision: 1 },
                content_id: &content_id,
                header: b"not read here",
                content: b"",
                wrapped_key: b"",
                leaf: number,
                leaf_salt: &[0; 32],
                epoch: 1,
                proof: None,
                arrived: 0,
            })
            .unwrap();
        let class_number = store.class(&class.digest(), &cbor::to_bytes(&class)).unwrap();
        store.insert_entry(&entry(row, class_number, class.kind)).unwrap();
        store.insert_selectors(row, &[phone(row % 10)]).unwrap();
        rows.insert(row, class);
    }
    store.commit().unwrap();
    rows
}

fn entry(record: i64, class: i64, kind: Kind) -> Entry {
    let day = String::from("2026-03-02");
    let (expiry, review) = (day.clone(), day);
    let kind = kind.code().into();
    Entry { record, class, kind, latest: true, created: 0, expiry, review, title: "t".into() }
}

fn phone(last: i64) -> Selector {
    Selector::parse(SelectorKind::Phone, &format!("+3361234567{last}")).unwrap()
}

#[test]
fn the_filter_and_the_decision_agree_on_every_row() {
    let store = Store::in_memory().unwrap();
    let rows = filled(&store);
    assert!(rows.len() >= 10_000);
    assert!(rows.values().map(Class::digest).collect::<BTreeSet<_>>().len() >= 50);
    let (vault, own, unit) =
        (Vault::new([1; 32], [2; 32]), code("XA"), Unit::new("POLICE").unwrap());
    let tables = Tables::embedded();
    let sight = Sight {
        code: &own,
        tables,
        clocks: Clocks::embedded(),
        lists: &std::sync::Arc::default(),
        store: &store,
        vault: &vault,
        now: Timestamp(0),
    };
    let (mut granted, mut refused) = (0_u64, 0_u64);
    for role in Role::ALL {
        for purpose in Purpose::ALL {
            let author = Author { officer: "officer-1".into(), role: *role, unit: unit.clone() };
            let session = Session { author, purpose };
            let reader = Reader { node: own.clone(), unit: unit.clone(), role: *role };
            let decided = |class: &Class| {
                policy::decide(tables, &reader, Act::List, purpose, class).is_granted()
            };
            let expected: BTreeSet<i64> =
                rows.iter().filter(|(_, class)| decided(class)).map(|(row, _)| *row).collect();
            granted += expected.len() as u64;
            refused += (rows.len() - expected.len()) as u64;
            let allowed = sight.allowed(&session, Act::List).unwrap();
            assert_eq!(listed(&store, &allowed), expected, "{role:?} {purpose:?}");
            let found = mentions(&store, &allowed, &phone(7));
            let expected = expected.into_iter().filter(|row| row % 10 == 7);
            assert_eq!(found, expected.collect::<BTreeSet<_>>(), "{role:?} {purpose:?}");
        }
    }
    assert!(granted > 50_000 && refused > 50_000, "{granted} granted, {refused} refused");
}

/// All pages of what mentions an identifier.
fn mentions(store: &Store, allowed: &[i64], phone: &Selector) -> BTreeSet<i64> {
    let (mut all, mut before) = (BTreeSet::new(), None);
    loop {
        let page = Page { before, limit: 300 };
        let found = store.with_selector(allowed, phone, page, 100).unwrap();
        let count = all.len() + found.entries.len();
        all.extend(found.entries.iter().map(|entry| entry.record));
        assert_eq!(all.len(), count, "a page repeats a row");
        if found.next.is_none() {
            return all;
        }
        before = found.next;
    }
}

/// All pages of a list, as a reader turns them.
fn listed(store: &Store, allowed: &[i64]) -> BTreeSet<i64> {
    let (mut all, mut before) = (BTreeSet::new(), None);
    loop {
        let page = Page { before, limit: 1_777 };
        let entries = store.entries(allowed, page).unwrap();
        let Some(last) = entries.last() else { return all };
        before = Some(last.record);
        let count = all.len() + entries.len();
        all.extend(entries.iter().map(|entry| entry.record));
        assert_eq!(all.len(), count, "a page repeats a row");
    }
}
