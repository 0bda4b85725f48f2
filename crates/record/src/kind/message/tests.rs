//! What a message may say, by its type.

use super::*;
use crate::kind::{Body, Kind};

fn message(message_type: MessageType, change: impl FnOnce(&mut Statement)) -> Message {
    let text = Text { language: "en".into(), text: "…".into() };
    let mut statement = Statement::new(message_type, "drug-trafficking", "Exercise", text);
    change(&mut statement);
    Message { statement }
}

fn reply(message_type: MessageType, change: impl FnOnce(&mut Statement)) -> Message {
    message(message_type, |statement| {
        statement.thread = Some(super::super::example_id());
        statement.in_reply_to = statement.thread;
        change(statement);
    })
}

fn check(message: &Message, field: Option<&str>) {
    let body = Body::Message(Box::new(message.clone())).to_json();
    let said = Body::from_json(Kind::Message, body).err().map(|error| match error {
        Error::Field { field, .. } => field,
        other => other.to_string(),
    });
    assert_eq!(said.as_deref(), field, "{message:?}");
}

fn question(what: &str) -> Question {
    Question { what: what.into(), text: None }
}

#[test]
fn an_answer_a_refusal_and_a_clarification_reply_to_something() {
    use MessageType::*;
    for message_type in [Answer, PartialAnswer, Clarification] {
        check(&message(message_type, |_| {}), Some("statement.in_reply_to"));
        check(&reply(message_type, |_| {}), None);
    }
    for message_type in [Request, Spontaneous, Alert, Hit, HitConfirmation, Broadcast] {
        check(&message(message_type, |_| {}), None);
    }
}

#[test]
fn a_reply_carries_its_thread() {
    let answer = reply(MessageType::Answer, |statement| statement.thread = None);
    check(&answer, Some("statement.thread"));
}

#[test]
fn a_refusal_has_a_code_of_the_list() {
    let coded = |code: Option<&str>| {
        let code = code.map(str::to_owned);
        reply(MessageType::Refusal, |statement| statement.refusal = code)
    };
    check(&coded(Some("national-security")), None);
    check(&coded(Some("no-time")), Some("refusal"));
    check(&coded(None), Some("statement.refusal"));
    let answer = reply(MessageType::Answer, |statement| {
        statement.refusal = Some("national-security".into());
    });
    check(&answer, Some("statement.refusal"));
}

#[test]
fn only_a_request_asks_and_by_the_list() {
    let asks = |what| move |statement: &mut Statement| statement.asks = vec![question(what)];
    check(&message(MessageType::Request, asks("subscriber")), None);
    check(&message(MessageType::Request, asks("gossip")), Some("request-type"));
    check(&message(MessageType::Alert, asks("subscriber")), Some("statement.asks"));
    let direct = |statement: &mut Statement| statement.directly_accessible = true;
    check(&message(MessageType::Spontaneous, direct), Some("statement.asks"));
    let many = message(MessageType::Request, |statement| {
        statement.asks = vec![question("asset"); QUESTIONS_MAX + 1];
    });
    check(&many, Some("statement.asks"));
}

#[test]
fn answers_say_which_questions_they_concern() {
    let of = |numbers: &'static [u16]| {
        move |statement: &mut Statement| statement.concerns = numbers.to_vec()
    };
    check(&reply(MessageType::PartialAnswer, of(&[1, 3])), None);
    check(&reply(MessageType::PartialAnswer, of(&[3, 1])), Some("statement.concerns"));
    check(&reply(MessageType::PartialAnswer, of(&[0])), Some("statement.concerns"));
    check(&reply(MessageType::PartialAnswer, of(&[33])), Some("statement.concerns"));
    check(&reply(MessageType::Clarification, of(&[1])), Some("statement.concerns"));
}

#[test]
fn a_clarification_or_a_partial_answer_may_pause_and_says_why() {
    let paused = |reason: &'static str| {
        move |statement: &mut Statement| {
            statement.pause = Some(Pause { reason: reason.into(), expected: None });
        }
    };
    let judge = "judicial-authorisation";
    check(&reply(MessageType::Clarification, paused(judge)), None);
    check(&reply(MessageType::PartialAnswer, paused(judge)), None);
    check(&reply(MessageType::Answer, paused(judge)), Some("statement.pause"));
    check(&reply(MessageType::Clarification, paused("holiday")), Some("pause-reason"));
}

#[test]
fn a_message_without_the_optional_fields_has_the_bytes_it_always_had() {
    let plain = message(MessageType::Request, |_| {});
    let json = serde_json::to_value(&plain).unwrap();
    let fields: Vec<&String> = json["statement"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["type", "subject", "offence", "text"]);
}

#[test]
fn every_type_is_a_code_of_the_list() {
    for message_type in MessageType::ALL {
        codelist::check("message-type", message_type.code()).unwrap();
        assert_eq!(MessageType::parse(message_type.code()), Some(message_type));
        assert_eq!(serde_json::to_value(message_type).unwrap(), message_type.code());
    }
}
