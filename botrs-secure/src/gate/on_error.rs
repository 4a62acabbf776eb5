//! After stage 13: what the author's `on_error` makes of a body that failed.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use crate::command::{Answer, BoxFuture, Context};
use crate::contain::contained;
use crate::error::Error;
use crate::gate::live::Live;
use crate::reply::Reply;

/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What to say of an error, which may be nothing; `None` where the command has no `on_error`, or one
/// that failed itself.
pub(crate) async fn answer(live: &Live, error: &Error) -> Option<Option<Reply>> {
    let on_error = live.command.spec.on_error?;
    let why = match ended(|| on_error(Context::new(live), error)).await {
        Ended::Answered(Ok(reply)) => return Some(reply),
        Ended::Answered(Err(stop)) => {
            // The error is the author's, and so is its destructor.
            contained(|| drop(stop));
            "failed"
        }
        Ended::Panicked => "panicked",
        Ended::Late => "took too long",
    };
    let action = live.command.name;
    contained(|| tracing::error!(action, why, "an `on_error` gave no answer"));
    None
}

enum Ended {
    Answered(Answer),
    Panicked,
    Late,
}

/// Runs it to its end, or to that of its time. No panic gets out of here.
async fn ended<'a>(start: impl FnOnce() -> BoxFuture<'a, Answer>) -> Ended {
    let Some(call) = contained(start) else { return Ended::Panicked };
    let mut call = Caught(call);
    let ended = tokio::time::timeout(PATIENCE, &mut call).await;
    contained(|| drop(call));
    match ended {
        Ok(Some(answer)) => Ended::Answered(answer),
        Ok(None) => Ended::Panicked,
        Err(_) => Ended::Late,
    }
}

/// A future whose panics are caught at each poll.
struct Caught<'a>(BoxFuture<'a, Answer>);

impl Future for Caught<'_> {
    type Output = Option<Answer>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        match contained(|| self.0.as_mut().poll(task)) {
            Some(Poll::Pending) => Poll::Pending,
            Some(Poll::Ready(answer)) => Poll::Ready(Some(answer)),
            None => Poll::Ready(None),
        }
    }
}
