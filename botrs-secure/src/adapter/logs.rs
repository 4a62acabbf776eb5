//! What botrs says on the threads of the feed, and what of it the program hears.
//!
//! botrs tells the code with which the gateway closed a connection nowhere but in its log, and
//! returns `Ok` for a bot that has no right to its intents as for a routine restart. So the threads
//! of the feed have a `tracing` subscriber of their own. It reads the code from that one event, and
//! it keeps frames, tokens and the IDENTIFY message, which botrs and its dependencies log at debug
//! and trace, from the program's logs: only botrs' and our own events from info up are passed on.
//!
//! The same goes for heartbeats that nobody answers: botrs says so and goes on waiting, deaf, until
//! the operating system gives the connection up.
//!
//! If the code cannot be read, because `tracing` is compiled out or botrs words it otherwise, the
//! feed reconnects with growing pauses; a test pins the wording.

use std::cell::{Cell, RefCell};
use std::fmt::{Debug, Write};
use std::future::Future;

use tokio::sync::watch;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, Interest};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

use super::logged_secrets::is_within;

/// How botrs begins the event that names the code.
const CLOSED: &str = "[botrs] 关闭, 返回码: ";
/// How it begins the one that says that heartbeats are not answered.
const UNANSWERED: &str = "[botrs] 心跳确认超时";

tokio::task_local! {
    /// The code that the connection being polled was closed with.
    static CODE: Cell<Option<u16>>;
}

thread_local! {
    static GUARD: RefCell<Option<DefaultGuard>> = const { RefCell::new(None) };
}

/// Runs a connection of botrs' to its end; beside its result, the close code if botrs named one.
pub(super) async fn observe<T>(connection: impl Future<Output = T>) -> (T, Option<u16>) {
    let observed = async { (connection.await, CODE.with(Cell::take)) };
    CODE.scope(Cell::new(None), observed).await
}

/// The subscriber for the feed's threads, which passes on to the program's.
///
/// `unanswered` is sent to when heartbeats of a connection are not answered; botrs does not say of
/// which.
pub(super) fn dispatch(unanswered: watch::Sender<()>) -> Dispatch {
    let program = tracing::dispatcher::get_default(Dispatch::clone);
    Dispatch::new(FeedLogs { program, unanswered })
}

/// To be called on each thread of the feed, once.
pub(super) fn install(dispatch: &Dispatch) {
    GUARD.set(Some(tracing::dispatcher::set_default(dispatch)));
}

struct FeedLogs {
    program: Dispatch,
    unanswered: watch::Sender<()>,
}

/// From info up, and from botrs or this library.
fn is_passed_on(metadata: &Metadata<'_>) -> bool {
    let ours = ["botrs", "botrs_secure"].iter().any(|name| is_within(metadata.target(), name));
    *metadata.level() <= Level::INFO && ours
}

impl Subscriber for FeedLogs {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_passed_on(metadata) { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_passed_on(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::INFO)
    }

    fn event(&self, event: &Event<'_>) {
        let mut message = Message::default();
        event.record(&mut message);
        if let Some(code) = close_code(&message.0) {
            // Fails only outside a connection, where nobody asks.
            let _ = CODE.try_with(|slot| slot.set(Some(code)));
        }
        if message.0.starts_with(UNANSWERED) {
            self.unanswered.send_replace(());
        }
        if self.program.enabled(event.metadata()) {
            self.program.event(event);
        }
    }

    // Spans lead nowhere.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn close_code(message: &str) -> Option<u16> {
    message.strip_prefix(CLOSED)?.split(' ').next()?.parse().ok()
}

/// The text of an event.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            // Writing to a `String` cannot fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}

#[cfg(test)]
mod tests;
