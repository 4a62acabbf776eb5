//! `pattern`: regular expressions that a whole text has to match.

use regex::Regex;

use crate::command::ArgError;

/// Compiles an expression so that it matches whole texts only. What the macros call, once.
///
/// # Panics
///
/// If it is no expression, which the macros refuse, or larger than `regex` takes.
#[must_use]
pub fn whole(pattern: &str) -> Regex {
    match Regex::new(&format!(r"\A(?:{pattern})\z")) {
        Ok(regex) => regex,
        Err(error) => panic!("the pattern `{pattern}` cannot be used: {error}"),
    }
}

pub(super) fn check_pattern(text: &str, regex: &Regex) -> Result<(), ArgError> {
    if regex.is_match(text) {
        return Ok(());
    }
    Err(ArgError::new("格式不符合要求", "does not have the required form"))
}
