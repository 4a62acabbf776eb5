//! What is looked for: the skeletons of words.

use super::BlockedWords;
use super::error::BlockedWordsError;
use crate::content::folding::{Class, Reading, chars, skeleton};

/// What is looked for in the skeleton of a text.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) text: String,
    pub(super) word: Word,
    /// Whether all its letters are of scripts with spaces.
    pub(super) spaced: bool,
}

/// The word that a pattern stands for: its place in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    Blocked(usize),
    /// Blocked words inside of it are not reported.
    Allowed,
}

/// A phrase shorter than this is not looked for without its spaces.
const JOINED: usize = 5;

impl Pattern {
    /// The patterns of one word: itself, and a phrase also without its spaces.
    pub(super) fn of(word: &str, place: Word) -> Result<Vec<Self>, BlockedWordsError> {
        if word.chars().count() > BlockedWords::MAX_LETTERS {
            return Err(BlockedWordsError::TooLong(word.to_owned()));
        }
        let words: Vec<&str> = word.split_whitespace().collect();
        let text = without_gaps_in_chinese(skeleton(&words.join(" "), Reading::First).text.trim());
        let classes =
            || text.chars().map(|c| chars().class(c)).filter(|&class| class != Class::Gap);
        let spaced = classes().all(|class| class == Class::Spaced);
        match classes().count() {
            0 => return Err(BlockedWordsError::NoLetter(word.to_owned())),
            1 if spaced => return Err(BlockedWordsError::OneLetter(word.to_owned())),
            _ => {}
        }
        let joined: String = text.split(' ').collect();
        let phrase = spaced && joined != text && joined.chars().count() >= JOINED;
        let joined = Some(joined).filter(|_| phrase && matches!(place, Word::Blocked(_)));
        let texts = std::iter::once(text).chain(joined);
        Ok(texts.map(|text| Self { text, word: place, spaced }).collect())
    }
}

/// What stands between two letters, one of which is of a script without spaces, is no part of a word.
fn without_gaps_in_chinese(text: &str) -> String {
    let class = |c: char| chars().class(c);
    let mut kept = String::with_capacity(text.len());
    let mut gap = String::new();
    for c in text.chars() {
        if class(c) == Class::Gap {
            gap.push(c);
            continue;
        }
        let beside = kept.chars().next_back().is_some_and(|last| class(last) == Class::Unspaced);
        if !beside && class(c) != Class::Unspaced {
            kept.push_str(&gap);
        }
        gap.clear();
        kept.push(c);
    }
    kept.push_str(&gap);
    kept
}
