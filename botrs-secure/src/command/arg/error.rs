//! Why a word is not an argument.

use std::borrow::Cow;

use crate::locale::Locale;

/// Why a word is not an argument, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgError {
    zh: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl ArgError {
    /// An error with its Chinese and its English text.
    ///
    /// Both are sentences without a subject: the argument's name and place come before them.
    pub fn new(zh: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in one language.
    #[must_use]
    pub fn text(&self, locale: Locale) -> &str {
        locale.pick(&self.zh, &self.en)
    }
}
