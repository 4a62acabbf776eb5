//! What is no command goes to the author's handler, once; a refused command never does.

use std::sync::Arc;

use parking_lot::Mutex;

use super::{Bot, admin, member};
use crate::prelude::*;
use crate::testing::{Caller, Harness};
use crate::{Event, Incoming};

/// Remembers what it gets.
#[derive(Clone, Default)]
struct Ears(Arc<Mutex<Vec<String>>>);

impl Ears {
    /// Everything heard until the bot stopped, sorted.
    async fn heard(&self, bot: &Bot) -> Vec<String> {
        assert!(bot.engine().drain(Duration::from_secs(60)).await);
        let mut heard = self.0.lock().clone();
        heard.sort();
        heard
    }
}

#[async_trait]
impl Handler for Ears {
    async fn message(&self, ctx: Context<'_>, message: &Incoming) {
        self.0.lock().push(message.content().to_owned());
        match message.content() {
            "panic" => panic!("a handler"),
            "answer" => ctx.reply("answered").await.unwrap(),
            _ => {}
        }
    }

    async fn event(&self, event: &Event) {
        self.0.lock().push(event.kind().to_owned());
    }
}

fn listening() -> (Bot, Ears) {
    let ears = Ears::default();
    (Bot::with(|bot| bot.handler(ears.clone())), ears)
}

#[tokio::test]
async fn ordinary_messages_reach_it_once() {
    let (bot, ears) = listening();
    for (id, text) in [("1", "hello"), ("1", "hello"), ("2", "/banana"), ("3", "/ unknown")] {
        assert!(bot.send(&member().with_id(id), text).await.is_none());
    }
    assert!(bot.send(&Caller::c2c(5).with_id("1"), "in c2c").await.is_none());
    assert_eq!(ears.heard(&bot).await, ["/ unknown", "/banana", "hello", "in c2c"]);
}

#[tokio::test]
async fn a_command_never_reaches_it_whatever_becomes_of_it() {
    let (bot, ears) = listening();
    let again = admin().with_id("again");
    for (caller, text, rule) in [
        (again.clone(), "/ping", "allowed"),
        (again, "/ping", "replay"),
        (member(), "/both", "permission.missing"),
        (admin(), "/mute x", "arguments.invalid"),
        (admin(), "/mute 3 1m", "authority.rank"),
        (admin(), "/ban 6", "confirm"),
        (admin().sent_at_no_time(), "/both", "replay.stale"),
        (Caller::direct(1), "/mute 6 1m", "permission.scene"),
        (admin().as_bot(), "/ping", "source.bot"),
        (admin().as_bot(), "hello", "source.bot"),
        (Caller::guild(Harness::BOT.get(), &[]), "hello", "source.bot"),
    ] {
        assert_eq!(bot.rule(&caller, text).await, rule, "{text}");
    }
    bot.handle().replace_policy(Policy::new().trust_c2c()).unwrap();
    assert_eq!(bot.rule(&member(), "hello").await, "source.place");
    assert_eq!(ears.heard(&bot).await, [""; 0]);
}

#[tokio::test]
async fn whoever_is_blocked_still_speaks() {
    let (bot, ears) = listening();
    for _ in 0..6 {
        bot.rule(&member(), "/both").await;
    }
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    assert!(bot.send(&member(), "hello").await.is_none());
    assert_eq!(ears.heard(&bot).await, ["hello"]);
}

#[tokio::test]
async fn a_handler_that_panics_gets_the_next_message() {
    let (bot, ears) = listening();
    for (id, text) in [("1", "panic"), ("2", "answer")] {
        assert!(bot.send(&member().with_id(id), text).await.is_none());
    }
    assert_eq!(ears.heard(&bot).await, ["answer", "panic"]);
    assert_eq!(bot.platform().requests().len(), 1);
}
