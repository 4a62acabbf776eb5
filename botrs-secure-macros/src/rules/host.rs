//! `url(allow("github.com"))`: hosts, as the rule compares them.

use std::net::IpAddr;

use proc_macro2::Group;
use syn::LitStr;

use crate::diag::Diag;
use crate::keys;
use crate::literal;
use crate::meta::{Entries, Value, split};

/// The hosts of `url(..)`; nothing where something was wrong.
pub(super) fn read(list: &Group, diag: &Diag) -> Option<Option<Vec<LitStr>>> {
    let mut entries = Entries::new(&keys::URL);
    entries.read(list.stream(), diag);
    if list.stream().is_empty() {
        diag.error(list, r#"for any host write `url`, for some `url(allow("github.com"))`"#);
    }
    let Some(Value::List(hosts)) = entries.list.first().map(|entry| &entry.value) else {
        return None;
    };
    let mut allowed: Vec<LitStr> = Vec::new();
    if hosts.stream().is_empty() {
        diag.error(hosts, "an empty `allow` lets nothing pass; name a host, or write `url`");
    }
    for (tokens, _) in split(hosts.stream()) {
        let read =
            syn::parse2(tokens).and_then(|expr| literal::text(&expr, r#"allow("github.com")"#));
        let Some(host) = diag.take(read) else { continue };
        if let Err(message) = check(&host.value()) {
            diag.error(&host, message);
        } else if allowed.iter().any(|other| is_same(&other.value(), &host.value())) {
            diag.error(&host, "this host is here twice");
        }
        allowed.push(host);
    }
    Some(Some(allowed))
}

fn is_same(host: &str, other: &str) -> bool {
    host.to_lowercase() == other.to_lowercase()
}

/// Says what is wrong with a host, if something is.
fn check(host: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{what}; write a host, like `github.com`"));
    if host.contains("://") || host.contains('/') {
        return wrong("a host has no scheme and no path");
    }
    if host.contains('*') || host.starts_with('.') {
        return wrong("subdomains are allowed already");
    }
    if host.parse::<IpAddr>().is_ok() || host.starts_with('[') {
        return wrong("an IP address is no host name");
    }
    if host.contains('@') || host.contains(':') {
        return wrong("a host has no user name and no port");
    }
    if host.ends_with('.') {
        return wrong("a host is written without a last dot");
    }
    let mut labels = host.split('.');
    if labels.any(|label| label.is_empty() || label.starts_with('-') || label.ends_with('-')) {
        return wrong("a part of this host is empty or begins or ends with `-`");
    }
    if host.contains(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.')) {
        return wrong("a host has letters, digits, `-` and `.` only");
    }
    if !host.contains('.') {
        return wrong("this would allow all hosts below it");
    }
    if host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit())) {
        return wrong("the last part of a host is no number");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_with_a_dot() {
        for host in
            ["github.com", "GitHub.com", "a-b.example", "例子.中国", "xn--fsqu00a.xn--fiqs8s"]
        {
            assert_eq!(check(host), Ok(()), "{host}");
        }
        for host in [
            "",
            "com",
            "https://github.com",
            "github.com/x",
            "*.github.com",
            ".github.com",
            "github.com.",
            "github..com",
            "-a.com",
            "git hub.com",
            "a@b.com",
            "github.com:443",
            "127.0.0.1",
            "1.2",
            "::1",
            "[::1]",
            "a_b.com",
        ] {
            assert!(check(host).is_err(), "{host}");
        }
    }

    #[test]
    fn each_is_told_what_is_wrong_with_it() {
        for (host, message) in [
            ("https://a.com", "a host has no scheme and no path"),
            ("a.com/x", "a host has no scheme and no path"),
            ("*.a.com", "subdomains are allowed already"),
            (".a.com", "subdomains are allowed already"),
            ("127.0.0.1", "an IP address is no host name"),
            ("[::1]", "an IP address is no host name"),
            ("a@b.com", "a host has no user name and no port"),
            ("a.com:443", "a host has no user name and no port"),
            ("a.com.", "a host is written without a last dot"),
            ("a..com", "a part of this host is empty or begins or ends with `-`"),
            ("-a.com", "a part of this host is empty or begins or ends with `-`"),
            ("a-.com", "a part of this host is empty or begins or ends with `-`"),
            ("a_b.com", "a host has letters, digits, `-` and `.` only"),
            ("com", "this would allow all hosts below it"),
            ("a.12", "the last part of a host is no number"),
        ] {
            assert_eq!(check(host), Err(format!("{message}; write a host, like `github.com`")));
        }
    }
}
