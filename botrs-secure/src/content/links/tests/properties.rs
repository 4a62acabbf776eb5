//! What holds for any text.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::content::corpus;

const ALLOWED: [&str; 3] = ["github.com", "docs.rs", "crates.io"];

/// What addresses and attacks on them are put together from.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = vec![
        "https",
        "http",
        "javascript",
        "data",
        ":",
        "/",
        "//",
        "\\",
        "@",
        ".",
        "..",
        "github.com",
        "docs.rs",
        "evil.com",
        "evil",
        "com",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "0x7f",
        "443",
        "%2e",
        "?",
        "#",
        "-",
        "_",
        "xn--",
        "xn--fiqs8s",
        "例子",
        "中国",
        "。",
        "．",
        "，",
        "和",
        "і",
        "ｇ",
        " ",
        "\t",
        "\n",
        "\0",
        "\u{200b}",
        "\u{202e}",
        "😀",
        "(",
        ")",
        "<",
        ">",
        "\"",
        "'",
        ",",
        "main.rs",
        "A",
        "1",
    ];
    prop::collection::vec(select(pieces), 0..12).prop_map(|pieces| pieces.concat())
}

fn check_all(text: &str) -> Result<(), TestCaseError> {
    let links = Links::default();
    for url in extract_safe_urls(text, &links) {
        check_safe(&links, &url, text)?;
    }
    if let Ok(url) = links.check(text) {
        check_safe(&links, &url, text)?;
    }
    let mut end = 0;
    for links in [links.clone(), links.clone().with_every_name()] {
        end = 0;
        find(text, &links, &mut |finding| {
            assert!(finding.span.start >= end && !finding.span.is_empty(), "{text:?}");
            end = finding.span.end;
            assert!(text.get(finding.span).is_some(), "{text:?}");
        });
    }
    prop_assert!(end <= text.len());
    Ok(())
}

/// The host by a second, simple reading of the normal form.
fn check_safe(links: &Links, url: &SafeUrl, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(links.check(url.as_str()).as_ref() == Ok(url), "{url} in {text:?}");
    let rest = url.as_str().strip_prefix("https://").unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    prop_assert_eq!(host, url.host());
    let labels: Vec<&str> = host.split('.').collect();
    let is_within = |allowed: &&str| labels.ends_with(&allowed.split('.').collect::<Vec<_>>());
    prop_assert!(ALLOWED.iter().any(is_within), "{host} in {text:?}");
    prop_assert!(url.as_str().is_ascii());
    Ok(())
}

proptest! {
    #[test]
    fn what_is_extracted_is_allowed(text in pieces()) {
        check_all(&text)?;
        check_all(&format!("https://{text}"))?;
        check_all(&format!("https://github.com{text}"))?;
        check_all(&format!("https://{text}github.com"))?;
    }

    #[test]
    fn holds_for_any_text(text: String) {
        check_all(&text)?;
    }

    /// Whatever stands around it, an address of another host is found.
    #[test]
    fn another_host_is_found(before in "[ ，。（]?", path in "(/[a-z0-9]{0,6}){0,2}", after in "[ ，。）!]?") {
        let address = format!("https://evil.example.com{path}");
        let text = format!("{before}{address}{after}");
        prop_assert_eq!(found(&text, &Links::default()), [&address]);
        let allowed = format!("{before}https://docs.rs{path}{after}");
        prop_assert_eq!(found(&allowed, &Links::default()), [""; 0]);
    }
}

#[test]
fn holds_for_hostile_texts() {
    let mut texts = corpus::hostile();
    for name in ["attack_xss", "attack_misc", "attack_sqli"] {
        texts.extend(corpus::with_sample(name, &[]));
    }
    texts.iter().for_each(|text| check_all(text).unwrap());
}

/// A hundred thousand bytes made of one piece stay linear: this test would not end in time otherwise.
#[test]
fn long_texts_of_one_kind_are_read_once() {
    for piece in [
        "a.",
        ".",
        ":",
        "/",
        "//",
        "a:",
        "https:",
        "https://",
        "https://a很",
        "javascript:",
        "data:",
        "j\n",
        "data:a/b",
        "(//a/",
        "main.rs/(",
        "a.is/(",
        "我.",
        "。",
        "例子.中国",
        "evil.com ",
        "a@",
        "\\",
        "[",
        "]",
        "https://github.com。",
        "1.2.3.4/",
        "\u{200b}",
        "//[",
        "//1.1",
        "http:a.b:",
        ")",
        "https://a)",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        for links in [Links::default(), Links::default().with_every_name()] {
            found(&text, &links);
        }
    }
}
