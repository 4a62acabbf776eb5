//! Numbers and truth values.

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
                rule.check_number(i128::from(*self))
            }
        }
    )+};
}

integers! { u8 u16 u32 u64 i8 i16 i32 i64 }

impl FromArg for f64 {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        // `inf` and `nan` are numbers to the parser, and compare with nothing that was meant.
        let finite = word.parse().ok().filter(|number: &Self| number.is_finite());
        finite.ok_or_else(|| ArgError::new("应为数字", "must be a number"))
    }

    fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
        rule.check_float(*self)
    }
}

impl FromArg for bool {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        match word {
            "true" | "yes" | "on" | "是" | "开" => Ok(true),
            "false" | "no" | "off" | "否" | "关" => Ok(false),
            _ => Err(ArgError::new("应为 是 或 否", "must be yes or no")),
        }
    }
}
