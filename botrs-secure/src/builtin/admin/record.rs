//! Two records of each change: what is about to be done, and what became of it.

use crate::audit::{AuditLog, Event, Kind};
use crate::error::Result;
use crate::gate::{Denial, Live};
use crate::id::UserId;

/// A change whose intent is recorded. Its result is, when it goes.
pub(super) struct Record {
    audit: AuditLog,
    event: Event,
}

impl Record {
    /// Records the intent; where that cannot be, nothing may be done.
    pub(super) fn open(
        live: &Live,
        action: &'static str,
        target: UserId,
        details: Option<String>,
    ) -> Result<Self, Denial> {
        let audit = &live.talk.engine.audit;
        let event = Event {
            target: Some(target),
            details: details.map(Into::into),
            ..live.talk.event(Kind::Effect, action, "intent")
        };
        if !audit.has_room() || !audit.privileged(event.clone()) {
            return Err(Denial::AuditUnavailable);
        }
        Ok(Self { audit: audit.clone(), event: Event { rule: "unknown", ..event } })
    }

    /// Records the result, which says whether anything changed.
    pub(super) fn end(mut self, done: Result<bool>) -> Result<bool> {
        self.event.success = done.is_ok();
        self.event.rule = match &done {
            Ok(true) => "done",
            Ok(false) => "unchanged",
            Err(error) => error.denial().map_or("failed", Denial::rule),
        };
        done
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.audit.privileged(self.event.clone());
    }
}
