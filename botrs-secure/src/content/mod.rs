//! The forms of a text, and escaping on the way out.
//!
//! A message is *raw* as the platform sent it and *routed* once the mention of the bot is off and
//! it is unescaped and normalised ([`routed`]); a command and its arguments are read from the
//! routed form ([`words`], [`duration`], [`mention`]). What goes back out is escaped for its scene
//! ([`escape`]).
//!
//! What is hidden in a text shows in its views ([`folding`]): one to look for [blocked words](BlockedWords) in,
//! and one to look for injection in.

mod blocked;
#[cfg(test)]
pub(crate) mod corpus;
pub(crate) mod duration;
pub(crate) mod duration_text;
pub(crate) mod escape;
pub(crate) mod folding;
pub(crate) mod mention;
pub(crate) mod quote;
pub(crate) mod routed;
mod text;
pub(crate) mod words;

pub use blocked::{BlockedWord, BlockedWords, BlockedWordsError};
pub use text::Text;

/// Whether this character has no place in a text: every control character but newline and tab.
pub(crate) fn is_forbidden_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}
