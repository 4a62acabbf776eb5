//! Data that was sealed, for as long as it is needed.

use std::fmt;
use std::str::Utf8Error;

use crate::secret::wipe;

/// Data that was sealed; wiped when dropped. It has no `Display`, no `Clone` and no `Serialize`.
pub struct Opened(Vec<u8>);

impl Opened {
    pub(super) fn new(data: Vec<u8>) -> Self {
        Self(data)
    }

    pub(super) fn buffer(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// The data. A copy of it is not wiped.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The data as text. A copy of it is not wiped.
    ///
    /// # Errors
    ///
    /// Data that is not UTF-8; the error does not hold it.
    pub fn expose_str(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(&self.0)
    }

    pub(super) fn wipe(&mut self) {
        wipe(&mut self.0);
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened([redacted])")
    }
}
