//! Where a record of ours stands with each recipient, and what we told the owner of a foreign one.

use record::draft::Lane;
use record::{Header, NodeCode, RecordId, Timestamp};
use seal::leaf::Subject;
use seal::receipt::Status;
use serde::Serialize;

use crate::store::Store;
use crate::{Error, Node, freeze, journal};

/// One recipient's state: the words of protocol.md, section 6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recipient {
    pub node: String,
    pub lane: u8,
    /// queued, sent, acknowledged, receipted, hidden, erased, held, rejected, void, silent,
    /// passed-on, deferred.
    pub state: &'static str,
    pub void: Option<String>,
    /// It waits for a fresh directory, ours or the recipient's.
    pub frozen: bool,
    /// Its node does not know the kind or format yet; it goes again once a day.
    pub deferred: bool,
    pub sent: Option<Timestamp>,
    pub acknowledged: Option<Timestamp>,
    pub receipts: Vec<Told>,
    /// Files of the newest revision, and how many of them it has said to hold whole.
    pub attachments: u64,
    pub attachments_arrived: u64,
    /// Who passed the record on to it, where we did not send it there ourselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed_on_by: Option<String>,
}

/// One receipt, proven when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    pub revision: u32,
    pub status: &'static str,
    pub at: Timestamp,
    /// Leaf in the recipient's log.
    pub leaf: u64,
}

/// After this long without an acknowledgement a recipient counts as silent.
const SILENT_MS: i64 = record::moment::DAY_MS;

/// The state per recipient of one of our records, all revisions together.
pub fn of(store: &Store, owner: &NodeCode, id: &RecordId) -> Result<Vec<Recipient>, Error> {
    let receipts = store.receipts(owner, id)?;
    let mut recipients: Vec<Recipient> = Vec::new();
    for stored in store.revisions(owner, id)? {
        let attachments = store.attachments(stored.row)?.len() as u64;
        for standing in store.standings(stored.row)? {
            recipients.retain(|known| known.node != standing.peer);
            // Such an entry is queued again.
            let waits = standing.void.as_deref() == Some(freeze::FROZEN);
            let went = |at: Option<i64>| at.filter(|_| !waits).map(Timestamp);
            recipients.push(Recipient {
                node: standing.peer.clone(),
                lane: standing.lane,
                state: "queued",
                frozen: waits,
                deferred: standing.deferred,
                sent: went(standing.sent),
                acknowledged: went(standing.acked),
                void: standing.void.filter(|_| !waits),
                receipts: Vec::new(),
                attachments,
                attachments_arrived: store.told_count(stored.row, &standing.peer)?,
                passed_on_by: None,
            });
        }
    }
    passed_on(store, owner, id, &mut recipients)?;
    for receipt in receipts {
        let known = recipients.iter_mut().find(|known| known.node == receipt.peer);
        let Some(recipient) = known else { continue };
        let status = Status::from_number(receipt.status).map_or("unknown", Status::code);
        let (revision, at) = (receipt.name.revision, Timestamp(receipt.at));
        recipient.receipts.push(Told { revision, status, at, leaf: receipt.leaf });
    }
    recipients.iter_mut().for_each(|recipient| recipient.state = state(recipient));
    Ok(recipients)
}

/// Adds those to whom others passed a record of ours on.
fn passed_on(
    store: &Store,
    owner: &NodeCode,
    id: &RecordId,
    recipients: &mut Vec<Recipient>,
) -> Result<(), Error> {
    let ours = store.latest_record(owner, id)?.is_some_and(|stored| stored.proof.is_none());
    for passed in store.passed(owner, id)?.into_iter().filter(|_| ours) {
        if recipients.iter().any(|known| known.node == passed.peer) {
            continue;
        }
        recipients.push(Recipient {
            node: passed.peer,
            lane: Lane::Flash as u8,
            state: "passed-on",
            void: None,
            frozen: false,
            deferred: false,
            sent: None,
            acknowledged: None,
            receipts: Vec::new(),
            attachments: 0,
            attachments_arrived: 0,
            passed_on_by: Some(passed.by),
        });
    }
    Ok(())
}

fn state(recipient: &Recipient) -> &'static str {
    let told = |status| recipient.receipts.iter().any(|told| told.status == status);
    // A hold outlives erasure, so it is what the owner needs to see first.
    for status in ["held", "erased", "hidden", "rejected"] {
        if told(status) {
            return status;
        }
    }
    if !recipient.receipts.is_empty() {
        return "receipted";
    }
    if recipient.passed_on_by.is_some() {
        return "passed-on";
    }
    if recipient.deferred {
        return "deferred";
    }
    match (&recipient.void, recipient.sent, recipient.acknowledged) {
        (Some(_), ..) => "void",
        (_, _, Some(_)) => "acknowledged",
        (_, Some(_), None) => "sent",
        _ => "queued",
    }
}

/// Recipients that have not acknowledged for a day.
pub fn silent(recipients: &[Recipient], now: Timestamp) -> Vec<String> {
    let quiet = |one: &&Recipient| {
        one.acknowledged.is_none() && one.sent.is_some_and(|at| now.0 - at.0 > SILENT_MS)
    };
    recipients.iter().filter(quiet).map(|one| one.node.clone()).collect()
}

/// The first time an officer opens a foreign record its owner gets the receipt `retrieved`.
pub fn note_retrieved(node: &mut Node, owner: &NodeCode, id: &RecordId) -> Result<(), Error> {
    if *owner == node.code {
        return Ok(());
    }
    let Some(stored) = node.store.latest_record(owner, id)? else { return Ok(()) };
    let name = Header::from_bytes(&stored.header)?.name();
    let key = format!("retrieved/{name}");
    if node.store.setting(&key)?.is_some() {
        return Ok(());
    }
    node.store.set_setting(&key, &[1])?;
    let subject = Subject::retrieved(&name, &stored.content_id, node.now());
    journal::tell(node, &subject, &name)
}
