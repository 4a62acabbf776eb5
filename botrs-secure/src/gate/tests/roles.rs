//! Which roles one may give, take, change and delete: those below oneself, of one's own guild.

use std::sync::Arc;

use super::{Bot, Door, MODERATORS, admin, bot_owner, owner, policy};
use crate::Policy;
use crate::adapter::RoleValues;
use crate::prelude::*;
use crate::testing::{Act, Caller, Harness, Request};

/// A role that means nothing to the bot.
const HELPERS: u64 = 30;
/// Roles that the policy gives a meaning.
const BANNERS: u64 = 31;
const DEPUTIES: u64 = 32;
/// Somebody who manages roles, with a moderator's rank and permissions.
const MANAGER: u64 = 50;
const MANAGERS: u64 = 33;

#[command(perm = ManageRoles, cooldown = none, scene = guild)]
async fn give(ctx: Context<'_, give>, target: Target<'_>, role: GuildRole<'_>) -> Result<Reply> {
    ctx.roles().give(&target, &role).await?;
    Ok(reply!("{role}"))
}

#[command(perm = ManageRoles, cooldown = none, scene = guild)]
async fn take(ctx: Context<'_, take>, target: Target<'_>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().take(&target, &role).await
}

#[command(perm = ManageRoles, cooldown = none, scene = guild)]
async fn paint(ctx: Context<'_, paint>, role: GuildRole<'_>, color: u32) -> Result<()> {
    ctx.roles().edit(&role, RoleSettings::new().color(color)).await
}

#[command(perm = ManageRoles, cooldown = none, scene = guild)]
async fn abolish(ctx: Context<'_, abolish>, role: GuildRole<'_>) -> Result<()> {
    ctx.roles().delete(&role).await
}

#[command(perm = ManageRoles, cooldown = none, scene = guild, fresh)]
async fn found(ctx: Context<'_, found>, name: String, target: Option<Target<'_>>) -> Result<()> {
    let role = ctx.roles().create(RoleSettings::new().name(name).hoist(true)).await?;
    match target {
        Some(target) => ctx.roles().give(&target, &role).await,
        None => Ok(()),
    }
}

#[command(perm = ManageRoles, cooldown = none, scene = guild, fresh)]
async fn founded(ctx: Context<'_, founded>, name: String) -> Result<()> {
    let role = ctx.roles().create(RoleSettings::new().name(name)).await?;
    ctx.roles().edit(&role, RoleSettings::new().hoist(true)).await
}

#[command(perm = ManageRoles, cooldown = none, scene = guild, fresh)]
async fn nameless(ctx: Context<'_, nameless>) -> Result<()> {
    ctx.roles().create(RoleSettings::new()).await.map(drop)
}

fn meanings(policy: Policy) -> Policy {
    let role = RoleId::new;
    policy
        .guild_role(Harness::GUILD, role(BANNERS), Role::custom().allow::<BanMembers>())
        .guild_role(Harness::GUILD, role(DEPUTIES), Role::admin())
        .guild_role(Harness::GUILD, role(MANAGERS), Role::admin().allow::<ManageRoles>())
}

fn with(policy: Policy) -> Bot {
    let bot = Bot::with(|bot| {
        bot.commands(commands![give, take, paint, abolish, found, founded, nameless])
            .policy(meanings(policy))
    });
    for role in [HELPERS, BANNERS, DEPUTIES, MANAGERS, MODERATORS] {
        bot.platform().set_role(Harness::GUILD, role, "<b>");
    }
    bot.platform().set_member(Harness::GUILD, UserId::new(MANAGER), &[MANAGERS]);
    bot
}

pub(super) fn bot() -> Bot {
    with(policy())
}

fn manager() -> Caller {
    Caller::guild(MANAGER, &[MANAGERS])
}

#[tokio::test]
async fn a_role_has_to_be_below_and_within_what_the_caller_holds() {
    let not_below = "authority.role";
    let own = "authority.platform_role";
    for (caller, role, rule) in [
        (manager(), HELPERS, "allowed"),
        (manager(), MODERATORS, "allowed"),
        (manager(), BANNERS, "allowed"),
        // Of one's own rank.
        (manager(), DEPUTIES, not_below),
        (manager(), MANAGERS, not_below),
        (manager(), 2, not_below),
        (manager(), 1, own),
        (manager(), 4, own),
        (manager(), 5, own),
        (owner(), 2, "allowed"),
        (owner(), DEPUTIES, "allowed"),
        (owner(), 1, own),
        (owner(), 4, own),
        (owner(), 5, own),
        (bot_owner(), 2, "allowed"),
        (bot_owner(), 4, own),
        (owner(), 12_345, "authority.elsewhere"),
        // An administrator does not manage roles unless the policy says so.
        (admin(), HELPERS, "permission.missing"),
    ] {
        for text in ["/give 6", "/take 6", "/abolish", "/paint"] {
            let bot = bot();
            let color = if text == "/paint" { " 1" } else { "" };
            let text = format!("{text} {role}{color}");
            let report = bot.send(&caller, &text).await.unwrap();
            assert_eq!(report.rule, rule, "{text} by {caller:?}");
            assert_eq!(report.effects.len(), usize::from(rule == "allowed"), "{text}");
        }
    }
}

#[tokio::test]
async fn a_role_of_a_lower_rank_may_still_hold_more_than_the_caller() {
    // Rank of an administrator, and of permissions only this one.
    let low = Role::custom().allow::<ManageRoles>();
    let only_roles = Role { rank: crate::policy::Rank::Admin, ..low };
    let policy = policy().guild_role(Harness::GUILD, RoleId::new(40), only_roles);
    let bot = with(policy);
    bot.platform().set_member(Harness::GUILD, UserId::new(60), &[40]);
    let caller = Caller::guild(60, &[40]);
    assert_eq!(bot.rule(&caller, "/give 6 30").await, "allowed");
    assert_eq!(bot.rule(&caller, "/give 6 31").await, "authority.role");
    assert_eq!(bot.rule(&caller, &format!("/give 6 {MODERATORS}")).await, "authority.role");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn a_role_is_not_given_to_an_equal_or_to_oneself() {
    let bot = bot();
    for (text, rule) in [
        ("/give 3 30", "authority.rank"),
        ("/give 1 30", "authority.rank"),
        ("/give 50 30", "authority.self"),
        ("/take 9000 30", "authority.bot"),
    ] {
        assert_eq!(bot.rule(&manager(), text).await, rule, "{text}");
    }
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn a_platform_that_does_not_list_the_roles_refuses() {
    let bot = bot();
    bot.platform()
        .fail_places(Some(crate::testing::Failing::With(crate::PlatformErrorKind::Unknown)));
    assert_eq!(bot.rule(&manager(), "/give 6 30").await, "authority.unknown");
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn what_is_not_said_of_a_role_stays() {
    let long = "字".repeat(40);
    // As the platform tells it, also where no power would give such a name.
    for name in ["<b>", "a &amp; b", "@\u{200b}x", &long] {
        let bot = bot();
        bot.platform().set_role(Harness::GUILD, 60, name);
        let report = bot.send(&manager(), "/paint 60 255").await.unwrap();
        let values = RoleValues { name: name.into(), color: 0xff00_00ff, hoist: false };
        let (guild, role) = (Harness::GUILD, RoleId::new(60));
        assert_eq!(report.effects, [Request::Act(Act::EditRole { guild, role, values })]);
    }
}

#[tokio::test]
async fn a_name_is_escaped_once_however_often_its_role_is_edited() {
    let report = bot().send(&manager(), "/founded \"a & @b\"").await.unwrap();
    let names = report.effects.iter().map(|effect| match effect {
        Request::Act(Act::CreateRole { values, .. } | Act::EditRole { values, .. }) => {
            &*values.name
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(names.collect::<Vec<_>>(), ["a &amp; @\u{200b}b"; 2]);
}

#[tokio::test]
async fn a_new_role_needs_a_name() {
    let report = bot().send(&manager(), "/nameless").await.unwrap();
    assert_eq!((report.rule, report.effects.len()), ("arguments.invalid", 0));
}

#[tokio::test]
async fn a_new_role_is_a_proof_unless_its_number_means_too_much() {
    let made = RoleId::new(70_002);
    let bot = bot();
    let report = bot.send(&manager(), "/found team 6").await.unwrap();
    let values = RoleValues { name: "team".into(), color: 0, hoist: true };
    let (guild, user) = (Harness::GUILD, UserId::new(6));
    assert_eq!(
        report.effects,
        [
            Request::Act(Act::CreateRole { guild, values: values.clone() }),
            Request::Act(Act::GiveRole { guild, user, role: made }),
        ]
    );
    let bot = with(policy().guild_role(Harness::GUILD, made, Role::owner()));
    let report = bot.send(&manager(), "/found team 6").await.unwrap();
    assert_eq!(report.rule, "authority.role");
    assert_eq!(report.effects, [Request::Act(Act::CreateRole { guild, values })]);
    // It was made, and the record says so.
    assert_eq!(bot.results().pop().unwrap()["rule"], "done");
}

#[command(perm = ManageRoles, cooldown = none, scene = guild)]
async fn late(
    ctx: Context<'_, late>,
    target: Target<'_>,
    role: GuildRole<'_>,
    door: State<Door>,
) -> Result<()> {
    door.pass().await;
    ctx.roles().give(&target, &role).await
}

#[tokio::test]
async fn a_role_that_means_more_since_the_call_came_is_not_given() {
    let means =
        |role: Role| meanings(policy()).guild_role(Harness::GUILD, RoleId::new(HELPERS), role);
    for (role, rule) in [
        (Role::moderator(), "allowed"),
        (Role::admin(), "run.revoked"),
        (Role::custom().allow::<Administrator>(), "run.revoked"),
    ] {
        let bot =
            Arc::new(Bot::with(|bot| bot.commands(commands![late]).policy(meanings(policy()))));
        bot.platform().set_role(Harness::GUILD, HELPERS, "helpers");
        bot.platform().set_member(Harness::GUILD, UserId::new(MANAGER), &[MANAGERS]);
        let running = tokio::spawn({
            let bot = Arc::clone(&bot);
            async move { bot.rule(&manager(), "/late 6 30").await }
        });
        bot.door.arrival().await;
        bot.handle().replace_policy(means(role)).unwrap();
        bot.door.open();
        assert_eq!(running.await.unwrap(), rule);
        assert_eq!(bot.effects(), usize::from(rule == "allowed"));
    }
}

#[tokio::test]
async fn a_name_of_a_role_is_shown_as_text_of_a_user() {
    let report = bot().send(&manager(), "/give 6 30").await.unwrap();
    assert_eq!(report.replies, ["&lt;b&gt;"]);
}
