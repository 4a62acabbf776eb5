//! The message that the caller quoted.

use std::fmt;
use std::marker::PhantomData;

use crate::adapter::Incoming;
use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::{Kind, Param};
use crate::command::param_spec::ParamSpec;
use crate::command::proof::{Bond, ProvenMessage};
use crate::gate::{Denial, Live};
use crate::id::{ChannelId, MessageId, UserId};
use crate::place::Place;

/// The message that the caller quoted, of the event's own channel.
pub struct Message<'a> {
    bond: Bond,
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

    /// The author, where they were proven to be below the caller.
    pub(crate) fn outranked(&self) -> Option<UserId> {
        self.proven.outranked
    }

    pub(crate) fn bond(&self) -> Bond {
        self.bond
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
        let bond = Bond::of(call.live()).ok_or(Denial::Unproven)?;
        call.claims().message = Some(id.clone());
        // A claim; what was proven takes its place.
        let proven = ProvenMessage { id, channel, author: None, outranked: None };
        Ok(Pending(Self { bond, proven, call: PhantomData }))
    }

    fn is_present(call: &Call<'a, C>, _: &ParamSpec) -> bool {
        call.live().talk.incoming.quote.is_some()
    }

    fn see(&self) -> &MessageId {
        &self.proven.id
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let Self { bond, proven: claim, .. } = pending.0;
        match &admitted.proofs().message {
            Some(proven) if Bond::of(admitted.live) == Some(bond) && proven.id == claim.id => {
                Ok(Self { bond, proven: proven.clone(), call: PhantomData })
            }
            _ => Err(Denial::Unproven),
        }
    }
}
