//! The list of records, and the choice of a purpose before it.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use record::Purpose;
use record::codelist::Language;

use super::frame::{Asked, refusal};
use crate::Error;
use crate::session::{Scope, SignedIn};
use crate::store::entry::Page;
use crate::view::{Listing, Session, Sight, Title};
use crate::web::auth::Officer;
use crate::web::language::Tongue;
use crate::web::list::titled;
use crate::web::{Desk, page};

pub const ROWS: u32 = 50;

/// Newest records first.
pub async fn list(
    State(desk): State<Desk>,
    asked: Asked,
    officer: Result<Officer, Error>,
) -> Response {
    let session = match reading(&desk, &asked, officer).await {
        Ok(session) => session,
        Err(answer) => return *answer,
    };
    let before = asked.rest("cursor").parse().ok();
    let wanted = Listing { page: Page { before, limit: ROWS }, ..Listing::default() };
    match listed(&desk, session, &wanted, asked.language).await {
        Ok(titles) => asked.page(&asked.word("inbox"), inside(&asked, &titles)),
        Err(error) => refusal(&asked, &error),
    }
}

async fn listed(
    desk: &Desk,
    session: Session,
    wanted: &Listing,
    language: Language,
) -> Result<Vec<Title>, Error> {
    let (by, wanted) = (session.clone(), wanted.clone());
    let list = move |sight: Sight<'_>| sight.list(&by, &wanted);
    let titles = desk.readers.read_audited(&desk.writer, list).await?;
    titled(desk, session, titles, Some(Tongue(language))).await
}

/// The session of a reading page, or the page that must come first: signing in, or a purpose.
pub async fn reading(
    desk: &Desk,
    asked: &Asked,
    officer: Result<Officer, Error>,
) -> Result<Session, Box<Response>> {
    let signed_in = match officer.map(|Officer(known)| known) {
        Ok(known) => known,
        Err(Error::Unauthenticated(_)) => return Err(Box::new(signed_out(asked))),
        Err(error) => return Err(Box::new(refusal(asked, &error))),
    };
    if let Err(error) = signed_in.require(Scope::Read) {
        return Err(Box::new(refusal(asked, &error)));
    }
    match asked.purpose {
        Some(purpose) => Ok(signed_in.session(purpose)),
        None => Err(Box::new(choose(desk, asked, signed_in).await)),
    }
}

fn signed_out(asked: &Asked) -> Response {
    asked.page_with(
        axum::http::StatusCode::UNAUTHORIZED,
        &asked.word("sign-in-needed"),
        html! { p { (asked.word("sign-in-how")) } },
    )
}

async fn choose(desk: &Desk, asked: &Asked, signed_in: SignedIn) -> Response {
    let role = signed_in.author.role;
    let purposes = desk.writer.write(move |node| Ok(node.tables.purposes_of(role))).await;
    let purposes = match purposes {
        Ok(purposes) => purposes,
        Err(error) => return refusal(asked, &error),
    };
    let address = |purpose: &Purpose| {
        format!("{}?language={}&purpose={}", asked.path, asked.language.tag(), purpose.code())
    };
    asked.page(
        &asked.word("purpose-ask"),
        html! {
            p { (asked.word("purpose-why")) }
            ul {
                @for purpose in &purposes {
                    li { a href=(address(purpose)) { (asked.label("purpose", purpose.code())) } }
                }
            }
        },
    )
}

fn inside(asked: &Asked, titles: &[Title]) -> Markup {
    let next = titles.last().filter(|_| titles.len() == ROWS as usize);
    html! {
        (ways(asked))
        @if !page::is_built() { p { (asked.word("plain-only")) ": " code { "cargo xtask web" } } }
        @if titles.is_empty() { p { (asked.word("inbox-empty")) } }
        (rows(asked, titles))
        @if let Some(last) = next {
            p {
                a href={ (asked.address("/plain")) "&cursor=" (last.cursor) } {
                    (asked.word("plain-next"))
                }
            }
        }
        form method="post" action=(asked.address("/plain/sign-out")) {
            button { (asked.word("sign-out")) }
        }
    }
}

/// What one works for, and where one may go from here.
pub fn ways(asked: &Asked) -> Markup {
    let purpose = asked.purpose.map(Purpose::code).unwrap_or_default();
    let again = format!("/plain?language={}", asked.language.tag());
    html! {
        p {
            (asked.word("purpose-for")) " " strong { (asked.label("purpose", purpose)) } " · "
            a href=(again) { (asked.word("purpose-change")) }
        }
        p {
            a href=(asked.address("/plain")) { (asked.word("inbox")) } " · "
            a href=(asked.address("/plain/threads")) { (asked.word("threads")) } " · "
            a href=(asked.address("/plain/ask")) { (asked.word("ask")) } " · "
            a href=(asked.address("/plain/find")) { (asked.word("find")) }
        }
    }
}

pub fn rows(asked: &Asked, titles: &[Title]) -> Markup {
    html! {
        ul {
            @for title in titles {
                @let path = title.name.rsplit_once('/').map_or("", |(path, _)| path);
                li {
                    a href=(asked.address(&format!("/plain/record/{path}"))) {
                        bdi { @if title.title.is_empty() { (path) } @else { (title.title) } }
                    }
                    br;
                    small {
                        bdi { (path.split('/').next().unwrap_or_default()) } " · "
                        (asked.words().word(&format!("kind-{}", title.kind))) " · "
                        bdi { (title.created.to_string().get(..16).unwrap_or_default()) "Z" }
                    }
                }
            }
        }
    }
}
