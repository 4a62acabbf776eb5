//! The forms of a text, and escaping on the way out.
//!
//! A message is *raw* as the platform sent it and *routed* once the mention of the bot is off and
//! it is unescaped and normalised ([`routed`]); a command and its arguments are read from the
//! routed form ([`words`], [`duration`], [`mention`]). What goes back out is escaped for its scene
//! ([`escape`]).
//!
//! What a text may hold is a [`ContentPolicy`]; what a check found is a [`Finding`], and what is to be done
//! about all of them a [`Verdict`]. The checks are [`control`], [`injection`], [`blocked`] words and [`links`];
//! [`folding`] shows what is hidden in a text.

#[cfg(feature = "fetch")]
pub(crate) mod attachments;
mod bidi;
mod blocked;
mod control;
#[cfg(test)]
pub(crate) mod corpus;
pub(crate) mod duration;
pub(crate) mod duration_text;
pub(crate) mod escape;
mod finding;
pub(crate) mod folding;
pub(crate) mod injection;
pub(crate) mod links;
pub(crate) mod mention;
mod policy;
pub(crate) mod quote;
#[cfg(test)]
mod reference;
pub(crate) mod routed;
mod text;
mod verdict;
pub(crate) mod words;

#[cfg(feature = "fetch")]
pub use attachments::{Attachments, FetchError};
pub use blocked::{BlockedWord, BlockedWords, BlockedWordsError};
pub use finding::{Finding, Reason};
pub use links::{InvalidHost, LinkFault, Links, SafeUrl, extract_safe_urls};
pub use policy::{ContentAction, ContentPolicy};
pub use text::Text;
pub use verdict::Verdict;

/// Whether this character has no place in a text: every control character but newline and tab.
pub(crate) fn is_forbidden_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}
