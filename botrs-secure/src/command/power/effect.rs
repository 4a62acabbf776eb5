//! One thing that a power does: allowed again, recorded, sent once, recorded whatever becomes of it.

use std::time::Duration;

use crate::adapter::{Act, Done, PlatformError, PlatformErrorKind, Request};
use crate::audit::{Event, Kind};
use crate::command::{Bond, BoxFuture};
use crate::error::{Error, Result};
use crate::gate::{self, Denial, INTENT, Intent, Live, revocation};
use crate::id::{GuildId, RoleId, UserId};
use crate::limit::{self, Quota, Take, bucket};
use crate::place::Realm;
use crate::policy::{Permission, PermissionDef};

/// How long a power waits for the platform.
const PATIENCE: Duration = Duration::from_secs(15);

/// How much that cannot be taken back is done in one guild, by all commands together: each member, message,
/// channel or role is one.
const DESTRUCTION: Quota = Quota::per(20, Duration::from_secs(60));

/// The result of a request that was fulfilled.
const DONE: &str = "done";
/// The result of a request that was fulfilled for some of those whom it names.
const PARTLY: &str = "partly_done";

/// What is about to be done.
pub(crate) struct Effect {
    action: &'static str,
    act: Act,
    target: Option<UserId>,
    /// Who was proven to be below the caller.
    targets: Vec<UserId>,
    /// Which roles were.
    roles: Vec<RoleId>,
    details: Option<Box<str>>,
    /// The proofs that it rests on.
    proofs: Vec<Bond>,
    /// How much of [`DESTRUCTION`] it takes.
    destroys: u32,
}

impl Effect {
    pub(crate) fn new(action: &'static str, act: Act) -> Self {
        Self {
            action,
            act,
            target: None,
            targets: Vec::new(),
            roles: Vec::new(),
            details: None,
            proofs: Vec::new(),
            destroys: 0,
        }
    }

    /// What it rests on. Without any, the call has to have asked for the caller's roles.
    pub(crate) fn by(self, proofs: impl IntoIterator<Item = Bond>) -> Self {
        Self { proofs: proofs.into_iter().collect(), ..self }
    }

    /// On whom, for the records.
    pub(crate) fn on(self, target: impl Into<Option<UserId>>) -> Self {
        Self { target: target.into(), ..self }
    }

    /// Who has to be below the caller still when it is done.
    pub(crate) fn below(self, targets: impl IntoIterator<Item = UserId>) -> Self {
        Self { targets: targets.into_iter().collect(), ..self }
    }

    /// Which role has to be.
    pub(crate) fn role(self, role: RoleId) -> Self {
        Self { roles: vec![role], ..self }
    }

    pub(crate) fn details(self, details: impl Into<Box<str>>) -> Self {
        Self { details: Some(details.into()), ..self }
    }

    /// Says that `count` things are gone for good.
    pub(crate) fn destroying(self, count: usize) -> Self {
        Self { destroys: u32::try_from(count).unwrap_or(u32::MAX), ..self }
    }
}

/// The guild of a running call.
pub(crate) fn guild_of(live: Option<&Live>) -> Result<GuildId, Denial> {
    let live = live.ok_or(Denial::Unproven)?;
    live.talk.incoming.place.guild().ok_or(Denial::WrongScene)
}

/// Does what a power of the permission `P` is for.
pub(crate) fn perform<'a, P: Permission>(
    live: Option<&'a Live>,
    effect: Result<Effect>,
) -> BoxFuture<'a, Result<()>> {
    perform_and::<P, ()>(live, effect, |_, _| Ok(()))
}

/// The same, and makes something of what the platform says of it.
pub(crate) fn perform_and<'a, P: Permission, T: 'a>(
    live: Option<&'a Live>,
    effect: Result<Effect>,
    read: impl FnOnce(&'a Live, Done) -> Result<T> + Send + 'a,
) -> BoxFuture<'a, Result<T>> {
    let ready = effect.and_then(|effect| {
        let live = allowed(live, P::DEF, &effect).map_err(Error::denied)?;
        Ok((live, effect))
    });
    Box::pin(async move {
        let (live, effect) = ready?;
        // What is in force may have moved between the call of the power and its first poll, and while the
        // charge waited for a server.
        still_allowed::<P>(live, &effect).await.map_err(Error::denied)?;
        charge(live, &effect).await.map_err(Error::denied)?;
        #[cfg(feature = "redis")]
        if let Some(fleet) = &live.talk.engine.fleet {
            fleet.refresh(live).await.map_err(Error::denied)?;
        }
        still_allowed::<P>(live, &effect).await.map_err(Error::denied)?;
        let action = effect.action;
        let intent = begin::<P>(live, &effect).await.map_err(Error::denied)?;
        let act = effect.act;
        let done = wait(live.talk.engine.transport.act(&act)).await;
        end(intent, &act, &done);
        if let Err(error) = &done {
            tracing::warn!(action, %error, "the platform did not do it");
        }
        read(live, done.map_err(Error::from)?)
    })
}

async fn still_allowed<P: Permission>(live: &Live, effect: &Effect) -> Result<(), Denial> {
    allowed(Some(live), P::DEF, effect)?;
    revocation::still_granted(live, &effect.targets).await?;
    still_below(live, &effect.roles)
}

/// Whether the caller still may, and whether what it rests on was proven in this very call.
fn allowed<'a>(
    live: Option<&'a Live>,
    permission: &PermissionDef,
    effect: &Effect,
) -> Result<&'a Live, Denial> {
    let live = live.ok_or(Denial::Unproven)?;
    live.holds(permission)?;
    let this = Bond::of(live).ok_or(Denial::WrongScene)?;
    if effect.proofs.iter().any(|&proof| proof != this) {
        return Err(Denial::Unproven);
    }
    if effect.proofs.is_empty() && live.asked.lock().is_none() {
        return Err(Denial::Unproven);
    }
    Ok(live)
}

/// Whether the roles are below the caller, by what is in force and known of them now.
fn still_below(live: &Live, roles: &[RoleId]) -> Result<(), Denial> {
    let current = live.talk.engine.current.load();
    let is_below = |&role: &RoleId| live.covers(&current, role);
    if roles.iter().all(is_below) { Ok(()) } else { Err(Denial::Revoked) }
}

/// Takes what cannot be taken back from the guild's bucket; where that is empty, nothing may be sent.
async fn charge(live: &Live, effect: &Effect) -> Result<(), Denial> {
    let (cost, engine) = (effect.destroys, &live.talk.engine);
    if cost == 0 {
        return Ok(());
    }
    // Before anything is charged.
    if !engine.audit.has_room() {
        return Err(Denial::AuditUnavailable);
    }
    let guild = live.talk.incoming.place.guild().ok_or(Denial::WrongScene)?;
    let guild = limit::Scope::Guild(engine.bot, Realm::Guild(guild));
    let bucket = engine.keys.bucket(bucket::DESTRUCTIVE, guild);
    let take = Take { bucket, quota: DESTRUCTION, cost };
    let charged = match gate::limit::charge(live, &[take]).await {
        Ok(charged) => charged.map_err(|wait| Denial::GuildLimit { wait }),
        Err(denial) => Err(denial),
    };
    charged.inspect_err(|denial| {
        let event = intended(live, effect);
        engine.audit.privileged(Event { rule: denial.rule(), ..event });
    })
}

/// The record of an intent, but for whether it is allowed.
fn intended(live: &Live, effect: &Effect) -> Event {
    let Effect { action, target, details, .. } = effect;
    let event = live.talk.event(Kind::Effect, action, INTENT);
    Event { target: *target, details: details.clone(), ..event }
}

async fn wait(request: Request<'_, Done>) -> Result<Done, PlatformError> {
    match tokio::time::timeout(PATIENCE, request).await {
        Ok(done) => done,
        Err(_) => Err(PlatformError::new(PlatformErrorKind::TimedOut, "no answer in time")),
    }
}

/// Records the intent; where that cannot be, or it is no longer allowed then, nothing may be sent.
async fn begin<P: Permission>(live: &Live, effect: &Effect) -> Result<Intent, Denial> {
    // It is allowed; whether it is done is in the other record.
    let event = Event { success: true, ..intended(live, effect) };
    let intent = Intent::record(&live.talk, event).await?;
    match still_allowed::<P>(live, effect).await {
        Ok(()) => Ok(intent),
        Err(denial) => Err(intent.refuse(denial)),
    }
}

/// Records what became of it.
fn end(intent: Intent, act: &Act, done: &Result<Done, PlatformError>) {
    let result = match (done, act) {
        (Ok(Done::Members(done)), Act::MuteMany { users, .. }) if done.len() < users.len() => {
            PARTLY
        }
        (Ok(_), _) => DONE,
        (Err(error), _) => error.kind.as_str(),
    };
    intent.end(result, result == DONE);
}
