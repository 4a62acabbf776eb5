//! What the platform knows.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::bot::Traffic;
use super::fault::Faults;
use super::press::Pressed;
use super::record::Recorded;
use super::session::Session;

pub(super) struct World {
    /// By AppID.
    pub(super) bots: HashMap<String, BotRecord>,
    /// By session id.
    pub(super) sessions: HashMap<String, Session>,
    pub(super) guilds: HashMap<u64, GuildRecord>,
    /// By group and member.
    pub(super) groups: HashMap<String, HashMap<String, GroupMember>>,
    /// By message id.
    pub(super) messages: HashMap<String, Stored>,
    /// By interaction id.
    pub(super) presses: HashMap<String, Pressed>,
    pub(super) requests: Vec<Recorded>,
    pub(super) faults: Faults,
    pub(super) heartbeat: Duration,
    /// Open connections to the gateway.
    pub(super) sockets: u64,
    numbers: u64,
}

pub(super) struct BotRecord {
    pub(super) name: String,
    pub(super) secret: String,
    pub(super) user: u64,
    /// Counts revocations: a token says in which it was given out.
    pub(super) generation: u32,
    pub(super) tokens_last: Duration,
    pub(super) shards: u32,
    pub(super) starts_left: u32,
    pub(super) reset_after: Duration,
    /// In place of the loopback's own.
    pub(super) gateway: Option<String>,
    /// With which code its sessions are refused.
    pub(super) refusal: Option<u16>,
    pub(super) answers_heartbeats: bool,
    /// Whether it may send buttons, which few bots may.
    pub(super) keyboards: bool,
    pub(super) traffic: Traffic,
}

impl BotRecord {
    /// Guilds are spread over the shards by their ids.
    pub(super) fn shard_of(&self, guild: u64) -> u32 {
        ((guild >> 22) % u64::from(self.shards.max(1))) as u32
    }
}

#[derive(Default)]
pub(super) struct GuildRecord {
    pub(super) channels: HashSet<u64>,
    pub(super) members: HashMap<u64, GuildMember>,
    /// Beside those that every guild has.
    pub(super) roles: BTreeMap<u64, GuildRole>,
    /// Of a member in a channel, where that is not what their roles say.
    pub(super) permissions: HashMap<(u64, u64), u64>,
    /// Of a role in a channel.
    pub(super) role_permissions: HashMap<(u64, u64), u64>,
    /// Messages that are announced.
    pub(super) announced: HashSet<String>,
}

#[derive(Clone)]
pub(super) struct GuildMember {
    pub(super) name: String,
    pub(super) roles: Vec<u64>,
    pub(super) bot: bool,
}

impl GuildMember {
    /// 4 is the owner, 2 an administrator.
    pub(super) fn rank(&self) -> u8 {
        if self.roles.contains(&4) { 2 } else { u8::from(self.roles.contains(&2)) }
    }

    /// As answers and events tell of them.
    pub(super) fn json(&self, user: u64) -> Value {
        let roles: Vec<_> = self.roles.iter().map(ToString::to_string).collect();
        json!({
            "user": {"id": user.to_string(), "username": self.name, "bot": self.bot},
            "nick": self.name, "roles": roles, "joined_at": "2021-05-20T15:14:58+08:00",
        })
    }
}

#[derive(Clone)]
pub(super) struct GuildRole {
    pub(super) name: String,
    pub(super) color: u64,
    pub(super) hoist: u64,
}

pub(super) struct GroupMember {
    pub(super) name: String,
    pub(super) role: String,
}

/// A conversation, as the paths of the API name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Room {
    Channel(u64),
    Direct(u64),
    Group(String),
    User(String),
}

/// A message that exists.
pub(super) struct Stored {
    pub(super) room: Room,
    pub(super) data: Value,
    /// How it was delivered; `None` for what a bot sent.
    pub(super) delivery: Option<Delivery>,
    /// The `msg_seq` of each reply to it.
    pub(super) replies: Vec<u64>,
}

/// To which shards of which bot, and as which events: those that it subscribed to.
#[derive(Clone)]
pub(super) struct Delivery {
    pub(super) app: String,
    pub(super) shards: Vec<u32>,
    pub(super) kinds: &'static [&'static str],
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            bots: HashMap::new(),
            sessions: HashMap::new(),
            guilds: HashMap::new(),
            groups: HashMap::new(),
            messages: HashMap::new(),
            presses: HashMap::new(),
            requests: Vec::new(),
            faults: Faults::default(),
            heartbeat: Duration::from_secs(1),
            sockets: 0,
            numbers: 0,
        }
    }

    /// A number that was not given out before.
    pub(super) fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// The token that this bot gets now.
    pub(super) fn token(&self, app: &str) -> Option<String> {
        self.bots.get(app).map(|bot| format!("loopback-token-{app}-{}", bot.generation))
    }

    /// The bot whose token this is, unless it was revoked.
    pub(super) fn bot_of(&self, token: &str) -> Option<String> {
        let app = token.strip_prefix("loopback-token-")?.rsplit_once('-')?.0;
        (self.token(app)? == token).then(|| app.to_string())
    }

    /// The guild of a channel.
    pub(super) fn guild_of(&self, channel: u64) -> Option<u64> {
        self.guilds.iter().find(|(_, guild)| guild.channels.contains(&channel)).map(|(&id, _)| id)
    }
}
