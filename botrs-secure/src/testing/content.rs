//! The parsers of content and what is sent, without a bot: for benches and fuzz targets.

use std::borrow::Cow;
use std::ops::Range;

use crate::content::folding::{self, Folded, Reading};
use crate::place::Scene;
use crate::reply::{Parts, Reply};

/// A view of a text in which what is hidden shows, and the way back from it.
#[doc(hidden)]
#[derive(Debug)]
pub struct View<'t>(Folded<'t>);

impl<'t> View<'t> {
    /// The one in which injection is looked for.
    #[must_use]
    pub fn decoded(text: &'t str) -> Self {
        Self(folding::decoded(text))
    }

    /// The two in which blocked words are looked for.
    #[must_use]
    pub fn skeletons(text: &'t str) -> [Self; 2] {
        [Reading::First, Reading::Second].map(|reading| Self(folding::skeleton(text, reading)))
    }

    /// What it shows; borrowed where that is the text itself.
    #[must_use]
    pub fn text(&self) -> &Cow<'t, str> {
        &self.0.text
    }

    /// The bytes of the text that this span of the view came from.
    #[must_use]
    pub fn source(&self, span: Range<usize>) -> Range<usize> {
        self.0.raw(span)
    }
}

/// The messages that carry a reply in this scene, at most so many.
#[doc(hidden)]
#[must_use]
pub fn messages(reply: &Reply, scene: Scene, most: usize) -> Vec<String> {
    let text = reply.render(scene);
    Parts::of(&text, most).map(|part| part.text.into_owned()).collect()
}
