//! Signing in and out. Opening a link spends nothing: only the button does, so that whoever looks
//! at links on their way cannot use them up.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use record::NodeCode;
use seal::directory::Labels;

use super::frame::{Asked, refusal};
use crate::store::officer::Officer;
use crate::web::auth::{Cookie, Present, browser, from_our_pages};
use crate::web::sign_in::{self as session, Comer};
use crate::web::{Desk, page};
use crate::{Error, sign_in as links};

type Link = Result<Path<String>, PathRejection>;

/// Says for whom a link is, who would be signed out by it, and asks.
pub async fn sign_in(
    State(desk): State<Desk>,
    link: Link,
    asked: Asked,
    there: Result<Present, Error>,
) -> Response {
    let Ok(Path(link)) = link else { return spent(&asked) };
    let now = desk.clock.now();
    let found = desk.readers.read(|sight| links::whose(sight.store, now, &link));
    match found {
        Ok(officer) => ask(&desk, &asked, (&officer, &link), there.ok()).await,
        Err(Error::Unauthenticated(_)) => spent(&asked),
        Err(error) => refusal(&asked, &error),
    }
}

async fn ask(
    desk: &Desk,
    asked: &Asked,
    (officer, link): (&Officer, &str),
    there: Option<Present>,
) -> Response {
    let node = desk.writer.write(|node| {
        let own = node.directory.member(&node.code).map(|member| member.names.clone());
        Ok((node.code.clone(), own))
    });
    let (code, names) = match node.await {
        Ok(found) => found,
        Err(error) => return refusal(asked, &error),
    };
    let bare = |code: &str| record::word::identifier(code, asked.language);
    let fillings = [
        ("node", name(asked, &code, names).into()),
        ("role", asked.label("role", &officer.role).into()),
        ("code", bare(&officer.code).into()),
    ];
    let replaces = |there: Present| {
        let fillings = [("code", bare(&there.signed_in.author.officer).into())];
        asked.words().write("page-sign-in-replaces", &fillings)
    };
    asked.page(
        &asked.word("sign-in-title"),
        html! {
            p { (asked.words().write("page-sign-in-as", &fillings)) }
            @if let Some(there) = there { p { strong { (replaces(there)) } } }
            p { (asked.word("sign-in-once")) }
            @if desk.config.links_sign_in {
                form method="post" { button { (asked.word("sign-in")) } }
            } @else {
                p { (asked.word("passkey-scripts")) }
            }
            @for one in desk.providers.settings() {
                p { a href=(format!("/sign-in/with/{}/{link}", one.code)) {
                    (bind(asked, &one.name))
                } }
                p { (asked.word("provider-bind-means")) }
            }
            @if page::is_built() {
                // What stands behind `#` stays in the browser.
                p { a href=(format!("/enrol#{link}")) { (asked.word("enrol-title")) } }
            }
        },
    )
}

fn bind(asked: &Asked, name: &str) -> String {
    asked.words().write("page-provider-bind", &[("name", name.to_owned().into())])
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

/// Spends a link: the answer carries the session's cookie and leads to the pages. What is refused
/// is written into the audit.
pub async fn redeem(
    State(desk): State<Desk>,
    link: Link,
    headers: HeaderMap,
    asked: Asked,
    cookie: Result<Cookie, Error>,
) -> Response {
    let link = link.map_or_else(|_| String::new(), |Path(link)| link);
    match spend(&desk, link.clone(), &headers, cookie).await {
        Ok(cookie) => {
            let to = if page::is_built() { "/".to_owned() } else { asked.address("/plain") };
            ([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
        }
        Err(error) => {
            let why = match error {
                Error::OtherSite => "other-site",
                Error::NeedsPasskey => "link-alone",
                _ => "link-failed",
            };
            if let Err(error) = session::note_refused(&desk, link, why).await {
                return refusal(&asked, &error);
            }
            match error {
                Error::Unauthenticated(_) => spent(&asked),
                error => refusal(&asked, &error),
            }
        }
    }
}

async fn spend(
    desk: &Desk,
    link: String,
    headers: &HeaderMap,
    cookie: Result<Cookie, Error>,
) -> Result<header::HeaderValue, Error> {
    from_our_pages(&Method::POST, headers)?;
    let Cookie(had) = cookie?;
    session::redeem(desk, link, Comer { browser: browser(headers), had }).await
}

/// Ends the session and says so.
pub async fn sign_out(
    state: State<Desk>,
    asked: Asked,
    present: Result<Present, Error>,
) -> Response {
    let ended = match present {
        Ok(present) => session::sign_out(state, present).await,
        Err(error) => Err(error),
    };
    match ended {
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
