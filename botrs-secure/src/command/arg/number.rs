//! Numbers, truth values and single characters.

use crate::command::arg::{ArgError, FromArg};
use crate::validate::Rule;

macro_rules! integers {
    ($($int:ident)+) => {$(
        impl FromArg for $int {
            fn from_arg(word: &str) -> Result<Self, ArgError> {
                word.parse().map_err(|_| {
                    ArgError::new(
                        format!("应为 {} 到 {} 的整数", $int::MIN, $int::MAX),
                        format!("must be a whole number from {} to {}", $int::MIN, $int::MAX),
                    )
                })
            }

            fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
                // What is beyond the numbers that rules know breaks every one.
                let number = i128::try_from(*self).map_err(|_| rule.is_for_another_type())?;
                rule.check_number(number)
            }
        }
    )+};
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

macro_rules! floats {
    ($($float:ident)+) => {$(
        impl FromArg for $float {
            fn from_arg(word: &str) -> Result<Self, ArgError> {
                // `inf` and `nan` are numbers to the parser, and compare with nothing that was meant.
                let finite = word.parse().ok().filter(|number: &Self| number.is_finite());
                finite.ok_or_else(|| ArgError::new("应为数字", "must be a number"))
            }

            fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
                rule.check_float((*self).into())
            }
        }
    )+};
}

floats! { f32 f64 }

impl FromArg for bool {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        const YES: [&str; 6] = ["true", "yes", "on", "1", "是", "开"];
        const NO: [&str; 6] = ["false", "no", "off", "0", "否", "关"];
        let is_among = |words: [&str; 6]| words.iter().any(|own| own.eq_ignore_ascii_case(word));
        match (is_among(YES), is_among(NO)) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => Err(ArgError::new("应为 是 或 否", "must be yes or no")),
        }
    }
}

impl FromArg for char {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        word.parse().map_err(|_| ArgError::new("应为一个字", "must be a single character"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_is_said_in_many_ways() {
        for word in ["true", "yes", "YES", "On", "1", "是", "开"] {
            assert_eq!(bool::from_arg(word), Ok(true), "{word}");
        }
        for word in ["false", "no", "Off", "0", "否", "关"] {
            assert_eq!(bool::from_arg(word), Ok(false), "{word}");
        }
        for word in ["", "y", "2", "10", "真", "是的", "yesno"] {
            assert!(bool::from_arg(word).is_err(), "{word}");
        }
    }

    #[test]
    fn numbers_are_finite_and_fit() {
        assert_eq!(f64::from_arg("-1.5e3"), Ok(-1500.0));
        for word in ["nan", "inf", "-infinity", "1e999", "", "1,5", "１"] {
            assert!(f64::from_arg(word).is_err() && f32::from_arg(word).is_err(), "{word}");
        }
        assert!(f32::from_arg("1e39").is_err() && f64::from_arg("1e39").is_ok());
        assert_eq!(u128::from_arg(&u128::MAX.to_string()), Ok(u128::MAX));
        assert!(i8::from_arg("128").is_err() && usize::from_arg("-1").is_err());
    }

    #[test]
    fn a_number_beyond_all_rules_obeys_none() {
        let rule = crate::validate::Rule::Range(crate::validate::Range::Number {
            min: Some(1),
            max: None,
        });
        assert!(u128::MAX.obey(&rule).is_err() && 5_u128.obey(&rule).is_ok());
        assert!(0_usize.obey(&rule).is_err());
    }

    #[test]
    fn a_character_is_one() {
        assert_eq!(char::from_arg("中"), Ok('中'));
        for word in ["", "ab", "e\u{301}"] {
            assert!(char::from_arg(word).is_err(), "{word}");
        }
    }
}
