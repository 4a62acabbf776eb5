//! Tags: `<script>` with something in it, documents inside the document, and ways out of markup.

use super::Scan;
use super::words::{CALLS, MARKS, TAGS, Tag};
use crate::content::injection::place::{
    back_over_gap, begins, begins_any, is_name, name_at, name_before, over_space,
};
use crate::content::injection::work;

/// What ends a comment, a part that is no markup, and a document type.
const ENDS: [&[u8]; 4] = [b"-->", b"--!>", b"]]>", b"]>"];

/// A tag that was opened.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) kind: Tag,
    pub(super) start: usize,
    /// Where its `>` is.
    pub(super) closed: Option<usize>,
    pub(super) closing: bool,
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
                self.prefixed(at, name, end);
                name = local;
                end += 1 + local.len();
            }
        }
        self.cut_off(at, name, end);
        let kind = TAGS.get(name).unwrap_or(Tag::Plain);
        if spaced && kind == Tag::Plain {
            return;
        }
        if begins(self.bytes, start, "xml:namespace") {
            self.points(at, end, 50);
        }
        self.swallow(at, name, kind, closing);
        self.holders.count(at, name, closing, self.bytes.get(end) == Some(&b' '));
        self.nested(at, start);
        if closing {
            self.marked(at);
        }
        if closing && kind == Tag::Script {
            self.script_end(at);
            self.script_tail(at, end);
        }
        if !closing && self.way_out.is_some() && self.silent {
            self.floor(at, end, 50);
        }
        if closing && self.quiet() && self.tag.is_none() && kind != Tag::Plain {
            let more = if self.evidence.any() { 25 } else { 30 };
            self.points(at, end, more);
            self.way_out = matches!(kind, Tag::Script | Tag::Raw | Tag::Style).then_some(at);
        }
        if kind == Tag::Foreign && self.quiet() {
            self.floor(at, end, 50);
        }
        self.broken_out(at, end);
        self.uncommented(at, end);
        if kind == Tag::Script && !closing {
            self.script(at, end);
        }
        self.tag = Some(Open { kind, start: at, closed: None, closing });
        self.value = None;
    }

    /// `'<scr'+'ipt>'`: a name in two strings, which a program is to put together.
    fn cut_off(&mut self, at: usize, name: &[u8], end: usize) {
        let next = end + usize::from(self.bytes.get(end) == Some(&b')'));
        let ends = self.bytes.get(next).is_some_and(|b| b"'\"`".contains(b));
        let part = |whole: &[u8]| {
            let len = name.len();
            len > 1 && len < whole.len() && whole[..len].eq_ignore_ascii_case(name)
        };
        let cut = part(b"script") || name.len() > 2 && part(b"iframe");
        self.points(at, end, if ends && cut { 50 } else { 0 });
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
            let split = begins(self.bytes, at.saturating_sub(3), "scr")
                || begins_any(self.bytes, at.saturating_sub(2), &["sc", "if"]);
            self.floor(at, start, if split { 60 } else { 30 });
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

    /// `--><x`, `]]><x`: what the text was put into ends, and it was a comment or the like.
    fn uncommented(&mut self, at: usize, end: usize) {
        let before = self.bytes[..at.min(8)].trim_ascii();
        if at < 8 && ENDS.iter().any(|end| before.ends_with(end)) {
            self.floor(0, end, 50);
        }
    }

    /// `<b>XSS</b>`: nothing but a mark that it worked.
    fn marked(&mut self, at: usize) {
        let Some((tag, closed)) = self.tag.and_then(|tag| Some((tag, tag.closed?))) else { return };
        let inside = &self.bytes[closed + 1..at];
        let mark = MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(inside));
        if mark && !tag.closing && self.quiet() {
            self.floor(tag.start, at, 50);
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

    /// `</script` behind `<script>` and something that is no sentence.
    fn script_end(&mut self, at: usize) {
        let Some(tag) = self.tag.filter(|tag| tag.kind == Tag::Script && !tag.closing) else {
            return;
        };
        let Some(closed) = tag.closed else { return };
        let inside = &self.bytes[closed + 1..at.min(closed + 65)];
        work::step(inside.len());
        if inside.iter().any(|b| b"(=;`[".contains(b)) {
            self.floor(tag.start, at, 60);
        }
    }

    /// `x=1;</script>`: the end of a script without its beginning.
    fn script_tail(&mut self, at: usize, end: usize) {
        let before = back_over_gap(self.bytes, at);
        let code =
            before.checked_sub(1).is_some_and(|last| b";)}]'\">".contains(&self.bytes[last]));
        if code && self.tag.is_none() && self.silent {
            self.floor(at, end, 50);
        }
    }

    /// At `>`.
    pub(super) fn tag_end(&mut self, at: usize) {
        if self.bytes[..at].ends_with(b"--") {
            self.comment = None;
        }
        if self.value.is_some() {
            return;
        }
        let Some(tag) = self.tag.as_mut().filter(|tag| tag.closed.is_none()) else { return };
        tag.closed = Some(at);
        if self.bytes[..at].ends_with(b"/") && !tag.closing {
            self.holders.close(tag.start);
        }
        let tag = *tag;
        if tag.kind == Tag::Script && !tag.closing && self.is_code(at + 1) {
            self.points(tag.start, at + 1, 35);
        }
    }

    /// Whether a script begins here, and not a sentence about one.
    fn is_code(&self, start: usize) -> bool {
        let at = over_space(self.bytes, start);
        let name = name_at(self.bytes, at);
        let next = self.bytes.get(at + name.len()).copied();
        let words =
            ["var", "let", "const", "new", "throw", "function", "try", "delete", "if", "for"];
        if begins_any(
            self.bytes,
            at,
            &["<!--", "/*", "//", "({", "[]", "(()", "(function", "!function"],
        ) {
            true
        } else if name.is_empty() {
            self.calls_soon(at)
        } else if words.iter().any(|word| name.eq_ignore_ascii_case(word.as_bytes())) {
            next.is_some_and(|b| b" (+{".contains(&b))
        } else if next == Some(b'.') {
            self.bytes.get(at + name.len() + 1).is_some_and(|b| is_name(*b))
        } else {
            let set = over_space(self.bytes, at + name.len());
            next.is_some_and(|b| b"(=[+`\\".contains(&b))
                || begins(self.bytes, at + name.len(), "?.")
                || self.bytes.get(set) == Some(&b'=')
        }
    }

    /// Whether a call that shows or runs something is near.
    fn calls_soon(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let seen = &rest[..rest.len().min(24)];
        work::step(seen.len());
        seen.iter().enumerate().any(|(place, byte)| {
            *byte == b'(' && CALLS.get(name_before(self.bytes, at + place)).is_some()
        })
    }

    /// At `<!` and `<?`.
    fn declaration(&mut self, at: usize, start: usize) {
        self.broken_out(at, start + 1);
        self.uncommented(at, start + 1);
        if begins(self.bytes, start, "!--") && self.tag.is_some() {
            self.comment = Some(at);
        }
        if begins(self.bytes, start, "!entity") {
            let rest = &self.bytes[start..self.bytes.len().min(start + 64)];
            work::step(rest.len());
            let away = rest.windows(6).any(|word| {
                word.eq_ignore_ascii_case(b"system") || word.eq_ignore_ascii_case(b"public")
            });
            self.points(at, start + 7, if away { 50 } else { 10 });
        } else if begins(self.bytes, start, "?import") || begins(self.bytes, start, "?xml-styl") {
            self.points(at, start + 7, 50);
            self.tag = Some(Open { kind: Tag::Frame, start: at, closed: None, closing: false });
        } else if begins_any(self.bytes, start, &["!attlist ", "!element ", "!doctype "]) {
            let rest = &self.bytes[start..self.bytes.len().min(start + 48)];
            work::step(rest.len());
            let inner = rest.iter().find(|b| matches!(b, b'[' | b'>' | b'"' | b'\''));
            let declares = !begins(self.bytes, start, "!d") || inner == Some(&b'[');
            self.points(at, start + 8, if declares { 50 } else { 0 });
        } else if begins_any(self.bytes, start, &["!--[if", "![if", "![endif"]) && self.silent {
            self.points(at, start + 5, 50);
        } else if begins_any(self.bytes, start, &["![cdata[", "!--[if", "?php", "?="]) {
            self.floor(at, start + 4, 15);
        }
    }
}
