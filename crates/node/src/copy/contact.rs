//! A device in contact: what it says is taken in, and what it may have from now on is answered.
//!
//! Order: the questions first, then what the device is given; both are in the audit before the
//! answer leaves. An answer that is lost on its way is given again to whoever shows the secret of
//! the generation before.

use record::Timestamp;
use seal::copy::{Fault, Outer, Sender, What};

use super::chain::{self, Broken, Kept, KeptFrom};
use super::enrol::{self, Shared};
use super::extract::{self, Extract, For, Stock};
use super::make::{Ways, days, note_given};
use super::message::{Difference, Outcome, Reply, Request};
use crate::ask::Question;
use crate::ask::score::{self, Factor};
use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::clock::{SystemEntropy, draw};
use crate::store::device::{CopyRow, DeviceRow};
use crate::store::hit::{From, NewHit, QuestionRow};
use crate::{Error, Node, session, sign_in};

/// Questions that are taken in in one transaction: others' jobs wait no longer.
const CHUNK: usize = 100;

/// A device that was recognised, and what it says.
struct Heard {
    row: DeviceRow,
    shared: Shared,
    /// The secret that the request was under.
    secret: [u8; 32],
    generation: u64,
    request: Request,
}

/// Takes in what a device says, and answers it: sealed for the device's next key.
pub fn answer(ways: Ways<'_>, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let heard = recognise(ways, bytes)?;
    let whole = take_in(ways, &heard)?;
    let name = heard.row.name.clone();
    let row = ways.writer.write_blocking(move |node| {
        let row = node.store.device(&name)?;
        row.ok_or_else(|| Error::NotFound(format!("the device {name}")))
    })?;
    let revoked = !whole || row.ended.is_some();
    let (given, copy) = match revoked {
        true => (None, None),
        false => gather(ways, &row, &heard.request)?,
    };
    let sealed_for = heard.request.next.clone();
    let (outer, reply) = finish(ways, &heard, (revoked, given, copy))?;
    let plain = zeroize::Zeroizing::new(record::cbor::to_bytes(&reply));
    let outer = Outer { generation: heard.generation, ..outer };
    Ok(seal::copy::seal(outer, &plain, &sealed_for, &heard.secret, &mut SystemEntropy)?)
}

/// The device that a request is of. What nobody here knows is refused, and that is audited.
fn recognise(ways: Ways<'_>, bytes: &[u8]) -> Result<Heard, Error> {
    let bytes = bytes.to_vec();
    let heard = ways.writer.write_blocking(move |node| {
        let heard = read(node, &bytes);
        if let Ok(Err(_)) = &heard {
            sign_in::note_refusal(node, None, "copy-contact")?;
        }
        heard
    })?;
    heard.map_err(|fault| Error::Copy(fault.into()))
}

fn read(node: &Node, bytes: &[u8]) -> Result<Result<Heard, Fault>, Error> {
    let sender = match seal::copy::sender(bytes) {
        Ok(sender) => sender,
        Err(fault) => return Ok(Err(fault)),
    };
    let Sender { network, node: to, device, generation, .. } = sender;
    if network != node.network || to != node.code {
        return Ok(Err(Fault::Changed));
    }
    let Some(row) = node.store.device(&device)? else { return Ok(Err(Fault::Changed)) };
    let shared = Shared::read(&node.vault, &row)?;
    let Some(secret) = shared.of(&row, generation) else { return Ok(Err(Fault::Changed)) };
    let plain = match seal::copy::open_request(bytes, &secret) {
        Ok(plain) => plain,
        Err(fault) => return Ok(Err(fault)),
    };
    let request: Result<Request, _> = record::cbor::from_bytes(&plain);
    let Ok(request) = request else { return Ok(Err(Fault::Form)) };
    if request.next.check().is_err() {
        return Ok(Err(Fault::Form));
    }
    let max = node.config.copy_questions_max;
    if request.questions.len() as u64 > max {
        let what = "the questions of a device";
        return Err(Error::Limit { what, limit: "copy_questions_max", max });
    }
    Ok(Ok(Heard { row, shared, secret, generation, request }))
}

/// Takes the questions into the audit; false where they do not fit together, now or before.
fn take_in(ways: Ways<'_>, heard: &Heard) -> Result<bool, Error> {
    let Heard { row, shared, request, .. } = heard;
    let device = enrol::author(row)?;
    let read = match row.questions.checked_sub(request.from) {
        // What was handed over before its answer was lost is there already.
        Some(known) if known <= request.questions.len() as u64 => {
            let fresh = &request.questions[usize::try_from(known).unwrap_or(usize::MAX)..];
            let place = (row.name.as_str(), row.questions);
            let read =
                chain::read(fresh, shared.question(), place, (request.count, &request.closing));
            read.map(|(kept, _)| kept)
        }
        _ => Err((Vec::new(), Broken)),
    };
    let (kept, whole) = match read {
        Ok(kept) => (kept, true),
        Err((kept, Broken)) => (kept, false),
    };
    let mut stands = row.questions;
    for some in kept.chunks(CHUNK) {
        let (some, author, name) = (some.to_vec(), device.clone(), row.name.clone());
        stands = ways.writer.write_blocking(move |node| {
            let row = node.store.device(&name)?.filter(|row| row.questions == stands);
            let row = row.ok_or(Error::Busy("the device is in contact twice"))?;
            take_some(node, &author, row, &some)
        })?;
    }
    if whole && row.broken.is_none() {
        return Ok(true);
    }
    if row.broken.is_none() {
        let name = row.name.clone();
        ways.writer.write_blocking(move |node| break_off(node, &device, &name, stands))?;
    }
    Ok(false)
}

fn take_some(
    node: &mut Node,
    device: &Author,
    row: DeviceRow,
    some: &[Kept],
) -> Result<u64, Error> {
    let mut shared = Shared::read(&node.vault, &row)?;
    for kept in some {
        enter(node, device, kept)?;
        shared = shared.asked(&chain::next(shared.question()));
    }
    let questions = row.questions + some.len() as u64;
    let secret = shared.seal(node, &row.name)?;
    node.store.set_device(&DeviceRow { questions, secret, ..row })?;
    Ok(questions)
}

/// A device whose questions do not fit together is given nothing any more.
fn break_off(node: &mut Node, device: &Author, name: &str, after: u64) -> Result<(), Error> {
    let at = node.now();
    let row = node.store.device(name)?.filter(|row| row.broken.is_none());
    let Some(row) = row else { return Ok(()) };
    node.store.end_copy(name, at.0, &device.officer)?;
    node.store.set_device(&DeviceRow { broken: Some(at.0), contact: Some(at.0), ..row })?;
    let event = Event::new(Deed::Refused, device, at);
    audit::note(node, &event.reason(format!("copy-questions-broken {name} after {after}")))
        .map(drop)
}

/// One question that was asked without a line: in the audit by when it was asked and the device,
/// and its hits before the unit.
fn enter(node: &mut Node, device: &Author, kept: &Kept) -> Result<(), Error> {
    let at = Timestamp(kept.at.0.min(node.now().0));
    let event = Event::new(Deed::Queried, device, at).purpose(kept.purpose);
    if let Some(why) = &kept.refused {
        let why: String = why.chars().take(40).collect();
        let event = Event { deed: Deed::Refused, ..event };
        return audit::note(node, &event.reason(format!("ask-offline {why}"))).map(drop);
    }
    let hits: Vec<_> = kept.hits.iter().take(node.config.ask_hits_max).collect();
    let mut event = event.set(hits.iter().map(|hit| hit.name.as_str())).reason("ask-offline");
    event.about.extend(hits.iter().filter_map(|hit| hit.record.clone()));
    audit::note(node, &event)?;
    // A question that cannot be read was written by no software of ours: the audit has its line.
    if Question::from_bytes(&kept.asked.0).is_err() {
        return Ok(());
    }
    let question = node.store.insert_question(&QuestionRow {
        question: 0,
        at: at.0,
        officer: device.officer.clone(),
        unit: device.unit.to_string(),
        purpose: kept.purpose.code().into(),
        matter: None,
        asked: kept.asked.0.clone(),
        hits: hits.len() as u64,
        standing: None,
    })?;
    let hits = hits.into_iter().map(|hit| new_hit(node, hit)).collect::<Result<Vec<_>, _>>()?;
    node.store.insert_hits(question, &hits).map(drop)
}

/// A hit as it would have been kept here; what was compared is kept where it still stands.
fn new_hit(node: &Node, hit: &chain::KeptHit) -> Result<NewHit, Error> {
    let (from, body) = match hit.from {
        KeptFrom::Entry(list, round, entry) => {
            let row = node.store.list_entry(entry)?.filter(|row| row.list == list);
            (From::List { list, round, entry }, row.map(|row| row.body))
        }
        KeptFrom::Record(row) => (From::Record(row), node.store.listed(row)?),
    };
    let same = |body: &Vec<u8>| {
        crate::list::Entity::from_bytes(body).is_ok_and(|entity| entity.digest() == hit.digest)
    };
    let entity = body.filter(same);
    let factors: Vec<Factor> = serde_json::from_str(&hit.factors).unwrap_or_default();
    let factors = serde_json::to_string(&factors).expect("factors are JSON");
    Ok(NewHit {
        from,
        name: hit.name.clone(),
        factors: if entity.is_some() { factors } else { score::without_values(&factors) },
        entity,
        digest: hit.digest,
        scorer: hit.scorer.clone(),
        score: hit.score,
    })
}

type Given = (Option<Extract>, Option<CopyRow>);

/// What the device is given: nothing, where there is no copy for it.
fn gather(ways: Ways<'_>, row: &DeviceRow, request: &Request) -> Result<Given, Error> {
    let device = enrol::author(row)?;
    let stock = Stock::read(&request.held, ways.config.copy_entries_max)?;
    ways.readers.read(|sight| {
        let Some(copy) = sight.store.copy_of(&row.name)? else { return Ok((None, None)) };
        let maker = sight.store.officer(&copy.made_by)?.filter(|officer| officer.ended.is_none());
        let maker = maker.map(session::author_of).transpose()?;
        let of = For { device: &device, maker: maker.as_ref(), chosen: &copy.chosen };
        let made = extract::extract(&sight, &of, &stock, ways.config)?;
        Ok((Some(made), Some(copy)))
    })
}

/// Writes the contact down and turns what both share.
fn finish(
    ways: Ways<'_>,
    heard: &Heard,
    (revoked, given, copy): (bool, Option<Extract>, Option<CopyRow>),
) -> Result<(Outer, Reply), Error> {
    let (name, generation) = (heard.row.name.clone(), heard.generation);
    let (next, config) = (heard.request.next.clone(), ways.config.clone());
    let before = heard.row.generation;
    ways.writer.write_blocking(move |node| {
        let (at, device) = (node.now(), node.store.device(&name)?);
        let device = device.filter(|row| row.generation == before);
        let row = device.ok_or(Error::Busy("the device is in contact twice"))?;
        let by = enrol::author(&row)?;
        let shared = Shared::read(&node.vault, &row)?;
        // Whoever shows the generation before has not had the answer: it is the same again.
        let revoked = revoked || row.ended.is_some();
        let turns = generation == row.generation && !revoked;
        let shared = if turns { shared.turned(draw(&mut *node.entropy)) } else { shared };
        let outcome = match (revoked, given, copy) {
            (true, ..) => Outcome::Revoked,
            (false, Some(made), Some(copy)) => give(node, &by, (made, copy), &config)?,
            _ => Outcome::Nothing,
        };
        let taken = row.questions;
        let generation = row.generation + u64::from(turns);
        let (secret, key) = (shared.seal(node, &row.name)?, next.as_bytes().to_vec());
        let contact = Some(at.0);
        node.store.set_device(&DeviceRow { key, generation, secret, contact, ..row })?;
        let reason = match &outcome {
            Outcome::Carry(_) => None,
            Outcome::Nothing => Some(format!("copy-none {name}")),
            Outcome::Revoked => Some(format!("copy-revoked {name}")),
        };
        if let Some(reason) = reason {
            audit::note(node, &Event::new(Deed::Listed, &by, at).reason(reason))?;
        }
        let outer = Outer::new(What::Answer, node.network, node.code.clone(), &name);
        let outer = Outer { created: at, ..outer };
        Ok((outer, Reply { at, generation, shared: shared.now(), taken, outcome }))
    })
}

fn give(
    node: &mut Node,
    by: &Author,
    (made, copy): (Extract, CopyRow),
    config: &crate::Config,
) -> Result<Outcome, Error> {
    // It may have been ended, or another one made, a moment ago.
    let stands = node.store.copy_of(&copy.device)?.is_some_and(|now| now.copy == copy.copy);
    if !stands {
        return Err(Error::Busy("the copy was changed a moment ago"));
    }
    let at = node.now();
    let (stale, expires) = days(at, copy.chosen.hours, config);
    note_given(node, by, &format!("copy-refreshed {}", copy.device), &made)?;
    let row = CopyRow {
        created: at.0,
        stale: stale.0,
        expires: expires.0,
        entries: made.entries,
        ..copy
    };
    node.store.set_copy_days(&row)?;
    let Extract { carried, gone, gone_records, .. } = made;
    let (copy, entries) = (row.copy.unsigned_abs(), row.entries);
    let difference = Difference { copy, stale, expires, entries, gone, gone_records, carried };
    Ok(Outcome::Carry(Box::new(difference)))
}
