//! Addresses in texts: which there are, and which are safe to follow.
//!
//! [`check`] judges one address; [`scan`] finds what is an address in a text, or what programs take
//! for one, and hands each to it.

pub(crate) mod address;
pub(crate) mod check;
mod fault;
mod host;
mod names;
mod reach;
mod safe_url;
mod scan;
#[cfg(test)]
mod tests;
mod top_level;

pub use fault::LinkFault;
pub use safe_url::SafeUrl;

use url::Host;

use crate::content::finding::{Finding, Reason};
use check::{HTTP_TOO, HTTPS, check};
use scan::{Found, scan};

/// Which addresses are safe.
///
/// ```
/// use botrs_secure::{LinkFault, Links};
///
/// let links = Links::default();
/// let url = links.check("https://API.github.com/repos")?;
/// assert_eq!((url.as_str(), url.host()), ("https://api.github.com/repos", "api.github.com"));
/// assert_eq!(links.check("https://evilgithub.com"), Err(LinkFault::HostNotAllowed));
/// assert_eq!(links.check("https://github.com@evil.com"), Err(LinkFault::UserInfo));
/// # Ok::<(), LinkFault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// As addresses have them.
    hosts: Vec<String>,
    http: bool,
    every_name: bool,
}

/// A host that was to be allowed and is no host name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} 不是网站的名字 / {0:?} is no host name")]
pub struct InvalidHost(String);

/// The hosts that are allowed where nobody says others.
pub(crate) const DEFAULT_HOSTS: [&str; 3] = ["github.com", "docs.rs", "crates.io"];

impl Default for Links {
    /// `https` on `github.com`, `docs.rs`, `crates.io` and the hosts below them.
    fn default() -> Self {
        Self::of(&DEFAULT_HOSTS)
    }
}

impl Links {
    /// Hosts that are written here, as addresses have them.
    pub(crate) fn of(hosts: &[&str]) -> Self {
        let hosts = hosts.iter().map(ToString::to_string).collect();
        Self { hosts, http: false, every_name: false }
    }

    /// `https` on these hosts and those below them, and on no others.
    ///
    /// # Errors
    ///
    /// If one of them is no name of a host, such as an IP address or a whole address.
    pub fn only(hosts: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, InvalidHost> {
        let host = |host: &str| match Host::parse(host.trim_end_matches('.')) {
            Ok(Host::Domain(name)) => Ok(name),
            _ => Err(InvalidHost(host.to_owned())),
        };
        let hosts =
            hosts.into_iter().map(|given| host(given.as_ref())).collect::<Result<_, _>>()?;
        Ok(Self { hosts, ..Self::default() })
    }

    /// Allows `http` too, which anybody on the way can read and change.
    #[must_use]
    pub fn with_http(mut self) -> Self {
        self.http = true;
        self
    }

    /// Finds every name that QQ may take for an address, such as `1.sh` and `main.rs`.
    ///
    /// For texts that a bot sends: QQ refuses them with the code 304003. In what people write, only a
    /// name that is likely meant as an address counts.
    #[must_use]
    pub fn with_every_name(mut self) -> Self {
        self.every_name = true;
        self
    }

    /// The address that this text is.
    ///
    /// # Errors
    ///
    /// If it is none, or none that is allowed.
    pub fn check(&self, text: &str) -> Result<SafeUrl, LinkFault> {
        let schemes = if self.http { HTTP_TOO } else { HTTPS };
        check(text, schemes, Some(&self.hosts)).map(SafeUrl::new)
    }

    fn judge(&self, found: &Found<'_>) -> Result<SafeUrl, LinkFault> {
        match found.implied {
            "" => self.check(found.text),
            scheme => self.check(&format!("{scheme}{}", found.text)),
        }
    }
}

/// The safe addresses that a text spells out, in their order.
///
/// An address ends where chat programs end it: at a space, a quote, a letter of another script. What
/// has no scheme is none here.
///
/// ```
/// use botrs_secure::{Links, extract_safe_urls};
///
/// let text = "看https://docs.rs/serde，别看 https://docs.rs.evil.com 和 http://docs.rs";
/// let urls = extract_safe_urls(text, &Links::default());
/// assert_eq!(urls.iter().map(|url| url.as_str()).collect::<Vec<_>>(), ["https://docs.rs/serde"]);
/// ```
#[must_use]
pub fn extract_safe_urls(text: &str, links: &Links) -> Vec<SafeUrl> {
    let mut urls = Vec::new();
    scan(text, false, &mut |found| {
        if found.implied.is_empty() {
            urls.extend(links.check(found.text));
        }
    });
    urls
}

/// Finds the addresses in a text that are not safe; allocates only where there is one.
///
/// What it misses: names that are spelt with spaces or words (`evil 点 com`), and, unless every name
/// is asked for, two-part names under endings that are mostly used otherwise (`main.rs`, `it.is`) with
/// nothing behind them. Letters in full width are plain ones to it only once they are folded.
pub(crate) fn find(text: &str, links: &Links, found: &mut impl FnMut(Finding)) {
    let mut report = |span, fault: LinkFault| {
        found(Finding { reason: Reason::Link, span, score: fault.score() });
    };
    let rest = scan(text, links.every_name, &mut |address| {
        if let Err(fault) = links.judge(&address) {
            report(address.span(), fault);
        }
    });
    // So many that they were not looked at.
    if let Some(start) = rest {
        report(start..text.len(), LinkFault::Unclear);
    }
}
