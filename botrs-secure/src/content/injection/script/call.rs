//! Calls of a script: in markup, behind a quote that ends a string early, or as the whole text.

use super::Scan;
use super::place::{back_over_gap, begins, begins_any, is_name, name_at, name_before, over_space};
use super::words::{CALLS, Call, GLOBALS, SECRETS};
use crate::content::injection::work;

/// Bytes that stand between a string that is broken out of and the call.
const OPERATORS: &[u8] = b" \t\r\n;-+*/%&|^<>=,(!~?:{}[])\\.";
/// What is looked at before a call.
const BEFORE: usize = 24;

/// What stands before a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, or signs that do no harm to it.
    Nothing,
    /// A quote that ends a string early.
    Break,
    /// The end of a statement, of a function or of a comment, and nobody has talked.
    End,
    /// `?x=`.
    Parameter,
    Talk,
}

impl Scan<'_, '_> {
    /// At `(` or a backtick.
    pub(super) fn call(&mut self, at: usize) {
        if self.bytes[at] == b'(' && (self.expression(at) || self.bracketed(at)) {
            return;
        }
        let end = back_over_gap(self.bytes, at);
        let end = end - usize::from(end > 0 && self.bytes[end - 1] == b')');
        let name = name_before(self.bytes, end);
        let Some(call) = CALLS.get(name) else { return };
        let start = self.chain(end - name.len());
        if self.bytes[at] == b'`' && (at != end || start > 0 && self.bytes[start - 1] == b'`') {
            return;
        }
        let before = self.before(start);
        let telling = self.telling(at + 1) || self.bytes[at] == b'`';
        let points = match (call, before) {
            (Call::Make, _) if name.eq_ignore_ascii_case(b"constructor") => 40,
            (Call::Make, _) => 25,
            (Call::Write, Before::Talk) => 0,
            (Call::Write, _) => 25,
            (_, _) if self.in_tag() => 30,
            (Call::Net, Before::Talk) => 0,
            (_, Before::Break) => 50,
            (_, Before::Nothing | Before::Parameter) if telling => 50,
            (_, Before::End) if telling => 50,
            (_, Before::Nothing | Before::Parameter) => 25,
            (_, Before::End) => 20,
            (Call::Eval, Before::Talk) if telling => 20,
            (_, Before::Talk) if telling => 15,
            (_, Before::Talk) => 0,
        };
        self.points(start, at + 1, points);
    }

    /// Where `window.x.y` begins whose last name begins here.
    fn chain(&self, start: usize) -> usize {
        let mut at = start;
        while at > 0 && self.bytes[at - 1] == b'.' && start - at < 64 {
            let name = name_before(self.bytes, at - 1);
            if name.is_empty() {
                break;
            }
            at -= 1 + name.len();
        }
        at
    }

    fn before(&self, start: usize) -> Before {
        let from = start.saturating_sub(BEFORE);
        let gap =
            self.bytes[from..start].iter().rev().take_while(|b| OPERATORS.contains(b)).count();
        work::step(gap + 1);
        let signs = &self.bytes[start - gap..start];
        let ends =
            signs.iter().any(|b| b";}\n".contains(b)) || signs.windows(2).any(|p| p == b"*/");
        let spaced = signs.iter().all(|b| *b == b' ');
        match (start - gap).checked_sub(1).map(|at| (at, self.bytes[at])) {
            None => Before::Nothing,
            Some((at, b'\'' | b'"' | b'`')) if !spaced && self.breaks(at) => Before::Break,
            Some((at, b'\'' | b'"')) if !spaced && self.quiet() && at < 4 => Before::End,
            _ if signs.last() == Some(&b'=') && self.words == 0 => Before::Parameter,
            _ if ends && self.quiet() => Before::End,
            _ => Before::Talk,
        }
    }

    /// Whether the arguments are those of a trial: a number, a secret of the page, a made-up text.
    fn telling(&self, start: usize) -> bool {
        let at = over_space(self.bytes, start);
        let words =
            ["document.", "window.", "location", "string.fromchar", "cookie", "origin", "atob("];
        let texts = ["'xss", "\"xss", "`xss", "/xss", "'hack", "'javascript:", "'//", "\"//"];
        let next = self.bytes.get(at);
        next.is_some_and(u8::is_ascii_digit)
            || matches!(next, Some(b'/' | b'`' | b'\\' | b'&'))
            || begins_any(self.bytes, at, &words)
            || begins_any(self.bytes, at, &texts)
    }

    /// At `[`: `window['..`, and scripts that are made of brackets and signs only.
    pub(super) fn bracket(&mut self, at: usize) {
        let name = name_before(self.bytes, at);
        let next = self.bytes.get(at + 1);
        if GLOBALS.get(name).is_some() && next.is_some_and(|b| b"'\"`/(\\+!0123456789".contains(b))
        {
            self.points(at - name.len(), at + 1, 15);
            self.bracket = Some(at);
        }
        if at >= self.fuck {
            let run = self.bytes[at..].iter().take_while(|b| b"[]()!+{} $_".contains(b)).count();
            work::step(run);
            self.fuck = at + run;
            let signs = &self.bytes[at..at + run];
            let made = signs.iter().filter(|b| b"!+".contains(b)).count();
            if run > 16 && made > 4 {
                self.points(at, at + run, 60);
            }
        }
    }

    /// `window['x'](`: the name is not written where a filter looks for it.
    fn bracketed(&mut self, at: usize) -> bool {
        let end = back_over_gap(self.bytes, at);
        let Some(start) = self.bracket.filter(|start| end > 0 && at - start < 128) else {
            return false;
        };
        let closes = self.bytes[end - 1] == b']';
        if closes {
            self.bracket = None;
            self.points(start, at + 1, if self.telling(at + 1) { 45 } else { 25 });
        }
        closes
    }

    /// At `.`: `document.cookie`.
    pub(super) fn member(&mut self, at: usize) {
        let object = name_before(self.bytes, at);
        if GLOBALS.get(object).is_none() {
            return;
        }
        let member = name_at(self.bytes, at + 1);
        if SECRETS.get(member).is_some() {
            let points = if self.quiet() { 15 } else { 5 };
            self.floor(at - object.len(), at + 1 + member.len(), self.evidence.score() + points);
        }
        if begins(self.bytes, at, ".constructor")
            && !self.bytes.get(at + 12).is_some_and(|b| is_name(*b))
        {
            self.points(at, at + 12, 20);
        }
    }
}
