//! When a refusal is answered, and a mistyped command: seldom enough that nobody makes the bot flood a
//! channel, or spend on refusals what the platform lets it say.

use std::time::Duration;

use crate::command::Registered;
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;
use crate::gate::{block, press};
use crate::help;
use crate::limit::{self, Quota, Take, bucket};
use crate::reply::Reply;

/// How many refusals the bot answers in all, as fast as the platform takes messages in one channel; and
/// as many again of those whom moderators have to hear of.
const OF_BOT: Quota = Quota::per(5, Duration::from_secs(1));

/// Whether a refusal is answered: not the silent ones, and of the others one for each caller and
/// command, and one for each channel, in a window, and a few a second in all. Moderators who are asked to
/// confirm have no window, or they could not.
pub(super) fn is_due(talk: &Talk, command: Option<&Registered>, denial: &Denial) -> bool {
    let Some(command) = command.filter(|_| !denial.is_silent() && !press::says_all(talk, denial))
    else {
        return false;
    };
    // Strangers with refused commands do not silence what a moderator has to be told.
    let share = if command.need.is_privileged() && !denial.is_of_a_stranger() {
        bucket::PRIVILEGED_ANSWERS
    } else {
        bucket::ANSWERS
    };
    let windows = Windows::of(talk, bucket::ANSWERS ^ command.number, share);
    if matches!(denial, Denial::Unconfirmed { .. }) && command.need.is_privileged() {
        return windows.of_bot_alone().take(talk);
    }
    windows.take(talk)
}

/// Whether whoever wrote a message is to be warned about it: not the blocked, and as seldom as refusals are
/// answered.
pub(super) fn warning_is_due(talk: &Talk) -> bool {
    !block::is_known(talk) && Windows::of(talk, bucket::WARNINGS, bucket::ANSWERS).take(talk)
}

/// The nearest command to a mistyped one, where saying so is due: not to the blocked, and as seldom as
/// refusals are answered.
pub(super) fn to_mistyped(talk: &Talk, typed: &str) -> Option<Reply> {
    if block::is_known(talk) {
        return None;
    }
    let windows = Windows::of(talk, bucket::SUGGESTIONS, bucket::ANSWERS);
    // Looked at first: comparing names takes longer than everything else here.
    if !windows.are_open(talk) {
        return None;
    }
    let reply = help::suggestion(talk, typed)?;
    windows.take(talk).then_some(reply)
}

/// What the bot says in all, and the windows of the caller and of the channel; one of no length is
/// always open, and where both are, everything is answered.
struct Windows {
    takes: [Take; 3],
    /// How many of them count.
    count: usize,
}

impl Windows {
    fn of(talk: &Talk, for_caller: u64, share: u64) -> Self {
        let engine = &talk.engine;
        let windows = engine.current.load().rules.tables.replies;
        let caller = limit::Scope::Member(engine.keys.principal(&talk.principal()));
        let channel = limit::Scope::Channel(engine.bot, talk.incoming.place);
        let take = |bucket, scope, quota| Take {
            bucket: engine.keys.bucket(bucket, scope),
            quota,
            cost: 1,
        };
        let bot = take(share, limit::Scope::Global(engine.bot), OF_BOT);
        let caller = take(for_caller, caller, Quota::once_per(windows.caller));
        let channel = take(share, channel, Quota::once_per(windows.channel));
        match (windows.caller.is_zero(), windows.channel.is_zero()) {
            (false, false) => Self { takes: [bot, caller, channel], count: 3 },
            (false, true) => Self { takes: [bot, caller, channel], count: 2 },
            (true, false) => Self { takes: [bot, channel, caller], count: 2 },
            (true, true) => Self { takes: [bot, caller, channel], count: 0 },
        }
    }

    fn of_bot_alone(self) -> Self {
        Self { count: self.count.min(1), ..self }
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
