//! A text that nobody may read.

use std::mem;

use super::bytes::wipe_all;

/// A secret text. No `Debug`; overwritten when dropped. What is compared is one's own, so that time tells nobody.
#[derive(Clone, PartialEq, Eq)]
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

    /// What outgrows its memory leaves nothing behind in it.
    pub(super) fn push(&mut self, more: &str) {
        if self.0.capacity() - self.0.len() < more.len() {
            let mut larger = String::with_capacity(2 * (self.0.len() + more.len()));
            larger.push_str(&self.0);
            *self = Self(larger);
        }
        self.0.push_str(more);
    }

    /// Given to code that does not overwrite it.
    pub(super) fn into_string(mut self) -> String {
        mem::take(&mut self.0)
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
    fn a_text_is_moved_before_it_outgrows_its_memory() {
        let mut text = SecretText::from(String::with_capacity(8));
        let memory = text.as_str().as_ptr();
        for (more, is_moved) in [("1234", false), ("5678", false), ("9", true), ("12345678", true)]
        {
            text.push(more);
            assert_eq!(text.as_str().as_ptr() != memory, is_moved, "{more}");
        }
        assert_eq!(text.0.capacity(), 18, "twice what it had to hold when it was moved");
        assert_eq!(text.into_string(), "12345678912345678");
    }

    #[test]
    fn white_space_around_it_is_left_out() {
        assert_eq!(SecretText::from("s3cr3t\r\n".to_owned()).trimmed().as_str(), "s3cr3t");
    }
}
