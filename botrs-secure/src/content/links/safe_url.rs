//! An address that was checked.

use std::fmt;

use url::Url;

/// An address that [`Links`](crate::Links) let pass, in its normal form; nothing else can be built.
///
/// It is absolute, on an allowed host, without a user name and without a port, and every program reads
/// it alike.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeUrl(Url);

impl SafeUrl {
    pub(super) fn new(checked: Url) -> Self {
        Self(checked)
    }

    /// The address: lower case up to the path, other scripts in Punycode and percent-encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host: lower case, another script in Punycode.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl AsRef<str> for SafeUrl {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SafeUrl({})", self.as_str())
    }
}
