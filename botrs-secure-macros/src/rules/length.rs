//! `length(min = 1, max = 200)`, `length(equal = 6)`, `length(bytes, max = 10)`.

use proc_macro2::Group;

use crate::diag::Diag;
use crate::keys::{self, LengthKey};
use crate::literal;
use crate::meta::{Entries, Value, split};
use crate::rules::Rule;

/// What is counted; `None` in an entry for what the type counts by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Characters of a text, elements of a list.
    Own,
    Bytes,
    Graphemes,
}

pub(super) fn read(list: &Group, diag: &Diag) -> Option<Rule> {
    let mut entries = Entries::new(&keys::LENGTH);
    entries.read(list.stream(), diag);
    let units: Vec<_> =
        entries.list.iter().filter(|entry| matches!(entry.value, Value::Nothing)).collect();
    if let [first, second, ..] = units[..] {
        let message = format!("`{}` and `{}` cannot be combined", second.ident, first.ident);
        diag.error(&second.ident, message);
    }
    let unit = match units.first().map(|entry| entry.key.id) {
        Some(LengthKey::Bytes) => Unit::Bytes,
        Some(LengthKey::Graphemes) => Unit::Graphemes,
        _ => Unit::Own,
    };
    let (min, max) = bounds(&entries, list, diag)?;
    Some(Rule::Length { unit, min, max })
}

fn bounds(entries: &Entries<LengthKey>, list: &Group, diag: &Diag) -> Option<(u32, u32)> {
    let (mut min, mut max, mut equal) = (None, None, None);
    for entry in &entries.list {
        let Value::Expr(expr) = &entry.value else { continue };
        let number = Some((diag.take(literal::integer::<u32>(expr))?, expr));
        match entry.key.id {
            LengthKey::Min => min = number,
            LengthKey::Max => max = number,
            LengthKey::Equal => equal = number,
            LengthKey::Chars | LengthKey::Bytes | LengthKey::Graphemes => {}
        }
    }
    match (min, max, equal) {
        (None, None, Some((equal, _))) => return Some((equal, equal)),
        (_, _, Some((_, at))) => {
            diag.error(at, "`equal` says both bounds already; remove `min` and `max`");
        }
        // What could not be read was a mistake of its own.
        (None, None, None) if split(list.stream()).len() == entries.list.len() => {
            diag.error(list, "`length` needs a `min`, a `max`, both or `equal`");
        }
        (Some((min, _)), Some((max, at)), None) if min > max => {
            diag.error(at, "`min` exceeds `max`");
        }
        (Some((0, at)), None, None) => {
            diag.error(at, "every length is at least 0; write 1 or more");
        }
        _ => {}
    }
    Some((min.map_or(0, |(min, _)| min), max.map_or(u32::MAX, |(max, _)| max)))
}
