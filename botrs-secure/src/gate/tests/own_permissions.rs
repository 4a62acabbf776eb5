//! Permissions of the author's own: who holds them, and what becomes of two with one name.

use super::{Bot, MODERATORS, admin, bot_owner, member, moderator, owner, policy};
use crate::command::{Need, is_within};
use crate::policy::{Authority, Grant};
use crate::prelude::*;
use crate::testing::Harness;
use crate::{Access, BuildError, Command, CommandSpec, PermissionDef, PermissionSet, Roles};

#[derive(Permission)]
struct TradeStocks;

#[derive(Permission)]
#[permission(name = "查看行情")]
enum ViewStocks {}

#[command(perm = TradeStocks)]
async fn buy(_ctx: Context<'_, buy>) -> Result<()> {
    Ok(())
}

#[command(perm = any(TradeStocks, ViewStocks))]
async fn look(_ctx: Context<'_, look>) -> Result<()> {
    Ok(())
}

#[command(perm = all(TradeStocks, ViewStocks))]
async fn advise(_ctx: Context<'_, advise>) -> Result<()> {
    Ok(())
}

fn policy_with(moderators: Role) -> Policy {
    policy().guild_role(Harness::GUILD, RoleId::new(MODERATORS), moderators)
}

#[tokio::test]
async fn whoever_holds_it_may_and_nobody_else() {
    let (yes, no, unknown) = ("allowed", "permission.missing", "permission.unknown");
    let trade = Role::custom().allow::<TradeStocks>();
    let both = trade.allow::<ViewStocks>();
    for (role, rules) in [
        (Role::custom(), [no, no, no]),
        (Role::admin(), [no, no, no]),
        (trade, [yes, yes, no]),
        (Role::custom().allow::<ViewStocks>(), [no, yes, no]),
        (both, [yes, yes, yes]),
        // It implies what the author thought up, too.
        (Role::custom().allow::<Administrator>(), [yes, yes, yes]),
    ] {
        let policy = policy_with(role);
        let bot = Bot::with(|bot| bot.commands(commands![buy, look, advise]).policy(policy));
        for (text, rule) in ["/buy", "/look", "/advise"].into_iter().zip(rules) {
            for (caller, rule) in [
                (moderator(), rule),
                (member(), no),
                (admin(), no),
                (owner(), yes),
                (bot_owner(), yes),
                (moderator().with_roles(Roles::None), unknown),
            ] {
                assert_eq!(bot.rule(&caller, text).await, rule, "{text} {caller:?} {role:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_denial_calls_it_by_its_name() {
    let bot = Bot::with(|bot| bot.commands(commands![advise]));
    let report = bot.send(&member(), "/advise").await.unwrap();
    let [reply] = &report.replies[..] else { panic!("{report:?}") };
    assert!(reply.contains("查看行情") && reply.contains("TradeStocks"), "{reply}");
}

mod first {
    #[derive(crate::Permission)]
    pub(super) struct Twin;
}

mod second {
    use crate::prelude::*;

    #[derive(Permission)]
    pub(super) struct Twin;

    #[command(perm = Twin)]
    pub(super) async fn act(_ctx: Context<'_, act>) -> Result<()> {
        Ok(())
    }

    #[command(perm = any(Twin, MuteMembers))]
    pub(super) async fn act_or_mute(_ctx: Context<'_, act_or_mute>) -> Result<()> {
        Ok(())
    }
}

#[command(public, subcommands(second::act))]
async fn nested(_ctx: Context<'_, nested>) -> Result<()> {
    Ok(())
}

#[derive(Permission)]
#[permission(name = "Administrator")]
struct LooksLikeAdministrator;

#[derive(Permission)]
#[permission(name = "BanMembers")]
struct LooksLikeBan;

#[command(perm = LooksLikeBan)]
async fn looks_like_ban(_ctx: Context<'_, looks_like_ban>) -> Result<()> {
    Ok(())
}

/// The role of whoever was trusted with the first of the two.
fn twin() -> Role {
    Role::custom().allow::<first::Twin>()
}

fn built(commands: &[&'static CommandSpec], policy: Policy) -> Result<SecureBot, BuildError> {
    SecureBot::builder(Credentials::new("1", "secret").unwrap())
        .sandbox(false)
        .audit(AuditLog::to_writer(std::io::sink()))
        .commands(commands)
        .policy(policy)
        .build()
}

#[test]
fn a_bot_with_two_of_one_name_is_not_built() {
    let role = twin();
    built(&[], policy_with(role)).expect("one of them is no mistake");
    let by_role = built(&[], policy_with(role.allow::<second::Twin>()));
    let by_command = built(commands![second::act], policy());
    let by_any = built(commands![second::act_or_mute], policy());
    let by_child = built(commands![nested], policy());
    for refused in [by_role, by_command, by_any, by_child] {
        let error = refused.expect_err("two of one name");
        let BuildError::RepeatedPermission { name, first, second } = error else {
            panic!("{error}")
        };
        assert_eq!(name, "Twin");
        assert!(first.ends_with("own_permissions::first::Twin"), "{first}");
        assert!(second.ends_with("own_permissions::second::Twin"), "{second}");
    }
}

#[test]
fn the_name_of_a_built_in_permission_is_taken() {
    let error = built(commands![looks_like_ban], policy()).expect_err("`BanMembers` is taken");
    let text = error.to_string();
    assert!(text.contains("botrs_secure::BanMembers") && text.contains("::LooksLikeBan"), "{text}");
    assert!(!PermissionSet::EMPTY.with::<LooksLikeBan>().intersects(Role::owner().permissions));
    assert!(!looks_like_ban::SPEC.checks::<BanMembers>());
}

#[test]
fn a_policy_with_two_of_one_name_does_not_come_into_force() {
    let role = twin();
    let bot = Bot::new();
    let refused = bot.handle().replace_policy(policy_with(role.allow::<second::Twin>()));
    assert!(matches!(refused, Err(BuildError::RepeatedPermission { name: "Twin", .. })));
}

#[test]
fn the_second_of_one_name_is_granted_to_nobody() {
    let holder = twin();
    let of_second = Role::custom().allow::<second::Twin>();
    let everything = Role::owner().allow::<second::Twin>();
    const SECOND: &PermissionDef = <second::Twin as Permission>::DEF;
    const FIRST: &PermissionDef = <first::Twin as Permission>::DEF;
    for access in [Access::All(&[SECOND]), Access::Any(&[SECOND]), Access::All(&[FIRST, SECOND])] {
        let need = Need::from(access);
        assert!(need.is_privileged(), "{access:?}");
        for role in [holder, of_second, everything] {
            assert_eq!(
                Authority::of(role).grants(&need, PermissionSet::EMPTY),
                Grant::Denied,
                "{access:?} {role:?}"
            );
        }
        assert_eq!(
            Authority::bot_owner().grants(&need, PermissionSet::EMPTY),
            Grant::Denied,
            "{access:?}"
        );
        assert!(!need.always_checks(SECOND), "{access:?}");
    }
    let of_first = Need::from(Access::All(&[FIRST]));
    assert_eq!(Authority::of(of_second).grants(&of_first, PermissionSet::EMPTY), Grant::Denied);
    assert_eq!(Authority::of(holder).grants(&of_first, PermissionSet::EMPTY), Grant::Granted);
    assert!(of_first.always_checks(FIRST));
    // The other ways in stay open, and no wider.
    let either = Need::from(Access::Any(&[SECOND, MuteMembers::DEF]));
    assert_eq!(
        Authority::of(Role::moderator()).grants(&either, PermissionSet::EMPTY),
        Grant::Granted
    );
    assert_eq!(Authority::of(of_second).grants(&either, PermissionSet::EMPTY), Grant::Denied);
}

#[test]
fn while_compiling_a_name_alone_makes_no_two_types_one() {
    assert!(second::act::SPEC.checks::<second::Twin>());
    assert!(!second::act::SPEC.checks::<first::Twin>());
    assert!(!second::act_or_mute::SPEC.checks::<second::Twin>());
    let ban = Access::All(&[BanMembers::DEF]);
    assert!(!is_within(Access::All(&[LooksLikeBan::DEF]), ban));
    assert!(!is_within(Access::All(&[LooksLikeAdministrator::DEF]), ban));
    assert!(is_within(Access::All(&[Administrator::DEF]), ban));
}
