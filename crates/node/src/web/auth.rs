//! Who asks and what for: extracted from every request before anything else is looked at.
//! Programs send a bearer token; a browser sends the cookie of its session.

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use record::{NodeCode, Purpose, Timestamp};

use super::Desk;
use crate::session::{self, SignedIn};
use crate::store::Store;
use crate::view::Session;
use crate::{Error, case, sign_in};

/// The signed-in officer of a request.
pub struct Officer(pub SignedIn);

/// The signed-in officer and the purpose of the read.
pub struct Reading(pub Session);

/// The signed-in officer, and when the session of a browser ends by itself.
#[derive(Clone)]
pub struct Present {
    pub signed_in: SignedIn,
    pub until: Option<Timestamp>,
    proof: Proof,
}

/// What showed who asks. It is kept, so that what outlives its request can look again.
#[derive(Clone)]
enum Proof {
    Token(String),
    Session { secret: String, browser: String },
}

/// The secret of the session's cookie, where the request has one.
pub struct Cookie(pub Option<String>);

impl FromRequestParts<Desk> for Present {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Error> {
        let now = desk.clock.now();
        let token = text(&parts.headers, "authorization");
        if let Some(token) = token.and_then(|value| value.strip_prefix("Bearer ")) {
            let proof = Proof::Token(token.to_owned());
            return desk.readers.read(|sight| Self::recognise(sight.store, now, proof));
        }
        let Cookie(secret) = Cookie::from_request_parts(parts, desk).await?;
        let how = "send `Authorization: Bearer TOKEN`, or open a sign-in link in a browser";
        let secret = secret.ok_or_else(|| Error::Unauthenticated(how.into()))?;
        from_our_pages(&parts.method, &parts.headers)?;
        let proof = Proof::Session { secret, browser: browser(&parts.headers) };
        desk.readers.read(|sight| Self::recognise(sight.store, now, proof))
    }
}

impl Present {
    fn recognise(store: &Store, now: Timestamp, proof: Proof) -> Result<Self, Error> {
        let (signed_in, until) = match &proof {
            Proof::Token(token) => (session::sign_in(store, now, token)?, None),
            Proof::Session { secret, browser } => {
                let found = sign_in::recognise(store, now, secret, browser)?;
                (found.signed_in, Some(found.until))
            }
        };
        Ok(Self { signed_in, until, proof })
    }

    /// Whether who asked would still be recognised now, as the same and with the same rights.
    pub fn lasts(&self, store: &Store, now: Timestamp) -> bool {
        let again = Self::recognise(store, now, self.proof.clone());
        again.is_ok_and(|again| again.signed_in == self.signed_in)
    }

    /// The secret of the browser's session; a token has none.
    pub fn session_secret(&self) -> Option<&str> {
        match &self.proof {
            Proof::Session { secret, .. } => Some(secret),
            Proof::Token(_) => None,
        }
    }
}

impl FromRequestParts<Desk> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Error> {
        Present::from_request_parts(parts, desk).await.map(|present| Self(present.signed_in))
    }
}

impl FromRequestParts<Desk> for Reading {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Error> {
        let Officer(signed_in) = Officer::from_request_parts(parts, desk).await?;
        signed_in.require(session::Scope::Read)?;
        let purpose = text(&parts.headers, "amana-purpose").and_then(Purpose::parse);
        let codes = || Purpose::ALL.map(Purpose::code).join(", ");
        let purpose = purpose.ok_or_else(|| {
            Error::Usage(format!("state the purpose in the header `Amana-Purpose`: {}", codes()))
        })?;
        Ok(Self(signed_in.session(purpose)))
    }
}

impl FromRequestParts<Desk> for Cookie {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Error> {
        let name = cookie_name(&desk.readers.read(|sight| Ok(sight.code.clone()))?);
        Ok(Self(cookie(&parts.headers, &name)))
    }
}

/// What a request's cookie of a name holds.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter();
    let pairs = sent.filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(';'));
    let mut pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, held)| held.to_owned())
}

/// What is read on the way of a request is audited with the case that it is for.
pub async fn for_case(request: Request, next: Next) -> Response {
    let sent = request.headers().get("amana-case").map(|sent| case::read(sent.as_bytes()));
    match sent.transpose() {
        Ok(case) => case::work(case, next.run(request)).await,
        Err(error) => error.into_response(),
    }
}

/// Cookies do not tell ports apart: two nodes on one machine have two names.
/// `__Host-` binds the cookie to this host, to secure origins and to the whole site.
pub fn cookie_name(node: &NodeCode) -> String {
    format!("__Host-amana-{}", node.as_str().to_lowercase())
}

/// What the browser says it is; a session stays with the browser it was given to.
pub fn browser(headers: &HeaderMap) -> String {
    text(headers, "user-agent").unwrap_or_default().to_owned()
}

/// A browser sends the cookie along with whatever any page asks of us: only our own pages may ask.
pub fn from_our_pages(method: &Method, headers: &HeaderMap) -> Result<(), Error> {
    let own = match (text(headers, "sec-fetch-site"), text(headers, "origin")) {
        (Some("same-origin"), _) => true,
        // An address that was typed or bookmarked; nobody types a change.
        (Some("none"), _) => method.is_safe(),
        (Some(_), _) => false,
        (None, Some(origin)) => is_own(origin, text(headers, "host")),
        (None, None) => method.is_safe(),
    };
    if own { Ok(()) } else { Err(Error::OtherSite) }
}

fn is_own(origin: &str, host: Option<&str>) -> bool {
    let bare = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    bare.is_some() && bare == host
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: Method, sent: &[(&'static str, &str)], expect: bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.insert(*name, value.parse().expect("a header's value"));
        }
        assert_eq!(from_our_pages(&method, &headers).is_ok(), expect, "{method} {sent:?}");
    }

    #[test]
    fn only_our_own_pages_ask_with_a_cookie() {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            check(method.clone(), &[("sec-fetch-site", "same-origin")], true);
            check(method.clone(), &[("sec-fetch-site", "same-site")], false);
            check(method.clone(), &[("sec-fetch-site", "cross-site")], false);
            let own = [("host", "127.0.0.1:7480"), ("origin", "http://127.0.0.1:7480")];
            check(method.clone(), &own, true);
            let other = [("host", "127.0.0.1:7480"), ("origin", "http://127.0.0.1:9")];
            check(method.clone(), &other, false);
            check(method, &[("host", "127.0.0.1:7480"), ("origin", "null")], false);
        }
        check(Method::GET, &[("sec-fetch-site", "none")], true);
        check(Method::POST, &[("sec-fetch-site", "none")], false);
        check(Method::GET, &[], true);
        check(Method::POST, &[], false);
    }
}
