//! What a command can take: something that the caller types, or something that the call supplies.

use std::time::Duration;

use crate::command::arg::ArgError;
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

/// A parameter of a command: an argument ([`FromArg`]), an `Option` of one, or a thing that the call
/// supplies, like its context.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a command",
    label = "not an argument type",
    note = "implement `FromArg` for `{Self}`",
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

/// What `#[arg(min, max)]` and `#[validate(length(..))]` say of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub(crate) min: Option<i128>,
    pub(crate) max: Option<i128>,
    pub(crate) length: Option<(u32, u32)>,
}

/// What the macro emits: each rule names the written type, so that one on a type that cannot have
/// it is an error at that place.
#[doc(hidden)]
impl Rules {
    pub const NONE: Self = Self { min: None, max: None, length: None };

    pub const fn min_number<T: Bounded<i128>>(mut self, min: i128) -> Self {
        self.min = Some(min);
        self
    }

    pub const fn max_number<T: Bounded<i128>>(mut self, max: i128) -> Self {
        self.max = Some(max);
        self
    }

    pub const fn min_duration<T: Bounded<Duration>>(mut self, min: Duration) -> Self {
        self.min = Some(nanos(min));
        self
    }

    pub const fn max_duration<T: Bounded<Duration>>(mut self, max: Duration) -> Self {
        self.max = Some(nanos(max));
        self
    }

    pub const fn length<T: Measured>(mut self, min: u32, max: u32) -> Self {
        self.length = Some((min, max));
        self
    }
}

#[expect(clippy::cast_possible_wrap, reason = "a Duration has less than 2^94 nanoseconds")]
pub(crate) const fn nanos(duration: Duration) -> i128 {
    duration.as_nanos() as i128
}

impl Rules {
    /// Whether nothing is demanded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// These rules, and of `others` what these say nothing about.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            min: self.min.or(others.min),
            max: self.max.or(others.max),
            length: self.length.or(others.length),
        }
    }

    /// Refuses a value outside `min` and `max`, which `show` puts into words.
    pub(crate) fn check_range(
        &self,
        value: i128,
        show: impl Fn(i128) -> (String, String),
    ) -> Result<(), ArgError> {
        if let Some(min) = self.min.filter(|&min| value < min) {
            let (zh, en) = show(min);
            return Err(ArgError::new(format!("不能小于 {zh}"), format!("must be at least {en}")));
        }
        if let Some(max) = self.max.filter(|&max| value > max) {
            let (zh, en) = show(max);
            return Err(ArgError::new(format!("不能大于 {zh}"), format!("must be at most {en}")));
        }
        Ok(())
    }

    /// Refuses a text whose length in characters is outside `length`.
    pub(crate) fn check_length(&self, text: &str) -> Result<(), ArgError> {
        let Some((min, max)) = self.length else { return Ok(()) };
        let count = text.chars().count();
        if count < min as usize {
            return Err(ArgError::new(
                format!("至少要 {min} 个字，现在是 {count} 个"),
                format!("needs at least {min} characters, has {count}"),
            ));
        }
        if count > max as usize {
            return Err(ArgError::new(
                format!("最多 {max} 个字，现在是 {count} 个"),
                format!("at most {max} characters, has {count}"),
            ));
        }
        Ok(())
    }
}

/// A type that `#[arg(min, max)]` can bound by an `N`: numbers by numbers, durations by durations.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot have a `min` or `max` of this kind",
    label = "`min` and `max` bound integers (`max = 10`) and durations (`max = \"7d\"`)"
)]
pub trait Bounded<N> {}

impl<N, T: Bounded<N>> Bounded<N> for Option<T> {}

/// A type that has a length in characters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length",
    label = "`length` needs a text: `String` or `Text`"
)]
pub trait Measured {}

impl<T: Measured> Measured for Option<T> {}
