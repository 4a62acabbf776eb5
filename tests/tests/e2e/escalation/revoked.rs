//! What was taken a moment ago, while the answers of before are still kept.

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform};
use serde_json::json;

use super::{asked_about, hit};
use crate::commands::Runs;
use crate::runner::{Test, tests};
use crate::site::{OWNER, PATIENCE, Running, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    a_role_that_was_taken_is_not_used_from_what_is_kept,
    whoever_was_removed_is_nobody_at_once,
    a_role_that_ceased_to_be_is_not_used_from_what_is_kept,
    a_target_that_was_promoted_is_not_judged_by_what_is_kept,
    a_fresh_command_uses_nothing_that_is_kept,
    what_happened_while_the_connection_was_away_counts,
    a_role_that_is_taken_while_an_answer_is_awaited_starts_no_body,
];

/// A role of the guild by which the policy makes moderators.
const GUARDS: u64 = 30;

/// Mutes a member, with roles of this moment.
#[command(perm = MuteMembers, fresh, scene = guild, cooldown = none)]
async fn hit_now(ctx: Context<'_, hit_now>, target: Target<'_>) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

/// Counts that it began, and mutes a member.
#[command(perm = MuteMembers, scene = guild, cooldown = none)]
async fn begin(ctx: Context<'_, begin>, target: Target<'_>, runs: State<Runs>) -> Result<()> {
    runs.count();
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

/// Its clock stands still, so that no answer grows old by itself.
async fn start(platform: &Platform) -> (Running, Runs) {
    let (site, runs) = (Site::new(platform), Runs::default());
    let guild = GuildId::new(site.guild);
    let policy = site.policy().guild_role(guild, RoleId::new(GUARDS), Role::moderator());
    let builder = site.builder().commands(commands![hit, hit_now, begin]).policy(policy);
    let builder = builder.clock(Clock::manual()).state(runs.clone());
    (site.run(builder).await, runs)
}

/// Lets somebody use a command twice: the second time the platform is asked nothing.
async fn warm(bot: &Running, who: u64) {
    assert_eq!(bot.say(who, "/hit <@!300>").await.rule, "allowed");
    let asked = asked_about(bot).len();
    assert_eq!(bot.say(who, "/hit <@!300>").await.rule, "allowed");
    assert_eq!(asked_about(bot).len(), asked, "the answers are kept");
}

/// Expects this of a command whose event still tells of the role, and nothing of it at the platform.
async fn refused(bot: &Running, who: u64, role: u64, text: &str, rule: &str) {
    let done = bot.effects().len();
    let stale = bot.by(who).set("member.roles", json!([role.to_string()]));
    assert_eq!(bot.ask(stale.text(text)).await.rule, rule, "{text} by {who}");
    assert_eq!(bot.effects().len(), done, "{text} by {who}");
}

async fn a_role_that_was_taken_is_not_used_from_what_is_kept(platform: Platform) {
    let (bot, _) = start(&platform).await;
    warm(&bot, admin(0)).await;
    platform.guild(bot.guild).change_roles(admin(0), &[1]);
    refused(&bot, admin(0), 2, "/hit <@!300>", "permission.missing").await;
    refused(&bot, admin(0), 2, "/hit_now <@!300>", "permission.missing").await;
    bot.stop().await;
}

async fn whoever_was_removed_is_nobody_at_once(platform: Platform) {
    let (bot, _) = start(&platform).await;
    for (who, role) in [(admin(0), 2), (OWNER, 4)] {
        warm(&bot, who).await;
        platform.guild(bot.guild).leave(who);
        refused(&bot, who, role, "/hit <@!300>", "authority.unknown").await;
        refused(&bot, who, role, "/hit_now <@!300>", "authority.unknown").await;
    }
    bot.stop().await;
}

async fn a_role_that_ceased_to_be_is_not_used_from_what_is_kept(platform: Platform) {
    let (bot, _) = start(&platform).await;
    let id = bot.guild.to_string();
    // Neither names a member, so both are about all; the first is not documented, and counts if it comes.
    for (n, (kind, data)) in [
        ("GUILD_ROLE_DELETE", json!({"guild_id": id, "role_id": GUARDS.to_string()})),
        ("GUILD_UPDATE", json!({"id": id, "name": "guild", "owner_id": OWNER.to_string()})),
    ]
    .into_iter()
    .enumerate()
    {
        let guard = member(10 + n as u64);
        platform.guild(bot.guild).member(guard, "guard", &[1, GUARDS]);
        warm(&bot, guard).await;
        platform.guild(bot.guild).member(guard, "guard", &[1]);
        bot.bot.dispatch(kind, data);
        refused(&bot, guard, GUARDS, "/hit <@!300>", "permission.missing").await;
    }
    bot.stop().await;
}

async fn a_target_that_was_promoted_is_not_judged_by_what_is_kept(platform: Platform) {
    let (bot, _) = start(&platform).await;
    warm(&bot, admin(0)).await;
    platform.guild(bot.guild).change_roles(300, &[1, 2]);
    refused(&bot, admin(0), 2, "/hit <@!300>", "authority.rank").await;
    bot.stop().await;
}

async fn a_fresh_command_uses_nothing_that_is_kept(platform: Platform) {
    let (bot, _) = start(&platform).await;
    warm(&bot, admin(0)).await;
    // Nothing tells of it.
    platform.guild(bot.guild).member(admin(0), "was admin", &[1]);
    refused(&bot, admin(0), 2, "/hit_now <@!300>", "permission.missing").await;
    bot.stop().await;
}

async fn what_happened_while_the_connection_was_away_counts(platform: Platform) {
    let (bot, _) = start(&platform).await;
    warm(&bot, admin(0)).await;
    bot.bot.close(4009);
    platform.guild(bot.guild).change_roles(admin(0), &[1]);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.resumes == 1).await);
    refused(&bot, admin(0), 2, "/hit <@!300>", "permission.missing").await;
    warm(&bot, admin(1)).await;
    bot.bot.invalid_session();
    // Without a session nobody is told, now or later.
    platform.guild(bot.guild).change_roles(admin(1), &[1]);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    refused(&bot, admin(1), 2, "/hit <@!300>", "permission.missing").await;
    bot.stop().await;
}

async fn a_role_that_is_taken_while_an_answer_is_awaited_starts_no_body(platform: Platform) {
    let (bot, runs) = start(&platform).await;
    let members = format!("/guilds/{}/members", bot.guild);
    let target = Matcher::path(format!("{members}/300")).method("GET");
    platform.fail(target, Failure::delay(Duration::from_secs(3)).times(1));
    let id = bot.post(bot.by(admin(0)).text("/begin <@!300>"));
    let caller = format!("{members}/{}", admin(0));
    let told = platform.wait_for(PATIENCE, |request| request.path == caller).await;
    assert!(told.is_some(), "the caller is an administrator still");
    platform.guild(bot.guild).change_roles(admin(0), &[1]);
    assert_eq!(bot.decided(&id).await, "run.revoked");
    assert_eq!((runs.get(), bot.effects().len()), (0, 0));
    // The answer about the caller, which the event overtook, is used by nobody.
    refused(&bot, admin(0), 2, "/begin <@!300>", "permission.missing").await;
    bot.stop().await;
}
