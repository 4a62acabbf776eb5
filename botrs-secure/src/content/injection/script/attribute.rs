//! Attributes: event handlers, and addresses of what a tag loads.

use super::Scan;
use super::events::EVENTS;
use super::words::{ATTRIBUTES, Attribute, CALLS, HIDDEN, Tag};
use crate::content::injection::place::{
    back_over_gap, begins, begins_any, name_at, name_before, over_quotes,
};
use crate::content::injection::work;

/// What an animation sets to run a script.
const SET: [&str; 7] = ["on", "href", "xlink:href", "innerhtml", "src", "srcdoc", "style"];

impl Scan<'_, '_> {
    /// At `=`.
    pub(super) fn attribute(&mut self, at: usize) {
        let mut end = back_over_gap(self.bytes, at);
        while self.in_tag() && end > 0 && self.bytes[end - 1] == b'+' {
            end -= 1;
        }
        let name = name_before(self.bytes, end);
        let start = end - name.len();
        self.namespace(start, at);
        if name.len() > 4 && name[..2].eq_ignore_ascii_case(b"on") {
            self.handler(name, start, at);
        } else if self.in_tag() {
            let long = self.hyphenated(start, end);
            let known = ATTRIBUTES.get(name).or_else(|| ATTRIBUTES.get(long));
            if let Some(attribute) = known {
                self.loads(attribute, start, at);
            }
        } else {
            self.assigned(name, start, at);
        }
    }

    fn hyphenated(&self, start: usize, end: usize) -> &[u8] {
        let first = match start.checked_sub(1) {
            Some(hyphen) if self.bytes[hyphen] == b'-' => name_before(self.bytes, hyphen).len() + 1,
            _ => 0,
        };
        &self.bytes[start - first..end]
    }

    /// `onerror=` and its kind.
    fn handler(&mut self, name: &[u8], start: usize, at: usize) {
        if self.is_component(name, at) {
            return;
        }
        let known = EVENTS.get(&name[2..]).is_some();
        let before = start.checked_sub(1).map(|before| self.bytes[before]);
        let value = over_quotes(self.bytes, at + 1);
        let called = name_at(self.bytes, value);
        let runs = CALLS.get(called).is_some() && called != b"function";
        let filled = value < self.bytes.len();
        let points = match before {
            _ if self.in_tag() && (known || name.len() > 4) => 60,
            Some(b'\'' | b'"' | b'`') if known && filled => 60,
            Some(b) if known && filled && self.broken(start) && b != b'.' => 60,
            Some(_) if known && !filled && self.broken(start) => 60,
            None if known => 40 + u32::from(runs) * 20,
            _ if known && runs && self.quiet() => 55,
            _ if runs => 35,
            _ if known && self.tag.is_some() && filled => 35,
            _ => 0,
        };
        self.points(start, at + 1, points);
    }

    /// `onClick={save}`: a function of a component, as React has it.
    fn is_component(&self, name: &[u8], at: usize) -> bool {
        let called = name_at(self.bytes, at + 2);
        name[2].is_ascii_uppercase()
            && self.bytes.get(at + 1) == Some(&b'{')
            && CALLS.get(called).is_none()
    }

    /// Whether only a gap stands between here and a quote that ends a value early.
    pub(super) fn broken(&self, start: usize) -> bool {
        let gap = back_over_gap(self.bytes, start);
        let gap = gap
            - self.bytes[gap.saturating_sub(4)..gap]
                .iter()
                .rev()
                .take_while(|b| b"/>;)".contains(b))
                .count();
        gap.checked_sub(1).is_some_and(|quote| self.breaks(quote)) && self.quiet()
    }

    /// An attribute that loads something, in a tag that runs what it loads.
    fn loads(&mut self, attribute: Attribute, start: usize, at: usize) {
        let Some(tag) = self.tag else { return };
        let value = over_quotes(self.bytes, at + 1);
        let away = self.leads_away(at + 1, value);
        let begins_with = |any: &[&str]| begins_any(self.bytes, value, any);
        let points = match (attribute, tag.kind) {
            (Attribute::Source, Tag::Script | Tag::Frame | Tag::Head) if away => 50,
            (Attribute::Source, Tag::Old) => 50,
            (Attribute::Source, Tag::Script) if self.is_odd(value) => 30,
            (Attribute::Source, Tag::Script) => 20,
            (Attribute::Source, Tag::Frame) => 25,
            (Attribute::Document, _) => 60,
            (Attribute::Behaviour, _) => 50,
            (Attribute::Header, _) if begins_with(&["refresh", "set-cookie", "link"]) => 60,
            (Attribute::Target, _) if begins_with(&SET) => 50,
            (Attribute::Charset, _) if begins_with(&["utf-7", "x-", "mac-", "iso-2022"]) => 50,
            (Attribute::Style, _) if self.is_obscured(at + 1) => 50,
            (Attribute::Handler, _) if begins_with(&["#", "javascript:", "data:"]) => 50,
            (Attribute::Event, _) if begins(self.bytes, start.saturating_sub(3), "ev:") => 50,
            (Attribute::Rel, _) if begins_with(&["import"]) => 50,
            (Attribute::Source, _) if self.hides_host(value) => 50,
            (Attribute::Source, _) if begins(self.bytes, at + 1, "//") => 50,
            (Attribute::Source, _) if away && self.is_linked(start) => 50,
            (Attribute::Source, _) if away && self.orders(start, value) => 50,
            (Attribute::Action, _) if away && self.is_odd_action(start, at) => 50,
            (Attribute::Name, _) if HIDDEN.get(name_at(self.bytes, value)).is_some() => 50,
            (Attribute::Language, _) if begins_with(&["vb", "jscript.enc"]) => 50,
            _ => 0,
        };
        self.points(start.max(tag.start), at + 1, points);
    }

    /// Whether a form is sent away by a button of its own, or to an address as no editor writes it.
    fn is_odd_action(&self, start: usize, at: usize) -> bool {
        let button = begins(self.bytes, start, "form");
        let quoted = self.bytes.get(at + 1).is_some_and(|b| b"'\" ".contains(b));
        button || !quoted || begins(self.bytes, over_quotes(self.bytes, at + 1), "//")
    }

    /// Whether no name of a file begins here.
    fn is_odd(&self, value: usize) -> bool {
        let named = |b: &u8| b.is_ascii_alphanumeric() || b"./$_<{".contains(b);
        self.bytes.get(value).is_some_and(|b| !named(b))
    }

    /// Whether a style has comments or many backslashes in it, which hide a word, or braces, which end its rule.
    fn is_obscured(&self, start: usize) -> bool {
        let rest = &self.bytes[start..self.bytes.len().min(start + 96)];
        let quote = rest.first().filter(|b| b"'\"`".contains(b));
        let rest = &rest[usize::from(quote.is_some())..];
        let rest = &rest[..rest.iter().take_while(|b| *b != quote.unwrap_or(&b'>')).count()];
        work::step(rest.len());
        let escapes = rest.iter().filter(|b| **b == b'\\').count();
        let mut pairs = rest.windows(2);
        // What a template is to fill in has braces of its own.
        let filled =
            rest.windows(2).any(|pair| matches!(pair, b"{{" | b"${" | b"#{" | b"{%" | b"<%"));
        let sign = |code: &[u8]| {
            code[0] == b'\\'
                && matches!(code[1], b'2'..=b'7')
                && code[2].is_ascii_hexdigit()
                && !code[3].is_ascii_hexdigit()
                && &code[1..3] != b"20"
        };
        escapes > 2
            || escapes > 0 && rest.windows(4).any(sign)
            || pairs.any(|pair| matches!(pair, b"/*" | b"];"))
            || !filled && rest.iter().any(|b| matches!(b, b'{' | b'}'))
    }
}

/// `onload` and its kind.
pub(super) fn is_event(name: &[u8]) -> bool {
    name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case(b"on"))
        && EVENTS.get(&name[2..]).is_some()
}

/// A text that is nothing but the name of a handler, or that and the beginning of its value.
pub(super) fn is_handler(text: &str) -> bool {
    let name = text.trim().trim_end_matches(['"', '\'']).trim_end_matches('=').trim_end();
    // An everyday word, and what people answer with.
    let word = name.eq_ignore_ascii_case("online");
    name.len() < 48 && is_event(name.as_bytes()) && !word
}
