//! What a command can take: something that the caller types, or something that the call supplies.

use crate::command::argument::Argument;
use crate::command::call::{Admitted, Call, Pending};
use crate::command::param_spec::ParamSpec;
use crate::command::shim::Take;
use crate::gate::Denial;

/// Where a parameter comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From the call itself.
    Extracted,
    /// From the text, where it has to be.
    Required,
    /// From the text, where it may be left out.
    Optional,
}

/// A parameter of a command: an argument ([`FromArg`](crate::FromArg)), an `Option` of one, or a thing
/// that the call supplies, like its context.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a command",
    label = "not an argument type",
    note = "implement `FromArg` for `{Self}`, or derive `Args` or `Choice`; a list is a `Vec` of such a type",
    note = "application state is taken as `State<{Self}>`"
)]
pub trait Param<'a, C>: Sized {
    /// Where it comes from: a fact of the type, so that aliases change nothing.
    const KIND: Kind;
    /// Whether it exists only after the platform was asked.
    const PROOF: bool = false;
    /// Both, as the command's description has it.
    #[doc(hidden)]
    const SPEC: ParamSpec = ParamSpec::new(Self::KIND, Self::PROOF);
    /// How it is taken from a call.
    #[doc(hidden)]
    const TAKE: Take<'a, C, Self> = Take { take: Self::take, open: Self::open };
    /// What a check sees of it: the value, or the id that a proof is about.
    type Seen<'s>
    where
        Self: 's;

    /// Takes the parameter `n` of the command from the call: what the shim calls.
    #[doc(hidden)]
    fn take(call: &mut Call<'a, C>, n: usize) -> Result<Pending<Self>, Denial> {
        let spec = call.spec(n)?;
        Self::parse(call, spec)
    }

    /// Parses it.
    #[doc(hidden)]
    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<Self>, Denial>;

    /// Whether an optional one is there.
    #[doc(hidden)]
    fn is_present(call: &Call<'a, C>, spec: &ParamSpec) -> bool {
        call.has(spec)
    }

    /// What a check sees of a value.
    #[doc(hidden)]
    fn see(&self) -> Self::Seen<'_>;

    /// What a check sees of a parameter that waits.
    #[doc(hidden)]
    fn peek(pending: &Pending<Self>) -> Self::Seen<'_> {
        pending.0.see()
    }

    /// Makes the value, once the call is admitted.
    #[doc(hidden)]
    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial>;
}

#[diagnostic::do_not_recommend]
impl<'a, C, T: Argument> Param<'a, C> for T {
    const KIND: Kind = T::ARGUMENT.kind;
    const SPEC: ParamSpec = T::ARGUMENT;
    type Seen<'s>
        = &'s T
    where
        T: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<T>, Denial> {
        T::from_line(call.line(), spec).map(Pending)
    }

    fn see(&self) -> &T {
        self
    }

    fn open(pending: Pending<T>, _: &Admitted<'a, C>) -> Result<T, Denial> {
        Ok(pending.0)
    }
}

impl<'a, C, T: Param<'a, C>> Param<'a, C> for Option<T> {
    const KIND: Kind = match T::KIND {
        Kind::Extracted => Kind::Extracted,
        Kind::Required | Kind::Optional => Kind::Optional,
    };
    const PROOF: bool = T::PROOF;
    const SPEC: ParamSpec = T::SPEC.in_option(<Self as Param<'a, C>>::KIND);
    type Seen<'s>
        = Option<T::Seen<'s>>
    where
        T: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<Self>, Denial> {
        if T::is_present(call, spec) {
            T::parse(call, spec).map(|pending| Pending(Some(pending.0)))
        } else {
            Ok(Pending(None))
        }
    }

    fn see(&self) -> Self::Seen<'_> {
        self.as_ref().map(T::see)
    }

    fn open(pending: Pending<Self>, admitted: &Admitted<'a, C>) -> Result<Self, Denial> {
        pending.0.map(|value| T::open(Pending(value), admitted)).transpose()
    }
}
