//! Hosts: whether one is allowed, of the public internet, and what it looks like.

use std::borrow::Cow;

use unicode_security::{RestrictionLevel, RestrictionLevelDetection as _, skeleton};
use url::Host;

use crate::content::links::names::is_public_name;

/// A host that was written as everybody reads it.
pub(super) struct Name<'a> {
    /// As it was written, without a last dot.
    pub(super) written: &'a str,
    /// The same in lower case; of another script in Punycode.
    pub(super) ascii: &'a str,
}

impl Name<'_> {
    /// Whether it is that host or one below it.
    pub(super) fn is_within(&self, allowed: &str) -> bool {
        let allowed = ascii(allowed);
        match self.ascii.strip_suffix(allowed.as_ref()) {
            Some("") => !allowed.is_empty(),
            Some(below) => {
                !allowed.is_empty()
                    && below.ends_with('.')
                    && self.is_whole(below.matches('.').count())
            }
            None => false,
        }
    }

    /// Whether a host with so many labels below the allowed one is read to its end by all.
    ///
    /// Chat programs end an address at a letter of another script, since such text follows without a
    /// space: what comes before that must not be another host.
    fn is_whole(&self, below: usize) -> bool {
        let first = self.written.split('.').next().unwrap_or_default();
        self.written.is_ascii() || (below == 1 && first.is_ascii())
    }

    /// Whether the name can be one of the public internet, and none that clouds keep for themselves.
    pub(super) fn is_public(&self) -> bool {
        /// Leads to the metadata service of the cloud in which QQ bots mostly run.
        const METADATA: &str = "metadata.tencentyun.com";
        let rest = self.ascii.strip_suffix(METADATA);
        let is_metadata = rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        is_public_name(self.ascii) && !is_metadata
    }

    /// Whether a label mixes scripts as no language does, or is made of letters that all stand for
    /// ASCII ones (UTS 39).
    ///
    /// Under a domain of its own script a word may happen to look so.
    pub(super) fn is_lookalike(&self) -> bool {
        if !self.ascii.contains("xn--") {
            return false;
        }
        let (name, read) = idna::domain_to_unicode(self.ascii);
        let under_ascii = name.rsplit('.').next().is_some_and(str::is_ascii);
        let is_odd = |label: &str| {
            !label.is_ascii()
                && (!label.check_restriction_level(RestrictionLevel::HighlyRestrictive)
                    || (under_ascii && skeleton(label).all(|c| c.is_ascii())))
        };
        read.is_err() || name.split('.').any(is_odd)
    }
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

/// Whether the host was written as what it became: a letter of another script, which stays one, and
/// none that only becomes plain in the eyes of some.
pub(super) fn reads_as(written: &str, domain: &str) -> bool {
    let mut labels = domain.split('.');
    let same = |label: &str| {
        let became = labels.next().unwrap_or_default();
        label.is_ascii() || became.starts_with("xn--")
    };
    written.split('.').all(same) && labels.next().is_none()
}
