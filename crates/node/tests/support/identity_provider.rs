//! An identity provider on this machine that says what a test has it say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use aws_lc_rs::{digest, hmac};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use node::passkey::base64_url;
use serde_json::{Value, json};
use url::Url;

pub const CLIENT: &str = "amana-co";

/// With what a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// With the key that is published.
    Well,
    Rsa,
    /// With a key that is nobody's.
    Stranger,
    /// Not at all.
    None,
    /// With the public key as a shared secret.
    PublicAsSecret,
    /// With the client's secret.
    ClientSecret,
}

/// How the addresses answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Good,
    Oversize,
    Slow,
    Redirects,
    Odd,
    Fails,
}

type Twist = Box<dyn Fn(&mut Value, &mut Value) + Send>;

struct Issued {
    nonce: String,
    challenge: String,
    back: String,
}

pub struct Inside {
    issuer: String,
    codes: HashMap<String, Issued>,
    twist: Option<Twist>,
    pub signed: Signed,
    pub mood: Mood,
    pub subject: String,
    /// Whether it says that it names itself.
    pub names_itself: bool,
    /// What the published document says otherwise.
    pub document: Value,
    key: EcdsaKeyPair,
    kid: String,
    rsa: RsaKeyPair,
    /// How often a code was brought, and with which `Authorization`.
    pub brought: Vec<Option<String>>,
    pub documents: usize,
    pub tokens: Vec<String>,
}

#[derive(Clone)]
pub struct Mock {
    pub issuer: String,
    inside: Arc<Mutex<Inside>>,
}

fn now_s() -> i64 {
    use node::Clock;
    node::clock::SystemClock.now().0 / 1_000
}

fn fresh_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

impl Mock {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inside = Inside {
            issuer: issuer.clone(),
            codes: HashMap::new(),
            twist: None,
            signed: Signed::Well,
            mood: Mood::Good,
            subject: "248289761001".into(),
            names_itself: false,
            document: json!({}),
            key: fresh_key(),
            kid: "k1".into(),
            rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
            brought: Vec::new(),
            documents: 0,
            tokens: Vec::new(),
        };
        let mock = Self { issuer, inside: Arc::new(Mutex::new(inside)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(mock.clone());
        tokio::spawn(async move { axum_serve(listener, router).await });
        mock
    }

    pub fn with<T>(&self, change: impl FnOnce(&mut Inside) -> T) -> T {
        change(&mut self.inside.lock().unwrap())
    }

    /// What is changed in the head and the claims of every token from now on.
    pub fn twist(&self, twist: impl Fn(&mut Value, &mut Value) + Send + 'static) {
        self.with(|inside| inside.twist = Some(Box::new(twist)));
    }

    pub fn rotate(&self) {
        self.with(|inside| {
            inside.key = fresh_key();
            inside.kid = "k2".into();
        });
    }

    /// The person signs in: what the browser is sent back with.
    pub fn authorize(&self, to: &str) -> Vec<(String, String)> {
        let url = Url::parse(to).unwrap();
        assert!(to.starts_with(&format!("{}/authorize?", self.issuer)), "{to}");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let of = |name: &str| asked.get(name).cloned().unwrap_or_default();
        assert_eq!((of("response_type"), of("client_id")), ("code".into(), CLIENT.into()));
        assert_eq!(of("code_challenge_method"), "S256");
        self.with(|inside| {
            let code = format!("code-{}", inside.codes.len());
            let (nonce, challenge, back) = (of("nonce"), of("code_challenge"), of("redirect_uri"));
            inside.codes.insert(code.clone(), Issued { nonce, challenge, back });
            let mut answer = vec![("code".to_owned(), code), ("state".to_owned(), of("state"))];
            if inside.names_itself {
                answer.push(("iss".to_owned(), inside.issuer.clone()));
            }
            answer
        })
    }
}

async fn axum_serve(listener: tokio::net::TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { return };
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let io = hyper_util::rt::TokioIo::new(stream);
        tokio::spawn(async move {
            drop(hyper::server::conn::http1::Builder::new().serve_connection(io, service).await);
        });
    }
}

impl Inside {
    fn token(&self, nonce: &str) -> String {
        let now = now_s();
        let mut head = json!({"alg": "ES256", "kid": self.kid, "typ": "JWT"});
        let mut claims = json!({
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "nonce": nonce,
            "iat": now, "exp": now + 300, "auth_time": now - 5,
        });
        match self.signed {
            Signed::Rsa => head = json!({"alg": "RS256", "kid": "rsa"}),
            Signed::None => head = json!({"alg": "none"}),
            Signed::PublicAsSecret | Signed::ClientSecret => head = json!({"alg": "HS256"}),
            _ => {}
        }
        if let Some(twist) = &self.twist {
            twist(&mut head, &mut claims);
        }
        let part = |value: &Value| base64_url(value.to_string().as_bytes());
        let said = format!("{}.{}", part(&head), part(&claims));
        format!("{said}.{}", base64_url(&self.sign(said.as_bytes())))
    }

    fn sign(&self, said: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let shared = |key: &[u8]| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, key);
            hmac::sign(&key, said).as_ref().to_vec()
        };
        match self.signed {
            Signed::Well => self.key.sign(&random, said).unwrap().as_ref().to_vec(),
            Signed::Stranger => fresh_key().sign(&random, said).unwrap().as_ref().to_vec(),
            Signed::None => Vec::new(),
            Signed::PublicAsSecret => shared(self.key.public_key().as_ref()),
            Signed::ClientSecret => shared(b"a secret between two"),
            Signed::Rsa => {
                let mut signature = vec![0; self.rsa.public_modulus_len()];
                self.rsa.sign(&RSA_PKCS1_SHA256, &random, said, &mut signature).unwrap();
                signature
            }
        }
    }

    fn keys(&self) -> Value {
        let point = self.key.public_key().as_ref();
        // Two numbers in DER: 2048 bits and 65537.
        let rsa = self.rsa.public_key().as_ref();
        json!({"keys": [
            {"kty": "EC", "use": "sig", "crv": "P-256", "kid": self.kid, "alg": "ES256",
             "x": base64_url(&point[1..33]), "y": base64_url(&point[33..])},
            {"kty": "RSA", "use": "sig", "kid": "rsa", "alg": "RS256",
             "n": base64_url(&rsa[9..9 + 256]), "e": base64_url(&[1, 0, 1])},
        ]})
    }
}

async fn answered(mood: Mood, good: Value) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    match mood {
        Mood::Good => (json, good.to_string()).into_response(),
        Mood::Oversize => (json, format!("{good}{}", " ".repeat(600_000))).into_response(),
        Mood::Slow => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            (json, good.to_string()).into_response()
        }
        Mood::Redirects => {
            (StatusCode::FOUND, [(header::LOCATION, "http://127.0.0.1:9/")]).into_response()
        }
        Mood::Odd => (json, "<html>").into_response(),
        Mood::Fails => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn document(State(mock): State<Mock>) -> Response {
    let (mood, good) = mock.with(|inside| {
        inside.documents += 1;
        let at = |path: &str| format!("{}{path}", inside.issuer);
        let mut document = json!({
            "issuer": inside.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "jwks_uri": at("/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": inside.names_itself,
        });
        for (name, value) in inside.document.as_object().unwrap() {
            document[name] = value.clone();
        }
        (inside.mood, document)
    });
    answered(mood, good).await
}

async fn keys(State(mock): State<Mock>) -> Response {
    let (mood, good) = mock.with(|inside| (inside.mood, inside.keys()));
    answered(mood, good).await
}

async fn token(State(mock): State<Mock>, headers: HeaderMap, body: Bytes) -> Response {
    let asked: HashMap<String, String> = serde_urlencoded::from_bytes(&body).unwrap();
    let said = headers.get(header::AUTHORIZATION).map(|v| v.to_str().unwrap().to_owned());
    let (mood, good) = mock.with(|inside| {
        inside.brought.push(said);
        (inside.mood, inside.redeem(&asked))
    });
    match good {
        Some(good) => answered(mood, good).await,
        None => {
            let refused = json!({"error": "invalid_grant", "error_description": "not you"});
            let json = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::BAD_REQUEST, json, refused.to_string()).into_response()
        }
    }
}

impl Inside {
    /// A code counts once, for who shows what its challenge was made of.
    fn redeem(&mut self, asked: &HashMap<String, String>) -> Option<Value> {
        let issued = self.codes.remove(asked.get("code")?)?;
        let verifier = digest::digest(&digest::SHA256, asked.get("code_verifier")?.as_bytes());
        let proven = base64_url(verifier.as_ref()) == issued.challenge;
        let same = asked.get("redirect_uri") == Some(&issued.back);
        if !proven || !same || asked.get("grant_type")? != "authorization_code" {
            return None;
        }
        let token = self.token(&issued.nonce);
        self.tokens.push(token.clone());
        Some(json!({"access_token": "access-to-nothing-here", "token_type": "Bearer",
            "expires_in": 300, "id_token": token}))
    }
}
