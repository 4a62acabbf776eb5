//! Durations as people read them.

use std::fmt;
use std::time::Duration;

use crate::locale::Locale;

/// The duration in its units, as [`parse_duration`](super::duration::parse_duration) reads it back: `1分30秒`, `1m30s`.
///
/// Fractions of a millisecond are dropped; nothing at all is `0秒`, `0s`.
pub(crate) fn show_duration(duration: Duration, locale: Locale) -> impl fmt::Display {
    Shown { duration, locale }
}

/// How long somebody has to wait, in whole seconds, rounded up and never zero.
pub(crate) fn show_wait(wait: Duration, locale: Locale) -> impl fmt::Display {
    let started = u64::from(wait.subsec_nanos() > 0);
    let seconds = wait.as_secs().saturating_add(started).max(1);
    show_duration(Duration::from_secs(seconds), locale)
}

struct Shown {
    duration: Duration,
    locale: Locale,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.duration.as_secs();
        let millis = u64::from(self.duration.subsec_millis());
        // Chinese says 10分钟 but 1分30秒.
        let minute = if seconds.is_multiple_of(60) && millis == 0 { "分钟" } else { "分" };
        let parts = [
            (seconds / 86_400, "天", "d"),
            (seconds / 3600 % 24, "小时", "h"),
            (seconds / 60 % 60, minute, "m"),
            (seconds % 60, "秒", "s"),
            (millis, "毫秒", "ms"),
        ];
        if parts.iter().all(|part| part.0 == 0) {
            return f.write_str(self.locale.pick("0秒", "0s"));
        }
        for (number, zh, en) in parts.into_iter().filter(|part| part.0 > 0) {
            write!(f, "{number}{}", self.locale.pick(zh, en))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::duration::parse_duration;

    fn shown(millis: u64) -> (String, String) {
        let duration = Duration::from_millis(millis);
        let text = |locale| show_duration(duration, locale).to_string();
        (text(Locale::Zh), text(Locale::En))
    }

    #[test]
    fn shown_in_the_largest_exact_units() {
        for (millis, zh, en) in [
            (0, "0秒", "0s"),
            (500, "500毫秒", "500ms"),
            (30_000, "30秒", "30s"),
            (90_000, "1分30秒", "1m30s"),
            (600_000, "10分钟", "10m"),
            (5_400_000, "1小时30分钟", "1h30m"),
            (604_800_000, "7天", "7d"),
            (60_500, "1分500毫秒", "1m500ms"),
        ] {
            assert_eq!(shown(millis), (zh.to_owned(), en.to_owned()));
        }
    }

    #[test]
    fn waits_are_rounded_up_and_never_zero() {
        for (nanos, text) in [
            (0, "1秒"),
            (1, "1秒"),
            (1_000_000_000, "1秒"),
            (1_000_000_001, "2秒"),
            (59_000_000_001, "1分钟"),
        ] {
            let wait = Duration::from_nanos(nanos);
            assert_eq!(show_wait(wait, Locale::Zh).to_string(), text);
        }
        assert!(show_wait(Duration::MAX, Locale::En).to_string().ends_with("15s"));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(seconds in 0..u64::MAX, millis in 1..1000_u64) {
            let duration = Duration::from_secs(seconds) + Duration::from_millis(millis);
            for locale in [Locale::Zh, Locale::En] {
                let text = show_duration(duration, locale).to_string();
                prop_assert_eq!(parse_duration(&text), Ok(duration), "{}", text);
            }
        }
    }
}
