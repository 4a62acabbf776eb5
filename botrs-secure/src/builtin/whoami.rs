//! One's own id, scene and roles.

use crate::prelude::*;
use crate::{GroupRole, Place, Roles};

/// 显示你的 id、场景和身份 / Shows your id, scene and roles.
#[command(aliases("我是谁"), public, cooldown = "5s")]
pub(super) async fn whoami(ctx: Context<'_, whoami>) -> Result<Reply> {
    let author = ctx.author();
    let roles = match author.roles() {
        Roles::Guild(roles) if roles.is_empty() => "—".to_owned(),
        Roles::Guild(roles) => roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Roles::Group(GroupRole::Owner) => "owner".to_owned(),
        Roles::Group(GroupRole::Admin) => "admin".to_owned(),
        Roles::Group(GroupRole::Member) => "member".to_owned(),
        Roles::None => "—".to_owned(),
        Roles::Unknown => "?".to_owned(),
    };
    let place = match ctx.place() {
        Place::Guild { guild, channel } => format!("guild {guild}, channel {channel}"),
        Place::Direct { session, source: Some(source) } => {
            format!("direct {session}, guild {source}")
        }
        Place::Direct { session, source: None } => format!("direct {session}"),
        Place::Group { group } => format!("group {group}"),
        Place::C2c { .. } => "c2c".to_owned(),
    };
    let id = author.id().to_string();
    Ok(reply!("id {id}\n{place}\nroles {roles}"))
}
