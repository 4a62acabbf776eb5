//! Whose messages count, where, and how often.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Platform, Post};
use serde_json::{Value, json};

use crate::commands::{Runs, announce, count, mute, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, SOMEBODY, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    bots_and_the_bot_itself_are_ignored,
    untrusted_places_are_ignored,
    a_message_delivered_twice_runs_once,
    of_200_copies_of_a_message_one_runs,
    a_message_that_comes_as_two_events_runs_once,
    null_mentions_are_an_ordinary_message,
    incomplete_events_are_dropped_and_recorded,
    a_member_without_roles_is_unknown,
    a_direct_message_under_a_guilds_event_is_dropped,
];

async fn bots_and_the_bot_itself_are_ignored(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    let (me, own) = (bot.bot.user_id(), bot.bot.openid());
    platform.group(&bot.group).member(&own, "the bot", "owner");
    for post in [
        bot.by(OWNER).set("author.bot", json!(true)),
        bot.by(OWNER).set("author.bot", json!("yes")),
        bot.by(me).set("author.bot", json!(false)),
        bot.by(me),
        Post::direct(bot.guild + 900, bot.guild, me),
        Post::group(&bot.group, SOMEBODY).set("author.bot", json!(true)),
        Post::group(&bot.group, &own),
    ] {
        let told = bot.ask(post.text("/ping")).await;
        assert_eq!(told.rule, "source.bot");
        assert!(told.replies.is_empty(), "{told:?}");
    }
    assert_eq!(bot.say(OWNER, "/ping").await.text(), "pong");
    bot.stop().await;
}

async fn untrusted_places_are_ignored(platform: Platform) {
    let site = Site::new(&platform);
    let policy = Policy::new().trust_guild(GuildId::new(site.guild));
    let bot = site.builder().commands(commands![ping]).policy(policy);
    let bot = site.run(bot).await;
    let foreign = bot.guild + 500;
    platform.guild(foreign).channel(foreign + 1).member(1, "owner", &[4]).bot(&bot.bot, &[2]);
    for post in [
        Post::guild(foreign, foreign + 1, 1),
        Post::direct(bot.guild, foreign, OWNER),
        Post::direct(bot.guild, bot.guild, OWNER).set("src_guild_id", Value::Null),
        Post::group(&bot.group, SOMEBODY),
        Post::c2c(SOMEBODY),
    ] {
        let told = bot.ask(post.text("/ping")).await;
        assert_eq!(told.rule, "source.place");
        assert!(told.replies.is_empty(), "{told:?}");
    }
    let direct = Post::direct(bot.guild + 900, bot.guild, OWNER).text("/ping");
    assert_eq!(bot.ask(direct).await.text(), "pong");
    assert_eq!(bot.say(OWNER, "/ping").await.text(), "pong");
    bot.stop().await;
}

async fn a_message_delivered_twice_runs_once(platform: Platform) {
    let bot = Running::start(&platform, commands![mute]).await;
    let told = bot.say(admin(0), "/mute <@!300> 10m").await;
    assert_eq!(told.rule, "allowed");
    platform.deliver_again(&told.id);
    assert_eq!(bot.decided_times(&told.id, 2).await, ["allowed", "replay"]);
    assert_eq!((bot.effects().len(), bot.replies(&told.id).len()), (1, 1));
    bot.stop().await;
}

async fn of_200_copies_of_a_message_one_runs(platform: Platform) {
    let (site, runs) = (Site::new(&platform), Runs::default());
    let builder = site.builder().commands(commands![count]).state(runs.clone());
    let bot = site.run(builder).await;
    let id = bot.post(bot.by(member(0)).text("/count"));
    for _ in 1..200 {
        platform.deliver_again(&id);
    }
    let rules = bot.decided_times(&id, 200).await;
    let often = |rule| rules.iter().filter(|told| **told == rule).count();
    assert_eq!((often("allowed"), often("replay"), runs.get()), (1, 199, 1));
    bot.stop().await;
}

async fn a_message_that_comes_as_two_events_runs_once(platform: Platform) {
    let (site, runs) = (Site::new(&platform), Runs::default());
    let builder = site.builder().commands(commands![count]).state(runs.clone()).all_messages();
    let bot = site.run(builder).await;
    let guild = json!({
        "id": "both-1", "guild_id": bot.guild.to_string(), "channel_id": bot.channel.to_string(),
        "content": format!("<@!{}> /count", bot.bot.user_id()),
        "author": {"id": member(0).to_string(), "bot": false}, "member": {"roles": ["1"]},
        "timestamp": "2026-01-01T00:00:00+08:00",
    });
    let group = json!({
        "id": "both-2", "group_openid": bot.group, "content": "/count",
        "author": {"member_openid": SOMEBODY, "member_role": "member"},
        "timestamp": "2026-01-01T00:00:00+08:00",
    });
    bot.bot.dispatch("MESSAGE_CREATE", guild.clone());
    bot.bot.dispatch("AT_MESSAGE_CREATE", guild);
    bot.bot.dispatch("GROUP_AT_MESSAGE_CREATE", group.clone());
    bot.bot.dispatch("GROUP_MESSAGE_CREATE", group);
    // Of guilds the bot subscribed to one of the two kinds; in groups both come by one intent.
    assert_eq!(bot.decided_times("both-1", 1).await, ["allowed"]);
    let mut rules = bot.decided_times("both-2", 2).await;
    rules.sort_unstable();
    assert_eq!(rules, ["allowed", "replay"]);
    assert_eq!(runs.get(), 2);
    bot.stop().await;
}

async fn null_mentions_are_an_ordinary_message(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    for mentions in [json!(null), json!([]), json!([{"id": "1"}]), json!("nonsense")] {
        let guild = bot.by(member(0)).set("mentions", mentions.clone());
        assert_eq!(bot.ask(guild.text("/ping")).await.text(), "pong", "{mentions}");
        let group = Post::group(&bot.group, SOMEBODY).set("mentions", mentions.clone());
        assert_eq!(bot.ask(group.text("/ping")).await.text(), "pong", "{mentions}");
    }
    bot.stop().await;
}

async fn incomplete_events_are_dropped_and_recorded(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    let guild = || bot.by(OWNER);
    let (group, c2c) = (|| Post::group(&bot.group, SOMEBODY), || Post::c2c(SOMEBODY));
    let direct = || Post::direct(bot.guild + 900, bot.guild, OWNER);
    let cases = [
        (guild().set("author", Value::Null), "author.id"),
        (guild().set("author.id", json!("../1")), "author.id"),
        (group().set("author.member_openid", json!(100)), "author.member_openid"),
        (guild().set("member", Value::Null), "member"),
        (guild().set("id", Value::Null), "id"),
        (guild().set("id", json!("a/../b")), "id"),
        (guild().set("guild_id", Value::Null), "guild_id"),
        (guild().set("channel_id", json!("1?x")), "channel_id"),
        (guild().set("content", Value::Null), "content"),
        (guild().set("content", json!(7)), "content"),
        (direct().set("guild_id", json!("")), "guild_id"),
        (direct().set("src_guild_id", json!("x")), "src_guild_id"),
        (group().set("group_openid", json!("short")), "group_openid"),
        (group().set("author.member_openid", Value::Null), "author.member_openid"),
        (c2c().set("author.user_openid", json!("../")), "author.user_openid"),
    ];
    let count = cases.len();
    for (post, _) in &cases {
        bot.post(post.clone().text("/ping"));
    }
    assert_eq!(bot.say(OWNER, "/ping").await.text(), "pong");
    let is_dropped = |record: &Value| record["rule"] == "source.malformed";
    let site = bot.stop().await;
    let records: Vec<_> = site.audit().into_iter().filter(is_dropped).collect();
    assert_eq!(records.len(), count, "{records:#?}");
    for (record, (_, field)) in records.iter().zip(&cases) {
        let details = record["details"].as_str().unwrap_or_default();
        assert!(details.contains(&format!("`{field}`")), "{field}: {record}");
        assert_eq!(record["success"], false);
    }
    let sent = site.requests().iter().filter(|request| request.method == "POST").count();
    assert_eq!(sent, 1, "only the complete message is answered");
}

async fn a_member_without_roles_is_unknown(platform: Platform) {
    let bot = Running::start(&platform, commands![announce]).await;
    for roles in [
        bot.by(OWNER).set("member.roles", Value::Null),
        bot.by(OWNER).set("member.roles", json!([4])),
        bot.by(OWNER).set("member.roles", json!(["4", "owner"])),
        bot.by(OWNER).set("member.roles", json!("4")),
    ] {
        let told = bot.ask(roles.text("/announce hello")).await;
        assert_eq!(told.rule, "permission.unknown", "{told:?}");
    }
    let none = bot.by(OWNER).set("member.roles", json!([]));
    assert_eq!(bot.ask(none.text("/announce hello")).await.rule, "permission.missing");
    assert_eq!(bot.say(OWNER, "/announce hello").await.text(), "公告：hello");
    bot.stop().await;
}

async fn a_direct_message_under_a_guilds_event_is_dropped(platform: Platform) {
    let bot = Running::start(&platform, commands![announce]).await;
    let told = bot.post(bot.by(OWNER).set("direct_message", json!(true)).text("/announce x"));
    let fits = |record: &Value| record["rule"] == "source.malformed";
    bot.recorded("the malformed event", fits).await;
    assert!(bot.decisions(&told).is_empty());
    bot.stop().await;
}
