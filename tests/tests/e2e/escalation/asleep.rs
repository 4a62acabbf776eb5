//! What is taken while a body sleeps: the power that it calls afterwards is refused.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Failure, Guild, Matcher, Platform};

use crate::commands::{Gate, later, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, PATIENCE, Running, Site, admin, member};
use crate::store::{Folder, with_store};

pub(crate) const TESTS: &[Test] = tests![
    a_role_that_is_taken_while_the_body_sleeps_stops_its_power,
    a_role_that_is_taken_while_the_connection_is_away_stops_the_power,
    whoever_leaves_while_the_body_sleeps_does_nothing,
    a_target_that_is_promoted_while_the_body_sleeps_is_left_alone,
    a_target_that_leaves_while_the_body_sleeps_is_left_alone,
    a_command_that_is_disabled_while_its_body_sleeps_does_nothing,
    a_grant_that_is_taken_back_while_the_body_sleeps_stops_its_power,
    without_an_answer_the_power_is_refused_and_the_next_command_runs,
    what_takes_nothing_away_stops_nothing,
];

/// A bot, and the gate at which its command waits.
async fn start(platform: &Platform) -> (Running, Gate) {
    let (site, gate) = (Site::new(platform), Gate::default());
    let builder = site.builder().commands(commands![later, ping]).state(gate.clone());
    (site.run(builder).await, gate)
}

/// Lets a command fall asleep; its message.
async fn asleep(bot: &Running, who: u64) -> String {
    let id = bot.post(bot.by(who).text("/later <@!310>"));
    bot.reply(&id).await;
    id
}

/// Lets it go on once the bot knows of what happened, and expects the rule by which it ends.
async fn wakes(bot: &Running, gate: &Gate, id: &str, rule: &str) {
    // Events are taken in their order, so those before this one were.
    assert_eq!(bot.say(member(40), "/ping").await.text(), "pong");
    gate.open();
    assert_eq!(bot.decided(id).await, rule);
    assert_eq!(bot.effects().len(), usize::from(rule == "allowed"), "{:?}", bot.effects());
}

/// The same where something happens in the guild.
async fn after(platform: Platform, happens: impl FnOnce(Guild) -> Guild, rule: &str) {
    let (bot, gate) = start(&platform).await;
    let id = asleep(&bot, admin(0)).await;
    happens(platform.guild(bot.guild));
    wakes(&bot, &gate, &id, rule).await;
    bot.stop().await;
}

async fn a_role_that_is_taken_while_the_body_sleeps_stops_its_power(platform: Platform) {
    after(platform, |guild| guild.change_roles(admin(0), &[1]), "run.revoked").await;
}

async fn a_role_that_is_taken_while_the_connection_is_away_stops_the_power(platform: Platform) {
    let (bot, gate) = start(&platform).await;
    let id = asleep(&bot, admin(0)).await;
    bot.bot.invalid_session();
    // Without a session nobody is told, now or later.
    platform.guild(bot.guild).change_roles(admin(0), &[1]);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    wakes(&bot, &gate, &id, "run.revoked").await;
    bot.stop().await;
}

async fn whoever_leaves_while_the_body_sleeps_does_nothing(platform: Platform) {
    after(platform, |guild| guild.leave(admin(0)), "authority.unknown").await;
}

async fn a_target_that_is_promoted_while_the_body_sleeps_is_left_alone(platform: Platform) {
    after(platform, |guild| guild.change_roles(310, &[1, 2]), "authority.rank").await;
}

async fn a_target_that_leaves_while_the_body_sleeps_is_left_alone(platform: Platform) {
    after(platform, |guild| guild.leave(310), "authority.member").await;
}

async fn what_takes_nothing_away_stops_nothing(platform: Platform) {
    let happens = |guild: Guild| {
        let (caller, target, other) = (admin(0), 310, admin(1));
        guild.change_roles(caller, &[1, 2]).change_roles(target, &[1, 30]).leave(other)
    };
    after(platform, happens, "allowed").await;
}

async fn a_command_that_is_disabled_while_its_body_sleeps_does_nothing(platform: Platform) {
    let (bot, gate) = start(&platform).await;
    let id = asleep(&bot, admin(0)).await;
    let disabled = Restriction::everywhere().command("later").disabled();
    bot.handle.replace_policy(bot.policy().restrict(disabled)).expect("a policy");
    wakes(&bot, &gate, &id, "run.revoked").await;
    bot.stop().await;
}

async fn a_grant_that_is_taken_back_while_the_body_sleeps_stops_its_power(platform: Platform) {
    let (site, gate, folder) = (Site::new(&platform), Gate::default(), Folder::new("asleep"));
    let builder = site.builder().commands(commands![later, ping]).state(gate.clone());
    let bot = site.run(with_store(builder, &folder.store())).await;
    assert_eq!(bot.say(OWNER, "/perm grant <@!300> MuteMembers").await.rule, "allowed");
    let id = asleep(&bot, member(0)).await;
    assert_eq!(
        bot.say(admin(0), "/perm revoke <@!300> MuteMembers").await.rule,
        "permission.missing"
    );
    assert_eq!(bot.say(OWNER, "/perm revoke <@!300> MuteMembers").await.rule, "allowed");
    wakes(&bot, &gate, &id, "run.revoked").await;
    bot.stop().await;
}

async fn without_an_answer_the_power_is_refused_and_the_next_command_runs(platform: Platform) {
    let (bot, gate) = start(&platform).await;
    let id = asleep(&bot, admin(0)).await;
    let caller = Matcher::path(format!("/guilds/{}/members/{}", bot.guild, admin(0)));
    platform.fail(caller, Failure::delay(Duration::from_secs(60)).times(1));
    platform.guild(bot.guild).change_roles(admin(0), &[1, 2]);
    wakes(&bot, &gate, &id, "authority.unknown").await;
    assert_eq!(bot.say(admin(0), "/later <@!310>").await.rule, "allowed");
    bot.stop().await;
}
