//! `/block` and `/unblock`: whose commands are not listened to in a guild.

use super::actor::{Actor, Subject};
use super::{apart, changes, record};
use crate::Error;
use crate::content::duration_text::show_duration;
use crate::gate::Denial;
use crate::prelude::*;

/// 不再理会某人在本频道的命令 / Takes no more commands of somebody in this guild.
///
/// Without a period until they are unblocked. It does not remove or mute them.
#[command(
    name = "block", aliases("拉黑"), perm = BanMembers, scene = guild, fresh, audit, cooldown = "2s",
    category = "管理"
)]
pub(super) async fn block(
    ctx: Context<'_, block>,
    target: Target<'_>,
    /// 期限，不写则直到解除 / For how long; left out, until they are unblocked.
    #[arg(max = "365d")]
    period: Option<Duration>,
    /// 理由，先写期限 / Why, after a period.
    #[rest]
    #[validate(length(max = 200))]
    reason: Option<Text>,
) -> Result<Reply> {
    // It stands in the record of the decision, like all that is typed here.
    drop(reason);
    let live = ctx.live().ok_or_else(|| Error::denied(Denial::Unproven))?;
    let changes = changes(live)?;
    let actor = Actor::of(live).map_err(Error::denied)?;
    let subject = Subject::of(live, &target).map_err(Error::denied)?;
    let who = actor.principal(target.id());
    let details = period.map(|period| format!("period={}ms", period.as_millis()));
    let intent =
        record::intent(live, "block", target.id(), details).await.map_err(Error::denied)?;
    let is_it = apart(intent, move || {
        changes.block(&who, period, |in_force| actor.may_block(in_force, &subject))
    })
    .await?;
    let locale = ctx.talk().locale();
    if !is_it {
        let text = locale.pick("此前的拉黑更久，仍然有效：", "Blocked for longer already:");
        return Ok(reply!("{text} {target}"));
    }
    let text = locale.pick("已拉黑", "Blocked");
    Ok(match period.map(|period| show_duration(period, locale).to_string()) {
        Some(period) => reply!("{text} {target} {period}"),
        None => reply!("{text} {target}"),
    })
}

/// 解除拉黑，也可写已离开者的 id / Lifts a block, also of somebody who left, by their id.
#[command(
    name = "unblock", aliases("解除拉黑"), perm = BanMembers, scene = guild, fresh, audit, cooldown = "2s",
    category = "管理"
)]
pub(super) async fn unblock(ctx: Context<'_, unblock>, who: UserId) -> Result<Reply> {
    let live = ctx.live().ok_or_else(|| Error::denied(Denial::Unproven))?;
    let changes = changes(live)?;
    let actor = Actor::of(live).map_err(Error::denied)?;
    // In the guild of the call, and nowhere else.
    let principal = actor.principal(who);
    let intent = record::intent(live, "unblock", who, None).await.map_err(Error::denied)?;
    let was_blocked = apart(intent, move || {
        changes.unblock(&principal, |in_force| actor.authority(in_force).map(drop))
    })
    .await?;
    let text = match was_blocked {
        true => ctx.talk().locale().pick("已解除拉黑", "Unblocked"),
        false => ctx.talk().locale().pick("没有被拉黑", "Not blocked:"),
    };
    Ok(reply!("{text} {who}"))
}
