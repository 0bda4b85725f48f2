//! The pages in the binary, and what every answer says about how it may be used.

use std::borrow::Cow;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use rust_embed::Embed;

use crate::clock::{SystemEntropy, draw};

/// What `cargo xtask web` built. A checkout that never did has none: then the plain pages serve.
#[derive(Embed)]
#[folder = "pages"]
#[exclude = ".gitignore"]
struct Built;

/// Stands in the page where each answer has a nonce of its own.
const NONCE_MARK: &str = "__STYLE_NONCE__";
/// What is no page runs nothing and asks for nothing, even where a browser shows it as one.
const NO_PAGE: &str = "default-src 'none'; object-src 'none'; base-uri 'none'; \
                       form-action 'none'; frame-ancestors 'none'; sandbox";
/// The names of built files change with their content.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// The worker that opens the pages without a line. It is looked for anew each time, and asks the
/// node for the pages' own files alone.
const LINE: &str = "line.js";
const LINE_POLICY: &str = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/// A built file by its address, or the page for every address of a place in the house.
pub async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") || !matches!(method, Method::GET | Method::HEAD) {
        return (StatusCode::NOT_FOUND, "there is no such address").into_response();
    }
    if let Some(file) = file(path, reads_brotli(&headers)) {
        return file;
    }
    if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return (StatusCode::NOT_FOUND, "there is no such file").into_response();
    }
    match Built::get("index.html") {
        Some(index) => entrance(&index.data),
        None => Redirect::to("/plain").into_response(),
    }
}

/// Whether this binary has the full pages.
pub fn is_built() -> bool {
    Built::get("index.html").is_some()
}

/// Whether a browser says that it reads Brotli (RFC 7932). Without a word of it it has gzip, which
/// every browser reads; a quality of zero is a no.
fn reads_brotli(headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|coding| {
        let (name, rest) = coding.split_once(';').unwrap_or((coding, ""));
        let quality = rest.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("br") && quality.is_none_or(|quality| quality > 0.0)
    })
}

fn file(path: &str, brotli: bool) -> Option<Response> {
    let kind = HeaderValue::from_static(media_type(path)?);
    let codings = [("br", "br"), ("gz", "gzip")];
    let packed = codings.into_iter().skip(usize::from(!brotli)).find_map(|(ending, coding)| {
        Some((Built::get(&format!("{path}.{ending}"))?, Some(coding)))
    });
    let (found, coding) = match packed {
        Some(packed) => packed,
        None => (Built::get(path)?, None),
    };
    let bytes: Cow<'static, [u8]> = found.data;
    let mut response = bytes.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if path.starts_with("assets/") {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOREVER));
    }
    if path == LINE {
        let policy = HeaderValue::from_static(LINE_POLICY);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Some(response)
}

fn media_type(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

/// The page with a nonce that this answer alone allows for the theme's style.
fn entrance(index: &[u8]) -> Response {
    let nonce = nonce();
    let html = String::from_utf8_lossy(index).replace(NONCE_MARK, &nonce);
    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(&nonce));
    response
}

fn nonce() -> String {
    record::digest::hex_encode(&draw::<16>(&mut SystemEntropy))
}

/// Only what the node itself serves, nothing written into a page, no frame around it.
fn policy(nonce: &str) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' blob:; font-src 'self'; connect-src 'self'; object-src 'none'; \
         base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).expect("a nonce is hexadecimal")
}

/// Headers of every answer, whatever it is; a page has set its own policy already.
pub async fn guard(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let always = [
        ("x-content-type-options", "nosniff"),
        // `no-referrer` would make a browser send `Origin: null` with our own forms, and one that
        // sends no `Sec-Fetch-Site` either could not be told from another site's page.
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(self), geolocation=(self), microphone=(), usb=()"),
    ];
    let headers = response.headers_mut();
    for (name, value) in always {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let policy = headers.entry(header::CONTENT_SECURITY_POLICY);
    policy.or_insert(HeaderValue::from_static(NO_PAGE));
    // A stream's own `no-cache` would let a browser keep it.
    if headers.get(header::CACHE_CONTROL).is_none_or(|found| found != FOREVER) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn answered() -> (String, String) {
        let page = format!("<meta name=\"style-nonce\" content=\"{NONCE_MARK}\">");
        let response = entrance(page.as_bytes());
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let policy = policy.to_owned();
        let body = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let nonce = text.split("content=\"").nth(1).and_then(|rest| rest.split('"').next());
        (nonce.unwrap().to_owned(), policy)
    }

    #[test]
    fn brotli_goes_to_who_says_that_it_reads_it() {
        let check = |said: &str, expect: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(said).unwrap());
            assert_eq!(reads_brotli(&headers), expect, "{said}");
        };
        check("gzip, deflate, br, zstd", true);
        check("BR;q=0.5", true);
        check("gzip, br;q=0", false);
        check("gzip, deflate", false);
        check("brotli", false);
        check("", false);
        assert!(!reads_brotli(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn each_answer_allows_the_nonce_of_its_own_page_and_no_other() {
        let ((first, first_policy), (other, other_policy)) = (answered().await, answered().await);
        assert_eq!((first.len(), other.len()), (32, 32), "{first} {other}");
        assert_ne!(first, other);
        for (nonce, own, foreign) in
            [(&first, &first_policy, &other_policy), (&other, &other_policy, &first_policy)]
        {
            let allowed = format!("style-src 'self' 'nonce-{nonce}';");
            assert!(own.contains(&allowed) && !foreign.contains(&allowed), "{own} {foreign}");
        }
    }
}
