//! `length`, `pattern` and `one_of` of texts.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;

use super::passes;
use crate::Locale;
use crate::validate::{Choices, Rule, Unit, on};

fn length(unit: Unit, min: u32, max: u32) -> Rule {
    Rule::Length { unit, min, max }
}

#[test]
fn lengths_are_counted_in_their_unit() {
    // A flag and a family: two to the eye.
    let text = "🇨🇳👨‍👩‍👧";
    for (unit, count) in [(Unit::Chars, 7), (Unit::Bytes, 26), (Unit::Graphemes, 2)] {
        assert!(passes(length(unit, count, count), text), "{unit:?}");
        assert!(!passes(length(unit, count + 1, u32::MAX), text), "{unit:?}");
        assert!(!passes(length(unit, 0, count - 1), text), "{unit:?}");
    }
    assert!(passes(length(Unit::Chars, 0, 0), "") && !passes(length(Unit::Chars, 1, 1), ""));
}

#[test]
fn a_length_is_of_a_text_or_of_a_list() {
    assert!(!passes(length(Unit::Items, 0, u32::MAX), "abc"));
    assert!(length(Unit::Chars, 0, 9).check_items(1).is_err());
    assert!(length(Unit::Items, 1, 2).check_items(2).is_ok());
    assert!(length(Unit::Items, 1, 2).check_items(0).is_err());
    assert!(length(Unit::Items, 1, 2).check_items(3).is_err());
    assert!(length(Unit::Items, 1, u32::MAX - 1).check_items(usize::MAX).is_err());
}

#[test]
fn the_error_of_a_length_says_both_counts() {
    let error = length(Unit::Chars, 0, 2).check_text("三个字").unwrap_err();
    assert_eq!(error.text(Locale::Zh), "最多 2 个字，现在是 3 个字");
    assert_eq!(error.text(Locale::En), "at most 2 characters, has 3");
    let error = length(Unit::Bytes, 10, 20).check_text("三个字").unwrap_err();
    assert_eq!(error.text(Locale::Zh), "至少要 10 字节，现在是 9 字节");
    assert_eq!(error.text(Locale::En), "needs at least 10 bytes, has 9");
}

#[test]
fn a_pattern_is_for_the_whole_text() {
    static WORD: LazyLock<Regex> = LazyLock::new(|| on::whole("[a-z]+"));
    static EITHER: LazyLock<Regex> = LazyLock::new(|| on::whole("a|ab|b$"));
    static LINES: LazyLock<Regex> = LazyLock::new(|| on::whole("(?m)^a$"));
    let word = Rule::Pattern { text: "[a-z]+", regex: || &WORD };
    assert!(passes(word, "abc"));
    for text in ["", "abc1", "1abc", "abc\n", "\nabc", "abc\nABC", "a b", "ABC"] {
        assert!(!passes(word, text), "{text:?}");
    }
    let either = Rule::Pattern { text: "", regex: || &EITHER };
    assert!(passes(either, "a") && passes(either, "ab") && passes(either, "b"));
    assert!(!passes(either, "ac") && !passes(either, "xb") && !passes(either, "xab"));
    let lines = Rule::Pattern { text: "", regex: || &LINES };
    assert!(passes(lines, "a") && !passes(lines, "a\nb") && !passes(lines, "b\na"));
    let error = word.check_text("1").unwrap_err();
    assert_eq!(error.text(Locale::Zh), "格式不符合要求");
}

#[test]
#[should_panic(expected = "cannot be used")]
fn a_pattern_that_is_none_is_no_rule_that_passes() {
    drop(on::whole("("));
}

#[test]
fn one_of_compares_exactly() {
    let rule = Rule::OneOf(Choices::Texts(&["a", "中"]));
    assert!(passes(rule, "a") && passes(rule, "中"));
    for text in ["", "A", "a ", "aa", "b"] {
        assert!(!passes(rule, text), "{text:?}");
    }
    let error = rule.check_text("b").unwrap_err();
    assert_eq!(error.text(Locale::En), "must be one of: a, 中");
    assert_eq!(error.text(Locale::Zh), "应为其中之一：a、中");
}

#[test]
fn a_rule_for_another_type_refuses_every_text() {
    for rule in [
        on::numbers::<u8>(None, None).data(),
        on::floats::<f64>(None, None).data(),
        on::durations::<std::time::Duration>(None, None).data(),
        on::one_of_numbers::<u8>(&[1]).data(),
        on::each::<Vec<String>>(&[]),
    ] {
        assert!(!passes(rule, "1"), "{}", rule.name());
    }
}

proptest! {
    #[test]
    fn a_length_is_what_was_counted(text: String, min in 0..8_u32, more in 0..8_u32) {
        let count = u32::try_from(text.chars().count()).unwrap();
        let max = min + more;
        let within = (min..=max).contains(&count);
        prop_assert_eq!(passes(length(Unit::Chars, min, max), &text), within);
    }
}
