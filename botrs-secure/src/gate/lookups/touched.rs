//! What an event may have changed of what the platform said before.

use std::str::FromStr;

use serde_json::Value;

use super::epochs::Topic;
use crate::adapter::Event;

/// Tells what an event touches. Ids that do not parse name nobody.
pub(super) fn by(event: &Event, mut touch: impl FnMut(Topic)) {
    let data = event.data();
    match event.kind() {
        "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" | "GUILD_MEMBER_REMOVE" => {
            let Some(guild) = id(&data["guild_id"]) else { return };
            // Of whom it does not say: of anybody in the guild.
            touch(
                id(&data["user"]["id"])
                    .map_or(Topic::Guild(guild), |user| Topic::Member(guild, user)),
            );
        }
        "GUILD_CREATE" | "GUILD_UPDATE" | "GUILD_DELETE" => {
            id(&data["id"]).map(Topic::Guild).into_iter().for_each(touch);
        }
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE" => {
            id(&data["id"]).map(Topic::Channel).into_iter().for_each(touch);
        }
        kind if kind.starts_with("GUILD_ROLE_") => {
            id(&data["guild_id"]).map(Topic::Guild).into_iter().for_each(touch);
        }
        _ => {}
    }
}

fn id<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}
