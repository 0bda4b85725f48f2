//! Mutual TLS 1.3 between nodes, keys pinned to the directory. Names and authorities mean nothing
//! here: a certificate is good when the directory lists its public key.

use std::sync::Arc;

use record::{Digest, NodeCode, Timestamp};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    ClientConfig, DigitallySignedStruct, DistinguishedName, RootCertStore, ServerConfig,
    SignatureScheme,
};

use crate::Error;

const PIN_LABEL: &[u8] = b"amana/1/tls-pin";
/// All nodes answer to this name: who they are is their pin.
pub const SERVER_NAME: &str = "node.amana.invalid";

/// Finds the member whose directory entry lists a pin.
pub type Pins = Arc<dyn Fn(&Digest) -> Option<NodeCode> + Send + Sync>;

/// A node's TLS certificate and key, DER.
pub struct Certificate {
    pub certificate: Vec<u8>,
    pub key: zeroize::Zeroizing<Vec<u8>>,
}

impl Certificate {
    /// A fresh self-signed certificate.
    pub fn generate() -> Result<Self, Error> {
        let failed = |error: rcgen::Error| Error::Config(format!("certificate: {error}"));
        let key = rcgen::KeyPair::generate().map_err(failed)?;
        let params = rcgen::CertificateParams::new(vec![SERVER_NAME.into()]).map_err(failed)?;
        let certificate = params.self_signed(&key).map_err(failed)?;
        let key = zeroize::Zeroizing::new(key.serialize_der());
        Ok(Self { certificate: certificate.der().to_vec(), key })
    }

    pub fn pin(&self) -> Result<Digest, Error> {
        let bad = || Error::Config("the TLS certificate does not parse".into());
        pin(&CertificateDer::from(self.certificate.clone())).ok_or_else(bad)
    }

    fn chain(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        let key = PrivatePkcs8KeyDer::from(self.key.to_vec());
        (vec![CertificateDer::from(self.certificate.clone())], PrivateKeyDer::from(key))
    }
}

/// The digest of a certificate's public key.
pub fn pin(certificate: &CertificateDer<'_>) -> Option<Digest> {
    let parsed = ParsedCertificate::try_from(certificate).ok()?;
    Some(Digest::of(&[PIN_LABEL, parsed.subject_public_key_info().as_ref()]))
}

/// From when until when a certificate says it counts. Peers go by its key alone: a certificate that
/// is over still connects, and this is for whoever asks.
pub fn validity(certificate: &[u8]) -> Option<(Timestamp, Timestamp)> {
    let (_, certificate, _) = element(certificate)?;
    let (_, mut fields, _) = element(certificate)?;
    if fields.first() == Some(&0xa0) {
        fields = element(fields)?.2;
    }
    // Serial number, algorithm, issuer.
    for _ in 0..3 {
        fields = element(fields)?.2;
    }
    let (_, period, _) = element(fields)?;
    let (kind, from, rest) = element(period)?;
    let (until_kind, until, _) = element(rest)?;
    Some((moment(kind, from)?, moment(until_kind, until)?))
}

/// The tag, the content and what follows of one DER element.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (long, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (long.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// UTCTime with two digits of the year, GeneralizedTime with four.
fn moment(tag: u8, text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let text = match tag {
        0x17 if text.get(..2)? < "50" => format!("20{text}"),
        0x17 => format!("19{text}"),
        0x18 => text.to_owned(),
        _ => return None,
    };
    let civil = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", &text).ok()?;
    let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp(zoned.timestamp().as_millisecond()))
}

/// What the accepting side uses.
pub fn server(own: &Certificate, pins: Pins) -> Result<Arc<ServerConfig>, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(Pinned::new(&provider, pins));
    let (chain, key) = own.chain();
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(bad_tls)?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)
        .map_err(bad_tls)?;
    // No early data: a replayed delivery would be harmless, but nothing is gained by it.
    config.max_early_data_size = 0;
    Ok(Arc::new(config))
}

/// What the calling side uses for one peer: only that peer's certificates are accepted.
pub fn client(own: &Certificate, pins: Pins) -> Result<Arc<ClientConfig>, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(Pinned::new(&provider, pins));
    let (chain, key) = own.chain();
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(bad_tls)?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_client_auth_cert(chain, key)
        .map_err(bad_tls)?;
    Ok(Arc::new(config))
}

/// For whoever is no member: an identity provider, by the word of authorities (PEM). Their names
/// count here, and this node shows no certificate of its own.
pub fn to_anyone(authorities: &[u8]) -> Result<Arc<ClientConfig>, Error> {
    let mut roots = RootCertStore::empty();
    for found in CertificateDer::pem_slice_iter(authorities) {
        let found = found.map_err(|_| Error::Config("authorities: this is no PEM".into()))?;
        // A machine's list has some that are older than the rules they are read by.
        if let Err(error) = roots.add(found) {
            tracing::debug!(%error, "an authority is passed over");
        }
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(bad_tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn bad_tls(error: rustls::Error) -> Error {
    Error::Config(format!("TLS: {error}"))
}

/// Accepts exactly the certificates whose public key is pinned; the handshake's signature is
/// verified by the provider.
struct Pinned {
    pins: Pins,
    algorithms: WebPkiSupportedAlgorithms,
}

impl std::fmt::Debug for Pinned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pinned")
    }
}

impl Pinned {
    fn new(provider: &CryptoProvider, pins: Pins) -> Self {
        Self { pins, algorithms: provider.signature_verification_algorithms }
    }

    fn check(&self, certificate: &CertificateDer<'_>) -> Result<(), rustls::Error> {
        let known = pin(certificate).and_then(|pin| (self.pins)(&pin));
        let unknown = rustls::CertificateError::ApplicationVerificationFailure;
        known.map(drop).ok_or(rustls::Error::InvalidCertificate(unknown))
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.check(certificate).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.3 only".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for Pinned {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        self.check(certificate).map(|()| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.3 only".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_says_from_when_until_when_it_counts() {
        let made = Certificate::generate().unwrap();
        let (from, until) = validity(&made.certificate).unwrap();
        assert_eq!(from.to_string().get(..10), Some("1975-01-01"));
        assert_eq!(until.to_string().get(..10), Some("4096-01-01"));
        for end in 0..made.certificate.len() {
            assert_eq!(validity(&made.certificate[..end]), None, "cut at {end}");
        }
    }
}
