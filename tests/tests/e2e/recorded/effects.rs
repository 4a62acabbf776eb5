//! Each power: its intent and what became of it, under the id of the decision.

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform, Post};
use serde_json::json;

use super::{decisions, effects};
use crate::commands::kick;
use crate::power_commands::hush;
use crate::powers::{self, HELPERS};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    each_power_has_a_pair_under_the_id_of_its_decision,
    each_result_is_told,
    a_loop_that_kicks_20_has_20_pairs_under_one_id,
    the_raw_api_has_a_record_when_it_is_handed_out,
];

async fn each_power_has_a_pair_under_the_id_of_its_decision(platform: Platform) {
    let bot = powers::start(&platform).await;
    let said = || bot.post(bot.by(member(40)).set("mentions", json!([])).text("said"));
    let (notice, other) = (said(), bot.channel + 1);
    let rows: [(String, &[&str]); 18] = [
        ("/mute 300 1m".into(), &["members.mute"]),
        ("/unmute 300".into(), &["members.unmute"]),
        ("/hush 301 302".into(), &["members.mute_many"]),
        ("/unhush 301 302".into(), &["members.unmute_many"]),
        ("/kick 310".into(), &["members.kick"]),
        ("/ban 311".into(), &["members.ban"]),
        ("/open x".into(), &["channels.create"]),
        (format!("/rename {other} x"), &["channels.edit"]),
        (format!("/silence {other} 301"), &["channels.set_member_permissions"]),
        (format!("/hide {other} {HELPERS}"), &["channels.set_role_permissions"]),
        ("/found team".into(), &["roles.create", "roles.edit"]),
        (format!("/give 301 {HELPERS}"), &["roles.give"]),
        (format!("/take 301 {HELPERS}"), &["roles.take"]),
        (format!("/abolish {HELPERS}"), &["roles.delete"]),
        ("/lockdown".into(), &["guild.mute_all", "guild.unmute_all"]),
        ("/proclaim".into(), &["guild.announce", "guild.unannounce", "guild.pin", "guild.unpin"]),
        (format!("/close {other}"), &["channels.delete"]),
        ("/recall".into(), &["messages.recall"]),
    ];
    for (n, (text, _)) in rows.iter().enumerate() {
        // Three people of the highest rank, so that nobody floods.
        let who = 900 + n as u64 % 3;
        platform.guild(bot.guild).member(who, "owner", &[4]);
        let post = Post::guild(bot.guild, bot.channel, who).text(text).quote(&notice);
        assert_eq!(bot.ask(post).await.rule, "allowed", "{text}");
    }
    let site = bot.stop().await;
    let expected: usize = rows.iter().map(|(_, actions)| 2 * actions.len()).sum();
    assert_eq!(site.recorded_all(|it| it["event_type"] == "effect").len(), expected);
    for (record, (text, actions)) in decisions(&site).iter().zip(rows) {
        let done: Vec<_> = actions.iter().map(|it| ((*it).to_owned(), "done".into())).collect();
        assert_eq!(effects(&site, record), done, "{text}");
    }
}

async fn each_result_is_told(platform: Platform) {
    let (site, clock) = (Site::new(&platform), Clock::manual());
    let builder = site.builder().commands(commands![hush, kick]).clock(clock.clone());
    let bot = site.run(builder).await;
    let rows = [
        (Failure::answer(403, 11_264, "no"), "refused"),
        (Failure::answer(404, 11_263, "nobody"), "not_found"),
        (Failure::answer(401, 11_244, "token"), "unauthorized"),
        (Failure::answer(429, 22_009, "slow down"), "rate_limited"),
        (Failure::answer(202, 304_023, "waiting"), "pending"),
        (Failure::answer(500, 1, "oops"), "unknown"),
        (Failure::garbage(200), "unknown"),
    ];
    for (failure, result) in &rows {
        let which = Matcher::path("/guilds/").method("PATCH").app_id(bot.bot.app_id());
        platform.fail(which, failure.clone().times(1));
        assert_eq!(bot.say(OWNER, "/hush 301 302").await.rule, "failed", "{result}");
        clock.advance(Duration::from_secs(60));
    }
    // The bot is an administrator, too, and so the platform leaves that one out.
    let some = format!("/hush 301 {}", admin(1));
    assert_eq!(bot.say(OWNER, &some).await.rule, "allowed");
    let site = bot.stop().await;
    let records = decisions(&site);
    let results = rows.iter().map(|(_, result)| *result).chain(["partly_done"]);
    for (record, result) in records.iter().zip(results) {
        let pair = ("members.mute_many".to_owned(), result.to_owned());
        assert_eq!(effects(&site, record), [pair], "{result}");
    }
    assert_eq!(records.len(), rows.len() + 1);
}

/// Kicks twenty, and tries one more, for which the guild's bucket has nothing left.
#[command(perm = KickMembers, scene = guild, cooldown = none)]
async fn sweep(ctx: Context<'_, sweep>, more: Target<'_>, targets: Vec<Target<'_>>) -> Result<()> {
    for target in &targets {
        ctx.members().kick(target).await?;
    }
    ctx.members().kick(&more).await
}

async fn a_loop_that_kicks_20_has_20_pairs_under_one_id(platform: Platform) {
    let site = Site::new(&platform);
    let builder = site.builder().commands(commands![sweep]).clock(Clock::manual());
    let bot = site.run(builder).await;
    let targets: String = (0..20).map(|n| format!(" {}", member(n))).collect();
    let told = bot.say(admin(0), &format!("/sweep {}{targets}", member(20))).await;
    assert_eq!(told.rule, "run.guild_limit");
    let removed = bot.effects().len();
    let site = bot.stop().await;
    let records = decisions(&site);
    let [decision] = &records[..] else { panic!("one decision: {records:?}") };
    let effects_of_all = site.recorded_all(|it| it["event_type"] == "effect");
    let (refused, done): (Vec<_>, Vec<_>) =
        effects_of_all.into_iter().partition(|it| it["rule"] == "run.guild_limit");
    assert_eq!((removed, done.len(), refused.len()), (20, 40, 1));
    assert!(done.iter().chain(&refused).all(|it| it["correlation"] == decision["correlation"]));
    let people: std::collections::BTreeSet<_> =
        done.iter().map(|it| it["target"].as_str().expect("a pseudonym")).collect();
    assert_eq!(people.len(), 20);
    for pair in done.chunks(2) {
        assert_eq!((&pair[0]["rule"], &pair[1]["rule"]), (&json!("intent"), &json!("done")));
        assert_eq!(pair[0]["target"], pair[1]["target"]);
    }
}

/// Asks the platform who the bot is, twice.
#[command(public, unchecked_api = "no power tells who the bot is")]
async fn about(ctx: Context<'_, about>) -> Result<()> {
    ctx.unchecked_api().await?.get_bot_info().await?;
    ctx.unchecked_api().await?.get_bot_info().await?;
    Ok(())
}

async fn the_raw_api_has_a_record_when_it_is_handed_out(platform: Platform) {
    let bot = Running::start(&platform, commands![about]).await;
    assert_eq!(bot.say(member(0), "/about").await.rule, "allowed");
    let site = bot.stop().await;
    let [decision] = &decisions(&site)[..] else { panic!("one decision") };
    let handed = site.recorded_all(|it| it["event_type"] == "effect");
    assert_eq!(handed.len(), 2, "each time: {handed:?}");
    for record in handed {
        assert_eq!(
            (&record["action"], &record["rule"]),
            (&json!("unchecked_api"), &json!("unchecked"))
        );
        assert_eq!(record["correlation"], decision["correlation"]);
        assert_eq!(record["success"], true);
    }
}
