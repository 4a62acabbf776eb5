//! The tokens around a place: a few back, and a few ahead.

use super::lexer::Lexer;
use super::token::{Kind, Token};
use crate::content::injection::work;

/// Tokens that can be seen ahead of the current one. A rule looks no further, so that a text is
/// read in linear time.
pub(super) const AHEAD: usize = 32;
/// Tokens that can be seen behind the current one.
pub(super) const BEHIND: usize = 16;
const RING: usize = 64;

pub(super) struct Tokens<'t> {
    lexer: Lexer<'t>,
    ring: [Token; RING],
    read: usize,
    at: usize,
}

const EDGE: Token = Token { kind: Kind::Edge, start: 0, end: 0, spaced: true, commented: false };

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut tokens = Self { lexer: Lexer::new(text), ring: [EDGE; RING], read: 0, at: 0 };
        tokens.fill();
        tokens
    }

    fn fill(&mut self) {
        while self.read <= self.at + AHEAD {
            self.ring[self.read % RING] = self.lexer.next();
            self.read += 1;
        }
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
        self.fill();
    }

    /// The number of tokens before the current one.
    pub(super) fn index(&self) -> usize {
        self.at
    }

    /// The token so many places ahead.
    pub(super) fn ahead(&self, places: usize) -> Token {
        work::step(1);
        if places > AHEAD { EDGE } else { self.ring[(self.at + places) % RING] }
    }

    /// The token so many places behind.
    pub(super) fn behind(&self, places: usize) -> Token {
        work::step(1);
        match self.at.checked_sub(places) {
            Some(at) if places <= BEHIND => self.ring[at % RING],
            _ => EDGE,
        }
    }

    pub(super) fn text(&self, token: Token) -> &'t str {
        &self.lexer.text()[token.start..token.end]
    }
}
