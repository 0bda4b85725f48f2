//! What is published: messages by their number and the seed, several at a time at every node. A
//! submission without an answer is made again under its key until there is one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use record::draft::Lane;
use record::kind::message::{Message, MessageType, Statement, Text};
use record::{Body, Digest, Draft, NodeCode, Unit};
use serde_json::json;
use tokio::task::JoinSet;

use super::ledger::{Noted, digest};
use super::net::Net;
use super::site::Site;
use super::{Count, Course};
use crate::Error;
use crate::author::plain_draft;
use crate::demo::generator::Dice;

/// Submissions under way at once at each node.
const ABREAST: usize = 6;
/// Whoever has no answer waits this long, and asks again.
const AGAIN: Duration = Duration::from_millis(100);
const ANSWER_MAX: Duration = Duration::from_secs(60);
const WORDS_MAX: u64 = 120;

struct Submission {
    serial: u64,
    key: String,
    draft: Draft,
}

type Queue = Arc<Mutex<VecDeque<Submission>>>;

/// Publishes everything; ends when all is answered.
pub async fn run(course: &Arc<Course>) -> Result<(), Error> {
    let queues = draw(course)?;
    let mut running = JoinSet::new();
    for (at, queue) in queues.into_iter().enumerate() {
        for _ in 0..ABREAST {
            running.spawn(publish(course.clone(), at, queue.clone()));
        }
    }
    while let Some(done) = running.join_next().await {
        done.map_err(|error| Error::Usage(error.to_string()))??;
    }
    Ok(())
}

/// All submissions, by the node at which each is made.
fn draw(course: &Course) -> Result<Vec<Queue>, Error> {
    let mut dice = Dice::new(course.plan.seed);
    let queues: Vec<Queue> = course.net.sites.iter().map(|_| Queue::default()).collect();
    for serial in 0..course.plan.records {
        let at = dice.below(queues.len() as u64) as usize;
        let draft = draft(&mut dice, &course.net, at, serial)?;
        let seed = course.plan.seed.to_be_bytes();
        let key = Digest::of(&[b"marathon", &seed, &serial.to_be_bytes()]).hex()[..32].to_owned();
        let mut queue = queues[at].lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back(Submission { serial, key, draft });
    }
    Ok(queues)
}

fn draft(dice: &mut Dice, net: &Net, at: usize, serial: u64) -> Result<Draft, Error> {
    let others: Vec<&NodeCode> = net
        .sites
        .iter()
        .map(|site| &site.code)
        .filter(|code| **code != net.sites[at].code)
        .collect();
    // Most go to one, some to two, a few to all.
    let many = *dice.pick(&[1, 1, 1, 1, 1, 1, 2, 2, 2, others.len()]);
    let first = dice.below(others.len() as u64) as usize;
    let to = others.iter().cycle().skip(first).take(many);
    let lane =
        *dice.pick(&[Lane::Routine, Lane::Routine, Lane::Routine, Lane::Urgent, Lane::Flash]);
    let text = "what is said there ".repeat(1 + dice.below(WORDS_MAX) as usize);
    let text = Text { language: "en".into(), text };
    let subject = format!("Marathon {serial}");
    let mut statement =
        Statement::new(MessageType::Spontaneous, "drug-trafficking", &subject, text);
    statement.urgency = Some(lane).filter(|lane| *lane != Lane::Routine);
    let body = Body::Message(Box::new(Message { statement }));
    Ok(Draft {
        recipients: to.map(|code| (*code).clone()).collect(),
        disclose_recipients: serial.is_multiple_of(2),
        lane,
        ..plain_draft(body.kind(), &Unit::new("POLICE")?, body.to_json())
    })
}

async fn publish(course: Arc<Course>, at: usize, queue: Queue) -> Result<(), Error> {
    let site = &course.net.sites[at];
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(Submission { serial, key, draft }) = next else { return Ok(()) };
        let mut horizon = course.horizon.subscribe();
        let _ = horizon.wait_for(|horizon| serial < *horizon).await;
        let _open = site.gate.read().await;
        course.ledger.note(&Noted::Submitted {
            serial,
            owner: site.code.to_string(),
            to: draft.recipients.iter().map(ToString::to_string).collect(),
            body: digest(&draft.body),
        })?;
        let name = submit(&course, site, &key, &draft).await?;
        course.ledger.note(&Noted::Answered { serial, name })?;
        course.answered.send_modify(|answered| *answered += 1);
    }
}

/// Until there is an answer: nobody knows before whether it was published.
async fn submit(course: &Course, site: &Site, key: &str, draft: &Draft) -> Result<String, Error> {
    let (desk, draft) = (site.desk()?, json!(draft));
    loop {
        let asked = desk.post_once("/api/v1/records", &draft, key);
        match tokio::time::timeout(ANSWER_MAX, asked).await {
            Ok(Ok(told)) if told.status.is_success() => {
                let name = told.body["name"].as_str();
                return name.map(str::to_owned).ok_or_else(|| Error::Usage(told.body.to_string()));
            }
            Ok(Ok(told)) if told.status.is_client_error() && told.status.as_u16() != 429 => {
                return Err(Error::Usage(format!("{} refused: {}", site.code, told.body)));
            }
            _ => {}
        }
        Count::add(&course.count.again);
        tokio::time::sleep(AGAIN).await;
    }
}
