//! The tokens of scripts with spaces, as the [`Screen`] is asked about them.

use super::key;
use super::screen::Screen;

/// Single letters in a row from which on they may be a word that is spelt out.
const SPELT: usize = 3;

/// What is known of the tokens up to here.
#[derive(Clone, Copy, Default)]
pub(super) struct Tokens {
    /// The key of the last.
    last: u64,
    /// The key of the last two, if a phrase may go on from them; otherwise 0.
    phrase: u64,
    /// Tokens of one letter in a row.
    spelt: usize,
}

impl Tokens {
    /// Whether a word may end with this token.
    #[inline]
    pub(super) fn end_with(&mut self, screen: &Screen, token: u64, one_letter: bool) -> bool {
        self.spelt = if one_letter { self.spelt + 1 } else { 0 };
        let both = key::two_tokens(self.last, token);
        self.last = token;
        let phrase = std::mem::take(&mut self.phrase);
        let third = phrase != 0 && screen.ask(key::two_tokens(phrase, token)).is_key;
        let both_asked = screen.ask(both);
        if both_asked.goes_on {
            self.phrase = both;
        }
        self.spelt >= SPELT || third || both_asked.is_key || screen.ask(token).is_key
    }

    /// Whether a word may be spelt out that ends with a symbol for a letter.
    pub(super) fn end_with_symbol(&mut self) -> bool {
        self.spelt += 1;
        self.spelt >= SPELT
    }
}
