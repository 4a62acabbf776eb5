//! When a message was sent: RFC 3339 with an offset, or seconds since 1970.

use serde_json::Value;

/// Milliseconds since 1970, UTC; `None` for anything that is not a time after it.
pub(crate) fn parse(value: &Value) -> Option<u64> {
    match value {
        Value::Number(seconds) => seconds.as_u64()?.checked_mul(1000),
        Value::String(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
            text.parse::<u64>().ok()?.checked_mul(1000)
        }
        Value::String(text) => rfc3339(text),
        _ => None,
    }
}

/// `2021-05-20T15:14:58+08:00`, with or without a fraction of a second, or with `Z`.
fn rfc3339(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let date = field(bytes, 0, 4).zip(after(bytes, 4, b"-", 2)).zip(after(bytes, 7, b"-", 2));
    let time =
        after(bytes, 10, b"Tt ", 2).zip(after(bytes, 13, b":", 2)).zip(after(bytes, 16, b":", 2));
    let ((year, month), day) = date?;
    let ((hour, minute), second) = time?;
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    // A leap second, 60, is allowed by the format.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (millis, zone) = fraction(bytes.get(19..)?)?;
    let seconds =
        days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)?;
    u64::try_from(seconds * 1000 + millis).ok()
}

/// `len` digits at `at`.
fn field(bytes: &[u8], at: usize, len: usize) -> Option<i64> {
    let digits = bytes.get(at..at + len)?;
    digits
        .iter()
        .try_fold(0, |number, b| b.is_ascii_digit().then(|| number * 10 + i64::from(b - b'0')))
}

/// `len` digits behind one of these separators at `at`.
fn after(bytes: &[u8], at: usize, separators: &[u8], len: usize) -> Option<i64> {
    separators.contains(bytes.get(at)?).then(|| field(bytes, at + 1, len))?
}

/// The milliseconds of a fraction, if there is one, and what follows it.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.', rest)) = rest.split_first() else { return Some((0, rest)) };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let millis = (0..3).fold(0, |millis, at| {
        let digit = if at < digits { rest[at] - b'0' } else { 0 };
        millis * 10 + i64::from(digit)
    });
    (digits > 0).then(|| (millis, &rest[digits..]))
}

/// Seconds east of Greenwich.
fn offset(zone: &[u8]) -> Option<i64> {
    if matches!(zone, b"Z" | b"z") {
        return Some(0);
    }
    let (sign, rest) = zone.split_first()?;
    let hours = field(rest, 0, 2).filter(|&hours| hours < 24)?;
    let minutes = after(rest, 2, b":", 2).filter(|&minutes| minutes < 60)?;
    let seconds = hours * 3_600 + minutes * 60;
    match sign {
        b'+' if rest.len() == 5 => Some(seconds),
        b'-' if rest.len() == 5 => Some(-seconds),
        _ => None,
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01; years are counted from March, so that a leap day is the last of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month < 3 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn known_times_are_read() {
        for (text, millis) in [
            ("2021-05-20T15:14:58+08:00", 1_621_494_898_000),
            ("2023-11-06T13:37:18+08:00", 1_699_249_038_000),
            ("2021-05-20T07:14:58Z", 1_621_494_898_000),
            ("2021-05-20T02:14:58-05:00", 1_621_494_898_000),
            ("2021-05-20T07:14:58.1239Z", 1_621_494_898_123),
            ("2021-05-20T07:14:58.5Z", 1_621_494_898_500),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000),
            ("1970-01-01T00:00:00Z", 0),
        ] {
            assert_eq!(parse(&json!(text)), Some(millis), "{text}");
        }
        assert_eq!(parse(&json!(1_697_702_093)), Some(1_697_702_093_000));
        assert_eq!(parse(&json!("1697702093")), Some(1_697_702_093_000));
    }

    #[test]
    fn anything_else_is_no_time() {
        for text in [
            "",
            "yesterday",
            "2021-05-20",
            "2021-05-20T15:14:58",
            "2021-05-20T15:14:58.+08:00",
            "2021-05-20T15:14:58+0800",
            "2021-05-20T15:14:58+08:00x",
            "2021-05-20T15:14:58+24:00",
            "2021-02-29T00:00:00Z",
            "2021-13-01T00:00:00Z",
            "2021-05-20T24:00:00Z",
            "1969-12-31T23:59:59Z",
            "２０２１-05-20T15:14:58Z",
        ] {
            assert_eq!(parse(&json!(text)), None, "{text}");
        }
        assert_eq!(parse(&json!(-1)), None);
        assert_eq!(parse(&json!(u64::MAX)), None);
        assert_eq!(parse(&json!(["2021-05-20T07:14:58Z"])), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            parse(&json!(text));
        }

        #[test]
        fn near_misses_do_not_panic(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.+Z:0-9é-]{0,8}") {
            parse(&json!(text));
        }
    }
}
