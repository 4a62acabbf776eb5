//! HTML and scripts.

mod address;
mod assign;
mod attribute;
mod call;
mod css;
mod events;
mod given;
mod open;
mod scheme;
mod sink;
mod tag;
mod words;
mod xml;

use super::evidence::{Evidence, THRESHOLD};
use super::{place, work};
use crate::content::finding::{Finding, Reason};
use crate::content::folding::Folded;

/// A text that is nothing but the name of an event handler, as probes send it.
#[inline]
pub(super) fn handler_alone(text: &str, found: &mut dyn FnMut(Finding)) {
    if text.len() < 64 && attribute::is_handler(text) {
        let span = 0..text.len();
        found(Finding { reason: Reason::ScriptInjection, span, score: THRESHOLD as u8 });
    }
}

/// A text that is nothing but `<` as a number, as probes of filters send it: `&#0060;`, `\x3c`, `%3C`.
#[inline]
pub(super) fn sign_alone(view: &Folded<'_>, found: &mut dyn FnMut(Finding)) {
    if view.text.len() > 4 || view.text.trim() != "<" {
        return;
    }
    let raw = view.raw_text(0..view.text.len());
    if raw.bytes().any(|b| b.is_ascii_digit()) {
        let span = 0..raw.len();
        found(Finding { reason: Reason::ScriptInjection, span, score: THRESHOLD as u8 });
    }
}

/// Reports what a browser would run.
pub(super) fn find(text: &str, found: &mut dyn FnMut(Finding)) {
    let quiet = place::quiet(text.as_bytes(), 1);
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        tag: None,
        value: None,
        quotes: Quotes::default(),
        bracket: None,
        quiet,
        silent: quiet == text.len() && !place::chinese(text.as_bytes()),
        first: place::quiet(text.as_bytes(), 0),
        at: 0,
        fuck: 0,
        out: 0,
        swallows: None,
        comment: None,
        holders: open::Holders::default(),
        way_out: None,
        evidence: Evidence::new(Reason::ScriptInjection, found),
    };

    for (at, byte) in text.bytes().enumerate() {
        if LOOK[usize::from(byte)] {
            scan.at = at;
            scan.look_at(at);
        }
    }
    work::step(text.len());
    scan.at = text.len().saturating_sub(1);
    scan.left_open();
    scan.evidence.settle();
}

/// The bytes that a rule begins at.
static LOOK: [bool; 256] = place::set(b"<>=:(`'\"[.,@+");

/// The signs that ways out of a text are made of.
static OUT: [bool; 256] = place::set(b"'\"`<>;!-/*\\[]{}()=&%#,.");

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
    /// Where people begin to talk: at the second word behind a space.
    quiet: usize,
    /// The first one.
    first: usize,
    /// Whether nobody talks at all.
    silent: bool,
    /// The place that is looked at.
    at: usize,
    /// Where the last run of brackets and signs ended.
    fuck: usize,
    /// Where the last run of ways out ended.
    out: usize,
    /// The element that takes all that follows for its text, while it is open.
    swallows: Option<usize>,
    /// The comment behind a tag, while it is open.
    comment: Option<usize>,
    holders: open::Holders,
    /// The end of an element that was not opened, by which the text leaves it.
    way_out: Option<usize>,
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
            b'[' => {
                self.style_bracket(at);
                self.bracket(at);
            }
            b'.' => {
                self.borrowed(at);
                self.member(at);
            }
            b',' => self.handed(at),
            b'@' => self.import(at),
            b'+' if place::begins(self.bytes, at, "+adw-") => self.points(at, at + 5, 60),
            _ => {}
        }
    }

    /// `'';!--"<`, `["'-->]`: signs that end whatever the text was put into.
    fn ways_out(&mut self, at: usize) {
        if at < self.out {
            return;
        }
        let run = self.bytes[at..].iter().take_while(|b| OUT[usize::from(**b)]).count();
        work::step(run + 1);
        self.out = at + run;
        if run < 4 {
            return;
        }
        let seen = &self.bytes[at..at + run];
        let has = |any: fn(&u8) -> bool| seen.iter().any(any);
        let quotes =
            has(|b| *b == b'\'') && has(|b| *b == b'"') && has(|b| matches!(b, b'<' | b'>'));
        let ends = has(|b| matches!(b, b';' | b'!')) || seen.windows(2).any(|pair| pair == b"--");
        if quotes && ends {
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
            self.declared(at);
            self.sink(at);
        }
    }

    /// `onerror CDATA "`: a handler that a document type gives to every element.
    fn declared(&mut self, at: usize) {
        if !at.checked_sub(6).is_some_and(|kind| place::begins(self.bytes, kind, "cdata ")) {
            return;
        }
        let end = place::back_over_gap(self.bytes, at - 6);
        let name = place::name_before(self.bytes, end);
        if attribute::is_event(name) {
            self.points(end - name.len(), at, 50);
        }
    }

    /// Whether the quote at this place is the last one that opened.
    fn breaks(&self, at: usize) -> bool {
        self.quotes.opened == Some(at)
    }

    /// Nobody has talked so far.
    fn quiet(&self) -> bool {
        self.at < self.quiet
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
