//! What botrs and the libraries under it log of secrets, and how the program's logs are kept clear of it.
//!
//! botrs logs received frames and answers at debug, bodies that it cannot read at error, and session ids
//! at debug and info. tungstenite logs every frame at trace: IDENTIFY with the access token is one. The
//! threads of the feed keep such events from `tracing` (`logs.rs`), but requests run on the program's own
//! threads, and a logger of the `log` crate hears all threads. So a bot does not start while the
//! program's logs would take them up.

use tracing::callsite::{DefaultCallsite, Identifier};
use tracing::field::FieldSet;
use tracing::metadata::Kind;
use tracing::{Dispatch, Level, Metadata, dispatcher};

use super::start::{StartError, StartErrorKind};

/// An event that is never logged: subscribers are asked what they would do with it.
macro_rules! place {
    ($target:literal, $level:ident) => {{
        static CALLSITE: DefaultCallsite = DefaultCallsite::new(&METADATA);
        static METADATA: Metadata<'static> = Metadata::new(
            "secrets",
            $target,
            Level::$level,
            None,
            None,
            None,
            FieldSet::new(&["message"], Identifier(&CALLSITE)),
            Kind::EVENT,
        );
        &METADATA
    }};
}

/// Where secrets are sure to be logged: not all that the filter keeps back, or any log at info would keep
/// the bot from its start.
static LOUD: [&Metadata<'static>; 5] = [
    place!("botrs::http::response", DEBUG),
    place!("botrs::gateway::runtime::auth", DEBUG),
    place!("botrs::gateway::runtime::event_loop", DEBUG),
    place!("tungstenite::protocol", TRACE),
    place!("tungstenite::protocol::frame", TRACE),
];

/// Whether an event or a span is free of the bot's secrets: a filter to put before the layers that log.
///
/// It keeps back what botrs, tungstenite and tokio-tungstenite log at debug and trace (frames with the
/// access token, session ids, answers of the platform), and at every level what botrs says of answers and,
/// in its own client, of sessions. All else passes. A bot does not start
/// ([`StartErrorKind::LoggedSecrets`](crate::StartErrorKind::LoggedSecrets)) while such events are
/// logged; what is logged is asked once, at the start, of the subscriber of the thread and of the `log`
/// crate.
///
/// ```
/// use tracing_subscriber::filter::{LevelFilter, filter_fn};
/// use tracing_subscriber::prelude::*;
///
/// tracing_subscriber::registry()
///     .with(tracing_subscriber::fmt::layer())
///     .with(LevelFilter::DEBUG)
///     .with(filter_fn(botrs_secure::is_safe_to_log))
///     .init();
/// # use tracing::{Level, enabled};
/// # assert!(enabled!(target: "my_bot", Level::DEBUG));
/// # assert!(!enabled!(target: "botrs::http::response", Level::DEBUG));
/// ```
///
/// Loggers of the `log` crate have no such filter: set `botrs`, `tungstenite` and `tokio_tungstenite` to
/// info there.
#[must_use]
pub fn is_safe_to_log(metadata: &Metadata<'_>) -> bool {
    let is_of = |names: &[&str]| names.iter().any(|name| is_within(metadata.target(), name));
    // Bodies at error, and the id of the session at info.
    if is_of(&["botrs::http::response", "botrs::client::dispatch"]) {
        return false;
    }
    *metadata.level() <= Level::INFO || !is_of(&["botrs", "tungstenite", "tokio_tungstenite"])
}

/// Whether a target is this module or one inside it.
pub(super) fn is_within(target: &str, module: &str) -> bool {
    target.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Fails if secrets would be logged, and says where.
pub(crate) fn refuse_logged_secrets() -> Result<(), StartError> {
    let heard: Vec<_> = LOUD
        .iter()
        .filter(|place| is_traced(place) || is_logged(place))
        .map(|place| format!("{}={}", place.target(), place.level()))
        .collect();
    if heard.is_empty() {
        return Ok(());
    }
    Err(StartError::new(StartErrorKind::LoggedSecrets, heard.join(", ")))
}

/// Whether the thread's subscriber takes such events.
///
/// It is asked itself: what the macros remember of a place is of all subscribers of the process. A filter
/// of a single layer answers only when it is asked for its interest.
fn is_traced(place: &'static Metadata<'static>) -> bool {
    dispatcher::get_default(|subscriber| {
        !subscriber.register_callsite(place).is_never() && subscriber.enabled(place)
    })
}

/// Whether the logger of the `log` crate takes such records, and not only to hand them to the subscriber.
fn is_logged(place: &Metadata<'_>) -> bool {
    let level = if *place.level() == Level::TRACE { log::Level::Trace } else { log::Level::Debug };
    dispatcher::with_default(&Dispatch::none(), || log::log_enabled!(target: place.target(), level))
}

#[cfg(test)]
mod tests;
