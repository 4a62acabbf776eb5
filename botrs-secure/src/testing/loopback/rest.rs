//! The REST API: who asks, which failure was asked for, and what is answered.

use std::time::SystemTime;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use super::fault::Kind;
use super::manage;
use super::platform::Platform;
use super::record::Recorded;
use super::tls::TOKEN_HOST;
use super::world::{GuildMember, Room, World};

/// The largest body that is read.
const LARGEST: usize = 1 << 20;

/// A status and a body; a null body is an empty one.
pub(super) type Answer = (u16, Value);

pub(super) fn application(platform: Platform) -> Router {
    Router::new().fallback(answer).with_state(platform)
}

async fn answer(State(platform): State<Platform>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, LARGEST).await.unwrap_or_default();
    let body = String::from_utf8_lossy(&body);
    let (method, path) = (head.method.as_str(), head.uri.path());
    let at_token_host = header(&head.headers, "host") == Some(TOKEN_HOST);
    let app_id = header(&head.headers, "authorization")
        .and_then(|value| value.strip_prefix("QQBot "))
        .and_then(|token| platform.read(|world| world.bot_of(token)));
    let json: Value = serde_json::from_str(&body).unwrap_or_default();
    let asking = if at_token_host { json["appId"].as_str() } else { app_id.as_deref() };

    let mut fault = platform.fault(method, path, asking);
    if let Some(Kind::Delay(by)) = fault {
        tokio::time::sleep(by).await;
        fault = None;
    }
    let (status, text) = match (fault, &app_id) {
        (Some(Kind::Answer { status, body }), _) => (status, body),
        (_, _) if at_token_host => written(platform.change(|world| token(world, path, &json))),
        (_, None) => written(refused(401, 11244, "token not exist or expire")),
        (_, Some(app)) => {
            let gateway = platform.gateway();
            written(platform.change(|world| route(world, gateway, app, method, path, &json)))
        }
    };
    platform.record(Recorded {
        method: method.into(),
        path: path.into(),
        query: head.uri.query().unwrap_or_default().into(),
        body: if at_token_host { json!({"appId": json["appId"]}).to_string() } else { body.into() },
        app_id,
        status,
        time: SystemTime::now(),
    });
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
    response
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn written((status, body): Answer) -> (u16, String) {
    (status, if body.is_null() { String::new() } else { body.to_string() })
}

pub(super) fn refused(status: u16, code: u32, message: &str) -> Answer {
    (status, json!({"code": code, "message": message}))
}

pub(super) fn not_found() -> Answer {
    refused(404, 10_003, "not found")
}

/// The token endpoint answers 200 to a wrong secret, with a code of its own.
fn token(world: &mut World, path: &str, body: &Value) -> Answer {
    let app = body["appId"].as_str().unwrap_or_default();
    let token = world.token(app);
    match (path, world.bots.get_mut(app), token) {
        ("/app/getAppAccessToken", Some(bot), Some(token))
            if body["clientSecret"] == bot.secret =>
        {
            bot.traffic.tokens += 1;
            let lasts = bot.tokens_last.as_secs().to_string();
            (200, json!({"access_token": token, "expires_in": lasts}))
        }
        _ => refused(200, 100_016, "invalid appid or secret"),
    }
}

fn route(
    world: &mut World,
    gateway: &str,
    app: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> Answer {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (method, parts.as_slice()) {
        ("GET", ["users", "@me"]) => {
            let bot = &world.bots[app];
            (
                200,
                json!({"id": bot.user.to_string(), "username": bot.name, "avatar": "", "bot": true}),
            )
        }
        ("GET", ["gateway", "bot"]) => gateway_of(world, gateway, app),
        ("GET", ["guilds", guild, "members", user]) => member(world, app, guild, user),
        ("PATCH", ["guilds", guild, "members", user, "mute"]) => mute(world, app, guild, user),
        ("DELETE", ["guilds", guild, "members", user]) => remove(world, app, guild, user),
        ("GET", ["channels", channel]) => channel_of(world, channel),
        ("GET", ["channels", channel, "messages", id]) => message(world, channel, id),
        ("DELETE", ["channels", channel, "messages", id]) => recall(world, app, channel, id),
        ("POST", ["channels", channel, "messages"]) => {
            let known = number(channel).filter(|&channel| world.guild_of(channel).is_some());
            known.map_or_else(not_found, |channel| world.send(app, Room::Channel(channel), body))
        }
        ("POST", ["dms", session, "messages"]) => number(session)
            .map_or_else(not_found, |session| world.send(app, Room::Direct(session), body)),
        ("POST", ["v2", "groups", group, "messages"]) => {
            world.send(app, Room::Group((*group).to_string()), body)
        }
        ("POST", ["v2", "users", user, "messages"]) => {
            world.send(app, Room::User((*user).to_string()), body)
        }
        ("PUT", ["interactions", id]) => world.answer_press(app, id, body),
        _ => manage::route(world, app, method, &parts, body),
    }
}

pub(super) fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}

fn gateway_of(world: &World, own: &str, app: &str) -> Answer {
    let bot = &world.bots[app];
    let limit = json!({
        "total": 1000,
        "remaining": bot.starts_left,
        "reset_after": u32::try_from(bot.reset_after.as_millis()).unwrap_or(u32::MAX),
        "max_concurrency": 5,
    });
    let url = bot.gateway.as_deref().unwrap_or(own);
    (200, json!({"url": url, "shards": bot.shards, "session_start_limit": limit}))
}

/// A member of a guild that the bot is in, and the bot as a member of it.
fn found<'a>(
    world: &'a World,
    app: &str,
    guild: &str,
    user: &str,
) -> Result<(&'a GuildMember, &'a GuildMember), Answer> {
    let members = number(guild).and_then(|guild| Some(&world.guilds.get(&guild)?.members));
    let members = members.ok_or_else(not_found)?;
    let own = members.get(&world.bots[app].user);
    let own = own.ok_or_else(|| refused(403, 11_253, "the bot is not in this guild"))?;
    let member = number(user).and_then(|user| members.get(&user)).ok_or_else(not_found)?;
    Ok((member, own))
}

fn member(world: &World, app: &str, guild: &str, user: &str) -> Answer {
    match found(world, app, guild, user) {
        Err(answer) => answer,
        Ok((member, _)) => (200, member.json(number(user).unwrap_or_default())),
    }
}

/// Only an administrator or the owner may, and only to members of a lower rank.
pub(super) fn may_moderate(
    world: &World,
    app: &str,
    guild: &str,
    user: &str,
) -> Result<(), Answer> {
    let (member, own) = found(world, app, guild, user)?;
    if own.rank() > member.rank() {
        Ok(())
    } else {
        Err(refused(403, 11_264, "the bot lacks the permission"))
    }
}

fn mute(world: &World, app: &str, guild: &str, user: &str) -> Answer {
    may_moderate(world, app, guild, user).map_or_else(|answer| answer, |()| (204, Value::Null))
}

fn remove(world: &mut World, app: &str, guild: &str, user: &str) -> Answer {
    if let Err(answer) = may_moderate(world, app, guild, user) {
        return answer;
    }
    let members = number(guild).and_then(|guild| world.guilds.get_mut(&guild));
    if let (Some(guild), Some(user)) = (members, number(user)) {
        guild.members.remove(&user);
    }
    (204, Value::Null)
}

fn channel_of(world: &World, channel: &str) -> Answer {
    let guild = number(channel).and_then(|channel| world.guild_of(channel));
    guild.map_or_else(not_found, |guild| {
        (200, json!({"id": channel, "guild_id": guild.to_string(), "name": channel, "type": 0}))
    })
}

fn message(world: &World, channel: &str, id: &str) -> Answer {
    let Some(stored) = world.messages.get(id).filter(|stored| is_in(&stored.room, channel)) else {
        return not_found();
    };
    let mut data = stored.data.clone();
    // Unlike events, answers leave out what is null.
    if let Some(fields) = data.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    (200, json!({"message": data}))
}

/// Its own messages by any bot; those of others by an administrator or the owner.
fn recall(world: &mut World, app: &str, channel: &str, id: &str) -> Answer {
    let Some(stored) = world.messages.get(id).filter(|stored| is_in(&stored.room, channel)) else {
        return not_found();
    };
    let author = stored.data["author"]["id"].as_str().unwrap_or_default();
    let guild = number(channel).and_then(|channel| world.guild_of(channel)).unwrap_or_default();
    let own = author == world.bots[app].user.to_string();
    if !own && let Err(answer) = may_moderate(world, app, &guild.to_string(), author) {
        return answer;
    }
    world.messages.remove(id);
    (200, Value::Null)
}

pub(super) fn is_in(room: &Room, channel: &str) -> bool {
    number(channel).is_some_and(|channel| *room == Room::Channel(channel))
}
