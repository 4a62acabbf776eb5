//! Attributes: event handlers, and addresses of what a tag loads.

use super::Scan;
use super::events::EVENTS;
use super::words::{ATTRIBUTES, Attribute, CALLS, Call, Tag};
use crate::content::injection::place::{
    back_over_gap, begins, begins_any, name_at, name_before, over_quotes, over_space,
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
    fn broken(&self, start: usize) -> bool {
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
            _ => 0,
        };
        self.points(start.max(tag.start), at + 1, points);
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
        escapes > 2
            || pairs.any(|pair| matches!(pair, b"/*" | b"];"))
            || !filled && rest.iter().any(|b| matches!(b, b'{' | b'}'))
    }

    /// Whether an address has a host that is written so that nobody reads it: `0x7f.1`, `2130706433`, `ht\ttp:`.
    fn hides_host(&self, value: usize) -> bool {
        let scheme = name_at(self.bytes, value);
        let end = value + scheme.len();
        let split = self.bytes.get(end).is_some_and(|b| matches!(b, b'\t' | b'\n' | b'\r'))
            && scheme.len() < 6
            && self.bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic);
        let host = name_at(self.bytes, end + 3);
        let number = host.len() > 1 && host.iter().all(u8::is_ascii_digit);
        let odd = begins(host, 0, "0x") || number && (host[0] == b'0' || host.len() > 7);
        split && !scheme.is_empty() || begins(self.bytes, end, "://") && odd
    }

    /// Whether the address in an attribute is elsewhere.
    fn leads_away(&self, start: usize, value: usize) -> bool {
        let scheme = name_at(self.bytes, value);
        let colon = value + scheme.len();
        let others = ["//", "/\\", "data:", "blob:", "mhtml:", "feed:", "clsid:", "jar:"];
        !scheme.is_empty() && begins(self.bytes, colon, "://")
            || begins_any(self.bytes, value, &others)
            || self.bytes.get(start..value).is_some_and(|gap| gap.contains(&b'\\'))
    }

    /// `=` outside of a tag: `location=`, and functions under another name.
    fn assigned(&mut self, name: &[u8], start: usize, at: usize) {
        if !self.quiet() {
            return;
        }
        let value = over_space(self.bytes, at + 1);
        let called = name_at(self.bytes, value);
        let renamed = matches!(CALLS.get(called), Some(Call::Dialog))
            && self.bytes.get(value + called.len()).is_some_and(|b| matches!(b, b',' | b';'));
        let page =
            name.eq_ignore_ascii_case(b"location") || name.eq_ignore_ascii_case(b"innerhtml");
        let first = page && (self.chain(start) == 0 || self.broken(start));
        let points = match () {
            () if renamed => 50,
            () if first && self.leads_on(at) => 50,
            () if first => 35,
            () if page => 15,
            () => 0,
        };
        self.points(start, at + 1, points);
    }

    /// `="https://`, without the spaces that programs are written with.
    fn leads_on(&self, at: usize) -> bool {
        let address = over_quotes(self.bytes, at + 1);
        let quoted = self.bytes.get(at + 1).is_some_and(|b| b"'\"`".contains(b));
        quoted && begins_any(self.bytes, address, &["http", "//", "javascript:", "data:"])
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
