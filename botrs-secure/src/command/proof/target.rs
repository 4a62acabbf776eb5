//! Members whom the caller outranks.

use std::fmt;
use std::marker::PhantomData;

use crate::command::arg::{self, ArgError};
use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::{Kind, Param};
use crate::command::param_spec::ParamSpec;
use crate::command::proof::Bond;
use crate::gate::{Denial, Live};
use crate::id::UserId;
use crate::reply::show::sealed;
use crate::reply::{Mention, SegmentKind, Show};

/// A member of the event's guild whom the caller outranks: not the caller, the bot or the owner.
///
/// Typed as a mention or an id.
pub struct Target<'a> {
    bond: Bond,
    user: UserId,
    call: PhantomData<&'a Live>,
}

impl Target<'_> {
    /// Who it is.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.user
    }

    pub(crate) fn bond(&self) -> Bond {
        self.bond
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
        claim(call, user).map(Pending)
    }

    fn see(&self) -> &UserId {
        &self.user
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let claim = pending.0;
        if Bond::of(admitted.live) != Some(claim.bond)
            || !admitted.proofs().targets.contains(&claim.user)
        {
            return Err(Denial::Unproven);
        }
        Ok(claim)
    }
}

/// Somebody of whom this call will have to prove that the caller outranks them.
fn claim<'a, C>(call: &mut Call<'a, C>, user: UserId) -> Result<Target<'a>, Denial> {
    let bond = Bond::of(call.live()).ok_or(Denial::Unproven)?;
    let claims = &mut call.claims().targets;
    if !claims.contains(&user) {
        claims.push(user);
    }
    Ok(Target { bond, user, call: PhantomData })
}

/// As many members can be named at once.
pub(crate) const MOST: usize = 20;

/// All that are named, each once; at least one, and at most 20.
impl<'a, C> Param<'a, C> for Vec<Target<'a>> {
    const KIND: Kind = Kind::Required;
    const PROOF: bool = true;
    const SPEC: ParamSpec = ParamSpec::new(Kind::Required, true).listed_and_required();
    type Seen<'s>
        = Vec<UserId>
    where
        Self: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<Self>, Denial> {
        let mut list: Self = Self::new();
        loop {
            let line = call.line();
            let word = line.word(spec)?;
            let user = arg::user(&word.text);
            let user = user.map_err(|error| line.refusal(spec, &word, error))?;
            if list.iter().all(|target| target.user != user) {
                if list.len() == MOST {
                    return Err(line.refusal(spec, &word, too_many()));
                }
                list.push(claim(call, user)?);
            }
            if !call.has(spec) {
                return Ok(Pending(list));
            }
        }
    }

    fn see(&self) -> Vec<UserId> {
        self.iter().map(Target::id).collect()
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        let open = |claim| <Target<'a> as Param<'a, C>>::open(Pending(claim), admitted);
        pending.0.into_iter().map(open).collect()
    }
}

fn too_many() -> ArgError {
    ArgError::new(format!("最多 {MOST} 个成员"), format!("at most {MOST} members"))
}
