//! The rules as data, and what becomes of a value under each.

use std::fmt::Display;
use std::time::Duration;

use regex::Regex;

use crate::command::ArgError;
use crate::content::duration_text::show_duration;
use crate::locale::Locale;
use crate::validate::{counted, link, markup, text, visible};

/// One rule.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Rule {
    /// How much there is of it, counted in a unit.
    Length {
        /// What is counted.
        unit: Unit,
        /// The fewest.
        min: u32,
        /// The most.
        max: u32,
    },
    /// Between which bounds it is.
    Range(Range),
    /// A regular expression that the whole text matches.
    Pattern {
        /// The expression as it was written.
        text: &'static str,
        /// The same, compiled once.
        regex: fn() -> &'static Regex,
    },
    /// One of a few values.
    OneOf(Choices),
    /// An `https` address.
    Url {
        /// The hosts that it may be on, their subdomains included; `None` for any.
        allow: Option<&'static [&'static str]>,
    },
    /// Nothing that is not seen, and nothing that looks like an injection.
    SafeText,
    /// Nothing that mentions somebody or is other markup.
    NoMentions,
    /// These hold for every element.
    Each(&'static [Rule]),
}

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Characters (Unicode scalar values).
    Chars,
    /// Bytes of UTF-8.
    Bytes,
    /// What people see as one character.
    Graphemes,
    /// Elements of a list.
    Items,
}

/// Bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Of an integer.
    Number {
        /// The least.
        min: Option<i128>,
        /// The greatest.
        max: Option<i128>,
    },
    /// Of a number with a fraction.
    Float {
        /// The least.
        min: Option<f64>,
        /// The greatest.
        max: Option<f64>,
    },
    /// Of a duration.
    Duration {
        /// The shortest.
        min: Option<Duration>,
        /// The longest.
        max: Option<Duration>,
    },
}

/// The values of `one_of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// Of a text, compared exactly.
    Texts(&'static [&'static str]),
    /// Of an integer.
    Numbers(&'static [i128]),
}

impl Rule {
    /// Its name in attributes.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Range(_) => "range",
            Self::Pattern { .. } => "pattern",
            Self::OneOf(_) => "one_of",
            Self::Url { .. } => "url",
            Self::SafeText => "safe_text",
            Self::NoMentions => "no_mentions",
            Self::Each(_) => "each",
        }
    }

    /// Applies it to a text.
    ///
    /// # Errors
    ///
    /// What is wrong of the text; a rule for another type refuses every text.
    pub fn check_text(&self, value: &str) -> Result<(), ArgError> {
        match *self {
            Self::Length { unit: Unit::Items, .. } | Self::Range(_) | Self::Each(_) => {
                Err(self.is_for_another_type())
            }
            Self::Length { unit, min, max } => counted::check_text(value, unit, min, max),
            Self::Pattern { regex, .. } => text::check_pattern(value, regex()),
            Self::OneOf(Choices::Texts(choices)) => one_of(&value, choices),
            Self::OneOf(Choices::Numbers(_)) => Err(self.is_for_another_type()),
            Self::Url { allow } => link::check(value, allow),
            Self::SafeText => visible::check(value),
            Self::NoMentions => markup::check(value),
        }
    }

    /// Applies it to an integer.
    ///
    /// # Errors
    ///
    /// What is wrong of the number; a rule for another type refuses every number.
    pub fn check_number(&self, value: i128) -> Result<(), ArgError> {
        match *self {
            Self::Range(Range::Number { min, max }) => range(&value, min, max, both),
            Self::OneOf(Choices::Numbers(choices)) => one_of(&value, choices),
            _ => Err(self.is_for_another_type()),
        }
    }

    /// Applies it to a number with a fraction. What is no number breaks every rule.
    ///
    /// # Errors
    ///
    /// What is wrong of the number; a rule for another type refuses every number.
    pub fn check_float(&self, value: f64) -> Result<(), ArgError> {
        match *self {
            Self::Range(Range::Float { min, max }) => range(&value, min, max, both),
            _ => Err(self.is_for_another_type()),
        }
    }

    /// Applies it to a duration.
    ///
    /// # Errors
    ///
    /// What is wrong of the duration; a rule for another type refuses every one.
    pub fn check_duration(&self, value: Duration) -> Result<(), ArgError> {
        let show = |bound| {
            let text = |locale| show_duration(bound, locale).to_string();
            (text(Locale::Zh), text(Locale::En))
        };
        match *self {
            Self::Range(Range::Duration { min, max }) => range(&value, min, max, show),
            _ => Err(self.is_for_another_type()),
        }
    }

    /// Applies it to a list of so many elements. What holds for each of them is not looked at.
    ///
    /// # Errors
    ///
    /// What is wrong of the number of elements; a rule for another type refuses every list.
    pub fn check_items(&self, count: usize) -> Result<(), ArgError> {
        match *self {
            Self::Length { unit: Unit::Items, min, max } => {
                counted::check(count, Unit::Items, min, max)
            }
            _ => Err(self.is_for_another_type()),
        }
    }

    /// Applies it to a count, which is of its unit.
    pub(crate) fn check_count(&self, count: usize) -> Result<(), ArgError> {
        match *self {
            Self::Length { unit, min, max } => counted::check(count, unit, min, max),
            _ => Err(self.is_for_another_type()),
        }
    }

    /// The refusal of a value of a type that this rule is not for.
    pub(crate) fn is_for_another_type(&self) -> ArgError {
        ArgError::new("此参数不支持所声明的规则", "this value does not support its rules")
    }

    /// The rules for the elements, if it is about these.
    pub(crate) fn of_elements(&self) -> Option<&'static [Self]> {
        match *self {
            Self::Each(rules) => Some(rules),
            _ => None,
        }
    }

    /// Whether it says what a default rule of a type says, so that it stands in its place.
    pub(crate) fn covers(&self, default: &Self) -> bool {
        let has_max = |rule: &Self| match rule {
            Self::Range(range) => range.has_max(),
            _ => false,
        };
        has_max(self) && has_max(default)
    }
}

impl Range {
    fn has_max(self) -> bool {
        match self {
            Self::Number { max, .. } => max.is_some(),
            Self::Float { max, .. } => max.is_some(),
            Self::Duration { max, .. } => max.is_some(),
        }
    }
}

/// Refuses a value that is not known to be within the bounds: so also what compares with nothing.
fn range<N: PartialOrd>(
    value: &N,
    min: Option<N>,
    max: Option<N>,
    show: impl Fn(N) -> (String, String),
) -> Result<(), ArgError> {
    #[expect(clippy::neg_cmp_op_on_partial_ord, reason = "NaN is neither above nor below")]
    if let Some(min) = min.filter(|min| !(value >= min)) {
        let (zh, en) = show(min);
        return Err(ArgError::new(format!("不能小于 {zh}"), format!("must be at least {en}")));
    }
    #[expect(clippy::neg_cmp_op_on_partial_ord, reason = "NaN is neither above nor below")]
    if let Some(max) = max.filter(|max| !(value <= max)) {
        let (zh, en) = show(max);
        return Err(ArgError::new(format!("不能大于 {zh}"), format!("must be at most {en}")));
    }
    Ok(())
}

fn both(bound: impl Display) -> (String, String) {
    (bound.to_string(), bound.to_string())
}

fn one_of<T: PartialEq + Display>(value: &T, choices: &[T]) -> Result<(), ArgError> {
    if choices.contains(value) {
        return Ok(());
    }
    let choices: Vec<String> = choices.iter().map(T::to_string).collect();
    Err(ArgError::new(
        format!("应为其中之一：{}", choices.join("、")),
        format!("must be one of: {}", choices.join(", ")),
    ))
}
