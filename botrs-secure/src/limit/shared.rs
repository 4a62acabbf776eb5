//! What strangers share when the tables are full.

use std::time::Duration;

use super::log::Log;
use super::quota::Quota;
use crate::clock::Moment;

/// What a shared quota limits; a flood and a cooldown of the same rate are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pool {
    Flood(Quota),
    Bucket(Quota),
}

/// One TAT for each quota in use, and one log of failures.
#[derive(Default)]
pub(super) struct Shared {
    /// The latest reading.
    pub(super) now: Moment,
    /// As many as the program has quotas; expired ones make way.
    pools: Vec<(Pool, Moment)>,
    failures: Log,
}

impl Shared {
    pub(super) fn tat(&self, pool: Pool) -> Moment {
        self.pools.iter().find(|(of, _)| *of == pool).map_or(Moment::default(), |(_, tat)| *tat)
    }

    pub(super) fn set_tat(&mut self, pool: Pool, tat: Moment) {
        let now = self.now;
        self.pools.retain(|(of, tat)| *of != pool && *tat > now);
        self.pools.push((pool, tat));
    }

    pub(super) fn count_failure(&mut self, weight: u32, window: Duration) -> u32 {
        self.failures.add(weight, window, self.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expired_quotas_make_way() {
        let mut shared = Shared::default();
        for number in 0..1000 {
            shared.now = Moment(number);
            let pool = Pool::Bucket(Quota::new(1, Duration::from_nanos(number)));
            shared.set_tat(pool, Moment(number + 5));
            shared.set_tat(pool, Moment(number + 5));
            assert!(shared.pools.len() <= 5);
        }
    }
}
