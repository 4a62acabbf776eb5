//! What a command answers.
//!
//! A reply keeps its pieces apart: what the author wrote, what users may have written, and markup
//! of our own types. Only when it is sent, and the scene is known, are the users' pieces escaped.

pub(crate) mod number;
mod render;
pub(crate) mod show;
mod split;

use std::fmt::{self, Write};

pub use show::{Mention, Show};
pub(crate) use split::Parts;

/// What a command answers: text in which users cannot place markup.
///
/// `reply!("已封禁 {target}")` makes one; everything interpolated is escaped for the scene in which
/// it is sent, except the markup of types like [`Mention`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    text: String,
    /// Where each piece ends in the text.
    segments: Vec<(SegmentKind, usize)>,
}

/// Where a piece of a reply comes from.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentKind {
    /// Written by the author: sent as it is.
    Literal,
    /// Perhaps from a user: escaped.
    User,
    /// Markup that one of our own types wrote: sent as it is.
    Markup,
}

impl Reply {
    /// A reply of one text, which is escaped like a user's.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let segments = vec![(SegmentKind::User, text.len())];
        Self { text, segments }
    }

    /// Whether there is nothing to send: the platform takes no message of white space alone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    // `'static`, so that what a user typed cannot pass for the author's.
    #[doc(hidden)]
    pub fn literal(&mut self, text: &'static str) {
        self.text.push_str(text);
        self.end(SegmentKind::Literal);
    }

    #[doc(hidden)]
    pub fn part(&mut self, kind: SegmentKind, piece: fmt::Arguments<'_>) {
        // A `Show` that fails leaves what it wrote so far, in its own piece.
        let _ = self.text.write_fmt(piece);
        self.end(kind);
    }

    /// Stands where a text was left to rustc, which refuses it. Does not link, should it not refuse.
    #[doc(hidden)]
    #[must_use]
    pub fn not_understood<T>() -> Self {
        // It hangs on `T`, or an optimised build of this crate would evaluate it.
        const {
            assert!(
                size_of::<T>() == usize::MAX,
                "`reply!` does not understand this text; please report it"
            );
        }
        Self::default()
    }

    fn end(&mut self, kind: SegmentKind) {
        self.segments.push((kind, self.text.len()));
    }
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for Reply {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
