//! What a provider publishes about itself, and what of its ID token is believed.
//!
//! Form, issuer, audience, signature, nonce and expiry are `openidconnect`'s to check; which
//! algorithms, what it leaves to the caller and what this node asks besides is decided here.

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClaimName, CoreClaimType, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AdditionalProviderMetadata, ClaimsVerificationError, Client, ClientId,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims,
    IdTokenFields, IdTokenVerifier, Nonce, ProviderMetadata, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::setting::Setting;
use super::{Proven, Refusal};
use crate::Config;

/// What a provider says of itself beyond the standard's first document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Further {
    /// That it names itself in its answers (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    #[serde(default)]
    pub code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for Further {}

/// Claims that the standard does not name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rest {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Rest {}

pub type Metadata = ProviderMetadata<
    Further,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Token =
    IdToken<Rest, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Fields = IdTokenFields<
    Rest,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
/// What comes for a code.
pub type Told = StandardTokenResponse<Fields, CoreTokenType>;
pub type Asking = Client<
    Rest,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Told,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
type Claims = IdTokenClaims<Rest, CoreGenderClaim>;

/// Signatures that are believed: none whose key both sides know, and not none.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// A subject is 255 letters at most by the standard; other values are held to it too.
const VALUE_CHARS_MAX: usize = 255;

/// An ID token is not believed: because of its key, which may be a newer one, or for good.
#[derive(Debug)]
pub enum Doubt {
    Key,
    Refused(Refusal),
}

/// What a token is judged by.
pub struct Asked<'a> {
    pub setting: &'a Setting,
    pub config: &'a Config,
    pub nonce: String,
    /// When the way was begun, and now, in milliseconds.
    pub asked: i64,
    pub now: i64,
}

impl Asked<'_> {
    /// Who it is, where the token says so, to us, now, and about this sign-in.
    pub fn judge(&self, token: &Token, metadata: &Metadata) -> Result<Proven, Doubt> {
        let client = ClientId::new(self.setting.client_id.clone());
        let keys = metadata.jwks().clone();
        let at = moment(self.now - self.skew_ms());
        let verifier = IdTokenVerifier::new_public_client(client, metadata.issuer().clone(), keys)
            .set_allowed_algs(SIGNATURES)
            .set_other_audience_verifier_fn(|_| false)
            .set_time_fn(move || at);
        let claims = token.claims(&verifier, &Nonce::new(self.nonce.clone())).map_err(doubt)?;
        self.check(claims).map_err(Doubt::Refused)?;
        self.proven(claims).map_err(Doubt::Refused)
    }

    fn skew_ms(&self) -> i64 {
        self.config.provider_skew_s_max * 1_000
    }

    /// What the library leaves to its caller.
    fn check(&self, claims: &Claims) -> Result<(), Refusal> {
        let (skew, ms) = (self.skew_ms(), |at: DateTime<Utc>| at.timestamp_millis());
        let issued = ms(claims.issue_time());
        // To the second, as tokens count.
        if issued + 1_000 + skew <= self.asked || issued > self.now + skew {
            return refuse("iat: issued before it was asked for, or later than now");
        }
        let not_before = claims.additional_claims().all.get("nbf");
        let not_before = not_before.map(|value| value.as_f64().unwrap_or(f64::INFINITY));
        if not_before.is_some_and(|at| at * 1_000.0 > (self.now + skew) as f64) {
            return refuse("nbf: not to be believed yet");
        }
        let party = claims.authorized_party();
        if party.is_some_and(|party| party.as_str() != self.setting.client_id) {
            return refuse("azp: given to another party");
        }
        self.check_strength(claims)
    }

    /// How, and how long ago, the person was authenticated.
    fn check_strength(&self, claims: &Claims) -> Result<(), Refusal> {
        let Setting { acr, amr, .. } = self.setting;
        let said = claims.auth_context_ref().map(|said| said.as_str());
        let one = |all: &[String]| said.is_some_and(|said| all.iter().any(|acr| acr == said));
        if !acr.is_empty() && !one(acr) {
            return Err(Refusal::Weak);
        }
        let ways = claims.auth_method_refs().map(Vec::as_slice).unwrap_or_default();
        if !amr.iter().all(|needed| ways.iter().any(|way| way.as_str() == needed)) {
            return Err(Refusal::Weak);
        }
        let (oldest, skew) = (self.config.provider_auth_s_max * 1_000, self.skew_ms());
        let at = claims.auth_time().map(|at| at.timestamp_millis());
        let good = at.is_some_and(|at| at >= self.now - oldest - skew && at <= self.now + skew);
        if good { Ok(()) } else { Err(Refusal::Weak) }
    }

    fn proven(&self, claims: &Claims) -> Result<Proven, Refusal> {
        let subject = claims.subject().as_str().to_owned();
        let fits = |text: &str| !text.is_empty() && text.chars().count() <= VALUE_CHARS_MAX;
        if !fits(&subject) {
            return refuse("sub: empty or too long");
        }
        let claim = self.setting.claim.as_str();
        let value = match claim {
            "sub" => Some(subject.clone()),
            other => claims.additional_claims().all.get(other).and_then(text),
        };
        let value = value.filter(|value| fits(value));
        let (issuer, claim) = (claims.issuer().as_str().to_owned(), claim.to_owned());
        Ok(Proven { issuer, subject, claim, value })
    }
}

/// A name or a number; nothing else names an officer.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_i64() => Some(number.to_string()),
        _ => None,
    }
}

fn moment(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The node's own log says what was wrong; nobody else is told.
fn refuse<T>(why: &str) -> Result<T, Refusal> {
    tracing::warn!(why, "an ID token was refused");
    Err(Refusal::Token)
}

fn doubt(error: ClaimsVerificationError) -> Doubt {
    use SignatureVerificationError::{CryptoError, NoMatchingKey};
    tracing::warn!(%error, "an ID token was refused");
    match error {
        ClaimsVerificationError::SignatureVerification(NoMatchingKey | CryptoError(_)) => {
            Doubt::Key
        }
        _ => Doubt::Refused(Refusal::Token),
    }
}
