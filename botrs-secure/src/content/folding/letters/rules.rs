//! The rules that `letters.txt` is made by, from the tables of Unicode that the crates carry.
//!
//! To ask the crates about each character of a message takes too long, and about all characters at the start too:
//! so the answers are kept in a file, and the test below holds them to the crates.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

use super::super::class::is_east_asian;
use super::super::invisible::{is_invisible, is_stacked_mark};
use super::simplified::simplified;

/// What a character is read as.
pub(super) struct Letter {
    /// Nothing for what is not seen.
    pub(super) text: String,
    /// The Latin letter that it can also be read as, where it is foremost something else.
    pub(super) second: Option<char>,
}

/// What a character is read as.
///
/// A letter is first a letter of its own script: in lower case, without marks, its compatible form, and the Latin
/// letter that it looks like if it does so in lower case. What is a symbol, a Chinese character or a capital that
/// looks like another Latin letter than its small form does, can also be read as that.
pub(super) fn letter(c: char) -> Letter {
    if is_unseen(c) {
        return Letter { text: String::new(), second: None };
    }
    let mut text = first_reading(c);
    if text == String::from(c) && c.is_alphanumeric() && is_east_asian(c) {
        return Letter { second: looks_like(c), text };
    }
    // What it becomes may become something else: ẞ, ß, ss.
    for _ in 0..3 {
        text = text.chars().filter(|&c| !is_unseen(c)).map(first_reading).collect();
    }
    // Words are not written in these, but a text full of them would be many times as long.
    if text.chars().count() > LONGEST {
        text = String::from(c);
    }
    let second = looks_like(c).filter(|second| text != second.to_string());
    Letter { text, second }
}

/// Letters that one character may become.
const LONGEST: usize = 3;

/// Control characters are not seen either.
fn is_unseen(c: char) -> bool {
    is_invisible(c) || is_stacked_mark(c) || (c.is_control() && !c.is_whitespace())
}

fn first_reading(c: char) -> String {
    match c {
        _ if c.is_ascii() => c.to_ascii_lowercase().to_string(),
        '\u{ac00}'..='\u{d7a3}' => c.to_string(),
        _ if is_east_asian(c) => one_han(c).to_string(),
        _ => spaced_reading(c),
    }
}

/// The rare ones outside the basic plane look like common ones; it is not the common ones that change.
fn is_han(c: char) -> bool {
    is_east_asian(c) && c < '\u{10000}' && !matches!(c, '\u{3040}'..='\u{31ff}')
}

/// The one that it looks like, in its simplified form.
fn one_han(c: char) -> char {
    let only = |text: &mut dyn Iterator<Item = char>| match (text.next(), text.next()) {
        (Some(one), None) if is_han(one) => Some(one),
        _ => None,
    };
    let c = only(&mut c.nfkc()).unwrap_or(c);
    let c = simplified(c);
    simplified(only(&mut prototype(c).chars()).unwrap_or(c))
}

fn spaced_reading(c: char) -> String {
    let plain = compatible(c);
    if is_latin(&plain) {
        return plain;
    }
    let small: String = c.to_lowercase().collect();
    let like: String = small.chars().map(lookalike).collect();
    let letters = plain.chars().any(char::is_alphanumeric);
    match plain.as_str() {
        _ if letters && is_latin(&like) => like,
        "$" | "@" => plain,
        _ if letters => plain,
        _ => String::from(c),
    }
}

/// The compatible form in lower case and without marks, and without what stands around letters as in `⒜`.
fn compatible(c: char) -> String {
    let text: String =
        c.nfkd().filter(|&c| !is_stacked_mark(c)).flat_map(char::to_lowercase).nfkd().collect();
    let text: String = text.replace('ß', "ss").chars().filter(|&c| !is_unseen(c)).collect();
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { text } else { letters }
}

fn is_latin(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The prototype of the table of confusable characters, without marks.
fn prototype(c: char) -> String {
    let text = String::from(c);
    skeleton(&text).filter(|&c| !is_unseen(c) && !is_combining_mark(c)).collect()
}

/// The prototype in lower case; `m`, which the table writes `rn`, as it is.
fn lookalike(c: char) -> String {
    if let Some(letter) = drawn_letter(c) {
        return String::from(letter);
    }
    prototype(c).to_lowercase().replace("rn", "m")
}

/// The Latin letter that a character looks like.
fn looks_like(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let like = lookalike(c);
    let letter = like.chars().next().filter(|_| like.len() == 1);
    letter.filter(char::is_ascii_alphanumeric)
}

/// Letters that the table of confusable characters leaves out: small capitals, Cyrillic and Greek letters that look
/// like them, and white letters on black.
fn drawn_letter(c: char) -> Option<char> {
    const SMALL_CAPITALS: &str = "ᴀaʙbᴅdᴇeɢgʜhᴊjᴋkʟlᴍmɴnᴘpʀrᴛtʏyвbкkмmнhтtκk";
    let pairs = || SMALL_CAPITALS.chars().step_by(2).zip(SMALL_CAPITALS.chars().skip(1).step_by(2));
    if let Some((_, letter)) = pairs().find(|&(capital, _)| capital == c) {
        return Some(letter);
    }
    let code = u32::from(c);
    let place =
        [0x1_f150, 0x1_f170].iter().find(|&&a| (a..a + 26).contains(&code)).map(|a| code - a)?;
    char::from_u32(u32::from('a') + place)
}

/// The rules' answers for all characters, in the form that `letters.txt` has.
fn table() -> String {
    let mut groups: BTreeMap<(char, String), Vec<char>> = BTreeMap::new();
    for c in ('\0'..=char::MAX).filter(|&c| may_be_read_otherwise(c)) {
        let Letter { text, second } = letter(c);
        let second = second.map(|second| ('?', String::from(second)));
        let first = if text.is_empty() { ('-', String::new()) } else { ('=', text) };
        let first = Some(first).filter(|(_, text)| *text != String::from(c));
        first.into_iter().chain(second).for_each(|how| groups.entry(how).or_default().push(c));
    }
    let lines = groups.iter().map(|((how, becomes), characters)| {
        let spans = characters.chunk_by(|&a, &b| goes_on(a, b)).map(span);
        format!("{how}{becomes} {}\n", spans.collect::<Vec<_>>().join(" "))
    });
    HEAD.chars().map(String::from).chain(lines).collect()
}

/// False for scripts of thousands of characters that are all just themselves, and for planes without any.
fn may_be_read_otherwise(c: char) -> bool {
    !matches!(c,
        '\u{ac00}'..='\u{d7a3}' | '\u{e000}'..='\u{f8ff}' | '\u{12000}'..='\u{167ff}' | '\u{17000}'..='\u{18dff}'
        | '\u{1b000}'..='\u{1bc9f}' | '\u{20000}'..='\u{2f7ff}' | '\u{2fa20}'..='\u{dffff}' | '\u{e1000}'..)
}

const HEAD: &str = "\
# What each character is read as in the skeleton: `-` what is not seen, `=` what characters become, `?` the Latin
# letter that they can also be read as. Made by `UPDATE_EXPECT=1 cargo test the_table_is_what_the_rules_say` from
# data of Unicode 18 (Unicode License V3).
";

/// Whether two characters that follow each other in a list are written as one span.
fn goes_on(a: char, b: char) -> bool {
    is_literal(a) == is_literal(b) && (is_literal(a) || u32::from(a) + 1 == u32::from(b))
}

fn span(span: &[char]) -> String {
    let (first, last) = (u32::from(span[0]), u32::from(span[span.len() - 1]));
    if is_literal(span[0]) { span.iter().collect() } else { format!("U+{first:X}-{last:X}") }
}

/// Whether the character can stand in a file without confusing whoever reads it.
fn is_literal(c: char) -> bool {
    let leftward = matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    c.is_alphanumeric() && !leftward && !is_combining_mark(c)
}

#[test]
fn the_table_is_what_the_rules_say() {
    expect_test::expect_file!["letters.txt"].assert_eq(&table());
}

fn read(c: char) -> String {
    letter(c).text
}

#[test]
fn a_character_is_read_as_the_letter_that_it_looks_like() {
    let read_as = [
        ('A', "a"),
        ('é', "e"),
        ('Ｆ', "f"),
        ('𝓾', "u"),
        ('а', "a"),
        ('ⓒ', "c"),
        ('⒦', "k"),
        ('ᴛ', "t"),
        ('🅰', "a"),
        ('ø', "o"),
        ('ł', "l"),
        ('ƍ', "g"),
        ('ᑲ', "b"),
        ('ﮨ', "o"),
        ('ﻬ', "o"),
        ('ℊ', "g"),
        ('𝐦', "m"),
        ('ɱ', "m"),
        ('ß', "ss"),
        ('ﬁ', "fi"),
        ('Æ', "ae"),
        ('㎏', "kg"),
    ];
    for (c, text) in read_as {
        assert_eq!(read(c), text, "{c}");
    }
}

#[test]
fn what_is_not_seen_is_nothing() {
    for c in "\u{200b}\u{200d}\u{2060}\u{ad}\u{feff}\u{fe0f}\u{e0100}\u{e0020}\u{336}\u{301}\u{202e}\u{1}\u{34f}".chars() {
        assert_eq!(read(c), "", "{c:?}");
    }
}

#[test]
fn chinese_stays_chinese_in_its_simplified_form() {
    for (c, text) in [
        ('雞', "鸡"),
        ('幹', "干"),
        ('媽', "妈"),
        ('妳', "你"),
        ('⼈', "人"),
        ('ロ', "口"),
        ('說', "说"),
    ] {
        assert_eq!(read(c), text, "{c}");
    }
    for c in "你好一二三丫〇口".chars() {
        assert_eq!(read(c), String::from(c), "{c}");
    }
}

#[test]
fn what_is_foremost_something_else_has_a_second_reading() {
    for (c, second) in
        [('丫', 'y'), ('〇', 'o'), ('∪', 'u'), ('│', 'l'), ('ſ', 'f'), ('Ԍ', 'g'), ('Í', 'l')]
    {
        assert_eq!(letter(c).second, Some(second), "{c}");
    }
    for c in "aé你，。！？　…а🙂".chars() {
        assert_eq!(letter(c).second, None, "{c}");
    }
}
