//! What a body knows of its call, and the way to its powers.

use std::fmt;
use std::marker::PhantomData;

use crate::adapter::Roles;
use crate::command::audit::Audit;
use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::{Kind, Param};
use crate::command::param_spec::ParamSpec;
use crate::command::power::{self, Channels, Guild, Members, Messages};
use crate::command::unchecked::{self, Unchecked, UncheckedApi};
use crate::command::{BoxFuture, Command};
use crate::error::{Error, Result};
use crate::gate::{Denial, Live, Talk};
use crate::place::{PersonId, Place, Scene};
use crate::reply::Reply;

/// The call that runs, typed by its command: `Context<'_, mute>` in the command `mute`.
///
/// Only an admitted call has one. It borrows from the call and cannot outlive it. Without a command's
/// name, `Context<'_>`, it has no powers.
pub struct Context<'a, C = NoPowers> {
    talk: &'a Talk,
    live: Option<&'a Live>,
    command: PhantomData<fn() -> C>,
}

/// The command of a context without powers.
#[derive(Debug)]
pub enum NoPowers {}

impl<'a> Context<'a> {
    /// A context without powers, in a call.
    pub(crate) fn new(live: &'a Live) -> Self {
        Self { talk: &live.talk, live: None, command: PhantomData }
    }

    /// A context without powers, for a message that is no command.
    pub(crate) fn ordinary(talk: &'a Talk) -> Self {
        Self { talk, live: None, command: PhantomData }
    }
}

impl<'a, C> Context<'a, C> {
    pub(crate) fn talk(&self) -> &'a Talk {
        self.talk
    }

    /// The call that was admitted; none for a context without powers.
    #[cfg(feature = "_admin")]
    pub(crate) fn live(&self) -> Option<&'a Live> {
        self.live
    }

    /// Who called.
    #[must_use]
    pub fn author(&self) -> Author<'a> {
        Author { talk: self.talk }
    }

    /// The scene of the call.
    #[must_use]
    pub fn scene(&self) -> Scene {
        self.place().scene()
    }

    /// Where the call was written.
    #[must_use]
    pub fn place(&self) -> &'a Place {
        &self.talk.incoming.place
    }

    /// Answers now; text that is no literal of [`reply!`](crate::reply!) is escaped for the scene.
    ///
    /// More than 2,000 characters are several messages, as many as QQ still takes; what does not fit into
    /// them is cut, ends with `…` and is recorded.
    ///
    /// # Errors
    ///
    /// What the platform says, or [`ReplyWindow`](crate::PlatformErrorKind::ReplyWindow) after five
    /// replies to one message or once its time is over. Of several messages those before the error arrived.
    // Boxed and not `async`, so that rustc looks at it once and not for each command.
    pub fn reply(&self, reply: impl Into<Reply>) -> BoxFuture<'a, Result<()>> {
        let (talk, reply) = (self.talk, reply.into());
        Box::pin(async move { talk.send(&reply).await.map_err(Error::from) })
    }

    /// Records of one's own in the audit.
    #[must_use]
    pub fn audit(&self) -> Audit<'a> {
        Audit::new(self.talk)
    }

    /// The powers over members.
    #[must_use]
    pub fn members(&self) -> Members<'a, C> {
        Members::new(self.live)
    }

    /// The powers over messages.
    #[must_use]
    pub fn messages(&self) -> Messages<'a, C> {
        Messages::new(self.live)
    }

    /// The powers over channels.
    #[must_use]
    pub fn channels(&self) -> Channels<'a, C> {
        Channels::new(self.live)
    }

    /// The powers over roles.
    #[must_use]
    pub fn roles(&self) -> power::Roles<'a, C> {
        power::Roles::new(self.live)
    }

    /// The powers over the guild of the call.
    #[must_use]
    pub fn guild(&self) -> Guild<'a, C> {
        Guild::new(self.live)
    }

    /// Hands out the raw API of botrs, in a command whose attribute says `unchecked_api = "reason"`.
    ///
    /// Each call is recorded with the reason first. What is done with the API is not: ask for it late,
    /// use it once, and check by hand what a power would have checked.
    ///
    /// # Errors
    ///
    /// A refusal: the permission was taken away since the call came, or it cannot be recorded. And
    /// where there is no such API: the harness of `testing` has none.
    pub fn unchecked_api(&self) -> BoxFuture<'a, Result<UncheckedApi<'a>>>
    where
        C: Unchecked,
    {
        const { unchecked::assert_unchecked::<C>() };
        Box::pin(unchecked::hand_out(self.live))
    }
}

impl<C> fmt::Debug for Context<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Context({})", self.place())
    }
}

/// Whoever wrote the message.
#[derive(Clone, Copy)]
pub struct Author<'a> {
    talk: &'a Talk,
}

impl<'a> Author<'a> {
    /// Their id.
    #[must_use]
    pub fn id(&self) -> PersonId {
        self.talk.incoming.person
    }

    /// Their name, where the platform says it. Names are not unique and prove nothing.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        self.talk.incoming.name.as_deref()
    }

    /// What the platform says of their standing.
    #[must_use]
    pub fn roles(&self) -> &'a Roles {
        &self.talk.incoming.roles
    }
}

impl fmt::Debug for Author<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Author({})", self.id())
    }
}

mod same {
    /// The command of a context is the command that takes it, or none.
    #[diagnostic::on_unimplemented(
        message = "`Context<'_, {Self}>` is the context of another command",
        label = "write `Context<'_, {C}>`"
    )]
    pub trait Is<C> {}
}

impl<C: Command> same::Is<C> for C {}
impl<C: Command> same::Is<C> for NoPowers {}

impl<'a, C, D: same::Is<C>> Param<'a, C> for Context<'a, D> {
    const KIND: Kind = Kind::Extracted;
    type Seen<'s>
        = ()
    where
        Self: 's;

    fn parse(call: &mut Call<'a, C>, _: &ParamSpec) -> Result<Pending<Self>, Denial> {
        Ok(Pending(Self { talk: &call.live().talk, live: None, command: PhantomData }))
    }

    fn is_present(_: &Call<'a, C>, _: &ParamSpec) -> bool {
        true
    }

    fn see(&self) {}

    fn open(_: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let live = admitted.live;
        Ok(Self { talk: &live.talk, live: Some(live), command: PhantomData })
    }
}
