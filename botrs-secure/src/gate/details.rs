//! What a record says besides: who asked, and what was typed where the command says `audit`.

use crate::gate::live::Live;
use crate::gate::outcome::Outcome;
use crate::place::PersonId;

/// The longest that goes into a record, in bytes: records that cannot be written wait in memory.
const LONGEST: usize = 2_048;

/// Who asked for a call that somebody else confirmed, and what the caller typed after the command's
/// name, where the command says `audit`.
///
/// Redacted arguments are left out. The writer of the audit puts pseudonyms in place of ids.
pub(crate) fn of(live: &Live, outcome: &Outcome) -> Option<Box<str>> {
    let typed = typed(live, outcome);
    let Some(person) = live.asked_by() else { return typed };
    // In the form in which the writer knows an id of any length.
    let asked_by = match person {
        PersonId::User(id) => format!("asked_by=<@{id}>"),
        PersonId::Open(id) => format!("asked_by={id}"),
    };
    Some(match typed {
        Some(typed) => format!("{asked_by} {typed}").into(),
        None => asked_by.into(),
    })
}

fn typed(live: &Live, outcome: &Outcome) -> Option<Box<str>> {
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
