//! `length`: how much there is of a text or a list.

use unicode_segmentation::UnicodeSegmentation;

use crate::command::ArgError;
use crate::validate::Unit;

/// Counts a text in its unit and refuses what is outside the bounds.
pub(super) fn check_text(text: &str, unit: Unit, min: u32, max: u32) -> Result<(), ArgError> {
    let count = match unit {
        Unit::Bytes => text.len(),
        Unit::Graphemes => text.graphemes(true).count(),
        Unit::Chars | Unit::Items => text.chars().count(),
    };
    check(count, unit, min, max)
}

pub(super) fn check(count: usize, unit: Unit, min: u32, max: u32) -> Result<(), ArgError> {
    let (zh, en) = match unit {
        Unit::Chars | Unit::Graphemes => ("个字", "characters"),
        Unit::Bytes => ("字节", "bytes"),
        Unit::Items => ("项", "items"),
    };
    // A count that no `u32` holds is above every `max`.
    let counted = u32::try_from(count).unwrap_or(u32::MAX);
    if counted < min {
        return Err(ArgError::new(
            format!("至少要 {min} {zh}，现在是 {count} {zh}"),
            format!("needs at least {min} {en}, has {count}"),
        ));
    }
    if counted > max {
        return Err(ArgError::new(
            format!("最多 {max} {zh}，现在是 {count} {zh}"),
            format!("at most {max} {en}, has {count}"),
        ));
    }
    Ok(())
}
