//! Powers over a whole guild.

use std::marker::PhantomData;
use std::time::Duration;

use crate::adapter::Act;
use crate::command::power::effect::{Effect, guild_of, perform};
use crate::command::power::members::lasting;
use crate::command::power::{assert_checks, assert_fresh};
use crate::command::{BoxFuture, Checks, Message};
use crate::error::{Error, Result};
use crate::gate::Live;
use crate::policy::ManageGuild;

/// The powers over the guild of the call; from [`Context::guild`](crate::Context::guild).
pub struct Guild<'a, C> {
    live: Option<&'a Live>,
    command: PhantomData<fn() -> C>,
}

impl<'a, C> Guild<'a, C> {
    pub(crate) fn new(live: Option<&'a Live>) -> Self {
        Self { live, command: PhantomData }
    }

    /// Mutes everybody but administrators for `period`, rounded up to whole seconds. It counts in the
    /// guild's bucket.
    ///
    /// It takes no proof of the caller's, so the command has to say `fresh`.
    ///
    /// # Errors
    ///
    /// A zero `period` (it would lift the mute), a refusal, or what the platform says.
    pub fn mute_all(&self, period: Duration) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageGuild>,
    {
        const {
            assert_checks::<ManageGuild, C>();
            assert_fresh::<C>();
        };
        let effect = lasting(period).and_then(|()| self.mute_of("guild.mute_all", period));
        let details = format!("period={}ms", period.as_millis());
        let effect = effect.map(|effect| effect.details(details).destroying(1));
        perform::<ManageGuild>(self.live, effect)
    }

    /// Lifts a mute of everybody.
    ///
    /// It takes no proof of the caller's, so the command has to say `fresh`.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn unmute_all(&self) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageGuild>,
    {
        const {
            assert_checks::<ManageGuild, C>();
            assert_fresh::<C>();
        };
        perform::<ManageGuild>(self.live, self.mute_of("guild.unmute_all", Duration::ZERO))
    }

    /// Announces a message in the whole guild.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn announce(&self, message: &Message<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageGuild>,
    {
        const { assert_checks::<ManageGuild, C>() };
        let (guild, channel) = (message.bond().guild(), message.channel());
        let act = Act::Announce { guild, channel, id: message.id().clone() };
        perform::<ManageGuild>(self.live, Ok(over("guild.announce", message, act)))
    }

    /// Takes the announcement of a message back.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn unannounce(&self, message: &Message<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageGuild>,
    {
        const { assert_checks::<ManageGuild, C>() };
        let act = Act::Unannounce { guild: message.bond().guild(), id: message.id().clone() };
        perform::<ManageGuild>(self.live, Ok(over("guild.unannounce", message, act)))
    }

    /// Pins a message in its channel.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn pin(&self, message: &Message<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageGuild>,
    {
        const { assert_checks::<ManageGuild, C>() };
        let act = Act::Pin { channel: message.channel(), id: message.id().clone() };
        perform::<ManageGuild>(self.live, Ok(over("guild.pin", message, act)))
    }

    /// Takes the pin of a message back.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn unpin(&self, message: &Message<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<ManageGuild>,
    {
        const { assert_checks::<ManageGuild, C>() };
        let act = Act::Unpin { channel: message.channel(), id: message.id().clone() };
        perform::<ManageGuild>(self.live, Ok(over("guild.unpin", message, act)))
    }

    fn mute_of(&self, action: &'static str, period: Duration) -> Result<Effect> {
        let guild = guild_of(self.live).map_err(Error::denied)?;
        Ok(Effect::new(action, Act::MuteAll { guild, period }))
    }
}

fn over(action: &'static str, message: &Message<'_>, act: Act) -> Effect {
    let details = format!("message={}", message.id());
    Effect::new(action, act).by([message.bond()]).on(message.author()).details(details)
}

impl<C> std::fmt::Debug for Guild<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guild")
    }
}
