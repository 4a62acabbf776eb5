//! The command in a routed text, and its arguments word by word.

use std::borrow::Cow;

use crate::content::is_forbidden_control;
use crate::content::quote::{Quoted, closing, quoted};
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
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<Word<'_>>, Unclosed> {
        let mut words = Words::starting_at(text, 0);
        std::iter::from_fn(|| words.next().transpose()).collect()
    }

    fn words(text: &str) -> Vec<String> {
        read(text).unwrap().into_iter().map(|word| word.text.into_owned()).collect()
    }

    fn command(text: &str, mentioned: bool) -> Option<(String, String)> {
        let routed = Routed { text: Cow::Borrowed(text), mentioned };
        let mut line = split_command(&routed, &DEFAULT_PREFIXES)?;
        Some((line.name.to_owned(), line.args.rest().text.into_owned()))
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
    fn quotes_hold_a_word_together() {
        assert_eq!(words(r#"a "b  c" 'd e'“f g”「h i」"#), ["a", "b  c", "d e", "f g", "h i"]);
        // Only at its beginning.
        assert_eq!(words(r#"a"b c" it's <@1>"x y""#), ["a\"b", "c\"", "it's", "<@1>", "x y"]);
        assert_eq!(words(r#""" "<@!1>" "a=b" "\"\\" "#), ["", "<@!1>", "a=b", "\"\\"]);
        assert_eq!(words("\"a\"b"), ["a", "b"]);
        let places: Vec<_> = read("“中 文” \"x\" y").unwrap().iter().map(Word::at).collect();
        assert_eq!(places, [1, 7, 11]);
        let quoted: Vec<_> = read("'a' b").unwrap().iter().map(|word| word.quoted).collect();
        assert_eq!(quoted, [true, false]);
    }

    #[test]
    fn a_quote_that_nothing_closes_is_refused_with_its_place() {
        for (text, at) in [("\"a", 1), ("中 'a b", 3), ("x “", 3), ("\"a\" 「b\"", 5)] {
            assert_eq!(read(text), Err(Unclosed { at }), "{text}");
        }
    }

    #[test]
    fn words_know_their_place_in_characters() {
        let places: Vec<_> = read("封 <@!1>禁 x").unwrap().iter().map(Word::at).collect();
        assert_eq!(places, [1, 3, 8, 10]);
        let routed = Routed { text: Cow::Borrowed("／禁言 a"), mentioned: false };
        let mut line = split_command(&routed, &DEFAULT_PREFIXES).unwrap();
        assert_eq!(line.args.next().unwrap().unwrap().at(), 5);
    }

    #[test]
    fn the_rest_keeps_its_lines_and_takes_everything() {
        let mut words = Words::starting_at("1  a\n b\tc ", 0);
        words.next().unwrap();
        assert!(!words.is_empty());
        let rest = words.rest();
        assert_eq!((&*rest.text, rest.at()), ("a\n b\tc", 4));
        assert!(words.is_empty());
        assert_eq!(words.next(), Ok(None));
        assert_eq!(words.rest().text, "");
        assert!(Words::starting_at("  \n", 0).is_empty());
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
            for word in read(&text).unwrap() {
                let from: String = text.chars().skip(word.at() - 1).collect();
                prop_assert!(!word.text.is_empty() && from.starts_with(&*word.text));
            }
        }

        /// Between one word and the next there are only spaces, whatever is quoted and escaped.
        #[test]
        fn quotes_lose_nothing(text in "[\"'“”「」\\\\ =a中<@>]{0,40}") {
            let mut words = Words::starting_at(&text, 0);
            let mut end = 0;
            loop {
                match words.next() {
                    Ok(Some(word)) => {
                        prop_assert!(text[end..word.start()].trim().is_empty());
                        end = words.offset();
                        let typed = &text[word.start()..end];
                        if word.quoted {
                            let open = typed.chars().next().and_then(closing);
                            prop_assert_eq!(typed.chars().last(), open);
                        } else {
                            prop_assert_eq!(typed, &*word.text);
                        }
                    }
                    Ok(None) => break prop_assert!(text[end..].trim().is_empty()),
                    Err(Unclosed { at }) => {
                        let open = text.chars().nth(at - 1).and_then(closing);
                        prop_assert!(open.is_some(), "no quote at {}", at);
                        break;
                    }
                }
            }
        }

        /// What is quoted and escaped comes back as it was.
        #[test]
        fn quoting_is_undone(texts in prop::collection::vec(".{0,12}", 0..4)) {
            let escaped = |text: &str| text.replace('\\', r"\\").replace('"', "\\\"");
            let typed: Vec<_> = texts.iter().map(|text| format!("\"{}\"", escaped(text))).collect();
            prop_assert_eq!(words(&typed.join(" ")), texts);
        }

        #[test]
        fn any_text_is_split_without_panic(text: String, mentioned: bool) {
            let _ = read(&text);
            let found = command(&text, mentioned);
            prop_assert!(found.is_none_or(|(name, ..)| !name.contains(char::is_whitespace)));
        }
    }
}
