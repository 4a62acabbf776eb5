//! Words, quotes and command names.

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
fn a_mention_with_a_space_in_it_is_one_word() {
    let tag = "<qqbot-at-user id=\"1\" />";
    assert_eq!(words(&format!("{tag}10m 刷屏")), [tag, "10m", "刷屏"]);
    assert_eq!(words(&format!("a {tag}{tag}<@2>")), ["a", tag, tag, "<@2>"]);
    assert_eq!(words("<qqbot-at-user id=\"1\"/>x"), ["<qqbot-at-user id=\"1\"/>", "x"]);
    assert_eq!(command(&format!("/mute{tag} 10m"), false), found("mute", &format!("{tag} 10m")));
    // What is none is split like any text.
    for text in [
        "<qqbot-at-user id=\"1",
        "<qqbot-at-user id=\"a b\" />",
        "<qqbot-at-user id=\"1\" x />",
        "<qqbot-at-everyone /> x",
    ] {
        assert_eq!(words(text), text.split(' ').collect::<Vec<_>>(), "{text}");
    }
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
    fn words_lose_nothing_but_spaces(text in "([<>@#! 1a中\n\t]|<qqbot-at-user (id=(\"1\" />)?)?){0,40}") {
        let joined: String = words(&text).concat().replace(' ', "");
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
