//! Addresses of hosts: IPv4 (RFC 791, dotted decimal) and IPv6 in the form of RFC 5952.
//!
//! An IPv4 address mapped into IPv6 (RFC 4291, section 2.5.5.2) is that IPv4 address. Ports and
//! zones are no part of it. `[.]`, by which reports keep an address from being followed, is a dot.

use core::net::IpAddr;

use super::rule::{Check, Rule, always};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "RFC 791, RFC 5952",
    example: "2001:db8::1",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.replace("[.]", ".").replace("[:]", ":");
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&text);
    let address: IpAddr = bare
        .parse()
        .map_err(|_| Error::field("ip-address", "expected 192.0.2.1 or 2001:db8::1"))?;
    Ok(address.to_canonical().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("192.0.2.1", Some("192.0.2.1")); // RFC 5737
        check("192[.]0[.]2[.]1", Some("192.0.2.1"));
        // RFC 5952, section 1 and 4.
        check("2001:DB8:0:0:1:0:0:1", Some("2001:db8::1:0:0:1"));
        check("2001:0db8::0001", Some("2001:db8::1"));
        check("[2001:db8::1]", Some("2001:db8::1"));
        check("::ffff:192.0.2.1", Some("192.0.2.1"));
        check("192.0.2.256", None);
        check("192.0.02.1", None);
        check("192.0.2.1:80", None);
        check("2001:db8:::1", None);
    }
}
