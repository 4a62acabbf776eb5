//! The way of a message as a span of `tracing`: what is logged on it, an author's own events in a body
//! included, carries the id under which the audit has the call.
//!
//! It names neither persons nor what they wrote. A log may panic, and costs no call: only the line is lost.

use std::future::{Future, poll_fn};
use std::pin::pin;

use tracing::Span;
use tracing::field::Empty;

use crate::contain::contained;
use crate::place::Scene;

/// The span of one message. Clones are the same span.
#[derive(Clone)]
pub(crate) struct Way(Span);

impl Way {
    pub(super) fn new(correlation: u64, scene: Scene) -> Self {
        // At info: an author who listens to that sees which call their own events belong to.
        let span = || {
            tracing::info_span!(
                target: "botrs_secure::message",
                "message",
                correlation = %format_args!("{correlation:016x}"),
                scene = scene.as_str(),
                command = Empty,
            )
        };
        Self(contained(span).unwrap_or_else(Span::none))
    }

    /// The parent of events that are logged where nothing is entered.
    pub(super) fn span(&self) -> &Span {
        &self.0
    }

    /// Says which command the message calls.
    pub(super) fn calls(&self, command: &'static str) {
        contained(|| self.0.record("command", command));
    }

    /// Does something on the way.
    pub(super) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        let entered = contained(|| self.0.enter());
        let done = work();
        contained(|| drop(entered));
        done
    }

    /// Goes on in a task of its own.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let way = self.clone();
        tokio::spawn(async move {
            let mut work = pin!(work);
            poll_fn(|cx| way.within(|| work.as_mut().poll(cx))).await;
        });
    }
}
