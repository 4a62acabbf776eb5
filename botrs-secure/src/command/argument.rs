//! What a caller types: a word, the words of a list, or the fields of a struct.

use crate::command::arg::{ArgError, FromArg};
use crate::command::line::Line;
use crate::command::param::Kind;
use crate::command::param_spec::ParamSpec;
use crate::gate::Denial;
use crate::validate::Rule;

/// A type that is typed: [`FromArg`], a `Vec` of one, or a struct with `#[derive(Args)]`.
///
/// It is made of words alone and does not know the command: so the code that parses it is compiled
/// once, and nothing in it can reach a proof or a context.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not typed by the caller",
    label = "not an argument",
    note = "implement `FromArg` for `{Self}`, or derive `Args` or `Choice`"
)]
pub trait Argument: Sized {
    /// What its type says.
    const ARGUMENT: ParamSpec;

    /// Takes it from the words.
    fn from_line(line: &mut Line<'_>, spec: &ParamSpec) -> Result<Self, Denial>;
}

#[diagnostic::do_not_recommend]
impl<T: FromArg> Argument for T {
    const ARGUMENT: ParamSpec = ParamSpec::new(Kind::Required, false)
        .choosing(T::CHOICES)
        .obeying(T::RULES)
        .objecting(|text, rules| objection::<T>(text, rules));

    fn from_line(line: &mut Line<'_>, spec: &ParamSpec) -> Result<T, Denial> {
        let word = line.word(spec)?;
        let value = T::from_arg(&word.text).map_err(|error| line.refusal(spec, &word, error))?;
        for (rule, error) in broken(&value, spec.rules) {
            line.broke(spec, &word, None, rule, error);
        }
        Ok(value)
    }
}

/// The rules that a value breaks: those of the command, and of the type what these do not cover.
fn broken<'v, T: FromArg>(
    value: &'v T,
    rules: &'v [Rule],
) -> impl Iterator<Item = (&'v Rule, ArgError)> {
    let defaults = ParamSpec::defaults_beside(rules, T::RULES);
    rules.iter().chain(defaults).filter_map(|rule| Some((rule, value.obey(rule).err()?)))
}

/// Why a text is no value of the type, or none that these rules let pass.
fn objection<T: FromArg>(text: &str, rules: &[Rule]) -> Option<ArgError> {
    match T::from_arg(text) {
        Ok(value) => broken(&value, rules).next().map(|(_, error)| error),
        Err(error) => Some(error),
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromArg> Argument for Vec<T> {
    const ARGUMENT: ParamSpec =
        ParamSpec::new(Kind::Optional, false).listed().choosing(T::CHOICES).obeying(T::RULES);

    fn from_line(line: &mut Line<'_>, spec: &ParamSpec) -> Result<Self, Denial> {
        let mut list = Self::new();
        let mut last = line.end();
        let of_elements = spec.rules.iter().find_map(Rule::of_elements).unwrap_or_default();
        while line.has(spec) {
            let word = line.word(spec)?;
            let value = T::from_arg(&word.text);
            let value = value.map_err(|error| line.refusal(spec, &word, error))?;
            // Also where the command says nothing of the elements: their type may.
            for (rule, error) in broken(&value, of_elements) {
                line.broke(spec, &word, Some(list.len()), rule, error);
            }
            list.push(value);
            last = word;
        }
        for rule in spec.rules {
            if rule.of_elements().is_none()
                && let Err(error) = rule.check_items(list.len())
            {
                line.broke(spec, &last, None, rule, error);
            }
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

    /// What a `custom` rule sees of it.
    type Seen<'s>
    where
        Self: 's;

    /// Takes the field `n` from the words.
    fn take(line: &mut Line<'_>, fields: &[ParamSpec], n: usize) -> Result<Self, Denial>;

    /// What a `custom` rule sees of it.
    fn see(&self) -> Self::Seen<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Argument> Field for T {
    const FIELD: ParamSpec = T::ARGUMENT;
    type Seen<'s>
        = &'s T
    where
        T: 's;

    fn take(line: &mut Line<'_>, fields: &[ParamSpec], n: usize) -> Result<T, Denial> {
        T::from_line(line, fields.get(n).ok_or(Denial::Unproven)?)
    }

    fn see(&self) -> &T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Argument> Field for Option<T> {
    const FIELD: ParamSpec = T::ARGUMENT.in_option(Kind::Optional);
    type Seen<'s>
        = Option<&'s T>
    where
        T: 's;

    fn take(line: &mut Line<'_>, fields: &[ParamSpec], n: usize) -> Result<Self, Denial> {
        let spec = fields.get(n).ok_or(Denial::Unproven)?;
        line.has(spec).then(|| T::from_line(line, spec)).transpose()
    }

    fn see(&self) -> Option<&T> {
        self.as_ref()
    }
}
