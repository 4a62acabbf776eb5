//! Injections.

mod command;
mod evidence;
mod lines;
mod path;
mod place;
mod script;
mod signs;
mod sql;
mod table;
mod template;
mod work;

use signs::Signs;

use super::finding::Finding;

/// Reports each injection in a text that was decoded.
pub(crate) fn find(text: &str, found: &mut impl FnMut(Finding)) {
    let signs = Signs::of(text);
    script::handler_alone(text, found);
    if signs.none() {
        return;
    }
    if signs.sql() {
        sql::find(text, found);
    }
    if signs.script() {
        script::find(text, found);
    }
    if signs.command() {
        command::find(text, found);
    }
    if signs.template() {
        template::find(text, found);
    }
    if signs.lines() {
        lines::find(text, found);
    }
    if signs.path() {
        path::find(text, found);
    }
}
