//! Stage 9, authority: what only the platform can tell, asked now.
//!
//! The only stage that makes requests. It asks for the caller's, the target's and the bot's own roles
//! as they are at this moment, and where a channel or a quoted message belongs; an error, a missing
//! answer or a late one refuses. Nothing is cached. A command without proofs asks for the caller's roles
//! alone, and only where it says `fresh`.

use std::time::Duration;

use futures_util::future::{try_join, try_join_all, try_join3};

use crate::adapter::{MemberInfo, PlatformErrorKind, RoleInfo, Roles};
use crate::command::{Claims, Proofs, ProvenMessage};
use crate::gate::denial::Denial;
use crate::gate::live::{Asked, Live};
use crate::gate::permission::Permitted;
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::limit::{self, Quota, Take, bucket};
use crate::place::{PersonId, Place, Realm};
use crate::policy::{
    Authority, DeleteMessages, Permission, Rank, is_platform_admin, is_platforms_own,
};

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
    if claims.roles.iter().any(|&role| is_platforms_own(role)) {
        return Err(Denial::PlatformRole);
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
        caller_authority(live, guild),
        bot_standing(live, guild, me),
        try_join_all(claims.targets.iter().map(|&target| target_rank(live, guild, target))),
    );
    let places = try_join3(
        try_join_all(claims.channels.iter().map(|&channel| channel_of(live, guild, channel))),
        quoted(live, guild, channel, claims.message.as_ref()),
        roles_of(live, guild, &claims.roles),
    );
    let ((caller, (), targets), (_, message, roles)) = try_join(members, places).await?;
    let rank = caller.rank().ok_or(Denial::UnknownRank)?;
    let author = message.as_ref().and_then(|(_, author)| *author);
    if targets.into_iter().chain(author).any(|other| other >= rank) {
        return Err(Denial::Outranked);
    }
    let means = |role: &RoleInfo| live.in_force.rules.guild_role(guild, role.id);
    if roles.iter().any(|role| !caller.covers(&means(role))) {
        return Err(Denial::RoleNotBelow);
    }
    let message = message.map(|(message, _)| message);
    Ok(Proofs { targets: claims.targets, channels: claims.channels, message, roles })
}

/// What the caller may do, by their roles of this moment.
async fn caller_authority(live: &Live, guild: GuildId) -> Result<Authority, Denial> {
    let incoming = &live.talk.incoming;
    let roles = caller_roles(live, guild).await?;
    Ok(live.in_force.authority(&incoming.place, &incoming.person, &roles))
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
    let authority = live.in_force.authority(place, &person, &Roles::Guild(member.roles));
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

/// The quoted message, and the rank of its author where that has to be below the caller's.
async fn quoted(
    live: &Live,
    guild: GuildId,
    channel: ChannelId,
    quoted: Option<&MessageId>,
) -> Result<Option<(ProvenMessage, Option<Rank>)>, Denial> {
    let Some(id) = quoted else { return Ok(None) };
    match live.talk.engine.transport.message(channel, id).await {
        Ok(found) if found.id == *id && found.channel == channel && found.guild == guild => {
            let author = author_rank(live, guild, found.author).await?;
            let outranked = author.and(found.author);
            let proven = ProvenMessage { id: found.id, channel, author: found.author, outranked };
            Ok(Some((proven, author)))
        }
        Ok(_) => Err(Denial::Elsewhere),
        Err(error) if error.kind() == PlatformErrorKind::NotFound => Err(Denial::Elsewhere),
        Err(_) => Err(Denial::UnknownRank),
    }
}

/// The rank of a message's author, where the command recalls messages: nobody's above the caller.
///
/// The caller's own and the bot's need no rank, nor do those of whoever left the guild.
async fn author_rank(
    live: &Live,
    guild: GuildId,
    author: Option<UserId>,
) -> Result<Option<Rank>, Denial> {
    if !live.command.need.always_checks(DeleteMessages::DEF) {
        return Ok(None);
    }
    let author = author.ok_or(Denial::UnknownRank)?;
    if refuse_self_and_bot(live, author, live.talk.engine.me).is_err() {
        return Ok(None);
    }
    match target_rank(live, guild, author).await {
        Ok(rank) => Ok(Some(rank)),
        Err(Denial::NotAMember) => Ok(None),
        Err(denial) => Err(denial),
    }
}

/// These roles, as the platform lists them among those of the guild.
async fn roles_of(
    live: &Live,
    guild: GuildId,
    claimed: &[RoleId],
) -> Result<Vec<RoleInfo>, Denial> {
    if claimed.is_empty() {
        return Ok(Vec::new());
    }
    let listed = live.talk.engine.transport.guild_roles(guild).await;
    let listed = listed.map_err(|_| Denial::UnknownRank)?;
    let find = |id: &RoleId| listed.iter().find(|role| role.id == *id).cloned();
    claimed.iter().map(|id| find(id).ok_or(Denial::Elsewhere)).collect()
}
