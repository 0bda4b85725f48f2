//! Signing in through a national identity provider (OpenID Connect): a browser is sent there and
//! comes back with a code, for which the provider says who it is. Which officer that is, and
//! whether anybody, is said here alone (`identity.rs`).
//!
//! Authorization code with PKCE; nothing that the provider gives is kept.

pub mod ask;
pub mod setting;
pub mod token;
pub mod way;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, TokenResponse,
};
use rustls::ClientConfig;
use url::Url;
use zeroize::Zeroizing;

use crate::clock::{SystemEntropy, draw};
use crate::home::Home;
use crate::{Config, Error, tls};
use ask::{Line, Silent};
use setting::{Setting, may_be_asked};
use token::{Asked, Asking, Doubt, Metadata, Told};
use way::{Bound, Part, Way};

/// After a provider was silent it is not asked again for so long: a crowd would wait each in turn.
const SILENT_MS: i64 = 5_000;
/// Keys that are younger are not fetched anew because a token names another one.
const KEYS_AGAIN_MS: i64 = 30_000;
/// A code is short; a longer one is no code.
const CODE_CHARS_MAX: usize = 2_048;

/// Why nobody is let in. The page and the audit say this much and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this sign-in was not begun here, waited too long, or was answered already")]
    Way,
    #[error("the identity provider did not sign anybody in")]
    Denied,
    #[error("the identity provider does not answer as it should: sign in with a passkey meanwhile")]
    Silent,
    #[error("another provider answered than the one that was asked")]
    Mixed,
    #[error("what the identity provider said is not believed")]
    Token,
    #[error("the identity provider did not authenticate as this node asks")]
    Weak,
    #[error("nobody here is bound to this identity: ask your administrator for a link")]
    Unbound,
    #[error("this identity is bound already")]
    Taken,
}

impl Refusal {
    /// As the audit says it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Way => "provider-way",
            Self::Denied => "provider-denied",
            Self::Silent => "provider-silent",
            Self::Mixed => "provider-mixed",
            Self::Token => "provider-token",
            Self::Weak => "provider-weak",
            Self::Unbound => "provider-unbound",
            Self::Taken => "provider-taken",
        }
    }
}

/// Who a provider says that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub issuer: String,
    pub subject: String,
    /// The claim by whose value administrators bind, and its value where there is one.
    pub claim: String,
    pub value: Option<String>,
}

/// What came back with the browser.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Answer {
    #[serde(default)]
    pub state: String,
    pub code: Option<String>,
    pub iss: Option<String>,
    pub error: Option<String>,
}

/// Who comes, and with what: what the browser says it is, and the cookie that it kept.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    pub browser: &'a str,
    pub cookie: Option<&'a str>,
}

/// How things are at this moment.
#[derive(Clone, Copy)]
pub struct Here<'a> {
    pub config: &'a Config,
    /// The address of this node's pages.
    pub origin: &'a str,
    pub now: i64,
}

/// A provider and what is known of it.
pub struct Provider {
    pub setting: Setting,
    secret: Option<Zeroizing<String>>,
    tls: Arc<ClientConfig>,
    known: tokio::sync::Mutex<Known>,
}

#[derive(Default)]
struct Known {
    metadata: Option<(Arc<Metadata>, i64)>,
    silent: Option<i64>,
}

/// The providers of a node, the key of this process, and which ways were ended.
pub struct Providers {
    all: Vec<Provider>,
    key: hmac::Key,
    ended: Mutex<BTreeMap<[u8; 32], i64>>,
}

impl Providers {
    /// Reads the secrets and whom to trust. A file that is not as it should be stops the start.
    pub fn open(home: &Home, config: &Config) -> Result<Self, Error> {
        let open = |setting: &Setting| {
            let secret = match setting.client_secret_file.as_str() {
                "" => None,
                file => Some(home.private(file)?),
            };
            let authorities = home.authorities(&setting.authorities_file)?;
            let known = tokio::sync::Mutex::default();
            let tls = tls::to_anyone(&authorities)?;
            Ok(Provider { setting: setting.clone(), secret, tls, known })
        };
        let all = config.identity_provider.iter().map(open).collect::<Result<_, Error>>()?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, &draw::<32>(&mut SystemEntropy));
        Ok(Self { all, key, ended: Mutex::default() })
    }

    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.all.iter().map(|one| &one.setting)
    }

    pub fn find(&self, code: &str) -> Result<&Provider, Error> {
        let found = self.all.iter().find(|one| one.setting.code == code);
        found.ok_or_else(|| Error::NotFound(format!("the identity provider {code}")))
    }

    /// What an issuer is called here; itself, where it is not configured any more.
    pub fn name(&self, issuer: &str) -> String {
        let found = self.settings().find(|setting| setting.issuer == issuer);
        found.map_or(issuer, |setting| &setting.name).to_owned()
    }

    /// Where a browser is sent, and what it keeps until it comes back.
    pub async fn begin(
        &self,
        provider: &Provider,
        browser: &str,
        link: Option<String>,
        here: Here<'_>,
    ) -> Result<(Url, Way), Refusal> {
        let metadata = provider.metadata(here, false).await?;
        let way = Way { secret: draw(&mut SystemEntropy), asked: here.now, link };
        let bound = Bound { provider: &provider.setting.code, browser };
        let derive = |part| way.derive(&self.key, part, bound);
        let (state, nonce) = (derive(Part::State), derive(Part::Nonce));
        let verifier = PkceCodeVerifier::new(derive(Part::Verifier));
        let asking = provider.asking(&metadata, here.origin)?;
        let mut request = asking
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .set_max_age(core::time::Duration::from_secs(
                here.config.provider_auth_s_max.unsigned_abs(),
            ));
        for scope in provider.setting.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for acr in &provider.setting.acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        Ok((request.url().0, way))
    }

    /// Who came back. The way is over whatever comes of it; nothing is asked of the provider
    /// before it is certain that this browser began it.
    pub async fn end(
        &self,
        provider: &Provider,
        came: Came<'_>,
        answer: Answer,
        here: Here<'_>,
    ) -> Result<(Proven, Option<String>), Refusal> {
        let way = self.recognise(provider, came, &answer.state, here)?;
        let metadata = provider.metadata(here, false).await?;
        named(&answer, &metadata)?;
        if answer.error.is_some() {
            return Err(Refusal::Denied);
        }
        let code = answer.code.filter(|code| (1..=CODE_CHARS_MAX).contains(&code.len()));
        let code = code.ok_or(Refusal::Denied)?;
        let bound = Bound { provider: &provider.setting.code, browser: came.browser };
        let verifier = way.derive(&self.key, Part::Verifier, bound);
        let nonce = way.derive(&self.key, Part::Nonce, bound);
        let token = provider.redeem(&metadata, (code, verifier), here).await?;
        let id = token.id_token().ok_or(Refusal::Token)?;
        let asked = Asked {
            setting: &provider.setting,
            config: here.config,
            nonce,
            asked: way.asked,
            now: here.now,
        };
        let proven = match asked.judge(id, &metadata) {
            Err(Doubt::Key) => {
                // Its keys may have changed since they were fetched.
                let metadata = provider.metadata(here, true).await?;
                asked.judge(id, &metadata)
            }
            judged => judged,
        };
        let proven = proven.map_err(|doubt| match doubt {
            Doubt::Key => Refusal::Token,
            Doubt::Refused(refusal) => refusal,
        })?;
        Ok((proven, way.link))
    }

    /// The way that this browser began, once, in time.
    fn recognise(
        &self,
        provider: &Provider,
        came: Came<'_>,
        state: &str,
        here: Here<'_>,
    ) -> Result<Way, Refusal> {
        let way = came.cookie.and_then(Way::read).ok_or(Refusal::Way)?;
        let bound = Bound { provider: &provider.setting.code, browser: came.browser };
        let wait_ms = here.config.provider_wait_s_max * 1_000;
        let until = way.asked.saturating_add(wait_ms);
        if !way.is_state(&self.key, state, bound) || here.now >= until || here.now < way.asked {
            return Err(Refusal::Way);
        }
        let Ok(mut ended) = self.ended.lock() else { return Err(Refusal::Silent) };
        ended.retain(|_, until| *until > here.now);
        if ended.len() >= here.config.provider_answers_max {
            return Err(Refusal::Silent);
        }
        match ended.insert(way.secret, until) {
            None => Ok(way),
            Some(_) => Err(Refusal::Way),
        }
    }
}

/// Whether it was this provider that answered (RFC 9207): it says so where it says that it does.
fn named(answer: &Answer, metadata: &Metadata) -> Result<(), Refusal> {
    let must = metadata.additional_metadata().authorization_response_iss_parameter_supported;
    match &answer.iss {
        Some(iss) if iss == metadata.issuer().as_str() => Ok(()),
        None if !must => Ok(()),
        _ => Err(Refusal::Mixed),
    }
}

impl Provider {
    fn line(&self, config: &Config) -> Line {
        let (ms_max, bytes_max) = (config.provider_ms_max, config.provider_answer_bytes_max);
        Line { tls: self.tls.clone(), ms_max, bytes_max }
    }

    /// What the provider publishes about itself, fetched when it is not known or too old.
    async fn metadata(&self, here: Here<'_>, keys_again: bool) -> Result<Arc<Metadata>, Refusal> {
        let mut known = self.known.lock().await;
        let kept_ms = match keys_again {
            true => KEYS_AGAIN_MS,
            false => here.config.provider_kept_s_max * 1_000,
        };
        let young = |at: i64, ms: i64| (here.now - at).unsigned_abs() < ms.unsigned_abs();
        if let Some((metadata, at)) = &known.metadata
            && young(*at, kept_ms)
        {
            return Ok(metadata.clone());
        }
        if known.silent.is_some_and(|at| young(at, SILENT_MS)) {
            return Err(Refusal::Silent);
        }
        match self.discover(here.config).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *known = Known { metadata: Some((metadata.clone(), here.now)), silent: None };
                Ok(metadata)
            }
            Err(refusal) => {
                known.silent = Some(here.now);
                Err(refusal)
            }
        }
    }

    async fn discover(&self, config: &Config) -> Result<Metadata, Refusal> {
        let code = &self.setting.code;
        let issuer = IssuerUrl::new(self.setting.issuer.clone()).map_err(|_| Refusal::Silent)?;
        let line = self.line(config);
        let found = Metadata::discover_async(issuer, &line).await;
        let metadata = found.map_err(|error: DiscoveryError<Silent>| {
            tracing::warn!(provider = code, %error, "an identity provider was not found as it is");
            Refusal::Silent
        })?;
        let token = metadata.token_endpoint().map(|address| address.url().clone());
        let addresses = [Some(metadata.authorization_endpoint().url().clone()), token];
        let good = addresses.iter().flatten().all(may_be_asked);
        let further = metadata.additional_metadata();
        let methods = further.code_challenge_methods_supported.as_ref();
        let proves = methods.is_none_or(|methods| methods.iter().any(|method| method == "S256"));
        if !good || !proves {
            tracing::warn!(provider = code, "its addresses are open, or it knows no PKCE by S256");
            return Err(Refusal::Silent);
        }
        Ok(metadata)
    }

    fn asking(&self, metadata: &Metadata, origin: &str) -> Result<Asking, Refusal> {
        let back = format!("{origin}/sign-in/from/{}", self.setting.code);
        let back = RedirectUrl::new(back).map_err(|_| Refusal::Silent)?;
        let client = ClientId::new(self.setting.client_id.clone());
        let secret = self.secret.as_ref().map(|secret| ClientSecret::new(secret.to_string()));
        let asking = Asking::from_provider_metadata(metadata.clone(), client, secret);
        Ok(asking.set_redirect_uri(back))
    }

    /// Changes a code for what the provider says.
    async fn redeem(
        &self,
        metadata: &Metadata,
        (code, verifier): (String, String),
        here: Here<'_>,
    ) -> Result<Told, Refusal> {
        let asking = self.asking(metadata, here.origin)?;
        let request = asking.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|_| Refusal::Silent)?;
        let line = self.line(here.config);
        let verifier = PkceCodeVerifier::new(verifier);
        let told = request.set_pkce_verifier(verifier).request_async(&line).await;
        told.map_err(|error| {
            // What it says beside goes nowhere: an answer may hold the code again.
            let (kind, refusal) = match error {
                RequestTokenError::ServerResponse(_) => ("refused", Refusal::Denied),
                RequestTokenError::Request(_) => ("silent", Refusal::Silent),
                RequestTokenError::Parse(..) => ("unreadable", Refusal::Token),
                RequestTokenError::Other(_) => ("odd", Refusal::Token),
            };
            let provider = &self.setting.code;
            tracing::warn!(provider, kind, "an identity provider gave no token for a code");
            refusal
        })
    }
}
