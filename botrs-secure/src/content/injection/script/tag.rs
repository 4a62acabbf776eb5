//! Tags: `<script>` with something in it, documents inside the document, and ways out of markup.

use super::Scan;
use super::place::{begins, begins_any, is_name, name_at, over_space};
use super::words::{CALLS, TAGS, Tag};
use crate::content::injection::work;

/// A tag that was opened.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) kind: Tag,
    pub(super) start: usize,
    /// Where its `>` is.
    pub(super) closed: Option<usize>,
    closing: bool,
}

impl Scan<'_, '_> {
    /// At `<`.
    pub(super) fn tag(&mut self, at: usize) {
        let mut name = at + 1;
        while self.bytes.get(name).is_some_and(|b| *b < b' ' || *b == 0x7f) && name < at + 8 {
            name += 1;
        }
        let closing = self.bytes.get(name) == Some(&b'/');
        name += usize::from(closing);
        let start = over_space(self.bytes, name);
        match self.bytes.get(start) {
            Some(b'!' | b'?' | b'%') => self.declaration(at, start),
            Some(b) if b.is_ascii_alphabetic() || *b == b'_' => {
                self.element(at, start, closing, start > name);
            }
            _ => {}
        }
    }

    fn element(&mut self, at: usize, start: usize, closing: bool, spaced: bool) {
        let mut name = name_at(self.bytes, start);
        let mut end = start + name.len();
        if self.bytes.get(end) == Some(&b':') {
            let local = name_at(self.bytes, end + 1);
            if !local.is_empty() {
                name = local;
                end += 1 + local.len();
            }
        }
        let kind = TAGS.get(name).unwrap_or(Tag::Plain);
        if spaced && kind == Tag::Plain {
            return;
        }
        self.nested(at, start);
        if closing && self.quiet() && self.tag.is_none() && kind != Tag::Plain {
            self.floor(at, end, 30);
        }
        self.broken_out(at, end);
        if kind == Tag::Script && !closing {
            self.script(at, end);
        }
        self.tag = Some(Open { kind, start: at, closed: None, closing });
    }

    /// `<scr<script>`: a tag whose name goes on in another one.
    fn nested(&mut self, at: usize, start: usize) {
        let inside = self.tag.is_some_and(|tag| {
            let name = self.bytes.get(tag.start + 1..at).unwrap_or_default();
            tag.closed.is_none()
                && name.len() < 16
                && name.iter().all(|b| is_name(*b) || *b == b'/')
        });
        work::step(16);
        if inside && TAGS.get(name_at(self.bytes, start)).is_some() {
            self.floor(at, start, 30);
        }
    }

    /// `"><x`: a quote that ends a value, and the end of the tag.
    fn broken_out(&mut self, at: usize, end: usize) {
        let from = at.saturating_sub(8);
        let gap = self.bytes[from..at].iter().rev().take_while(|b| b" />\\\t".contains(b)).count();
        let Some(quote) = (at - gap).checked_sub(1) else { return };
        let ends = self.bytes[quote + 1..at].contains(&b'>');
        if ends && self.breaks(quote) && self.quiet() {
            self.floor(quote, end, 50);
        }
    }

    /// `<script` with its name behind it.
    fn script(&mut self, at: usize, end: usize) {
        let odd = match self.bytes.get(end) {
            Some(b'/') => self.bytes.get(end + 1).is_some_and(|b| *b != b'>'),
            Some(b'>' | b' ' | b'\n' | b'\t') | None => false,
            Some(b) => !b.is_ascii_punctuation() || matches!(b, b'\\' | b'<'),
        };
        self.floor(at, end, if odd { 60 } else { 25 });
    }

    /// At `>`.
    pub(super) fn tag_end(&mut self, at: usize) {
        let Some(tag) = self.tag.as_mut().filter(|tag| tag.closed.is_none()) else { return };
        tag.closed = Some(at);
        let tag = *tag;
        if tag.kind == Tag::Script && !tag.closing && self.is_code(at + 1) {
            self.points(tag.start, at + 1, 35);
        }
    }

    /// Whether a script begins here, and not a sentence about one.
    fn is_code(&self, start: usize) -> bool {
        let at = over_space(self.bytes, start);
        let name = name_at(self.bytes, at);
        if name.is_empty() {
            return self.bytes.get(at).is_some_and(|b| {
                b.is_ascii_punctuation() && !b"<.,;:)'\"`?!".contains(b)
                    || *b < b' '
                    || begins(self.bytes, at, "<!--")
            }) || self.quoted_code(at);
        }
        let keyword =
            ["var", "let", "const", "new", "throw", "function", "import", "try", "delete"];
        let next = over_space(self.bytes, at + name.len());
        let sign = self.bytes.get(next).is_some_and(|b| b"(=.[{;+-*`'\"\\/%".contains(b));
        let sentence = self.bytes.get(next) == Some(&b'.')
            && self.bytes.get(next + 1).is_none_or(|b| *b <= b' ');
        sign && !sentence && next - at - name.len() < 2
            || keyword.iter().any(|word| name.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// `'x';alert(1)` and not `"` behind a quoted tag.
    fn quoted_code(&self, at: usize) -> bool {
        let rest = &self.bytes[at.min(self.bytes.len())..];
        let seen = &rest[..rest.len().min(24)];
        work::step(seen.len());
        seen.iter().enumerate().any(|(i, b)| {
            *b == b'(' && CALLS.get(super::place::name_before(self.bytes, at + i)).is_some()
        })
    }

    /// At `<!` and `<?`.
    fn declaration(&mut self, at: usize, start: usize) {
        if begins(self.bytes, start, "!entity") {
            self.points(at, start + 7, 50);
        } else if begins(self.bytes, start, "?import") || begins(self.bytes, start, "?xml-styl") {
            self.points(at, start + 7, 50);
            self.tag = Some(Open { kind: Tag::Frame, start: at, closed: None, closing: false });
        } else if begins_any(self.bytes, start, &["![cdata[", "!--[if", "!attlist", "?php", "?="]) {
            self.floor(at, start + 4, 15);
        }
    }
}
