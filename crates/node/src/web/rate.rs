//! How many requests a minute: of an officer, whatever the browsers and tokens, and of an address
//! before anybody is recognised. A bucket a caller and kind of work; memory is bounded, and callers
//! beyond the bound share one bucket, so that a flood of addresses crowds itself and nobody else.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use record::Digest;
use record::codelist::Language;
use record::word::{Filling, catalogue};

use super::auth::Present;
use super::plain::Asked;
use super::problem::{DOCUMENT, Problem};
use super::{Desk, language, plain};
use crate::{Config, Error};

const MINUTE_MS: i64 = record::moment::MINUTE_MS;
const LABEL: &[u8] = b"amana/1/rate-credential";
/// How often idle buckets are cleared away at most.
const CLEAR_EVERY_MS: i64 = 1_000;

/// What is asked for: each has a limit of its own, so that none starves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Work {
    SignIn,
    /// Something shows a cookie or token that nobody here knows.
    Unknown,
    Search,
    Ask,
    Export,
    Stream,
    Rest,
}

impl Work {
    /// Requests a minute.
    fn limit(self, config: &Config) -> u32 {
        match self {
            Self::SignIn => config.rate_sign_in_max,
            Self::Unknown => config.rate_unknown_max,
            Self::Search => config.rate_search_max,
            Self::Ask => config.rate_ask_max,
            Self::Export => config.rate_export_max,
            Self::Stream => config.rate_stream_max,
            Self::Rest => config.rate_rest_max,
        }
    }

    fn of(path: &str) -> Self {
        let sign_ins = ["/sign-in", "/api/v1/sign-in", "/api/v1/enrolment"];
        let searches = ["/api/v1/search", "/api/v1/find", "/api/v1/duplicates", "/plain/find"];
        match path {
            // What every page without a session shows; nothing is tried by it.
            "/api/v1/sign-in/providers" => Self::Rest,
            _ if sign_ins.iter().any(|start| path.starts_with(start)) => Self::SignIn,
            "/api/v1/events" => Self::Stream,
            "/api/v1/ask" | "/api/v1/ask/batch" | "/plain/ask" => Self::Ask,
            "/api/v1/export" => Self::Export,
            _ if path.ends_with("/export") || path.ends_with("/evidence") => Self::Export,
            _ if searches.contains(&path) || path.starts_with("/api/v1/views/") => Self::Search,
            _ => Self::Rest,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Caller {
    Officer(String),
    /// An address; of a longer one the network, of which one household has all.
    Address(IpAddr),
    /// A program in this process.
    Inside,
    /// Whoever came when as many were counted as may be.
    Others,
}

/// What is left, in thousandths of a request, and when that was.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: i64,
    at: i64,
}

impl Bucket {
    fn full(limit: u32, now: i64) -> Self {
        Self { left: capacity(limit), at: now }
    }

    fn refill(&mut self, limit: u32, now: i64) {
        // A clock that was set back gives nothing and takes nothing.
        let passed = (now - self.at).clamp(0, MINUTE_MS);
        self.left = (self.left + passed * i64::from(limit) / 60).min(capacity(limit));
        self.at = now;
    }

    /// Takes one, or says in how many seconds there is one.
    fn take(&mut self, limit: u32, now: i64) -> Result<(), u64> {
        self.refill(limit, now);
        if self.left >= 1_000 {
            self.left -= 1_000;
            return Ok(());
        }
        let wanting = (1_000 - self.left) * 60 / i64::from(limit.max(1));
        Err(u64::try_from(wanting).unwrap_or(0).div_ceil(1_000).max(1))
    }
}

/// Half of a minute's may come at once.
fn capacity(limit: u32) -> i64 {
    i64::from(limit.div_ceil(2).max(1)) * 1_000
}

/// Who asked how much of late.
#[derive(Default)]
pub struct Rates(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    buckets: HashMap<(Caller, Work), Bucket>,
    /// Whose credentials were recognised in the last minute: only for counting.
    known: HashMap<Digest, (String, i64)>,
    cleared: i64,
}

impl Rates {
    fn take(&self, caller: Caller, work: Work, config: &Config, now: i64) -> Result<(), u64> {
        let Ok(mut counted) = self.0.lock() else { return Ok(()) };
        counted.take(caller, work, config, now)
    }

    fn known(&self, credential: &Digest, now: i64) -> Option<String> {
        let counted = self.0.lock().ok()?;
        let (officer, at) = counted.known.get(credential)?;
        (now - at).abs().lt(&MINUTE_MS).then(|| officer.clone())
    }

    fn recognise(&self, credential: Digest, officer: String, config: &Config, now: i64) {
        let Ok(mut counted) = self.0.lock() else { return };
        if counted.known.len() >= config.rate_callers_max {
            counted.known.retain(|_, (_, at)| (now - *at).abs() < MINUTE_MS);
        }
        if counted.known.len() < config.rate_callers_max {
            counted.known.insert(credential, (officer, now));
        }
    }
}

impl Counted {
    fn take(&mut self, caller: Caller, work: Work, config: &Config, now: i64) -> Result<(), u64> {
        let limit = work.limit(config);
        let mut key = (caller, work);
        if !self.buckets.contains_key(&key) && self.buckets.len() >= config.rate_callers_max {
            self.clear(config, now);
            if self.buckets.len() >= config.rate_callers_max {
                key.0 = Caller::Others;
            }
        }
        let bucket = self.buckets.entry(key).or_insert_with(|| Bucket::full(limit, now));
        bucket.take(limit, now)
    }

    /// A bucket that is full again says nothing that a new one would not.
    fn clear(&mut self, config: &Config, now: i64) {
        if (now - self.cleared).abs() < CLEAR_EVERY_MS {
            return;
        }
        self.cleared = now;
        self.buckets.retain(|(_, work), bucket| {
            let limit = work.limit(config);
            bucket.refill(limit, now);
            bucket.left < capacity(limit)
        });
    }
}

/// Lets a request through, or refuses it with when to come again.
pub async fn hold(
    State((desk, rates)): State<(Desk, Arc<Rates>)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    match count(&desk, &rates, &mut parts).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(seconds) => refused(&mut parts, seconds).await,
    }
}

async fn count(desk: &Desk, rates: &Rates, parts: &mut Parts) -> Result<(), u64> {
    let (work, now) = (Work::of(parts.uri.path()), desk.clock.now().0);
    let address = address(parts);
    let take = |caller: Caller, work: Work| rates.take(caller, work, &desk.config, now);
    let credential = match (work, credential(parts)) {
        // Who signs in is counted by where it comes from, whatever cookie is there.
        (Work::SignIn, _) | (_, None) => return take(address, work),
        (_, Some(credential)) => credential,
    };
    if let Some(officer) = rates.known(&credential, now) {
        return take(Caller::Officer(officer), work);
    }
    take(address, Work::Unknown)?;
    match Present::from_request_parts(parts, desk).await {
        Ok(present) => {
            let officer = present.signed_in.author.officer;
            rates.recognise(credential, officer.clone(), &desk.config, now);
            take(Caller::Officer(officer), work)
        }
        // The address itself will refuse it.
        Err(_) => Ok(()),
    }
}

/// What shows who asks, as a digest: tokens and cookies are kept nowhere.
fn credential(parts: &Parts) -> Option<Digest> {
    let shown = parts.headers.get(header::AUTHORIZATION);
    let shown = shown.or_else(|| parts.headers.get(header::COOKIE))?;
    Some(Digest::of(&[LABEL, shown.as_bytes()]))
}

fn address(parts: &Parts) -> Caller {
    let Some(ConnectInfo(from)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return Caller::Inside;
    };
    Caller::Address(match from.ip().to_canonical() {
        IpAddr::V6(long) => {
            let [a, b, c, d, ..] = long.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        short => short,
    })
}

async fn refused(parts: &mut Parts, seconds: u64) -> Response {
    let path = parts.uri.path();
    let error = Error::TooMany(seconds);
    let mut response = match path.starts_with("/plain") || path.starts_with("/sign-in") {
        true => match Asked::from_request_parts(parts, &()).await {
            Ok(asked) => plain::refusal(&asked, &error),
            Err(never) => match never {},
        },
        false => told(&error, seconds, wished(parts)),
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn wished(parts: &Parts) -> Language {
    let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    header.and_then(language::wished).unwrap_or(Language::English)
}

/// The problem document in the reader's language.
fn told(error: &Error, seconds: u64, language: Language) -> Response {
    let words = catalogue(language);
    let detail = words.write("page-problem-too-many-in", &[("seconds", Filling::Count(seconds))]);
    let title = words.word("page-problem-too-many");
    let problem = Problem { title, detail, ..Problem::of(error) };
    let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(DOCUMENT));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(last: u8) -> Caller {
        Caller::Address(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn half_a_minutes_come_at_once_and_the_rest_as_time_goes_by() {
        let config = Config { rate_sign_in_max: 60, ..Config::default() };
        let rates = Rates::default();
        let take = |now| rates.take(of(1), Work::SignIn, &config, now);
        for _ in 0..30 {
            assert_eq!(take(0), Ok(()));
        }
        assert_eq!(take(0), Err(1));
        assert_eq!(take(999), Err(1));
        assert_eq!(take(1_000), Ok(()));
        assert_eq!(take(1_000), Err(1));
        assert_eq!(take(-50_000), Err(1), "a clock that was set back gives nothing");
        let mut granted = 0;
        for second in 2..=601 {
            for _ in 0..10 {
                granted += u32::from(take(second * 1_000 - 50_000).is_ok());
            }
        }
        assert!((590..=600 + 30).contains(&granted), "{granted} in ten minutes");
    }

    #[test]
    fn a_flood_of_addresses_stays_in_bounds_and_crowds_itself() {
        let config = Config { rate_callers_max: 100, rate_rest_max: 60, ..Config::default() };
        let mut counted = Counted::default();
        let officer = Caller::Officer("desk-1".into());
        assert_eq!(counted.take(officer.clone(), Work::Rest, &config, 0), Ok(()));
        let mut refused = 0;
        for number in 0..100_000_u32 {
            let from = Caller::Address(IpAddr::from(number.to_be_bytes()));
            refused += u32::from(counted.take(from, Work::Rest, &config, 1).is_err());
            assert!(counted.buckets.len() <= 101);
        }
        assert!(refused > 99_000, "{refused} refused");
        assert_eq!(counted.take(officer, Work::Rest, &config, 2), Ok(()), "who was known works on");
        let later = Caller::Address(IpAddr::from([9, 9, 9, 9]));
        assert_eq!(counted.take(later, Work::Rest, &config, 120_000), Ok(()));
        assert!(counted.buckets.len() < 10, "idle buckets are cleared away");
    }

    #[test]
    fn each_kind_of_work_is_counted_apart() {
        let check = |path, expect| assert_eq!(Work::of(path), expect, "{path}");
        check("/sign-in/00ff", Work::SignIn);
        check("/api/v1/enrolment/challenge", Work::SignIn);
        check("/api/v1/sign-in/providers/1", Work::SignIn);
        check("/api/v1/sign-in/providers", Work::Rest);
        check("/api/v1/search", Work::Search);
        check("/api/v1/views/mine", Work::Search);
        check("/api/v1/export", Work::Export);
        check("/api/v1/records/CO/1/export", Work::Export);
        check("/api/v1/events", Work::Stream);
        check("/api/v1/officers/desk-1/sign-in-links", Work::Rest);
        check("/api/v1/records", Work::Rest);
    }
}
