//! Relays: a member may name others through which it is reached. They hold sealed pouches for it
//! which they cannot open, hand them over, and carry the sealed answers back.

use record::draft::Lane;
use record::moment::{HOUR_MS, MINUTE_MS};
use record::{NodeCode, Timestamp, cbor, digest};
use seal::bundle::{JOINS_MAX, Join};
use seal::{Rule, answer, pouch};
use serde::{Deserialize, Serialize};

use crate::carry;
use crate::delivery::{self, Opener, Sealing};
use crate::outward::{self, Parcel, UnderWay};
use crate::store::parcel::By;
use crate::store::relayed::{Held, What};
use crate::{Error, Node, flow};

/// What goes to a relay, and from it to the recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relayed {
    pub what: What,
    #[serde(with = "digest::bytes")]
    pub bytes: Vec<u8>,
    /// Proofs between its head and others: what is held is handed over in another order.
    pub joins: Vec<Join>,
}

/// What a relay says to a sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is durable, and held until then at most.
    Held(Timestamp),
    Refused {
        rule: String,
        text: String,
    },
}

/// What a recipient says to its relay: a sealed answer for the sender, where the pouch opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    pub answer: Option<Sealed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed(#[serde(with = "digest::bytes")] pub Vec<u8>);

/// Takes a pouch to hold for its recipient, or says by which rule not.
pub fn hold(
    node: &mut Node,
    from: &NodeCode,
    body: &[u8],
) -> Result<(Answer, Option<NodeCode>), Error> {
    match held_for(node, from, body)? {
        Ok(held) => {
            node.store.hold_relayed(&held)?;
            let recipient = NodeCode::new(&held.recipient)?;
            Ok((Answer::Held(Timestamp(held.until)), Some(recipient)))
        }
        Err(rule) => {
            tracing::info!(peer = %from, rule = rule.code(), "a pouch to relay was refused");
            let (rule, text) = (rule.code().into(), rule.text().into());
            Ok((Answer::Refused { rule, text }, None))
        }
    }
}

fn held_for(node: &mut Node, from: &NodeCode, body: &[u8]) -> Result<Result<Held, Rule>, Error> {
    let Ok(Relayed { what: What::Pouch, bytes, joins }) = cbor::from_bytes(body) else {
        return Ok(Err(Rule::PouchForm));
    };
    if joins.len() > JOINS_MAX || !joins.iter().all(Join::is_one) {
        return Ok(Err(Rule::PouchForm));
    }
    let Ok(outer) = pouch::outer(&bytes) else { return Ok(Err(Rule::PouchForm)) };
    let now = node.now();
    node.store.expire_relayed(now.0)?;
    let stranger = outer.sender != *from;
    #[cfg(feature = "simulation")]
    let stranger = stranger && !node.sabotage.is("relay-for-anyone");
    if stranger || outer.network != node.network || outer.expires < now {
        return Ok(Err(Rule::Relay));
    }
    let recipient = node.directory.member(&outer.recipient).filter(|member| member.is_active());
    if !recipient.is_some_and(|member| member.relays.contains(&node.code)) {
        return Ok(Err(Rule::Relay));
    }
    if !pouch::is_padded(&outer, bytes.len()) {
        return Ok(Err(Rule::RelayPadded));
    }
    let (all, of_sender) = node.store.relayed_bytes(from.as_str())?;
    let more = body.len() as u64;
    let full = all + more > node.config.relay_bytes_max
        || of_sender + more > node.config.relay_sender_bytes_max;
    if full {
        return Ok(Err(Rule::RelayFull));
    }
    let most = now.plus(node.config.relay_hold_max_h * HOUR_MS);
    Ok(Ok(Held {
        sender: from.to_string(),
        recipient: outer.recipient.to_string(),
        what: What::Pouch,
        pouch_id: outer.pouch_id,
        lane: outer.lane as u8,
        bytes: body.to_vec(),
        until: most.0.min(outer.expires.0),
    }))
}

/// What is handed over to a member next.
pub fn next(node: &mut Node, to: &NodeCode) -> Result<Option<(i64, Held)>, Error> {
    let now = node.now().0;
    #[cfg(feature = "simulation")]
    if node.sabotage.is("relay-keeps") {
        return node.store.next_relayed(to.as_str(), 0);
    }
    node.store.expire_relayed(now)?;
    node.store.next_relayed(to.as_str(), now)
}

/// It was handed over: it is held no longer, and the answer goes to whoever sent it. Answers where
/// there is one to carry.
pub fn handed_over(
    node: &mut Node,
    (row, held): (i64, &Held),
    told: HandedOver,
) -> Result<Option<NodeCode>, Error> {
    let released = node.store.release_relayed(row, &held.bytes)?;
    let Some(Sealed(bytes)) = told.answer.filter(|_| released && held.what == What::Pouch) else {
        return Ok(None);
    };
    // What is not about this pouch would be carried in the recipient's name to a stranger.
    if answer::about(&bytes) != Ok(held.pouch_id) {
        return Ok(None);
    }
    let until = node.now().plus(node.config.relay_hold_max_h * HOUR_MS).0;
    let (sender, recipient) = (held.recipient.clone(), held.sender.clone());
    let (what, pouch_id, joins) = (What::Answer, held.pouch_id, Vec::new());
    let bytes = cbor::to_bytes(&Relayed { what, bytes, joins });
    let back = Held { sender, recipient, what, pouch_id, lane: held.lane, bytes, until };
    node.store.hold_relayed(&back)?;
    Ok(Some(NodeCode::new(&back.recipient)?))
}

/// What a relay brought, opened beside the writer.
pub enum Brought {
    Pouch(Box<carry::Carried>, Vec<Join>),
    Answer(Vec<u8>),
    Refused(Rule),
}

/// Opens what a peer brings as a relay. Pouches are taken from one's own relays only.
pub fn open(opener: &Opener, from: &NodeCode, body: &[u8]) -> Brought {
    let Ok(Relayed { what, bytes, joins }) = cbor::from_bytes(body) else {
        return Brought::Refused(Rule::PouchForm);
    };
    let own = opener.directory.member(&opener.identity.code);
    let named = own.is_some_and(|own| own.relays.contains(from));
    #[cfg(feature = "simulation")]
    let named = named || opener.sabotage == "carried-by-anyone";
    match what {
        What::Answer => Brought::Answer(bytes),
        What::Pouch if !named => Brought::Refused(Rule::Relay),
        What::Pouch => match opener.open_carried(&bytes) {
            Ok(carried) if joins.len() <= JOINS_MAX && joins.iter().all(Join::is_one) => {
                Brought::Pouch(Box::new(carried), joins)
            }
            Ok(_) => Brought::Refused(Rule::PouchForm),
            Err(rule) => Brought::Refused(rule),
        },
    }
}

/// What became of something that a relay brought: whom it concerns, and what goes back.
pub fn take(node: &mut Node, brought: Brought) -> Result<(Option<NodeCode>, HandedOver), Error> {
    match brought {
        Brought::Pouch(carried, joins) => {
            let from = carried.from.clone();
            if carried.is_proven() {
                carry::keep_joins(node, &from, &joins)?;
            }
            let (_, sealed) = carry::receive(node, *carried)?;
            Ok((Some(from), HandedOver { answer: sealed.map(Sealed) }))
        }
        Brought::Answer(bytes) => {
            let settled = carry::settle(node, &bytes)?;
            let of = match settled {
                Ok(carry::Brought::Settled(peer, _)) => Some(peer),
                Ok(carry::Brought::Known) => None,
                Err(rule) => {
                    tracing::warn!(rule = rule.code(), "an answer that a relay brought is none");
                    None
                }
            };
            Ok((of, HandedOver { answer: None }))
        }
        Brought::Refused(rule) => {
            tracing::warn!(rule = rule.code(), "what a relay brought was refused");
            Ok((None, HandedOver { answer: None }))
        }
    }
}

/// A pouch that is to go over a relay.
pub struct Outgoing {
    pub parcel: Parcel,
    pub sealing: Sealing,
    pub joins: Vec<Join>,
}

/// The next parcel of a lane, behind what went over relays and may still be answered. What was not
/// answered in time goes again, and then over the member's next relay.
pub fn send(node: &mut Node, to: &NodeCode, lane: Lane) -> Result<Option<Parcel>, Error> {
    let went = node.store.parcels((to.as_str(), lane as u8), By::Relay, node.now().0)?;
    if went.len() >= node.config.relay_under_way_max {
        return Ok(None);
    }
    let seq = went.iter().map(|one| one.last).max().unwrap_or(0);
    let receipt = went.iter().flat_map(|one| one.receipts.iter().copied()).max();
    flow::send(node, to, lane, UnderWay { seq, receipt })
}

/// Proves what was committed.
pub fn prove(node: &mut Node, parcel: Parcel) -> Result<Outgoing, Error> {
    let from = outward::acked_head_size(node, &parcel.peer)?;
    let joins = carry::joins(node, &parcel.peer)?;
    let expires = node.now().plus(node.config.relay_hold_max_h * HOUR_MS);
    let sealing = delivery::prove_until(node, &parcel, from, expires)?;
    Ok(Outgoing { parcel, sealing, joins })
}

/// A relay holds it: it is not sent again before its time.
pub fn sent(node: &mut Node, parcel: &Parcel, head: u64) -> Result<(), Error> {
    let again = node.now().plus(node.config.relay_again_min * MINUTE_MS);
    carry::note(node, parcel, By::Relay, (head, again))
}

/// A member's relays, the one whose turn it is first: what one withholds goes over the next.
pub fn in_turn(relays: &[NodeCode], now: Timestamp, again_min: i64) -> Vec<NodeCode> {
    let mut relays = relays.to_vec();
    if !relays.is_empty() {
        let turn = (now.0 / (again_min.max(1) * MINUTE_MS)).unsigned_abs();
        let turn = usize::try_from(turn % relays.len() as u64).unwrap_or(0);
        relays.rotate_left(turn);
    }
    relays
}
