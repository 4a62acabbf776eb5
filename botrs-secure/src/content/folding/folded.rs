//! A view of a text that knows the way back.

use std::borrow::Cow;
use std::ops::Range;

/// A view of a text, and the way back from it.
#[derive(Debug, Clone)]
pub(crate) struct Folded<'a> {
    pub(crate) text: Cow<'a, str>,
    raw: &'a str,
    /// The first leads to the raw text, each other to the text of the one before; none where the view is the raw
    /// text.
    layers: Vec<Layer>,
}

impl<'a> Folded<'a> {
    /// The raw text as it is.
    pub(crate) fn same(raw: &'a str) -> Self {
        Self { text: Cow::Borrowed(raw), raw, layers: Vec::new() }
    }

    /// The view of this view that `layer` is; the same view where it is none.
    pub(super) fn under(mut self, layer: Option<(String, Layer)>) -> Self {
        if let Some((text, layer)) = layer {
            self.text = Cow::Owned(text);
            self.layers.push(layer);
        }
        self
    }

    /// The smallest span of the raw text that all of this span of the view came from.
    ///
    /// Both its ends are boundaries of characters, also where those of `span` are not, or lie outside.
    pub(crate) fn raw(&self, span: Range<usize>) -> Range<usize> {
        let end = span.end.min(self.text.len());
        let span = span.start.min(end)..end;
        let Range { start, end } =
            self.layers.iter().rfold(span.clone(), |span, layer| layer.source(span));
        let start = boundary_before(self.raw, start);
        start..if span.is_empty() { start } else { boundary_behind(self.raw, end) }
    }

    /// The raw text that all of this span of the view came from.
    pub(crate) fn raw_text(&self, span: Range<usize>) -> &'a str {
        &self.raw[self.raw(span)]
    }
}

fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn boundary_behind(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Where each part of a view came from, in the order of the view; never empty.
#[derive(Debug, Clone)]
pub(super) struct Layer(Vec<Piece>);

/// A part of the view, up to the next piece.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the view.
    at: usize,
    /// Where it came from, and where that ends.
    from: usize,
    to: usize,
    /// Whether it is what it came from, so that a part of it came from a part of that.
    same: bool,
}

impl Layer {
    /// What this span of the view came from.
    pub(super) fn source(&self, span: Range<usize>) -> Range<usize> {
        let first = self.piece(span.start);
        let start = if first.same { first.from + (span.start - first.at) } else { first.from };
        if span.is_empty() {
            return start..start;
        }
        let last = self.piece(span.end - 1);
        start..if last.same { last.from + (span.end - last.at) } else { last.to }
    }

    /// The piece that this byte of the view is in.
    fn piece(&self, at: usize) -> Piece {
        let after = self.0.partition_point(|piece| piece.at <= at);
        self.0[after.saturating_sub(1)]
    }
}

/// Makes a view from left to right; the text is copied only from the first change on.
pub(super) struct Builder<'t> {
    from: &'t str,
    text: String,
    pieces: Vec<Piece>,
    /// Up to where the text is in the view or left out of it.
    done: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(from: &'t str) -> Self {
        Self { from, text: String::new(), pieces: Vec::new(), done: 0 }
    }

    /// Puts a text in the place of this span, which lies behind all that was replaced before.
    pub(super) fn replace(&mut self, span: Range<usize>, by: &str) {
        self.keep_to(span.start);
        if !by.is_empty() {
            self.piece(span.clone(), false);
            self.text.push_str(by);
        }
        self.done = span.end;
    }

    fn keep_to(&mut self, end: usize) {
        if self.done < end {
            self.piece(self.done..end, true);
            self.text.push_str(&self.from[self.done..end]);
        }
    }

    fn piece(&mut self, Range { start: from, end: to }: Range<usize>, same: bool) {
        self.pieces.push(Piece { at: self.text.len(), from, to, same });
    }

    /// The view and the way back from it; none where nothing was replaced.
    pub(super) fn finish(mut self) -> Option<(String, Layer)> {
        if self.done == 0 {
            return None;
        }
        self.keep_to(self.from.len());
        if self.pieces.is_empty() {
            self.piece(0..self.from.len(), false);
        }
        Some((self.text, Layer(self.pieces)))
    }
}
