//! Scripts that fetch from, send to or lead to another host, whose address has no scheme.

use super::Scan;
use crate::content::injection::place::{back_over_gap, name_before};
use crate::content::injection::table::Table;

/// Functions and properties that take an address.
static SINKS: Table<(), 64> = Table::new(&[
    ("fetch", ()),
    ("open", ()),
    ("replace", ()),
    ("assign", ()),
    ("navigate", ()),
    ("href", ()),
    ("src", ()),
    ("action", ()),
    ("location", ()),
    ("import", ()),
    ("importscripts", ()),
    ("getscript", ()),
    ("getjson", ()),
    ("get", ()),
    ("post", ()),
    ("ajax", ()),
    ("load", ()),
    ("register", ()),
    ("worker", ()),
    ("sharedworker", ()),
    ("eventsource", ()),
    ("sendbeacon", ()),
]);

impl Scan<'_, '_> {
    /// At a quote that opens: `fetch('//x.example/`. Programs write `https:`, and only what is to be short leaves it
    /// out.
    pub(super) fn sink(&mut self, at: usize) {
        let host = self.bytes.get(at + 3).is_some_and(u8::is_ascii_alphanumeric);
        let bare = self.bytes[at + 1..].starts_with(b"//") && host;
        if !bare || self.in_tag() || !self.silent {
            return;
        }
        let sign = at.checked_sub(1).map(|sign| self.bytes[sign]);
        let end = match sign {
            Some(b'(' | b'=') => at - 1,
            Some(b' ') => back_over_gap(self.bytes, at),
            _ => return,
        };
        let name = name_before(self.bytes, end);
        let taken = SINKS.get(name).is_some() && (sign != Some(b' ') || name == b"import");
        self.points(end - name.len(), at + 3, if taken { 50 } else { 0 });
    }
}
