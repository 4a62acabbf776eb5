//! `url`: addresses that are `https`, on a host by name, and on an allowed one.
//!
//! Programs read doubtful addresses differently: what one takes for the host is a path to another.
//! So whatever only some would read as meant is refused before the host is looked at.

use std::borrow::Cow;

use url::{Host, Url};

use crate::command::ArgError;
use crate::validate::visible;

pub(super) fn check(text: &str, allow: Option<&[&str]>) -> Result<(), ArgError> {
    let Link { written, host } = link(text)?;
    match allow {
        None if is_public(&host) => Ok(()),
        None => Err(ArgError::new("不能是内部地址", "must not be an internal address")),
        Some(allow) if allow.iter().any(|allowed| is_within(&host, written, allowed)) => Ok(()),
        Some(allow) => Err(ArgError::new(
            format!("只允许这些网站的链接：{}", allow.join("、")),
            format!("must be a link to: {}", allow.join(", ")),
        )),
    }
}

struct Link<'a> {
    /// The host as it was written, without a last dot.
    written: &'a str,
    /// The same in lower case; of another script in Punycode.
    host: String,
}

/// The host of an `https` address.
fn link(text: &str) -> Result<Link<'_>, ArgError> {
    let authority = authority(text)?;
    if authority.contains('@') {
        return Err(ArgError::new("链接里不能有用户名", "a link must not hold a user name"));
    }
    let wrong = || ArgError::new("不是有效的链接", "is no valid link");
    let url = Url::parse(text).map_err(|_| wrong())?;
    if url.scheme() != "https" || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong());
    }
    // The port of `https` itself is `None`.
    if url.port().is_some() {
        return Err(ArgError::new("链接里不能有端口", "a link must not name a port"));
    }
    let Some(Host::Domain(domain)) = url.host() else {
        return Err(ArgError::new("链接里不能是 IP 地址", "a link must name a host, not an IP"));
    };
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let written = authority.split(':').next().unwrap_or_default();
    let written = written.strip_suffix('.').unwrap_or(written);
    if domain.split('.').any(str::is_empty) || !reads_as(written, domain) {
        return Err(wrong());
    }
    Ok(Link { written, host: domain.to_owned() })
}

/// What stands between `https://` and the path, if everybody reads it so.
fn authority(text: &str) -> Result<&str, ArgError> {
    const SCHEME: &str = "https://";
    let unclear =
        |c: char| c == '\\' || c.is_whitespace() || c.is_control() || visible::is_invisible(c);
    if text.contains(unclear) {
        return Err(ArgError::new(
            "链接里不能有空格、不可见字符或反斜杠",
            "a link holds no spaces, invisible characters or backslashes",
        ));
    }
    let scheme = text.get(..SCHEME.len()).filter(|start| start.eq_ignore_ascii_case(SCHEME));
    if scheme.is_none() {
        return Err(ArgError::new("链接要以 https:// 开头", "a link starts with https://"));
    }
    let rest = &text[SCHEME.len()..];
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    if authority.is_empty() || authority.contains('%') {
        return Err(ArgError::new("不是有效的链接", "is no valid link"));
    }
    Ok(authority)
}

/// Whether the host was written as what it became: a letter of another script, which stays one, and
/// none that only becomes plain in the eyes of some. Of ASCII, only what names of hosts have: at other
/// characters some end the address.
fn reads_as(written: &str, domain: &str) -> bool {
    let is_odd = |c: char| c.is_ascii() && !(c.is_ascii_alphanumeric() || "-_.".contains(c));
    if written.contains(is_odd) {
        return false;
    }
    let mut labels = domain.split('.');
    let same = |label: &str| {
        let became = labels.next().unwrap_or_default();
        label.is_ascii() || became.starts_with("xn--")
    };
    written.split('.').all(same) && labels.next().is_none()
}

/// Whether it is that host or one below it.
fn is_within(host: &str, written: &str, allowed: &str) -> bool {
    let allowed = ascii(allowed);
    match host.strip_suffix(allowed.as_ref()) {
        Some("") => !allowed.is_empty(),
        Some(below) => {
            !allowed.is_empty()
                && below.ends_with('.')
                && is_whole(written, below.matches('.').count())
        }
        None => false,
    }
}

/// Whether a host with so many labels below the allowed one is read to its end by all.
///
/// Chat programs end an address at a letter of another script, since such text follows without a
/// space: what comes before that must not be another host.
fn is_whole(written: &str, below: usize) -> bool {
    let first = written.split('.').next().unwrap_or_default();
    written.is_ascii() || (below == 1 && first.is_ascii())
}

/// The host as addresses have it; empty, which allows nothing, if it is none.
fn ascii(host: &str) -> Cow<'_, str> {
    if host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-')
    {
        return Cow::Borrowed(host);
    }
    match Host::parse(host) {
        Ok(Host::Domain(domain)) => Cow::Owned(domain),
        _ => Cow::Borrowed(""),
    }
}

/// Whether the name can be one of the public internet: what has no dot, or is reserved, is not.
fn is_public(host: &str) -> bool {
    const RESERVED: [&str; 5] = ["localhost", "local", "internal", "localdomain", "arpa"];
    host.rsplit_once('.').is_some_and(|(_, last)| !RESERVED.contains(&last))
}
