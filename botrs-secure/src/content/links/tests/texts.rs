//! Addresses in the middle of texts.

use super::*;

#[test]
fn what_is_found_in_what_people_write() {
    let links = Links::default();
    for (text, expected) in [
        // With a scheme.
        ("看https://evil.com/a很好", &["https://evil.com/a"][..]),
        ("(see http://a.b/c_(d), please)", &["http://a.b/c_(d)"]),
        ("<https://evil.com>", &["https://evil.com"]),
        ("“https://evil.com”。", &["https://evil.com"]),
        ("https://evil.com，https://evil.org。", &["https://evil.com", "https://evil.org"]),
        ("HTTPS://EVIL.COM!", &["HTTPS://EVIL.COM"]),
        ("see.https://evil.com", &["https://evil.com"]),
        ("ht\ntps://evil.com", &["tps://evil.com"]),
        ("ftp://a gopher://b file:///etc/passwd", &["ftp://a", "gopher://b", "file:///etc/passwd"]),
        ("file:/etc/passwd", &["file:/etc/passwd"]),
        (
            "[x](mqqapi://aio/inlinecmd?command=a&enter=true)",
            &["mqqapi://aio/inlinecmd?command=a&enter=true"],
        ),
        ("http:evil.com https:/evil.com", &["http:evil.com", "https:/evil.com"]),
        ("https:\\\\evil.com http:\\/evil.com", &["https:\\\\evil.com", "http:\\/evil.com"]),
        ("http:2130706433", &["http:2130706433"]),
        ("http:localhost:80/x", &["http:localhost:80/x"]),
        ("https://github.com@evil.com/", &["https://github.com@evil.com/"]),
        ("https://github.com\\@evil.com", &["https://github.com\\@evil.com"]),
        ("https://github.com\u{200b}.evil.com x", &["https://github.com\u{200b}.evil.com"]),
        ("https://github.com😀@localhost", &["https://github.com😀@localhost"]),
        ("https://github.com😀@evil.com", &["https://github.com😀@evil.com"]),
        ("https://github.com点.evil.com", &["https://github.com点.evil.com"]),
        ("https://github.com。evil.com", &["https://github.com。evil.com"]),
        ("https://github.com．evil.com", &["https://github.com．evil.com"]),
        ("https://github.com.例子.中国", &["https://github.com.例子.中国"]),
        ("https://gіthub.com/", &["https://gіthub.com/"]),
        ("https://例子.中国/a", &["https://例子.中国/a"]),
        ("https://github.com,.evil.com", &["https://github.com,.evil.com"]),
        ("blob:https://evil.com/1", &["https://evil.com/1"]),
        // Without slashes.
        ("javascript:alert(1)", &["javascript:alert(1)"]),
        ("JaVaScRiPt:alert`1`", &["JaVaScRiPt:alert`1`"]),
        ("java\nscript:alert(1)", &["java\nscript:alert(1)"]),
        ("j\ta\tv\ta\tscript\t:alert(1)", &["j\ta\tv\ta\tscript\t:alert(1)"]),
        ("java\u{200b}script:a=1", &["java\u{200b}script:a=1"]),
        ("javasjavascript:cript:alert(1)", &["javascript:cript:alert(1)"]),
        ("javascript://%0aalert(1)", &["javascript://%0aalert(1)"]),
        ("javascript: alert(1)", &["javascript: alert(1)"]),
        ("vbscript:msgbox(1)", &["vbscript:msgbox(1)"]),
        ("data:text/html,<script>", &["data:text/html,<script>"]),
        ("data:text/html;base64,PHN2", &["data:text/html;base64,PHN2"]),
        ("data:,x", &["data:,x"]),
        // Without a scheme.
        ("看evil.com吧", &["evil.com"]),
        ("evil.com/path?a=b, ok", &["evil.com/path?a=b"]),
        ("wait...evil.com...", &["evil.com"]),
        ("EVIL.COM", &["EVIL.COM"]),
        ("evil.com.cn", &["evil.com.cn"]),
        ("me.github.io pages", &["me.github.io"]),
        ("加群88xx-a.top看片", &["88xx-a.top"]),
        ("t.me/abc bit.ly/x", &["t.me/abc", "bit.ly/x"]),
        ("www.evil.is", &["www.evil.is"]),
        ("evil.live:8080", &["evil.live:8080"]),
        ("//evil.sh/x", &["evil.sh/x"]),
        ("例子.中国", &["例子.中国"]),
        ("example.公司/x，", &["example.公司/x"]),
        ("xn--fsqu00a.xn--fiqs8s", &["xn--fsqu00a.xn--fiqs8s"]),
        ("пример.рф", &["пример.рф"]),
        ("gіthub.com", &["gіthub.com"]),
        ("github.com@evil.com/x", &["evil.com/x"]),
        ("github.com.evil.com", &["github.com.evil.com"]),
        ("github.com:8080", &["github.com:8080"]),
        ("127.0.0.1:8080 and 10.0.0.1/admin", &["127.0.0.1:8080", "10.0.0.1/admin"]),
        ("//127.0.0.1/x //[::1]/ //2130706433", &["//127.0.0.1/x", "//[::1]/", "//2130706433"]),
        ("//[::1]:80/x http:[::1]:80/", &["//[::1]:80/x", "http:[::1]:80/"]),
        ("x \"//localhost/a\"", &["//localhost/a"]),
    ] {
        assert_eq!(found(text, &links), expected, "{text}");
    }
}

#[test]
fn what_is_left_alone() {
    let links = Links::default();
    for text in [
        "",
        ".",
        "...",
        ":",
        "://",
        "//",
        "https://",
        "以 https:// 开头",
        "https://...",
        "a//b",
        "::1",
        "https://github.com很好",
        "看 https://docs.rs/serde，不错",
        "https://github.com。",
        "https://github.com。好",
        "https://github.com😀",
        "（https://crates.io）",
        "//github.com/x",
        "docs.rs/serde",
        "GitHub.com",
        "e.g. this, i.e. that",
        "3.14 v1.2.3 1.2.3.4",
        "main.rs lib.rs node.js README.md a.sh x.py",
        "src/main.rs /usr/lib/libc.so ./run.sh C:\\a.com C://x",
        "10.0.0.0/8 and 192.168.1.1",
        "src/lib.rs:327 main.rs:22 a.py/b.py",
        "12:30 a:b std::io emoji:4 key: value",
        "ok.so what",
        "Yes.It is",
        "done.In my view",
        "我用.net写",
        "用ASP.NET和VB.net",
        "System.Net and java.io",
        "console.info(x) user.name this.id rect.top",
        "你好.吗",
        "哈哈.好的",
        "我说了我今天真的真的真的很高兴.中国",
        "me@evil.com",
        "me.net@evil.com",
        "self.net(x)",
        "以https://开头",
        "U.S.A. p.m. Ph.D.",
        "1.To do 2.In it",
        "javascript: the good parts",
        "I like javascript: it is fun",
        "data: 123",
        "data:foo",
        "http: the protocol",
        "https: secure",
        "http:request",
        "metadata: a, b",
        "use JavaScript:写代码",
        "TypeScript:alert",
        "// 127 comments",
        "//3 things",
        "//todo.later",
        "path a/b.c",
        "file:name",
        "C:\\\\Users\\\\x",
        "evil 点 com",
        "ａ．ｃｏｍ",
    ] {
        assert_eq!(found(text, &links), [""; 0], "{text}");
    }
}

#[test]
fn after_a_thousand_the_rest_is_found_as_one() {
    let text = "evil.com ".repeat(1002);
    let found = found(&text, &Links::default());
    assert_eq!(found.len(), 1001);
    assert_eq!(found[999..], ["evil.com", " evil.com evil.com "]);
}

#[test]
fn what_qq_would_refuse_to_send() {
    let links = Links::default().with_every_name();
    for (text, expected) in [
        ("run 1.sh", &["1.sh"][..]),
        ("看main.rs和README.md", &["main.rs", "README.md"]),
        ("ok.so what", &["ok.so"]),
        ("me@evil.com", &["evil.com"]),
        ("用asp.net", &["asp.net"]),
        ("8.8.8.8", &["8.8.8.8"]),
        ("src/lib.rs", &["lib.rs"]),
    ] {
        assert_eq!(found(text, &links), expected, "{text}");
    }
    for text in
        ["docs.rs", "我用.net写", "node.js", "3.14", "e.g. x", "你好.吗", "https://github.com"]
    {
        assert_eq!(found(text, &links), [""; 0], "{text}");
    }
}

#[test]
fn only_whole_and_safe_addresses_are_extracted() {
    let links = Links::default();
    let text = "https://github.com很好 docs.rs //docs.rs http://docs.rs https://docs.rs/a。\
                https://github.com@evil.com https://github.com.evil.com https://crates.io:443/x(1)";
    let urls: Vec<_> = extract_safe_urls(text, &links).iter().map(ToString::to_string).collect();
    assert_eq!(urls, ["https://github.com/", "https://docs.rs/a", "https://crates.io/x(1)"]);
}
