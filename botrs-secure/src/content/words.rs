//! The command in a routed text, and its arguments word by word.

use std::borrow::Cow;

use crate::content::quote::{Quoted, closing, quoted};
use crate::content::routed::Routed;
use crate::content::{is_forbidden_control, mention};

/// What a command starts with unless the author says otherwise.
pub(crate) const DEFAULT_PREFIXES: [&str; 2] = ["/", "／"];

/// A command as it was typed.
#[derive(Debug, Clone)]
pub(crate) struct CommandLine<'a> {
    /// The whole name token, to be compared exactly.
    pub(crate) name: &'a str,
    /// What follows the name.
    pub(crate) args: Words<'a>,
}

/// The command in the text, if it starts with a prefix or with a mention of the bot.
pub(crate) fn split_command<'a>(
    routed: &'a Routed<'_>,
    prefixes: &[impl AsRef<str>],
) -> Option<CommandLine<'a>> {
    let text: &str = &routed.text;
    // The longest, so that with `!` and `!!` the text `!!ban` is the command `ban`.
    let prefix = prefixes
        .iter()
        .map(AsRef::as_ref)
        .filter(|prefix| text.starts_with(prefix))
        .map(str::len)
        .max();
    if prefix.is_none() && !routed.mentioned {
        return None;
    }
    let start = prefix.unwrap_or(0);
    let length = text[start..].find(|c: char| c.is_whitespace() || c == '<');
    let end = length.map_or(text.len(), |length| start + length);
    let name = &text[start..end];
    let args = Words { whole: text, offset: end };
    (!name.is_empty()).then_some(CommandLine { name, args })
}

/// A piece of a text that knows where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Whether it was in quotes, which are not part of its text.
    pub(crate) quoted: bool,
    before: &'a str,
}

impl Word<'_> {
    /// The position of the first character in the routed text, counted from 1.
    ///
    /// Counted only when asked for: errors need it, the way of a good command does not.
    pub(crate) fn at(&self) -> usize {
        self.before.chars().count() + 1
    }

    /// The byte of the text at which it begins.
    pub(crate) fn start(&self) -> usize {
        self.before.len()
    }
}

/// A quote that nothing closes, at this character of the text, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unclosed {
    pub(crate) at: usize,
}

/// A cursor over the words of a text: what whitespace separates or quotes enclose, and each mention by
/// itself.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    whole: &'a str,
    offset: usize,
}

impl<'a> Words<'a> {
    /// The words of a text from this byte on; none where that is no boundary of characters.
    pub(crate) fn starting_at(whole: &'a str, offset: usize) -> Self {
        let offset = if whole.is_char_boundary(offset) { offset } else { whole.len() };
        Self { whole, offset }
    }

    /// The byte of the text at which the next word is looked for.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The words from another byte of the text on.
    pub(crate) fn skipping_to(&self, offset: usize) -> Self {
        Self::starting_at(self.whole, offset)
    }

    /// The next word; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Word<'a>>, Unclosed> {
        self.skip_spaces();
        if self.left().is_empty() { Ok(None) } else { self.read().map(Some) }
    }

    /// The word at this very place: empty before a space or at the end.
    pub(crate) fn read(&mut self) -> Result<Word<'a>, Unclosed> {
        let (before, left) = self.whole.split_at(self.offset);
        let open = left.chars().next();
        if let Some((open, close)) = open.and_then(|open| Some((open, closing(open)?))) {
            let at = before.chars().count() + 1;
            let Quoted { text, length } = quoted(left, open, close).ok_or(Unclosed { at })?;
            self.offset += length;
            return Ok(Word { text, quoted: true, before });
        }
        let length = word_length(left);
        self.offset += length;
        Ok(Word { text: Cow::Borrowed(&left[..length]), quoted: false, before })
    }

    /// The word that comes next, read as if it had no quotes.
    pub(crate) fn peek_plain(&self) -> &'a str {
        let left = self.left().trim_start();
        &left[..word_length(left)]
    }

    /// A word that stands in for one at this byte of the text, which was not typed so.
    pub(crate) fn stand_in(&self, text: &'a str, start: usize) -> Word<'a> {
        let before = self.whole.get(..start).unwrap_or(self.whole);
        Word { text: Cow::Borrowed(text), quoted: false, before }
    }

    /// Everything that is left, trimmed; nothing is left afterwards.
    pub(crate) fn rest(&mut self) -> Word<'a> {
        self.skip_spaces();
        let (before, left) = self.whole.split_at(self.offset);
        self.offset = self.whole.len();
        Word { text: Cow::Borrowed(left.trim_end()), quoted: false, before }
    }

    /// Whether no word is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.left().trim_start().is_empty()
    }

    /// What is left, as it was typed.
    pub(crate) fn left(&self) -> &'a str {
        &self.whole[self.offset..]
    }

    pub(crate) fn skip_spaces(&mut self) {
        self.offset = self.whole.len() - self.left().trim_start().len();
    }
}

/// The bytes of the word that the text starts with.
fn word_length(text: &str) -> usize {
    // This mention has a space in it.
    if text.starts_with("<qqbot-at-user ")
        && let Some((_, after)) = mention::leading(text)
    {
        return text.len() - after.len();
    }
    let mention = text.starts_with("<@") || text.starts_with("<#");
    let ends = |c: char| c.is_whitespace() || (mention && c == '>');
    match text.find(ends) {
        Some(at) if text[at..].starts_with('>') => at + 1,
        Some(at) => at,
        None => text.len(),
    }
}

/// The first control character other than newline and tab, and its position counted from 1.
pub(crate) fn control_character(text: &str) -> Option<(char, usize)> {
    text.chars().zip(1..).find(|&(c, _)| is_forbidden_control(c))
}

#[cfg(test)]
mod tests;
