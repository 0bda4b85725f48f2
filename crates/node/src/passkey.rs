//! Passkeys: made by a link or by whoever is signed in, then what one signs in and decides with.
//!
//! What a browser and its authenticator must have done is `webauthn-rs`'s to check; which challenge
//! it was for, whose the passkey is and what follows is decided here.

pub mod challenge;

use record::{Digest, NodeCode, cbor};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AuthenticationResult, AuthenticationState, Credential, PublicKeyCredential,
    RegisterPublicKeyCredential, RegistrationState, UserVerificationPolicy,
};

use crate::audit::{Deed, Event};
use crate::author::Author;
use crate::store::officer::Officer;
use crate::store::passkey::Passkey;
use crate::{Config, Error, Node, audit};
use challenge::{Fresh, Use};

const HANDLE_LABEL: &str = "amana/1/officer-handle";
const KEY_LABEL: &[u8] = b"amana/1/passkey";
const NAME_CHARS_MAX: usize = 60;

/// Whom a browser proves something to: the one address of this node's pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub origin: String,
    pub rp_id: String,
}

impl Party {
    /// As the configuration says; without one, this machine.
    pub fn of(config: &Config) -> Result<Self, Error> {
        let port = config.api_listen.rsplit(':').next().unwrap_or_default();
        let origin = match config.origin.as_str() {
            "" => format!("http://localhost:{port}"),
            said => said.to_owned(),
        };
        let host = url(&origin)?.host_str().unwrap_or_default().to_owned();
        let rp_id = if config.rp_id.is_empty() { host } else { config.rp_id.clone() };
        Ok(Self { origin, rp_id })
    }

    /// One origin, its exact port, and no other site that frames it.
    fn core(&self, wait_s: i64) -> Result<WebauthnCore, Error> {
        let wait = Duration::from_secs(wait_s.unsigned_abs());
        let origins = vec![url(&self.origin)?];
        let none = Some(false);
        Ok(WebauthnCore::new_unsafe_experts_only("Amana", &self.rp_id, origins, wait, none, none))
    }

    /// Whether a passkey signed exactly this challenge here, in person.
    pub fn verify(
        &self,
        challenge: &Digest,
        passkey: &Credential,
        answer: &PublicKeyCredential,
    ) -> Result<AuthenticationResult, Error> {
        let core = self.core(0)?;
        let builder = core.new_challenge_authenticate_builder(Vec::new(), Some(REQUIRED));
        let (_, state) =
            core.generate_challenge_authenticate(builder.map_err(odd)?).map_err(odd)?;
        let state: AuthenticationState = with_challenge(&state, challenge)?;
        core.authenticate_single_credential(answer, &state, passkey).map_err(refused)
    }
}

/// The person, not only the device: a PIN, a finger, a face.
const REQUIRED: UserVerificationPolicy = UserVerificationPolicy::Required;

fn url(origin: &str) -> Result<Url, Error> {
    let read = Url::parse(origin);
    read.map_err(|_| Error::Config(format!("origin `{origin}` is no address of pages")))
}

fn odd(error: WebauthnError) -> Error {
    Error::Config(format!("passkeys: {error}"))
}

/// The library's own words are for the node's log.
fn refused(error: WebauthnError) -> Error {
    tracing::warn!(%error, "a passkey was refused");
    Error::Unauthenticated(match error {
        WebauthnError::CredentialPossibleCompromise => "the passkey may have been copied".into(),
        _ => "the passkey did not sign what was asked, here, in person".to_owned(),
    })
}

/// The library draws challenges of its own; ours are derived from what they are for. Its states are
/// made to be kept as JSON, and the challenge is one of their members.
fn with_challenge<T: Serialize + DeserializeOwned>(
    state: &T,
    challenge: &Digest,
) -> Result<T, Error> {
    let lost = |error: serde_json::Error| Error::Config(format!("passkeys: {error}"));
    let mut value = serde_json::to_value(state).map_err(lost)?;
    value["challenge"] = base64_url(&challenge.0).into();
    serde_json::from_value(value).map_err(lost)
}

/// As browsers write bytes in JSON.
pub fn base64_url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            let letter = bits >> (18 - 6 * at) & 63;
            text.push(char::from(LETTERS[letter as usize]));
        }
    }
    text
}

/// What a browser is asked for, and the ticket that comes back with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PasskeyAsked)]
pub struct Asked {
    pub ticket: String,
    /// The options of `navigator.credentials`, bytes in base64url.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// What an officer answers with a passkey.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasskeyAnswer)]
pub struct Answer {
    pub ticket: String,
    /// What `navigator.credentials.get` gave.
    #[schema(value_type = Object)]
    pub credential: PublicKeyCredential,
}

/// A passkey that a browser made, and what its owner calls it.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasskeyMade)]
pub struct Made {
    pub ticket: String,
    pub name: String,
    /// What `navigator.credentials.create` gave.
    #[schema(value_type = Object)]
    pub credential: RegisterPublicKeyCredential,
}

/// Asks a browser to make a passkey for an officer.
pub fn ask_to_make(
    node: &mut Node,
    officer: &Officer,
    used: Use,
    bound: &Digest,
) -> Result<Asked, Error> {
    let (fresh, ticket) = challenge::issue(node, used, bound);
    let (mut options, _) = making(node, officer)?;
    options["challenge"] = base64_url(&fresh.challenge(used, bound).0).into();
    Ok(Asked { ticket, options })
}

fn making(node: &Node, officer: &Officer) -> Result<(Value, RegistrationState), Error> {
    let core = Party::of(&node.config)?.core(node.config.passkey_wait_s_max)?;
    let known = node.store.passkeys(&officer.code)?.into_iter().map(|passkey| passkey.id);
    let shown = format!("{} · {}", officer.code, node.code);
    let handle = handle(&node.code, &officer.code);
    let builder = core.new_challenge_register_builder(&handle.0, &shown, &shown).map_err(odd)?;
    let builder = builder
        .user_verification_policy(REQUIRED)
        .require_resident_key(true)
        .exclude_credentials(Some(known.collect()));
    let (options, state) = core.generate_challenge_register(builder).map_err(odd)?;
    let options = serde_json::to_value(options.public_key);
    Ok((options.map_err(|error| Error::Config(format!("passkeys: {error}")))?, state))
}

/// Keeps a passkey that was made as asked; answers its id.
pub fn keep(
    node: &mut Node,
    officer: &Officer,
    (used, bound): (Use, &Digest),
    made: &Made,
) -> Result<Vec<u8>, Error> {
    let name = made.name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Error::Usage(format!("a passkey's name is 1 to {NAME_CHARS_MAX} letters")));
    }
    let max = node.config.passkeys_max;
    if node.store.passkeys(&officer.code)?.len() >= max {
        let max = max as u64;
        return Err(Error::Limit { what: "passkeys of an officer", limit: "passkeys_max", max });
    }
    let fresh = challenge::check(node, used, bound, &made.ticket)?;
    let (_, state) = making(node, officer)?;
    let state = with_challenge(&state, &fresh.challenge(used, bound))?;
    let core = Party::of(&node.config)?.core(0)?;
    let credential = core.register_credential(&made.credential, &state, None).map_err(refused)?;
    challenge::spend(node, &fresh)?;
    insert(node, officer, name, &credential)?;
    Ok(credential.cred_id)
}

fn insert(
    node: &mut Node,
    officer: &Officer,
    name: &str,
    credential: &Credential,
) -> Result<(), Error> {
    if node.store.passkey(&credential.cred_id)?.is_some() {
        return Err(Error::Usage("this passkey is somebody's already".into()));
    }
    let now = node.now();
    node.store.insert_passkey(&Passkey {
        id: credential.cred_id.clone(),
        officer: officer.code.clone(),
        name: name.into(),
        credential: written(credential)?,
        created: now.0,
        used: now.0,
    })?;
    // A link that waits would be a way past the passkey.
    node.store.end_links(&officer.code, now.0)?;
    let author = crate::session::author_of(officer.clone())?;
    let mut event = Event::new(Deed::Administered, &author, now);
    // The log commits to the key, so that what it signs later is proven to be this officer's.
    event.set = Some(key_digest(credential)?);
    audit::note(node, &event.reason(format!("passkey made for {}", officer.code))).map(drop)
}

fn written(credential: &Credential) -> Result<String, Error> {
    let text = serde_json::to_string(credential);
    text.map_err(|error| Error::Config(format!("passkeys: {error}")))
}

/// Reads a passkey as it is stored.
pub fn read(passkey: &Passkey) -> Result<Credential, Error> {
    let damaged = |_| Error::Damaged(format!("a passkey of {}", passkey.officer));
    serde_json::from_str(&passkey.credential).map_err(damaged)
}

/// What the audit says of a key: its id and what it verifies with.
pub fn key_digest(credential: &Credential) -> Result<Digest, Error> {
    let key = serde_json::to_vec(&credential.cred);
    let key = key.map_err(|error| Error::Config(format!("passkeys: {error}")))?;
    let id = Digest::of(&[&credential.cred_id]);
    Ok(Digest::of(&[KEY_LABEL, &id.0, &key]))
}

/// What an authenticator knows an officer by: it tells nobody who it is.
fn handle(node: &NodeCode, officer: &str) -> Digest {
    Digest::of(&[&cbor::to_bytes(&(HANDLE_LABEL, node, officer))])
}

/// Asks for a passkey: of one officer, or, where nobody is known yet, whichever comes.
pub fn ask(
    node: &mut Node,
    officer: Option<&str>,
    used: Use,
    bound: &Digest,
) -> Result<Asked, Error> {
    let known = match officer {
        Some(officer) => node.store.passkeys(officer)?,
        None => Vec::new(),
    };
    let known: Vec<Credential> = known.iter().map(read).collect::<Result<_, _>>()?;
    let core = Party::of(&node.config)?.core(node.config.passkey_wait_s_max)?;
    let builder = core.new_challenge_authenticate_builder(known, Some(REQUIRED)).map_err(odd)?;
    let (options, _) = core.generate_challenge_authenticate(builder).map_err(odd)?;
    let options = serde_json::to_value(options.public_key);
    let mut options = options.map_err(|error| Error::Config(format!("passkeys: {error}")))?;
    let (fresh, ticket) = challenge::issue(node, used, bound);
    options["challenge"] = base64_url(&fresh.challenge(used, bound).0).into();
    Ok(Asked { ticket, options })
}

/// A passkey that signed what was asked.
pub struct Proven {
    pub passkey: Passkey,
    pub credential: Credential,
    pub fresh: Fresh,
}

/// Whether an answer is by a passkey of an officer (or, where nobody is known yet, of anyone), over
/// this. The challenge is used up; counter and backup state are kept.
pub fn prove(
    node: &mut Node,
    officer: Option<&str>,
    (used, bound): (Use, &Digest),
    answer: &Answer,
) -> Result<Proven, Error> {
    let fresh = challenge::check(node, used, bound, &answer.ticket)?;
    let unknown = || Error::Unauthenticated("this passkey is not known here".into());
    let passkey = node.store.passkey(&answer.credential.raw_id)?.ok_or_else(unknown)?;
    let handle = handle(&node.code, &passkey.officer);
    let named = match &answer.credential.response.user_handle {
        Some(said) => said[..] == handle.0,
        // Who has said who it is need not be found by the passkey.
        None => officer.is_some(),
    };
    if !named || officer.is_some_and(|officer| officer != passkey.officer) {
        return Err(unknown());
    }
    let mut credential = read(&passkey)?;
    let party = Party::of(&node.config)?;
    let challenge = fresh.challenge(used, bound);
    let found = party.verify(&challenge, &credential, &answer.credential)?;
    challenge::spend(node, &fresh)?;
    credential.counter = found.counter();
    credential.backup_state = found.backup_state();
    node.store.use_passkey(&passkey.id, &written(&credential)?, node.now().0)?;
    Ok(Proven { passkey, credential, fresh })
}

/// Ends one of an officer's own passkeys. The last one stays: without any, coming back is for two
/// administrators to agree on.
pub fn remove(node: &mut Node, author: &Author, id: &[u8]) -> Result<(), Error> {
    let own = node.store.passkeys(&author.officer)?;
    let absent = || Error::NotFound("this passkey".into());
    let passkey = own.iter().find(|passkey| passkey.id == id).ok_or_else(absent)?;
    if own.len() == 1 {
        return Err(Error::Usage("the last passkey stays: make another one first".into()));
    }
    let now = node.now();
    node.store.end_passkey(id, now.0)?;
    let mut event = Event::new(Deed::Administered, author, now);
    event.set = Some(key_digest(&read(passkey)?)?);
    audit::note(node, &event.reason(format!("passkey of {} ended", author.officer))).map(drop)
}

/// Whose an answer claims to be, for the audit of one that was refused.
pub fn claimed(node: &Node, answer: &Answer) -> Result<Option<Officer>, Error> {
    match node.store.passkey(&answer.credential.raw_id)? {
        Some(passkey) => node.store.officer(&passkey.officer),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_browsers_write_them() {
        let check = |bytes: &[u8], expect: &str| assert_eq!(base64_url(bytes), expect);
        check(b"", "");
        check(b"f", "Zg");
        check(b"fo", "Zm8");
        check(b"foo", "Zm9v");
        check(&[0xfb, 0xff], "-_8");
    }

    #[test]
    fn a_node_without_an_address_is_on_this_machine() {
        let check = |origin: &str, rp_id: &str, expect: (&str, &str)| {
            let config = Config { origin: origin.into(), rp_id: rp_id.into(), ..Config::default() };
            let party = Party::of(&config).unwrap();
            assert_eq!((party.origin.as_str(), party.rp_id.as_str()), expect);
        };
        check("", "", ("http://localhost:7480", "localhost"));
        check("https://amana.example", "", ("https://amana.example", "amana.example"));
        let both = ("https://node.amana.example", "amana.example");
        check(both.0, both.1, both);
    }
}
