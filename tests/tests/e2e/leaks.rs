//! Secrets where they do not belong: a subscriber to all that is logged, and whatever else tests show.
//!
//! The platform's secrets, tokens and sessions begin with fixed words, so one look at any text tells.

use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::canary::{self, Found};

/// A text with a secret in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Leak {
    /// Where: the name of a thread for what was logged, else what the test showed.
    pub(crate) at: String,
    /// Who logged it, and how loudly.
    pub(crate) target: String,
    pub(crate) level: String,
    /// What of it is secret.
    pub(crate) found: Vec<Found>,
    /// The beginning of the text.
    pub(crate) text: String,
}

static LEAKS: Mutex<BTreeSet<Leak>> = Mutex::new(BTreeSet::new());
/// The threads that logged anything at all, with the targets, so that silence is no proof.
static HEARD: Mutex<BTreeSet<(String, String)>> = Mutex::new(BTreeSet::new());

/// Looks for secrets in something that a bot wrote or showed.
pub(crate) fn look(at: &str, text: &str) {
    note(at, "", "", text);
}

/// All leaks so far.
pub(crate) fn found() -> BTreeSet<Leak> {
    LEAKS.lock().expect("no panic").clone()
}

/// Whether a thread with this name logged for a target that begins like this.
pub(crate) fn heard(thread: &str, target: &str) -> bool {
    let heard = HEARD.lock().expect("no panic");
    heard.iter().any(|(at, from)| at == thread && from.starts_with(target))
}

/// Listens to everything from now on: all targets, all levels, also what uses the `log` crate.
pub(crate) fn listen() {
    tracing_subscriber::registry().with(Listener).init();
}

fn note(at: &str, target: &str, level: &str, text: &str) {
    let found = canary::found(text);
    if !found.is_empty() {
        let leak = Leak {
            at: at.into(),
            target: target.into(),
            level: level.into(),
            found,
            text: text.chars().take(200).collect(),
        };
        LEAKS.lock().expect("no panic").insert(leak);
    }
}

struct Listener;

impl<S: Subscriber> Layer<S> for Listener {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let mut text = Text::default();
        span.record(&mut text);
        text.noted(span.metadata().target(), span.metadata().level());
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut text = Text::default();
        values.record(&mut text);
        text.noted("a span", &tracing::Level::TRACE);
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text::default();
        event.record(&mut text);
        text.noted(event.metadata().target(), event.metadata().level());
    }
}

/// The fields of an event or a span.
#[derive(Default)]
struct Text {
    all: String,
    /// The target of an event that came by the `log` crate.
    target: Option<String>,
}

impl Text {
    fn noted(&self, target: &str, level: &tracing::Level) {
        let thread = std::thread::current();
        let (at, target) = (thread.name().unwrap_or("?"), self.target.as_deref().unwrap_or(target));
        note(at, target, level.as_str(), &self.all);
        let mut heard = HEARD.lock().expect("no panic");
        let entry = (at.to_owned(), target.to_owned());
        if !heard.contains(&entry) {
            heard.insert(entry);
        }
    }
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.all, "{}={value:?} ", field.name());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "log.target" {
            self.target = Some(value.to_owned());
        }
        let _ = write!(self.all, "{}={value} ", field.name());
    }
}
