//! Replies: to the right endpoint, numbered, at most five; and what a platform that says no comes to.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform, Post};
use serde_json::{Value, json};

use crate::commands::{chatter, kick, mute, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, SOMEBODY, admin, is_result, member};

pub(crate) const TESTS: &[Test] = tests![
    five_replies_go_to_the_endpoint_of_their_scene,
    a_refused_mute_is_a_failure_with_an_id,
    an_unanswered_kick_is_recorded_as_unknown,
    a_reply_that_waits_for_an_audit_is_not_sent_again,
    a_refused_reply_does_no_harm,
];

async fn five_replies_go_to_the_endpoint_of_their_scene(platform: Platform) {
    let bot = Running::start(&platform, commands![chatter]).await;
    let session = bot.guild + 900;
    let scenes = [
        (bot.by(OWNER), format!("/channels/{}/messages", bot.channel), false),
        (Post::direct(session, bot.guild, OWNER), format!("/dms/{session}/messages"), false),
        (Post::group(&bot.group, SOMEBODY), format!("/v2/groups/{}/messages", bot.group), true),
        (Post::c2c(SOMEBODY), format!("/v2/users/{SOMEBODY}/messages"), true),
    ];
    for (post, path, numbered) in scenes {
        let told = bot.ask(post.text("/chatter")).await;
        assert_eq!((told.rule, told.replies.len()), ("allowed", 5));
        let sent: Vec<_> =
            bot.requests().into_iter().filter(|r| r.json()["msg_id"] == told.id.as_str()).collect();
        for (request, n) in sent.iter().zip(1..) {
            assert!(request.is("POST", &path) && request.status == 200, "{request:?}");
            assert_eq!(request.json()["content"], n.to_string(), "{request:?}");
            // Channels and direct messages have no such number.
            let seq = if numbered { json!(n) } else { Value::Null };
            assert_eq!(request.json()["msg_seq"], seq, "{request:?}");
        }
    }
    let is_sixth = |record: &Value| record["event_type"] == "author.chatter";
    let record = bot.recorded("the sixth", is_sixth).await;
    assert!(record["details"].as_str().is_some_and(|details| details.contains("five replies")));
    bot.stop().await;
}

async fn a_refused_mute_is_a_failure_with_an_id(platform: Platform) {
    let bot = Running::start(&platform, commands![mute]).await;
    let which = Matcher::path("/guilds/").method("PATCH").app_id(bot.bot.app_id());
    platform.fail(which, Failure::answer(403, 11_264, "internal words of the platform"));
    let told = bot.say(admin(0), "/mute <@!300> 1m").await;
    assert_eq!((told.rule, bot.effects().len()), ("failed", 1));
    let effect = bot.recorded("the effect", is_result).await;
    assert_eq!((&effect["rule"], &effect["success"]), (&json!("refused"), &json!(false)));
    let id = effect["correlation"].as_str().expect("an id");
    // The chat learns nothing but where to look.
    assert_eq!(told.text(), format!("命令出错了（编号 {id}）"));
    let decision = bot.recorded("the decision", |record| record["rule"] == "failed").await;
    assert_eq!(decision["correlation"], id);
    bot.stop().await;
}

async fn an_unanswered_kick_is_recorded_as_unknown(platform: Platform) {
    let bot = Running::start(&platform, commands![kick]).await;
    for (n, (failure, result)) in [
        (Failure::answer(500, 1, "oops"), "unknown"),
        (Failure::garbage(502), "unknown"),
        (Failure::answer(404, 10_003, "no such member"), "not_found"),
        (Failure::answer(429, 22_009, "slow down"), "rate_limited"),
        (Failure::answer(401, 11_244, "token expired"), "unauthorized"),
    ]
    .into_iter()
    .enumerate()
    {
        let which = Matcher::path("/guilds/").method("DELETE").app_id(bot.bot.app_id());
        platform.fail(which, failure.times(1));
        let told = bot.say(admin(n as u64), "/kick <@!300>").await;
        assert_eq!((told.rule, told.replies.len()), ("failed", 1), "{result}");
        let is_result =
            |record: &Value| record["event_type"] == "effect" && record["rule"] == result;
        bot.recorded(result, is_result).await;
        assert_eq!(bot.effects().len(), n + 1, "sent once: {result}");
    }
    bot.stop().await;
}

async fn a_reply_that_waits_for_an_audit_is_not_sent_again(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    for (n, (status, code)) in [(202, 304_023), (201, 304_024)].into_iter().enumerate() {
        let which = Matcher::path("/channels/").method("POST").app_id(bot.bot.app_id());
        platform.fail(which, Failure::answer(status, code, "waiting for audit").times(1));
        let told = bot.say(member(n as u64), "/ping").await;
        assert_eq!((told.rule, told.replies.len()), ("allowed", 1), "{told:?}");
    }
    // Later replies go out after what was sent before, so nothing was sent again until here.
    assert_eq!(bot.say(member(5), "/ping").await.text(), "pong");
    let posts = bot.requests().into_iter().filter(|request| request.method == "POST");
    assert_eq!(posts.count(), 3);
    bot.stop().await;
}

async fn a_refused_reply_does_no_harm(platform: Platform) {
    let bot = Running::start(&platform, commands![ping, mute]).await;
    for (n, failure) in [
        Failure::answer(403, 304_003, "url not allowed"),
        Failure::answer(400, 304_027, "回复消息msg_id已过期"),
        Failure::answer(500, 1, "oops"),
        Failure::garbage(200),
    ]
    .into_iter()
    .enumerate()
    {
        let which = Matcher::path("/channels/").method("POST").app_id(bot.bot.app_id());
        platform.fail(which, failure.times(1));
        let told = bot.say(admin(n as u64), "/mute <@!300> 1m").await;
        // That an address is to blame is told.
        let replies = if n == 0 { 2 } else { 1 };
        assert_eq!((told.rule, told.replies.len()), ("allowed", replies), "{told:?}");
        if n == 0 {
            assert_eq!(told.replies[1], "回复里有 QQ 不允许的网址，没有发出");
        }
    }
    assert_eq!(bot.effects().len(), 4);
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    bot.stop().await;
}
