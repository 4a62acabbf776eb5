//! All other events: the whole table of those that are known, from where the bot listens and from elsewhere.

use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::{Value, json};

use super::Bot;
use crate::Event;
use crate::adapter::events::tests::{OPEN, authors, ids, samples, with};
use crate::prelude::*;
use crate::testing::Harness;

/// Remembers the events that it gets.
#[derive(Clone, Default)]
struct Ears(Arc<Mutex<Vec<Value>>>);

#[async_trait]
impl Handler for Ears {
    async fn event(&self, event: &Event) {
        self.0.lock().push(json!([event.kind(), event.data()]));
    }
}

impl Ears {
    /// Everything heard until the bot stopped, in the order of the events.
    async fn heard(&self, bot: &Bot) -> Vec<Value> {
        assert!(bot.engine().drain(Duration::from_secs(60)).await);
        std::mem::take(&mut *self.0.lock())
    }
}

/// The policy under which the samples are trusted.
fn trusting() -> Policy {
    Policy::new().trust_guild(Harness::GUILD).trust_group(OPEN.parse().unwrap()).trust_c2c()
}

fn listening(policy: Policy) -> (Bot, Ears) {
    let ears = Ears::default();
    (Bot::with(|bot| bot.policy(policy).handler(ears.clone())), ears)
}

#[tokio::test]
async fn each_known_event_of_a_trusted_place_is_handed_on_as_it_is() {
    let (bot, ears) = listening(trusting());
    for (name, data) in samples() {
        bot.event(name, data);
    }
    assert_eq!(ears.heard(&bot).await, samples().iter().map(|row| json!(row)).collect::<Vec<_>>());
    assert!(bot.records("decision").is_empty());
}

#[tokio::test]
async fn none_of_another_place_is() {
    let other = || OPEN.replace('1', "2");
    let elsewhere = Policy::new().trust_guild(GuildId::new(8_100));
    let elsewhere = elsewhere.trust_group(other().parse().unwrap());
    let (bot, ears) = listening(elsewhere);
    for (name, data) in samples() {
        bot.event(name, data);
    }
    assert!(ears.heard(&bot).await.is_empty());
}

#[tokio::test]
async fn none_that_a_bot_did_is() {
    let (bot, ears) = listening(trusting());
    for (name, data) in samples() {
        for path in authors(name) {
            let own = json!(Harness::BOT.to_string());
            bot.event(name, with(data.clone(), path, own));
            if let Some(person) = path.strip_suffix(".id") {
                for said in [json!(true), json!("no"), json!(1)] {
                    bot.event(name, with(data.clone(), &format!("{person}.bot"), said));
                }
            }
        }
    }
    assert!(ears.heard(&bot).await.is_empty());
}

#[tokio::test]
async fn malformed_ones_are_recorded_and_go_no_further() {
    for (name, data) in samples() {
        for (path, is_needed) in ids(name) {
            let (bot, ears) = listening(trusting());
            bot.event(name, with(data.clone(), path, json!("../1")));
            if is_needed {
                bot.event(name, with(data.clone(), path, Value::Null));
            }
            let records = bot.records("decision");
            assert_eq!(records.len(), 1 + usize::from(is_needed), "{name} {path}: {records:?}");
            let is_so = |record: &Value| record["rule"] == "source.malformed";
            assert!(records.iter().all(is_so), "{name} {path}");
            assert!(ears.heard(&bot).await.is_empty(), "{name} {path}");
        }
    }
}

#[tokio::test]
async fn what_is_not_known_is_dropped_wherever_it_comes_from() {
    let (bot, ears) = listening(Harness::policy());
    for kind in ["NOTHING", "GUILD_ROLE_CREATE", "guild_create"] {
        let data = json!({"id": "8000", "guild_id": "8000", "openid": OPEN, "group_openid": OPEN});
        bot.event(kind, data);
    }
    assert!(ears.heard(&bot).await.is_empty());
}
