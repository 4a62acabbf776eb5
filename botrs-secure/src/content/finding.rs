//! What a check of a text found.

use std::ops::Range;

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
    /// The code, as records, policies and the command line have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SqlInjection => "sql_injection",
            Self::ScriptInjection => "script_injection",
            Self::CommandInjection => "command_injection",
            Self::TemplateInjection => "template_injection",
            Self::CrlfInjection => "crlf_injection",
            Self::LogInjection => "log_injection",
            Self::PathTraversal => "path_traversal",
            Self::BlockedWord => "blocked_word",
            Self::Link => "link",
            Self::ControlCharacter => "control_character",
            Self::Bidi => "bidi",
            Self::TooLong => "too_long",
        }
    }
}
