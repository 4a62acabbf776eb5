//! The records of a change: what is about to be done, and what became of it.

use crate::audit::{Event, Kind};
use crate::error::Result;
use crate::gate::{Denial, INTENT, Intent, Live};
use crate::id::UserId;

/// Records the intent; where that cannot be, nothing may be done.
pub(super) async fn intent(
    live: &Live,
    action: &'static str,
    target: UserId,
    details: Option<String>,
) -> Result<Intent, Denial> {
    let event = Event {
        target: Some(target),
        details: details.map(Into::into),
        ..live.talk.event(Kind::Effect, action, INTENT)
    };
    Intent::record(&live.talk, event).await
}

/// Records the result, which says whether anything changed.
pub(super) fn end(intent: Intent, done: Result<bool>) -> Result<bool> {
    let result = match &done {
        Ok(true) => "done",
        Ok(false) => "unchanged",
        Err(error) => error.denial().map_or("failed", Denial::rule),
    };
    intent.end(result, done.is_ok());
    done
}
