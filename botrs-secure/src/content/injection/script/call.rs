//! Calls of a script: in markup, behind a quote that ends a string early, or as the whole text.

use super::Scan;
use super::words::{CALLS, Call, GLOBALS, SECRETS};
use crate::content::injection::place::{
    back_over_gap, begins, begins_any, is_name, name_at, name_before, over_space, set,
};
use crate::content::injection::work;

/// Bytes that stand between a string that is broken out of and the call.
static OPERATORS: [bool; 256] = set(b" \t\r\n;-+*/%&|^<>=,(!~?:{}[])\\.");
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
    /// The text that another call runs.
    Text,
    Talk,
}

impl Scan<'_, '_> {
    /// At `(` or a backtick.
    pub(super) fn call(&mut self, at: usize) {
        let tagged = self.bytes[at] == b'`';
        let end = back_over_gap(self.bytes, at);
        let Some(last) = end.checked_sub(1).map(|last| self.bytes[last]) else { return };
        let named = is_name(last) || matches!(last, b')' | b']' | b'\\');
        if !named
            || tagged && (self.quotes.back || self.filled(at))
            || !tagged && (self.expression(at, last) || self.bracketed(at) || self.passed(at))
        {
            return;
        }
        let end = end - usize::from(end > 0 && self.bytes[end - 1] == b')');
        let name = name_before(self.bytes, end);
        if name.eq_ignore_ascii_case(b"url") {
            return self.address_of_style(at);
        }
        let Some(call) = CALLS.get(name) else { return };
        if name == b"function" || call != Call::Dialog && end != at {
            return;
        }
        let start = self.chain(end - name.len());
        if name.eq_ignore_ascii_case(b"btoa") {
            let points = if self.is_sent(start) { 50 } else { 0 };
            return self.points(start, at + 1, points);
        }
        let telling = tagged || self.telling(call, at + 1);
        let points = match call {
            Call::Make if name.eq_ignore_ascii_case(b"constructor") => 40,
            Call::Make => 25,
            _ if self.in_tag() => {
                let entity = self.bytes[..start].ends_with(b"&{");
                let empty = self.bytes.get(at + 1).is_none_or(|b| *b == b')');
                if telling || entity {
                    50
                } else if empty {
                    15
                } else {
                    30
                }
            }
            _ => points_of(call, self.before(start), telling),
        };
        self.points(start, at + 1, points);
    }

    /// Whether what begins here is put behind an address: `'//x/?' + document.cookie`.
    fn is_sent(&self, start: usize) -> bool {
        let plus = back_over_gap(self.bytes, start);
        if plus == 0 || self.bytes[plus - 1] != b'+' {
            return false;
        }
        let quote = back_over_gap(self.bytes, plus - 1);
        let from = quote.saturating_sub(64);
        work::step(quote - from);
        self.bytes[..quote].ends_with(b"'") | self.bytes[..quote].ends_with(b"\"")
            && self.bytes[from..quote].windows(2).any(|pair| pair == b"//")
    }

    /// Where `window.x.y` begins whose last name begins here.
    pub(super) fn chain(&self, start: usize) -> usize {
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
        let gap = self.bytes[from..start]
            .iter()
            .rev()
            .take_while(|b| OPERATORS[usize::from(**b)])
            .count();
        work::step(gap + 1);
        let signs = &self.bytes[start - gap..start];
        let ends =
            signs.iter().any(|b| b";}{\n".contains(b)) || signs.windows(2).any(|p| p == b"*/");
        let spaced = signs.iter().all(|b| *b == b' ');
        let Some(at) = (start - gap).checked_sub(1) else { return Before::Nothing };
        match self.bytes[at] {
            b'\'' | b'"' if gap == 0 && at > 0 && self.bytes[at - 1] == b'(' => Before::Text,
            b'\'' | b'"' if gap == 0 && at > 0 && self.bytes[at - 1] == b'=' && self.quiet() => {
                Before::Parameter
            }
            b'\'' | b'"' | b'`' if !spaced && self.breaks(at) => Before::Break,
            b'\'' | b'"' if !spaced && self.quiet() && at < 4 => Before::End,
            b'$' if signs.first() == Some(&b'{') => Before::End,
            _ if signs.last() == Some(&b'=') && self.quiet() => Before::Parameter,
            _ if signs.last() == Some(&b'>') && self.closes(start - 1) => Before::End,
            _ if ends && self.quiet() => Before::End,
            _ if !spaced && start < self.first => Before::End,
            _ if spaced && self.keyword(at + 1) => Before::Nothing,
            _ => Before::Talk,
        }
    }

    /// Whether the tag ends here.
    fn closes(&self, at: usize) -> bool {
        self.tag.is_some_and(|tag| tag.closed == Some(at))
    }

    /// Whether the text begins with a word of the language and nothing else before this place.
    fn keyword(&self, end: usize) -> bool {
        let words: [&[u8]; 7] =
            [b"void", b"new", b"throw", b"return", b"await", b"typeof", b"delete"];
        let name = name_before(self.bytes, end);
        name.len() == end && words.contains(&name)
    }

    /// Whether the arguments are those of a trial: a number, a secret of the page, a made-up text.
    fn telling(&self, call: Call, start: usize) -> bool {
        let at = over_space(self.bytes, start);
        let words =
            ["document.", "window.", "location", "string.fromchar", "cookie", "origin", "atob("];
        let texts = ["'xss", "\"xss", "`xss", "/xss", "'hack", "'javascript:"];
        let addresses = ["'http", "\"http", "'//", "\"//", "`//"];
        let next = self.bytes.get(at);
        call == Call::Dialog && next.is_some_and(u8::is_ascii_digit)
            || call == Call::Eval && self.is_joined(at)
            || call == Call::Eval && begins_any(self.bytes, at, &addresses)
            || call == Call::Eval && begins_any(self.bytes, at, &["url.", "name)"])
            || matches!(next, Some(b'/' | b'`' | b'\\'))
            || begins_any(self.bytes, at, &words)
            || begins_any(self.bytes, at, &texts)
    }

    /// `a+b+c)`: a script that is put together of pieces.
    fn is_joined(&self, start: usize) -> bool {
        let rest = &self.bytes[start..self.bytes.len().min(start + 40)];
        let len = rest.iter().take_while(|b| is_name(**b) || **b == b'+').count();
        work::step(len + 1);
        let joints = rest[..len].iter().filter(|b| **b == b'+').count();
        joints > 1 && rest.get(len) == Some(&b')')
    }

    /// At `[`: `window['..`, and scripts that are made of brackets and signs only.
    pub(super) fn bracket(&mut self, at: usize) {
        let name = name_before(self.bytes, at);
        let next = self.bytes.get(at + 1);
        if GLOBALS.get(name).is_some() && next.is_some_and(|b| b"'\"`/([\\+!0123456789".contains(b))
        {
            self.points(at - name.len(), at + 1, 15);
            self.bracket = Some(at);
        } else if next.is_some_and(|b| b"'\"`".contains(b))
            && (self.bytes.get(at + 2) == Some(&b'\\') || begins(self.bytes, at + 2, "constructor"))
        {
            self.points(at, at + 3, 35);
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
        if self.bracket.is_none() {
            return false;
        }
        let end = back_over_gap(self.bytes, at);
        let Some(start) = self.bracket.filter(|start| end > 0 && at - start < 128) else {
            return false;
        };
        let closes = self.bytes[end - 1] == b']';
        if closes {
            self.bracket = None;
            self.points(start, at + 1, if self.telling(Call::Dialog, at + 1) { 45 } else { 25 });
        }
        closes
    }

    /// At `.`: `document.cookie`.
    pub(super) fn member(&mut self, at: usize) {
        let object = name_before(self.bytes, at);
        let stored = object.ends_with(b"Storage") && self.silent && self.is_sent(at - object.len());
        self.points(at - object.len(), at, if stored { 50 } else { 0 });
        if GLOBALS.get(object).is_none() {
            return;
        }
        let member = name_at(self.bytes, at + 1);
        let joined = back_over_gap(self.bytes, at - object.len())
            .checked_sub(1)
            .map(|sign| self.bytes[sign])
            == Some(b'+');
        let cookie = member.eq_ignore_ascii_case(b"cookie");
        if joined && cookie && (self.quiet() || self.is_sent(at - object.len())) {
            self.points(at - object.len(), at + 1 + member.len(), 50);
        } else if SECRETS.get(member).is_some() {
            let points = match self.quiet() {
                true if cookie && self.evidence.any() => 25,
                true => 15,
                false => 5,
            };
            self.floor(at - object.len(), at + 1 + member.len(), self.evidence.score() + points);
        }
        if begins(self.bytes, at, ".constructor")
            && !self.bytes.get(at + 12).is_some_and(|b| is_name(*b))
        {
            let literal = at > 0 && b"]'\"".contains(&self.bytes[at - 1]) && self.quiet();
            let leads_on = literal
                && self.bytes.get(at + 12) == Some(&b'.')
                && !begins(self.bytes, at + 12, ".name");
            self.points(at, at + 12, if leads_on { 50 } else { 20 });
        }
    }
}

fn points_of(call: Call, before: Before, telling: bool) -> u32 {
    match (call, before) {
        (Call::Write | Call::Net, Before::Talk) => 0,
        (Call::Write, _) => 25,
        (_, Before::Text) => 30,
        (_, Before::Break) => 50,
        (_, Before::Nothing | Before::Parameter | Before::End) if telling => 50,
        (_, Before::Nothing | Before::Parameter) => 25,
        (_, Before::End) => 20,
        (Call::Eval, Before::Talk) if telling => 20,
        (_, Before::Talk) => {
            if telling {
                15
            } else {
                0
            }
        }
    }
}
