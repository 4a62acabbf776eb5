//! What is given a value outside of a tag: `location=`, functions under another name.

use super::Scan;
use super::given::is_telling;
use super::words::{ATTRIBUTES, Attribute, CALLS, Call};
use crate::content::injection::place::{
    back_over_gap, begins, begins_any, name_at, name_before, over_quotes, over_space,
};

impl Scan<'_, '_> {
    /// `=` outside of a tag: `location=`, and functions under another name.
    pub(super) fn assigned(&mut self, name: &[u8], start: usize, at: usize) {
        if !self.quiet() {
            return;
        }
        let value = over_space(self.bytes, at + 1);
        let called = name_at(self.bytes, value);
        let renamed = self.renamed(start, name, called, value + called.len());
        let page =
            name.eq_ignore_ascii_case(b"location") || name.eq_ignore_ascii_case(b"innerhtml");
        let first = page && (self.chain(start) == 0 || self.broken(start));
        let points = match () {
            () if renamed => 50,
            () if self.silent && (self.is_scheme(at) || self.another(name, start, at)) => 50,
            () if first && (self.leads_on(at) || self.silent && self.takes_over(name, at)) => 50,
            () if first => 35,
            () if page => 15,
            () => 0,
        };
        self.points(start, at + 1, points);
    }

    /// `a=alert;`, `(a=alert)`, `${a=alert}`, `a=prompt,a(1)`.
    fn renamed(&self, start: usize, name: &[u8], called: &[u8], end: usize) -> bool {
        let next = self.bytes.get(end).copied().unwrap_or_default();
        let before = &self.bytes[..self.chain(start)];
        // `f(level=alert)` is an argument with its name.
        let argument = !name_before(before, before.len().saturating_sub(1)).is_empty();
        let within = before.ends_with(b"(") && !argument && next == b')'
            || before.ends_with(b"${") && next == b'}';
        let ends = matches!(next, b',' | b';');
        let used = name_at(self.bytes, end + 1) == name
            && self.bytes.get(end + 1 + name.len()) == Some(&b'(');
        match CALLS.get(called) {
            Some(Call::Dialog) if is_telling(called) => within || ends,
            Some(Call::Dialog | Call::Eval) => ends && used,
            _ => false,
        }
    }

    /// `c="javascript:";`: a scheme that is to be put before something.
    fn is_scheme(&self, at: usize) -> bool {
        let quoted = self.bytes.get(at + 1).is_some_and(|b| b"'\"`".contains(b));
        quoted
            && begins(self.bytes, at + 2, "javascript:")
            && self.bytes.get(at + 13) == self.bytes.get(at + 1)
    }

    /// `x" style="y`: an attribute more, behind a value that ends early.
    fn another(&self, name: &[u8], start: usize, at: usize) -> bool {
        let quote = self.bytes.get(at + 1);
        let harmful = matches!(
            ATTRIBUTES.get(name),
            Some(Attribute::Style | Attribute::Document | Attribute::Source | Attribute::Action)
        );
        harmful
            && quote.is_some_and(|b| b"'\"".contains(b))
            && self.quotes.opened.is_some_and(|opened| {
                self.bytes.get(opened) == quote && back_over_gap(self.bytes, start) == opened + 1
            })
    }

    /// `innerHTML=location.hash`: what the page becomes is in the address or the window that leads to it.
    fn takes_over(&self, name: &[u8], at: usize) -> bool {
        let value = name_at(self.bytes, at + 1);
        matches!(value, b"location" | b"URL") || value == b"name" && name == b"location"
    }

    /// `="https://`, without the spaces that programs are written with.
    fn leads_on(&self, at: usize) -> bool {
        let address = over_quotes(self.bytes, at + 1);
        let quoted = self.bytes.get(at + 1).is_some_and(|b| b"'\"`".contains(b));
        quoted && begins_any(self.bytes, address, &["http", "//", "javascript:", "data:"])
    }
}
