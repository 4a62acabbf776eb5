//! What only documents of XML have: names with a prefix, style sheets that are programs, types of documents.

use super::Scan;
use crate::content::injection::place::{begins, begins_any, name_at, over_quotes};

/// Prefixes that elements of HTML and SVG get where a filter knows them without one, and that of XSLT.
const PREFIXES: [&[u8]; 6] = [b"xsl", b"esi", b"svg", b"html", b"xhtml", b"math"];
/// Names of the languages that browsers run.
const LANGUAGES: [&str; 3] =
    ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xsl/"];

impl Scan<'_, '_> {
    /// `<svg:rect`, `<xsl:template`.
    pub(super) fn prefixed(&mut self, at: usize, prefix: &[u8], end: usize) {
        let known = PREFIXES.iter().any(|known| known.eq_ignore_ascii_case(prefix));
        self.points(at, end, if known && self.silent { 50 } else { 0 });
    }

    /// `xmlns:x="http://www.w3.org/1999/xhtml"`: a prefix under which elements run all the same.
    pub(super) fn namespace(&mut self, start: usize, at: usize) {
        let Some(prefix) = start.checked_sub(6).filter(|at| begins(self.bytes, *at, "xmlns:"))
        else {
            return;
        };
        let runs = begins_any(self.bytes, over_quotes(self.bytes, at + 1), &LANGUAGES);
        self.points(prefix, at + 1, if runs && self.silent { 50 } else { 0 });
    }

    /// `<html xmlns:x>`: a prefix of no language, which old browsers let a page fill.
    pub(super) fn unbound(&mut self, start: usize, at: usize) {
        let end = at + 1 + name_at(self.bytes, at + 1).len();
        let open = self.bytes.get(end).is_none_or(|b| matches!(b, b'>' | b' '));
        self.points(start, end, if open && end > at + 1 && self.silent { 50 } else { 0 });
    }
}
