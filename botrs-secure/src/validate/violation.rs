//! What is said of values that break rules.

use std::fmt::{self, Write};

use crate::command::ArgError;
use crate::locale::Locale;

/// One rule that one value breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    path: String,
    rule: &'static str,
    at: Option<usize>,
    error: ArgError,
}

impl Violation {
    /// Of a value that is what is validated; what stands around it adds to the path.
    pub(crate) fn new(rule: &'static str, error: ArgError) -> Self {
        Self { path: String::new(), rule, at: None, error }
    }

    /// Of an argument of a command, which begins at a character of the text, from 1.
    pub(crate) fn of_argument(name: &str, at: usize, rule: &'static str, error: ArgError) -> Self {
        Self { path: name.to_owned(), rule, at: Some(at), error }
    }

    /// The way to the value, like `items[2].name`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name of the rule, as attributes write it; of a `custom` one its path.
    #[must_use]
    pub fn rule(&self) -> &str {
        self.rule
    }

    /// For an argument of a command, the character of the text at which it begins, from 1.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        self.at
    }

    /// What is wrong, in both languages.
    #[must_use]
    pub fn error(&self) -> &ArgError {
        &self.error
    }

    /// Whether it is of an argument, or of one of its elements.
    pub(crate) fn is_of(&self, argument: &str) -> bool {
        let after = self.path.strip_prefix(argument);
        after.is_some_and(|after| after.is_empty() || after.starts_with('['))
    }

    /// Puts a field before the path.
    pub(crate) fn within(mut self, field: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path.insert_str(0, dot);
        self.path.insert_str(0, field);
        self
    }

    fn write(&self, out: &mut String, locale: Locale) {
        let (path, error) = (&self.path, self.error.text(locale));
        let written = match (locale, self.at) {
            (Locale::Zh, Some(at)) => write!(out, "参数 {path}（第 {at} 个字起）有误：{error}"),
            (Locale::En, Some(at)) => write!(out, "Argument {path} (from character {at}): {error}"),
            (Locale::Zh, None) => write!(out, "{path}：{error}"),
            (Locale::En, None) => write!(out, "{path}: {error}"),
        };
        written.expect("a String takes every text");
    }
}

/// Every rule that a value breaks; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationError {
    violations: Vec<Violation>,
}

/// As many are put into words: whoever sends a long list decides how many there are.
const SHOWN: usize = 5;

impl ValidationError {
    /// An error, if anything was violated.
    pub(crate) fn check(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() { Ok(()) } else { Err(Self { violations }) }
    }

    /// All of them, in the order of the fields and their rules.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// The text in one language: each violation, after the first five only how many more.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let mut out = String::new();
        for (n, violation) in self.violations.iter().take(SHOWN).enumerate() {
            if n > 0 {
                out.push_str(locale.pick("；", "; "));
            }
            violation.write(&mut out, locale);
        }
        if let Some(more) = self.violations.len().checked_sub(SHOWN).filter(|&more| more > 0) {
            match locale {
                Locale::Zh => out.push_str(&format!("；另有 {more} 处有误")),
                Locale::En => out.push_str(&format!("; and {more} more")),
            }
        }
        out
    }
}

/// The English text.
impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Locale::En))
    }
}

impl std::error::Error for ValidationError {}
