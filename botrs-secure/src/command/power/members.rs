//! Powers over members.

use std::marker::PhantomData;
use std::time::Duration;

use crate::adapter::{Act, Done};
use crate::command::power::assert_checks;
use crate::command::power::effect::{Effect, perform, perform_and};
use crate::command::{BoxFuture, Checks, MOST_TARGETS as MOST, Target};
use crate::error::{Error, Result};
use crate::gate::Live;
use crate::id::UserId;
use crate::policy::{BanMembers, KickMembers, MuteMembers};

/// The powers over members; from [`Context::members`](crate::Context::members).
pub struct Members<'a, C> {
    live: Option<&'a Live>,
    command: PhantomData<fn() -> C>,
}

/// How much of a banned member's history is deleted with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum History {
    /// Nothing.
    #[default]
    Keep,
    /// The last 3 days.
    ThreeDays,
    /// The last 7 days.
    SevenDays,
    /// The last 15 days.
    FifteenDays,
    /// The last 30 days.
    ThirtyDays,
    /// Everything.
    All,
}

impl History {
    /// As the platform counts: days, 0 for nothing, -1 for everything.
    const fn days(self) -> i32 {
        match self {
            Self::Keep => 0,
            Self::ThreeDays => 3,
            Self::SevenDays => 7,
            Self::FifteenDays => 15,
            Self::ThirtyDays => 30,
            Self::All => -1,
        }
    }
}

impl<'a, C> Members<'a, C> {
    pub(crate) fn new(live: Option<&'a Live>) -> Self {
        Self { live, command: PhantomData }
    }

    /// Mutes a member for `period`, rounded up to whole seconds.
    ///
    /// # Errors
    ///
    /// A zero `period` (it would lift the mute), a refusal, or what the platform says.
    pub fn mute(&self, target: &Target<'_>, period: Duration) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<MuteMembers>,
    {
        const { assert_checks::<MuteMembers, C>() };
        let details = format!("period={}ms", period.as_millis());
        let effect = lasting(period).map(|()| mute_of("members.mute", target, period));
        perform::<MuteMembers>(self.live, effect.map(|effect| effect.details(details)))
    }

    /// Lifts a mute.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn unmute(&self, target: &Target<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<MuteMembers>,
    {
        const { assert_checks::<MuteMembers, C>() };
        let effect = mute_of("members.unmute", target, Duration::ZERO);
        perform::<MuteMembers>(self.live, Ok(effect))
    }

    /// Mutes 1 to 20 members at once for `period`, rounded up to whole seconds, in one request.
    ///
    /// A command takes them as a parameter `targets: Vec<Target<'_>>`. Each counts in the guild's bucket.
    /// Returned are those whom the platform muted: it may leave some out, which the record says.
    ///
    /// # Errors
    ///
    /// No target, more than 20, a zero `period`, a refusal, or what the platform says.
    pub fn mute_many(
        &self,
        targets: &[Target<'_>],
        period: Duration,
    ) -> BoxFuture<'a, Result<Vec<UserId>>>
    where
        C: Checks<MuteMembers>,
    {
        const { assert_checks::<MuteMembers, C>() };
        let effect = lasting(period).and_then(|()| many("members.mute_many", targets, period));
        let effect = effect.map(|effect| effect.destroying(targets.len()));
        perform_and::<MuteMembers, _>(self.live, effect, |_, done| Ok(members(done)))
    }

    /// Lifts the mutes of 1 to 20 members at once, in one request; returned are those of whom the platform
    /// did.
    ///
    /// # Errors
    ///
    /// No target, more than 20, a refusal, or what the platform says.
    pub fn unmute_many(&self, targets: &[Target<'_>]) -> BoxFuture<'a, Result<Vec<UserId>>>
    where
        C: Checks<MuteMembers>,
    {
        const { assert_checks::<MuteMembers, C>() };
        let effect = many("members.unmute_many", targets, Duration::ZERO);
        perform_and::<MuteMembers, _>(self.live, effect, |_, done| Ok(members(done)))
    }

    /// Removes a member, who may come back. It counts in the guild's bucket.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn kick(&self, target: &Target<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<KickMembers>,
    {
        const { assert_checks::<KickMembers, C>() };
        let effect = removal("members.kick", target, false, 0);
        perform::<KickMembers>(self.live, Ok(effect))
    }

    /// Removes a member for good and deletes as much of their history as said. It counts in the guild's
    /// bucket.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn ban(&self, target: &Target<'_>, history: History) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<BanMembers>,
    {
        const { assert_checks::<BanMembers, C>() };
        let days = history.days();
        let effect = removal("members.ban", target, true, days);
        perform::<BanMembers>(self.live, Ok(effect.details(format!("history_days={days}"))))
    }
}

/// A mute of no time would lift the mute.
pub(super) fn lasting(period: Duration) -> Result<()> {
    if period.is_zero() {
        return Err(Error::msg("a mute of no time lifts the mute; call `unmute`"));
    }
    Ok(())
}

fn mute_of(action: &'static str, target: &Target<'_>, period: Duration) -> Effect {
    let act = Act::Mute { guild: target.bond().guild(), user: target.id(), period };
    Effect::new(action, act).by([target.bond()]).on(target.id()).below([target.id()])
}

fn many(action: &'static str, targets: &[Target<'_>], period: Duration) -> Result<Effect> {
    let mut users: Vec<_> = targets.iter().map(Target::id).collect();
    users.sort_unstable();
    users.dedup();
    let [first, ..] = targets else {
        // To the platform, a mute of nobody is one of everybody.
        return Err(Error::msg("there is nobody to be muted or unmuted"));
    };
    if users.len() > MOST {
        return Err(Error::msg(format!("more than {MOST} members at once")));
    }
    // As mentions, which the log makes pseudonyms of.
    let named: String = users.iter().map(|user| format!(" <@{user}>")).collect();
    let details = format!("period={}ms members={}{named}", period.as_millis(), users.len());
    let below = users.clone();
    let act = Act::MuteMany { guild: first.bond().guild(), users, period };
    let effect = Effect::new(action, act).by(targets.iter().map(Target::bond));
    Ok(effect.below(below).details(details))
}

fn members(done: Done) -> Vec<UserId> {
    match done {
        Done::Members(users) => users,
        _ => Vec::new(),
    }
}

fn removal(action: &'static str, target: &Target<'_>, ban: bool, history_days: i32) -> Effect {
    let (guild, user) = (target.bond().guild(), target.id());
    let act = Act::Remove { guild, user, ban, history_days };
    Effect::new(action, act).by([target.bond()]).on(user).below([user]).destroying(1)
}

impl<C> std::fmt::Debug for Members<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Members")
    }
}
