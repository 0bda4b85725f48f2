//! Who asks and what for: extracted from every request before anything else is looked at.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use record::Purpose;

use super::Desk;
use crate::Error;
use crate::session::{self, SignedIn};
use crate::view::Session;

/// The signed-in officer of a request.
pub struct Officer(pub SignedIn);

/// The signed-in officer and the purpose of the read.
pub struct Reading(pub Session);

impl FromRequestParts<Desk> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Error> {
        let header = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        let token = token
            .ok_or_else(|| Error::Unauthenticated("send `Authorization: Bearer TOKEN`".into()))?;
        let now = desk.clock.now();
        desk.readers.read(|sight| session::sign_in(sight.store, now, token)).map(Self)
    }
}

impl FromRequestParts<Desk> for Reading {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Error> {
        let Officer(signed_in) = Officer::from_request_parts(parts, desk).await?;
        signed_in.require(session::Scope::Read)?;
        let header = parts.headers.get("amana-purpose").and_then(|value| value.to_str().ok());
        let purpose = header.and_then(Purpose::parse);
        let codes = || Purpose::ALL.map(Purpose::code).join(", ");
        let purpose = purpose.ok_or_else(|| {
            Error::Usage(format!("state the purpose in the header `Amana-Purpose`: {}", codes()))
        })?;
        Ok(Self(signed_in.session(purpose)))
    }
}
