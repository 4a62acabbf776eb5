//! Floods of refused commands: the chat, and what the platform lets the bot say, are not flooded.

use std::time::Duration;

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Platform, Post};
use botrs_secure::{AlertKind, Intrusion};
use serde_json::json;

use crate::commands::{mute, ping};
use crate::runner::{Test, tests};
use crate::site::{PATIENCE, Running, Site, member};

pub(crate) const TESTS: &[Test] = tests![
    a_thousand_refused_calls_of_one_member_give_one_reply,
    ten_thousand_members_in_one_channel_get_one_reply,
    a_raid_over_many_channels_gets_what_the_bot_says_in_a_second,
    an_alert_goes_to_its_channel_once_and_mentions_nobody,
];

const WINDOW: Duration = Duration::from_secs(10);
const REFUSED: &str = "/mute <@!300> 1m";

/// A bot with the usual windows, whose clock stands still: all that is posted comes at one moment.
async fn start(platform: &Platform) -> (Running, Clock) {
    let (site, clock) = (Site::new(platform), Clock::manual());
    let policy = site.policy().reply_windows(WINDOW, WINDOW);
    let builder = site.builder().commands(commands![mute, ping]).policy(policy);
    (site.run(builder.clock(clock.clone())).await, clock)
}

/// Posts them all, waits until they are decided, and counts the replies.
async fn flood(bot: &Running, posts: impl Iterator<Item = Post>) -> usize {
    let before = replies(bot);
    for post in posts {
        bot.post(post);
    }
    // Decided in the order in which they come, so all of them before this one, which is answered.
    let last = bot.post(bot.by(member(49)).text("/ping"));
    bot.reply(&last).await;
    // Replies are spawned in their order, but need not arrive so.
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    replies(bot) - before - 1
}

fn replies(bot: &Running) -> usize {
    bot.requests().iter().filter(|request| request.method == "POST").count()
}

async fn a_thousand_refused_calls_of_one_member_give_one_reply(platform: Platform) {
    let (bot, clock) = start(&platform).await;
    let calls = || (0..1_000).map(|_| bot.by(member(0)).text(REFUSED));
    assert_eq!(flood(&bot, calls()).await, 1);
    clock.advance(WINDOW);
    // After six failures they are blocked, which is silent.
    assert_eq!(flood(&bot, calls()).await, 0);
    bot.stop().await;
}

async fn ten_thousand_members_in_one_channel_get_one_reply(platform: Platform) {
    let (bot, clock) = start(&platform).await;
    let raid = |users: std::ops::Range<u64>| users.map(|user| bot.by(user).text(REFUSED));
    assert_eq!(flood(&bot, raid(10_000..20_000)).await, 1);
    clock.advance(WINDOW);
    assert_eq!(flood(&bot, raid(20_000..20_100)).await, 1);
    bot.stop().await;
}

async fn a_raid_over_many_channels_gets_what_the_bot_says_in_a_second(platform: Platform) {
    let (bot, clock) = start(&platform).await;
    let raid = |from: u64| {
        // Channels that no other test has.
        let in_channel =
            |n| Post::guild(bot.guild, bot.guild * 10_000 + n, 10_000 + n).text(REFUSED);
        (from..from + 500).map(in_channel)
    };
    assert_eq!(flood(&bot, raid(0)).await, 5);
    clock.advance(Duration::from_secs(1));
    assert_eq!(flood(&bot, raid(500)).await, 5);
    bot.stop().await;
}

async fn an_alert_goes_to_its_channel_once_and_mentions_nobody(platform: Platform) {
    let site = Site::new(&platform);
    let (told, mut alerts) = tokio::sync::mpsc::unbounded_channel();
    let channel = ChannelId::new(site.channel + 1);
    let builder = site.builder().commands(commands![mute, ping]).clock(Clock::manual());
    let builder = builder.intrusion(Intrusion::default().threshold(0)).alert_channel(channel);
    let builder = builder.on_alert(move |alert| {
        // Nobody listens where the test has failed.
        let _ = told.send(alert.kind());
    });
    let bot = site.run(builder).await;
    for n in 0..3 {
        assert_eq!(bot.say(member(n), REFUSED).await.rule, "permission.missing");
    }
    let day = Duration::from_secs(24 * 60 * 60);
    assert_eq!(alerts.recv().await, Some(AlertKind::Blocked { period: day }));
    let path = format!("/channels/{channel}/messages");
    let posted = bot.platform.wait_for(PATIENCE, |request| request.is("POST", &path)).await;
    let posted = posted.expect("the alert");
    assert_eq!(posted.json()["msg_id"], json!(null));
    let place = format!("guild {} channel {}", bot.guild, bot.channel);
    let text = format!("已拉黑 300（{place}）1天：越权尝试太多");
    assert_eq!(posted.json()["content"], text);
    assert_eq!(bot.say(member(9), "/ping").await.text(), "pong");
    let posts = bot.requests().into_iter().filter(|request| request.is("POST", &path));
    assert_eq!(posts.count(), 1);
    assert!(alerts.try_recv().is_err(), "the others were held back");
    bot.stop().await;
}
