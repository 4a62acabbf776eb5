//! Connections that end, and what is lost by that: nothing.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Platform, Post};
use botrs_secure::{Locale, StartErrorKind};

use crate::commands::{Runs, count, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, PATIENCE, Running, Site, member};

pub(crate) const TESTS: &[Test] = tests![
    nothing_is_lost_when_a_session_times_out,
    nothing_is_lost_when_the_platform_asks_to_reconnect,
    nothing_is_lost_when_the_connection_is_dropped,
    a_void_session_is_begun_anew,
    a_refused_token_is_replaced,
    a_token_that_only_the_gateway_refuses_is_replaced,
    a_token_that_only_the_requests_are_refused_with_is_replaced,
    credentials_that_the_gateway_never_accepts_end_the_bot,
    codes_that_cannot_be_helped_end_the_start,
    codes_that_cannot_be_helped_end_a_running_bot,
    two_shards_serve_their_guilds,
];

/// How often the platform is asked for a token: how long it lasts, and for itself.
pub(crate) const ASKED: u64 = 2;

/// Breaks the connection, posts while it is down, and expects each message to be decided once.
async fn loses_nothing(platform: Platform, break_off: impl Fn(&Site)) {
    let (site, runs) = (Site::new(&platform), Runs::default());
    let builder = site.builder().commands(commands![count]).state(runs.clone());
    let bot = site.run(builder).await;
    let post = |n| bot.post(bot.by(member(n)).text("/count"));
    let mut ids: Vec<_> = (0..5).map(post).collect();
    break_off(&bot);
    ids.extend((5..30).map(post));
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.resumes == 1).await);
    ids.extend((30..35).map(post));
    for id in &ids {
        assert_eq!(bot.decided(id).await, "allowed", "{id}");
    }
    assert_eq!(runs.get(), 35);
    assert_eq!(bot.bot.traffic().identifies, 1, "it was resumed, not begun anew");
    assert!(ids.iter().all(|id| bot.decisions(id).len() == 1));
    bot.stop().await;
}

async fn nothing_is_lost_when_a_session_times_out(platform: Platform) {
    loses_nothing(platform, |site| site.bot.close(4009)).await;
}

async fn nothing_is_lost_when_the_platform_asks_to_reconnect(platform: Platform) {
    loses_nothing(platform, |site| site.bot.reconnect()).await;
}

async fn nothing_is_lost_when_the_connection_is_dropped(platform: Platform) {
    loses_nothing(platform, |site| site.bot.close(1000)).await;
}

async fn a_void_session_is_begun_anew(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    bot.bot.invalid_session();
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    bot.bot.connected().await;
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.open == 1).await);
    assert_eq!(bot.bot.traffic().resumes, 0);
    bot.stop().await;
}

async fn a_refused_token_is_replaced(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    assert_eq!(bot.bot.traffic().tokens, ASKED);
    bot.bot.revoke_tokens();
    bot.bot.close(4004);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    bot.bot.connected().await;
    assert_eq!(bot.bot.traffic().tokens, 2 * ASKED);
    // Requests use the new one as well.
    let told = bot.say(member(0), "/ping").await;
    assert_eq!(told.text(), "pong");
    bot.stop().await;
}

async fn a_token_that_only_the_gateway_refuses_is_replaced(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    bot.bot.refuse_sessions(Some(4004));
    bot.bot.invalid_session();
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.tokens == 2 * ASKED).await);
    bot.bot.refuse_sessions(None);
    bot.bot.connected().await;
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    bot.stop().await;
}

/// The connection stays; the next request finds out.
async fn a_token_that_only_the_requests_are_refused_with_is_replaced(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    bot.bot.revoke_tokens();
    assert!(bot.say(member(0), "/ping").await.replies.is_empty(), "the reply is refused");
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.tokens == 2 * ASKED).await);
    // The reply after next at the latest: the new token is in use a moment after it was fetched.
    let mut answered = false;
    for n in 1..20 {
        answered = answered || !bot.say(member(n), "/ping").await.replies.is_empty();
    }
    assert!(answered);
    assert_eq!(bot.bot.traffic().tokens, 2 * ASKED, "one for all that were refused");
    bot.stop().await;
}

async fn credentials_that_the_gateway_never_accepts_end_the_bot(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    bot.bot.refuse_sessions(Some(4004));
    bot.bot.invalid_session();
    let (_, ended) = bot.ended().await;
    assert_eq!(ended.expect_err("an end with its cause").kind(), StartErrorKind::Credentials);
}

/// The codes, what they mean, and a word of the cure in each language.
const ENDS: [(u16, StartErrorKind, &str, &str); 7] = [
    (4010, StartErrorKind::Sharding, "重启机器人", "restart the bot"),
    (4011, StartErrorKind::Sharding, "重启机器人", "restart the bot"),
    (4012, StartErrorKind::Protocol, "请升级", "update botrs-secure"),
    (4013, StartErrorKind::Protocol, "请升级", "update botrs-secure"),
    (4014, StartErrorKind::Intents, "请去掉 .all_messages()", "do without .all_messages()"),
    (4914, StartErrorKind::SandboxOnly, "QQ_BOT_SANDBOX=1", "QQ_BOT_SANDBOX=1"),
    (4915, StartErrorKind::Banned, "申诉", "appeal"),
];

async fn codes_that_cannot_be_helped_end_the_start(platform: Platform) {
    for (code, kind, zh, en) in ENDS {
        let site = Site::new(&platform);
        site.bot.refuse_sessions(Some(code));
        let error = site.fails(site.builder().commands(commands![ping])).await;
        assert_eq!(error.kind(), kind, "{code}");
        let said = [error.explain(Locale::Zh), error.explain(Locale::En)];
        assert!(said[0].contains(zh) && said[1].contains(en), "{said:?}");
        assert!(said.iter().all(|text| text.contains(&code.to_string())), "{said:?}");
        assert!(site.bot.wait_until(PATIENCE, |traffic| traffic.open == 0).await, "{code}");
        assert_eq!(site.bot.traffic().identifies, 0, "it was not tried again: {code}");
    }
}

async fn codes_that_cannot_be_helped_end_a_running_bot(platform: Platform) {
    for (code, kind, ..) in ENDS {
        let bot = Running::start(&platform, commands![ping]).await;
        assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
        bot.bot.close(code);
        let (site, ended) = bot.ended().await;
        assert_eq!(ended.expect_err("an end for a reason").kind(), kind, "{code}");
        assert!(site.audit().iter().any(|record| record["action"] == "stop"), "{code}");
        let traffic = site.bot.traffic();
        assert_eq!((traffic.identifies, traffic.resumes), (1, 0), "{code}");
    }
}

async fn two_shards_serve_their_guilds(platform: Platform) {
    let mut site = Site::new(&platform);
    site.bot = site.bot.clone().shards(2);
    let other = site.guild + (1 << 22);
    platform.guild(other).channel(other + 1).member(OWNER, "owner", &[4]).bot(&site.bot, &[2]);
    let policy = site.policy().trust_guild(GuildId::new(other));
    let builder = site.builder().commands(commands![ping]).policy(policy);
    let bot = site.run(builder).await;
    assert_eq!((bot.bot.traffic().identifies, bot.bot.traffic().open), (2, 2));
    assert_eq!(bot.say(OWNER, "/ping").await.text(), "pong");
    let abroad = Post::guild(other, other + 1, OWNER).text("/ping");
    assert_eq!(bot.ask(abroad).await.text(), "pong");
    let site = bot.stop().await;
    assert!(site.bot.wait_until(PATIENCE, |traffic| traffic.open == 0).await);
}
