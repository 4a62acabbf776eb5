//! An argument that is one of a few words.

use std::fmt;

use crate::command::arg::ArgError;
use crate::help::nearest::nearest;

/// One of the words, with its name in each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceSpec {
    name: &'static str,
    zh: Option<&'static str>,
    aliases: &'static [&'static str],
}

impl ChoiceSpec {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its name for a Chinese reader.
    #[must_use]
    pub const fn zh(&self) -> &'static str {
        match self.zh {
            Some(zh) => zh,
            None => self.name,
        }
    }

    /// What else it can be called.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    fn is_called(&self, word: &str) -> bool {
        self.names().any(|name| name.eq_ignore_ascii_case(word))
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(self.zh).chain(self.aliases.iter().copied())
    }
}

/// What `#[derive(Choice)]` emits.
#[doc(hidden)]
impl ChoiceSpec {
    pub const fn new(
        name: &'static str,
        zh: Option<&'static str>,
        aliases: &'static [&'static str],
    ) -> Self {
        Self { name, zh, aliases }
    }
}

/// Which of the choices a word is; ASCII case is ignored.
#[doc(hidden)]
pub fn choose(word: &str, choices: &'static [ChoiceSpec]) -> Result<usize, ArgError> {
    let found = choices.iter().position(|choice| choice.is_called(word));
    found.ok_or_else(|| not_among(word, choices))
}

/// Writes the Chinese name of a choice, and with `{:#}` the other.
#[doc(hidden)]
pub fn show_choice(choices: &[ChoiceSpec], n: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let choice = choices.get(n).ok_or(fmt::Error)?;
    f.pad(if f.alternate() { choice.name } else { choice.zh() })
}

fn not_among(word: &str, choices: &'static [ChoiceSpec]) -> ArgError {
    let zh: Vec<&str> = choices.iter().map(ChoiceSpec::zh).collect();
    let en: Vec<&str> = choices.iter().map(ChoiceSpec::name).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let near = nearest(word, choices.iter().flat_map(ChoiceSpec::names));
    let meant = |name| choices.iter().find(|choice| choice.names().any(|own| own == name));
    match near.and_then(meant) {
        Some(choice) => ArgError::new(
            format!("应为以下之一：{zh}。你是不是想输入「{}」？", choice.zh()),
            format!("must be one of {en}; did you mean \"{}\"?", choice.name),
        ),
        None => ArgError::new(format!("应为以下之一：{zh}"), format!("must be one of {en}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: &[ChoiceSpec] = &[
        ChoiceSpec::new("small", Some("小"), &["s", "tiny"]),
        ChoiceSpec::new("large", None, &["l"]),
    ];

    #[test]
    fn each_name_is_a_choice() {
        for (word, expected) in
            [("small", 0), ("小", 0), ("s", 0), ("SMALL", 0), ("Tiny", 0), ("large", 1), ("L", 1)]
        {
            assert_eq!(choose(word, SIZES), Ok(expected), "{word}");
        }
        for word in ["", " small", "small ", "ſmall", "sm", "大", "small large"] {
            assert!(choose(word, SIZES).is_err(), "{word}");
        }
    }

    #[test]
    fn an_error_lists_the_choices_and_the_nearest() {
        let error = |zh: &'static str, en: &'static str| Err(ArgError::new(zh, en));
        assert_eq!(
            choose("gigantic", SIZES),
            error("应为以下之一：小、large", "must be one of small, large")
        );
        assert_eq!(
            choose("Smal", SIZES),
            error(
                "应为以下之一：小、large。你是不是想输入「小」？",
                "must be one of small, large; did you mean \"small\"?"
            )
        );
        assert_eq!(
            choose("tinny", SIZES),
            error(
                "应为以下之一：小、large。你是不是想输入「小」？",
                "must be one of small, large; did you mean \"small\"?"
            )
        );
    }
}
