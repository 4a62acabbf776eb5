//! Bodies: limits that many share, panics, slowness, and what the inner handler gets.

use std::sync::{Arc, Mutex};

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Platform, Post};
use botrs_secure::{Event, Incoming, Principal};
use serde_json::{Value, json};

use crate::commands::{Gate, Runs, crash, jackpot, linger, mute, ping, stuck};
use crate::leaks;
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, SOMEBODY, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    of_200_principals_at_one_global_bucket_one_runs,
    a_panicking_command_is_recorded_and_the_next_one_works,
    a_command_that_takes_too_long_is_stopped,
    a_slow_command_does_not_hold_up_others,
    whoever_fails_too_often_is_blocked_and_hears_nothing,
    whoami_tells_what_qq_does_not_show,
    the_handler_gets_what_is_no_command,
    the_handler_gets_a_message_once_though_it_comes_as_two_events,
    the_handler_gets_other_events_of_trusted_places,
    a_handler_that_panics_does_not_end_the_bot,
    the_policy_file_is_watched_while_the_bot_runs,
];

async fn of_200_principals_at_one_global_bucket_one_runs(platform: Platform) {
    let (site, runs) = (Site::new(&platform), Runs::default());
    let windows = Duration::from_secs(10);
    let policy = site.policy().reply_windows(windows, windows);
    let bot = site.builder().commands(commands![jackpot]).state(runs.clone()).policy(policy);
    let bot = site.run(bot).await;
    let post = |n: u64| match n % 4 {
        0 => bot.by(member(n)),
        1 => Post::direct(bot.guild + 900 + n, bot.guild, member(n)),
        2 => Post::group(&bot.group, &format!("{n:032X}")),
        _ => Post::c2c(&format!("{n:032X}")),
    };
    let ids: Vec<_> = (0..200).map(|n| bot.post(post(n).text("/jackpot"))).collect();
    let mut rules = Vec::new();
    for id in &ids {
        rules.push(bot.decided(id).await);
    }
    let often = |rule| rules.iter().filter(|told| **told == rule).count();
    assert_eq!((often("allowed"), often("limit"), runs.get()), (1, 199, 1));
    bot.stop().await;
}

async fn a_panicking_command_is_recorded_and_the_next_one_works(platform: Platform) {
    let bot = Running::start(&platform, commands![crash, ping]).await;
    let told = bot.say(member(0), "/crash").await;
    assert_eq!(told.rule, "panicked");
    let record = bot.recorded("the panic", |record| record["rule"] == "panicked").await;
    let id = record["correlation"].as_str().expect("an id");
    assert_eq!(told.text(), format!("命令出错了（编号 {id}）"));
    assert_eq!((&record["action"], &record["success"]), (&json!("crash"), &json!(false)));
    assert_eq!(bot.say(member(0), "/crash not").await.text(), "still there");
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    assert_eq!((bot.bot.traffic().identifies, bot.bot.traffic().resumes), (1, 0));
    bot.stop().await;
}

async fn a_command_that_takes_too_long_is_stopped(platform: Platform) {
    let bot = Running::start(&platform, commands![stuck]).await;
    let told = bot.say(member(0), "/stuck").await;
    assert_eq!(told.rule, "timed_out");
    assert!(told.text().starts_with("命令超时，已中止（编号 "), "{told:?}");
    bot.stop().await;
}

async fn a_slow_command_does_not_hold_up_others(platform: Platform) {
    let (site, gate) = (Site::new(&platform), Gate::default());
    let builder = site.builder().commands(commands![linger, ping]).state(gate.clone());
    let bot = site.run(builder).await;
    let slow = bot.post(bot.by(member(0)).text("/linger"));
    bot.reply(&slow).await;
    for _ in 0..3 {
        assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    }
    assert!(bot.decisions(&slow).is_empty(), "it still runs");
    gate.open();
    assert_eq!(bot.decided(&slow).await, "allowed");
    assert_eq!(bot.replies(&slow), ["began", "ended"]);
    bot.stop().await;
}

async fn whoever_fails_too_often_is_blocked_and_hears_nothing(platform: Platform) {
    let site = Site::new(&platform);
    // The clock stands still, so that no attempt is forgotten meanwhile.
    let builder = site.builder().commands(commands![mute, ping]).clock(Clock::manual());
    let bot = site.run(builder).await;
    for _ in 0..6 {
        assert_eq!(bot.say(member(0), "/mute <@!300> 1m").await.rule, "permission.missing");
    }
    for _ in 0..3 {
        let told = bot.say(member(0), "/ping").await;
        assert_eq!((told.rule, told.replies.len()), ("block", 0));
    }
    bot.recorded("the alert", |record| record["event_type"] == "alert").await;
    assert_eq!(bot.say(member(1), "/ping").await.text(), "pong");
    let place = Place::Guild { guild: GuildId::new(bot.guild), channel: ChannelId::new(1) };
    let app = bot.bot.app_id().parse().expect("a number");
    let principal = Principal::new(app, &place, PersonId::User(UserId::new(member(0))));
    bot.handle.unblock(&principal).await.expect("no store to fail");
    // Ten attempts a minute, counted anew after a block.
    for _ in 0..10 {
        assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    }
    let told = bot.say(member(0), "/ping").await;
    assert_eq!((told.rule, told.replies.len()), ("flood", 0));
    bot.stop().await;
}

async fn whoami_tells_what_qq_does_not_show(platform: Platform) {
    let site = Site::new(&platform);
    let builder = site.builder().whoami();
    let bot = site.run(builder).await;
    let told = bot.say(admin(0), "/我是谁").await;
    for part in [admin(0).to_string(), bot.guild.to_string()] {
        assert!(told.text().contains(&part), "{told:?}");
    }
    let told = bot.ask(Post::group(&bot.group, SOMEBODY).text("/whoami")).await;
    assert!(told.text().contains(SOMEBODY) && told.text().contains(&bot.group), "{told:?}");
    bot.stop().await;
}

/// Notes what it gets.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn all(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }

    fn add(&self, note: String) {
        self.0.lock().expect("no panic").push(note);
    }
}

#[async_trait]
impl Handler for Notes {
    async fn message(&self, ctx: Context<'_>, message: &Incoming) {
        assert!(!message.content().contains("panic"), "meant to panic");
        leaks::look("message", &format!("{message:?} {ctx:?}"));
        self.add(format!("{} {}", ctx.scene(), message.content().trim()));
        ctx.reply("noted").await.expect("a reply");
    }

    async fn event(&self, event: &Event) {
        assert!(event.data()["panic"].is_null(), "meant to panic");
        leaks::look("event", &format!("{event:?}"));
        self.add(format!("{} {}", event.kind(), event.data()["guild_id"]));
    }
}

async fn with_notes(platform: &Platform) -> (Running, Notes) {
    let (site, notes) = (Site::new(platform), Notes::default());
    let builder = site.builder().commands(commands![ping, mute]).handler(notes.clone());
    (site.run(builder.all_messages()).await, notes)
}

async fn the_handler_gets_what_is_no_command(platform: Platform) {
    let (bot, notes) = with_notes(&platform).await;
    let said = bot.post(bot.by(member(0)).text("大家好").unaddressed());
    assert_eq!(bot.reply(&said).await.json()["content"], "noted");
    for post in [
        Post::direct(bot.guild + 900, bot.guild, member(0)).text("hello"),
        Post::group(&bot.group, SOMEBODY).text("/pingpong"),
        Post::c2c(SOMEBODY).text("ping"),
    ] {
        let id = bot.post(post);
        bot.reply(&id).await;
    }
    // Neither commands, refused or not, nor bots, nor strangers.
    assert_eq!(bot.say(member(0), "/ping").await.rule, "allowed");
    assert_eq!(bot.say(member(0), "/mute <@!300> 1m").await.rule, "permission.missing");
    bot.ask(bot.by(OWNER).text("beep").set("author.bot", json!(true))).await;
    bot.ask(Post::guild(bot.guild + 500, 1, OWNER).text("psst")).await;
    bot.stop().await;
    assert_eq!(notes.all(), ["guild 大家好", "direct hello", "group /pingpong", "c2c ping"]);
}

async fn the_handler_gets_a_message_once_though_it_comes_as_two_events(platform: Platform) {
    let (bot, notes) = with_notes(&platform).await;
    let data = json!({
        "id": "both-3", "guild_id": bot.guild.to_string(), "channel_id": bot.channel.to_string(),
        "content": "hello", "author": {"id": OWNER.to_string()}, "member": {"roles": ["4"]},
    });
    bot.bot.dispatch("MESSAGE_CREATE", data.clone());
    bot.bot.dispatch("AT_MESSAGE_CREATE", data);
    assert_eq!(bot.say(member(0), "/ping").await.rule, "allowed");
    bot.stop().await;
    assert_eq!(notes.all(), ["guild hello"]);
}

async fn the_handler_gets_other_events_of_trusted_places(platform: Platform) {
    let (bot, notes) = with_notes(&platform).await;
    let (trusted, other) = (bot.guild.to_string(), (bot.guild + 500).to_string());
    for (kind, data) in [
        ("GUILD_MEMBER_ADD", json!({"guild_id": trusted, "user": {"id": "1"}})),
        ("GUILD_MEMBER_ADD", json!({"guild_id": other, "user": {"id": "2"}})),
        ("GUILD_MEMBER_ADD", json!({"user": {"id": "3"}})),
        ("GUILD_CREATE", json!({"id": other})),
        ("GROUP_ADD_ROBOT", json!({"group_openid": "F".repeat(32)})),
        ("INTERACTION_CREATE", json!({"guild_id": null, "group_openid": null})),
        (
            "MESSAGE_REACTION_ADD",
            json!({
                "guild_id": trusted, "channel_id": "1", "user_id": "1", "target": {"id": "08aa"},
            }),
        ),
    ] {
        bot.bot.dispatch(kind, data);
    }
    assert_eq!(bot.say(member(0), "/ping").await.rule, "allowed");
    let site = bot.stop().await;
    let expected = ["GUILD_MEMBER_ADD", "MESSAGE_REACTION_ADD"];
    let mut noted = notes.all();
    noted.sort();
    assert_eq!(noted, expected.map(|kind| format!("{kind} \"{}\"", site.guild)));
}

async fn a_handler_that_panics_does_not_end_the_bot(platform: Platform) {
    let (bot, notes) = with_notes(&platform).await;
    bot.post(bot.by(member(0)).text("panic"));
    bot.bot.dispatch(
        "GUILD_MEMBER_ADD",
        json!({
            "guild_id": bot.guild.to_string(), "user": {"id": "1"}, "panic": 1,
        }),
    );
    let said = bot.post(bot.by(admin(0)).text("still here?"));
    bot.reply(&said).await;
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    assert_eq!((bot.bot.traffic().identifies, bot.bot.traffic().resumes), (1, 0));
    let is_end = |record: &Value| record["action"] == "stop";
    assert!(!bot.audit().iter().any(is_end));
    bot.stop().await;
    assert_eq!(notes.all().len(), 1);
}

async fn the_policy_file_is_watched_while_the_bot_runs(platform: Platform) {
    let site = Site::new(&platform);
    let name = format!("botrs-secure-policy-{}-{}.toml", std::process::id(), site.guild);
    let path = std::env::temp_dir().join(name);
    let trusting = |guild: u64| format!("[trust]\nguilds = [\"{guild}\"]\n");
    std::fs::write(&path, trusting(site.guild)).expect("a file");
    let policy = Policy::load(&path).expect("a policy");
    let builder = site.builder().commands(commands![ping]).policy(policy);
    let bot = site.run(builder).await;
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    std::fs::write(&path, "[trust]\nguilds = [1]\n").expect("a file");
    let refused = |record: &Value| record["action"] == "policy" && record["rule"] == "refused";
    let alert = bot.recorded("the bad file", refused).await;
    assert!(alert["details"].as_str().expect("a reason").contains(":2:11: "), "{alert}");
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    std::fs::write(&path, trusting(bot.guild + 500)).expect("a file");
    let replaced = |record: &Value| record["action"] == "policy" && record["rule"] == "replaced";
    bot.recorded("the good file", replaced).await;
    assert_eq!(bot.say(member(0), "/ping").await.rule, "source.place");
    let site = bot.stop().await;
    std::fs::remove_file(path).expect("a file");
    let last = site.audit().pop().expect("a record");
    assert_eq!(last["action"], "stop");
}
