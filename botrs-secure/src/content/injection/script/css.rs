//! Styles that run scripts or load other styles.

use super::Scan;
use super::words::Tag;
use crate::content::injection::place::{begins, begins_any, name_at, over_quotes, over_space};
use crate::content::injection::work;

impl Scan<'_, '_> {
    /// At `@`.
    pub(super) fn import(&mut self, at: usize) {
        if !begins(self.bytes, at, "@import") {
            return;
        }
        let value = over_quotes(self.bytes, over_space(self.bytes, at + 7));
        let away =
            begins_any(self.bytes, value, &["url(", "http", "//", "javascript", "data:", "\\"]);
        let styled = self.tag.is_some_and(|tag| tag.kind == Tag::Style);
        let points = match (away, styled) {
            (true, true) => 50,
            (false, true) => 30,
            (true, false) => 15,
            (false, false) => 0,
        };
        self.points(at, value, points);
    }

    /// `url(x/*`: an address of a style with a comment in it.
    pub(super) fn address_of_style(&mut self, at: usize) {
        let rest = &self.bytes[at..self.bytes.len().min(at + 48)];
        let len = rest.iter().take_while(|b| **b != b')').count();
        work::step(len);
        let away = ["http:", "https:", "//", "ftp:"];
        let fetched =
            self.in_style() && begins_any(self.bytes, over_quotes(self.bytes, at + 1), &away);
        let fetched = fetched || self.in_tag() && begins(self.bytes, at + 1, "//");
        let broken = rest[..len].windows(2).any(|pair| pair == b"/*")
            || self.in_style() && rest[..len].contains(&b'}');
        self.points(at, at + len, if broken || fetched { 50 } else { 0 });
    }

    /// `position:fixed;width:100%;height:100%`, `position:absolute;opacity:0`: over the page, to be clicked or read
    /// in its place.
    pub(super) fn covers(&mut self, start: usize, at: usize) {
        let kind = over_space(self.bytes, at + 1);
        if !begins_any(self.bytes, kind, &["fixed", "absolute"]) {
            return;
        }
        let rest = &self.bytes[kind..self.bytes.len().min(kind + 96)];
        let rest = &rest[..rest.iter().take_while(|b| !b"\"'>".contains(b)).count()];
        work::step(4 * rest.len());
        let has = |part: &[u8]| rest.windows(part.len()).any(|seen| seen == part);
        let whole = has(b"width:100%") && has(b"height:100%") || has(b"inset:0");
        let unseen = has(b"opacity:0;") || rest.ends_with(b"opacity:0") || has(b"z-index:999");
        self.points(start, kind, if whole || unseen { 50 } else { 0 });
    }

    /// Whether this is the text of a style.
    fn in_style(&self) -> bool {
        self.tag.is_some_and(|tag| tag.kind == Tag::Style && tag.closed.is_some())
    }

    /// `foo[bar;`: a bracket of a style that is not closed, behind which browsers read on differently.
    pub(super) fn style_bracket(&mut self, at: usize) {
        if self.in_style() {
            let end = at + 1 + name_at(self.bytes, at + 1).len();
            let open = self.bytes.get(end).is_some_and(|b| matches!(b, b';' | b'}'));
            self.points(at, end, if open { 50 } else { 0 });
        }
    }

    /// `expression(` behind a property, however it is pulled apart by escapes and comments.
    pub(super) fn expression(&mut self, at: usize, last: u8) -> bool {
        if !matches!(last, b'n' | b'N' | b'\\') {
            return false;
        }
        let styled = self.in_tag() || self.tag.is_some_and(|tag| tag.kind == Tag::Style);
        let from = at.saturating_sub(48);
        let seen = &self.bytes[from..at];
        work::step(seen.len());
        let mut letters = b"expression".iter().rev().peekable();
        let mut comment = false;
        let mut start = at;
        for (index, byte) in seen.iter().enumerate().rev() {
            let Some(letter) = letters.peek() else { break };
            if byte.eq_ignore_ascii_case(letter) && !comment {
                letters.next();
                start = from + index;
            } else if *byte == b'/' || *byte == b'*' {
                comment = *byte == b'/' && !comment || comment && *byte == b'*';
            } else if !comment && !b"\\ \t\n\0".contains(byte) && *byte < 0x80 {
                return false;
            }
        }
        let whole = letters.peek().is_none();
        let styled = styled || start > 0 && matches!(self.bytes[start - 1], b':' | b'/' | b'\\');
        if whole && styled {
            self.points(start, at + 1, 50);
        }
        whole && styled
    }
}
