//! What moderators do, and what of it reaches the platform.

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Platform, Post};
use serde_json::json;

use crate::commands::{ban, kick, mute, purge, recall};
use crate::runner::{Test, tests};
use crate::site::{Running, Site, admin, is_result, member};

pub(crate) const TESTS: &[Test] = tests![
    a_mute_reaches_the_platform_with_its_seconds,
    a_chinese_alias_is_the_command,
    an_ordinary_member_may_not,
    a_cooldown_tells_the_wait_rounded_up,
    a_kick_lets_come_back_and_a_ban_does_not,
    a_quoted_message_is_recalled,
    a_message_from_elsewhere_is_not_recalled,
    a_purge_wants_the_code_that_only_the_caller_was_told,
];

async fn a_mute_reaches_the_platform_with_its_seconds(platform: Platform) {
    let bot = Running::start(&platform, commands![mute]).await;
    let told = bot.say(admin(0), "/mute <@!300> 10m 刷屏").await;
    assert_eq!((told.rule, told.text()), ("allowed", "已禁言 <@!300> 10分钟，理由：刷屏"));
    let done = bot.effects();
    assert_eq!(done.len(), 1, "{done:?}");
    assert!(done[0].is("PATCH", &format!("/guilds/{}/members/300/mute", bot.guild)), "{done:?}");
    assert_eq!(done[0].json()["mute_seconds"], "600");
    assert_eq!(done[0].status, 204);
    let record = bot.recorded("the mute", is_result).await;
    assert_eq!((&record["action"], &record["rule"]), (&json!("members.mute"), &json!("done")));
    assert_eq!(record["details"], "period=600000ms");
    bot.stop().await;
}

async fn a_chinese_alias_is_the_command(platform: Platform) {
    let bot = Running::start(&platform, commands![mute]).await;
    assert_eq!(bot.say(admin(0), "/禁言 <@!300> 1小时30分").await.rule, "allowed");
    assert_eq!(bot.effects()[0].json()["mute_seconds"], "5400");
    // After a mention of the bot the prefix may be left out, and may be the full-width one.
    assert_eq!(bot.say(admin(1), "禁言 300 ９０秒").await.rule, "allowed");
    assert_eq!(bot.say(admin(2), "／禁言 <@300> 1天").await.rule, "allowed");
    let seconds: Vec<_> = bot.effects().iter().map(|r| r.json()["mute_seconds"].clone()).collect();
    assert_eq!(seconds, ["5400", "90", "86400"]);
    bot.stop().await;
}

async fn an_ordinary_member_may_not(platform: Platform) {
    let site = Site::new(&platform);
    let builder = site.builder().commands(commands![mute]).locale(Locale::En);
    let bot = site.run(builder).await;
    let told = bot.say(member(1), "/mute <@!300> 10m").await;
    assert_eq!(told.rule, "permission.missing");
    assert_eq!(told.text(), "You may not use this command (needs MuteMembers)");
    let told = bot.say(member(1), "/禁言 <@!300> 10m").await;
    assert!(told.text().contains("没有权限"), "{told:?}");
    // Nothing was asked about anybody, and nothing was done.
    let asked = bot.requests();
    assert!(!asked.iter().any(|request| request.path.contains("/members/")), "{asked:?}");
    let record = bot.recorded("the refusal", |record| record["rule"] == "permission.missing").await;
    assert_eq!((&record["success"], &record["action"]), (&json!(false), &json!("mute")));
    bot.stop().await;
}

async fn a_cooldown_tells_the_wait_rounded_up(platform: Platform) {
    let (site, clock) = (Site::new(&platform), Clock::manual());
    let builder = site.builder().commands(commands![mute]).clock(clock.clone());
    let bot = site.run(builder).await;
    assert_eq!(bot.say(admin(0), "/mute <@!300> 1m").await.rule, "allowed");
    clock.advance(Duration::from_millis(17_600));
    let told = bot.say(admin(0), "/禁言 <@!301> 1m").await;
    assert_eq!((told.rule, told.text()), ("limit", "冷却中，请 13秒 后再试"));
    // It is the caller's own, and it ends.
    assert_eq!(bot.say(admin(1), "/mute <@!301> 1m").await.rule, "allowed");
    clock.advance(Duration::from_millis(12_400));
    assert_eq!(bot.say(admin(0), "/mute <@!302> 1m").await.rule, "allowed");
    assert_eq!(bot.effects().len(), 3);
    bot.stop().await;
}

async fn a_kick_lets_come_back_and_a_ban_does_not(platform: Platform) {
    let bot = Running::start(&platform, commands![kick, ban]).await;
    assert_eq!(bot.say(admin(0), "/kick <@!300>").await.text(), "已移出 <@!300>");
    assert_eq!(bot.say(admin(0), "/ban <@!301>").await.text(), "已封禁 <@!301>");
    let done = bot.effects();
    let member = |user: u64| format!("/guilds/{}/members/{user}", bot.guild);
    assert!(done[0].is("DELETE", &member(300)) && done[1].is("DELETE", &member(301)), "{done:?}");
    let bodies = [done[0].json(), done[1].json()];
    assert_eq!(bodies[0], json!({"add_blacklist": false, "delete_history_msg_days": 0}));
    assert_eq!(bodies[1], json!({"add_blacklist": true, "delete_history_msg_days": 7}));
    let guild = platform.guild(bot.guild);
    assert!(!guild.has(300) && !guild.has(301) && guild.has(302));
    bot.stop().await;
}

async fn a_quoted_message_is_recalled(platform: Platform) {
    let bot = Running::start(&platform, commands![recall]).await;
    let spam = bot.post(bot.by(member(0)).text("买粉丝").set("mentions", json!([])));
    let told = bot.ask(bot.by(admin(0)).text("/撤回").quote(&spam)).await;
    assert_eq!(told.text(), "已撤回");
    let done = bot.effects();
    assert!(
        done[0].is("DELETE", &format!("/channels/{}/messages/{spam}", bot.channel)),
        "{done:?}"
    );
    assert!(!platform.has_message(&spam));
    let told = bot.say(admin(0), "/撤回").await;
    assert_eq!(told.rule, "arguments.quote");
    bot.stop().await;
}

async fn a_message_from_elsewhere_is_not_recalled(platform: Platform) {
    let bot = Running::start(&platform, commands![recall]).await;
    platform.guild(bot.guild + 500).channel(bot.channel + 500).bot(&bot.bot, &[2]);
    let beside = bot.post(Post::guild(bot.guild, bot.channel + 1, member(0)).text("a"));
    let abroad = bot.post(Post::guild(bot.guild + 500, bot.channel + 500, member(0)).text("a"));
    for quoted in [&beside, &abroad, "no-such-message", "..", "a/../../b", "%2e%2e"] {
        let id = bot.post(bot.by(admin(0)).text("/recall").quote(quoted));
        if quoted.parse::<botrs_secure::MessageId>().is_ok() {
            assert_eq!(bot.decided(&id).await, "authority.elsewhere", "{quoted}");
        }
    }
    // An id that cannot be one makes the event malformed; the next command shows that it was passed.
    assert_eq!(bot.say(admin(1), "/recall").await.rule, "arguments.quote");
    let looked_up = bot
        .requests()
        .iter()
        .filter(|r| r.method == "GET" && r.path.contains("/messages/"))
        .count();
    assert_eq!(looked_up, 3);
    assert!(bot.effects().is_empty(), "{:?}", bot.effects());
    assert!(platform.has_message(&beside) && platform.has_message(&abroad));
    bot.stop().await;
}

async fn a_purge_wants_the_code_that_only_the_caller_was_told(platform: Platform) {
    let (site, clock) = (Site::new(&platform), Clock::manual());
    let builder = site.builder().commands(commands![purge]).clock(clock.clone());
    let bot = site.run(builder).await;
    let first = bot.say(admin(0), "/purge <@!300>").await;
    assert_eq!(first.rule, "confirm");
    assert!(first.text().starts_with("待确认：/purge 300\n"), "{first:?}");
    clock.advance(Duration::from_secs(2));
    let code = first.text().rsplit(' ').next().expect("a code").to_owned();
    assert_eq!((code.len(), code.parse::<u32>().is_ok()), (6, true), "{first:?}");
    // Neither somebody else with it, nor for somebody else, nor another code.
    for (who, text) in [
        (admin(1), format!("/purge <@!300> confirm {code}")),
        (admin(0), format!("/purge <@!301> confirm {code}")),
        (
            admin(0),
            format!("/purge <@!300> confirm {:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000),
        ),
    ] {
        assert_eq!(bot.say(who, &text).await.rule, "confirm.wrong", "{text}");
    }
    assert!(bot.effects().is_empty());
    let confirmed = format!("/purge <@!300> confirm {code}");
    assert_eq!(bot.say(admin(0), &confirmed).await.rule, "allowed");
    let done = bot.effects();
    assert_eq!(done.len(), 1);
    assert_eq!(done[0].json(), json!({"add_blacklist": true, "delete_history_msg_days": -1}));
    // It was good for one use.
    platform.guild(bot.guild).member(300, "back again", &[1]);
    assert_eq!(bot.say(admin(0), &confirmed).await.rule, "confirm.wrong");
    assert_eq!(bot.effects().len(), 1);
    bot.stop().await;
}
