//! How long a token may be used.

use std::time::Duration;

use crate::clock::Now;

/// QQ issues another token only in the last 60 seconds of one: a little into them.
const EARLY: Duration = Duration::from_secs(55);

/// From when on, and how long, a token may be used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lease {
    from: Now,
    lasts: Duration,
}

impl Lease {
    pub(super) fn new(from: Now, lasts: Duration) -> Self {
        Self { from, lasts }
    }

    /// Whether the token is valid, and botrs takes it for valid.
    ///
    /// Validity goes by the monotonic clock. botrs goes by the wall clock, and fetches another token in the
    /// middle of a request once that has passed the end: as far as it has jumped, so far the lease ends early.
    pub(super) fn holds(&self, now: Now) -> bool {
        let by_wall = Duration::from_millis(now.wall.saturating_sub(self.from.wall));
        now.mono.since(self.from.mono).max(by_wall) < self.lasts
    }

    /// How long after its beginning another token is to be fetched.
    pub(super) fn refresh_after(&self) -> Duration {
        if self.lasts > 2 * EARLY { self.lasts - EARLY } else { self.lasts / 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_ends_by_the_monotonic_clock() {
        let clock = Clock::manual();
        let lease = Lease::new(clock.now(), seconds(100));
        assert!(lease.holds(clock.now()));
        clock.advance(seconds(99));
        assert!(lease.holds(clock.now()));
        clock.advance(seconds(1));
        assert!(!lease.holds(clock.now()));
    }

    #[test]
    fn a_wall_clock_that_goes_back_does_not_prolong_it() {
        let clock = Clock::manual_at(10_000_000);
        let lease = Lease::new(clock.now(), seconds(100));
        clock.set_wall(0);
        assert!(lease.holds(clock.now()));
        clock.advance(seconds(100));
        assert!(!lease.holds(clock.now()));
    }

    #[test]
    fn a_wall_clock_that_jumps_past_the_end_ends_it() {
        let clock = Clock::manual_at(10_000_000);
        let lease = Lease::new(clock.now(), seconds(100));
        clock.set_wall(10_099_999);
        assert!(lease.holds(clock.now()));
        clock.set_wall(10_100_000);
        assert!(!lease.holds(clock.now()));
    }

    #[test]
    fn another_is_fetched_in_the_last_minute_or_halfway() {
        let after =
            |lasts| Lease::new(Clock::manual().now(), seconds(lasts)).refresh_after().as_secs();
        assert_eq!([7200, 111, 110, 40].map(after), [7145, 56, 55, 20]);
    }
}
