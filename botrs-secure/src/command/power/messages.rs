//! Powers over messages.

use std::marker::PhantomData;

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

    /// Recalls a message.
    ///
    /// # Errors
    ///
    /// A refusal, or what the platform says.
    pub fn recall(&self, message: &Message<'_>) -> BoxFuture<'a, Result<()>>
    where
        C: Checks<DeleteMessages>,
    {
        const {
            assert!(
                C::SPEC.checks::<DeleteMessages>(),
                "`Checks` was written by hand for a command whose attribute does not check that \
                 permission"
            );
        }
        let (channel, id) = (message.channel(), message.id().clone());
        let details = Some(format!("message={id}").into());
        let effect = Effect { action: "messages.recall", target: message.author(), details };
        perform::<DeleteMessages>(self.live, effect, move |platform| {
            Box::pin(async move { platform.recall(channel, &id).await })
        })
    }
}

impl<C> std::fmt::Debug for Messages<'_, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Messages")
    }
}
