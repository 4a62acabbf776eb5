//! Styles that run scripts or load other styles.

use super::Scan;
use super::words::Tag;
use crate::content::injection::place::{begins, begins_any, over_quotes, over_space};

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
        crate::content::injection::work::step(len);
        if rest[..len].windows(2).any(|pair| pair == b"/*") {
            self.points(at, at + len, 50);
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
        crate::content::injection::work::step(seen.len());
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
