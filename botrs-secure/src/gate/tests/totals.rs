//! Sums: all decisions that are told are on the record, each by itself or in a count.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use serde_json::Value;

use super::{Bot, admin, eventually};
use crate::Intrusion;
use crate::prelude::*;
use crate::testing::{Caller, audit_record};

/// How many messages there are.
const MESSAGES: usize = 10_000;

/// How often each rule decided.
type Sums = BTreeMap<String, u64>;

/// What listeners are told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Sums>>);

impl Told {
    fn listen(&self, bot: Builder) -> Builder {
        let told = self.clone();
        bot.on_decision(move |decision| {
            *told.0.lock().entry(decision.outcome().rule().to_owned()).or_default() += 1;
        })
    }

    fn total(&self) -> u64 {
        self.0.lock().values().sum()
    }
}

/// How many decisions the records stand for, by rule, and how many records found no room.
fn recorded(records: &[Value]) -> (Sums, u64) {
    let (mut sums, mut lost) = (Sums::new(), 0);
    for record in records {
        let count = record.get("count").map_or(1, |count| count.as_u64().expect("a number"));
        match record["event_type"].as_str() {
            Some("decision") => {
                *sums.entry(record["rule"].as_str().expect("a rule").to_owned()).or_default() +=
                    count;
            }
            Some("lost") => lost += count,
            _ => {}
        }
    }
    (sums, lost)
}

/// The same numbers in the same order in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Somebody and what they write: of what is allowed, refused, limited and malformed, and of chat.
fn said(dice: &mut Dice) -> (Caller, &'static str) {
    let anybody = Caller::guild(100 + dice.roll(300) as u64, &[]);
    match dice.roll(8) {
        0 | 1 => (anybody, "大家好"),
        2 | 3 => (anybody, "/ping"),
        4 => (anybody, "/ping pong"),
        5 => (anybody, "/both"),
        6 => (admin(), "/mute 6 1m"),
        _ => (admin(), "/announce"),
    }
}

#[tokio::test]
async fn the_records_of_10_000_mixed_messages_add_up() {
    let (told, mut dice) = (Told::default(), Dice(7));
    let bot = Bot::with(|bot| told.listen(bot));
    let (mut expected, mut chat) = (0, 0);
    let mut sent: Vec<(Caller, String, &str)> = Vec::new();
    for n in 0..MESSAGES {
        // One of eleven comes once more.
        let again = dice.roll(11) == 0 && !sent.is_empty();
        let (caller, id, text) = if again {
            sent[dice.roll(sent.len())].clone()
        } else {
            let (caller, text) = said(&mut dice);
            (caller, format!("mixed-{n}"), text)
        };
        if bot.post(bot.message(&caller, &id, text).expect("an id")) {
            expected += 1;
            sent.push((caller, id, text));
        } else {
            chat += 1;
        }
        bot.clock().advance(Duration::from_millis(dice.roll(100) as u64));
        // Their number at once is bounded, and who comes too late is refused.
        if n % 50 == 0 {
            eventually(|| told.total() == expected).await;
        }
    }
    eventually(|| told.total() == expected).await;
    let (sums, lost) = recorded(&bot.audit());
    assert_eq!((sums, lost), (told.0.lock().clone(), 0));
    assert_eq!(expected + chat, MESSAGES as u64);
    let rules: HashSet<_> = told.0.lock().keys().cloned().collect();
    for rule in
        ["allowed", "permission.missing", "arguments.surplus", "limit", "replay", "flood", "block"]
    {
        assert!(rules.contains(rule), "{rule}: {rules:?}");
    }
}

/// A log that takes nothing while it is held up.
#[derive(Clone, Default)]
struct Slow {
    is_held_up: Arc<AtomicBool>,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Slow {
    fn records(&self) -> Vec<Value> {
        let text = String::from_utf8(self.written.lock().clone()).expect("UTF-8");
        text.lines().map(audit_record).collect()
    }
}

impl io::Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        while self.is_held_up.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.written.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Refusals of many callers, more than there is room for.
fn flood(bot: &Bot, thread: u64) {
    for n in 0..40_000 {
        let caller = Caller::guild((thread + 1) * 100_000 + n, &[]);
        let id = format!("flood-{thread}-{n}");
        assert!(bot.post(bot.message(&caller, &id, "/both").expect("an id")));
    }
}

/// What is told and recorded of such a flood, and of a moderator in the middle of it, by a log that is held up.
async fn flooded(intrusion: Intrusion) -> (Told, Vec<Value>) {
    let (told, log) = (Told::default(), Slow::default());
    let bot = Arc::new(Bot::with(|bot| {
        told.listen(bot).intrusion(intrusion).audit(AuditLog::to_writer(log.clone()))
    }));
    log.is_held_up.store(true, Ordering::SeqCst);
    let floods = [0, 1].map(|thread| {
        let bot = Arc::clone(&bot);
        tokio::task::spawn_blocking(move || flood(&bot, thread))
    });
    for flood in floods {
        flood.await.expect("no panic");
    }
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "allowed");
    assert_eq!(bot.effects(), 1);
    log.is_held_up.store(false, Ordering::SeqCst);
    assert!((0..20).any(|_| bot.engine().audit.flush()));
    (told, log.records())
}

/// The moderator's own: a decision, an intent and a result.
fn of_the_moderator(records: &[Value]) -> Vec<&str> {
    let own = records.iter().filter(|it| it["action"] == "mute" || it["action"] == "members.mute");
    own.map(|record| record["rule"].as_str().expect("a rule")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_that_find_no_room_stop_no_moderator_and_add_up() {
    let (told, records) = flooded(Intrusion::default().permission(0)).await;
    let (sums, lost) = recorded(&records);
    assert!(lost > 0, "there was room for all");
    assert_eq!(sums.values().sum::<u64>() + lost, told.total());
    assert_eq!(of_the_moderator(&records), ["intent", "done", "allowed"]);
}

/// Failures of so many cannot be counted apart, so in the end each of them is blocked at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_do_the_blocks_that_they_earn() {
    let (_, records) = flooded(Intrusion::default()).await;
    assert!(records.iter().any(|it| it["rule"] == "intrusion.blocked"));
    assert_eq!(of_the_moderator(&records), ["intent", "done", "allowed"]);
}
