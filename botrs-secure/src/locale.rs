//! Chinese or English.

/// The language of replies, logs and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Chinese, in simplified characters.
    #[default]
    Zh,
    /// English.
    En,
}

impl Locale {
    /// The language that `LC_ALL`, `LC_MESSAGES` or `LANG` names: Chinese for `zh…`, otherwise English.
    ///
    /// The first of them that is set and not empty counts; with none set, Chinese.
    #[must_use]
    pub fn from_env() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        set.map_or(Self::Zh, |value| Self::from_tag(&value))
    }

    fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Whether somebody wrote Chinese characters.
pub(crate) fn has_han(text: &str) -> bool {
    let is_han = |c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}');
    text.chars().any(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_their_language() {
        assert_eq!(Locale::from_tag("zh_CN.UTF-8"), Locale::Zh);
        assert_eq!(Locale::from_tag("ZH"), Locale::Zh);
        assert_eq!(Locale::from_tag("en_US.UTF-8"), Locale::En);
        assert_eq!(Locale::from_tag("C"), Locale::En);
    }
}
