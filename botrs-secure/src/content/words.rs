//! The command in a routed text, and its arguments word by word.

use crate::content::is_forbidden_control;
use crate::content::routed::Routed;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    before: &'a str,
}

impl Word<'_> {
    /// The position of the first character in the routed text, counted from 1.
    ///
    /// Counted only when asked for: errors need it, the way of a good command does not.
    pub(crate) fn at(&self) -> usize {
        self.before.chars().count() + 1
    }
}

/// A cursor over the words of a text: what whitespace separates, and each mention by itself.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    whole: &'a str,
    offset: usize,
}

impl<'a> Words<'a> {
    #[cfg(test)]
    pub(crate) fn new(whole: &'a str) -> Self {
        Self { whole, offset: 0 }
    }

    /// The words of a text from this byte on; none where that is no boundary of characters.
    pub(crate) fn starting_at(whole: &'a str, offset: usize) -> Self {
        let offset = if whole.is_char_boundary(offset) { offset } else { whole.len() };
        Self { whole, offset }
    }

    /// The byte of the text at which the next word is looked for.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// A word that stands for one that was left out, at the end of what was typed.
    pub(crate) fn stand_in(&self, text: &'a str) -> Word<'a> {
        Word { text, before: self.whole }
    }

    /// Everything that is left, trimmed; nothing is left afterwards.
    pub(crate) fn rest(&mut self) -> Word<'a> {
        self.skip_spaces();
        let (before, left) = self.whole.split_at(self.offset);
        self.offset = self.whole.len();
        Word { text: left.trim_end(), before }
    }

    /// Whether no word is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.left().trim_start().is_empty()
    }

    fn left(&self) -> &'a str {
        &self.whole[self.offset..]
    }

    fn skip_spaces(&mut self) {
        self.offset = self.whole.len() - self.left().trim_start().len();
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        self.skip_spaces();
        let (before, left) = self.whole.split_at(self.offset);
        let length = word_length(left);
        self.offset += length;
        (length > 0).then(|| Word { text: &left[..length], before })
    }
}

/// The bytes of the word that the text starts with.
fn word_length(text: &str) -> usize {
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
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Words::new(text).map(|word| word.text).collect()
    }

    fn command(text: &str, mentioned: bool) -> Option<(String, String)> {
        let routed = Routed { text: Cow::Borrowed(text), mentioned };
        let mut line = split_command(&routed, &DEFAULT_PREFIXES)?;
        Some((line.name.to_owned(), line.args.rest().text.to_owned()))
    }

    fn found(name: &str, args: &str) -> Option<(String, String)> {
        Some((name.to_owned(), args.to_owned()))
    }

    #[test]
    fn a_mention_is_a_word_by_itself() {
        assert_eq!(words("<@!1>10m 刷屏"), ["<@!1>", "10m", "刷屏"]);
        assert_eq!(words("<@1><#2>x"), ["<@1>", "<#2>", "x"]);
        assert_eq!(words("<@!1 2> a>b"), ["<@!1", "2>", "a>b"]);
        assert_eq!(words("<a>b"), ["<a>b"]);
        assert_eq!(words(" a\tb\n\nc  "), ["a", "b", "c"]);
        assert_eq!(words(" \n "), [""; 0]);
    }

    #[test]
    fn words_know_their_place_in_characters() {
        let places: Vec<_> = Words::new("封 <@!1>禁 x").map(|word| word.at()).collect();
        assert_eq!(places, [1, 3, 8, 10]);
        let routed = Routed { text: Cow::Borrowed("／禁言 a"), mentioned: false };
        let mut line = split_command(&routed, &DEFAULT_PREFIXES).unwrap();
        assert_eq!(line.args.next().unwrap().at(), 5);
    }

    #[test]
    fn the_rest_keeps_its_lines_and_takes_everything() {
        let mut words = Words::new("1  a\n b\tc ");
        words.next();
        assert!(!words.is_empty());
        let rest = words.rest();
        assert_eq!((rest.text, rest.at()), ("a\n b\tc", 4));
        assert!(words.is_empty());
        assert_eq!(words.next(), None);
        assert_eq!(words.rest().text, "");
        assert!(Words::new("  \n").is_empty());
    }

    #[test]
    fn a_command_is_an_exact_token_behind_a_prefix() {
        assert_eq!(command("/ban 1 x", false), found("ban", "1 x"));
        assert_eq!(command("／禁言 1", false), found("禁言", "1"));
        assert_eq!(command("/banana", false), found("banana", ""));
        assert_eq!(command("/mute<@!1>10m", false), found("mute", "<@!1>10m"));
        assert_eq!(command("/ban\n1", false), found("ban", "1"));
        for text in ["ban 1", "", "/", "/ ban", "x /ban", "//", "/<@!1>"] {
            let none = if text == "//" { found("/", "") } else { None };
            assert_eq!(command(text, false), none, "{text:?}");
        }
    }

    #[test]
    fn after_a_mention_the_prefix_may_be_left_out() {
        assert_eq!(command("ban 1", true), found("ban", "1"));
        assert_eq!(command("/ban 1", true), found("ban", "1"));
        for text in ["", "<@!2> ban", "/"] {
            assert_eq!(command(text, true), None, "{text:?}");
        }
    }

    #[test]
    fn the_longest_prefix_counts() {
        let routed = Routed { text: Cow::Borrowed("!!ban"), mentioned: false };
        for prefixes in [["!", "!!"], ["!!", "!"]] {
            assert_eq!(split_command(&routed, &prefixes).unwrap().name, "ban");
        }
        assert!(split_command(&routed, &DEFAULT_PREFIXES).is_none());
    }

    #[test]
    fn control_characters_are_found_with_their_place() {
        assert_eq!(control_character("a\nb\tc 中文\u{3000}"), None);
        for c in ['\0', '\r', '\u{1b}', '\u{7f}', '\u{85}'] {
            assert_eq!(control_character(&format!("中a{c}b\0")), Some((c, 3)), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn words_lose_nothing_but_spaces(text in "[<>@#! 1a中\n\t]{0,40}") {
            let joined: String = words(&text).concat();
            let expected: String = text.split_whitespace().collect();
            prop_assert_eq!(joined, expected);
            for word in Words::new(&text) {
                let from: String = text.chars().skip(word.at() - 1).collect();
                prop_assert!(!word.text.is_empty() && from.starts_with(word.text));
            }
        }

        #[test]
        fn any_text_is_split_without_panic(text: String, mentioned: bool) {
            let found = command(&text, mentioned);
            prop_assert!(found.is_none_or(|(name, ..)| !name.contains(char::is_whitespace)));
        }
    }
}
