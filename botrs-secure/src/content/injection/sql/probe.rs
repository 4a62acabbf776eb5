//! Quotes that end a value early: alone, before a comment, and before an operator.

use super::Scan;
use super::context::Before;
use super::token::{Key, Kind, Tail, Token};
use super::tokens::AHEAD;

impl Scan<'_, '_> {
    /// A text that is nothing but quotes and what stands between values.
    pub(super) fn probe(&mut self) {
        let mut quotes = 0;
        let mut strong = false;
        let mut compares = false;
        let mut place = 0;
        while place < AHEAD {
            match self.kind(place) {
                Kind::Quote { .. } => quotes += 1,
                Kind::Compare => (compares, strong) = (true, true),
                Kind::Key(Key::Or | Key::And | Key::Xor | Key::Like) => strong = true,
                Kind::Semicolon | Kind::Comment(Tail::Nothing | Tail::Short) => strong = true,
                Kind::Sign => strong |= self.tokens.text(self.tokens.ahead(place)) != "-",
                Kind::Edge => break,
                _ => return,
            }
            place += 1;
        }
        let first = self.tokens.ahead(0);
        let quoted = matches!(first.kind, Kind::Quote { .. });
        let empty = matches!(self.kind(1), Kind::Quote { .. }) && !compares;
        let strong = strong && !empty;
        if quoted && place < 12 && (strong || place == quotes && quotes == 2) {
            self.points(first, place - 1, 50);
        }
    }

    /// `' --`, `') #`, `'; /*`: a value is left, and the rest of the query cut off.
    pub(super) fn terminator(&mut self, token: Token) {
        let mut place = 1;
        while matches!(self.kind(place), Kind::Close { .. } | Kind::Semicolon) && place < 8 {
            place += 1;
        }
        let Kind::Comment(Tail::Nothing | Tail::Short) = self.kind(place) else { return };
        let points = if self.before() == Before::Talk { 35 } else { 50 };
        self.points(token, place, points);
    }

    /// `'||x||'`, `'=0--`, `'+(select ..)`: an operator directly behind a quote that ends a value.
    pub(super) fn concatenation(&mut self, token: Token) {
        let operator = match self.kind(1) {
            Kind::Compare | Kind::Sign => 1,
            _ => 0,
        };
        let place = 1 + operator;
        let points = match self.kind(place) {
            Kind::Key(Key::Function(points)) if points >= 10 => 20,
            Kind::Key(Key::If | Key::Case)
                if self.kind(place + 1) == Kind::Open
                    && matches!(self.kind(place + 2), Kind::Key(_)) =>
            {
                25
            }
            Kind::Open if self.key(place + 1) == Some(Key::Select) => 25,
            Kind::Number if operator == 1 && self.cut(place + 1) => 50,
            _ => 0,
        };
        self.points(token, place, points);
    }
}
