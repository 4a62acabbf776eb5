//! Functions that are handed on, for something else to call them.

use super::Scan;
use crate::content::injection::place::{begins, is_name, name_at, name_before, over_space};

/// Whether this is a function that trials hand on.
fn is_tried(name: &[u8]) -> bool {
    matches!(name, b"alert" | b"confirm" | b"prompt" | b"eval")
}

/// The same without what programs name other things by: people hand a `prompt` to a model.
pub(super) fn is_telling(name: &[u8]) -> bool {
    is_tried(name) && name != b"prompt"
}

impl Scan<'_, '_> {
    /// At `,`: `Array.from([1],alert)`, `Reflect.apply(0,alert,x)`.
    pub(super) fn handed(&mut self, at: usize) {
        let start = over_space(self.bytes, at + 1);
        let name = name_at(self.bytes, start);
        if !is_telling(name) || !(self.in_tag() || self.silent) {
            return;
        }
        let end = start + name.len();
        let last = at.checked_sub(1).map(|last| self.bytes[last]);
        let literal = last.is_some_and(|b| b.is_ascii_digit() || b"]'\"`".contains(&b));
        let ends = self.bytes.get(end).is_some_and(|b| matches!(b, b')' | b','));
        self.points(at, end, if literal && ends { 50 } else { 0 });
    }

    /// At `.`: `alert.call(`.
    pub(super) fn borrowed(&mut self, at: usize) {
        let name = name_before(self.bytes, at);
        if !is_tried(name) || !(self.in_tag() || self.silent) {
            return;
        }
        let how = name_at(self.bytes, at + 1);
        let end = at + 1 + how.len();
        let called = self.bytes.get(end).is_some_and(|b| matches!(b, b'(' | b'`'));
        let borrows = [&b"call"[..], b"apply", b"bind"].contains(&how);
        self.points(at - name.len(), end, if borrows && called { 50 } else { 0 });
    }

    /// `[1].find(alert)`.
    pub(super) fn passed(&mut self, at: usize) -> bool {
        if !self.bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) || !self.silent {
            return false;
        }
        let name = name_at(self.bytes, at + 1);
        let end = at + 1 + name.len();
        let last = at.checked_sub(1).map(|last| self.bytes[last]);
        let tool =
            last.is_some_and(is_name) && (is_telling(name) || self.walks(at) && is_tried(name));
        let called = tool || last == Some(b']') && is_tried(name);
        let passed = called && self.bytes.get(end) == Some(&b')');
        if passed {
            self.points(at, end + 1, 50);
        }
        passed
    }

    /// Whether what is called here calls what it is given for every entry of a list.
    fn walks(&self, at: usize) -> bool {
        let walks = [&b"map"[..], b"find", b"forEach", b"filter", b"some", b"every", b"sort"];
        walks.contains(&name_before(self.bytes, at))
    }

    /// `` x`${alert}` ``.
    pub(super) fn filled(&mut self, at: usize) -> bool {
        let tagged = at.checked_sub(1).is_some_and(|last| is_name(self.bytes[last]));
        if !tagged || !begins(self.bytes, at + 1, "${") {
            return false;
        }
        let name = name_at(self.bytes, at + 3);
        let end = at + 3 + name.len();
        let filled = is_tried(name) && self.bytes.get(end) == Some(&b'}');
        if filled {
            self.points(at, end + 1, 50);
        }
        filled
    }
}
