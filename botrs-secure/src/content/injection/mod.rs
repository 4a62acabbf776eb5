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
//! | attack lists | first half | second half |
//! |---|---|---|
//! | SQL, PayloadsAllTheThings | 287 of 303, 94.7 % (91.6 to 97.0) | 246 of 261, 94.3 % (90.7 to 96.7) |
//! | SQL, sqlmap's payloads behind its boundaries | 96.3 % of 840 | 96.5 % of 829 |
//! | SQL, wapiti | 98.2 % of 113 | 97.1 % of 105 |
//! | SQL, wfuzz (half of it bare words and single signs) | 49 % of 67 | 42 % of 57 |
//! | script, PayloadsAllTheThings, all lines | 374 of 433, 86.4 % (82.8 to 89.5) | 391 of 444, 88.1 % (84.7 to 90.9) |
//! | the same without markup that runs nothing | 369 of 375, 98.4 % (96.6 to 99.4) | 386 of 392, 98.5 % (96.7 to 99.4) |
//! | script, a list of 8,491 lines | 100 % of 4,244 | 100 % of 4,247 |
//! | script, wfuzz | 19 of 19 | 20 of 20 |
//!
//! What need not be found in the script lists: the sign `<` in its encodings, comments, lines of a longer example that
//! run nothing by themselves (mostly MarioXSSVectors), and plain links.
//!
//! | ordinary texts, all kinds together | alarms |
//! |---|---|
//! | Chinese chat (CDial-GPT), 5,419 | 0 (< 0.06 %) |
//! | Chinese reviews and news, 36,264 | 0 (< 0.009 %) |
//! | English talk (chatterbot-corpus), 2,585 | 0 (< 0.12 %) |
//! | English short messages, 24,784; fortunes, 14,315 | 0 (< 0.008 %) |
//! | lines of changelogs and readme files, 1,036,989 | 0.004 % |
//! | comments in Rust and Python, 267,469 | 0.005 % |
//! | documentation of git, PostgreSQL, Python, Rust: prose, 140,683 | 0.003 % |
//! | documentation of SQLite, Perl, vim: prose with code, 139,468 | 0.03 % |
//! | whole blocks of SQL in documentation, 5,040 | 0.9 % |
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
//! tautology or a `union` behind no query stands. Of whole blocks of SQL in documentation one in a hundred has such.

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
