//! The present, as the platform writes it.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in China: `2021-05-20T15:14:58+08:00`.
pub(super) fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    in_china(since.as_secs())
}

fn in_china(seconds: u64) -> String {
    let local = seconds + 8 * 3600;
    let (days, time) = (local / 86_400, local % 86_400);
    // Days since 1 March of the year 0, in eras of 400 years.
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + u64::from(month < 3);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_times_are_written() {
        assert_eq!(in_china(1_621_494_898), "2021-05-20T15:14:58+08:00");
        assert_eq!(in_china(1_709_164_800), "2024-02-29T08:00:00+08:00");
        assert_eq!(in_china(0), "1970-01-01T08:00:00+08:00");
        assert_eq!(in_china(1_735_660_799), "2024-12-31T23:59:59+08:00");
    }
}
