//! The calls that manage a guild, each by a bot that is an administrator of it: roles, channels and their
//! permissions, mutes of several, announcements and pins.

use serde_json::{Value, json};

use super::rest::{Answer, is_in, may_moderate, not_found, number, refused};
use super::world::{GuildRecord, GuildRole, World};

/// The roles that every guild has.
const PLATFORM_ROLES: [(u64, &str); 4] =
    [(1, "普通成员"), (2, "管理员"), (4, "频道主"), (5, "子频道管理员")];
/// The colour of roles, where nothing says another.
pub(super) const COLOR: u64 = 0xff00_ddf1;

/// What everybody may do in a channel: see it and write in it.
const EVERYBODY: u64 = 1 | 4;
/// What administrators may do besides. No call changes it.
const MANAGE: u64 = 2;

type Outcome = Result<Answer, Answer>;

pub(super) fn route(
    world: &mut World,
    app: &str,
    method: &str,
    parts: &[&str],
    body: &Value,
) -> Answer {
    let outcome = match (method, parts) {
        ("GET", ["guilds", guild, "roles"]) => roles(world, guild),
        ("PATCH", ["guilds", guild, "mute"]) => mute(world, app, guild, body),
        ("POST", ["guilds", guild, "roles"]) => set_role(world, app, guild, None, body),
        ("PATCH", ["guilds", guild, "roles", role]) => {
            number(role).map_or_else(nothing, |role| set_role(world, app, guild, Some(role), body))
        }
        ("DELETE", ["guilds", guild, "roles", role]) => delete_role(world, app, guild, role),
        ("PUT" | "DELETE", ["guilds", guild, "members", user, "roles", role]) => {
            member_role(world, app, guild, user, role, method == "PUT")
        }
        ("POST", ["guilds", guild, "channels"]) => create_channel(world, app, guild, body),
        ("PATCH", ["channels", channel]) => edit_channel(world, app, channel, body),
        ("DELETE", ["channels", channel]) => delete_channel(world, app, channel),
        ("GET", ["channels", channel, "members", user, "permissions"]) => {
            permissions(world, app, channel, user)
        }
        ("PUT", ["channels", channel, of @ ("members" | "roles"), who, "permissions"]) => {
            set_permissions(world, app, channel, (*of == "members", who), body)
        }
        ("POST", ["guilds", guild, "announces"]) => announce(world, app, guild, body),
        ("DELETE", ["guilds", guild, "announces", id]) => unannounce(world, app, guild, id),
        ("PUT" | "DELETE", ["channels", channel, "pins", id]) => {
            pin(world, app, channel, id, method == "PUT")
        }
        _ => nothing(),
    };
    outcome.unwrap_or_else(|refusal| refusal)
}

fn nothing() -> Outcome {
    Err(not_found())
}

/// A guild that the bot administrates.
fn managed<'w>(
    world: &'w mut World,
    app: &str,
    guild: Option<u64>,
) -> Result<&'w mut GuildRecord, Answer> {
    let own = world.bots[app].user;
    let guild = guild.and_then(|guild| world.guilds.get_mut(&guild)).ok_or_else(not_found)?;
    match guild.members.get(&own) {
        Some(own) if own.rank() > 0 => Ok(guild),
        _ => Err(refused(403, 11_264, "the bot lacks the permission")),
    }
}

/// The guild of a channel, which the bot administrates, and the channel.
fn place<'w>(
    world: &'w mut World,
    app: &str,
    channel: &str,
) -> Result<(&'w mut GuildRecord, u64), Answer> {
    let channel = number(channel).ok_or_else(not_found)?;
    let guild = world.guild_of(channel);
    Ok((managed(world, app, guild)?, channel))
}

fn roles(world: &World, guild: &str) -> Outcome {
    let record = number(guild).and_then(|guild| world.guilds.get(&guild));
    let record = record.ok_or_else(not_found)?;
    let platform = PLATFORM_ROLES.iter().map(|(id, name)| role(*id, name, COLOR, 0));
    let own = record.roles.iter().map(|(&id, it)| role(id, &it.name, it.color, it.hoist));
    let roles: Vec<_> = platform.chain(own).collect();
    Ok((200, json!({"guild_id": guild, "roles": roles, "role_num_limit": "30"})))
}

fn role(id: u64, name: &str, color: u64, hoist: u64) -> Value {
    json!({
        "id": id.to_string(), "name": name, "color": color, "hoist": hoist,
        "number": 1, "member_limit": 99,
    })
}

/// Of several, if the body names any, else of everybody.
fn mute(world: &mut World, app: &str, guild: &str, body: &Value) -> Outcome {
    managed(world, app, number(guild))?;
    let Some(users) = body["user_ids"].as_array() else { return Ok((204, Value::Null)) };
    let lower = users.iter().filter_map(Value::as_str);
    let muted: Vec<_> =
        lower.filter(|user| may_moderate(world, app, guild, user).is_ok()).collect();
    Ok((200, json!({"user_ids": muted})))
}

fn set_role(world: &mut World, app: &str, guild: &str, id: Option<u64>, body: &Value) -> Outcome {
    let new = 10_000 + world.number();
    let roles = &mut managed(world, app, number(guild))?.roles;
    let id = id.unwrap_or(new);
    if id != new && !roles.contains_key(&id) {
        return nothing();
    }
    let info = &body["info"];
    let (Some(name), Some(color), Some(hoist)) =
        (info["name"].as_str(), info["color"].as_u64(), info["hoist"].as_u64())
    else {
        return Err(refused(400, 501_001, "bad role"));
    };
    roles.insert(id, GuildRole { name: name.into(), color, hoist });
    let made = role(id, name, color, hoist);
    Ok((200, json!({"role_id": id.to_string(), "guild_id": guild, "role": made})))
}

fn delete_role(world: &mut World, app: &str, guild: &str, role: &str) -> Outcome {
    let guild = managed(world, app, number(guild))?;
    let role = number(role).ok_or_else(not_found)?;
    guild.roles.remove(&role).ok_or_else(not_found)?;
    guild.members.values_mut().for_each(|member| member.roles.retain(|&held| held != role));
    Ok((204, Value::Null))
}

fn member_role(
    world: &mut World,
    app: &str,
    guild: &str,
    user: &str,
    role: &str,
    gives: bool,
) -> Outcome {
    may_moderate(world, app, guild, user)?;
    let guild = managed(world, app, number(guild))?;
    let (user, role) = number(user).zip(number(role)).ok_or_else(not_found)?;
    if !guild.roles.contains_key(&role) {
        return nothing();
    }
    let member = guild.members.get_mut(&user).ok_or_else(not_found)?;
    member.roles.retain(|&held| held != role);
    member.roles.extend(gives.then_some(role));
    Ok((204, Value::Null))
}

fn create_channel(world: &mut World, app: &str, guild: &str, body: &Value) -> Outcome {
    let id = 20_000_000 + world.number();
    managed(world, app, number(guild))?.channels.insert(id);
    Ok((200, channel(id, guild, body)))
}

fn edit_channel(world: &mut World, app: &str, id: &str, body: &Value) -> Outcome {
    let (_, id) = place(world, app, id)?;
    let guild = world.guild_of(id).unwrap_or_default();
    Ok((200, channel(id, &guild.to_string(), body)))
}

fn channel(id: u64, guild: &str, body: &Value) -> Value {
    json!({"id": id.to_string(), "guild_id": guild, "name": body["name"], "type": body["type"]
        .as_u64().unwrap_or(0)})
}

fn delete_channel(world: &mut World, app: &str, id: &str) -> Outcome {
    let (guild, id) = place(world, app, id)?;
    guild.channels.remove(&id);
    Ok((200, Value::Null))
}

fn permissions(world: &mut World, app: &str, channel: &str, user: &str) -> Outcome {
    let (guild, place) = place(world, app, channel)?;
    let who = number(user).ok_or_else(not_found)?;
    let member = guild.members.get(&who).ok_or_else(not_found)?;
    let by_roles = if member.rank() > 0 { EVERYBODY | MANAGE } else { EVERYBODY };
    let bits = guild.permissions.get(&(place, who)).copied().unwrap_or(by_roles);
    Ok((200, json!({"channel_id": channel, "user_id": user, "permissions": bits.to_string()})))
}

fn set_permissions(
    world: &mut World,
    app: &str,
    channel: &str,
    (is_member, who): (bool, &str),
    body: &Value,
) -> Outcome {
    let (guild, place) = place(world, app, channel)?;
    let who = number(who).ok_or_else(not_found)?;
    let bits = |field: &str| body[field].as_str().and_then(number).unwrap_or(0) & !MANAGE;
    let known =
        if is_member { guild.members.contains_key(&who) } else { guild.roles.contains_key(&who) };
    if !known {
        return nothing();
    }
    let all = if is_member { &mut guild.permissions } else { &mut guild.role_permissions };
    let held = all.entry((place, who)).or_insert(EVERYBODY);
    *held = (*held | bits("add")) & !bits("remove");
    Ok((204, Value::Null))
}

fn announce(world: &mut World, app: &str, guild: &str, body: &Value) -> Outcome {
    let (channel, id) = (&body["channel_id"], &body["message_id"]);
    let (channel, id) = channel.as_str().zip(id.as_str()).ok_or_else(not_found)?;
    is_message(world, channel, id)?;
    managed(world, app, number(guild))?.announced.insert(id.into());
    Ok((200, json!({"guild_id": guild, "channel_id": channel, "message_id": id})))
}

fn unannounce(world: &mut World, app: &str, guild: &str, id: &str) -> Outcome {
    let was_there = managed(world, app, number(guild))?.announced.remove(id);
    if was_there { Ok((204, Value::Null)) } else { nothing() }
}

fn pin(world: &mut World, app: &str, channel: &str, id: &str, pins: bool) -> Outcome {
    let (_, _) = place(world, app, channel)?;
    is_message(world, channel, id)?;
    let answer = json!({"guild_id": "", "channel_id": channel, "message_ids": [id]});
    Ok(if pins { (200, answer) } else { (204, Value::Null) })
}

fn is_message(world: &World, channel: &str, id: &str) -> Result<(), Answer> {
    let is_here = world.messages.get(id).is_some_and(|stored| is_in(&stored.room, channel));
    if is_here { Ok(()) } else { Err(not_found()) }
}
