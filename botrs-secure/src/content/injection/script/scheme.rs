//! Schemes that run what is behind them: `javascript:`, `vbscript:`, `data:text/html`.

use super::Scan;
use crate::content::injection::place::{back_over_gap, begins, begins_any, is_name, over_quotes};
use crate::content::injection::work;

/// What stands before `script`.
const SCRIPTS: [&str; 4] = ["java", "vb", "live", "j"];
/// Types that run scripts.
const DOCUMENTS: [&str; 9] = [
    "text/html",
    "image/svg",
    "text/xml",
    "text/javascript",
    "text/vbscript",
    "application/javascript",
    "application/x-javascript",
    "application/xml",
    "application/xhtml",
];

/// The longest comment of markup in a scheme.
const COMMENT: usize = 24;

/// Base64 of `<s`, `<ht`, `<im` and `<b`.
const ENCODED: [&str; 4] = ["phn", "pgh0", "pgltz", "pgj"];

impl Scan<'_, '_> {
    /// At `:`.
    pub(super) fn scheme(&mut self, at: usize) {
        let last = back_over_gap(self.bytes, at).checked_sub(1).map(|last| self.bytes[last]);
        match last {
            Some(b't' | b'T') => {
                let script = self.letters("script", at);
                let own = |script| SCRIPTS.iter().find_map(|name| self.spelled(name, script, at));
                if let Some(start) = script.and_then(own) {
                    self.runs(start, at);
                }
            }
            Some(b'n' | b'N') => {
                if let Some(start) = self.spelled("asfunction", at, at) {
                    self.runs(start, at);
                } else if self.in_tag() {
                    self.property(at);
                }
            }
            Some(b'a' | b'A') => {
                if let Some(start) = self.spelled("data", at, at) {
                    self.document(start, at);
                } else if self.in_tag()
                    && let Some(start) = self.spelled("mocha", at, at)
                {
                    self.runs(start, at);
                }
            }
            Some(_) => self.property(at),
            None => {}
        }
    }

    /// Where the name begins that ends before `end` with these letters and then those up to the colon.
    fn spelled(&self, letters: &str, end: usize, colon: usize) -> Option<usize> {
        let at = self.letters(letters, end)?;
        // The name in one piece is that of something else if it goes on before it.
        let pulled = !self.bytes[at..colon].iter().all(u8::is_ascii_alphabetic);
        let whole = at == 0 || !is_name(self.bytes[at - 1]) || pulled;
        (whole || self.in_tag()).then_some(at)
    }

    /// Where these letters begin that end before this place, however they are pulled apart.
    fn letters(&self, letters: &str, end: usize) -> Option<usize> {
        let mut at = end;
        for letter in letters.bytes().rev() {
            at = self.over_comment(back_over_gap(self.bytes, at));
            if at == 0 || !self.bytes[at - 1].eq_ignore_ascii_case(&letter) {
                return None;
            }
            at -= 1;
        }
        Some(at)
    }

    /// The place before a comment of markup, which old parsers cut out of a value: `javas<!-- -->cript:`.
    fn over_comment(&self, end: usize) -> usize {
        if !self.in_tag() || !self.bytes[..end].ends_with(b"-->") {
            return end;
        }
        let from = end.saturating_sub(COMMENT);
        work::step(end - from);
        let begin = self.bytes[from..end].windows(4).rposition(|signs| signs == b"<!--");
        begin.map_or(end, |begin| from + begin)
    }

    fn runs(&mut self, start: usize, at: usize) {
        let code = at + 1;
        let spaced = self.bytes.get(code).is_none_or(|b| *b == b' ');
        let nothing =
            begins_any(self.bytes, over_quotes(self.bytes, code), &["void(0)", "void 0", ";"])
                || self.bytes.get(code).is_none_or(|b| b"'\"> )".contains(b));
        if nothing {
            return;
        }
        let attribute = self.in_tag() || start == 0;
        let pulled = at - start > 10;
        let rest = &self.bytes[code..self.bytes.len().min(code + 64)];
        work::step(rest.len());
        let calls = rest.iter().any(|b| b"(`=[%\\/".contains(b));
        let points = match () {
            () if attribute && calls || self.in_tag() && !spaced => 60,
            () if pulled && calls => 50,
            () if calls && !spaced => 50,
            () => 0,
        };
        self.points(start, at + 1, points);
    }

    fn document(&mut self, start: usize, at: usize) {
        let kind = over_quotes(self.bytes, at + 1);
        let runs = begins_any(self.bytes, kind, &DOCUMENTS);
        let rest = &self.bytes[at..self.bytes.len().min(at + 64)];
        work::step(rest.len());
        let comma = rest.iter().position(|b| *b == b',').unwrap_or(0);
        let runs = runs || begins_any(rest, comma + 1, &ENCODED);
        let alone = start == 0 || b"'\"=(,".contains(&self.bytes[start - 1]);
        let points = match (runs, self.in_tag()) {
            (true, true) => 60,
            (true, false) if alone => 50,
            (true, false) => 30,
            (false, _) => 0,
        };
        self.points(start, kind, points);
    }

    /// Properties of a style that run scripts: `-moz-binding:`, `behavior:`.
    fn property(&mut self, at: usize) {
        let end = back_over_gap(self.bytes, at);
        let ends =
            |name: &str| end.checked_sub(name.len()).filter(|at| begins(self.bytes, *at, name));
        let bound =
            ends("-moz-binding").or_else(|| ends("-o-link")).or_else(|| ends("o-link-source"));
        if let Some(start) = bound {
            self.points(start, at + 1, 50);
        } else if let Some(start) = ends("position").filter(|_| self.in_tag()) {
            self.covers(start, at);
        } else if let Some(start) = ends("xmlns").filter(|_| self.in_tag()) {
            self.unbound(start, at);
        } else if let Some(start) = ends("behavior").or_else(|| ends("behaviour")) {
            let addressed = begins(self.bytes, over_quotes(self.bytes, at + 1), "url(");
            self.points(start, at + 1, if addressed { 50 } else { 0 });
        }
    }
}
