//! What is refused goes on the record: by peer and rule, and never by a person whom a request names.

use std::collections::HashMap;
use std::time::Duration;

use parking_lot::Mutex;

use super::peers::Peers;
use super::refusal::Refusal;
use crate::audit::{AuditLog, Event, Kind};
use crate::clock::{Clock, Moment};
use crate::id::BotId;
#[cfg(feature = "metrics")]
use crate::monitor::Meter;
use crate::peer::Peer;

/// One line of the log for a rule in this time.
const PAUSE: Duration = Duration::from_secs(60);

pub(super) struct Records {
    bot: BotId,
    audit: AuditLog,
    clock: Clock,
    peers: Mutex<Peers>,
    /// When a refusal was last logged.
    told: Mutex<HashMap<Refusal, Moment>>,
    #[cfg(feature = "metrics")]
    meter: Meter,
}

impl Records {
    pub(super) fn new(bot: BotId, audit: AuditLog, clock: Clock) -> Self {
        Self {
            bot,
            audit,
            clock,
            peers: Mutex::default(),
            told: Mutex::default(),
            #[cfg(feature = "metrics")]
            meter: Meter::new(bot),
        }
    }

    pub(super) fn is_limited(&self, peer: Peer) -> bool {
        self.peers.lock().is_limited(peer, self.clock.now().mono)
    }

    /// Forgets who sent forged requests.
    pub(super) fn forget_peers(&self) {
        *self.peers.lock() = Peers::default();
    }

    /// Counts a refusal, records it and says so by the log.
    pub(super) fn refused(&self, peer: Peer, refusal: Refusal) {
        let now = self.clock.now();
        let peer = self.peers.lock().note(peer, refusal.is_forged(), now.mono);
        let rule = refusal.rule();
        #[cfg(feature = "metrics")]
        self.meter.webhook(rule);
        // Equal ones of a peer are one record, as those of a person are.
        self.audit.refusal(Event {
            bot: Some(self.bot),
            peer: Some(peer),
            ..Event::new(Kind::Decision, now.wall, "webhook", rule)
        });
        if self.is_due(refusal, now.mono) {
            let (from, hint) = (peer.shown(), refusal.hint());
            tracing::warn!(rule, from, hint, "a request was refused / 已拒绝一个回调请求");
        }
    }

    fn is_due(&self, refusal: Refusal, now: Moment) -> bool {
        let mut told = self.told.lock();
        let is_due = told.get(&refusal).is_none_or(|last| now.since(*last) >= PAUSE);
        if is_due {
            told.insert(refusal, now);
        }
        is_due
    }
}
