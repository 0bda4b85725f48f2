//! What can go wrong in a node. Two faces: what a user may be told, and what the log keeps.

use record::policy::Rule as PolicyRule;

use crate::attachment::Unfit;
use crate::provider::Refusal;

/// The node's errors. A refusal by a rule is a decision; it travels here only to end a request.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Record(#[from] record::Error),
    #[error("{0}")]
    Seal(#[from] seal::Error),
    #[error("{}: {}", .0.code(), .0.text())]
    Check(#[from] seal::Rule),
    #[error("{}: {why}", .rule.code())]
    Bundle { rule: seal::Rule, why: String },
    #[error("refused by {}: {}", .0.code(), .0.text())]
    Refused(PolicyRule),
    #[error("the store: {}", told(.0))]
    Store(#[from] rusqlite::Error),
    #[error("the store is of version {store}, this binary knows {binary}: run a newer amana")]
    Newer { store: i64, binary: i64 },
    #[error("{0}")]
    Unfit(#[from] Unfit),
    #[error("the disk is full: what came before is kept; make room and go on")]
    NoRoom,
    #[error("{path}: {source}")]
    File { path: String, source: std::io::Error },
    #[error("{0}")]
    Token(#[from] crate::key::token::Why),
    #[error("configuration: {0}")]
    Config(String),
    #[error("{}: {}", seal::Rule::Behind.code(), seal::Rule::Behind.text())]
    Behind,
    #[error("not found: {0}")]
    NotFound(String),
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Conflict(String),
    #[error("{what} is over its limit {limit} ({max})")]
    Limit { what: &'static str, limit: &'static str, max: u64 },
    #[error("the store is damaged: {0}; stop the node and run `amana fsck`")]
    Damaged(String),
    #[error("not signed in: {0}")]
    Unauthenticated(String),
    #[error("not allowed: {0}")]
    NotAllowed(String),
    #[error("this needs a second person: propose it, and another one confirms")]
    SecondPerson,
    #[error("too many requests: ask again in {0} s")]
    TooMany(u64),
    #[error(
        "this needs a passkey: make one with a link of your administrator, or under your sign-ins"
    )]
    NeedsPasskey,
    #[error("confirm it with your passkey, in a browser")]
    NeedsAssertion,
    #[error(
        "{0} has a passkey or a bound identity: two administrators together let an officer back in"
    )]
    HasPasskey(String),
    #[error("sign in anew first: who adds a first passkey came in a moment ago")]
    SignInAnew,
    #[error("{0}")]
    Provider(#[from] Refusal),
    #[error("another site's page asked this in your name, and was refused")]
    OtherSite,
    #[error("nothing was stored: {0}")]
    NotCommitted(String),
    #[error("the node {0} cannot be reached")]
    Unreachable(String),
    #[error("{0}")]
    Copy(#[from] crate::copy::Stopped),
    #[error("{0}: try again in a minute")]
    Busy(&'static str),
}

fn told(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => {
            "the disk is full and nothing was stored; make room and try again".to_owned()
        }
        _ => error.to_string(),
    }
}

impl Error {
    pub fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        if matches!(source.kind(), StorageFull | QuotaExceeded) {
            return Self::NoRoom;
        }
        Self::File { path: path.display().to_string(), source }
    }

    /// Whether trying again later may help: a full disk, a busy store, an absent peer.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Store(rusqlite::Error::SqliteFailure(error, _)) => matches!(
                error.code,
                rusqlite::ErrorCode::DiskFull
                    | rusqlite::ErrorCode::DatabaseBusy
                    | rusqlite::ErrorCode::SystemIoFailure
            ),
            Self::Unreachable(_)
            | Self::Busy(_)
            | Self::TooMany(_)
            | Self::File { .. }
            | Self::NoRoom => true,
            _ => false,
        }
    }
}
