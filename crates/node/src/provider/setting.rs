//! An identity provider as `amana.toml` says it.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::Error;

/// Claims that providers change, give to another person, or let people choose themselves.
const UNFIT: [&str; 8] = [
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "preferred_username",
    "picture",
];
const CODE_CHARS_MAX: usize = 32;
const NAME_CHARS_MAX: usize = 60;

/// One identity provider: where it is, what it knows this node by, what it must have seen to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// In addresses: a–z, 0–9 and -.
    pub code: String,
    /// On the button.
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    /// Beside `amana.toml` or anywhere; none: the node proves itself by PKCE alone.
    #[serde(default)]
    pub client_secret_file: String,
    /// PEM: whose word is taken for the provider's certificate; none: whom this machine trusts.
    #[serde(default)]
    pub authorities_file: String,
    #[serde(default = "openid")]
    pub scopes: Vec<String>,
    /// The claim whose value an administrator binds to an officer.
    #[serde(default = "subject")]
    pub claim: String,
    /// One of these must be how the person was authenticated.
    #[serde(default)]
    pub acr: Vec<String>,
    /// Each of these must be among the ways.
    #[serde(default)]
    pub amr: Vec<String>,
}

fn openid() -> Vec<String> {
    vec!["openid".into()]
}

fn subject() -> String {
    "sub".into()
}

impl Setting {
    fn check(&self) -> Result<(), Error> {
        let wrong =
            |text: &str| Err(Error::Config(format!("identity_provider `{}`: {text}", self.code)));
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(1..=CODE_CHARS_MAX).contains(&self.code.len()) || !self.code.chars().all(plain) {
            return wrong("its code is 1 to 32 of a–z, 0–9 and -");
        }
        if !(1..=NAME_CHARS_MAX).contains(&self.name.trim().chars().count()) {
            return wrong("its name is 1 to 60 letters");
        }
        if self.client_id.is_empty() || !self.scopes.iter().any(|scope| scope == "openid") {
            return wrong("it needs a client_id, and `openid` among its scopes");
        }
        if UNFIT.contains(&self.claim.as_str()) || self.claim.is_empty() {
            return wrong("this claim may change or become another person's: use `sub`");
        }
        match Url::parse(&self.issuer) {
            Ok(issuer) if may_be_asked(&issuer) && issuer.query().is_none() => Ok(()),
            _ => wrong("its issuer is an address https://…; http:// is for this machine only"),
        }
    }
}

/// Whether what is said to an address is said to it alone: over TLS, or within this machine.
pub fn may_be_asked(address: &Url) -> bool {
    let here = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    let bare = address.username().is_empty() && address.password().is_none();
    bare && (address.scheme() == "https" || (here && address.scheme() == "http"))
}

/// Providers that go together: each code and each issuer once.
pub fn check(all: &[Setting], max: usize) -> Result<(), Error> {
    if all.len() > max {
        return Err(Error::Config(format!("at most {max} identity providers")));
    }
    for (number, one) in all.iter().enumerate() {
        one.check()?;
        let twice = |other: &Setting| other.code == one.code || other.issuer == one.issuer;
        if all[..number].iter().any(twice) {
            let code = &one.code;
            return Err(Error::Config(format!("identity_provider `{code}` is there twice")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    const GOOD: &str = r#"[[identity_provider]]
code = "national"
name = "National sign-in"
issuer = "https://id.example"
client_id = "amana"
"#;

    #[test]
    fn a_provider_needs_four_lines_and_none_is_there_by_itself() {
        let read = Config::parse(GOOD).unwrap();
        let [one] = &read.identity_provider[..] else { panic!("{read:?}") };
        assert_eq!((one.claim.as_str(), &one.scopes[..]), ("sub", &["openid".to_owned()][..]));
        assert!(Config::default().identity_provider.is_empty());
    }

    #[test]
    fn a_provider_that_could_be_read_or_mistaken_is_refused() {
        let check = |from: &str, to: &str| {
            let changed = GOOD.replace(from, to);
            assert_ne!(changed, GOOD);
            assert!(Config::parse(&changed).is_err(), "{changed}");
        };
        check("https://id.example", "http://id.example");
        check("https://id.example", "https://somebody@id.example");
        check("https://id.example", "https://id.example/?a=b");
        check("https://id.example", "id.example");
        check("\"national\"", "\"Not/A/Path\"");
        check("\"National sign-in\"", "\" \"");
        check("\"amana\"", "\"\"");
        check("\"amana\"", "\"amana\"\nscopes = [\"profile\"]");
        check("\"amana\"", "\"amana\"\nclaim = \"email\"");
        check("\"amana\"", "\"amana\"\nsecret = \"here\"");
        assert!(Config::parse(&format!("{GOOD}{GOOD}")).is_err(), "twice");
        let other = GOOD.replace("\"national\"", "\"other\"");
        assert!(Config::parse(&format!("{GOOD}{other}")).is_err(), "the same issuer");
    }

    #[test]
    fn only_this_machine_is_asked_without_tls() {
        let check = |address: &str, expect: bool| {
            assert_eq!(may_be_asked(&Url::parse(address).unwrap()), expect, "{address}");
        };
        check("https://id.example/token", true);
        check("http://127.0.0.1:1/token", true);
        check("http://[::1]:1/token", true);
        check("http://localhost:1/token", true);
        check("http://id.example/token", false);
        check("http://localhost.example/token", false);
        check("http://10.0.0.1/token", false);
        check("ftp://127.0.0.1/token", false);
        check("file:///etc/passwd", false);
    }
}
