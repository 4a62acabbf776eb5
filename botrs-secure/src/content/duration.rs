//! Durations as people write them: `30s`, `1h30m`, `10分钟`.

use std::fmt;
use std::time::Duration;

use crate::locale::Locale;

/// Why a text is no duration; positions are in characters, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DurationError {
    /// There is no text.
    Empty,
    /// No digit where a number begins.
    Number { at: usize },
    /// No unit, or one that there is not, behind a number.
    Unit { at: usize },
    /// A unit that is not smaller than the one before it.
    Order { at: usize },
    /// The sum is zero.
    Zero,
    /// The sum does not fit 64 bits of milliseconds.
    TooLarge,
}

impl DurationError {
    /// The error for whoever typed the text, which is not repeated.
    pub(crate) fn message(&self, locale: Locale) -> String {
        let text = |zh: &str, en: &str| locale.pick(zh, en).to_owned();
        match self {
            Self::Empty => text(
                "缺少时长，例如 30s、1h30m 或 10分钟",
                "a duration is missing, such as 30s, 1h30m or 7d",
            ),
            Self::Number { at } => locale.pick(
                format!("第 {at} 个字符应为数字；时长写作 30s、1h30m 或 10分钟"),
                format!("expected a digit at character {at}; a duration is 30s, 1h30m or 7d"),
            ),
            Self::Unit { at } => locale.pick(
                format!(
                    "第 {at} 个字符处应为单位：\
                     ms、s、m、h、d，或 毫秒、秒、分、分钟、时、小时、天、日"
                ),
                format!("expected a unit at character {at}: ms, s, m, h or d"),
            ),
            Self::Order { at } => locale.pick(
                format!("第 {at} 个字符处的单位顺序不对：单位从大到小，各写一次，如 1h30m"),
                format!(
                    "the unit at character {at} is out of order: \
                     larger units come first, each once, as in 1h30m"
                ),
            ),
            Self::Zero => text("时长必须大于零", "a duration is more than zero"),
            Self::TooLarge => text("时长过大", "the duration is too large"),
        }
    }
}

/// Reads numbers with units in descending order, each unit at most once, and nothing between them.
///
/// Units: `ms`, `s`, `m`, `h`, `d`, `毫秒`, `秒`, `分`, `分钟`, `时`, `小时`, `天`, `日`.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, DurationError> {
    if text.is_empty() {
        return Err(DurationError::Empty);
    }
    // Counted only for an error.
    let place = |left: &str| text[..text.len() - left.len()].chars().count() + 1;
    let mut total: u64 = 0;
    let mut last_unit = u64::MAX;
    let mut left = text;
    while !left.is_empty() {
        let digits = run(left, |b| b.is_ascii_digit());
        if digits == 0 {
            return Err(DurationError::Number { at: place(left) });
        }
        let (number, behind) = left.split_at(digits);
        let (name, next) = behind.split_at(run(behind, |b| !b.is_ascii_digit()));
        let unit = milliseconds(name).ok_or_else(|| DurationError::Unit { at: place(behind) })?;
        if unit >= last_unit {
            return Err(DurationError::Order { at: place(behind) });
        }
        let part = whole(number).and_then(|number| number.checked_mul(unit));
        total = part.and_then(|part| total.checked_add(part)).ok_or(DurationError::TooLarge)?;
        last_unit = unit;
        left = next;
    }
    if total == 0 { Err(DurationError::Zero) } else { Ok(Duration::from_millis(total)) }
}

/// How many bytes at the beginning are such.
fn run(text: &str, such: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|b| !such(b)).unwrap_or(text.len())
}

/// The number that the digits spell, if it fits.
fn whole(digits: &str) -> Option<u64> {
    digits.bytes().try_fold(0_u64, |number, digit| {
        number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
    })
}

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

fn milliseconds(unit: &str) -> Option<u64> {
    // Bytes first: comparing them is cheaper than comparing texts.
    Some(match unit.as_bytes() {
        b"s" => SECOND,
        b"m" => MINUTE,
        b"h" => HOUR,
        b"d" => DAY,
        b"ms" => 1,
        _ => match unit {
            "毫秒" => 1,
            "秒" => SECOND,
            "分" | "分钟" => MINUTE,
            "时" | "小时" => HOUR,
            "天" | "日" => DAY,
            _ => return None,
        },
    })
}

/// The duration in its units, as [`parse_duration`] reads it back: `1分30秒`, `1m30s`.
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
    use crate::content::corpus;

    fn shown(millis: u64) -> (String, String) {
        let duration = Duration::from_millis(millis);
        let text = |locale| show_duration(duration, locale).to_string();
        (text(Locale::Zh), text(Locale::En))
    }

    #[test]
    fn units_in_both_languages() {
        for (text, millis) in [
            ("500ms", 500),
            ("500毫秒", 500),
            ("30s", 30_000),
            ("30秒", 30_000),
            ("10m", 600_000),
            ("10分", 600_000),
            ("10分钟", 600_000),
            ("2h", 7_200_000),
            ("2时", 7_200_000),
            ("2小时", 7_200_000),
            ("7d", 604_800_000),
            ("7天", 604_800_000),
            ("7日", 604_800_000),
            ("1h30m", 5_400_000),
            ("1小时30分", 5_400_000),
            ("1d2h3m4s5ms", 93_784_005),
            ("1天30s", 86_430_000),
            ("0h1s", 1000),
            ("007s", 7000),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_its_place() {
        use DurationError::{Empty, Number, Order, TooLarge, Unit, Zero};
        for (text, why) in [
            ("", Empty),
            ("0s", Zero),
            ("0h0m", Zero),
            ("-5s", Number { at: 1 }),
            ("+5s", Number { at: 1 }),
            (" 5s", Number { at: 1 }),
            ("s", Number { at: 1 }),
            ("５s", Number { at: 1 }),
            ("30", Unit { at: 3 }),
            ("1e3s", Unit { at: 2 }),
            ("1.5h", Unit { at: 2 }),
            ("1h 30m", Unit { at: 2 }),
            ("5s!", Unit { at: 2 }),
            ("5sec", Unit { at: 2 }),
            ("5S", Unit { at: 2 }),
            ("1小时30", Unit { at: 6 }),
            ("1小时30x", Unit { at: 6 }),
            ("5s\0", Unit { at: 2 }),
            ("1m1h", Order { at: 4 }),
            ("1m1m", Order { at: 4 }),
            ("1分1分钟", Order { at: 4 }),
            ("18446744073709551615d", TooLarge),
            ("18446744073709551616ms", TooLarge),
            ("213503982334d18446744073709551615ms", TooLarge),
            ("999999999999999999999999999s", TooLarge),
        ] {
            assert_eq!(parse_duration(text), Err(why), "{text:?}");
        }
    }

    #[test]
    fn no_hostile_text_is_a_duration() {
        for text in corpus::hostile() {
            assert!(parse_duration(&text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn errors_name_the_units_in_both_languages() {
        let error = parse_duration("30").unwrap_err();
        for unit in ["ms", "s", "m", "h", "d", "毫秒", "秒", "分钟", "小时", "天"] {
            assert!(error.message(Locale::Zh).contains(unit), "{unit}");
        }
        assert_eq!(error.message(Locale::En), "expected a unit at character 3: ms, s, m, h or d");
        assert_eq!(DurationError::Zero.message(Locale::Zh), "时长必须大于零");
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
        fn what_is_shown_is_read_back(millis in 1..u64::MAX) {
            let duration = Duration::from_millis(millis);
            for locale in [Locale::Zh, Locale::En] {
                let text = show_duration(duration, locale).to_string();
                prop_assert_eq!(parse_duration(&text), Ok(duration), "{}", text);
            }
        }

        #[test]
        fn near_misses_are_read_alike_or_refused(text in "[0-9smhd分钟秒 .e-]{0,12}") {
            if let Ok(duration) = parse_duration(&text) {
                prop_assert!(text.starts_with(|c: char| c.is_ascii_digit()));
                prop_assert!(!text.contains([' ', '.', 'e', '-']));
                prop_assert!(!duration.is_zero());
            }
        }
    }
}
