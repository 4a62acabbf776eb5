//! Stage 9, authority: what only the platform can tell, asked now.
//!
//! The only stage that makes requests. It asks for the caller's, the target's and the bot's own roles
//! as they are at this moment, and where a channel or a quoted message belongs; an error, a missing
//! answer or a late one refuses. Nothing is cached. A command without proofs asks for the caller's roles
//! alone, and only where it says `fresh`.

use std::time::Duration;

use futures_util::future::{try_join, try_join_all, try_join3};

use crate::adapter::{MemberInfo, PlatformErrorKind, Roles};
use crate::command::{Claims, Proofs, ProvenMessage};
use crate::gate::denial::Denial;
use crate::gate::live::{Asked, Live};
use crate::gate::permission::Permitted;
use crate::id::{ChannelId, GuildId, MessageId, UserId};
use crate::limit::{self, Quota, Take, bucket};
use crate::place::{PersonId, Place, Realm};
use crate::policy::{Rank, is_platform_admin};

/// How long the platform may take for all answers together.
const PATIENCE: Duration = Duration::from_secs(5);
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
    let Place::Guild { guild, channel } = live.talk.incoming.place else {
        return Err(Denial::Unproven);
    };
    let me = live.talk.engine.me;
    for &target in &claims.targets {
        refuse_self_and_bot(live, target, me)?;
    }
    charge_lookups(live, guild)?;
    let asked = ask(live, claims, guild, channel, me);
    tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(Denial::UnknownRank))
}

fn refuse_self_and_bot(live: &Live, target: UserId, me: UserId) -> Result<(), Denial> {
    if live.talk.incoming.person == PersonId::User(target) {
        return Err(Denial::TargetsSelf);
    }
    if target == me {
        return Err(Denial::TargetsBot);
    }
    Ok(())
}

fn charge_lookups(live: &Live, guild: GuildId) -> Result<(), Denial> {
    let engine = &live.talk.engine;
    let caller = limit::Scope::Member(engine.keys.principal(&live.talk.principal()));
    let guild = limit::Scope::Guild(engine.bot, Realm::Guild(guild));
    // Whoever spends a guild's look-ups on what everybody may do leaves its moderators theirs.
    let is_privileged = live.command.need.is_privileged();
    let number = if is_privileged { bucket::LOOKUPS } else { bucket::PUBLIC_LOOKUPS };
    let take = |scope, quota| Take { bucket: engine.keys.bucket(number, scope), quota, cost: 1 };
    let takes = [take(caller, CALLER_LOOKUPS), take(guild, GUILD_LOOKUPS)];
    let now = engine.clock.now().mono;
    engine.memory.take(&takes, now).map_err(|wait| Denial::LookupLimit { wait })
}

async fn ask(
    live: &Live,
    claims: Claims,
    guild: GuildId,
    channel: ChannelId,
    me: UserId,
) -> Result<Proofs, Denial> {
    if claims.is_empty() {
        caller_roles(live, guild).await?;
        return Ok(Proofs::default());
    }
    let members = try_join3(
        caller_rank(live, guild),
        bot_standing(live, guild, me),
        try_join_all(claims.targets.iter().map(|&target| target_rank(live, guild, target))),
    );
    let places = try_join(
        try_join_all(claims.channels.iter().map(|&channel| channel_of(live, guild, channel))),
        quoted(live, guild, channel, claims.message.as_ref()),
    );
    let ((caller, (), targets), (_, message)) = try_join(members, places).await?;
    if targets.iter().any(|&target| target >= caller) {
        return Err(Denial::Outranked);
    }
    Ok(Proofs { targets: claims.targets, channels: claims.channels, message })
}

/// The caller's rank by their roles of this moment.
async fn caller_rank(live: &Live, guild: GuildId) -> Result<Rank, Denial> {
    let incoming = &live.talk.incoming;
    let roles = caller_roles(live, guild).await?;
    let rank = live.in_force.authority(&incoming.place, &incoming.person, &roles).rank();
    rank.ok_or(Denial::UnknownRank)
}

/// The caller's roles of this moment, with which the permission is decided again.
async fn caller_roles(live: &Live, guild: GuildId) -> Result<Roles, Denial> {
    let incoming = &live.talk.incoming;
    let PersonId::User(caller) = incoming.person else { return Err(Denial::Unproven) };
    let member = member(live, guild, caller).await.map_err(|_| Denial::UnknownRank)?;
    let roles = Roles::Guild(member.roles);
    *live.asked.lock() = Some(Asked { roles: roles.clone(), is_channel_admin: false });
    match live.permitted(&live.in_force)? {
        Permitted::Yes => Ok(roles),
        Permitted::IfChannelAdmin => Err(Denial::UnknownPermission),
    }
}

async fn target_rank(live: &Live, guild: GuildId, target: UserId) -> Result<Rank, Denial> {
    let member = member(live, guild, target).await.map_err(|kind| match kind {
        PlatformErrorKind::NotFound => Denial::NotAMember,
        _ => Denial::UnknownRank,
    })?;
    let person = PersonId::User(target);
    let place = &live.talk.incoming.place;
    let roles = Roles::Guild(member.roles);
    let authority = live.in_force.authority(place, &person, &roles);
    live.targets.lock().push((target, roles));
    authority.rank_as_target().ok_or(Denial::UnknownRank)
}

/// Kicking, muting and recalling ask that the bot itself is an administrator of the guild.
async fn bot_standing(live: &Live, guild: GuildId, me: UserId) -> Result<(), Denial> {
    let member = member(live, guild, me).await.map_err(|_| Denial::UnknownRank)?;
    if member.roles.iter().any(|&role| is_platform_admin(role)) {
        Ok(())
    } else {
        Err(Denial::BotNotAdministrator)
    }
}

async fn member(
    live: &Live,
    guild: GuildId,
    user: UserId,
) -> Result<MemberInfo, PlatformErrorKind> {
    live.talk.engine.transport.member(guild, user).await.map_err(|error| error.kind())
}

async fn channel_of(live: &Live, guild: GuildId, channel: ChannelId) -> Result<(), Denial> {
    match live.talk.engine.transport.channel_guild(channel).await {
        Ok(owner) if owner == guild => Ok(()),
        Ok(_) => Err(Denial::Elsewhere),
        Err(error) if error.kind() == PlatformErrorKind::NotFound => Err(Denial::Elsewhere),
        Err(_) => Err(Denial::UnknownRank),
    }
}

async fn quoted(
    live: &Live,
    guild: GuildId,
    channel: ChannelId,
    quoted: Option<&MessageId>,
) -> Result<Option<ProvenMessage>, Denial> {
    let Some(id) = quoted else { return Ok(None) };
    match live.talk.engine.transport.message(channel, id).await {
        Ok(found) if found.id == *id && found.channel == channel && found.guild == guild => {
            Ok(Some(ProvenMessage { id: found.id, channel, author: found.author }))
        }
        Ok(_) => Err(Denial::Elsewhere),
        Err(error) if error.kind() == PlatformErrorKind::NotFound => Err(Denial::Elsewhere),
        Err(_) => Err(Denial::UnknownRank),
    }
}
