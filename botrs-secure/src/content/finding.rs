//! What a check of a text found.

use std::ops::Range;

use crate::locale::Locale;

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub reason: Reason,
    /// The bytes of the text that was looked at.
    pub span: Range<usize>,
    /// How sure the check is, from 1 to 100.
    pub score: u8,
}

/// Why a text is refused, masked or recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// SQL or NoSQL.
    SqlInjection,
    /// Script or HTML.
    ScriptInjection,
    /// Commands of a shell.
    CommandInjection,
    /// Expressions of a template language.
    TemplateInjection,
    /// Line ends for a header.
    CrlfInjection,
    /// Line ends and controls for a log.
    LogInjection,
    /// A path out of its directory.
    PathTraversal,
    /// A word of the list.
    BlockedWord,
    /// An address that is not allowed.
    Link,
    /// A control character.
    ControlCharacter,
    /// A character that turns the direction of writing.
    Bidi,
    /// More characters than allowed.
    TooLong,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::SqlInjection,
        Self::ScriptInjection,
        Self::CommandInjection,
        Self::TemplateInjection,
        Self::CrlfInjection,
        Self::LogInjection,
        Self::PathTraversal,
        Self::BlockedWord,
        Self::Link,
        Self::ControlCharacter,
        Self::Bidi,
        Self::TooLong,
    ];

    /// The name of the rule, as records have it.
    pub(crate) const fn rule(self) -> &'static str {
        match self {
            Self::SqlInjection => "content.sql_injection",
            Self::ScriptInjection => "content.script_injection",
            Self::CommandInjection => "content.command_injection",
            Self::TemplateInjection => "content.template_injection",
            Self::CrlfInjection => "content.crlf_injection",
            Self::LogInjection => "content.log_injection",
            Self::PathTraversal => "content.path_traversal",
            Self::BlockedWord => "content.blocked_word",
            Self::Link => "content.link",
            Self::ControlCharacter => "content.control_character",
            Self::Bidi => "content.bidi",
            Self::TooLong => "content.too_long",
        }
    }

    /// The code, as records, policies and the command line have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        // `content.` is what every rule begins with.
        self.rule().split_at("content.".len()).1
    }

    /// How people are told of it.
    pub(crate) const fn name(self, locale: Locale) -> &'static str {
        let (zh, en) = match self {
            Self::SqlInjection => ("像是 SQL 注入的内容", "what looks like SQL injection"),
            Self::ScriptInjection => ("像是脚本注入的内容", "what looks like script injection"),
            Self::CommandInjection => ("像是命令注入的内容", "what looks like command injection"),
            Self::TemplateInjection => ("像是模板注入的内容", "what looks like template injection"),
            Self::CrlfInjection => ("像是换行注入的内容", "what looks like header injection"),
            Self::LogInjection => ("像是日志注入的内容", "what looks like log injection"),
            Self::PathTraversal => ("像是路径穿越的内容", "what looks like path traversal"),
            Self::BlockedWord => ("不允许的词", "a word that is not allowed"),
            Self::Link => ("不允许的链接", "a link that is not allowed"),
            Self::ControlCharacter => ("控制字符", "a control character"),
            Self::Bidi => ("改变文字方向的字符", "a character that turns the direction of writing"),
            Self::TooLong => ("太长的内容", "more than allowed"),
        };
        match locale {
            Locale::Zh => zh,
            Locale::En => en,
        }
    }

    /// Whether it is an attempt to have a text carried out by something else.
    #[must_use]
    pub const fn is_injection(self) -> bool {
        (self as usize) <= Self::PathTraversal as usize
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_in_the_list_at_its_place_with_a_code_of_its_own() {
        for (at, reason) in Reason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, at);
            assert_eq!(Reason::from_code(reason.as_str()), Some(reason));
        }
        assert_eq!(Reason::from_code("sql"), None);
        let injections = Reason::ALL.into_iter().filter(|reason| reason.is_injection());
        assert!(injections.eq(Reason::ALL[..7].iter().copied()));
    }
}
