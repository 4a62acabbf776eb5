//! Bytes that nobody may read.

use super::key::wipe;
use super::text::SecretText;

/// Secret bytes. No `Debug`; overwritten when dropped.
pub(crate) struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// With room from the beginning: what is moved to a larger place leaves a copy behind.
    pub(crate) fn with_capacity(most: usize) -> Self {
        Self(Vec::with_capacity(most))
    }

    #[cfg(any(test, feature = "sealed"))]
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }

    /// The same memory as text, else the line (from 1) at which it is not UTF-8.
    pub(crate) fn into_text(mut self) -> Result<SecretText, usize> {
        String::from_utf8(std::mem::take(&mut self.0)).map(SecretText::from).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            self.0 = error.into_bytes();
            1 + self.0[..good].iter().filter(|&&byte| byte == b'\n').count()
        })
    }
}

#[cfg(feature = "cli")]
impl From<SecretText> for SecretBytes {
    fn from(text: SecretText) -> Self {
        Self(text.into_bytes())
    }
}

#[cfg(any(test, feature = "cli"))]
impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        wipe_all(&mut self.0);
    }
}

/// Overwrites a vector to the end of its memory; what was cut off once still stands there.
pub(super) fn wipe_all(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.capacity(), 0);
    wipe(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_bytes_nor_behind_their_end() {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(b"s3cr3t and more");
        bytes.truncate(6);
        let memory = bytes.as_ptr();
        wipe_all(&mut bytes);
        assert_eq!(bytes.as_ptr(), memory, "the same memory, not a copy");
        assert!(bytes.len() >= 64 && bytes.iter().all(|&byte| byte == 0));
    }

    #[test]
    fn bytes_become_text_where_they_stand() {
        let bytes = SecretBytes::from(b"s3cr3t".to_vec());
        let memory = bytes.as_slice().as_ptr();
        let text = bytes.into_text().unwrap_or_else(|_| panic!("it is UTF-8"));
        assert_eq!((text.as_str(), text.as_str().as_ptr()), ("s3cr3t", memory));
        assert_eq!(SecretBytes::from(b"a\nb\xff".to_vec()).into_text().map(drop), Err(2));
    }
}
