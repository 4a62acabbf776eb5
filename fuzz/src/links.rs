//! Addresses.

use botrs_secure::{Links, Reason, SafeUrl, extract_safe_urls};

use super::verdict::findings;

/// What is safe is on an allowed host in everybody's eyes, and what is not is found.
pub fn holds(text: &str) {
    let hosts = ["github.com", "docs.rs", "例子.中国"];
    let strict = Links::only(hosts).expect("names of hosts");
    for links in [strict.clone(), strict.clone().with_http(), strict.with_every_name()] {
        let found = findings(text, &[Reason::Link], |policy| policy.links(links.clone()));
        assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text:?}");
        let urls = extract_safe_urls(text, &links);
        for url in urls.iter().chain(&links.check(text)) {
            is_safe(url, &links, text);
        }
    }
}

/// By a second, simple reading of the normal form.
fn is_safe(url: &SafeUrl, links: &Links, text: &str) {
    assert_eq!(links.check(url.as_str()).as_ref(), Ok(url), "{text:?}");
    let http = url.as_str().strip_prefix("http://").filter(|_| *links == links.clone().with_http());
    let rest = url.as_str().strip_prefix("https://").or(http).expect("a scheme that is allowed");
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    assert_eq!(host, url.host(), "{text:?}");
    let allowed = ["github.com", "docs.rs", "xn--fsqu00a.xn--fiqs8s"];
    let is_within = |allowed: &str| host == allowed || host.ends_with(&format!(".{allowed}"));
    assert!(allowed.into_iter().any(is_within), "{text:?}: {url}");
    let is_plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>');
    assert!(url.as_str().bytes().all(is_plain), "{text:?}: {url}");
}
