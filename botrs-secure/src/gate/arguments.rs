//! Stage 7, arguments: what no argument may hold, before each is parsed by its type.

use crate::content::words::control_character;
use crate::gate::denial::Denial;

/// The longest message, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// Refuses a command whose message is too long or whose text holds a control character.
pub(crate) fn check(content: &str, arguments: &str) -> Result<(), Denial> {
    // A text has at least as many bytes as characters: most are decided without counting.
    if content.len() > LONGEST {
        let length = content.chars().count();
        if length > LONGEST {
            return Err(Denial::TooLong { length, max: LONGEST });
        }
    }
    match control_character(arguments) {
        Some((character, at)) => Err(Denial::ControlCharacter { character, at }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_of_the_whole_message() {
        assert_eq!(check(&"字".repeat(2_000), ""), Ok(()));
        let refused = check(&"字".repeat(2_001), "");
        assert_eq!(refused, Err(Denial::TooLong { length: 2_001, max: 2_000 }));
    }

    #[test]
    fn control_characters_are_refused_with_their_place() {
        assert_eq!(check("", "a\0b"), Err(Denial::ControlCharacter { character: '\0', at: 2 }));
        assert_eq!(
            check("", "a\u{1b}[31m"),
            Err(Denial::ControlCharacter { character: '\u{1b}', at: 2 })
        );
        assert_eq!(check("", "two\nlines"), Ok(()));
    }
}
