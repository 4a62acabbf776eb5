//! Proofs: a member whom the caller outranks; a channel, a message and a role of the event's own guild.
//!
//! A proof is no id. It exists only after the platform was asked in this call (stage 9 of the
//! gate), borrows from the call, so that it cannot outlive it, names the call that it is of ([`Bond`]),
//! and is the only thing that a power takes. Parsing yields a claim, sealed in a
//! [`Pending`](crate::command::Pending); it opens only if this very call proved it.

mod channel;
mod message;
mod role;
mod target;

pub use channel::Channel;
pub use message::Message;
pub use role::GuildRole;
pub(crate) use target::MOST as MOST_TARGETS;
pub use target::Target;

use crate::adapter::RoleInfo;
use crate::gate::Live;
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

/// What a call wants proven.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub(crate) targets: Vec<UserId>,
    pub(crate) channels: Vec<ChannelId>,
    pub(crate) message: Option<MessageId>,
    pub(crate) roles: Vec<RoleId>,
}

impl Claims {
    pub(crate) fn is_empty(&self) -> bool {
        self.targets.is_empty()
            && self.channels.is_empty()
            && self.message.is_none()
            && self.roles.is_empty()
    }
}

/// What was proven. Made by the authority stage alone.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    pub(crate) targets: Vec<UserId>,
    pub(crate) channels: Vec<ChannelId>,
    pub(crate) message: Option<ProvenMessage>,
    pub(crate) roles: Vec<RoleInfo>,
}

#[derive(Debug, Clone)]
pub(crate) struct ProvenMessage {
    pub(crate) id: MessageId,
    pub(crate) channel: ChannelId,
    pub(crate) author: Option<UserId>,
    /// The author, where they were proven to be below the caller.
    pub(crate) outranked: Option<UserId>,
}

/// The call and the guild that a proof is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bond {
    guild: GuildId,
    call: u64,
}

impl Bond {
    /// That of this call; none outside of guilds.
    pub(crate) fn of(live: &Live) -> Option<Self> {
        let guild = live.talk.incoming.place.guild()?;
        Some(Self { guild, call: live.talk.correlation })
    }

    pub(crate) fn guild(self) -> GuildId {
        self.guild
    }
}
