//! The rules as the macros write them: each names the written type, so that a rule on a type that
//! cannot have it is one error, at that type.

use std::time::Duration;

use regex::Regex;

use crate::command::ArgError;
use crate::validate::{Bounded, Choices, Elements, Measured, Range, Rule, Textual, Unit};

pub use crate::validate::text::whole;

/// A rule for values of the type `T`, and how it is applied to one.
pub struct On<T> {
    rule: Rule,
    apply: fn(&T, &Rule) -> Result<(), ArgError>,
}

impl<T> On<T> {
    /// The rule as data.
    pub const fn data(&self) -> Rule {
        self.rule
    }

    /// Applies it.
    ///
    /// # Errors
    ///
    /// What is wrong of the value.
    pub(crate) fn apply(&self, value: &T) -> Result<(), ArgError> {
        (self.apply)(value, &self.rule)
    }

    const fn text(rule: Rule) -> Self
    where
        T: Textual,
    {
        Self {
            rule,
            apply: |value, rule| value.text().map_or(Ok(()), |text| rule.check_text(text)),
        }
    }
}

pub const fn length<T: Measured>(min: u32, max: u32) -> On<T> {
    On {
        rule: Rule::Length { unit: T::UNIT, min, max },
        apply: |value, rule| value.measure().map_or(Ok(()), |count| rule.check_count(count)),
    }
}

pub const fn bytes<T: Textual>(min: u32, max: u32) -> On<T> {
    On::text(Rule::Length { unit: Unit::Bytes, min, max })
}

pub const fn graphemes<T: Textual>(min: u32, max: u32) -> On<T> {
    On::text(Rule::Length { unit: Unit::Graphemes, min, max })
}

pub const fn numbers<T: Bounded<i128>>(min: Option<i128>, max: Option<i128>) -> On<T> {
    number(Rule::Range(Range::Number { min, max }))
}

pub const fn floats<T: Bounded<f64>>(min: Option<f64>, max: Option<f64>) -> On<T> {
    On {
        rule: Rule::Range(Range::Float { min, max }),
        apply: |value, rule| value.bounded().map_or(Ok(()), |value| rule.check_float(value)),
    }
}

pub const fn durations<T: Bounded<Duration>>(
    min: Option<Duration>,
    max: Option<Duration>,
) -> On<T> {
    On {
        rule: Rule::Range(Range::Duration { min, max }),
        apply: |value, rule| value.bounded().map_or(Ok(()), |value| rule.check_duration(value)),
    }
}

pub const fn one_of_texts<T: Textual>(choices: &'static [&'static str]) -> On<T> {
    On::text(Rule::OneOf(Choices::Texts(choices)))
}

pub const fn one_of_numbers<T: Bounded<i128>>(choices: &'static [i128]) -> On<T> {
    number(Rule::OneOf(Choices::Numbers(choices)))
}

const fn number<T: Bounded<i128>>(rule: Rule) -> On<T> {
    On {
        rule,
        apply: |value, rule| value.bounded().map_or(Ok(()), |value| rule.check_number(value)),
    }
}

pub const fn pattern<T: Textual>(text: &'static str, regex: fn() -> &'static Regex) -> On<T> {
    On::text(Rule::Pattern { text, regex })
}

pub const fn url<T: Textual>(allow: Option<&'static [&'static str]>) -> On<T> {
    On::text(Rule::Url { allow })
}

pub const fn safe_text<T: Textual>() -> On<T> {
    On::text(Rule::SafeText)
}

pub const fn no_mentions<T: Textual>() -> On<T> {
    On::text(Rule::NoMentions)
}

/// What `rules` say, of every element.
pub const fn each<T: Elements>(rules: &'static [Rule]) -> Rule {
    Rule::Each(rules)
}

/// The elements of a list, as a type.
pub type Item<T> = <T as Elements>::Item;
