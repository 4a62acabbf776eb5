//! Proofs: a member whom the caller outranks, a channel and a message of the event's own guild.
//!
//! A proof is no id. It exists only after the platform was asked in this call (stage 9 of the
//! gate), borrows from the call, so that it cannot outlive it, and is the only thing that a power
//! takes. Parsing yields a claim, sealed in a [`Pending`]; it opens only if this very call proved it.

use std::fmt;
use std::marker::PhantomData;

use crate::adapter::Incoming;
use crate::command::arg;
use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::{Kind, Param};
use crate::command::param_spec::ParamSpec;
use crate::gate::{Denial, Live};
use crate::id::{ChannelId, GuildId, MessageId, UserId};
use crate::place::Place;
use crate::reply::show::sealed;
use crate::reply::{Mention, SegmentKind, Show};

/// What a call wants proven.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub(crate) targets: Vec<UserId>,
    pub(crate) channels: Vec<ChannelId>,
    pub(crate) message: Option<MessageId>,
}

impl Claims {
    pub(crate) fn is_empty(&self) -> bool {
        self.targets.is_empty() && self.channels.is_empty() && self.message.is_none()
    }
}

/// What was proven. Made by the authority stage alone.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    pub(crate) targets: Vec<UserId>,
    pub(crate) channels: Vec<ChannelId>,
    pub(crate) message: Option<ProvenMessage>,
}

#[derive(Debug, Clone)]
pub(crate) struct ProvenMessage {
    pub(crate) id: MessageId,
    pub(crate) channel: ChannelId,
    pub(crate) author: Option<UserId>,
}

/// A member of the event's guild whom the caller outranks: not the caller, the bot or the owner.
///
/// Typed as a mention or an id.
pub struct Target<'a> {
    guild: GuildId,
    user: UserId,
    call: PhantomData<&'a Live>,
}

impl Target<'_> {
    /// Who it is.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.user
    }

    pub(crate) fn guild(&self) -> GuildId {
        self.guild
    }
}

impl fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({})", self.user)
    }
}

/// Shown as a mention.
impl Show for Target<'_> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Mention(self.user).show(f)
    }

    fn __kind(&self, _: sealed::Key) -> SegmentKind {
        SegmentKind::Markup
    }
}

impl<'a, C> Param<'a, C> for Target<'a> {
    const KIND: Kind = Kind::Required;
    const PROOF: bool = true;
    type Seen<'s>
        = &'s UserId
    where
        Self: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<Self>, Denial> {
        let line = call.line();
        let word = line.word(spec)?;
        let user = arg::user(&word.text);
        let user = user.map_err(|error| line.refusal(spec, &word, error))?;
        let guild = call.live().talk.incoming.place.guild().ok_or(Denial::Unproven)?;
        call.claims().targets.push(user);
        Ok(Pending(Self { guild, user, call: PhantomData }))
    }

    fn see(&self) -> &UserId {
        &self.user
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let claim = pending.0;
        if admitted.live.talk.incoming.place.guild() != Some(claim.guild)
            || !admitted.proofs().targets.contains(&claim.user)
        {
            return Err(Denial::Unproven);
        }
        Ok(claim)
    }
}

/// A channel of the event's guild. Typed as `#channel` or an id.
pub struct Channel<'a> {
    channel: ChannelId,
    call: PhantomData<&'a Live>,
}

impl Channel<'_> {
    /// Which it is.
    #[must_use]
    pub fn id(&self) -> ChannelId {
        self.channel
    }
}

impl fmt::Debug for Channel<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Channel({})", self.channel)
    }
}

impl<'a, C> Param<'a, C> for Channel<'a> {
    const KIND: Kind = Kind::Required;
    const PROOF: bool = true;
    type Seen<'s>
        = &'s ChannelId
    where
        Self: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<Self>, Denial> {
        let line = call.line();
        let word = line.word(spec)?;
        let channel = arg::channel(&word.text);
        let channel = channel.map_err(|error| line.refusal(spec, &word, error))?;
        call.claims().channels.push(channel);
        Ok(Pending(Self { channel, call: PhantomData }))
    }

    fn see(&self) -> &ChannelId {
        &self.channel
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let claim = pending.0;
        if !admitted.proofs().channels.contains(&claim.channel) {
            return Err(Denial::Unproven);
        }
        Ok(claim)
    }
}

/// The message that the caller quoted, of the event's own channel.
pub struct Message<'a> {
    proven: ProvenMessage,
    call: PhantomData<&'a Live>,
}

impl Message<'_> {
    /// Which it is.
    #[must_use]
    pub fn id(&self) -> &MessageId {
        &self.proven.id
    }

    /// Who wrote it, where the platform says so.
    #[must_use]
    pub fn author(&self) -> Option<UserId> {
        self.proven.author
    }

    pub(crate) fn channel(&self) -> ChannelId {
        self.proven.channel
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({})", self.proven.id)
    }
}

impl<'a, C> Param<'a, C> for Message<'a> {
    const KIND: Kind = Kind::Extracted;
    const PROOF: bool = true;
    type Seen<'s>
        = &'s MessageId
    where
        Self: 's;

    fn parse(call: &mut Call<'a, C>, _: &ParamSpec) -> Result<Pending<Self>, Denial> {
        let Incoming { quote, place, .. } = &call.live().talk.incoming;
        let id = quote.clone().ok_or(Denial::NoQuote)?;
        let Place::Guild { channel, .. } = *place else { return Err(Denial::Unproven) };
        call.claims().message = Some(id.clone());
        // A claim; what was proven takes its place.
        let proven = ProvenMessage { id, channel, author: None };
        Ok(Pending(Self { proven, call: PhantomData }))
    }

    fn is_present(call: &Call<'a, C>, _: &ParamSpec) -> bool {
        call.live().talk.incoming.quote.is_some()
    }

    fn see(&self) -> &MessageId {
        &self.proven.id
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        match &admitted.proofs().message {
            Some(proven) if proven.id == pending.0.proven.id => {
                Ok(Self { proven: proven.clone(), call: PhantomData })
            }
            _ => Err(Denial::Unproven),
        }
    }
}
