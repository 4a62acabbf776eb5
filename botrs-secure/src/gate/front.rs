//! The front of the gate: stages 1 to 6 at once, then a task for what is allowed so far.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use crate::adapter::Incoming;
use crate::command::Registered;
use crate::engine::Engine;
use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::gate::outcome::Outcome;
use crate::gate::question::Pressed;
use crate::gate::replay::Age;
use crate::gate::revocation::Seen;
use crate::gate::route::{Route, Routed};
use crate::gate::talk::Talk;
use crate::gate::{
    answers, arguments, authority, block, flood, limit, permission, press, question, replay, route,
    run, settle, source,
};
#[cfg(feature = "redis")]
use crate::gate::{fleet::Next, intrusion};
use crate::policy::InForce;
use crate::reply::Reply;

/// Where the first six stages send a message.
enum Front {
    Ordinary(Option<Reply>),
    Refused(Denial, Option<Arc<Registered>>),
    Command(Routed),
    /// The same, once the server that machines share has let it in.
    #[cfg(feature = "redis")]
    Ask(Routed),
}

/// Takes a message in. Decides at once and spawns only what goes on.
///
/// `in_force` is what is in force now. False for an ordinary message that passes, of which no decision is told.
pub(crate) fn receive(engine: &Arc<Engine>, in_force: &Arc<InForce>, incoming: Incoming) -> bool {
    let mut talk = Talk::new(Arc::clone(engine), incoming, engine.clock.now());
    if talk.incoming.is_press() {
        press::claim(&mut talk);
        question::recall(&mut talk);
    }
    #[cfg(feature = "metrics")]
    engine.meter.message(talk.incoming.place.scene());
    let way = talk.way.clone();
    way.within(|| take_in(engine, in_force, talk))
}

fn take_in(engine: &Arc<Engine>, in_force: &Arc<InForce>, talk: Talk) -> bool {
    match decide(&talk, in_force) {
        Front::Ordinary(due) => {
            return engine.ordinary(talk, due);
        }
        Front::Refused(denial, command) => settle::refuse(talk, command, denial),
        Front::Command(routed) => go_on(talk, routed, |talk, routed, permit| {
            let seen = Seen::of(&talk);
            let way = talk.way.clone();
            let live = Live::new(talk, seen, routed, Arc::clone(in_force));
            way.spawn(complete(live, permit));
        }),
        #[cfg(feature = "redis")]
        Front::Ask(routed) => go_on(talk, routed, |talk, routed, permit| {
            // What happens to the caller while the server is asked is to be seen afterwards.
            let seen = Seen::of(&talk);
            let way = talk.way.clone();
            way.spawn(ask(talk, seen, routed, Arc::clone(in_force), permit));
        }),
    }
    true
}

/// Spawns the rest of the way, if there is room for one more.
fn go_on(talk: Talk, routed: Routed, spawn: impl FnOnce(Talk, Routed, OwnedSemaphorePermit)) {
    match Arc::clone(&talk.engine.tasks).try_acquire_owned() {
        Ok(permit) => spawn(talk, routed, permit),
        Err(_) => settle::refuse(talk, Some(routed.command), Denial::Overloaded),
    }
}

fn decide(talk: &Talk, in_force: &InForce) -> Front {
    let sourced = match source::check(&talk.engine, in_force, &talk.incoming) {
        Ok(sourced) => sourced,
        Err(denial) => return Front::Refused(denial, None),
    };
    let route = match &talk.confirms {
        None => route::route(&talk.engine, sourced),
        Some(Pressed::Known(question)) => Route::Command(question::routed(question)),
        Some(Pressed::Unknown) => {
            return Front::Refused(Denial::ClosedConfirmation { again: false }, None);
        }
    };
    match route {
        Route::Ordinary => Front::Ordinary(None),
        Route::Mistyped(name) => Front::Ordinary(answers::to_mistyped(talk, &name)),
        Route::Command(routed) => {
            talk.way.calls(routed.command.name);
            #[cfg(feature = "redis")]
            if let Some(fleet) = &talk.engine.fleet {
                return match fleet.before(talk, in_force, &routed.command) {
                    Ok(Next::Ask) => Front::Ask(routed),
                    Ok(Next::Decided) => Front::Command(routed),
                    Err(denial) => Front::Refused(denial, Some(routed.command)),
                };
            }
            match stages(talk, in_force, &routed.command) {
                Ok(()) => Front::Command(routed),
                Err(denial) => Front::Refused(denial, Some(routed.command)),
            }
        }
    }
}

/// Stages 3 to 6.
fn stages(talk: &Talk, in_force: &InForce, command: &Registered) -> Result<(), Denial> {
    let engine = &talk.engine;
    let incoming = &talk.incoming;
    let principal = engine.keys.principal(&talk.principal());
    let message = replay::message(talk);

    block::check(&engine.memory, principal, talk.now)?;
    flood::check(&engine.memory, principal, message, talk.now)?;
    let is_privileged = permission::is_privileged(in_force, command, &incoming.place);
    replay::check(&engine.memory, message, Age::of(talk), is_privileged)?;
    let requirement = command.requirement();
    question::check(talk)?;
    // Nobody is told of a cooldown of what they may not run.
    match permission::check_event(in_force, requirement, incoming)? {
        true => {
            question::check_unused(talk)?;
            limit::peek(talk, in_force, command)
        }
        false => Ok(()),
    }
}

/// Stages 3 to 6 by the server that machines share, then the rest of the way.
#[cfg(feature = "redis")]
async fn ask(
    talk: Talk,
    seen: Seen,
    routed: Routed,
    in_force: Arc<InForce>,
    permit: OwnedSemaphorePermit,
) {
    let engine = Arc::clone(&talk.engine);
    let Some(fleet) = &engine.fleet else { return };
    match fleet.admit(&talk, in_force, &routed.command).await {
        Ok(in_force) => complete(Live::new(talk, seen, routed, in_force), permit).await,
        Err(denial) => {
            intrusion::count(&talk, None, &denial).await;
            settle::refuse_counted(talk, Some(routed.command), denial);
        }
    }
}

/// The rest of the way, in a task of its own.
async fn complete(live: Live, _task: OwnedSemaphorePermit) {
    let ending = settle::Ending::of(&live);
    if live.talk.incoming.is_press() {
        // Boxed: what is done for presses alone would make the task of each message larger.
        return Box::pin(complete_press(&live, ending)).await;
    }
    let (outcome, reply) = match arguments::check(&live).await {
        Ok(()) => tokio::select! {
            biased;
            () = live.talk.engine.halt.notified() => return,
            ended = run::run(&live) => ended,
        },
        Err(denial) => (Outcome::Denied(denial), None),
    };
    ending.settle(outcome, reply).await;
}

/// The same of a press, of which the platform is asked first who it is, and told in time what becomes of it.
async fn complete_press(live: &Live, ending: settle::Ending<'_>) {
    let ready = async {
        if press::must_ask(live) {
            authority::ask_first(live).await?;
            question::check_unused(&live.talk)?;
            limit::peek(&live.talk, &live.in_force, &live.command)?;
        }
        arguments::check(live).await
    };
    let work = async {
        match ready.await {
            Ok(()) => run::run(live).await,
            Err(denial) => (Outcome::Denied(denial), None),
        }
    };
    let (outcome, reply) = tokio::select! {
        biased;
        () = live.talk.engine.halt.notified() => return,
        ended = press::in_time(live, work) => ended,
    };
    ending.settle(outcome, reply).await;
}
