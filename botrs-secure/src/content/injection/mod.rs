//! Injections.

mod evidence;
mod script;
mod sql;
mod table;
mod work;

use super::finding::Finding;

/// Reports each injection in a text that was decoded.
pub(crate) fn find(text: &str, found: &mut impl FnMut(Finding)) {
    sql::find(text, found);
    script::find(text, found);
}
