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
//! # What is found
//!
//! | kind | what it looks for |
//! |---|---|
//! | `sql_injection` | [`sql`]: tautologies with any operator and quote, `union select`, stacked statements, comments that cut off, calls that wait or tell by an error, names of system tables, the shape of a query (`order by 5`), operators of document stores |
//! | `script_injection` | [`script`]: scripts with something in them, event handlers, schemes that run, documents in the document, styles that run, calls behind a string that is broken out of, scripts as the whole text |
//! | `command_injection` | [`command`]: a separator and a command behind nothing or one value, substitutions, shellshock, server-side includes |
//! | `template_injection` | [`template`]: calculations and ways out of a template in its brackets, look-ups of a logger |
//! | `crlf_injection`, `log_injection` | [`lines`]: a header or a record behind a value and a line end, escapes of a terminal, conversions of `printf` in a row |
//! | `path_traversal` | [`path`]: steps upwards that are hidden, or lead to a file of the system |
//!
//! # Figures
//!
//! Measured on the decoded view. Public lists, each split in two by a hash of its lines; the rules were made by
//! looking at the first half. In brackets the 95 % bounds by Clopper and Pearson, or of no alarm at all.
//!
//! FIGURES
//!
//! # What is missed
//!
//! A single quote, and a value behind which nothing stands yet: it says too little. Whole statements without anything
//! that is broken out of (`select session_user;`): people show each other SQL. Bare words of a list (`order by`,
//! `xp_cmdshell`). HTML that runs nothing (`<br>`, a link, an image from elsewhere, `<script src="app.js">`). A call
//! that is hidden in other calls. Commands without a separator. Fewer than four steps upwards to no known file. What
//! comes in a form that the decoded view does not undo.
//!
//! # What is found though nobody attacks
//!
//! Talk about injection with a whole payload in it, HTML with handlers or scripts from elsewhere, SQL in which a
//! tautology or a `union` behind no query stands. One in some thousand lines of programming documentation has such.

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

/// Reports each injection in a text in its decoded view. Takes time in proportion to the text, and no memory.
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
