//! A person's decision: a passkey's assertion over the digest of exactly that deed, kept beside the
//! audit's entry so that anyone can verify it later, on this node or far from it.

use record::{Digest, NodeCode, Timestamp, cbor};
use serde::{Deserialize, Serialize};
use webauthn_rs_core::proto::{Credential, PublicKeyCredential};

use crate::audit::{self, Event};
use crate::author::Author;
use crate::passkey::challenge::{Fresh, Use};
use crate::passkey::{self, Answer, Asked, Party};
use crate::{Error, Node, identity};

const DEED_LABEL: &str = "amana/1/deed";
const BODY_LABEL: &[u8] = b"amana/1/deed-body";

/// What is decided: who asks which change of which node, word for word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    pub node: NodeCode,
    pub officer: String,
    pub method: String,
    /// With its query.
    pub path: String,
    /// Digest of the body: what it says is not kept here.
    pub body: Digest,
}

impl Deed {
    pub fn new(node: &NodeCode, officer: &str, (method, path): (&str, &str), body: &[u8]) -> Self {
        let body = Digest::of(&[BODY_LABEL, body]);
        let (method, path) = (method.into(), path.into());
        Self { node: node.clone(), officer: officer.into(), method, path, body }
    }

    fn makes_passkey(&self) -> bool {
        (self.method.as_str(), self.path.as_str()) == ("POST", "/api/v1/me/passkeys")
    }

    pub fn digest(&self) -> Digest {
        let Self { node, officer, method, path, body } = self;
        Digest::of(&[&cbor::to_bytes(&(DEED_LABEL, node, officer, method, path, body))])
    }
}

/// What was signed and all that it takes to verify it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub deed: Deed,
    pub at: Timestamp,
    pub fresh: Fresh,
    pub party: Party,
    /// The public key, as the officer enrolled it.
    pub passkey: Credential,
    pub assertion: PublicKeyCredential,
}

impl Kept {
    /// Whether this passkey signed this deed, at this node's address, in person. Answers the digest
    /// under which the audit says whose the key is.
    pub fn verify(&self) -> Result<Digest, Error> {
        let challenge = self.fresh.challenge(Use::Decide, &self.deed.digest());
        // The counter was judged when it was signed.
        let passkey = Credential { counter: 0, ..self.passkey.clone() };
        self.party.verify(&challenge, &passkey, &self.assertion)?;
        passkey::key_digest(&self.passkey)
    }

    pub fn read(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text)
            .map_err(|error| Error::Usage(format!("not an assertion: {error}")))
    }
}

/// What becomes of a deed that is a person's decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It was signed, or its officer has no passkey and need not have one.
    Goes,
    /// It must be signed first.
    Asked(Asked),
}

/// Asks for an assertion over a deed, or judges the one that came with it and keeps it.
pub fn judge(
    node: &mut Node,
    author: &Author,
    deed: Deed,
    answer: Option<&Answer>,
) -> Result<Verdict, Error> {
    let digest = deed.digest();
    if let Some(answer) = answer {
        let used = (Use::Decide, &digest);
        let proven = passkey::prove(node, Some(&author.officer), used, answer)?;
        keep(node, author, deed, proven, answer)?;
        return Ok(Verdict::Goes);
    }
    if !node.store.passkeys(&author.officer)?.is_empty() {
        let asked = passkey::ask(node, Some(&author.officer), Use::Decide, &digest)?;
        return Ok(Verdict::Asked(asked));
    }
    let bound = identity::is_bound(&node.store, &author.officer)?;
    // The first passkey of who came through a provider has none that could sign for it.
    if bound && deed.makes_passkey() {
        return Ok(Verdict::Goes);
    }
    // Whoever comes through a provider can make a passkey at once: nothing is decided without.
    match bound || node.config.decisions_need_passkey {
        true => Err(Error::NeedsPasskey),
        false => Ok(Verdict::Goes),
    }
}

fn keep(
    node: &mut Node,
    author: &Author,
    deed: Deed,
    proven: passkey::Proven,
    answer: &Answer,
) -> Result<(), Error> {
    let (at, digest) = (node.now(), deed.digest());
    let mut event = Event::new(audit::Deed::Decided, author, at);
    event.set = Some(digest);
    let event = event.reason(format!("{} {}", deed.method, deed.path));
    let row = audit::note(node, &event)?;
    let kept = Kept {
        deed,
        at,
        fresh: proven.fresh,
        party: Party::of(&node.config)?,
        passkey: proven.credential,
        assertion: answer.credential.clone(),
    };
    let text = serde_json::to_string(&kept);
    let text = text.map_err(|error| Error::Config(format!("passkeys: {error}")))?;
    node.store.insert_assertion(row, &digest, &text)
}
