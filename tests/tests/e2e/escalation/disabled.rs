//! A command that the policy disables, called by every other name that it has.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Platform, Post};

use super::asked_about;
use crate::runner::{Test, tests};
use crate::site::Site;

pub(crate) const TESTS: &[Test] = tests![
    a_disabled_command_runs_under_no_other_name,
    a_disabled_subcommand_runs_under_no_other_path,
];

/// Mutes a member for a minute.
#[command(
    aliases("smite", "打击"), perm = MuteMembers, scene = guild, cooldown = none,
    subcommands(harder)
)]
async fn strike(ctx: Context<'_, strike>, target: Target<'_>) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

/// Mutes a member for an hour.
#[command(aliases("more", "更狠"), perm = MuteMembers, scene = guild, cooldown = none)]
async fn harder(ctx: Context<'_, harder>, target: Target<'_>) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(3_600)).await
}

/// The command; after a mention of the bot it needs no prefix.
const NAMES: [&str; 9] = [
    "/strike <@!300>",
    "/smite <@!300>",
    "/打击 <@!300>",
    "／打击<@!300>",
    "/ｓｍｉｔｅ <@!300>",
    "／ｓｔｒｉｋｅ\u{3000}<@!300>",
    "smite <@!300>",
    "ｓｍｉｔｅ<@!300>",
    "打击 <@!300>",
];
/// Its subcommand.
const PATHS: [&str; 7] = [
    "/strike harder <@!300>",
    "/smite more <@!300>",
    "/打击 更狠 <@!300>",
    "/strike ｈａｒｄｅｒ<@!300>",
    "／ｓｍｉｔｅ\u{3000}更狠 <@!300>",
    "smite harder <@!300>",
    "打击  ｍｏｒｅ <@!300>",
];

/// Expects everybody, the owner of the bot too, to be refused `disabled` in one channel, and all the rest
/// to be carried out.
async fn only(platform: Platform, name: &str, disabled: &[&str], others: &[&str]) {
    let site = Site::new(&platform);
    let (owner_of_bot, chiefs) = (910, [900, 901, 902, 903, 904]);
    let here = Restriction::in_channel(ChannelId::new(site.channel)).command(name).disabled();
    let owner = PersonId::User(UserId::new(owner_of_bot));
    let builder = site.builder().commands(commands![strike]);
    let builder = builder.policy(site.policy().owner(owner).restrict(here));
    let bot = site.run(builder).await;
    platform.guild(bot.guild).member(owner_of_bot, "owner of the bot", &[1]);
    for chief in chiefs {
        platform.guild(bot.guild).member(chief, "owner", &[4]);
    }
    let say = |channel, n: usize, text: &str| {
        let who = if n == 0 { owner_of_bot } else { chiefs[n % chiefs.len()] };
        bot.ask(Post::guild(bot.guild, channel, who).text(text))
    };
    for (n, text) in disabled.iter().enumerate() {
        assert_eq!(say(bot.channel, n, text).await.rule, "permission.disabled", "{text}");
    }
    assert!(asked_about(&bot).is_empty() && bot.effects().is_empty());
    // Each is the command: where it is not disabled, it does what it does.
    let elsewhere = disabled.iter().map(|text| (bot.channel + 1, text));
    let allowed: Vec<_> = elsewhere.chain(others.iter().map(|text| (bot.channel, text))).collect();
    for (n, (channel, text)) in allowed.iter().enumerate() {
        assert_eq!(say(*channel, n, text).await.rule, "allowed", "{text}");
    }
    assert_eq!(bot.effects().len(), allowed.len());
    bot.stop().await;
}

async fn a_disabled_command_runs_under_no_other_name(platform: Platform) {
    only(platform, "打击", &[&NAMES[..], &PATHS].concat(), &[]).await;
}

async fn a_disabled_subcommand_runs_under_no_other_path(platform: Platform) {
    only(platform, "smite 更狠", &PATHS, &NAMES).await;
}
