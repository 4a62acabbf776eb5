//! `/perm`: grants that are made while the bot runs.

use super::actor::{Actor, Subject};
use super::grantable::Grantable;
use super::{apart, changes, record};
use crate::Error;
use crate::changes::Named;
use crate::gate::{Denial, Live};
use crate::help;
use crate::locale::Locale;
use crate::place::{PersonId, Realm};
use crate::policy::Grants;
use crate::prelude::*;

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
    change(ctx.live(), &target, permission.0, Change::Grant).await
}

/// 收回运行时授予的一项权限 / Takes back a permission that was granted while the bot ran.
#[command(name = "revoke", aliases("收回"), perm = ManageRoles, scene = guild, cooldown = "2s")]
async fn revoke(
    ctx: Context<'_, revoke>,
    target: Target<'_>,
    permission: Grantable,
) -> Result<Reply> {
    change(ctx.live(), &target, permission.0, Change::Revoke).await
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

impl Change {
    const fn action(self) -> &'static str {
        match self {
            Self::Grant => "perm.grant",
            Self::Revoke => "perm.revoke",
        }
    }

    /// What is said of it, before whose permission it is.
    fn text(self, is_change: bool, locale: Locale) -> &'static str {
        match (self, is_change) {
            (Self::Grant, true) => locale.pick("已授予", "Granted"),
            (Self::Grant, false) => locale.pick("此前已授予", "Granted already"),
            (Self::Revoke, true) => locale.pick("已收回", "Taken back from"),
            (Self::Revoke, false) => {
                locale.pick("没有在运行时授予过", "Never granted while the bot ran to")
            }
        }
    }
}

/// Changes what somebody was granted in the guild of the call, and says whether there was anything to
/// change.
async fn change(
    live: Option<&Live>,
    target: &Target<'_>,
    permission: Named,
    change: Change,
) -> Result<Reply> {
    let live = live.ok_or_else(|| Error::denied(Denial::Unproven))?;
    let changes = changes(live)?;
    let actor = Actor::of(live).map_err(Error::denied)?;
    let subject = Subject::of(live, target).map_err(Error::denied)?;
    let whose = actor.principal(target.id());
    let name = permission.name.clone();
    let details = Some(format!("permission={name}"));
    let intent = record::intent(live, change.action(), target.id(), details).await;
    let is_change = apart(intent.map_err(Error::denied)?, move || match change {
        Change::Grant => changes.grant(&whose, &permission, |in_force| {
            actor.may_grant(in_force, &subject, permission.set)
        }),
        Change::Revoke => {
            changes.revoke(&whose, &permission, |in_force| actor.may_act_on(in_force, &subject))
        }
    })
    .await?;
    let text = change.text(is_change, live.talk.locale());
    Ok(reply!("{text} {target} {name}"))
}
