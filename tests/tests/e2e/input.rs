//! Bad input: a clear answer with the argument and the place, nothing charged, nothing sent.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Platform, Post, Recorded};

use crate::commands::{ban, echo, mute, ping, who};
use crate::runner::{Test, tests};
use crate::site::{Running, SOMEBODY, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    bad_durations_are_refused_and_charge_nothing,
    bad_ids_reach_no_path,
    arguments_may_be_too_few_too_many_and_too_long,
    control_characters_are_refused_with_their_place,
    markup_in_a_reason_is_echoed_harmlessly_in_every_scene,
    a_banana_is_no_ban,
];

/// Asserts that the bot asked the platform for nothing but to deliver its replies.
fn assert_only_talk(bot: &Site) {
    let is_talk = |request: &Recorded| {
        request.path.ends_with("/messages")
            || ["/users/@me", "/gateway/bot"].contains(&request.path.as_str())
    };
    let other: Vec<_> = bot.requests().into_iter().filter(|request| !is_talk(request)).collect();
    assert!(other.is_empty(), "{other:?}");
}

async fn bad_durations_are_refused_and_charge_nothing(platform: Platform) {
    let bot = Running::start(&platform, commands![mute]).await;
    let bad = [
        "0s",
        "-5s",
        "1e3s",
        "8d",
        "1.5",
        "10",
        "10x",
        "99999999999999999999d",
        "10m!",
        "s",
        "１０分钟吗",
        "10m10m",
        "+5s",
        "0x10s",
        "٣s",
        "1d0.5s.",
    ];
    for (n, duration) in bad.into_iter().enumerate() {
        // Nobody attempts more than ten commands a minute.
        let who = admin(n as u64 / 8);
        let told = bot.say(who, &format!("/mute <@!300> {duration}")).await;
        assert_eq!(told.rule, "arguments.invalid", "{duration}");
        let place = "参数 period（第 15 个字起）有误：";
        assert!(told.text().starts_with(place), "{duration}: {told:?}");
    }
    assert_only_talk(&bot);
    // Had any of them been charged, this would have to wait.
    assert_eq!(bot.say(admin(0), "/mute <@!300> 7d").await.rule, "allowed");
    assert_eq!(bot.effects()[0].json()["mute_seconds"], "604800");
    bot.stop().await;
}

async fn bad_ids_reach_no_path(platform: Platform) {
    let bot = Running::start(&platform, commands![ban, who]).await;
    let bad = [
        "../../../channels/1",
        "%2e%2e",
        "%2e%2e/..",
        "..\\..\\channels",
        "123456789012345678901",
        "18446744073709551616",
        "<@!300",
        "<@!300/../301>",
        "<@!>",
        "<#300>",
        "@somebody",
        "<@everyone>",
        "9?add_blacklist=true#",
        "300;301",
        "-300",
        "300.0",
        "３００x",
        "<@!%33%30%30>",
    ];
    for (n, id) in bad.into_iter().enumerate() {
        let who = admin(n as u64 / 4);
        for command in ["ban", "who"] {
            // As the platform delivers what somebody types.
            let typed = if n % 2 == 0 { id.to_owned() } else { escaped(id) };
            let told = bot.say(who, &format!("/{command} {typed}")).await;
            assert_eq!(told.rule, "arguments.invalid", "/{command} {typed}");
            assert!(told.text().contains("第 6 个字起"), "{told:?}");
        }
    }
    // White space ends a word, so what follows is one argument too many.
    for (n, id) in ["300\t301", "300\n301", "300\r\n/../1", "300\u{a0}301"].into_iter().enumerate()
    {
        let told = bot.say(admin(10 + n as u64), &format!("/ban {id}")).await;
        assert_eq!(told.rule, "arguments.surplus", "{id:?}");
    }
    for (n, id) in ["300\0", "30\u{1b}[31m0", "300\u{7f}", "300\r/../1"].into_iter().enumerate() {
        let told = bot.say(admin(20 + n as u64), &format!("/ban {id}")).await;
        assert_eq!(told.rule, "arguments.control", "{id:?}");
    }
    assert_only_talk(&bot);
    bot.stop().await;
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

async fn arguments_may_be_too_few_too_many_and_too_long(platform: Platform) {
    let bot = Running::start(&platform, commands![mute, who]).await;
    let long = format!("/mute <@!300> 1m {}", "长".repeat(201));
    let longest = format!("/who {}", "1".repeat(2_001));
    for (text, rule, says) in [
        ("/mute", "arguments.missing", "缺少参数 target"),
        ("/mute <@!300>", "arguments.missing", "缺少参数 period"),
        ("/who 1 2 3", "arguments.surplus", "多余的参数「2」（第 8 个字起）"),
        (&long, "arguments.invalid", "参数 reason（第 18 个字起）有误："),
        (&longest, "arguments.length", "最多 2000 个字"),
    ] {
        let told = bot.say(admin(0), text).await;
        assert_eq!(told.rule, rule, "{text}");
        assert!(told.text().contains(says), "{told:?}");
    }
    assert_only_talk(&bot);
    let fits = format!("/mute <@!300> 1m {}", "长".repeat(200));
    assert_eq!(bot.say(admin(0), &fits).await.rule, "allowed");
    bot.stop().await;
}

async fn control_characters_are_refused_with_their_place(platform: Platform) {
    let bot = Running::start(&platform, commands![echo]).await;
    for (text, at, shown) in
        [("a\0b", "第 3 个字", "'\\0'"), ("\u{1b}[31mred", "第 2 个字", "'\\u{1b}'")]
    {
        let told = bot.say(member(0), &format!("/echo {text}")).await;
        assert_eq!(told.rule, "arguments.control", "{text:?}");
        assert!(told.text().contains(at) && told.text().contains(shown), "{told:?}");
        assert!(!told.text().chars().any(char::is_control), "{told:?}");
    }
    assert_eq!(bot.say(member(0), "/echo two\nlines").await.text(), "原因：two\nlines");
    bot.stop().await;
}

/// What a client shows of a text that a bot sent: in guilds and direct messages entities are unescaped.
fn shown(sent: &str, unescapes: bool) -> String {
    let shown = sent.replace('\u{200b}', "");
    if unescapes {
        shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    } else {
        shown.replace('＜', "<")
    }
}

async fn markup_in_a_reason_is_echoed_harmlessly_in_every_scene(platform: Platform) {
    let bot = Running::start(&platform, commands![echo]).await;
    let typed = "@everyone @全体成员 <@!1> <#2> <emoji:4> <qqbot-at-everyone /> a & b &lt;@!3&gt;";
    let scenes = [
        (bot.by(member(0)), true),
        (Post::direct(bot.guild + 900, bot.guild, member(0)), true),
        (Post::group(&bot.group, SOMEBODY), false),
        (Post::c2c(SOMEBODY), false),
    ];
    for (post, escapes) in scenes {
        // The platform escapes what people type in guilds and direct messages, and nowhere else. A
        // live mention arrives as it is.
        let arrives = if escapes { escaped(typed) } else { typed.to_owned() };
        for arrives in [arrives, typed.to_owned()] {
            let told = bot.ask(post.clone().text(&format!("/echo {arrives}"))).await;
            assert_eq!(told.rule, "allowed");
            let sent = told.text().strip_prefix("原因：").expect("the author's own text");
            for live in ["<@", "<#", "<emoji", "<qqbot", "@everyone", "@全体成员"] {
                assert!(!sent.contains(live), "{live} in {sent:?}");
            }
            let unescaped_once = arrives.replace("&lt;", "<").replace("&gt;", ">");
            let said = if escapes { unescaped_once.replace("&amp;", "&") } else { arrives };
            assert_eq!(shown(sent, escapes), said);
        }
    }
    bot.stop().await;
}

async fn a_banana_is_no_ban(platform: Platform) {
    let bot = Running::start(&platform, commands![ban, ping]).await;
    for text in
        ["/banana <@!300>", "/bans <@!300>", "/ ban <@!300>", "/Ban <@!300>", "/ban/ <@!300>"]
    {
        let id = bot.post(bot.by(admin(0)).text(text));
        // Messages are decided in their order, so this one was.
        assert_eq!(bot.say(admin(1), "/ping").await.text(), "pong");
        assert_eq!(bot.decisions(&id), [""; 0], "{text}");
        assert!(bot.replies(&id).is_empty(), "{text}");
    }
    assert_only_talk(&bot);
    assert_eq!(bot.say(admin(0), "/ban <@!300>").await.rule, "allowed");
    bot.stop().await;
}
