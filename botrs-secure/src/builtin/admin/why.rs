//! `/why`: what the gate would say to somebody, and from which sources.

use crate::Error;
use crate::command::Registry;
use crate::content::duration_text::show_wait;
use crate::gate::permission::Standing;
use crate::gate::{Denial, Talk, explain};
use crate::help::nearest::nearest;
use crate::limit::Key;
use crate::place::Principal;
use crate::prelude::*;

/// 说明某人能否使用一个命令，依据是什么 / Says whether somebody may run a command here, and why.
#[command(
    name = "why", aliases("为什么"), perm = ManageRoles, scene = guild, fresh, audit, cooldown = "2s",
    category = "管理"
)]
pub(super) async fn why(
    ctx: Context<'_, why>,
    target: Target<'_>,
    /// 命令的名字 / The command.
    #[rest]
    command: Text,
) -> Result<Reply> {
    let live = ctx.live().ok_or_else(|| Error::denied(Denial::Unproven))?;
    let (talk, engine, locale) = (ctx.talk(), &ctx.talk().engine, ctx.talk().locale());
    let typed = engine.prefixes.iter().find_map(|prefix| command.as_str().strip_prefix(&**prefix));
    let typed = typed.unwrap_or(command.as_str());
    let Some(command) = engine.registry.find_path(typed) else {
        return Ok(Reply::text(unknown(&engine.registry, typed, locale)));
    };
    let roles = live.roles_of_target(target.id()).ok_or_else(|| Error::denied(Denial::Unproven))?;
    let (place, person) = (ctx.place(), PersonId::User(target.id()));
    let who = Standing { place, person: &person, roles: &roles, is_channel_admin: false };
    let in_force = engine.current.load_full();
    let mut text =
        explain::explain(&in_force, command.requirement(), who).text(command.name, locale);
    let key = engine.keys.principal(&Principal::new(engine.bot, place, person));
    if let Some(remaining) = blocked(talk, key).await? {
        let wait = show_wait(remaining, locale);
        let blocked = locale.pick(
            format!("已被拉黑，还有 {wait}：所有命令都被拒绝（阶段 block）\n"),
            format!("blocked for {wait}: every command is refused (stage block)\n"),
        );
        text.insert_str(0, &blocked);
    }
    Ok(Reply::text(text))
}

/// For how long somebody is blocked, wherever the bot's state is.
async fn blocked(talk: &Talk, principal: Key) -> Result<Option<Duration>> {
    #[cfg(feature = "redis")]
    if let Some(fleet) = &talk.engine.fleet {
        return fleet.blocked(principal).await.map_err(Error::denied);
    }
    Ok(talk.engine.memory.blocked(principal, talk.now.mono))
}

fn unknown(registry: &Registry, typed: &str, locale: Locale) -> String {
    match nearest(typed, registry.iter().map(|command| command.name)) {
        Some(near) => locale.pick(
            format!("没有这个命令；是不是 {near}？"),
            format!("There is no such command; did you mean {near}?"),
        ),
        None => locale.pick("没有这个命令", "There is no such command").to_owned(),
    }
}
