//! Stage 6: who may, by the event and the policy.

use super::{Bot, MODERATORS, admin, bot_owner, guild, member, moderator, owner, policy};
use crate::prelude::*;
use crate::testing::{Caller, Harness};
use crate::{BuildError, GroupRole, Roles};

#[tokio::test]
async fn each_command_lets_in_whom_it_names() {
    let bot = Bot::new();
    bot.platform().set_channel(Harness::CHANNEL, Harness::GUILD);
    let (missing, not_owner) = ("permission.missing", "permission.owner");
    for (text, expected) in [
        ("/ping", ["allowed", "allowed", "allowed", "allowed", "allowed"]),
        ("/reload", [not_owner, not_owner, not_owner, not_owner, "allowed"]),
        ("/either", [missing, "allowed", "allowed", "allowed", "allowed"]),
        ("/both", [missing, missing, "allowed", "allowed", "allowed"]),
        ("/mute 6 1m", [missing, "allowed", "allowed", "allowed", "allowed"]),
        ("/topic 8001", [missing, missing, "allowed", "allowed", "allowed"]),
        ("/ban 6", [missing, missing, "confirm", "confirm", "confirm"]),
    ] {
        let callers = [member(), moderator(), admin(), owner(), bot_owner()];
        for (caller, expected) in callers.iter().zip(expected) {
            assert_eq!(bot.rule(caller, text).await, expected, "{text} {caller:?}");
        }
        bot.minutes(90);
    }
}

#[tokio::test]
async fn a_denial_says_what_is_needed() {
    let bot = Bot::new();
    let report = bot.send(&member(), "/both").await.unwrap();
    assert_eq!(report.replies, ["你没有权限使用此命令（需要 MuteMembers, BanMembers）"]);
}

#[tokio::test]
async fn roles_without_a_meaning_give_nothing() {
    let bot = Bot::new();
    for roles in [&[1][..], &[5], &[12], &[1, 5, 12, 999_999], &[0], &[u64::MAX]] {
        let caller = Caller::guild(20, roles);
        assert_eq!(bot.rule(&caller, "/either").await, "permission.missing", "{roles:?}");
        bot.minutes(30);
    }
}

#[tokio::test]
async fn roles_add_up() {
    let bot = Bot::new();
    let caller = Caller::guild(20, &[1, MODERATORS, 12]);
    assert_eq!(bot.rule(&caller, "/either").await, "allowed");
    assert_eq!(bot.rule(&Caller::guild(20, &[1, 2]), "/both").await, "allowed");
}

#[tokio::test]
async fn a_role_means_something_in_its_own_guild_only() {
    let bot = Bot::new();
    let elsewhere = moderator().at(guild(8_100, 1));
    assert_eq!(bot.rule(&elsewhere, "/either").await, "permission.missing");
    assert_eq!(bot.rule(&moderator().at(guild(8_000, 1)), "/either").await, "allowed");
}

#[tokio::test]
async fn the_administrator_of_one_channel_cannot_be_given_a_meaning() {
    let five = || policy().guild_role(GuildId::new(1), RoleId::new(5), Role::custom());
    let bot = Bot::new();
    let refused = bot.handle().replace_policy(five());
    assert!(matches!(refused, Err(BuildError::ChannelAdminRole)));
    let credentials = Credentials::new("1", "secret").unwrap();
    let audit = AuditLog::to_writer(std::io::sink());
    let built = SecureBot::builder(credentials).policy(five()).audit(audit).build();
    assert!(matches!(built, Err(BuildError::ChannelAdminRole)));
}

#[tokio::test]
async fn private_scenes_have_no_roles_whatever_the_event_says() {
    let bot = Bot::new();
    let claims = [
        Roles::Guild(vec![RoleId::new(4), RoleId::new(2), RoleId::new(MODERATORS)]),
        Roles::Group(GroupRole::Owner),
        Roles::None,
    ];
    for caller in [Caller::direct(1), Caller::c2c(1)] {
        for roles in &claims {
            let caller = caller.clone().with_roles(roles.clone());
            assert_eq!(bot.rule(&caller, "/announce").await, "permission.missing", "{caller:?}");
        }
    }
    // Owners of the bot are known by their id alone.
    assert_eq!(bot.rule(&Caller::direct(super::BOT_OWNER), "/reload").await, "allowed");
    assert_eq!(bot.rule(&Caller::direct(super::BOT_OWNER), "/announce").await, "allowed");
}

#[tokio::test]
async fn a_group_knows_owner_admin_and_member() {
    let bot = Bot::new();
    for (n, role, rule) in [
        (1, GroupRole::Member, "permission.missing"),
        (2, GroupRole::Admin, "allowed"),
        (3, GroupRole::Owner, "allowed"),
    ] {
        assert_eq!(bot.rule(&Caller::group(n, 1, role), "/announce").await, rule, "{role:?}");
    }
    let administrator = Caller::group(4, 1, GroupRole::Owner);
    assert_eq!(bot.rule(&administrator, "/both").await, "allowed");
    assert_eq!(
        bot.rule(&Caller::group(4, 2, GroupRole::Admin), "/reload").await,
        "permission.owner"
    );
}

#[tokio::test]
async fn an_openid_is_no_user_id() {
    let bot = Bot::new();
    // The same number as the owner of the bot in guilds.
    let stranger = Caller::group(1, u128::from(super::BOT_OWNER), GroupRole::Owner);
    assert_eq!(bot.rule(&stranger, "/reload").await, "permission.owner");
    assert_eq!(
        bot.rule(&Caller::c2c(super::BOT_OWNER.into()), "/reload").await,
        "permission.owner"
    );
}

#[tokio::test]
async fn a_command_runs_in_its_scenes_only() {
    let bot = Bot::new();
    let owners = policy()
        .owner(PersonId::Open(format!("{:032X}", 1).parse().unwrap()))
        .owner(PersonId::User(UserId::new(1)));
    bot.handle().replace_policy(owners).unwrap();
    let private = [Caller::direct(1), Caller::group(1, 1, GroupRole::Owner), Caller::c2c(1)];
    for caller in &private {
        assert_eq!(bot.rule(caller, "/mute 6 1m").await, "permission.scene", "{caller:?}");
        assert_eq!(bot.rule(caller, "/ping").await, "allowed", "{caller:?}");
    }
    assert_eq!(bot.rule(&Caller::guild(1, &[]), "/mute 6 1m").await, "allowed");
    assert_eq!(bot.effects(), 1);
}
