//! HTML and scripts.

mod attribute;
mod call;
mod css;
pub(super) mod place;
mod scheme;
mod tag;
mod words;

use super::evidence::Evidence;
use super::work;
use crate::content::finding::{Finding, Reason};

/// Reports what a browser would run.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        tag: None,
        value: None,
        quotes: Quotes::default(),
        bracket: None,
        words: 0,
        fuck: 0,
        out: 0,
        evidence: Evidence::new(Reason::ScriptInjection, found),
    };
    scan.handler_alone();
    for at in 0..text.len() {
        scan.look_at(at);
    }
    work::step(text.len());
    scan.evidence.settle();
}

/// The rules look at the bytes around the current one and add to the evidence.
struct Scan<'t, 'f> {
    text: &'t str,
    bytes: &'t [u8],
    /// The last tag that was opened.
    tag: Option<tag::Open>,
    /// The quote around the value of an attribute that is read.
    value: Option<u8>,
    quotes: Quotes,
    /// Where a name in brackets of a global object began.
    bracket: Option<usize>,
    /// Words behind a space, outside of tags.
    words: usize,
    /// Where the last run of brackets and signs ended.
    fuck: usize,
    /// Where the last run of ways out ended.
    out: usize,
    evidence: Evidence<'f>,
}

/// How many quotes of each kind stand before a place is odd or even.
#[derive(Default)]
struct Quotes {
    single: bool,
    double: bool,
    back: bool,
    /// The place of the last one that opened.
    opened: Option<usize>,
}

impl Scan<'_, '_> {
    fn look_at(&mut self, at: usize) {
        match self.bytes[at] {
            b'<' => self.tag(at),
            b'>' => self.tag_end(at),
            b'=' => self.attribute(at),
            b':' => self.scheme(at),
            b'(' => self.call(at),
            b'`' => {
                self.call(at);
                self.quote(at);
            }
            b'\'' | b'"' => self.quote(at),
            b'[' => self.bracket(at),
            b'.' => self.member(at),
            b'@' => self.import(at),
            b'+' if place::begins(self.bytes, at, "+adw-") => self.points(at, at + 5, 60),
            b' ' if self.bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => {
                let inside = self.tag.is_some_and(|tag| tag.closed.is_none());
                self.words += usize::from(!inside);
            }
            _ => {}
        }
    }

    /// `'';!--"<`, `["'-->]`: signs that end whatever the text was put into.
    fn ways_out(&mut self, at: usize) {
        if at < self.out {
            return;
        }
        let signs = b"'\"`<>;!-/*\\[]{}()=&%#,.";
        let run = self.bytes[at..].iter().take_while(|b| signs.contains(b)).count();
        work::step(run + 1);
        self.out = at + run;
        let seen = &self.bytes[at..at + run];
        let has = |any: &[u8]| seen.iter().any(|b| any.contains(b));
        if run > 3
            && has(b"'")
            && has(b"\"")
            && has(b"<>")
            && (has(b";!") || seen.windows(2).any(|pair| pair == b"--"))
        {
            self.points(at, at + run, 50);
        }
    }

    fn quote(&mut self, at: usize) {
        self.ways_out(at);
        let quote = self.bytes[at];
        if self.value == Some(quote) {
            self.value = None;
        } else if self.value.is_none() && self.in_tag() {
            let before = place::back_over_gap(self.bytes, at);
            let assigned = before > 0 && self.bytes[before - 1] == b'=';
            self.value = assigned.then_some(quote);
        }
        let letter = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        if quote == b'\'' && at > 0 && letter(at - 1) && letter(at + 1) {
            return;
        }
        let state = match quote {
            b'\'' => &mut self.quotes.single,
            b'"' => &mut self.quotes.double,
            _ => &mut self.quotes.back,
        };
        *state = !*state;
        if *state {
            self.quotes.opened = Some(at);
        }
    }

    /// Whether the quote at this place is the last one that opened.
    fn breaks(&self, at: usize) -> bool {
        self.quotes.opened == Some(at)
    }

    /// Nobody has talked so far.
    fn quiet(&self) -> bool {
        self.words <= 1
    }

    fn in_tag(&self) -> bool {
        self.tag.is_some_and(|tag| tag.closed.is_none())
    }

    /// A signal; its ends are moved to the ends of characters.
    fn points(&mut self, start: usize, end: usize, points: u32) {
        let end = (end.min(self.text.len())..=self.text.len())
            .find(|end| self.text.is_char_boundary(*end))
            .unwrap_or(self.text.len());
        let start = (0..=start).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        self.evidence.add(start..end, points);
    }

    /// A signal that counts once, however often it is there.
    fn floor(&mut self, start: usize, end: usize, points: u32) {
        let missing = points.saturating_sub(self.evidence.score());
        self.points(start, end, missing);
    }
}
