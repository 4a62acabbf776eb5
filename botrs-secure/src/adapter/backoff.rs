//! How long to wait before connecting again.

use std::time::Duration;

/// A connection that lived this long was a good one.
const GOOD: Duration = Duration::from_secs(30);
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// Doubles the pause with each failure in a row.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The pause after a connection that lived so long: none after a good one.
    pub(super) fn after(&mut self, lived: Duration) -> Duration {
        if lived > GOOD {
            self.failures = 0;
            return Duration::ZERO;
        }
        let doubled = FIRST.saturating_mul(1 << self.failures.min(10)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        jittered(doubled)
    }
}

/// Between a half and the whole, so that shards and bots do not come back in one moment.
pub(crate) fn jittered(pause: Duration) -> Duration {
    // Without randomness the pause is the longer one.
    stretched(pause, getrandom::u32().unwrap_or(u32::MAX))
}

fn stretched(pause: Duration, random: u32) -> Duration {
    let half = pause / 2;
    half + half.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute_and_a_good_connection_forgives() {
        let mut backoff = Backoff::default();
        for longest in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let pause = backoff.after(Duration::from_secs(1));
            let longest = Duration::from_secs(longest);
            assert!(pause >= longest / 2 && pause <= longest, "{pause:?} of {longest:?}");
        }
        assert_eq!(backoff.after(Duration::from_secs(31)), Duration::ZERO);
        assert!(backoff.after(Duration::ZERO) <= Duration::from_secs(1));
        backoff.failures = u32::MAX - 1;
        assert!(backoff.after(Duration::ZERO) <= LONGEST);
    }

    #[test]
    fn jitter_stays_in_the_upper_half() {
        let pause = Duration::from_secs(8);
        assert_eq!(stretched(pause, 0), pause / 2);
        assert_eq!(stretched(pause, u32::MAX), pause);
    }
}
