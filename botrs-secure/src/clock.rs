//! One reading of the time for each message.

#[cfg(any(test, feature = "testing"))]
use std::sync::Arc;
#[cfg(any(test, feature = "testing"))]
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A point on the monotonic clock of this process, in nanoseconds since it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Moment(pub(crate) u64);

impl Moment {
    /// How long from `earlier` to here; zero if it is later.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Add<Duration> for Moment {
    type Output = Self;

    fn add(self, later: Duration) -> Self {
        let nanos = u64::try_from(later.as_nanos()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(nanos))
    }
}

/// One reading: limits use the monotonic part, records and ages the wall clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    /// Never goes back.
    pub(crate) mono: Moment,
    /// Milliseconds since 1970, UTC.
    pub(crate) wall: u64,
}

/// Where time comes from: the machine, or a test that turns it by hand.
#[cfg_attr(not(any(test, feature = "testing")), expect(unreachable_pub, reason = "tests use it"))]
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    Machine {
        start: Instant,
    },
    #[cfg(any(test, feature = "testing"))]
    Manual {
        /// Milliseconds since 1970.
        start_wall: Arc<AtomicU64>,
        /// Nanoseconds.
        elapsed: Arc<AtomicU64>,
    },
}

impl Default for Clock {
    fn default() -> Self {
        Self(Source::Machine { start: Instant::now() })
    }
}

impl Clock {
    /// A clock that stands still until [`advance`](Self::advance) is called, for tests.
    ///
    /// It starts at the present time; clones are the same clock.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn manual() -> Self {
        let start_wall = Arc::new(AtomicU64::new(wall()));
        Self(Source::Manual { start_wall, elapsed: Arc::default() })
    }

    /// The same, from this wall clock on, in milliseconds since 1970: as of a process that begins then.
    #[cfg(test)]
    pub(crate) fn manual_at(start_wall: u64) -> Self {
        let start_wall = Arc::new(AtomicU64::new(start_wall));
        Self(Source::Manual { start_wall, elapsed: Arc::default() })
    }

    /// Sets what a manual clock takes for the time since 1970, in milliseconds; no time passes by that.
    #[cfg(test)]
    pub(crate) fn set_wall(&self, wall: u64) {
        if let Source::Manual { start_wall, elapsed } = &self.0 {
            let elapsed = elapsed.load(Ordering::SeqCst) / 1_000_000;
            start_wall.store(wall.wrapping_sub(elapsed), Ordering::SeqCst);
        }
    }

    /// Turns a manual clock forward; the machine's is left alone.
    #[cfg(any(test, feature = "testing"))]
    pub fn advance(&self, by: Duration) {
        if let Source::Manual { elapsed, .. } = &self.0 {
            let nanos = u64::try_from(by.as_nanos()).unwrap_or(u64::MAX);
            elapsed.fetch_add(nanos, Ordering::SeqCst);
        }
    }

    pub(crate) fn now(&self) -> Now {
        match &self.0 {
            Source::Machine { start } => {
                let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
                Now { mono: Moment(nanos), wall: wall() }
            }
            #[cfg(any(test, feature = "testing"))]
            Source::Manual { start_wall, elapsed } => {
                let nanos = elapsed.load(Ordering::SeqCst);
                let start_wall = start_wall.load(Ordering::SeqCst);
                Now { mono: Moment(nanos), wall: start_wall.wrapping_add(nanos / 1_000_000) }
            }
        }
    }
}

fn wall() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
