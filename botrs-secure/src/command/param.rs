//! What a command can take: something that the caller types, or something that the call supplies.

use crate::command::arg::{ArgError, FromArg};
use crate::command::call::{Admitted, Call, Pending};
use crate::command::shim::Take;
use crate::command::spec::ParamSpec;
use crate::gate::Denial;
use crate::validate::{Rule, Violation};

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
    fn is_present(call: &Call<'a, C>) -> bool {
        call.has_words()
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
impl<'a, C, T: FromArg> Param<'a, C> for T {
    const KIND: Kind = Kind::Required;
    const SPEC: ParamSpec =
        ParamSpec::new(Kind::Required, false).objecting(|text, rules| objection::<T>(text, rules));
    type Seen<'s>
        = &'s T
    where
        T: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<T>, Denial> {
        let word = call.word(spec)?;
        let refuse = |error| Denial::Argument { name: spec.name, at: word.at(), error };
        let value = T::from_arg(word.text).map_err(refuse)?;
        for (rule, error) in broken(&value, spec.rules) {
            call.broke(Violation::of_argument(spec.name, word.at(), rule.name(), error));
        }
        Ok(Pending(value))
    }

    fn see(&self) -> &T {
        self
    }

    fn open(pending: Pending<T>, _: &Admitted<'a, C>) -> Result<T, Denial> {
        Ok(pending.0)
    }
}

/// The rules that a value breaks: those of the command, and of the type what these do not cover.
pub(crate) fn broken<'v, T: FromArg>(
    value: &'v T,
    rules: &'v [Rule],
) -> impl Iterator<Item = (&'v Rule, ArgError)> {
    let defaults = T::RULES.iter().filter(|default| !rules.iter().any(|own| own.covers(default)));
    rules.iter().chain(defaults).filter_map(|rule| Some((rule, value.obey(rule).err()?)))
}

/// The same for a list of arguments: each with the number of the element, where it is one's.
#[allow(dead_code, reason = "until there are lists of arguments")]
pub(crate) fn broken_list<T: FromArg>(
    values: &[T],
    rules: &[Rule],
) -> Vec<(Option<usize>, &'static str, ArgError)> {
    let mut all = Vec::new();
    let mut of_elements: &[Rule] = &[];
    for rule in rules {
        if let Rule::Each(rules) = rule {
            of_elements = rules;
        } else if let Err(error) = rule.check_items(values.len()) {
            all.push((None, rule.name(), error));
        }
    }
    // Also where the command says nothing of the elements: their type may.
    for (n, value) in values.iter().enumerate() {
        let broken = broken(value, of_elements);
        all.extend(broken.map(|(rule, error)| (Some(n), rule.name(), error)));
    }
    all
}

/// Why a text is no value of the type, or none that these rules let pass.
fn objection<T: FromArg>(text: &str, rules: &[Rule]) -> Option<ArgError> {
    match T::from_arg(text) {
        Ok(value) => broken(&value, rules).next().map(|(_, error)| error),
        Err(error) => Some(error),
    }
}

impl<'a, C, T: Param<'a, C>> Param<'a, C> for Option<T> {
    const KIND: Kind = match T::KIND {
        Kind::Extracted => Kind::Extracted,
        Kind::Required | Kind::Optional => Kind::Optional,
    };
    const PROOF: bool = T::PROOF;
    const SPEC: ParamSpec = T::SPEC.of_kind(<Self as Param<'a, C>>::KIND);
    type Seen<'s>
        = Option<T::Seen<'s>>
    where
        T: 's;

    fn parse(call: &mut Call<'a, C>, spec: &ParamSpec) -> Result<Pending<Self>, Denial> {
        if T::is_present(call) || spec.default.is_some() {
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
