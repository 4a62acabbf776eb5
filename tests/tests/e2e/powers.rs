//! Each power over the wire: exactly the request that QQ documents, and none on what is not the caller's.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform, Post, Recorded};
use serde_json::{Value, json};

use crate::commands::{ban, kick, mute, recall};
use crate::power_commands::{
    abolish, close, found, give, hide, hush, lockdown, open, proclaim, rename, silence, take,
    unhush, unmute,
};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, admin, is_result, member};

pub(crate) const TESTS: &[Test] = tests![
    each_power_makes_the_request_that_is_documented,
    what_is_of_another_guild_reaches_nobody,
    roles_of_the_platform_reach_nobody,
    what_is_made_is_used_at_once,
    the_platforms_refusal_is_the_result_of_an_intent,
];

/// A role without a meaning, in the guild of the bot.
pub(crate) const HELPERS: u64 = 30;

/// A bot with every power among its commands.
pub(crate) async fn start(platform: &Platform) -> Running {
    let commands = commands![
        mute, kick, ban, recall, unmute, hush, unhush, open, rename, close, silence, hide, found,
        give, take, abolish, lockdown, proclaim,
    ];
    let bot = Running::start(platform, commands).await;
    platform.guild(bot.guild).role(HELPERS, "helpers");
    bot
}

/// What the bot asked for beside looking and answering, as method, path and body.
fn acts(bot: &Running) -> Vec<(String, String, Value)> {
    let is_act = |it: &Recorded| it.method != "GET" && it.json()["msg_id"].is_null();
    let acts = bot.requests().into_iter().filter(|it| is_act(it) && it.path.starts_with('/'));
    acts.filter(|it| !it.path.contains("AccessToken"))
        .map(|it| (it.method.clone(), it.path.clone(), it.json()))
        .collect()
}

/// A method, a path and a body.
type Expected = (&'static str, String, Value);

async fn each_power_makes_the_request_that_is_documented(platform: Platform) {
    let bot = start(&platform).await;
    let (guild, channel) = (bot.guild, bot.channel);
    let other = channel + 1;
    let notice = bot.post(bot.by(member(40)).set("mentions", json!([])).text("notice"));
    let spam = bot.post(bot.by(member(40)).set("mentions", json!([])).text("spam"));
    let removal =
        |ban: bool, days: i32| json!({"add_blacklist": ban, "delete_history_msg_days": days});
    let role = |color: u64, hoist: u64| {
        json!({
            "guild_id": guild.to_string(), "filter": {"name": 1, "color": 1, "hoist": 1},
            "info": {"name": "team", "color": color, "hoist": hoist},
        })
    };
    let helpers = format!("/guilds/{guild}/roles/{HELPERS}");
    let members = format!("/guilds/{guild}/members");
    let given = format!("{members}/301/roles/{HELPERS}");
    let rows: Vec<(String, Vec<Expected>)> = vec![
        (
            "/mute 300 1500ms".into(),
            vec![("PATCH", format!("{members}/300/mute"), json!({"mute_seconds": "2"}))],
        ),
        (
            "/unmute 300".into(),
            vec![(
                "PATCH",
                format!("{members}/300/mute"),
                json!({"mute_seconds": "0", "mute_end_timestamp": "0"}),
            )],
        ),
        (
            "/hush 302 <@!301> 302".into(),
            vec![(
                "PATCH",
                format!("/guilds/{guild}/mute"),
                json!({"mute_seconds": "90", "user_ids": ["301", "302"]}),
            )],
        ),
        (
            "/unhush 301 302".into(),
            vec![(
                "PATCH",
                format!("/guilds/{guild}/mute"),
                json!({"mute_seconds": "0", "mute_end_timestamp": "0", "user_ids": ["301", "302"]}),
            )],
        ),
        ("/kick 310".into(), vec![("DELETE", format!("{members}/310"), removal(false, 0))]),
        ("/ban 311".into(), vec![("DELETE", format!("{members}/311"), removal(true, 7))]),
        (
            "/recall".into(),
            vec![("DELETE", format!("/channels/{channel}/messages/{spam}"), Value::Null)],
        ),
        (
            "/open \"公告 & <b>\"".into(),
            vec![(
                "POST",
                format!("/guilds/{guild}/channels"),
                json!({
                    "name": "公告 &amp; &lt;b&gt;", "type": 2, "position": 3, "private_type": 1,
                }),
            )],
        ),
        (
            format!("/rename {other} x"),
            vec![(
                "PATCH",
                format!("/channels/{other}"),
                json!({"name": "x", "parent_id": other.to_string()}),
            )],
        ),
        (
            format!("/silence {other} 301"),
            vec![(
                "PUT",
                format!("/channels/{other}/members/301/permissions"),
                json!({"add": "1", "remove": "4"}),
            )],
        ),
        (
            format!("/hide {other} {HELPERS}"),
            vec![(
                "PUT",
                format!("/channels/{other}/roles/{HELPERS}/permissions"),
                json!({"remove": "1"}),
            )],
        ),
        (
            "/found team".into(),
            vec![("POST", format!("/guilds/{guild}/roles"), role(0xff33_99ff, 1))],
        ),
        (format!("/give 301 {HELPERS}"), vec![("PUT", given.clone(), json!({"channel": null}))]),
        (format!("/take 301 {HELPERS}"), vec![("DELETE", given.clone(), json!({"channel": null}))]),
        (format!("/abolish {HELPERS}"), vec![("DELETE", helpers, Value::Null)]),
        (
            "/lockdown".into(),
            vec![
                ("PATCH", format!("/guilds/{guild}/mute"), json!({"mute_seconds": "60"})),
                (
                    "PATCH",
                    format!("/guilds/{guild}/mute"),
                    json!({"mute_seconds": "0", "mute_end_timestamp": "0"}),
                ),
            ],
        ),
        (
            "/proclaim".into(),
            vec![
                (
                    "POST",
                    format!("/guilds/{guild}/announces"),
                    json!({"channel_id": channel.to_string(), "message_id": notice.clone()}),
                ),
                ("DELETE", format!("/guilds/{guild}/announces/{notice}"), Value::Null),
                ("PUT", format!("/channels/{channel}/pins/{notice}"), Value::Null),
                ("DELETE", format!("/channels/{channel}/pins/{notice}"), Value::Null),
            ],
        ),
        (format!("/close {other}"), vec![("DELETE", format!("/channels/{other}"), Value::Null)]),
    ];
    for (n, (text, expected)) in rows.iter().enumerate() {
        // Three people of the highest rank, so that nobody floods.
        let who = 900 + n as u64 % 3;
        platform.guild(guild).member(who, "owner", &[4]);
        let quoted = if text == "/recall" { &spam } else { &notice };
        let before = acts(&bot).len();
        let post = Post::guild(guild, channel, who).text(text).quote(quoted);
        let told = bot.ask(post).await;
        assert_eq!(told.rule, "allowed", "{text}: {:?}", acts(&bot)[before..].last());
        let mut made = acts(&bot).split_off(before);
        if text.starts_with("/found") {
            // A role is edited by the id that it got.
            let (method, path, body) = made.pop().expect("an edit");
            let new = format!("/guilds/{guild}/roles/{}", told.text());
            assert_eq!((&*method, path, body), ("PATCH", new, role(0xff33_99ff, 0)));
        }
        let expected: Vec<_> =
            expected.iter().map(|(m, p, b)| ((*m).to_owned(), p.clone(), b.clone())).collect();
        assert_eq!(made, expected, "{text}");
    }
    let audit = bot.recorded("the end", |it| it["action"] == "channels.delete" && is_result(it));
    assert_eq!(audit.await["rule"], "done");
    assert!(!platform.guild(guild).has(310) && !platform.guild(guild).has(311));
    assert!(!platform.has_message(&spam) && platform.has_message(&notice));
    bot.stop().await;
}

async fn what_is_of_another_guild_reaches_nobody(platform: Platform) {
    let bot = start(&platform).await;
    // The bot administrates another guild as well, in which the caller is nobody.
    let (guild, theirs) = (bot.guild + 500, bot.guild + 501);
    let other = platform.guild(guild).channel(theirs).bot(&bot.bot, &[2]).role(31, "theirs");
    drop(other.member(777, "their member", &[1]));
    let by_them = Post::guild(guild, theirs, 777).set("mentions", json!([])).text("theirs");
    let message = bot.post(by_them);
    for (n, (text, rule)) in [
        (format!("/close {theirs}"), "authority.elsewhere"),
        (format!("/rename {theirs} x"), "authority.elsewhere"),
        (format!("/silence {theirs} 301"), "authority.elsewhere"),
        (format!("/hide {theirs} {HELPERS}"), "authority.elsewhere"),
        (format!("/hide {} 31", bot.channel), "authority.elsewhere"),
        ("/give 301 31".into(), "authority.elsewhere"),
        ("/abolish 31".into(), "authority.elsewhere"),
        ("/hush 301 777".into(), "authority.member"),
        ("/recall".into(), "authority.elsewhere"),
        ("/proclaim".into(), "authority.elsewhere"),
    ]
    .into_iter()
    .enumerate()
    {
        let who = 900 + n as u64 % 3;
        platform.guild(bot.guild).member(who, "owner", &[4]);
        let post = Post::guild(bot.guild, bot.channel, who).text(&text).quote(&message);
        assert_eq!(bot.ask(post).await.rule, rule, "{text}");
    }
    assert!(acts(&bot).is_empty(), "{:?}", acts(&bot));
    assert!(platform.has_message(&message));
    bot.stop().await;
}

async fn roles_of_the_platform_reach_nobody(platform: Platform) {
    let bot = start(&platform).await;
    for (text, rule) in [
        ("/give 301 1", "authority.platform_role"),
        ("/give 301 4", "authority.platform_role"),
        ("/give 301 5", "authority.platform_role"),
        ("/take 200 4", "authority.platform_role"),
        ("/abolish 5", "authority.platform_role"),
        ("/give 301 02a", "arguments.invalid"),
        ("/give 301 ../4", "arguments.invalid"),
    ] {
        assert_eq!(bot.say(OWNER, text).await.rule, rule, "{text}");
    }
    // An administrator, to whom the policy gives the management of roles, makes no administrators.
    let deputies = Role::admin().allow::<ManageRoles>();
    let policy = bot.policy().guild_role(GuildId::new(bot.guild), RoleId::new(2), deputies);
    bot.handle.replace_policy(policy).expect("a policy");
    assert_eq!(bot.say(admin(0), "/give 301 2").await.rule, "authority.role");
    assert!(acts(&bot).is_empty(), "{:?}", acts(&bot));
    assert_eq!(bot.say(admin(0), &format!("/give 301 {HELPERS}")).await.rule, "allowed");
    bot.stop().await;
}

async fn what_is_made_is_used_at_once(platform: Platform) {
    let bot = start(&platform).await;
    let path = format!("/guilds/{}/channels", bot.guild);
    // Where the answer names no channel, nobody gets a proof of one.
    for failure in [Failure::answer(200, 0, "made"), Failure::garbage(200)] {
        let which = Matcher::path(&path).method("POST").app_id(bot.bot.app_id());
        platform.fail(which, failure.times(1));
        assert_eq!(bot.say(OWNER, "/open x").await.rule, "failed");
    }
    let told = bot.say(OWNER, "/open x").await;
    assert!(told.text().parse::<u64>().is_ok(), "{told:?}");
    bot.stop().await;
}

async fn the_platforms_refusal_is_the_result_of_an_intent(platform: Platform) {
    let bot = start(&platform).await;
    for (failure, result) in [
        (Failure::answer(403, 11_264, "no"), "refused"),
        (Failure::answer(202, 304_023, "waiting"), "pending"),
        (Failure::answer(500, 1, "oops"), "unknown"),
        (Failure::garbage(200), "unknown"),
    ] {
        let which = Matcher::path("/guilds/").method("PATCH").app_id(bot.bot.app_id());
        platform.fail(which, failure.times(1));
        let before = acts(&bot).len();
        let told = bot.say(OWNER, "/hush 301 302").await;
        assert_eq!((told.rule, acts(&bot).len()), ("failed", before + 1), "{result}");
        bot.recorded(result, |it| it["event_type"] == "effect" && it["rule"] == result).await;
    }
    let effects: Vec<_> =
        bot.audit().into_iter().filter(|it| it["event_type"] == "effect").collect();
    let rules: Vec<_> = effects.iter().map(|it| it["rule"].as_str().expect("a rule")).collect();
    assert_eq!(
        rules,
        ["intent", "refused", "intent", "pending", "intent", "unknown", "intent", "unknown"]
    );
    for pair in effects.chunks(2) {
        assert_eq!(pair[0]["correlation"], pair[1]["correlation"]);
    }
    bot.stop().await;
}
