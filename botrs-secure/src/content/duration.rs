//! Durations as people write them: `30s`, `1h30m`, `10分钟`.

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
    /// A number or the sum does not fit 64 bits.
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
    if let Some(duration) = single(text) {
        return Ok(duration);
    }
    if text.is_empty() { Err(DurationError::Empty) } else { compound(text) }
}

/// The short way for one number and its unit, such as `30s` and `10分钟`, and not for thousandths.
/// Anything else is `None`.
fn single(text: &str) -> Option<Duration> {
    let (digits, unit) = match text.as_bytes() {
        [digits @ .., letter] if letter.is_ascii() => (digits, seconds_of_letter(*letter)?),
        bytes => {
            let end = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
            (&bytes[..end], seconds(&text[end..])?)
        }
    };
    let seconds = few(digits)? * unit;
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

/// The number that a few digits spell.
fn few(digits: &[u8]) -> Option<u64> {
    if digits.len() > 9 {
        return None; // in a large unit it may not fit
    }
    let mut number = 0;
    for digit in digits {
        let value = digit.wrapping_sub(b'0');
        if value > 9 {
            return None;
        }
        number = number * 10 + u64::from(value);
    }
    Some(number)
}

fn compound(text: &str) -> Result<Duration, DurationError> {
    let mut total = Duration::ZERO;
    let mut last_unit = u64::MAX;
    let mut at = 0;
    while at < text.len() {
        let (number, unit_at) = number(text, at)?;
        let (unit, next) = unit(text, unit_at)?;
        if unit >= last_unit {
            return Err(DurationError::Order { at: place(text, unit_at) });
        }
        let part = match unit {
            MILLISECOND => Some(Duration::from_millis(number)),
            seconds => number.checked_mul(seconds).map(Duration::from_secs),
        };
        total = part.and_then(|part| total.checked_add(part)).ok_or(DurationError::TooLarge)?;
        last_unit = unit;
        at = next;
    }
    if total.is_zero() { Err(DurationError::Zero) } else { Ok(total) }
}

/// The number at this byte, and where it ends.
fn number(text: &str, start: usize) -> Result<(u64, usize), DurationError> {
    let mut number: u64 = 0;
    let mut at = start;
    while let Some(digit @ b'0'..=b'9') = text.as_bytes().get(at) {
        number = number
            .checked_mul(10)
            .and_then(|number| number.checked_add(u64::from(digit - b'0')))
            .ok_or(DurationError::TooLarge)?;
        at += 1;
    }
    if at == start {
        return Err(DurationError::Number { at: place(text, at) });
    }
    Ok((number, at))
}

/// The seconds of the unit at this byte, and where it ends: at the next digit.
fn unit(text: &str, start: usize) -> Result<(u64, usize), DurationError> {
    let behind = &text[start..];
    let length = behind.bytes().position(|b| b.is_ascii_digit()).unwrap_or(behind.len());
    let unit = seconds(&behind[..length]);
    Ok((unit.ok_or_else(|| DurationError::Unit { at: place(text, start) })?, start + length))
}

/// The character position of this byte; counted only for an error.
#[cold]
fn place(text: &str, byte: usize) -> usize {
    text[..byte].chars().count() + 1
}

/// The smallest unit: no whole second.
const MILLISECOND: u64 = 0;
const SECOND: u64 = 1;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

fn seconds(unit: &str) -> Option<u64> {
    match unit {
        "ms" | "毫秒" => Some(MILLISECOND),
        "秒" => Some(SECOND),
        "分" | "分钟" => Some(MINUTE),
        "时" | "小时" => Some(HOUR),
        "天" | "日" => Some(DAY),
        _ => match unit.as_bytes() {
            [letter] => seconds_of_letter(*letter),
            _ => None,
        },
    }
}

fn seconds_of_letter(letter: u8) -> Option<u64> {
    match letter {
        b's' => Some(SECOND),
        b'm' => Some(MINUTE),
        b'h' => Some(HOUR),
        b'd' => Some(DAY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::corpus;

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
            ("213503982334601d18446744073709551615ms", TooLarge),
            ("99999999999999999999ms", TooLarge),
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

    proptest! {
        #[test]
        fn the_short_way_leads_to_the_same(
            text in "[0-9]{0,12}([smhdx]|ms|毫?秒|分钟?|小?时|天|日)?[0-9]?[a-z分]?",
        ) {
            if let Some(duration) = single(&text) {
                prop_assert_eq!(compound(&text), Ok(duration), "{}", text);
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
