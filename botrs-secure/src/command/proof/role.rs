//! Roles of the event's guild that are below the caller.

use std::fmt;
use std::marker::PhantomData;

use crate::adapter::RoleInfo;
use crate::command::arg::FromArg;
use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::{Kind, Param};
use crate::command::param_spec::ParamSpec;
use crate::command::proof::Bond;
use crate::gate::{Denial, Live};
use crate::id::RoleId;
use crate::reply::Show;

/// A role of the event's guild. Typed as its id, a number.
///
/// The platform listed it among the guild's roles, and what the policy makes of it is below the caller:
/// of a lower rank, and with no permission that the caller lacks. It is never one of the platform's own
/// roles 1 (everybody), 4 (the owner) and 5 (of one channel), and 2 (administrators) only for whoever
/// outranks administrators.
pub struct GuildRole<'a> {
    bond: Bond,
    info: RoleInfo,
    call: PhantomData<&'a Live>,
}

impl<'a> GuildRole<'a> {
    /// One that the platform made for this call.
    pub(crate) fn made(live: &'a Live, info: RoleInfo) -> Result<Self, Denial> {
        let bond = Bond::of(live).ok_or(Denial::Unproven)?;
        Ok(Self { bond, info, call: PhantomData })
    }

    /// Which it is.
    #[must_use]
    pub fn id(&self) -> RoleId {
        self.info.id
    }

    /// Its name, as the platform listed it. Whoever manages roles chose it: it is text of a user's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.info.name
    }

    pub(crate) fn bond(&self) -> Bond {
        self.bond
    }

    pub(crate) fn info(&self) -> &RoleInfo {
        &self.info
    }
}

impl fmt::Debug for GuildRole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GuildRole({})", self.info.id)
    }
}

/// Shown as its name.
impl Show for GuildRole<'_> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.info.name)
    }
}

impl<'a, C> Param<'a, C> for GuildRole<'a> {
    const KIND: Kind = Kind::Required;
    const PROOF: bool = true;
    type Seen<'s>
        = &'s RoleId
    where
        Self: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<Self>, Denial> {
        let line = call.line();
        let word = line.word(spec)?;
        let id = RoleId::from_arg(&word.text);
        let id = id.map_err(|error| line.refusal(spec, &word, error))?;
        let bond = Bond::of(call.live()).ok_or(Denial::Unproven)?;
        call.claims().roles.push(id);
        // A claim; what was proven takes its place.
        let info = RoleInfo { id, name: String::new(), color: 0, hoist: false };
        Ok(Pending(Self { bond, info, call: PhantomData }))
    }

    fn see(&self) -> &RoleId {
        &self.info.id
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let Self { bond, info: claim, .. } = pending.0;
        let proven = admitted.proofs().roles.iter().find(|role| role.id == claim.id);
        match proven {
            Some(info) if Bond::of(admitted.live) == Some(bond) => {
                Ok(Self { bond, info: info.clone(), call: PhantomData })
            }
            _ => Err(Denial::Unproven),
        }
    }
}
