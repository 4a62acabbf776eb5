//! The words of one call on their way to its arguments, without regard to the command's type.

use std::borrow::Cow;
use std::ops::Range;

use crate::command::arg::ArgError;
use crate::command::param_spec::ParamSpec;
use crate::command::slots::{Slots, Whose, unclosed};
use crate::content::words::{Word, Words};
use crate::gate::Denial;
use crate::validate::{Answer, Rule, ValidationError, Violation};

/// What stands in place of what is not to be shown.
pub(crate) const REDACTED: &str = "[redacted]";

/// The words of a call. Only the library makes one.
pub struct Line<'a> {
    words: Words<'a>,
    /// The words that stand by name between the others.
    aside: Vec<Aside<'a>>,
    /// The byte of the text from which on nothing is to be shown.
    secret: Option<usize>,
    /// What is wrong with the names; whoever asks for a word hears it.
    refused: Option<Denial>,
    violations: Vec<Violation>,
}

/// A word that was given by name.
struct Aside<'a> {
    name: &'static str,
    bytes: Range<usize>,
    value: Word<'a>,
}

impl<'a> Line<'a> {
    pub(crate) fn new(words: Words<'a>, params: &'static [ParamSpec]) -> Self {
        let secret = secret_from(words.clone(), params);
        let mut line =
            Self { words, aside: Vec::new(), secret, refused: None, violations: Vec::new() };
        // Without these nothing is named, and most calls are not gone through twice.
        let typed = line.words.left().as_bytes();
        if typed.contains(&b'=') || typed.windows(2).any(|pair| pair == b"--") {
            line.refused = line.set_aside(params).err();
        }
        line
    }

    /// Shows nothing of the words: they may be those of a subcommand whose name was misspelt.
    pub(crate) fn hide_all(&mut self) {
        if !self.words.is_empty() {
            self.secret = Some(self.words.offset());
        }
    }

    fn set_aside(&mut self, params: &'static [ParamSpec]) -> Result<(), Denial> {
        let mut slots = Slots::new(self.words.clone(), params);
        while let Some(step) = slots.step()? {
            if let Whose::Named(spec) = step.whose {
                let bytes = step.start..slots.offset();
                self.aside.push(Aside { name: spec.name, bytes, value: step.word });
            }
        }
        Ok(())
    }

    /// Whether an argument was typed.
    pub(crate) fn has(&self, spec: &ParamSpec) -> bool {
        self.aside.iter().any(|aside| aside.name == spec.name) || !self.ahead().is_empty()
    }

    /// The word of an argument: the one with its name, the next one, all that is left, or its default.
    pub(crate) fn word(&mut self, spec: &ParamSpec) -> Result<Word<'a>, Denial> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        let named = self.aside.iter().find(|aside| aside.name == spec.name);
        let word = match named {
            Some(aside) => Some(aside.value.clone()),
            None if spec.flag => Some(self.flag(spec)),
            None if spec.rest => self.rest(),
            None => self.next()?,
        };
        match (word, spec.default) {
            (Some(word), _) if word.text.is_empty() => {
                let error = ArgError::new("不能为空", "must not be empty");
                Err(self.refusal(spec, &word, error))
            }
            (Some(word), _) => Ok(word),
            (None, Some(default)) => Ok(self.words.stand_in(default, usize::MAX)),
            (None, None) => Err(Denial::Missing { name: spec.name }),
        }
    }

    /// The place at which the text ends.
    pub(crate) fn end(&self) -> Word<'a> {
        self.words.stand_in("", usize::MAX)
    }

    /// The next word that has no name.
    pub(crate) fn next(&mut self) -> Result<Option<Word<'a>>, Denial> {
        self.words = self.ahead();
        self.words.next().map_err(unclosed)
    }

    fn rest(&mut self) -> Option<Word<'a>> {
        self.words = self.ahead();
        let rest = self.words.rest();
        (!rest.text.is_empty()).then_some(rest)
    }

    /// Whether the bare name of a flag stands at its place.
    fn flag(&mut self, spec: &ParamSpec) -> Word<'a> {
        let ahead = self.ahead();
        let plain = ahead.peek_plain();
        let (start, is_set) = (ahead.offset(), spec.is_flag_called(plain));
        if is_set {
            self.words = ahead.skipping_to(start + plain.len());
        }
        self.words.stand_in(if is_set { "true" } else { "false" }, start)
    }

    /// Refuses a word of an argument, without words that quote what is not to be shown.
    pub(crate) fn refusal(&self, spec: &ParamSpec, word: &Word<'_>, error: ArgError) -> Denial {
        let error = if self.hides(word) || spec.redact { hidden() } else { error };
        Denial::Argument { name: spec.name, at: word.at(), error }
    }

    /// Notes a rule that a value breaks; [`finish`](Self::finish) refuses all of them together.
    pub(crate) fn broke(
        &mut self,
        spec: &ParamSpec,
        word: &Word<'_>,
        element: Option<usize>,
        rule: &Rule,
        error: ArgError,
    ) {
        let error = if self.hides(word) || spec.redact { hidden() } else { error };
        let path = match element {
            Some(n) => Cow::Owned(format!("{}[{n}]", spec.name)),
            None => Cow::Borrowed(spec.name),
        };
        self.violations.push(Violation::of_argument(&path, word.at(), rule.name(), error));
    }

    /// Asks a function of the author's about the argument `n`, if that is there and obeys its other
    /// rules.
    #[doc(hidden)]
    pub fn custom<V, A: Answer>(
        &mut self,
        params: &[ParamSpec],
        n: usize,
        rule: &'static str,
        value: Option<V>,
        ask: impl FnOnce(V) -> A,
    ) {
        // One that the command does not have gets asked too: nothing is let pass unseen.
        let (name, redact) = params.get(n).map_or(("", true), |spec| (spec.name, spec.redact));
        let Some(value) = value else { return };
        if self.violations.iter().any(|broken| broken.is_of(name)) {
            return;
        }
        if let Err(error) = ask(value).into_answer() {
            let error = if redact || self.secret.is_some() { hidden() } else { error };
            self.violations.push(Violation::new(rule, error).within(name));
        }
    }

    /// Refuses what is left over, and values that break rules.
    pub(crate) fn finish(mut self) -> Result<(), Denial> {
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        if let Some(word) = self.next()? {
            let shown = if self.hides(&word) { REDACTED.into() } else { beginning(&word.text) };
            return Err(Denial::Surplus { at: word.at(), word: shown });
        }
        ValidationError::check(self.violations).map_err(Denial::Invalid)
    }

    fn hides(&self, word: &Word<'_>) -> bool {
        self.secret.is_some_and(|from| word.start() >= from)
    }

    /// The words from the next on that has no name.
    fn ahead(&self) -> Words<'a> {
        let mut words = self.words.clone();
        words.skip_spaces();
        while let Some(aside) = self.aside.iter().find(|aside| aside.bytes.start == words.offset())
        {
            words = words.skipping_to(aside.bytes.end);
            words.skip_spaces();
        }
        words
    }
}

/// What is said of a value that is not to be shown, whose own error might quote it.
fn hidden() -> ArgError {
    ArgError::new("内容无效（此参数不显示）", "is not valid (this argument is not shown)")
}

/// Enough of a word to know it by: a refusal is not for saying things through the bot.
fn beginning(word: &str) -> Box<str> {
    const LONGEST: usize = 20;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]).into(),
        None => word.into(),
    }
}

/// The byte from which on what was typed may hold a redacted value; `None` if nothing does.
///
/// Whatever is not surely another argument's counts: what is misplaced, misspelt or left over.
fn secret_from(words: Words<'_>, params: &'static [ParamSpec]) -> Option<usize> {
    if !params.iter().any(ParamSpec::is_redacted) {
        return None;
    }
    let mut slots = Slots::new(words, params);
    loop {
        let before = slots.offset();
        let step = match slots.step() {
            Ok(step) => step?,
            Err(_) => return Some(before),
        };
        let doubtful = match step.whose {
            Whose::Named(spec) => spec.redact,
            Whose::Placed(spec) => spec.redact || (!spec.rest && may_name(&step.word)),
            Whose::Nobodys => true,
        };
        if doubtful {
            return Some(step.start);
        }
    }
}

/// Whether a word looks like a name that was misspelt, or written as Chinese keyboards do.
fn may_name(word: &Word<'_>) -> bool {
    const EQUALS: [char; 2] = ['=', '＝'];
    const DASHES: [char; 4] = ['-', '－', '–', '—'];
    !word.quoted && (word.text.contains(EQUALS) || word.text.starts_with(DASHES))
}

/// What was typed after the name of a command, without the values of redacted arguments.
///
/// From the first word on that may be one, all is `[redacted]`; of a call that was refused for its
/// arguments, everything.
pub(crate) fn shown<'a>(
    words: Words<'a>,
    params: &'static [ParamSpec],
    denial: Option<&Denial>,
) -> Cow<'a, str> {
    let typed = words.left().trim();
    if typed.is_empty() || !params.iter().any(ParamSpec::is_redacted) {
        return Cow::Borrowed(typed);
    }
    if denial.is_some_and(Denial::is_of_arguments) {
        return Cow::Borrowed(REDACTED);
    }
    let Some(secret) = secret_from(words.clone(), params) else { return Cow::Borrowed(typed) };
    let before = words.left().get(..secret - words.offset()).unwrap_or_default().trim();
    let space = if before.is_empty() { "" } else { " " };
    Cow::Owned(format!("{before}{space}{REDACTED}"))
}

#[cfg(test)]
mod tests;
