//! Durations.

use std::time::Duration;

use crate::command::arg::{ArgError, FromArg};
use crate::command::param::{Bounded, Rules, nanos};
use crate::content::duration::parse_duration;
use crate::content::duration_text::show_duration;
use crate::locale::Locale;

/// The longest duration that a command takes unless its `max` says another: 30 days.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl FromArg for Duration {
    const RULES: Rules = Rules::NONE.max_duration::<Self>(LONGEST);

    fn from_arg(word: &str) -> Result<Self, ArgError> {
        parse_duration(word)
            .map_err(|error| ArgError::new(error.message(Locale::Zh), error.message(Locale::En)))
    }

    fn obey(&self, rules: &Rules) -> Result<(), ArgError> {
        if rules.length.is_some() {
            return Err(ArgError::new("时长没有字数", "a duration has no length in characters"));
        }
        rules.check_range(nanos(*self), |bound| {
            let bound = duration(bound);
            (
                show_duration(bound, Locale::Zh).to_string(),
                show_duration(bound, Locale::En).to_string(),
            )
        })
    }
}

fn duration(nanos: i128) -> Duration {
    Duration::from_nanos(u64::try_from(nanos.max(0)).unwrap_or(u64::MAX))
}

impl Bounded<Duration> for Duration {}
