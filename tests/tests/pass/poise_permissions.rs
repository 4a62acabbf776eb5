//! poise's `required_permissions` and `required_bot_permissions`.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Act, Caller, Harness, Request};
use botrs_secure::{Denial, PermissionSet};

/// poise: `required_permissions = "BAN_MEMBERS | MANAGE_GUILD"`, which means both.
#[command(perm = all(BanMembers, ManageGuild), scene = guild, cooldown = none)]
async fn ban(ctx: Context<'_, ban>, target: Target) -> Result<()> {
    ctx.members().ban(&target, History::Keep).await
}

/// What poise has no words for.
#[command(perm = any(KickMembers, ManageChannels), cooldown = none)]
async fn list() -> Result<()> {
    Ok(())
}

/// The role of a policy.
const KEEPERS: u64 = 77;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let keeper = Role::custom().allow::<ManageChannels>();
    let policy = Harness::policy().trust_direct();
    let policy = policy.guild_role(Harness::GUILD, RoleId::new(KEEPERS), keeper);
    let bot = Harness::new(|bot| bot.commands(commands![ban, list]).policy(policy));
    bot.platform().set_member(Harness::GUILD, UserId::new(1), &[4]);
    bot.platform().set_member(Harness::GUILD, UserId::new(6), &[]);
    let (owner, member) = (Caller::guild(1, &[4]), Caller::guild(2, &[]));

    let needed = PermissionSet::EMPTY.with::<BanMembers>().with::<ManageGuild>();
    let report = bot.call::<ban>(&member, "6").await;
    assert_eq!(report.denial, Some(Denial::MissingPermission { needed }));
    assert_eq!(bot.call::<list>(&Caller::guild(3, &[KEEPERS]), "").await.rule, "allowed");
    // poise: everybody holds all permissions in a private conversation. Here nobody holds any.
    assert_eq!(bot.call::<list>(&Caller::c2c(1), "").await.rule, "permission.missing");

    let report = bot.call::<ban>(&owner, "6").await;
    assert!(matches!(*report.effects, [Request::Act(Act::Remove { ban: true, .. })]), "{report:?}");
    // What the bot itself needs follows from the proof: nobody writes `required_bot_permissions`.
    bot.platform().set_member(Harness::GUILD, Harness::BOT, &[]);
    bot.clock().advance(Duration::from_secs(3_600));
    let report = bot.call::<ban>(&owner, "6").await;
    assert_eq!((report.denial, report.effects.len()), (Some(Denial::BotNotAdministrator), 0));
}
