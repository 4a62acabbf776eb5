//! `url`: what looks like an allowed address and is another.

use proptest::prelude::*;

use super::passes;
use crate::content::corpus;
use crate::validate::Rule;

const GITHUB: Rule = Rule::Url { allow: Some(&["github.com"]) };
const ANY: Rule = Rule::Url { allow: None };

#[test]
fn the_host_and_those_below_it() {
    for text in [
        "https://github.com",
        "https://github.com/",
        "https://github.com/x?y#z",
        "https://github.com?x",
        "https://github.com#x",
        "HTTPS://GitHub.COM/x",
        "https://gist.github.com/x",
        "https://a.b.github.com",
        "https://github.com./x",
        "https://github.com:443/x",
        "https://github.com/@me",
        "https://github.com/a%20b",
        "https://github.com/字",
    ] {
        assert!(passes(GITHUB, text), "{text}");
        assert!(passes(ANY, text), "{text}");
    }
}

#[test]
fn another_host() {
    for text in [
        "https://evilgithub.com",
        "https://github.com.evil.com",
        "https://github.comevil.com",
        "https://github.com-evil.com",
        "https://xgithub.com/github.com",
        "https://evil.com/github.com",
        "https://evil.com?github.com",
        "https://evil.com#github.com",
        "https://evil.com#.github.com",
        "https://github.co",
        "https://com",
        "https://hub.com",
        "https://gіthub.com", // a Cyrillic letter
        "https://xn--gthub-n4a.com",
        "https://github.com。evil.com",
    ] {
        assert!(!passes(GITHUB, text), "{text}");
    }
}

/// What some programs read as `github.com` and others as another host, or that is no host.
const UNCLEAR: [&str; 61] = [
    "",
    "github.com",
    "//github.com",
    "http://github.com",
    "ftp://github.com",
    "javascript://github.com/%0aalert(1)",
    "data:text/html,https://github.com",
    "https:github.com",
    "https:/github.com",
    "https:///github.com",
    "https:\\\\github.com",
    "https://\\github.com",
    " https://github.com",
    "https://github.com ",
    "\u{3000}https://github.com",
    "https://github.com/a b",
    "ht\ntps://github.com",
    "https://git\thub.com",
    "https://github.com\0",
    "https://github.com/\u{1b}",
    "https://github.com\\@evil.com",
    "https://evil.com\\@github.com",
    "https://github.com\\.evil.com",
    "https://user@github.com",
    "https://@github.com",
    "https://:@github.com",
    "https://user:pass@github.com",
    "https://github.com@evil.com",
    "https://github.com:443@evil.com",
    "https://evil.com@github.com",
    "https://github.com:80",
    "https://github.com:8443",
    "https://github.com:99999",
    "https://github.com:x",
    "https://github%2ecom",
    "https://github.com%2f.evil.com",
    "https://evil.com%2f.github.com",
    "https://github.com%00.evil.com",
    "https://%67ithub.com",
    "https://github.com..",
    "https://.github.com",
    "https://a..github.com",
    "https://",
    "https://.",
    "https:///",
    "https://?",
    "https://#github.com",
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f.1",
    "https://0177.0.0.1",
    "https://[::1]",
    "https://ｇithub.com",
    "https://ⓖithub.com",
    "https://github。com",
    "https://github.com\u{feff}",
    "https://git\u{ad}hub.com",
    "https://[::ffff:127.0.0.1]/",
    "https://１２７.０.０.１",
    "https://github.com／@evil.com",
];

#[test]
fn what_is_read_differently_is_refused() {
    for text in UNCLEAR {
        assert!(!passes(GITHUB, text), "{text:?}");
        assert!(!passes(ANY, text), "{text:?}");
    }
}

/// Chat programs make a link of what looks like one, up to the first character that does not belong.
#[test]
fn what_begins_like_another_host_is_refused() {
    const CHINESE: Rule = Rule::Url { allow: Some(&["github.com", "例子.中国"]) };
    for text in [
        "https://evil.com,.github.com",
        "https://evil.com;.github.com",
        "https://evil.com'.github.com",
        "https://evil.com\".github.com",
        "https://evil.com&x.github.com",
        "https://evil.com$x.github.com",
        "https://evil.com(x).github.com",
        "https://evil.com!.github.com",
        "https://evil.com{x}.github.com",
        "https://evil.com`.github.com",
        "https://evil.com*.github.com",
        "https://evil.com~.github.com",
        "https://evil.com+.github.com",
        "https://evil.com=.github.com",
        "https://evil.com点.github.com",
        "https://evil.com.点.github.com",
        "https://evil.com.例子.中国",
        "https://evil.com.例.例子.中国",
    ] {
        assert!(!passes(CHINESE, text), "{text}");
    }
    for text in ["https://a_b.github.com", "https://xn--fsqu00a.github.com", "https://a.例子.中国"]
    {
        assert!(passes(CHINESE, text), "{text}");
    }
}

#[test]
fn any_host_is_one_of_the_public() {
    for text in ["https://example.com", "https://a.example.co.uk/x", "https://例子.中国/"] {
        assert!(passes(ANY, text), "{text}");
    }
    for text in [
        "https://localhost",
        "https://LOCALHOST/",
        "https://x.localhost",
        "https://intranet/",
        "https://metadata.google.internal/",
        "https://printer.local",
        "https://localhost.localdomain",
        "https://localhost.",
        "https://1.0.0.127.in-addr.arpa",
    ] {
        assert!(!passes(ANY, text), "{text}");
    }
}

#[test]
fn hosts_of_other_scripts_are_compared_as_addresses_have_them() {
    const CHINESE: Rule = Rule::Url { allow: Some(&["例子.中国", "GitHub.com"]) };
    for text in [
        "https://例子.中国/x",
        "https://xn--fsqu00a.xn--fiqs8s/x",
        "https://a.例子.中国",
        "https://github.com",
    ] {
        assert!(passes(CHINESE, text), "{text}");
    }
    for text in ["https://坏例子.中国", "https://中国", "https://例子.com", "https://例子。中国"]
    {
        assert!(!passes(CHINESE, text), "{text}");
    }
    // What is no host allows nothing, rather than everything.
    for allowed in [&[""][..], &["."], &["a b"], &["127.0.0.1"], &[]] {
        for text in ["https://github.com", "https://127.0.0.1", "https://a"] {
            assert!(!passes(Rule::Url { allow: Some(allowed) }, text), "{allowed:?} {text}");
        }
    }
}

#[test]
fn the_error_names_what_is_allowed() {
    let error = GITHUB.check_text("https://evil.com").unwrap_err();
    assert_eq!(error.text(crate::Locale::En), "must be a link to: github.com");
    assert_eq!(error.text(crate::Locale::Zh), "只允许这些网站的链接：github.com");
}

/// The host as the simplest reader finds it.
fn plain_host(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let rest = lower.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#', '\\']).next()?;
    let host = host.strip_suffix(":443").or(host.strip_suffix(':')).unwrap_or(host);
    Some(host.strip_suffix('.').unwrap_or(host).to_owned())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    if passes(GITHUB, text) {
        let host = plain_host(text);
        let host = host.as_deref().unwrap_or_default();
        prop_assert!(host == "github.com" || host.ends_with(".github.com"), "{text:?}: {host:?}");
        prop_assert!(!host.contains(['@', ':', '%', '\\']), "{text:?}");
    }
    Ok(())
}

#[test]
fn hostile_texts_are_no_links_to_it() {
    for text in corpus::hostile() {
        check(&text).unwrap();
        check(&format!("https://{text}.github.com")).unwrap();
        check(&format!("https://github.com{text}")).unwrap();
    }
}

proptest! {
    #[test]
    fn what_passes_is_read_the_same_by_the_simplest_reader(
        start in prop::sample::select(vec!["https://", "HTTPS://", "https:", "", " https://"]),
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "github.com", "evil", ".", "..", "@", ":", "443", "8080", "/", "\\", "?", "#",
                "%2e", "%40", "-", "xn--", "com", "127.0.0.1", "[::1]", "\t", " ", "。", "ｇ", "\u{ad}",
            ]),
            0..8,
        ),
    ) {
        let pieces: String = pieces.concat();
        check(&format!("{start}{pieces}"))?;
        check(&format!("{start}{pieces}github.com"))?;
    }
}
