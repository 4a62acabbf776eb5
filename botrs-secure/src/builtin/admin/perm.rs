//! `/perm`: grants that are made while the bot runs.

use std::sync::Arc;

use super::actor::{Actor, Subject};
use super::grantable::Grantable;
use super::record::Record;
use super::{apart, keeper};
use crate::Error;
use crate::gate::{Denial, Live};
use crate::help;
use crate::locale::Locale;
use crate::place::{PersonId, Realm};
use crate::policy::Grants;
use crate::prelude::*;
use crate::store::Named;

/// How many people a list shows.
const SHOWN: usize = 30;

/// 授予与收回权限 / Grants and takes back permissions.
#[command(
    name = "perm", aliases("权限"), perm = ManageRoles, scene = guild, fresh, audit, cooldown = none,
    category = "管理", subcommands(grant, revoke, list)
)]
pub(super) async fn perm(ctx: Context<'_, perm>) -> Result<Reply> {
    Ok(help::help(ctx.talk(), "perm"))
}

/// 授予你自己持有的一项权限 / Grants a permission that you hold yourself.
#[command(name = "grant", aliases("授予"), perm = ManageRoles, scene = guild, cooldown = "2s")]
async fn grant(
    ctx: Context<'_, grant>,
    target: Target<'_>,
    permission: Grantable,
) -> Result<Reply> {
    let Grantable(permission) = permission;
    let name = permission.name.clone();
    let is_new = change(ctx.live(), &target, permission, Change::Grant).await?;
    let text = match is_new {
        true => ctx.talk().locale().pick("已授予", "Granted"),
        false => ctx.talk().locale().pick("此前已授予", "Granted already"),
    };
    Ok(reply!("{text} {target} {name}"))
}

/// 收回运行时授予的一项权限 / Takes back a permission that was granted while the bot ran.
#[command(name = "revoke", aliases("收回"), perm = ManageRoles, scene = guild, cooldown = "2s")]
async fn revoke(
    ctx: Context<'_, revoke>,
    target: Target<'_>,
    permission: Grantable,
) -> Result<Reply> {
    let Grantable(permission) = permission;
    let name = permission.name.clone();
    let had = change(ctx.live(), &target, permission, Change::Revoke).await?;
    let text = match had {
        true => ctx.talk().locale().pick("已收回", "Taken back from"),
        false => {
            ctx.talk().locale().pick("没有在运行时授予过", "Never granted while the bot ran to")
        }
    };
    Ok(reply!("{text} {target} {name}"))
}

/// 列出本频道里运行时授予的权限 / Lists what was granted in this guild while the bot ran.
#[command(name = "list", aliases("列表"), perm = ManageRoles, scene = guild, cooldown = "2s")]
async fn list(ctx: Context<'_, list>, who: Option<UserId>) -> Result<Reply> {
    let talk = ctx.talk();
    let in_force = talk.engine.current.load_full();
    let (realm, who) = (Realm::of(ctx.place()), who.map(PersonId::User));
    Ok(Reply::text(listed(&in_force.grants, realm, who, talk.locale())))
}

fn listed(grants: &Grants, realm: Realm, who: Option<PersonId>, locale: Locale) -> String {
    let mut rows: Vec<_> = grants
        .iter()
        .filter(|(of, person, _)| *of == realm && who.is_none_or(|who| who == *person))
        .map(|(_, person, granted)| format!("{person}: {granted}"))
        .collect();
    rows.sort_unstable();
    if rows.is_empty() {
        return locale.pick("没有运行时授予的权限", "Nothing was granted while the bot ran").into();
    }
    let more = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    if more > 0 {
        rows.push(locale.pick(format!("另有 {more} 人"), format!("and {more} more")));
    }
    rows.join("\n")
}

#[derive(Clone, Copy)]
enum Change {
    Grant,
    Revoke,
}

/// Changes what somebody was granted in the guild of the call; false if there was nothing to change.
async fn change(
    live: Option<&Live>,
    target: &Target<'_>,
    permission: Named,
    change: Change,
) -> Result<bool> {
    let live = live.ok_or_else(|| Error::denied(Denial::Unproven))?;
    let keeper = keeper(live)?;
    let actor = Actor::of(live).map_err(Error::denied)?;
    let subject = Subject::of(live, target).map_err(Error::denied)?;
    let whose = actor.principal(target.id());
    let action = match change {
        Change::Grant => "perm.grant",
        Change::Revoke => "perm.revoke",
    };
    let details = format!("permission={}", permission.name);
    let record = Record::open(live, action, target.id(), Some(details)).map_err(Error::denied)?;
    let keeper = Arc::clone(&keeper);
    apart(record, move || match change {
        Change::Grant => keeper.grant(&whose, &permission, |in_force| {
            actor.may_grant(in_force, &subject, permission.set)
        }),
        Change::Revoke => {
            keeper.revoke(&whose, &permission, |in_force| actor.may_act_on(in_force, &subject))
        }
    })
    .await
}
