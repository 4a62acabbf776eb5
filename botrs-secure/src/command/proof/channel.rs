//! Channels of the event's guild.

use std::fmt;
use std::marker::PhantomData;

use crate::command::arg;
use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::{Kind, Param};
use crate::command::param_spec::ParamSpec;
use crate::command::proof::Bond;
use crate::gate::{Denial, Live};
use crate::id::ChannelId;

/// A channel of the event's guild. Typed as `#channel` or an id.
pub struct Channel<'a> {
    bond: Bond,
    channel: ChannelId,
    call: PhantomData<&'a Live>,
}

impl<'a> Channel<'a> {
    /// One that the platform made for this call.
    pub(crate) fn made(live: &'a Live, channel: ChannelId) -> Result<Self, Denial> {
        let bond = Bond::of(live).ok_or(Denial::Unproven)?;
        Ok(Self { bond, channel, call: PhantomData })
    }

    /// Which it is.
    #[must_use]
    pub fn id(&self) -> ChannelId {
        self.channel
    }

    pub(crate) fn bond(&self) -> Bond {
        self.bond
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
        let bond = Bond::of(call.live()).ok_or(Denial::Unproven)?;
        call.claims().channels.push(channel);
        Ok(Pending(Self { bond, channel, call: PhantomData }))
    }

    fn see(&self) -> &ChannelId {
        &self.channel
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let claim = pending.0;
        if Bond::of(admitted.live) != Some(claim.bond)
            || !admitted.proofs().channels.contains(&claim.channel)
        {
            return Err(Denial::Unproven);
        }
        Ok(claim)
    }
}
