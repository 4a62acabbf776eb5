//! Stage 13, run: the author's code behind a time limit and a catch of panics.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use crate::command::{Answer, BoxFuture};
use crate::gate::live::Live;
use crate::gate::outcome::Outcome;
use crate::reply::Reply;

/// How long parsing, checks and admission may take: they contain code of the author's, too.
const BEFORE_BODY: Duration = Duration::from_secs(15);

/// Runs a call to its outcome. Panics and late calls end here and nowhere else.
pub(crate) async fn run(live: &Live) -> (Outcome, Option<Reply>) {
    let start = || (live.command.spec.run)(live);
    let Ok(call) = catch_unwind(AssertUnwindSafe(start)) else {
        return (Outcome::Panicked, None);
    };
    let sleep = Box::pin(tokio::time::sleep(BEFORE_BODY));
    match (Guarded { live, call, sleep, in_body: false }).await {
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
        let poll = AssertUnwindSafe(|| this.call.as_mut().poll(cx));
        match catch_unwind(poll) {
            Err(_) => return Poll::Ready(Err(Outcome::Panicked)),
            Ok(Poll::Ready(answer)) => return Poll::Ready(Ok(answer)),
            Ok(Poll::Pending) => {}
        }
        if !this.in_body && this.live.is_running() {
            this.in_body = true;
            this.sleep.as_mut().reset(Instant::now() + this.live.command.spec.timeout);
        }
        this.sleep.as_mut().poll(cx).map(|()| Err(Outcome::TimedOut))
    }
}
