//! Signing in through an identity provider, without scripts: the ways in, the page that a provider
//! sends the browser back to, and what was refused.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;

use super::frame::Asked;
use crate::Error;
use crate::provider::Answer;
use crate::provider::setting::Setting;
use crate::web::page;
use crate::web::problem::Problem;

/// Presses the button of the one form, and takes the code out of the address that is kept.
const GO_ON: &str = "history.replaceState(null, '', location.pathname)\n\
                     document.forms[0].submit()\n";

/// Every way in. Passkeys need scripts; providers do not.
pub fn ways_in<'a>(asked: &Asked, providers: impl Iterator<Item = &'a Setting>) -> Response {
    asked.page(
        &asked.word("sign-in-needed"),
        html! {
            ul {
                @for one in providers {
                    li { a href=(format!("/sign-in/with/{}", one.code)) { (through(asked, one)) } }
                }
                @if page::is_built() {
                    li { a href="/" { (asked.word("passkey-sign-in")) } }
                }
            }
            p { (asked.word("sign-in-how")) }
        },
    )
}

fn through(asked: &Asked, one: &Setting) -> String {
    asked.words().write("page-provider-sign-in", &[("name", one.name.clone().into())])
}

/// Holds what came back, and asks the node with it: by itself where scripts may, else by a button.
pub fn landing(asked: &Asked, provider: &Setting, answer: &Answer) -> Response {
    let Answer { state, code, iss, error } = answer;
    let fields = [("state", Some(state)), ("code", code.as_ref()), ("iss", iss.as_ref())];
    let mut response = asked.page(
        &through(asked, provider),
        html! {
            form method="post" action=(format!("/sign-in/from/{}", provider.code)) {
                @for (name, value) in fields.into_iter().chain([("error", error.as_ref())]) {
                    @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
                }
                button { (asked.word("provider-go-on")) }
            }
            script src="/plain/go-on" defer {}
        },
    );
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
                  object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    let policy = HeaderValue::from_static(policy);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// The one script of the plain pages.
pub async fn go_on() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], GO_ON)
}

/// Nobody was let in: what was wrong, what to do, and the other ways.
pub fn refused(asked: &Asked, error: &Error) -> Response {
    let problem = Problem::of(error);
    let slug = problem.problem_type.rsplit(':').next().unwrap_or("node").to_owned();
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if problem.status >= 500 {
        tracing::error!(%error, "a sign-in through an identity provider failed");
    }
    asked.page_with(
        status,
        &asked.word(&format!("problem-{slug}")),
        html! {
            p { (asked.word(&format!("problem-{slug}-do"))) }
            p { a href=(asked.address("/plain/sign-in")) { (asked.word("provider-other-way")) } }
        },
    )
}
