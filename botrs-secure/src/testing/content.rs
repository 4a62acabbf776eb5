//! The checks of content without a bot.

use std::borrow::Cow;

use crate::content::folding;

/// The view of a text in which injection is looked for: for benches and fuzz targets.
#[doc(hidden)]
#[must_use]
pub fn decoded(text: &str) -> Cow<'_, str> {
    folding::decoded(text).text
}
