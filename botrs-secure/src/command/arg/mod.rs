//! Types that a caller can type.

mod error;
mod ids;
mod number;
mod text;
mod time;

pub use error::ArgError;
pub(crate) use ids::{channel, user};

use crate::command::choice::ChoiceSpec;
use crate::command::param::Rules;

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
    const RULES: Rules = Rules::NONE;

    /// Applies `#[arg(min, max)]` and `#[validate(..)]`; called where the command says a rule.
    ///
    /// A type that does not say how refuses: a rule that nobody applies is no rule.
    #[doc(hidden)]
    fn obey(&self, _: &Rules) -> Result<(), ArgError> {
        Err(ArgError::new("此参数不支持所声明的规则", "this argument does not support its rules"))
    }
}
