//! One question and its answer. What was typed is in no address: it is posted, and no page of it is
//! kept.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Asked, refusal};
use super::list::{reading, ways};
use crate::Error;
use crate::ask::Typed;
use crate::ask::tell::{Answer, Hit};
use crate::web::Desk;
use crate::web::answering::once;
use crate::web::auth::Officer;
use crate::web::language::Tongue;

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    text: String,
    kind: String,
    birth: String,
    country: String,
}

impl Written {
    pub fn typed(&self) -> Typed {
        let values = |text: &str| -> Vec<String> {
            let parts = text.split([',', ';', '،', '؛']).map(str::trim);
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        Typed {
            text: self.text.trim().to_owned(),
            kind: Some(self.kind.clone()).filter(|kind| !kind.is_empty()),
            births: values(&self.birth),
            countries: values(&self.country),
            documents: Vec::new(),
        }
    }
}

/// The form alone.
pub async fn ask(
    State(desk): State<Desk>,
    asked: Asked,
    officer: Result<Officer, Error>,
) -> Response {
    match reading(&desk, &asked, officer).await {
        Ok(_) => {
            let inside = html! {
                (ways(&asked))
                (form(&asked, &Written::default()))
                p { (asked.word("ask-start")) }
            };
            asked.page(&asked.word("ask"), inside)
        }
        Err(answer) => *answer,
    }
}

/// The form with what was asked, and the answer.
pub async fn answer(
    State(desk): State<Desk>,
    asked: Asked,
    officer: Result<Officer, Error>,
    body: Bytes,
) -> Response {
    let session = match reading(&desk, &asked, officer).await {
        Ok(session) => session,
        Err(answer) => return *answer,
    };
    let written: Written = match serde_urlencoded::from_bytes(&body) {
        Ok(written) => written,
        Err(error) => return refusal(&asked, &Error::Usage(format!("the form: {error}"))),
    };
    let answer = once(&desk, &session, &written.typed(), Tongue(asked.language)).await;
    let mut response = match answer {
        Ok(answer) => {
            let inside = told(&asked, (&ways(&asked), true), &written, &answer);
            asked.page(&asked.word("ask"), inside)
        }
        Err(error) => refusal(&asked, &error),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub fn form(asked: &Asked, written: &Written) -> Markup {
    html! {
        form method="post" action=(asked.address("/plain/ask")) autocomplete="off" {
            label {
                (asked.word("ask-text"))
                textarea name="text" rows="2" dir="auto" required maxlength="1000" {
                    (written.text)
                }
            }
            label {
                (asked.word("ask-births"))
                input name="birth" value=(written.birth);
            }
            label {
                (asked.word("ask-countries"))
                input name="country" value=(written.country) dir="auto";
            }
            button { (asked.word("ask-do")) }
        }
    }
}

/// The answer, below what stands above it; records are opened only where there are pages of them.
pub fn told(
    asked: &Asked,
    (above, opens): (&Markup, bool),
    written: &Written,
    answer: &Answer,
) -> Markup {
    html! {
        (above)
        p role="status" { strong { (answer.sentence) } }
        p {
            (asked.word("ask-read-as")) " " strong { (kind(asked, &answer.kind)) }
            @for value in read(asked, answer) { " · " bdi { (value) } }
        }
        @if !answer.others.is_empty() { (others(asked, written, answer)) }
        @for finding in &answer.findings { p { (finding) } }
        @for hit in &answer.hits { (card(asked, hit, opens)) }
        @if answer.more { p { (asked.word("ask-more")) } }
        @for list in &answer.not_asked {
            p { bdi { (list.list) } " " (asked.word(&format!("rule-{}", list.rule))) }
        }
        (form(asked, written))
    }
}

fn kind(asked: &Asked, code: &str) -> String {
    match code {
        "person" | "organisation" | "vessel" | "number" | "mrz" => {
            asked.word(&format!("ask-kind-{code}"))
        }
        code => asked.label("selector", code),
    }
}

fn read(asked: &Asked, answer: &Answer) -> Vec<String> {
    let read = &answer.read;
    let said = [&read.names, &read.births, &read.countries, &read.documents];
    let numbers = read.identifiers.iter();
    let numbers = numbers.map(|one| match one.kind == answer.kind {
        true => one.value.clone(),
        false => format!("{} {}", kind(asked, &one.kind), one.value),
    });
    said.into_iter().flatten().cloned().chain(numbers).collect()
}

/// The same text, read as something else.
fn others(asked: &Asked, written: &Written, answer: &Answer) -> Markup {
    html! {
        form method="post" action=(asked.address("/plain/ask")) {
            input type="hidden" name="text" value=(written.text);
            input type="hidden" name="birth" value=(written.birth);
            input type="hidden" name="country" value=(written.country);
            p {
                (asked.word("ask-others")) " "
                @for code in &answer.others {
                    button name="kind" value=(code) { (kind(asked, code)) } " "
                }
            }
        }
    }
}

fn card(asked: &Asked, hit: &Hit, opens: bool) -> Markup {
    let name = name(asked, hit);
    let to_do = [&hit.act[..], std::slice::from_ref(&hit.call)].concat();
    let percent = (hit.score * 100.0).round().clamp(1.0, 99.0);
    html! {
        article {
            h2 { bdi { (name) } }
            p {
                @match &hit.list {
                    Some(list) => { (asked.word("ask-on-list")) " " bdi { (list) } }
                    None => { (asked.word("ask-of-record")) " " bdi { (hit.owner) } }
                }
            }
            (sentences(asked, "ask-evidence", &hit.evidence))
            (sentences(asked, "ask-said", &hit.said))
            (sentences(asked, "ask-to-do", &to_do))
            p {
                (asked.words().write("page-ask-score", &[
                    ("percent", record::word::Filling::Text(format!("{percent}"))),
                ]))
            }
            @if let Some(record) = hit.record.as_ref().filter(|_| opens) {
                @let path = record.rsplit_once('/').map_or("", |(path, _)| path);
                p {
                    a href=(asked.address(&format!("/plain/record/{path}"))) {
                        (asked.word("ask-open-record"))
                    }
                }
            }
        }
    }
}

/// Whom or what the entry is about; its own number only where it says nothing else.
fn name(asked: &Asked, hit: &Hit) -> String {
    let entry = &hit.entry;
    let number = || entry.identifiers.first();
    let number = || number().map(|one| format!("{} {}", kind(asked, &one.kind), one.value));
    let said = entry.names.first().cloned().or_else(number);
    said.or_else(|| entry.documents.first().cloned()).unwrap_or_else(|| entry.reference.clone())
}

fn sentences(asked: &Asked, word: &str, sentences: &[String]) -> Markup {
    html! {
        @if !sentences.is_empty() {
            h3 { (asked.word(word)) }
            ul { @for sentence in sentences { li { (sentence) } } }
        }
    }
}
