//! QQ's callback over real sockets, honest and under attack: what is not the platform's never reaches the gate.

pub(crate) mod forged;
pub(crate) mod held;
pub(crate) mod honest;

use std::net::SocketAddr;

use botrs_secure::Webhook;
use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Callback, Platform};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::commands::{mute, ping};
use crate::site::{PATIENCE, Running, Site};

/// A bot that listens, and where.
pub(super) struct Listening {
    pub(super) bot: Running,
    pub(super) at: SocketAddr,
}

impl Listening {
    pub(super) async fn start(platform: &Platform) -> Self {
        Self::of(Site::new(platform), |builder| builder, |webhook| webhook).await
    }

    pub(super) async fn of(
        site: Site,
        build: impl FnOnce(Builder) -> Builder,
        serve: impl FnOnce(Webhook) -> Webhook,
    ) -> Self {
        let at = free().await;
        let builder = site.builder().commands(commands![mute, ping]);
        let webhook = serve(Webhook::new().listen(at));
        let bot = site.begin(build(builder.webhook(webhook)));
        bot.recorded("the start", |record| record["action"] == "start").await;
        Self { bot, at }
    }

    /// The callback that brings what somebody says, and the message.
    pub(super) fn says(&self, user: u64, text: &str) -> (Callback, String) {
        let bot = &self.bot;
        let message = bot.post(bot.by(user).text(text));
        (bot.bot.callback(&bot.bot.event(&message)), message)
    }

    pub(super) async fn send(&self, callback: &Callback) -> (u16, String) {
        callback.send(self.at).await.expect("an answer")
    }

    /// Lets somebody say something, and waits for what becomes of it.
    pub(super) async fn hears(&self, user: u64, text: &str) -> &'static str {
        let (callback, message) = self.says(user, text);
        assert_eq!(self.send(&callback).await, acknowledged());
        self.bot.decided(&message).await
    }

    /// Waits for the refusals by a rule, until there are so many.
    pub(super) async fn refused(&self, rule: &str, times: u64) -> Vec<Value> {
        let fits = |record: &Value| record["rule"] == rule;
        let sum = |records: &[Value]| -> u64 {
            records.iter().map(|record| record["count"].as_u64().unwrap_or(1)).sum()
        };
        for _ in 0..PATIENCE.as_millis() / 10 {
            let records = self.bot.recorded_all(fits);
            if sum(&records) >= times {
                return records;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{times} times {rule}: {:#?}", self.bot.audit());
    }
}

/// An address that nobody has; not taken until the bot takes it.
pub(super) async fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("an address")
}

pub(super) fn acknowledged() -> (u16, String) {
    (200, r#"{"op":12,"d":0}"#.to_owned())
}

/// Digits of the form of a signature, which sign nothing.
pub(super) fn no_signature() -> String {
    "0".repeat(128)
}
