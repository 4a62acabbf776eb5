//! When a refusal is answered, and a mistyped command: seldom enough that nobody makes the bot flood a
//! channel.

use crate::command::Registered;
use crate::gate::block;
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;
use crate::help;
use crate::limit::{self, Quota, Take, bucket};
use crate::reply::Reply;

/// Whether a refusal is answered: not the silent ones, and of the others one for each caller and
/// command, and one for each channel, in a window.
pub(super) fn is_due(talk: &Talk, command: Option<&Registered>, denial: &Denial) -> bool {
    if denial.is_silent() {
        return false;
    }
    if matches!(denial, Denial::Unconfirmed { .. }) {
        return true;
    }
    let Some(command) = command else { return false };
    // Strangers with refused commands do not silence what a moderator has to be told.
    let in_channel = if command.need.is_privileged() && !denial.is_of_a_stranger() {
        bucket::PRIVILEGED_ANSWERS
    } else {
        bucket::ANSWERS
    };
    Windows::of(talk, bucket::ANSWERS ^ command.number, in_channel).take(talk)
}

/// The nearest command to a mistyped one, where saying so is due: not to the blocked, and as seldom as
/// refusals are answered.
pub(super) fn to_mistyped(talk: &Talk, typed: &str) -> Option<Reply> {
    let engine = &talk.engine;
    let principal = engine.keys.principal(&talk.principal());
    block::check(&engine.memory, principal, talk.now).ok()?;
    let windows = Windows::of(talk, bucket::SUGGESTIONS, bucket::ANSWERS);
    // Looked at first: comparing names takes longer than everything else here.
    if !windows.are_open(talk) {
        return None;
    }
    let reply = help::suggestion(talk, typed)?;
    windows.take(talk).then_some(reply)
}

/// The windows of the caller and of the channel; one of no length is always open.
struct Windows {
    takes: [Take; 2],
    /// How many of them count.
    count: usize,
}

impl Windows {
    fn of(talk: &Talk, for_caller: u64, in_channel: u64) -> Self {
        let engine = &talk.engine;
        let windows = engine.current.load().rules.tables.replies;
        let caller = limit::Scope::Member(engine.keys.principal(&talk.principal()));
        let channel = limit::Scope::Channel(engine.bot, talk.incoming.place);
        let take = |bucket, scope, window| Take {
            bucket: engine.keys.bucket(bucket, scope).apart(),
            quota: Quota::once_per(window),
            cost: 1,
        };
        let caller = take(for_caller, caller, windows.caller);
        let channel = take(in_channel, channel, windows.channel);
        match (windows.caller.is_zero(), windows.channel.is_zero()) {
            (false, false) => Self { takes: [caller, channel], count: 2 },
            (false, true) => Self { takes: [caller, channel], count: 1 },
            (true, false) => Self { takes: [channel, caller], count: 1 },
            (true, true) => Self { takes: [caller, channel], count: 0 },
        }
    }

    fn counting(&self) -> &[Take] {
        &self.takes[..self.count]
    }

    fn are_open(&self, talk: &Talk) -> bool {
        talk.engine.memory.peek(self.counting(), talk.now.mono).is_ok()
    }

    fn take(&self, talk: &Talk) -> bool {
        talk.engine.memory.take(self.counting(), talk.now.mono).is_ok()
    }
}
