//! `range` and `one_of` of numbers, and `range` of durations.

use std::time::Duration;

use proptest::prelude::*;

use crate::Locale;
use crate::validate::{Choices, Range, Rule, Unit};

fn numbers(min: Option<i128>, max: Option<i128>) -> Rule {
    Rule::Range(Range::Number { min, max })
}

fn floats(min: Option<f64>, max: Option<f64>) -> Rule {
    Rule::Range(Range::Float { min, max })
}

#[test]
fn bounds_are_included() {
    let rule = numbers(Some(-1), Some(3));
    assert!(rule.check_number(-1).is_ok() && rule.check_number(3).is_ok());
    assert!(rule.check_number(-2).is_err() && rule.check_number(4).is_err());
    assert!(numbers(None, Some(3)).check_number(i128::MIN).is_ok());
    assert!(numbers(Some(-1), None).check_number(i128::MAX).is_ok());
    let error = rule.check_number(4).unwrap_err();
    assert_eq!(
        (error.text(Locale::Zh), error.text(Locale::En)),
        ("不能大于 3", "must be at most 3")
    );
    let error = rule.check_number(-2).unwrap_err();
    assert_eq!(
        (error.text(Locale::Zh), error.text(Locale::En)),
        ("不能小于 -1", "must be at least -1")
    );
}

#[test]
fn what_is_no_number_is_in_no_range() {
    let rule = floats(Some(0.0), Some(1.0));
    assert!(rule.check_float(0.0).is_ok() && rule.check_float(1.0).is_ok());
    assert!(rule.check_float(-0.0).is_ok());
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.000_000_1, -0.000_000_1] {
        assert!(rule.check_float(value).is_err(), "{value}");
    }
    assert!(floats(Some(0.0), None).check_float(f64::NAN).is_err());
    assert!(floats(None, Some(0.0)).check_float(f64::NAN).is_err());
}

#[test]
fn durations_are_shown_in_the_error() {
    let bound = Duration::from_secs(90);
    let rule = Rule::Range(Range::Duration { min: None, max: Some(bound) });
    assert!(rule.check_duration(bound).is_ok());
    let error = rule.check_duration(bound + Duration::from_nanos(1)).unwrap_err();
    assert_eq!(error.text(Locale::Zh), "不能大于 1分30秒");
    assert_eq!(error.text(Locale::En), "must be at most 1m30s");
    let rule = Rule::Range(Range::Duration { min: Some(bound), max: None });
    assert!(rule.check_duration(Duration::ZERO).is_err());
    assert!(rule.check_duration(Duration::MAX).is_ok());
}

#[test]
fn one_of_numbers() {
    let rule = Rule::OneOf(Choices::Numbers(&[1, -3]));
    assert!(rule.check_number(1).is_ok() && rule.check_number(-3).is_ok());
    assert!(rule.check_number(2).is_err());
    assert_eq!(rule.check_number(2).unwrap_err().text(Locale::En), "must be one of: 1, -3");
}

#[test]
fn a_rule_for_another_type_refuses_every_value() {
    let length = Rule::Length { unit: Unit::Chars, min: 0, max: u32::MAX };
    let texts = Rule::OneOf(Choices::Texts(&["1"]));
    for rule in [length, texts, Rule::SafeText, Rule::Url { allow: None }, Rule::Each(&[])] {
        assert!(rule.check_number(1).is_err(), "{rule:?}");
        assert!(rule.check_float(1.0).is_err(), "{rule:?}");
        assert!(rule.check_duration(Duration::ZERO).is_err(), "{rule:?}");
        assert!(rule.check_items(1).is_err(), "{rule:?}");
    }
    assert!(numbers(None, None).check_float(1.0).is_err());
    assert!(floats(None, None).check_number(1).is_err());
    assert!(numbers(None, None).check_duration(Duration::ZERO).is_err());
}

proptest! {
    #[test]
    fn a_range_is_what_lies_between(value: i64, min: i64, max: i64) {
        let (min, max) = (i128::from(min), i128::from(max));
        let within = (min..=max).contains(&i128::from(value));
        let rule = numbers(Some(min), Some(max));
        prop_assert_eq!(rule.check_number(i128::from(value)).is_ok(), within);
    }

    #[test]
    fn floats_within_are_finite_and_between(value: f64) {
        let passed = floats(Some(-1.0), Some(1.0)).check_float(value).is_ok();
        prop_assert_eq!(passed, value.abs() <= 1.0);
    }
}
