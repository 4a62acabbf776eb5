//! The events of one bot, from botrs' public `Gateway`.
//!
//! botrs' `Client` and session manager are not used: their sockets stay open and heartbeating after
//! a panic or an abort, and they retry what cannot help. Here each shard keeps one `Gateway`, which
//! can resume, and all of them run on a runtime of their own: botrs never stops the heartbeat task
//! of a connection that is dropped, and the end of its runtime does.

use std::sync::Arc;
use std::time::Duration;

use botrs::Intents;
use botrs::models::gateway::GatewayEvent;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::connected::Connected;
use super::login::Login;
use super::logs;
use super::queue::{Queue, Waiting, queue};
use super::shard::Shard;
use super::shards::{Served, Shards};
use super::start::{StartError, StartErrorKind};
use super::starts::Starts;
use crate::contain::contained;

/// Called with each event, in the order of its shard, on one task of the program's runtime.
pub(crate) type OnEvent = Box<dyn FnMut(GatewayEvent) + Send>;

/// How long the first shard may take to be greeted.
const FIRST_GREETING: Duration = Duration::from_secs(60);
/// How long the feed's threads may take to stop.
const STOP: Duration = Duration::from_secs(5);

/// The connections of one bot. Dropping it closes them.
pub(crate) struct Feed {
    /// `None` only while it is being shut down.
    runtime: Option<Runtime>,
    /// Taken by the consumer.
    events: Option<Waiting>,
    consumer: Option<JoinHandle<()>>,
    queue: Queue,
    served: Served,
    /// Why all shards have ended, once they have.
    end: watch::Receiver<Option<StartError>>,
}

impl Feed {
    /// Connects the shards; returns when the first has been greeted.
    ///
    /// Events wait in the queue until [`deliver`](Self::deliver) is called.
    pub(crate) async fn connect(
        login: Arc<Login>,
        intents: Intents,
        shards: Shards,
        connected: watch::Sender<Connected>,
    ) -> Result<Self, StartError> {
        let (starts, served) = Starts::new(Arc::clone(&login), shards).await?;
        let starts = Arc::new(starts);
        let (queue, events) = queue();
        connected.send_modify(|all| all.of = served.numbers.len());
        let mut greeted = connected.subscribe();
        let mut running = JoinSet::new();
        let unanswered = watch::Sender::default();
        let runtime = runtime(unanswered.clone())?;
        for number in served.numbers.clone() {
            let (login, starts) = (Arc::clone(&login), Arc::clone(&starts));
            let (queue, connected) = (queue.clone(), connected.clone());
            let unanswered = unanswered.subscribe();
            let of = served.of;
            let shard = Shard { number, of, intents, login, starts, queue, connected, unanswered };
            running.spawn_on(shard.run(), runtime.handle());
        }
        let (ended, end) = watch::channel(None);
        runtime.spawn(watch_over(running, ended));
        let (runtime, events) = (Some(runtime), Some(events));
        let mut feed = Self { runtime, events, consumer: None, queue, served, end };

        tokio::select! {
            Ok(_) = greeted.wait_for(|all| all.greeted) => {}
            end = feed.ended() => return Err(end),
            () = tokio::time::sleep(FIRST_GREETING) => {
                return Err(StartError::new(StartErrorKind::Unreachable, "no greeting from the gateway"));
            }
        }
        Ok(feed)
    }

    /// Hands events on from now on, those that have come already first.
    ///
    /// To be called once, in the runtime that the program's own work runs on: `on_event` is called there.
    pub(crate) fn deliver(&mut self, on_event: OnEvent) {
        self.consumer = self.events.take().map(|events| tokio::spawn(consume(events, on_event)));
    }

    /// Waits until every shard has ended for good; why the last of them did.
    pub(crate) async fn ended(&mut self) -> StartError {
        let end = self.end.wait_for(Option::is_some).await.ok().and_then(|end| end.clone());
        end.unwrap_or_else(|| StartError::new(StartErrorKind::Machine, "the feed has stopped"))
    }

    /// Which shards these are.
    pub(crate) fn served(&self) -> &Served {
        &self.served
    }

    /// How many events were dropped unseen because too many were waiting.
    pub(crate) fn shed(&self) -> u64 {
        self.queue.shed()
    }

    /// Closes the connections, then waits until the events that had come are handed on.
    pub(crate) async fn close(mut self) {
        let (runtime, consumer) = (self.runtime.take(), self.consumer.take());
        // With the last sender the queue ends.
        drop(self);
        if let Some(runtime) = runtime {
            let stopped = tokio::task::spawn_blocking(|| runtime.shutdown_timeout(STOP)).await;
            if let Err(error) = stopped {
                tracing::error!(%error, "the connections did not close / 连接未能关闭");
            }
        }
        if let Some(consumer) = consumer {
            // It catches panics; only the end of the program's runtime cancels it.
            let _ = consumer.await;
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        // Dropping a runtime waits for it, which must not be done in async code.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        if let Some(consumer) = self.consumer.take() {
            consumer.abort();
        }
    }
}

fn runtime(unanswered: watch::Sender<()>) -> Result<Runtime, StartError> {
    let dispatch = logs::dispatch(unanswered);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("qq-gateway")
        .on_thread_start(move || logs::install(&dispatch))
        .enable_all()
        .build()
        .map_err(|error| StartError::new(StartErrorKind::Machine, error.to_string()))
}

/// Logs the end of each shard, and tells that of the last.
async fn watch_over(mut running: JoinSet<StartError>, ended: watch::Sender<Option<StartError>>) {
    let mut last = None;
    while let Some(end) = running.join_next().await {
        let error = end.unwrap_or_else(|error| {
            StartError::new(StartErrorKind::Machine, format!("a shard panicked: {error}"))
        });
        tracing::error!(%error, shards_left = running.len(), "a shard has ended / 一个分片已停止");
        last = Some(error);
    }
    ended.send_replace(last);
}

pub(super) async fn consume(mut events: Waiting, mut on_event: OnEvent) {
    while let Some(event) = events.next().await {
        if contained(|| on_event(event)).is_none() {
            // A log may panic as well; without this task the bot would be online and deaf.
            contained(|| tracing::error!("an event was lost to a panic / 处理事件时发生 panic"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::panic_any;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// What a panic may carry: something whose destructor panics, with the like of itself.
    struct Bomb(u8);

    impl Drop for Bomb {
        fn drop(&mut self) {
            if let Some(left) = self.0.checked_sub(1) {
                panic_any(Self(left));
            }
        }
    }

    /// A log that cannot be written.
    struct Full;

    impl tracing::Subscriber for Full {
        fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
            true
        }

        fn event(&self, _: &tracing::Event<'_>) {
            panic_any(Bomb(2));
        }

        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
            tracing::span::Id::from_u64(1)
        }
        fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
        fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
        fn enter(&self, _: &tracing::span::Id) {}
        fn exit(&self, _: &tracing::span::Id) {}
    }

    /// How many of three events are taken where the first panics.
    async fn taken() -> usize {
        let (queue, events) = queue();
        for _ in 0..3 {
            let event =
                GatewayEvent { id: None, event_type: None, data: None, sequence: None, opcode: 0 };
            queue.push(event);
        }
        drop(queue);
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let on_event: OnEvent = Box::new(move |_| {
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                panic_any(Bomb(2));
            }
        });
        // Its own task: what gets out of it must not end this one.
        let _ = tokio::spawn(consume(events, on_event)).await;
        count.load(Ordering::SeqCst)
    }

    #[tokio::test]
    async fn no_panic_makes_the_bot_deaf() {
        assert_eq!(taken().await, 3);
    }

    #[tokio::test]
    async fn nor_does_a_log_that_panics_about_it() {
        let _log = tracing::subscriber::set_default(Full);
        assert_eq!(taken().await, 3);
    }
}
