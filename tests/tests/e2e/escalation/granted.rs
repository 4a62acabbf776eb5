//! Grants of what one does not hold, to whom one may not grant, and where they do not count.

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Platform, Post};

use super::hit;
use crate::commands::ping;
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, Site, admin, member};
use crate::store::{Folder, with_store};

pub(crate) const TESTS: &[Test] = tests![
    nobody_grants_what_they_do_not_hold,
    nobody_grants_administrator,
    nobody_grants_to_themselves_or_to_whom_they_do_not_outrank,
    whoever_was_granted_something_grants_nothing,
    a_grant_neither_counts_nor_is_made_in_another_guild,
];

/// A permission that no role brings but the owner's.
#[derive(Permission)]
struct OpenVault;

#[command(perm = OpenVault, scene = guild, cooldown = none)]
async fn vault(_ctx: Context<'_, vault>) -> Result<Reply> {
    Ok(reply!("open"))
}

/// How far another guild of the bot is.
const ABROAD: u64 = 500;

/// A bot whose administrators may grant.
async fn start(platform: &Platform, folder: &Folder) -> (Running, Clock) {
    let (site, clock) = (Site::new(platform), Clock::manual());
    let grants = Role::admin().allow::<ManageRoles>();
    let policy = site.policy().trust_guild(GuildId::new(site.guild + ABROAD)).guild_role(
        GuildId::new(site.guild),
        RoleId::new(2),
        grants,
    );
    // With a command for direct messages the bot listens there, too.
    let builder = site.builder().commands(commands![hit, vault, ping]).policy(policy);
    let builder = with_store(builder.clock(clock.clone()), &folder.store());
    (site.run(builder).await, clock)
}

async fn nobody_grants_what_they_do_not_hold(platform: Platform) {
    let folder = Folder::new("not-held");
    let (bot, _) = start(&platform, &folder).await;
    let told = bot.say(admin(0), "/perm grant <@!300> OpenVault").await;
    assert_eq!(told.rule, "permission.missing");
    assert_eq!(bot.say(member(0), "/vault").await.rule, "permission.missing");
    assert_eq!(bot.say(OWNER, "/perm grant <@!300> OpenVault").await.rule, "allowed");
    assert_eq!(bot.say(member(0), "/vault").await.text(), "open");
    bot.stop().await;
}

async fn nobody_grants_administrator(platform: Platform) {
    let folder = Folder::new("administrator");
    let (bot, _) = start(&platform, &folder).await;
    for name in
        ["Administrator", "\"Administrator\"", "Ａｄｍｉｎｉｓｔｒａｔｏｒ", "administrator"]
    {
        for who in [OWNER, admin(0)] {
            let told = bot.say(who, &format!("/perm grant <@!300> {name}")).await;
            assert_eq!(told.rule, "arguments.invalid", "{name} by {who}");
        }
    }
    for text in ["/vault", "/hit <@!301>"] {
        assert_eq!(bot.say(member(0), text).await.rule, "permission.missing", "{text}");
    }
    bot.stop().await;
}

async fn nobody_grants_to_themselves_or_to_whom_they_do_not_outrank(platform: Platform) {
    let folder = Folder::new("to-whom");
    let (bot, _) = start(&platform, &folder).await;
    let me = bot.bot.user_id();
    for (who, whom, rule) in [
        (OWNER, OWNER, "authority.self"),
        (admin(0), admin(0), "authority.self"),
        (admin(1), me, "authority.bot"),
        (admin(2), admin(49), "authority.rank"),
        (admin(3), OWNER, "authority.rank"),
    ] {
        for named in [format!("<@!{whom}>"), format!("{whom:020}")] {
            let told = bot.say(who, &format!("/perm grant {named} MuteMembers")).await;
            assert_eq!(told.rule, rule, "{named} by {who}");
        }
    }
    let told = bot.say(admin(4), "/perm list").await;
    assert_eq!(told.text(), "没有运行时授予的权限");
    bot.stop().await;
}

async fn whoever_was_granted_something_grants_nothing(platform: Platform) {
    let folder = Folder::new("further");
    let (bot, clock) = start(&platform, &folder).await;
    for (n, name) in ["ManageRoles", "MuteMembers"].into_iter().enumerate() {
        let text = format!("/perm grant <@!300> {name}");
        assert_eq!(bot.say(admin(n as u64), &text).await.rule, "allowed");
    }
    assert_eq!(bot.say(member(0), "/hit <@!310>").await.rule, "allowed");
    for (text, rule) in [
        ("/perm grant <@!301> MuteMembers", "authority.rank"),
        ("/perm grant <@!301> ManageRoles", "authority.rank"),
        ("/perm grant <@!301> KickMembers", "permission.missing"),
        ("/perm grant <@!300> KickMembers", "authority.self"),
        ("/perm revoke <@!200> ManageRoles", "authority.rank"),
    ] {
        // Whoever got as far as a body has to wait before the next.
        clock.advance(Duration::from_secs(2));
        assert_eq!(bot.say(member(0), text).await.rule, rule, "{text}");
    }
    assert_eq!(bot.say(member(1), "/hit <@!310>").await.rule, "permission.missing");
    bot.stop().await;
}

async fn a_grant_neither_counts_nor_is_made_in_another_guild(platform: Platform) {
    let folder = Folder::new("abroad");
    let (bot, clock) = start(&platform, &folder).await;
    let (abroad, channel) = (bot.guild + ABROAD, bot.guild + ABROAD + 1);
    let (theirs, chief) = (777, 900);
    let guild = platform.guild(abroad).channel(channel).bot(&bot.bot, &[2]);
    let guild = guild.member(theirs, "of them", &[1]).member(chief, "owner", &[4]);
    drop(guild.member(member(0), "of both", &[1]).member(OWNER, "of both", &[1]));
    let there = |who, text: &str| bot.ask(Post::guild(abroad, channel, who).text(text));

    assert_eq!(bot.say(OWNER, "/perm grant <@!300> MuteMembers").await.rule, "allowed");
    assert_eq!(there(member(0), "/hit <@!777>").await.rule, "permission.missing");
    // The owner of one guild is a member like any other in the next.
    let told = there(OWNER, "/perm grant <@!777> MuteMembers").await;
    assert_eq!(told.rule, "permission.missing");
    let told = bot.say(admin(0), "/perm grant <@!777> MuteMembers").await;
    assert_eq!(told.rule, "authority.member");
    let direct = Post::direct(bot.guild + 900, bot.guild, OWNER);
    let told = bot.ask(direct.text("/perm grant <@!301> MuteMembers")).await;
    assert_eq!(told.rule, "permission.scene");
    assert!(bot.effects().is_empty(), "{:?}", bot.effects());
    // Whoever rules there takes nothing back here.
    let told = there(chief, "/perm revoke <@!300> MuteMembers").await;
    assert_eq!(told.text(), "没有在运行时授予过 <@!300> MuteMembers");
    clock.advance(Duration::from_secs(2));
    assert_eq!(there(chief, "/perm list").await.text(), "没有运行时授予的权限");
    assert_eq!(bot.say(member(0), "/hit <@!310>").await.rule, "allowed");
    bot.stop().await;
}
