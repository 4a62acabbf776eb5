//! Two records of each effect: what is about to be done, and what became of it.

use crate::audit::{AuditLog, Event};
use crate::clock::{Clock, Moment};
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;

/// The rule of the record that is written before.
pub(crate) const INTENT: &str = "intent";
/// The result of what was stopped before it ended.
const UNKNOWN: &str = "unknown";

/// An effect whose intent is recorded. Its result is, when this goes: also where the body was cancelled in
/// the middle.
pub(crate) struct Intent {
    audit: AuditLog,
    clock: Clock,
    since: Moment,
    event: Event,
}

impl Intent {
    /// Records the intent, on the disk where the log was opened so; where that cannot be, nothing may be done.
    /// What was allowed before has to be looked at again, since that may take its time.
    pub(crate) async fn record(talk: &Talk, event: Event) -> Result<Self, Denial> {
        let audit = &talk.engine.audit;
        if !audit.has_room() || !audit.privileged(event.clone()) {
            return Err(Denial::AuditUnavailable);
        }
        let intent = Self {
            audit: audit.clone(),
            clock: talk.engine.clock.clone(),
            since: talk.now.mono,
            event: Event { rule: UNKNOWN, success: false, ..event },
        };
        if audit.before_effect().await {
            Ok(intent)
        } else {
            Err(intent.refuse(Denial::AuditUnavailable))
        }
    }

    /// Records that it is refused after all.
    pub(crate) fn refuse(self, denial: Denial) -> Denial {
        self.end(denial.rule(), false);
        denial
    }

    /// Records the result.
    pub(crate) fn end(mut self, result: &'static str, success: bool) {
        self.event.rule = result;
        self.event.success = success;
    }
}

impl Drop for Intent {
    fn drop(&mut self) {
        let took = self.clock.now().mono.since(self.since);
        self.audit.privileged(Event { took, ..self.event.clone() });
    }
}
