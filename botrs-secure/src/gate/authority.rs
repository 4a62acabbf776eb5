//! Stage 9, authority: what only the platform can tell.
//!
//! The only stage that makes requests. It asks for the caller's, the target's and the bot's own roles, and
//! where a channel or a quoted message belongs; an error, a missing answer or a late one refuses. A command
//! without proofs asks for the caller's roles alone, and only where it says `fresh` or where everything
//! hangs on whether the caller administrates the channel. The roles of whoever presses a button are asked for
//! before all else, since no event says them.
//!
//! A command that says `fresh` or `confirm` takes no answer that was asked for before it came here. Any
//! other takes one that is up to 3 s old and untouched by events, see
//! [`lookups`](crate::gate::lookups). Each call is charged for its look-ups before any, whether they reach
//! the platform or not.

use std::time::Duration;

use futures_util::future::{try_join, try_join_all, try_join3};

use crate::adapter::{ChannelPermissions, PlatformErrorKind, RoleInfo, Roles};
use crate::command::{Claims, Proofs, ProvenMessage};
use crate::gate::denial::Denial;
use crate::gate::live::{Asked, Live};
use crate::gate::lookups::Freshness;
use crate::gate::permission::Permitted;
use crate::gate::revocation;
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::limit::{self, Quota, Take, bucket};
use crate::place::{PersonId, Place, Realm};
use crate::policy::{DeleteMessages, InForce, Permission, is_platform_admin, is_platforms_own};

/// Calls with look-ups of one principal.
const CALLER_LOOKUPS: Quota = Quota::per(20, Duration::from_secs(60));
/// Calls with look-ups in one guild.
const GUILD_LOOKUPS: Quota = Quota::per(120, Duration::from_secs(60));

/// Proves what the call claims.
pub(crate) async fn prove(live: &Live, claims: Claims) -> Result<Proofs, Denial> {
    let is_certain = live.permitted(&live.in_force)? == Permitted::Yes;
    if claims.is_empty() && !live.command.is_fresh && is_certain {
        return Ok(Proofs::default());
    }
    let inquiry = Inquiry::new(live, &live.in_force, freshness(live))?;
    for &target in &claims.targets {
        refuse_self_and_bot(live, target)?;
    }
    if claims.roles.iter().any(|&role| is_platforms_own(role)) {
        return Err(Denial::PlatformRole);
    }
    // Whoever spends a guild's look-ups on what everybody may do leaves its moderators theirs.
    let is_privileged = live.command.need.is_privileged();
    let bucket = if is_privileged { bucket::LOOKUPS } else { bucket::PUBLIC_LOOKUPS };
    charge_lookups(live, inquiry.guild, bucket)?;
    inquiry.prove(claims).await
}

/// Asks for the caller's roles before anything else of the call is looked at: of a press, whose event says
/// none.
pub(super) async fn ask_first(live: &Live) -> Result<(), Denial> {
    let inquiry = Inquiry::new(live, &live.in_force, Freshness::Now)?;
    // It is not known yet whether they may: strangers press, too.
    charge_lookups(live, inquiry.guild, bucket::PRESS_LOOKUPS)?;
    inquiry.permitted_caller().await
}

/// Whoever asks for a confirmation wants to be as sure as whoever says `fresh`.
fn freshness(live: &Live) -> Freshness {
    match live.command.is_fresh || live.command.confirm.is_asked() {
        true => Freshness::Now,
        false => Freshness::Recent,
    }
}

/// Asks anew for the roles of the caller and of targets, whatever was kept, for a decision that is due.
pub(crate) async fn ask_again(
    live: &Live,
    in_force: &InForce,
    targets: &[UserId],
) -> Result<(), Denial> {
    let inquiry = Inquiry::new(live, in_force, Freshness::Now)?;
    try_join(inquiry.caller(), inquiry.targets(targets)).await?;
    Ok(())
}

fn refuse_self_and_bot(live: &Live, target: UserId) -> Result<(), Denial> {
    if live.talk.incoming.person == PersonId::User(target) {
        return Err(Denial::TargetsSelf);
    }
    if target == live.talk.engine.me {
        return Err(Denial::TargetsBot);
    }
    Ok(())
}

fn charge_lookups(live: &Live, guild: GuildId, number: u64) -> Result<(), Denial> {
    let engine = &live.talk.engine;
    let caller = limit::Scope::Member(engine.keys.principal(&live.talk.principal()));
    let guild = limit::Scope::Guild(engine.bot, Realm::Guild(guild));
    let take = |scope, quota| Take { bucket: engine.keys.bucket(number, scope), quota, cost: 1 };
    let takes = [take(caller, CALLER_LOOKUPS), take(guild, GUILD_LOOKUPS)];
    let now = engine.clock.now().mono;
    engine.memory.take(&takes, now).map_err(|wait| Denial::LookupLimit { wait })
}

/// What is asked on behalf of one call; the answers are noted in it.
#[derive(Clone, Copy)]
struct Inquiry<'a> {
    live: &'a Live,
    in_force: &'a InForce,
    guild: GuildId,
    channel: ChannelId,
    caller: UserId,
    freshness: Freshness,
}

impl<'a> Inquiry<'a> {
    fn new(live: &'a Live, in_force: &'a InForce, freshness: Freshness) -> Result<Self, Denial> {
        let incoming = &live.talk.incoming;
        let (Place::Guild { guild, channel }, PersonId::User(caller)) =
            (incoming.place, incoming.person)
        else {
            return Err(Denial::Unproven);
        };
        Ok(Self { live, in_force, guild, channel, caller, freshness })
    }

    async fn prove(self, claims: Claims) -> Result<Proofs, Denial> {
        if claims.is_empty() {
            self.permitted_caller().await?;
            return Ok(Proofs::default());
        }
        let members =
            try_join3(self.permitted_caller(), self.bot_standing(), self.targets(&claims.targets));
        let places = try_join3(
            try_join_all(claims.channels.iter().map(|&channel| self.channel_here(channel))),
            self.quoted(claims.message.as_ref()),
            self.roles_here(&claims.roles),
        );
        let (_, (_, message, roles)) = try_join(members, places).await?;
        let author = message.as_ref().and_then(|message| message.outranked);
        let below: Vec<_> = claims.targets.iter().copied().chain(author).collect();
        revocation::outranks(self.live, self.in_force, &below)?;
        self.covers(&roles)?;
        Ok(Proofs { targets: claims.targets, channels: claims.channels, message, roles })
    }

    /// Refuses a role that means more than the caller is and holds, or as much.
    fn covers(self, roles: &[RoleInfo]) -> Result<(), Denial> {
        let is_below = |role: &RoleInfo| self.live.covers(self.in_force, role.id);
        if roles.iter().all(is_below) { Ok(()) } else { Err(Denial::RoleNotBelow) }
    }

    /// Asks for the caller's roles, and decides the permission by them.
    async fn permitted_caller(self) -> Result<(), Denial> {
        self.caller().await?;
        self.live.permitted_now(self.in_force)
    }

    /// Asks for the caller's roles; and, where it hangs on that, whether they administrate this channel.
    async fn caller(self) -> Result<(), Denial> {
        // Before anything is asked: of the channel, too, though it may not be.
        let epoch = self.live.talk.engine.lookups.epoch_in(self.guild, self.channel, self.caller);
        let (roles, _) = self.roles_of(self.caller).await.map_err(|_| Denial::UnknownRank)?;
        self.note_caller(Asked { roles: roles.clone(), is_channel_admin: false }, epoch);
        if self.live.permitted(self.in_force) == Ok(Permitted::IfChannelAdmin) {
            let is_channel_admin = self.manages_channel().await?;
            self.note_caller(Asked { roles, is_channel_admin }, epoch);
        }
        Ok(())
    }

    fn note_caller(self, asked: Asked, epoch: u64) {
        *self.live.asked.lock() = Some(asked);
        self.live.seen.lock().note_caller(epoch);
    }

    async fn manages_channel(self) -> Result<bool, Denial> {
        let lookups = &self.live.talk.engine.lookups;
        let asked =
            lookups.channel_permissions(self.guild, self.channel, self.caller, self.freshness);
        let held = asked.await.map_err(|_| Denial::UnknownPermission)?;
        Ok(held.contains(ChannelPermissions::MANAGE))
    }

    async fn targets(self, targets: &[UserId]) -> Result<(), Denial> {
        try_join_all(targets.iter().map(|&target| self.target(target))).await?;
        Ok(())
    }

    async fn target(self, target: UserId) -> Result<(), Denial> {
        let (roles, epoch) = self.roles_of(target).await.map_err(|kind| match kind {
            PlatformErrorKind::NotFound => Denial::NotAMember,
            _ => Denial::UnknownRank,
        })?;
        self.live.seen.lock().note_target(target, roles, epoch);
        Ok(())
    }

    /// Kicking, muting and recalling ask that the bot itself is an administrator of the guild.
    async fn bot_standing(self) -> Result<(), Denial> {
        let me = self.live.talk.engine.me;
        match self.roles_of(me).await {
            Ok((Roles::Guild(roles), _)) if roles.iter().any(|&role| is_platform_admin(role)) => {
                Ok(())
            }
            Ok(_) => Err(Denial::BotNotAdministrator),
            Err(_) => Err(Denial::UnknownRank),
        }
    }

    /// A member's roles, and the epoch from before they were asked for.
    async fn roles_of(self, user: UserId) -> Result<(Roles, u64), PlatformErrorKind> {
        let lookups = &self.live.talk.engine.lookups;
        let epoch = lookups.epoch(self.guild, user);
        let member = lookups.member(self.guild, user, self.freshness).await?;
        Ok((Roles::Guild(member.roles), epoch))
    }

    async fn channel_here(self, channel: ChannelId) -> Result<(), Denial> {
        let lookups = &self.live.talk.engine.lookups;
        match lookups.channel_guild(self.guild, channel, self.freshness).await {
            Ok(owner) if owner == self.guild => Ok(()),
            Ok(_) | Err(PlatformErrorKind::NotFound) => Err(Denial::Elsewhere),
            Err(_) => Err(Denial::UnknownRank),
        }
    }

    async fn quoted(self, quoted: Option<&MessageId>) -> Result<Option<ProvenMessage>, Denial> {
        let Some(id) = quoted else { return Ok(None) };
        let (guild, channel) = (self.guild, self.channel);
        match self.live.talk.engine.lookups.message(channel, id).await {
            Ok(found) if found.id == *id && found.channel == channel && found.guild == guild => {
                let outranked = self.author(found.author).await?;
                let author = found.author;
                Ok(Some(ProvenMessage { id: found.id, channel, author, outranked }))
            }
            Ok(_) | Err(PlatformErrorKind::NotFound) => Err(Denial::Elsewhere),
            Err(_) => Err(Denial::UnknownRank),
        }
    }

    /// The author of a message whose rank has to be below the caller's: where the command recalls
    /// messages, nobody's is above.
    ///
    /// The caller's own and the bot's need no rank, nor do those of whoever left the guild.
    async fn author(self, author: Option<UserId>) -> Result<Option<UserId>, Denial> {
        if !self.live.command.need.always_checks(DeleteMessages::DEF) {
            return Ok(None);
        }
        let author = author.ok_or(Denial::UnknownRank)?;
        if refuse_self_and_bot(self.live, author).is_err() {
            return Ok(None);
        }
        match self.target(author).await {
            Ok(()) => Ok(Some(author)),
            Err(Denial::NotAMember) => Ok(None),
            Err(denial) => Err(denial),
        }
    }

    /// These roles, as the platform lists them among those of the guild.
    async fn roles_here(self, claimed: &[RoleId]) -> Result<Vec<RoleInfo>, Denial> {
        if claimed.is_empty() {
            return Ok(Vec::new());
        }
        let listed = self.live.talk.engine.lookups.guild_roles(self.guild, self.freshness).await;
        let listed = listed.map_err(|_| Denial::UnknownRank)?;
        let find = |id: &RoleId| listed.iter().find(|role| role.id == *id).cloned();
        claimed.iter().map(|id| find(id).ok_or(Denial::Elsewhere)).collect()
    }
}
