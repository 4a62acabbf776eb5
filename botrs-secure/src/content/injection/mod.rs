//! Injections: texts that try to be more than a text where they are put.
//!
//! What is looked at is structure, never a single word: a quote that ends a value early, a condition that is true
//! whatever is asked, a comment that cuts off the rest, a second statement, a tag with a handler, a scheme that runs
//! what is behind it, a command behind a value. Each such signal has points; they add up until ordinary talk says
//! that it was none, and at 50 points ([`evidence::THRESHOLD`]) there is a finding. There is one setting.
//!
//! This is a second line. The first is at the place where a text is used: bound parameters for a database, escaping
//! for a page, an argument list instead of a shell. Nothing here makes it safe to leave them out.
//!
//! What is found and missed, and with which figures: `docs/reference/content.md`.

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
#[cfg(test)]
mod tests;
mod work;

use signs::Signs;

use super::finding::Finding;
use super::folding::Folded;

/// Reports each injection in a text by its decoded view. Takes time in proportion to the text, and no memory.
pub(crate) fn find(view: &Folded<'_>, found: &mut impl FnMut(Finding)) {
    script::sign_alone(view, found);
    look(&view.text, &mut |finding| found(Finding { span: view.raw(finding.span), ..finding }));
}

/// The same for what is decoded already.
fn look(text: &str, found: &mut impl FnMut(Finding)) {
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
