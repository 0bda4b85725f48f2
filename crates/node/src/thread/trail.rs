//! Which request a message belongs to: the trail of what it replies to.

use std::collections::{BTreeMap, BTreeSet};

use record::kind::message::MessageType;
use record::{NodeCode, RecordId};

use crate::store::message::MessageRow;

/// Replies to replies that are followed.
const LENGTH_MAX: usize = 64;

/// The messages of a thread by their ids.
pub struct Trails<'a> {
    by_id: BTreeMap<RecordId, &'a MessageRow>,
    /// The thread's request where it has one alone: a reply whose own parent is not held here, or
    /// was taken back, can only belong to it.
    only: Option<&'a MessageRow>,
}

/// A request, and who wrote between it and a reply to it.
pub struct Trail<'a> {
    pub request: &'a MessageRow,
    pub between: BTreeSet<&'a NodeCode>,
}

impl<'a> Trails<'a> {
    pub fn of(messages: &'a [MessageRow]) -> Self {
        // Ids of different owners may be equal only where someone made them so: the first holds.
        let by_id = messages.iter().rev().map(|message| (message.name.id, message)).collect();
        let mut requests = requests(messages);
        let only = requests.next().filter(|_| requests.next().is_none());
        Self { by_id, only }
    }

    /// The request that a message replies to, directly or by way of others.
    pub fn trail(&self, message: &'a MessageRow) -> Option<Trail<'a>> {
        if message.message_type == MessageType::Request {
            return None;
        }
        let (mut at, mut between) = (message, BTreeSet::new());
        for _ in 0..LENGTH_MAX {
            let parent = at.reply_to.and_then(|id| self.by_id.get(&id)).copied();
            match parent {
                Some(request) if request.message_type == MessageType::Request => {
                    return Some(Trail { request, between });
                }
                Some(parent) => {
                    between.insert(&parent.name.owner);
                    at = parent;
                }
                None => {
                    let request = self.only.filter(|_| at.reply_to.is_some())?;
                    return Some(Trail { request, between });
                }
            }
        }
        None
    }
}

pub fn requests(messages: &[MessageRow]) -> impl Iterator<Item = &MessageRow> {
    messages.iter().filter(|message| message.message_type == MessageType::Request)
}
