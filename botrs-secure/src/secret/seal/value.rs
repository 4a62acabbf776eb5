//! Sealed values in configurations: `age:` and an age file in base64.

#[cfg(any(test, feature = "cli"))]
use base64ct::Encoding as _;
use base64ct::{Base64, Decoder};

use super::{SealedError, Unlock, open};
use crate::secret::text::SecretText;

/// What a sealed value begins with.
pub(crate) const PREFIX: &str = "age:";

/// The value of an age file.
#[cfg(any(test, feature = "cli"))]
pub(crate) fn of_sealed(sealed: &[u8]) -> String {
    format!("{PREFIX}{}", Base64::encode_string(sealed))
}

/// The text that was sealed.
pub(crate) fn open_value(value: &str, unlock: &Unlock) -> Result<SecretText, SealedError> {
    let base64 = value.strip_prefix(PREFIX).unwrap_or(value);
    let mut sealed = Vec::new();
    Decoder::<Base64>::new(base64.as_bytes())
        .and_then(|mut decoder| decoder.decode_to_end(&mut sealed).map(drop))
        .map_err(|_| SealedError::NotSealed)?;
    open(&sealed, unlock)?.into_text().map_err(|_| SealedError::NotUtf8)
}
