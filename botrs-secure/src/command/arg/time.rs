//! Durations.

use std::time::Duration;

use crate::command::arg::{ArgError, FromArg};
use crate::content::duration::{DurationError, parse_duration};
use crate::locale::Locale;
use crate::validate::{Range, Rule};

/// The longest duration that a command takes unless its `max` says another: 30 days.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl FromArg for Duration {
    const RULES: &'static [Rule] =
        &[Rule::Range(Range::Duration { min: None, max: Some(LONGEST) })];

    fn from_arg(word: &str) -> Result<Self, ArgError> {
        parse_duration(word).map_err(|error| refuse(&error))
    }

    fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
        rule.check_duration(*self)
    }
}

#[cold]
fn refuse(error: &DurationError) -> ArgError {
    ArgError::new(error.message(Locale::Zh), error.message(Locale::En))
}
