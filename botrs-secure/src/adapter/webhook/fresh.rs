//! When a request was signed: not long ago, and not in the future.

use std::time::Duration;

/// How far the clock of the platform and this one may be apart.
pub(super) const TOLERANCE: Duration = Duration::from_secs(300);

/// Whether this many seconds since 1970 are near enough to now, which is in milliseconds.
pub(super) fn is_fresh(seconds: u64, now: u64) -> bool {
    let apart = seconds.saturating_mul(1_000).abs_diff(now);
    u128::from(apart) <= TOLERANCE.as_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_minutes_on_either_side() {
        const NOW: u64 = 1_725_442_341_000;
        for (seconds, fresh) in [
            (NOW / 1_000, true),
            (NOW / 1_000 - 300, true),
            (NOW / 1_000 - 301, false),
            (NOW / 1_000 + 300, true),
            (NOW / 1_000 + 301, false),
            (0, false),
            // Milliseconds, which the platform does not send.
            (NOW, false),
            (9_999_999_999_999, false),
            (u64::MAX, false),
        ] {
            assert_eq!(is_fresh(seconds, NOW), fresh, "{seconds}");
        }
        assert!(!is_fresh(NOW / 1_000 - 300, NOW + 1));
        assert!(!is_fresh(NOW / 1_000 + 300, NOW - 1));
    }
}
