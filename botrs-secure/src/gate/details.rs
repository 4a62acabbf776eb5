//! What was typed, for the records of commands that say `audit`.

use crate::gate::live::Live;
use crate::gate::outcome::Outcome;

/// The longest that goes into a record, in bytes: records that cannot be written wait in memory.
const LONGEST: usize = 2_048;

/// What the caller typed after the command's name, where the command says `audit`.
///
/// Redacted arguments are left out. The writer of the audit puts pseudonyms in place of ids.
pub(crate) fn typed(live: &Live, outcome: &Outcome) -> Option<Box<str>> {
    if !live.command.records_text {
        return None;
    }
    let denial = match outcome {
        Outcome::Denied(denial) => Some(denial),
        _ => None,
    };
    let typed = live.shown_arguments(denial);
    (!typed.is_empty()).then(|| cut(&typed))
}

/// The beginning of a long text. No id is cut in two: half of one would not be found to be one.
fn cut(text: &str) -> Box<str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let end = (0..=LONGEST).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    let kept = &text[..end];
    format!("{}…", kept.trim_end_matches(|c: char| c.is_ascii_alphanumeric())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_no_id_in_it() {
        assert_eq!(&*cut(&"字".repeat(600)), "字".repeat(600));
        let id = "144115218677563300";
        let long = format!("{} {id} more", "x".repeat(LONGEST - 10));
        assert_eq!(&*cut(&long), format!("{} …", "x".repeat(LONGEST - 10)));
        assert_eq!(
            &*cut(&format!("{}字", "-".repeat(LONGEST - 1))),
            format!("{}…", "-".repeat(LONGEST - 1))
        );
    }
}
