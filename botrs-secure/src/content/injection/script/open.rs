//! Markup that is left open, so that what the page has behind it becomes a part of it.

use super::Scan;
use super::attribute::is_event;
use super::words::{ATTRIBUTES, Attribute, Tag};
use crate::content::injection::place::{back_over_gap, name_at, name_before, over_quotes};
use crate::content::injection::table::Table;

/// Elements in which an open one is only a document that goes on.
const OUTER: [&[u8]; 6] = [b"html", b"head", b"body", b"form", b"meta", b"link"];

/// Elements that hold others, and that a page closes where a text does not.
static HOLDERS: Table<(), 64> = Table::new(&[
    ("div", ()),
    ("span", ()),
    ("form", ()),
    ("table", ()),
    ("section", ()),
    ("svg", ()),
    ("math", ()),
    ("font", ()),
    ("center", ()),
    ("button", ()),
    ("object", ()),
    ("marquee", ()),
]);

/// The elements that hold others, as they are opened and closed.
#[derive(Default)]
pub(super) struct Holders {
    /// How many are open.
    open: u32,
    /// The first with an attribute, while any is.
    first: Option<usize>,
    last: usize,
}

impl Holders {
    pub(super) fn count(&mut self, at: usize, name: &[u8], closing: bool, described: bool) {
        if HOLDERS.get(name).is_none() {
            return;
        }
        if closing {
            self.less();
        } else {
            self.open += 1;
            self.last = at;
            self.first = self.first.or(described.then_some(at));
        }
    }

    /// `<svg />`
    pub(super) fn close(&mut self, at: usize) {
        if self.open > 0 && self.last == at {
            self.less();
        }
    }

    fn less(&mut self) {
        self.open = self.open.saturating_sub(1);
        if self.open == 0 {
            self.first = None;
        }
    }
}

impl Scan<'_, '_> {
    /// At the end of the text.
    pub(super) fn left_open(&mut self) {
        let text = self.text.trim_start();
        if !self.silent || !text.starts_with('<') || text.starts_with("</") {
            return;
        }
        let holder = self.holders.first.filter(|at| self.is_filled(*at));
        if let Some(at) = self.swallows.or(self.comment).or(holder) {
            self.points(at, self.bytes.len(), 50);
        }
        if let Some(tag) = self.tag.filter(|tag| tag.closed.is_none() && !tag.closing) {
            let loads = !matches!(tag.kind, Tag::Plain | Tag::Raw);
            let handles = is_event(name_before(self.bytes, self.bytes.len()));
            self.points(tag.start, self.bytes.len(), if loads || handles { 50 } else { 0 });
        }
        if let Some(opened) = self.quotes.opened.filter(|_| self.in_tag() && self.value.is_some()) {
            self.address_left_open(opened);
        }
    }

    /// `<img src='//x.example/?`: the page's secrets become a part of the address.
    fn address_left_open(&mut self, opened: usize) {
        let equals = back_over_gap(self.bytes, opened).saturating_sub(1);
        let name = name_before(self.bytes, back_over_gap(self.bytes, equals));
        let address = matches!(ATTRIBUTES.get(name), Some(Attribute::Source | Attribute::Action));
        if address && self.leads_away(opened, over_quotes(self.bytes, opened)) {
            self.points(opened, self.bytes.len(), 50);
        }
    }

    /// `<div id=x>x<style>`: an element that takes all that follows for its text.
    pub(super) fn swallow(&mut self, at: usize, name: &[u8], kind: Tag, closing: bool) {
        let takes = kind == Tag::Raw
            || [&b"style"[..], b"svg", b"math"]
                .iter()
                .any(|taker| taker.eq_ignore_ascii_case(name));
        let inner =
            self.tag.is_some_and(|tag| !tag.closing && !OUTER.contains(&self.name_of(tag.start)));
        if closing {
            self.swallows = None;
        } else if takes && inner {
            self.swallows = Some(at);
        }
    }

    /// Whether something is behind the tag that begins here.
    fn is_filled(&self, tag: usize) -> bool {
        let end = self.bytes[tag..].iter().position(|b| *b == b'>');
        end.is_some_and(|end| !self.bytes[tag + end + 1..].trim_ascii().is_empty())
    }

    fn name_of(&self, tag: usize) -> &[u8] {
        name_at(self.bytes, tag + 1)
    }
}
