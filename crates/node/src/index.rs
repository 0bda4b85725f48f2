//! Derived rows: what lists and look-ups need. A function of header, content, hidings and proven
//! contradictions only.

use record::policy::{Audience, Class, State};
use record::{Body, Header, NodeCode, Record, RecordId, cbor};

use crate::store::entry::Entry;
use crate::store::hide::Cause;
use crate::store::record::Stored;
use crate::{Error, Node, contradiction, disclosed, find, inspection, link, list, thread};

/// Set by a migration whose rows are still to be made.
const INCOMPLETE: &str = "derived/incomplete";

/// Makes the rows of a record that was just stored; older revisions step back.
pub fn enter(node: &mut Node, row: i64, record: &Record, body: &Body) -> Result<(), Error> {
    let header = &record.header;
    // Revisions of one record may come by different lanes, the second before the first.
    if !stands_alone(node, row, header)? {
        return refresh(node, &header.owner, &header.id);
    }
    write(node, row, header, Some(body), State::Active, true)?;
    relate(node, row, record, body)
}

/// Whether there is no other revision, nothing was taken back, and nobody was told another story.
fn stands_alone(node: &Node, row: i64, header: &Header) -> Result<bool, Error> {
    Ok(!node.store.is_beside_others(row, &header.owner, &header.id)?
        && node.store.hidings(&header.owner, &header.id)?.is_empty()
        && !contradiction::is_of(node, &header.name())?)
}

/// What a readable record says about others: its place in a thread, its links, who else has it.
fn relate(node: &mut Node, row: i64, record: &Record, body: &Body) -> Result<(), Error> {
    disclosed::enter(node, row, record)?;
    thread::enter(node, row, &record.header, body)?;
    list::record::enter(node, row, &record.header, body)?;
    link::enter(node, row, record, body)
}

/// Makes the rows of every revision of a record anew: after a new revision, a hiding, an erasure.
pub fn refresh(node: &mut Node, owner: &NodeCode, id: &RecordId) -> Result<(), Error> {
    let stored = node.store.revisions(owner, id)?;
    let mut headers = Vec::with_capacity(stored.len());
    for one in &stored {
        headers.push(Header::from_bytes(&one.header)?);
    }
    let mut states = Vec::with_capacity(stored.len());
    for header in &headers {
        states.push(state(node, header, &headers)?);
    }
    let shown = (0..stored.len()).rev().find(|i| states[*i] == State::Active);
    let latest = shown.or_else(|| stored.len().checked_sub(1));
    for (i, one) in stored.iter().enumerate() {
        derive(node, one, &headers[i], states[i], latest == Some(i))?;
    }
    Ok(())
}

fn derive(
    node: &mut Node,
    stored: &Stored,
    header: &Header,
    state: State,
    latest: bool,
) -> Result<(), Error> {
    let standing = find::standing(node, stored.row)?;
    node.store.clear_derived(stored.row)?;
    list::record::leave(node, stored.row)?;
    match state {
        State::Active => {
            let record = node.vault.open(&node.store, stored)?;
            let body = record.body()?;
            write(node, stored.row, header, Some(&body), state, latest)?;
            relate(node, stored.row, &record, &body)?;
        }
        _ => write(node, stored.row, header, None, state, latest)?,
    }
    find::restate(node, stored.row, standing)
}

fn write(
    node: &mut Node,
    row: i64,
    header: &Header,
    body: Option<&Body>,
    state: State,
    latest: bool,
) -> Result<(), Error> {
    let class = class_of(node, header, body, state);
    let class = node.class_number(&class)?;
    let title = body.map_or(String::new(), Body::title);
    node.store.insert_entry(&Entry {
        record: row,
        class,
        kind: header.kind.code().into(),
        latest,
        created: header.created.0,
        expiry: header.expiry.to_string(),
        review: header.review.to_string(),
        title: title.chars().take(node.config.title_chars_max).collect(),
    })?;
    match body {
        Some(body) => node.store.insert_selectors(row, &body.selectors()),
        None => Ok(()),
    }
}

/// The audience class of a record as held here.
pub fn class_of(node: &Node, header: &Header, body: Option<&Body>, state: State) -> Class {
    Class {
        owner: header.owner.clone(),
        handling: header.handling.clone(),
        purposes: header.purposes.clone(),
        kind: header.kind,
        audience: if header.owner == node.code { Audience::Owner } else { Audience::Recipient },
        state,
        subject: body.and_then(Body::subject),
        offence: body.and_then(Body::offence).map(str::to_owned),
        issuer: body.and_then(Body::issuer),
    }
}

/// Active, or why not. Recall, withdrawal, block and expiry come before a contradiction.
fn state(node: &Node, header: &Header, all: &[Header]) -> Result<State, Error> {
    let hidings = node.store.hidings(&header.owner, &header.id)?;
    if let Some(hiding) = hidings.iter().find(|hiding| hiding.revision >= header.revision) {
        return Ok(match hiding.cause {
            Cause::Recalled => State::Recalled,
            Cause::Withdrawn => State::Withdrawn,
            Cause::Blocked | Cause::Revoked => State::Blocked,
            Cause::Expired => State::Expired,
        });
    }
    let twins = all.iter().filter(|other| other.revision == header.revision).count();
    let contradicted = twins > 1 || contradiction::is_of(node, &header.name())?;
    Ok(if contradicted { State::Conflict } else { State::Active })
}

/// Makes all derived rows anew from the ground; words up to a row, for they come behind the path.
pub fn rebuild(
    node: &mut Node,
    words_upto: i64,
    mut progress: impl FnMut(u64),
) -> Result<u64, Error> {
    node.store.drop_derived()?;
    node.store.renew_postings(&find::making(node.config.record_words_max))?;
    node.forget_classes();
    let (mut after, mut done) = (0, 0);
    loop {
        let batch = node.store.records_after(after, 1_000)?;
        let Some(last) = batch.last() else {
            thread::settle(node)?;
            find::catch_up(node, words_upto)?;
            inspection::rebuild(node)?;
            return Ok(done);
        };
        after = last.row;
        for stored in &batch {
            let header = Header::from_bytes(&stored.header)?;
            rebuild_one(node, stored, &header)?;
            done += 1;
        }
        progress(done);
    }
}

fn rebuild_one(node: &mut Node, stored: &Stored, header: &Header) -> Result<(), Error> {
    if !stands_alone(node, stored.row, header)? {
        return refresh(node, &header.owner, &header.id);
    }
    let record = node.vault.open(&node.store, stored)?;
    let body = record.body()?;
    write(node, stored.row, header, Some(&body), State::Active, true)?;
    relate(node, stored.row, &record, &body)
}

/// Rows that a migration added for records that were stored before it. A store that has them
/// already is not touched.
pub fn complete(node: &mut Node) -> Result<(), Error> {
    complete_each(node, INCOMPLETE, complete_one)?;
    complete_each(node, disclosed::INCOMPLETE, disclosed::complete_one)
}

/// Does something once for every record that is stored, where a migration left this mark.
pub fn complete_each(
    node: &mut Node,
    mark: &str,
    one: impl Fn(&mut Node, &Stored) -> Result<(), Error>,
) -> Result<(), Error> {
    if node.store.setting(mark)?.is_none() {
        return Ok(());
    }
    node.commit(|node| {
        let mut after = 0;
        loop {
            let batch = node.store.records_after(after, 1_000)?;
            let Some(last) = batch.last() else { break };
            after = last.row;
            batch.iter().try_for_each(|stored| one(node, stored))?;
        }
        node.store.remove_setting(mark)
    })
}

/// Whether a record is neither taken back nor contradicted.
pub fn is_active(node: &Node, stored: &Stored) -> Result<bool, Error> {
    let header = Header::from_bytes(&stored.header)?;
    let mut headers = Vec::new();
    for one in node.store.revisions(&header.owner, &header.id)? {
        headers.push(Header::from_bytes(&one.header)?);
    }
    Ok(state(node, &header, &headers)? == State::Active)
}

fn complete_one(node: &mut Node, stored: &Stored) -> Result<(), Error> {
    if !is_active(node, stored)? {
        return Ok(());
    }
    let record = node.vault.open(&node.store, stored)?;
    relate(node, stored.row, &record, &record.body()?)
}

/// Reads a class back from its bytes.
pub fn class_from(bytes: &[u8]) -> Result<Class, Error> {
    Ok(cbor::from_bytes(bytes)?)
}
