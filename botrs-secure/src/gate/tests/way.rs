//! The way of a message as a span, and its decision as an event.

use std::fmt::Write;
use std::sync::Arc;

use parking_lot::Mutex;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context as At, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::{Bot, MEMBER, admin, eventually, member};
use crate::Error;
use crate::adapter::Incoming;
use crate::prelude::*;
use crate::testing::Caller;
use crate::{Handler, async_trait};

/// Logs as authors do, and then does as it is told.
#[command(public)]
async fn logs(_ctx: Context<'_, logs>, how: String) -> Result<()> {
    tracing::info!(target: "author", "in a body");
    tokio::task::yield_now().await;
    tracing::info!(target: "author", "after a pause");
    match &*how {
        "well" => Ok(()),
        "badly" => Err(Error::msg("meant to")),
        _ => panic!("meant to"),
    }
}

/// What was logged: each event with the fields of the spans around it before its own.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn listen() -> (Self, DefaultGuard) {
        let log = Self::default();
        let listening = tracing_subscriber::registry().with(log.clone());
        (log, tracing::subscriber::set_default(listening))
    }

    fn of(&self, target: &str) -> Vec<String> {
        let lines = self.0.lock();
        lines.iter().filter(|line| line.starts_with(target)).cloned().collect()
    }
}

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, at: At<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        at.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, at: At<'_, S>) {
        values.record(at.span(id).unwrap().extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &Event<'_>, at: At<'_, S>) {
        let mut line = format!("{} {}", event.metadata().target(), event.metadata().level());
        for span in at.event_scope(event).into_iter().flatten() {
            write!(line, " {}{}:", span.name(), span.extensions().get::<Fields>().unwrap().0)
                .unwrap();
        }
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().push(line + &fields.0);
    }
}

#[tokio::test]
async fn what_a_body_logs_carries_the_id_of_its_record() {
    let (log, _listening) = Log::listen();
    let bot = Bot::with(|bot| bot.commands(commands![logs]));
    for _ in 0..2 {
        assert_eq!(bot.rule(&member(), "/logs well").await, "allowed");
        let record = bot.records("decision").pop().unwrap();
        let id = record["correlation"].as_str().unwrap().to_owned();
        let way = format!("message correlation={id} scene=\"guild\" command=\"logs\":");
        let lines = log.of("author");
        let last = &lines[lines.len() - 2..];
        assert_eq!(last[0], format!("author INFO {way} message=in a body"));
        assert_eq!(last[1], format!("author INFO {way} message=after a pause"));
    }
}

#[tokio::test]
async fn each_decision_is_an_event_with_its_rule_and_stage() {
    let (log, _listening) = Log::listen();
    let bot = Bot::with(|bot| bot.commands(commands![logs]));
    let chatter = member().as_bot();
    for (caller, text, level, rule, stage) in [
        (&member(), "/logs well", "DEBUG", "allowed", "run"),
        (&member(), "/logs", "DEBUG", "arguments.missing", "arguments"),
        (&member(), "/mute 6 1m", "DEBUG", "permission.missing", "permission"),
        (&admin(), "/mute 1 1m", "DEBUG", "authority.rank", "authority"),
        (&chatter, "hello", "DEBUG", "source.bot", "source"),
        (&member(), "/logs badly", "WARN", "failed", "run"),
        (&member(), "/logs so", "WARN", "panicked", "run"),
    ] {
        assert_eq!(bot.rule(caller, text).await, rule);
        let line = log.of("botrs_secure::decision").pop().unwrap();
        assert!(line.starts_with(&format!("botrs_secure::decision {level} message ")), "{line}");
        assert!(line.contains(&format!(" rule=\"{rule}\" stage=\"{stage}\" ")), "{line}");
        let id = bot.records("decision").pop().unwrap()["correlation"].as_str().unwrap().to_owned();
        assert_eq!(line.matches(&id).count(), 2, "{line}");
    }
}

#[tokio::test]
async fn the_way_names_no_person_and_holds_no_text() {
    let (log, _listening) = Log::listen();
    let bot = Bot::with(|bot| bot.commands(commands![logs]));
    let caller = Caller::guild(4_711_471_147, &[]).with_id("secret-message-id");
    assert_eq!(bot.rule(&caller, "/logs secret-text").await, "panicked");
    let caller = Caller::guild(4_711_471_147, &[]);
    assert_eq!(bot.rule(&caller, "/mute 6 1m secret-text").await, "permission.missing");
    let lines = log.0.lock().join("\n");
    assert!(lines.contains("permission.missing"), "{lines}");
    for kept_out in ["4711471147", "secret-"] {
        assert!(!lines.contains(kept_out), "{kept_out}: {lines}");
    }
}

struct Listens;

#[async_trait]
impl Handler for Listens {
    async fn message(&self, _: Context<'_>, _: &Incoming) {
        tracing::info!(target: "author", "a message");
    }
}

#[tokio::test]
async fn what_a_handler_logs_is_on_the_way_of_its_message() {
    let (log, _listening) = Log::listen();
    let bot = Bot::with(|bot| bot.handler(Listens));
    assert!(bot.send(&member(), "hello").await.is_none());
    eventually(|| log.of("author INFO message correlation=").len() == 1).await;
}

/// Cannot write what it is told of spans.
struct Broken;

impl Subscriber for Broken {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target() == "botrs_secure::message"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {
        panic!("meant to");
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {
        panic!("meant to");
    }
    fn exit(&self, _: &Id) {
        panic!("meant to");
    }
}

#[tokio::test]
async fn a_log_that_panics_costs_no_call() {
    let _listening = tracing::subscriber::set_default(Broken);
    let bot = Bot::with(|bot| bot.commands(commands![logs]));
    assert_eq!(bot.rule(&member(), "/logs well").await, "allowed");
    assert_eq!(bot.rule(&Caller::guild(MEMBER, &[]), "/mute 6 1m").await, "permission.missing");
    assert_eq!(bot.records("decision").len(), 2);
}
