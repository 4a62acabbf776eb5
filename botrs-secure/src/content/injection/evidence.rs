//! Signals of one kind that add up.

use std::ops::Range;

use crate::content::finding::{Finding, Reason};

/// Where signals add up to a finding.
pub(super) const THRESHOLD: u32 = 50;

/// Adds up what speaks for an injection, until ordinary talk says that it was none.
pub(super) struct Evidence<'f> {
    reason: Reason,
    span: Range<usize>,
    score: u32,
    found: &'f mut dyn FnMut(Finding),
}

impl<'f> Evidence<'f> {
    pub(super) fn new(reason: Reason, found: &'f mut dyn FnMut(Finding)) -> Self {
        Self { reason, span: 0..0, score: 0, found }
    }

    /// A signal of so many points; none of zero points is kept.
    pub(super) fn add(&mut self, span: Range<usize>, points: u32) {
        if points == 0 {
            return;
        }
        if self.score == 0 {
            self.span = span;
        } else {
            self.span = self.span.start.min(span.start)..self.span.end.max(span.end);
        }
        self.score = self.score.saturating_add(points);
    }

    pub(super) fn score(&self) -> u32 {
        self.score
    }

    pub(super) fn any(&self) -> bool {
        self.score > 0
    }

    /// Reports what has come together, and begins anew.
    pub(super) fn settle(&mut self) {
        if self.score >= THRESHOLD {
            let score = self.score.min(100) as u8;
            (self.found)(Finding { reason: self.reason, span: self.span.clone(), score });
        }
        self.score = 0;
    }
}
