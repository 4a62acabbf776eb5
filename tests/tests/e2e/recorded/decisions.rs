//! Each kind of decision, over the whole way.

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Platform, Post};
use botrs_secure::{ContentAction, ContentPolicy, Intrusion, Reason};
use serde_json::{Value, json};

use super::decisions;
use crate::commands::{Gate, announce, crash, echo, mute, ping, purge, recall, stuck, who};
use crate::power_commands::{give, rename};
use crate::rank;
use crate::runner::{Test, tests};
use crate::site::{OWNER, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    a_message_of_each_kind_has_one_record,
    what_comes_again_or_too_often_has_one_record_each,
    whoever_is_blocked_has_one_record_each,
    a_confirmation_has_one_record_when_it_is_asked_for_and_one_when_it_is_given,
    a_call_for_which_there_is_no_room_has_one_record,
    a_call_that_is_revoked_has_one_record,
    what_is_no_message_has_one_record,
];

#[command(owners_only, scene = guild)]
async fn secret(_ctx: Context<'_, secret>) -> Result<()> {
    Ok(())
}

async fn never(_ctx: Context<'_>) -> bool {
    false
}

#[command(public, check = never)]
async fn choose(_ctx: Context<'_, choose>) -> Result<()> {
    Ok(())
}

/// Bans somebody once two moderators want it.
#[command(perm = BanMembers, scene = guild, cooldown = none, confirm(by = other))]
async fn expel(ctx: Context<'_, expel>, target: Target<'_>) -> Result<()> {
    ctx.members().ban(&target, History::Keep).await
}

/// One at a time.
#[command(public, concurrency = 1)]
async fn alone(ctx: Context<'_, alone>, gate: State<Gate>) -> Result<()> {
    ctx.reply("began").await?;
    gate.passed().await;
    Ok(())
}

async fn a_message_of_each_kind_has_one_record(platform: Platform) {
    let site = Site::new(&platform);
    let here = Restriction::in_guild(GuildId::new(site.guild));
    let content = ContentPolicy::new().on(Reason::PathTraversal, ContentAction::Refuse);
    let policy = site.policy().restrict(here.command("announce").disabled()).content(content);
    let builder = site.builder().policy(policy).commands(commands![
        ping, echo, who, mute, recall, announce, secret, choose, purge, crash, stuck, give, rename,
    ]);
    let bot = site.run(builder).await;
    let (me, chief) = (bot.bot.user_id(), admin(49));
    let abroad = bot.guild + 500;
    platform.guild(abroad).channel(abroad + 1).bot(&bot.bot, &[2]);
    let by = |who: u64, text: &str| bot.by(who).text(text);
    let long = format!("/echo {}", "字".repeat(2_000));
    #[rustfmt::skip]
    let rows = [
        // Who says what; by which rule it is decided, and as what it is recorded.
        (by(member(0), "/ping"), "allowed", "ping"),
        (by(OWNER, "/ping").set("author.bot", json!(true)), "source.bot", "message"),
        (Post::guild(abroad, abroad + 1, OWNER).text("/ping"), "source.place", "message"),
        (by(admin(0), "/mute <@!300> 1m").set("timestamp", json!("2020-01-01T00:00:00+08:00")),
            "replay.stale", "mute"),
        (Post::direct(bot.guild + 900, bot.guild, admin(1)).text("/mute 300 1m"), "permission.scene", "mute"),
        (by(OWNER, "/announce x"), "permission.disabled", "announce"),
        (by(member(1), "/mute <@!300> 1m"), "permission.missing", "mute"),
        (by(admin(2), "/mute <@!300> 1m").set("member.roles", Value::Null), "permission.unknown", "mute"),
        (by(admin(3), "/secret"), "permission.owner", "secret"),
        (by(member(2), "/who nobody"), "arguments.invalid", "who"),
        (by(member(3), "/who"), "arguments.missing", "who"),
        (by(member(4), "/ping pong"), "arguments.surplus", "ping"),
        (by(member(5), "/who user=1 user=2"), "arguments.repeated", "who"),
        (by(member(6), "/who \"1"), "arguments.unclosed", "who"),
        (by(admin(4), "/recall"), "arguments.quote", "recall"),
        (by(member(7), &long), "arguments.length", "echo"),
        (by(member(8), "/echo \u{7}"), "arguments.control", "echo"),
        (by(member(9), "/echo ../../../../etc/passwd"), "content.path_traversal", "echo"),
        (by(member(10), "/choose"), "check", "choose"),
        (by(admin(5), &format!("/mute {} 1m", admin(5))), "authority.self", "mute"),
        (by(admin(6), &format!("/mute {me} 1m")), "authority.bot", "mute"),
        (by(admin(7), &format!("/mute {chief} 1m")), "authority.rank", "mute"),
        (by(admin(8), "/mute 999999 1m"), "authority.member", "mute"),
        (by(888, "/mute 300 1m").set("member", json!({"roles": ["2"]})), "authority.unknown", "mute"),
        (by(OWNER, &format!("/rename {} x", abroad + 1)), "authority.elsewhere", "rename"),
        (by(OWNER, "/give 301 4"), "authority.platform_role", "give"),
        (by(admin(9), "/purge <@!300>"), "confirm", "purge"),
        (by(admin(10), "/purge <@!300> confirm 000000"), "confirm.wrong", "purge"),
        // An administrator, as the bot is, whom the platform lets it not mute.
        (by(OWNER, &format!("/mute {chief} 1m")), "failed", "mute"),
        (by(member(11), "/crash"), "panicked", "crash"),
        (by(member(12), "/stuck"), "timed_out", "stuck"),
    ];
    for (post, rule, _) in &rows {
        assert_eq!(bot.ask(post.clone()).await.rule, *rule);
    }
    let site = bot.stop().await;
    let records = decisions(&site);
    assert_eq!(records.len(), rows.len());
    for (record, (_, rule, action)) in records.iter().zip(rows) {
        assert_eq!((&record["rule"], &record["action"]), (&json!(rule), &json!(action)));
        assert!(record["user_id"].is_string() && record["place"].is_string(), "{record}");
    }
}

async fn what_comes_again_or_too_often_has_one_record_each(platform: Platform) {
    let site = Site::new(&platform);
    // The clock stands still, so that no attempt is forgotten meanwhile.
    let builder = site.builder().commands(commands![mute, ping]).clock(Clock::manual());
    let bot = site.run(builder).await;
    let first = bot.say(admin(0), "/mute <@!300> 1m").await;
    platform.deliver_again(&first.id);
    bot.decided_times(&first.id, 2).await;
    bot.say(admin(0), "/mute <@!301> 1m").await;
    for _ in 0..11 {
        bot.say(member(0), "/ping").await;
    }
    let records = decisions(&bot.stop().await);
    let rules: Vec<_> = records.iter().map(|it| it["rule"].as_str().expect("a rule")).collect();
    assert_eq!(rules[..3], ["allowed", "replay", "limit"]);
    assert_eq!(rules[3..13], ["allowed"; 10]);
    assert_eq!(rules[13..], ["flood"]);
}

async fn whoever_is_blocked_has_one_record_each(platform: Platform) {
    let site = Site::new(&platform);
    let intrusion = Intrusion::default().threshold(0);
    let builder = site.builder().commands(commands![mute, ping]).intrusion(intrusion);
    let bot = site.run(builder).await;
    for (text, rule) in [("/mute <@!300> 1m", "permission.missing"), ("/ping", "block")] {
        assert_eq!(bot.say(member(0), text).await.rule, rule);
    }
    let site = bot.stop().await;
    let [refused, ..] = &decisions(&site)[..] else { panic!("two decisions") };
    let alerts = site.recorded_all(|it| it["event_type"] == "alert");
    let [alert] = &alerts[..] else { panic!("one alert: {alerts:?}") };
    assert_eq!(
        (&alert["action"], &alert["rule"]),
        (&json!("intrusion"), &json!("intrusion.blocked"))
    );
    for same in ["correlation", "user_id", "place"] {
        assert_eq!(alert[same], refused[same]);
    }
}

async fn a_confirmation_has_one_record_when_it_is_asked_for_and_one_when_it_is_given(
    platform: Platform,
) {
    let (site, clock) = (Site::new(&platform), Clock::manual());
    let builder = site.builder().commands(commands![purge, expel]).clock(clock.clone());
    let bot = site.run(builder).await;
    let asked = bot.say(admin(0), "/purge <@!300>").await;
    let purge = format!("/purge <@!300> confirm {}", code(asked.text()));
    assert_eq!(bot.say(admin(0), &purge).await.rule, "confirm.early");
    let asked = bot.say(admin(1), "/expel <@!301>").await;
    let expel = format!("/expel <@!301> confirm {}", code(asked.text()));
    clock.advance(Duration::from_secs(2));
    assert_eq!(bot.say(admin(1), &expel).await.rule, "confirm.own");
    assert_eq!(bot.say(admin(0), &purge).await.rule, "allowed");
    assert_eq!(bot.say(admin(2), &expel).await.rule, "allowed");
    let records = decisions(&bot.stop().await);
    let rules: Vec<_> = records.iter().map(|it| it["rule"].as_str().expect("a rule")).collect();
    assert_eq!(rules, ["confirm", "confirm.early", "confirm", "confirm.own", "allowed", "allowed"]);
    let asked_by = format!("asked_by=<@{}>", records[2]["user_id"].as_str().expect("a pseudonym"));
    assert_eq!(records[5]["details"], asked_by);
    assert_ne!(records[5]["user_id"], records[2]["user_id"]);
}

fn code(text: &str) -> &str {
    text.rsplit(' ').next().expect("a code")
}

async fn a_call_for_which_there_is_no_room_has_one_record(platform: Platform) {
    let (site, gate) = (Site::new(&platform), Gate::default());
    let builder = site.builder().commands(commands![alone]).state(gate.clone());
    let bot = site.run(builder).await;
    let first = bot.post(bot.by(member(0)).text("/alone"));
    bot.reply(&first).await;
    assert_eq!(bot.say(member(1), "/alone").await.rule, "capacity");
    gate.open();
    assert_eq!(bot.decided(&first).await, "allowed");
    assert_eq!(decisions(&bot.stop().await).len(), 2);
}

async fn a_call_that_is_revoked_has_one_record(platform: Platform) {
    let bot = rank::revoked(&platform).await;
    assert_eq!(decisions(&bot.stop().await).len(), 1);
}

async fn what_is_no_message_has_one_record(platform: Platform) {
    let site = Site::new(&platform);
    let builder = site.builder().commands(commands![ping]);
    let bot = site.run(builder).await;
    bot.post(bot.by(OWNER).set("author.id", json!("../1")).text("/ping"));
    assert_eq!(bot.say(OWNER, "/ping").await.rule, "allowed");
    let site = bot.stop().await;
    assert_eq!(decisions(&site).len(), 1);
    let records = site.recorded_all(|it| it["rule"] == "source.malformed");
    assert_eq!(records.len(), 1, "{records:?}");
}
