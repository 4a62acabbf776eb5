//! Types that a caller can type.

mod error;
mod ids;
mod number;
mod text;
mod time;

pub use error::ArgError;
pub(crate) use ids::{channel, user};

use crate::command::choice::ChoiceSpec;
use crate::validate::Rule;

/// A type that is parsed from a word of the caller's, or from all the rest of the text.
///
/// ```
/// use botrs_secure::{ArgError, FromArg};
///
/// struct Dice(u8);
///
/// impl FromArg for Dice {
///     fn from_arg(word: &str) -> Result<Self, ArgError> {
///         match word.parse() {
///             Ok(n @ 1..=6) => Ok(Self(n)),
///             _ => Err(ArgError::new("应为 1 到 6", "must be 1 to 6")),
///         }
///     }
/// }
/// # assert!(Dice::from_arg("7").is_err() && Dice::from_arg("6").is_ok());
/// ```
pub trait FromArg: Sized + Send + Sync {
    /// Parses a word that is not empty.
    ///
    /// # Errors
    ///
    /// What the caller gets to read, with the argument's name and place before it.
    fn from_arg(word: &str) -> Result<Self, ArgError>;

    /// What can be typed, where that is a choice of a few words.
    #[doc(hidden)]
    const CHOICES: &'static [ChoiceSpec] = &[];

    /// The rules that hold where the command says none of its own.
    #[doc(hidden)]
    const RULES: &'static [Rule] = &[];

    /// Applies a rule that the command has for this argument.
    ///
    /// A type that does not say how refuses: a rule that nobody applies is no rule. A type that is
    /// a text inside says `rule.check_text(&self.0)`, and implements
    /// [`Textual`](crate::validate::Textual), by which rules for texts compile.
    ///
    /// # Errors
    ///
    /// What the caller gets to read.
    fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
        Err(rule.is_for_another_type())
    }
}
