//! Durations: `30s`, `1h30m`, `10分钟`.

use std::time::Duration;

use botrs_secure::FromArg;
use botrs_secure::expansion::Shown;

use super::assert_readable;

/// It is read as by hand, and what is shown of it is read as the same.
pub fn holds(text: &str) {
    let read = Duration::from_arg(text);
    assert_eq!(read.as_ref().ok().copied(), by_hand(text), "{text:?}");
    match read {
        Ok(duration) => {
            let shown = Shown(&duration);
            for shown in [format!("{shown}"), format!("{shown:#}")] {
                assert_eq!(Duration::from_arg(&shown), Ok(duration), "{text:?} as {shown:?}");
            }
        }
        Err(error) => assert_readable(&error),
    }
}

/// The units from the largest, and their milliseconds.
const UNITS: [(&[&str], u128); 5] = [
    (&["d", "天", "日"], 86_400_000),
    (&["h", "时", "小时"], 3_600_000),
    (&["m", "分", "分钟"], 60_000),
    (&["s", "秒"], 1_000),
    (&["ms", "毫秒"], 1),
];

fn by_hand(text: &str) -> Option<Duration> {
    let (mut rest, mut units, mut total) = (text, &UNITS[..], 0);
    while !rest.is_empty() {
        let number = &rest[..rest.find(|c: char| !c.is_ascii_digit())?];
        rest = &rest[number.len()..];
        let unit = &rest[..rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len())];
        rest = &rest[unit.len()..];
        let place = units.iter().position(|(names, _)| names.contains(&unit))?;
        let number: u64 = number.parse().ok()?;
        total += u128::from(number) * units[place].1;
        units = &units[place + 1..];
    }
    let seconds = u64::try_from(total / 1_000).ok()?;
    let duration = Duration::new(seconds, (total % 1_000) as u32 * 1_000_000);
    (!duration.is_zero()).then_some(duration)
}
