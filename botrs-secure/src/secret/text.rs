//! A text that nobody may read.

use std::mem;

use super::bytes::wipe_all;

/// A secret text. No `Debug`; overwritten when dropped.
#[derive(Clone)]
pub(crate) struct SecretText(String);

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        wiped(mem::take(&mut self.0));
    }
}

impl SecretText {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    #[cfg(feature = "cli")]
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        mem::take(&mut self.0).into_bytes()
    }

    /// Without what stands around it: a line break is what files and pipes leave behind.
    pub(super) fn trimmed(&self) -> Self {
        Self(self.0.trim().to_owned())
    }
}

/// What is left of the text's memory; what was cut off once still stood behind its end.
fn wiped(text: String) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    wipe_all(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_a_text_nor_behind_its_end() {
        let mut text = String::with_capacity(64);
        text.push_str("s3cr3t and more");
        text.truncate(6);
        let memory = text.as_ptr();
        let left = wiped(text);
        assert_eq!(left.as_ptr(), memory, "the same memory, not a copy");
        assert!(left.len() >= 64 && left.iter().all(|&byte| byte == 0));
    }

    #[test]
    fn white_space_around_it_is_left_out() {
        assert_eq!(SecretText::from("s3cr3t\r\n".to_owned()).trimmed().as_str(), "s3cr3t");
    }
}
