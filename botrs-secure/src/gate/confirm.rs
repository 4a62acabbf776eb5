//! Stage 10, confirm: a second message with a code that only the first one was told.
//!
//! The code is bound to the caller, the place, the command, its arguments and the quoted message. It is
//! good for one use, from 2 seconds to a minute after it was asked for: whoever answers sooner has not
//! read what they are asked. A caller has one code at a time, and three wrong ones end it. The second
//! message passes all stages again. Links and buttons can make people send a text that somebody else
//! chose. Whoever made them does not know the code in advance; who reads the channel does, and would have
//! to lure the same person twice within the minute.
//!
//! Where the command says `by = other`, the second message has to be somebody else's, in the same place.
//! They may run the command themselves, since their message passes all stages; the code says whose question
//! they answer, if several ask for the same call, and the record names both. Three codes that answer nobody's
//! end all questions about the call.
//!
//! Here the code is only looked at, which counts wrong ones. It is taken at the end of the stages, when
//! nothing else can refuse the call ([`Confirmed::take`]): so a busy bot or a cooldown costs nobody their
//! confirmation, and of two messages with one code one runs. The other was charged by then: that is the
//! price of a code sent twice at once, and only its sender pays it.

use std::time::Duration;

use crate::command::Confirm;
use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::limit::{Checked, Key};
use crate::place::{PersonId, Principal, Scene};

/// How long a code is good.
pub(super) const VALID: Duration = Duration::from_secs(60);
/// How long it is not good yet.
const TOO_SOON: Duration = Duration::from_secs(2);
/// What is kept for a call of which somebody asks, and what it is compared with for a wrong code.
const OPEN: u128 = 0;
const WRONG: u128 = 1;

/// A code that is right, and still there.
#[derive(Debug)]
pub(super) struct Confirmed {
    slot: Key,
    value: u128,
    code: u32,
}

impl Confirmed {
    /// Uses the code up. Refused where another message did so meanwhile, or its time ran out.
    pub(super) fn take(self, live: &Live) -> Result<(), Denial> {
        let engine = &live.talk.engine;
        let is_taken = engine.memory.take_once(self.slot, self.value, engine.clock.now().mono);
        if !is_taken {
            return Err(wrong(live));
        }
        engine.questions.close(self.slot, self.code);
        Ok(())
    }
}

/// Asks for a confirmation, or looks at the one that came; none where the command asks for none.
pub(super) fn check(live: &Live) -> Result<Option<Confirmed>, Denial> {
    let by_other = match live.command.confirm {
        Confirm::Nobody => return Ok(None),
        Confirm::Caller => false,
        Confirm::Other => true,
    };
    let is_private = matches!(live.talk.incoming.place.scene(), Scene::Direct | Scene::C2c);
    if by_other && is_private {
        // There is nobody else.
        return Err(Denial::WrongScene);
    }
    let Some(code) = live.confirmation else { return Err(ask(live, by_other)) };
    let me = live.talk.incoming.person;
    let asked_by = if by_other { who_asked(live, code)? } else { me };
    if by_other && asked_by == me {
        return Err(Denial::OwnConfirmation);
    }
    let slot = slot(live, asked_by);
    let value = value(live, slot, code);
    look(live, slot, value)?;
    if by_other {
        live.is_asked_by(asked_by);
    }
    Ok(Some(Confirmed { slot, value, code }))
}

/// Looks at what is kept, which counts where it is something else.
fn look(live: &Live, key: Key, value: u128) -> Result<(), Denial> {
    let engine = &live.talk.engine;
    match engine.memory.check_once(key, value, VALID - TOO_SOON, engine.clock.now().mono) {
        Checked::Right => Ok(()),
        Checked::Early => Err(Denial::EarlyConfirmation),
        Checked::Wrong => Err(wrong(live)),
    }
}

/// A button has the right code; where that confirms nothing, nobody guessed.
fn wrong(live: &Live) -> Denial {
    match live.talk.confirms {
        Some(_) => Denial::ClosedConfirmation { again: false },
        None => Denial::WrongConfirmation,
    }
}

/// Keeps a code in place of an earlier one of the caller's, and tells it.
fn ask(live: &Live, by_other: bool) -> Denial {
    let Some(code) = random_code() else { return Denial::Overloaded };
    let engine = &live.talk.engine;
    let (me, now) = (live.talk.incoming.person, engine.clock.now().mono);
    let slot = slot(live, me);
    let put = |key, value| engine.memory.put_once(key, value, now, VALID);
    let is_kept = put(slot, value(live, slot, code))
        && (!by_other
            || put(question(live, code), bits(me)) && put(call(live, Key::ANYBODY), OPEN));
    if !is_kept {
        return Denial::Overloaded;
    }
    Denial::Unconfirmed { code, call: live.restated().into(), by_other }
}

/// Whether the question that the caller was asked with this code is open still.
pub(super) fn is_open(live: &Live, code: u32) -> bool {
    let slot = slot(live, live.talk.incoming.person);
    let kept = live.talk.engine.memory.look_once(slot, live.talk.engine.clock.now().mono);
    kept == Some(value(live, slot, code))
}

/// Where the code of somebody is kept.
pub(super) fn slot(live: &Live, who: PersonId) -> Key {
    let engine = &live.talk.engine;
    engine.keys.principal(&Principal::new(engine.bot, &live.talk.incoming.place, who))
}

/// What is kept there: the code, and for which call.
fn value(live: &Live, slot: Key, code: u32) -> u128 {
    call(live, slot).with_code(code)
}

/// This very call, of that principal.
fn call(live: &Live, principal: Key) -> Key {
    let talk = &live.talk;
    let quote = talk.incoming.quote.as_ref().map_or("", |quote| quote.as_str());
    // No id of a message and no place has a line break.
    let bound = format!("{}\n{quote}\n{}", talk.incoming.place, live.arguments().trim());
    talk.engine.keys.confirmation(principal, live.command.number, &bound)
}

/// Where it is kept who asked with this code for this call to be confirmed by somebody else.
fn question(live: &Live, code: u32) -> Key {
    let call = call(live, Key::ANYBODY);
    live.talk.engine.keys.confirmation(call, live.command.number, &code.to_string())
}

/// Who asked so. A code that answers nobody's question counts against all that ask for this call.
fn who_asked(live: &Live, code: u32) -> Result<PersonId, Denial> {
    let engine = &live.talk.engine;
    let (now, call) = (engine.clock.now().mono, call(live, Key::ANYBODY));
    let bits = engine.memory.look_once(question(live, code), now);
    let (Some(bits), Some(_)) = (bits, engine.memory.look_once(call, now)) else {
        if live.talk.confirms.is_none() {
            look(live, call, WRONG)?;
        }
        return Err(wrong(live));
    };
    person(live, bits).ok_or(Denial::WrongConfirmation)
}

/// As the scene has them: numbers in guilds, openids in groups.
fn person(live: &Live, bits: u128) -> Option<PersonId> {
    match live.talk.incoming.person {
        PersonId::User(_) => {
            Some(PersonId::User(u64::try_from(bits).ok()?.to_string().parse().ok()?))
        }
        PersonId::Open(_) => Some(PersonId::Open(format!("{bits:032X}").parse().ok()?)),
    }
}

fn bits(person: PersonId) -> u128 {
    match person {
        PersonId::User(id) => id.get().into(),
        PersonId::Open(id) => id.bits(),
    }
}

/// Six digits from the system's source of randomness; none, rather than a guessable one.
fn random_code() -> Option<u32> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).ok()?;
    Some(u32::from_le_bytes(bytes) % 1_000_000)
}
