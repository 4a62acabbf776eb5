//! What a caller types: a word, the words of a list, or the fields of a struct.

use crate::command::arg::{ArgError, FromArg};
use crate::command::line::Line;
use crate::command::param::{Kind, Rules};
use crate::command::param_spec::ParamSpec;
use crate::gate::Denial;

/// A type that is typed: [`FromArg`], a `Vec` of one, or a struct with `#[derive(Args)]`.
///
/// It is made of words alone and does not know the command: so the code that parses it is compiled
/// once, and nothing in it can reach a proof or a context.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not typed by the caller",
    label = "not an argument",
    note = "implement `FromArg` for `{Self}`, or derive `Args` or `Choice`"
)]
pub trait Argument: Sized + Send + Sync {
    /// What its type says.
    const ARGUMENT: ParamSpec;

    /// Takes it from the words.
    fn from_line(line: &mut Line<'_>, spec: &ParamSpec) -> Result<Self, Denial>;
}

#[diagnostic::do_not_recommend]
impl<T: FromArg> Argument for T {
    const ARGUMENT: ParamSpec = ParamSpec::new(Kind::Required, false)
        .choosing(T::CHOICES)
        .objecting(|text, rules| value::<T>(text, rules).err());

    fn from_line(line: &mut Line<'_>, spec: &ParamSpec) -> Result<T, Denial> {
        let word = line.word(spec)?;
        value(&word.text, &spec.rules).map_err(|error| line.refusal(spec, &word, error))
    }
}

/// Parses a text and applies the rules of the command, and of the type where the command says none.
fn value<T: FromArg>(text: &str, rules: &Rules) -> Result<T, ArgError> {
    let value = T::from_arg(text)?;
    let rules = rules.or(T::RULES);
    if !rules.is_empty() {
        value.obey(&rules)?;
    }
    Ok(value)
}

#[diagnostic::do_not_recommend]
impl<T: FromArg> Argument for Vec<T> {
    const ARGUMENT: ParamSpec = ParamSpec::new(Kind::Optional, false).listed().choosing(T::CHOICES);

    fn from_line(line: &mut Line<'_>, spec: &ParamSpec) -> Result<Self, Denial> {
        let mut list = Self::new();
        while line.has(spec) {
            let word = line.word(spec)?;
            let value = T::from_arg(&word.text);
            list.push(value.map_err(|error| line.refusal(spec, &word, error))?);
        }
        Ok(list)
    }
}

/// A field of a struct of arguments: an argument, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a struct of arguments",
    label = "not an argument type",
    note = "a field is what the caller types: implement `FromArg` for `{Self}`",
    note = "what the call supplies or proves (`Context`, `State`, `Target`) is a parameter of the command"
)]
pub trait Field: Sized {
    /// What its type says.
    const FIELD: ParamSpec;

    /// Takes the field `n` from the words.
    fn take(line: &mut Line<'_>, fields: &[ParamSpec], n: usize) -> Result<Self, Denial>;
}

#[diagnostic::do_not_recommend]
impl<T: Argument> Field for T {
    const FIELD: ParamSpec = T::ARGUMENT;

    fn take(line: &mut Line<'_>, fields: &[ParamSpec], n: usize) -> Result<T, Denial> {
        T::from_line(line, fields.get(n).ok_or(Denial::Unproven)?)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Argument> Field for Option<T> {
    const FIELD: ParamSpec = T::ARGUMENT.in_option(Kind::Optional);

    fn take(line: &mut Line<'_>, fields: &[ParamSpec], n: usize) -> Result<Self, Denial> {
        let spec = fields.get(n).ok_or(Denial::Unproven)?;
        line.has(spec).then(|| T::from_line(line, spec)).transpose()
    }
}
