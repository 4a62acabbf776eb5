//! Quotas as attributes write them: `"10/min"`, `"5/10s"`.

use std::time::Duration;

use crate::duration;

/// So many calls within a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quota {
    pub(crate) count: u32,
    pub(crate) window: Duration,
}

/// Units that stand alone after the `/`, with their length in seconds.
const UNITS: [(&str, u64); 4] = [("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400)];

/// What people write in their place.
const GUESSES: [(&str, &str); 12] = [
    ("sec", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("m", "min"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hr", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
];

/// Reads a quota, or says what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Quota, String> {
    if text.is_empty() {
        return Err("a quota is not empty; write for example `10/min`".into());
    }
    if text.contains(char::is_whitespace) {
        return Err("a quota has no spaces; write for example `10/min`".into());
    }
    let Some((calls, window)) = text.split_once('/') else {
        return Err(format!("`{text}` says no time; write for example `10/min`"));
    };
    Ok(Quota { count: count(calls)?, window: self::window(window)? })
}

fn count(calls: &str) -> Result<u32, String> {
    if calls.is_empty() || !calls.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!(
            "expected a whole number before `/`, not `{calls}`; write for example `10/min`"
        ));
    }
    match calls.parse() {
        Ok(0) => Err("a quota of 0 lets no call through; write 1 or more".into()),
        Ok(count) => Ok(count),
        Err(_) => Err(format!("`{calls}` calls are too many")),
    }
}

/// `min`, `10min`, or a duration.
fn window(text: &str) -> Result<Duration, String> {
    if text.contains('.') {
        return Err(format!("`{text}` is no whole number; write it in a smaller unit, like `90m`"));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let seconds = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, seconds)| *seconds);
    let window = match (number, seconds) {
        ("", Some(seconds)) => Duration::from_secs(seconds),
        ("", None) => return Err(unknown(unit)),
        (_, Some(60)) => duration::parse(&format!("{number}m"))?,
        _ => duration::parse(text)?,
    };
    if window.is_zero() {
        return Err("the time of a quota must be greater than zero".into());
    }
    Ok(window)
}

fn unknown(unit: &str) -> String {
    let near = GUESSES.iter().find(|(theirs, _)| *theirs == unit);
    match near {
        Some((_, ours)) => format!("unknown unit `{unit}`; write `{ours}` (units: s, min, h, d)"),
        None if unit.is_empty() => "expected a unit after `/`; use s, min, h, d".into(),
        None => format!("unknown unit `{unit}`; use s, min, h, d, or a duration like `10s`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_calls_and_their_time() {
        for (text, count, millis) in [
            ("1/s", 1, 1_000),
            ("10/min", 10, 60_000),
            ("60/h", 60, 3_600_000),
            ("4294967295/d", u32::MAX, 86_400_000),
            ("5/10s", 5, 10_000),
            ("5/10min", 5, 600_000),
            ("5/10m", 5, 600_000),
            ("5/1h30m", 5, 5_400_000),
            ("5/500ms", 5, 500),
        ] {
            assert_eq!(parse(text), Ok(Quota { count, window: Duration::from_millis(millis) }));
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, message) in [
            ("", "a quota is not empty; write for example `10/min`"),
            ("10", "`10` says no time; write for example `10/min`"),
            ("10 / min", "a quota has no spaces; write for example `10/min`"),
            ("10 per minute", "a quota has no spaces; write for example `10/min`"),
            ("/min", "expected a whole number before `/`, not ``; write for example `10/min`"),
            (
                "1.5/min",
                "expected a whole number before `/`, not `1.5`; write for example `10/min`",
            ),
            ("-1/min", "expected a whole number before `/`, not `-1`; write for example `10/min`"),
            ("+1/min", "expected a whole number before `/`, not `+1`; write for example `10/min`"),
            ("１/min", "expected a whole number before `/`, not `１`; write for example `10/min`"),
            ("0/min", "a quota of 0 lets no call through; write 1 or more"),
            ("4294967296/min", "`4294967296` calls are too many"),
            ("10/", "expected a unit after `/`; use s, min, h, d"),
            ("10/m", "unknown unit `m`; write `min` (units: s, min, h, d)"),
            ("10/hour", "unknown unit `hour`; write `h` (units: s, min, h, d)"),
            ("10/week", "unknown unit `week`; use s, min, h, d, or a duration like `10s`"),
            ("10/min/h", "unknown unit `min/h`; use s, min, h, d, or a duration like `10s`"),
            ("10/ms", "unknown unit `ms`; use s, min, h, d, or a duration like `10s`"),
            ("10/5", "`5` ends without a unit; use ms, s, m, h, d"),
            ("10/1.5h", "`1.5h` is no whole number; write it in a smaller unit, like `90m`"),
            ("10/0s", "the time of a quota must be greater than zero"),
            ("10/0min", "the time of a quota must be greater than zero"),
            ("10/99999999999999999999s", "`99999999999999999999s` is too long"),
        ] {
            assert_eq!(parse(text), Err(message.into()), "{text}");
        }
    }
}
