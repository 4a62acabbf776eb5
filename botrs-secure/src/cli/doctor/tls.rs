//! Connections that are not encrypted, or not verified.

use super::faults::Faults;
use super::site::Site;
use super::tokens::{Token, tokens};

const UNVERIFIED: &[&str] = &[
    "danger_accept_invalid_certs",
    "danger_accept_invalid_hostnames",
    "with_custom_certificate_verifier",
];
/// What never leaves the machine, and names that are no addresses.
const HARMLESS: &[&str] =
    &["127.0.0.1", "localhost", "[::1]", "www.w3.org", "schemas.", "example.", "{", "0.0.0.0"];

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for file in site.with(&[".rs"]) {
        let tokens = file.text().and_then(|text| tokens(&text)).unwrap_or_default();
        for (at, token) in tokens.iter().enumerate() {
            if is_unverified(&tokens[at..]) {
                faults.fail(
                    &file.path,
                    Some(token.line),
                    "不验证对方的证书；请去掉它，自己的证书用 add_root_certificate",
                    "the other side's certificate is not verified; take this out, and add roots of your own by \
                     add_root_certificate",
                );
            }
            if token.text().is_some_and(is_plain) {
                faults.warn(
                    &file.path,
                    Some(token.line),
                    "地址没有加密；请用 https:// 或 wss://",
                    "the address is not encrypted; use https:// or wss://",
                );
            }
        }
    }
}

/// `danger_..(x)`, where `x` is not `false`.
fn is_unverified(tokens: &[Token]) -> bool {
    let [name, open, argument, ..] = tokens else { return false };
    name.name().is_some_and(|name| UNVERIFIED.contains(&name))
        && open.is('(')
        && argument.name() != Some("false")
}

fn is_plain(text: &str) -> bool {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("ws://"));
    host.is_some_and(|host| {
        !host.is_empty() && !HARMLESS.iter().any(|harmless| host.starts_with(harmless))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_verified_or_encrypted_is_known() {
        let is_unverified = |source: &str| {
            let tokens = tokens(source).unwrap();
            (0..tokens.len()).any(|at| is_unverified(&tokens[at..]))
        };
        assert!(is_unverified("client.danger_accept_invalid_certs(true).build()"));
        assert!(is_unverified("client.danger_accept_invalid_hostnames(is_test)"));
        assert!(!is_unverified("client.danger_accept_invalid_certs(false)"));
        assert!(!is_unverified("// client.danger_accept_invalid_certs(true)\nfn f() {}"));
        for (text, expected) in [
            ("http://api.qq.com/x", true),
            ("ws://api.qq.com", true),
            ("https://api.qq.com", false),
            ("http://127.0.0.1:80", false),
            ("http://localhost", false),
            ("http://", false),
            ("a http://b", false),
        ] {
            assert_eq!(is_plain(text), expected, "{text}");
        }
    }
}
