//! The search for words in a text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::alike::alike;
use super::error::BlockedWordsError;
use super::part::Part;
use super::pattern::{Pattern, Word};
use super::screen::Screen;
use super::spelt::Spelt;
use super::walk::{OVERRIDE, suspects};
use crate::content::folding::{Folded, Reading, chars, skeleton, work};

/// What finds words.
pub(super) struct Search {
    pub(super) screen: Screen,
    patterns: Vec<Pattern>,
    /// Finds what is like the patterns.
    automaton: AhoCorasick,
}

/// Where a word was found in a raw text.
type Found = (Range<usize>, Word);

impl Search {
    pub(super) fn new(patterns: Vec<Pattern>) -> Result<Self, BlockedWordsError> {
        let alike =
            patterns.iter().map(|pattern| pattern.text.bytes().map(alike).collect::<Vec<u8>>());
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .prefilter(false)
            .build(alike)
            .map_err(|error| BlockedWordsError::Automaton(error.to_string()))?;
        let blocked = patterns.iter().filter(|pattern| matches!(pattern.word, Word::Blocked(_)));
        Ok(Self { screen: Screen::new(blocked), automaton, patterns })
    }

    /// Where blocked words are in a text, and their places in the list, in order.
    pub(super) fn find(&self, raw: &str) -> Vec<(Range<usize>, usize)> {
        if suspects(&self.screen, raw) { self.find_unscreened(raw) } else { Vec::new() }
    }

    pub(super) fn find_unscreened(&self, raw: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        self.find_straight(raw, &mut found);
        if raw.contains(OVERRIDE) {
            let (straight, turned) = (found.len(), raw.chars().rev().collect::<String>());
            self.find_straight(&turned, &mut found);
            for (span, _) in &mut found[straight..] {
                *span = raw.len() - span.end..raw.len() - span.start;
            }
        }
        blocked_only(found)
    }

    /// Blocked and allowed words.
    fn find_straight(&self, raw: &str, found: &mut Vec<Found>) {
        self.find_in(&skeleton(raw, Reading::First), Reading::First, found);
        if raw.chars().any(|c| chars().has_second(c)) {
            self.find_in(&skeleton(raw, Reading::Second), Reading::Second, found);
        }
    }

    fn find_in(&self, view: &Folded<'_>, reading: Reading, found: &mut Vec<Found>) {
        // Read as Latin letters, they are no part of a Chinese word.
        let applies = |pattern: &Pattern| pattern.spaced || reading == Reading::First;
        self.each_like(&view.text, |pattern, span| {
            let part = Part { view, start: span.start, end: span.end };
            let stands = || match pattern.word {
                Word::Blocked(_) => part.stands_for(&pattern.text),
                Word::Allowed => part.is(&pattern.text),
            };
            if applies(pattern) && part.is_whole() && stands() {
                found.push((view.raw(span), pattern.word));
            }
        });
        let spelt = Spelt::of(&view.text);
        self.each_like(&spelt.text, |pattern, span| {
            let is = matches!(pattern.word, Word::Blocked(_))
                && spelt.text[span.clone()] == *pattern.text;
            if is && applies(pattern) {
                let span = spelt.span(span, pattern.spaced);
                found.extend(span.map(|span| (view.raw(span), pattern.word)));
            }
        });
    }

    /// Every part of the text that is like a pattern.
    fn each_like(&self, text: &str, mut then: impl FnMut(&Pattern, Range<usize>)) {
        let alike: Vec<u8> = text.bytes().map(alike).collect();
        for found in self.automaton.find_overlapping_iter(&alike) {
            work(found.len());
            then(&self.patterns[found.pattern().as_usize()], found.range());
        }
    }
}

/// Each blocked word once, and none that is inside of an allowed one.
fn blocked_only(found: Vec<Found>) -> Vec<(Range<usize>, usize)> {
    let mut blocked = Vec::new();
    let mut allowed = Vec::new();
    for (span, word) in found {
        match word {
            Word::Blocked(place) => blocked.push((span, place)),
            Word::Allowed => allowed.push(span),
        }
    }
    let allowed = Cover::new(allowed);
    blocked.retain(|(span, _)| !allowed.has(span));
    blocked.sort_unstable_by_key(|(span, place)| (span.start, span.end, *place));
    blocked.dedup();
    blocked
}

/// Spans, in order, none of which is inside of one before it.
struct Cover(Vec<Range<usize>>);

impl Cover {
    fn new(mut spans: Vec<Range<usize>>) -> Self {
        spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        spans.retain(|span| {
            let goes_further = span.end > end;
            end = end.max(span.end);
            goes_further
        });
        Self(spans)
    }

    /// Whether this span is inside of one of them.
    fn has(&self, span: &Range<usize>) -> bool {
        // Of those that begin no later, the last ends last.
        let after = self.0.partition_point(|cover| cover.start <= span.start);
        after.checked_sub(1).is_some_and(|last| span.end <= self.0[last].end)
    }
}
