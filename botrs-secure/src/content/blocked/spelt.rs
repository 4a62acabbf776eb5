//! Words that are written with something between their letters: `f u c k`, `f.u.c.k`, `傻 逼`.

use std::ops::Range;

use crate::content::folding::{Class, chars};

/// The letters of a skeleton that stand apart, without what stands between them.
#[derive(Default)]
pub(super) struct Spelt {
    /// Runs of letters, each ended by a NUL, which no skeleton has.
    pub(super) text: String,
    letters: Vec<Letter>,
}

#[derive(Debug, Clone, Copy)]
struct Letter {
    /// Where it begins in the runs, and where it stands in the skeleton.
    at: usize,
    start: usize,
    end: usize,
    class: Class,
    /// The place of the first letter of its run.
    run: usize,
}

/// The longest that may stand between two letters of a run, in characters.
const GAP: usize = 3;

impl Spelt {
    /// Runs of characters of scripts without spaces and of letters that stand alone, in which something stands
    /// between some of them.
    pub(super) fn of(skeleton: &str) -> Self {
        let mut spelt = Self::default();
        let mut run: Vec<Letter> = Vec::new();
        let mut before = Class::Gap;
        let mut gap = 0;
        let mut chars_left = skeleton.char_indices().map(|(at, c)| (at, c, chars().class(c))).peekable();
        while let Some((start, c, class)) = chars_left.next() {
            let next = chars_left.peek().map_or(Class::Gap, |&(_, _, class)| class);
            let alone = before != Class::Spaced && next != Class::Spaced;
            before = class;
            match class {
                Class::Gap => gap += 1,
                Class::Spaced if !alone => spelt.end(skeleton, &mut run),
                _ => {
                    if gap > GAP {
                        spelt.end(skeleton, &mut run);
                    }
                    gap = 0;
                    run.push(Letter { at: 0, start, end: start + c.len_utf8(), class, run: 0 });
                }
            }
        }
        spelt.end(skeleton, &mut run);
        spelt
    }

    fn end(&mut self, skeleton: &str, run: &mut Vec<Letter>) {
        if run.windows(2).any(|pair| pair[0].end < pair[1].start) {
            let first = self.letters.len();
            for letter in run.iter() {
                self.letters.push(Letter { at: self.text.len(), run: first, ..*letter });
                self.text.push_str(&skeleton[letter.start..letter.end]);
            }
            self.text.push('\0');
        }
        run.clear();
    }

    /// The span of the skeleton in which these bytes of the runs are spelt out; none where they are not.
    pub(super) fn span(&self, bytes: Range<usize>, skeleton: &str, spaced: bool) -> Option<Range<usize>> {
        let place = |byte| self.letters.partition_point(|letter| letter.at < byte);
        let (first, last) = (place(bytes.start), place(bytes.end));
        let letters = self.letters.get(first..last).filter(|letters| letters.len() > 1)?;
        let gap = |pair: &[Letter]| &skeleton[pair[0].end..pair[1].start];
        let gaps: Vec<&str> = letters.windows(2).map(gap).collect();
        let is_spelt = if spaced {
            are_even(&gaps) && letters.len() >= 3 && self.is_whole(first..last, skeleton)
        } else {
            are_apart(&gaps, letters, skeleton)
        };
        is_spelt.then(|| letters[0].start..letters[letters.len() - 1].end)
    }

    /// Whether at most an `a` or `I` stands before or behind the letters, set apart in the same way.
    fn is_whole(&self, letters: Range<usize>, skeleton: &str) -> bool {
        let run = self.letters[letters.start].run;
        let kind = kind(&skeleton[self.letters[letters.start].end..self.letters[letters.start + 1].start]);
        let joins = |first: usize| {
            let pair = self.letters.get(first..first + 2)?;
            let same = pair.iter().all(|letter| letter.run == run && letter.class == Class::Spaced);
            (same && kind == self::kind(&skeleton[pair[0].end..pair[1].start])).then_some(())
        };
        let is_word = |place: usize| matches!(self.letter(place, skeleton), "a" | "i");
        let before = match letters.start {
            0 => true,
            start if joins(start - 1).is_none() => true,
            start => is_word(start - 1) && (start == 1 || joins(start - 2).is_none()),
        };
        let behind = joins(letters.end - 1).is_none()
            || (is_word(letters.end) && joins(letters.end).is_none());
        before && behind
    }

    fn letter<'s>(&self, place: usize, skeleton: &'s str) -> &'s str {
        self.letters.get(place).map_or("", |letter| &skeleton[letter.start..letter.end])
    }
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

/// Whether Chinese characters are set apart: all of three or more in the same way, or some of them by one character
/// that is put there to hide a word.
fn are_apart(gaps: &[&str], letters: &[Letter], skeleton: &str) -> bool {
    let short = gaps.iter().all(|gap| gap.chars().count() <= 1);
    let apart = || gaps.iter().filter(|gap| !gap.is_empty());
    if !short || apart().next().is_none() {
        return false;
    }
    if gaps.len() > 1 && are_even(gaps) {
        return true;
    }
    let kinds = |gap: &&&str| kind(gap);
    let even = apart().all(|gap| kinds(&gap) == apart().next().and_then(|gap| kind(gap)));
    even && gaps.iter().zip(&letters[1..]).filter(|(gap, _)| !gap.is_empty()).all(|(gap, behind)| {
        let begins = BEGINS.contains(&skeleton[behind.start..behind.end]);
        HIDING.contains(*gap) || (PAUSES.contains(*gap) && !begins)
    })
}
