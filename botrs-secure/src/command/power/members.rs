//! Powers over members.

use std::marker::PhantomData;
use std::time::Duration;

use crate::command::power::effect::{Effect, perform};
use crate::command::{BoxFuture, Checks, Command, Target};
use crate::error::{Error, Result};
use crate::gate::Live;
use crate::policy::{BanMembers, KickMembers, MuteMembers, Permission};

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

/// A compile error where `Checks<P>` was written by hand for a command that does not check `P`.
const fn assert_checks<P: Permission, C: Command>() {
    assert!(
        C::SPEC.checks::<P>(),
        "`Checks` was written by hand for a command whose attribute does not check that permission"
    );
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
        if period.is_zero() {
            return refuse("a mute of no time lifts the mute; call `unmute`");
        }
        let details = format!("period={}ms", period.as_millis());
        self.mute_for("members.mute", target, period, Some(details.into()))
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
        self.mute_for("members.unmute", target, Duration::ZERO, None)
    }

    /// Removes a member, who may come back.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn kick(&self, target: &Target<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<KickMembers>,
    {
        const { assert_checks::<KickMembers, C>() };
        let (guild, user) = (target.guild(), target.id());
        let effect = Effect { action: "members.kick", target: Some(user), details: None };
        perform::<KickMembers>(self.live, effect, |platform| platform.remove(guild, user, false, 0))
    }

    /// Removes a member for good and deletes as much of their history as said.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn ban(&self, target: &Target<'_>, history: History) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<BanMembers>,
    {
        const { assert_checks::<BanMembers, C>() };
        let (guild, user, days) = (target.guild(), target.id(), history.days());
        let details = Some(format!("history_days={days}").into());
        let effect = Effect { action: "members.ban", target: Some(user), details };
        perform::<BanMembers>(self.live, effect, move |platform| {
            platform.remove(guild, user, true, days)
        })
    }

    fn mute_for(
        &self,
        action: &'static str,
        target: &Target<'_>,
        period: Duration,
        details: Option<Box<str>>,
    ) -> BoxFuture<'a, Result<()>> {
        let (guild, user) = (target.guild(), target.id());
        let effect = Effect { action, target: Some(user), details };
        perform::<MuteMembers>(self.live, effect, move |platform| {
            platform.mute(guild, user, period)
        })
    }
}

fn refuse<'a>(why: &'static str) -> BoxFuture<'a, Result<()>> {
    Box::pin(std::future::ready(Err(Error::msg(why))))
}

impl<C> std::fmt::Debug for Members<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Members")
    }
}
