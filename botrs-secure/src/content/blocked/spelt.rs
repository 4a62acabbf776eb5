//! Words that are written with something between their letters: `f u c k`, `f.u.c.k`, `傻 逼`.

use std::ops::Range;

use crate::content::folding::{Class, chars, work};

/// The letters of a skeleton that stand apart, without what stands between them.
pub(super) struct Spelt<'s> {
    skeleton: &'s str,
    /// Runs of letters, each ended by a NUL, which no skeleton has.
    pub(super) text: String,
    letters: Vec<Letter>,
}

#[derive(Debug, Clone, Copy)]
struct Letter {
    /// Where it begins in the runs, and where in the skeleton.
    at: usize,
    start: usize,
}

/// The longest that may stand between two letters of a run, in characters.
const GAP: usize = 3;

impl<'s> Spelt<'s> {
    /// Runs of characters of scripts without spaces and of letters that stand alone, in which something stands
    /// between some of them.
    pub(super) fn of(skeleton: &'s str) -> Self {
        let mut spelt = Self { skeleton, text: String::new(), letters: Vec::new() };
        let mut run = Run::default();
        let mut before = Class::Gap;
        let mut left = skeleton.char_indices().map(|(at, c)| (at, c, chars().class(c))).peekable();
        while let Some((start, c, class)) = left.next() {
            work(1);
            let next = left.peek().map_or(Class::Gap, |&(_, _, class)| class);
            let alone = before != Class::Spaced && next != Class::Spaced;
            before = class;
            match class {
                Class::Gap => run.gap += 1,
                Class::Spaced if !alone => spelt.end(&mut run),
                _ => {
                    if run.gap > GAP {
                        spelt.end(&mut run);
                    }
                    run.apart |= run.gap > 0 && run.letters < spelt.letters.len();
                    run.gap = 0;
                    spelt.letters.push(Letter { at: spelt.text.len(), start });
                    spelt.text.push(c);
                }
            }
        }
        spelt.end(&mut run);
        spelt
    }

    /// Keeps the run if something stands between its letters.
    fn end(&mut self, run: &mut Run) {
        if run.apart {
            self.text.push('\0');
        } else {
            self.text.truncate(run.text);
            self.letters.truncate(run.letters);
        }
        *run = Run { text: self.text.len(), letters: self.letters.len(), ..Run::default() };
    }

    /// The span of the skeleton in which these bytes of the runs are spelt out; none where they are not.
    pub(super) fn span(&self, bytes: Range<usize>, spaced: bool) -> Option<Range<usize>> {
        let place = |byte| self.letters.partition_point(|letter| letter.at < byte);
        let letters = place(bytes.start)..place(bytes.end);
        let gaps: Vec<&str> = letters.clone().skip(1).map(|place| self.gap_before(place)).collect();
        let is_spelt = if spaced {
            gaps.len() >= 2 && are_even(&gaps) && self.is_whole(letters.clone(), kind(gaps[0]))
        } else {
            self.is_hidden(&gaps, letters.clone())
        };
        is_spelt.then(|| self.letters[letters.start].start..self.end_of(letters.end - 1))
    }

    fn letter(&self, place: usize) -> &'s str {
        let start = self.letters[place].start;
        let length = self.skeleton[start..].chars().next().map_or(0, char::len_utf8);
        &self.skeleton[start..start + length]
    }

    fn end_of(&self, place: usize) -> usize {
        self.letters[place].start + self.letter(place).len()
    }

    /// What stands between this letter and the one before it in its run.
    fn gap_before(&self, place: usize) -> &'s str {
        &self.skeleton[self.end_of(place - 1)..self.letters[place].start]
    }

    /// Whether at most an `a` or `I` stands before or behind the letters, set apart in the same way.
    fn is_whole(&self, letters: Range<usize>, kind: Option<char>) -> bool {
        let is_apart = |place: usize| self.is_apart(place, kind);
        let is_word = |place: usize| matches!(self.letter(place), "a" | "i");
        let (start, end) = (letters.start, letters.end);
        let before = !is_apart(start) || (is_word(start - 1) && !is_apart(start - 1));
        let behind = !is_apart(end) || (is_word(end) && !is_apart(end + 1));
        before && behind
    }

    /// Whether this letter and the one before are of one run and of scripts with spaces, and set apart so.
    fn is_apart(&self, place: usize, kind: Option<char>) -> bool {
        let Some(before) = place.checked_sub(1) else { return false };
        let Some(letter) = self.letters.get(place) else { return false };
        let spaced = |place| self.letter(place).chars().all(|c| chars().class(c) == Class::Spaced);
        letter.at == self.letters[before].at + self.letter(before).len()
            && spaced(before)
            && spaced(place)
            && self::kind(self.gap_before(place)) == kind
    }

    /// Whether characters are set apart to hide a word: all of three or more in the same way, or some of them by
    /// one character that is put there for nothing else.
    fn is_hidden(&self, gaps: &[&str], letters: Range<usize>) -> bool {
        let mut apart = gaps.iter().filter(|gap| !gap.is_empty());
        let Some(first) = apart.next() else { return false };
        if first.chars().count() > 1 || apart.any(|gap| gap != first) {
            return false;
        }
        let everywhere = gaps.len() > 1 && gaps.iter().all(|gap| !gap.is_empty());
        let behind =
            letters.skip(1).zip(gaps).filter(|(_, gap)| !gap.is_empty()).map(|(place, _)| place);
        let begins = |place: usize| BEGINS.contains(self.letter(place));
        everywhere
            || HIDING.contains(first)
            || (PAUSES.contains(first) && !behind.clone().any(begins))
    }
}

/// A run of letters that is not ended yet.
#[derive(Default)]
struct Run {
    /// How long the text was before it, and how many letters there were.
    text: usize,
    letters: usize,
    /// Characters since the last letter.
    gap: usize,
    /// Whether something stands between its letters.
    apart: bool,
}

/// What stands between letters is told apart by how it begins.
fn kind(gap: &str) -> Option<char> {
    gap.chars().next()
}

/// Whether the same stands between all letters.
fn are_even(gaps: &[&str]) -> bool {
    gaps.iter().all(|gap| !gap.is_empty() && kind(gap) == kind(gaps[0]))
}

/// What nobody puts between two Chinese characters but to hide a word.
const HIDING: &str = "*·•|^";
/// What is put there to hide a word, or else between phrases.
const PAUSES: &str = " .+#";
/// What begins a phrase, so that a pause before it is one between phrases.
const BEGINS: &str = "你我他她它您咱这那谁哪就不也都还没有是的了吗呢吧啊哦呀嘛么在要会能可";

/// Whether one of these between two Chinese characters may hide a word of two.
pub(super) fn may_hide(c: char) -> bool {
    HIDING.contains(c) || PAUSES.contains(c)
}
