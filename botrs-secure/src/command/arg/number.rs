//! Integers and truth values.

use crate::command::arg::{ArgError, FromArg};
use crate::command::param::{Bounded, Rules};

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

            fn obey(&self, rules: &Rules) -> Result<(), ArgError> {
                if rules.length.is_some() {
                    return Err(ArgError::new("数字没有长度", "a number has no length"));
                }
                rules.check_range(i128::from(*self), |bound| (bound.to_string(), bound.to_string()))
            }
        }

        impl Bounded<i128> for $int {}
    )+};
}

integers! { u8 u16 u32 u64 i8 i16 i32 i64 }

impl FromArg for bool {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        match word {
            "true" | "yes" | "on" | "是" | "开" => Ok(true),
            "false" | "no" | "off" | "否" | "关" => Ok(false),
            _ => Err(ArgError::new("应为 是 或 否", "must be yes or no")),
        }
    }
}
