//! What is counted, by a recorder that the test reads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use parking_lot::Mutex;

use super::{Bot, Door, VICTIM, admin, member, policy};
use crate::Error;
use crate::prelude::*;
use crate::testing::Caller;

#[command(public)]
async fn ends(_ctx: Context<'_, ends>, how: String) -> Result<()> {
    match &*how {
        "well" => Ok(()),
        "badly" => Err(Error::msg("meant to")),
        _ => panic!("meant to"),
    }
}

#[command(public)]
async fn waits(_ctx: Context<'_, waits>, door: State<Door>) -> Result<()> {
    door.pass().await;
    Ok(())
}

/// Metrics of this thread.
struct Seen {
    snapshots: Snapshotter,
    _listening: metrics::LocalRecorderGuard<'static>,
}

impl Seen {
    fn listen() -> Self {
        // The recorder outlives the guard, whose lifetime is that of a test.
        let recorder: &'static DebuggingRecorder = Box::leak(Box::<DebuggingRecorder>::default());
        let snapshots = recorder.snapshotter();
        Self { snapshots, _listening: metrics::set_default_local_recorder(recorder) }
    }

    /// What was counted since this was asked last.
    fn metrics(&self) -> Metrics {
        let all = self.snapshots.snapshot().into_vec().into_iter().map(|(key, _, _, value)| {
            let labels = key.key().labels().map(|label| (label.key().into(), label.value().into()));
            let mut labels: Labels = labels.collect();
            assert_eq!(labels.remove("bot").as_deref(), Some("102000001"));
            (key.key().name().to_owned(), labels, value)
        });
        Metrics(all.collect())
    }
}

/// Beside that of the bot.
type Labels = BTreeMap<String, String>;

struct Metrics(Vec<(String, Labels, DebugValue)>);

impl Metrics {
    fn of(&self, name: &str) -> Vec<(Labels, &DebugValue)> {
        let fit = self.0.iter().filter(|(of, ..)| of == name);
        fit.map(|(_, labels, value)| (labels.clone(), value)).collect()
    }

    fn counts(&self, name: &str) -> Vec<(Labels, u64)> {
        let count = |value: &DebugValue| match value {
            DebugValue::Counter(count) => *count,
            other => panic!("no counter: {other:?}"),
        };
        self.of(name).into_iter().map(|(labels, value)| (labels, count(value))).collect()
    }
}

fn labels(pairs: &[(&str, &str)]) -> Labels {
    pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()
}

const DECISIONS: &str = "botrs_secure_decisions_total";

#[tokio::test]
async fn counts_agree_with_the_outcomes() {
    let seen = Seen::listen();
    let told = Arc::new(Mutex::new(BTreeMap::<(Option<&str>, &str), u64>::new()));
    let teller = Arc::clone(&told);
    let bot = Bot::with(|bot| {
        bot.commands(commands![ends]).on_decision(move |decision| {
            let which = (decision.command(), decision.outcome().rule());
            *teller.lock().entry(which).or_default() += 1;
        })
    });
    let (chatter, other) = (member().as_bot(), Caller::guild(VICTIM, &[]));
    let (member, admin) = (member(), admin());
    let calls = [
        (&member, "/ends well", 1),
        (&member, "/ends badly", 2),
        (&member, "/ends so", 3),
        (&member, "/ends", 2),
        (&member, "/mute 6 1m", 2),
        (&admin, "/mute 6 1m", 1),
        (&other, "/once", 2),
        // Of which only the first is recorded.
        (&chatter, "hello", 5),
    ];
    let mut sent = 0;
    for (caller, text, times) in calls {
        for _ in 0..times {
            bot.rule(caller, text).await;
            sent += 1;
        }
    }
    let metrics = seen.metrics();
    let counted = metrics.counts(DECISIONS);
    let mut by_rule = BTreeMap::new();
    for (labels, count) in &counted {
        let command = Some(&*labels["command"]).filter(|command| *command != "-");
        by_rule.insert((command, &*labels["rule"]), *count);
    }
    let told = told.lock();
    let told: BTreeMap<_, _> = told.iter().map(|(which, count)| (*which, *count)).collect();
    assert_eq!(by_rule, told);
    assert_eq!(by_rule.values().sum::<u64>(), sent);
    for (command, stage, rule, outcome) in [
        ("ends", "run", "allowed", "allowed"),
        ("ends", "run", "failed", "failed"),
        ("ends", "run", "panicked", "failed"),
        ("ends", "arguments", "arguments.missing", "refused"),
        ("once", "limit", "limit", "refused"),
        ("-", "source", "source.bot", "refused"),
    ] {
        let wanted = [("command", command), ("stage", stage), ("rule", rule), ("outcome", outcome)];
        assert!(counted.iter().any(|(found, _)| *found == labels(&wanted)), "{wanted:?}");
    }
    let messages = metrics.counts("botrs_secure_messages_total");
    assert_eq!(messages, [(labels(&[("scene", "guild")]), sent)]);
}

#[tokio::test]
async fn a_flood_of_strange_commands_makes_no_labels() {
    let seen = Seen::listen();
    let bot = Bot::with(|bot| bot.policy(policy()).help());
    for n in 0..2_000_u64 {
        let caller = Caller::guild(100_000 + n, &[]);
        for text in [format!("/strange{n}"), format!("/mute {n} {n}m"), format!("/ping{n} x")] {
            bot.send(&caller, &text).await;
        }
    }
    let metrics = seen.metrics();
    let counted = metrics.counts(DECISIONS);
    let refused = labels(&[
        ("command", "mute"),
        ("stage", "permission"),
        ("rule", "permission.missing"),
        ("outcome", "refused"),
    ]);
    assert_eq!(counted, [(refused, 2_000)]);
    let commands: BTreeSet<_> = bot.engine().registry.iter().map(|command| command.name).collect();
    assert!(counted.iter().all(|(labels, _)| commands.contains(&*labels["command"])));
    assert_eq!(metrics.counts("botrs_secure_messages_total").len(), 1);
}

#[tokio::test]
async fn bodies_are_timed_from_their_beginning_to_their_end() {
    let seen = Seen::listen();
    let bot = Bot::with(|bot| bot.commands(commands![ends, waits]));
    assert_eq!(bot.rule(&member(), "/ends").await, "arguments.missing");
    let call = async {
        bot.door.arrival().await;
        bot.clock().advance(Duration::from_secs(3));
        bot.door.open();
    };
    let caller = member();
    let (rule, ()) = tokio::join!(bot.rule(&caller, "/waits"), call);
    assert_eq!(rule, "allowed");
    let metrics = seen.metrics();
    let [(of, DebugValue::Histogram(times))] =
        &metrics.of("botrs_secure_body_duration_seconds")[..]
    else {
        panic!("one histogram")
    };
    assert_eq!(*of, labels(&[("command", "waits"), ("outcome", "allowed")]));
    assert_eq!(times.iter().map(|time| time.into_inner()).collect::<Vec<_>>(), [3.0]);
}

#[tokio::test]
async fn alerts_are_counted() {
    let seen = Seen::listen();
    let bot = Bot::new();
    for _ in 0..6 {
        bot.rule(&member(), "/mute 6 1m").await;
    }
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    let blocked = labels(&[("rule", "intrusion.blocked")]);
    assert_eq!(seen.metrics().counts("botrs_secure_alerts_total"), [(blocked, 1)]);
}

/// Refuses every metric by a panic.
struct Broken;

impl metrics::Recorder for Broken {
    fn describe_counter(
        &self,
        _: metrics::KeyName,
        _: Option<metrics::Unit>,
        _: metrics::SharedString,
    ) {
        panic!("meant to");
    }
    fn describe_gauge(
        &self,
        _: metrics::KeyName,
        _: Option<metrics::Unit>,
        _: metrics::SharedString,
    ) {
        panic!("meant to");
    }
    fn describe_histogram(
        &self,
        _: metrics::KeyName,
        _: Option<metrics::Unit>,
        _: metrics::SharedString,
    ) {
        panic!("meant to");
    }
    fn register_counter(&self, _: &metrics::Key, _: &metrics::Metadata<'_>) -> metrics::Counter {
        panic!("meant to");
    }
    fn register_gauge(&self, _: &metrics::Key, _: &metrics::Metadata<'_>) -> metrics::Gauge {
        panic!("meant to");
    }
    fn register_histogram(
        &self,
        _: &metrics::Key,
        _: &metrics::Metadata<'_>,
    ) -> metrics::Histogram {
        panic!("meant to");
    }
}

#[tokio::test]
async fn a_recorder_that_panics_costs_no_call() {
    let _listening = metrics::set_default_local_recorder(&Broken);
    let bot = Bot::with(|bot| bot.commands(commands![ends]));
    assert_eq!(bot.rule(&member(), "/ends well").await, "allowed");
    assert_eq!(bot.rule(&member(), "/mute 6 1m").await, "permission.missing");
    assert_eq!(bot.records("decision").len(), 2);
}
