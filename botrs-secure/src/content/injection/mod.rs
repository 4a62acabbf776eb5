//! Injections.

mod command;
mod evidence;
mod lines;
mod path;
mod script;
mod sql;
mod table;
mod template;
mod work;

use super::finding::Finding;

/// Reports each injection in a text that was decoded.
pub(crate) fn find(text: &str, found: &mut impl FnMut(Finding)) {
    sql::find(text, found);
    script::find(text, found);
    command::find(text, found);
    template::find(text, found);
    lines::find(text, found);
    path::find(text, found);
}
