//! Sealed values in configurations: `age:` and an age file in base64.

use base64ct::{Base64, Encoding as _};

use super::{SealedError, Unlock, open};
use crate::secret::text::SecretText;

/// What a sealed value begins with.
pub(crate) const PREFIX: &str = "age:";

/// The value of an age file.
#[cfg(any(test, feature = "cli"))]
pub(crate) fn of_sealed(sealed: &[u8]) -> String {
    format!("{PREFIX}{}", Base64::encode_string(sealed))
}

/// The age file of a value.
pub(crate) fn sealed_in(value: &str) -> Result<Vec<u8>, SealedError> {
    let base64 = value.strip_prefix(PREFIX).unwrap_or(value);
    Base64::decode_vec(base64).map_err(|_| SealedError::NotSealed)
}

/// The text that was sealed.
pub(crate) fn open_value(value: &str, unlock: &Unlock) -> Result<SecretText, SealedError> {
    open(&sealed_in(value)?, unlock)?.into_text().map_err(|_| SealedError::NotUtf8)
}
