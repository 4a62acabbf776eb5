//! Blocked words: found however they are written, and harmless neighbours left alone.
//!
//! A text is screened first: one walk over it that copies nothing and says of nearly every harmless text that no
//! word can be in it. Only what remains is folded to its skeleton and searched by an Aho-Corasick automaton over
//! what words are like, and each place that it finds is looked at closely.

mod alike;
mod block;
mod error;
mod key;
mod part;
mod pattern;
mod run;
mod screen;
mod search;
mod spelt;
#[cfg(test)]
mod tests;
mod tokens;
mod walk;

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use error::BlockedWordsError;
use pattern::{Pattern, Word};
use search::Search;

/// Words that must not be said, each with a category of yours, and neighbours that are harmless.
///
/// A word is found however it is written: in any case and width, with characters that are not seen or marks
/// between and on its letters, in letters that look alike, in Traditional Chinese for Simplified, with digits for
/// letters, spelt out with something between its letters, or turned around by a direction override. Words of
/// scripts with spaces, such as Latin, are found where they stand alone; Chinese ones anywhere.
///
/// Cloning is cheap: the clones share one automaton.
#[derive(Clone)]
pub struct BlockedWords(Arc<Words>);

struct Words {
    blocked: Vec<Blocked>,
    search: Search,
}

struct Blocked {
    word: String,
    category: Arc<str>,
}

/// A blocked word that was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedWord<'w> {
    /// The word, as the list has it.
    pub word: &'w str,
    /// Its category.
    pub category: &'w str,
    /// The bytes of the text that it was found in.
    pub span: Range<usize>,
}

impl BlockedWords {
    /// The longest that a word may be, in characters.
    pub const MAX_LETTERS: usize = 64;
    /// The most words, blocked and allowed, that a list may have.
    pub const MAX_WORDS: usize = 100_000;

    /// Makes a list of blocked words, each with its category, and of `allowed` neighbours: a blocked word inside of
    /// one of these is not reported.
    ///
    /// # Errors
    ///
    /// A word without a letter or digit, of one letter in a script with spaces, or of more than
    /// [`MAX_LETTERS`](Self::MAX_LETTERS) characters; and more than [`MAX_WORDS`](Self::MAX_WORDS) words.
    pub fn new<W, C, A>(
        blocked: impl IntoIterator<Item = (W, C)>,
        allowed: impl IntoIterator<Item = A>,
    ) -> Result<Self, BlockedWordsError>
    where
        W: Into<String>,
        C: Into<Arc<str>>,
        A: AsRef<str>,
    {
        let mut words = Vec::new();
        let mut patterns = Vec::new();
        let mut seen = HashSet::new();
        for (place, (word, category)) in blocked.into_iter().enumerate() {
            let word = word.into();
            if place == Self::MAX_WORDS {
                return Err(BlockedWordsError::TooMany);
            }
            let category = category.into();
            // What is written otherwise and said twice is found once.
            let new =
                |pattern: &Pattern| seen.insert((pattern.text.clone(), Arc::clone(&category)));
            patterns.extend(Pattern::of(&word, Word::Blocked(place))?.into_iter().filter(new));
            words.push(Blocked { word, category });
        }
        for (place, word) in allowed.into_iter().enumerate() {
            if words.len() + place == Self::MAX_WORDS {
                return Err(BlockedWordsError::TooMany);
            }
            patterns.extend(Pattern::of(word.as_ref(), Word::Allowed)?);
        }
        let search = Search::new(patterns)?;
        Ok(Self(Arc::new(Words { blocked: words, search })))
    }

    /// How many words are blocked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.blocked.len()
    }

    /// Whether no word is blocked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.blocked.is_empty()
    }

    /// Finds the words in a text, in the order in which they begin.
    ///
    /// ```
    /// use botrs_secure::BlockedWords;
    ///
    /// let words = [("傻逼", "insult"), ("casino", "advert")];
    /// let words = BlockedWords::new(words, ["傻逼乎乎"])?;
    /// let found = |text| words.find(text).iter().map(|found| found.word.to_owned()).collect::<Vec<_>>();
    /// assert_eq!(found("你个傻*逼，ＣＡＳ1N0!"), ["傻逼", "casino"]);
    /// assert!(found("傻逼乎乎的，casinos").is_empty());
    /// # Ok::<(), botrs_secure::BlockedWordsError>(())
    /// ```
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<BlockedWord<'_>> {
        self.0
            .search
            .find(text)
            .into_iter()
            .filter_map(|(span, place)| {
                let Blocked { word, category } = self.0.blocked.get(place)?;
                Some(BlockedWord { word, category, span })
            })
            .collect()
    }
}

impl PartialEq for BlockedWords {
    /// Whether one is a clone of the other.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for BlockedWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockedWords").field("len", &self.len()).finish_non_exhaustive()
    }
}
