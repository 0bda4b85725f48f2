//! The store's conformance suite: what every implementation of its interface must do. Each test
//! runs against a store in memory and one in a file; another engine is added in `each`.
//! It is long because it is one list: a section a method group, in the order of `store.rs`.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::Error;
use node::find::{self, rows::Rows};
use node::store::audit::MinuteRoot;
use node::store::entry::{Entry, Page};
use node::store::evidence::{Head, Proof, StoredReceipt};
use node::store::hide::{Cause, HeldCopy, Hiding};
use node::store::hit::{From, NewHit, QuestionRow};
use node::store::lane::OpenPouch;
use node::store::leaf::StoredLeaf;
use node::store::officer::{Officer, Token};
use node::store::posting::Window;
use node::store::record::NewRecord;
use node::store::{SCHEMA, Store};
use record::selector::{Selector, SelectorKind};
use record::{Digest, Name, RecordId};
use support::code;
use support::folder::Folder;

fn each(check: impl Fn(&Store)) {
    check(&Store::in_memory().unwrap());
    let folder = Folder::new("store");
    check(&Store::open(&folder.join("node.db")).unwrap());
}

fn name(id: u8, revision: u32) -> Name {
    Name { owner: code("XA"), id: RecordId([id; 16]), revision }
}

fn insert(store: &Store, name: &Name, story: &[u8]) -> i64 {
    let new = NewRecord {
        name,
        content_id: &Digest::of(&[&name.id.0, &name.revision.to_be_bytes(), story]),
        header: b"header",
        content: b"content",
        wrapped_key: b"key",
        leaf: 7,
        leaf_salt: &[3; 32],
        epoch: 1,
        proof: None,
        arrived: 11,
    };
    store.insert_record(&new).unwrap()
}

#[test]
fn a_record_is_found_by_name_id_and_row_and_stored_once() {
    each(|store| {
        let second = insert(store, &name(1, 2), b"");
        let first = insert(store, &name(1, 1), b"");
        let twin = insert(store, &name(1, 2), b"another story");
        insert(store, &name(2, 1), b"");
        let rows = |found: Vec<node::store::record::Stored>| -> Vec<i64> {
            found.into_iter().map(|stored| stored.row).collect()
        };
        let (owner, id) = (code("XA"), RecordId([1; 16]));
        assert_eq!(rows(store.records_named(&name(1, 2)).unwrap()), [second, twin]);
        assert_eq!(rows(store.revisions(&owner, &id).unwrap()), [first, second, twin]);
        assert_eq!(store.latest_record(&owner, &id).unwrap().unwrap().row, second);
        assert_eq!(store.content_ids_named(&name(1, 2)).unwrap().len(), 2);
        assert_eq!(store.content_ids_named(&name(1, 3)).unwrap(), []);
        assert!(store.is_beside_others(first, &owner, &id).unwrap());
        assert!(!store.is_beside_others(4, &owner, &RecordId([2; 16])).unwrap());
        assert_eq!(rows(store.records_after(first, 1).unwrap()), [twin]);
        assert_eq!(store.record_count().unwrap(), 4);
        let stored = store.record_row(first).unwrap().unwrap();
        assert_eq!((stored.leaf, stored.leaf_salt, stored.arrived), (7, [3; 32], 11));
        assert!(store.latest_record(&code("XB"), &id).unwrap().is_none());
        let again = NewRecord {
            name: &name(1, 1),
            content_id: &stored.content_id,
            header: b"",
            content: b"",
            wrapped_key: b"",
            leaf: 0,
            leaf_salt: &[0; 32],
            epoch: 1,
            proof: None,
            arrived: 0,
        };
        assert!(matches!(store.insert_record(&again), Err(Error::Store(_))));
    });
}

#[test]
fn erasing_takes_key_and_content_and_leaves_the_digest() {
    each(|store| {
        let row = insert(store, &name(1, 1), b"");
        assert_eq!(store.wrapped_key(row).unwrap().as_deref(), Some(&b"key"[..]));
        store.erase_content(row).unwrap();
        let stored = store.record_row(row).unwrap().unwrap();
        assert_eq!((stored.content, stored.header), (None, b"header".to_vec()));
        assert_eq!(store.wrapped_key(row).unwrap(), None);
        assert_ne!(stored.content_id, Digest::default());
    });
}

#[test]
fn a_failed_job_undoes_only_itself() {
    each(|store| {
        store.begin().unwrap();
        assert!(store.in_transaction());
        store.mark().unwrap();
        insert(store, &name(1, 1), b"");
        store.keep().unwrap();
        store.mark().unwrap();
        insert(store, &name(2, 1), b"");
        store.undo().unwrap();
        store.commit().unwrap();
        assert_eq!(store.record_count().unwrap(), 1);
        store.begin().unwrap();
        insert(store, &name(3, 1), b"");
        store.rollback().unwrap();
        assert!(!store.in_transaction());
        assert_eq!(store.record_count().unwrap(), 1);
    });
}

#[test]
fn leaves_and_tiles_are_kept_in_order() {
    each(|store| {
        assert_eq!(store.leaf_count().unwrap(), 0);
        let leaf = |index| StoredLeaf { index, leaf_type: 1, salt: [1; 32], subject: vec![2] };
        (0..5).for_each(|index| store.insert_leaf(&leaf(index)).unwrap());
        assert_eq!(store.leaf_count().unwrap(), 5);
        assert_eq!(store.leaves(1, 3).unwrap(), [leaf(1), leaf(2)]);
        assert_eq!(store.leaf(4).unwrap(), Some(leaf(4)));
        assert_eq!(store.leaf(5).unwrap(), None);
        assert!(store.insert_leaf(&leaf(4)).is_err(), "a leaf is never replaced");
        store.insert_tile(1, 0, b"hashes").unwrap();
        assert_eq!(store.tile(1, 0).unwrap().as_deref(), Some(&b"hashes"[..]));
        assert_eq!(store.tile(0, 0).unwrap(), None);
        assert!(store.insert_tile(1, 0, b"other").is_err(), "nor is a tile");
    });
}

#[test]
fn a_lane_has_no_gaps_and_remembers_what_was_acknowledged() {
    each(|store| {
        let enqueued: Vec<u64> = (1..=4).map(|row| store.enqueue("XB", 1, row).unwrap()).collect();
        assert_eq!(enqueued, [1, 2, 3, 4]);
        assert_eq!(store.enqueue("XB", 2, 1).unwrap(), 1);
        assert_eq!(store.enqueue("XC", 1, 1).unwrap(), 1);
        store.void_outgoing("XB", 1, 2, "recalled").unwrap();
        let queued = store.outgoing("XB", 1, 1, 2).unwrap();
        let shown: Vec<_> = queued.iter().map(|one| (one.seq, one.void.as_deref())).collect();
        assert_eq!(shown, [(2, Some("recalled")), (3, None)]);
        assert_eq!(store.lane_sent("XB", 1).unwrap(), 0);
        store.mark_sent("XB", 1, (1, 3), 50).unwrap();
        store.mark_sent("XB", 1, (1, 3), 60).unwrap();
        assert_eq!(store.lane_sent("XB", 1).unwrap(), 3);
        let pouch = OpenPouch { first: 1, last: 3, manifest: b"manifest".to_vec(), leaf: 9 };
        store.insert_pouch("XB", 1, &pouch).unwrap();
        assert_eq!(store.open_pouch("XB", 1, 0).unwrap(), Some(pouch));
        store.mark_acked("XB", 1, (1, 3), 70).unwrap();
        assert_eq!(store.open_pouch("XB", 1, 0).unwrap(), None);
        let standing = &store.standings(1).unwrap()[0];
        assert_eq!((standing.sent, standing.acked, standing.lane), (Some(50), Some(70), 1));
        assert_eq!(store.standings(1).unwrap().len(), 3);
        let waiting = store.lanes_waiting().unwrap();
        assert_eq!(waiting, [("XB".into(), 2), ("XB".into(), 1), ("XC".into(), 1)]);
        store.mark_acked("XB", 1, (4, 4), 80).unwrap();
        assert_eq!(store.lanes_waiting().unwrap().len(), 2);
    });
}

#[test]
fn what_a_peer_cannot_read_yet_is_taken_once() {
    each(|store| {
        store.enqueue("XB", 1, 5).unwrap();
        store.defer_outgoing("XB", 1, 1, 10).unwrap();
        assert_eq!(store.take_deferred().unwrap(), [("XB".into(), 1, 5)]);
        assert_eq!(store.take_deferred().unwrap(), []);
    });
}

#[test]
fn ranges_received_merge_in_any_order() {
    each(|store| {
        let check = |range, expect: &[(u64, u64)]| {
            store.note_received("XB", 0, range).unwrap();
            assert_eq!(store.received("XB", 0).unwrap(), expect, "after {range:?}");
        };
        check((5, 6), &[(5, 6)]);
        check((1, 2), &[(1, 2), (5, 6)]);
        check((9, 9), &[(1, 2), (5, 6), (9, 9)]);
        check((3, 4), &[(1, 6), (9, 9)]);
        check((2, 3), &[(1, 6), (9, 9)]);
        check((4, 12), &[(1, 12)]);
        assert_eq!(store.received("XB", 1).unwrap(), []);
        assert_eq!(store.received("XC", 0).unwrap(), []);
    });
}

#[test]
fn evidence_is_kept_as_it_came() {
    each(|store| {
        let proof = Proof {
            owner: "XB".into(),
            checkpoint: "note".into(),
            shared: vec![1],
            leaves: vec![2; 64],
        };
        let row = store.insert_proof(&proof).unwrap();
        assert_eq!(store.proof(row).unwrap(), Some(proof));
        assert_eq!((store.proof(row + 1).unwrap(), store.proof_count().unwrap()), (None, 1));
        let head = |size| Head { size, root: Digest([1; 32]), note: format!("{size}"), at: 5 };
        [3, 9, 4].iter().for_each(|size| store.insert_head("XB", &head(*size)).unwrap());
        store.insert_head("XB", &Head { note: "other".into(), ..head(4) }).unwrap();
        assert_eq!(store.last_head("XB").unwrap(), Some(head(9)));
        assert_eq!(store.head_at("XB", 4).unwrap(), Some(head(4)), "the first one stays");
        assert_eq!(store.last_head("XC").unwrap(), None);
        assert_eq!(store.heads().unwrap().len(), 3);
        assert!(!store.head_conflict("XB").unwrap());
        store.insert_conflict("XB", "record", b"a", b"b", 1).unwrap();
        assert!(!store.head_conflict("XB").unwrap());
        store.insert_conflict("XB", "head", b"a", b"b", 2).unwrap();
        assert!(store.head_conflict("XB").unwrap() && !store.head_conflict("XA").unwrap());
        assert_eq!(store.conflicts().unwrap().len(), 2);
    });
}

#[test]
fn a_receipt_is_kept_once_and_owed_until_acknowledged() {
    each(|store| {
        let receipt = |status| StoredReceipt {
            peer: "XB".into(),
            name: name(1, 1),
            status,
            at: 4,
            leaf: 2,
            bytes: vec![status],
            proof: 1,
        };
        assert!(store.insert_receipt(&receipt(1)).unwrap());
        assert!(!store.insert_receipt(&receipt(1)).unwrap());
        assert!(store.insert_receipt(&receipt(5)).unwrap());
        let of = store.receipts(&code("XA"), &RecordId([1; 16])).unwrap();
        assert_eq!(of, [receipt(1), receipt(5)]);
        assert_eq!(store.all_receipts().unwrap(), of);
        assert_eq!(store.receipts(&code("XC"), &RecordId([1; 16])).unwrap(), []);
        assert_eq!(store.receipt_count().unwrap(), 2);
        (1..=3).for_each(|leaf| store.queue_receipt("XB", leaf, &[leaf as u8]).unwrap());
        let due = store.receipts_due("XB", 0, 2).unwrap();
        assert_eq!(due.iter().map(|(_, bytes)| bytes[0]).collect::<Vec<_>>(), [1, 2]);
        store.receipts_acked("XB", &[1, 3]).unwrap();
        assert_eq!(store.receipts_due("XB", 0, 9).unwrap(), [(2, vec![2])]);
        assert_eq!(store.receipts_due("XB", 3, 9).unwrap(), []);
        assert_eq!(store.receipts_due("XC", 0, 9).unwrap(), []);
    });
}

fn hiding(cause: Cause, erase_after: Option<i64>) -> Hiding {
    Hiding {
        row: 0,
        owner: "XA".into(),
        id: RecordId([1; 16]),
        revision: 2,
        cause,
        by: Some(RecordId([9; 16])),
        at: 100,
        erase_after,
        lifted: None,
        erased: None,
    }
}

#[test]
fn the_gravest_hiding_comes_first_and_a_lifted_one_hides_nothing() {
    each(|store| {
        let (owner, id) = (code("XA"), RecordId([1; 16]));
        let block = store.insert_hiding(&hiding(Cause::Blocked, None)).unwrap();
        store.insert_hiding(&hiding(Cause::Recalled, Some(500))).unwrap();
        let found = store.hidings(&owner, &id).unwrap();
        assert_eq!(
            found.iter().map(|one| one.cause).collect::<Vec<_>>(),
            [Cause::Recalled, Cause::Blocked]
        );
        assert_eq!(found[0].by, Some(RecordId([9; 16])));
        assert_eq!(store.erasures_due(499, 9).unwrap(), []);
        assert_eq!(store.erasures_due(500, 9).unwrap().len(), 1);
        store.schedule_erasure(block, 400).unwrap();
        assert_eq!(store.erasures_due(500, 9).unwrap()[0].row, block);
        assert_eq!(store.erasures_due(500, 1).unwrap().len(), 1);
        store.lift_hiding(block, 120).unwrap();
        assert_eq!(store.hidings(&owner, &id).unwrap().len(), 1);
        store.mark_erased(found[0].row, 600).unwrap();
        assert_eq!(store.erasures_due(500, 9).unwrap(), []);
        assert_eq!(store.all_hidings().unwrap().len(), 2);
        for cause in
            [Cause::Recalled, Cause::Withdrawn, Cause::Blocked, Cause::Expired, Cause::Revoked]
        {
            assert_eq!(Cause::parse(cause.code()), Some(cause));
        }
        assert_eq!(Cause::parse("lost"), None);
    });
}

#[test]
fn a_hold_that_ends_loses_its_copy_and_is_remembered() {
    each(|store| {
        let held = HeldCopy {
            row: 1,
            owner: "XA".into(),
            id: RecordId([1; 16]),
            revision: 1,
            authority: "court".into(),
            reference: "1/2026".into(),
            until: "2026-12-01".into(),
            by: RecordId([2; 16]),
            copy: Some(vec![1]),
            ended: None,
        };
        assert_eq!(store.insert_held(&held).unwrap(), 1);
        assert_eq!(store.holds(&code("XA"), &held.id).unwrap(), std::slice::from_ref(&held));
        store.end_hold(1, 70).unwrap();
        let ended = HeldCopy { copy: None, ended: Some(70), ..held };
        assert_eq!(store.all_holds().unwrap(), [ended]);
        assert_eq!(store.holds(&code("XB"), &RecordId([1; 16])).unwrap(), []);
    });
}

fn enter(store: &Store, id: u8, class: i64, latest: bool) -> i64 {
    let record = insert(store, &name(id, 1), b"");
    let entry = Entry {
        record,
        class,
        kind: "message".into(),
        latest,
        created: 1,
        expiry: format!("2026-03-{:02}", id),
        review: "2026-03-01".into(),
        title: "title".into(),
    };
    store.insert_entry(&entry).unwrap();
    assert_eq!(store.entry(record).unwrap(), Some(entry));
    record
}

#[test]
fn lists_show_allowed_classes_newest_first_and_page_by_page() {
    each(|store| {
        let class = |mark: u8| store.class(&Digest([mark; 32]), &[mark]).unwrap();
        let (open, closed) = (class(1), class(2));
        assert_eq!(class(1), open, "a class keeps its number");
        assert_eq!(store.classes().unwrap(), [(open, vec![1]), (closed, vec![2])]);
        let rows: Vec<i64> = (1..=5).map(|id| enter(store, id, open, true)).collect();
        let hidden = enter(store, 6, closed, true);
        enter(store, 7, open, false);
        let listed = |allowed: &[i64], page: Page| -> Vec<i64> {
            let entries = store.entries(allowed, page).unwrap();
            entries.into_iter().map(|entry| entry.record).collect()
        };
        let page = |before| Page { before, limit: 2 };
        assert_eq!(listed(&[open], page(None)), [rows[4], rows[3]]);
        assert_eq!(listed(&[open], page(Some(rows[3]))), [rows[2], rows[1]]);
        assert_eq!(listed(&[open, closed], page(None)), [hidden, rows[4]]);
        assert!(listed(&[], page(None)).is_empty());
        let all = || listed(&[open], Page { before: None, limit: 9 }).len();
        assert_eq!(all(), 5);
        store.set_class(rows[0], closed).unwrap();
        store.set_latest(rows[1], false).unwrap();
        assert_eq!(all(), 3);
    });
}

#[test]
fn a_selector_finds_its_records_until_they_are_cleared() {
    each(|store| {
        let class = store.class(&Digest([1; 32]), &[1]).unwrap();
        let row = enter(store, 1, class, true);
        let phone = Selector::parse(SelectorKind::Phone, "+33612345678").unwrap();
        store.insert_selectors(row, &[phone.clone(), phone.clone()]).unwrap();
        let found = |class: i64| {
            let page = Page { before: None, limit: 9 };
            store.with_selector(&[class], &phone, page, 9).unwrap().entries
        };
        assert_eq!(found(class).len(), 1);
        assert_eq!(found(class + 1), []);
        let dump = store.dump_derived().unwrap();
        assert!(dump.contains("+33612345678") && dump.contains("title"));
        store.clear_derived(row).unwrap();
        assert_eq!(found(class), []);
        assert_eq!(store.entry(row).unwrap().unwrap().title, "");
        store.drop_derived().unwrap();
        assert_eq!((store.dump_derived().unwrap(), store.classes().unwrap().len()), ("".into(), 0));
    });
}

#[test]
fn what_expires_is_found_until_it_is_hidden_or_erased() {
    each(|store| {
        let class = store.class(&Digest([1; 32]), &[1]).unwrap();
        let rows: Vec<i64> = (1..=3).map(|id| enter(store, id, class, true)).collect();
        let due = |day: &str| -> Vec<i64> {
            store.expiring(day, 9).unwrap().into_iter().map(|(row, ..)| row).collect()
        };
        assert_eq!((due("2026-02-28"), due("2026-03-02")), (vec![], rows[..2].to_vec()));
        store.insert_hiding(&hiding(Cause::Recalled, None)).unwrap();
        assert_eq!(due("2026-03-01"), rows[..1], "a recall is another cause");
        store.insert_hiding(&hiding(Cause::Expired, None)).unwrap();
        assert!(due("2026-03-01").is_empty());
        store.erase_content(rows[1]).unwrap();
        assert_eq!(due("2026-03-09"), rows[2..]);
    });
}

#[test]
fn an_audit_entry_is_found_by_minute_record_and_order() {
    each(|store| {
        let (owner, id) = (code("XA"), RecordId([1; 16]));
        let about = [(owner.clone(), id), (owner.clone(), id)];
        let first = store.insert_audit(10, b"a", &about).unwrap();
        let second = store.insert_audit(10, b"b", &[]).unwrap();
        let third = store.insert_audit(12, b"c", &about[..1]).unwrap();
        let minute = store.audit_of_minute(10).unwrap();
        assert_eq!(minute, [(first, b"a".to_vec()), (second, b"b".to_vec())]);
        let found = store.audit_about(&owner, &id).unwrap();
        assert_eq!(found.iter().map(|one| one.0).collect::<Vec<_>>(), [first, third]);
        assert_eq!(store.audit_index().unwrap().len(), 2);
        assert_eq!(store.audit_before(third, 9).unwrap()[0].0, second);
        assert_eq!(store.audit_after(first, 1).unwrap()[0].0, second);
        assert_eq!(store.audit_count().unwrap(), 3);
        assert_eq!(store.audit_minutes(9, 12).unwrap(), [10]);
        assert_eq!(store.audit_unrooted().unwrap(), 0);
        let root = MinuteRoot { minute: 12, root: Digest([5; 32]), count: 1, leaf: 3 };
        store.insert_minute_root(&root).unwrap();
        assert_eq!(store.minute_root(12).unwrap(), Some(root.clone()));
        assert_eq!(store.last_minute_root().unwrap(), Some(root.clone()));
        assert_eq!(
            (store.minute_roots().unwrap(), store.minute_root(10).unwrap()),
            (vec![root], None)
        );
        assert_eq!(store.audit_unrooted().unwrap(), 2);
    });
}

#[test]
fn an_officer_who_leaves_takes_every_token_along() {
    each(|store| {
        let officer = Officer {
            code: "desk-1".into(),
            name: "A".into(),
            role: "desk-officer".into(),
            unit: "POLICE".into(),
            created: 1,
            ended: None,
        };
        store.insert_officer(&officer).unwrap();
        assert!(store.insert_officer(&officer).is_err(), "a code is given once");
        let token = Token {
            digest: Digest([1; 32]),
            officer: "desk-1".into(),
            scopes: "read".into(),
            created: 1,
            expires: 9,
            revoked: None,
        };
        store.insert_token(&token).unwrap();
        assert_eq!(store.token(&token.digest).unwrap(), Some(token.clone()));
        assert_eq!(store.token(&Digest([2; 32])).unwrap(), None);
        assert_eq!(store.officers().unwrap(), [officer]);
        store.end_officer("desk-1", 5).unwrap();
        assert_eq!(store.officer("desk-1").unwrap().unwrap().ended, Some(5));
        assert_eq!(store.token(&token.digest).unwrap().unwrap().revoked, Some(5));
    });
}

#[test]
fn settings_import_marks_and_decisions_are_kept() {
    each(|store| {
        assert_eq!(store.setting("a").unwrap(), None);
        store.set_setting("a", &[1]).unwrap();
        store.set_setting("a", &[2]).unwrap();
        assert_eq!(store.setting("a").unwrap(), Some(vec![2]));
        let mark =
            |source, occurrence| store.mark_imported(source, &Digest([1; 32]), occurrence).unwrap();
        assert!(mark("file", 0) && !mark("file", 0) && mark("file", 1) && mark("other", 0));
        store.enqueue("XB", 1, 5).unwrap();
        assert_eq!(store.unreleased().unwrap(), [(5, "XB".into())]);
        store.insert_release(5, "XB", "granted tables=1").unwrap();
        assert_eq!(store.unreleased().unwrap(), []);
    });
}

#[test]
fn an_identifier_that_many_mention_is_counted_up_to_its_limit_and_read_page_by_page() {
    each(|store| {
        let class = |mark: u8| store.class(&Digest([mark; 32]), &[mark]).unwrap();
        let (open, closed) = (class(1), class(2));
        let phone = Selector::parse(SelectorKind::Phone, "+33612345678").unwrap();
        for id in 1..=30 {
            let row = enter(store, id, if id % 3 == 0 { closed } else { open }, true);
            store.insert_selectors(row, std::slice::from_ref(&phone)).unwrap();
        }
        let found = |allowed: &[i64], common_max: usize| {
            let page = Page { before: None, limit: 4 };
            let found = store.with_selector(allowed, &phone, page, common_max).unwrap();
            (found.count, found.whole, found.entries.len())
        };
        assert_eq!(found(&[open, closed], 50), (30, true, 4));
        assert_eq!(found(&[open], 50), (20, true, 4), "others are not counted");
        assert_eq!(found(&[open], 9), (10, false, 4), "one more than the limit says enough");
        assert_eq!(found(&[closed], 5), (6, false, 4));
        assert_eq!(found(&[], 5), (0, true, 0));
        assert_eq!(found(&[open], 1), (5, false, 4), "a page is filled all the same");
    });
}

/// Neither that a list goes on nor that a count is only a least one tells of what is hidden.
#[test]
fn mentions_that_a_reader_may_not_see_are_not_told_however_many() {
    each(|store| {
        let class = |mark: u8| store.class(&Digest([mark; 32]), &[mark]).unwrap();
        let (open, closed) = (class(1), class(2));
        let phone = Selector::parse(SelectorKind::Phone, "+33612345678").unwrap();
        let rows: Vec<i64> = (1..=60)
            .map(|id| {
                let row = enter(store, id, if id == 30 { open } else { closed }, true);
                store.insert_selectors(row, std::slice::from_ref(&phone)).unwrap();
                row
            })
            .collect();
        let found = |allowed: &[i64], before: Option<i64>| {
            store.with_selector(allowed, &phone, Page { before, limit: 2 }, 2).unwrap()
        };
        let seen = found(&[open], None);
        assert_eq!(seen.entries.iter().map(|entry| entry.record).collect::<Vec<_>>(), [rows[29]]);
        assert_eq!((seen.count, seen.whole, seen.next), (1, true, None));
        let behind = found(&[open], Some(rows[29]));
        assert_eq!((behind.count, behind.whole, behind.next), (0, true, None));
        let nothing = found(&[open + 2], None);
        assert_eq!((nothing.count, nothing.whole, nothing.next), (0, true, None));
        store.set_latest(rows[29], false).unwrap();
        assert_eq!(found(&[open], None), nothing, "nor what was revised");
    });
}

/// Adds a row to a term of a word.
fn post(store: &Store, word: &str, row: i64) {
    let (chunk, place) = find::rows::place(row);
    let term = find::Term::new(find::WORD, word);
    store.change_posting(&term, chunk, |rows| rows.insert(place)).unwrap();
}

#[test]
fn rows_of_a_term_are_kept_by_chunk_and_leave_with_the_last() {
    each(|store| {
        for row in [1, 7_679, 7_680, 40_000] {
            post(store, "cocaine", row);
        }
        post(store, "coca", 2);
        post(store, "cobalt", 3);
        let found = |window: Window| {
            let mut rows = Rows::default();
            let term = find::Term::new(find::WORD, "cocaine");
            store.add_posting(&term, window, &mut rows).unwrap();
            rows.below(i64::MAX).collect::<Vec<_>>()
        };
        assert_eq!(found(Window::ALL), [40_000, 7_680, 7_679, 1]);
        assert_eq!(found(Window { first: 0, last: 0 }), [7_679, 1]);
        let beginning = |text: &str, max: usize| {
            let mut rows = Rows::default();
            let start = find::Term::new(find::WORD, text);
            let cut = store.add_postings_from(&start, max, Window::ALL, &mut rows).unwrap();
            (cut, rows.count())
        };
        assert_eq!(beginning("coc", 9), (false, 5));
        assert_eq!(beginning("coc", 2), (false, 5), "as many as there are are none too many");
        assert_eq!(beginning("co", 1), (true, 1));
        assert_eq!(beginning("x", 9), (false, 0));
        store.forget_row(7_680).unwrap();
        assert_eq!(found(Window { first: 1, last: 1 }), [0_i64; 0]);
        assert_eq!(found(Window::ALL), [40_000, 7_679, 1]);
        assert!(store.set_indexed_mark(5).is_err(), "how they are made is not said yet");
        store.renew_postings(&Digest([1; 32])).unwrap();
        store.set_indexed_mark(5).unwrap();
        assert_eq!((store.indexed_mark().unwrap(), found(Window::ALL)), (5, vec![]));
        assert_eq!(store.indexed_making().unwrap(), Some(Digest([1; 32])));
    });
}

/// A store as version 3 left it gains the tables of the versions after it, and keeps its rows.
#[test]
fn a_store_of_the_version_before_is_brought_up() {
    let folder = Folder::new("migration");
    let path = folder.join("node.db");
    let store = Store::open(&path).unwrap();
    insert(&store, &name(1, 1), b"");
    let (expiry, review) = ("2031-12-09".to_owned(), "2029-01-30".to_owned());
    let (kind, title) = ("message".to_owned(), "A title".to_owned());
    let entry =
        Entry { record: 1, class: 1, kind, latest: true, created: 7, expiry, review, title };
    store.insert_entry(&entry).unwrap();
    let phone = Selector::parse(SelectorKind::Phone, "+576015550100").unwrap();
    let email = Selector::parse(SelectorKind::Email, "a@example.org").unwrap();
    store.insert_selectors(1, &[phone, email]).unwrap();
    drop(store);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(support::before::TWENTY_FOUR).unwrap();
    db.execute_batch(support::before::TWENTY_THREE).unwrap();
    db.execute_batch(support::before::TWENTY_TWO).unwrap();
    db.execute_batch(support::before::TWENTY_ONE).unwrap();
    db.execute_batch(support::before::SEVEN).unwrap();
    let texts: String = db
        .query_row(
            "SELECT min(s.kind) || ' ' || e.expiry FROM selector AS s, entry AS e",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(texts, "email 2031-12-09");
    let back = "DROP TABLE posting; DROP TABLE indexed; DROP TABLE saved_view;
                DROP TABLE message; DROP TABLE link;
                DROP TABLE sign_in_link; DROP TABLE browser_session;
                PRAGMA user_version = 3";
    db.execute_batch(back).unwrap();
    let store = Store::open(&path).unwrap();
    assert_eq!((store.record_count().unwrap(), store.indexed_mark().unwrap()), (1, 0));
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, SCHEMA);
    assert_eq!(store.entry(1).unwrap(), Some(entry));
    let selectors = store.selectors_of(1).unwrap();
    let said = selectors.iter().map(|(kind, value)| (kind.as_str(), value.as_str()));
    assert!(said.eq([("email", "a@example.org"), ("phone", "+576015550100")]));
    assert_eq!(store.expiring("2031-12-08", 9).unwrap(), []);
    assert_eq!(store.expiring("2031-12-09", 9).unwrap().len(), 1);
}

/// Before version 19 a hit said again what its question says.
#[test]
fn hits_of_an_earlier_version_are_read_as_they_were() {
    let folder = Folder::new("hits-before");
    let path = folder.join("node.db");
    let store = Store::open(&path).unwrap();
    let (question, asked) = (0, b"who".to_vec());
    let row = QuestionRow {
        question,
        at: 7,
        officer: "desk-1".into(),
        unit: "POLICE".into(),
        purpose: "border-control".into(),
        matter: None,
        asked,
        hits: 2,
        standing: None,
    };
    let question = store.insert_question(&row).unwrap();
    let hit = |entry| NewHit {
        from: From::List { list: 1, round: 1, entry },
        name: format!("un/{entry}"),
        entity: Some(vec![1]),
        digest: Digest([7; 32]),
        scorer: "name/1".into(),
        score: 1,
        factors: "[]".into(),
    };
    let numbers = store.insert_hits(question, &[hit(3), hit(4)]).unwrap();
    assert_eq!(numbers, [1, 2]);
    let kept = store.hits_of_question(question).unwrap();
    assert_eq!((kept[1].at, kept[1].asked.as_slice()), (7, b"who".as_slice()));
    drop(store);
    let back = "ALTER TABLE hit ADD COLUMN at INTEGER NOT NULL DEFAULT 7;
                ALTER TABLE hit ADD COLUMN officer TEXT NOT NULL DEFAULT 'desk-1';
                ALTER TABLE hit ADD COLUMN unit TEXT NOT NULL DEFAULT 'POLICE';
                ALTER TABLE hit ADD COLUMN purpose TEXT NOT NULL DEFAULT 'border-control';
                ALTER TABLE hit ADD COLUMN asked BLOB NOT NULL DEFAULT x'77686f';
                CREATE INDEX hit_officer ON hit (officer, hit);
                DELETE FROM hit WHERE hit = 2;
                PRAGMA user_version = 18";
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(support::before::TWENTY_FOUR).unwrap();
    db.execute_batch(support::before::TWENTY_THREE).unwrap();
    db.execute_batch(support::before::TWENTY_TWO).unwrap();
    db.execute_batch(support::before::TWENTY_ONE).unwrap();
    db.execute_batch(support::before::NINETEEN).unwrap();
    db.execute_batch(back).unwrap();
    drop(db);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.hit(1).unwrap().as_ref(), Some(&kept[0]));
    assert_eq!(store.hits_of_unit("POLICE", true, i64::MAX, 9).unwrap(), [kept[0].clone()]);
    assert_eq!(store.insert_hits(question, &[hit(5)]).unwrap(), [3], "no number is given twice");
    assert_eq!(store.delete_old_questions(8, 7, 9).unwrap(), 0);
    assert_eq!(store.delete_old_questions(8, 8, 9).unwrap(), 3, "two hits and their question");
}

#[test]
fn a_reader_sees_what_was_committed_and_changes_nothing() {
    let folder = Folder::new("reader");
    let path = folder.join("node.db");
    let writer = Store::open(&path).unwrap();
    insert(&writer, &name(1, 1), b"");
    let reader = Store::open_reader(&path).unwrap();
    writer.begin().unwrap();
    insert(&writer, &name(2, 1), b"");
    assert_eq!(reader.record_count().unwrap(), 1);
    writer.commit().unwrap();
    assert_eq!(reader.record_count().unwrap(), 2);
    assert!(reader.set_setting("a", &[1]).is_err());
    let image = reader.image().unwrap();
    std::fs::write(folder.join("image.db"), image).unwrap();
    assert_eq!(Store::open(&folder.join("image.db")).unwrap().record_count().unwrap(), 2);
}

#[test]
fn a_store_keeps_its_rows_when_reopened_and_refuses_a_newer_schema() {
    let folder = Folder::new("schema");
    let path = folder.join("node.db");
    insert(&Store::open(&path).unwrap(), &name(1, 1), b"");
    assert_eq!(Store::open(&path).unwrap().record_count().unwrap(), 1);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", SCHEMA + 1).unwrap();
    let refused = Store::open(&path).err().unwrap();
    assert!(matches!(refused, Error::Newer { store, binary: SCHEMA } if store == SCHEMA + 1));
}

/// What is deleted must not be left in free pages: the eraser's claim rests on it.
#[test]
fn what_is_deleted_is_overwritten() {
    let folder = Folder::new("delete");
    let path = folder.join("node.db");
    let store = Store::open(&path).unwrap();
    // Long enough for pages of its own: they are freed whole.
    store.set_setting("secret", &b"serinus canaria ".repeat(2_000)).unwrap();
    assert!(store.truncate_wal().unwrap());
    let holds = |needle: &[u8]| {
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    };
    assert!(holds(b"serinus canaria"));
    store.set_setting("secret", b"x").unwrap();
    assert!(store.truncate_wal().unwrap());
    assert!(!holds(b"serinus canaria"));
}
