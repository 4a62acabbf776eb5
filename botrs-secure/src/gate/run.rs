//! Stage 13, run: the author's code behind a time limit and a catch of panics.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use crate::command::{Answer, BoxFuture};
use crate::contain::contained;
use crate::gate::live::Live;
use crate::gate::outcome::Outcome;
use crate::reply::Reply;

/// How long parsing, checks and admission may take: they contain code of the author's, too.
const BEFORE_BODY: Duration = Duration::from_secs(15);

/// Runs a call to its outcome. Panics and late calls end here and nowhere else.
pub(crate) async fn run(live: &Live) -> (Outcome, Option<Reply>) {
    let start = || (live.command.spec.run)(live);
    let Some(call) = contained(start) else { return (Outcome::Panicked, None) };
    let sleep = Box::pin(tokio::time::sleep(BEFORE_BODY));
    let mut guarded = Guarded { live, call, sleep, in_body: false };
    let ended = (&mut guarded).await;
    // A call that was stopped still holds values of the author's, with their destructors.
    contained(|| drop(guarded));
    match ended {
        Ok(Ok(reply)) => (Outcome::Allowed, reply),
        Ok(Err(stop)) => (stop.into(), None),
        Err(outcome) => (outcome, None),
    }
}

/// A call whose panics are caught at each poll and whose body is timed from its beginning.
struct Guarded<'a> {
    live: &'a Live,
    call: BoxFuture<'a, Answer>,
    sleep: Pin<Box<Sleep>>,
    in_body: bool,
}

impl Future for Guarded<'_> {
    type Output = Result<Answer, Outcome>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        match contained(|| this.call.as_mut().poll(cx)) {
            None => return Poll::Ready(Err(Outcome::Panicked)),
            Some(Poll::Ready(answer)) => return Poll::Ready(Ok(answer)),
            Some(Poll::Pending) => {}
        }
        if !this.in_body && this.live.is_running() {
            this.in_body = true;
            this.sleep.as_mut().reset(Instant::now() + this.live.command.timeout);
        }
        this.sleep.as_mut().poll(cx).map(|()| Err(Outcome::TimedOut))
    }
}
