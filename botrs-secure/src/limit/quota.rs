//! How much is allowed: the generic cell rate algorithm.
//!
//! The state of a quota is one moment, the theoretical arrival time (TAT): when its holder would
//! have used up nothing. Each call moves it one interval later, and it may be at most `burst`
//! intervals ahead of the present.

use std::time::Duration;

use crate::clock::Moment;

/// 73 years: no sum of a present and a span of quota comes near the end of the clock.
const LONGEST: u64 = u64::MAX / 8;

/// `burst` calls at once, and one more each interval.
///
/// Within any window at most `burst` and one for each interval of it pass: ten a minute are at
/// most 19 in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    burst: u32,
    /// Nanoseconds.
    interval: u64,
}

impl Quota {
    /// `burst` calls at once, then one each `interval`.
    ///
    /// A burst of 0 allows nothing; an interval of 0 limits nothing else. Burst and interval
    /// together are at most 73 years; a longer interval is shortened to that.
    #[must_use]
    pub const fn new(burst: u32, interval: Duration) -> Self {
        Self::from_nanos(burst, interval.as_nanos())
    }

    /// One call each `interval`.
    #[must_use]
    pub const fn once_per(interval: Duration) -> Self {
        Self::new(1, interval)
    }

    /// `count` calls in `window`, all of them at once if need be.
    #[must_use]
    pub const fn per(count: u32, window: Duration) -> Self {
        if count == 0 {
            return Self::new(0, window);
        }
        // Rounded up, or a window would hold one call too many.
        Self::from_nanos(count, window.as_nanos().div_ceil(count as u128))
    }

    /// The same rate with another burst.
    #[must_use]
    pub const fn with_burst(self, burst: u32) -> Self {
        Self::from_nanos(burst, self.interval as u128)
    }

    /// How many calls may come at once.
    #[must_use]
    pub const fn burst(self) -> u32 {
        self.burst
    }

    /// After how long one more is allowed.
    #[must_use]
    pub const fn interval(self) -> Duration {
        Duration::from_nanos(self.interval)
    }

    /// How long until nothing is used up any more, at most: in this time all of it comes back.
    #[cfg(feature = "redb")]
    pub(crate) fn span(self) -> Duration {
        // At most 73 years.
        self.interval().saturating_mul(self.burst)
    }

    const fn from_nanos(burst: u32, interval: u128) -> Self {
        let longest = LONGEST / if burst == 0 { 1 } else { burst as u64 };
        let interval = if interval > longest as u128 { longest } else { interval as u64 };
        Self { burst, interval }
    }

    /// The burst, and the interval rounded up to whole microseconds.
    #[cfg(feature = "redis")]
    pub(super) const fn in_micros(self) -> (u32, u64) {
        (self.burst, self.interval.div_ceil(1_000))
    }

    /// The TAT after `cost` calls at once, or how long until they are allowed.
    ///
    /// More than the burst is never allowed; the wait is then [`Duration::MAX`].
    pub(super) fn charge(self, tat: Moment, cost: u32, now: Moment) -> Result<Moment, Duration> {
        if cost > self.burst {
            return Err(Duration::MAX);
        }
        let interval = u128::from(self.interval);
        let ahead = u128::from(tat.0.saturating_sub(now.0)) + u128::from(cost) * interval;
        let most = u128::from(self.burst) * interval;
        if ahead > most {
            // Fits: it is less than the span between two moments.
            return Err(Duration::from_nanos((ahead - most) as u64));
        }
        let tat = u128::from(now.0) + ahead;
        u64::try_from(tat).map(Moment).map_err(|_| Duration::MAX)
    }
}
