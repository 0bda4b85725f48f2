//! Signing in and out. Opening a link spends nothing: only the button does, so that whoever looks
//! at links on their way cannot use them up.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use record::NodeCode;
use seal::directory::Labels;

use super::frame::{Asked, refusal};
use crate::store::officer::Officer;
use crate::web::auth::{Cookie, Officer as SignedIn, browser, from_our_pages};
use crate::web::{Desk, page, sign_in as session};
use crate::{Error, sign_in as links};

/// Says for whom a link is, and asks.
pub async fn sign_in(State(desk): State<Desk>, Path(link): Path<String>, asked: Asked) -> Response {
    let now = desk.clock.now();
    let found = desk.readers.read(|sight| links::whose(sight.store, now, &link));
    match found {
        Ok(officer) => ask(&desk, &asked, &officer).await,
        Err(Error::Unauthenticated(_)) => spent(&asked),
        Err(error) => refusal(&asked, &error),
    }
}

async fn ask(desk: &Desk, asked: &Asked, officer: &Officer) -> Response {
    let node = desk.writer.write(|node| {
        let own = node.directory.member(&node.code).map(|member| member.names.clone());
        Ok((node.code.clone(), own))
    });
    let (code, names) = match node.await {
        Ok(found) => found,
        Err(error) => return refusal(asked, &error),
    };
    let role = asked.label("role", &officer.role);
    let fillings = [("node", name(asked, &code, names).into()), ("role", role.into())];
    asked.page(
        &asked.word("sign-in-title"),
        html! {
            p { (asked.words().write("page-sign-in-as", &fillings)) }
            p { (asked.word("sign-in-once")) }
            form method="post" { button { (asked.word("sign-in")) } }
        },
    )
}

fn name(asked: &Asked, code: &NodeCode, names: Option<Labels>) -> String {
    use record::codelist::Language;
    let Some(names) = names else { return code.to_string() };
    match asked.language {
        Language::Arabic => names.ar,
        Language::English => names.en,
        Language::French => names.fr,
        Language::Spanish => names.es,
    }
}

fn spent(asked: &Asked) -> Response {
    asked.page_with(
        StatusCode::UNAUTHORIZED,
        &asked.word("sign-in-spent"),
        html! { p { (asked.word("sign-in-spent-do")) } },
    )
}

/// Spends a link: the answer carries the session's cookie and leads to the pages.
pub async fn redeem(
    State(desk): State<Desk>,
    Path(link): Path<String>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    if let Err(error) = from_our_pages(&Method::POST, &headers) {
        return refusal(&asked, &error);
    }
    match session::redeem(&desk, link, browser(&headers)).await {
        Ok(cookie) => {
            let to = if page::is_built() { "/".to_owned() } else { asked.address("/plain") };
            ([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
        }
        Err(Error::Unauthenticated(_)) => spent(&asked),
        Err(error) => refusal(&asked, &error),
    }
}

/// Ends the session and says so.
pub async fn sign_out(
    state: State<Desk>,
    asked: Asked,
    officer: Result<SignedIn, Error>,
    cookie: Result<Cookie, Error>,
) -> Response {
    let (officer, cookie) = match (officer, cookie) {
        (Ok(officer), Ok(cookie)) => (officer, cookie),
        (Err(error), _) | (_, Err(error)) => return refusal(&asked, &error),
    };
    match session::sign_out(state, officer, cookie).await {
        Ok(ended) => {
            let cookie = ended.headers().get(header::SET_COOKIE).cloned();
            let mut response = Redirect::to(&asked.address("/plain")).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => refusal(&asked, &error),
    }
}
