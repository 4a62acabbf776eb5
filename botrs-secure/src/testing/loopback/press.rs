//! Presses of buttons, as the platform delivers them, and what the bot says to them.

use serde_json::{Value, json};

use super::bot::Bot;
use super::platform::Platform;
use super::post::set;
use super::rest::{Answer, not_found, refused};
use super::send::count;
use super::time;
use super::world::{Room, World};

/// A press of a button.
#[derive(Debug, Clone)]
pub struct Press {
    place: Place,
    data: String,
    changes: Vec<(String, Value)>,
}

#[derive(Debug, Clone)]
enum Place {
    Guild { guild: u64, channel: u64, user: u64 },
    Group { group: String, member: String },
    C2c { user: String },
}

/// A press that was delivered.
pub(super) struct Pressed {
    app: String,
    shard: u32,
    room: Room,
    data: Value,
    /// By which it was told, for replies.
    events: Vec<String>,
    /// The `msg_seq` of each reply to it.
    replies: Vec<u64>,
    code: Option<u64>,
}

impl Press {
    /// By a user in a channel of a guild.
    #[must_use]
    pub fn guild(guild: u64, channel: u64, user: u64) -> Self {
        Self::new(Place::Guild { guild, channel, user })
    }

    /// By a member of a group.
    #[must_use]
    pub fn group(group: &str, member: &str) -> Self {
        Self::new(Place::Group { group: group.into(), member: member.into() })
    }

    /// By a user in their own conversation with the bot.
    #[must_use]
    pub fn c2c(user: &str) -> Self {
        Self::new(Place::C2c { user: user.into() })
    }

    /// What the button says to the bot.
    #[must_use]
    pub fn data(self, data: &str) -> Self {
        Self { data: data.into(), ..self }
    }

    /// Sets a field of the event, for what the platform does otherwise now and then.
    #[must_use]
    pub fn set(mut self, field: &str, value: Value) -> Self {
        self.changes.push((field.into(), value));
        self
    }

    fn new(place: Place) -> Self {
        Self { place, data: String::new(), changes: Vec::new() }
    }

    fn room(&self) -> Room {
        match &self.place {
            Place::Guild { channel, .. } => Room::Channel(*channel),
            Place::Group { group, .. } => Room::Group(group.clone()),
            Place::C2c { user } => Room::User(user.clone()),
        }
    }

    /// The event, as the documentation shows it
    /// (<https://bot.q.qq.com/wiki/develop/api-v2/autogen/event/interaction_create.html>).
    fn event(&self, bot: &Bot, id: &str) -> Value {
        let mut event = match &self.place {
            Place::Guild { guild, channel, user } => json!({
                "chat_type": 0, "scene": "guild", "guild_id": guild.to_string(),
                "channel_id": channel.to_string(),
                "data": {"resolved": {"user_id": user.to_string(), "message_id": "08aa"}},
            }),
            Place::Group { group, member } => json!({
                "chat_type": 1, "scene": "group", "group_openid": group,
                "group_member_openid": member,
            }),
            Place::C2c { user } => json!({"chat_type": 2, "scene": "c2c", "user_openid": user}),
        };
        for (field, value) in [
            ("id", json!(id)),
            ("type", json!(11)),
            ("data.type", json!(11)),
            ("data.resolved.button_data", json!(self.data)),
            ("data.resolved.button_id", json!("1")),
            ("timestamp", json!(time::now())),
            ("application_id", json!(bot.app_id())),
            ("version", json!(1)),
        ] {
            set(&mut event, field, value);
        }
        for (field, value) in &self.changes {
            set(&mut event, field, value.clone());
        }
        event
    }
}

impl Platform {
    /// Presses a button of the bot's, and tells the bot of it; the id of the press.
    pub fn press(&self, bot: &Bot, press: Press) -> String {
        self.change(|world| {
            let id = format!("30540ff7-9d8f-4737-83f1-{:012x}", world.number());
            let data = press.event(bot, &id);
            let app = bot.app_id().to_string();
            let shard = match press.place {
                Place::Guild { guild, .. } => world.bots[&app].shard_of(guild),
                _ => 0,
            };
            let (room, replies, code) = (press.room(), Vec::new(), None);
            let events = world.dispatch(&app, shard, "INTERACTION_CREATE", &data);
            let pressed = Pressed { app, shard, room, data, events, replies, code };
            world.presses.insert(id.clone(), pressed);
            id
        })
    }

    /// Tells the bot of a press once more, as the platform does now and then.
    ///
    /// # Panics
    ///
    /// If there is no such press.
    pub fn press_again(&self, id: &str) {
        self.change(|world| {
            let pressed = world.presses.get(id).unwrap_or_else(|| panic!("no press {id}"));
            let (app, shard, data) = (pressed.app.clone(), pressed.shard, pressed.data.clone());
            let events = world.dispatch(&app, shard, "INTERACTION_CREATE", &data);
            if let Some(pressed) = world.presses.get_mut(id) {
                pressed.events.extend(events);
            }
        });
    }

    /// The code that the bot answered a press with, once it has; `None` if not in that time.
    pub async fn answered(&self, within: std::time::Duration, id: &str) -> Option<u64> {
        self.until(within, |world| world.presses.get(id)?.code).await
    }
}

impl World {
    /// The one answer to a press.
    pub(super) fn answer_press(&mut self, app: &str, id: &str, body: &Value) -> Answer {
        let pressed = self.presses.get_mut(id).filter(|pressed| pressed.app == app);
        let Some(pressed) = pressed else { return not_found() };
        let Some(code) = body["code"].as_u64().filter(|&code| code <= 5) else {
            return refused(400, 40_034_000, "no such code");
        };
        if pressed.code.is_some() {
            return refused(400, 40_034_001, "answered before");
        }
        pressed.code = Some(code);
        (204, Value::Null)
    }

    /// Counts a reply to a press.
    pub(super) fn reply_to_press(
        &mut self,
        room: &Room,
        event: &str,
        seq: Option<u64>,
    ) -> Result<(), Answer> {
        let is_it = |pressed: &&mut Pressed| {
            pressed.room == *room && pressed.events.iter().any(|known| known == event)
        };
        let pressed = self.presses.values_mut().find(is_it);
        let pressed = pressed.ok_or_else(|| refused(400, 40_034_025, "请求参数event_id无效"))?;
        count(room, &mut pressed.replies, seq)
    }
}
