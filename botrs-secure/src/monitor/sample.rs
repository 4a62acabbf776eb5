//! What is looked at each second, since nothing tells of its changes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::health::Health;
use super::meter::Sample;

const EACH: Duration = Duration::from_secs(1);

/// Looks until the bot has stopped, and then once more.
pub(super) async fn sample(health: Arc<Health>, mut stopped: watch::Receiver<()>) {
    let mut lag = Lag::new(Instant::now());
    loop {
        health.engine.meter.sample(&look(&health, &mut lag));
        tokio::select! {
            _ = stopped.changed() => break,
            () = tokio::time::sleep(EACH) => {}
        }
    }
    health.engine.meter.sample(&look(&health, &mut lag));
}

fn look(health: &Health, lag: &mut Lag) -> Sample {
    let written = health.engine.audit.written();
    Sample {
        waiting: written.waiting,
        lost: written.lost,
        lag: lag.look(written.rounds, Instant::now()),
        is_recorded: health.is_recorded(),
        is_connected: health.is_connected(),
        has_state: health.state().map(|state| state.is_ok()),
    }
}

/// For how long the audit's writer has been at one and the same round: it makes many a second, and stays in
/// one while it cannot write.
struct Lag {
    round: u64,
    since: Instant,
}

impl Lag {
    fn new(now: Instant) -> Self {
        Self { round: 0, since: now }
    }

    fn look(&mut self, round: u64, now: Instant) -> Duration {
        if round != self.round {
            *self = Self { round, since: now };
        }
        now - self.since
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_lags_while_its_writer_is_in_one_round() {
        let at = |seconds| Instant::now() + Duration::from_secs(seconds);
        let (start, second) = (at(0), Duration::from_secs(1));
        let mut lag = Lag::new(start);
        assert_eq!(lag.look(200, start + second), Duration::ZERO);
        assert_eq!(lag.look(200, start + 3 * second), 2 * second);
        assert_eq!(lag.look(201, start + 4 * second), Duration::ZERO);
    }
}
