//! Presses of buttons: what of them is a command, and what whoever pressed is told.
//!
//! A press goes through all stages like a message. Three things differ, and a fourth where it confirms a call
//! (`question`). Only data that begins with a prefix is a command; what else a button says is judged like a
//! message ([`judge`]), and goes to the inner handler as the event that it is. The event says of nobody in a guild which roles they have,
//! so for what is not for everybody the platform is asked before anything else of the call is looked at
//! ([`must_ask`]); in groups and C2C nobody can be asked, and the policy decides by the openid. And the outcome
//! is told with a code, once for each press, which says all there is to say of most refusals.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::adapter::{Incoming, InteractionId, PressCode};
use crate::engine::Engine;
use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::gate::outcome::Outcome;
use crate::gate::talk::{PATIENCE, Talk};
use crate::gate::{block, content, flood, permission, replay};
use crate::id::MessageId;
use crate::limit::{self, bucket};
use crate::place::Scene;
use crate::reply::Reply;

/// How long a client waits for its answer is not documented; a call that was let in and takes longer is
/// answered as done meanwhile, and what becomes of it is told by its reply.
const EARLY: Duration = Duration::from_secs(2);
/// How often it is looked whether such a call was let in by now.
const LOOK: Duration = Duration::from_millis(100);
/// For how long a press is remembered as answered: longer than the platform takes answers.
const ANSWERED: Duration = Duration::from_secs(10 * 60);

/// Whether the data of a button is a command.
pub(super) fn is_command(engine: &Engine, data: &str) -> bool {
    engine.prefixes.iter().any(|prefix| data.starts_with(&**prefix))
}

/// Whether the event does not say what the caller may do and the platform can: of presses in guilds.
pub(super) fn is_open(incoming: &Incoming) -> bool {
    incoming.is_press() && incoming.place.scene() == Scene::Guild
}

/// Whether the platform is asked before anything else of the call is looked at: not for what everybody may do.
pub(super) fn must_ask(live: &Live) -> bool {
    let incoming = &live.talk.incoming;
    is_open(incoming) && !permission::is_for_all(&live.in_force, &live.command, &incoming.place)
}

/// What whoever pressed is told of an outcome.
pub(super) fn code(outcome: &Outcome) -> PressCode {
    match outcome {
        Outcome::Allowed => PressCode::Done,
        Outcome::Denied(denial) => refused(denial),
        _ => PressCode::Failed,
    }
}

/// The same, where it depends on whether a refusal is answered: what was not asked is not done.
pub(super) fn code_where(talk: &Talk, outcome: &Outcome, is_answered: bool) -> PressCode {
    let asks = matches!(outcome, Outcome::Denied(Denial::Unconfirmed { .. }));
    let can_reply = talk.incoming.press.as_ref().is_some_and(|press| press.event.is_some());
    match (asks, can_reply, is_answered) {
        (true, false, _) => PressCode::Failed,
        (true, true, false) => PressCode::TooOften,
        _ => code(outcome),
    }
}

fn refused(denial: &Denial) -> PressCode {
    match denial {
        // The question follows.
        Denial::Unconfirmed { .. } => PressCode::Done,
        Denial::Flood { .. }
        | Denial::Cooldown { .. }
        | Denial::GuildLimit { .. }
        | Denial::LookupLimit { .. }
        | Denial::Overloaded
        | Denial::EarlyConfirmation => PressCode::TooOften,
        Denial::Replay | Denial::ClosedConfirmation { again: true } => PressCode::Again,
        Denial::NotOwner => PressCode::AdministratorsOnly,
        Denial::MissingPermission { needed } if needed.is_administrator() => {
            PressCode::AdministratorsOnly
        }
        Denial::FromBot
        | Denial::UntrustedPlace
        | Denial::Blocked { .. }
        | Denial::MissingPermission { .. }
        | Denial::UnknownPermission
        | Denial::WrongScene
        | Denial::Disabled
        | Denial::TargetsSelf
        | Denial::TargetsBot
        | Denial::Outranked
        | Denial::NotAMember
        | Denial::UnknownRank
        | Denial::Elsewhere
        | Denial::BotNotAdministrator
        | Denial::RoleNotBelow
        | Denial::PlatformRole
        | Denial::OwnConfirmation
        | Denial::OthersConfirmation
        | Denial::Revoked => PressCode::NotAllowed,
        _ => PressCode::Failed,
    }
}

/// Whether the code says all there is to say of a refusal, so that no text is needed. One that was answered
/// early said something else.
pub(super) fn says_all(talk: &Talk, denial: &Denial) -> bool {
    talk.incoming.is_press()
        && !talk.was_early.load(Ordering::Relaxed)
        && !matches!(refused(denial), PressCode::Done | PressCode::Failed)
}

/// Judges a press that calls no command like what its author typed: its data comes from their client, and
/// says what they like. A warning, if one is due.
pub(crate) fn judge(talk: &mut Talk) -> Result<Option<Reply>, Denial> {
    if let Some(remaining) = block::known(talk) {
        return Err(Denial::Blocked { remaining });
    }
    let principal = talk.engine.keys.principal(&talk.principal());
    flood::check(&talk.engine.memory, principal, replay::message(talk), talk.now)?;
    content::judge(talk)
}

/// Notes that the press is this delivery's to answer, if none came before it: a second one that is refused
/// could be told first.
pub(super) fn claim(talk: &mut Talk) {
    let Incoming { place, id, .. } = &talk.incoming;
    let is_first = is_first(&talk.engine, place.scene(), id);
    *talk.owes_answer.get_mut() = is_first;
}

fn is_first(engine: &Engine, scene: Scene, id: &MessageId) -> bool {
    let message = engine.keys.message(engine.bot, scene, id);
    let bucket = engine.keys.bucket(bucket::PRESSES, limit::Scope::Member(message));
    engine.memory.once(bucket, ANSWERED, engine.clock.now().mono)
}

/// Tells whoever pressed, if this is a press and nobody was told yet. It waits for nothing.
pub(crate) fn answer(talk: &Talk, code: PressCode) {
    let Some(press) = &talk.incoming.press else { return };
    if talk.owes_answer.swap(false, Ordering::Relaxed) {
        send(&talk.engine, &press.interaction, code);
    }
}

/// The same of a press of which not everything could be read.
pub(crate) fn answer_malformed(engine: &Arc<Engine>, press: &InteractionId) {
    let Ok(id) = press.as_str().parse() else { return };
    // Where it was may be what could not be read.
    if is_first(engine, Scene::Guild, &id) {
        send(engine, press, PressCode::Failed);
    }
}

fn send(engine: &Arc<Engine>, press: &InteractionId, code: PressCode) {
    let Ok(permit) = Arc::clone(&engine.answers).try_acquire_owned() else {
        tracing::warn!("too many presses: one was not answered / 按钮点击过多，有一次没有回应");
        return;
    };
    let (engine, press) = (Arc::clone(engine), press.clone());
    tokio::spawn(async move {
        engine.audit.before_answer().await;
        let told = tokio::time::timeout(PATIENCE, engine.transport.answer(&press, code)).await;
        match told {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a press was not answered"),
            Err(_) => tracing::warn!("a press was not answered in time"),
        }
        drop(permit);
    });
}

/// Does the work of a call, and answers its press early where it was let in and takes long.
pub(super) async fn in_time<T>(live: &Live, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut wait = EARLY;
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::time::sleep(wait) => {}
        }
        if live.is_running() {
            live.talk.was_early.store(true, Ordering::Relaxed);
            answer(&live.talk, PressCode::Done);
            return work.await;
        }
        wait = LOOK;
    }
}
