//! The calls that manage a guild: its roles and channels.

use serde_json::{Value, json};

use super::rest::{Answer, not_found, number, refused};
use super::world::{GuildMember, GuildRecord, World};

/// The roles that every guild has.
const PLATFORM_ROLES: [(u64, &str); 4] =
    [(1, "普通成员"), (2, "管理员"), (4, "频道主"), (5, "子频道管理员")];

/// What everybody may do in a channel: see it and write in it.
const EVERYBODY: u64 = 1 | 4;
/// What administrators may do besides.
const MANAGE: u64 = 2;

pub(super) fn roles(world: &World, guild: &str) -> Answer {
    let record = number(guild).and_then(|guild| world.guilds.get(&guild));
    record.map_or_else(not_found, |record| {
        let platform = PLATFORM_ROLES.iter().map(|(id, name)| role(*id, name, 0xff00_ddf1, 0));
        let own = record.roles.iter().map(|(&id, it)| role(id, &it.name, it.color, it.hoist));
        let roles: Vec<_> = platform.chain(own).collect();
        (200, json!({"guild_id": guild, "roles": roles, "role_num_limit": "30"}))
    })
}

fn role(id: u64, name: &str, color: u64, hoist: u64) -> Value {
    json!({
        "id": id.to_string(), "name": name, "color": color, "hoist": hoist,
        "number": 1, "member_limit": 99,
    })
}

/// A guild and the bot as an administrator of it.
fn managed<'a>(
    world: &'a World,
    app: &str,
    guild: Option<u64>,
) -> Result<(&'a GuildRecord, &'a GuildMember), Answer> {
    let guild = guild.and_then(|guild| world.guilds.get(&guild)).ok_or_else(not_found)?;
    match guild.members.get(&world.bots[app].user) {
        Some(own) if own.rank() > 0 => Ok((guild, own)),
        _ => Err(refused(403, 11_264, "the bot lacks the permission")),
    }
}

pub(super) fn permissions(world: &World, app: &str, channel: &str, user: &str) -> Answer {
    let (Some(place), Some(who)) = (number(channel), number(user)) else { return not_found() };
    let guild = match managed(world, app, world.guild_of(place)) {
        Ok((guild, _)) => guild,
        Err(answer) => return answer,
    };
    let Some(member) = guild.members.get(&who) else { return not_found() };
    let by_roles = if member.rank() > 0 { EVERYBODY | MANAGE } else { EVERYBODY };
    let bits = guild.permissions.get(&(place, who)).copied().unwrap_or(by_roles);
    (200, json!({"channel_id": channel, "user_id": user, "permissions": bits.to_string()}))
}
