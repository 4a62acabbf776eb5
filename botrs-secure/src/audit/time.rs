//! Milliseconds since 1970 as RFC 3339.

/// The last millisecond of the year 9999: RFC 3339 has no later one.
const LAST: u64 = 253_402_300_799_999;

/// `2026-01-02T03:04:05.678Z`; what lies after the year 9999 is written as its last millisecond.
pub(super) fn rfc3339(unix_ms: u64) -> [u8; 24] {
    let ms = unix_ms.min(LAST);
    let (year, month, day) = date(ms / 86_400_000);
    let mut text = *b"0000-00-00T00:00:00.000Z";
    let mut put = |from: usize, to: usize, mut number: u64| {
        for digit in text[from..to].iter_mut().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
    };
    put(0, 4, year);
    put(5, 7, month);
    put(8, 10, day);
    put(11, 13, ms / 3_600_000 % 24);
    put(14, 16, ms / 60_000 % 60);
    put(17, 19, ms / 1000 % 60);
    put(20, 23, ms % 1000);
    text
}

/// Year, month and day of a day counted from 1970.
fn date(days: u64) -> (u64, u64, u64) {
    // Counted from 1 March of the year 0, leap days fall at the end of a year and the calendar
    // repeats every 400 years.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(ms: u64) -> String {
        String::from_utf8(rfc3339(ms).to_vec()).unwrap()
    }

    #[test]
    fn known_instants() {
        for (ms, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_000_000_000_000, "2001-09-09T01:46:40.000Z"),
            (1_234_567_890_123, "2009-02-13T23:31:30.123Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (LAST, "9999-12-31T23:59:59.999Z"),
            (u64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(text(ms), expected);
        }
    }

    fn leap(year: u64) -> bool {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    }

    fn days_in(year: u64, month: u64) -> u64 {
        match month {
            2 => 28 + u64::from(leap(year)),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    proptest! {
        #[test]
        fn counting_the_days_one_by_one_agrees(
            (year, month) in (1970_u64..=9999, 1_u64..=12),
            day_seed in 0_u64..31,
            of_day in 0_u64..86_400_000,
        ) {
            let day = day_seed % days_in(year, month) + 1;
            let years: u64 = (1970..year).map(|y| 365 + u64::from(leap(y))).sum();
            let months: u64 = (1..month).map(|m| days_in(year, m)).sum();
            let ms = (years + months + day - 1) * 86_400_000 + of_day;
            let expected = format!(
                "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
                of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60, of_day % 1000,
            );
            prop_assert_eq!(text(ms), expected);
        }
    }
}
