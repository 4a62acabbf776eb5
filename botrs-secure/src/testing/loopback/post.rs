//! Messages that people write, as the platform delivers them.

use serde_json::{Map, Value, json};

use super::bot::Bot;
use super::platform::Platform;
use super::time;
use super::world::{Delivery, Room, Stored, World};

/// A message to post.
#[derive(Debug, Clone)]
pub struct Post {
    place: Place,
    text: String,
    quote: Option<String>,
    mentions: bool,
    shards: Option<Vec<u32>>,
    changes: Vec<(String, Value)>,
}

#[derive(Debug, Clone)]
enum Place {
    Guild { guild: u64, channel: u64, user: u64 },
    Direct { session: u64, source: u64, user: u64 },
    Group { group: String, member: String },
    C2c { user: String },
}

impl Post {
    /// By a user in a channel of a guild, mentioning the bot.
    #[must_use]
    pub fn guild(guild: u64, channel: u64, user: u64) -> Self {
        Self::new(Place::Guild { guild, channel, user })
    }

    /// By a user in the direct message `session`, which was opened from the guild `source`.
    #[must_use]
    pub fn direct(session: u64, source: u64, user: u64) -> Self {
        Self::new(Place::Direct { session, source, user })
    }

    /// By a member of a group, mentioning the bot.
    #[must_use]
    pub fn group(group: &str, member: &str) -> Self {
        Self::new(Place::Group { group: group.into(), member: member.into() })
    }

    /// By a user to the bot alone.
    #[must_use]
    pub fn c2c(user: &str) -> Self {
        Self::new(Place::C2c { user: user.into() })
    }

    /// The text as the platform delivers it, without the mention of the bot.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        Self { text: text.into(), ..self }
    }

    /// Quotes a message.
    #[must_use]
    pub fn quote(self, id: &str) -> Self {
        Self { quote: Some(id.into()), ..self }
    }

    /// Does not mention the bot: only bots that read all messages get it.
    #[must_use]
    pub fn unaddressed(self) -> Self {
        Self { mentions: false, ..self }
    }

    /// Comes to these shards, whichever is its guild's, as it may while guilds move from shard to shard.
    #[must_use]
    pub fn to_shards(self, shards: &[u32]) -> Self {
        Self { shards: Some(shards.to_vec()), ..self }
    }

    /// Sets a field of the event, for what the platform does otherwise now and then.
    #[must_use]
    pub fn set(mut self, field: &str, value: Value) -> Self {
        self.changes.push((field.into(), value));
        self
    }

    fn new(place: Place) -> Self {
        let (text, changes) = (String::new(), Vec::new());
        Self { place, text, quote: None, mentions: true, shards: None, changes }
    }

    /// A bot that subscribes to mentions and to all messages gets a mention twice.
    fn kinds(&self) -> &'static [&'static str] {
        match (&self.place, self.mentions) {
            (Place::Guild { .. }, true) => &["AT_MESSAGE_CREATE", "MESSAGE_CREATE"],
            (Place::Guild { .. }, false) => &["MESSAGE_CREATE"],
            (Place::Direct { .. }, _) => &["DIRECT_MESSAGE_CREATE"],
            (Place::Group { .. }, true) => &["GROUP_AT_MESSAGE_CREATE"],
            (Place::Group { .. }, false) => &["GROUP_MESSAGE_CREATE"],
            (Place::C2c { .. }, _) => &["C2C_MESSAGE_CREATE"],
        }
    }

    fn room(&self) -> Room {
        match &self.place {
            Place::Guild { channel, .. } => Room::Channel(*channel),
            Place::Direct { session, .. } => Room::Direct(*session),
            Place::Group { group, .. } => Room::Group(group.clone()),
            Place::C2c { user } => Room::User(user.clone()),
        }
    }

    /// What the event carries beside its id, its time and what it quotes.
    fn fields(&self, world: &World, bot: &Bot) -> Value {
        let text = &self.text;
        match &self.place {
            Place::Guild { guild, channel, user } => {
                let member = world.guilds.get(guild).and_then(|guild| guild.members.get(user));
                let mention = format!("<@!{}> ", bot.user_id_in(world));
                let mention = if self.mentions { mention.as_str() } else { "" };
                json!({
                    "guild_id": guild.to_string(), "channel_id": channel.to_string(),
                    "content": format!("{mention}{text}"),
                    "author": {
                        "id": user.to_string(), "username": member.map(|member| &member.name),
                        "bot": member.is_some_and(|member| member.bot),
                    },
                    // Somebody of whom the script says nothing is a member like any other.
                    "member": member.map_or(json!({"nick": "", "roles": ["1"]}), |member| json!({
                        "nick": member.name, "roles": strings(&member.roles),
                    })),
                    "mentions": null,
                })
            }
            Place::Direct { session, source, user } => json!({
                "guild_id": session.to_string(), "channel_id": session.to_string(),
                "src_guild_id": source.to_string(), "direct_message": true, "content": text,
                "author": {"id": user.to_string(), "username": format!("user {user}")},
                "member": {"joined_at": "2021-05-20T15:14:58+08:00"},
            }),
            Place::Group { group, member } => {
                let known = world.groups.get(group).and_then(|group| group.get(member));
                let space = if self.mentions { " " } else { "" };
                let own = format!("{:032X}", bot.user_id_in(world));
                json!({
                    "group_openid": group, "content": format!("{space}{text}"),
                    "author": {
                        "id": member, "member_openid": member, "bot": false,
                        "username": known.map(|known| &known.name),
                        "member_role": known.map(|known| &known.role),
                    },
                    "mentions": self.mentions.then(|| json!([{"id": own, "is_you": true}])),
                })
            }
            Place::C2c { user } => {
                json!({"content": text, "author": {"id": user, "user_openid": user}})
            }
        }
    }
}

impl Platform {
    /// Posts a message and delivers it to the bot, if it subscribed to such; its id.
    pub fn post(&self, bot: &Bot, post: Post) -> String {
        self.change(|world| {
            let number = world.number();
            let id = match post.place {
                Place::Guild { .. } | Place::Direct { .. } => format!("08{number:016x}"),
                Place::Group { .. } | Place::C2c { .. } => format!("ROBOT1.0_{number:016x}!"),
            };
            let mut data = post.fields(world, bot);
            data["id"] = json!(id);
            data["timestamp"] = json!(time::now());
            if let Some(quote) = &post.quote {
                data["message_reference"] = json!({"message_id": quote});
            }
            for (field, value) in &post.changes {
                set(&mut data, field, value.clone());
            }
            let (app, shards) = (bot.app_id().to_string(), post.shards(world, bot));
            let delivery = Delivery { app, shards, kinds: post.kinds() };
            world.deliver(&delivery, &data);
            let delivery = Some(delivery);
            let stored = Stored { room: post.room(), data, delivery, replies: Vec::new() };
            world.messages.insert(id.clone(), stored);
            id
        })
    }

    /// Delivers a posted message once more, as the platform does now and then.
    ///
    /// # Panics
    ///
    /// If there is no such message.
    pub fn deliver_again(&self, id: &str) {
        self.change(|world| {
            let stored = world.messages.get(id).unwrap_or_else(|| panic!("no message {id}"));
            let (data, delivery) = (stored.data.clone(), stored.delivery.clone());
            if let Some(delivery) = delivery {
                world.deliver(&delivery, &data);
            }
        });
    }

    /// Whether a message is there: not, once recalled.
    #[must_use]
    pub fn has_message(&self, id: &str) -> bool {
        self.read(|world| world.messages.contains_key(id))
    }
}

impl World {
    fn deliver(&mut self, delivery: &Delivery, data: &Value) {
        for &shard in &delivery.shards {
            for kind in delivery.kinds {
                self.dispatch(&delivery.app, shard, kind, data);
            }
        }
    }
}

impl Post {
    /// What comes from no guild comes to the first shard.
    fn shards(&self, world: &World, bot: &Bot) -> Vec<u32> {
        match (&self.shards, &self.place) {
            (Some(shards), _) => shards.clone(),
            (None, Place::Guild { guild, .. }) => vec![world.bots[bot.app_id()].shard_of(*guild)],
            (None, _) => vec![0],
        }
    }
}

/// `author.bot` sets one field of the author; what stands in the way is replaced.
pub(super) fn set(data: &mut Value, field: &str, value: Value) {
    let mut at = data;
    for key in field.split('.') {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = &mut at[key];
    }
    *at = value;
}

fn strings(numbers: &[u64]) -> Vec<String> {
    numbers.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_set_at_any_depth() {
        let mut data = json!({"author": {"id": "1"}, "mentions": null});
        set(&mut data, "author.bot", json!(true));
        set(&mut data, "mentions.a", json!(1));
        set(&mut data, "author.id", Value::Null);
        assert_eq!(data, json!({"author": {"id": null, "bot": true}, "mentions": {"a": 1}}));
    }
}
