//! Who may do what to whom: in guilds by rank, asked of the platform now; in groups by `member_role`.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform, Post};
use serde_json::{Value, json};

use crate::commands::{Gate, announce, ban, kick, later, mute, ping, recall};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, SOMEBODY, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    only_the_lower_in_rank_are_targets,
    the_platform_is_asked_for_the_roles_of_now,
    an_owner_of_the_bot_outranks_all_but_themselves,
    a_bot_that_is_no_administrator_says_so,
    a_failing_look_up_refuses,
    a_look_up_that_takes_too_long_refuses,
    a_group_admin_is_one_by_member_role,
    a_permission_taken_away_stops_a_running_command,
];

/// A mute that takes no answer from before it was called.
#[command(name = "mute", perm = MuteMembers, fresh, scene = guild, cooldown = "30s")]
async fn mute_now(
    ctx: Context<'_, mute_now>,
    target: Target<'_>,
    period: Duration,
) -> Result<Reply> {
    ctx.members().mute(&target, period).await?;
    Ok(reply!("已禁言 {target} {period}"))
}

async fn only_the_lower_in_rank_are_targets(platform: Platform) {
    let bot = Running::start(&platform, commands![mute, kick, ban]).await;
    let (me, gone) = (bot.bot.user_id(), 999_999);
    for (n, (who, target, rule)) in [
        (admin(0), OWNER, "authority.rank"),
        (admin(0), admin(1), "authority.rank"),
        (admin(0), admin(0), "authority.self"),
        (admin(0), me, "authority.bot"),
        (admin(0), gone, "authority.member"),
        (OWNER, OWNER, "authority.self"),
        (OWNER, me, "authority.bot"),
    ]
    .into_iter()
    .enumerate()
    {
        let text = match n % 3 {
            0 => format!("/mute <@!{target}> 10m"),
            1 => format!("/kick {target}"),
            _ => format!("/ban <@{target}>"),
        };
        let told = bot.say(who, &text).await;
        assert_eq!(told.rule, rule, "{who}: {text}");
        assert_eq!(told.replies.len(), 1, "{told:?}");
    }
    assert!(bot.effects().is_empty(), "{:?}", bot.effects());
    // The owner outranks an administrator; the bot, one itself, does not, as the platform tells it.
    assert_eq!(bot.say(OWNER, &format!("/mute <@!{}> 10m", admin(1))).await.rule, "failed");
    bot.stop().await;
}

async fn the_platform_is_asked_for_the_roles_of_now(platform: Platform) {
    let bot = Running::start(&platform, commands![mute_now]).await;
    let guild = platform.guild(bot.guild);
    // The event still says administrator, the platform no longer does.
    let stale = bot.by(admin(0)).set("member.roles", json!(["2"]));
    guild.clone().member(admin(0), "was admin", &[1]);
    assert_eq!(bot.ask(stale.text("/mute <@!300> 1m")).await.rule, "permission.missing");
    // The target was promoted a moment ago.
    guild.clone().member(300, "new admin", &[1, 2]);
    assert_eq!(bot.say(admin(1), "/mute <@!300> 1m").await.rule, "authority.rank");
    // Whoever left is nobody's superior.
    let left = Post::guild(bot.guild, bot.channel, 888).set("member", json!({"roles": ["4"]}));
    assert_eq!(bot.ask(left.text("/mute <@!301> 1m")).await.rule, "authority.unknown");
    assert!(bot.effects().is_empty());
    bot.stop().await;
}

async fn an_owner_of_the_bot_outranks_all_but_themselves(platform: Platform) {
    let site = Site::new(&platform);
    let policy = site.policy().owner(PersonId::User(UserId::new(member(9))));
    // With a command for groups the bot listens there, too.
    let bot = site.builder().commands(commands![mute, ping]).policy(policy);
    let bot = site.run(bot).await;
    assert_eq!(bot.say(member(9), "/mute <@!300> 1m").await.rule, "allowed");
    let told = bot.say(OWNER, &format!("/mute <@!{}> 1m", member(9))).await;
    assert_eq!(told.rule, "authority.rank");
    // The id of a person in a group is another person's.
    let same = Post::group(&bot.group, &format!("{:032}", member(9)));
    assert_ne!(bot.ask(same.text("/mute 300 1m")).await.rule, "allowed");
    assert_eq!(bot.effects().len(), 1);
    bot.stop().await;
}

async fn a_bot_that_is_no_administrator_says_so(platform: Platform) {
    let bot = Running::start(&platform, commands![mute_now]).await;
    platform.guild(bot.guild).bot(&bot.bot, &[1]);
    let told = bot.say(admin(0), "/mute <@!300> 1m").await;
    assert_eq!(told.rule, "authority.standing");
    assert!(told.text().contains("机器人还不是本频道的管理员"), "{told:?}");
    assert!(bot.effects().is_empty());
    platform.guild(bot.guild).bot(&bot.bot, &[2]);
    assert_eq!(bot.say(admin(0), "/mute <@!300> 1m").await.rule, "allowed");
    bot.stop().await;
}

async fn a_failing_look_up_refuses(platform: Platform) {
    let bot = Running::start(&platform, commands![mute_now, recall]).await;
    let spam = bot.post(bot.by(member(0)).set("mentions", json!([])).text("spam"));
    let members = format!("/guilds/{}/members/", bot.guild);
    let paths = [
        format!("{members}{}", admin(0)),
        format!("{members}300"),
        format!("{members}{}", bot.bot.user_id()),
    ];
    let failures = || {
        [
            Failure::answer(500, 1, "oops"),
            Failure::answer(403, 11_253, "no"),
            Failure::answer(429, 22_009, "slow down"),
            Failure::answer(200, 0, "not a member at all"),
            Failure::garbage(200),
            Failure::garbage(502),
        ]
    };
    let mut caller = 0;
    for (n, path) in paths.iter().enumerate() {
        for failure in failures() {
            caller = if n == 0 { 0 } else { caller + 1 };
            let which = Matcher::path(path).method("GET").app_id(bot.bot.app_id());
            platform.fail(which, failure.clone().times(1));
            // The caller's own look-up has their id in its path; a refused caller is charged nothing.
            let told = bot.say(admin(caller), "/mute <@!300> 1m").await;
            assert_eq!(told.rule, "authority.unknown", "{path} {failure:?}");
        }
    }
    let message = format!("/channels/{}/messages/{spam}", bot.channel);
    for failure in failures() {
        let which = Matcher::path(&message).method("GET").app_id(bot.bot.app_id());
        platform.fail(which, failure.clone().times(1));
        caller += 1;
        let told = bot.ask(bot.by(admin(caller)).text("/recall").quote(&spam)).await;
        assert_eq!(told.rule, "authority.unknown", "{failure:?}");
    }
    assert!(bot.effects().is_empty(), "{:?}", bot.effects());
    assert_eq!(bot.say(admin(0), "/mute <@!300> 1m").await.rule, "allowed");
    bot.stop().await;
}

async fn a_look_up_that_takes_too_long_refuses(platform: Platform) {
    let bot = Running::start(&platform, commands![mute]).await;
    let target = Matcher::path(format!("/guilds/{}/members/300", bot.guild)).method("GET");
    platform.fail(target, Failure::delay(Duration::from_secs(60)).times(1));
    assert_eq!(bot.say(admin(0), "/mute <@!300> 1m").await.rule, "authority.unknown");
    assert!(bot.effects().is_empty());
    assert_eq!(bot.say(admin(0), "/mute <@!300> 1m").await.rule, "allowed");
    bot.stop().await;
}

async fn a_group_admin_is_one_by_member_role(platform: Platform) {
    let bot = Running::start(&platform, commands![announce]).await;
    let people = ["owner", "admin", "member", "king"];
    let mut group = platform.group(&bot.group);
    for (n, role) in people.into_iter().enumerate() {
        group = group.member(&format!("{n:032X}"), role, role);
    }
    let by = |n: usize| Post::group(&bot.group, &format!("{n:032X}"));
    for (post, rule) in [
        (by(0), "allowed"),
        (by(1), "allowed"),
        (by(2), "permission.missing"),
        (by(3), "permission.unknown"),
        (by(4), "permission.unknown"),
        (by(1).set("author.member_role", Value::Null), "permission.unknown"),
        (by(1).set("author.member_role", json!("Admin")), "permission.unknown"),
        (by(1).set("author.member_role", json!(["admin"])), "permission.unknown"),
        // Guild roles mean nothing in a group.
        (by(2).set("member", json!({"roles": ["4"]})), "permission.missing"),
    ] {
        let told = bot.ask(post.text("/announce 开会")).await;
        assert_eq!(told.rule, rule, "{told:?}");
    }
    // A guild's administrator is nobody in C2C and direct messages, whatever the event claims.
    let claims = json!({"roles": ["4", "2"]});
    for post in [
        Post::direct(bot.guild + 900, bot.guild, OWNER).set("member", claims.clone()),
        Post::c2c(SOMEBODY).set("member", claims).set("author.member_role", json!("owner")),
    ] {
        assert_eq!(bot.ask(post.text("/announce 开会")).await.rule, "permission.missing");
    }
    bot.stop().await;
}

/// A bot of which a command was revoked while it ran.
pub(crate) async fn revoked(platform: &Platform) -> Running {
    let (site, gate) = (Site::new(platform), Gate::default());
    let builder = site.builder().commands(commands![later]).state(gate.clone());
    let bot = site.run(builder).await;
    let id = bot.post(bot.by(admin(0)).text("/later <@!300>"));
    bot.reply(&id).await;
    let elsewhere = Policy::new().trust_guild(GuildId::new(bot.guild + 1));
    bot.handle.replace_policy(elsewhere).expect("a policy");
    gate.open();
    assert_eq!(bot.decided(&id).await, "run.revoked");
    bot
}

async fn a_permission_taken_away_stops_a_running_command(platform: Platform) {
    let bot = revoked(&platform).await;
    assert!(bot.effects().is_empty());
    bot.stop().await;
}
