//! Officers, their tokens, and who may do what: a token names an officer, never a password.

use record::policy::Role;
use record::{Digest, Purpose, Timestamp, Unit};

use crate::author::Author;
use crate::clock::draw;
use crate::store::Store;
use crate::store::officer::{Officer, Token};
use crate::view::Session;
use crate::{Error, Node, officer};

const TOKEN_LABEL: &[u8] = b"amana/1/token";
const TOKEN_PREFIX: &str = "amana_";

/// What a token lets a program do; an officer's role bounds it further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    Read,
    Write,
    Admin,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    pub fn parse(code: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|scope| scope.code() == code);
        found.ok_or_else(|| Error::Usage(format!("`{code}` is no scope: read, write, admin")))
    }
}

/// Who was recognised, and what the token allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub author: Author,
    pub scopes: Vec<Scope>,
}

impl SignedIn {
    pub fn require(&self, scope: Scope) -> Result<(), Error> {
        // What an administrator does, no other role does, whatever its token says.
        if scope == Scope::Admin && self.author.role != Role::Administrator {
            return Err(Error::NotAllowed("this is an administrator's to do".into()));
        }
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Error::NotAllowed(format!("this needs the scope `{}`", scope.code())))
    }

    /// Work under one purpose; whether the role may have it is policy's to say.
    pub fn session(&self, purpose: Purpose) -> Session {
        Session { author: self.author.clone(), purpose }
    }
}

/// Enrols an officer.
pub fn enrol(
    node: &mut Node,
    code: &str,
    name: &str,
    role: Role,
    unit: &Unit,
) -> Result<(), Error> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(2..=32).contains(&code.len()) || !code.chars().all(good) {
        return Err(Error::Usage("an officer's code is 2 to 32 of a–z, 0–9 and -".into()));
    }
    if node.store.officer(code)?.is_some() {
        return Err(Error::Usage(format!("{code} is enrolled already")));
    }
    let unit = officer::open_unit(node, unit)?;
    node.store.insert_officer(&Officer {
        code: code.into(),
        name: name.into(),
        role: role.code().into(),
        unit,
        created: node.now().0,
        ended: None,
    })
}

/// Makes a token and shows it once; the store keeps its digest.
pub fn issue(node: &mut Node, officer: &str, scopes: &[Scope], days: i64) -> Result<String, Error> {
    let max = node.config.token_days_max;
    if !(1..=max).contains(&days) {
        let max = max.unsigned_abs();
        return Err(Error::Limit { what: "a token's life", limit: "token_days_max", max });
    }
    let known = node.store.officer(officer)?.filter(|officer| officer.ended.is_none());
    known.ok_or_else(|| Error::NotFound(format!("officer {officer}")))?;
    let secret: [u8; 32] = draw(&mut *node.entropy);
    let text = format!("{TOKEN_PREFIX}{}", record::digest::hex_encode(&secret));
    let scopes: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
    node.store.insert_token(&Token {
        digest: token_digest(&text),
        officer: officer.into(),
        scopes: scopes.join(" "),
        created: node.now().0,
        expires: node.now().plus(days * record::moment::DAY_MS).0,
        revoked: None,
    })?;
    Ok(text)
}

/// Recognises a token.
pub fn sign_in(store: &Store, now: Timestamp, token: &str) -> Result<SignedIn, Error> {
    let unknown = || Error::Unauthenticated("the token is unknown, expired or revoked".into());
    let found = store.token(&token_digest(token))?.ok_or_else(unknown)?;
    if found.revoked.is_some() || found.expires <= now.0 {
        return Err(unknown());
    }
    let officer = store.officer(&found.officer)?.ok_or_else(unknown)?;
    if officer.ended.is_some() {
        return Err(unknown());
    }
    let scopes = found.scopes.split(' ').map(Scope::parse).collect::<Result<_, _>>()?;
    Ok(SignedIn { author: author_of(officer)?, scopes })
}

/// The author that an officer of the store is.
pub fn author_of(officer: Officer) -> Result<Author, Error> {
    let role = Role::parse(&officer.role);
    let role = role.ok_or_else(|| Error::Damaged(format!("role of officer {}", officer.code)))?;
    Ok(Author { unit: Unit::new(&officer.unit)?, officer: officer.code, role })
}

fn token_digest(token: &str) -> Digest {
    Digest::of(&[TOKEN_LABEL, token.as_bytes()])
}
