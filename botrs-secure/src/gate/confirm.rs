//! Stage 10, confirm: a second message with a code that only the first one was told.
//!
//! The code is bound to the caller, the place, the command, its arguments and the quoted message, is
//! good for one use within a minute, and three wrong guesses end it. The second message passes all
//! stages again. Links and buttons can make people send a text that somebody else chose. Whoever made
//! them does not know the code in advance; who reads the channel does, and would have to lure the
//! same person twice within the minute.

use std::time::Duration;

use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::limit::Key;

/// How long a code is good.
const VALID: Duration = Duration::from_secs(60);

pub(crate) fn check(live: &Live) -> Result<(), Denial> {
    if !live.command.confirm {
        return Ok(());
    }
    let engine = &live.talk.engine;
    let key = key(live);
    let now = engine.clock.now().mono;
    if let Some(code) = live.confirmation {
        let matches = engine.memory.take_once(key, u64::from(code), now);
        return if matches { Ok(()) } else { Err(Denial::WrongConfirmation) };
    }
    let code = random_code().ok_or(Denial::Overloaded)?;
    if engine.memory.put_once(key, u64::from(code), now, VALID) {
        Err(Denial::Unconfirmed { code })
    } else {
        Err(Denial::Overloaded)
    }
}

fn key(live: &Live) -> Key {
    let talk = &live.talk;
    let keys = &talk.engine.keys;
    let quote = talk.incoming.quote.as_ref().map_or("", |quote| quote.as_str());
    // No id of a message and no place has a line break.
    let bound = format!("{}\n{quote}\n{}", talk.incoming.place, live.arguments().trim());
    keys.confirmation(keys.principal(&talk.principal()), live.command.number, &bound)
}

/// Six digits from the system's source of randomness; none, rather than a guessable one.
fn random_code() -> Option<u32> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).ok()?;
    Some(u32::from_le_bytes(bytes) % 1_000_000)
}
