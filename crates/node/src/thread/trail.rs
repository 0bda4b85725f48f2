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

/// A reply to a request, and who wrote between the two.
pub struct Replied<'a> {
    pub message: &'a MessageRow,
    pub between: BTreeSet<&'a NodeCode>,
}

/// The replies to each request, by the request's row. Each trail is followed once.
pub fn replies(messages: &[MessageRow]) -> BTreeMap<i64, Vec<Replied<'_>>> {
    let trails = Trails::of(messages);
    let mut found: BTreeMap<i64, Vec<Replied<'_>>> = BTreeMap::new();
    for message in messages {
        if let Some((request, between)) = trails.trail(message) {
            found.entry(request.record).or_default().push(Replied { message, between });
        }
    }
    found
}

impl<'a> Trails<'a> {
    fn of(messages: &'a [MessageRow]) -> Self {
        // Ids of different owners may be equal only where someone made them so: the first holds.
        let by_id = messages.iter().rev().map(|message| (message.name.id, message)).collect();
        let mut requests = requests(messages);
        let only = requests.next().filter(|_| requests.next().is_none());
        Self { by_id, only }
    }

    /// The request that a message replies to, directly or by way of others, and who wrote them.
    fn trail(&self, message: &'a MessageRow) -> Option<(&'a MessageRow, BTreeSet<&'a NodeCode>)> {
        if message.message_type == MessageType::Request {
            return None;
        }
        let (mut at, mut between) = (message, BTreeSet::new());
        for _ in 0..LENGTH_MAX {
            let parent = at.reply_to.and_then(|id| self.by_id.get(&id)).copied();
            match parent {
                Some(request) if request.message_type == MessageType::Request => {
                    return Some((request, between));
                }
                Some(parent) => {
                    between.insert(&parent.name.owner);
                    at = parent;
                }
                None => {
                    let request = self.only.filter(|_| at.reply_to.is_some())?;
                    return Some((request, between));
                }
            }
        }
        None
    }
}

pub fn requests(messages: &[MessageRow]) -> impl Iterator<Item = &MessageRow> {
    messages.iter().filter(|message| message.message_type == MessageType::Request)
}

#[cfg(test)]
mod tests {
    use record::draft::Lane;
    use record::{Name, Timestamp};

    use super::*;

    /// Message `number`, a reply to another or, without one, a request.
    fn message(number: u32, reply_to: Option<u32>) -> MessageRow {
        let id = |number: u32| {
            let mut entropy = [0; 10];
            entropy[..4].copy_from_slice(&number.to_be_bytes());
            RecordId::new(Timestamp(1), entropy)
        };
        let owner = NodeCode::new("XA").unwrap();
        MessageRow {
            record: number.into(),
            class: 1,
            name: Name { owner, id: id(number), revision: 1 },
            created: Timestamp(1),
            since: Timestamp(1),
            title: String::new(),
            thread: id(0),
            message_type: match reply_to {
                None => MessageType::Request,
                Some(_) => MessageType::Clarification,
            },
            reply_to: reply_to.map(id),
            urgency: Lane::Routine,
            directly_accessible: false,
            deadline: None,
            asks: Vec::new(),
            concerns: Vec::new(),
            pause: None,
        }
    }

    fn check(messages: &[(u32, Option<u32>)], expect: &[(i64, &[i64])]) {
        let messages: Vec<MessageRow> =
            messages.iter().map(|(number, reply_to)| message(*number, *reply_to)).collect();
        let found = replies(&messages);
        let found: Vec<(i64, Vec<i64>)> = found
            .into_iter()
            .map(|(row, all)| (row, all.iter().map(|one| one.message.record).collect()))
            .collect();
        let expect: Vec<(i64, Vec<i64>)> =
            expect.iter().map(|(row, all)| (*row, all.to_vec())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn replies_are_found_by_way_of_others_and_where_a_parent_is_gone_with_the_only_request() {
        check(
            &[(1, None), (2, None), (3, Some(1)), (4, Some(3)), (5, Some(2))],
            &[(1, &[3, 4]), (2, &[5])],
        );
        check(&[(1, None), (3, Some(9)), (4, Some(3))], &[(1, &[3, 4])]);
        check(&[(1, None), (2, None), (3, Some(9))], &[]);
        // A ring leads nowhere and ends.
        check(&[(1, None), (2, Some(3)), (3, Some(2))], &[]);
    }

    /// Looking for each request through all messages, as was done once, is 1,600 million steps.
    #[test]
    fn a_long_thread_of_many_requests_is_read_once() {
        let requests = (0..5_000).map(|number| message(number, None));
        let replies_to = (0..5_000).map(|number| message(5_000 + number, Some(number)));
        let messages: Vec<MessageRow> = requests.chain(replies_to).collect();
        let found = replies(&messages);
        assert_eq!(found.len(), 5_000);
        assert!(
            found.iter().all(|(row, all)| all.len() == 1 && all[0].message.record == row + 5_000)
        );
    }
}
