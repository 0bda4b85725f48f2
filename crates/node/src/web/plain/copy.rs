//! The page that asks an offline copy on its device: the same form and answer as at the node, and
//! above both how old the copy is.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use record::Purpose;

use super::ask::{Written, form, told};
use super::frame::{Asked, refusal};
use crate::Error;
use crate::ask::Typed;
use crate::copy::opened::Answered;
use crate::copy::told::{Said, stopped};

/// The form, for a purpose that the copy may be asked for; without one, the purposes.
pub fn copy_form(asked: &Asked, said: Result<(Said, Vec<Purpose>), Error>) -> Response {
    let (said, purposes) = match said {
        Ok(said) => said,
        Err(error) => return refused(asked, &error),
    };
    let chosen = asked.purpose.filter(|purpose| purposes.contains(purpose));
    let inside = match chosen {
        None => html! {
            (age(asked, &said))
            h2 { (asked.word("purpose-ask")) }
            ul {
                @for purpose in &purposes {
                    li {
                        a href=(address(asked, *purpose)) {
                            (asked.label("purpose", purpose.code()))
                        }
                    }
                }
            }
        },
        Some(purpose) => html! {
            (age(asked, &said))
            (ways(asked, purpose))
            (form(asked, &Written::default()))
            p { (asked.words().word("copy-kept-why")) }
        },
    };
    asked.page(&asked.word("ask"), inside)
}

/// The form with what was asked, and the answer.
pub fn copy_answer(
    asked: &Asked,
    body: &[u8],
    ask: impl FnOnce(&Typed, Purpose) -> Result<Answered, Error>,
) -> Response {
    let written: Written = match serde_urlencoded::from_bytes(body) {
        Ok(written) => written,
        Err(error) => return refusal(asked, &Error::Usage(format!("the form: {error}"))),
    };
    let Some(purpose) = asked.purpose else {
        return refusal(asked, &Error::Usage("choose what you ask for".into()));
    };
    match ask(&written.typed(), purpose) {
        Ok(answered) => {
            let above = html! { (age(asked, &answered.copy)) (ways(asked, purpose)) };
            let inside = told(asked, (&above, false), &written, &answered.answer);
            asked.page(&asked.word("ask"), inside)
        }
        Err(error) => refused(asked, &error),
    }
}

fn address(asked: &Asked, purpose: Purpose) -> String {
    format!("/plain/ask?language={}&purpose={}", asked.language.tag(), purpose.code())
}

fn ways(asked: &Asked, purpose: Purpose) -> Markup {
    let again = format!("/plain/ask?language={}", asked.language.tag());
    html! {
        p {
            (asked.word("purpose-for")) " "
            strong { (asked.label("purpose", purpose.code())) } " · "
            a href=(again) { (asked.word("purpose-change")) }
        }
    }
}

/// How old the copy is; where it is stale, that before everything else.
fn age(asked: &Asked, said: &Said) -> Markup {
    let kept = [("count", record::word::Filling::Count(said.kept))];
    html! {
        @if let Some(warning) = &said.warning { p role="alert" { strong { (warning) } } }
        p { (said.age) }
        p { small { (asked.words().write("copy-kept", &kept)) } }
    }
}

/// Why nothing is answered, and what to do.
fn refused(asked: &Asked, error: &Error) -> Response {
    let Error::Copy(why) = error else { return refusal(asked, error) };
    let title = asked.word("problem-copy");
    let inside = html! { p role="alert" { (stopped(*why, asked.language)) } };
    asked.page_with(StatusCode::UNPROCESSABLE_ENTITY, &title, inside)
}
