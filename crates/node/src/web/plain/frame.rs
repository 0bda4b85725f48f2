//! What every plain page has around it, and how one refuses.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use record::Purpose;
use record::codelist::{self, Language};
use record::word::{Catalogue, catalogue};

use crate::Error;
use crate::web::language;
use crate::web::problem::Problem;

const STYLE: &str = include_str!("plain.css");
const NAMES: [(Language, &str); 4] = [
    (Language::Arabic, "العربية"),
    (Language::English, "English"),
    (Language::French, "français"),
    (Language::Spanish, "español"),
];

/// What an address of a plain page says: the language, the purpose, and the rest.
pub struct Asked {
    pub language: Language,
    pub purpose: Option<Purpose>,
    pub path: String,
    /// There are no other pages to go to: an offline copy's.
    alone: bool,
    rest: HashMap<String, String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let rest = Query::<HashMap<String, String>>::from_request_parts(parts, state).await;
        let rest = rest.map_or_else(|_| HashMap::new(), |Query(rest)| rest);
        let wished = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let wished = wished.and_then(language::wished);
        let language = rest.get("language").and_then(|tag| Language::parse(tag));
        Ok(Self {
            language: language.or(wished).unwrap_or(Language::English),
            purpose: rest.get("purpose").and_then(|code| Purpose::parse(code)),
            path: parts.uri.path().to_owned(),
            alone: false,
            rest,
        })
    }
}

impl Asked {
    pub fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    pub fn words(&self) -> &'static Catalogue {
        catalogue(self.language)
    }

    /// A word of the pages.
    pub fn word(&self, key: &str) -> String {
        self.words().word(&format!("page-{key}"))
    }

    pub fn rest(&self, name: &str) -> &str {
        self.rest.get(name).map_or("", String::as_str)
    }

    /// The label of a code in the reader's language.
    pub fn label(&self, list: &str, code: &str) -> String {
        let found = codelist::list(list)
            .and_then(|list| list.codes.iter().find(|known| known.code == code));
        let Some(known) = found else { return code.to_owned() };
        match self.language {
            Language::Arabic => known.labels.ar.clone(),
            Language::English => known.labels.en.clone(),
            Language::French => known.labels.fr.clone(),
            Language::Spanish => known.labels.es.clone(),
        }
    }

    /// Another page with the same language and purpose.
    pub fn address(&self, path: &str) -> String {
        let purpose = self.purpose.map_or("", Purpose::code);
        format!("{path}?language={}&purpose={purpose}", self.language.tag())
    }

    /// A whole page.
    pub fn page(&self, title: &str, inside: Markup) -> Response {
        self.page_with(StatusCode::OK, title, inside)
    }

    pub fn page_with(&self, status: StatusCode, title: &str, inside: Markup) -> Response {
        let tag = self.language.tag();
        let page = html! {
            (DOCTYPE)
            html lang=(tag) dir=(if self.language == Language::Arabic { "rtl" } else { "ltr" }) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    link rel="stylesheet" href="/plain/style";
                    link rel="icon" href="data:,";
                    title { (title) " · " (self.word("amana")) }
                }
                body {
                    header {
                        strong { (self.word("amana")) }
                        nav aria-label=(self.word("setting-language")) {
                            @for (language, name) in NAMES {
                                a href=(self.in_language(language)) lang=(language.tag()) { (name) }
                                " "
                            }
                        }
                    }
                    main { h1 { (title) } (inside) }
                    @if !self.alone { footer { a href="/" { (self.word("plain-full")) } } }
                }
            }
        };
        let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        (status, kind, allowed(), page.into_string()).into_response()
    }

    fn in_language(&self, language: Language) -> String {
        let purpose = self.purpose.map_or("", Purpose::code);
        format!("{}?language={}&purpose={purpose}", self.path, language.tag())
    }
}

/// A plain page has one style of its own, forms that come back here, and nothing else.
fn allowed() -> [(header::HeaderName, &'static str); 1] {
    let policy = "default-src 'none'; style-src 'self'; img-src data:; object-src 'none'; \
                  base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    [(header::CONTENT_SECURITY_POLICY, policy)]
}

pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// No such address among the plain pages.
pub async fn not_found(asked: Asked) -> Response {
    refusal(&asked, &Error::NotFound(asked.path.clone()))
}

/// What was wrong and what to do, in the reader's language; a rule with its number.
pub fn refusal(asked: &Asked, error: &Error) -> Response {
    let problem = Problem::of(error);
    let slug = problem.problem_type.rsplit(':').next().unwrap_or("node").to_owned();
    let what = match &problem.rule {
        Some(rule) => format!("{} ({rule})", asked.word(&format!("rule-{rule}"))),
        None => asked.word(&format!("problem-{slug}-do")),
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let title = asked.word(&format!("problem-{slug}"));
    let (next, word) = match error {
        Error::Unauthenticated(_) => ("/plain/sign-in", "sign-in"),
        _ => ("/plain", "inbox"),
    };
    asked.page_with(
        status,
        &title,
        html! {
            p { (what) }
            p { a href=(asked.address(next)) { (asked.word(word)) } }
        },
    )
}
