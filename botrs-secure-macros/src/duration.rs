//! Durations as attributes write them: `"500ms"`, `"30s"`, `"1h30m"`, `"7d"`.

use std::time::Duration;

/// Units, large ones first, with their length in milliseconds.
const UNITS: [(&str, u64); 5] =
    [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Reads a duration, or says what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    if text.is_empty() {
        return Err("a duration is not empty; write for example `30s`".into());
    }
    let mut left = text;
    let mut millis = 0_u64;
    let mut largest = None;
    while !left.is_empty() {
        let (number, unit, rest) = part(text, left)?;
        if largest.is_some_and(|last| unit <= last) {
            return Err(format!(
                "`{text}` names its units out of order; write large ones first, each once"
            ));
        }
        largest = Some(unit);
        millis = number
            .checked_mul(UNITS[unit].1)
            .and_then(|part| millis.checked_add(part))
            .ok_or_else(|| format!("`{text}` is too long"))?;
        left = rest;
    }
    Ok(Duration::from_millis(millis))
}

/// The first number of `left`, the index of its unit, and what follows.
fn part<'a>(text: &str, left: &'a str) -> Result<(u64, usize, &'a str), String> {
    let (digits, after) = split(left, |c| c.is_ascii_digit());
    let (unit, rest) = split(after, |c| !c.is_ascii_digit());
    if digits.is_empty() {
        return Err(format!("expected a number before `{unit}`; write for example `30s`"));
    }
    if unit.is_empty() {
        return Err(format!("`{text}` ends without a unit; use ms, s, m, h, d"));
    }
    let index = UNITS
        .iter()
        .position(|(name, _)| *name == unit)
        .ok_or_else(|| format!("unknown unit `{unit}`; use ms, s, m, h, d"))?;
    let number = digits.parse().map_err(|_| format!("`{text}` is too long"))?;
    Ok((number, index, rest))
}

fn split(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_units_and_their_sums() {
        for (text, millis) in [
            ("500ms", 500),
            ("0s", 0),
            ("30s", 30_000),
            ("1h30m", 5_400_000),
            ("1d2h3m4s5ms", 93_784_005),
            ("7d", 604_800_000),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, message) in [
            ("", "a duration is not empty; write for example `30s`"),
            ("30", "`30` ends without a unit; use ms, s, m, h, d"),
            ("1h30", "`1h30` ends without a unit; use ms, s, m, h, d"),
            ("30x", "unknown unit `x`; use ms, s, m, h, d"),
            ("30S", "unknown unit `S`; use ms, s, m, h, d"),
            ("30 s", "unknown unit ` s`; use ms, s, m, h, d"),
            ("30秒", "unknown unit `秒`; use ms, s, m, h, d"),
            ("１s", "expected a number before `１s`; write for example `30s`"),
            ("s", "expected a number before `s`; write for example `30s`"),
            ("-1s", "expected a number before `-`; write for example `30s`"),
            ("1.5h", "unknown unit `.`; use ms, s, m, h, d"),
            ("30m1h", "`30m1h` names its units out of order; write large ones first, each once"),
            ("1s1s", "`1s1s` names its units out of order; write large ones first, each once"),
            ("99999999999999999999s", "`99999999999999999999s` is too long"),
            ("999999999999999d", "`999999999999999d` is too long"),
        ] {
            assert_eq!(parse(text), Err(message.into()), "{text}");
        }
    }
}
