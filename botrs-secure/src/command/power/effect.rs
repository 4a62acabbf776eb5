//! One request of a power: allowed again, sent once, recorded whatever becomes of it.

use std::time::Duration;

use crate::adapter::PlatformErrorKind;
use crate::adapter::{PlatformError, Request, Transport};
use crate::audit::Kind;
use crate::command::BoxFuture;
use crate::error::{Error, Result};
use crate::gate::{Denial, Live, revocation};
use crate::id::UserId;
use crate::policy::{Permission, PermissionDef};

/// How long a power waits for the platform.
const PATIENCE: Duration = Duration::from_secs(15);

/// What is about to be done.
pub(crate) struct Effect {
    pub(crate) action: &'static str,
    pub(crate) target: Option<UserId>,
    pub(crate) details: Option<Box<str>>,
}

/// Does what a power of the permission `P` is for.
pub(crate) fn perform<'a, P: Permission>(
    live: Option<&'a Live>,
    effect: Effect,
    request: impl FnOnce(&'a dyn Transport) -> Request<'a, ()>,
) -> BoxFuture<'a, Result<()>> {
    let request = match allowed(live, P::DEF) {
        Ok(live) => Ok((live, request(live.talk.engine.transport.as_ref()))),
        Err(denial) => Err(denial),
    };
    Box::pin(async move {
        let (live, request) = request.map_err(Error::denied)?;
        // Policy, grants or roles may have moved since, or between the call of the power and its first poll.
        allowed(Some(live), P::DEF).map_err(Error::denied)?;
        revocation::still_granted(live, effect.target.as_slice()).await.map_err(Error::denied)?;
        if !live.talk.engine.audit.has_room() {
            return Err(Error::denied(Denial::AuditUnavailable));
        }
        let record = Record { live, effect, result: UNKNOWN };
        record.end(wait(request).await).map_err(Error::from)
    })
}

fn allowed<'a>(live: Option<&'a Live>, permission: &PermissionDef) -> Result<&'a Live, Denial> {
    let live = live.ok_or(Denial::Unproven)?;
    live.holds(permission)?;
    Ok(live)
}

async fn wait(request: Request<'_, ()>) -> Result<(), PlatformError> {
    match tokio::time::timeout(PATIENCE, request).await {
        Ok(done) => done,
        Err(_) => Err(PlatformError::new(PlatformErrorKind::TimedOut, "no answer in time")),
    }
}

/// The result of a request that was cancelled before it ended.
const UNKNOWN: &str = "unknown";

/// Writes the record when it goes: also where the body was cancelled in the middle.
struct Record<'a> {
    live: &'a Live,
    effect: Effect,
    result: &'static str,
}

impl Record<'_> {
    fn end(mut self, done: Result<(), PlatformError>) -> Result<(), PlatformError> {
        self.result = match &done {
            Ok(()) => "done",
            Err(error) => error.kind.as_str(),
        };
        if let Err(error) = &done {
            tracing::warn!(action = self.effect.action, %error, "the platform did not do it");
        }
        done
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        let mut event = self.live.talk.event(Kind::Effect, self.effect.action, self.result);
        event.success = self.result == "done";
        event.target = self.effect.target;
        event.details = self.effect.details.take();
        self.live.talk.engine.audit.privileged(event);
    }
}
