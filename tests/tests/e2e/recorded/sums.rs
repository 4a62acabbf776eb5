//! Sums: all decisions that are told are on the record, each by itself or in a count.

use std::collections::BTreeMap;

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Platform;

use crate::commands::{mute, ping};
use crate::runner::{Test, tests};
use crate::site::{Running, admin, member};

pub(crate) const TESTS: &[Test] = tests![the_records_of_mixed_messages_add_up];

async fn the_records_of_mixed_messages_add_up(platform: Platform) {
    let bot = Running::start(&platform, commands![mute, ping]).await;
    let mut expected = 0;
    for n in 0..600 {
        // Some write so often that they are refused for it, or blocked.
        let post = match n % 6 {
            0 => bot.by(member(n % 50)).text("/ping"),
            1 => bot.by(member(n % 50)).text("/ping pong"),
            2 => bot.by(member(n % 10)).text("/mute <@!300> 1m"),
            3 => bot.by(admin(n % 10)).text("/mute <@!300> 1m"),
            4 => bot.by(member(n % 50)).text("大家好"),
            _ => bot.by(member(49)).text("/ping"),
        };
        let is_chat = n % 6 == 4;
        let id = bot.post(post);
        if !is_chat {
            expected += 1;
            if n % 7 == 0 {
                platform.deliver_again(&id);
                expected += 1;
            }
        }
        // Their number at once is bounded.
        if n % 50 == 0 {
            bot.decisions_reach(expected).await;
        }
    }
    bot.decisions_reach(expected).await;
    let site = bot.stop().await;
    let (mut told, mut recorded) = (BTreeMap::new(), BTreeMap::new());
    for decision in site.told() {
        *told.entry(decision.rule.to_owned()).or_insert(0) += 1;
    }
    for record in site.recorded_all(|it| it["event_type"] == "decision") {
        let rule = record["rule"].as_str().expect("a rule").to_owned();
        *recorded.entry(rule).or_insert(0) += record["count"].as_u64().unwrap_or(1);
    }
    assert_eq!(recorded, told);
    assert_eq!(told.values().sum::<u64>(), expected as u64);
    for rule in ["allowed", "arguments.surplus", "permission.missing", "limit", "flood", "replay"] {
        assert!(told.contains_key(rule), "{rule}: {told:?}");
    }
}
