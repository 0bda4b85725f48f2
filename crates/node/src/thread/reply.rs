//! A reply: the draft of a message that takes thread, handling, purposes, recipients and urgency
//! from the message it replies to.

use record::codelist;
use record::draft::Lane;
use record::kind::Message;
use record::kind::message::{MessageType, Pause, Statement, Text};
use record::policy::Act;
use record::{Body, Draft, Kind, NodeCode, RecordId};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Guarded};
use crate::author::plain_draft;
use crate::view::{Session, Sight, View};
use crate::{Error, standing};

/// What a reply says itself.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub message_type: MessageType,
    /// By default the subject of the message it replies to.
    #[serde(default)]
    pub subject: Option<String>,
    #[schema(value_type = Object)]
    pub text: Text,
    /// Numbers of the questions it settles; none is all.
    #[serde(default)]
    pub concerns: Vec<u16>,
    #[serde(default)]
    #[schema(value_type = Object)]
    pub pause: Option<Pause>,
    /// Code list `refusal`.
    #[serde(default)]
    pub refusal: Option<String>,
}

impl Sight<'_> {
    /// The draft of a reply to a message that this officer may read; audited as a read of it.
    pub fn draft_reply(
        &self,
        session: &Session,
        (owner, id): (&NodeCode, &RecordId),
        reply: Reply,
    ) -> Result<Guarded<Result<Draft, Error>>, Error> {
        let (read, event) = audit::split(self.show(session, Act::Read, (owner, id, None))?);
        let drafted = read.and_then(|view| self.answer(session, view, reply));
        Ok(Guarded::new(drafted, event.reason("reply")))
    }

    fn answer(&self, session: &Session, view: View, reply: Reply) -> Result<Draft, Error> {
        let header = view.header;
        let Body::Message(parent) = Body::from_json(header.kind, view.body)? else {
            let kind = header.kind.code();
            return Err(Error::Usage(format!("a {kind} is no message: nobody replies to it")));
        };
        if let Some(code) = &reply.refusal {
            codelist::check("refusal", code)?;
        }
        let parent = parent.statement;
        let subject = reply.subject.unwrap_or_else(|| parent.subject.clone());
        let statement = Statement {
            thread: Some(parent.thread.unwrap_or(header.id)),
            in_reply_to: Some(header.id),
            concerns: reply.concerns,
            pause: reply.pause,
            refusal: reply.refusal,
            ..Statement::new(reply.message_type, &parent.offence, &subject, reply.text)
        };
        let lane = self.lane_of(&header.owner, &header.id, parent.urgency)?;
        let body = Body::Message(Box::new(Message { statement })).to_json();
        Ok(Draft {
            handling: header.handling,
            purposes: header.purposes,
            recipients: self.correspondents(&header.owner, &header.id)?,
            lane,
            ..plain_draft(Kind::Message, &session.author.unit, body)
        })
    }

    /// Whoever wrote it; where we did, whoever has it.
    fn correspondents(&self, owner: &NodeCode, id: &RecordId) -> Result<Vec<NodeCode>, Error> {
        if owner != self.code {
            return Ok(vec![owner.clone()]);
        }
        let recipients = standing::of(self.store, owner, id)?;
        recipients.iter().map(|one| Ok(NodeCode::new(&one.node)?)).collect()
    }

    /// As urgent as the message, or as the request it belongs to.
    fn lane_of(
        &self,
        owner: &NodeCode,
        id: &RecordId,
        urgency: Option<Lane>,
    ) -> Result<Lane, Error> {
        if let Some(lane) = urgency {
            return Ok(lane);
        }
        let found = self.store.latest_record(owner, id)?;
        let found = found.map(|stored| self.store.message_urgency(stored.row)).transpose()?;
        Ok(found.flatten().unwrap_or_default())
    }
}
