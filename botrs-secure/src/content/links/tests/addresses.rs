//! One address at a time.

use super::*;
use crate::locale::Locale;

#[test]
fn an_allowed_address_gets_its_normal_form() {
    let links = Links::default();
    for (text, normal) in [
        ("https://github.com", "https://github.com/"),
        ("HTTPS://GitHub.COM/A", "https://github.com/A"),
        ("https://api.github.com/a/../b", "https://api.github.com/b"),
        ("https://docs.rs./x", "https://docs.rs/x"),
        ("https://docs.rs:443/x", "https://docs.rs/x"),
        ("https://crates.io?q=字#片", "https://crates.io/?q=%E5%AD%97#%E7%89%87"),
        ("https://github.com/@me", "https://github.com/@me"),
        ("https://github.com/https://evil.com", "https://github.com/https://evil.com"),
    ] {
        assert_eq!(links.check(text).as_ref().map(SafeUrl::as_str), Ok(normal), "{text}");
    }
}

#[test]
fn each_fault_is_named() {
    use LinkFault::{
        HostNotAllowed, InternalAddress, Invalid, IpAddress, Lookalike, Port, Scheme, Unclear,
        UserInfo,
    };
    let links = Links::default();
    for (text, fault) in [
        ("", Scheme),
        ("github.com", Scheme),
        ("//github.com", Scheme),
        ("http://github.com", Scheme),
        ("ftp://github.com", Scheme),
        ("file:///etc/passwd", Scheme),
        ("javascript:alert(1)", Scheme),
        ("data:text/html,https://github.com", Scheme),
        ("https:github.com", Scheme),
        ("https:/github.com", Scheme),
        ("https:\\\\github.com", Unclear),
        ("https://github.com\\@evil.com", Unclear),
        ("https://github.com\u{200b}@evil.com", Unclear),
        ("https://github.com/\u{202e}moc", Unclear),
        ("ht\ntps://github.com", Unclear),
        ("https://github.com/a b", Unclear),
        ("https://github.com@evil.com", UserInfo),
        ("https://github.com:443@evil.com", UserInfo),
        ("https://@github.com", UserInfo),
        ("https://github.com:8443", Port),
        ("https://github.com:80", Port),
        ("https://8.8.8.8/", IpAddress),
        ("https://134744072", IpAddress),
        ("https://[2606:4700::1111]/", IpAddress),
        ("https://127.0.0.1", InternalAddress),
        ("https://127.0.0.1:8080/", InternalAddress),
        ("https://localhost", InternalAddress),
        ("https://metadata.google.internal/", InternalAddress),
        ("https://metadata.tencentyun.com/latest/meta-data/", InternalAddress),
        ("https://intranet/", InternalAddress),
        ("https://evil.com", HostNotAllowed),
        ("https://evilgithub.com", HostNotAllowed),
        ("https://github.com.evil.com", HostNotAllowed),
        ("https://github.co", HostNotAllowed),
        ("https://notdocs.rs", HostNotAllowed),
        ("https://gіthub.com", Lookalike), // a Cyrillic letter
        ("https://xn--gthub-n4a.com", Lookalike),
        ("https://аррӏе.com", Lookalike), // all of them Cyrillic
        ("https://ｇithub.com", Lookalike),
        ("https://github。com", Lookalike),
        ("https://", Invalid),
        ("https:///github.com", Invalid),
        ("https://github%2ecom", Invalid),
        ("https://a..github.com", Invalid),
        ("https://evil.com,.github.com", Invalid),
        ("https://xn--a.com", Invalid),
        ("https://github.com:x", Invalid),
    ] {
        assert_eq!(links.check(text), Err(fault), "{text:?}");
    }
}

#[test]
fn an_address_has_an_end() {
    let long = format!("https://github.com/{}", "a".repeat(5000));
    assert_eq!(Links::default().check(&long), Err(LinkFault::Invalid));
    assert!(Links::default().check(&long[..4000]).is_ok());
}

/// Chat programs end an address at a letter of another script: what comes before must not be another
/// host.
#[test]
fn a_host_of_another_script_is_read_to_its_end() {
    let links = Links::only(["例子.中国"]).unwrap();
    assert!(links.check("https://a.例子.中国").is_ok());
    for text in ["https://evil.com.例子.中国", "https://evil.com.例.例子.中国"] {
        assert_eq!(links.check(text), Err(LinkFault::HostNotAllowed), "{text}");
    }
}

#[test]
fn faults_are_said_in_both_languages() {
    let fault = LinkFault::UserInfo;
    assert_eq!(fault.to_string(), "a link must not hold a user name");
    assert_eq!(fault.text(Locale::Zh), "链接里不能有用户名");
    assert_eq!(fault.as_str(), "user_info");
}

#[test]
fn hosts_are_allowed_by_name() {
    let links = Links::only(["Example.COM.", "例子.中国"]).unwrap();
    for text in ["https://example.com", "https://a.example.com", "https://例子.中国/x"] {
        assert!(links.check(text).is_ok(), "{text}");
    }
    for text in ["https://github.com", "https://badexample.com", "https://坏例子.中国"] {
        assert_eq!(links.check(text), Err(LinkFault::HostNotAllowed), "{text}");
    }
    for host in
        ["", ".", "a b", "127.0.0.1", "[::1]", "https://a.com", "a.com/x", "a.com:80", "a@b.com"]
    {
        assert!(Links::only([host]).is_err(), "{host:?}");
    }
    let none: [&str; 0] = [];
    let nowhere = Links::only(none).unwrap();
    assert_eq!(nowhere.check("https://github.com"), Err(LinkFault::HostNotAllowed));
}

#[test]
fn without_encryption_only_where_it_is_asked_for() {
    let links = Links::default().with_http();
    assert!(links.check("http://github.com").is_ok());
    assert!(links.check("https://github.com").is_ok());
    assert_eq!(links.check("http://github.com:443"), Err(LinkFault::Port));
    assert_eq!(links.check("ftp://github.com"), Err(LinkFault::Scheme));
    assert_eq!(links.check("http://evil.com"), Err(LinkFault::HostNotAllowed));
}

#[test]
fn words_of_other_scripts_are_no_lookalikes() {
    let any: Option<&[&str]> = None;
    for text in [
        "https://例子.中国",
        "https://пример.рф",
        "https://оса.рф", // made of letters that look Latin, under its own ending
        "https://bücher.de",
        "https://ひらがなと漢字.jp",
    ] {
        assert!(check::check(text, HTTPS, any).is_ok(), "{text}");
    }
    for text in
        ["https://gіthubя.com", "https://оса.com", "https://gіthub.com", "https://αpple.com"]
    {
        assert_eq!(check::check(text, HTTPS, any), Err(LinkFault::Lookalike), "{text}");
    }
}
