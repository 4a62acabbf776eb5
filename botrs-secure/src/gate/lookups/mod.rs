//! What the platform says of members, roles and channels: asked in one place.
//!
//! Whoever asks gets an answer to a question that was put after they asked. Those who ask the same at the
//! same time share one request: it counts for whoever came before it was sent. Whoever comes while it is
//! on its way waits for the next one, together with all who come in the meantime; that is sent when the
//! one before has ended, or after a second.
//!
//! Only [`Freshness::Recent`] also takes an answer that is kept: to a question put less than 3 s ago, and
//! about which no event came since it was put. Errors are never kept.
//!
//! A request belongs to nobody: who stops waiting takes nothing from the others. One that fails or panics
//! is an error for those who wait for it and for no one else. Nobody waits longer than 5 s. No lock is
//! held while anybody waits.

mod counters;
mod epochs;
mod kept;
mod question;
mod shared;
#[cfg(test)]
mod tests;
mod touched;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::adapter::{
    ChannelPermissions, Event, MemberInfo, MessageInfo, PlatformErrorKind, RoleInfo, Transport,
};
use crate::clock::Clock;
use crate::id::{ChannelId, GuildId, MessageId, UserId};
use epochs::{Epochs, Topic};
use question::{ChannelIn, MemberOf, PermissionsOf, Question, RolesOf};
use shared::Shared;

/// How long anybody waits for an answer, and how long a request may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// How old an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Of a question that is put from now on.
    Now,
    /// Or put within the last 3 s, unless an event says that it may have changed since.
    Recent,
}

/// What there is for all questions.
struct Source {
    platform: Arc<dyn Transport>,
    clock: Clock,
    epochs: Epochs,
}

/// Asks the platform.
pub(crate) struct Lookups {
    source: Arc<Source>,
    members: Arc<Shared<MemberOf>>,
    roles: Arc<Shared<RolesOf>>,
    channels: Arc<Shared<ChannelIn>>,
    permissions: Arc<Shared<PermissionsOf>>,
}

pub(crate) type Answer<T> = Result<T, PlatformErrorKind>;

impl Lookups {
    pub(crate) fn new(platform: Arc<dyn Transport>, clock: Clock) -> Self {
        Self {
            source: Arc::new(Source { platform, clock, epochs: Epochs::new() }),
            members: Arc::default(),
            roles: Arc::default(),
            channels: Arc::default(),
            permissions: Arc::default(),
        }
    }

    /// A member's roles.
    pub(crate) fn member(
        &self,
        guild: GuildId,
        user: UserId,
        freshness: Freshness,
    ) -> impl Future<Output = Answer<MemberInfo>> {
        self.ask(&self.members, MemberOf { guild, user }, freshness)
    }

    /// The roles of a guild.
    pub(crate) fn guild_roles(
        &self,
        guild: GuildId,
        freshness: Freshness,
    ) -> impl Future<Output = Answer<Vec<RoleInfo>>> {
        self.ask(&self.roles, RolesOf { guild }, freshness)
    }

    /// The guild of a channel, asked by somebody in `guild`.
    pub(crate) fn channel_guild(
        &self,
        guild: GuildId,
        channel: ChannelId,
        freshness: Freshness,
    ) -> impl Future<Output = Answer<GuildId>> {
        self.ask(&self.channels, ChannelIn { guild, channel }, freshness)
    }

    /// What a member of `guild` may do in a channel of it.
    pub(crate) fn channel_permissions(
        &self,
        guild: GuildId,
        channel: ChannelId,
        user: UserId,
        freshness: Freshness,
    ) -> impl Future<Output = Answer<ChannelPermissions>> {
        self.ask(&self.permissions, PermissionsOf { guild, channel, user }, freshness)
    }

    /// A message: always asked, and never shared.
    pub(crate) async fn message(&self, channel: ChannelId, id: &MessageId) -> Answer<MessageInfo> {
        within(self.source.platform.message(channel, id)).await
    }

    /// Grows with each event that may have changed what the platform says of a member.
    ///
    /// Read it before asking: whatever is not in the answer moves it.
    pub(crate) fn epoch(&self, guild: GuildId, user: UserId) -> u64 {
        MemberOf { guild, user }.epoch(&self.source.epochs)
    }

    /// The same of a member in a channel: grows with each event about the channel, too.
    pub(crate) fn epoch_in(&self, guild: GuildId, channel: ChannelId, user: UserId) -> u64 {
        PermissionsOf { guild, channel, user }.epoch(&self.source.epochs)
    }

    /// Takes note of what an event may have changed.
    pub(crate) fn touch(&self, event: &Event) {
        touched::by(event, |topic| self.source.epochs.bump(topic));
    }

    /// Takes note that events may have been missed.
    pub(crate) fn touch_everything(&self) {
        self.source.epochs.bump(Topic::Everything);
    }

    fn ask<Q: Question>(
        &self,
        shared: &Arc<Shared<Q>>,
        question: Q,
        freshness: Freshness,
    ) -> impl Future<Output = Answer<Q::Answer>> {
        shared.ask(&self.source, question, freshness)
    }
}

/// An answer of the platform, or an error once it took too long.
async fn within<T>(request: crate::adapter::Request<'_, T>) -> Answer<T> {
    match tokio::time::timeout(PATIENCE, request).await {
        Ok(answer) => answer.map_err(|error| error.kind()),
        Err(_) => Err(PlatformErrorKind::TimedOut),
    }
}
