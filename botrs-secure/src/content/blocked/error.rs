//! Why a list of blocked words is refused.

/// Why a list of blocked or allowed words is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BlockedWordsError {
    /// A word is empty, or holds nothing but spaces, punctuation, symbols and characters that are not seen.
    #[error("the word {0:?} has no letter and no digit")]
    NoLetter(String),
    /// A word of one letter, in a script that puts spaces between words.
    #[error("the word {0:?} has one letter: it would be found wherever that letter stands alone")]
    OneLetter(String),
    /// A word is longer than [`BlockedWords::MAX_LETTERS`](super::BlockedWords::MAX_LETTERS) characters.
    #[error("the word {0:?} is longer than {max} characters", max = super::BlockedWords::MAX_LETTERS)]
    TooLong(String),
    /// There are more words than [`BlockedWords::MAX_WORDS`](super::BlockedWords::MAX_WORDS).
    #[error("there are more than {max} words", max = super::BlockedWords::MAX_WORDS)]
    TooMany,
    /// The words do not fit in the automaton that finds them.
    #[error("the words are too many to be searched for: {0}")]
    Automaton(String),
}
