//! What botrs says on the threads of the feed, and what of it the program hears.
//!
//! botrs tells the code with which the gateway closed a connection nowhere but in its log, and
//! returns `Ok` for a bot that has no right to its intents as for a routine restart. So the threads
//! of the feed have a `tracing` subscriber of their own. It reads the code from that one event, and
//! it keeps frames, tokens and the IDENTIFY message, which botrs and its dependencies log at debug
//! and trace, from the program's logs: only botrs' and our own events from info up are passed on.
//!
//! If the code cannot be read, because `tracing` is compiled out or botrs words it otherwise, the
//! feed reconnects with growing pauses; a test over the loopback platform pins the wording.

use std::cell::{Cell, RefCell};
use std::fmt::{Debug, Write};
use std::future::Future;

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, Interest};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

/// How botrs begins the event that names the code.
const CLOSED: &str = "[botrs] 关闭, 返回码: ";

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
pub(super) fn dispatch() -> Dispatch {
    let program = tracing::dispatcher::get_default(Dispatch::clone);
    Dispatch::new(FeedLogs { program })
}

/// To be called on each thread of the feed, once.
pub(super) fn install(dispatch: &Dispatch) {
    GUARD.set(Some(tracing::dispatcher::set_default(dispatch)));
}

struct FeedLogs {
    program: Dispatch,
}

/// From info up, and from botrs or this library.
fn is_passed_on(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    let ours = ["botrs", "botrs_secure"].iter().any(|name| {
        target.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    });
    metadata.is_event() && *metadata.level() <= Level::INFO && ours
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
        if self.program.enabled(event.metadata()) {
            self.program.event(event);
        }
    }

    // Spans are not enabled here.
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
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Collects the texts of all events, whatever their level.
    #[derive(Clone, Default)]
    struct Program(Arc<Mutex<Vec<String>>>);

    impl Subscriber for Program {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn event(&self, event: &Event<'_>) {
            let mut message = Message::default();
            event.record(&mut message);
            self.0.lock().unwrap().push(message.0);
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            panic!("a span came through")
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    /// What the program hears of what `emit` logs on a thread of the feed.
    fn heard(emit: impl FnOnce()) -> Vec<String> {
        let program = Program::default();
        let feed = tracing::subscriber::with_default(program.clone(), dispatch);
        tracing::dispatcher::with_default(&feed, emit);
        let heard = program.0.lock().unwrap();
        heard.clone()
    }

    fn closed(code: u16) {
        tracing::info!(
            target: "botrs::gateway::runtime::event_loop",
            "[botrs] 关闭, 返回码: {} , 返回信息: {}", code, "x"
        );
    }

    #[test]
    fn the_code_belongs_to_the_connection_that_was_polled() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        heard(|| {
            let both = async {
                tokio::join!(
                    observe(async {
                        tokio::task::yield_now().await;
                        closed(4014);
                        tokio::task::yield_now().await;
                        1
                    }),
                    observe(async {
                        closed(4009);
                        tokio::task::yield_now().await;
                        2
                    }),
                    observe(async { 3 }),
                )
            };
            let ended = runtime.block_on(both);
            assert_eq!(ended, ((1, Some(4014)), (2, Some(4009)), (3, None)));
        });
    }

    #[test]
    fn frames_and_tokens_do_not_reach_the_program() {
        let texts = heard(|| {
            tracing::debug!(target: "botrs::gateway", "[botrs] 接收消息: SECRET");
            tracing::trace!(target: "tungstenite::protocol", "SECRET");
            tracing::info!(target: "tungstenite::protocol", "SECRET");
            tracing::error!(target: "h2", "SECRET");
            tracing::info!(target: "botrs_elsewhere", "SECRET");
            tracing::info_span!(target: "botrs", "SECRET").in_scope(|| ());
            tracing::info!(target: "botrs::gateway", "started");
            tracing::warn!(target: "botrs_secure::adapter", "reconnecting");
            closed(4009);
        });
        assert_eq!(texts, ["started", "reconnecting", "[botrs] 关闭, 返回码: 4009 , 返回信息: x"]);
    }

    #[test]
    fn only_botrs_own_words_name_a_code() {
        assert_eq!(close_code("[botrs] 关闭, 返回码: 4914 , 返回信息: 4009"), Some(4914));
        for other in ["", "4009", "[botrs] 关闭, 返回码: x", "x [botrs] 关闭, 返回码: 4009 ,"]
        {
            assert_eq!(close_code(other), None, "{other}");
        }
    }
}
