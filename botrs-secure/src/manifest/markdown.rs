//! The manifest as a page of Markdown: a row a command, then what nothing guards.
//!
//! All texts of the author's are escaped: none of them can end a row, begin one, or hide what follows.

use std::fmt;
use std::time::Duration;

use crate::content::duration_text::show_duration;
use crate::locale::Locale;
use crate::manifest::{Access, Argument, Choice, Command, Confirm, Limit, LimitKind, Manifest};
use crate::validate::is_invisible;

const HEADERS: [&str; 8] =
    ["Command", "Who", "Where", "How often", "Before it runs", "Arguments", "How it runs", "Help"];

impl Manifest {
    /// As a page of Markdown, to be reviewed.
    ///
    /// It shows all that [`to_json`](Self::to_json) has but the paths of the functions.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        self.to_string()
    }
}

/// The page that [`to_markdown`](Self::to_markdown) returns.
impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# Manifest\n")?;
        writeln!(f, "What the commands of this bot need and may do. Written by the program.\n")?;
        writeln!(f, "Format {}. Prefixes: {}\n", self.format, list(&self.prefixes, " "))?;
        writeln!(f, "## Commands\n")?;
        row(f, HEADERS)?;
        row(f, HEADERS.map(|_| "---"))?;
        for command in &self.commands {
            row(f, cells(command))?;
        }
        writeln!(f, "\n## Unchecked API\n")?;
        unchecked(f, &self.commands)?;
        writeln!(f, "\n## Handler\n")?;
        f.write_str(if self.unguarded_handler {
            "There is one, and nothing guards it: it gets every ordinary message of trusted places, \
             and all other events.\n"
        } else {
            "None.\n"
        })
    }
}

/// The commands behind which nothing is checked, with their reasons.
fn unchecked(f: &mut fmt::Formatter<'_>, commands: &[Command]) -> fmt::Result {
    let mut none = true;
    for command in commands {
        if let Some(reason) = &command.unchecked_api {
            writeln!(f, "- {}: {}", text(&command.name), text(reason))?;
            none = false;
        }
    }
    if none { f.write_str("None.\n") } else { Ok(()) }
}

fn row(f: &mut fmt::Formatter<'_>, cells: [impl fmt::Display; 8]) -> fmt::Result {
    f.write_str("|")?;
    for cell in cells {
        write!(f, " {cell} |")?;
    }
    writeln!(f)
}

fn cells(command: &Command) -> [String; 8] {
    let scenes: Vec<_> = command.scenes.iter().map(|scene| scene.as_str()).collect();
    [
        names(command),
        who(&command.access),
        scenes.join(", "),
        joined(command.limits.iter().map(limit), "; "),
        joined(before(command), "; "),
        joined(command.arguments.iter().map(argument), "; "),
        joined(running(command), "; "),
        text(&command.help),
    ]
}

fn names(command: &Command) -> String {
    let name = text(&command.name);
    if command.aliases.is_empty() {
        name
    } else {
        format!("{name} ({})", list(&command.aliases, ", "))
    }
}

fn who(access: &Access) -> String {
    match access {
        Access::Public => "everybody".to_owned(),
        Access::OwnersOnly => "owners".to_owned(),
        Access::All(held) | Access::Any(held) if held.is_empty() => "nobody".to_owned(),
        Access::All(held) => list(held, " and "),
        Access::Any(held) => list(held, " or "),
    }
}

fn limit(limit: &Limit) -> String {
    let Limit { scope, burst, cost, .. } = limit;
    let (scope, interval) = (scope.name(), interval(limit.interval_ns));
    let mut words = match limit.kind {
        LimitKind::Cooldown => format!("cooldown {scope} {burst}, one more each {interval}"),
        LimitKind::Limit => format!("limit {scope} {burst}, one more each {interval}"),
    };
    if (limit.kind, *burst) == (LimitKind::Cooldown, 1) {
        words = format!("cooldown {scope} {interval}");
    }
    if *cost != 1 {
        words += &format!(", cost {cost}");
    }
    if let Some(bucket) = &limit.bucket {
        words += &format!(", bucket {}", text(bucket));
    }
    if let Some(parent) = &limit.inherited_from {
        words += &format!(", of {}", text(parent));
    }
    words
}

/// Exactly: in units where it is whole milliseconds, else in nanoseconds.
fn interval(nanos: u64) -> String {
    if nanos.is_multiple_of(1_000_000) {
        show_duration(Duration::from_nanos(nanos), Locale::En).to_string()
    } else {
        format!("{nanos}ns")
    }
}

fn before(command: &Command) -> impl Iterator<Item = String> {
    let fresh = command.fresh.then(|| "fresh roles".to_owned());
    let checks = command.checks.iter().map(|check| format!("check {}", text(check)));
    let confirm = match command.confirm {
        Confirm::Nobody => None,
        Confirm::Caller => Some("confirm".to_owned()),
        Confirm::Other => Some("confirm by somebody else".to_owned()),
    };
    fresh.into_iter().chain(checks).chain(confirm)
}

fn running(command: &Command) -> impl Iterator<Item = String> {
    let timeout = show_duration(Duration::from_millis(command.timeout_ms), Locale::En);
    let always = format!("{timeout} at most; {} at once", command.concurrency);
    let category = command.category.as_ref().map(|category| format!("in {}", text(category)));
    let flags = [
        (command.unchecked_api.is_some(), "**unchecked API**"),
        (command.audit, "text in the audit"),
        (command.on_error, "own answer to errors"),
        (command.hidden, "not in the help"),
    ];
    let flags = flags.into_iter().filter(|(is, _)| *is).map(|(_, words)| words.to_owned());
    [always].into_iter().chain(flags).chain(category)
}

fn argument(argument: &Argument) -> String {
    let mut facts = Vec::new();
    let flags = [
        (!argument.required, "optional"),
        (argument.list, "list"),
        (argument.flag, "flag"),
        (argument.rest, "rest"),
        (argument.proof, "proof"),
        (argument.redact, "redacted"),
    ];
    facts.extend(flags.iter().filter(|(is, _)| *is).map(|(_, words)| (*words).to_owned()));
    facts.extend(argument.default.iter().map(|default| format!("default {}", text(default))));
    facts.extend(argument.rules.iter().map(|rule| text(rule)));
    facts.extend(argument.choices.iter().map(choice));
    if !argument.help.is_empty() {
        facts.push(format!("“{}”", text(&argument.help)));
    }
    let name = text(&argument.name);
    if facts.is_empty() { name } else { format!("{name}: {}", facts.join(", ")) }
}

fn choice(choice: &Choice) -> String {
    let mut names = vec![choice.name.clone(), choice.zh.clone()];
    names.extend_from_slice(&choice.aliases);
    format!("choice {}", list(&names, "/"))
}

fn list(texts: &[String], separator: &str) -> String {
    joined(texts.iter().map(|one| text(one)), separator)
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

/// A text of the author's, as one line that means nothing to Markdown; what is not seen, by its number.
fn text(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\n' => line.push_str("<br>"),
            '\\' | '|' | '<' | '`' | '*' | '[' => line.extend(['\\', c]),
            c if c.is_control() || is_invisible(c) => line.extend(c.escape_unicode()),
            c => line.push(c),
        }
    }
    line
}
