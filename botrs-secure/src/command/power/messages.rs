//! Powers over messages.

use std::marker::PhantomData;

use crate::adapter::Act;
use crate::command::power::assert_checks;
use crate::command::power::effect::{Effect, perform};
use crate::command::{BoxFuture, Checks, Message};
use crate::error::Result;
use crate::gate::Live;
use crate::policy::DeleteMessages;

/// The powers over messages; from [`Context::messages`](crate::Context::messages).
pub struct Messages<'a, C> {
    live: Option<&'a Live>,
    command: PhantomData<fn() -> C>,
}

impl<'a, C> Messages<'a, C> {
    pub(crate) fn new(live: Option<&'a Live>) -> Self {
        Self { live, command: PhantomData }
    }

    /// Recalls a message. It cannot be taken back, and counts in the guild's bucket.
    ///
    /// A command that checks `DeleteMessages` gets a [`Message`] only where its author is below the
    /// caller, is the caller or the bot, or has left the guild; an author whom the platform does not name
    /// refuses. The platform lets administrators recall what members wrote, and the owner everything.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn recall(&self, message: &Message<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<DeleteMessages>,
    {
        const { assert_checks::<DeleteMessages, C>() };
        let id = message.id().clone();
        let details = format!("message={id}");
        let effect = Effect::new("messages.recall", Act::Recall { channel: message.channel(), id });
        let effect = effect.by([message.bond()]).on(message.author()).details(details);
        let effect = effect.below(message.outranked());
        perform::<DeleteMessages>(self.live, Ok(effect.destroying(1)))
    }
}

impl<C> std::fmt::Debug for Messages<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Messages")
    }
}
